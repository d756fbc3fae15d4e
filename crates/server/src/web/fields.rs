//! What is wrong with a field, as a sentence of the theme.

use innkeeper_identity::email::EmailProblem;
use innkeeper_identity::mobile::MobileProblem;
use innkeeper_identity::names::NameProblem;
use innkeeper_identity::password::PasswordProblem;
use innkeeper_theme::contexts::Message;
use innkeeper_theme::keys;

/// What is wrong with a name; `invalid` is the sentence for characters that it must not have.
fn text(problem: NameProblem, invalid: &'static str) -> Message {
    match problem {
        NameProblem::Empty => Message::new(keys::ERROR_REQUIRED),
        NameProblem::TooLong { max } => Message::new(keys::ERROR_TOO_LONG).with("max", max),
        NameProblem::Forbidden => Message::new(invalid),
    }
}

/// What is wrong with the name of a person or a client.
pub fn name(problem: NameProblem) -> Message {
    text(problem, keys::ERROR_NAME_INVALID)
}

/// What is wrong with the label of a credential.
pub fn label(problem: NameProblem) -> Message {
    text(problem, keys::ERROR_LABEL_INVALID)
}

/// What is wrong with an address.
pub fn email(problem: EmailProblem) -> Message {
    match problem {
        EmailProblem::Empty => Message::new(keys::ERROR_REQUIRED),
        EmailProblem::TooLong { max } => Message::new(keys::ERROR_TOO_LONG).with("max", max),
        EmailProblem::Malformed => Message::new(keys::ERROR_EMAIL_INVALID),
    }
}

/// What is wrong with the number of a mobile, and in which field.
pub fn mobile(problem: MobileProblem) -> (&'static str, Message) {
    match problem {
        MobileProblem::Empty => ("mobile", Message::new(keys::ERROR_REQUIRED)),
        MobileProblem::Country => ("country", Message::new(keys::ERROR_CHOICE_INVALID)),
        MobileProblem::Invalid => ("mobile", Message::new(keys::ERROR_MOBILE_INVALID)),
        MobileProblem::NotMobile => ("mobile", Message::new(keys::ERROR_MOBILE_KIND)),
    }
}

/// What is wrong with a new password.
pub fn password(problem: PasswordProblem) -> Message {
    match problem {
        PasswordProblem::TooShort { min } => {
            Message::new(keys::ERROR_PASSWORD_TOO_SHORT).with("min", min)
        }
        PasswordProblem::TooLong => Message::new(keys::ERROR_PASSWORD_TOO_LONG)
            .with("max", innkeeper_identity::password::MAX_BYTES),
        PasswordProblem::Common => Message::new(keys::ERROR_PASSWORD_TOO_COMMON),
        PasswordProblem::Leaked => Message::new(keys::ERROR_PASSWORD_LEAKED),
        PasswordProblem::Guessable => Message::new(keys::ERROR_PASSWORD_PERSONAL),
    }
}
