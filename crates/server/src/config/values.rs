//! Values from all sources by key, each with its origin, and the readers that give them types.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use innkeeper_module::Secret;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Sources;
use super::environment;
use super::error::{ConfigError, Origin};
use super::reference::{self, Kind};

/// One value as it was written.
#[derive(Clone)]
struct Written {
    value: Value,
    origin: Origin,
}

#[derive(Clone)]
enum Value {
    Text(String),
    Integer(i64),
    Boolean(bool),
    List(Vec<String>),
    /// Something that no key takes, such as a date.
    Other,
}

/// Every key's value: the default or what overrides it.
pub struct Values {
    written: BTreeMap<String, Written>,
    #[cfg(test)]
    pub(super) read: std::cell::RefCell<std::collections::BTreeSet<String>>,
}

impl Values {
    /// Gathers the values of every source and refuses keys that do not exist.
    pub fn gather(sources: &Sources) -> Result<Self, ConfigError> {
        let mut gathered = Gathered::default();
        for key in reference::keys() {
            let line = format!("value = {}", key.default);
            let table = DeTable::parse(&line).map_err(|error| syntax(Origin::Default, &error))?;
            for value in table.get_ref().values() {
                gathered.put(key.name.to_owned(), plain(value.get_ref()), Origin::Default);
            }
        }
        if let Some(path) = &sources.file {
            gathered.take_file(path)?;
        }
        for (name, value) in &sources.environment {
            let key = environment::key(name);
            gathered.put(
                key,
                Value::Text(value.clone()),
                Origin::Environment(name.clone()),
            );
        }
        for (key, value) in &sources.flags {
            gathered.put(
                key.clone(),
                Value::Text(value.clone()),
                Origin::Flag(key.clone()),
            );
        }
        if !gathered.unknown.is_empty() {
            return Err(ConfigError::Unknown(gathered.unknown));
        }
        Ok(Self {
            written: gathered.written,
            #[cfg(test)]
            read: std::cell::RefCell::default(),
        })
    }

    /// A text; empty where it is not set.
    pub fn text(&self, key: &str) -> Result<String, ConfigError> {
        match self.find(key).value {
            Value::Text(text) => Ok(text),
            _ => Err(self.invalid(key, "takes a text in quotes")),
        }
    }

    /// A text, where it is set.
    pub fn optional_text(&self, key: &str) -> Result<Option<String>, ConfigError> {
        Ok(Some(self.text(key)?).filter(|text| !text.is_empty()))
    }

    /// A path, where it is set.
    pub fn optional_path(&self, key: &str) -> Result<Option<PathBuf>, ConfigError> {
        Ok(self.optional_text(key)?.map(PathBuf::from))
    }

    /// A text of a kind that is parsed; `expected` says what to write, with an example.
    pub fn parsed<T: FromStr>(&self, key: &str, expected: &str) -> Result<T, ConfigError> {
        let text = self.text(key)?;
        text.parse()
            .map_err(|_| self.invalid(key, format!("is \"{text}\", but it takes {expected}")))
    }

    /// One of a few words.
    pub fn one_of<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Result<T, ConfigError> {
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text);
        found.map(|(_, meaning)| *meaning).ok_or_else(|| {
            let all: Vec<_> = words
                .iter()
                .map(|(word, _)| format!("\"{word}\""))
                .collect();
            self.invalid(
                key,
                format!("is \"{text}\", but it takes one of {}", all.join(", ")),
            )
        })
    }

    /// A whole number within limits.
    pub fn integer<T: TryFrom<i64>>(
        &self,
        key: &str,
        least: i64,
        most: i64,
    ) -> Result<T, ConfigError> {
        let number = match self.find(key).value {
            Value::Integer(number) => Some(number),
            Value::Text(text) if self.is_textual(key) => text.trim().parse().ok(),
            _ => None,
        };
        number
            .filter(|number| (least..=most).contains(number))
            .and_then(|number| T::try_from(number).ok())
            .ok_or_else(|| {
                self.invalid(key, format!("takes a whole number from {least} to {most}"))
            })
    }

    /// Yes or no.
    pub fn boolean(&self, key: &str) -> Result<bool, ConfigError> {
        match self.find(key).value {
            Value::Boolean(yes) => Ok(yes),
            Value::Text(text) if self.is_textual(key) && text == "true" => Ok(true),
            Value::Text(text) if self.is_textual(key) && text == "false" => Ok(false),
            _ => Err(self.invalid(key, "takes true or false")),
        }
    }

    /// A span of time within limits, which are written like the value.
    pub fn duration(&self, key: &str, least: &str, most: &str) -> Result<Duration, ConfigError> {
        let limits = parse_duration(least).zip(parse_duration(most));
        let (least_span, most_span) = limits.expect("limits are written in the code");
        parse_duration(&self.text(key)?)
            .filter(|span| (least_span..=most_span).contains(span))
            .ok_or_else(|| {
                self.invalid(key, format!("takes a time from {least} to {most}, such as 500ms, 30s, 10m, 24h or 30d, in quotes"))
            })
    }

    /// Texts.
    pub fn list(&self, key: &str) -> Result<Vec<String>, ConfigError> {
        match self.find(key).value {
            Value::List(list) => Ok(list),
            Value::Text(text) if self.is_textual(key) => Ok(text
                .split(',')
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty())
                .collect()),
            _ => Err(self.invalid(key, "takes a list of texts: [\"one\", \"two\"]")),
        }
    }

    /// A secret, where it is set: from the key itself or from the file that `<key>_file` names.
    pub fn secret(&self, key: &str) -> Result<Option<Secret>, ConfigError> {
        let (file_key, typed) = (format!("{key}_file"), self.text(key)?);
        let file = self.written.get(&file_key).cloned();
        match file {
            None => Ok(Some(typed)
                .filter(|text| !text.is_empty())
                .map(Secret::from)),
            Some(_) if self.find(key).origin != Origin::Default && !typed.is_empty() => Err(self
                .invalid(
                    &file_key,
                    format!("is set beside `{key}`; keep one of the two"),
                )),
            Some(_) => {
                let path = self.text(&file_key)?;
                let secret = std::fs::read_to_string(&path).map_err(|error| {
                    self.invalid(
                        &file_key,
                        format!("names {path}, which cannot be read: {error}"),
                    )
                })?;
                Ok(Some(Secret::from(secret.trim_end_matches(['\r', '\n']))))
            }
        }
    }

    /// The error for a value that was read but does not do.
    pub fn invalid(&self, key: &str, message: impl Into<String>) -> ConfigError {
        ConfigError::Invalid {
            origin: self.find(key).origin,
            key: key.to_owned(),
            message: message.into(),
        }
    }

    fn is_textual(&self, key: &str) -> bool {
        matches!(
            self.find(key).origin,
            Origin::Environment(_) | Origin::Flag(_)
        )
    }

    fn find(&self, key: &str) -> Written {
        #[cfg(test)]
        self.read.borrow_mut().insert(key.to_owned());
        self.written
            .get(key)
            .cloned()
            .expect("a section reads keys of its own table only, and each has a default")
    }
}

