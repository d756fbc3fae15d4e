//! What every page needs: who asks, in which area, language and colours, and how to answer.
//!
//! [`Page`] is loaded once per request at the edge. [`SignedIn`] can only be made from a page whose
//! session is alive, so a handler that takes one cannot be reached by a visitor.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use innkeeper_identity::credential::Holdings;
use innkeeper_identity::enforcement::Effective;
use innkeeper_identity::local_path::LocalPath;
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::session::Restriction;
use innkeeper_identity::step_up::Action;
use innkeeper_module::Text;
use innkeeper_store::clients::ClientOfUser;
use innkeeper_store::credentials::Credential;
use innkeeper_store::principals::Principal;
use innkeeper_store::sessions::SignedIn as LiveSession;
use innkeeper_theme::contexts::{Brought, Flash, Message, Scheme};
use tokio::sync::OnceCell;

use super::area::Area;
use super::cookies::CookieKind;
use super::problem::Problem;
use super::{away, csrf, flash, frame};
use crate::app::sessions::{Entry, Token};
use crate::app::trusted_devices::Ticket;
use crate::app::{Caller, enforcement, factors, sessions, step_up};
use crate::{Panel, telemetry};

/// One request, as far as pages are concerned. Cheap to clone.
#[derive(Clone)]
pub struct Page(Arc<Inner>);

/// What a [`Page`] holds.
#[derive(Clone)]
pub struct Inner {
    /// The panel.
    pub panel: Panel,
    /// Which area.
    pub area: Area,
    /// Who asks.
    pub caller: Caller,
    /// The path and query asked for.
    pub path: LocalPath,
    /// The language to answer in.
    pub locale: String,
    /// The colours to answer in.
    pub scheme: Scheme,
    /// The live session of this area, restricted or not.
    pub session: Option<Arc<LiveSession>>,
    held: OnceCell<Vec<Credential>>,
    /// What it brings back from another site, as fields of a form.
    pub brought: Vec<Brought>,
    /// What to tell about the last request.
    pub flash: Option<Flash>,
    /// What forms are bound to.
    pub binding: String,
    /// A visit that began with this request and whose cookie must be set.
    pub new_visit: bool,
    pub(super) headers: HeaderMap,
}

impl std::ops::Deref for Page {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Page {
    /// Finds out who asks. A session that cannot be loaded makes a visitor, never a failure.
    pub async fn load(parts: &Parts, mut caller: Caller, panel: &Panel) -> anyhow::Result<Self> {
        let (cookies, headers) = (panel.cookies(), &parts.headers);
        let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let area = Area::of(parts.uri.path());
        let found = match cookies.get(headers, CookieKind::Session(area)) {
            Some(token) => sessions::find(panel, area.kind(), &token).await?,
            None => None,
        };
        let (session, held) = match found {
            Some(found) => (Some(Arc::new(found.live)), OnceCell::new_with(found.held)),
            None => (None, OnceCell::new()),
        };
        if let Some(live) = &session {
            telemetry::name_session(panel, &live.session.token_hash.0);
        }
        let mark = cookies.get(headers, CookieKind::Browser(area));
        caller.browser = mark.as_deref().and_then(Token::parse);
        let known = csrf::binding(cookies, headers, area);
        Ok(Self(Arc::new(Inner {
            area,
            path: LocalPath::parse(path).unwrap_or_default(),
            locale: frame::locale(panel, headers, session.as_deref()),
            scheme: frame::scheme(cookies, headers),
            flash: flash::read(panel, headers, area),
            new_visit: known.is_none(),
            binding: known.unwrap_or_else(|| Token::generate(panel).reveal().to_owned()),
            session,
            held,
            caller,
            brought: away::brought(parts.uri.query().unwrap_or_default()),
            headers: headers.clone(),
            panel: panel.clone(),
        })))
    }

