//! Somebody with a browser, as far as HTTP goes: keeps cookies, fills in the forms of the page it sees,
//! sends what browsers send.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use http::{HeaderMap, Method, Request, StatusCode, header};
use tower::ServiceExt as _;

use crate::house::{BASE_URL, House, PASSWORD};
use crate::leaks::{self, Kind, Place};

/// A visitor of one house.
#[derive(Clone)]
pub struct Visitor {
    router: Router,
    ip: IpAddr,
    /// The cookies, by name.
    pub cookies: BTreeMap<String, String>,
    csrf: String,
}

/// What came back.
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Visitor {
    pub(crate) fn new(router: Router, ip: IpAddr) -> Self {
        Self {
            router,
            ip,
            cookies: BTreeMap::new(),
            csrf: String::new(),
        }
    }

    /// Somebody who visits a panel by its address.
    pub fn at(url: &str) -> Self {
        Self::new(crate::wire::to(url), std::net::Ipv4Addr::LOCALHOST.into())
    }

    /// The same browser at another address.
    #[must_use]
    pub fn from_address(mut self, ip: impl Into<IpAddr>) -> Self {
        self.ip = ip.into();
        self
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Reply {
        self.send(Method::GET, path, Body::empty(), &[]).await
    }

    /// Opens a page and follows where it leads.
    pub async fn follow(&mut self, path: &str) -> Reply {
        let mut reply = self.get(path).await;
        for _ in 0..5 {
            let Some(location) = reply.location() else {
                break;
            };
            reply = self.get(&location).await;
        }
        reply
    }

    /// Sends a form with the token of the page last seen.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply {
        let csrf = self.csrf.clone();
        self.post_with_token(path, fields, &csrf).await
    }

    /// Sends a form with a token of the caller's choice.
    pub async fn post_with_token(
        &mut self,
        path: &str,
        fields: &[(&str, &str)],
        token: &str,
    ) -> Reply {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("csrf_token", token)
            .extend_pairs(fields)
            .finish();
        let form = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
        ];
        self.send(Method::POST, path, Body::from(body), &form).await
    }

    /// Opens `page` for its token, then sends a form to `path`.
    pub async fn submit(&mut self, page: &str, path: &str, fields: &[(&str, &str)]) -> Reply {
        self.get(page).await;
        self.post(path, fields).await
    }

    /// Sends any request.
    ///
    /// # Panics
    /// Where it is no request at all.
    pub async fn send(
        &mut self,
        method: Method,
        path: &str,
        body: Body,
        headers: &[(&str, &str)],
    ) -> Reply {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "panel.example")
            .header(
                header::USER_AGENT,
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            )
            .extension(ConnectInfo(SocketAddr::new(self.ip, 40_000)));
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body).expect("a request");
        let response = self
            .router
            .clone()
            .oneshot(request)
            .await
            .expect("the router never fails");
        let (parts, body) = response.into_parts();
        self.keep_cookies(&parts.headers);
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        let reply = Reply {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        };
        leaks::read(Place::Page, &reply.body);
        if let Some(token) = reply.field_value("csrf_token") {
            self.csrf = token;
        }
        reply
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for header in headers.get_all(header::SET_COOKIE) {
            let text = header.to_str().unwrap_or_default();
            let Some((name, value)) = text.split(';').next().and_then(|pair| pair.split_once('='))
            else {
                continue;
            };
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                leaks::keep(Kind::Cookie, value);
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }

    /// Registers, confirms the address and signs in: a customer without a second factor.
    pub async fn registers(&mut self, house: &House, email: &str) {
        let fields = [
            ("name", "Ada Lovelace"),
            ("email", email),
            ("password", PASSWORD),
        ];
        self.submit("/register", "/register", &fields)
            .await
            .expect(StatusCode::OK);
        house.run_jobs().await;
        let link = house.mailed_link("confirm-email", email).await;
        let token = link.split("token=").nth(1).unwrap_or_default().to_owned();
        self.submit(&link, "/register/confirm", &[("token", &token)])
            .await
            .expect(StatusCode::OK);
        self.signs_in(email, PASSWORD)
            .await
            .expect_redirect("/account");
    }

    /// Sends address and password.
    pub async fn signs_in(&mut self, email: &str, password: &str) -> Reply {
        self.submit(
            "/login",
            "/login",
            &[("email", email), ("password", password)],
        )
        .await
    }

    /// Sets up an authenticator app and keeps the backup codes; the setup key and the codes.
    pub async fn enables_totp(&mut self, house: &House) -> (String, Vec<String>) {
        let begun = self
            .submit(
                "/account/security/factors/new",
                "/account/security/factors/totp/enrol",
                &[],
            )
            .await;
        let page = begun.location().expect("an enrolment begins");
        let key = self.get(&page).await.setup_key();
        let code = house.code(&key);
        let codes_page = self
            .post(&page, &[("code", &code)])
            .await
            .location()
            .expect("backup codes come next");
        let codes = self.get(&codes_page).await.backup_codes();
        self.post(&codes_page, &[("saved", "yes")])
            .await
            .expect_redirect("/account/security");
        (key, codes)
    }

    /// Sets up one more authenticator app.
    pub async fn enables_another_app(&mut self, house: &House) {
        let (cards, enrol) = (
            "/account/security/factors/new",
            "/account/security/factors/totp/enrol",
        );
        let begun = self.submit(cards, enrol, &[]).await;
        let page = begun.location().expect("an enrolment begins");
        let key = self.get(&page).await.setup_key();
        let code = house.code(&key);
        self.post(&page, &[("code", &code)])
            .await
            .expect_redirect("/account/security");
    }

    /// Signs out.
    pub async fn signs_out(&mut self) -> Reply {
        self.submit("/account", "/logout", &[]).await
    }
}

