//! Pages of long lists, newest first, by the place of their last row (keyset): a page costs the same
//! however far down it is, and no row is shown twice or skipped when others come and go.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::error::Error;

/// The most rows of a page, whatever was asked for.
pub const LARGEST_PAGE: u32 = 200;

/// Which part of a list is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where it begins.
    pub start: Start,
    /// How many rows.
    pub limit: u32,
}

/// Where a part of a list begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// At the newest row.
    First,
    /// With the row after this place, the last one of the page before.
    After(Cursor),
    /// So that its last row is the one before this place, the first one of the page after.
    Before(Cursor),
}

/// The place of a row in a list. As text it is opaque, to be handed back as it was given.
///
/// Times are kept to the microsecond, as everywhere in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// When the row was made.
    pub at: DateTime<Utc>,
    /// The row's id, which decides among rows of the same time.
    pub id: Uuid,
}

/// A row that has a place in a list.
pub trait Placed {
    /// The row's place.
    fn cursor(&self) -> Cursor;
}

/// A page of a list.
#[derive(Clone, Debug)]
pub struct Paged<T> {
    /// The rows, newest first.
    pub rows: Vec<T>,
    /// Where the next page begins; None on the last one.
    pub next: Option<Cursor>,
    /// Where the previous page ends; None on the first one.
    pub previous: Option<Cursor>,
}

impl<T> Paged<T> {
    /// The same page with other rows, which stand for those that were read.
    pub fn with_rows<R>(&self, rows: Vec<R>) -> Paged<R> {
        Paged {
            rows,
            next: self.next,
            previous: self.previous,
        }
    }
}

impl Page {
    /// The first `limit` rows.
    pub fn first(limit: u32) -> Self {
        Self {
            start: Start::First,
            limit,
        }
    }

    /// The `limit` rows after `cursor`.
    pub fn after(cursor: Cursor, limit: u32) -> Self {
        Self {
            start: Start::After(cursor),
            limit,
        }
    }

    /// The `limit` rows before `cursor`: the page that leads to it.
    pub fn before(cursor: Cursor, limit: u32) -> Self {
        Self {
            start: Start::Before(cursor),
            limit,
        }
    }

    /// Whether rows are read from the oldest on, and turned round afterwards.
    pub(crate) fn is_backwards(&self) -> bool {
        matches!(self.start, Start::Before(_))
    }

    /// The place that every wanted row comes after, or before; for the first page one that is past all
    /// rows, which spares each statement a third form.
    pub(crate) fn bound(&self) -> (DateTime<Utc>, Uuid) {
        match self.start {
            Start::After(Cursor { at, id }) | Start::Before(Cursor { at, id }) => (at, id),
            Start::First => (
                DateTime::from_timestamp_micros(END_OF_TIME).unwrap_or_default(),
                Uuid::max(),
            ),
        }
    }

    /// One row more than wanted, to see whether there is another page.
    pub(crate) fn fetch(&self) -> i64 {
        i64::from(self.size()) + 1
    }

    /// Makes a page of the rows fetched.
    pub(crate) fn cut<T: Placed>(&self, mut rows: Vec<T>) -> Paged<T> {
        let size = usize::try_from(self.size()).unwrap_or(usize::MAX);
        let more = rows.len() > size;
        rows.truncate(size);
        if self.is_backwards() {
            rows.reverse();
        }
        // A page that somebody came to has one on the side they came from.
        let (is_last, is_first) = match self.start {
            Start::First => (!more, true),
            Start::After(_) => (!more, false),
            Start::Before(_) => (false, !more),
        };
        Paged {
            next: rows.last().filter(|_| !is_last).map(Placed::cursor),
            previous: rows.first().filter(|_| !is_first).map(Placed::cursor),
            rows,
        }
    }

    fn size(&self) -> u32 {
        self.limit.clamp(1, LARGEST_PAGE)
    }
}

/// The last microsecond of the year 9999, the last that both engines write with four digits.
const END_OF_TIME: i64 = 253_402_300_799_999_999;

/// A moment after which nothing happens.
pub(crate) fn end_of_time() -> DateTime<Utc> {
    DateTime::from_timestamp_micros(END_OF_TIME).unwrap_or_default()
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = [0; 24];
        let (at, id) = bytes.split_at_mut(8);
        at.copy_from_slice(&self.at.timestamp_micros().to_be_bytes());
        id.copy_from_slice(self.id.as_bytes());
        f.write_str(&BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl FromStr for Cursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let bytes = BASE64_URL_SAFE_NO_PAD
            .decode(text)
            .map_err(|_| Error::Cursor)?;
        let (at, id) = bytes.split_at_checked(8).ok_or(Error::Cursor)?;
        let at = i64::from_be_bytes(at.try_into().map_err(|_| Error::Cursor)?);
        // Beyond the year 9999 the two engines no longer write times alike.
        let at = Some(at)
            .filter(|at| (0..=END_OF_TIME).contains(at))
            .and_then(DateTime::from_timestamp_micros);
        Ok(Self {
            at: at.ok_or(Error::Cursor)?,
            id: Uuid::from_slice(id).map_err(|_| Error::Cursor)?,
        })
    }
}
