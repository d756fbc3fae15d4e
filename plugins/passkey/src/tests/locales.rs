//! Every key is in every language, none is left over, and each gets what it names.

use std::collections::{BTreeMap, BTreeSet};

use innkeeper_module::Text;

use crate::texts::{ALL, TEXTS};

/// A locale file's keys with the placeables that their messages name.
fn messages(source: &str) -> BTreeMap<&str, BTreeSet<&str>> {
    fluent_syntax::parser::parse(source).expect("a locale file without junk");
    let mut messages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut key = "";
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
            key = name;
            assert!(
                messages.insert(key, BTreeSet::new()).is_none(),
                "{key} is there twice"
            );
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        for rest in line.split('$').skip(1) {
            let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            messages.entry(key).or_default().insert(&rest[..end]);
        }
    }
    messages
}

/// That each locale file has the text's key, with just the arguments that the text brings.
pub(super) fn assert_translatable(text: &Text) {
    for (language, source) in TEXTS {
        let messages = messages(source);
        let named = messages.get(text.key.as_str());
        let brought: BTreeSet<&str> = text.args.keys().map(String::as_str).collect();
        assert_eq!(named, Some(&brought), "{} in {language}", text.key);
    }
}

#[test]
fn every_key_is_in_every_language_and_none_is_left_over() {
    let used: BTreeSet<&str> = ALL.iter().map(|phrase| phrase.key).collect();
    assert_eq!(used.len(), ALL.len());
    for (language, source) in TEXTS {
        let there: BTreeSet<&str> = messages(source).into_keys().collect();
        assert_eq!(there, used, "{language}");
    }
}

#[test]
fn languages_agree_on_what_a_message_names() {
    let all: Vec<_> = TEXTS.iter().map(|(_, source)| messages(source)).collect();
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]));
}
