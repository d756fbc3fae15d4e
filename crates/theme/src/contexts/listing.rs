//! One page of a long list. Pages follow each other by key, not by number, so there is no last page.

use serde::Serialize;

/// Rows of a list and the way to its other pages.
#[derive(Clone, Debug, Serialize)]
pub struct Listing<T> {
    /// The rows of this page.
    pub rows: Vec<T>,
    /// Where the next rows are, if there are any.
    pub next: Option<String>,
    /// Where the previous rows are, if there are any.
    pub previous: Option<String>,
    /// Where the list begins, unless this is its beginning.
    pub first: Option<String>,
    /// How many rows there are in all, where counting is cheap.
    pub total: Option<u64>,
}

impl<T> Listing<T> {
    /// A list that fits on one page.
    pub fn whole(rows: Vec<T>) -> Self {
        let total = u64::try_from(rows.len()).ok();
        Self {
            rows,
            next: None,
            previous: None,
            first: None,
            total,
        }
    }
}

impl<T> Default for Listing<T> {
    fn default() -> Self {
        Self::whole(Vec::new())
    }
}
