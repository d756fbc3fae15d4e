//! Codes that people type, and the key that an app is shown.

use std::sync::LazyLock;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use innkeeper_backup_codes::BackupCodes;
use innkeeper_email_code::EMAIL_CODE;
use innkeeper_module::testing::FakeHost;
use innkeeper_module::{
    Account, Answers, ChallengeOutcome, EnrolmentOutcome, Held, Host as _, Prompt, SecondFactor,
    Secret,
};
use innkeeper_totp::{Algorithm, Totp};
use sha1::Sha1;
use url::Url;

use crate::{Outcome, account, ready, text, typed};

const KEY: &[u8] = b"12345678901234567890";

/// Whoever holds a credential of a factor that asks for one code.
struct Holder {
    secret: Secret,
    /// What is right, as a person would write it down.
    codes: Vec<String>,
}

/// The digits of a code are those that RFC 6238 has for a step in the window.
pub fn totp_code(bytes: &[u8]) -> Outcome {
    let Some(code) = text(bytes) else {
        return Outcome::Refused;
    };
    let host = FakeHost::default();
    let secret =
        Totp::import(Secret::new(KEY), Algorithm::Sha1, 6).expect("the key is long enough");
    let outcome = answered(&Totp, &host, &secret, &typed("code", code));
    if outcome == Outcome::Accepted {
        let digits: String = code.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        let now = host.now().timestamp() / 30;
        let right = [now - 1, now, now + 1].map(hotp);
        assert!(right.contains(&digits), "{code:?} is none of {right:?}");
    }
    outcome
}

/// RFC 4226, by the letter.
fn hotp(step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(KEY).expect("any length will do");
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest.last().map_or(0, |last| last & 15));
    let four = digest
        .get(at..at + 4)
        .and_then(|four| four.try_into().ok())
        .expect("twenty bytes have them");
    format!(
        "{:06}",
        (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000
    )
}

/// A backup code is one of those that were written down, as people copy them.
pub fn backup_code(bytes: &[u8]) -> Outcome {
    static HOLDER: LazyLock<Holder> = LazyLock::new(|| {
        let host = FakeHost::default();
        let step =
            ready(BackupCodes.begin_enrolment(&host, &account(), &[])).expect("an enrolment");
        let shown = step.prompts.iter().find_map(|prompt| match prompt {
            Prompt::Codes { codes, .. } => Some(codes),
            _ => None,
        });
        let codes = shown.expect("codes").iter();
        let codes = codes.map(|code| code.text().expect("letters").to_owned());
        let saved = typed("saved", "yes");
        let enrolled =
            ready(BackupCodes.continue_enrolment(&host, &account(), &step.state, &saved));
        Holder {
            codes: codes.collect(),
            secret: enrolled_secret(enrolled.ok()),
        }
    });
    let Some(code) = text(bytes) else {
        return Outcome::Refused;
    };
    let host = FakeHost::default();
    let outcome = answered(&BackupCodes, &host, &HOLDER.secret, &typed("code", code));
    assert!(
        host.verifications() <= 1,
        "one try costs one slow hash at most"
    );
    if outcome == Outcome::Accepted {
        let letters = |text: &str| -> String {
            let letters = text.chars().filter(char::is_ascii_alphanumeric);
            letters
                .map(|c| match c.to_ascii_uppercase() {
                    'O' => '0',
                    'I' | 'L' => '1',
                    other => other,
                })
                .collect()
        };
        let is_right = HOLDER
            .codes
            .iter()
            .any(|right| letters(right) == letters(code));
        assert!(is_right, "{code:?}");
    }
    outcome
}

/// A mailed code is the eight digits of the mail.
pub fn email_code(bytes: &[u8]) -> Outcome {
    static HOLDER: LazyLock<Holder> = LazyLock::new(|| {
        let host = FakeHost::default();
        let step = ready(EMAIL_CODE.begin_enrolment(&host, &account(), &[])).expect("an enrolment");
        let answers = typed("code", &mailed(&host));
        let enrolled =
            ready(EMAIL_CODE.continue_enrolment(&host, &account(), &step.state, &answers));
        Holder {
            codes: Vec::new(),
            secret: enrolled_secret(enrolled.ok()),
        }
    });
    let Some(code) = text(bytes) else {
        return Outcome::Refused;
    };
    // Other chance than at the enrolment, or the code would be that of then, which is spent. A seed cannot
    // know it, so `@code@` stands for it.
    let host = FakeHost::default().with_seed(1);
    let held = [held(&HOLDER.secret)];
    let step = ready(EMAIL_CODE.begin_challenge(&host, &account(), &held)).expect("a challenge");
    let right = mailed(&host);
    let code = code.replace("@code@", &right);
    let outcome = ready(EMAIL_CODE.continue_challenge(
        &host,
        &account(),
        &held,
        &step.state,
        &typed("code", &code),
    ));
    let outcome = of_challenge(outcome.ok());
    if outcome == Outcome::Accepted {
        let digits: String = code.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
        assert_eq!(digits, right);
    }
    outcome
}

