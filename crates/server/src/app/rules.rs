//! Staff change the rules about second factors: first what a rule would do, then the rule (R172).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use innkeeper_identity::enforcement::{self as judging, Origin, Rule, Sourced};
use innkeeper_identity::ids::{ClientGroupId, PrincipalId};
use innkeeper_identity::permission::Role;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::enforcement::{self as rows, Survey, Surveyed};
use innkeeper_store::principals::Principal;
use innkeeper_store::{Tx, client_groups};
use serde_json::json;
use uuid::Uuid;

use super::events::{Event, EventName};
use super::settings::{self, Settings, Whose};
use super::{Caller, enforcement, factors};
use crate::Panel;

/// How many people are looked at in one statement.
const BATCH: i64 = 500;

/// Whose rule it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All users: the brand's.
    Users,
    /// All staff.
    Staff,
    /// The staff of a role.
    Role(Role),
    /// The users of the clients in a group.
    Group(ClientGroupId),
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Users => f.write_str("users"),
            Self::Staff => f.write_str("staff"),
            Self::Role(role) => write!(f, "role-{role}"),
            Self::Group(group) => write!(f, "group-{group}"),
        }
    }
}

/// Words that name no scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoScope;

impl FromStr for Scope {
    type Err = NoScope;

    fn from_str(text: &str) -> Result<Self, NoScope> {
        match text {
            "users" => Ok(Self::Users),
            "staff" => Ok(Self::Staff),
            _ => match text.split_once('-') {
                Some(("role", role)) => role.parse().map(Self::Role).map_err(|_| NoScope),
                Some(("group", group)) => group.parse().map(Self::Group).map_err(|_| NoScope),
                _ => Err(NoScope),
            },
        }
    }
}

impl Scope {
    /// The kind of people whom it is about.
    pub fn kind(self) -> PrincipalKind {
        match self {
            Self::Users | Self::Group(_) => PrincipalKind::User,
            Self::Staff | Self::Role(_) => PrincipalKind::Staff,
        }
    }

    /// Whether there may be no rule of its own, so that the one for everybody holds alone.
    pub fn may_inherit(self) -> bool {
        matches!(self, Self::Role(_) | Self::Group(_))
    }
}

/// What a rule would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Whom it is about, of those who may sign in.
    pub people: u32,
    /// How many would be asked for a factor, now or by a date.
    pub bound: u32,
    /// How many of these do not hold what would be asked.
    pub lacking: u32,
    /// How many are exempt.
    pub exempt: u32,
    /// How many would be confined to setting one up at once, who are not now.
    pub at_once: u32,
    /// When the first of the others would be.
    pub first: Option<DateTime<Utc>>,
    /// Whether whoever looks would be confined at once.
    pub you: bool,
}

/// What it would do if `rule` were the rule of `scope`. People are read in batches, so that many cost time
/// and not memory.
pub async fn preview(
    panel: &Panel,
    scope: Scope,
    rule: Option<Rule>,
    viewer: PrincipalId,
) -> anyhow::Result<Preview> {
    let (now, before) = (panel.clock.now(), panel.settings());
    let survey = Survey {
        kind: scope.kind(),
        group: match scope {
            Scope::Group(group) => Some(group),
            _ => None,
        },
        role: match scope {
            Scope::Role(held) => Some(held),
            _ => None,
        },
    };
    let mut preview = Preview::default();
    let mut tx = panel.db.read().await?;
    let own = own_rule(&mut tx, &before, scope).await?.flatten();
    let mut after = PrincipalId(Uuid::nil());
    loop {
        let people = rows::survey(&mut tx, survey, after, BATCH).await?;
        let Some(last) = people.last() else {
            return Ok(preview);
        };
        after = last.id;
        for person in &people {
            let judged = |rule| judged(panel, scope, rule, person, now);
            count(
                &mut preview,
                &judged(own),
                &judged(rule),
                viewer == person.id,
                now,
            );
        }
    }
}

/// What the rules come to for somebody, and whether that confines them.
struct Judged {
    effective: judging::Effective,
    confined: bool,
    lacking: bool,
}

