//! Signing in, registering, and getting back in; shared by both areas, `frame.area` tells which.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::{Form, Message, PromptView};
use crate::keys;

/// `door/login.html`: posts `email`, `password` and `next` to `{base}/login`.
#[derive(Clone, Serialize)]
pub struct LoginPage {
    /// `email`.
    pub form: Form,
    /// Where the person wanted to go.
    pub next: Option<String>,
    /// Whether to offer registration.
    pub can_register: bool,
    /// Whether to offer a sign-in without a password; posts `next` to `{base}/login/passkey`.
    pub passkeys: bool,
}

impl Sample for LoginPage {
    fn samples() -> Vec<Self> {
        let page = |form, next: Option<&str>, can_register| Self {
            form,
            next: next.map(str::to_owned),
            can_register,
            passkeys: can_register,
        };
        vec![
            page(Form::new(), None, true),
            page(
                Form::new()
                    .value("email", samples::LONG_EMAIL)
                    .form_error(Message::new(keys::ERROR_SIGN_IN_FAILED)),
                Some("/account/security?from=mail&x=\"><b>"),
                true,
            ),
            page(
                Form::new()
                    .value("email", samples::HOSTILE)
                    .field_error("email", Message::new(keys::ERROR_EMAIL_INVALID))
                    .field_error("password", Message::new(keys::ERROR_REQUIRED))
                    .form_error(
                        Message::new(keys::ERROR_TOO_MANY_ATTEMPTS).with("seconds", 240_u32),
                    ),
                None,
                false,
            ),
        ]
    }
}

/// `door/passkey.html`: a sign-in without a password; posts the prompts' fields to
/// `{base}/login/passkey/answer`.
#[derive(Clone, Serialize)]
pub struct PasskeyPage {
    /// Errors only.
    pub form: Form,
    /// The factor's icon.
    pub icon: String,
    /// What to show and ask.
    pub prompts: Vec<PromptView>,
    /// When the question expires.
    pub expires_at: DateTime<Utc>,
}

impl Sample for PasskeyPage {
    fn samples() -> Vec<Self> {
        let page = Self {
            form: Form::new(),
            icon: "passkey".into(),
            prompts: samples::every_prompt(),
            expires_at: samples::later(),
        };
        vec![
            page.clone(),
            Self {
                form: Form::new().field_error("passkey", Message::text(samples::HOSTILE)),
                icon: samples::HOSTILE.into(),
                ..page
            },
        ]
    }
}

/// `door/verify.html`: the second step; posts the prompts' fields to `{base}/login/verify`.
#[derive(Clone, Serialize)]
pub struct VerifyPage {
    /// Errors only.
    pub form: Form,
    /// What people call the factor.
    pub factor_name: String,
    /// The factor's icon.
    pub icon: String,
    /// Which of several credentials is meant.
    pub credential_label: Option<String>,
    /// What to show and ask.
    pub prompts: Vec<PromptView>,
    /// Whether there is another way, at `{base}/login/verify/other`.
    pub others: bool,
    /// Whether the box `trust` is offered: not to be asked in this browser for a while.
    pub can_trust: bool,
    /// How to get another code, where codes are sent.
    pub resend: Option<ResendView>,
    /// When this sign-in expires.
    pub expires_at: DateTime<Utc>,
    /// How long nothing will be accepted.
    pub wait_seconds: Option<u32>,
}

impl Sample for VerifyPage {
    fn samples() -> Vec<Self> {
        let page = Self {
            form: Form::new(),
            factor_name: "Authenticator app".into(),
            icon: "authenticator".into(),
            credential_label: None,
            prompts: vec![samples::digits()],
            others: false,
            can_trust: false,
            resend: None,
            expires_at: samples::later(),
            wait_seconds: None,
        };
        vec![
            page.clone(),
            Self {
                form: Form::new()
                    .field_error(
                        "code",
                        Message::text("This code is not right. Your phone is 95 seconds behind."),
                    )
                    .form_error(Message::new(keys::ERROR_VERIFY_FAILED)),
                credential_label: Some(samples::LONG_NAME.into()),
                others: true,
                can_trust: true,
                resend: Some(ResendView {
                    option: "email-code".into(),
                    from: None,
                }),
                wait_seconds: Some(8),
                ..page.clone()
            },
            Self {
                factor_name: samples::HOSTILE.into(),
                credential_label: Some(samples::HOSTILE.into()),
                prompts: samples::every_prompt(),
                others: true,
                resend: Some(ResendView {
                    option: samples::HOSTILE.into(),
                    from: Some(samples::later()),
                }),
                ..page
            },
        ]
    }
}

/// `door/choose.html`: another way to prove it; posts `option` to `action`.
#[derive(Clone, Serialize)]
pub struct ChoosePage {
    /// Errors only.
    pub form: Form,
    /// Where the choice is posted.
    pub action: String,
    /// Where "back" leads.
    pub back_href: String,
    /// Where the person wanted to go.
    pub next: Option<String>,
    /// What there is to choose from.
    pub options: Vec<OptionView>,
    /// Where help is when none of them is at hand, at a sign-in.
    pub recover_href: Option<String>,
}

