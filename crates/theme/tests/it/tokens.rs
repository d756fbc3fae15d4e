//! The values that everything is drawn with.

use std::collections::BTreeMap;

use innkeeper_theme::Theme;

use crate::workshop::Workshop;

/// The declarations of every rule with that selector, by the conditions around it.
fn rules(css: &str, selector: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut found = Vec::new();
    let mut around: Vec<String> = Vec::new();
    let mut rest = strip_comments(css);
    while let Some(at) = rest.find(['{', '}']) {
        let (before, opens) = (rest[..at].trim().to_owned(), rest[at..].starts_with('{'));
        rest = rest[at + 1..].to_owned();
        if opens {
            around.push(before.rsplit(';').next().unwrap().trim().to_owned());
            continue;
        }
        let name = around.pop().expect("a brace was opened");
        if name == selector {
            found.push((around.join(" "), declarations(&before)));
        }
    }
    found
}

fn declarations(block: &str) -> BTreeMap<String, String> {
    block
        .split(';')
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect()
}

fn strip_comments(css: &str) -> String {
    css.split("/*")
        .enumerate()
        .map(|(number, part)| match number {
            0 => part,
            _ => part.split_once("*/").expect("a comment ends").1,
        })
        .collect()
}

#[test]
fn dark_is_the_same_whether_it_was_chosen_or_is_the_systems_own() {
    let theme = Theme::builder().build().unwrap();
    let href = theme.asset_href("tokens.css");
    let file = theme.asset(href.trim_start_matches("/assets/")).unwrap();
    let css = std::str::from_utf8(&file.bytes).unwrap();
    let system = "@media (prefers-color-scheme: dark)";
    let computed = "@supports (color: oklch(from red l c h))";

    let chosen = rules(css, "[data-bs-theme=\"dark\"]");
    let automatic = rules(css, "[data-bs-theme=\"auto\"]");
    let of = |rules: &[(String, BTreeMap<String, String>)], around: &str| {
        rules.iter().find(|(found, _)| found == around).map_or_else(
            || panic!("no rule within `{around}`"),
            |(_, values)| values.clone(),
        )
    };
    for (chosen_in, automatic_in) in [("", system), (computed, &format!("{computed} {system}"))] {
        let (chosen, automatic) = (of(&chosen, chosen_in), of(&automatic, automatic_in));
        assert!(chosen.len() > 5, "{chosen_in}: {chosen:?}");
        for name in chosen.keys().chain(automatic.keys()) {
            assert_eq!(chosen.get(name), automatic.get(name), "{name} {chosen_in}");
        }
    }
}

#[test]
fn mails_have_the_colour_of_the_brand() {
    let drawn = |workshop: &Workshop| {
        let theme = workshop.build("kid").unwrap();
        innkeeper_theme::draw_samples(&theme, "en", None)
            .into_iter()
            .find(|drawn| drawn.template == "mails/account-exists/body.html")
            .expect("the mail is drawn")
            .result
            .unwrap()
    };
    let plain = Workshop::new();
    plain.theme("kid", "");
    assert!(drawn(&plain).contains("background:#1d5c4d;color:#ffffff"));

    let sunny = Workshop::new();
    sunny.theme("kid", "").write(
        "kid/assets/tokens.css",
        ":root { --brand: #ffd100; --brand-ink: #221c00; }",
    );
    let mail = drawn(&sunny);
    assert!(mail.contains("background:#ffd100;color:#221c00"), "{mail}");
    assert!(mail.contains("border-top:4px solid #ffd100"), "{mail}");
    assert!(
        !mail.contains("color:#ffd100;word-break"),
        "yellow on white cannot be read"
    );
    assert!(!mail.contains("1d5c4d"), "{mail}");
}
