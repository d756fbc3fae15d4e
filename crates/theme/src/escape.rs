//! Escaping for HTML. The engine's own escapes slashes as well, which no browser needs and which makes
//! every address in a page unreadable.

use std::fmt;

use minijinja::{AutoEscape, Error, ErrorKind, Output, State, Value, escape_formatter};

/// Writes a text so that it is text in an element and in a quoted attribute.
pub(crate) struct Escaped<'a>(pub(crate) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some(position) = rest.find(['&', '<', '>', '"', '\'']) {
            let (plain, special) = rest.split_at(position);
            let mut characters = special.chars();
            let replacement = match characters.next() {
                Some('&') => "&amp;",
                Some('<') => "&lt;",
                Some('>') => "&gt;",
                Some('"') => "&quot;",
                _ => "&#39;",
            };
            f.write_str(plain)?;
            f.write_str(replacement)?;
            rest = characters.as_str();
        }
        f.write_str(rest)
    }
}

/// Writes what a template prints.
pub(crate) fn write(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    match (state.auto_escape(), value.as_str()) {
        (AutoEscape::Html, Some(text)) if !value.is_safe() => {
            fmt::Write::write_fmt(out, format_args!("{}", Escaped(text)))
                .map_err(|error| Error::new(ErrorKind::WriteFailure, error.to_string()))
        }
        _ => escape_formatter(out, state, value),
    }
}
