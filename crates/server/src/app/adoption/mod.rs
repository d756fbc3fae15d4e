//! Who has which second factors: counted, day by day too, listed, exported, and reminded.
//!
//! Counting is the database's. How somebody stands to the rules is a rule of `identity`, so a list that is
//! filtered by that is read in batches until a page is full.

mod export;
mod filter;
mod history;
mod reminders;

use chrono::{DateTime, TimeDelta, Utc};
use innkeeper_identity::enforcement::{Compliance, Rule};
use innkeeper_identity::policy::Requirement;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::adoption::{self as rows, Counts, Held, Listed, Worth};
use innkeeper_store::paging::{LARGEST_PAGE, Page, Paged, Placed as _, Start};
use innkeeper_store::{Error, Tx, client_groups};

use super::enforcement;
use crate::Panel;

pub use export::{Exported, export};
pub use filter::{Filter, Level, NoFilter, kind_word};
pub use history::{first_of, history, note_today, today};
pub use reminders::{Drawn, Plan, SendReminders, Started, plan, preview, start};

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
    let modules = panel.modules();
    let factors = modules.second_factors().iter();
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

/// What a list is read by: a filter, as far as the database knows of it, and how people stand to the rules.
struct Look {
    rows: rows::Filter,
    rule: Option<Compliance>,
}

impl Look {
    fn at(filter: &Filter) -> Self {
        Self {
            rows: filter.rows(),
            rule: filter.rule,
        }
    }

    /// The same with those who may not sign in.
    fn with_disabled(filter: &Filter) -> Self {
        let mut look = Self::at(filter);
        look.rows.disabled = true;
        look
    }
}

/// A page of those whom the filter finds, newest first.
pub async fn people(
    tx: &mut Tx,
    panel: &Panel,
    filter: &Filter,
    page: Page,
) -> Result<Paged<Person>, Error> {
    sift(tx, panel, &Look::at(filter), page).await
}

/// Shows everybody whom it finds, a batch at a time, so that many people cost time and not memory.
async fn each(
    tx: &mut Tx,
    panel: &Panel,
    look: &Look,
    mut see: impl FnMut(&Person) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut page = Page::first(LARGEST_PAGE);
    loop {
        let batch = sift(tx, panel, look, page).await?;
        batch.rows.iter().try_for_each(&mut see)?;
        let Some(next) = batch.next else {
            return Ok(());
        };
        page = Page::after(next, LARGEST_PAGE);
    }
}

async fn sift(tx: &mut Tx, panel: &Panel, look: &Look, page: Page) -> Result<Paged<Person>, Error> {
    let worth = worth(panel, look.rows.kind);
    let now = panel.clock.now();
    if look.rule.is_none() {
        let mut paged = rows::list(tx, &look.rows, &worth, page).await?;
        let listed = std::mem::take(&mut paged.rows).into_iter();
        let people = listed.map(|listed| judged(panel, listed, now)).collect();
        return Ok(paged.with_rows(people));
    }
    if look.rule != Some(Compliance::Free) && !asks_anybody(tx, panel, look.rows.kind).await? {
        return Ok(cut(Vec::new(), 0, Start::First));
    }
    let wanted = usize::try_from(page.limit.clamp(1, LARGEST_PAGE)).unwrap_or(usize::MAX);
    let mut found: Vec<Person> = Vec::new();
    let mut part = Page {
        limit: LARGEST_PAGE,
        ..page
    };
    let is_backwards = matches!(page.start, Start::Before(_));
    while found.len() <= wanted {
        let batch = rows::list(tx, &look.rows, &worth, part).await?;
        let people = batch.rows.into_iter();
        let people = people.map(|listed| judged(panel, listed, now));
        let fitting = people.filter(|person| look.rule == Some(person.stands));
        let onward = if is_backwards {
            found.splice(..0, fitting);
            batch.previous.map(Start::Before)
        } else {
            found.extend(fitting);
            batch.next.map(Start::After)
        };
        let Some(start) = onward else { break };
        part.start = start;
    }
    Ok(cut(found, wanted, page.start))
}

/// Whether any rule asks somebody of that kind for a factor, now or by a date: else nobody need be looked at.
async fn asks_anybody(tx: &mut Tx, panel: &Panel, kind: PrincipalKind) -> Result<bool, Error> {
    let settings = panel.settings();
    let asks = |rule: &Rule| rule.demand == Requirement::Required;
    let of_some = match kind {
        PrincipalKind::Staff => settings.role_rules.values().any(asks),
        PrincipalKind::User => {
            let groups = client_groups::list(tx).await?;
            let mut rules = groups.iter().filter_map(|listed| listed.group.rule());
            rules.any(|rule| asks(&rule))
        }
    };
    Ok(of_some || asks(&settings.base_rule(kind)))
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
