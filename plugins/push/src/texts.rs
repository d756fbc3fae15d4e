//! The keys of everything this module says. The sentences are in `locales/`; what stands here beside
//! a key is the fallback that the interface asks for.

use innkeeper_module::{Phrase, phrases};

/// The module's locale files by language.
pub const TEXTS: &[(&str, &str)] = &[
    ("en", include_str!("../locales/en.ftl")),
    ("de", include_str!("../locales/de.ftl")),
];

phrases! {
    NAME = "push-name", "Approve on the phone";
    SUMMARY = "push-summary", "A notification on your phone; you tap the number that we show";
    LABEL = "push-label", "Phone";
    ENROL = "push-enrol", "Subscribe to this topic in the ntfy app, then continue";
    QR = "push-qr", "QR code for the ntfy app";
    SERVER = "push-server", "Server";
    TOPIC = "push-topic", "Topic";
    TRY = "push-try", "Then continue here";
    NOT_YET = "push-not-yet", "Nothing was tapped yet";
    ENROL_WRONG = "push-enrol-wrong", "Another button was tapped; begin again";
    ENROL_EXPIRED = "push-enrol-expired", "That took too long; begin again";
    NUMBER = "push-number", "Tap the number on your phone";
    WAIT = "push-wait", "Waiting for your phone";
    WRONG = "push-wrong", "Another number was tapped";
    REFUSED = "push-refused", "It was refused on the phone";
    EXPIRED = "push-expired", "The notification is too old; ask for a new one";
    USED = "push-used", "That notification was answered already";
    NOTICE_TITLE = "push-notice-title", "Is it you who signs in?";
    NOTICE = "push-notice", "Tap the number that the page shows";
    NOTICE_REFUSE_TITLE = "push-notice-refuse-title", "Is it somebody else?";
    NOTICE_REFUSE = "push-notice-refuse", "Refuse if you do not sign in right now";
    NOTICE_REFUSE_BUTTON = "push-notice-refuse-button", "Refuse";
}

/// A sentence for the phone itself, in the language of the person or else in English, with the provider's name put in.
/// What goes to pages the panel translates.
pub(crate) fn said(locale: &str, phrase: &Phrase, issuer: &str) -> String {
    let language = locale.split('-').next().unwrap_or(locale);
    let of = |wanted: &str| {
        let file = TEXTS.iter().find(|(language, _)| *language == wanted);
        let lines = file.into_iter().flat_map(|(_, source)| source.lines());
        let mut lines = lines.filter_map(|line| line.split_once(" = "));
        lines
            .find(|(key, _)| *key == phrase.key)
            .map(|(_, text)| text)
    };
    let text = of(language).or_else(|| of("en"));
    text.unwrap_or(phrase.fallback)
        .replace("{ $issuer }", issuer)
}
