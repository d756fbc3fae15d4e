//! The staff area's pages about users, and what every person has: a status, factors, locks.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::slots::sample_slots;
use super::staff_system::sample_audit_row;
use super::{
    AuditRow, CredentialState, CredentialView, Listing, Message, PluginSlot, SessionView,
    TrustedDeviceView,
};
use crate::keys;

/// Whether a person may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonStatus {
    /// Yes.
    Active,
    /// No: staff disabled the account.
    Disabled,
}

/// `staff/users.html`: a GET form with `q` and `status`.
#[derive(Clone, Serialize)]
pub struct UsersPage {
    /// The users.
    pub list: Listing<UserRow>,
    /// What was searched for; empty for everybody.
    pub search: String,
}

/// A user in a list.
#[derive(Clone, Debug, Serialize)]
pub struct UserRow {
    /// The user's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Whether the address is confirmed.
    pub confirmed: bool,
    /// Whether they may sign in.
    pub status: PersonStatus,
    /// Whether a second factor is on.
    pub two_factor: bool,
    /// Since when they are here.
    pub created_at: DateTime<Utc>,
    /// When they last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
}

impl Sample for UsersPage {
    fn samples() -> Vec<Self> {
        let row = UserRow {
            id: samples::id(10),
            name: "Ada Lovelace".into(),
            email: "ada@example.com".into(),
            confirmed: true,
            status: PersonStatus::Active,
            two_factor: true,
            created_at: samples::long_ago(),
            last_sign_in_at: Some(samples::earlier()),
        };
        let nasty = UserRow {
            name: samples::HOSTILE.into(),
            email: samples::LONG_EMAIL.into(),
            confirmed: false,
            status: PersonStatus::Disabled,
            two_factor: false,
            last_sign_in_at: None,
            ..row.clone()
        };
        vec![
            Self {
                list: Listing::default(),
                search: String::new(),
            },
            Self {
                list: Listing::default(),
                search: samples::HOSTILE.into(),
            },
            Self {
                list: Listing {
                    rows: vec![row, nasty],
                    next: Some("/staff/users?after=a&q=\"".into()),
                    previous: Some("/staff/users?before=a".into()),
                    first: Some("/staff/users".into()),
                    total: Some(12_345),
                },
                search: "a".into(),
            },
        ]
    }
}

/// `staff/user.html`; its buttons lead to `/staff/users/{id}/{action}`.
#[derive(Clone, Serialize)]
pub struct UserPage {
    /// Who it is.
    pub user: PersonView,
    /// The clients they belong to.
    pub memberships: Vec<MembershipRow>,
    /// Factors, locks, sessions.
    pub security: PersonSecurity,
    /// What happened lately.
    pub audit: Vec<AuditRow>,
    /// What the viewer may do: `disable`, `enable`, `end-sessions`, `reset-password`, `clear-locks`,
    /// `reset-factors`; the keys `user-action-<name>`.
    pub actions: Vec<String>,
    /// What plugins show here.
    pub slots: Vec<PluginSlot>,
}

/// A user or staff member in full.
#[derive(Clone, Debug, Serialize)]
pub struct PersonView {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address.
    pub email: String,
    /// When the address was confirmed.
    pub email_confirmed_at: Option<DateTime<Utc>>,
    /// Whether they may sign in.
    pub status: PersonStatus,
    /// A staff member's role: the keys `role-<role>`.
    pub role: Option<String>,
    /// Their language.
    pub locale: String,
    /// Their time zone.
    pub time_zone: String,
    /// Since when they are here.
    pub created_at: DateTime<Utc>,
    /// When they last signed in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// When the password was last changed.
    pub password_changed_at: Option<DateTime<Utc>>,
    /// Until when they are exempt from the rules about second factors.
    pub exempt_until: Option<DateTime<Utc>>,
    /// Where they are exempted, for those who may.
    pub exempt_href: Option<String>,
}

/// A client a user belongs to.
#[derive(Clone, Debug, Serialize)]
pub struct MembershipRow {
    /// The client's id.
    pub client_id: String,
    /// The client's name.
    pub client_name: String,
    /// Whether the user owns it.
    pub owner: bool,
    /// What they may do otherwise.
    pub permissions: Vec<String>,
}

