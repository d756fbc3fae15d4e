//! Translations: the sentences of a theme and of modules, one bundle of Fluent messages per language.
//!
//! Texts come out as plain text. Escaping is the template engine's business.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::contexts::{Arg, Message};
use crate::layers::Layer;
use crate::{ThemeError, keys};

/// The language that has every sentence.
pub const BASE_LOCALE: &str = "en";

type Bundle = FluentBundle<FluentResource>;

/// A language of a theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocaleName {
    /// The locale, such as `de`.
    pub code: String,
    /// The language in its own words.
    pub name: String,
}

/// The texts of a theme and of the modules.
pub struct Translator {
    locales: BTreeMap<String, Bundle>,
    modules: BTreeMap<(String, String), Bundle>,
}

/// A text and what was wrong with it.
pub(crate) struct Formatted {
    pub(crate) text: String,
    pub(crate) errors: Vec<String>,
}

impl Translator {
    /// The languages, by code.
    pub fn locales(&self) -> Vec<LocaleName> {
        self.codes()
            .map(|code| LocaleName {
                code: code.to_owned(),
                name: self
                    .format(code, keys::LANGUAGE_NAME, &FluentArgs::new())
                    .map_or_else(|| code.to_owned(), |formatted| formatted.text),
            })
            .collect()
    }

    pub(crate) fn codes(&self) -> impl Iterator<Item = &str> {
        self.locales.keys().map(String::as_str)
    }

    /// Whether pages can be in this language.
    pub fn has_locale(&self, code: &str) -> bool {
        self.locales.contains_key(code)
    }

    /// The best of the languages for an `Accept-Language` header or a single tag.
    pub fn negotiate(&self, accepted: &str) -> &str {
        let available: Vec<&str> = self.codes().collect();
        crate::negotiate::best(accepted, &available).unwrap_or(BASE_LOCALE)
    }

    /// A text of a module: its own translation, else its English one, else `fallback`. Arguments that
    /// are whole numbers select plural forms.
    pub fn text(
        &self,
        locale: &str,
        namespace: &str,
        key: &str,
        fallback: &str,
        args: &BTreeMap<String, String>,
    ) -> String {
        let mut fluent = FluentArgs::new();
        for (name, value) in args {
            match value.parse::<i64>() {
                Ok(number) => fluent.set(name.clone(), number),
                Err(_) => fluent.set(name.clone(), value.as_str()),
            }
        }
        let language = locale.split('-').next().unwrap_or(locale);
        [locale, language, BASE_LOCALE]
            .into_iter()
            .filter_map(|locale| self.modules.get(&(namespace.to_owned(), locale.to_owned())))
            .find_map(|bundle| format(bundle, key, &fluent))
            .map_or_else(
                || format_source(fallback, &fluent),
                |formatted| formatted.text,
            )
    }

    /// A sentence of the theme that takes no arguments, for what Rust must know of it, such as its place
    /// in a list.
    pub fn sentence(&self, locale: &str, key: &str) -> Option<String> {
        self.format(locale, key, &FluentArgs::new())
            .map(|formatted| formatted.text)
    }

    /// A sentence of the theme with what fills it, for who reads it elsewhere than on a page. Moments are written as
    /// programs write them.
    pub fn say(&self, locale: &str, message: &Message) -> String {
        let (key, args) = match message {
            Message::Text { text } => return text.clone(),
            Message::Keyed { key, args } => (key, args),
        };
        let mut fluent = FluentArgs::new();
        for (name, arg) in args {
            match arg {
                Arg::Number(number) => fluent.set(name.as_ref(), *number),
                Arg::Instant { instant } => fluent.set(name.as_ref(), instant.to_rfc3339()),
                Arg::Text(text) => fluent.set(name.as_ref(), text.as_str()),
            }
        }
        self.format(locale, key, &fluent)
            .map_or_else(|| key.to_string(), |formatted| formatted.text)
    }

    /// A sentence of the theme, in the language or else in English; None where neither has the key.
    pub(crate) fn format(&self, locale: &str, key: &str, args: &FluentArgs) -> Option<Formatted> {
        self.format_exactly(locale, key, args)
            .or_else(|| self.format_exactly(BASE_LOCALE, key, args))
    }

