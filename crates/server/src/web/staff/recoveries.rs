//! The review of people who lost every second factor (R181).

use axum::response::{IntoResponse, Response};
use innkeeper_identity::device;
use innkeeper_identity::ids::{PrincipalId, RecoveryId};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::recovery::RecoveryState;
use innkeeper_identity::step_up::Action;
use innkeeper_store::audit::Filter;
use innkeeper_store::recovery::{self as rows, Listed, Request};
use innkeeper_store::{Tx, principals};
use innkeeper_theme::contexts::{
    CheckView, Flash, Form, Message, RecoveriesPage, RecoveryReviewPage, RecoveryRow, RecoveryView,
};
use innkeeper_theme::keys;

use super::{ListQuery, actor, audit, listing, part, person, small};
use crate::Panel;
use crate::app::people;
use crate::app::people::{MAX_REASON, MIN_REASON};
use crate::app::recovery::{Decided, Decision, decide};
use crate::web::door::recover::state;
use crate::web::extract::{Path, Query};
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

const PAGE: &str = "/recoveries";

/// `GET /staff/recoveries`
pub async fn list(
    signed_in: SignedIn,
    Query(asked): Query<ListQuery>,
) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ResetFactors)?;
    let part = part(asked.after.as_deref(), asked.before.as_deref())?;
    let wanted = match asked.status.as_str() {
        "" => None,
        word => Some(
            word.parse()
                .map_err(|_| Problem::BadRequest("unknown-status"))?,
        ),
    };
    let mut tx = signed_in.page.panel.db.read().await?;
    let paged = rows::list(&mut tx, wanted, part).await?;
    drop(tx);
    let filters = [("status", asked.status.as_str())];
    let list = listing("/staff/recoveries", &filters, part, paged, row);
    let view = RecoveriesPage {
        list,
        status: asked.status,
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}

fn row(listed: Listed) -> RecoveryRow {
    RecoveryRow {
        id: listed.id.to_string(),
        name: listed.name,
        email: listed.email,
        state: state(listed.state),
        until: listed.until,
        created_at: listed.created_at,
    }
}

/// `GET /staff/recoveries/{id}`
pub async fn show(signed_in: SignedIn, Path(id): Path<RecoveryId>) -> Result<Response, Problem> {
    admit(&signed_in, id).await?;
    draw(&signed_in, id, Form::new()).await
}

/// `POST /staff/recoveries/{id}/{action}`
pub async fn act(
    signed_in: SignedIn,
    Path((id, action)): Path<(RecoveryId, String)>,
    form: Posted,
) -> Result<Response, Problem> {
    admit(&signed_in, id).await?;
    let page = &signed_in.page;
    let decision = match decision(&page.panel, &action, &form) {
        Ok(decision) => decision.ok_or(Problem::NotFound)?,
        Err(wrong) => return Ok(redrawn(None, draw(&signed_in, id, wrong).await?)),
    };
    let seen = (id, form.parse("version")?);
    let actor = actor(&signed_in)?;
    let flash = match decide(&page.panel, actor, seen, decision, &page.caller).await? {
        Decided::Now(state) => Flash::success(Message::new(outcome(state))),
        Decided::Missing => return Err(Problem::NotFound),
        Decided::Forbidden => return Err(Problem::Forbidden),
        Decided::SamePerson => Flash::danger(Message::new(keys::ERROR_RECOVERY_SAME_PERSON)),
        Decided::Changed => Flash::danger(Message::new(keys::ERROR_CONFLICT)),
    };
    Ok(page.to_with(&page_of(id), &flash))
}

async fn admit(signed_in: &SignedIn, id: RecoveryId) -> Result<(), Problem> {
    signed_in.require(StaffPermission::ResetFactors)?;
    signed_in
        .require_fresh(Action::ResetFactors, &page_of(id))
        .await?;
    Ok(())
}

fn page_of(id: RecoveryId) -> String {
    format!("{PAGE}/{id}")
}

fn outcome(state: RecoveryState) -> &'static str {
    match state {
        RecoveryState::Waiting => keys::FLASH_RECOVERY_WAITING,
        RecoveryState::Done => keys::FLASH_RECOVERY_DONE,
        RecoveryState::Refused => keys::FLASH_RECOVERY_REFUSED,
        RecoveryState::Cancelled => keys::FLASH_RECOVERY_CANCELLED,
        RecoveryState::Asked
        | RecoveryState::Open
        | RecoveryState::Approved
        | RecoveryState::Expired => keys::FLASH_RECOVERY_APPROVED,
    }
}

/// The checks as they are stored: the provider's own, or the names of those that come with the theme.
fn checks(panel: &Panel) -> Vec<String> {
    let own = panel.settings().recovery.checklist.clone();
    if own.is_empty() {
        keys::RECOVERY_CHECKS.map(str::to_owned).into()
    } else {
        own
    }
}

