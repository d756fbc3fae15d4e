//! A second factor that its owner tries out, or puts right.

use serde::Serialize;

use super::samples::{self, Sample};
use super::{CredentialView, Form, Message, PromptView, ResendView};
use crate::keys;

/// `account/trial.html`: posts the prompts' fields to `action`.
#[derive(Clone, Serialize)]
pub struct TrialPage {
    /// Whether it is put right; otherwise it is tried out.
    pub mends: bool,
    /// Which one.
    pub credential: CredentialView,
    /// Errors only.
    pub form: Form,
    /// Where answers are posted; `{action}/send` asks for a message first.
    pub action: String,
    /// What to show and ask; nothing where a message must be asked for, or nothing is accepted now.
    pub prompts: Vec<PromptView>,
    /// How to get a code, or another one, where codes are sent.
    pub resend: Option<ResendView>,
    /// How long nothing will be accepted.
    pub wait_seconds: Option<u32>,
}

impl Sample for TrialPage {
    fn samples() -> Vec<Self> {
        let page = Self {
            mends: false,
            credential: samples::credential("Pixel 9"),
            form: Form::new(),
            action: "/account/security/credentials/1/check".into(),
            prompts: vec![samples::digits()],
            resend: None,
            wait_seconds: None,
        };
        let resend = |from| {
            let option = "email-code".into();
            Some(ResendView { option, from })
        };
        vec![
            page.clone(),
            Self {
                mends: true,
                ..page.clone()
            },
            Self {
                credential: CredentialView {
                    can_mend: false,
                    ..samples::credential(samples::LONG_NAME)
                },
                prompts: vec![],
                resend: resend(None),
                ..page.clone()
            },
            Self {
                form: Form::new().form_error(Message::new(keys::ERROR_CHECK_UP_ENOUGH)),
                prompts: vec![],
                ..page.clone()
            },
            Self {
                credential: samples::credential(samples::HOSTILE),
                form: Form::new().form_error(Message::new(keys::ERROR_VERIFY_FAILED)),
                prompts: samples::every_prompt(),
                resend: resend(Some(samples::later())),
                wait_seconds: Some(900),
                ..page
            },
        ]
    }
}
