//! A plugin's texts: files in Fluent's notation.
//!
//! Its parser follows placeholders in placeholders wherever they lead, and a stranger's could lead it over the
//! end of its stack. So it gets one text at a time, and none with more openings than any text needs.

use fluent_syntax::parser;

/// Braces and brackets that one text may open, nested or not.
const MOST_OPENINGS: usize = 100;

/// Why a file of texts is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LocaleError {
    /// More placeholders than could be read.
    #[error(
        "opens more than {MOST_OPENINGS} braces and brackets in the text at line {0}; make several of it"
    )]
    Openings(usize),
    /// It is not Fluent's notation.
    #[error("is not in Fluent's notation at line {line}: {what}")]
    Syntax {
        /// Where.
        line: usize,
        /// Why, in the words of the parser.
        what: String,
    },
}

/// Whether this is a file of texts.
pub(crate) fn check(file: &str) -> Result<(), LocaleError> {
    let mut text = String::new();
    let mut start = 1;
    for (number, line) in file.split_inclusive('\n').enumerate() {
        if begins(line) {
            check_text(&text, start)?;
            text.clear();
            start = number + 1;
        }
        text.push_str(line);
    }
    check_text(&text, start)
}

/// Whether a text or a comment begins with this line. One that leaves a placeholder open for the next line at
/// the margin is not taken, so what is right alone is right together.
fn begins(line: &str) -> bool {
    line.starts_with(|c: char| c.is_ascii_alphabetic() || c == '-' || c == '#')
}

fn check_text(text: &str, start: usize) -> Result<(), LocaleError> {
    if text.matches(['{', '(']).count() > MOST_OPENINGS {
        return Err(LocaleError::Openings(start));
    }
    let Err((_, errors)) = parser::parse(text) else {
        return Ok(());
    };
    let first = errors.into_iter().next();
    let (at, what) = first.map_or((0, String::new()), |error| {
        (error.pos.start, error.kind.to_string())
    });
    Err(LocaleError::Syntax {
        line: start + text.get(..at).unwrap_or_default().matches('\n').count(),
        what,
    })
}