/// A stored check as a page says it.
fn check_text(stored: &str) -> Message {
    let known = keys::RECOVERY_CHECKS.into_iter().find(|key| *key == stored);
    known.map_or_else(|| Message::text(stored), Message::new)
}

/// The name of the box of the check at that place.
fn box_of(place: usize) -> String {
    format!("check_{place}")
}

/// What was decided; none where there is no such thing to decide.
fn decision(panel: &Panel, action: &str, form: &Posted) -> Result<Option<Decision>, Form> {
    Ok(Some(match action {
        "approve" => {
            let checks = checks(panel);
            let filled = (0..checks.len())
                .map(box_of)
                .fold(Form::new(), |filled, name| {
                    let is_ticked = form.is_ticked(&name);
                    filled.checked(name, is_ticked)
                });
            let checked = checks.into_iter().enumerate();
            let checked = checked.filter(|(place, _)| form.is_ticked(&box_of(*place)));
            Decision::Approve {
                checked: checked.map(|(_, check)| check).collect(),
                reason: line(form, "reason", filled)?,
            }
        }
        "refuse" => {
            let words = form.trimmed("words");
            let filled = Form::new().value("words", words);
            let reason = line(
                form,
                "refusal",
                filled.clone().value("refusal", form.text("refusal")),
            )?;
            if words.chars().count() > MAX_REASON {
                let too_long = Message::new(keys::ERROR_TOO_LONG).with("max", MAX_REASON);
                return Err(filled.field_error("words", too_long));
            }
            Decision::Refuse {
                reason,
                words: words.to_owned(),
            }
        }
        "cancel" => Decision::Cancel,
        _ => return Ok(None),
    }))
}

/// A reason, in one line.
fn line(form: &Posted, field: &'static str, filled: Form) -> Result<String, Form> {
    let typed = form.text(field);
    let reason = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let error = match reason.chars().count() {
        length if length < MIN_REASON => {
            Message::new(keys::ERROR_TOO_SHORT).with("min", MIN_REASON)
        }
        length if length > MAX_REASON => Message::new(keys::ERROR_TOO_LONG).with("max", MAX_REASON),
        _ => return Ok(reason),
    };
    Err(filled.value(field, typed).field_error(field, error))
}

async fn draw(signed_in: &SignedIn, id: RecoveryId, form: Form) -> Result<Response, Problem> {
    let panel = &signed_in.page.panel;
    let mut tx = panel.db.read().await?;
    let request = rows::find(&mut tx, id).await?.ok_or(Problem::NotFound)?;
    let user = principals::find(&mut tx, request.principal_id)
        .await?
        .ok_or(Problem::NotFound)?;
    let security = people::security(&mut tx, panel, &user).await?;
    let about = Filter {
        subject: Some(user.id.0),
        ..Filter::default()
    };
    let rules = panel.settings().recovery_rules();
    let (state, me) = (request.state, signed_in.principal().id);
    let view = RecoveryReviewPage {
        form,
        can_approve: state.is_for_review() && request.approved_by != Some(me),
        can_refuse: state.is_for_review(),
        can_cancel: state.is_pending(),
        needs_second: rules.second_approver && request.approved_by.is_none(),
        wait_hours: panel.settings().recovery.wait_hours,
        checklist: checks(panel)
            .iter()
            .enumerate()
            .map(|(place, check)| CheckView {
                name: box_of(place),
                text: check_text(check),
            })
            .collect(),
        audit: audit::recent(&mut tx, signed_in, about).await?,
        request: request_view(&mut tx, request).await?,
        user: person::view(&mut tx, signed_in, &user, None).await?,
        security: person::security_view(signed_in, &security),
    };
    drop(tx);
    Ok(signed_in.page.render(&view).await?.into_response())
}

async fn request_view(tx: &mut Tx, request: Request) -> Result<RecoveryView, Problem> {
    let about = device::describe_user_agent(&request.user_agent);
    Ok(RecoveryView {
        id: request.id.to_string(),
        version: request.version,
        state: state(request.state),
        until: request.until,
        earlier: small(rows::count_earlier(tx, &request).await?),
        approved_by: name(tx, request.approved_by).await?,
        seconded_by: name(tx, request.seconded_by).await?,
        words: request.words,
        ip: request.ip,
        device: Message::device(about.browser, about.os),
        created_at: request.created_at,
        reason: request.reason,
        checked: request
            .checked
            .iter()
            .map(|check| check_text(check))
            .collect(),
        ended_at: request.ended_at,
    })
}

async fn name(tx: &mut Tx, id: Option<PrincipalId>) -> Result<Option<String>, Problem> {
    let Some(id) = id else { return Ok(None) };
    let found = principals::find(tx, id).await?;
    Ok(found.map(|person| person.name))
}
