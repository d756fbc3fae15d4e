//! The door's pages of few words: something is said, or confirmed by a button.

use serde::Serialize;

use super::samples::{self, Sample};
use super::{Action, Form, Message};
use crate::keys;

/// What a [`NoticePage`] says: the keys `notice-<kind>-title` and `notice-<kind>-text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// A link was sent to confirm the address.
    CheckMail,
    /// The address is confirmed.
    Confirmed,
    /// The link of a mail is used up or too old.
    LinkExpired,
    /// If there is an account, a link was sent to set a new password.
    ResetSent,
    /// If what was typed is right, a link was sent to ask for recovery.
    RecoverySent,
    /// The password is set.
    PasswordReset,
    /// Signed out here.
    SignedOut,
    /// Signed out everywhere.
    SignedOutEverywhere,
    /// The sign-in was cancelled.
    SignInCancelled,
    /// The sign-in took too long or had too many wrong answers.
    SignInExpired,
    /// The account's address was changed.
    EmailChanged,
    /// That was taken back; a new password is due.
    EmailUndone,
    /// An invitation was accepted by somebody new.
    Joined,
    /// Nobody can register here.
    RegistrationClosed,
    /// A factor is needed that nobody can use now: support must help.
    ContactSupport,
}

impl NoticeKind {
    /// Every kind, for samples.
    pub const ALL: [Self; 15] = [
        Self::CheckMail,
        Self::Confirmed,
        Self::LinkExpired,
        Self::ResetSent,
        Self::RecoverySent,
        Self::PasswordReset,
        Self::SignedOut,
        Self::SignedOutEverywhere,
        Self::SignInCancelled,
        Self::SignInExpired,
        Self::EmailChanged,
        Self::EmailUndone,
        Self::Joined,
        Self::RegistrationClosed,
        Self::ContactSupport,
    ];
}

/// `door/notice.html`: one thing said, at most one thing to do.
#[derive(Clone, Serialize)]
pub struct NoticePage {
    /// What is said.
    pub kind: NoticeKind,
    /// The address it is about; sentences get it as `$email`, which may be empty.
    pub email: Option<String>,
    /// What to do next.
    pub action: Option<Action>,
}

impl Sample for NoticePage {
    fn samples() -> Vec<Self> {
        let page = |kind, email: Option<&str>, action| Self {
            kind,
            email: email.map(str::to_owned),
            action,
        };
        let sign_in = Action::new("/login", keys::ACTION_SIGN_IN);
        let mut pages: Vec<Self> = NoticeKind::ALL
            .map(|kind| page(kind, Some("ada@example.com"), Some(sign_in.clone())))
            .into();
        pages.push(page(NoticeKind::CheckMail, Some(samples::HOSTILE), None));
        pages.push(page(NoticeKind::SignedOut, None, None));
        pages
    }
}

/// What a [`ConfirmPage`] confirms: the keys `confirm-<purpose>-title`, `-text` and `-button`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConfirmPurpose {
    /// The address of a new account.
    Registration,
    /// A new address of an account.
    EmailChange,
    /// An address of old, in place of the new one.
    EmailUndo,
}

/// `door/confirm.html`: a button, because following a link must change nothing. Posts `token` to
/// `action`.
#[derive(Clone, Serialize)]
pub struct ConfirmPage {
    /// What is confirmed.
    pub purpose: ConfirmPurpose,
    /// The address.
    pub email: String,
    /// Where the token is posted.
    pub action: String,
    /// The hidden field `token`.
    pub token: String,
    /// Errors only.
    pub form: Form,
}

impl Sample for ConfirmPage {
    fn samples() -> Vec<Self> {
        let page = Self {
            purpose: ConfirmPurpose::Registration,
            email: "ada@example.com".into(),
            action: "/register/confirm".into(),
            token: "bm90LWEtc2VjcmV0".into(),
            form: Form::new(),
        };
        vec![
            page.clone(),
            Self {
                purpose: ConfirmPurpose::EmailChange,
                email: samples::LONG_EMAIL.into(),
                action: "/account/email/confirm".into(),
                form: Form::new().form_error(Message::new(keys::ERROR_CONFLICT)),
                ..page
            },
        ]
    }
}