/// What was gathered so far.
#[derive(Default)]
struct Gathered {
    written: BTreeMap<String, Written>,
    unknown: Vec<String>,
}

impl Gathered {
    fn put(&mut self, key: String, value: Value, origin: Origin) {
        if is_key(&key) {
            self.written.insert(key, Written { value, origin });
            return;
        }
        let advice = nearest(&key).map_or_else(String::new, |near| match &origin {
            Origin::Environment(_) => format!(" Did you mean {}?", environment::variable(&near)),
            _ => format!(" Did you mean `{near}`?"),
        });
        self.unknown
            .push(format!("{origin}: there is no setting `{key}`.{advice}"));
    }

    fn take_file(&mut self, path: &Path) -> Result<(), ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
            path: path.to_path_buf(),
            source,
        })?;
        let at = |offset: usize| Origin::File {
            path: path.to_path_buf(),
            line: line(&text, offset),
        };
        let table = DeTable::parse(&text)
            .map_err(|error| syntax(at(error.span().map_or(0, |span| span.start)), &error))?;
        for (section, value) in table.get_ref() {
            self.take_section(section.get_ref(), value, &at(section.span().start), &at);
        }
        Ok(())
    }

    fn take_section(
        &mut self,
        section: &str,
        value: &Spanned<DeValue<'_>>,
        origin: &Origin,
        at: &impl Fn(usize) -> Origin,
    ) {
        let DeValue::Table(entries) = value.get_ref() else {
            self.put(section.to_owned(), Value::Other, origin.clone());
            return;
        };
        let is_section = reference::keys().any(|key| {
            key.name
                .split_once('.')
                .is_some_and(|(name, _)| name == section)
        });
        if entries.is_empty() && !is_section {
            self.put(section.to_owned(), Value::Other, origin.clone());
        }
        for (name, value) in entries {
            let key = format!("{section}.{}", name.get_ref());
            self.put(key, plain(value.get_ref()), at(name.span().start));
        }
    }
}

fn is_key(name: &str) -> bool {
    reference::keys().any(|key| {
        key.name == name
            || (key.kind == Kind::Secret && name.strip_suffix("_file") == Some(key.name))
    })
}

/// The key that was probably meant.
fn nearest(name: &str) -> Option<String> {
    // The right name in the wrong section is likelier than a name that happens to be spelled alike.
    let last = |key: &str| key.rsplit('.').next().unwrap_or_default().to_owned();
    let same_name = reference::keys().find(|key| last(key.name) == last(name));
    let spelled = reference::keys()
        .map(|key| (strsim::damerau_levenshtein(key.name, name), key))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= 1 + name.len() / 5)
        .map(|(_, key)| key);
    spelled.or(same_name).map(|key| key.name.to_owned())
}

fn plain(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map_or(Value::Other, Value::Integer),
        DeValue::Boolean(yes) => Value::Boolean(*yes),
        DeValue::Array(items) => items
            .iter()
            .map(|item| match item.get_ref() {
                DeValue::String(text) => Some(text.to_string()),
                _ => None,
            })
            .collect::<Option<Vec<_>>>()
            .map_or(Value::Other, Value::List),
        _ => Value::Other,
    }
}

fn syntax(origin: Origin, error: &toml::de::Error) -> ConfigError {
    ConfigError::Syntax {
        origin,
        message: error.message().to_owned(),
    }
}

fn line(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

fn parse_duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (number, unit) = text.split_at_checked(digits)?;
    let number: u64 = number.parse().ok()?;
    let seconds = match unit {
        "ms" => return Some(Duration::from_millis(number)),
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => return None,
    };
    number.checked_mul(seconds).map(Duration::from_secs)
}
