//! What the panel does in the background, and what it gave up.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::JobId;
use innkeeper_identity::permission::StaffPermission;
use innkeeper_store::jobs::{self, Job, JobStatus};
use innkeeper_theme::contexts::{Flash, JobRow, JobStatus as StatusView, JobsPage, Message};
use innkeeper_theme::keys;

use super::{ListQuery, listing, part, small};
use crate::app::staff;
use crate::web::extract::{Path, Query};
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;

/// `GET /staff/jobs`
pub async fn list(
    signed_in: SignedIn,
    Query(asked): Query<ListQuery>,
) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ViewJobs)?;
    let part = part(asked.after.as_deref(), asked.before.as_deref())?;
    let status = match asked.status.as_str() {
        "" => None,
        "queued" => Some(JobStatus::Queued),
        "running" => Some(JobStatus::Running),
        "done" => Some(JobStatus::Done),
        "dead" => Some(JobStatus::Dead),
        _ => return Err(Problem::BadRequest("unknown-status")),
    };
    let mut tx = signed_in.page.panel.db.read_once().await?;
    let paged = jobs::list(&mut tx, status, part).await?;
    drop(tx);
    let may_retry = signed_in.may(StaffPermission::ManageJobs);
    let list = listing(
        "/staff/jobs",
        &[("status", &asked.status)],
        part,
        paged,
        |job| row(job, may_retry),
    );
    Ok(signed_in
        .page
        .render(&JobsPage {
            list,
            status: asked.status,
        })
        .await?
        .into_response())
}

fn row(job: Job, may_retry: bool) -> JobRow {
    JobRow {
        id: job.id.to_string(),
        kind: job.kind,
        status: match job.status {
            JobStatus::Queued => StatusView::Queued,
            JobStatus::Running => StatusView::Running,
            JobStatus::Done => StatusView::Done,
            JobStatus::Dead => StatusView::Dead,
        },
        run_at: job.run_at,
        attempts: small(job.attempts),
        max_attempts: small(job.max_attempts),
        last_error: job.last_error,
        created_at: job.created_at,
        finished_at: job.finished_at,
        can_retry: may_retry && job.status == JobStatus::Dead,
    }
}

/// `POST /staff/jobs/{id}/retry`
pub async fn retry(
    signed_in: SignedIn,
    Path(id): Path<JobId>,
    _form: Posted,
) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManageJobs)?;
    let page = &signed_in.page;
    let retried = staff::retry_job(&page.panel, signed_in.principal(), id, &page.caller).await?;
    let flash = if retried {
        Flash::success(Message::new(keys::FLASH_JOB_RETRIED))
    } else {
        Flash::danger(Message::new(keys::ERROR_CONFLICT))
    };
    Ok(page.to_with("/jobs", &flash))
}
