//! What browsers send of passkeys: JSON around bytes of an authenticator.

use std::sync::LazyLock;

use innkeeper_module::testing::FakeHost;
use innkeeper_module::{
    ChallengeOutcome, EnrolmentOutcome, Held, Prompt, SecondFactor as _, Secret, Step,
};
use innkeeper_passkey::Passkeys;
use p256::ecdsa::Signature;
use p256::ecdsa::signature::Signer as _;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::{Outcome, account, ready, text, typed};
use authenticator::{Authenticator, ORIGIN, encoded};

// The module's own tests have an authenticator that knows nothing of the module.
#[expect(
    clippy::indexing_slicing,
    reason = "the options are those of the module, and a missing one is a fault to find"
)]
#[expect(dead_code, reason = "here nobody attests what an authenticator is")]
#[path = "../../plugins/passkey/src/tests/authenticator.rs"]
mod authenticator;

const RP_ID: &str = "panel.example.com";
const PRESENT: u8 = 0x01;
const ATTESTED: u8 = 0x40;

/// Somebody who holds a passkey.
static HELD: LazyLock<Held> = LazyLock::new(|| {
    let host = host();
    let mut authenticator = Authenticator::new(7);
    let step = ready(Passkeys.begin_enrolment(&host, &account(), &[])).expect("an enrolment");
    let answer = authenticator.create(&options(&step));
    let held = Held {
        id: "c-1".into(),
        label: "Phone".into(),
        secret: enrolled(&host, &step, &answer).expect("an honest answer enrols"),
    };
    let step = challenged(&host, &held);
    let answer = authenticator.get(&options(&step));
    assert_eq!(
        proved(&host, &held, &step, &answer),
        Outcome::Accepted,
        "an honest answer proves"
    );
    held
});

/// Any text in the place of the browser's JSON is refused, for none of it knows the challenge.
pub fn json(bytes: &[u8]) -> Outcome {
    let Some(text) = text(bytes) else {
        return Outcome::Refused;
    };
    let (host, held) = (host(), &*HELD);
    let step = ready(Passkeys.begin_enrolment(&host, &account(), &[])).expect("an enrolment");
    assert!(enrolled(&host, &step, text).is_none());
    assert_eq!(
        proved(&host, held, &challenged(&host, held), text),
        Outcome::Refused
    );
    match Passkeys.claimed(&typed("passkey", text)) {
        Some(_) => Outcome::Accepted,
        None => Outcome::Refused,
    }
}

/// A new passkey: what the browser says, a zero byte, what the authenticator says. `@challenge@` stands
/// for the challenge.
pub fn created(bytes: &[u8]) -> Outcome {
    let host = host();
    let step = ready(Passkeys.begin_enrolment(&host, &account(), &[])).expect("an enrolment");
    let challenge = challenge(&step);
    let (client_data, attestation) = parts(bytes, &challenge);
    let id = encoded(&Authenticator::new(7).id);
    let answer = json!({
        "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
        "response": { "clientDataJSON": encoded(&client_data), "attestationObject": encoded(attestation) },
    });
    if enrolled(&host, &step, &answer.to_string()).is_none() {
        return Outcome::Refused;
    }
    assert_is_ours(&client_data, "webauthn.create", &challenge);
    let party = Sha256::digest(RP_ID);
    let at = attestation
        .windows(32)
        .position(|window| window == party.as_slice());
    let flags = at
        .and_then(|at| attestation.get(at + 32))
        .copied()
        .expect("it is for this party");
    assert_eq!(
        flags & (PRESENT | ATTESTED),
        PRESENT | ATTESTED,
        "somebody was there"
    );
    Outcome::Accepted
}