    /// Draws a page.
    pub async fn render<P: innkeeper_theme::Page>(
        &self,
        page: &P,
    ) -> Result<Html<String>, Problem> {
        let frame = frame::build(self).await?;
        Ok(Html(
            self.panel
                .theme
                .page(&frame, page)
                .map_err(anyhow::Error::from)?,
        ))
    }

    /// A redirect within this area, `path` being what the customer area would call it.
    pub fn to(&self, path: &str) -> Response {
        Redirect::to(&self.area.path(path)).into_response()
    }

    /// The same, with a word about what was just done.
    pub fn to_with(&self, path: &str, flash: &Flash) -> Response {
        let mut response = self.to(path);
        self.add_flash(&mut response, flash);
        response
    }

    /// Adds a word for the next page.
    pub fn add_flash(&self, response: &mut Response, flash: &Flash) {
        response.headers_mut().append(
            header::SET_COOKIE,
            flash::write(&self.panel, self.area, flash),
        );
    }

    /// Sets a cookie of this area.
    pub fn set_cookie(&self, response: &mut Response, kind: CookieKind, token: &Token) {
        response.headers_mut().append(
            header::SET_COOKIE,
            self.panel.cookies().set(kind, token.reveal()),
        );
    }

    /// Gives the browser what it keeps of a sign-in, which is no longer under way.
    pub fn enter(&self, response: &mut Response, entry: &Entry) {
        self.set_cookie(response, CookieKind::Session(self.area), &entry.session);
        self.clear_cookie(response, CookieKind::Pending(self.area));
        if let Some(mark) = &entry.mark {
            self.set_cookie(response, CookieKind::Browser(self.area), mark);
        }
    }

    /// Gives the browser what a trusted device keeps.
    pub fn set_ticket(&self, response: &mut Response, ticket: &Ticket) {
        let cookie = self
            .panel
            .cookies()
            .set(CookieKind::Trusted, &ticket.reveal());
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }

    /// Takes a cookie back.
    pub fn clear_cookie(&self, response: &mut Response, kind: CookieKind) {
        response
            .headers_mut()
            .append(header::SET_COOKIE, self.panel.cookies().clear(kind));
    }

    /// The value of a cookie that the browser sent.
    pub fn cookie(&self, kind: CookieKind) -> Option<String> {
        self.panel.cookies().get(&self.headers, kind)
    }

    /// The clients of whoever is signed in. Staff have none.
    pub fn clients(&self) -> &[ClientOfUser] {
        self.session.as_ref().map_or(&[], |live| &live.clients)
    }

    /// A module's text in the language of this page.
    pub fn module_text(&self, module: &str, text: &Text) -> String {
        self.panel.module_text(&self.locale, module, text)
    }

    /// A module's text as a message.
    pub fn module_message(&self, module: &str, text: &Text) -> Message {
        Message::text(self.module_text(module, text))
    }

    /// The same request as somebody who is not signed in, for the page that says so.
    pub fn as_visitor(&self) -> Self {
        Self(Arc::new(Inner {
            session: None,
            flash: None,
            ..(*self.0).clone()
        }))
    }

    /// The same request with what an earlier one brought back from another site.
    #[must_use]
    pub fn carrying(&self, brought: Vec<Brought>) -> Self {
        Self(Arc::new(Inner {
            brought,
            ..(*self.0).clone()
        }))
    }

    /// How long a password must be here.
    pub fn min_password_length(&self, is_protected: bool) -> u32 {
        u32::try_from(self.panel.password_policy(is_protected).min_length).unwrap_or(u32::MAX)
    }

    /// The request's id, which error pages show.
    pub fn request_id(&self) -> &str {
        self.caller.request_id.as_deref().unwrap_or_default()
    }
}

impl FromRequestParts<Panel> for Page {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Panel) -> Result<Self, Problem> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Problem::Internal(anyhow::anyhow!("the edge layer loads the page")))
    }
}

/// Somebody whose session is alive and unrestricted.
pub struct SignedIn {
    /// The request.
    pub page: Page,
    live: Arc<LiveSession>,
}

