//! Setting a factor up: choose one, follow its steps, keep the backup codes.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::ids::{CredentialId, EnrolmentId};
use innkeeper_identity::names::{Label, NameProblem};
use innkeeper_identity::step_up::Action;
use innkeeper_theme::contexts::{EnrolPage, FactorsPage, Flash, Form, Message};
use innkeeper_theme::keys;

use super::security::cards;
use crate::app::enrolments::{self, Answered, Continued, Refused, Shown};
use crate::app::messages::NoMobile;
use crate::web::away::render_step;
use crate::web::challenge::rejected;
use crate::web::extract::Path;
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::{MaybeRestricted, SignedIn};
use crate::web::problem::Problem;
use crate::web::prompts;
use crate::web::wait::{code_wait, redrawn};

const PAGE: &str = "/account/security/factors/new";
const SECURITY: &str = "/account/security";

/// `GET /account/security/factors/new`
pub async fn choose(MaybeRestricted(signed_in): MaybeRestricted) -> Result<Response, Problem> {
    signed_in.require_fresh(Action::AddFactor, PAGE).await?;
    let (page, principal) = (&signed_in.page, signed_in.principal());
    let holdings = signed_in.holdings().await?;
    let view = FactorsPage {
        cards: cards(page, principal.kind, &holdings),
        required: !holdings.is_protected() && signed_in.enforced().asked.is_required(),
    };
    Ok(page.render(&view).await?.into_response())
}

/// `POST /account/security/factors/{factor}/enrol`
pub async fn begin(
    MaybeRestricted(signed_in): MaybeRestricted,
    Path(factor): Path<String>,
    _form: Posted,
) -> Result<Response, Problem> {
    signed_in.require_fresh(Action::AddFactor, PAGE).await?;
    start(&signed_in, &factor, None).await
}

/// `POST /account/security/credentials/{id}/replace`: the credential is set up anew and keeps working
/// until then (R12).
pub async fn replace(
    signed_in: SignedIn,
    Path(id): Path<CredentialId>,
    _form: Posted,
) -> Result<Response, Problem> {
    signed_in
        .require_fresh(Action::ReplaceFactor, SECURITY)
        .await?;
    let held = signed_in.held().await?;
    let credential = held
        .iter()
        .find(|credential| credential.id == id)
        .ok_or(Problem::NotFound)?;
    start(&signed_in, &credential.factor, Some(id)).await
}

async fn start(
    signed_in: &SignedIn,
    factor: &str,
    replaces: Option<CredentialId>,
) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let begun = enrolments::begin(
        &page.panel,
        signed_in.live(),
        factor,
        replaces,
        &page.caller,
    )
    .await?;
    let error = match begun {
        Ok(id) => return Ok(page.to(&format!("/account/security/enrolments/{id}"))),
        Err(Refused::Unknown | Refused::Missing) => return Err(Problem::NotFound),
        Err(Refused::Full) => Message::new(keys::ERROR_FACTOR_LIMIT),
        Err(Refused::Unavailable) => Message::new(keys::ERROR_FACTOR_UNAVAILABLE),
        Err(Refused::Wait(wait)) => code_wait(wait),
        Err(Refused::NoMobile(why)) => {
            let (key, to) = match why {
                NoMobile::Missing => (keys::ERROR_MOBILE_MISSING, "/account/mobile"),
                NoMobile::Country => (keys::ERROR_MOBILE_COUNTRY, PAGE),
            };
            return Ok(page.to_with(to, &Flash::danger(Message::new(key))));
        }
    };
    Ok(page.to_with(PAGE, &Flash::danger(error)))
}

/// `GET /account/security/enrolments/{id}`
pub async fn show(
    MaybeRestricted(signed_in): MaybeRestricted,
    Path(id): Path<EnrolmentId>,
) -> Result<Response, Problem> {
    match enrolments::show(&signed_in.page.panel, signed_in.live(), id).await? {
        Some(shown) => draw(&signed_in, &shown, Form::new()).await,
        None => Ok(expired(&signed_in)),
    }
}