/// A person's factors, locks and sessions as staff see them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PersonSecurity {
    /// What they hold and held.
    pub credentials: Vec<CredentialView>,
    /// What is locked at the moment.
    pub locks: Vec<LockView>,
    /// Where they are signed in.
    pub sessions: Vec<SessionView>,
    /// What is asked for their password alone; staff members have none.
    pub devices: Vec<TrustedDeviceView>,
    /// Whether the viewer may end that, at `/staff/users/{id}/devices/{device}/distrust`.
    pub may_distrust: bool,
}

/// Something that accepts nothing for a while.
#[derive(Clone, Debug, Serialize)]
pub struct LockView {
    /// What is locked: the keys `lock-<scope>` (`password`, `second-factor`, `credential`).
    pub scope: String,
    /// Which one, where there are several.
    pub label: Option<String>,
    /// How many failures in a row.
    pub failures: u32,
    /// Until when.
    pub until: DateTime<Utc>,
}

pub(super) fn sample_person(name: &str) -> PersonView {
    PersonView {
        id: samples::id(10),
        name: name.into(),
        email: "ada@example.com".into(),
        email_confirmed_at: Some(samples::long_ago()),
        status: PersonStatus::Active,
        role: None,
        locale: "en".into(),
        time_zone: "Europe/London".into(),
        created_at: samples::long_ago(),
        last_sign_in_at: Some(samples::earlier()),
        password_changed_at: None,
        exempt_until: None,
        exempt_href: None,
    }
}

pub(super) fn sample_security() -> PersonSecurity {
    let lock = |scope: &str, label: Option<&str>| LockView {
        scope: scope.into(),
        label: label.map(str::to_owned),
        failures: 10,
        until: samples::later(),
    };
    PersonSecurity {
        credentials: vec![
            samples::credential(samples::HOSTILE),
            CredentialView {
                state: CredentialState::Removed,
                ..samples::credential("Old phone")
            },
            CredentialView {
                state: CredentialState::Locked,
                ..samples::recovery(1)
            },
            CredentialView {
                state: CredentialState::Disabled,
                last_used_at: None,
                ..samples::credential("Tablet")
            },
        ],
        locks: vec![
            lock("password", None),
            lock("second-factor", None),
            lock("credential", Some(samples::HOSTILE)),
        ],
        sessions: vec![samples::session(false), samples::session(false)],
        devices: vec![
            samples::trusted_device(Message::device(Some("Firefox"), Some("Linux"))),
            samples::trusted_device(Message::text(samples::HOSTILE)),
        ],
        may_distrust: true,
    }
}

impl Sample for UserPage {
    fn samples() -> Vec<Self> {
        let membership = |name: &str, owner, permissions: &[&str]| MembershipRow {
            client_id: samples::id(1),
            client_name: name.into(),
            owner,
            permissions: permissions.iter().map(ToString::to_string).collect(),
        };
        vec![
            Self {
                user: sample_person("Ada Lovelace"),
                memberships: vec![],
                security: PersonSecurity::default(),
                audit: vec![],
                actions: vec![],
                slots: vec![],
            },
            Self {
                user: PersonView {
                    email: samples::LONG_EMAIL.into(),
                    email_confirmed_at: None,
                    status: PersonStatus::Disabled,
                    last_sign_in_at: None,
                    password_changed_at: Some(samples::earlier()),
                    exempt_until: Some(samples::later()),
                    exempt_href: Some("/staff/settings/exempt/1".into()),
                    ..sample_person(samples::HOSTILE)
                },
                memberships: vec![
                    membership(samples::LONG_NAME, true, &[]),
                    membership(samples::HOSTILE, false, &samples::permissions()),
                    membership("Analytical Engines Ltd", false, &[]),
                ],
                security: sample_security(),
                audit: vec![sample_audit_row(true), sample_audit_row(false)],
                actions: keys::USER_ACTIONS.map(str::to_owned).into(),
                slots: sample_slots(),
            },
        ]
    }
}