impl SignedIn {
    /// The session, with its person.
    pub fn live(&self) -> &LiveSession {
        &self.live
    }

    /// The same with what an earlier request brought back from another site.
    #[must_use]
    pub fn carrying(&self, brought: Vec<Brought>) -> Self {
        Self {
            page: self.page.carrying(brought),
            live: Arc::clone(&self.live),
        }
    }

    /// The person.
    pub fn principal(&self) -> &Principal {
        &self.live.principal
    }

    /// Everything the person holds, looked up once for a request.
    pub async fn held(&self) -> anyhow::Result<&[Credential]> {
        let (panel, person) = (&self.page.panel, self.live.principal.id);
        let held = self
            .page
            .held
            .get_or_try_init(|| factors::list_held(panel, person));
        Ok(held.await?)
    }

    /// The same as the rules of the door see it.
    pub async fn holdings(&self) -> anyhow::Result<Holdings> {
        let held = self.held().await?;
        Ok(factors::holdings(
            &self.page.panel,
            self.live.principal.kind,
            held,
        ))
    }

    /// What the rules about second factors come to for this person now.
    pub fn enforced(&self) -> Effective {
        enforcement::of_session(&self.page.panel, &self.live)
    }

    /// Insists on a fresh proof before something sensitive (R140). People come back to `return_to`,
    /// where they do again what they wanted to: no request is kept and replayed (R143).
    pub async fn require_fresh(&self, action: Action, return_to: &str) -> Result<(), Problem> {
        let holdings = self.holdings().await?;
        if step_up::is_settled(&self.page.panel, &self.live, action, &holdings) {
            return Ok(());
        }
        let next = LocalPath::parse(&self.page.area.path(return_to)).unwrap_or_default();
        Err(Problem::StepUpNeeded(self.page.area, next))
    }

    /// Insists on a staff permission.
    pub fn require(&self, permission: StaffPermission) -> Result<(), Problem> {
        match self.live.role {
            Some(role) if role.may(permission) => Ok(()),
            _ => Err(Problem::Forbidden),
        }
    }

    /// Whether this staff member may.
    pub fn may(&self, permission: StaffPermission) -> bool {
        self.require(permission).is_ok()
    }

    /// A redirect to the same browser's next page with the session's new id.
    pub fn moved(&self, path: &str, token: &Token, flash: Option<&Flash>) -> Response {
        let mut response = self.page.to(path);
        self.page
            .set_cookie(&mut response, CookieKind::Session(self.page.area), token);
        if let Some(flash) = flash {
            self.page.add_flash(&mut response, flash);
        }
        response
    }
}

impl FromRequestParts<Panel> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, panel: &Panel) -> Result<Self, Problem> {
        let MaybeRestricted(signed_in) = MaybeRestricted::from_request_parts(parts, panel).await?;
        match signed_in.live.session.restriction {
            Restriction::None => Ok(signed_in),
            Restriction::EnrolOnly => Err(Problem::Restricted(
                signed_in.page.area.path("/account/security/factors/new"),
            )),
            Restriction::Recovery => Err(Problem::Restricted(
                signed_in.page.area.path("/account/security/recovered"),
            )),
        }
    }
}

/// Somebody whose session is alive, even where it is confined to setting up a factor (R9, R67). Only
/// the pages they are confined to take this.
pub struct MaybeRestricted(pub SignedIn);

impl FromRequestParts<Panel> for MaybeRestricted {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, panel: &Panel) -> Result<Self, Problem> {
        let page = Page::from_request_parts(parts, panel).await?;
        if let Some(live) = page.session.clone() {
            return Ok(Self(SignedIn { page, live }));
        }
        let next = if parts.method.is_safe() {
            page.path.clone()
        } else {
            LocalPath::default()
        };
        Err(Problem::SignInNeeded(page.area, next))
    }
}

/// The header that starts a visit.
pub fn visit_cookie(page: &Page) -> HeaderValue {
    page.panel.cookies().set(CookieKind::Visit, &page.binding)
}
