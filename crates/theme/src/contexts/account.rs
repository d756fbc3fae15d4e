//! What a person who is signed in sees about themselves, and the customer area's home.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::slots::sample_slots;
use super::{Choice, Form, Message, PluginSlot};
use crate::keys;

/// `customer/home.html`: the front door for visitors.
#[derive(Clone, Serialize)]
pub struct HomePage {
    /// Whether to offer registration.
    pub can_register: bool,
}

impl Sample for HomePage {
    fn samples() -> Vec<Self> {
        vec![
            Self { can_register: true },
            Self {
                can_register: false,
            },
        ]
    }
}

/// `account/home.html`.
#[derive(Clone, Serialize)]
pub struct AccountHomePage {
    /// The clients the person belongs to.
    pub clients: Vec<ClientCard>,
    /// How safe the account is.
    pub security: SecuritySummary,
    /// When the person signed in before this time.
    pub last_sign_in: Option<DateTime<Utc>>,
    /// What plugins show here.
    pub slots: Vec<PluginSlot>,
}

/// A client the person belongs to.
#[derive(Clone, Debug, Serialize)]
pub struct ClientCard {
    /// The client's id.
    pub id: String,
    /// The client's name.
    pub name: String,
    /// Whether the person owns it, with every permission.
    pub owner: bool,
    /// What the person may do there otherwise: the keys `permission-<name>`.
    pub permissions: Vec<String>,
    /// Whether it is the one in use.
    pub current: bool,
}

/// How safe an account is, in three numbers.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct SecuritySummary {
    /// Whether a second factor is on.
    pub two_factor: bool,
    /// How many backup codes are left, where there are any.
    pub backup_codes_left: Option<u32>,
    /// In how many places the person is signed in.
    pub sessions: u32,
}

impl Sample for AccountHomePage {
    fn samples() -> Vec<Self> {
        let client = |name: &str, owner, permissions: &[&str], current| ClientCard {
            id: samples::id(1),
            name: name.into(),
            owner,
            permissions: permissions.iter().map(ToString::to_string).collect(),
            current,
        };
        let security = |two_factor, backup_codes_left, sessions| SecuritySummary {
            two_factor,
            backup_codes_left,
            sessions,
        };
        vec![
            Self {
                clients: vec![],
                security: security(false, None, 1),
                last_sign_in: None,
                slots: vec![],
            },
            Self {
                clients: vec![client("Analytical Engines Ltd", true, &[], true)],
                security: security(true, Some(10), 2),
                last_sign_in: Some(samples::earlier()),
                slots: vec![],
            },
            Self {
                clients: vec![
                    client(samples::LONG_NAME, false, &samples::permissions(), true),
                    client(samples::HOSTILE, false, &[], false),
                ],
                security: security(true, Some(0), 14),
                last_sign_in: Some(samples::long_ago()),
                slots: sample_slots(),
            },
        ]
    }
}

/// `account/profile.html`: posts `name`, `locale` and `time_zone` to `{base}/account/profile`.
#[derive(Clone, Serialize)]
pub struct ProfilePage {
    /// `name`, `locale`, `time_zone`.
    pub form: Form,
    /// The languages to choose from.
    pub locales: Vec<Choice>,
    /// The time zones to choose from.
    pub time_zones: Vec<String>,
    /// The number of a mobile, written as people write it.
    pub mobile: Option<String>,
}

impl Sample for ProfilePage {
    fn samples() -> Vec<Self> {
        let page = |form| Self {
            form,
            locales: vec![Choice::new("en", "English"), Choice::new("de", "Deutsch")],
            time_zones: ["America/Argentina/Buenos_Aires", "Europe/Berlin", "UTC"]
                .map(str::to_owned)
                .into(),
            mobile: None,
        };
        let filled = |name: &str| {
            Form::new()
                .value("name", name)
                .value("locale", "de")
                .value("time_zone", "Europe/Berlin")
        };
        vec![
            Self {
                mobile: Some("+49 1512 3456789".into()),
                ..page(filled("Ada Lovelace"))
            },
            page(
                filled(samples::HOSTILE)
                    .field_error("name", Message::new(keys::ERROR_NAME_INVALID)),
            ),
            page(
                Form::new()
                    .value("time_zone", "Mars/Phobos")
                    .field_error("name", Message::new(keys::ERROR_REQUIRED))
                    .field_error("time_zone", Message::new(keys::ERROR_CHOICE_INVALID)),
            ),
        ]
    }
}

/// `account/email.html`: posts `email` to `{base}/account/email`.
#[derive(Clone, Serialize)]
pub struct EmailPage {
    /// `email`.
    pub form: Form,
    /// The address in use.
    pub current: String,
    /// A new address that is not confirmed yet.
    pub pending: Option<PendingEmail>,
}

/// A new address that waits for its confirmation.
#[derive(Clone, Debug, Serialize)]
pub struct PendingEmail {
    /// The address.
    pub email: String,
    /// Until when the link works.
    pub expires_at: DateTime<Utc>,
}

impl Sample for EmailPage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                form: Form::new(),
                current: "ada@example.com".into(),
                pending: None,
            },
            Self {
                form: Form::new()
                    .value("email", samples::HOSTILE)
                    .field_error("email", Message::new(keys::ERROR_EMAIL_UNCHANGED)),
                current: samples::LONG_EMAIL.into(),
                pending: Some(PendingEmail {
                    email: samples::LONG_EMAIL.into(),
                    expires_at: samples::later(),
                }),
            },
        ]
    }
}

/// `account/password.html`: posts `current_password` and `password` to `{base}/account/password`.
#[derive(Clone, Serialize)]
pub struct PasswordPage {
    /// Errors only.
    pub form: Form,
    /// How long a password must be.
    pub min_length: u32,
    /// When it was last changed.
    pub changed_at: Option<DateTime<Utc>>,
}

impl Sample for PasswordPage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                form: Form::new(),
                min_length: 12,
                changed_at: None,
            },
            Self {
                form: Form::new()
                    .field_error("current_password", Message::new(keys::ERROR_PASSWORD_WRONG))
                    .field_error("password", Message::new(keys::ERROR_PASSWORD_TOO_COMMON)),
                min_length: 15,
                changed_at: Some(samples::long_ago()),
            },
        ]
    }
}
