//! The edge: what happens around every request, whatever its page.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use innkeeper_identity::device;
use innkeeper_theme::contexts::{Action, ErrorPage, Message};
use innkeeper_theme::keys;
use serde_json::json;

use super::cookies::CookieKind;
use super::page::{Page, visit_cookie};
use super::problem::{ErrorContext, Problem};
use super::{client_ip, csrf};
use crate::Panel;
use crate::app::Caller;
use crate::telemetry::RequestId;

/// Everything we serve comes from us and runs nothing inline.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/// Loads the page, refuses what another site asks for, and draws problems.
pub async fn page(State(panel): State<Panel>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let caller = caller(&panel, &parts.headers, &parts.extensions);
    let page = match Page::load(&parts, caller, &panel).await {
        Ok(page) => page,
        Err(error) => {
            return (Problem::Internal(error))
                .into_response()
                .status()
                .into_response();
        }
    };
    let wants_json = wants_json(&parts.headers);
    let response = if csrf::is_same_origin(&parts.method, &parts.headers, &panel.origin()) {
        parts.extensions.insert(page.clone());
        next.run(Request::from_parts(parts, body)).await
    } else {
        Problem::CrossOrigin.into_response()
    };
    let problem = response.extensions().get::<ErrorContext>().copied();
    let mut response = match problem {
        Some(problem) => draw(&page, problem, response, wants_json).await,
        None => response,
    };
    finish(&page, &mut response);
    response
}

/// Headers that every answer carries, assets included.
pub async fn outermost(State(panel): State<Panel>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let mut set = |name: HeaderName, value: &'static str| {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    };
    set(header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY);
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::X_FRAME_OPTIONS, "DENY");
    set(header::REFERRER_POLICY, "no-referrer");
    set(header::CACHE_CONTROL, "no-store");
    set(
        HeaderName::from_static("permissions-policy"),
        "publickey-credentials-get=(self), publickey-credentials-create=(self), camera=(), microphone=(), geolocation=()",
    );
    set(
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    );
    if panel.cookies().secure {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    response
}

/// Who asks, as far as the log and the mails tell.
pub fn caller(panel: &Panel, headers: &HeaderMap, extensions: &axum::http::Extensions) -> Caller {
    let peer = extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| {
            peer.ip()
        });
    let trusted = &panel.config.server.trusted_proxies;
    if client_ip::is_unexpectedly_proxied(headers, trusted) {
        tracing::warn!(
            "a proxy's header came with a request and no proxy is trusted: set server.trusted_proxies"
        );
    }
    let user_agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    Caller {
        ip: Some(client_ip::client_ip(peer, headers, trusted)),
        user_agent: user_agent.map(device::bounded_user_agent),
        request_id: extensions
            .get::<RequestId>()
            .map(|id| id.as_str().to_owned()),
        browser: None,
    }
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("json") && !accept.contains("html"))
}

/// Draws a problem as a themed page, or as a problem document (RFC 9457) for those who ask for JSON.
async fn draw(
    page: &Page,
    context: ErrorContext,
    response: Response,
    wants_json: bool,
) -> Response {
    let status = response.status();
    let (body, media_type) = if wants_json {
        let document = json!({
            "type": format!("urn:innkeeper:problem:{}", context.kind),
            "title": status.canonical_reason(),
            "status": status.as_u16(),
            "instance": page.request_id(),
        });
        (document.to_string(), "application/problem+json")
    } else {
        match page.render(&error_page(page, context, status)).await {
            Ok(Html(body)) => (body, "text/html; charset=utf-8"),
            // The theme is what is broken: say it without one.
            Err(_) => ("Internal server error\n".to_owned(), "text/plain"),
        }
    };
    let (mut parts, _) = response.into_parts();
    parts
        .headers
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(body))
}

fn error_page(page: &Page, context: ErrorContext, status: StatusCode) -> ErrorPage {
    let mut error = ErrorPage::for_status(status.as_u16(), page.request_id());
    if context.kind == "stale-form" {
        error.title = Message::new(keys::PROBLEM_FORM_EXPIRED_TITLE);
        error.text = Message::new(keys::PROBLEM_FORM_EXPIRED_TEXT);
    }
    error.action = Some(Action::new(page.area.home(), keys::ACTION_HOME));
    error
}

/// Sets and takes back the cookies that pages need whatever they are.
fn finish(page: &Page, response: &mut Response) {
    let is_drawn = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    if !is_drawn {
        return;
    }
    if page.new_visit {
        response
            .headers_mut()
            .append(header::SET_COOKIE, visit_cookie(page));
    }
    if page.flash.is_some() {
        page.clear_cookie(response, CookieKind::Flash(page.area));
    }
}

/// How large a form may be.
pub fn body_limit() -> DefaultBodyLimit {
    DefaultBodyLimit::max(64 * 1024)
}
