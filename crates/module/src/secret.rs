//! Bytes that must not be seen.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Room for most of what modules pack, so that packing leaves no outgrown copies behind.
const PACKED: usize = 2048;

/// Bytes that cannot be printed and are wiped when dropped.
///
/// It serialises, because steps and secrets are stored; the panel seals whatever it stores of them.
/// Two of them are compared in constant time (their lengths are not hidden).
///
/// ```compile_fail
/// println!("{:?}", innkeeper_module::Secret::from("cannot be printed"));
/// ```
///
/// ```compile_fail
/// println!("{}", innkeeper_module::Secret::from("cannot be printed"));
/// ```
#[derive(Clone, Default, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(transparent)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Takes bytes in.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The bytes, for the one who must work with them.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes as UTF-8.
    pub fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.0).ok()
    }

    /// A module's own data as JSON: how a state or a credential's secret is made.
    ///
    /// None where the data has no JSON form, such as a map whose keys are no strings.
    pub fn pack(data: &impl Serialize) -> Option<Self> {
        let mut packed = Self(Vec::with_capacity(PACKED));
        serde_json::to_writer(&mut packed.0, data).ok()?;
        Some(packed)
    }

    /// The data that was packed. None where it is something else; why is not told, because the
    /// parser's messages quote what they could not read.
    pub fn unpack<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&self.0).ok()
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Secret {}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}
