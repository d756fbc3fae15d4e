//! What comes from the panel, as the trait speaks of it.

use chrono::DateTime;
use innkeeper_module::{
    Account, Answers, ChannelMessage, Denied, Event, Held, HttpResponse, Secret, SignIn, View,
};

use crate::bindings::innkeeper::factor::types as wire;
use crate::bindings::innkeeper::host;
use crate::channel::innkeeper::channel::types as channel_wire;
use crate::hooks::innkeeper::hooks::types as hooks;

pub fn account(account: wire::Account) -> Account {
    let mut attributes = account.attributes.into_iter();
    let return_url = attributes.find(|(name, _)| name == "return-url");
    Account {
        pseudonym: account.pseudonym,
        label: account.label,
        issuer: account.issuer,
        locale: account.locale,
        return_url: return_url.map(|(_, url)| url).unwrap_or_default(),
    }
}

pub fn held(held: wire::Held) -> Held {
    Held {
        id: held.id,
        label: held.label,
        secret: Secret::new(held.secret),
    }
}

pub fn answers(answers: Vec<wire::Answer>) -> Answers {
    let answers = answers.into_iter();
    Answers::new(answers.map(|(name, answer)| (name, Secret::from(answer))))
}

pub fn denied(denied: host::types::Denied) -> Denied {
    match denied {
        host::types::Denied::NotGranted(why) => Denied::NotGranted(why),
        host::types::Denied::Failed(why) => Denied::Failed(why),
    }
}

pub fn response(response: host::http::Response) -> HttpResponse {
    HttpResponse {
        status: response.status,
        headers: response.headers,
        body: response.body,
    }
}

pub fn event(event: hooks::Event) -> Event {
    Event {
        id: event.id,
        name: event.name,
        version: event.version,
        at: DateTime::from_timestamp_millis(event.at).unwrap_or_default(),
        subject: event.subject,
        detail: event.detail,
        attributes: event.attributes.into_iter().collect(),
    }
}

pub fn channel_message(message: channel_wire::Message) -> ChannelMessage {
    ChannelMessage {
        to: message.to,
        text: Secret::from(message.text),
        code: message.code.map(Secret::from),
        locale: message.locale,
        idempotency_key: message.idempotency_key,
    }
}

pub fn view(view: hooks::View) -> View {
    View {
        place: view.place,
        subject: view.subject,
        area: view.area,
    }
}

pub fn sign_in(sign_in: hooks::SignIn) -> SignIn {
    SignIn {
        subject: sign_in.subject,
        area: sign_in.area,
        network: sign_in.network,
    }
}
