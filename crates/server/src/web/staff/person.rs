//! What the pages of users and of staff members have in common: what is seen of a person, and what is
//! done to one after a question.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::permission::{Role, StaffPermission};
use innkeeper_identity::principal::{PrincipalKind, PrincipalStatus};
use innkeeper_identity::throttle::ThrottleScope;
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::{Tx, enforcement, staff};
use innkeeper_theme::contexts::{
    ActionField, ActionFieldKind, ConfirmActionPage, Flash, Form, LockView, Message,
    PersonSecurity, PersonStatus, PersonView,
};
use innkeeper_theme::keys::{self, Question};

use super::{actor, small};
use crate::app::people::{
    self, Acted, Actor, Lock, MAX_REASON, MIN_REASON, PersonAction, Security,
};
use crate::web::account::security::credential_view;
use crate::web::account::sessions::session_view;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

/// Whether a person may sign in, as pages show it.
pub fn status(status: PrincipalStatus) -> PersonStatus {
    match status {
        PrincipalStatus::Active => PersonStatus::Active,
        PrincipalStatus::Disabled => PersonStatus::Disabled,
    }
}

/// A person in full.
pub async fn view(
    tx: &mut Tx,
    signed_in: &SignedIn,
    principal: &Principal,
    role: Option<Role>,
) -> Result<PersonView, innkeeper_store::Error> {
    let now = signed_in.page.panel.clock.now();
    let standing = enforcement::find(tx, principal.id).await?;
    let may_exempt = signed_in.may(StaffPermission::ManageSettings);
    Ok(PersonView {
        exempt_until: standing.exempt_until.filter(|until| *until > now),
        exempt_href: may_exempt.then(|| format!("/staff/settings/exempt/{}", principal.id)),
        id: principal.id.to_string(),
        name: principal.name.clone(),
        email: principal.email.clone(),
        email_confirmed_at: principal.email_confirmed_at,
        status: status(principal.status),
        role: role.map(|role| role.as_str().to_owned()),
        locale: principal.locale.clone(),
        time_zone: principal.time_zone.clone(),
        created_at: principal.created_at,
        last_sign_in_at: principal.last_sign_in_at,
        password_changed_at: principal.password_changed_at,
    })
}

/// A person's factors, locks and sessions. Users may have trusted devices besides.
pub fn security_view(signed_in: &SignedIn, security: &Security) -> PersonSecurity {
    let (page, own) = (&signed_in.page, signed_in.live().session.id);
    let credentials = security.credentials.iter();
    PersonSecurity {
        credentials: credentials
            .map(|credential| {
                credential_view(
                    page,
                    credential,
                    security.locked_until(&page.panel, credential.id),
                )
            })
            .collect(),
        locks: security.locks(&page.panel).iter().map(lock_view).collect(),
        sessions: security
            .sessions
            .iter()
            .map(|session| session_view(session, own))
            .collect(),
        devices: Vec::new(),
        may_distrust: false,
    }
}

fn lock_view(lock: &Lock<'_>) -> LockView {
    let scope = match lock.scope {
        ThrottleScope::Credential => "credential",
        ThrottleScope::Account => "second-factor",
        _ => "password",
    };
    LockView {
        scope: scope.to_owned(),
        label: lock.credential.map(|credential| credential.label.clone()),
        failures: small(lock.failures),
        until: lock.until,
    }
}

/// What the viewer may do to a person as things stand.
pub fn actions(
    actor: Actor<'_>,
    person: &Principal,
    role: Option<Role>,
    security: &Security,
) -> Vec<String> {
    PersonAction::ALL
        .into_iter()
        .filter(|action| actor.may(*action, person, role) && action.applies(person, security))
        .map(|action| action.as_str().to_owned())
        .collect()
}

/// Asks before an action.
pub async fn confirm(
    signed_in: &SignedIn,
    whom: (PrincipalKind, PrincipalId),
    action: &str,
) -> Result<Response, Problem> {
    let action = admit(signed_in, whom, action).await?;
    let mut tx = signed_in.page.panel.db.read().await?;
    let found = principals::find(&mut tx, whom.1).await?;
    let person = found
        .filter(|person| person.kind == whom.0)
        .ok_or(Problem::NotFound)?;
    let role = staff::role_of(&mut tx, person.id).await?;
    let security = people::security(&mut tx, &signed_in.page.panel, &person).await?;
    drop(tx);
    if !actor(signed_in)?.may(action, &person, role) {
        return Err(Problem::Forbidden);
    }
    if !action.applies(&person, &security) {
        return Ok(unchanged(signed_in, whom));
    }
    ask(signed_in, action, &person, Form::new()).await
}

