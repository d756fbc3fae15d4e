//! Twilio's resource `Messages`, which other services have as well.

use std::collections::BTreeMap;

use innkeeper_module::{
    ChannelMessage, Failure, Handover, HeaderValue, Host, HttpRequest, HttpResponse, Receipt,
};
use serde::Deserialize;

use crate::settings::{needed, text, wrong};
use crate::{answer, encode, sender};

const TWILIO: &str = "https://api.twilio.com";

/// Errors that are the number's: no such number, no mobile, no messages wanted, none to that country.
const OF_THE_NUMBER: [u32; 8] = [21211, 21214, 21217, 21408, 21610, 21612, 21614, 21635];

/// Errors that pass.
const PASSING: [u32; 2] = [20429, 30001];

/// What was made of a message.
#[derive(Deserialize)]
struct Created {
    sid: String,
    #[serde(default)]
    status: Option<String>,
    #[serde(default)]
    num_segments: Option<String>,
}

/// Why nothing was.
#[derive(Deserialize)]
struct Refused {
    code: u32,
}

pub(crate) async fn send(host: &dyn Host, message: &ChannelMessage) -> Result<Handover, Failure> {
    let request = request(host, message)?;
    read(&answer::judge(host.http(request).await)?)
}

fn request(host: &dyn Host, message: &ChannelMessage) -> Result<HttpRequest, Failure> {
    let account = needed(host, "account-sid")?;
    let from = sender(host).ok_or_else(|| wrong("sender", "is missing"))?;
    let api = text(host, "api").unwrap_or_else(|| TWILIO.to_owned());
    let text_of = message.text.text().unwrap_or_default();
    let from_field = if from.starts_with("MG") && from.len() == 34 {
        "MessagingServiceSid"
    } else {
        "From"
    };
    let body = encode::pairs([
        ("To", message.to.as_str()),
        (from_field, &from),
        ("Body", text_of),
    ]);
    let user = text(host, "api-key-sid").unwrap_or_else(|| account.clone());
    Ok(HttpRequest {
        method: "POST".into(),
        url: format!(
            "{}/2010-04-01/Accounts/{}/Messages.json",
            api.trim_end_matches('/'),
            encode::part(&account)
        ),
        headers: vec![
            (
                "authorization".into(),
                HeaderValue::Basic {
                    user,
                    password: "auth-token".into(),
                },
            ),
            (
                "content-type".into(),
                "application/x-www-form-urlencoded".into(),
            ),
            ("accept".into(), "application/json".into()),
        ],
        body: body.into_bytes(),
    })
}

fn read(answer: &HttpResponse) -> Result<Handover, Failure> {
    if answer::is_success(answer) {
        // It was taken, and to ask again would send again: an answer that cannot be read changes nothing of it.
        let created: Option<Created> = serde_json::from_slice(&answer.body).ok();
        return Ok(Handover::Taken(created.map_or_else(
            Receipt::default,
            |created| Receipt {
                reference: Some(created.sid),
                attributes: remarks(created.status, created.num_segments),
            },
        )));
    }
    let refused: Option<Refused> = serde_json::from_slice(&answer.body).ok();
    match refused.map(|refused| refused.code) {
        Some(code) if OF_THE_NUMBER.contains(&code) => {
            Ok(Handover::Undeliverable(format!("Twilio's error {code}")))
        }
        Some(code) if PASSING.contains(&code) => {
            Err(Failure::Unavailable(format!("Twilio's error {code}")))
        }
        Some(code) => Err(Failure::Misconfigured(format!(
            "Twilio's error {code}; see https://www.twilio.com/docs/api/errors/{code}"
        ))),
        None => Err(Failure::Misconfigured(format!(
            "the service took no message (status {})",
            answer.status
        ))),
    }
}

fn remarks(status: Option<String>, segments: Option<String>) -> BTreeMap<String, String> {
    let remarks = [("status", status), ("segments", segments)];
    let remarks = remarks.into_iter();
    remarks
        .filter_map(|(name, value)| Some((name.to_owned(), value?)))
        .collect()
}