fn mailed(host: &FakeHost) -> String {
    let messages = host.messages();
    let code = messages.last().and_then(|message| message.code.clone());
    code.and_then(|code| code.text().map(str::to_owned))
        .expect("a mail with a code")
}

/// What the QR code says is an address of that form whatever the two names are, and the names come out of
/// it as they went in, but for what was cut off and the colon that separates them.
pub fn otpauth(bytes: &[u8]) -> Outcome {
    let Some((issuer, label)) = text(bytes).and_then(|text| text.split_once('\n')) else {
        return Outcome::Refused;
    };
    let account = Account {
        label: label.to_owned(),
        issuer: issuer.to_owned(),
        ..account()
    };
    let host = FakeHost::default();
    let step = ready(Totp.begin_enrolment(&host, &account, &[])).expect("an enrolment");
    let content = step.prompts.iter().find_map(|prompt| match prompt {
        Prompt::Qr { content, .. } => content.text(),
        _ => None,
    });
    let content = content.expect("a QR code");
    assert!(
        content.is_ascii() && content.len() < 1400,
        "a phone can read it"
    );
    let uri = Url::parse(content).expect("an address");
    assert_eq!((uri.scheme(), uri.host_str()), ("otpauth", Some("totp")));
    assert_eq!(uri.fragment(), None);
    let pairs: Vec<_> = uri.query_pairs().into_owned().collect();
    let find = |name: &str| {
        let mut found = pairs.iter().filter(|(key, _)| key == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} stands there once");
        value
    };
    let key = find("secret")
        .map(|key| BASE32_NOPAD.decode(key.as_bytes()))
        .expect("a key");
    assert_eq!(key.map(|key| key.len()), Ok(20));
    assert_eq!(
        (find("algorithm"), find("digits"), find("period")),
        (Some("SHA1"), Some("6"), Some("30"))
    );
    let path = uri.path().strip_prefix('/').expect("a path");
    let (shown_issuer, shown_label) = path.split_once(':').unwrap_or(("", path));
    assert!(decoded_starts(shown_label, label), "{content}");
    assert!(decoded_starts(shown_issuer, issuer), "{content}");
    assert_eq!(
        find("issuer").unwrap_or_default(),
        percent_decoded(shown_issuer)
    );
    Outcome::Accepted
}

/// Whether the encoded name is that name, or its beginning.
fn decoded_starts(encoded: &str, name: &str) -> bool {
    name.replace(':', "").starts_with(&percent_decoded(encoded))
}

fn percent_decoded(text: &str) -> String {
    // A plus would mean a space in a form; the encoder never writes one.
    assert!(!text.contains('+'));
    let pairs = format!("x={text}");
    let mut pairs = url::form_urlencoded::parse(pairs.as_bytes());
    pairs
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// A challenge and its answer.
fn answered(
    factor: &dyn SecondFactor,
    host: &FakeHost,
    secret: &Secret,
    answers: &Answers,
) -> Outcome {
    let held = [held(secret)];
    let step = ready(factor.begin_challenge(host, &account(), &held)).expect("a challenge");
    let outcome = ready(factor.continue_challenge(host, &account(), &held, &step.state, answers));
    of_challenge(outcome.ok())
}

fn of_challenge(outcome: Option<ChallengeOutcome>) -> Outcome {
    match outcome.expect("nothing that is typed is a failure of the panel's") {
        ChallengeOutcome::Accepted(acceptance) => {
            assert_eq!(acceptance.held, "c-1");
            Outcome::Accepted
        }
        _ => Outcome::Refused,
    }
}

fn held(secret: &Secret) -> Held {
    Held {
        id: "c-1".into(),
        label: "Mine".into(),
        secret: secret.clone(),
    }
}

fn enrolled_secret(outcome: Option<EnrolmentOutcome>) -> Secret {
    match outcome {
        Some(EnrolmentOutcome::Enrolled(enrolled)) => Some(enrolled.secret),
        _ => None,
    }
    .expect("what was shown enrols")
}