impl Reply {
    /// Where it redirects to.
    pub fn location(&self) -> Option<String> {
        let location = self.headers.get(header::LOCATION)?.to_str().ok()?;
        Some(
            location
                .strip_prefix(BASE_URL)
                .unwrap_or(location)
                .to_owned(),
        )
    }

    /// Insists on a status.
    ///
    /// # Panics
    /// Where it is another one.
    #[track_caller]
    #[expect(clippy::return_self_not_must_use, reason = "most insist and go on")]
    pub fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{} {:?}", self.body, self.location());
        self
    }

    /// Insists on a redirect to that path.
    ///
    /// # Panics
    /// Where it is something else.
    #[track_caller]
    #[expect(clippy::return_self_not_must_use, reason = "most insist and go on")]
    pub fn expect_redirect(self, path: &str) -> Self {
        assert_eq!(
            self.location().as_deref(),
            Some(path),
            "{} {}",
            self.status,
            self.body
        );
        self
    }

    /// Insists on a text in the body.
    ///
    /// # Panics
    /// Where it is not there.
    #[track_caller]
    #[expect(clippy::return_self_not_must_use, reason = "most insist and go on")]
    pub fn expect_text(self, text: &str) -> Self {
        assert!(
            self.body.contains(text),
            "`{text}` is not in: {}",
            self.body
        );
        self
    }

    /// The value of a hidden field.
    pub fn field_value(&self, name: &str) -> Option<String> {
        let (_, after) = self.body.split_once(&format!("name=\"{name}\" value=\""))?;
        after.split('"').next().map(str::to_owned)
    }

    /// The values of the choices named `option`, in their order.
    pub fn options(&self) -> Vec<String> {
        let named = self.body.split("name=\"option\" value=\"").skip(1);
        named
            .filter_map(|part| part.split('"').next())
            .map(str::to_owned)
            .collect()
    }

    /// The setup key that an enrolment page shows, without its spaces.
    ///
    /// # Panics
    /// Where the page shows none.
    pub fn setup_key(&self) -> String {
        let key = self
            .body
            .split(['"', '>', '<'])
            .map(str::trim)
            .find(|text| is_setup_key(text));
        let key = key.expect("the page shows a setup key").replace(' ', "");
        leaks::keep(Kind::Shown, &key);
        key
    }

    /// The backup codes that a page shows.
    pub fn backup_codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self
            .body
            .split(['"', '>', '<', '\n'])
            .map(str::trim)
            .filter(|text| is_backup_code(text))
            .map(str::to_owned)
            .collect();
        codes.sort();
        codes.dedup();
        for code in &codes {
            leaks::keep(Kind::Shown, code);
        }
        codes
    }
}

fn is_setup_key(text: &str) -> bool {
    let key = text.replace(' ', "");
    key.len() == 32
        && key
            .chars()
            .all(|c| c.is_ascii_uppercase() || ('2'..='7').contains(&c))
}

fn is_backup_code(text: &str) -> bool {
    let groups: Vec<&str> = text.split(['-', ' ']).collect();
    groups.len() == 4
        && groups.iter().all(|group| {
            group.len() == 5
                && group
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() && !c.is_ascii_lowercase())
        })
}
