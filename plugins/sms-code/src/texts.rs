//! The keys of everything this module says. The sentences are in `locales/`; what stands here beside
//! a key is the fallback that the interface asks for.

use innkeeper_module::phrases;

/// The module's locale files by language.
pub const TEXTS: &[(&str, &str)] = &[
    ("en", include_str!("../locales/en.ftl")),
    ("de", include_str!("../locales/de.ftl")),
];

phrases! {
    NAME = "sms-code-name", "Send SMS code";
    SUMMARY = "sms-code-summary", "An eight-digit code that we send to your mobile number";
    LABEL = "sms-code-label", "Codes by SMS";
    WARNING = "sms-code-warning", "Whoever takes over your number gets your codes";
    SENT = "sms-code-sent", "We have sent a code to your mobile number";
    CODE = "sms-code-code", "Code";
    CODE_HELP = "sms-code-code-help", "The eight digits from our latest message";
    MESSAGE = "sms-code-message", "Your code for the sign-in; tell it to nobody:";
    GOES_TO = "sms-code-goes-to", "Codes go to your mobile number";
    CODE_FORMAT = "sms-code-format", "Enter the digits from our message";
    CODE_WRONG = "sms-code-wrong", "That code is not right";
    CODE_EXPIRED = "sms-code-expired", "That code is too old; ask for a new one";
    CODE_USED = "sms-code-used", "That code was already used; ask for a new one";
}
