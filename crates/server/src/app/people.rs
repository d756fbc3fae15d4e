//! What staff see of people's security, and what they may do about it.
//!
//! Nothing here shows, chooses or keeps a secret of theirs (R170, R179); everything leaves a line in the
//! audit log that names who did it and to whom.

mod security;

use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::permission::{Role, StaffPermission, may_act_on};
use innkeeper_identity::principal::{PrincipalKind, PrincipalStatus};
use innkeeper_identity::step_up::Action;
use innkeeper_identity::token::TokenPurpose;
use innkeeper_store::credentials::{self, Removed};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::{Tx, staff, throttles, tokens};
use innkeeper_theme::contexts::{FactorsResetMail, Occasion};

use super::events::{Event, EventName};
use super::notices::Notice;
use super::{Caller, links, sessions};
use crate::Panel;

pub use security::{Lock, Security, security};

/// How many characters a reason has at least (R179).
pub const MIN_REASON: usize = 10;
/// How many characters a reason has at most.
pub const MAX_REASON: usize = 500;

/// What staff may do to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonAction {
    /// Lock them out: every session ends and none begins (R156).
    Disable,
    /// Let them in again.
    Enable,
    /// Sign them out everywhere (R157).
    EndSessions,
    /// Send them a link to choose a password (R170).
    ResetPassword,
    /// Forget wrong answers (R37). A credential that was disabled for good stays so.
    ClearLocks,
    /// Take every second factor away (R179).
    ResetFactors,
}

impl PersonAction {
    /// Every action, in the order in which pages offer them.
    pub const ALL: [Self; 6] = [
        Self::Disable,
        Self::Enable,
        Self::EndSessions,
        Self::ResetPassword,
        Self::ClearLocks,
        Self::ResetFactors,
    ];

    /// The action as addresses and themes know it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::EndSessions => "end-sessions",
            Self::ResetPassword => "reset-password",
            Self::ClearLocks => "clear-locks",
            Self::ResetFactors => "reset-factors",
        }
    }

    /// The action of that name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.as_str() == name)
    }

    /// What a staff member needs to do this to a person of that kind.
    pub const fn permission(self, kind: PrincipalKind) -> StaffPermission {
        match (kind, self) {
            (PrincipalKind::Staff, _) => StaffPermission::ManageStaff,
            (_, Self::Disable | Self::Enable | Self::ResetPassword) => StaffPermission::ManageUsers,
            (_, Self::EndSessions) => StaffPermission::EndSessions,
            (_, Self::ClearLocks) => StaffPermission::ClearLocks,
            (_, Self::ResetFactors) => StaffPermission::ResetFactors,
        }
    }

    /// What the fresh proof before it is for.
    pub const fn step_up(self, kind: PrincipalKind) -> Action {
        match (self, kind) {
            (Self::ResetFactors, _) => Action::ResetFactors,
            (_, PrincipalKind::User) => Action::ManageUsers,
            (_, PrincipalKind::Staff) => Action::ManageStaff,
        }
    }

    /// Whether there is anything to do.
    pub fn applies(self, principal: &Principal, security: &Security) -> bool {
        let is_active = principal.status.is_active();
        match self {
            Self::Disable | Self::ResetPassword => is_active,
            Self::Enable => !is_active,
            Self::EndSessions => !security.sessions.is_empty(),
            Self::ClearLocks => security.has_counted(),
            Self::ResetFactors => security.holds_anything(),
        }
    }
}

/// Who acts.
#[derive(Clone, Copy)]
pub struct Actor<'a> {
    /// The staff member.
    pub principal: &'a Principal,
    /// Their role.
    pub role: Role,
}

impl Actor<'_> {
    /// Whether they may do this to a person with that role, if any. Nobody acts on their equals or
    /// superiors, nor on themselves (R180).
    pub fn may(&self, action: PersonAction, person: &Principal, role: Option<Role>) -> bool {
        self.role.may(action.permission(person.kind))
            && match person.kind {
                PrincipalKind::User => true,
                PrincipalKind::Staff => {
                    person.id != self.principal.id
                        && role.is_none_or(|role| may_act_on(self.role, role))
                }
            }
    }
}

