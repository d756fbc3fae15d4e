//! The keys of everything this module says. The sentences are in `locales/`; what stands here beside
//! a key is the fallback that the interface asks for.

use innkeeper_module::phrases;

/// The module's locale files by language.
pub const TEXTS: &[(&str, &str)] = &[
    ("en", include_str!("../locales/en.ftl")),
    ("de", include_str!("../locales/de.ftl")),
];

phrases! {
    NAME = "duo-name", "Duo";
    SUMMARY = "duo-summary", "Approve on your phone, through Duo";
    LEAVE = "duo-leave", "Duo asks you on a page of its own, and sends you back";
    GO = "duo-go", "Go to Duo";
    FOREIGN = "duo-foreign", "That is not the answer to this question; go to Duo again";
    REFUSED = "duo-refused", "Duo did not let you in";
    USED = "duo-used", "That answer was used already";
    CHECK_WORKS = "duo-check-works", "It answers, and knows the client";
    CHECK_REFUSED = "duo-check-refused", "It refuses the client: look at the client id and the client secret";
    CHECK_UNAVAILABLE = "duo-check-unavailable", "It does not answer";
}
