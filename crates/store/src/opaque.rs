//! Values that are stored and never shown: `{:?}` of a row must not print them.

use std::fmt;

macro_rules! opaque {
    ($($(#[$doc:meta])* $name:ident($inner:ty)),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, sqlx::Type)]
        #[sqlx(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )+};
}

opaque! {
    /// What was sealed with a key that the database does not hold.
    Sealed(Vec<u8>),
    /// The SHA-256 of a token that a browser or a mail holds.
    TokenHash(Vec<u8>),
    /// A digest of what the database must not hold, made with a key that it does not hold either.
    KeyedDigest(Vec<u8>),
    /// A password's hash, with its parameters and salt.
    PasswordHash(String),
    /// The text of a mail, which may carry a link that lets its reader in.
    Body(String),
}

impl From<[u8; 32]> for TokenHash {
    fn from(hash: [u8; 32]) -> Self {
        Self(hash.to_vec())
    }
}
