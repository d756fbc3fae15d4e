//! A person's second factors and sessions.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::slots::sample_slots;
use super::{
    CredentialState, CredentialView, FactorCard, Form, Message, PluginSlot, PromptView, ResendView,
    SessionView,
};
use crate::keys;

/// `account/security.html`: the panel "Two-factor authentication", backup codes, sessions, password.
#[derive(Clone, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent questions that a template asks"
)]
pub struct SecurityPage {
    /// Whether a second factor is on.
    pub two_factor_on: bool,
    /// Whether the provider requires one.
    pub required: bool,
    /// What the person holds, recovery apart.
    pub credentials: Vec<CredentialView>,
    /// The backup codes, if they were made.
    pub recovery: Option<CredentialView>,
    /// The factor that makes backup codes, where they can be made now.
    pub recovery_card: Option<FactorCard>,
    /// Whether there is a factor that could be added.
    pub can_add: bool,
    /// In how many places the person is signed in.
    pub sessions_count: u32,
    /// When the password was last changed.
    pub password_changed_at: Option<DateTime<Utc>>,
    /// Whether the only factor is a passkey that is lost with its device.
    pub hangs_on_one_device: bool,
    /// Whether devices may be trusted here; `{base}/account/security/devices` lists them.
    pub trusts_devices: bool,
    /// What plugins show here.
    pub slots: Vec<PluginSlot>,
}

impl Sample for SecurityPage {
    fn samples() -> Vec<Self> {
        let off = Self {
            two_factor_on: false,
            required: false,
            credentials: vec![],
            recovery: None,
            recovery_card: None,
            can_add: true,
            sessions_count: 1,
            password_changed_at: None,
            hangs_on_one_device: false,
            trusts_devices: true,
            slots: vec![],
        };
        vec![
            off.clone(),
            Self {
                two_factor_on: true,
                credentials: vec![samples::credential("Pixel 9")],
                hangs_on_one_device: true,
                recovery_card: Some(samples::card("backup-codes", true)),
                sessions_count: 2,
                password_changed_at: Some(samples::earlier()),
                ..off.clone()
            },
            Self {
                two_factor_on: true,
                required: true,
                credentials: vec![
                    CredentialView {
                        state: CredentialState::Locked,
                        locked_until: Some(samples::later()),
                        can_remove: false,
                        ..samples::credential(samples::LONG_NAME)
                    },
                    CredentialView {
                        state: CredentialState::Disabled,
                        last_used_at: None,
                        ..samples::credential(samples::HOSTILE)
                    },
                ],
                recovery: Some(samples::recovery(2)),
                recovery_card: Some(samples::card("backup-codes", true)),
                can_add: false,
                sessions_count: 14,
                password_changed_at: Some(samples::long_ago()),
                hangs_on_one_device: false,
                trusts_devices: false,
                slots: sample_slots(),
            },
            Self {
                required: true,
                ..off
            },
        ]
    }
}

/// `account/factors.html`: the factors to choose from; "Get started" posts to
/// `{base}/account/security/factors/{factor}/enrol`.
#[derive(Clone, Serialize)]
pub struct FactorsPage {
    /// What the provider allows.
    pub cards: Vec<FactorCard>,
    /// Whether the person must set one up before anything else.
    pub required: bool,
}

impl Sample for FactorsPage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                cards: vec![samples::card("totp", true), samples::card("yubikey", false)],
                required: false,
            },
            Self {
                cards: vec![FactorCard {
                    name: samples::HOSTILE.into(),
                    summary: samples::LONG_TEXT.into(),
                    icon: "no-such-icon".into(),
                    ..samples::card("io.example.very-long-plugin-id", true)
                }],
                required: true,
            },
            Self {
                cards: vec![],
                required: true,
            },
        ]
    }
}

