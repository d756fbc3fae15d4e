//! R116: a list of models is held against what authenticators attest, and not against what they say.

use innkeeper_module::testing::FakeHost;
use innkeeper_module::{Failure, SecondFactor as _};
use p256::ecdsa::SigningKey;
use serde_json::Value;

use super::authenticator::{Attests, Authenticator};
use super::{account, enrols, host, options};
use crate::Passkeys;

const MODEL: &str = "fa2b99dc-9e39-4257-8f92-4a30d23c4118";
const OTHER: &str = "ee882879-721c-4913-9775-3dfcce97072a";
const ROOT: &str = include_str!("certificates/root.pem");
const ANOTHER_ROOT: &str = include_str!("certificates/another-root.pem");

/// A security key that its maker vouches for, by a certificate from [`ROOT`].
fn attested() -> Authenticator {
    let certificate: String = include_str!("certificates/authenticator.pem")
        .lines()
        .filter(|line| !line.starts_with("--"))
        .collect();
    let certificate = data_encoding::BASE64.decode(certificate.as_bytes());
    let key = SigningKey::from_slice(&[9; 32]).expect("the certificate's key");
    Authenticator {
        aaguid: aaguid(MODEL),
        attests: Attests::By(key, certificate.expect("base 64")),
        ..Authenticator::new(7)
    }
}

fn aaguid(text: &str) -> [u8; 16] {
    *uuid::Uuid::parse_str(text).expect("an AAGUID").as_bytes()
}

fn listing(models: &str) -> FakeHost {
    host().with_setting("models", models)
}

#[tokio::test]
async fn r116_attestation_is_asked_for_where_there_is_a_list_and_nowhere_else() {
    for (host, asked) in [(host(), "none"), (listing(MODEL), "direct")] {
        let step = Passkeys.begin_enrolment(&host, &account(), &[]).await;
        let step = step.expect("an enrolment begins");
        let options: Value = serde_json::from_str(options(&step)).expect("JSON");
        assert_eq!(options["attestation"], asked);
    }
}

#[tokio::test]
async fn r116_a_model_on_the_list_is_enrolled_and_no_other() {
    for (models, enrolled) in [
        (MODEL.to_owned(), true),
        (format!("{OTHER}, {}", MODEL.to_uppercase()), true),
        (OTHER.to_owned(), false),
    ] {
        let outcome = enrols(&listing(&models), &mut attested()).await;
        let expected = if enrolled {
            None
        } else {
            Some("passkey-model".to_owned())
        };
        assert_eq!(outcome.err(), expected, "{models}");
    }
}

#[tokio::test]
async fn r116_what_an_authenticator_says_without_attesting_it_does_not_count() {
    for attests in [Attests::Nothing, Attests::Itself] {
        let mut authenticator = Authenticator {
            attests,
            ..attested()
        };
        let refused = enrols(&listing(MODEL), &mut authenticator).await.err();
        assert_eq!(refused.as_deref(), Some("passkey-model"));
        assert!(
            enrols(&host(), &mut authenticator).await.is_ok(),
            "without a list"
        );
    }
}

#[tokio::test]
async fn r116_a_certificate_of_another_model_or_a_forged_signature_is_refused() {
    let mut other_model = Authenticator {
        aaguid: aaguid(OTHER),
        ..attested()
    };
    let mut forged = attested();
    if let Attests::By(key, _) = &mut forged.attests {
        *key = SigningKey::from_slice(&[8; 32]).expect("a key");
    }
    let host = listing(&format!("{MODEL},{OTHER}"));
    for authenticator in [&mut other_model, &mut forged] {
        let refused = enrols(&host, authenticator).await.err();
        assert_eq!(refused.as_deref(), Some("passkey-not-verified"));
    }
}

#[tokio::test]
async fn r116_with_roots_their_makers_must_vouch_for_it() {
    let both = format!("{ANOTHER_ROOT}{ROOT}");
    for (roots, enrolled) in [(ROOT, true), (&both, true), (ANOTHER_ROOT, false)] {
        let host = listing(MODEL).with_setting("model-roots", roots);
        let outcome = enrols(&host, &mut attested()).await;
        let expected = if enrolled {
            None
        } else {
            Some("passkey-model".to_owned())
        };
        assert_eq!(outcome.err(), expected);
        for attests in [Attests::Nothing, Attests::Itself] {
            let mut unattested = Authenticator {
                attests,
                ..attested()
            };
            assert!(enrols(&host, &mut unattested).await.is_err());
        }
    }
    let host = listing(OTHER).with_setting("model-roots", ROOT);
    assert!(enrols(&host, &mut attested()).await.is_err());
}

#[tokio::test]
async fn r116_a_list_or_roots_that_mean_nothing_stop_enrolments() {
    let nil = "00000000-0000-0000-0000-000000000000";
    let mut wrong: Vec<FakeHost> = ["", ",", "YubiKey 5", nil].map(listing).into();
    for roots in [
        "",
        "certificate",
        "-----END CERTIFICATE-----",
        &format!("{ROOT}x"),
    ] {
        wrong.push(listing(MODEL).with_setting("model-roots", roots));
    }
    for host in wrong {
        let begun = Passkeys.begin_enrolment(&host, &account(), &[]).await;
        assert!(matches!(begun.err(), Some(Failure::Misconfigured(_))));
        assert_eq!(host.logs().len(), 1);
    }
}
