//! What templates can call: `t`, `datetime`, `date`, `day`, `ago`, `number`, `asset`, `icon`, `token`, `readable_on`.
//!
//! Whatever comes out of a context is escaped by the engine. What is marked as safe here is markup of
//! our own making in which every value was escaped before.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use fluent_bundle::FluentArgs;
use minijinja::value::{Kwargs, Value, ValueKind};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, State};

use crate::assets::Assets;
use crate::escape::Escaped;
use crate::reader::Reader;
use crate::tokens::Tokens;
use crate::{keys, moments, texts, tokens};

pub(crate) fn add_to(environment: &mut Environment<'static>, assets: &Arc<Assets>) {
    environment.add_function("t", translate);
    environment.add_filter("t", translate);
    environment.add_filter("datetime", datetime);
    environment.add_filter("date", date);
    environment.add_filter("day", day);
    environment.add_filter("ago", ago);
    environment.add_filter("number", number);
    let files = Arc::clone(assets);
    environment.add_function("asset", move |state: &State, path: &str| {
        let reader = Reader::of(state)?;
        if !files.has(path) {
            reader.report(None, format!("there is no asset `{path}`"))?;
        }
        Ok::<_, Error>(format!("{}{}", reader.origin, files.href(path)))
    });
    let tokens = Tokens::read(assets);
    environment.add_function("token", move |state: &State, name: &str| {
        if let Some(value) = tokens.find(name) {
            return Ok(value.to_owned());
        }
        Reader::of(state)?.report(None, format!("`tokens.css` has no `--{name}`"))?;
        Ok::<_, Error>(String::new())
    });
    environment.add_filter("readable_on", tokens::readable);
    let icons = Arc::clone(assets);
    environment.add_function("icon", move |name: &str| {
        icons
            .icon(name)
            .map_or_else(|| Value::from(""), Value::from_safe_string)
    });
}

fn wrong(what: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, what.into())
}

fn in_html(state: &State) -> bool {
    matches!(state.auto_escape(), AutoEscape::Html)
}

/// `t("key", name=value)`, `"key"|t(name=value)`, `message|t`.
///
/// The sentence is plain text that gets escaped. Only where an argument is markup (the result of a
/// macro or of a filter like `ago`) the sentence is escaped here and the argument put in unescaped.
#[expect(clippy::needless_pass_by_value, reason = "the engine hands them over")]
fn translate(state: &State, what: &Value, kwargs: Kwargs) -> Result<Value, Error> {
    let reader = Reader::of(state)?;
    let mut args = Arguments::new(&reader, in_html(state));
    for name in kwargs.args() {
        args.set(name, &kwargs.get::<Value>(name)?)?;
    }
    let text = args.sentence(what)?;
    Ok(args.finish(&text))
}

/// The arguments of a sentence on their way to Fluent.
struct Arguments<'r> {
    reader: &'r Reader,
    html: bool,
    fluent: FluentArgs<'static>,
    markup: Vec<String>,
}

// Private-use characters around the number of a piece of markup; they stand for it until the
// sentence around it is escaped.
const OPEN: char = '\u{f8f0}';
const CLOSE: char = '\u{f8f1}';

