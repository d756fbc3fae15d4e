//! The staff area's pages about the house itself: dashboard, audit log, settings, questions.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::{Choice, Form, Listing, Message, PluginStatus};
use crate::keys;

/// `staff/dashboard.html`.
#[derive(Clone, Serialize)]
pub struct StaffDashboardPage {
    /// How much there is of everything.
    pub counts: DashboardCounts,
    /// How many mails could not be sent.
    pub mails_failed: u64,
    /// How many jobs were given up.
    pub jobs_dead: u64,
    /// Plugins that do not work although they should, for those who look after plugins.
    pub plugins: Vec<PluginTrouble>,
    /// Networks that tried too many stolen passwords, for those who may let them in again.
    pub shut_out: Vec<ShutOutNetwork>,
    /// What happened lately.
    pub audit: Vec<AuditRow>,
}

/// A plugin that does not work although it should.
#[derive(Clone, Debug, Serialize)]
pub struct PluginTrouble {
    /// Its name among all plugins.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it is in: [`PluginStatus::Stopped`] or [`PluginStatus::Faulted`].
    pub status: PluginStatus,
}

/// A network from which no passwords are tried for a while.
#[derive(Clone, Debug, Serialize)]
pub struct ShutOutNetwork {
    /// The IPv4 address, or the /64 of an IPv6 address.
    pub network: String,
    /// How many wrong pairs of address and password came from there.
    pub pairs: u64,
    /// Until when.
    pub until: DateTime<Utc>,
}

/// How much there is of everything.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct DashboardCounts {
    /// Users.
    pub users: u64,
    /// Users with a second factor.
    pub users_with_factor: u64,
    /// Clients in business.
    pub clients: u64,
    /// Staff members.
    pub staff: u64,
    /// Sessions that are open.
    pub sessions: u64,
}

impl Sample for StaffDashboardPage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                counts: DashboardCounts::default(),
                mails_failed: 0,
                jobs_dead: 0,
                plugins: vec![],
                shut_out: vec![],
                audit: vec![],
            },
            Self {
                counts: DashboardCounts {
                    users: 12_345,
                    users_with_factor: 6_789,
                    clients: 10_001,
                    staff: 1,
                    sessions: 1_234_567,
                },
                mails_failed: 1,
                jobs_dead: 1_204,
                plugins: [PluginStatus::Stopped, PluginStatus::Faulted]
                    .map(|status| PluginTrouble {
                        id: "dev.acme.sms-code".into(),
                        name: samples::HOSTILE.into(),
                        status,
                    })
                    .into(),
                shut_out: vec![
                    ShutOutNetwork {
                        network: "203.0.113.66".into(),
                        pairs: 100,
                        until: samples::later(),
                    },
                    ShutOutNetwork {
                        network: "2001:db8:1234:5678::/64".into(),
                        pairs: 1_200,
                        until: samples::later(),
                    },
                ],
                audit: vec![sample_audit_row(true), sample_audit_row(false)],
            },
        ]
    }
}

/// An entry of the audit log.
#[derive(Clone, Debug, Serialize)]
pub struct AuditRow {
    /// Its id.
    pub id: String,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What happened.
    pub event: EventText,
    /// Who did it; none for the house itself.
    pub actor: Option<Party>,
    /// To whom or what.
    pub subject: Option<Party>,
    /// For which client.
    pub client: Option<Party>,
    /// From where.
    pub ip: Option<String>,
    /// With what.
    pub device: Option<Message>,
    /// Names the request in the logs.
    pub request_id: Option<String>,
    /// What else is known, by name.
    pub detail: Vec<Detail>,
}

/// A kind of event.
#[derive(Clone, Debug, Serialize)]
pub struct EventText {
    /// As programs call it: `sign-in.succeeded`.
    pub name: String,
    /// As people read it. For an event that this version does not know it is the name.
    pub text: Message,
}

impl EventText {
    /// An event and its text, one of the keys `event-…`.
    pub fn new(name: impl Into<String>, text: Message) -> Self {
        Self {
            name: name.into(),
            text,
        }
    }
}

/// Somebody or something in the audit log.
#[derive(Clone, Debug, Serialize)]
pub struct Party {
    /// What it is: `user`, `staff`, `system`, `client`, `credential`, … : the keys `party-<kind>` of
    /// the first three and of `client`.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Its page, if it has one.
    pub href: Option<String>,
}

/// A further fact of an audit entry.
#[derive(Clone, Debug, Serialize)]
pub struct Detail {
    /// Its name, for programs.
    pub name: String,
    /// Its value.
    pub value: String,
}

