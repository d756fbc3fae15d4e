//! Keys for programs.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::{Choice, Form, Message};
use crate::keys;

/// `account/tokens.html`: a new one begins at `{base}/account/security/tokens/new`.
#[derive(Clone, Debug, Serialize)]
pub struct TokensPage {
    /// The keys, the latest first.
    pub tokens: Vec<TokenView>,
    /// Whether the person may make keys: not before a second factor that is required.
    pub may_make: bool,
}

/// A key; it is ended by `{base}/account/security/tokens/{id}/revoke`.
#[derive(Clone, Debug, Serialize)]
pub struct TokenView {
    /// Names it in addresses.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// What it is for.
    pub scopes: Vec<Message>,
    /// Which client a user's key is for.
    pub client: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
    /// When a program last came with it.
    pub last_used_at: Option<DateTime<Utc>>,
    /// From where.
    pub last_ip: Option<String>,
}

/// `account/token_new.html`: posts to itself.
#[derive(Clone, Serialize)]
pub struct TokenNewPage {
    /// `name`, `days`, `client`, and a checkbox for each of `scopes`.
    pub form: Form,
    /// What a key can be for.
    pub scopes: Vec<ScopeView>,
    /// How many days it may live.
    pub lives: Vec<i64>,
    /// The clients of a user; none for staff.
    pub clients: Vec<Choice>,
}

/// One thing that a key can be for.
#[derive(Clone, Debug, Serialize)]
pub struct ScopeView {
    /// The name of its checkbox.
    pub field: String,
    /// Its name for programs.
    pub name: String,
    /// What it is.
    pub text: Message,
    /// Whether people need a fresh proof for it each time, and the key's program none.
    pub stands_for_step_up: bool,
}

/// `account/token_made.html`: the only page that shows a key.
#[derive(Clone, Serialize)]
pub struct TokenMadePage {
    /// What its owner calls it.
    pub name: String,
    /// The key.
    pub token: String,
    /// When it ends.
    pub expires_at: DateTime<Utc>,
}

fn token(is_used: bool) -> TokenView {
    TokenView {
        id: samples::id(40),
        name: if is_used {
            samples::LONG_NAME.into()
        } else {
            samples::HOSTILE.into()
        },
        scopes: vec![
            Message::new(keys::SCOPE_READ_USERS),
            Message::new(keys::SCOPE_RESET_FACTORS),
        ],
        client: is_used.then(|| samples::LONG_NAME.into()),
        created_at: samples::long_ago(),
        expires_at: samples::now(),
        last_used_at: is_used.then(samples::earlier),
        last_ip: is_used.then(|| "2001:db8:ffff:ffff:ffff:ffff:ffff:fffe".into()),
    }
}

impl Sample for TokensPage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                tokens: vec![],
                may_make: false,
            },
            Self {
                tokens: vec![],
                may_make: true,
            },
            Self {
                tokens: vec![token(true), token(false)],
                may_make: true,
            },
        ]
    }
}

impl Sample for TokenNewPage {
    fn samples() -> Vec<Self> {
        let scope = |name: &str, text, stands_for_step_up| ScopeView {
            field: format!("scope-{name}"),
            name: name.into(),
            text: Message::new(text),
            stands_for_step_up,
        };
        let scopes = vec![
            scope("read-users", keys::SCOPE_READ_USERS, false),
            scope("reset-factors", keys::SCOPE_RESET_FACTORS, true),
        ];
        vec![
            Self {
                form: Form::new().value("days", "90"),
                scopes: scopes.clone(),
                lives: vec![7, 90],
                clients: vec![],
            },
            Self {
                form: Form::new()
                    .value("name", samples::HOSTILE)
                    .checked("scope-read-users", true)
                    .field_error("name", Message::new(keys::ERROR_NAME_INVALID))
                    .form_error(Message::new(keys::ERROR_TOKEN_SCOPES)),
                scopes,
                lives: vec![7, 90],
                clients: vec![
                    Choice::new("1", samples::LONG_NAME),
                    Choice::new("2", samples::HOSTILE),
                ],
            },
        ]
    }
}

impl Sample for TokenMadePage {
    fn samples() -> Vec<Self> {
        let made = |name: &str| Self {
            name: name.into(),
            token: format!("ink_{}", "a2b3c4d5".repeat(7)),
            expires_at: samples::now(),
        };
        vec![made("Backup script"), made(samples::HOSTILE)]
    }
}
