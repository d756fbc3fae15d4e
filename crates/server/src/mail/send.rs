//! The job that hands a mail to the server.

use anyhow::anyhow;
use innkeeper_identity::ids::MailId;
use innkeeper_store::mails::{self, Mail, MailStatus};
use serde::{Deserialize, Serialize};

use super::message::{Draft, compose};
use super::smtp::SendError;
use crate::Panel;
use crate::jobs::{Job, JobError};
use crate::telemetry::Outcome;

/// Hands one mail to the server.
#[derive(Serialize, Deserialize)]
pub struct SendMail {
    /// Which mail.
    pub mail: MailId,
}

impl Job for SendMail {
    const KIND: &'static str = "send-mail";
    /// About twelve hours: a mail server that is away over night is no reason to lose a mail.
    const MAX_ATTEMPTS: i64 = 20;

    async fn run(&self, panel: &Panel) -> Result<(), JobError> {
        let mut tx = panel.db.begin().await?;
        // Staff retried the job of a mail that was given up.
        mails::requeue(&mut tx, self.mail).await?;
        let mail = mails::find(&mut tx, self.mail).await?;
        tx.commit().await?;
        let Some(mail) = mail.filter(|mail| mail.line.status == MailStatus::Queued) else {
            // Sent by a worker that died before it said so, or swept out.
            return Ok(());
        };
        match send(panel, &mail).await {
            Ok(()) => {
                let mut tx = panel.db.begin().await?;
                mails::mark_sent(&mut tx, self.mail, panel.clock.now()).await?;
                tx.commit().await?;
                panel.metrics.mail(Outcome::Done);
                Ok(())
            }
            Err(JobError::Retry { after, why }) => {
                let mut tx = panel.db.begin().await?;
                mails::record_failure(&mut tx, self.mail, &format!("{why:#}")).await?;
                tx.commit().await?;
                panel.metrics.mail(Outcome::Retried);
                Err(JobError::Retry { after, why })
            }
            Err(given_up) => Err(given_up),
        }
    }

    async fn given_up(&self, panel: &Panel, why: &str) -> anyhow::Result<()> {
        let mut tx = panel.db.begin().await?;
        mails::mark_failed(&mut tx, self.mail, why).await?;
        tx.commit().await?;
        panel.metrics.mail(Outcome::Failed);
        Ok(())
    }
}

async fn send(panel: &Panel, mail: &Mail) -> Result<(), JobError> {
    let (Some(text), Some(html)) = (&mail.text_body, &mail.html_body) else {
        return Err(JobError::GiveUp(anyhow!("the mail has no text")));
    };
    let draft = Draft {
        id: mail.line.id,
        at: mail.line.created_at,
        from: &panel.config.mail.from,
        to_address: &mail.line.to_address,
        to_name: &mail.line.to_name,
        subject: &mail.line.subject,
        text: &text.0,
        html: &html.0,
    };
    let message = compose(&draft).map_err(|error| JobError::GiveUp(error.into()))?;
    panel
        .mailer
        .send(message)
        .await
        .map_err(|error| match error {
            SendError::Refused(_) => JobError::GiveUp(error.into()),
            SendError::Later(_) | SendError::NoServer => error.into(),
        })
}