pub(super) fn sample_audit_row(full: bool) -> AuditRow {
    let party = |kind: &str, name: &str, href: Option<&str>| Party {
        kind: kind.into(),
        name: name.into(),
        href: href.map(str::to_owned),
    };
    AuditRow {
        id: samples::id(30),
        at: samples::earlier(),
        event: if full {
            EventText::new("factor.enrolled", Message::new(keys::EVENT_FACTOR_ENROLLED))
        } else {
            EventText::new("of.another-version", Message::text("of.another-version"))
        },
        actor: full.then(|| party("staff", samples::HOSTILE, Some("/staff/members/1"))),
        subject: full.then(|| party("user", samples::LONG_NAME, Some("/staff/users/1"))),
        client: full.then(|| party("client", samples::LONG_NAME, None)),
        ip: full.then(|| "2001:db8::1".into()),
        device: full.then(|| Message::device(Some("Firefox"), Some("Linux"))),
        request_id: full.then(|| "01jd8z3k7q2m".into()),
        detail: if full {
            vec![Detail {
                name: "reason".into(),
                value: samples::HOSTILE.into(),
            }]
        } else {
            vec![]
        },
    }
}

/// `staff/audit.html`: a GET form with the filters' names.
#[derive(Clone, Serialize)]
pub struct AuditPage {
    /// The entries, newest first.
    pub list: Listing<AuditRow>,
    /// What is filtered by; empty strings for nothing.
    pub filters: AuditFilters,
    /// The events to choose from.
    pub events: Vec<EventText>,
    /// Whether the log is as it was written.
    pub chain: ChainView,
}

/// What is known of the audit log's chain.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChainView {
    /// When all of it was last checked; none before the first time.
    pub checked_at: Option<DateTime<Utc>>,
    /// The last line's number and the beginning of its code; none before there is a line.
    pub head: Option<String>,
    /// What is wrong; none where nothing was found.
    pub broken: Option<Message>,
}

/// What the audit log is filtered by.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AuditFilters {
    /// An event's name or its beginning.
    pub event: String,
    /// An actor's id.
    pub actor: String,
    /// A subject's id.
    pub subject: String,
    /// An address.
    pub ip: String,
    /// The first day, `YYYY-MM-DD`.
    pub from: String,
    /// The last day, `YYYY-MM-DD`.
    pub to: String,
}

impl Sample for AuditPage {
    fn samples() -> Vec<Self> {
        let events = vec![
            EventText::new("factor.enrolled", Message::new(keys::EVENT_FACTOR_ENROLLED)),
            EventText::new("keys.rotated", Message::new(keys::EVENT_KEYS_ROTATED)),
        ];
        vec![
            Self {
                list: Listing::default(),
                filters: AuditFilters::default(),
                events: vec![],
                chain: ChainView::default(),
            },
            Self {
                list: Listing::default(),
                filters: AuditFilters::default(),
                events: vec![],
                chain: ChainView {
                    checked_at: Some(samples::earlier()),
                    head: Some("4711:0123456789abcdef".into()),
                    broken: Some(Message::new(keys::AUDIT_CHAIN_CHANGED).with("line", "12")),
                },
            },
            Self {
                list: Listing {
                    rows: vec![sample_audit_row(true), sample_audit_row(false)],
                    next: Some("/staff/audit?after=a".into()),
                    previous: None,
                    first: Some("/staff/audit".into()),
                    total: None,
                },
                filters: AuditFilters {
                    event: "factor.enrolled".into(),
                    actor: samples::HOSTILE.into(),
                    from: "2026-01-01".into(),
                    ..AuditFilters::default()
                },
                events,
                chain: ChainView {
                    checked_at: Some(samples::earlier()),
                    head: Some("4711:0123456789abcdef".into()),
                    broken: None,
                },
            },
        ]
    }
}

/// `staff/settings.html`: posts to `/staff/settings`, a test mail to `/staff/settings/test-mail`.
#[derive(Clone, Serialize)]
pub struct SettingsPage {
    /// `brand_name`, `support_email`, `locale`, `time_zone`, `password_min_length`,
    /// `password_min_length_alone`, the checkboxes `registration_open`, `trusted_devices`,
    /// and the fields that `factors` names.
    pub form: Form,
    /// Every second factor.
    pub factors: Vec<FactorRuleView>,
    /// The languages to choose from.
    pub locales: Vec<Choice>,
    /// The time zones to choose from.
    pub time_zones: Vec<String>,
}

/// What may be set about one factor.
#[derive(Clone, Debug, Serialize)]
pub struct FactorRuleView {
    /// What people call it.
    pub name: String,
    /// Its icon.
    pub icon: String,
    /// The name of the checkbox for users.
    pub users_field: String,
    /// The name of the checkbox for staff.
    pub staff_field: String,
    /// The name of the field for its class; none where the class cannot be another.
    pub class_field: Option<String>,
    /// The class that its module suggests.
    pub suggested: String,
    /// How many people can use it.
    pub holders: u32,
    /// How many of them could use nothing else.
    pub sole: u32,
    /// Where staff can try what it depends on, if it depends on anything.
    pub test_action: Option<String>,
}