fn judged(
    panel: &Panel,
    scope: Scope,
    rule: Option<Rule>,
    person: &Surveyed,
    now: DateTime<Utc>,
) -> Judged {
    let (kind, standing) = (scope.kind(), &person.standing);
    let mut settings = Settings::clone(&panel.settings());
    match (scope, rule) {
        (Scope::Users, Some(rule)) => settings.factor_users = rule,
        (Scope::Staff, Some(rule)) => settings.factor_staff = rule,
        (Scope::Role(held), Some(rule)) => drop(settings.role_rules.insert(held, rule)),
        (Scope::Role(held), None) => drop(settings.role_rules.remove(&held)),
        _ => {}
    }
    let mut rules = enforcement::rules(&settings, kind, standing);
    if let (Scope::Group(_), Some(rule)) = (scope, rule) {
        rules.push(Sourced {
            rule,
            origin: Origin::Group,
        });
    }
    let effective = judging::effective(&rules, enforcement::record(standing), now);
    let best = factors::best_class(panel, kind, person.factors.as_deref());
    Judged {
        confined: effective.confines(best),
        lacking: effective.is_lacked_by(best),
        effective,
    }
}

fn count(preview: &mut Preview, before: &Judged, after: &Judged, you: bool, now: DateTime<Utc>) {
    preview.people += 1;
    let will_be = after.effective.asked.is_required() || after.effective.deadline.is_some();
    preview.exempt += u32::from(after.effective.exempt_until.is_some());
    preview.bound += u32::from(will_be);
    preview.lacking += u32::from(after.lacking);
    let at_once = after.confined && !before.confined;
    preview.at_once += u32::from(at_once);
    preview.you |= at_once && you;
    if after.lacking && !after.confined {
        let at = after.effective.deadline.map(|ahead| ahead.at);
        let at = at.filter(|at| *at > now);
        preview.first = preview.first.into_iter().chain(at).min();
    }
}

/// The rule of a scope: none where it has none of its own. None of it all where there is no such group.
pub async fn own_rule(
    tx: &mut Tx,
    settings: &Settings,
    scope: Scope,
) -> Result<Option<Option<Rule>>, innkeeper_store::Error> {
    Ok(match scope {
        Scope::Users => Some(Some(settings.factor_users)),
        Scope::Staff => Some(Some(settings.factor_staff)),
        Scope::Role(role) => Some(settings.role_rules.get(&role).copied()),
        Scope::Group(group) => {
            let found = client_groups::find(tx, group).await?;
            found.map(|group| group.rule())
        }
    })
}

/// Saves the rule of a scope and puts it in force; other nodes follow within seconds. False where there is no
/// such group.
pub async fn save(
    panel: &Panel,
    staff: &Principal,
    scope: Scope,
    rule: Option<Rule>,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    let whose = match scope {
        Scope::Users => Some(Whose::Kind(PrincipalKind::User)),
        Scope::Staff => Some(Whose::Kind(PrincipalKind::Staff)),
        Scope::Role(held) => Some(Whose::Role(held)),
        Scope::Group(_) => None,
    };
    let before = match (whose, scope) {
        (Some(whose), _) => settings::put_rule(&mut tx, panel, whose, rule).await?,
        (None, Scope::Group(id)) => {
            let Some(group) = client_groups::take(&mut tx, id).await? else {
                return Ok(false);
            };
            client_groups::set_rule(&mut tx, id, rule.as_ref()).await?;
            group.rule()
        }
        (None, _) => None,
    };
    if before != rule {
        Event::by(EventName::RuleChanged, staff.kind, staff.id)
            .with("scope", scope.to_string())
            .with("before", json!(before))
            .with("after", json!(rule))
            .record(&mut tx, panel, caller)
            .await?;
    }
    tx.commit().await?;
    panel.refresh_settings().await?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_read_as_it_is_written() {
        let group = ClientGroupId::new(DateTime::UNIX_EPOCH, [7; 10]);
        for scope in [
            Scope::Users,
            Scope::Staff,
            Scope::Role(Role::Billing),
            Scope::Group(group),
        ] {
            assert_eq!(scope.to_string().parse(), Ok(scope));
        }
        for none in ["", "user", "role-", "role-guest", "group-7", "brand-1"] {
            assert_eq!(none.parse::<Scope>(), Err(NoScope), "{none}");
        }
    }
}
