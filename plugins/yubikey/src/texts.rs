//! The keys of everything this module says. The sentences are in `locales/`; what stands here beside
//! a key is the fallback that the interface asks for.

use innkeeper_module::phrases;

/// The module's locale files by language.
pub const TEXTS: &[(&str, &str)] = &[
    ("en", include_str!("../locales/en.ftl")),
    ("de", include_str!("../locales/de.ftl")),
];

phrases! {
    NAME = "yubikey-name", "YubiKey";
    SUMMARY = "yubikey-summary", "A small key that types a long code when you touch it";
    LABEL = "yubikey-label", "YubiKey";
    ENROL = "yubikey-enrol", "Plug in the key, click into the field and touch the key";
    CHALLENGE = "yubikey-challenge", "Plug in your key, click into the field and touch the key";
    OTP = "yubikey-otp", "Code of the key";
    OTP_HELP = "yubikey-otp-help", "The key types it by itself";
    OTP_FORMAT = "yubikey-otp-format", "That is no code of a YubiKey; touch the key";
    OTP_OF_APP = "yubikey-otp-of-app", "That is a code of an authenticator app; touch your key instead";
    OTP_FOREIGN = "yubikey-otp-foreign", "That key is not set up for this account";
    OTP_HELD = "yubikey-otp-held", "You have set this key up already";
    OTP_WRONG = "yubikey-otp-wrong", "That code was not accepted; touch the key again";
    OTP_AGAIN = "yubikey-otp-again", "The code arrived twice at the same time; touch the key again";
    CHECK_WORKS = "yubikey-check-works", "It answers, and its answers are signed with your API key";
    CHECK_UNSIGNED = "yubikey-check-unsigned", "It answers, but not signed with your API key; check the client id and the key";
    CHECK_BELIEVES = "yubikey-check-believes", "It took a made-up code for a right one; do not use this server";
    CHECK_MISCONFIGURED = "yubikey-check-misconfigured", "It refuses the question; check the client id and the API key";
    CHECK_UNAVAILABLE = "yubikey-check-unavailable", "It does not answer as it should; the log says more";
    PUBLIC_ID = "yubikey-public-id", "Key";
}