/// `account/enrol.html`: a step of an enrolment; posts the prompts' fields, and `label` where the
/// template asks for it, to `{base}/account/security/enrolments/{enrolment_id}`.
#[derive(Clone, Serialize)]
pub struct EnrolPage {
    /// `label`.
    pub form: Form,
    /// The factor's id.
    pub factor: String,
    /// What people call it.
    pub factor_name: String,
    /// Its icon.
    pub icon: String,
    /// What to show and ask.
    pub prompts: Vec<PromptView>,
    /// Which step this is, from 1.
    pub step: u32,
    /// How many steps there are, as far as is known; never less than `step`.
    pub steps: u32,
    /// The enrolment's id.
    pub enrolment_id: String,
    /// The label of the credential that this one replaces.
    pub replaces: Option<String>,
    /// When the enrolment expires.
    pub expires_at: DateTime<Utc>,
    /// Whether this makes backup codes.
    pub recovery: bool,
}

impl Sample for EnrolPage {
    fn samples() -> Vec<Self> {
        let page = Self {
            form: Form::new(),
            factor: "totp".into(),
            factor_name: "Authenticator app".into(),
            icon: "authenticator".into(),
            prompts: samples::totp_enrolment(),
            step: 1,
            steps: 2,
            enrolment_id: samples::id(7),
            replaces: None,
            expires_at: samples::later(),
            recovery: false,
        };
        vec![
            page.clone(),
            Self {
                form: Form::new()
                    .value("label", samples::HOSTILE)
                    .field_error(
                        "code",
                        Message::text("This code is not right. Your phone is 95 seconds behind."),
                    )
                    .field_error("label", Message::new(keys::ERROR_LABEL_INVALID))
                    .form_error(Message::new(keys::ERROR_VERIFY_FAILED)),
                replaces: Some(samples::LONG_NAME.into()),
                ..page.clone()
            },
            Self {
                factor: "backup-codes".into(),
                factor_name: "Backup codes".into(),
                icon: "backup-codes".into(),
                prompts: samples::backup_codes(),
                step: 2,
                recovery: true,
                ..page.clone()
            },
            Self {
                factor_name: samples::HOSTILE.into(),
                icon: "no-such-icon".into(),
                prompts: samples::every_prompt(),
                step: 3,
                steps: 3,
                ..page
            },
        ]
    }
}

/// `account/recovered.html`: after a sign-in by a backup code. "Keep my factors" posts to
/// `{base}/account/security/recovered`.
#[derive(Clone, Serialize)]
pub struct RecoveredPage {
    /// How many backup codes are left.
    pub backup_codes_left: u32,
    /// The factors that the person may still have.
    pub credentials: Vec<CredentialView>,
}

impl Sample for RecoveredPage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                backup_codes_left: 9,
                credentials: vec![samples::credential("Pixel 9")],
            },
            Self {
                backup_codes_left: 0,
                credentials: vec![samples::credential(samples::HOSTILE)],
            },
            Self {
                backup_codes_left: 1,
                credentials: Vec::new(),
            },
        ]
    }
}

/// `account/remove.html`: posts to `{base}/account/security/credentials/{id}/remove`.
#[derive(Clone, Serialize)]
pub struct RemovePage {
    /// What would be removed.
    pub credential: CredentialView,
    /// Whether it is the last one, so that the second step is switched off with it.
    pub last: bool,
    /// Errors only.
    pub form: Form,
}

impl Sample for RemovePage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                credential: samples::credential("Pixel 9"),
                last: false,
                form: Form::new(),
            },
            Self {
                credential: samples::credential(samples::HOSTILE),
                last: true,
                form: Form::new().form_error(Message::new(keys::ERROR_FACTOR_REQUIRED)),
            },
            Self {
                credential: samples::recovery(0),
                last: false,
                form: Form::new(),
            },
        ]
    }
}

/// `account/rename.html`: posts `label` to `{base}/account/security/credentials/{id}/rename`.
#[derive(Clone, Serialize)]
pub struct RenamePage {
    /// What is renamed.
    pub credential: CredentialView,
    /// `label`.
    pub form: Form,
}

impl Sample for RenamePage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                credential: samples::credential("Pixel 9"),
                form: Form::new().value("label", "Pixel 9"),
            },
            Self {
                credential: samples::credential(samples::HOSTILE),
                form: Form::new()
                    .value("label", samples::HOSTILE)
                    .field_error("label", Message::new(keys::ERROR_LABEL_INVALID)),
            },
        ]
    }
}

