//! What happened, in the past tense, written in the transaction in which it happened.
//!
//! Events are the audit log, and what mails and hooks are made from. They never carry a secret.

use innkeeper_identity::ids::{AuditId, ClientId, PrincipalId};
use innkeeper_identity::principal::ActorKind;
use innkeeper_store::{Tx, audit};
use serde_json::{Map, Value};

use super::Caller;
use crate::Panel;

macro_rules! event_names {
    ($($(#[$doc:meta])* $name:ident => $text:literal,)*) => {
        /// The name of an event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum EventName { $($(#[$doc])* $name,)* }

        impl EventName {
            /// Every name, for filters and for the test that each has a translation.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name as programs and the audit log know it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

event_names! {
    /// A user registered.
    UserRegistered => "user.registered",
    /// An address was proved by a mail.
    EmailConfirmed => "email.confirmed",
    /// An address was changed.
    EmailChanged => "email.changed",
    /// Name, language or time zone changed.
    ProfileChanged => "profile.changed",
    /// The password was right and nothing else was due.
    SignInSucceeded => "sign-in.succeeded",
    /// The password or the code was wrong.
    SignInFailed => "sign-in.failed",
    /// The password was right; a second factor is due.
    SignInPending => "sign-in.pending",
    /// The second step was left unfinished.
    SignInUnfinished => "sign-in.unfinished",
    /// A session was signed out.
    SignedOut => "session.ended",
    /// Several sessions of a person were ended.
    SessionsEnded => "sessions.ended",
    /// A fresh proof was given.
    SteppedUp => "step-up.succeeded",
    /// A fresh proof failed.
    StepUpFailed => "step-up.failed",
    /// The password was changed by its owner.
    PasswordChanged => "password.changed",
    /// A link to choose a new password was asked for.
    PasswordResetRequested => "password.reset-requested",
    /// A new password was chosen by such a link.
    PasswordReset => "password.reset",
    /// A factor was set up.
    FactorEnrolled => "factor.enrolled",
    /// A factor was set up anew.
    FactorReplaced => "factor.replaced",
    /// A factor got another label.
    FactorRenamed => "factor.renamed",
    /// A factor was removed by its owner.
    FactorRemoved => "factor.removed",
    /// A factor was locked for a while after failures.
    FactorLocked => "factor.locked",
    /// A factor was disabled for good after too many failures.
    FactorDisabled => "factor.disabled",
    /// A factor could not be asked, through no fault of the person.
    FactorUnavailable => "factor.unavailable",
    /// All factors of a person were reset.
    FactorsReset => "factors.reset",
    /// Backup codes were made.
    BackupCodesMade => "backup-codes.made",
    /// A backup code was used.
    BackupCodeUsed => "backup-code.used",
    /// Somebody who came in by a backup code kept their factors.
    FactorsKept => "factors.kept",
    /// Staff cleared a person's locks.
    LocksCleared => "locks.cleared",
    /// A person was disabled.
    PrincipalDisabled => "person.disabled",
    /// A person was enabled again.
    PrincipalEnabled => "person.enabled",
    /// A staff member was added.
    StaffAdded => "staff.added",
    /// A staff member's role changed.
    StaffRoleChanged => "staff.role-changed",
    /// A setting changed.
    SettingsChanged => "settings.changed",
    /// Staff read what a mail says to somebody else.
    MailRead => "mail.read",
    /// A dead job was put back into the queue.
    JobRetried => "job.retried",
    /// The sealing keys were rotated.
    KeysRotated => "keys.rotated",
}

/// One event, before it is written.
pub struct Event {
    name: EventName,
    actor_kind: ActorKind,
    actor: Option<PrincipalId>,
    subject: Option<PrincipalId>,
    client: Option<ClientId>,
    detail: Map<String, Value>,
}

impl Event {
    /// An event that the person themselves caused.
    pub fn by(name: EventName, kind: impl Into<ActorKind>, person: PrincipalId) -> Self {
        Self::new(name, kind.into(), Some(person)).about(person)
    }

    /// An event that nobody in particular caused.
    pub fn by_system(name: EventName) -> Self {
        Self::new(name, ActorKind::System, None)
    }

    fn new(name: EventName, actor_kind: ActorKind, actor: Option<PrincipalId>) -> Self {
        Self {
            name,
            actor_kind,
            actor,
            subject: None,
            client: None,
            detail: Map::new(),
        }
    }

    /// Whom it happened to.
    #[must_use]
    pub fn about(mut self, subject: PrincipalId) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Which client it concerns.
    #[must_use]
    pub fn of_client(mut self, client: ClientId) -> Self {
        self.client = Some(client);
        self
    }

    /// A fact for those who read the log.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(name.to_owned(), value.into());
        self
    }

    /// Writes it, as part of the unit of work that made it true.
    pub async fn record(
        self,
        tx: &mut Tx,
        panel: &Panel,
        caller: &Caller,
    ) -> Result<(), innkeeper_store::Error> {
        let now = panel.clock.now();
        audit::insert(
            tx,
            &audit::AuditEntry {
                id: AuditId::new(now, panel.random.id_bytes()),
                at: now,
                event: self.name.as_str().to_owned(),
                actor_kind: self.actor_kind,
                actor_id: self.actor,
                subject_kind: self.subject.map(|_| "principal".to_owned()),
                subject_id: self.subject.map(|id| id.0),
                client_id: self.client,
                ip: caller.ip.map(|ip| ip.to_string()),
                user_agent: caller.user_agent.clone(),
                request_id: caller.request_id.clone(),
                detail: Value::Object(self.detail),
            },
        )
        .await
    }
}
