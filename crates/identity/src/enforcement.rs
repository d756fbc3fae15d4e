//! Which rule about second factors binds a person now, and why (R172 to R177): the rules for everybody, for
//! a role and for groups of clients, days of grace, dates and exemptions become one [`Effective`].
//!
//! What a session may reach under it is in [`sign_in`](crate::sign_in). Whose name an origin has is not
//! known here: customers are never told what the provider calls their group.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use crate::assurance::Assurance;
use crate::credential::Holdings;
use crate::policy::{FactorPolicy, Requirement};
use crate::principal::PrincipalKind;
use crate::text_enum::text_enum;

/// The most days of grace that a rule may give.
pub const MAX_GRACE_DAYS: u16 = 90;
/// How long *skip for now* hides the reminder.
pub const SKIP_LASTS: TimeDelta = TimeDelta::hours(24);
/// How long an exemption may last: one that never ends is no exemption.
pub const LONGEST_EXEMPTION: TimeDelta = TimeDelta::days(366);

/// What the provider asks of some people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// How much a second factor is wanted.
    pub demand: Requirement,
    /// From when on one is required; without a date it is at once. Before the date it is encouraged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// The least class that will do.
    pub least: Assurance,
    /// How many days a person has from the first time they are seen while it is required.
    #[serde(default)]
    pub grace_days: u16,
}

impl Rule {
    /// A rule without a date and without grace, of the class that is usual for that kind of people.
    pub const fn of(kind: PrincipalKind, demand: Requirement) -> Self {
        Self {
            demand,
            from: None,
            least: FactorPolicy::default_for(kind).least,
            grace_days: 0,
        }
    }

    /// The rule of a panel where nobody changed it.
    pub const fn default_for(kind: PrincipalKind) -> Self {
        Self::of(kind, FactorPolicy::default_for(kind).requirement)
    }

    fn is_due(&self, now: DateTime<Utc>) -> bool {
        self.demand == Requirement::Required && self.from.is_none_or(|from| from <= now)
    }

    /// When it binds a person whose grace began then; None where it never will by itself.
    fn binds_at(
        &self,
        grace_began: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Option<DateTime<Utc>> {
        if self.demand != Requirement::Required {
            return None;
        }
        let from = self.from.unwrap_or(DateTime::<Utc>::MIN_UTC);
        if self.grace_days == 0 {
            return Some(from);
        }
        // Who was not seen yet begins today, or on the day from which it is required.
        let began = grace_began.unwrap_or(now.max(from));
        Some(from.max(began + TimeDelta::days(i64::from(self.grace_days))))
    }
}

text_enum! {
    /// How a person stands to what the rules ask of them, for those who look at many people.
    pub enum Compliance {
        /// Nothing is asked of them.
        Free => "free",
        /// They hold what is asked, now or by a date.
        Met => "met",
        /// They do not hold it, and have until a date.
        Due => "due",
        /// They do not hold it, and reach nothing but the enrolment.
        Confined => "confined",
        /// It would be asked, but somebody exempted them.
        Exempt => "exempt",
    }
}

/// Whose rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Origin {
    /// That of all users or of all staff: the brand's.
    Everybody,
    /// That of the person's role.
    Role,
    /// That of a group which a client of the person's is in.
    Group,
}

/// A rule that counts for a person, and whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sourced {
    /// The rule.
    pub rule: Rule,
    /// Whose.
    pub origin: Origin,
}

/// What is on record about a person and their rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// When the person was first seen while a rule with grace was due. It is written once and never
    /// again (R174): neither signing out, nor another address, role or group, nor a rule that is
    /// switched off and on again gives a second grace.
    pub grace_began: Option<DateTime<Utc>>,
    /// Until when somebody exempted the person (R177).
    pub exempt_until: Option<DateTime<Utc>>,
}

/// That a rule will bind the person later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// From when on.
    pub at: DateTime<Utc>,
    /// The least class that will do then.
    pub least: Assurance,
    /// Whose rule it is.
    pub origin: Origin,
}

/// What the rules come to for one person at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effective {
    /// What holds now; where it says *required*, it binds.
    pub policy: FactorPolicy,
    /// The same without grace: what the person is asked for already. Who holds it must keep it, and
    /// who does not makes no new tokens.
    pub asked: FactorPolicy,
    /// Whose rule asks for it; the widest of those that ask for the same.
    pub origin: Option<Origin>,
    /// What binds next, where something will.
    pub deadline: Option<Deadline>,
    /// Until when the person is exempt, where they would be bound or asked otherwise.
    pub exempt_until: Option<DateTime<Utc>>,
    /// Whether the person's grace begins now and is to be written down.
    pub starts_grace: bool,
}

