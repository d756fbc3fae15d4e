//! A gateway that takes messages by HTTP, in whatever words the provider says.

use std::collections::BTreeMap;

use innkeeper_module::{
    ChannelMessage, Failure, Handover, HeaderValue, Host, HttpRequest, Receipt,
};

use crate::settings::{needed, text, wrong};
use crate::template::Values;
use crate::{answer, encode, sender};

pub(crate) async fn send(host: &dyn Host, message: &ChannelMessage) -> Result<Handover, Failure> {
    let request = request(host, message)?;
    let answer = answer::judge(host.http(request).await)?;
    let words = text(host, "gateway-taken").unwrap_or_default();
    let said = String::from_utf8_lossy(&answer.body);
    if answer::is_success(&answer) && said.contains(&words) {
        return Ok(Handover::Taken(Receipt::default()));
    }
    // Gateways differ in how they say that a number is none, so this is not known here.
    Err(Failure::Misconfigured(format!(
        "the gateway did not take the message (status {})",
        answer.status
    )))
}

fn request(host: &dyn Host, message: &ChannelMessage) -> Result<HttpRequest, Failure> {
    let address = needed(host, "gateway")?;
    let from = sender(host).unwrap_or_default();
    let values = Values {
        message,
        from: &from,
    };
    let nothing = |setting: &'static str| {
        move |name: String| {
            wrong(
                setting,
                &format!("has `{name}` in it, which means nothing there"),
            )
        }
    };
    let headers = text(host, "gateway-headers").unwrap_or_default();
    let headers = values
        .headers(&headers)
        .map_err(nothing("gateway-headers"))?;
    let parameters = text(host, "gateway-parameters").unwrap_or_default();
    let parameters = values
        .parameters(&parameters)
        .map_err(nothing("gateway-parameters"))?;
    let pairs = || encode::pairs(parameters.iter().map(|(name, value)| (&**name, &**value)));
    let between = if address.contains('?') { '&' } else { '?' };
    let in_address = format!("{address}{between}{}", pairs());
    let (method, url, kind, body) = match text(host, "gateway-format").as_deref() {
        Some("query") => ("GET", in_address, None, String::new()),
        None | Some("form") => (
            "POST",
            address,
            Some("application/x-www-form-urlencoded"),
            pairs(),
        ),
        Some("json") => {
            let object: BTreeMap<_, _> = parameters.into_iter().collect();
            let body = serde_json::to_string(&object).unwrap_or_default();
            ("POST", address, Some("application/json"), body)
        }
        Some("text") => {
            let url = if parameters.is_empty() {
                address
            } else {
                in_address
            };
            let body = message.text.text().unwrap_or_default().to_owned();
            ("POST", url, Some("text/plain; charset=utf-8"), body)
        }
        Some(_) => {
            return Err(wrong("gateway-format", "must be query, form, json or text"));
        }
    };
    let kind = kind.map(|kind| ("content-type".to_owned(), HeaderValue::from(kind)));
    Ok(HttpRequest {
        method: method.into(),
        url,
        headers: kind.into_iter().chain(headers).collect(),
        body: body.into_bytes(),
    })
}
