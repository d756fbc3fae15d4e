//! How long a session lives, and what it may reach before the second factor is settled.

use crate::text_enum::text_enum;

text_enum! {
    /// What a signed-in browser may reach.
    pub enum Restriction {
        /// Everything its person may.
        None => "none",
        /// The pages on which a due second factor is set up, and signing out (R9, R173).
        EnrolOnly => "enrol-only",
        /// Signed in by a backup code: setting up a factor, keeping the factors, signing out (R67).
        Recovery => "recovery",
    }
}
