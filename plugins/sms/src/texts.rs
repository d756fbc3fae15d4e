//! The keys of everything this module says. The sentences are in `locales/`; what stands here beside
//! a key is the fallback that the interface asks for.

use innkeeper_module::phrases;

/// The module's locale files by language.
pub const TEXTS: &[(&str, &str)] = &[
    ("en", include_str!("../locales/en.ftl")),
    ("de", include_str!("../locales/de.ftl")),
];

phrases! {
    NAME = "sms-name", "SMS";
    SUMMARY = "sms-summary", "Messages to mobile numbers";
}
