//! The staff's question before many people are reminded to set up a second factor, and what became of it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::samples::{self, Sample};
use super::{AdoptionFilters, Form, LocaleLink, Message};
use crate::keys;

/// `staff/adoption_remind.html`: posts the filters, `campaign` and `understood` to `/staff/adoption/remind`.
#[derive(Clone, Serialize)]
pub struct AdoptionRemindPage {
    /// `understood`.
    pub form: Form,
    /// What the campaign will be called, so that a form that is sent twice begins one.
    pub campaign: String,
    /// The list of those whom it is about.
    pub back_href: String,
    /// Whom it is about.
    pub filters: AdoptionFilters,
    /// How many would get the mail.
    pub due: u64,
    /// How many of those in the list would not, and why.
    pub left_out: Vec<ReminderCount>,
    /// What it says; none where nobody would get it.
    pub mail: Option<ReminderPreview>,
}

/// How many people are left out for a reason.
#[derive(Clone, Debug, Serialize)]
pub struct ReminderCount {
    /// `protected`, `reminded`, `disabled`, `unconfirmed` or `changed`: the keys `reminder-<state>`.
    pub state: String,
    /// How many.
    pub count: u64,
}

/// The mail as one of them would get it.
#[derive(Clone, Debug, Serialize)]
pub struct ReminderPreview {
    /// Whose it is.
    pub name: String,
    /// In which language.
    pub locale: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Its HTML as a document.
    pub html_href: String,
    /// The same in each language.
    pub languages: Vec<ReminderLanguage>,
}

/// A language to see the mail in.
#[derive(Clone, Debug, Serialize)]
pub struct ReminderLanguage {
    /// The language.
    #[serde(flatten)]
    pub link: LocaleLink,
    /// The page with the mail in it.
    pub href: String,
}

/// A reminder of many people, and how far it came.
#[derive(Clone, Debug, Serialize)]
pub struct CampaignRow {
    /// When it was confirmed.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Whom it was about: the list as it is today.
    pub href: String,
    /// When it ended; none while mails are being written.
    pub finished_at: Option<DateTime<Utc>>,
    /// For how many people it was.
    pub people: u64,
    /// How many mails were written.
    pub sent: u64,
    /// How many people got none after all, and why.
    pub left_out: Vec<ReminderCount>,
}

impl Sample for AdoptionRemindPage {
    fn samples() -> Vec<Self> {
        let language = |code: &str, name: &str, current| ReminderLanguage {
            link: LocaleLink {
                code: code.into(),
                name: name.into(),
                current,
            },
            href: format!("/staff/adoption/remind?kind=users&lang={code}"),
        };
        let reasons = [
            "protected",
            "reminded",
            "disabled",
            "unconfirmed",
            "changed",
        ];
        let full = Self {
            form: Form::new(),
            campaign: samples::id(70),
            back_href: "/staff/adoption?kind=users".into(),
            filters: AdoptionFilters {
                kind: "users".into(),
                class: "without".into(),
                ..AdoptionFilters::default()
            },
            due: 1,
            left_out: (1..)
                .zip(reasons)
                .map(|(count, state)| ReminderCount {
                    state: state.into(),
                    count,
                })
                .collect(),
            mail: Some(ReminderPreview {
                name: "Ada Lovelace".into(),
                locale: "en".into(),
                subject: "Protect your account".into(),
                text: samples::LONG_TEXT.into(),
                html_href: "/staff/adoption/remind/html?kind=users".into(),
                languages: vec![
                    language("en", "English", true),
                    language("de", "Deutsch", false),
                ],
            }),
        };
        let hostile = Self {
            form: Form::new().field_error("understood", Message::new(keys::ERROR_CONFIRM_REQUIRED)),
            filters: AdoptionFilters {
                q: samples::HOSTILE.into(),
                ..full.filters.clone()
            },
            due: 12_000,
            left_out: vec![],
            mail: full.mail.clone().map(|mail| ReminderPreview {
                name: samples::HOSTILE.into(),
                subject: samples::HOSTILE.into(),
                text: samples::HOSTILE.into(),
                ..mail
            }),
            ..full.clone()
        };
        let nobody = Self {
            due: 0,
            mail: None,
            ..full.clone()
        };
        vec![full, hostile, nobody]
    }
}
