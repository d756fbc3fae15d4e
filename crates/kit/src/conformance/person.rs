//! The person of a script: sees what steps show, and answers what the script says. A template that cannot be filled in
//! ends the suite, for it is the script that is wrong then, not the plugin.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use innkeeper_module::testing::{Enrollee, FakeHost};
use innkeeper_module::{
    Account, Answers, Denied, Host as _, HttpRequest, HttpResponse, Prompt, Secret, Step, Text,
};
use minijinja::value::Serde;
use minijinja::{Environment, Value, context};

use super::script::{Deed, FILE, Says, Script};
use super::templates;

/// What somebody remembers.
#[derive(Default)]
struct Memory {
    /// What was shown, by the key of its label.
    shown: BTreeMap<String, Value>,
    /// How many times they answered since they began to enrol.
    times: u64,
}

/// Every account's person.
pub(super) struct Person {
    script: Script,
    templates: Environment<'static>,
    memories: HashMap<String, Memory>,
    /// What was done elsewhere so far, for servers to know of.
    done: Arc<Mutex<Vec<Deed>>>,
    /// What servers answer instead of what the script says.
    pub(super) fault: Option<Result<HttpResponse, Denied>>,
    /// Settings that staff forgot.
    pub(super) forgotten: Option<String>,
}

impl Person {
    pub(super) fn new(script: Script) -> Self {
        Self {
            script,
            templates: templates::environment(),
            memories: HashMap::new(),
            done: Arc::default(),
            fault: None,
            forgotten: None,
        }
    }

    fn answer(
        &mut self,
        says: &Says,
        what: &str,
        host: &FakeHost,
        account: &Account,
        step: &Step,
    ) -> Answers {
        let memory = self.memories.entry(account.pseudonym.clone()).or_default();
        let mut asked = BTreeMap::new();
        for prompt in &step.prompts {
            see(prompt, &mut memory.shown, &mut asked);
        }
        let messages: Vec<Value> = host.messages().iter().map(message).collect();
        let sees = context! {
            shown => memory.shown.clone(),
            asked => asked.clone(),
            times => memory.times,
            person => name(account),
            now => host.now().timestamp(),
            messages => messages,
            requests => host.requests().iter().map(request).collect::<Vec<_>>(),
        };
        memory.times += 1;
        if let Some(template) = &self.script.elsewhere {
            let deed = self.templates.render_str(template, &sees);
            let deed = deed.unwrap_or_else(|error| wrong(&format!("`elsewhere`: {error}")));
            locked(&self.done).extend(Deed::read(&deed));
        }
        let brings = says.keys().filter(|name| !asked.contains_key(*name));
        let brings = brings.filter(|_| step.prompts.iter().any(Prompt::leads_away));
        let answers = asked.keys().chain(brings).map(|name| {
            let Some(template) = says.get(name) else {
                wrong(&format!(
                    "[{what}] does not say what is answered to `{name}`"
                ));
            };
            let answer = self.templates.render_str(template, &sees);
            match answer {
                Ok(answer) => (name.clone(), Secret::from(answer)),
                Err(error) => wrong(&format!("`{name}` of [{what}]: {error}")),
            }
        });
        Answers::new(answers)
    }
}

fn wrong(why: &str) -> ! {
    unreachable!("{FILE}: {why}")
}

/// The accounts of the suite are called after their people.
fn name(account: &Account) -> &str {
    let name = account.pseudonym.strip_prefix("pseudonym-of-");
    name.unwrap_or(&account.pseudonym)
}

fn locked(done: &Mutex<Vec<Deed>>) -> MutexGuard<'_, Vec<Deed>> {
    done.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the plugin asked of a server; a body in JSON as it is read.
fn request(request: &HttpRequest) -> Value {
    let body = serde_json::from_slice::<serde_json::Value>(&request.body);
    let body = body.map_or_else(
        |_| Value::from(String::from_utf8_lossy(&request.body).as_ref()),
        |body| Value::from(Serde(body)),
    );
    context! { method => request.method.as_str(), url => request.url.as_str(), body => body }
}

fn message(message: &innkeeper_module::OutboundMessage) -> Value {
    let code = message.code.as_ref().and_then(Secret::text);
    context! { channel => message.channel.clone(), key => message.text.key.clone(), code => code }
}

/// Takes in what a prompt shows, and what it asks.
fn see(prompt: &Prompt, shown: &mut BTreeMap<String, Value>, asked: &mut BTreeMap<String, Value>) {
    let text = |secret: &Secret| Value::from(secret.text().unwrap_or_default());
    match prompt {
        Prompt::Message { text } => {
            shown.insert(text.key.clone(), arguments(text));
        }
        Prompt::Copyable { label, value, .. } => {
            shown.insert(label.key.clone(), text(value));
        }
        Prompt::Qr { label, content } => {
            shown.insert(label.key.clone(), text(content));
        }
        Prompt::Codes { label, codes, .. } => {
            shown.insert(label.key.clone(), codes.iter().map(text).collect());
        }
        Prompt::Redirect { url, label } => {
            shown.insert(label.key.clone(), Value::from(url.as_str()));
        }
        Prompt::Input { name, label, .. }
        | Prompt::Confirm { name, label }
        | Prompt::Choice { name, label, .. } => {
            asked.insert(name.clone(), arguments(label));
        }
        Prompt::PasskeyCreate { name, options } | Prompt::PasskeyGet { name, options } => {
            asked.insert(name.clone(), Value::from(options.as_str()));
        }
        _ => {}
    }
}

/// Numbers are numbers, as they are for texts.
fn arguments(text: &Text) -> Value {
    let value = |value: &String| match value.parse::<i64>() {
        Ok(number) if number.to_string() == *value => Value::from(number),
        _ => Value::from(value.as_str()),
    };
    let arguments = text
        .args
        .iter()
        .map(|(name, said)| (name.clone(), value(said)));
    arguments.collect::<BTreeMap<_, _>>().into()
}

impl Enrollee for Person {
    fn host(&mut self) -> FakeHost {
        let at = self.script.clock;
        let at = at.or(DateTime::<Utc>::from_timestamp(1_795_348_807, 0));
        let mut host = FakeHost::at(at.unwrap_or_default()).with_store();
        if let Some(seed) = self.script.seed {
            host = host.with_seed(seed);
        }
        for (name, value) in &self.script.settings {
            if self.forgotten.as_ref() != Some(name) {
                host = host.with_setting(name, value);
            }
        }
        let (script, fault) = (self.script.clone(), self.fault.clone());
        let done = Arc::clone(&self.done);
        host.serve_http(move |request| {
            let answer = fault.clone();
            Some(answer.unwrap_or_else(|| script.answer(request, &locked(&done))))
        });
        host
    }

    fn enrol(&mut self, host: &FakeHost, account: &Account, step: &Step) -> Answers {
        let says = self.script.enrolment.clone();
        self.answer(&says, "enrolment", host, account, step)
    }

    fn prove(&mut self, host: &FakeHost, account: &Account, step: &Step) -> Answers {
        let says = self.script.challenge.clone();
        self.answer(&says, "challenge", host, account, step)
    }

    fn pause(&self) -> i64 {
        self.script.pause.unwrap_or(90)
    }
}
