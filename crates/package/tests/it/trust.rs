//! Trust: what may take the place of what is installed.

use innkeeper_package::Digest;
use innkeeper_package::archive::pack;
use innkeeper_package::rotation::Rotation;
use innkeeper_package::sign::SigningKey;
use innkeeper_package::signature::Offer;
use innkeeper_package::trust::{Installed, Lenience, Refusal, TrustDecision, decide};

use crate::fixtures::files;
use crate::signature::{id, key, release};

const STRICT: Lenience = Lenience {
    unsigned: false,
    older: false,
};
const LENIENT: Lenience = Lenience {
    unsigned: true,
    older: true,
};

fn offer(key: &SigningKey, version: &str) -> Offer {
    let (bytes, signature) = release(key, version);
    Offer::signed(&bytes, &signature, &key.public()).unwrap()
}

fn installed(offer: &Offer) -> Installed {
    Installed {
        key: offer.signer(),
        version: offer.package().manifest.version.clone(),
        digest: offer.package().digest,
    }
}

fn unsigned() -> Offer {
    Offer::unsigned(&pack(files()).unwrap()).unwrap()
}

#[test]
fn r127_the_first_key_is_pinned_and_the_same_key_goes_on() {
    let key = key();
    let first = offer(&key, "1.0.0");
    let pinned = TrustDecision::FirstInstall { key: key.public() };
    assert_eq!(decide(None, &first, &[], STRICT), Ok(pinned));
    let now = installed(&first);
    assert_eq!(
        decide(Some(&now), &offer(&key, "1.0.1"), &[], STRICT),
        Ok(TrustDecision::SameKey)
    );
    assert_eq!(
        decide(Some(&now), &first, &[], STRICT),
        Ok(TrustDecision::SameKey)
    );
}

#[test]
fn r127_another_key_is_refused_however_lenient_the_operator_is() {
    let (old, new) = (key(), key());
    let now = installed(&offer(&old, "1.0.0"));
    let offered = offer(&new, "2.0.0");
    let refusal = decide(Some(&now), &offered, &[], LENIENT).unwrap_err();
    assert_eq!(
        refusal,
        Refusal::KeyChanged {
            pinned: old.public(),
            offered: new.public()
        }
    );
    assert!(refusal.to_string().contains(&old.public().fingerprint()));
    let dropped = decide(Some(&now), &unsigned(), &[], LENIENT);
    assert_eq!(
        dropped,
        Err(Refusal::SignatureDropped {
            pinned: old.public()
        })
    );
}

#[test]
fn r127_a_rotation_of_the_old_key_lets_the_new_one_pass() {
    let (old, new) = (key(), key());
    let now = installed(&offer(&old, "1.0.0"));
    let rotations: [Rotation; 1] = [old.rotate(id(), new.public()).unwrap().parse().unwrap()];
    let rotated = TrustDecision::Rotated {
        from: old.public(),
        to: new.public(),
    };
    assert_eq!(
        decide(Some(&now), &offer(&new, "1.1.0"), &rotations, STRICT),
        Ok(rotated)
    );
    // And not the way back.
    let now = installed(&offer(&new, "1.1.0"));
    assert!(decide(Some(&now), &offer(&old, "1.2.0"), &rotations, STRICT).is_err());
}

#[test]
fn an_older_version_needs_the_operators_word() {
    let key = key();
    let now = installed(&offer(&key, "1.1.0"));
    let older = offer(&key, "1.1.0-beta.1");
    assert!(matches!(
        decide(Some(&now), &older, &[], STRICT),
        Err(Refusal::Downgrade { .. })
    ));
    let lenient = Lenience {
        older: true,
        ..STRICT
    };
    assert_eq!(
        decide(Some(&now), &older, &[], lenient),
        Ok(TrustDecision::SameKey)
    );
}

#[test]
fn a_version_is_published_once() {
    let key = key();
    let first = offer(&key, "1.1.0");
    let other = Installed {
        digest: Digest::of(b"other"),
        ..installed(&first)
    };
    let refusal = decide(Some(&other), &first, &[], STRICT);
    assert!(matches!(refusal, Err(Refusal::Republished { .. })));
}

#[test]
fn what_nobody_signed_is_for_whoever_allows_it() {
    assert_eq!(
        decide(None, &unsigned(), &[], STRICT),
        Err(Refusal::Unsigned)
    );
    let lenient = Lenience {
        unsigned: true,
        ..STRICT
    };
    assert_eq!(
        decide(None, &unsigned(), &[], lenient),
        Ok(TrustDecision::Unsigned)
    );
    // Once it is signed, the key is pinned like any other.
    let now = installed(&unsigned());
    let key = key();
    let pinned = TrustDecision::FirstInstall { key: key.public() };
    assert_eq!(
        decide(Some(&now), &offer(&key, "1.3.0"), &[], STRICT),
        Ok(pinned)
    );
}
