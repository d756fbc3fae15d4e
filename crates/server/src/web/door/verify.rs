//! The second step: a proof by a factor, or by another one.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use innkeeper_identity::demand::policy_under;
use innkeeper_identity::policy::FactorPolicy;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::session::Restriction;
use innkeeper_identity::sign_in::{self as rules, NextStep};
use innkeeper_identity::trusted_device::may_trust;
use innkeeper_theme::contexts::{ChoosePage, Flash, Form, Message, NoticeKind, VerifyPage};
use innkeeper_theme::keys;

use super::{notice, to_sign_in};
use crate::app::challenges::{self, Target, Way};
use crate::app::verify::{self, Pending, Verified};
use crate::app::{enforcement, factors, trusted_devices};
use crate::web::away::render_step;
use crate::web::challenge::{Refused, find_way, not_begun, options, refusal, resend};
use crate::web::cookies::CookieKind;
use crate::web::form::Posted;
use crate::web::page::Page;
use crate::web::problem::Problem;
use crate::web::prompts;
use crate::web::wait::{redrawn, seconds};

/// Where it is.
const PATH: &str = "/login/verify";

/// `GET /login/verify`
pub async fn show(page: Page) -> Result<Response, Problem> {
    match pending(&page).await? {
        Some(pending) => draw(&page, &pending, Refused::default()).await,
        None => expired(&page).await,
    }
}

/// `POST /login/verify`
pub async fn submit(page: Page, form: Posted) -> Result<Response, Problem> {
    let Some(pending) = pending(&page).await? else {
        return expired(&page).await;
    };
    Ok(
        match verify::verify(
            &page.panel,
            &pending,
            &form.answers(),
            form.is_ticked("trust_device"),
            &page.caller,
        )
        .await?
        {
            Verified::Open {
                entry,
                next,
                notice,
                ticket,
            } => {
                let mut response = Redirect::to(next.as_str()).into_response();
                page.enter(&mut response, &entry);
                if let Some(ticket) = ticket {
                    page.set_ticket(&mut response, &ticket);
                }
                if let Some((module, text)) = notice {
                    let word = Flash {
                        kind: innkeeper_theme::contexts::Tone::Info,
                        text: page.module_message(&module, &text),
                    };
                    page.add_flash(&mut response, &word);
                }
                response
            }
            Verified::Rejected(rejected) => {
                let wait = rejected.wait;
                let drawn = draw(&page, &pending, refusal(&page, &rejected)).await?;
                redrawn(wait, drawn)
            }
            // Drawn at once, for whoever waits asks every few seconds; what they ticked stays so.
            Verified::Again => {
                let form = Form::new().value("trust_device", form.text("trust_device"));
                draw(&page, &pending, form.into()).await?
            }
            Verified::Unavailable => page.to_with(
                "/login/verify/other",
                &Flash::danger(Message::new(keys::ERROR_FACTOR_UNAVAILABLE)),
            ),
            Verified::Gone => expired(&page).await?,
        },
    )
}

/// `GET /login/verify/other`
pub async fn others(page: Page) -> Result<Response, Problem> {
    let Some(pending) = pending(&page).await? else {
        return expired(&page).await;
    };
    let held = factors::list_held(&page.panel, pending.principal.id).await?;
    let choose = ChoosePage {
        form: Form::new(),
        action: page.area.path("/login/verify/other"),
        back_href: page.area.path(PATH),
        next: None,
        options: options(
            &page,
            &ways(&page, &pending, &policy_of(&page, &pending).await?).await?,
            &held,
        ),
        recover_href: (page.area.kind() == PrincipalKind::User)
            .then(|| "/login/recover".to_owned()),
    };
    Ok(page.render(&choose).await?.into_response())
}

/// `POST /login/verify/other`
pub async fn choose(page: Page, form: Posted) -> Result<Response, Problem> {
    let Some(pending) = pending(&page).await? else {
        return expired(&page).await;
    };
    let ways = ways(&page, &pending, &policy_of(&page, &pending).await?).await?;
    let way = find_way(&ways, form.text("option")).ok_or(Problem::BadRequest("unknown-option"))?;
    let target = Target::sign_in(pending.login.id);
    let begun =
        challenges::begin(&page.panel, &pending.principal, target, way, &page.caller).await?;
    Ok(match not_begun(begun) {
        None => page.to(PATH),
        Some(why) => page.to_with(PATH, &why),
    })
}

/// `POST /login/cancel`
pub async fn cancel(page: Page, _form: Posted) -> Result<Response, Problem> {
    if let Some(pending) = pending(&page).await? {
        verify::cancel(&page.panel, &pending).await?;
    }
    let mut response = page.to("/login");
    page.clear_cookie(&mut response, CookieKind::Pending(page.area));
    Ok(response)
}

async fn pending(page: &Page) -> Result<Option<Pending>, Problem> {
    match page.cookie(CookieKind::Pending(page.area)) {
        Some(token) => Ok(verify::find(&page.panel, page.area.kind(), &token).await?),
        None => Ok(None),
    }
}

async fn policy_of(page: &Page, pending: &Pending) -> Result<FactorPolicy, Problem> {
    let mut tx = page.panel.db.read_once().await?;
    Ok(enforcement::policy_of(&mut tx, &page.panel, &pending.principal).await?)
}

async fn ways(page: &Page, pending: &Pending, policy: &FactorPolicy) -> Result<Vec<Way>, Problem> {
    let panel = &page.panel;
    let held = factors::list_held(panel, pending.principal.id).await?;
    let holdings = factors::holdings(panel, pending.principal.kind, &held);
    let asked = policy_under(pending.login.demanded, &holdings, policy);
    Ok(match rules::after_password(&holdings, &asked) {
        NextStep::Challenge { usable } => challenges::ways(panel, &usable),
        NextStep::Full | NextStep::EnrolOnly | NextStep::Refused => Vec::new(),
    })
}

async fn draw(
    page: &Page,
    pending: &Pending,
    Refused { form, wait }: Refused,
) -> Result<Response, Problem> {
    let target = Target::sign_in(pending.login.id);
    let Some(shown) = challenges::show(&page.panel, &pending.principal, target).await? else {
        return Ok(page.to("/login/verify/other"));
    };
    let policy = policy_of(page, pending).await?;
    let factor_name =
        page.module_text(&shown.factor.description.id, &shown.factor.description.name);
    let verify = VerifyPage {
        form,
        credential_label: shown.label.clone().filter(|label| *label != factor_name),
        factor_name,
        icon: shown.factor.description.icon.clone(),
        prompts: prompts::view(page, &shown.factor.description.id, &shown.prompts)?,
        others: ways(page, pending, &policy).await?.len() > 1,
        can_trust: {
            let class = page.panel.class_of(&shown.factor);
            may_trust(class, Restriction::None)
                && trusted_devices::count_for(&page.panel, pending.principal.kind, &policy)
        },
        resend: resend(page, &pending.principal, &shown).await?,
        expires_at: shown.expires_at.min(pending.login.expires_at),
        wait_seconds: wait.map(seconds),
    };
    render_step(page, &verify, &shown.prompts, PATH).await
}

/// The sign-in is over: begin again.
async fn expired(page: &Page) -> Result<Response, Problem> {
    let mut response = if page.cookie(CookieKind::Pending(page.area)).is_some() {
        let said = notice(
            page,
            NoticeKind::SignInExpired,
            None,
            Some(to_sign_in(page)),
        )
        .await?;
        (StatusCode::FORBIDDEN, said).into_response()
    } else {
        page.to("/login")
    };
    page.clear_cookie(&mut response, CookieKind::Pending(page.area));
    Ok(response)
}
