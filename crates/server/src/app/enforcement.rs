//! Which rule about second factors binds somebody now (R172 to R177): the rules that staff set, with
//! what is on record about the person.

use chrono::{DateTime, Utc};
use innkeeper_identity::enforcement::{self, Effective, Origin, Record, Rule, Sourced};
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::policy::FactorPolicy;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::enforcement::{self as rows, Standing};
use innkeeper_store::principals::Principal;
use innkeeper_store::sessions::SignedIn as LiveSession;
use innkeeper_store::{Tx, credentials};

use super::factors;
use super::settings::Settings;
use crate::Panel;

/// The rules that count for a person.
pub fn rules(settings: &Settings, kind: PrincipalKind, standing: &Standing) -> Vec<Sourced> {
    let sourced = |origin| move |rule: Rule| Sourced { rule, origin };
    let mut rules = vec![sourced(Origin::Everybody)(settings.base_rule(kind))];
    match kind {
        PrincipalKind::User => {
            rules.extend(
                standing
                    .group_rules()
                    .into_iter()
                    .map(sourced(Origin::Group)),
            );
        }
        PrincipalKind::Staff => {
            let of_role = standing
                .role
                .and_then(|role| settings.role_rules.get(&role));
            rules.extend(of_role.copied().map(sourced(Origin::Role)));
        }
    }
    rules
}

/// What is on record about a person, as the rules look at it.
pub fn record(standing: &Standing) -> Record {
    Record {
        grace_began: standing.grace_began_at,
        exempt_until: standing.exempt_until,
    }
}

/// What the rules come to for a person with that on record.
pub fn judge(
    panel: &Panel,
    kind: PrincipalKind,
    standing: &Standing,
    now: DateTime<Utc>,
) -> Effective {
    let rules = rules(&panel.settings(), kind, standing);
    enforcement::effective(&rules, record(standing), now)
}

/// The same for the person behind a live session, at no further cost.
pub fn of_session(panel: &Panel, live: &LiveSession) -> Effective {
    let now = panel.clock.now();
    judge(panel, live.principal.kind, &live.enforced, now)
}

/// The same for somebody who is not signed in, or not yet.
pub async fn of_person(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
) -> Result<Effective, innkeeper_store::Error> {
    let standing = rows::find(tx, principal.id).await?;
    Ok(judge(panel, principal.kind, &standing, panel.clock.now()))
}

/// What holds now for somebody who is not signed in, or not yet.
pub async fn policy_of(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
) -> Result<FactorPolicy, innkeeper_store::Error> {
    Ok(of_person(tx, panel, principal).await?.policy)
}

/// A person as they are now, and what holds for them.
pub async fn find(
    tx: &mut Tx,
    panel: &Panel,
    id: PrincipalId,
) -> Result<Option<(Principal, FactorPolicy)>, innkeeper_store::Error> {
    let bound = rows::find_bound(tx, id).await?;
    Ok(bound.map(|bound| {
        let (principal, now) = (bound.principal, panel.clock.now());
        let effective = judge(panel, principal.kind, &bound.standing, now);
        (principal, effective.policy)
    }))
}

/// Whether a person may make new tokens for programs (R176). What tokens there are go on working.
pub async fn may_make_tokens(panel: &Panel, principal: &Principal) -> anyhow::Result<bool> {
    let mut tx = panel.db.read().await?;
    let effective = of_person(&mut tx, panel, principal).await?;
    let held = credentials::list_held(&mut tx, principal.id).await?;
    Ok(effective.may_make_tokens(&factors::holdings(panel, principal.kind, &held)))
}

/// Puts the reminder of a second factor off for a day (R173).
pub async fn skip(panel: &Panel, person: PrincipalId) -> anyhow::Result<()> {
    let mut tx = panel.db.begin().await?;
    rows::skip(&mut tx, person, panel.clock.now()).await?;
    tx.commit().await?;
    Ok(())
}
