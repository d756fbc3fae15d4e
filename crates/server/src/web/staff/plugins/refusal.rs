//! Why a package is not installed, as sentences of the theme. What a library says of a broken file stays in its own
//! words.

use innkeeper_package::signature::SignatureError;
use innkeeper_package::trust::Refusal;
use innkeeper_theme::contexts::Message;
use innkeeper_theme::keys;

use crate::app::plugins::{Inspection, Refused, Unreadable};

/// The field of the form that is wrong, and how.
pub(super) fn unreadable(unreadable: &Unreadable) -> (&'static str, Message) {
    let error = match unreadable {
        Unreadable::KeyMissing => return ("key", Message::new(keys::ERROR_PLUGIN_KEY_MISSING)),
        Unreadable::Package(error) => error,
    };
    match error {
        SignatureError::OtherKey => ("key", Message::new(keys::ERROR_PLUGIN_OTHER_KEY)),
        SignatureError::Form => ("signature", Message::new(keys::ERROR_PLUGIN_SIGNATURE_FORM)),
        SignatureError::Wrong => (
            "signature",
            Message::new(keys::ERROR_PLUGIN_SIGNATURE_WRONG),
        ),
        SignatureError::Comment => (
            "signature",
            Message::new(keys::ERROR_PLUGIN_SIGNATURE_COMMENT),
        ),
        SignatureError::OtherPackage { says, is } => {
            let what = Message::new(keys::ERROR_PLUGIN_SIGNATURE_OTHER)
                .with("says", says.to_string())
                .with("is", is.to_string());
            ("signature", what)
        }
        SignatureError::Package(error) => {
            let what = Message::new(keys::ERROR_PLUGIN_PACKAGE);
            ("package", what.with("why", error.to_string()))
        }
    }
}

/// Why what was found cannot be installed, if it cannot.
pub(super) fn inspected(found: &Inspection) -> Option<Message> {
    match &found.trust {
        Err(refusal) => Some(untrusted(refusal)),
        Ok(_) if !found.faults.is_empty() => Some(Message::new(keys::ERROR_PLUGIN_UNFIT)),
        Ok(_) => None,
    }
}

/// Why nothing was changed.
pub(super) fn refused(refused: &Refused) -> Message {
    match refused {
        Refused::Unreadable(why) => unreadable(why).1,
        Refused::Untrusted(refusal) => untrusted(refusal),
        Refused::Unfit(_) => Message::new(keys::ERROR_PLUGIN_UNFIT),
        Refused::NotConfirmed => Message::new(keys::ERROR_PLUGIN_NOT_CONFIRMED),
        Refused::CannotRun(why) => {
            Message::new(keys::ERROR_PLUGIN_CANNOT_RUN).with("why", why.as_str())
        }
        Refused::Changed | Refused::Unknown => Message::new(keys::ERROR_CONFLICT),
    }
}

fn untrusted(refusal: &Refusal) -> Message {
    match refusal {
        Refusal::KeyChanged { pinned, offered } => Message::new(keys::ERROR_PLUGIN_KEY_CHANGED)
            .with("pinned", pinned.fingerprint())
            .with("offered", offered.fingerprint()),
        Refusal::SignatureDropped { pinned } => {
            Message::new(keys::ERROR_PLUGIN_SIGNATURE_DROPPED).with("pinned", pinned.fingerprint())
        }
        Refusal::Unsigned => Message::new(keys::ERROR_PLUGIN_UNSIGNED),
        Refusal::Downgrade { installed, offered } => Message::new(keys::ERROR_PLUGIN_DOWNGRADE)
            .with("installed", installed.to_string())
            .with("offered", offered.to_string()),
        Refusal::Republished { version } => {
            Message::new(keys::ERROR_PLUGIN_REPUBLISHED).with("version", version.to_string())
        }
    }
}
