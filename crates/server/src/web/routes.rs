//! Every route of the panel, in the order in which a reader thinks of them, each with its guard.

mod plugins;

use axum::Extension;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware;
use axum::routing::{MethodRouter, get, post};

use innkeeper_identity::permission::ClientPermission;

use super::acting::Demand;
use super::{account, api, assets, away, door, edge, preferences, problem::Problem, staff, team};
use crate::Panel;
use crate::{health, telemetry};

/// Who may pass. The census test holds each route's behaviour against its guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Anybody.
    Public,
    /// Somebody whose password was right and whose second factor is due.
    Pending,
    /// Somebody signed in, even if confined to setting up a factor.
    Confined,
    /// Somebody signed in.
    SignedIn,
    /// Somebody who acts for a client and has this permission there. It is named here and nowhere else:
    /// the handlers of such a route take an `Acting`, which is made of what the route demands.
    Client(ClientPermission),
    /// A staff member whose role allows it.
    Staff,
}

/// One path.
pub struct Route {
    /// As axum writes it.
    pub path: &'static str,
    /// Who may pass.
    pub guard: Guard,
    /// The methods it takes.
    pub methods: Vec<Method>,
    handlers: MethodRouter<Panel>,
}

impl Route {
    fn get<H: Handler<T, Panel>, T: 'static>(guard: Guard, path: &'static str, handler: H) -> Self {
        Self {
            path,
            guard,
            methods: vec![Method::GET],
            handlers: get(handler),
        }
    }

    fn post_only<H: Handler<T, Panel>, T: 'static>(
        guard: Guard,
        path: &'static str,
        handler: H,
    ) -> Self {
        Self {
            path,
            guard,
            methods: vec![Method::POST],
            handlers: post(handler),
        }
    }

    /// Lets bodies be as large as that.
    fn large(mut self, bytes: usize) -> Self {
        self.handlers = self.handlers.layer(DefaultBodyLimit::max(bytes));
        self
    }

    fn post<H: Handler<T, Panel>, T: 'static>(mut self, handler: H) -> Self {
        self.methods.push(Method::POST);
        self.handlers = self.handlers.post(handler);
        self
    }
}

