//! Phones and a notification server: the parts of ntfy that the factor uses, written after its documentation.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use innkeeper_module::testing::{Enrollee, FakeHost};
use innkeeper_module::{Account, Answers, HttpRequest, HttpResponse, Prompt, Step};
use serde_json::{Value, json};

/// A server: its topics, and what was published there.
#[derive(Clone, Default)]
pub(super) struct Server(Arc<Mutex<BTreeMap<String, Vec<Value>>>>);

impl Server {
    /// What it answers to a request.
    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let path = request.url.splitn(4, '/').nth(3).unwrap_or_default();
        let body = match (request.method.as_str(), path.split_once("/json?")) {
            ("POST", _) => self.take(path, &request.body).to_string(),
            (_, Some((topic, "poll=1&since=all"))) => self.poll(topic),
            _ => return answered(404, String::new()),
        };
        answered(200, body)
    }

    /// What was published there so far.
    pub(super) fn topic(&self, topic: &str) -> Vec<Value> {
        self.locked().get(topic).cloned().unwrap_or_default()
    }

    /// Sends something to a topic, as anybody may.
    pub(super) fn publish(&self, topic: &str, message: &str) {
        self.take(topic, message.as_bytes());
    }

    /// Taps the latest button of that name in the notifications of a topic.
    pub(super) fn tap(&self, topic: &str, label: &str) {
        let notifications = self.topic(topic).into_iter().rev();
        let mut actions = notifications.flat_map(|notification| {
            let actions = notification["actions"].as_array().cloned();
            actions.unwrap_or_default()
        });
        let action = actions.find(|action| action["label"] == label);
        let action = action.expect("a button of that name");
        let to = action["url"].as_str().unwrap_or_default();
        let to = to.rsplit('/').next().unwrap_or_default();
        self.publish(to, action["body"].as_str().unwrap_or_default());
    }

    /// To the root as JSON, to a topic as text.
    fn take(&self, path: &str, body: &[u8]) -> Value {
        let mut message = match path {
            "" => serde_json::from_slice(body).unwrap_or_default(),
            topic => json!({ "topic": topic, "message": String::from_utf8_lossy(body) }),
        };
        message["event"] = json!("message");
        let topic = message["topic"].as_str().unwrap_or_default().to_owned();
        let mut topics = self.locked();
        topics.entry(topic).or_default().push(message.clone());
        message
    }

    fn poll(&self, topic: &str) -> String {
        let lines = self.topic(topic);
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        lines.join("\n")
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<String, Vec<Value>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn answered(status: u16, body: String) -> HttpResponse {
    HttpResponse {
        status,
        headers: Vec::new(),
        body: body.into_bytes(),
    }
}

/// People with phones, by account.
#[derive(Default)]
pub(super) struct Phones {
    /// What they are all subscribed to.
    pub(super) server: Server,
    topics: BTreeMap<String, String>,
}

impl Phones {
    /// The topic of somebody's phone.
    pub(super) fn topic(&self, account: &Account) -> String {
        let topic = self.topics.get(&account.pseudonym).cloned();
        topic.unwrap_or_default()
    }
}

/// The number that a page shows.
pub(super) fn number(step: &Step) -> Option<String> {
    step.prompts.iter().find_map(|prompt| match prompt {
        Prompt::Message { text } => text.args.get("number").cloned(),
        _ => None,
    })
}

/// The topic that a page shows.
fn shown(step: &Step) -> Option<String> {
    step.prompts.iter().find_map(|prompt| match prompt {
        Prompt::Copyable { label, value, .. } if label.key == "push-topic" => {
            value.text().map(str::to_owned)
        }
        _ => None,
    })
}

impl Enrollee for Phones {
    fn host(&mut self) -> FakeHost {
        let (host, server) = (FakeHost::default(), self.server.clone());
        host.serve_http(move |request| Some(Ok(server.answer(request))));
        host.with_setting("server", "https://ntfy.example")
    }

    fn enrol(&mut self, host: &FakeHost, account: &Account, step: &Step) -> Answers {
        if let Some(topic) = shown(step) {
            self.topics.insert(account.pseudonym.clone(), topic);
            return Answers::default();
        }
        self.prove(host, account, step)
    }

    fn prove(&mut self, _: &FakeHost, account: &Account, step: &Step) -> Answers {
        let number = number(step).expect("the page shows a number");
        self.server.tap(&self.topic(account), &number);
        Answers::default()
    }

    fn pause(&self) -> i64 {
        130
    }
}
