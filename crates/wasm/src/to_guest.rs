//! What goes to a plugin, as the interfaces speak of it.

use innkeeper_module::{
    Account, Answers, ChannelMessage, Denied, Event, Held, HttpResponse, Secret, SignIn, View,
};

use crate::bindings::events::innkeeper::hooks::types as hooks;
use crate::bindings::innkeeper::factor::types as wire;
use crate::bindings::innkeeper::host;
use crate::bindings::sending::innkeeper::channel::types as channel;

pub(crate) fn account(account: &Account) -> wire::Account {
    wire::Account {
        pseudonym: account.pseudonym.clone(),
        label: account.label.clone(),
        issuer: account.issuer.clone(),
        locale: account.locale.clone(),
        attributes: vec![("return-url".into(), account.return_url.clone())],
    }
}

pub(crate) fn held(held: &[Held]) -> Vec<wire::Held> {
    let held = held.iter().map(|held| wire::Held {
        id: held.id.clone(),
        label: held.label.clone(),
        secret: bytes(&held.secret),
    });
    held.collect()
}

/// What is not UTF-8 was not typed by a person, and is not handed over.
pub(crate) fn answers(answers: &Answers) -> Vec<wire::Answer> {
    let texts = answers
        .iter()
        .filter_map(|(name, answer)| Some((name.to_owned(), answer.text()?.to_owned())));
    texts.collect()
}

pub(crate) fn bytes(secret: &Secret) -> Vec<u8> {
    secret.bytes().to_vec()
}

pub(crate) fn denied(denied: Denied) -> host::types::Denied {
    match denied {
        Denied::NotGranted(why) => host::types::Denied::NotGranted(why),
        Denied::Failed(why) => host::types::Denied::Failed(why),
    }
}

pub(crate) fn response(response: HttpResponse) -> host::http::Response {
    host::http::Response {
        status: response.status,
        headers: response.headers,
        body: response.body,
    }
}

pub(crate) fn event(event: &Event) -> hooks::Event {
    hooks::Event {
        id: event.id.clone(),
        name: event.name.clone(),
        version: event.version,
        at: event.at.timestamp_millis(),
        subject: event.subject.clone(),
        detail: event.detail.clone(),
        attributes: event.attributes.clone().into_iter().collect(),
    }
}

/// A message is text, for the panel wrote it.
pub(crate) fn message(message: &ChannelMessage) -> channel::Message {
    let text = |secret: &Secret| secret.text().unwrap_or_default().to_owned();
    channel::Message {
        to: message.to.clone(),
        text: text(&message.text),
        code: message.code.as_ref().map(text),
        locale: message.locale.clone(),
        idempotency_key: message.idempotency_key.clone(),
        attributes: Vec::new(),
    }
}

pub(crate) fn view(view: &View) -> hooks::View {
    hooks::View {
        place: view.place.clone(),
        subject: view.subject.clone(),
        area: view.area.clone(),
        attributes: Vec::new(),
    }
}

pub(crate) fn sign_in(sign_in: &SignIn) -> hooks::SignIn {
    hooks::SignIn {
        subject: sign_in.subject.clone(),
        area: sign_in.area.clone(),
        network: sign_in.network.clone(),
        attributes: Vec::new(),
    }
}