/// Does what was asked for and confirmed.
pub async fn act(
    signed_in: &SignedIn,
    whom: (PrincipalKind, PrincipalId),
    action: &str,
    form: &Posted,
) -> Result<Response, Problem> {
    let action = admit(signed_in, whom, action).await?;
    let page = &signed_in.page;
    let reason = match reason(action, form) {
        Ok(reason) => reason,
        Err(wrong) => {
            let mut tx = page.panel.db.read_once().await?;
            let found = principals::find(&mut tx, whom.1).await?;
            let person = found
                .filter(|person| person.kind == whom.0)
                .ok_or(Problem::NotFound)?;
            drop(tx);
            let drawn = ask(signed_in, action, &person, wrong).await?;
            return Ok(redrawn(None, drawn));
        }
    };
    match people::act(
        &page.panel,
        actor(signed_in)?,
        action,
        whom,
        &reason,
        &page.caller,
    )
    .await?
    {
        Acted::Done(person) => {
            Ok(page.to_with(&page_of(whom), &Flash::success(outcome(action, &person))))
        }
        Acted::Missing => Err(Problem::NotFound),
        Acted::Forbidden => Err(Problem::Forbidden),
        Acted::Unchanged => Ok(unchanged(signed_in, whom)),
    }
}

/// The action of that name, where the viewer may do it and has just proved who they are.
async fn admit(
    signed_in: &SignedIn,
    whom: (PrincipalKind, PrincipalId),
    name: &str,
) -> Result<PersonAction, Problem> {
    let action = PersonAction::find(name).ok_or(Problem::NotFound)?;
    signed_in.require(action.permission(whom.0))?;
    signed_in
        .require_fresh(action.step_up(whom.0), &format!("{}/{name}", page_of(whom)))
        .await?;
    Ok(action)
}

/// The page of a person, below the area's base.
fn page_of((kind, id): (PrincipalKind, PrincipalId)) -> String {
    match kind {
        PrincipalKind::User => format!("/users/{id}"),
        PrincipalKind::Staff => format!("/members/{id}"),
    }
}

/// Somebody else did it meanwhile.
fn unchanged(signed_in: &SignedIn, whom: (PrincipalKind, PrincipalId)) -> Response {
    signed_in.page.to_with(
        &page_of(whom),
        &Flash::danger(Message::new(keys::ERROR_CONFLICT)),
    )
}

/// Why it is done, in one line, where the action asks for that.
fn reason(action: PersonAction, form: &Posted) -> Result<String, Form> {
    if action != PersonAction::ResetFactors {
        return Ok(String::new());
    }
    let typed = form.text("reason");
    stated_reason(typed).map_err(|error| {
        Form::new()
            .value("reason", typed)
            .field_error("reason", error)
    })
}

/// A reason in one line, or what is wrong with it.
pub(super) fn stated_reason(typed: &str) -> Result<String, Message> {
    let reason = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    Err(match reason.chars().count() {
        0 => Message::new(keys::ERROR_REQUIRED),
        length if length < MIN_REASON => {
            Message::new(keys::ERROR_TOO_SHORT).with("min", MIN_REASON)
        }
        length if length > MAX_REASON => Message::new(keys::ERROR_TOO_LONG).with("max", MAX_REASON),
        _ => return Ok(reason),
    })
}

async fn ask(
    signed_in: &SignedIn,
    action: PersonAction,
    person: &Principal,
    form: Form,
) -> Result<Response, Problem> {
    let Question {
        title,
        text,
        button,
    } = question(action);
    let back = signed_in.page.area.path(&page_of((person.kind, person.id)));
    let asks_reason = action == PersonAction::ResetFactors;
    let reason = asks_reason.then(|| ActionField {
        name: "reason".to_owned(),
        label: Some(Message::new(keys::FIELD_REASON)),
        kind: ActionFieldKind::Area,
        required: true,
    });
    let view = ConfirmActionPage {
        title: Message::new(title).with("name", person.name.as_str()),
        text: Message::new(text).with("name", person.name.as_str()),
        action: format!("{back}/{}", action.as_str()),
        button: Message::new(button),
        cancel_href: back,
        danger: matches!(action, PersonAction::Disable | PersonAction::ResetFactors),
        form,
        fields: reason.into_iter().collect(),
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}

const fn question(action: PersonAction) -> Question {
    let [
        disable,
        enable,
        end_sessions,
        reset_password,
        clear_locks,
        reset_factors,
    ] = keys::USER_ACTION_QUESTIONS;
    match action {
        PersonAction::Disable => disable,
        PersonAction::Enable => enable,
        PersonAction::EndSessions => end_sessions,
        PersonAction::ResetPassword => reset_password,
        PersonAction::ClearLocks => clear_locks,
        PersonAction::ResetFactors => reset_factors,
    }
}

fn outcome(action: PersonAction, person: &Principal) -> Message {
    let key = match action {
        PersonAction::Disable => keys::FLASH_USER_DISABLED,
        PersonAction::Enable => keys::FLASH_USER_ENABLED,
        PersonAction::EndSessions => keys::FLASH_USER_SESSIONS_ENDED,
        PersonAction::ResetPassword => keys::FLASH_USER_RESET_SENT,
        PersonAction::ClearLocks => keys::FLASH_USER_LOCKS_CLEARED,
        PersonAction::ResetFactors => keys::FLASH_USER_FACTORS_RESET,
    };
    Message::new(key)
        .with("name", person.name.as_str())
        .with("email", person.email.as_str())
}