    /// A sentence of the theme in exactly this language.
    pub(crate) fn format_exactly(
        &self,
        locale: &str,
        key: &str,
        args: &FluentArgs,
    ) -> Option<Formatted> {
        format(self.locales.get(locale)?, key, args)
    }

    /// Whether the language has the key itself.
    pub fn has(&self, locale: &str, key: &str) -> bool {
        self.locales
            .get(locale)
            .is_some_and(|bundle| bundle.has_message(key))
    }
}

/// The texts of a module that is not loaded, for one reader.
pub struct ModuleTexts(Vec<Bundle>);

impl ModuleTexts {
    /// Reads what a module brought, by language: the reader's own, then English. What is broken is left out.
    pub fn read(locale: &str, sources: &BTreeMap<String, String>) -> Self {
        let language = locale.split('-').next().unwrap_or(locale);
        let known = [locale, language, BASE_LOCALE].into_iter();
        let bundles = known.filter_map(|locale| {
            let source = sources.get(locale)?.clone();
            let resource = FluentResource::try_new(source).unwrap_or_else(|(good, _)| good);
            let mut bundle = empty_bundle(locale);
            bundle.add_resource_overriding(resource);
            Some(bundle)
        });
        Self(bundles.collect())
    }

    /// A text without arguments.
    pub fn find(&self, key: &str) -> Option<String> {
        let mut bundles = self.0.iter();
        let found = bundles.find_map(|bundle| format(bundle, key, &FluentArgs::new()));
        found.map(|formatted| formatted.text)
    }
}

fn format(bundle: &Bundle, key: &str, args: &FluentArgs) -> Option<Formatted> {
    let (key, attribute) = match key.split_once('.') {
        Some((key, attribute)) => (key, Some(attribute)),
        None => (key, None),
    };
    let message = bundle.get_message(key)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let mut errors = Vec::new();
    let text = bundle
        .format_pattern(pattern, Some(args), &mut errors)
        .into_owned();
    let errors = errors.iter().map(FluentError::to_string).collect();
    Some(Formatted { text, errors })
}

/// Formats a text that is in no file, such as a module's fallback.
fn format_source(source: &str, args: &FluentArgs) -> String {
    let Ok(resource) = FluentResource::try_new(format!("fallback = {source}")) else {
        return source.to_owned();
    };
    let mut bundle = empty_bundle(BASE_LOCALE);
    bundle.add_resource_overriding(resource);
    format(&bundle, "fallback", args).map_or_else(|| source.to_owned(), |formatted| formatted.text)
}

fn empty_bundle(locale: &str) -> Bundle {
    let language: LanguageIdentifier = locale.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // Isolating marks make copied text and tests a nuisance, and our pages have one direction.
    bundle.set_use_isolating(false);
    bundle.set_formatter(Some(match separator(locale) {
        ',' => |value, _| grouped(value, ','),
        '.' => |value, _| grouped(value, '.'),
        _ => |value, _| grouped(value, NARROW_SPACE),
    }));
    bundle
}

const NARROW_SPACE: char = '\u{202f}';

fn separator(locale: &str) -> char {
    match locale.split('-').next().unwrap_or(locale) {
        "en" | "he" | "ja" | "ko" | "th" | "zh" => ',',
        "da" | "de" | "el" | "es" | "id" | "it" | "nl" | "pt" | "tr" => '.',
        _ => NARROW_SPACE,
    }
}

fn grouped(value: &FluentValue, separator: char) -> Option<String> {
    let FluentValue::Number(number) = value else {
        return None;
    };
    let text = number.as_string();
    text.parse::<i64>()
        .ok()
        .map(|number| group(number, separator))
}

/// A whole number the reader's way: `12,345` or `12.345`.
pub(crate) fn number(locale: &str, value: i64) -> String {
    group(value, separator(locale))
}