/// What became of an action.
pub enum Acted {
    /// It is done; to whom.
    Done(Box<Principal>),
    /// There is no such person.
    Missing,
    /// The staff member may not.
    Forbidden,
    /// There was nothing to do any more.
    Unchanged,
}

/// Does something to a person of that kind. `reason` is why, where the action asks for one.
pub async fn act(
    panel: &Panel,
    actor: Actor<'_>,
    action: PersonAction,
    (kind, id): (PrincipalKind, PrincipalId),
    reason: &str,
    caller: &Caller,
) -> anyhow::Result<Acted> {
    let mut tx = panel.db.begin().await?;
    let found = principals::take(&mut tx, id).await?;
    let Some(person) = found.filter(|person| person.kind == kind) else {
        return Ok(Acted::Missing);
    };
    let role = staff::role_of(&mut tx, id).await?;
    if !actor.may(action, &person, role) {
        return Ok(Acted::Forbidden);
    }
    let security = security(&mut tx, panel, &person).await?;
    if !action.applies(&person, &security) {
        return Ok(Acted::Unchanged);
    }
    let deed = Deed {
        panel,
        actor,
        person: &person,
        security: &security,
        reason,
        caller,
    };
    let event = match action {
        PersonAction::Disable => deed.disable(&mut tx).await?,
        PersonAction::Enable => deed.enable(&mut tx).await?,
        PersonAction::EndSessions => deed.end_sessions(&mut tx).await?,
        PersonAction::ResetPassword => deed.send_password_link(&mut tx).await?,
        PersonAction::ClearLocks => deed.clear_locks(&mut tx).await?,
        PersonAction::ResetFactors => deed.reset_factors(&mut tx).await?,
    };
    event.record(&mut tx, panel, caller).await?;
    tx.commit().await?;
    Ok(Acted::Done(Box::new(person)))
}

/// One action under way, with what it needs. Each step says what to record.
struct Deed<'a> {
    panel: &'a Panel,
    actor: Actor<'a>,
    person: &'a Principal,
    security: &'a Security,
    reason: &'a str,
    caller: &'a Caller,
}

impl Deed<'_> {
    fn event(&self, name: EventName) -> Event {
        Event::by(name, self.actor.principal.kind, self.actor.principal.id).about(self.person.id)
    }

    async fn disable(&self, tx: &mut Tx) -> anyhow::Result<Event> {
        let id = self.person.id;
        principals::set_status(tx, id, PrincipalStatus::Disabled).await?;
        principals::raise_epoch(tx, id).await?;
        let ended = sessions::end_others(tx, self.panel, id, None, self.caller).await?;
        tokens::delete_for_principal(tx, id).await?;
        Ok(self
            .event(EventName::PrincipalDisabled)
            .with("sessions", ended))
    }

    async fn enable(&self, tx: &mut Tx) -> anyhow::Result<Event> {
        principals::set_status(tx, self.person.id, PrincipalStatus::Active).await?;
        Ok(self.event(EventName::PrincipalEnabled))
    }

    async fn end_sessions(&self, tx: &mut Tx) -> anyhow::Result<Event> {
        let ended = sessions::end_others(tx, self.panel, self.person.id, None, self.caller).await?;
        Ok(self.event(EventName::SessionsEnded).with("count", ended))
    }

    async fn send_password_link(&self, tx: &mut Tx) -> anyhow::Result<Event> {
        let link = links::issue(
            tx,
            self.panel,
            self.person,
            TokenPurpose::ResetPassword,
            None,
            "/password/reset",
        )
        .await?;
        let nobody = Caller::default();
        let notice = Notice {
            panel: self.panel,
            to: self.person,
            caller: &nobody,
        };
        notice.reset_password(tx, &link, true).await?;
        Ok(self.event(EventName::PasswordResetRequested))
    }

    async fn clear_locks(&self, tx: &mut Tx) -> anyhow::Result<Event> {
        for row in &self.security.counters {
            throttles::clear(tx, row.scope, &row.subject).await?;
        }
        let locks = self.security.locks(self.panel).len();
        Ok(self.event(EventName::LocksCleared).with("locks", locks))
    }

    async fn reset_factors(&self, tx: &mut Tx) -> anyhow::Result<Event> {
        let reset = Reset {
            panel: self.panel,
            person: self.person,
            by: self.actor.principal,
            reason: self.reason,
            caller: self.caller,
        };
        reset.run(tx).await
    }
}

