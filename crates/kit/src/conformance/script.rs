//! `tests/conformance.toml`: who the person is, what staff set, and what servers answer.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};
use chrono::{DateTime, Utc};
use innkeeper_module::{Denied, HttpRequest, HttpResponse};
use minijinja::{Value, context};
use serde::Deserialize;

use super::templates;

/// The file, in a plugin's folder.
pub(super) const FILE: &str = "tests/conformance.toml";

/// What somebody did elsewhere: a request of their own.
#[derive(Clone, Debug)]
pub(super) struct Deed {
    url: String,
    body: String,
}

impl Deed {
    /// An address, a space and what is sent; none where there is nothing.
    pub(super) fn read(line: &str) -> Option<Self> {
        let line = line.trim();
        let (url, body) = line.split_once(' ').unwrap_or((line, ""));
        let deed = || Self {
            url: url.to_owned(),
            body: body.trim_start().to_owned(),
        };
        (!url.is_empty()).then(deed)
    }

    fn seen(&self) -> Value {
        context! { url => self.url.as_str(), body => self.body.as_str() }
    }
}

/// Answers by name: templates that are filled in with what the person sees.
pub(super) type Says = BTreeMap<String, String>;

/// A script.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Script {
    /// When it is.
    pub(super) clock: Option<DateTime<Utc>>,
    /// What chance is made from.
    pub(super) seed: Option<u64>,
    /// How many seconds pass until there are new right answers.
    pub(super) pause: Option<i64>,
    /// What staff set.
    #[serde(default)]
    pub(super) settings: BTreeMap<String, String>,
    /// What is answered while enrolling.
    #[serde(default)]
    pub(super) enrolment: Says,
    /// What is answered to a challenge.
    #[serde(default)]
    pub(super) challenge: Says,
    /// What somebody does elsewhere before they answer, such as on a phone: a template that comes to an address and what is
    /// sent there, or to nothing.
    pub(super) elsewhere: Option<String>,
    /// Two addresses that a channel writes to; mobile numbers where it says nothing.
    pub(super) addresses: Option<[String; 2]>,
    /// What servers answer.
    #[serde(default)]
    pub(super) http: Vec<Answer>,
}

/// What a server answers to requests whose address begins so.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answer {
    method: Option<String>,
    url: String,
    #[serde(default = "ok")]
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    #[serde(default)]
    body: String,
    /// The body, where it depends on the request or on what was done elsewhere.
    template: Option<String>,
}

fn ok() -> u16 {
    200
}

impl Script {
    /// Reads the script of a plugin.
    ///
    /// # Errors
    /// What is missing or not understood.
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(FILE);
        ensure!(
            path.is_file(),
            "there is no {}: it says how a person answers, see docs/plugin-authors/testing.md",
            path.display()
        );
        let text = fs::read_to_string(&path)?;
        toml::from_str(&text).with_context(|| path.display().to_string())
    }

    /// The recorded answer to a request, after what people did elsewhere.
    pub(super) fn answer(
        &self,
        request: &HttpRequest,
        done: &[Deed],
    ) -> Result<HttpResponse, Denied> {
        let fits = |answer: &&Answer| {
            let method = answer.method.as_ref();
            request.url.starts_with(&answer.url)
                && method.is_none_or(|method| *method == request.method)
        };
        let answer = self.http.iter().find(fits);
        let answer = answer.ok_or_else(|| {
            let HttpRequest { method, url, .. } = request;
            Denied::Failed(format!("no [[http]] of {FILE} answers {method} {url}"))
        })?;
        let body = match &answer.template {
            None => answer.body.clone(),
            Some(template) => {
                let done: Vec<Value> = done.iter().map(Deed::seen).collect();
                let body = String::from_utf8_lossy(&request.body);
                let sees = context! { url => request.url.as_str(), body => body, done => done };
                let drawn = templates::environment().render_str(template, sees);
                drawn.map_err(|error| Denied::Failed(format!("{FILE}: {error}")))?
            }
        };
        let headers = answer.headers.iter();
        Ok(HttpResponse {
            status: answer.status,
            headers: headers
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            body: body.into_bytes(),
        })
    }
}
