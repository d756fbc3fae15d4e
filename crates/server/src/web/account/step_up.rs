//! A fresh proof, asked for by whatever needed it.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use innkeeper_identity::local_path::LocalPath;
use innkeeper_theme::contexts::{ChoosePage, Form, Message, NoticeKind, NoticePage, StepUpPage};
use innkeeper_theme::keys;

use crate::app::challenges::{self, Target};
use crate::app::password;
use crate::app::step_up::{self, Due, SteppedUp};
use crate::web::away::render_step;
use crate::web::challenge::{Refused, find_way, not_begun, options, refusal, resend};
use crate::web::cookies::CookieKind;
use crate::web::door::login::Next;
use crate::web::extract::Query;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::prompts;
use crate::web::wait::{redrawn, seconds, too_many};

/// `GET /account/step-up`
pub async fn show(signed_in: SignedIn, Query(next): Query<Next>) -> Result<Response, Problem> {
    draw(
        &signed_in,
        &next.path().unwrap_or_default(),
        Refused::default(),
    )
    .await
}

/// `POST /account/step-up`
pub async fn submit(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let next = LocalPath::parse(form.text("next")).unwrap_or_default();
    let typed = password::normalise(form.text("password"));
    let mut brought = Vec::new();
    let refused = match step_up::give(
        &page.panel,
        signed_in.live(),
        typed,
        &form.answers(),
        &page.caller,
    )
    .await?
    {
        SteppedUp::Done(token) => {
            let mut response = Redirect::to(next.as_str()).into_response();
            page.set_cookie(&mut response, CookieKind::Session(page.area), &token);
            return Ok(response);
        }
        SteppedUp::SignedOut => return signed_out(&signed_in).await,
        SteppedUp::Again => {
            return draw(&signed_in, &next, Refused::default()).await;
        }
        // The factor was not asked: what was brought back for it is still good.
        SteppedUp::WrongPassword => {
            brought = form.brought();
            let error = Message::new(keys::ERROR_PASSWORD_WRONG);
            Refused::from(Form::new().field_error("password", error))
        }
        SteppedUp::Rejected(rejected) => refusal(page, &rejected),
        SteppedUp::Unavailable => {
            let error = Message::new(keys::ERROR_FACTOR_UNAVAILABLE);
            Refused::from(Form::new().form_error(error))
        }
        SteppedUp::Wait(wait) => {
            brought = form.brought();
            Refused {
                form: Form::new().form_error(too_many(wait)),
                wait: Some(wait),
            }
        }
    };
    let wait = refused.wait;
    let drawn = draw(&signed_in.carrying(brought), &next, refused).await?;
    Ok(redrawn(wait, drawn))
}

/// `GET /account/step-up/other`
pub async fn others(signed_in: SignedIn, Query(next): Query<Next>) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let Due { ways, .. } = step_up::due(&page.panel, signed_in.live()).await?;
    let held = signed_in.held().await?;
    let next = next.path().unwrap_or_default();
    let choose = ChoosePage {
        form: Form::new(),
        action: page.area.path("/account/step-up/other"),
        back_href: with_next(&page.area.path("/account/step-up"), &next),
        next: Some(next.as_str().to_owned()),
        options: options(page, &ways, held),
        recover_href: None,
    };
    Ok(page.render(&choose).await?.into_response())
}

/// `POST /account/step-up/other`
pub async fn choose(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let Due { ways, .. } = step_up::due(&page.panel, signed_in.live()).await?;
    let way = find_way(&ways, form.text("option")).ok_or(Problem::BadRequest("unknown-option"))?;
    let target = Target::step_up(signed_in.live().session.id);
    let next = LocalPath::parse(form.text("next")).unwrap_or_default();
    let begun = challenges::begin(
        &page.panel,
        signed_in.principal(),
        target,
        way,
        &page.caller,
    )
    .await?;
    let path = with_next("/account/step-up", &next);
    Ok(match not_begun(begun) {
        None => page.to(&path),
        Some(why) => page.to_with(&path, &why),
    })
}

async fn draw(
    signed_in: &SignedIn,
    next: &LocalPath,
    refused: Refused,
) -> Result<Response, Problem> {
    let (page, principal) = (&signed_in.page, signed_in.principal());
    let Due { need, ways } = step_up::due(&page.panel, signed_in.live()).await?;
    let target = Target::step_up(signed_in.live().session.id);
    let shown =
        challenges::show_or_begin(&page.panel, principal, target, &ways, &page.caller).await?;
    if shown.is_none() && !ways.is_empty() {
        return Ok(page.to(&with_next("/account/step-up/other", next)));
    }
    let about = shown.as_ref().map(|shown| &shown.factor.description);
    let factor_name = about.map(|about| page.module_text(&about.id, &about.name));
    let view = StepUpPage {
        form: refused.form,
        next: next.as_str().to_owned(),
        with_password: need.asks_password(),
        credential_label: shown
            .as_ref()
            .and_then(|shown| shown.label.clone())
            .filter(|label| Some(label) != factor_name.as_ref()),
        factor_name,
        prompts: match &shown {
            Some(shown) => prompts::view(page, &shown.factor.description.id, &shown.prompts)?,
            None => Vec::new(),
        },
        others: ways.len() > 1,
        resend: match &shown {
            Some(shown) => resend(page, principal, shown).await?,
            None => None,
        },
        wait_seconds: refused.wait.map(seconds),
    };
    let prompts = shown.map(|shown| shown.prompts).unwrap_or_default();
    render_step(page, &view, &prompts, &with_next("/account/step-up", next)).await
}

/// Too many wrong proofs ended the session (R145).
async fn signed_out(signed_in: &SignedIn) -> Result<Response, Problem> {
    let page = signed_in.page.as_visitor();
    let action =
        innkeeper_theme::contexts::Action::new(page.area.path("/login"), keys::ACTION_SIGN_IN);
    let said = NoticePage {
        kind: NoticeKind::SignInExpired,
        email: None,
        action: Some(action),
    };
    let mut response = (StatusCode::FORBIDDEN, page.render(&said).await?).into_response();
    page.clear_cookie(&mut response, CookieKind::Session(page.area));
    Ok(response)
}

fn with_next(path: &str, next: &LocalPath) -> String {
    let next =
        percent_encoding::utf8_percent_encode(next.as_str(), percent_encoding::NON_ALPHANUMERIC);
    format!("{path}?next={next}")
}
