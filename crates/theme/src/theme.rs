//! The handle on a theme, and how it notices that its files changed.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use minijinja::Value;
use minijinja::value::Serde;

use crate::contexts::{Frame, MailFrame};
use crate::layers::stamp;
use crate::loaded::{Loaded, ModuleTexts};
use crate::manifest::DEFAULT_THEME;
use crate::reader::{Gaps, Reader};
use crate::registry::{MailTemplate, Page};
use crate::{Asset, LocaleName, ThemeError, Translator};

/// A theme in use. Cloning it is cheap and gives another handle on the same one.
#[derive(Clone)]
pub struct Theme {
    inner: Arc<Inner>,
}

struct Inner {
    settings: ThemeBuilder,
    /// The texts of modules that came while the theme is in use.
    added: RwLock<ModuleTexts>,
    current: RwLock<Arc<Loaded>>,
    watch: Mutex<Watch>,
}

struct Watch {
    checked: Instant,
    stamp: u64,
    problem: Option<String>,
}

/// How a theme is found and read.
#[derive(Clone)]
pub struct ThemeBuilder {
    themes: Option<PathBuf>,
    name: String,
    modules: ModuleTexts,
    strict: bool,
    unfinished: bool,
    check_every: Duration,
}

/// A mail, ready to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenderedMail {
    /// Its subject, one line.
    pub subject: String,
    /// Its text.
    pub text: String,
    /// Its HTML.
    pub html: String,
}

impl ThemeBuilder {
    /// The folder of themes; without one there is the embedded default theme alone.
    #[must_use]
    pub fn themes_dir(mut self, themes: Option<PathBuf>) -> Self {
        self.themes = themes;
        self
    }

    /// Which theme.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// A module's own texts, by locale; its id is the namespace.
    #[must_use]
    pub fn module_texts(mut self, namespace: &str, texts: &[(&str, &str)]) -> Self {
        let texts = texts.iter().map(|(locale, source)| {
            (
                namespace.to_owned(),
                (*locale).to_owned(),
                (*source).to_owned(),
            )
        });
        self.modules.extend(texts);
        self
    }

    /// For tests: a missing text or asset fails the page instead of being bridged.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// For previews: takes a theme with missing or broken files; [`Theme::problems`] lists them.
    #[must_use]
    pub fn unfinished(mut self, unfinished: bool) -> Self {
        self.unfinished = unfinished;
        self
    }

    /// How often the files are looked at, at most; once a second if nothing is said.
    #[must_use]
    pub fn check_every(mut self, interval: Duration) -> Self {
        self.check_every = interval;
        self
    }

    /// Reads the theme and makes sure that it has every file.
    pub fn build(self) -> Result<Theme, ThemeError> {
        let loaded = self.read(&Vec::new())?;
        let watch = Watch {
            checked: Instant::now(),
            stamp: stamp(loaded.folders().iter().map(PathBuf::as_path)),
            problem: None,
        };
        Ok(Theme {
            inner: Arc::new(Inner {
                settings: self,
                added: RwLock::default(),
                current: RwLock::new(Arc::new(loaded)),
                watch: Mutex::new(watch),
            }),
        })
    }

    fn read(&self, added: &ModuleTexts) -> Result<Loaded, ThemeError> {
        let modules = [self.modules.as_slice(), added.as_slice()].concat();
        let mut loaded = Loaded::read(self.themes.as_deref(), &self.name, &modules)?;
        if !self.unfinished && !loaded.problems.is_empty() {
            return Err(loaded.problems.swap_remove(0));
        }
        Ok(loaded)
    }
}

impl Theme {
    /// The embedded default theme, unless the builder is told otherwise.
    pub fn builder() -> ThemeBuilder {
        ThemeBuilder {
            themes: None,
            name: DEFAULT_THEME.to_owned(),
            modules: Vec::new(),
            strict: false,
            unfinished: false,
            check_every: Duration::from_secs(1),
        }
    }

    /// Draws a page.
    pub fn page<P: Page>(&self, frame: &Frame, page: &P) -> Result<String, ThemeError> {
        self.draw_page(P::TEMPLATE, frame, Value::from(Serde(page)), self.gaps())
    }

    /// Draws a mail.
    pub fn mail<M: MailTemplate>(
        &self,
        frame: &MailFrame,
        mail: &M,
    ) -> Result<RenderedMail, ThemeError> {
        self.draw_mail(M::NAME, frame, &Value::from(Serde(mail)), &self.gaps())
    }

