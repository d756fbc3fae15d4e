//! Codes by SMS as a second factor: eight digits that are sent to the mobile number which the person proved.
//!
//! What they have in common with other codes that are sent is in `innkeeper-sent-code`; here is what it says to
//! people. The number, what may be spent and who delivers the message is the panel's to know.

mod texts;

#[cfg(test)]
mod tests;

use innkeeper_sent_code::{Phrases, SentCode};

pub use texts::TEXTS;

/// The factor.
pub static SMS_CODE: SentCode = SentCode {
    id: "sms-code",
    channel: "sms",
    icon: "phone",
    phrases: Phrases {
        name: texts::NAME,
        summary: texts::SUMMARY,
        label: texts::LABEL,
        warning: Some(texts::WARNING),
        sent: texts::SENT,
        code: texts::CODE,
        code_help: texts::CODE_HELP,
        message: texts::MESSAGE,
        goes_to: Some(texts::GOES_TO),
        format: texts::CODE_FORMAT,
        wrong: texts::CODE_WRONG,
        expired: texts::CODE_EXPIRED,
        used: texts::CODE_USED,
    },
};
