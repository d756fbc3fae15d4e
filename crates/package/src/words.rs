//! Bounds for what strangers write for people to read, and guesses at what they meant.

use std::fmt::Write as _;

/// Why this cannot be a line of text of at most that many characters; `None` if it can.
pub(crate) fn refuse_line(text: &str, longest: usize) -> Option<String> {
    if text.trim().is_empty() {
        return Some("is empty; write a line of text".to_owned());
    }
    if text.trim() != text {
        return Some("begins or ends with a space; remove it".to_owned());
    }
    let length = text.chars().count();
    if length > longest {
        return Some(format!(
            "has {length} characters; {longest} are allowed, shorten it"
        ));
    }
    text.chars().find(|c| is_unseen(*c)).map(|c| {
        format!(
            "contains U+{:04X}, which nobody sees; write one line of plain text",
            u32::from(c)
        )
    })
}

/// Controls and what turns the direction of text around: they make a line say something else than it shows.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether it is a name as settings and channels have: small letters, digits and single hyphens.
pub(crate) fn is_name(text: &str, longest: usize) -> bool {
    text.len() <= longest
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

/// Whether it is several such names with dots between them, as events have: `invoice.paid`.
pub(crate) fn is_dotted(text: &str, longest: usize) -> bool {
    text.len() <= longest
        && text.contains('.')
        && text.split('.').all(|part| is_name(part, longest))
}

/// The one of those that was probably meant.
pub(crate) fn nearest<'a>(written: &str, known: &[&'a str]) -> Option<&'a str> {
    if written.len() > 60 {
        return None;
    }
    known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(name, written), *name))
        .min()
        .filter(|(distance, _)| *distance <= 1 + written.len() / 5)
        .map(|(_, name)| name)
}

/// "did you mean `x`?", or all there is to choose from.
pub(crate) fn suggest(written: &str, known: &[&str]) -> String {
    match nearest(written, known) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("write {}", one_of(known)),
    }
}

/// `a`, `b` or `c`.
pub(crate) fn one_of(names: &[&str]) -> String {
    let mut text = String::new();
    for (index, name) in names.iter().enumerate() {
        let between = match names.len() - index {
            _ if index == 0 => "",
            1 => " or ",
            _ => ", ",
        };
        write!(text, "{between}`{name}`").expect("a text takes more text");
    }
    text
}

/// Something a stranger wrote, short and harmless enough to be quoted in an error.
pub(crate) fn quoted(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(60)
        .map(|c| if is_unseen(c) { '\u{FFFD}' } else { c })
        .collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    short
}
