//! What a proof is worth (R17), and what several proofs are worth together (R18).
//!
//! Which factor has which class is the provider's setting, not decided here.

use crate::text_enum::text_enum;

text_enum! {
    /// How much a proof is worth, the least first, so that classes compare.
    pub enum Assurance {
        /// Gets a person back in when everything else is lost, and opens no other door.
        Recovery => "recovery",
        /// A code by a channel that others may read: e-mail, SMS.
        Basic => "basic",
        /// A secret or device of the person's own: an authenticator app, a key that types codes.
        Strong => "strong",
        /// Bound to the origin, so that it cannot be given to an impostor: passkeys.
        PhishingResistant => "phishing-resistant",
    }
}

/// A second factor that was proved in this sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof<'a> {
    /// The factor's module id, such as `totp`.
    pub factor: &'a str,
    /// The class that the factor had when it was proved.
    pub class: Assurance,
}

/// The class of a session whose second factors are `proofs`; None without a proof.
///
/// The best single proof decides. Proofs never add up, so two codes by e-mail are still basic (R18),
/// and a backup code beside an e-mail code is as good as the e-mail code.
pub fn class_reached(proofs: &[Proof<'_>]) -> Option<Assurance> {
    proofs.iter().map(|proof| proof.class).max()
}