impl<'r> Arguments<'r> {
    fn new(reader: &'r Reader, html: bool) -> Self {
        Self {
            reader,
            html,
            fluent: FluentArgs::new(),
            markup: Vec::new(),
        }
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<(), Error> {
        let name = name.to_owned();
        if let Ok(number) = i64::try_from(value.clone())
            && value.kind() == ValueKind::Number
        {
            self.fluent.set(name, number);
        } else if self.html && value.is_safe() {
            let placeholder = format!("{OPEN}{}{CLOSE}", self.markup.len());
            self.markup.push(value.to_string());
            self.fluent.set(name, placeholder);
        } else {
            let text = self.plain(value)?;
            self.fluent.set(name, text);
        }
        Ok(())
    }

    fn plain(&self, value: &Value) -> Result<String, Error> {
        match value.kind() {
            ValueKind::None => Ok(String::new()),
            ValueKind::Undefined => Err(wrong("an argument of the text is undefined")),
            ValueKind::Map => {
                let instant = value.get_attr("instant")?;
                if let Some(instant) = instant.as_str() {
                    return self.reader.moment(parse(instant)?, keys::FORMAT_DATETIME);
                }
                Arguments::new(self.reader, false).sentence(value)
            }
            _ => Ok(value.to_string().replace([OPEN, CLOSE], "")),
        }
    }

    /// The sentence for a key or a message.
    fn sentence(&mut self, what: &Value) -> Result<String, Error> {
        if let Some(key) = what.as_str() {
            return self.reader.sentence(key, &self.fluent);
        }
        if what.kind() != ValueKind::Map {
            return Err(wrong(
                "`t` takes a key or a message; guard what may be none by an `if`",
            ));
        }
        if let Some(text) = what.get_attr("text")?.as_str() {
            return Ok(text.to_owned());
        }
        let key = what.get_attr("key")?;
        let args = what.get_attr("args")?;
        for name in args.try_iter()? {
            self.set(&name.to_string(), &args.get_item(&name)?)?;
        }
        let key = key
            .as_str()
            .ok_or_else(|| wrong("`t` takes a key or a message"))?;
        self.reader.sentence(key, &self.fluent)
    }

    fn finish(&self, text: &str) -> Value {
        if self.markup.is_empty() {
            return Value::from(text);
        }
        let mut html = Escaped(text).to_string();
        for (index, markup) in self.markup.iter().enumerate() {
            html = html.replace(&format!("{OPEN}{index}{CLOSE}"), markup);
        }
        Value::from_safe_string(html)
    }
}

fn parse(moment: &str) -> Result<DateTime<Utc>, Error> {
    DateTime::parse_from_rfc3339(moment)
        .map(|moment| moment.to_utc())
        .map_err(|_| wrong(format!("`{moment}` is no moment (RFC 3339)")))
}

fn moment_of(value: &Value) -> Result<DateTime<Utc>, Error> {
    parse(
        value
            .as_str()
            .ok_or_else(|| wrong("this is no moment; guard what may be none by an `if`"))?,
    )
}

/// `<time>` on pages, plain words in plain texts.
fn time(
    state: &State,
    reader: &Reader,
    moment: DateTime<Utc>,
    text: String,
) -> Result<Value, Error> {
    if !in_html(state) {
        return Ok(Value::from(text));
    }
    let full = reader.moment(moment, keys::FORMAT_DATETIME_FULL)?;
    Ok(Value::from_safe_string(format!(
        "<time datetime=\"{}\" title=\"{}\">{}</time>",
        moment.format("%Y-%m-%dT%H:%M:%SZ"),
        Escaped(&full),
        Escaped(&text),
    )))
}

fn datetime(state: &State, value: &Value) -> Result<Value, Error> {
    let (reader, moment) = (Reader::of(state)?, moment_of(value)?);
    let text = reader.moment(moment, keys::FORMAT_DATETIME)?;
    time(state, &reader, moment, text)
}

fn date(state: &State, value: &Value) -> Result<Value, Error> {
    let (reader, moment) = (Reader::of(state)?, moment_of(value)?);
    let text = reader.moment(moment, keys::FORMAT_DATE)?;
    time(state, &reader, moment, text)
}

/// A day of the calendar, the same in every zone.
fn day(state: &State, value: &str) -> Result<Value, Error> {
    let day: NaiveDate = value
        .parse()
        .map_err(|_| wrong(format!("`{value}` is no day (YYYY-MM-DD)")))?;
    let text = Reader::of(state)?.day(day)?;
    if !in_html(state) {
        return Ok(Value::from(text));
    }
    let text = Escaped(&text);
    Ok(Value::from_safe_string(format!(
        "<time datetime=\"{day}\">{text}</time>"
    )))
}

fn ago(state: &State, value: &Value) -> Result<Value, Error> {
    let (reader, moment) = (Reader::of(state)?, moment_of(value)?);
    let (key, count) = moments::distance(reader.now, moment);
    let mut args = FluentArgs::new();
    args.set("count", count);
    let text = reader.sentence(key, &args)?;
    time(state, &reader, moment, text)
}

fn number(state: &State, value: i64) -> Result<String, Error> {
    Ok(texts::number(&Reader::of(state)?.locale, value))
}
