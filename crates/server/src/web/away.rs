//! Trips to other sites in the middle of a step: away by a link, and back with parameters.
//!
//! Other sites have one address an area to send browsers back to. A cookie remembers which page a browser left, and that
//! page takes what was brought into its form: nothing is given to a module before the person's own form was sent, with the
//! token of the form, so that nobody can send a browser here to have it done.

use std::collections::BTreeMap;

use axum::http::{Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use data_encoding::BASE64URL_NOPAD;
use innkeeper_identity::local_path::LocalPath;
use innkeeper_module::form::is_plain_line;
use innkeeper_module::{BROUGHT, Prompt};
use innkeeper_theme::contexts::Brought;
use url::form_urlencoded;

use super::area::Area;
use super::cookies::CookieKind;
use super::page::Page;
use super::problem::Problem;

/// Where other sites send browsers back to, as the customer area calls it.
pub const RETURN: &str = "/return";

/// How many parameters are carried on, and how long the name and the value of one may be, in bytes. A field's name has 64
/// at most.
const MANY: usize = 16;
const NAME: usize = 64 - BROUGHT.len();
const VALUE: usize = 4096;

/// Draws the page of a step; `path` is what the customer area calls it. If the step leads away, the browser remembers what
/// page it left.
pub async fn render_step<P: innkeeper_theme::Page>(
    page: &Page,
    view: &P,
    prompts: &[Prompt],
    path: &str,
) -> Result<Response, Problem> {
    let mut response = page.render(view).await?.into_response();
    if prompts.iter().any(Prompt::leads_away) {
        let left = BASE64URL_NOPAD.encode(page.area.path(path).as_bytes());
        let cookie = page.panel.cookies().set(CookieKind::Away(page.area), &left);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// `GET /return`: on to the page that the browser left, with what it brings.
pub async fn come_back(page: Page, uri: Uri) -> Response {
    let left = page.cookie(CookieKind::Away(page.area));
    let left = left.and_then(|left| read(&left));
    let Some(left) = left.filter(|left| Area::of(left.path()) == page.area) else {
        return page.to("/login/verify");
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, value) in parameters(uri.query().unwrap_or_default()) {
        query.append_pair(&format!("{BROUGHT}{name}"), &value);
    }
    let joint = if left.as_str().contains('?') {
        '&'
    } else {
        '?'
    };
    let to = format!("{left}{joint}{}", query.finish());
    let mut response = Redirect::to(&to).into_response();
    page.clear_cookie(&mut response, CookieKind::Away(page.area));
    response
}

/// What a browser that came back has in the address of the page that it left.
pub fn brought(query: &str) -> Vec<Brought> {
    // Most pages are asked for without any.
    if !query.contains(BROUGHT) {
        return Vec::new();
    }
    let fields = parameters(query).into_iter();
    fields
        .filter(|(name, _)| name.starts_with(BROUGHT))
        .map(|(name, value)| Brought { name, value })
        .collect()
}

/// The parameters of a query, as far as forms of ours carry them on. One that is there twice means nothing.
fn parameters(query: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let bare = name.strip_prefix(BROUGHT).unwrap_or(&name);
        let fits = (1..=NAME).contains(&bare.len()) && value.len() <= VALUE;
        let plain = is_plain_line(&name) && is_plain_line(&value);
        if fits && plain && found.len() < MANY {
            let once = |found: &mut Option<String>| *found = None;
            found
                .entry(name.into_owned())
                .and_modify(once)
                .or_insert(Some(value.into_owned()));
        }
    }
    let once = |(name, value): (String, Option<String>)| Some((name, value?));
    found.into_iter().filter_map(once).collect()
}

fn read(left: &str) -> Option<LocalPath> {
    let path = BASE64URL_NOPAD.decode(left.as_bytes()).ok()?;
    LocalPath::parse(&String::from_utf8(path).ok()?)
}

#[cfg(test)]
mod tests {
    use super::{VALUE, brought, parameters};

    #[test]
    fn what_fits_into_a_form_is_carried_on_and_what_is_there_twice_is_not() {
        let long = "x".repeat(VALUE + 1);
        let query =
            format!("code=a%26b&state=1&state=2&=x&long={long}&odd=%00&turned=%E2%80%AE&error=");
        let carried = parameters(&query);
        let carried: Vec<(&str, &str)> = carried
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        assert_eq!(carried, [("code", "a&b"), ("error", "")]);
        let many: Vec<String> = (0..40).map(|n| format!("p{n}=1")).collect();
        assert_eq!(parameters(&many.join("&")).len(), 16);
    }

    #[test]
    fn only_what_came_by_the_address_for_returns_is_taken_for_brought() {
        let fields = brought("next=%2Faccount&back.code=a&code=b");
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|field| (&*field.name, &*field.value))
            .collect();
        assert_eq!(fields, [("back.code", "a")]);
    }
}
