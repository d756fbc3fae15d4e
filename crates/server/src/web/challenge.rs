//! What the pages that show a challenge have in common: sign-in, step-up and password reset.

use chrono::Duration;
use innkeeper_module::Rejection;
use innkeeper_store::credentials::Credential;
use innkeeper_theme::contexts::{Form, Message, OptionView};
use innkeeper_theme::keys;

use super::page::Page;
use super::wait::too_many;
use crate::app::challenges::{Refusal, Way};

/// A refusal, as a form shows it.
pub struct Refused {
    /// With the error in it.
    pub form: Form,
    /// How long nothing will be accepted.
    pub wait: Option<Duration>,
}

/// Puts a refusal into a form.
pub fn refusal(page: &Page, refused: Option<&Refusal>) -> Refused {
    let Some(refused) = refused else {
        return Refused {
            form: Form::new(),
            wait: None,
        };
    };
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
            let factor = page.panel.modules.second_factor(&way.factor)?;
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
