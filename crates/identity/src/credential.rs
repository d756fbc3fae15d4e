//! The life of a credential, one enrolled instance of a factor.

use crate::text_enum::text_enum;

text_enum! {
    /// Where a credential is in its life. It is born active: what is not yet proved is an enrolment (R5).
    pub enum CredentialState {
        /// Usable.
        Active => "active",
        /// Held, and not usable: too many failures in a row (R31).
        Disabled => "disabled",
        /// No longer held; the record stays (R4).
        Removed => "removed",
    }
}

text_enum! {
    /// What a challenge was opened for; a proof for one purpose is none for another.
    pub enum ChallengePurpose {
        /// The second step of signing in.
        SignIn => "sign-in",
        /// A fresh proof before something sensitive.
        StepUp => "step-up",
        /// The second factor before a forgotten password is replaced (R168).
        ResetPassword => "reset-password",
    }
}
