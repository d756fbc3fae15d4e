//! What a theme may show: typed contexts for every page and mail, a loader with parents, translations.
//!
//! ```no_run
//! use innkeeper_theme::Theme;
//! use innkeeper_theme::contexts::{Area, Form, LoginPage, Message, samples};
//! use innkeeper_theme::keys;
//!
//! # fn main() -> Result<(), innkeeper_theme::ThemeError> {
//! let theme = Theme::builder()
//!     .themes_dir(Some("/srv/innkeeper/themes".into()))
//!     .name("sunny")
//!     .module_texts("totp", &[("en", "totp-name = Authenticator app")])
//!     .build()?;
//! let frame = samples::visitor(Area::Customer, theme.translator().negotiate("de-CH, en;q=0.5"));
//! let html = theme.page(&frame, &LoginPage {
//!     form: Form::new().form_error(Message::new(keys::ERROR_SIGN_IN_FAILED)),
//!     next: None,
//!     can_register: true,
//!     passkeys: true,
//! })?;
//! # Ok(())
//! # }
//! ```
//!
//! A theme is a folder with a `theme.toml` ([`Manifest`]), templates, `locales/<locale>/*.ftl` and
//! `assets/`. A file is looked for in the theme, in its parent, and at last in `default`, which is
//! embedded; an overridden template can still be extended as `<theme>:<path>`. Single texts are
//! overridden by their key. `--themes` reads from a folder instead and follows changes.
//!
//! Templates (minijinja, strict, escaped) see `frame` and `page` (mails: `frame` and `mail`) and have:
//!
//! | call | gives |
//! | --- | --- |
//! | `t("key", name=value)`, `message\|t` | a sentence; values are escaped, results of macros stay markup; whole numbers select plural forms |
//! | `at\|datetime`, `at\|date`, `at\|ago` | a `<time>` element in the reader's language and zone, plain words in `.txt` |
//! | `n\|number` | `12,345` |
//! | `asset("theme.css")` | an address that can be cached for ever |
//! | `icon("shield")` | `assets/icons/shield.svg` inline, hidden from screen readers; `default.svg` for what is not there |
//!
//! `form.values.x` is empty and `form.errors.x` is none where there is nothing; whatever else may be
//! missing is none and wants an `if`.
//!
//! There is no database here, no HTTP, no clock (the frame says when it is), and no sentence.

mod assets;
mod check;
pub mod contexts;
mod error;
mod escape;
mod functions;
pub mod keys;
mod layers;
mod loaded;
mod manifest;
mod moments;
mod negotiate;
mod reader;
mod registry;
mod texts;
mod theme;
mod tokens;

pub use assets::Asset;
pub use check::{Drawn, Problem, Report, check, check_embedded, draw_samples};
pub use error::ThemeError;
pub use manifest::{CONTRACT, DEFAULT_THEME, Manifest};
pub use moments::{is_time_zone, time_zones};
pub use reader::Gap;
pub use registry::{MAIL_FILES, MAILS, MailEntry, MailTemplate, PAGES, Page, PageEntry, Place};
pub use texts::{BASE_LOCALE, LocaleName, ModuleTexts, Translator};
pub use theme::{RenderedMail, Theme, ThemeBuilder};
