//! The keys of everything this module says. The sentences are in `locales/`; what stands here beside
//! a key is the fallback that the interface asks for.

use innkeeper_module::phrases;

/// The module's locale files by language.
pub const TEXTS: &[(&str, &str)] = &[
    ("en", include_str!("../locales/en.ftl")),
    ("de", include_str!("../locales/de.ftl")),
];

phrases! {
    NAME = "backup-codes-name", "Backup codes";
    SUMMARY = "backup-codes-summary", "Ten codes to save or print, for when everything else is lost";
    LABEL = "backup-codes-label", "Backup codes";
    KEEP = "backup-codes-keep", "Save these codes; they are shown only now";
    LIST = "backup-codes-list", "Your backup codes";
    SAVED = "backup-codes-saved", "I have saved them";
    CHALLENGE = "backup-codes-challenge", "Enter one of your backup codes";
    CODE = "backup-codes-code", "Backup code";
    CODE_HELP = "backup-codes-code-help", "Dashes, spaces and capitals do not matter";
    NOT_SAVED = "backup-codes-not-saved", "Save the codes first, then tick the box";
    FORMAT = "backup-codes-format", "That does not look like a backup code";
    WRONG = "backup-codes-wrong", "That is not one of your backup codes";
    SPENT = "backup-codes-spent", "That backup code was already used";
    REMAINING = "backup-codes-remaining", "Codes are left";
    USED = "backup-codes-used", "A code was used";
    FEW = "backup-codes-few", "You have few backup codes left";
    NONE = "backup-codes-none", "That was your last backup code";
}
