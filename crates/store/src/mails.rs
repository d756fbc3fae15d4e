//! The mail log, which is also the outbox. A mail that is sent loses its text.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::{MailId, PrincipalId};

use crate::db::Tx;
use crate::error::Result;
use crate::opaque::Body;
use crate::paging::{Cursor, Page, Paged, Placed};
use crate::sql::{list_sql, sql};

/// Where a mail is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "kebab-case")]
pub enum MailStatus {
    /// To be sent.
    Queued,
    /// Kept here instead of being sent, with its text, because no mail server is set.
    Caught,
    /// Taken by the mail server.
    Sent,
    /// Given up.
    Failed,
}

/// A mail as lists show it: without its text.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MailLine {
    /// The mail.
    pub id: MailId,
    /// To whom, if it is somebody we know.
    pub principal_id: Option<PrincipalId>,
    /// Where to.
    pub to_address: String,
    /// To what name.
    pub to_name: String,
    /// Which mail it is.
    pub template: String,
    /// In which language.
    pub locale: String,
    /// Its subject.
    pub subject: String,
    /// Where it is on its way.
    pub status: MailStatus,
    /// How often sending it was tried.
    pub attempts: i64,
    /// Why the latest attempt failed.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When the mail server took it.
    pub sent_at: Option<DateTime<Utc>>,
}

/// A mail with its text.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Mail {
    /// All but the text.
    #[sqlx(flatten)]
    pub line: MailLine,
    /// Its plain text, until it is sent.
    pub text_body: Option<Body>,
    /// Its HTML, until it is sent.
    pub html_body: Option<Body>,
}

impl Placed for MailLine {
    fn cursor(&self) -> Cursor {
        Cursor {
            at: self.created_at,
            id: self.id.0,
        }
    }
}

macro_rules! line_columns {
    () => {
        "id, principal_id, to_address, to_name, template, locale, subject, status, attempts, last_error, created_at, \
         sent_at"
    };
}

/// Adds a mail.
pub async fn insert(tx: &mut Tx, mail: &Mail) -> Result<()> {
    let sql = sql!(
        "INSERT INTO mails (",
        line_columns!(),
        ", text_body, html_body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );
    let m = &mail.line;
    let args = (
        m.id,
        m.principal_id,
        &m.to_address,
        &m.to_name,
        &m.template,
        &m.locale,
        &m.subject,
        m.status,
        m.attempts,
        &m.last_error,
        m.created_at,
        m.sent_at,
        &mail.text_body,
        &mail.html_body,
    );
    tx.execute(sql, args).await?;
    Ok(())
}

/// The mail with this id.
pub async fn find(tx: &mut Tx, id: MailId) -> Result<Option<Mail>> {
    tx.optional(
        sql!(
            "SELECT ",
            line_columns!(),
            ", text_body, html_body FROM mails WHERE id = $1"
        ),
        (id,),
    )
    .await
}

/// Mails, newest first.
pub async fn list(tx: &mut Tx, status: Option<MailStatus>, page: Page) -> Result<Paged<MailLine>> {
    let sql = list_sql!(
        page,
        by("created_at", "id"),
        from("$2", "$3", "$4"),
        "SELECT ",
        line_columns!(),
        " FROM mails WHERE (CAST($1 AS TEXT) IS NULL OR status = $1)"
    );
    let (at, id) = page.bound();
    let rows = tx.all(sql, (status, at, id, page.fetch())).await?;
    Ok(page.cut(rows))
}

/// Notes that the mail server took it, and drops the text; false if it was not queued.
pub async fn mark_sent(tx: &mut Tx, id: MailId, now: DateTime<Utc>) -> Result<bool> {
    let sql = sql!(
        "UPDATE mails SET status = 'sent', sent_at = $2, attempts = attempts + 1, last_error = NULL, ",
        "text_body = NULL, html_body = NULL WHERE id = $1 AND status = 'queued'"
    );
    Ok(tx.execute(sql, (id, now)).await? == 1)
}

/// Notes that it is kept here instead; false if it was not queued.
pub async fn mark_caught(tx: &mut Tx, id: MailId, now: DateTime<Utc>) -> Result<bool> {
    let sql = sql!(
        "UPDATE mails SET status = 'caught', sent_at = $2 WHERE id = $1 AND status = 'queued'"
    );
    Ok(tx.execute(sql, (id, now)).await? == 1)
}

/// Notes an attempt that failed; the mail stays queued. False if it was not.
pub async fn record_failure(tx: &mut Tx, id: MailId, error: &str) -> Result<bool> {
    let sql = sql!(
        "UPDATE mails SET attempts = attempts + 1, last_error = $2 WHERE id = $1 AND status = 'queued'"
    );
    Ok(tx.execute(sql, (id, error)).await? == 1)
}

/// Gives a mail up; its text stays, so that staff can send it again. False if it was not queued.
pub async fn mark_failed(tx: &mut Tx, id: MailId, error: &str) -> Result<bool> {
    let sql = sql!(
        "UPDATE mails SET status = 'failed', attempts = attempts + 1, last_error = $2 ",
        "WHERE id = $1 AND status = 'queued'"
    );
    Ok(tx.execute(sql, (id, error)).await? == 1)
}

/// Queues a mail again that was given up; false if it was not.
pub async fn requeue(tx: &mut Tx, id: MailId) -> Result<bool> {
    let sql = sql!("UPDATE mails SET status = 'queued' WHERE id = $1 AND status = 'failed'");
    Ok(tx.execute(sql, (id,)).await? == 1)
}

/// How many mails since a moment were given up.
pub async fn count_failed_since(tx: &mut Tx, since: DateTime<Utc>) -> Result<i64> {
    let sql = sql!("SELECT COUNT(*) FROM mails WHERE status = 'failed' AND created_at >= $1");
    let (count,) = tx.one(sql, (since,)).await?;
    Ok(count)
}

/// Sweeps out what was written before a moment, unless it is still to be sent.
pub async fn delete_before(tx: &mut Tx, before: DateTime<Utc>) -> Result<u64> {
    tx.execute(
        sql!("DELETE FROM mails WHERE created_at < $1 AND status <> 'queued'"),
        (before,),
    )
    .await
}
