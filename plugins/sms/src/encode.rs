//! How values are written into addresses and forms.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What need not be encoded (RFC 3986).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A part of a path, a name or a value.
pub(crate) fn part(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

/// Names and values as a query or a form has them.
pub(crate) fn pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let pairs = pairs.into_iter();
    let written: Vec<String> = pairs
        .map(|(name, value)| format!("{}={}", part(name), part(value)))
        .collect();
    written.join("&")
}
