//! What the pages that show a challenge have in common: sign-in, step-up and password reset.

use chrono::Duration;
use innkeeper_module::Rejection;
use innkeeper_store::credentials::Credential;
use innkeeper_store::principals::Principal;
use innkeeper_theme::contexts::{Flash, Form, Message, OptionView, ResendView};
use innkeeper_theme::keys;

use super::page::Page;
use super::problem::Problem;
use super::wait::{code_wait, too_many};
use crate::app::challenges::{Begun, Refusal, Shown, Way};
use crate::app::throttling;

/// A refusal, as a form shows it; by default there is none.
#[derive(Default)]
pub struct Refused {
    /// With the error in it.
    pub form: Form,
    /// How long nothing will be accepted.
    pub wait: Option<Duration>,
}

impl From<Form> for Refused {
    fn from(form: Form) -> Self {
        Self { form, wait: None }
    }
}

/// Puts a refusal into a form.
pub fn refusal(page: &Page, refused: &Refusal) -> Refused {
    let mut form = match &refused.rejection {
        Some(rejection) => rejected(page, &refused.factor, rejection),
        None => Form::new().form_error(Message::new(keys::ERROR_VERIFY_FAILED)),
    };
    if let Some(wait) = refused.wait {
        form = form.form_error(too_many(wait));
    }
    Refused {
        form,
        wait: refused.wait,
    }
}

/// What a module says of wrong answers, beside the field if it names one.
pub fn rejected(page: &Page, module: &str, rejection: &Rejection) -> Form {
    let reason = page.module_message(module, &rejection.reason);
    match &rejection.field {
        Some(field) => Form::new().field_error(field.clone(), reason),
        None => Form::new().form_error(reason),
    }
}

/// What to say where a challenge could not be opened; none where it was.
pub fn not_begun(begun: Begun) -> Option<Flash> {
    match begun {
        Begun::Open => None,
        Begun::Unavailable => Some(Flash::danger(Message::new(keys::ERROR_FACTOR_UNAVAILABLE))),
        Begun::Wait(wait) => Some(Flash::danger(code_wait(wait))),
    }
}

/// How to ask for another code, where the factor of the challenge sends them (R75).
pub async fn resend(
    page: &Page,
    principal: &Principal,
    shown: &Shown,
) -> Result<Option<ResendView>, Problem> {
    if !shown.factor.description.sends_messages {
        return Ok(None);
    }
    Ok(Some(ResendView {
        option: value(&shown.way),
        from: throttling::message_due(&page.panel, principal).await?,
    }))
}

/// The value by which a form names a way.
fn value(way: &Way) -> String {
    way.credential
        .map_or_else(|| way.factor.clone(), |id| id.to_string())
}

/// The way that a form named.
pub fn find_way<'a>(ways: &'a [Way], named: &str) -> Option<&'a Way> {
    ways.iter().find(|way| value(way) == named)
}

/// The ways, as a page offers them.
pub fn options(page: &Page, ways: &[Way], held: &[Credential]) -> Vec<OptionView> {
    ways.iter()
        .filter_map(|way| {
            let factor = page.panel.modules().second_factor(&way.factor)?;
            let credential = way
                .credential
                .and_then(|id| held.iter().find(|credential| credential.id == id));
            let several = held
                .iter()
                .filter(|credential| credential.factor == way.factor)
                .count()
                > 1;
            Some(OptionView {
                value: value(way),
                name: page.module_text(&way.factor, &factor.description.name),
                label: credential
                    .filter(|_| several)
                    .map(|credential| credential.label.clone()),
                icon: factor.description.icon.clone(),
                last_used_at: credential.and_then(|credential| credential.last_used_at),
            })
        })
        .collect()
}
