//! Recovery of accounts: the pages at the door and the review by staff.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::{AuditRow, Form, Listing, Message, PersonSecurity, PersonStatus, PersonView};
use crate::keys;

/// How far a request came: the keys `recovery-state-<state>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RecoveryState {
    /// The mailbox is proved; it can be sent.
    Asked,
    /// Staff look at it.
    Open,
    /// One staff member approved, another one has to.
    Approved,
    /// Approved; the waiting time runs.
    Waiting,
    /// The factors were reset.
    Done,
    /// Staff said no.
    Refused,
    /// It was called off.
    Cancelled,
    /// Nobody went on with it in time.
    Expired,
}

impl RecoveryState {
    const ALL: [Self; 8] = [
        Self::Asked,
        Self::Open,
        Self::Approved,
        Self::Waiting,
        Self::Done,
        Self::Refused,
        Self::Cancelled,
        Self::Expired,
    ];
}

/// `door/recover.html`: posts `email` and `password` to `/login/recover`.
#[derive(Clone, Serialize)]
pub struct RecoverPage {
    /// `email`.
    pub form: Form,
}

impl Sample for RecoverPage {
    fn samples() -> Vec<Self> {
        let wrong = Form::new()
            .value("email", samples::HOSTILE)
            .form_error(Message::new(keys::ERROR_TOO_MANY_ATTEMPTS).with("seconds", 30_u32));
        vec![Self { form: Form::new() }, Self { form: wrong }]
    }
}

/// `door/recovery.html`: a request by its link; posts `token`, and `words` to send it or `cancel` to call
/// it off, to `/login/recover/request`.
#[derive(Clone, Serialize)]
pub struct RecoveryPage {
    /// `words`.
    pub form: Form,
    /// Where the link leads back to.
    pub token: String,
    /// How far it came: the keys `recovery-<state>-title` and `recovery-<state>-text`.
    pub state: RecoveryState,
    /// When the waiting time ends, where it runs.
    pub until: Option<DateTime<Utc>>,
    /// Whether it can be called off.
    pub can_cancel: bool,
}

impl Sample for RecoveryPage {
    fn samples() -> Vec<Self> {
        let mut pages: Vec<Self> = RecoveryState::ALL
            .into_iter()
            .map(|state| Self {
                form: Form::new(),
                token: "bm90LWEtc2VjcmV0".into(),
                state,
                until: (state == RecoveryState::Waiting).then(samples::later),
                can_cancel: matches!(state, RecoveryState::Open | RecoveryState::Waiting),
            })
            .collect();
        pages.push(Self {
            form: Form::new().value("words", samples::HOSTILE).field_error(
                "words",
                Message::new(keys::ERROR_TOO_LONG).with("max", 1000_u32),
            ),
            token: samples::HOSTILE.into(),
            state: RecoveryState::Asked,
            until: None,
            can_cancel: false,
        });
        pages
    }
}

/// `staff/recoveries.html`: a GET form with `status`.
#[derive(Clone, Serialize)]
pub struct RecoveriesPage {
    /// The requests, newest first.
    pub list: Listing<RecoveryRow>,
    /// The state that is filtered by; empty for all.
    pub status: String,
}

/// A request in a list.
#[derive(Clone, Debug, Serialize)]
pub struct RecoveryRow {
    /// The request's id.
    pub id: String,
    /// Who asks.
    pub name: String,
    /// Their address.
    pub email: String,
    /// How far it came.
    pub state: RecoveryState,
    /// When that ends by itself.
    pub until: Option<DateTime<Utc>>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
}

impl Sample for RecoveriesPage {
    fn samples() -> Vec<Self> {
        let row = |state| RecoveryRow {
            id: samples::id(50),
            name: samples::HOSTILE.into(),
            email: samples::LONG_EMAIL.into(),
            state,
            until: Some(samples::later()),
            created_at: samples::earlier(),
        };
        vec![
            Self {
                list: Listing::default(),
                status: String::new(),
            },
            Self {
                list: Listing::default(),
                status: "open".into(),
            },
            Self {
                list: Listing::whole(RecoveryState::ALL.map(row).into()),
                status: String::new(),
            },
        ]
    }
}

