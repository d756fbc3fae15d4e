//! What staff make of a request: approve, refuse, call off. Of several who decide at once, one does.

use innkeeper_identity::ids::RecoveryId;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::recovery::{self as rules, Approval, NotApproved, RecoveryState};
use innkeeper_store::Tx;
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::recovery::{self as rows, Request};
use innkeeper_theme::contexts::{RecoveryApprovedMail, RecoveryOutcome};

use super::{FinishRecovery, PAGE, complete, end, notice, person, tell_end};
use crate::Panel;
use crate::app::events::{Event, EventName};
use crate::app::people::{Actor, PersonAction};
use crate::app::sessions::Token;
use crate::app::{Caller, links};
use crate::jobs;

/// What a staff member decided.
#[derive(Clone, Debug)]
pub enum Decision {
    /// It is the account's owner: their factors may be reset.
    Approve {
        /// Why, for the record and for the person.
        reason: String,
        /// What was ticked off on the way.
        checked: Vec<String>,
    },
    /// It is not, or nobody can tell.
    Refuse {
        /// Why, for the record.
        reason: String,
        /// What the person is told; empty for nothing more than that.
        words: String,
    },
    /// It is not wanted any more.
    Cancel,
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It counts; how far the request came by it.
    Now(RecoveryState),
    /// There is no such request.
    Missing,
    /// The staff member may not.
    Forbidden,
    /// The second approval must be somebody else's.
    SamePerson,
    /// The request is another than the one that was looked at.
    Changed,
}

/// Decides about a request as it was when it had that version.
pub async fn decide(
    panel: &Panel,
    actor: Actor<'_>,
    (id, version): (RecoveryId, i64),
    decision: Decision,
    caller: &Caller,
) -> anyhow::Result<Decided> {
    let mut tx = panel.db.begin().await?;
    let Some(request) = rows::find(&mut tx, id).await? else {
        return Ok(Decided::Missing);
    };
    let found = principals::find(&mut tx, request.principal_id).await?;
    let Some(subject) = found.filter(|person| person.kind == PrincipalKind::User) else {
        return Ok(Decided::Missing);
    };
    if !actor.may(PersonAction::ResetFactors, &subject, None) {
        return Ok(Decided::Forbidden);
    }
    if request.version != version || !request.state.is_pending() {
        return Ok(Decided::Changed);
    }
    let Some(principal) = person(&mut tx, &request).await? else {
        // Something ended the trust that it came with, such as a new password.
        end(&mut tx, panel, &request, RecoveryState::Expired).await?;
        tx.commit().await?;
        return Ok(Decided::Changed);
    };
    let review = Review {
        panel,
        actor,
        request,
        principal: &principal,
        caller,
    };
    let decided = match decision {
        Decision::Approve { reason, checked } => review.approve(&mut tx, reason, checked).await?,
        Decision::Refuse { reason, words } => review.refuse(&mut tx, &reason, &words).await?,
        Decision::Cancel => review.cancel(&mut tx).await?,
    };
    // What does not count leaves nothing behind.
    if matches!(decided, Decided::Now(_)) {
        tx.commit().await?;
    }
    Ok(decided)
}

/// One decision under way.
struct Review<'a> {
    panel: &'a Panel,
    actor: Actor<'a>,
    request: Request,
    principal: &'a Principal,
    caller: &'a Caller,
}

impl Review<'_> {
    fn event(&self, name: EventName) -> Event {
        let by = self.actor.principal;
        Event::by(name, by.kind, by.id)
            .about(self.principal.id)
            .with("recovery", self.request.id.to_string())
    }

    async fn approve(
        mut self,
        tx: &mut Tx,
        reason: String,
        checked: Vec<String>,
    ) -> anyhow::Result<Decided> {
        let (by, now) = (self.actor.principal.id, self.panel.clock.now());
        let (first, rules) = (
            self.request.approved_by,
            self.panel.settings().recovery_rules(),
        );
        let approval = match rules::approve(self.request.state, first, by, rules, now) {
            Ok(approval) => approval,
            Err(NotApproved::NotOpen) => return Ok(Decided::Changed),
            Err(NotApproved::SamePerson) => return Ok(Decided::SamePerson),
        };
        self.event(EventName::RecoveryApproved)
            .with("reason", reason.as_str())
            .with("checked", checked.as_slice())
            .record(tx, self.panel, self.caller)
            .await?;
        if first.is_some() {
            self.request.seconded_by = Some(by);
        } else {
            self.request.approved_by = Some(by);
            self.request.reason = Some(reason);
            self.request.checked = checked;
        }
        match approval {
            Approval::Second => {
                self.request.state = RecoveryState::Approved;
                self.saved(tx).await
            }
            Approval::Wait(until) => self.wait(tx, until).await,
            Approval::Reset => {
                let done =
                    complete(tx, self.panel, &self.request, self.principal, self.caller).await?;
                Ok(if done {
                    Decided::Now(RecoveryState::Done)
                } else {
                    Decided::Changed
                })
            }
        }
    }

    /// The factors are reset at that moment, and everybody who may object hears of it.
    async fn wait(
        mut self,
        tx: &mut Tx,
        until: chrono::DateTime<chrono::Utc>,
    ) -> anyhow::Result<Decided> {
        let token = Token::generate(self.panel);
        self.request.state = RecoveryState::Waiting;
        self.request.until = Some(until);
        self.request.cancel_hash = Some(token.hash());
        let nobody = Caller::default();
        let notice = notice(self.panel, self.principal, &nobody);
        let mail = RecoveryApprovedMail {
            until,
            cancel_href: links::link(self.panel, self.principal, PAGE, &token, until).href,
            occasion: notice.occasion(),
        };
        notice.queue_everywhere(tx, &mail).await?;
        let finish = FinishRecovery {
            request: self.request.id,
        };
        jobs::enqueue(tx, self.panel, &finish, until).await?;
        self.saved(tx).await
    }

    async fn refuse(self, tx: &mut Tx, reason: &str, words: &str) -> anyhow::Result<Decided> {
        let refused = Request {
            reason: Some(reason.to_owned()),
            ..self.request.clone()
        };
        let is_for_review = self.request.state.is_for_review();
        if !is_for_review || !end(tx, self.panel, &refused, RecoveryState::Refused).await? {
            return Ok(Decided::Changed);
        }
        self.event(EventName::RecoveryRefused)
            .with("reason", reason)
            .record(tx, self.panel, self.caller)
            .await?;
        let words = Some(words).filter(|words| !words.is_empty());
        self.tell(tx, RecoveryOutcome::Refused, words).await?;
        Ok(Decided::Now(RecoveryState::Refused))
    }

    async fn cancel(self, tx: &mut Tx) -> anyhow::Result<Decided> {
        if !end(tx, self.panel, &self.request, RecoveryState::Cancelled).await? {
            return Ok(Decided::Changed);
        }
        self.event(EventName::RecoveryCancelled)
            .with("by", "staff")
            .record(tx, self.panel, self.caller)
            .await?;
        self.tell(tx, RecoveryOutcome::Cancelled, None).await?;
        Ok(Decided::Now(RecoveryState::Cancelled))
    }

    async fn saved(self, tx: &mut Tx) -> anyhow::Result<Decided> {
        Ok(if rows::save(tx, &self.request).await? {
            Decided::Now(self.request.state)
        } else {
            Decided::Changed
        })
    }

    async fn tell(
        &self,
        tx: &mut Tx,
        outcome: RecoveryOutcome,
        words: Option<&str>,
    ) -> anyhow::Result<()> {
        tell_end(tx, self.panel, self.principal, outcome, words).await
    }
}
