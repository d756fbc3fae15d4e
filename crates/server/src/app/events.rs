//! What happened, in the past tense, written in the transaction in which it happened.
//!
//! Events are the audit log, and what mails and hooks are made from. They never carry a secret.

use innkeeper_identity::ids::{AuditId, ClientId, PrincipalId};
use innkeeper_identity::principal::ActorKind;
use innkeeper_store::{Tx, audit};
use innkeeper_theme::keys;
use serde_json::{Map, Value};

use super::Caller;
use crate::Panel;

macro_rules! event_names {
    ($($(#[$doc:meta])* $name:ident => $text:literal, $key:ident,)*) => {
        /// The name of an event.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum EventName { $($(#[$doc])* $name,)* }

        impl EventName {
            /// Every name, for filters and for the tests that each has a text.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The name as programs and the audit log know it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The name as people read it: a key of the theme's locale files.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => keys::$key,)* }
            }

            /// The event that programs know by this name.
            pub fn find(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$name),)* _ => None }
            }
        }
    };
}

event_names! {
    /// A user registered.
    UserRegistered => "user.registered", EVENT_USER_REGISTERED,
    /// An address was proved by a mail.
    EmailConfirmed => "email.confirmed", EVENT_EMAIL_CONFIRMED,
    /// An address was changed.
    EmailChanged => "email.changed", EVENT_EMAIL_CHANGED,
    /// A change of address was taken back.
    EmailChangeUndone => "email.change-undone", EVENT_EMAIL_CHANGE_UNDONE,
    /// Staff signed everybody out.
    EverybodySignedOut => "sessions.everybody-ended", EVENT_EVERYBODY_SIGNED_OUT,
    /// Name, language or time zone changed.
    ProfileChanged => "profile.changed", EVENT_PROFILE_CHANGED,
    /// The password was right and nothing else was due.
    SignInSucceeded => "sign-in.succeeded", EVENT_SIGN_IN_SUCCEEDED,
    /// The password or the code was wrong.
    SignInFailed => "sign-in.failed", EVENT_SIGN_IN_FAILED,
    /// The password was right; a second factor is due.
    SignInPending => "sign-in.pending", EVENT_SIGN_IN_PENDING,
    /// The second step was left unfinished.
    SignInUnfinished => "sign-in.unfinished", EVENT_SIGN_IN_UNFINISHED,
    /// A session was signed out.
    SignedOut => "session.ended", EVENT_SESSION_ENDED,
    /// Several sessions of a person were ended.
    SessionsEnded => "sessions.ended", EVENT_SESSIONS_ENDED,
    /// A fresh proof was given.
    SteppedUp => "step-up.succeeded", EVENT_STEP_UP_SUCCEEDED,
    /// A fresh proof failed.
    StepUpFailed => "step-up.failed", EVENT_STEP_UP_FAILED,
    /// The password was changed by its owner.
    PasswordChanged => "password.changed", EVENT_PASSWORD_CHANGED,
    /// A link to choose a new password was asked for.
    PasswordResetRequested => "password.reset-requested", EVENT_PASSWORD_RESET_REQUESTED,
    /// A new password was chosen by such a link.
    PasswordReset => "password.reset", EVENT_PASSWORD_RESET,
    /// The second factor failed on the way to a new password.
    PasswordResetFailed => "password.reset-failed", EVENT_PASSWORD_RESET_FAILED,
    /// A factor was set up.
    FactorEnrolled => "factor.enrolled", EVENT_FACTOR_ENROLLED,
    /// A factor was set up anew.
    FactorReplaced => "factor.replaced", EVENT_FACTOR_REPLACED,
    /// A factor got another label.
    FactorRenamed => "factor.renamed", EVENT_FACTOR_RENAMED,
    /// A factor was removed by its owner.
    FactorRemoved => "factor.removed", EVENT_FACTOR_REMOVED,
    /// A factor was tried out by its owner, and works.
    FactorChecked => "factor.checked", EVENT_FACTOR_CHECKED,
    /// A factor was tried out by its owner, and was refused.
    FactorCheckFailed => "factor.check-failed", EVENT_FACTOR_CHECK_FAILED,
    /// A factor was put right, such as an app whose clock is off.
    FactorMended => "factor.mended", EVENT_FACTOR_MENDED,
    /// A factor was to be put right, and the answers were wrong.
    FactorMendFailed => "factor.mend-failed", EVENT_FACTOR_MEND_FAILED,
    /// A factor was locked for a while after failures.
    FactorLocked => "factor.locked", EVENT_FACTOR_LOCKED,
    /// A factor was disabled for good after too many failures.
    FactorDisabled => "factor.disabled", EVENT_FACTOR_DISABLED,
    /// A factor could not be asked, through no fault of the person.
    FactorUnavailable => "factor.unavailable", EVENT_FACTOR_UNAVAILABLE,
    /// A message went to a mobile.
    MessageSent => "message.sent", EVENT_MESSAGE_SENT,
    /// All factors of a person were reset.
    FactorsReset => "factors.reset", EVENT_FACTORS_RESET,
    /// Somebody who lost every factor asked for recovery.
    RecoveryAsked => "recovery.asked", EVENT_RECOVERY_ASKED,
    /// The mailbox was proved: it is for staff to look at.
    RecoveryRequested => "recovery.requested", EVENT_RECOVERY_REQUESTED,
    /// A staff member approved it.
    RecoveryApproved => "recovery.approved", EVENT_RECOVERY_APPROVED,
    /// A staff member refused it.
    RecoveryRefused => "recovery.refused", EVENT_RECOVERY_REFUSED,
    /// It was called off.
    RecoveryCancelled => "recovery.cancelled", EVENT_RECOVERY_CANCELLED,
    /// A browser needs no second factor for a while.
    DeviceTrusted => "device.trusted", EVENT_DEVICE_TRUSTED,
    /// Its owner or staff ended that.
    DeviceDistrusted => "device.distrusted", EVENT_DEVICE_DISTRUSTED,
    /// Somebody came with an old copy of a trusted device's cookie.
    TrustedDeviceStolen => "device.stolen", EVENT_DEVICE_STOLEN,
    /// A key for a program was made.
    TokenMade => "token.made", EVENT_TOKEN_MADE,
    /// Its owner ended one.
    TokenRevoked => "token.revoked", EVENT_TOKEN_REVOKED,
    /// Backup codes were made.
    BackupCodesMade => "backup-codes.made", EVENT_BACKUP_CODES_MADE,
    /// A backup code was used.
    BackupCodeUsed => "backup-code.used", EVENT_BACKUP_CODE_USED,
    /// Somebody who came in by a backup code kept their factors.
    FactorsKept => "factors.kept", EVENT_FACTORS_KEPT,
    /// Staff cleared a person's locks.
    LocksCleared => "locks.cleared", EVENT_LOCKS_CLEARED,
    /// A network tried too many stolen passwords.
    NetworkShutOut => "network.shut-out", EVENT_NETWORK_SHUT_OUT,
    /// Staff let it in again.
    NetworkAdmitted => "network.admitted", EVENT_NETWORK_ADMITTED,
    /// A person was disabled.
    PrincipalDisabled => "person.disabled", EVENT_PERSON_DISABLED,
    /// A person was enabled again.
    PrincipalEnabled => "person.enabled", EVENT_PERSON_ENABLED,
    /// A staff member was added.
    StaffAdded => "staff.added", EVENT_STAFF_ADDED,
    /// A staff member's role changed.
    StaffRoleChanged => "staff.role-changed", EVENT_STAFF_ROLE_CHANGED,
    /// Staff took the list of people and their second factors along.
    AdoptionExported => "adoption.exported", EVENT_ADOPTION_EXPORTED,
    /// Staff had people reminded to set up a second factor.
    RemindersStarted => "reminders.started", EVENT_REMINDERS_STARTED,
    /// Everybody was reminded, or it was noted why not.
    RemindersFinished => "reminders.finished", EVENT_REMINDERS_FINISHED,
    /// A setting changed.
    SettingsChanged => "settings.changed", EVENT_SETTINGS_CHANGED,
    /// A rule about second factors changed.
    RuleChanged => "rule.changed", EVENT_RULE_CHANGED,
    /// Somebody was exempted from the rules about second factors.
    ExemptionGiven => "exemption.given", EVENT_EXEMPTION_GIVEN,
    /// An exemption was ended before its time.
    ExemptionEnded => "exemption.ended", EVENT_EXEMPTION_ENDED,
    /// A group of clients was made.
    GroupCreated => "client-group.created", EVENT_GROUP_CREATED,
    /// A group of clients got another name.
    GroupRenamed => "client-group.renamed", EVENT_GROUP_RENAMED,
    /// A group of clients was deleted.
    GroupDeleted => "client-group.deleted", EVENT_GROUP_DELETED,
    /// A client was put into a group or out of one.
    ClientGrouped => "client.grouped", EVENT_CLIENT_GROUPED,
    /// Staff read what a mail says to somebody else.
    MailRead => "mail.read", EVENT_MAIL_READ,
    /// A dead job was put back into the queue.
    JobRetried => "job.retried", EVENT_JOB_RETRIED,
    /// Somebody was asked to join a client.
    TeamInvited => "team.invited", EVENT_TEAM_INVITED,
    /// An invitation was sent again.
    TeamInvitationResent => "team.invitation-resent", EVENT_TEAM_INVITATION_RESENT,
    /// An invitation was taken back.
    TeamInvitationWithdrawn => "team.invitation-withdrawn", EVENT_TEAM_INVITATION_WITHDRAWN,
    /// Somebody did not want to join.
    TeamInvitationDeclined => "team.invitation-declined", EVENT_TEAM_INVITATION_DECLINED,
    /// Somebody joined a client.
    TeamJoined => "team.joined", EVENT_TEAM_JOINED,
    /// What a member may do was changed.
    TeamPermissionsChanged => "team.permissions-changed", EVENT_TEAM_PERMISSIONS_CHANGED,
    /// A member was removed from a client.
    TeamRemoved => "team.removed", EVENT_TEAM_REMOVED,
    /// The number of a mobile changed.
    MobileChanged => "mobile.changed", EVENT_MOBILE_CHANGED,
    /// A client's details changed.
    ClientChanged => "client.changed", EVENT_CLIENT_CHANGED,
    /// A plugin was installed.
    PluginInstalled => "plugin.installed", EVENT_PLUGIN_INSTALLED,
    /// Another version took the place of a plugin.
    PluginUpdated => "plugin.updated", EVENT_PLUGIN_UPDATED,
    /// A newer version of a plugin asks for more and waits.
    PluginOffered => "plugin.offered", EVENT_PLUGIN_OFFERED,
    /// It was not granted that.
    PluginDeclined => "plugin.declined", EVENT_PLUGIN_DECLINED,
    /// A plugin was enabled.
    PluginEnabled => "plugin.enabled", EVENT_PLUGIN_ENABLED,
    /// A plugin was disabled.
    PluginDisabled => "plugin.disabled", EVENT_PLUGIN_DISABLED,
    /// An enabled plugin could not be loaded.
    PluginFaulted => "plugin.faulted", EVENT_PLUGIN_FAULTED,
    /// The panel switched a plugin off that failed again and again.
    PluginStopped => "plugin.stopped", EVENT_PLUGIN_STOPPED,
    /// Settings of a plugin changed.
    PluginSet => "plugin.set", EVENT_PLUGIN_SET,
    /// A plugin was told again of what it could not be told of.
    PluginRetold => "plugin.retold", EVENT_PLUGIN_RETOLD,
    /// A plugin was removed.
    PluginRemoved => "plugin.removed", EVENT_PLUGIN_REMOVED,
    /// The sealing keys were rotated.
    KeysRotated => "keys.rotated", EVENT_KEYS_ROTATED,
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
    #[expect(
        clippy::unused_async,
        reason = "it is a write like those around it, also if the log comes at the commit"
    )]
    pub async fn record(
        self,
        tx: &mut Tx,
        panel: &Panel,
        caller: &Caller,
    ) -> Result<(), innkeeper_store::Error> {
        let now = panel.clock.now();
        audit::record(
            tx,
            audit::AuditEntry {
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
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_event_has_a_text_in_every_language() {
        let theme = innkeeper_theme::Theme::builder().build().unwrap();
        let texts = theme.translator();
        for locale in theme.locales() {
            for name in EventName::ALL {
                assert!(
                    texts.has(&locale.code, name.key()),
                    "{name:?} in {}",
                    locale.code
                );
            }
        }
    }

    #[test]
    fn no_two_events_share_a_text() {
        let keys: BTreeSet<&str> = EventName::ALL.iter().map(|name| name.key()).collect();
        assert_eq!(keys.len(), EventName::ALL.len());
    }

    #[test]
    fn every_text_of_an_event_belongs_to_one() {
        let sent: Vec<&str> = EventName::ALL.iter().map(|name| name.key()).collect();
        for key in keys::ALL.iter().filter(|key| key.starts_with("event-")) {
            assert!(sent.contains(key), "{key}");
        }
    }

    #[test]
    fn names_are_found_again() {
        for name in EventName::ALL {
            assert_eq!(EventName::find(name.as_str()), Some(*name));
        }
        assert_eq!(EventName::find("sign-in"), None);
    }
}
