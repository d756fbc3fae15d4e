//! The fields for the number of a mobile, on a person's own pages and on those of a team.

use innkeeper_identity::mobile::{MobileNumber, MobileProblem, countries};
use innkeeper_identity::names::sort_key;
use innkeeper_theme::contexts::{CountryChoice, Form};

use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::Page;

/// The countries to choose from, in the order that a reader of this page looks for them.
pub fn choices(page: &Page) -> Vec<CountryChoice> {
    let texts = page.panel.theme.translator();
    let mut choices: Vec<_> = countries()
        .iter()
        .map(|country| {
            let name = texts.sentence(&page.locale, &format!("country-{}", country.id));
            let choice = CountryChoice {
                id: country.id.to_owned(),
                code: country.code,
            };
            (sort_key(name.as_deref().unwrap_or(country.id)), choice)
        })
        .collect();
    choices.sort_by(|(one, _), (other, _)| one.cmp(other));
    choices.into_iter().map(|(_, choice)| choice).collect()
}

/// The fields as a stored number fills them.
pub fn filled(form: Form, number: Option<&MobileNumber>) -> Form {
    let Some(number) = number else { return form };
    match number.country() {
        Some(country) => form
            .value("country", country)
            .value("mobile", number.national()),
        None => form.value("mobile", number.as_str()),
    }
}

/// The fields as they were typed.
pub fn typed(form: Form, posted: &Posted) -> Form {
    form.value("country", posted.trimmed("country"))
        .value("mobile", posted.trimmed("mobile"))
}

/// What was typed: a number, none where the field was left empty, or the form that says what is wrong.
pub fn parse(posted: &Posted, form: Form) -> Result<Option<MobileNumber>, Form> {
    match MobileNumber::parse(posted.trimmed("country"), posted.text("mobile")) {
        Ok(number) => Ok(Some(number)),
        Err(MobileProblem::Empty) => Ok(None),
        Err(problem) => {
            let (field, message) = fields::mobile(problem);
            Err(form.field_error(field, message))
        }
    }
}