/// A credential to prove it with.
#[derive(Clone, Debug, Serialize)]
pub struct OptionView {
    /// The value of `option`.
    pub value: String,
    /// What people call the factor.
    pub name: String,
    /// The person's own name for the credential, where it tells more.
    pub label: Option<String>,
    /// The factor's icon.
    pub icon: String,
    /// When it last proved anything.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// How to get another code: `option` sent to where ways are chosen.
#[derive(Clone, Debug, Serialize)]
pub struct ResendView {
    /// The value of `option`.
    pub option: String,
    /// From when on; none for now.
    pub from: Option<DateTime<Utc>>,
}

impl Sample for ChoosePage {
    fn samples() -> Vec<Self> {
        let option = |value: &str, name: &str, label: Option<&str>, used| OptionView {
            value: value.into(),
            name: name.into(),
            label: label.map(str::to_owned),
            icon: value.into(),
            last_used_at: used,
        };
        let page = Self {
            form: Form::new(),
            action: "/login/verify/other".into(),
            back_href: "/login/verify".into(),
            next: None,
            options: vec![
                option(
                    "authenticator",
                    "Authenticator app",
                    Some("Pixel 9"),
                    Some(samples::earlier()),
                ),
                option("backup-codes", "Backup codes", None, None),
            ],
            recover_href: Some("/login/recover".into()),
        };
        vec![
            page.clone(),
            Self {
                options: vec![option(
                    "no-such-icon",
                    samples::HOSTILE,
                    Some(samples::LONG_NAME),
                    None,
                )],
                form: Form::new().form_error(Message::new(keys::ERROR_CHOICE_INVALID)),
                action: "/account/step-up/other".into(),
                next: Some("/account/security".into()),
                recover_href: None,
                ..page.clone()
            },
            Self {
                options: vec![],
                ..page
            },
        ]
    }
}

/// `door/register.html`: posts `name`, `email` and `password` to `/register`.
#[derive(Clone, Serialize)]
pub struct RegisterPage {
    /// `name`, `email`.
    pub form: Form,
    /// How long a password must be.
    pub min_length: u32,
}

impl Sample for RegisterPage {
    fn samples() -> Vec<Self> {
        let page = |form| Self {
            form,
            min_length: 12,
        };
        vec![
            page(Form::new()),
            page(
                Form::new()
                    .value("name", samples::HOSTILE)
                    .value("email", samples::LONG_EMAIL)
                    .field_error(
                        "name",
                        Message::new(keys::ERROR_TOO_LONG).with("max", 200_u32),
                    )
                    .field_error("email", Message::new(keys::ERROR_EMAIL_INVALID))
                    .field_error(
                        "password",
                        Message::new(keys::ERROR_PASSWORD_TOO_SHORT).with("min", 12_u32),
                    ),
            ),
        ]
    }
}

/// `door/forgot.html`: posts `email` to `{base}/password/forgot`.
#[derive(Clone, Serialize)]
pub struct ForgotPage {
    /// `email`.
    pub form: Form,
}

impl Sample for ForgotPage {
    fn samples() -> Vec<Self> {
        vec![
            Self { form: Form::new() },
            Self {
                form: Form::new()
                    .value("email", samples::HOSTILE)
                    .field_error("email", Message::new(keys::ERROR_EMAIL_INVALID)),
            },
        ]
    }
}

/// `door/reset.html`: posts `token`, `password` and the prompts' fields to `{base}/password/reset`.
#[derive(Clone, Serialize)]
pub struct ResetPage {
    /// Errors only.
    pub form: Form,
    /// Whose password is set.
    pub email: String,
    /// The hidden field `token`.
    pub token: String,
    /// How long a password must be.
    pub min_length: u32,
    /// What people call the second factor that is due, if one is.
    pub factor_name: Option<String>,
    /// The second factor's prompts; empty where none is due.
    pub prompts: Vec<PromptView>,
    /// Other credentials that could be used instead; posting `option` asks for one.
    pub others: Vec<OptionView>,
    /// How long nothing will be accepted.
    pub wait_seconds: Option<u32>,
    /// Whether this sets a staff member's first password.
    pub welcome: bool,
}

impl Sample for ResetPage {
    fn samples() -> Vec<Self> {
        let page = Self {
            form: Form::new(),
            email: "ada@example.com".into(),
            token: "bm90LWEtc2VjcmV0".into(),
            min_length: 12,
            factor_name: None,
            prompts: vec![],
            others: vec![],
            wait_seconds: None,
            welcome: false,
        };
        vec![
            page.clone(),
            Self {
                welcome: true,
                email: samples::LONG_EMAIL.into(),
                ..page.clone()
            },
            Self {
                form: Form::new()
                    .field_error("password", Message::new(keys::ERROR_PASSWORD_TOO_COMMON))
                    .field_error("code", Message::text(samples::HOSTILE))
                    .form_error(Message::new(keys::ERROR_VERIFY_FAILED)),
                factor_name: Some("Authenticator app".into()),
                prompts: vec![samples::digits()],
                others: ChoosePage::samples()
                    .into_iter()
                    .flat_map(|page| page.options)
                    .collect(),
                wait_seconds: Some(30),
                ..page
            },
        ]
    }
}
