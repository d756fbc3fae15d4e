//! What surrounds a page: brand, language, colours, navigation, the person.

use axum::http::{HeaderMap, header};
use innkeeper_identity::permission::{ClientPermission, StaffPermission, member_may};
use innkeeper_identity::session::Restriction;
use innkeeper_store::clients::ClientOfUser;
use innkeeper_store::sessions::SignedIn as LiveSession;
use innkeeper_theme::contexts::{ClientLink, Frame, LocaleLink, NavItem, Scheme, Viewer};

use super::area::Area;
use super::cookies::{CookieKind, Cookies};
use super::page::Page;
use super::problem::Problem;
use crate::Panel;

/// The language of a page: the person's, else the visitor's pick, else what the browser asks for.
pub fn locale(panel: &Panel, headers: &HeaderMap, session: Option<&LiveSession>) -> String {
    let known = |locale: &str| {
        panel
            .theme
            .locales()
            .iter()
            .any(|known| known.code == locale)
    };
    if let Some(live) = session
        && known(&live.principal.locale)
    {
        return live.principal.locale.clone();
    }
    if let Some(picked) = panel.cookies().get(headers, CookieKind::Locale)
        && known(&picked)
    {
        return picked;
    }
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    panel
        .theme
        .translator()
        .negotiate(wanted.unwrap_or_default())
        .to_owned()
}

/// The colours of a page.
pub fn scheme(cookies: Cookies, headers: &HeaderMap) -> Scheme {
    match cookies.get(headers, CookieKind::Scheme).as_deref() {
        Some("light") => Scheme::Light,
        Some("dark") => Scheme::Dark,
        _ => Scheme::Auto,
    }
}

/// Builds the frame of a page.
pub async fn build(page: &Page) -> Result<Frame, Problem> {
    let panel = &page.panel;
    let clients = page.clients();
    Ok(Frame {
        area: page.area.into(),
        base: page.area.base(),
        brand: panel.brand(),
        locale: page.locale.clone(),
        locales: panel
            .theme
            .locales()
            .iter()
            .map(|known| LocaleLink {
                code: known.code.clone(),
                name: known.name.clone(),
                current: known.code == page.locale,
            })
            .collect(),
        scheme: page.scheme,
        csrf_token: super::csrf::token(&panel.keys, page.area, &page.binding),
        path: page.path.as_str().to_owned(),
        request_id: page.request_id().to_owned(),
        time_zone: page.session.as_ref().map_or_else(
            || panel.settings().time_zone.name().to_owned(),
            |live| live.principal.time_zone.clone(),
        ),
        now: panel.clock.now(),
        nav: navigation(page, clients),
        viewer: page.session.as_ref().map(|live| viewer(live, clients)),
        flash: page.flash.clone().into_iter().collect(),
        notices: super::notices::of(page).await?,
    })
}

fn viewer(live: &LiveSession, clients: &[ClientOfUser]) -> Viewer {
    let principal = &live.principal;
    let links = clients.iter().map(|of| ClientLink {
        id: of.client.id.to_string(),
        name: of.client.name.clone(),
        current: live.session.client_id == Some(of.client.id),
    });
    Viewer {
        name: principal.name.clone(),
        email: principal.email.clone(),
        initials: initials(&principal.name),
        clients: links.collect(),
        role: live.role.map(|role| role.as_str().to_owned()),
    }
}

fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let (first, last) = (words.next(), words.next_back());
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

fn navigation(page: &Page, clients: &[ClientOfUser]) -> Vec<NavItem> {
    let Some(live) = &page.session else {
        return Vec::new();
    };
    if live.session.restriction != Restriction::None {
        return Vec::new();
    }
    let item = |key: &'static str, path: &str| {
        let here = page.path.path();
        let is_home = path == page.area.home();
        let current = if is_home {
            here == path
        } else {
            here == path || here.starts_with(&format!("{path}/"))
        };
        NavItem {
            key,
            href: path.to_owned(),
            current,
        }
    };
    match page.area {
        Area::Customer => {
            let acting = clients
                .iter()
                .find(|of| live.session.client_id == Some(of.client.id));
            let may = |permission| {
                acting.is_some_and(|of| {
                    of.client.status.is_active()
                        && member_may(of.owner, &of.permissions, permission)
                })
            };
            CUSTOMER_NAVIGATION
                .iter()
                .filter(|(_, _, permission)| permission.is_none_or(may))
                .map(|(key, path, _)| item(key, path))
                .collect()
        }
        Area::Staff => STAFF_NAVIGATION
            .iter()
            .filter(|(_, _, permission)| {
                live.role
                    .is_some_and(|role| permission.is_none_or(|needed| role.may(needed)))
            })
            .map(|(key, path, _)| item(key, path))
            .collect(),
    }
}

/// What everybody has, and what it takes to see the pages of the client that one acts for.
const CUSTOMER_NAVIGATION: &[(&str, &str, Option<ClientPermission>)] = &[
    ("home", "/account", None),
    ("team", "/clients/team", Some(ClientPermission::ManageTeam)),
    (
        "client",
        "/clients/profile",
        Some(ClientPermission::ManageProfile),
    ),
    ("profile", "/account/profile", None),
    ("security", "/account/security", None),
];

const STAFF_NAVIGATION: &[(&str, &str, Option<StaffPermission>)] = &[
    ("dashboard", "/staff", None),
    ("users", "/staff/users", Some(StaffPermission::ViewUsers)),
    (
        "clients",
        "/staff/clients",
        Some(StaffPermission::ViewClients),
    ),
    (
        "members",
        "/staff/members",
        Some(StaffPermission::ViewStaff),
    ),
    (
        "adoption",
        "/staff/adoption",
        Some(StaffPermission::ViewUsers),
    ),
    (
        "recoveries",
        "/staff/recoveries",
        Some(StaffPermission::ResetFactors),
    ),
    ("audit", "/staff/audit", Some(StaffPermission::ViewAudit)),
    ("mails", "/staff/mails", Some(StaffPermission::ViewMails)),
    ("jobs", "/staff/jobs", Some(StaffPermission::ViewJobs)),
    (
        "plugins",
        "/staff/plugins",
        Some(StaffPermission::ManagePlugins),
    ),
    (
        "settings",
        "/staff/settings",
        Some(StaffPermission::ManageSettings),
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_name() {
        assert_eq!(initials("Ada Lovelace"), "AL");
        assert_eq!(initials("Johann Sebastian Bach"), "JB");
        assert_eq!(initials("ßeta"), "SS");
        assert_eq!(initials(""), "");
    }
}
