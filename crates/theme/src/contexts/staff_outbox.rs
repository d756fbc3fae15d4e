//! The staff area's pages about what the house does by itself: mails and jobs.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::Listing;
use super::samples::{self, Sample};

/// How far a mail came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailStatus {
    /// It waits.
    Queued,
    /// It stays in the panel: the demo sends nothing.
    Caught,
    /// It was handed over.
    Sent,
    /// It was given up.
    Failed,
}

/// `staff/mails.html`: a GET form with `status`.
#[derive(Clone, Serialize)]
pub struct MailsPage {
    /// The mails, newest first.
    pub list: Listing<MailRow>,
    /// The status that is filtered by; empty for all.
    pub status: String,
}

/// A mail in a list, and at the head of its page.
#[derive(Clone, Debug, Serialize)]
pub struct MailRow {
    /// The mail's id.
    pub id: String,
    /// To whom.
    pub to: String,
    /// Which mail it is.
    pub template: String,
    /// What it is about.
    pub subject: String,
    /// How far it came.
    pub status: MailStatus,
    /// How often sending was tried.
    pub attempts: u32,
    /// Why it failed.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was handed over.
    pub sent_at: Option<DateTime<Utc>>,
}

fn sample_mail(status: MailStatus) -> MailRow {
    let failed = status == MailStatus::Failed;
    MailRow {
        id: samples::id(40),
        to: if failed {
            samples::HOSTILE
        } else {
            "ada@example.com"
        }
        .into(),
        template: "confirm-email".into(),
        subject: if failed {
            samples::HOSTILE
        } else {
            "Confirm your address"
        }
        .into(),
        status,
        attempts: u32::from(failed) * 7,
        last_error: failed.then(|| "550 5.1.1 <script>no such user".into()),
        created_at: samples::earlier(),
        sent_at: (status == MailStatus::Sent).then(samples::now),
    }
}

impl Sample for MailsPage {
    fn samples() -> Vec<Self> {
        let all = [
            MailStatus::Queued,
            MailStatus::Caught,
            MailStatus::Sent,
            MailStatus::Failed,
        ];
        vec![
            Self {
                list: Listing::default(),
                status: String::new(),
            },
            Self {
                list: Listing::whole(all.map(sample_mail).into()),
                status: "failed".into(),
            },
        ]
    }
}

/// `staff/mail.html`.
#[derive(Clone, Serialize)]
pub struct MailPage {
    /// The mail.
    pub mail: MailRow,
    /// The language it is written in.
    pub locale: String,
    /// Whether the viewer may read what it says.
    pub can_read: bool,
    /// Its text; none once it was wiped because it held a link.
    pub text: Option<String>,
    /// Where its HTML can be seen in a frame of its own.
    pub html_href: Option<String>,
}

impl Sample for MailPage {
    fn samples() -> Vec<Self> {
        let page = |status, text: Option<&str>, html_href: Option<&str>| Self {
            mail: sample_mail(status),
            locale: "de".into(),
            can_read: text.is_some(),
            text: text.map(str::to_owned),
            html_href: html_href.map(str::to_owned),
        };
        vec![
            page(
                MailStatus::Caught,
                Some("Hello,\n\nfollow https://sunny.example/x?a=1&b=2\n"),
                Some("/staff/mails/1/html"),
            ),
            page(MailStatus::Failed, Some(samples::HOSTILE), None),
            page(MailStatus::Sent, None, None),
            Self {
                can_read: true,
                ..page(MailStatus::Sent, None, None)
            },
        ]
    }
}

/// How far a job came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum JobStatus {
    /// It waits.
    Queued,
    /// Some node works on it.
    Running,
    /// It is done.
    Done,
    /// It was given up.
    Dead,
}

/// `staff/jobs.html`: a GET form with `status`; repeats at `/staff/jobs/{id}/retry`.
#[derive(Clone, Serialize)]
pub struct JobsPage {
    /// The jobs, newest first.
    pub list: Listing<JobRow>,
    /// The status that is filtered by; empty for all.
    pub status: String,
}

/// A job in the list.
#[derive(Clone, Debug, Serialize)]
pub struct JobRow {
    /// The job's id.
    pub id: String,
    /// What it does, as programs call it.
    pub kind: String,
    /// How far it came.
    pub status: JobStatus,
    /// When it is due.
    pub run_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: u32,
    /// How often it may be tried.
    pub max_attempts: u32,
    /// Why it failed last.
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When it came to its end.
    pub finished_at: Option<DateTime<Utc>>,
    /// Whether the viewer may repeat it.
    pub can_retry: bool,
}

impl Sample for JobsPage {
    fn samples() -> Vec<Self> {
        let job = |status| JobRow {
            id: samples::id(50),
            kind: "send-mail".into(),
            status,
            run_at: samples::later(),
            attempts: 3,
            max_attempts: 8,
            last_error: (status == JobStatus::Dead).then(|| samples::HOSTILE.into()),
            created_at: samples::earlier(),
            finished_at: (status == JobStatus::Done).then(samples::now),
            can_retry: status == JobStatus::Dead,
        };
        let all = [
            JobStatus::Queued,
            JobStatus::Running,
            JobStatus::Done,
            JobStatus::Dead,
        ];
        vec![
            Self {
                list: Listing::default(),
                status: "dead".into(),
            },
            Self {
                list: Listing::whole(all.map(job).into()),
                status: String::new(),
            },
        ]
    }
}