/// `account/sessions.html`: ends one at `{base}/account/security/sessions/{id}/revoke`, all at
/// `{base}/logout/everywhere`.
#[derive(Clone, Serialize)]
pub struct SessionsPage {
    /// Where the person is signed in, this place first.
    pub sessions: Vec<SessionView>,
}

impl Sample for SessionsPage {
    fn samples() -> Vec<Self> {
        vec![
            Self {
                sessions: vec![samples::session(true)],
            },
            Self {
                sessions: vec![
                    samples::session(true),
                    samples::session(false),
                    SessionView {
                        device: Message::text(samples::HOSTILE),
                        ip: "2001:db8:ffff:ffff:ffff:ffff:ffff:fffe".into(),
                        created_at: samples::long_ago(),
                        ..samples::session(false)
                    },
                    SessionView {
                        device: Message::device(None, None),
                        ..samples::session(false)
                    },
                ],
            },
        ]
    }
}

/// `account/devices.html`: browsers that are not asked for a second factor.
#[derive(Clone, Debug, Serialize)]
pub struct DevicesPage {
    /// The browsers, the latest first.
    pub devices: Vec<TrustedDeviceView>,
}

/// A browser that is not asked for a second factor; trust ends by
/// `{base}/account/security/devices/{id}/distrust`.
#[derive(Clone, Debug, Serialize)]
pub struct TrustedDeviceView {
    /// Names it in addresses.
    pub id: String,
    /// What it is.
    pub device: Message,
    /// From where it was used last.
    pub ip: String,
    /// When it was used last.
    pub last_used_at: DateTime<Utc>,
    /// Until when it is trusted.
    pub expires_at: DateTime<Utc>,
}

impl Sample for DevicesPage {
    fn samples() -> Vec<Self> {
        vec![
            Self { devices: vec![] },
            Self {
                devices: vec![
                    samples::trusted_device(Message::device(Some("Firefox"), Some("Linux"))),
                    samples::trusted_device(Message::text(samples::HOSTILE)),
                ],
            },
        ]
    }
}

/// `account/step_up.html`: fresh proof for a sensitive action; posts `password` or the prompts' fields,
/// and `next`, to `{base}/account/step-up`.
#[derive(Clone, Serialize)]
pub struct StepUpPage {
    /// Errors only.
    pub form: Form,
    /// Where the person goes on to.
    pub next: String,
    /// Whether the password is asked, for people without a second factor.
    pub with_password: bool,
    /// What people call the factor, if one is asked.
    pub factor_name: Option<String>,
    /// Which of several credentials is meant.
    pub credential_label: Option<String>,
    /// What to show and ask.
    pub prompts: Vec<PromptView>,
    /// Whether there is another way.
    pub others: bool,
    /// How to get another code, where codes are sent.
    pub resend: Option<ResendView>,
    /// How long nothing will be accepted.
    pub wait_seconds: Option<u32>,
}

impl Sample for StepUpPage {
    fn samples() -> Vec<Self> {
        let page = Self {
            form: Form::new(),
            next: "/account/security".into(),
            with_password: true,
            factor_name: None,
            credential_label: None,
            prompts: vec![],
            others: false,
            resend: None,
            wait_seconds: None,
        };
        vec![
            page.clone(),
            Self {
                form: Form::new().field_error("password", Message::new(keys::ERROR_PASSWORD_WRONG)),
                resend: Some(ResendView {
                    option: "email-code".into(),
                    from: Some(samples::later()),
                }),
                wait_seconds: Some(4),
                ..page.clone()
            },
            Self {
                with_password: false,
                factor_name: Some("Authenticator app".into()),
                credential_label: Some("Pixel 9".into()),
                prompts: vec![samples::digits()],
                others: true,
                ..page.clone()
            },
            Self {
                form: Form::new().form_error(Message::new(keys::ERROR_FACTOR_UNAVAILABLE)),
                next: "/account?\"><script>".into(),
                with_password: false,
                factor_name: Some(samples::HOSTILE.into()),
                credential_label: Some(samples::LONG_NAME.into()),
                prompts: samples::every_prompt(),
                others: true,
                resend: None,
                wait_seconds: Some(900),
            },
        ]
    }
}
