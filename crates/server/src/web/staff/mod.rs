//! The staff area: the house, its people and its books of what happened.
//!
//! Every handler names the permission that it needs first, and everything that changes something a
//! fresh proof. Pages offer nothing that would be refused.

pub mod adoption;
pub mod audit;
pub mod client_groups;
pub mod clients;
pub mod dashboard;
pub mod devices;
pub mod exemptions;
pub mod factor_check;
mod factor_rules;
pub mod jobs;
pub mod mails;
pub mod members;
mod person;
pub mod plugins;
pub mod recoveries;
pub mod rules;
pub mod settings;
pub mod sign_out;
pub mod users;

pub use person::status as person_status;

use innkeeper_store::Paged;
use innkeeper_store::paging::{self, Cursor, Start};
use innkeeper_theme::contexts::Listing;
use serde::Deserialize;

use super::page::SignedIn;
use super::problem::Problem;
use crate::app::people::Actor;

/// How many rows a page of a list has.
const ROWS: u32 = 50;
/// How many lines of the log stand on other pages.
const RECENT: u32 = 12;

/// Which part of a list is asked for.
#[derive(Default, Deserialize)]
pub struct ListQuery {
    /// What is looked for.
    #[serde(default)]
    q: String,
    /// Which status.
    #[serde(default)]
    status: String,
    /// The place that the page begins after.
    after: Option<String>,
    /// The place that the page ends before.
    before: Option<String>,
}

/// The part of a list that begins after a place or ends before one, as a link of ours named it.
fn part(after: Option<&str>, before: Option<&str>) -> Result<paging::Page, Problem> {
    let place = |text: &str| -> Result<Cursor, Problem> {
        text.parse()
            .map_err(|_| Problem::BadRequest("malformed-cursor"))
    };
    match (after, before) {
        (None, None) => Ok(paging::Page::first(ROWS)),
        (Some(after), _) => Ok(paging::Page::after(place(after)?, ROWS)),
        (None, Some(before)) => Ok(paging::Page::before(place(before)?, ROWS)),
    }
}

/// A part of the list at `path`, with links that keep its filters.
fn listing<T, R>(
    path: &str,
    filters: &[(&str, &str)],
    part: paging::Page,
    paged: Paged<T>,
    row: impl FnMut(T) -> R,
) -> Listing<R> {
    let link = |place: Option<(&str, Cursor)>| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(filters.iter().filter(|(_, value)| !value.is_empty()));
        if let Some((side, cursor)) = place {
            query.append_pair(side, &cursor.to_string());
        }
        let query = query.finish();
        if query.is_empty() {
            path.to_owned()
        } else {
            format!("{path}?{query}")
        }
    };
    // A page that lost its rows meanwhile leads back to the beginning as well.
    let is_beginning = match part.start {
        Start::First => true,
        Start::After(_) | Start::Before(_) => paged.previous.is_none() && !paged.rows.is_empty(),
    };
    Listing {
        next: paged.next.map(|next| link(Some(("after", next)))),
        previous: paged.previous.map(|first| link(Some(("before", first)))),
        first: (!is_beginning).then(|| link(None)),
        rows: paged.rows.into_iter().map(row).collect(),
        total: None,
    }
}

/// The staff member who asks.
fn actor(signed_in: &SignedIn) -> Result<Actor<'_>, Problem> {
    let role = signed_in.live().role.ok_or(Problem::Forbidden)?;
    Ok(Actor {
        principal: signed_in.principal(),
        role,
    })
}

/// A count as pages show it.
fn count(count: i64) -> u64 {
    u64::try_from(count).unwrap_or_default()
}

/// A small count as pages show it.
fn small(count: i64) -> u32 {
    u32::try_from(count.max(0)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn links_of_a_list_keep_its_filters_and_its_place() {
        let cursor = Cursor {
            at: DateTime::from_timestamp_nanos(0),
            id: Uuid::nil(),
        };
        let here = paging::Page::after(cursor, ROWS);
        let paged = Paged {
            rows: vec![1],
            next: Some(cursor),
            previous: Some(cursor),
        };
        let first_page = listing(
            "/staff/users",
            &[("q", "a&b ü"), ("status", "")],
            here,
            paged,
            |row| row,
        );
        assert_eq!(
            first_page.first.as_deref(),
            Some("/staff/users?q=a%26b+%C3%BC")
        );
        assert_eq!(
            first_page.next,
            Some(format!("/staff/users?q=a%26b+%C3%BC&after={cursor}"))
        );
        assert_eq!(
            first_page.previous,
            Some(format!("/staff/users?q=a%26b+%C3%BC&before={cursor}"))
        );

        let last = listing(
            "/staff/users",
            &[],
            paging::Page::first(ROWS),
            Paged {
                rows: vec![1],
                next: None,
                previous: None,
            },
            |row| row,
        );
        assert_eq!((last.first, last.previous, last.next), (None, None, None));

        let emptied = listing(
            "/staff/users",
            &[],
            paging::Page::after(cursor, ROWS),
            Paged::<u8> {
                rows: vec![],
                next: None,
                previous: None,
            },
            |row| row,
        );
        assert_eq!(emptied.first.as_deref(), Some("/staff/users"));
    }

    #[test]
    fn a_place_that_is_none_is_a_bad_request() {
        for (after, before) in [(Some("nowhere"), None), (None, Some("nowhere"))] {
            assert!(matches!(part(after, before), Err(Problem::BadRequest(_))));
        }
    }
}