/// What `rules` come to: always the strictest, so that one rule more never loosens anything.
pub fn effective(rules: &[Sourced], record: Record, now: DateTime<Utc>) -> Effective {
    let exempt_until = record.exempt_until.filter(|until| *until > now);
    let bound = |sourced: &Sourced| {
        let at = sourced.rule.binds_at(record.grace_began, now);
        sourced.rule.is_due(now) && at.is_some_and(|at| at <= now)
    };
    let due = |sourced: &Sourced| sourced.rule.is_due(now);
    let is_asked = rules.iter().any(due);
    let policy = strictest(rules, |rule| exempt_until.is_none() && bound(rule));
    let asked = strictest(rules, |rule| exempt_until.is_none() && due(rule));
    let ahead = rules.iter().filter_map(|sourced| {
        let binds = sourced.rule.binds_at(record.grace_began, now)?;
        let at = exempt_until.map_or(binds, |until| binds.max(until));
        (at > now).then_some(Deadline {
            at,
            least: sourced.rule.least,
            origin: sourced.origin,
        })
    });
    // What binds already is not announced once more.
    let news = ahead.filter(|ahead| !policy.is_required() || ahead.least > policy.least);
    let with_grace = rules
        .iter()
        .any(|rule| due(rule) && rule.rule.grace_days > 0);
    Effective {
        policy,
        asked,
        origin: origin_of(rules, asked, due),
        deadline: news.min_by_key(|ahead| (ahead.at, std::cmp::Reverse(ahead.least), ahead.origin)),
        exempt_until: exempt_until.filter(|_| is_asked),
        starts_grace: with_grace && exempt_until.is_none() && record.grace_began.is_none(),
    }
}

/// The highest demand, and the highest class among the rules that make it. `counts` says which rules
/// require something now; the others that would are encouraging.
fn strictest(rules: &[Sourced], counts: impl Fn(&Sourced) -> bool) -> FactorPolicy {
    let states = rules.iter().map(|sourced| FactorPolicy {
        requirement: match sourced.rule.demand {
            Requirement::Required if !counts(sourced) => Requirement::Encouraged,
            demand => demand,
        },
        least: sourced.rule.least,
    });
    let strictest = states.max_by_key(|policy| (policy.requirement, policy.least));
    strictest.unwrap_or(FactorPolicy {
        requirement: Requirement::Off,
        least: Assurance::Basic,
    })
}

fn origin_of(
    rules: &[Sourced],
    asked: FactorPolicy,
    due: impl Fn(&Sourced) -> bool,
) -> Option<Origin> {
    let makes_it = |sourced: &&Sourced| due(sourced) && sourced.rule.least == asked.least;
    let origins = rules.iter().filter(makes_it).map(|sourced| sourced.origin);
    origins.min().filter(|_| asked.is_required())
}

impl Effective {
    /// Whether somebody whose best usable second factor is of that class is short of what is asked,
    /// now or by a date.
    pub fn is_lacked_by(&self, best: Option<Assurance>) -> bool {
        let held = |least| best.is_some_and(|best| meets(best, least));
        let lacks_asked = self.asked.is_required() && !held(self.asked.least);
        lacks_asked || self.deadline.is_some_and(|ahead| !held(ahead.least))
    }

    /// How somebody stands to it whose best usable second factor is of that class.
    pub fn compliance(&self, best: Option<Assurance>) -> Compliance {
        let is_asked = self.asked.is_required() || self.deadline.is_some();
        match self.exempt_until {
            Some(_) => Compliance::Exempt,
            None if self.confines(best) => Compliance::Confined,
            None if self.is_lacked_by(best) => Compliance::Due,
            None if is_asked => Compliance::Met,
            None => Compliance::Free,
        }
    }

    /// Whether somebody with that best class reaches nothing but the enrolment now.
    pub fn confines(&self, best: Option<Assurance>) -> bool {
        self.policy.is_required() && !best.is_some_and(|best| meets(best, self.policy.least))
    }

    /// Whether a person may make new tokens for programs (R176). Tokens that there are go on working.
    pub fn may_make_tokens(&self, holdings: &Holdings) -> bool {
        let meets = |class| self.asked.is_met_by(class);
        !self.asked.is_required() || holdings.usable().any(|held| meets(held.class))
    }
}

fn meets(class: Assurance, least: Assurance) -> bool {
    class > Assurance::Recovery && class >= least
}

/// Whether the reminder is due again, where it was skipped then (R173).
pub fn reminds(skipped_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    // A clock that was set back does not silence it for longer than a day.
    skipped_at.is_none_or(|at| (now - at).abs() >= SKIP_LASTS)
}
