//! What links in mails are for, and how long they work (R166).

use chrono::TimeDelta;

use crate::text_enum::text_enum;

text_enum! {
    /// The one purpose of a token; it works for no other.
    pub enum TokenPurpose {
        /// Shows that the address of a new account is its owner's.
        ConfirmEmail => "confirm-email",
        /// Lets a forgotten password be replaced.
        ResetPassword => "reset-password",
        /// Shows that a new address is its owner's (R171).
        ChangeEmail => "change-email",
        /// Lets a new staff member choose a password.
        WelcomeStaff => "welcome-staff",
    }
}

/// How long the owner of an address that was changed can take the change back (R171).
pub const EMAIL_UNDO_LIFETIME: TimeDelta = TimeDelta::hours(72);

impl TokenPurpose {
    /// How long a token works after it was made.
    pub const fn lifetime(self) -> TimeDelta {
        match self {
            Self::ConfirmEmail | Self::ChangeEmail => TimeDelta::hours(24),
            Self::ResetPassword => TimeDelta::minutes(30),
            Self::WelcomeStaff => TimeDelta::hours(72),
        }
    }
}
