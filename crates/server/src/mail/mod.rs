//! Mails: drawn by the theme and written into the outbox by the unit of work that causes them, sent by a job.
//!
//! A mail that cannot be drawn or sent never undoes what it tells of (R184): staff see it in the list.

mod message;
mod send;
mod smtp;

use innkeeper_identity::ids::{MailId, PrincipalId};
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_store::mails::{self, Mail, MailLine, MailStatus};
use innkeeper_store::principals::Principal;
use innkeeper_store::{Body, Tx};
use innkeeper_theme::contexts::{Area, MailFrame};
use innkeeper_theme::{MailTemplate, RenderedMail, ThemeError};

pub use message::{Draft, Unsendable, compose};
pub use send::SendMail;
pub use smtp::{Mailer, MailerError, SendError};

use crate::{Panel, jobs};

/// Whom a mail is for.
#[derive(Clone, Debug)]
pub struct Recipient {
    /// The person, if it is somebody we know.
    pub principal: Option<PrincipalId>,
    /// Which area the person belongs to.
    pub area: Area,
    /// Where to.
    pub address: String,
    /// What they are called; may be empty.
    pub name: String,
    /// The language of the mail.
    pub locale: String,
    /// The zone that its times are in.
    pub time_zone: String,
}

impl Recipient {
    /// A person at their own address.
    pub fn of(principal: &Principal) -> Self {
        Self {
            principal: Some(principal.id),
            area: match principal.kind {
                PrincipalKind::User => Area::Customer,
                PrincipalKind::Staff => Area::Staff,
            },
            address: principal.email.clone(),
            name: principal.name.clone(),
            locale: principal.locale.clone(),
            time_zone: principal.time_zone.clone(),
        }
    }

    /// The same person at another address: a new one that is to be confirmed, or the one of old.
    #[must_use]
    pub fn at(mut self, address: impl Into<String>) -> Self {
        self.address = address.into();
        self
    }
}

/// Writes a mail into the outbox; it leaves after the commit.
///
/// # Errors
/// Only where the database fails.
pub async fn queue<M: MailTemplate>(
    tx: &mut Tx,
    panel: &Panel,
    recipient: &Recipient,
    mail: &M,
) -> Result<MailId, innkeeper_store::Error> {
    let now = panel.clock.now();
    let (locale, drawn) = draw(panel, recipient, mail);
    let drawn = drawn.inspect_err(|error| {
        tracing::error!(mail = M::NAME, %error, "a mail cannot be drawn; staff see it in the list of mails");
    });
    let status = match (&drawn, panel.mailer.leaves()) {
        (Err(_), _) => MailStatus::Failed,
        (Ok(_), true) => MailStatus::Queued,
        (Ok(_), false) => MailStatus::Caught,
    };
    let id = MailId::new(now, panel.random.id_bytes());
    let last_error = drawn.as_ref().err().map(ToString::to_string);
    let drawn = drawn.ok();
    let line = MailLine {
        id,
        principal_id: recipient.principal,
        to_address: recipient.address.clone(),
        to_name: recipient.name.clone(),
        template: M::NAME.to_owned(),
        locale,
        subject: drawn
            .as_ref()
            .map_or_else(|| M::NAME.to_owned(), |drawn| drawn.subject.clone()),
        status,
        attempts: 0,
        last_error,
        created_at: now,
        sent_at: None,
    };
    mails::insert(tx, &with_bodies(line, drawn)).await?;
    if status == MailStatus::Queued {
        jobs::enqueue(tx, panel, &SendMail { mail: id }, now).await?;
    }
    Ok(id)
}

/// Draws a mail as [`queue`] does, with the language in which it is.
pub fn draw<M: MailTemplate>(
    panel: &Panel,
    recipient: &Recipient,
    mail: &M,
) -> (String, Result<RenderedMail, ThemeError>) {
    let locale = panel
        .theme
        .translator()
        .negotiate(&recipient.locale)
        .to_owned();
    let frame = MailFrame {
        brand: panel.brand(),
        locale: locale.clone(),
        time_zone: recipient.time_zone.clone(),
        now: panel.clock.now(),
        base_url: panel.origin(),
        area: recipient.area,
        name: recipient.name.clone(),
    };
    (locale, panel.theme.mail(&frame, mail))
}

fn with_bodies(line: MailLine, drawn: Option<RenderedMail>) -> Mail {
    let (text, html) = drawn
        .map(|drawn| (Body(drawn.text), Body(drawn.html)))
        .unzip();
    Mail {
        line,
        text_body: text,
        html_body: html,
    }
}

#[cfg(test)]
mod tests;