    pub(crate) fn draw_page(
        &self,
        template: &str,
        frame: &Frame,
        page: Value,
        gaps: Gaps,
    ) -> Result<String, ThemeError> {
        let loaded = self.current();
        let translator = Arc::clone(&loaded.translator);
        let reader = Reader::new(translator, &frame.locale, &frame.time_zone, frame.now, gaps);
        let values = [("frame", Value::from(Serde(frame))), ("page", page)];
        loaded.render(template, Arc::new(reader), &values)
    }

    pub(crate) fn draw_mail(
        &self,
        name: &str,
        frame: &MailFrame,
        mail: &Value,
        gaps: &Gaps,
    ) -> Result<RenderedMail, ThemeError> {
        let loaded = self.current();
        let values = [("frame", Value::from(Serde(frame))), ("mail", mail.clone())];
        let draw = |file: &str| {
            let translator = Arc::clone(&loaded.translator);
            let gaps = gaps.clone();
            let mut reader =
                Reader::new(translator, &frame.locale, &frame.time_zone, frame.now, gaps);
            reader.origin.clone_from(&frame.base_url);
            loaded.render(&format!("mails/{name}/{file}"), Arc::new(reader), &values)
        };
        // A line break in a subject would be the start of another header.
        let subject = draw("subject.txt")?;
        let subject: Vec<&str> = subject
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| !word.is_empty())
            .collect();
        Ok(RenderedMail {
            subject: subject.join(" "),
            text: draw("body.txt")?,
            html: draw("body.html")?,
        })
    }

    /// The file of an address below `/assets/`, given without that beginning.
    pub fn asset(&self, hash_and_path: &str) -> Option<Asset> {
        self.current().assets.find(hash_and_path)
    }

    /// The address of an asset, as the function `asset` of templates gives it.
    pub fn asset_href(&self, path: &str) -> String {
        self.current().assets.href(path)
    }

    /// The paths of all assets.
    pub fn asset_paths(&self) -> Vec<String> {
        self.current().assets.paths().map(str::to_owned).collect()
    }

    /// The texts of the theme and of the modules.
    pub fn translator(&self) -> Arc<Translator> {
        Arc::clone(&self.current().translator)
    }

    /// The languages that pages can be in.
    pub fn locales(&self) -> Vec<LocaleName> {
        self.translator().locales()
    }

    /// Reads the files again. On a fault the theme stays as it was.
    pub fn reload(&self) -> Result<(), ThemeError> {
        let added = self.added().clone();
        let result = self.inner.settings.read(&added).map(|loaded| {
            *self
                .inner
                .current
                .write()
                .unwrap_or_else(PoisonError::into_inner) = Arc::new(loaded);
        });
        self.watch().problem = result.as_ref().err().map(ThemeError::to_string);
        result
    }

    /// Takes the texts of modules that came while the theme is in use, as namespace, locale and source; those
    /// that it took before are gone. On a fault everything stays as it was.
    pub fn set_module_texts(&self, texts: Vec<(String, String, String)>) -> Result<(), ThemeError> {
        if *self.added() == texts {
            return Ok(());
        }
        self.inner.settings.read(&texts)?;
        *self
            .inner
            .added
            .write()
            .unwrap_or_else(PoisonError::into_inner) = texts;
        self.reload()
    }

    fn added(&self) -> std::sync::RwLockReadGuard<'_, ModuleTexts> {
        self.inner
            .added
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Why the theme on disk is not the one in use, if so.
    pub fn problem(&self) -> Option<String> {
        self.watch().problem.clone()
    }

    /// What is wrong with a theme that was taken although it is unfinished.
    pub fn problems(&self) -> Vec<String> {
        self.current()
            .problems
            .iter()
            .map(ThemeError::to_string)
            .collect()
    }

    fn gaps(&self) -> Gaps {
        if self.inner.settings.strict {
            Gaps::Fail
        } else {
            Gaps::Bridge
        }
    }

    fn watch(&self) -> std::sync::MutexGuard<'_, Watch> {
        self.inner
            .watch
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// The theme as it is on disk, or as it last was without a fault.
    pub(crate) fn current(&self) -> Arc<Loaded> {
        let current = Arc::clone(
            &self
                .inner
                .current
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        );
        if !self.has_changed(&current) {
            return current;
        }
        if let Err(error) = self.reload() {
            tracing::error!(%error, "the theme changed and cannot be used; the earlier state stays");
        }
        Arc::clone(
            &self
                .inner
                .current
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    fn has_changed(&self, current: &Loaded) -> bool {
        let folders = current.folders();
        if folders.is_empty() {
            return false;
        }
        let mut watch = self.watch();
        if watch.checked.elapsed() < self.inner.settings.check_every {
            return false;
        }
        watch.checked = Instant::now();
        let stamp = stamp(folders.iter().map(PathBuf::as_path));
        std::mem::replace(&mut watch.stamp, stamp) != stamp
    }
}
