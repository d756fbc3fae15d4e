//! Codes by e-mail as a second factor: eight digits that are sent to the person's confirmed address.
//!
//! What they have in common with other codes that are sent is in `innkeeper-sent-code`; here is what it says to
//! people. The person's address is the panel's to know.

mod texts;

#[cfg(test)]
mod tests;

use innkeeper_sent_code::{Phrases, SentCode};

pub use texts::TEXTS;

/// The factor.
pub static EMAIL_CODE: SentCode = SentCode {
    id: "email-code",
    channel: "email",
    icon: "envelope-at",
    phrases: Phrases {
        name: texts::NAME,
        summary: texts::SUMMARY,
        label: texts::LABEL,
        warning: None,
        sent: texts::SENT,
        code: texts::CODE,
        code_help: texts::CODE_HELP,
        message: texts::MESSAGE,
        goes_to: None,
        format: texts::CODE_FORMAT,
        wrong: texts::CODE_WRONG,
        expired: texts::CODE_EXPIRED,
        used: texts::CODE_USED,
    },
};
