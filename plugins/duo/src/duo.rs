//! Duo's API for the Universal Prompt: whether it is there, where people are sent, and what came of it.

use innkeeper_module::{Denied, Failure, Host, HttpRequest, HttpResponse};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::jwt;
use crate::settings::Settings;
use crate::state::Trip;

/// How long a token of ours is good, and by how much clocks may differ, in seconds.
const LIFETIME: i64 = 300;
const LEEWAY: i64 = 60;

/// Whether Duo is there.
#[derive(Default, Deserialize)]
struct Health {
    #[serde(default)]
    stat: String,
}

/// What a code is exchanged for.
#[derive(Deserialize)]
struct Exchanged {
    id_token: String,
}

/// Why nothing was given for a code (RFC 6749, section 5.2).
#[derive(Default, Deserialize)]
struct Refusal {
    #[serde(default)]
    error: String,
}

/// What Duo says of somebody, as far as it is looked at.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    aud: Value,
    exp: i64,
    iat: i64,
    #[serde(default)]
    nonce: String,
    #[serde(default)]
    preferred_username: String,
    auth_result: AuthResult,
}

#[derive(Deserialize)]
struct AuthResult {
    result: String,
}

/// What came of a trip.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Allowed,
    Refused,
}

/// Asks whether Duo is there, before anybody is sent to it.
pub(crate) async fn check(host: &dyn Host, settings: &Settings) -> Result<(), Failure> {
    let url = format!("{}/oauth/v1/health_check", settings.api);
    let assertion = assertion(host, settings, &url).await?;
    let fields = [
        ("client_id", settings.client_id.as_str()),
        ("client_assertion", &assertion),
    ];
    let answer = post(host, &url, &fields).await?;
    let health: Health = serde_json::from_slice(&answer.body).unwrap_or_default();
    match (answer.status, health.stat.as_str()) {
        (200, "OK") => Ok(()),
        (status, _) => Err(fault(status)),
    }
}

/// Where a browser goes to prove something.
pub(crate) async fn prompt(
    host: &dyn Host,
    settings: &Settings,
    trip: &Trip,
) -> Result<String, Failure> {
    let claims = json!({
        "response_type": "code",
        "scope": "openid",
        "client_id": settings.client_id,
        "iss": settings.client_id,
        "aud": settings.api,
        "exp": host.now().timestamp() + LIFETIME,
        "state": trip.state,
        "redirect_uri": trip.back,
        "duo_uname": trip.name,
        "use_duo_code_attribute": true,
    });
    let request = jwt::make(host, &claims).await?;
    let fields = [
        ("response_type", "code"),
        ("client_id", &settings.client_id),
        ("request", &request),
        ("nonce", &trip.nonce),
    ];
    Ok(format!(
        "{}/oauth/v1/authorize?{}",
        settings.api,
        encode(&fields)
    ))
}

/// What came of a trip, asked of Duo itself by the code that the browser brought.
pub(crate) async fn result(
    host: &dyn Host,
    settings: &Settings,
    trip: &Trip,
    code: &str,
) -> Result<Verdict, Failure> {
    let url = format!("{}/oauth/v1/token", settings.api);
    let assertion = assertion(host, settings, &url).await?;
    let fields = [
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &trip.back),
        ("client_id", &settings.client_id),
        (
            "client_assertion_type",
            "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        ),
        ("client_assertion", &assertion),
    ];
    let answer = post(host, &url, &fields).await?;
    match answer.status {
        200 => {}
        400 if refusal(&answer).error == "invalid_grant" => return Ok(Verdict::Refused),
        status => return Err(fault(status)),
    }
    let unsound = || Failure::Unavailable("what Duo said does not hold".into());
    let exchanged = serde_json::from_slice(&answer.body);
    let Exchanged { id_token } = exchanged.map_err(|_| unsound())?;
    let claims: Option<Claims> = jwt::read(host, &id_token).await?;
    let now = host.now().timestamp();
    let holds = |claims: &Claims| {
        claims.iss == url
            && claims.aud == settings.client_id.as_str()
            && claims.exp > now - LEEWAY
            && claims.iat < now + LEEWAY
            && claims.nonce == trip.nonce
            && claims.preferred_username == trip.name
    };
    let claims = claims.filter(holds).ok_or_else(unsound)?;
    Ok(if claims.auth_result.result == "allow" {
        Verdict::Allowed
    } else {
        Verdict::Refused
    })
}

fn refusal(answer: &HttpResponse) -> Refusal {
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

async fn assertion(host: &dyn Host, settings: &Settings, url: &str) -> Result<String, Failure> {
    let claims = json!({
        "iss": settings.client_id,
        "sub": settings.client_id,
        "aud": url,
        "exp": host.now().timestamp() + LIFETIME,
        "jti": crate::state::chance(host)?,
    });
    jwt::make(host, &claims).await
}

async fn post(
    host: &dyn Host,
    url: &str,
    fields: &[(&str, &str)],
) -> Result<HttpResponse, Failure> {
    let request = HttpRequest {
        method: "POST".into(),
        url: url.into(),
        headers: vec![(
            "content-type".into(),
            "application/x-www-form-urlencoded".into(),
        )],
        body: encode(fields).into_bytes(),
    };
    host.http(request).await.map_err(|denied| match denied {
        Denied::NotGranted(why) => Failure::Misconfigured(why),
        Denied::Failed(why) => Failure::Unavailable(why),
    })
}

fn encode(fields: &[(&str, &str)]) -> String {
    let pairs = fields.iter();
    let pairs = pairs
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)));
    pairs.collect::<Vec<_>>().join("&")
}

/// An answer that is of no use: a fault that passes, or one that staff must mend.
fn fault(status: u16) -> Failure {
    match status {
        408 | 429 | 500.. => {
            Failure::Unavailable(format!("Duo is busy or broken (status {status})"))
        }
        _ => Failure::Misconfigured(format!("Duo refused (status {status})")),
    }
}
