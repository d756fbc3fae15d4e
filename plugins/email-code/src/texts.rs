//! The keys of everything this module says. The sentences are in `locales/`; what stands here beside
//! a key is the fallback that the interface asks for.

use innkeeper_module::phrases;

/// The module's locale files by language.
pub const TEXTS: &[(&str, &str)] = &[
    ("en", include_str!("../locales/en.ftl")),
    ("de", include_str!("../locales/de.ftl")),
];

phrases! {
    NAME = "email-code-name", "Codes by e-mail";
    SUMMARY = "email-code-summary", "An eight-digit code that we send to your e-mail address";
    LABEL = "email-code-label", "Codes by e-mail";
    SENT = "email-code-sent", "We have sent a code to your e-mail address";
    CODE = "email-code-code", "Code";
    CODE_HELP = "email-code-code-help", "The eight digits from our latest mail";
    MESSAGE = "email-code-message", "Enter this code where you were asked for it, and tell it to nobody";
    CODE_FORMAT = "email-code-format", "Enter the digits from our mail";
    CODE_WRONG = "email-code-wrong", "That code is not right";
    CODE_EXPIRED = "email-code-expired", "That code is too old; ask for a new one";
    CODE_USED = "email-code-used", "That code was already used; ask for a new one";
}
