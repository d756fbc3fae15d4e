//! Posted forms, parsed at the border: what comes out has unique names, bounded text without control
//! characters, and a token that belongs to this browser.

use std::collections::BTreeMap;
use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use innkeeper_module::{Answers, BROUGHT, Secret};
use innkeeper_theme::contexts::Brought;

use super::problem::Problem;
use crate::Panel;

/// More fields than any page of ours has.
const MAX_FIELDS: usize = 100;
/// Longer than anything that a person types into one field.
pub(super) const MAX_VALUE_BYTES: usize = 16 * 1024;

/// The fields of a form, by name. Values are wiped when dropped, for any may be a secret.
#[derive(Default)]
pub struct Posted {
    fields: BTreeMap<String, Secret>,
}

impl Posted {
    /// The text of a field, as typed; empty where the form has no such field.
    pub fn text(&self, name: &str) -> &str {
        self.fields
            .get(name)
            .and_then(Secret::text)
            .unwrap_or_default()
    }

    /// The text of a field without the spaces around it.
    pub fn trimmed(&self, name: &str) -> &str {
        self.text(name).trim()
    }

    /// Whether a box was ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        matches!(self.text(name), "yes" | "on" | "true" | "1")
    }

    /// A field that the page fills in and nobody types, such as an id.
    ///
    /// # Errors
    /// [`Problem::BadRequest`] where it is missing or malformed.
    pub fn parse<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        self.text(name)
            .parse()
            .map_err(|_| Problem::BadRequest("malformed-field"))
    }

    /// Whether the form has the field at all.
    pub fn has(&self, name: &str) -> bool {
        self.fields.contains_key(name)
    }

    /// Everything but our own fields, for a module.
    pub fn answers(&self) -> Answers {
        Answers::new(
            self.fields
                .iter()
                .filter(|(name, _)| *name != CSRF_FIELD)
                .map(|(name, value)| (name.clone(), value.clone())),
        )
    }

    /// What a browser brought back from another site, to be carried on by a form that is drawn once more.
    pub fn brought(&self) -> Vec<Brought> {
        let fields = self.fields.iter();
        let brought = fields.filter(|(name, _)| name.starts_with(BROUGHT));
        brought
            .map(|(name, value)| Brought {
                name: name.clone(),
                value: value.text().unwrap_or_default().to_owned(),
            })
            .collect()
    }

    fn parse_body(body: &[u8]) -> Result<Self, Problem> {
        let mut posted = Self::default();
        for (name, value) in url::form_urlencoded::parse(body) {
            posted.insert(name.into_owned(), value.into_owned())?;
        }
        Ok(posted)
    }

    /// Takes a field, within what forms of ours have.
    pub(super) fn insert(&mut self, name: String, value: String) -> Result<(), Problem> {
        if self.fields.len() == MAX_FIELDS {
            return Err(Problem::BadRequest("too-many-fields"));
        }
        if value.len() > MAX_VALUE_BYTES || name.len() > 64 {
            return Err(Problem::BadRequest("field-too-long"));
        }
        // Bytes that are not UTF-8 were replaced by this character.
        let is_garbled = |text: &str| text.contains(['\0', char::REPLACEMENT_CHARACTER]);
        if is_garbled(&name) || is_garbled(&value) {
            return Err(Problem::BadRequest("forbidden-characters"));
        }
        match self.fields.insert(name, Secret::from(value)) {
            None => Ok(()),
            Some(_) => Err(Problem::BadRequest("duplicated-field")),
        }
    }
}

/// The name of the field that carries the token.
pub const CSRF_FIELD: &str = "csrf_token";

impl FromRequest<Panel> for Posted {
    type Rejection = Problem;

    async fn from_request(request: Request, panel: &Panel) -> Result<Self, Problem> {
        let is_form = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| {
                value
                    .split(';')
                    .next()
                    .is_some_and(|mime| mime.trim() == "application/x-www-form-urlencoded")
            });
        if !is_form {
            return Err(Problem::UnsupportedMediaType);
        }
        let (area, headers) = (
            super::area::Area::of(request.uri().path()),
            request.headers().clone(),
        );
        let body = Bytes::from_request(request, panel)
            .await
            .map_err(|_| Problem::TooLarge)?;
        let posted = Self::parse_body(&body)?;
        posted.check_token(panel, area, &headers)?;
        Ok(posted)
    }
}

impl Posted {
    /// Whether the token belongs to this browser.
    pub(super) fn check_token(
        &self,
        panel: &Panel,
        area: super::area::Area,
        headers: &HeaderMap,
    ) -> Result<(), Problem> {
        let cookies = panel.cookies();
        super::csrf::binding(cookies, headers, area)
            .filter(|binding| {
                super::csrf::is_valid(&panel.keys, area, binding, self.text(CSRF_FIELD))
            })
            .map(|_| ())
            .ok_or(Problem::StaleForm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_comes_out_as_typed() {
        let posted = Posted::parse_body(b"email=a%40b.example&name=+J%C3%BCrgen+&saved=yes")
            .ok()
            .unwrap();
        assert_eq!(posted.text("email"), "a@b.example");
        assert_eq!(posted.trimmed("name"), "Jürgen");
        assert!(posted.is_ticked("saved"));
        assert_eq!(posted.text("missing"), "");
    }

    #[test]
    fn a_form_that_no_page_of_ours_sends_is_refused() {
        let long = format!("a={}", "x".repeat(MAX_VALUE_BYTES + 1));
        let many = (0..=MAX_FIELDS)
            .map(|n| format!("f{n}=1"))
            .collect::<Vec<_>>()
            .join("&");
        for body in ["a=1&a=2", "a=%00", "a=%ff", "%00=1", &long, &many] {
            assert!(
                Posted::parse_body(body.as_bytes()).is_err(),
                "{}",
                &body[..body.len().min(40)]
            );
        }
    }
}
