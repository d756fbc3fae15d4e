//! A folder of themes for a test, and pages drawn from snippets.

use std::fs;
use std::path::{Path, PathBuf};

use innkeeper_theme::contexts::{Area, ForgotPage, Form, Frame, samples};
use innkeeper_theme::{Theme, ThemeBuilder, ThemeError};

/// A folder of themes that goes away with the test.
pub struct Workshop {
    folder: tempfile::TempDir,
}

impl Workshop {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// Writes a file, `<theme>/<path>`.
    pub fn write(&self, path: &str, content: &str) -> &Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    /// Writes a `theme.toml`.
    pub fn theme(&self, name: &str, more: &str) -> &Self {
        self.write(
            &format!("{name}/theme.toml"),
            &format!("name = \"{name}\"\ncontract = 1\n{more}"),
        )
    }

    pub fn builder(&self, name: &str) -> ThemeBuilder {
        Theme::builder()
            .themes_dir(Some(self.root().to_owned()))
            .name(name)
    }

    pub fn build(&self, name: &str) -> Result<Theme, ThemeError> {
        self.builder(name).build()
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }
}

/// The page of a test: a template of one line stands in for `door/forgot.html`.
pub const PAGE: &str = "kid/door/forgot.html";

/// A theme `kid` that draws `source` wherever the forgotten password would be.
pub fn kid(source: &str, texts: &[(&str, &str)]) -> Workshop {
    let workshop = Workshop::new();
    workshop.theme("kid", "").write(PAGE, source);
    for (locale, source) in texts {
        workshop.write(&format!("kid/locales/{locale}/kid.ftl"), source);
    }
    workshop
}

pub fn frame(locale: &str) -> Frame {
    samples::visitor(Area::Customer, locale)
}

pub fn page() -> ForgotPage {
    ForgotPage {
        form: Form::new().value("email", samples::HOSTILE),
    }
}

/// What `source` draws in a language.
pub fn draw(source: &str, texts: &[(&str, &str)], locale: &str) -> Result<String, ThemeError> {
    kid(source, texts)
        .builder("kid")
        .strict(true)
        .build()?
        .page(&frame(locale), &page())
}
