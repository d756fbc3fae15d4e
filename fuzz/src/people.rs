//! What people write of themselves, and where they ask to be led.

use innkeeper_identity::device::{self, MAX_USER_AGENT};
use innkeeper_identity::email::{EmailAddress, MAX_LENGTH};
use innkeeper_identity::local_path::LocalPath;
use innkeeper_identity::names::{ClientName, Label, PersonName};
use url::Url;

use crate::{Outcome, text};

/// An address reads as itself, is bounded, and is one that the mail library takes too: no account may
/// have an address that no mail can ever be sent to.
pub fn email_address(bytes: &[u8]) -> Outcome {
    let Some(address) = text(bytes).and_then(|text| EmailAddress::parse(text).ok()) else {
        return Outcome::Refused;
    };
    let shown = address.as_str();
    assert!(shown.len() <= MAX_LENGTH);
    assert!(!shown.contains(|c: char| c.is_control() || c.is_whitespace()));
    assert_eq!(
        EmailAddress::parse(shown).as_ref(),
        Ok(&address),
        "it reads as itself"
    );
    assert_eq!(format!("{}@{}", address.local(), address.domain()), shown);
    let mask = address.mask();
    assert!(
        mask.ends_with(&format!("***@{}", address.domain())),
        "{mask}"
    );
    assert!(mask.len() < shown.len() + 4, "{mask}");
    shown
        .parse::<lettre::Address>()
        .expect("mail can be sent there");
    Outcome::Accepted
}

/// Wherever a browser stands, it stays on this site.
pub fn local_path(bytes: &[u8]) -> Outcome {
    let Some(path) = text(bytes).and_then(LocalPath::parse) else {
        return Outcome::Refused;
    };
    let here = path.as_str();
    assert_eq!(
        LocalPath::parse(here).as_ref(),
        Some(&path),
        "it reads as itself"
    );
    assert!(here.starts_with(path.path()));
    http::HeaderValue::from_str(here).expect("it fits into a header");
    for base in [
        "https://panel.example/account/?a=b",
        "http://localhost:8080/",
    ] {
        let base = Url::parse(base).expect("an address");
        let there = base.join(here).expect("a browser can go there");
        assert_eq!(there.origin(), base.origin(), "{here}");
        assert!(there.username().is_empty() && there.password().is_none());
        assert!(!there.path().starts_with("//"), "{here}");
        let segments = |path: &str| path.split('/').count();
        assert_eq!(
            segments(there.path()),
            segments(path.path()),
            "nobody walks up: {here}"
        );
    }
    Outcome::Accepted
}

/// A name reads as itself, is bounded, and shows something.
pub fn names(bytes: &[u8]) -> Outcome {
    let Some(typed) = text(bytes) else {
        return Outcome::Refused;
    };
    let person = PersonName::parse(typed).ok();
    let client = ClientName::parse(typed).ok();
    let label = Label::parse(typed).ok();
    assert_eq!(
        person.as_ref().map(PersonName::as_str),
        client.as_ref().map(ClientName::as_str)
    );
    if let Some(label) = &label {
        assert_eq!(
            Label::parse(label.as_str()).as_ref(),
            Ok(label),
            "it reads as itself"
        );
        assert!(label.as_str().chars().count() <= Label::MAX);
        assert!(person.is_some(), "what fits a label fits a person");
    }
    let Some(person) = person else {
        return Outcome::Refused;
    };
    let name = person.as_str();
    assert_eq!(
        PersonName::parse(name).as_ref(),
        Ok(&person),
        "it reads as itself"
    );
    assert!((1..=PersonName::MAX).contains(&name.chars().count()));
    assert_eq!(name.trim(), name);
    assert!(!name.contains(|c: char| c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)));
    Outcome::Accepted
}

/// A browser's word about itself is bounded and has nothing in it that breaks a line.
pub fn user_agent(bytes: &[u8]) -> Outcome {
    let header = String::from_utf8_lossy(bytes);
    let kept = device::bounded_user_agent(&header);
    assert!(kept.chars().count() <= MAX_USER_AGENT);
    assert!(!kept.contains(char::is_control));
    let described = device::describe_user_agent(&header);
    assert_eq!(
        described,
        device::describe_user_agent(&kept),
        "what is kept says as much"
    );
    match described.browser.or(described.os) {
        Some(_) => Outcome::Accepted,
        None => Outcome::Refused,
    }
}