/// The door and the account, which users and staff members alike have under their area's base.
macro_rules! shared_paths {
    ($base:literal) => {
        vec![
            Route::get(Guard::Public, concat!($base, "/login"), door::login::show)
                .post(door::login::submit),
            Route::get(
                Guard::Public,
                concat!($base, "/login/passkey"),
                door::passkey::show,
            )
            .post(door::passkey::begin),
            Route::post_only(
                Guard::Public,
                concat!($base, "/login/passkey/answer"),
                door::passkey::answer,
            ),
            Route::get(
                Guard::Pending,
                concat!($base, "/login/verify"),
                door::verify::show,
            )
            .post(door::verify::submit),
            Route::get(
                Guard::Pending,
                concat!($base, "/login/verify/other"),
                door::verify::others,
            )
            .post(door::verify::choose),
            Route::post_only(
                Guard::Public,
                concat!($base, "/login/cancel"),
                door::verify::cancel,
            ),
            Route::get(Guard::Public, concat!($base, "/return"), away::come_back),
            Route::get(
                Guard::Public,
                concat!($base, "/password/forgot"),
                door::forgot::show,
            )
            .post(door::forgot::submit),
            Route::get(
                Guard::Public,
                concat!($base, "/password/reset"),
                door::reset::show,
            )
            .post(door::reset::submit),
            Route::post_only(Guard::Public, concat!($base, "/logout"), door::logout::here),
            Route::post_only(
                Guard::Confined,
                concat!($base, "/logout/everywhere"),
                door::logout::everywhere,
            ),
            Route::get(
                Guard::SignedIn,
                concat!($base, "/account/profile"),
                account::profile::show,
            )
            .post(account::profile::submit),
            Route::get(
                Guard::SignedIn,
                concat!($base, "/account/mobile"),
                account::mobile::show,
            )
            .post(account::mobile::submit),
            Route::get(
                Guard::SignedIn,
                concat!($base, "/account/email"),
                account::email::show,
            )
            .post(account::email::submit),
            Route::get(
                Guard::Public,
                concat!($base, "/account/email/confirm"),
                account::email::show_confirm,
            )
            .post(account::email::confirm),
            Route::get(
                Guard::Public,
                concat!($base, "/account/email/undo"),
                account::email::show_undo,
            )
            .post(account::email::undo),
            Route::get(
                Guard::SignedIn,
                concat!($base, "/account/password"),
                account::password::show,
            )
            .post(account::password::submit),
            Route::get(
                Guard::SignedIn,
                concat!($base, "/account/step-up"),
                account::step_up::show,
            )
            .post(account::step_up::submit),
            Route::get(
                Guard::SignedIn,
                concat!($base, "/account/step-up/other"),
                account::step_up::others,
            )
            .post(account::step_up::choose),
            Route::get(
                Guard::SignedIn,
                concat!($base, "/account/security"),
                account::security::show,
            ),
            Route::get(
                Guard::Confined,
                concat!($base, "/account/security/recovered"),
                account::recovered::show,
            )
            .post(account::recovered::keep),
            Route::get(
                Guard::Confined,
                concat!($base, "/account/security/factors/new"),
                account::enrol::choose,
            ),
            Route::post_only(
                Guard::Confined,
                concat!($base, "/account/security/factors/{factor}/enrol"),
                account::enrol::begin,
            ),
            Route::get(
                Guard::Confined,
                concat!($base, "/account/security/enrolments/{id}"),
                account::enrol::show,
            )
            .post(account::enrol::submit),
            Route::post_only(
                Guard::Confined,
                concat!($base, "/account/security/enrolments/{id}/cancel"),
                account::enrol::cancel,
            ),
            Route::post_only(
                Guard::SignedIn,
                concat!($base, "/account/security/credentials/{id}/replace"),
                account::enrol::replace,
            ),
            Route::get(
                Guard::SignedIn,
                concat!($base, "/account/security/credentials/{id}/rename"),
                account::credential::show_rename,
            )
            .post(account::credential::rename),
            Route::get(
                Guard::SignedIn,
                concat!($base, "/account/security/credentials/{id}/remove"),
                account::credential::show_remove,
            )
            .post(account::credential::remove),
            Route::get(
                Guard::SignedIn,
                concat!($base, "/account/security/credentials/{id}/check"),
                account::trial::show_check,
            )
            .post(account::trial::check),
            Route::post_only(
                Guard::SignedIn,
                concat!($base, "/account/security/credentials/{id}/check/send"),
                account::trial::send,
            ),
            Route::post_only(
                Guard::SignedIn,
                concat!($base, "/account/security/credentials/{id}/check/later"),
                account::trial::later,
            ),
            Route::get(
                Guard::Confined,
                concat!($base, "/account/security/credentials/{id}/mend"),
                account::trial::show_mend,
            )
            .post(account::trial::mend),
            Route::post_only(
                Guard::SignedIn,
                concat!($base, "/account/security/later"),
                account::later::skip,
            ),
            Route::get(
                Guard::SignedIn,
                concat!($base, "/account/security/sessions"),
                account::sessions::show,
            ),
            Route::get(
                Guard::SignedIn,
                concat!($base, "/account/security/tokens"),
                account::tokens::list,
            ),
            Route::get(
                Guard::SignedIn,
                concat!($base, "/account/security/tokens/new"),
                account::tokens::show_new,
            )
            .post(account::tokens::create),
            Route::post_only(
                Guard::SignedIn,
                concat!($base, "/account/security/tokens/{id}/revoke"),
                account::tokens::revoke,
            ),
            Route::post_only(
                Guard::SignedIn,
                concat!($base, "/account/security/sessions/{id}/revoke"),
                account::sessions::revoke,
            ),
        ]
    };
}
/// The routes of both areas. What both have is written once.
pub fn census() -> Vec<Route> {
    let mut routes = customer_area();
    routes.extend(client_pages());
    routes.extend(shared_paths!(""));
    routes.extend(shared_paths!("/staff"));
    routes.extend(staff_area());
    routes.extend(staff_adoption());
    routes.extend(staff_policy());
    routes.extend(plugins::routes());
    routes
}