/// Taking every second factor away (R179), on a staff member's page or at the end of a recovery.
pub(super) struct Reset<'a> {
    /// The panel.
    pub panel: &'a Panel,
    /// Whose factors.
    pub person: &'a Principal,
    /// The staff member who answers for it.
    pub by: &'a Principal,
    /// Why.
    pub reason: &'a str,
    /// Where it was asked for.
    pub caller: &'a Caller,
}

impl Reset<'_> {
    /// Does it as part of a unit of work, and says what to record.
    pub async fn run(&self, tx: &mut Tx) -> anyhow::Result<Event> {
        let ip = self.caller.ip.map(|ip| ip.to_string());
        let removed = Removed {
            at: self.panel.clock.now(),
            by: Some(self.by.id),
            ip: ip.as_deref(),
        };
        let count = credentials::remove_all(tx, self.person.id, removed).await?;
        principals::raise_epoch(tx, self.person.id).await?;
        sessions::end_others(tx, self.panel, self.person.id, None, self.caller).await?;
        let notice = Notice {
            panel: self.panel,
            to: self.person,
            caller: self.caller,
        };
        let mail = FactorsResetMail {
            by: self.by.name.clone(),
            reason: Some(self.reason.to_owned()),
            sign_in_href: notice.href("/login"),
            // What staff did says nothing of the staff member's browser.
            occasion: Occasion {
                at: self.panel.clock.now(),
                ip: None,
                device: None,
            },
        };
        notice.queue_everywhere(tx, &mail).await?;
        Ok(Event::by(EventName::FactorsReset, self.by.kind, self.by.id)
            .about(self.person.id)
            .with("count", count)
            .with("reason", self.reason))
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn person(kind: PrincipalKind, number: u8) -> Principal {
        let now = DateTime::from_timestamp_nanos(0);
        Principal {
            id: PrincipalId::new(now, [number; 10]),
            kind,
            email: String::new(),
            email_key: String::new(),
            email_confirmed_at: None,
            name: String::new(),
            password_hash: None,
            locale: String::new(),
            time_zone: String::new(),
            status: PrincipalStatus::Active,
            mobile: None,
            security_epoch: 0,
            password_changed_at: None,
            last_sign_in_at: None,
            created_at: now,
            version: 0,
        }
    }

    #[test]
    fn r180_nobody_acts_on_equals_superiors_or_themselves() {
        let (me, other) = (
            person(PrincipalKind::Staff, 1),
            person(PrincipalKind::Staff, 2),
        );
        for action in PersonAction::ALL {
            let owner = Actor {
                principal: &me,
                role: Role::Owner,
            };
            assert!(owner.may(action, &other, Some(Role::Support)), "{action:?}");
            assert!(!owner.may(action, &other, Some(Role::Owner)), "{action:?}");
            assert!(!owner.may(action, &me, Some(Role::Support)), "{action:?}");
            for role in [Role::Billing, Role::Support] {
                let clerk = Actor {
                    principal: &me,
                    role,
                };
                assert!(
                    !clerk.may(action, &other, Some(Role::Support)),
                    "{action:?}"
                );
            }
        }
    }

    #[test]
    fn support_may_sign_a_user_out_and_clear_locks_and_no_more() {
        let (me, user) = (
            person(PrincipalKind::Staff, 1),
            person(PrincipalKind::User, 2),
        );
        let support = Actor {
            principal: &me,
            role: Role::Support,
        };
        let may: Vec<_> = PersonAction::ALL
            .into_iter()
            .filter(|action| support.may(*action, &user, None))
            .collect();
        assert_eq!(may, [PersonAction::EndSessions, PersonAction::ClearLocks]);
    }

    #[test]
    fn every_action_is_one_that_themes_know() {
        assert_eq!(
            PersonAction::ALL.map(PersonAction::as_str),
            innkeeper_theme::keys::USER_ACTIONS
        );
    }
}
