//! Looking for a part of a name without regard to case.
//!
//! SQLite lowers ASCII letters only, so both what is searched and what is searched for are lowered here
//! and kept in a column of their own.

/// A name as it is searched.
pub(crate) fn key(name: &str) -> String {
    name.to_lowercase()
}

/// A `LIKE … ESCAPE '\'` pattern that finds `part` anywhere; None when nothing is looked for.
pub(crate) fn containing(part: Option<&str>) -> Option<String> {
    let part = part?.trim();
    if part.is_empty() {
        None
    } else {
        Some(format!("%{}%", escaped(&key(part))))
    }
}

/// A `LIKE … ESCAPE '\'` pattern that finds what begins with `prefix`.
pub(crate) fn beginning(prefix: Option<&str>) -> Option<String> {
    prefix
        .filter(|prefix| !prefix.is_empty())
        .map(|prefix| format!("{}%", escaped(prefix)))
}

fn escaped(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for character in text.chars() {
        if matches!(character, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}