fn customer_area() -> Vec<Route> {
    vec![
        Route::get(Guard::Public, "/", door::home::show),
        Route::get(Guard::Public, "/register", door::register::show).post(door::register::submit),
        Route::get(
            Guard::Public,
            "/register/confirm",
            door::register::show_confirm,
        )
        .post(door::register::confirm),
        Route::get(Guard::Public, "/login/recover", door::recover::show)
            .post(door::recover::submit),
        Route::get(
            Guard::Public,
            "/login/recover/request",
            door::recover::show_request,
        )
        .post(door::recover::act),
        Route::get(Guard::SignedIn, "/account", account::home::show),
        Route::post_only(
            Guard::SignedIn,
            "/account/switch-client",
            account::home::switch_client,
        ),
        Route::get(
            Guard::SignedIn,
            "/account/security/devices",
            account::devices::show,
        ),
        Route::post_only(
            Guard::SignedIn,
            "/account/security/devices/{id}/distrust",
            account::devices::distrust,
        ),
        Route::get(
            Guard::SignedIn,
            "/account/invitations",
            account::invitations::show,
        )
        .post(account::invitations::submit),
        Route::get(Guard::Public, "/invitation", door::invitation::show)
            .post(door::invitation::submit),
        Route::post_only(Guard::Public, "/preferences", preferences::submit),
        Route::post_only(Guard::Public, "/staff/preferences", preferences::submit),
    ]
}

/// What one does for a client: every path below `/clients`, and each names its permission.
fn client_pages() -> Vec<Route> {
    let team = Guard::Client(ClientPermission::ManageTeam);
    let profile = Guard::Client(ClientPermission::ManageProfile);
    vec![
        Route::get(team, "/clients/team", team::list::show),
        Route::get(team, "/clients/team/invite", team::invite::show).post(team::invite::submit),
        Route::post_only(
            team,
            "/clients/team/invitations/{id}/resend",
            team::invite::resend,
        ),
        Route::post_only(
            team,
            "/clients/team/invitations/{id}/withdraw",
            team::invite::withdraw,
        ),
        Route::get(team, "/clients/team/users/{id}", team::member::show).post(team::member::submit),
        Route::get(
            team,
            "/clients/team/users/{id}/remove",
            team::member::ask_removal,
        )
        .post(team::member::remove),
        Route::get(profile, "/clients/profile", team::client::show).post(team::client::submit),
    ]
}

fn staff_area() -> Vec<Route> {
    vec![
        Route::get(Guard::SignedIn, "/staff", staff::dashboard::show),
        Route::post_only(
            Guard::Staff,
            "/staff/networks/admit",
            staff::dashboard::admit,
        ),
        Route::get(Guard::Staff, "/staff/users", staff::users::list),
        Route::get(Guard::Staff, "/staff/users/{id}", staff::users::show),
        Route::get(
            Guard::Staff,
            "/staff/users/{id}/{action}",
            staff::users::confirm,
        )
        .post(staff::users::act),
        Route::get(
            Guard::Staff,
            "/staff/users/{id}/devices/{device}/distrust",
            staff::devices::confirm,
        )
        .post(staff::devices::act),
        Route::get(Guard::Staff, "/staff/clients", staff::clients::list),
        Route::get(Guard::Staff, "/staff/clients/{id}", staff::clients::show),
        Route::get(Guard::Staff, "/staff/members", staff::members::list),
        Route::get(Guard::Staff, "/staff/members/new", staff::members::show_new)
            .post(staff::members::create),
        Route::get(Guard::Staff, "/staff/members/{id}", staff::members::show)
            .post(staff::members::save),
        Route::get(
            Guard::Staff,
            "/staff/members/{id}/{action}",
            staff::members::confirm,
        )
        .post(staff::members::act),
        Route::get(Guard::Staff, "/staff/recoveries", staff::recoveries::list),
        Route::get(
            Guard::Staff,
            "/staff/recoveries/{id}",
            staff::recoveries::show,
        ),
        Route::post_only(
            Guard::Staff,
            "/staff/recoveries/{id}/{action}",
            staff::recoveries::act,
        ),
        Route::get(Guard::Staff, "/staff/audit", staff::audit::list),
        Route::get(Guard::Staff, "/staff/mails", staff::mails::list),
        Route::get(Guard::Staff, "/staff/mails/{id}", staff::mails::show),
        Route::get(Guard::Staff, "/staff/mails/{id}/html", staff::mails::html),
        Route::get(Guard::Staff, "/staff/jobs", staff::jobs::list),
        Route::post_only(Guard::Staff, "/staff/jobs/{id}/retry", staff::jobs::retry),
        Route::get(Guard::Staff, "/staff/settings", staff::settings::show)
            .post(staff::settings::save),
        Route::get(
            Guard::Staff,
            "/staff/settings/sign-out",
            staff::sign_out::confirm,
        )
        .post(staff::sign_out::act),
        Route::post_only(
            Guard::Staff,
            "/staff/settings/factors/{factor}/test",
            staff::factor_check::test,
        ),
        Route::post_only(
            Guard::Staff,
            "/staff/settings/test-mail",
            staff::settings::test_mail,
        ),
    ]
}

