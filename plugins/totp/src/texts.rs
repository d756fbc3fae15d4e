//! The keys of everything this module says. The sentences are in `locales/`; what stands here beside
//! a key is the fallback that the interface asks for.

use innkeeper_module::phrases;

/// The module's locale files by language.
pub const TEXTS: &[(&str, &str)] = &[
    ("en", include_str!("../locales/en.ftl")),
    ("de", include_str!("../locales/de.ftl")),
];

phrases! {
    NAME = "totp-name", "Authenticator app";
    SUMMARY = "totp-summary", "A six-digit code from an app on your phone or computer";
    LABEL = "totp-label", "Authenticator app";
    SCAN = "totp-scan", "Scan the QR code with your authenticator app, then enter the code that it shows";
    QR = "totp-qr", "QR code for your authenticator app";
    ACCOUNT = "totp-account", "Account name";
    SETUP_KEY = "totp-setup-key", "Setup key";
    CHALLENGE = "totp-challenge", "Enter the code that your authenticator app shows";
    CODE = "totp-code", "Code";
    CODE_HELP = "totp-code-help", "The app shows a new code twice a minute";
    CODE_FORMAT = "totp-code-format", "Enter the digits that your app shows";
    CODE_OF_KEY = "totp-code-of-key", "That is a security key's code";
    CODE_WRONG = "totp-code-wrong", "That code is not right";
    CODE_USED = "totp-code-used", "That code was already used; wait for the next one";
    CLOCK_BEHIND = "totp-clock-behind", "Your phone's clock is behind";
    CLOCK_AHEAD = "totp-clock-ahead", "Your phone's clock is ahead";
    DRIFT_BEHIND = "totp-drift-behind", "Your phone's clock is off: it is behind";
    DRIFT_AHEAD = "totp-drift-ahead", "Your phone's clock is off: it is ahead";
    MEND = "totp-mend", "Enter two codes that your app shows one right after the other";
    MEND_FIRST = "totp-mend-first", "First code";
    MEND_SECOND = "totp-mend-second", "Next code";
    MEND_WRONG = "totp-mend-wrong", "Those are not two codes in a row of this app";
    MEND_USED = "totp-mend-used", "One of those codes was already used; enter two new ones";
    MENDED_RIGHT = "totp-mended-right", "Your phone's clock is right";
    MENDED_BEHIND = "totp-mended-behind", "Your phone's clock is behind; its codes work again";
    MENDED_AHEAD = "totp-mended-ahead", "Your phone's clock is ahead; its codes work again";
    STRICT_BEHIND = "totp-strict-behind", "Your phone's clock is behind; put it right";
    STRICT_AHEAD = "totp-strict-ahead", "Your phone's clock is ahead; put it right";
}