/// `POST /account/security/enrolments/{id}`
pub async fn submit(
    MaybeRestricted(signed_in): MaybeRestricted,
    Path(id): Path<EnrolmentId>,
    form: Posted,
) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let Some(shown) = enrolments::show(&page.panel, signed_in.live(), id).await? else {
        return Ok(expired(&signed_in));
    };
    let factor = &shown.factor.description;
    let label = match Label::parse(form.text("label")) {
        Ok(label) => Some(label),
        Err(NameProblem::Empty) => None,
        Err(problem) => {
            let form = Form::new()
                .value("label", form.text("label"))
                .field_error("label", fields::label(problem));
            return Ok(redrawn(None, draw(&signed_in, &shown, form).await?));
        }
    };
    let answers = form.answers();
    let answered = Answered {
        answers: &answers,
        label: label.as_ref(),
    };
    match enrolments::proceed(&page.panel, signed_in.live(), id, answered, &page.caller).await? {
        Continued::Again => Ok(page.to(&format!("/account/security/enrolments/{id}"))),
        Continued::Gone => Ok(expired(&signed_in)),
        Continued::Unavailable => Ok(page.to_with(
            SECURITY,
            &Flash::danger(Message::new(keys::ERROR_FACTOR_UNAVAILABLE)),
        )),
        Continued::Taken => {
            enrolments::cancel(&page.panel, signed_in.live(), id).await?;
            let taken = Message::new(keys::ERROR_FACTOR_TAKEN);
            Ok(page.to_with(PAGE, &Flash::danger(taken)))
        }
        Continued::Rejected(rejection) => {
            let form = rejected(page, &factor.id, &rejection).value("label", form.text("label"));
            Ok(redrawn(None, draw(&signed_in, &shown, form).await?))
        }
        Continued::Enrolled {
            token,
            codes_are_next,
        } => {
            let key = match (shown.factor.is_recovery(), &shown.replaces) {
                (true, _) => keys::FLASH_BACKUP_CODES_MADE,
                (false, Some(_)) => keys::FLASH_FACTOR_REPLACED,
                (false, None) => keys::FLASH_FACTOR_ADDED,
            };
            let name = page.module_text(&factor.id, &factor.name);
            let flash = Flash::success(Message::new(key).with("factor", name));
            let next = match codes_are_next {
                Some(id) => format!("/account/security/enrolments/{id}"),
                None => SECURITY.to_owned(),
            };
            Ok(signed_in.moved(&next, &token, Some(&flash)))
        }
    }
}

/// `POST /account/security/enrolments/{id}/cancel`
pub async fn cancel(
    MaybeRestricted(signed_in): MaybeRestricted,
    Path(id): Path<EnrolmentId>,
    _form: Posted,
) -> Result<Response, Problem> {
    let page = &signed_in.page;
    enrolments::cancel(&page.panel, signed_in.live(), id).await?;
    Ok(page.to_with(
        SECURITY,
        &Flash::success(Message::new(keys::FLASH_ENROLMENT_CANCELLED)),
    ))
}

async fn draw(signed_in: &SignedIn, shown: &Shown, form: Form) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let about = &shown.factor.description;
    let recovery = shown.factor.is_recovery();
    let view = EnrolPage {
        form,
        factor: about.id.clone(),
        factor_name: page.module_text(&about.id, &about.name),
        icon: about.icon.clone(),
        prompts: prompts::view(page, &about.id, &shown.prompts)?,
        step: if recovery { 2 } else { 1 },
        steps: 2,
        enrolment_id: shown.enrolment.id.to_string(),
        replaces: shown.replaces.clone(),
        expires_at: shown.enrolment.expires_at,
        recovery,
    };
    let path = format!("/account/security/enrolments/{}", shown.enrolment.id);
    render_step(page, &view, &shown.prompts, &path).await
}

fn expired(signed_in: &SignedIn) -> Response {
    signed_in.page.to_with(
        PAGE,
        &Flash::danger(Message::new(keys::ERROR_ENROLMENT_EXPIRED)),
    )
}
