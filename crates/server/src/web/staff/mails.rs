//! What the panel wrote to people, and whether it arrived.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::MailId;
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::step_up::Action;
use innkeeper_store::mails::{self, Mail, MailLine, MailStatus};
use innkeeper_theme::contexts::{MailPage, MailRow, MailStatus as StatusView, MailsPage};

use super::{ListQuery, listing, part, small};
use crate::app::staff;
use crate::web::extract::{Path, Query};
use crate::web::page::SignedIn;
use crate::web::problem::Problem;

/// A mail runs nothing, loads nothing but our own pictures and sends nothing; its links open elsewhere.
const MAIL_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'none'; \
     base-uri 'none'; frame-ancestors 'none'; \
     sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

/// `GET /staff/mails`
pub async fn list(
    signed_in: SignedIn,
    Query(asked): Query<ListQuery>,
) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ViewMails)?;
    let part = part(asked.after.as_deref(), asked.before.as_deref())?;
    let status = match asked.status.as_str() {
        "" => None,
        "queued" => Some(MailStatus::Queued),
        "caught" => Some(MailStatus::Caught),
        "sent" => Some(MailStatus::Sent),
        "failed" => Some(MailStatus::Failed),
        _ => return Err(Problem::BadRequest("unknown-status")),
    };
    let mut tx = signed_in.page.panel.db.read_once().await?;
    let paged = mails::list(&mut tx, status, part).await?;
    drop(tx);
    let list = listing(
        "/staff/mails",
        &[("status", &asked.status)],
        part,
        paged,
        row,
    );
    Ok(signed_in
        .page
        .render(&MailsPage {
            list,
            status: asked.status,
        })
        .await?
        .into_response())
}

fn row(line: MailLine) -> MailRow {
    MailRow {
        id: line.id.to_string(),
        to: line.to_address,
        template: line.template,
        subject: line.subject,
        status: match line.status {
            MailStatus::Queued => StatusView::Queued,
            MailStatus::Caught => StatusView::Caught,
            MailStatus::Sent => StatusView::Sent,
            MailStatus::Failed => StatusView::Failed,
        },
        attempts: small(line.attempts),
        last_error: line.last_error,
        created_at: line.created_at,
        sent_at: line.sent_at,
    }
}

/// `GET /staff/mails/{id}`: what became of a mail, and for those who may read it what it says.
pub async fn show(signed_in: SignedIn, Path(id): Path<MailId>) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ViewMails)?;
    let can_read = signed_in.may(StaffPermission::ReadMailBodies);
    let mail = if can_read {
        read(&signed_in, id, &format!("/mails/{id}")).await?
    } else {
        find(&signed_in, id).await?
    };
    let view = MailPage {
        locale: mail.line.locale.clone(),
        text: mail.text_body.filter(|_| can_read).map(|body| body.0),
        html_href: mail
            .html_body
            .filter(|_| can_read)
            .map(|_| format!("/staff/mails/{id}/html")),
        can_read,
        mail: row(mail.line),
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}

/// `GET /staff/mails/{id}/html`: the HTML of a mail as a document of its own, shut in by its policy.
pub async fn html(signed_in: SignedIn, Path(id): Path<MailId>) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ReadMailBodies)?;
    let mail = read(&signed_in, id, &format!("/mails/{id}")).await?;
    let body = mail.html_body.ok_or(Problem::NotFound)?;
    Ok(document(body.0))
}

/// The HTML of a mail as an answer.
pub(super) fn document(html: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, MAIL_POLICY),
    ];
    (headers, html).into_response()
}

async fn find(signed_in: &SignedIn, id: MailId) -> Result<Mail, Problem> {
    let mut tx = signed_in.page.panel.db.read_once().await?;
    mails::find(&mut tx, id).await?.ok_or(Problem::NotFound)
}

/// A mail with what it says. What it says to somebody else takes a fresh proof, for it may hold a link
/// that lets its reader in, and leaves a line in the log.
async fn read(signed_in: &SignedIn, id: MailId, return_to: &str) -> Result<Mail, Problem> {
    let mail = find(signed_in, id).await?;
    let says_something = mail.text_body.is_some() || mail.html_body.is_some();
    if says_something && mail.line.principal_id != Some(signed_in.principal().id) {
        signed_in
            .require_fresh(Action::ReadMailBody, return_to)
            .await?;
        staff::note_mail_read(
            &signed_in.page.panel,
            signed_in.principal(),
            &mail.line,
            &signed_in.page.caller,
        )
        .await?;
    }
    Ok(mail)
}
