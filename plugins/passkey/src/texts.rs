//! The keys of everything this module says. The sentences are in `locales/`; what stands here beside
//! a key is the fallback that the interface asks for.

use innkeeper_module::phrases;

/// The module's locale files by language.
pub const TEXTS: &[(&str, &str)] = &[
    ("en", include_str!("../locales/en.ftl")),
    ("de", include_str!("../locales/de.ftl")),
];

phrases! {
    NAME = "passkey-name", "Passkey";
    SUMMARY = "passkey-summary", "Your fingerprint, face or screen lock, or a security key";
    LABEL = "passkey-label", "Passkey";
    CREATE = "passkey-create", "Your browser will ask how to save the passkey";
    GET = "passkey-get", "Confirm with your passkey or security key";
    DISCOVER = "passkey-discover", "Choose the passkey that you want to sign in with";
    MALFORMED = "passkey-malformed", "There was no answer from the passkey; try again";
    NOT_VERIFIED = "passkey-not-verified", "That passkey could not be verified; try again";
    MODEL = "passkey-model", "Only certain security keys may be set up here, and this is none of them";
    EXPIRED = "passkey-expired", "That took too long; begin again";
    AGAIN = "passkey-again", "That took too long; here is a new question for your passkey";
    USED = "passkey-used", "That answer was already used; begin again";
    UNKNOWN = "passkey-unknown", "That passkey does not belong to this account";
    USER_NOT_VERIFIED = "passkey-user-not-verified", "Unlock the passkey with your fingerprint, face or PIN";
    NOT_WITHOUT_PASSWORD = "passkey-not-without-password", "That passkey works after your password only";
    COUNTER = "passkey-counter", "That passkey was refused: it may have been copied";
    SYNCED = "passkey-synced", "Synchronised between your devices";
    BOUND = "passkey-bound", "Bound to one device";
    VERIFIES = "passkey-verifies", "Signs you in without a password";
    PRESENT_ONLY = "passkey-present-only", "Works after your password only";
    TRANSPORTS = "passkey-transports", "How it connects";
    AAGUID = "passkey-aaguid", "Kind of authenticator";
}
