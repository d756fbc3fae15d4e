//! How to sign in to the demonstration, as people and programs are told. These are plain strings on
//! purpose: they are printed at every start.

use serde::{Deserialize, Serialize};

/// Everybody who can sign in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignIns {
    /// The provider's people; the first one has no second factor.
    pub staff: Vec<StaffSignIn>,
    /// Customers; the first one has no second factor, the second one has an app and backup codes.
    pub users: Vec<UserSignIn>,
}

/// How a staff member signs in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct StaffSignIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The key for an authenticator app, in base 32.
    pub totp_secret: Option<String>,
}

/// How a customer signs in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct UserSignIn {
    /// The address.
    pub email: String,
    /// The password.
    pub password: String,
    /// The key for an authenticator app, in base 32.
    pub totp_secret: Option<String>,
    /// The backup codes as they were when they were made; each works once.
    pub backup_codes: Option<Vec<String>>,
}
