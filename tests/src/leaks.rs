//! A watch over the whole test run: what was made as a secret may be in no log line, no page that is not
//! there to show it, and no mail, whichever test made it and whenever it was written.
//!
//! Fixtures say what is secret ([`keep`]) and what was written ([`read`]); everything that the program
//! logs comes by itself once [`watch`] was called. Texts are taken apart into long words, so that the
//! order in which a secret is made and written does not matter.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::sync::{LazyLock, Mutex, MutexGuard, Once, PoisonError};

use tracing_subscriber::fmt::MakeWriter;

use crate::house::PASSWORD;

/// Shorter words are no secrets that could be told from chance.
const SHORTEST: usize = 16;

/// Where something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The program's log.
    Log,
    /// A page.
    Page,
    /// A mail.
    Mail,
}

/// What kind of secret something is, and so where it is out of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What a cookie carries: its browser alone knows it.
    Cookie,
    /// What one page shows to its owner: a setup key, a backup code.
    Shown,
    /// What one mail carries: the token of a link.
    Mailed,
}

impl Kind {
    fn is_out_of_place(self, place: Place) -> bool {
        match place {
            Place::Log => true,
            Place::Page => self == Self::Cookie,
            Place::Mail => self != Self::Mailed,
        }
    }
}

#[derive(Default)]
struct Ledger {
    secrets: HashMap<String, Kind>,
    written: HashSet<(Place, String)>,
    lines: u64,
    leaks: Vec<String>,
}

static LEDGER: LazyLock<Mutex<Ledger>> = LazyLock::new(Mutex::default);

fn ledger() -> MutexGuard<'static, Ledger> {
    LEDGER.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts the program's log of this process under watch, down to its last detail. What the browser's driver
/// says of keys that a test pressed is not of the program.
pub fn watch() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let subscriber = tracing_subscriber::fmt()
            .with_env_filter("debug,thirtyfour=off")
            .with_ansi(false)
            .with_writer(Watched)
            .finish();
        tracing::subscriber::set_global_default(subscriber)
            .expect("nothing else installs a subscriber");
    });
}

/// Takes note of a secret.
pub fn keep(kind: Kind, secret: &str) {
    ledger().keep(kind, secret);
}

/// Takes note of what was written.
pub fn read(place: Place, text: &str) {
    ledger().read(place, text);
}

impl Ledger {
    fn keep(&mut self, kind: Kind, secret: &str) {
        if secret.len() < SHORTEST {
            return;
        }
        for place in [Place::Log, Place::Mail] {
            let was_written = self.written.contains(&(place, secret.to_owned()));
            if was_written && kind.is_out_of_place(place) {
                self.leaks
                    .push(format!("{kind:?} {secret} was in a {place:?}"));
            }
        }
        self.secrets.insert(secret.to_owned(), kind);
    }

    fn read(&mut self, place: Place, text: &str) {
        self.lines += u64::from(place == Place::Log);
        if place != Place::Page && text.contains(PASSWORD) {
            self.leaks
                .push(format!("a password is in a {place:?}: {text}"));
        }
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let words = text.split(|c| !is_part(c));
        for word in words.filter(|word| word.len() >= SHORTEST) {
            let kind = self.secrets.get(word);
            if kind.is_some_and(|kind| kind.is_out_of_place(place)) {
                self.leaks.push(format!("{word} is in a {place:?}"));
            }
            // A page comes with the cookies that it must not show; nothing older is needed.
            if place != Place::Page {
                self.written.insert((place, word.to_owned()));
            }
        }
    }
}

/// What was found so far.
pub fn found() -> Vec<String> {
    ledger().leaks.clone()
}

/// How many log lines were read so far.
pub fn lines() -> u64 {
    ledger().lines
}

struct Watched;

impl Write for Watched {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        read(Place::Log, &String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Watched {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        Self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn a_secret_is_found_whether_it_was_made_or_written_first() {
        let mut ledger = Ledger::default();
        ledger.read(Place::Log, "request answered status=200");
        ledger.keep(Kind::Cookie, TOKEN);
        assert_eq!(ledger.leaks.len(), 0);
        ledger.read(Place::Page, &format!("<a href=\"/?s={TOKEN}\">"));
        assert_eq!(ledger.leaks.len(), 1);
        let mut ledger = Ledger::default();
        ledger.read(Place::Log, &format!("session={TOKEN}"));
        ledger.keep(Kind::Mailed, TOKEN);
        assert_eq!(ledger.leaks.len(), 1);
        ledger.read(Place::Log, &format!("typed {PASSWORD}"));
        assert_eq!(ledger.leaks.len(), 2);
    }

    #[test]
    fn what_is_shown_on_purpose_is_no_leak() {
        let mut ledger = Ledger::default();
        ledger.keep(Kind::Mailed, TOKEN);
        ledger.read(Place::Mail, TOKEN);
        ledger.read(Place::Page, TOKEN);
        assert_eq!(ledger.leaks.len(), 0);
    }
}
