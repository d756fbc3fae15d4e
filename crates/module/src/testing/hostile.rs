//! What no person means: answers and stored bytes that a module must survive.

use crate::testing::form;
use crate::{Answers, Secret, Step};

/// What other sites usually send people back with.
const BROUGHT: [&str; 3] = ["code", "state", "error"];

/// Answers to a step that are all wrong: nothing at all, and each hostile value in every field.
pub(super) fn wrong_answers(step: &Step) -> Vec<Answers> {
    let asked = step.prompts.iter().filter_map(form::name);
    let away = step.prompts.iter().filter(|prompt| prompt.leads_away());
    let brought = away.flat_map(|_| BROUGHT);
    let names: Vec<String> = asked.chain(brought).map(str::to_owned).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let everywhere = |value: Secret| {
        let filled = names.iter().map(|name| (name.clone(), value.clone()));
        Answers::new(filled)
    };
    let mut all = vec![
        Answers::default(),
        Answers::new([("no-such-field".to_owned(), Secret::from("yes"))]),
    ];
    all.extend(values().into_iter().map(everywhere));
    all
}

/// Bytes that are not `genuine`, to be taken for a state or a credential's secret.
pub(super) fn broken(genuine: &Secret) -> Vec<Secret> {
    let bytes = genuine.bytes();
    let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
    let most = bytes.split_last().map_or(&[][..], |(_, most)| most);
    let with_tail = [bytes, b"x"].concat();
    let mut all: Vec<Secret> = [half, most, &with_tail]
        .into_iter()
        .map(Secret::new)
        .collect();
    let texts = [
        "",
        "null",
        "0",
        "{}",
        "[]",
        "\"\"",
        "{\"version\":999}",
        "\0",
    ];
    all.extend(texts.map(Secret::from));
    all.push(Secret::new(vec![0xff; 64]));
    all.push(Secret::new(vec![b'['; 64 * 1024]));
    all.push(Secret::new(vec![b'a'; 64 * 1024]));
    all
}

fn values() -> Vec<Secret> {
    let texts = [
        "",
        " ",
        "-",
        "no",
        "YES",
        "0",
        "12345",
        "1234567",
        "123456789012345678901",
        "+12345",
        "-12345",
        "12345.",
        "1e5",
        "0x1234",
        "null",
        "[]",
        "{\"code\":\"123456\"}",
        "12345\0",
        "\0\0\0\0\0\0",
        "12\t34\n56\r",
        "１２３４５６",
        "٠١٢٣٤٥",
        "१२३४५६",
        "12345６",
        "\u{202e}654321",
        "1\u{301}23456",
        "💥💥💥💥💥💥",
        "' OR 1=1 --",
        "<script>alert(1)</script>",
        "../../../../etc/passwd",
        "{ $remaining }",
        "vvcccccccccccccccccccccccccccccccccccccccccc",
        "00000-00000-00000-00000",
    ];
    let mut all: Vec<Secret> = texts.into_iter().map(Secret::from).collect();
    all.push(Secret::new(vec![0xff, 0xfe, 0x31, 0x32, 0x33, 0x34]));
    all.push(Secret::new(vec![b'9'; 64 * 1024]));
    all.push(Secret::from("é".repeat(32 * 1024)));
    all
}
