//! `/api/v1`: what programs ask with a key, answered in JSON.
//!
//! A route is added with its description or not at all: [`router`] and [`document`] are made of one list.
//! Cookies are never looked at here, and no other site's page is allowed to ask.

mod account;
mod audit;
mod bearer;
mod idempotency;
mod list;
mod problem;
mod users;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::middleware;
use axum::routing::{MethodRouter, get};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Panel;
use problem::ApiProblem;

/// Where the API is.
pub const BASE: &str = "/api/v1";

/// Where the description of the API is.
pub const DESCRIPTION: &str = "/api/openapi.json";

/// The most bytes of a request's body.
const BODY_LIMIT: usize = 64 * 1024;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Innkeeper", description = include_str!("about.md"), license(name = "Apache-2.0 OR MIT")),
    servers((url = "/api/v1")),
    security(("key" = [])),
    components(schemas(problem::ProblemDocument)),
    modifiers(&WithKeys)
)]
struct About;

struct WithKeys;

impl utoipa::Modify for WithKeys {
    fn modify(&self, document: &mut OpenApi) {
        let components = document.components.get_or_insert_default();
        components.add_security_scheme(
            "key",
            SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)),
        );
    }
}

fn described() -> OpenApiRouter<Panel> {
    OpenApiRouter::with_openapi(About::openapi())
        .routes(routes!(account::show))
        .routes(routes!(account::factors))
        .routes(routes!(account::sessions))
        .routes(routes!(users::list))
        .routes(routes!(users::show))
        .routes(routes!(users::factors))
        .routes(routes!(users::reset_factors))
        .routes(routes!(audit::list))
}

/// The description of every route, as [`DESCRIPTION`] has it.
pub fn document() -> OpenApi {
    described().into_openapi()
}

/// The routes, to be mounted at [`BASE`].
pub fn router(panel: &Panel) -> Router<Panel> {
    let (guarded, _) = described().split_for_parts();
    guarded
        .fallback(|| async { ApiProblem::NotFound })
        .method_not_allowed_fallback(|| async { ApiProblem::MethodNotAllowed })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn_with_state(panel.clone(), bearer::admit))
}

/// Answers anybody with the description, to be mounted at [`DESCRIPTION`].
pub fn description() -> MethodRouter<Panel> {
    let json = document()
        .to_json()
        .expect("the document is made of plain fields");
    get(async move || ([(header::CONTENT_TYPE, "application/json")], json))
}
