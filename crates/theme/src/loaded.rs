//! A theme as it was read at one moment: templates compiled, texts parsed, assets hashed. Never changed;
//! a reload makes another one.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};

use crate::ThemeError;
use crate::assets::Assets;
use crate::layers::{Layer, read_chain};
use crate::reader::{READER, Reader};
use crate::registry::{MAIL_FILES, MAILS, PAGES};
use crate::texts::{Definitions, Translator, TranslatorBuilder};
use crate::{escape, functions};

/// How many instructions a page may take: a long list takes some ten thousand.
const FUEL: u64 = 2_000_000;

/// A module's texts: its namespace, a locale, the source.
pub(crate) type ModuleTexts = Vec<(String, String, String)>;

pub(crate) struct Loaded {
    environment: Environment<'static>,
    /// Clones that lie ready for the next pages: to make one costs a few counters for each template, which
    /// all processors write to at once.
    spare: Mutex<Vec<Environment<'static>>>,
    pub(crate) translator: Arc<Translator>,
    pub(crate) assets: Arc<Assets>,
    pub(crate) layers: Vec<Layer>,
    pub(crate) definitions: Definitions,
    /// What is wrong although a theme came out.
    pub(crate) problems: Vec<ThemeError>,
}

impl Loaded {
    /// Reads a theme. Faults of single files end up in `problems`.
    pub(crate) fn read(
        themes: Option<&Path>,
        name: &str,
        modules: &ModuleTexts,
    ) -> Result<Self, ThemeError> {
        let layers = read_chain(themes, name)?;
        let mut texts = TranslatorBuilder::new();
        for layer in layers.iter().rev() {
            texts.add_layer(layer);
        }
        for (namespace, locale, source) in modules {
            texts.add_module(namespace, locale, source);
        }
        let (translator, definitions, mut problems) = texts.finish();
        let assets = Arc::new(Assets::collect(&layers));
        let environment = compile(&layers, &assets, &mut problems);
        let loaded = Self {
            environment,
            spare: Mutex::default(),
            translator: Arc::new(translator),
            assets,
            layers,
            definitions,
            problems,
        };
        Ok(loaded.with_missing_files())
    }

    fn with_missing_files(mut self) -> Self {
        let mails = MAILS
            .iter()
            .flat_map(|mail| MAIL_FILES.map(|file| mail.file(file)));
        let missing: Vec<ThemeError> = PAGES
            .iter()
            .map(|page| page.template.to_owned())
            .chain(mails)
            .filter(|file| {
                !self
                    .layers
                    .iter()
                    .any(|layer| layer.files.contains_key(file))
            })
            .map(ThemeError::Missing)
            .collect();
        self.problems.extend(missing);
        self
    }

    /// The folders to watch.
    pub(crate) fn folders(&self) -> Vec<PathBuf> {
        self.layers
            .iter()
            .filter_map(|layer| layer.folder.clone())
            .collect()
    }

    /// Draws a template for a reader. `values` are seen by imported macros too.
    pub(crate) fn render(
        &self,
        template: &str,
        reader: Arc<Reader>,
        values: &[(&'static str, Value)],
    ) -> Result<String, ThemeError> {
        let spare = self.spare().pop();
        let mut environment = spare.unwrap_or_else(|| self.environment.clone());
        environment.add_global(READER, Value::from_dyn_object(reader));
        for (name, value) in values {
            environment.add_global(*name, value.clone());
        }
        let drawn = environment
            .get_template(template)
            .and_then(|template| template.render(Value::from(())))
            .map_err(|error| ThemeError::template(&error, template));
        // Whoever draws next must not find what was on this page.
        for name in values.iter().map(|(name, _)| *name).chain([READER]) {
            environment.remove_global(name);
        }
        self.spare().push(environment);
        drawn
    }

    fn spare(&self) -> MutexGuard<'_, Vec<Environment<'static>>> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn compile(
    layers: &[Layer],
    assets: &Arc<Assets>,
    problems: &mut Vec<ThemeError>,
) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|name| {
        if is_plain(name) {
            AutoEscape::None
        } else {
            AutoEscape::Html
        }
    });
    environment.set_formatter(escape::write);
    environment.set_fuel(Some(FUEL));
    functions::add_to(&mut environment, assets);
    let chain = Chain::new(layers);
    for layer in layers {
        for file in layer.texts(is_template) {
            let (path, source) = match file {
                Ok(file) => file,
                Err(problem) => {
                    problems.push(problem);
                    continue;
                }
            };
            let own = format!("{}:{path}", layer.name);
            let name = chain.resolve(&own).into_owned();
            if let Err(error) = environment.add_template_owned(name, source.to_owned()) {
                problems.push(ThemeError::template(&error, path));
            }
        }
    }
    environment.set_path_join_callback(move |name, _| chain.resolve(name));
    environment
}

/// Which theme has which templates, to find what a child theme overrides.
struct Chain(Vec<(String, BTreeSet<String>)>);

impl Chain {
    fn new(layers: &[Layer]) -> Self {
        let templates = |layer: &Layer| {
            layer
                .files
                .keys()
                .filter(|path| is_template(path))
                .cloned()
                .collect()
        };
        Self(
            layers
                .iter()
                .map(|layer| (layer.name.clone(), templates(layer)))
                .collect(),
        )
    }

    /// `<theme>:<path>` is the file as that theme would find it, from itself on. It has the name `path`
    /// if that is the one in use, and keeps the longer name if a nearer theme overrides it.
    fn resolve<'n>(&self, name: &'n str) -> Cow<'n, str> {
        let Some((theme, path)) = name.split_once(':') else {
            return Cow::Borrowed(name);
        };
        let mut overridden = false;
        let mut asked = false;
        for (layer, templates) in &self.0 {
            asked |= layer == theme;
            if !templates.contains(path) {
                continue;
            }
            match (asked, overridden) {
                (true, false) => return Cow::Borrowed(path),
                (true, true) => return Cow::Owned(format!("{layer}:{path}")),
                (false, _) => overridden = true,
            }
        }
        Cow::Borrowed(name)
    }
}

/// Whether a file of a theme is a template.
pub(crate) fn is_template(path: &str) -> bool {
    let folder = path.split('/').next().unwrap_or_default();
    let text = Path::new(path)
        .extension()
        .is_some_and(|ending| ending == "html" || ending == "txt");
    text && folder != "assets" && folder != "locales"
}

fn is_plain(name: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|ending| ending == "txt")
}
