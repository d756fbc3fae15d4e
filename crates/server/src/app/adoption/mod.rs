//! Who has which second factors: counted, day by day too, listed, exported.
//!
//! Counting is the database's. How somebody stands to the rules is a rule of `identity`, so a list that is
//! filtered by that is read in batches until a page is full.

mod export;
mod filter;
mod history;

use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_identity::enforcement::Compliance;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::adoption::{self as rows, Counts, Held, Listed, Worth};
use innkeeper_store::paging::{LARGEST_PAGE, Page, Paged, Placed as _, Start};
use innkeeper_store::{Error, Tx};

use super::enforcement;
use crate::Panel;

pub use export::{Exported, export};
pub use filter::{Filter, Level, NoFilter, kind_word};
pub use history::{first_of, history, note_today, today};

/// A factor counts as used where it was within this time.
pub const LATELY: TimeDelta = TimeDelta::days(30);

/// How many people of a kind are how safe.
#[derive(Clone, Debug)]
pub struct Summary {
    /// By the best that they can use.
    pub counts: Counts,
    /// By factor.
    pub held: Vec<Held>,
}

/// How many have a strong factor, a basic one at best, and none: backup codes are no factor.
pub fn levels(counts: &Counts) -> [u64; 3] {
    let sums = [
        counts.phishing_resistant + counts.strong,
        counts.basic,
        counts.recovery + counts.nothing,
    ];
    sums.map(|sum| u64::try_from(sum).unwrap_or_default())
}

/// A person, what they hold, and how they stand to the rules.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who, and what they hold.
    pub listed: Listed,
    /// How they stand to the rules.
    pub stands: Compliance,
    /// Until when that is so, where it ends by itself; none for grace that has not begun.
    pub until: Option<DateTime<Utc>>,
}

/// What each factor is worth to people of that kind here.
pub fn worth(panel: &Panel, kind: PrincipalKind) -> Worth {
    let factors = panel.modules.second_factors().iter();
    Worth::of(factors.filter_map(|factor| {
        let rule = panel.factor_rule(factor);
        rule.allows(kind)
            .then_some((factor.description.id.as_str(), rule.class))
    }))
}

/// Counts those of a kind who may sign in.
pub async fn summary(tx: &mut Tx, panel: &Panel, kind: PrincipalKind) -> Result<Summary, Error> {
    Ok(Summary {
        counts: rows::count(tx, kind, &worth(panel, kind)).await?,
        held: rows::count_by_factor(tx, kind, panel.clock.now() - LATELY).await?,
    })
}

/// Shares in whole per cent that come to a hundred: what is left over by rounding down goes to those who
/// lost most by it.
pub fn shares<const N: usize>(counts: [u64; N]) -> [u64; N] {
    let all: u64 = counts.iter().sum();
    if all == 0 {
        return [0; N];
    }
    let mut shares = counts.map(|count| count * 100 / all);
    let mut by_loss: Vec<usize> = (0..N).collect();
    by_loss
        .sort_by_key(|place| std::cmp::Reverse(counts.get(*place).map(|count| count * 100 % all)));
    let left = 100 - shares.iter().sum::<u64>();
    for place in by_loss.into_iter().zip(0..left).map(|(place, _)| place) {
        if let Some(share) = shares.get_mut(place) {
            *share += 1;
        }
    }
    shares
}

/// A page of those whom the filter finds, newest first.
pub async fn people(
    tx: &mut Tx,
    panel: &Panel,
    filter: &Filter,
    page: Page,
) -> Result<Paged<Person>, Error> {
    let (rows, worth) = (filter.rows(), worth(panel, filter.kind));
    let now = panel.clock.now();
    if filter.rule.is_none() {
        let mut paged = rows::list(tx, &rows, &worth, page).await?;
        let listed = std::mem::take(&mut paged.rows).into_iter();
        let people = listed.map(|listed| judged(panel, listed, now)).collect();
        return Ok(paged.with_rows(people));
    }
    let wanted = usize::try_from(page.limit.clamp(1, LARGEST_PAGE)).unwrap_or(usize::MAX);
    let mut found: Vec<Person> = Vec::new();
    let mut look = Page {
        limit: LARGEST_PAGE,
        ..page
    };
    let is_backwards = matches!(page.start, Start::Before(_));
    while found.len() <= wanted {
        let batch = rows::list(tx, &rows, &worth, look).await?;
        let people = batch.rows.into_iter();
        let people = people.map(|listed| judged(panel, listed, now));
        let fitting = people.filter(|person| filter.rule == Some(person.stands));
        let onward = if is_backwards {
            found.splice(..0, fitting);
            batch.previous.map(Start::Before)
        } else {
            found.extend(fitting);
            batch.next.map(Start::After)
        };
        let Some(start) = onward else { break };
        look.start = start;
    }
    Ok(cut(found, wanted, page.start))
}

/// A page of `wanted` rows of those found from `start` on, with one more at least where there are more.
fn cut(mut found: Vec<Person>, wanted: usize, start: Start) -> Paged<Person> {
    let more = found.len() > wanted;
    let (has_next, has_previous) = match start {
        Start::First => (more, false),
        Start::After(_) => (more, true),
        Start::Before(_) => (true, more),
    };
    if matches!(start, Start::Before(_)) {
        found.drain(..found.len().saturating_sub(wanted));
    } else {
        found.truncate(wanted);
    }
    let place = |person: &Person| person.listed.cursor();
    Paged {
        next: found.last().filter(|_| has_next).map(place),
        previous: found.first().filter(|_| has_previous).map(place),
        rows: found,
    }
}

fn judged(panel: &Panel, listed: Listed, now: DateTime<Utc>) -> Person {
    let effective = enforcement::judge(panel, listed.kind, &listed.standing, now);
    let stands = effective.compliance(listed.best());
    let until = match stands {
        Compliance::Exempt => effective.exempt_until,
        Compliance::Due if !effective.starts_grace => effective.deadline.map(|ahead| ahead.at),
        _ => None,
    };
    Person {
        listed,
        stands,
        until,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_come_to_a_hundred_and_nobody_is_lost() {
        assert_eq!(shares([0, 0, 0]), [0, 0, 0]);
        assert_eq!(shares([1, 1, 1]), [34, 33, 33]);
        assert_eq!(shares([2, 0, 0]), [100, 0, 0]);
        assert_eq!(shares([1, 11_999, 0]), [0, 100, 0]);
        for (strong, basic) in (0..40).flat_map(|a| (0..40).map(move |b| (a, b))) {
            let counts = [strong, basic, 7];
            let shares = shares(counts);
            assert_eq!(shares.iter().sum::<u64>(), 100, "{counts:?}");
            for (share, count) in shares.iter().zip(counts) {
                let exact = count * 100 / counts.iter().sum::<u64>();
                assert!((exact..=exact + 1).contains(share), "{counts:?}");
            }
        }
    }
}
