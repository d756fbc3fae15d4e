//! Trying a credential out while signed in (R16), and putting one right whose proofs are refused (R54).

use axum::response::{IntoResponse, Redirect, Response};
use innkeeper_identity::credential::CredentialState;
use innkeeper_identity::ids::CredentialId;
use innkeeper_identity::local_path::LocalPath;
use innkeeper_identity::session::Restriction;
use innkeeper_identity::step_up::Action;
use innkeeper_module::Text;
use innkeeper_store::credentials::Credential;
use innkeeper_theme::contexts::{Flash, Form, Message, ResendView, Tone, TrialPage};
use innkeeper_theme::keys;

use super::security::credential_view;
use crate::app::throttling;
use crate::app::trials::{self, Trial, Tried};
use crate::modules::Factor;
use crate::web::away::render_step;
use crate::web::challenge::{Refused, not_begun, refusal};
use crate::web::extract::Path;
use crate::web::form::Posted;
use crate::web::page::{MaybeRestricted, SignedIn};
use crate::web::problem::Problem;
use crate::web::prompts;
use crate::web::wait::{redrawn, seconds};

/// `GET /account/security/credentials/{id}/check`
pub async fn show_check(
    signed_in: SignedIn,
    Path(id): Path<CredentialId>,
) -> Result<Response, Problem> {
    At::find(&signed_in, id, Trial::CheckUp).await?.show().await
}

/// `POST /account/security/credentials/{id}/check`
pub async fn check(
    signed_in: SignedIn,
    Path(id): Path<CredentialId>,
    form: Posted,
) -> Result<Response, Problem> {
    let at = At::find(&signed_in, id, Trial::CheckUp).await?;
    at.submit(&form).await
}

/// `POST /account/security/credentials/{id}/check/send`
pub async fn send(
    signed_in: SignedIn,
    Path(id): Path<CredentialId>,
    _form: Posted,
) -> Result<Response, Problem> {
    let at = At::find(&signed_in, id, Trial::CheckUp).await?;
    at.begin().await
}

/// `POST /account/security/credentials/{id}/check/later`: nobody is asked for a week.
pub async fn later(
    signed_in: SignedIn,
    Path(id): Path<CredentialId>,
    form: Posted,
) -> Result<Response, Problem> {
    if !trials::skip(&signed_in.page.panel, signed_in.live(), id).await? {
        return Err(Problem::NotFound);
    }
    let back = LocalPath::parse(form.text("return_to")).unwrap_or_default();
    Ok(Redirect::to(back.as_str()).into_response())
}

/// `GET /account/security/credentials/{id}/mend`
pub async fn show_mend(
    MaybeRestricted(signed_in): MaybeRestricted,
    Path(id): Path<CredentialId>,
) -> Result<Response, Problem> {
    At::find(&signed_in, id, Trial::Mend).await?.show().await
}

/// `POST /account/security/credentials/{id}/mend`
pub async fn mend(
    MaybeRestricted(signed_in): MaybeRestricted,
    Path(id): Path<CredentialId>,
    form: Posted,
) -> Result<Response, Problem> {
    let at = At::find(&signed_in, id, Trial::Mend).await?;
    at.submit(&form).await
}

/// Somebody at one of their credentials.
struct At<'a> {
    signed_in: &'a SignedIn,
    trial: Trial,
    credential: &'a Credential,
    factor: Factor,
}

impl<'a> At<'a> {
    /// Insists on a fresh proof before anything is put right; trying out is none and needs none.
    async fn find(
        signed_in: &'a SignedIn,
        id: CredentialId,
        trial: Trial,
    ) -> Result<Self, Problem> {
        if trial == Trial::Mend {
            let page = format!("/account/security/credentials/{id}/mend");
            signed_in.require_fresh(Action::MendFactor, &page).await?;
        }
        let mut held = signed_in.held().await?.iter();
        let credential = held
            .find(|held| held.id == id && held.state == CredentialState::Active)
            .ok_or(Problem::NotFound)?;
        let factor = signed_in
            .page
            .panel
            .modules()
            .second_factor(&credential.factor)
            .filter(|factor| match trial {
                Trial::CheckUp => !factor.is_recovery(),
                Trial::Mend => factor.module.mends(),
            })
            .ok_or(Problem::NotFound)?;
        Ok(Self {
            signed_in,
            trial,
            credential,
            factor,
        })
    }

    fn path(&self) -> String {
        let name = match self.trial {
            Trial::CheckUp => "check",
            Trial::Mend => "mend",
        };
        format!(
            "/account/security/credentials/{}/{name}",
            self.credential.id
        )
    }

