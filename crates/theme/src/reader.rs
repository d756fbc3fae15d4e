//! Whom a page is drawn for: the language, the zone, the moment. It travels as a global of the render,
//! so that functions and filters find it inside of imported macros too.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Locale, NaiveDate, NaiveTime, Utc};
use chrono_tz::Tz;
use fluent_bundle::FluentArgs;
use minijinja::value::Object;
use minijinja::{Error, ErrorKind, State};

use crate::keys;
use crate::moments;
use crate::texts::{BASE_LOCALE, Translator};

/// Its name among the globals; templates have no business with it.
pub(crate) const READER: &str = "_reader";

/// What happens where a text is missing or has no value for a placeable.
#[derive(Clone, Debug)]
pub(crate) enum Gaps {
    /// English, or else the key itself, is better than no page.
    Bridge,
    /// The page fails.
    Fail,
    /// They are listed, and the page goes on.
    List(Arc<Mutex<BTreeSet<Gap>>>),
}

/// Something that a page asked for and did not get.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// The text's key, if it is about a text.
    pub key: Option<String>,
    /// What is wrong.
    pub what: String,
}

pub(crate) struct Reader {
    pub(crate) translator: Arc<Translator>,
    pub(crate) locale: String,
    pub(crate) zone: Tz,
    pub(crate) names: Locale,
    pub(crate) now: DateTime<Utc>,
    /// What addresses of assets start with: nothing on pages, the panel's address in mails.
    pub(crate) origin: String,
    pub(crate) gaps: Gaps,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "reader of {} in {}", self.locale, self.zone)
    }
}

impl Object for Reader {}

impl Reader {
    pub(crate) fn new(
        translator: Arc<Translator>,
        locale: &str,
        zone: &str,
        now: DateTime<Utc>,
        gaps: Gaps,
    ) -> Self {
        let locale = if translator.has_locale(locale) {
            locale
        } else {
            BASE_LOCALE
        };
        Self {
            translator,
            zone: moments::zone(zone),
            names: moments::names_of(locale),
            locale: locale.to_owned(),
            now,
            origin: String::new(),
            gaps,
        }
    }

    /// The reader of the page that is being drawn.
    pub(crate) fn of(state: &State) -> Result<Arc<Self>, Error> {
        state
            .lookup(READER)
            .and_then(|value| value.downcast_object::<Self>())
            .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "the page has no reader"))
    }

    /// A sentence of the theme.
    pub(crate) fn sentence(&self, key: &str, args: &FluentArgs) -> Result<String, Error> {
        let missing = || format!("the text `{key}` is missing in `{}`", self.locale);
        let formatted = match &self.gaps {
            Gaps::Bridge => self.translator.format(&self.locale, key, args),
            Gaps::Fail | Gaps::List(_) => self.translator.format_exactly(&self.locale, key, args),
        };
        let Some(formatted) = formatted else {
            self.report(Some(key), missing())?;
            return Ok(key.to_owned());
        };
        for error in &formatted.errors {
            self.report(
                Some(key),
                format!("the text `{key}` in `{}`: {error}", self.locale),
            )?;
        }
        Ok(formatted.text)
    }

    /// Fails, lists or logs what is wrong, as the reader was told.
    pub(crate) fn report(&self, key: Option<&str>, what: String) -> Result<(), Error> {
        match &self.gaps {
            Gaps::Bridge => tracing::warn!(what, "a page has a gap"),
            Gaps::Fail => return Err(Error::new(ErrorKind::InvalidOperation, what)),
            Gaps::List(gaps) => {
                if let Ok(mut gaps) = gaps.lock() {
                    gaps.insert(Gap {
                        key: key.map(str::to_owned),
                        what,
                    });
                }
            }
        }
        Ok(())
    }

    /// A moment by a pattern of the locale files, where the reader is.
    pub(crate) fn moment(&self, moment: DateTime<Utc>, pattern: &str) -> Result<String, Error> {
        self.drawn(moment, self.zone, pattern)
    }

    /// A day of the calendar, which is no moment and the same everywhere.
    pub(crate) fn day(&self, day: NaiveDate) -> Result<String, Error> {
        let midnight = day.and_time(NaiveTime::MIN).and_utc();
        self.drawn(midnight, Tz::UTC, keys::FORMAT_DATE)
    }

    fn drawn(&self, moment: DateTime<Utc>, zone: Tz, pattern: &str) -> Result<String, Error> {
        let key = pattern;
        let pattern = self.sentence(key, &FluentArgs::new())?;
        if !moments::is_pattern(&pattern) {
            let what = format!(
                "the text `{key}` in `{}` is no pattern for moments",
                self.locale
            );
            self.report(Some(key), what)?;
        }
        Ok(moments::draw(moment, zone, self.names, &pattern))
    }
}
