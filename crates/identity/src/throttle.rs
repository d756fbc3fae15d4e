//! How often anybody may try (R29-R38).

use crate::text_enum::text_enum;

text_enum! {
    /// What a counter counts for; its subject is beside it in the row.
    pub enum ThrottleScope {
        /// Wrong answers to one credential (R31); subject: the credential's id.
        Credential => "credential",
        /// Wrong second factors of one person (R32); subject: the person's id.
        Account => "account",
        /// Second factors from one address (R42); subject: the address's network.
        Ip => "ip",
        /// Wrong passwords for one person from one network (R36); subject: e-mail key and network.
        Password => "password",
        /// Wrong passwords for one person from anywhere; subject: the e-mail key.
        PasswordAccount => "password-account",
        /// Passwords tried from one network; subject: the address's network.
        PasswordIp => "password-ip",
        /// Registrations from one network.
        Register => "register",
        /// Password resets asked for one address.
        Reset => "reset",
        /// Password resets asked from one network.
        ResetIp => "reset-ip",
        /// Tokens of mails tried from one network (R169).
        Token => "token",
    }
}
