//! A module's locale files (pairs of language and Fluent source) against what it says.

use std::collections::{BTreeMap, BTreeSet};

use crate::{Phrase, Text};

/// A locale file's keys with the placeables that their messages name.
///
/// # Errors
///
/// If it is not in Fluent's notation, or has a key twice.
pub fn messages(source: &str) -> Result<BTreeMap<&str, BTreeSet<&str>>, String> {
    if let Err((_, errors)) = fluent_syntax::parser::parse(source) {
        let first = errors.first().map(ToString::to_string);
        return Err(format!("it has junk in it: {}", first.unwrap_or_default()));
    }
    let mut messages: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let mut key = "";
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, _)) = line.split_once(" =").filter(|_| !line.starts_with(' ')) {
            key = name;
            if messages.insert(key, BTreeSet::new()).is_some() {
                return Err(format!("{key} is there twice"));
            }
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        for rest in line.split('$').skip(1) {
            let end = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
            messages.entry(key).or_default().insert(&rest[..end]);
        }
    }
    Ok(messages)
}

/// That each locale file has the text's key, with just the arguments that the text brings.
///
/// # Panics
///
/// If one lacks it, or names other arguments.
pub fn assert_translatable(locales: &[(&str, &str)], text: &Text) {
    for (language, source) in locales {
        let messages = messages(source).expect(language);
        let named = messages.get(text.key.as_str());
        let brought: BTreeSet<&str> = text.args.keys().map(String::as_str).collect();
        assert_eq!(named, Some(&brought), "{} in {language}", text.key);
    }
}

/// That every language has each of these phrases and no other, and that they name the same arguments.
///
/// # Panics
///
/// If a phrase is missing, left over or written twice, or if a language names other arguments.
pub fn assert_whole(locales: &[(&str, &str)], phrases: &[Phrase]) {
    let used: BTreeSet<&str> = phrases.iter().map(|phrase| phrase.key).collect();
    assert_eq!(used.len(), phrases.len(), "a key stands for one phrase");
    let all: Vec<_> = locales
        .iter()
        .map(|(language, source)| messages(source).expect(language))
        .collect();
    for ((language, _), messages) in locales.iter().zip(&all) {
        let there: BTreeSet<&str> = messages.keys().copied().collect();
        assert_eq!(there, used, "{language}");
    }
    assert!(
        all.iter()
            .zip(all.iter().skip(1))
            .all(|(one, next)| one == next)
    );
}