    /// Looking at the page sends nobody anything.
    async fn show(&self) -> Result<Response, Problem> {
        let (page, live) = (&self.signed_in.page, self.signed_in.live());
        let mut refused = Refused::default();
        if !trials::may_go_on(live, self.trial) {
            refused = Form::new()
                .form_error(Message::new(keys::ERROR_CHECK_UP_ENOUGH))
                .into();
        } else if !self.factor.description.sends_messages {
            let (panel, caller) = (&page.panel, &page.caller);
            let under_way = trials::show(panel, live, self.trial, self.credential).await?;
            if under_way.is_none() {
                let begun = trials::begin(panel, live, self.trial, self.credential, caller).await?;
                if let Some(why) = not_begun(begun) {
                    refused = Form::new().form_error(why.text).into();
                }
            }
        }
        self.draw(refused).await
    }

    async fn begin(&self) -> Result<Response, Problem> {
        let (page, live) = (&self.signed_in.page, self.signed_in.live());
        if !trials::may_go_on(live, self.trial) {
            return Ok(page.to(&self.path()));
        }
        let begun =
            trials::begin(&page.panel, live, self.trial, self.credential, &page.caller).await?;
        Ok(match not_begun(begun) {
            None => page.to(&self.path()),
            Some(why) => page.to_with(&self.path(), &why),
        })
    }

    async fn submit(&self, form: &Posted) -> Result<Response, Problem> {
        let (page, live) = (&self.signed_in.page, self.signed_in.live());
        let (panel, answers) = (&page.panel, form.answers());
        let tried = trials::give(
            panel,
            live,
            self.trial,
            self.credential,
            &answers,
            &page.caller,
        );
        let refused = match tried.await? {
            Tried::Done(word) => return Ok(self.done(word.as_ref())),
            Tried::Again => return Ok(page.to(&self.path())),
            Tried::Gone => {
                let expired = Flash::danger(Message::new(keys::ERROR_CHECK_UP_EXPIRED));
                return Ok(page.to_with(&self.path(), &expired));
            }
            Tried::Rejected(rejected) => refusal(page, &rejected),
            Tried::Unavailable => Form::new()
                .form_error(Message::new(keys::ERROR_FACTOR_UNAVAILABLE))
                .into(),
            Tried::Enough => Form::new()
                .form_error(Message::new(keys::ERROR_CHECK_UP_ENOUGH))
                .into(),
        };
        let wait = refused.wait;
        Ok(redrawn(wait, self.draw(refused).await?))
    }

    /// Not to the security page after a check-up: that asks for a fresh proof, and this was none.
    fn done(&self, word: Option<&Text>) -> Response {
        let page = &self.signed_in.page;
        let home = page.area.home();
        let home = home.strip_prefix(page.area.base()).unwrap_or(home);
        let confined = self.signed_in.live().session.restriction != Restriction::None;
        let (key, next) = match self.trial {
            Trial::CheckUp => (keys::FLASH_FACTOR_CHECKED, home),
            Trial::Mend if confined => (keys::FLASH_FACTOR_MENDED, "/account/security/recovered"),
            Trial::Mend => (keys::FLASH_FACTOR_MENDED, "/account/security"),
        };
        let flash = match (self.trial, word) {
            // The module says what was wrong, and that it is well.
            (Trial::Mend, Some(word)) => Flash {
                kind: Tone::Info,
                text: page.module_message(&self.credential.factor, word),
            },
            _ => Flash::success(Message::new(key).with("label", &*self.credential.label)),
        };
        page.to_with(next, &flash)
    }

    async fn draw(&self, refused: Refused) -> Result<Response, Problem> {
        let (page, live) = (&self.signed_in.page, self.signed_in.live());
        let may_go_on = trials::may_go_on(live, self.trial);
        let shown = trials::show(&page.panel, live, self.trial, self.credential).await?;
        let sends = may_go_on && self.factor.description.sends_messages;
        let resend = if sends {
            let from = throttling::message_due(&page.panel, &live.principal).await?;
            let option = self.credential.id.to_string();
            Some(ResendView { option, from })
        } else {
            None
        };
        let view = TrialPage {
            mends: self.trial == Trial::Mend,
            credential: credential_view(page, self.credential, None),
            form: refused.form,
            action: page.area.path(&self.path()),
            prompts: match &shown {
                Some(shown) if may_go_on => {
                    prompts::view(page, &self.credential.factor, &shown.prompts)?
                }
                _ => Vec::new(),
            },
            resend,
            wait_seconds: refused.wait.map(seconds),
        };
        let prompts = shown.map(|shown| shown.prompts).unwrap_or_default();
        render_step(page, &view, &prompts, &self.path()).await
    }
}
