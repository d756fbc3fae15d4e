//! What surrounds every page: brand, language, navigation, the person who is signed in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Action, Message};

/// The frame of a page, `frame` in templates.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// Which area this is.
    pub area: Area,
    /// What the paths of this area start with: nothing, or `/staff`.
    pub base: &'static str,
    /// Whose house this is.
    pub brand: Brand,
    /// The language of the page, one of the theme's locales.
    pub locale: String,
    /// The languages to switch to.
    pub locales: Vec<LocaleLink>,
    /// Light, dark, or what the browser prefers.
    pub scheme: Scheme,
    /// The hidden field of every form.
    pub csrf_token: String,
    /// The path and query of this page, for forms that come back to it.
    pub path: String,
    /// Names this request in the logs.
    pub request_id: String,
    /// The zone that times are drawn in, an IANA name.
    pub time_zone: String,
    /// When the page is made: the moment that "5 minutes ago" is relative to.
    pub now: DateTime<Utc>,
    /// Who is signed in, if anybody.
    pub viewer: Option<Viewer>,
    /// The main navigation.
    pub nav: Vec<NavItem>,
    /// The outcome of what the person did last; shown once.
    pub flash: Vec<Flash>,
    /// What the person should know or do on any page.
    pub notices: Vec<Notice>,
}

/// The two areas of the house.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// Where customers are at home.
    Customer,
    /// Where the provider's staff works.
    Staff,
}

impl Area {
    /// What the area's paths start with.
    pub fn base(self) -> &'static str {
        match self {
            Self::Customer => "",
            Self::Staff => "/staff",
        }
    }
}

/// The provider as customers see it.
#[derive(Clone, Debug, Serialize)]
pub struct Brand {
    /// The provider's name.
    pub name: String,
    /// Where customers write to.
    pub support_email: Option<String>,
    /// Where the logo is; absolute in mails.
    pub logo: Option<String>,
}

/// A language of the switch.
#[derive(Clone, Debug, Serialize)]
pub struct LocaleLink {
    /// The locale, such as `de`.
    pub code: String,
    /// The language in its own words.
    pub name: String,
    /// Whether it is the language of this page.
    pub current: bool,
}

/// The colour scheme, `data-bs-theme` of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// As the browser prefers.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// The person who is signed in.
#[derive(Clone, Debug, Serialize)]
pub struct Viewer {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// One or two letters for a badge.
    pub initials: String,
    /// The clients they may act for, which "Switch account" offers.
    pub clients: Vec<ClientLink>,
    /// A staff member's role: `owner`, `billing` or `support`.
    pub role: Option<String>,
}

/// A client of the switch.
#[derive(Clone, Debug, Serialize)]
pub struct ClientLink {
    /// The client's id.
    pub id: String,
    /// The client's name.
    pub name: String,
    /// Whether it is the one in use.
    pub current: bool,
}

/// An entry of the navigation; the theme names it by the key `nav-<key>`.
#[derive(Clone, Debug, Serialize)]
pub struct NavItem {
    /// What it is.
    pub key: &'static str,
    /// Where it leads.
    pub href: String,
    /// Whether this page belongs to it.
    pub current: bool,
}

/// How good the news is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// It worked.
    Success,
    /// Good to know.
    Info,
    /// Needs attention.
    Warning,
    /// It failed, or it hurts.
    Danger,
}

/// The outcome of what the person did last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// How good the news is.
    pub kind: Tone,
    /// What it says.
    pub text: Message,
}

impl Flash {
    /// It worked.
    pub fn success(text: Message) -> Self {
        Self {
            kind: Tone::Success,
            text,
        }
    }

    /// Nothing happened, and that is fine.
    pub fn info(text: Message) -> Self {
        Self {
            kind: Tone::Info,
            text,
        }
    }

    /// It failed.
    pub fn danger(text: Message) -> Self {
        Self {
            kind: Tone::Danger,
            text,
        }
    }
}

/// A standing note above the page.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// How good the news is.
    pub kind: Tone,
    /// What it says.
    pub text: Message,
    /// What to do about it.
    pub action: Option<Action>,
    /// A button that puts it off: the form posts there, with `return_to`.
    pub skip: Option<Action>,
}
