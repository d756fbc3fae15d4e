//! HTTP: routes, forms and pages. Rules and data are elsewhere; a handler reads a form, calls a use
//! case and picks a page.

mod account;
mod acting;
pub mod api;
pub mod area;
mod assets;
pub mod away;
mod challenge;
pub mod client_ip;
pub mod cookies;
mod csrf;
mod door;
mod edge;
mod extract;
mod fields;
mod files;
mod flash;
mod form;
mod frame;
mod notices;
mod page;
mod preferences;
mod problem;
mod prompts;
mod routes;
mod slots;
mod staff;
mod team;
mod wait;

use crate::Panel;

impl Panel {
    /// How this panel's cookies are named and protected.
    pub(crate) fn cookies(&self) -> cookies::Cookies {
        cookies::Cookies {
            secure: self.config.server.base_url.is_secure(),
        }
    }
}

pub use routes::{Guard, Route, census, router};