/// `staff/recovery.html`: posts `version`, `check`, `reason` and `words` to
/// `/staff/recoveries/{id}/{approve,refuse,cancel}`.
#[derive(Clone, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent questions that a template asks"
)]
pub struct RecoveryReviewPage {
    /// `reason`, `words` and the boxes of the checklist.
    pub form: Form,
    /// The request.
    pub request: RecoveryView,
    /// Who asks.
    pub user: PersonView,
    /// Factors, locks, sessions.
    pub security: PersonSecurity,
    /// What happened lately.
    pub audit: Vec<AuditRow>,
    /// What to check, each with the name of its box; empty where there is nothing to decide.
    pub checklist: Vec<CheckView>,
    /// Whether the viewer may approve now.
    pub can_approve: bool,
    /// Whether it may be refused.
    pub can_refuse: bool,
    /// Whether it may be called off.
    pub can_cancel: bool,
    /// Whether an approval needs another staff member's.
    pub needs_second: bool,
    /// How many hours pass between the last approval and the reset.
    pub wait_hours: u32,
}

/// A line of the checklist.
#[derive(Clone, Debug, Serialize)]
pub struct CheckView {
    /// The name of its box.
    pub name: String,
    /// What to check.
    pub text: Message,
}

/// A request under review.
#[derive(Clone, Debug, Serialize)]
pub struct RecoveryView {
    /// The request's id.
    pub id: String,
    /// What it was when it was drawn.
    pub version: i64,
    /// How far it came.
    pub state: RecoveryState,
    /// When that ends by itself.
    pub until: Option<DateTime<Utc>>,
    /// What the person wrote; may be empty.
    pub words: String,
    /// From where.
    pub ip: String,
    /// With what.
    pub device: Message,
    /// When.
    pub created_at: DateTime<Utc>,
    /// How many requests of theirs came before.
    pub earlier: u32,
    /// Who approved it first.
    pub approved_by: Option<String>,
    /// Who approved it after that.
    pub seconded_by: Option<String>,
    /// Why it was approved or refused.
    pub reason: Option<String>,
    /// What was ticked off.
    pub checked: Vec<Message>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

impl Sample for RecoveryReviewPage {
    fn samples() -> Vec<Self> {
        let page = |state: RecoveryState, text: &str| {
            let is_open = matches!(state, RecoveryState::Open | RecoveryState::Approved);
            Self {
                form: Form::new(),
                request: RecoveryView {
                    id: samples::id(50),
                    version: 1,
                    state,
                    until: is_open.then(samples::later),
                    words: text.into(),
                    ip: "2001:db8::7".into(),
                    device: Message::device(Some("Firefox"), Some("Linux")),
                    created_at: samples::earlier(),
                    earlier: 1,
                    approved_by: (!is_open).then(|| text.into()),
                    seconded_by: None,
                    reason: (!is_open).then(|| text.into()),
                    checked: vec![Message::text(text), Message::new(keys::RECOVERY_CHECKS[1])],
                    ended_at: (!is_open).then(samples::now),
                },
                user: PersonView {
                    id: samples::id(1),
                    name: "Ada Lovelace".into(),
                    email: "ada@example.com".into(),
                    email_confirmed_at: Some(samples::long_ago()),
                    status: PersonStatus::Active,
                    role: None,
                    locale: "en".into(),
                    time_zone: "Europe/Berlin".into(),
                    created_at: samples::long_ago(),
                    last_sign_in_at: Some(samples::earlier()),
                    password_changed_at: None,
                    exempt_until: None,
                    exempt_href: None,
                },
                security: PersonSecurity {
                    credentials: vec![samples::credential("Pixel 9")],
                    ..PersonSecurity::default()
                },
                audit: vec![],
                checklist: vec![],
                can_approve: false,
                can_refuse: is_open,
                can_cancel: is_open,
                needs_second: false,
                wait_hours: 0,
            }
        };
        let open = Self {
            checklist: vec![
                CheckView {
                    name: "check_0".into(),
                    text: Message::new(keys::RECOVERY_CHECKS[0]),
                },
                CheckView {
                    name: "check_1".into(),
                    text: Message::text(samples::HOSTILE),
                },
            ],
            can_approve: true,
            needs_second: true,
            wait_hours: 24,
            form: Form::new()
                .checked("check_0", true)
                .field_error("reason", Message::new(keys::ERROR_REQUIRED)),
            ..page(RecoveryState::Open, "My phone fell into the sea.")
        };
        vec![
            open,
            page(RecoveryState::Approved, samples::HOSTILE),
            page(RecoveryState::Done, samples::HOSTILE),
            page(RecoveryState::Refused, ""),
        ]
    }
}