/// A signature that is right of whatever is signed: what the browser says, a zero byte, what the
/// authenticator says.
pub fn signed(bytes: &[u8]) -> Outcome {
    let (host, held) = (host(), &*HELD);
    let step = challenged(&host, held);
    let challenge = challenge(&step);
    let (client_data, data) = parts(bytes, &challenge);
    let authenticator = Authenticator::new(7);
    let message = [data, &Sha256::digest(&client_data)].concat();
    let signature: Signature = authenticator.key.sign(&message);
    let id = encoded(&authenticator.id);
    let answer = json!({
        "id": id, "rawId": id, "type": "public-key", "clientExtensionResults": {},
        "response": {
            "clientDataJSON": encoded(&client_data), "authenticatorData": encoded(data),
            "signature": encoded(signature.to_der().as_bytes()),
        },
    });
    let outcome = proved(&host, held, &step, &answer.to_string());
    if outcome == Outcome::Accepted {
        assert_is_ours(&client_data, "webauthn.get", &challenge);
        let (party, rest) = data.split_at_checked(32).expect("it names a party");
        assert_eq!(party, Sha256::digest(RP_ID).as_slice());
        let flags = rest.first().copied().unwrap_or_default();
        assert_eq!(flags & PRESENT, PRESENT, "somebody was there");
    }
    outcome
}

/// What makes an answer one to this question, asked by this site's own page.
fn assert_is_ours(client_data: &[u8], kind: &str, challenge: &str) {
    let said: Value = serde_json::from_slice(client_data).expect("JSON");
    let value = |name: &str| said.get(name).and_then(Value::as_str);
    assert_eq!(
        (value("type"), value("challenge"), value("origin")),
        (Some(kind), Some(challenge), Some(ORIGIN))
    );
    assert_ne!(said.get("crossOrigin"), Some(&Value::Bool(true)));
    assert!(said.get("topOrigin").is_none_or(Value::is_null));
}

fn parts<'a>(bytes: &'a [u8], challenge: &str) -> (Vec<u8>, &'a [u8]) {
    let end = bytes
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(bytes.len());
    let (said, rest) = bytes.split_at(end);
    let said = match text(said) {
        Some(said) => said.replace("@challenge@", challenge).into_bytes(),
        None => said.to_owned(),
    };
    (said, rest.get(1..).unwrap_or_default())
}

fn host() -> FakeHost {
    FakeHost::default()
        .with_setting("rp-id", RP_ID)
        .with_setting("rp-name", "Example Hosting")
        .with_setting("origins", ORIGIN)
}

/// What a step asks the browser.
fn options(step: &Step) -> String {
    let options = step.prompts.iter().find_map(|prompt| match prompt {
        Prompt::PasskeyCreate { options, .. } | Prompt::PasskeyGet { options, .. } => Some(options),
        _ => None,
    });
    options.expect("a question for the browser").clone()
}

fn challenge(step: &Step) -> String {
    let options: Value = serde_json::from_str(&options(step)).expect("JSON");
    let challenge = options.get("challenge").and_then(Value::as_str);
    challenge.expect("a challenge").to_owned()
}

fn challenged(host: &FakeHost, held: &Held) -> Step {
    ready(Passkeys.begin_challenge(host, &account(), std::slice::from_ref(held)))
        .expect("a challenge")
}

fn enrolled(host: &FakeHost, step: &Step, answer: &str) -> Option<Secret> {
    let answers = typed("passkey", answer);
    let outcome = ready(Passkeys.continue_enrolment(host, &account(), &step.state, &answers));
    match outcome.expect("nothing that browsers send is a failure of the panel's") {
        EnrolmentOutcome::Enrolled(enrolled) => Some(enrolled.secret),
        _ => None,
    }
}

fn proved(host: &FakeHost, held: &Held, step: &Step, answer: &str) -> Outcome {
    let outcome = ready(Passkeys.continue_challenge(
        host,
        &account(),
        std::slice::from_ref(held),
        &step.state,
        &typed("passkey", answer),
    ));
    match outcome.expect("nothing that browsers send is a failure of the panel's") {
        ChallengeOutcome::Accepted(_) => Outcome::Accepted,
        _ => Outcome::Refused,
    }
}