impl Sample for SettingsPage {
    fn samples() -> Vec<Self> {
        let factors: Vec<_> = [
            ("totp", "Authenticator app", 12),
            ("email-code", samples::HOSTILE, 1),
        ]
        .into_iter()
        .map(|(id, name, holders)| FactorRuleView {
            name: name.into(),
            icon: "authenticator".into(),
            users_field: format!("factor_{id}_users"),
            staff_field: format!("factor_{id}_staff"),
            class_field: (id == "totp").then(|| format!("factor_{id}_class")),
            suggested: "strong".into(),
            holders,
            sole: holders / 2,
            test_action: (id == "totp").then(|| format!("/staff/settings/factors/{id}/test")),
        })
        .collect();
        let page = |form| Self {
            form,
            factors: factors.clone(),
            locales: vec![Choice::new("en", "English"), Choice::new("de", "Deutsch")],
            time_zones: ["Europe/Berlin", "UTC"].map(str::to_owned).into(),
        };
        vec![
            page(
                Form::new()
                    .value("brand_name", "Sunny Hosting")
                    .value("support_email", "support@sunny.example")
                    .value("locale", "de")
                    .value("time_zone", "Europe/Berlin")
                    .value("password_min_length", "8")
                    .value("password_min_length_alone", "15")
                    .checked("factor_totp_users", true)
                    .value("factor_totp_class", "strong")
                    .checked("registration_open", true),
            ),
            page(
                Form::new()
                    .value("brand_name", samples::HOSTILE)
                    .field_error(
                        "brand_name",
                        Message::new(keys::ERROR_TOO_LONG).with("max", 80_u32),
                    )
                    .field_error("support_email", Message::new(keys::ERROR_EMAIL_INVALID))
                    .field_error(
                        "password_min_length",
                        Message::new(keys::ERROR_NUMBER_RANGE)
                            .with("min", 8_u32)
                            .with("max", 64_u32),
                    )
                    .form_error(Message::new(keys::ERROR_CONFLICT)),
            ),
        ]
    }
}

/// `staff/confirm_action.html`: a question before something that cannot be taken back; posts `fields`
/// to `action`.
#[derive(Clone, Serialize)]
pub struct ConfirmActionPage {
    /// The question.
    pub title: Message,
    /// What will happen.
    pub text: Message,
    /// Where the answer is posted.
    pub action: String,
    /// What the button says.
    pub button: Message,
    /// Where "cancel" leads.
    pub cancel_href: String,
    /// Whether it hurts.
    pub danger: bool,
    /// The fields' values and errors.
    pub form: Form,
    /// What is asked.
    pub fields: Vec<ActionField>,
}

/// A field of a confirmation.
#[derive(Clone, Debug, Serialize)]
pub struct ActionField {
    /// The field's name.
    pub name: String,
    /// Its label; none for a hidden one.
    pub label: Option<Message>,
    /// How it looks.
    pub kind: ActionFieldKind,
    /// Whether it must be filled.
    pub required: bool,
}

/// How a field of a confirmation looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionFieldKind {
    /// Not at all; its value is in the form.
    Hidden,
    /// One line.
    Text,
    /// Several lines.
    Area,
    /// A box to tick, `yes`.
    Check,
}

impl Sample for ConfirmActionPage {
    fn samples() -> Vec<Self> {
        let field = |name: &str, label: Option<&'static str>, kind| ActionField {
            name: name.into(),
            label: label.map(Message::new),
            kind,
            required: kind != ActionFieldKind::Check,
        };
        let mut pages: Vec<Self> = keys::USER_ACTION_QUESTIONS
            .iter()
            .map(|sentences| Self {
                title: Message::new(sentences.title).with("name", "Ada Lovelace"),
                text: Message::new(sentences.text).with("name", "Ada Lovelace"),
                action: "/staff/users/1/disable".into(),
                button: Message::new(sentences.button),
                cancel_href: "/staff/users/1".into(),
                danger: true,
                form: Form::new(),
                fields: vec![],
            })
            .collect();
        if let Some(first) = pages.first().cloned() {
            pages.push(Self {
                title: Message::text(samples::HOSTILE),
                text: Message::text(samples::LONG_TEXT),
                danger: false,
                form: Form::new()
                    .value("version", "7")
                    .value("reason", samples::HOSTILE)
                    .field_error("reason", Message::new(keys::ERROR_REQUIRED)),
                fields: vec![
                    field("version", None, ActionFieldKind::Hidden),
                    field("reason", Some(keys::FIELD_REASON), ActionFieldKind::Area),
                    field("note", Some(keys::FIELD_REASON), ActionFieldKind::Text),
                    field("notify", Some(keys::FIELD_NOTIFY), ActionFieldKind::Check),
                ],
                ..first
            });
        }
        pages
    }
}