fn group(value: i64, separator: char) -> String {
    let digits = value.unsigned_abs().to_string();
    let mut text = String::from(if value < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// The languages and keys of one file or of many.
#[derive(Default)]
pub(crate) struct Definitions {
    /// By locale and key: the theme, the file and the line of what counts.
    pub(crate) places: BTreeMap<(String, String), (String, String, usize)>,
}

/// Builds translators; child themes and later files override single keys.
pub(crate) struct TranslatorBuilder {
    translator: Translator,
    pub(crate) definitions: Definitions,
    pub(crate) problems: Vec<ThemeError>,
}

impl TranslatorBuilder {
    pub(crate) fn new() -> Self {
        Self {
            translator: Translator {
                locales: BTreeMap::from([(BASE_LOCALE.to_owned(), empty_bundle(BASE_LOCALE))]),
                modules: BTreeMap::new(),
            },
            definitions: Definitions::default(),
            problems: Vec::new(),
        }
    }

    /// Takes the locale files of a theme; those of its parents come before.
    pub(crate) fn add_layer(&mut self, layer: &Layer) {
        for file in layer.texts(|path| locale_of(path).is_some()) {
            match file {
                Ok((path, source)) => self.add_file(layer, path, source),
                Err(problem) => self.problems.push(problem),
            }
        }
    }

    fn add_file(&mut self, layer: &Layer, path: &str, source: &str) {
        let Some(locale) = locale_of(path) else {
            return;
        };
        let problem = |line, what: String| ThemeError::Locale {
            theme: layer.name.clone(),
            file: path.to_owned(),
            line,
            what,
        };
        if locale.parse::<LanguageIdentifier>().is_err() {
            self.problems
                .push(problem(0, format!("`{locale}` is no language tag")));
            return;
        }
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(resource) => resource,
            Err((resource, errors)) => {
                for error in errors {
                    let line = line_at(source, error.pos.start);
                    self.problems.push(problem(line, error.kind.to_string()));
                }
                resource
            }
        };
        let mut seen = BTreeSet::new();
        for (key, line) in message_lines(source) {
            if !seen.insert(key) {
                self.problems
                    .push(problem(line, format!("`{key}` stands twice in this file")));
            }
            self.definitions.places.insert(
                (locale.to_owned(), key.to_owned()),
                (layer.name.clone(), path.to_owned(), line),
            );
        }
        self.translator
            .locales
            .entry(locale.to_owned())
            .or_insert_with(|| empty_bundle(locale))
            .add_resource_overriding(resource);
    }

    /// Takes a module's texts in one language.
    pub(crate) fn add_module(&mut self, namespace: &str, locale: &str, source: &str) {
        let resource =
            FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, errors)| {
                let what = errors.iter().fold(String::new(), |mut what, error| {
                    let _ = write!(what, "{}; ", error.kind);
                    what
                });
                self.problems.push(ThemeError::Locale {
                    theme: namespace.to_owned(),
                    file: format!("{locale}.ftl"),
                    line: errors
                        .first()
                        .map_or(0, |error| line_at(source, error.pos.start)),
                    what,
                });
                resource
            });
        self.translator
            .modules
            .entry((namespace.to_owned(), locale.to_owned()))
            .or_insert_with(|| empty_bundle(locale))
            .add_resource_overriding(resource);
    }

    pub(crate) fn finish(self) -> (Translator, Definitions, Vec<ThemeError>) {
        (self.translator, self.definitions, self.problems)
    }
}

/// `de` for `locales/de/account.ftl`.
fn locale_of(path: &str) -> Option<&str> {
    let (locale, file) = path.strip_prefix("locales/")?.split_once('/')?;
    file.rsplit_once('.')
        .is_some_and(|(_, ending)| ending == "ftl")
        .then_some(locale)
}

fn line_at(source: &str, position: usize) -> usize {
    source
        .bytes()
        .take(position)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

/// Where messages begin: an identifier at the start of a line, then an equals sign.
fn message_lines(source: &str) -> impl Iterator<Item = (&str, usize)> {
    source.lines().enumerate().filter_map(|(index, line)| {
        let (key, _) = line.split_once('=')?;
        let key = key.trim_end_matches(' ');
        let named = key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
        named.then_some((key, index + 1))
    })
}