/// Who has which second factors.
fn staff_adoption() -> Vec<Route> {
    vec![
        Route::get(Guard::Staff, "/staff/adoption", staff::adoption::show),
        Route::post_only(
            Guard::Staff,
            "/staff/adoption/export",
            staff::adoption::export,
        ),
        Route::get(
            Guard::Staff,
            "/staff/adoption/remind",
            staff::adoption::reminders::ask,
        )
        .post(staff::adoption::reminders::send),
        Route::get(
            Guard::Staff,
            "/staff/adoption/remind/html",
            staff::adoption::reminders::html,
        ),
    ]
}

/// Who must have a second factor, and the groups of clients that may have a rule of their own.
fn staff_policy() -> Vec<Route> {
    vec![
        Route::post_only(
            Guard::Staff,
            "/staff/clients/{id}/group",
            staff::client_groups::put_client,
        ),
        Route::get(
            Guard::Staff,
            "/staff/client-groups",
            staff::client_groups::list,
        )
        .post(staff::client_groups::create),
        Route::get(
            Guard::Staff,
            "/staff/client-groups/{id}",
            staff::client_groups::show,
        )
        .post(staff::client_groups::rename),
        Route::get(
            Guard::Staff,
            "/staff/client-groups/{id}/delete",
            staff::client_groups::confirm_delete,
        )
        .post(staff::client_groups::delete),
        Route::get(Guard::Staff, "/staff/settings/rules", staff::rules::list),
        Route::get(
            Guard::Staff,
            "/staff/settings/rules/{scope}",
            staff::rules::show,
        )
        .post(staff::rules::save),
        Route::get(
            Guard::Staff,
            "/staff/settings/exempt/{id}",
            staff::exemptions::show,
        )
        .post(staff::exemptions::give),
        Route::post_only(
            Guard::Staff,
            "/staff/settings/exemptions/{id}/end",
            staff::exemptions::end,
        ),
    ]
}

/// The whole panel as one router.
pub fn router(panel: Panel) -> Router {
    let mut pages = Router::new();
    for route in census() {
        let handlers = match route.guard {
            Guard::Client(permission) => route.handlers.layer(Extension(Demand(permission))),
            _ => route.handlers,
        };
        pages = pages.route(route.path, handlers);
    }
    pages
        .fallback(|| async { Problem::NotFound })
        .method_not_allowed_fallback(|| async { Problem::MethodNotAllowed })
        .layer(edge::body_limit())
        .layer(middleware::from_fn_with_state(panel.clone(), edge::page))
        // Outside the edge: no session is looked up for these.
        .nest(api::BASE, api::router(&panel))
        .route(api::DESCRIPTION, api::description())
        .route("/assets/{*path}", get(assets::serve))
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .layer(middleware::from_fn_with_state(
            panel.clone(),
            edge::outermost,
        ))
        .layer(middleware::from_fn_with_state(
            panel.clone(),
            telemetry::track,
        ))
        .with_state(panel)
}
