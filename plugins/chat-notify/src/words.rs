//! What people in a chat read. The sentences are in the locale files, which are short enough to be read here.

use innkeeper_plugin::{Event, Host};
use serde_json::Value;

use crate::setting;

const ENGLISH: &str = include_str!("../locales/en.ftl");
const GERMAN: &str = include_str!("../locales/de.ftl");

/// One line about the event.
pub fn line(host: &dyn Host, event: &Event) -> String {
    let file = if setting(host, "language") == "de" {
        GERMAN
    } else {
        ENGLISH
    };
    let key = format!("chat-notify-{}", event.name.replace('.', "-"));
    let mut parts = vec![text(file, &key).unwrap_or(&event.name).to_owned()];
    let facts: Value = serde_json::from_str(&event.detail).unwrap_or_default();
    for (name, value) in facts.as_object().into_iter().flatten() {
        let value = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        parts.push(format!("{name}: {value}"));
    }
    let actor = event.attributes.get("actor").map_or("", String::as_str);
    parts.extend(text(file, &format!("chat-notify-by-{actor}")).map(str::to_owned));
    parts.extend(person(host, event));
    parts.push(event.at.format("%Y-%m-%d %H:%M UTC").to_string());
    parts.join(" · ")
}

/// Whom it is about, if that may be said.
pub fn person(host: &dyn Host, event: &Event) -> Option<String> {
    let is_wanted = setting(host, "include-person") == "true";
    event.attributes.get("email").filter(|_| is_wanted).cloned()
}

/// The sentence of a key: its files have a line for each.
fn text<'a>(file: &'a str, key: &str) -> Option<&'a str> {
    file.lines()
        .find_map(|line| Some(line.strip_prefix(key)?.strip_prefix(" = ")?.trim()))
}
