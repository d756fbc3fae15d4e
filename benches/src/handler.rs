//! The machine's own limit for a page: a plain handler that draws the same template with the same values from
//! memory, with no session, no database and nothing around it.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use innkeeper_server::clock::{Clock as _, SystemClock};
use innkeeper_server::config::{Config, Sources};
use innkeeper_theme::Theme;
use innkeeper_theme::contexts::{
    AccountHomePage, Area, Brand, ClientCard, ClientLink, Frame, LocaleLink, NavItem, Scheme,
    SecuritySummary, Viewer,
};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

use crate::house::NAME;

/// What is on the page beside the names that everybody has.
#[derive(Serialize, Deserialize)]
pub struct Shown {
    /// The person's address.
    pub email: String,
    /// How many sessions they have.
    pub sessions: u32,
}

struct Drawer {
    theme: Theme,
    frame: Frame,
    page: AccountHomePage,
}

/// Serves the page until it is ended from outside.
pub async fn serve(page: &str) -> anyhow::Result<()> {
    let shown: Shown = serde_json::from_str(page)?;
    let drawer = Arc::new(Drawer::new(shown)?);
    let router = Router::new()
        .route("/account", get(draw))
        .with_state(drawer);
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://localhost:{}", listener.local_addr()?.port());
    Ok(axum::serve(listener, router).await?)
}

async fn draw(State(drawer): State<Arc<Drawer>>) -> Result<Html<String>, String> {
    let drawn = drawer.theme.page(&drawer.frame, &drawer.page);
    drawn.map(Html).map_err(|error| error.to_string())
}

impl Drawer {
    fn new(shown: Shown) -> anyhow::Result<Self> {
        let config = Config::load(&Sources::default())?;
        let theme = innkeeper_server::open_theme(&config)?;
        let now = SystemClock.now();
        let id = "01ab01ab-01ab-71ab-81ab-01ab01ab01ab".to_owned();
        let nav = |key, href: &str, current| NavItem {
            key,
            href: href.to_owned(),
            current,
        };
        let frame = Frame {
            area: Area::Customer,
            base: Area::Customer.base(),
            brand: Brand {
                name: config.brand.name,
                support_email: config.brand.support_email,
                logo: None,
            },
            locale: "en".to_owned(),
            locales: theme
                .locales()
                .iter()
                .map(|known| LocaleLink {
                    code: known.code.clone(),
                    name: known.name.clone(),
                    current: known.code == "en",
                })
                .collect(),
            scheme: Scheme::Auto,
            csrf_token: "x".repeat(43),
            path: "/account".to_owned(),
            request_id: "x".repeat(16),
            time_zone: "Europe/London".to_owned(),
            now,
            nav: vec![
                nav("home", "/account", true),
                nav("team", "/clients/team", false),
                nav("client", "/clients/profile", false),
                nav("profile", "/account/profile", false),
                nav("security", "/account/security", false),
            ],
            viewer: Some(Viewer {
                name: NAME.to_owned(),
                email: shown.email,
                initials: "AL".to_owned(),
                clients: vec![ClientLink {
                    id: id.clone(),
                    name: NAME.to_owned(),
                    current: true,
                }],
                role: None,
            }),
            flash: Vec::new(),
            notices: Vec::new(),
        };
        let page = AccountHomePage {
            clients: vec![ClientCard {
                id,
                name: NAME.to_owned(),
                owner: true,
                permissions: Vec::new(),
                current: true,
            }],
            security: SecuritySummary {
                two_factor: true,
                backup_codes_left: Some(10),
                sessions: shown.sessions,
            },
            last_sign_in: Some(now),
            slots: Vec::new(),
        };
        Ok(Self { theme, frame, page })
    }
}
