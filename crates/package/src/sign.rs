//! Signing, for whoever publishes: keys as minisign keeps them, so that its own program works with them too.

use std::io::Cursor;

use minisign::{KeyPair, PublicKey, SecretKey, SecretKeyBox};

use crate::rotation::Rotation;
use crate::signature::{PublisherKey, Statement};
use crate::{ArchiveError, Package, PluginId};

/// A publisher's secret key, opened.
pub struct SigningKey {
    secret: SecretKey,
    public: PublisherKey,
}

/// Why something cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The key is none, or its password is another.
    #[error("the secret key cannot be opened: {0}")]
    Key(String),
    /// What is to be signed is no package.
    #[error(transparent)]
    Package(#[from] ArchiveError),
    /// No chance could be had.
    #[error("cannot sign: {0}")]
    Sign(String),
}

fn key_error(error: impl std::fmt::Display) -> SignError {
    SignError::Key(error.to_string())
}

fn sign_error(error: impl std::fmt::Display) -> SignError {
    SignError::Sign(error.to_string())
}

impl SigningKey {
    /// A new key, and its file: locked with the password, if there is one. Locking is slow on purpose.
    pub fn generate(password: Option<String>) -> Result<(Self, String), SignError> {
        let pair = match password.clone() {
            Some(password) => KeyPair::generate_encrypted_keypair(Some(password)),
            None => KeyPair::generate_unencrypted_keypair(),
        };
        let file = pair
            .and_then(|pair| pair.sk.to_box(None))
            .map_err(sign_error)?
            .into_string();
        Ok((Self::open(&file, password)?, file))
    }

    /// Opens the file of a key.
    pub fn open(file: &str, password: Option<String>) -> Result<Self, SignError> {
        let file = SecretKeyBox::from_string(file).map_err(key_error)?;
        let secret = match password {
            Some(password) => file.into_secret_key(Some(password)),
            // Never without: it would ask at the terminal.
            None => file.into_unencrypted_secret_key(),
        };
        let secret = secret.map_err(key_error)?;
        let public = PublicKey::from_secret_key(&secret).map_err(key_error)?;
        let public = public.to_base64().parse().map_err(key_error)?;
        Ok(Self { secret, public })
    }

    /// The public key that goes with it.
    pub fn public(&self) -> PublisherKey {
        self.public
    }

    /// The signature of this package, which is read first: nobody signs what nobody can install.
    pub fn sign(&self, package: &[u8]) -> Result<String, SignError> {
        let statement = Statement::of(&Package::read(package)?);
        self.sign_bytes(package, &statement.to_string())
    }

    /// The statement that a plugin of this key's has another key from now on.
    pub fn rotate(&self, id: PluginId, to: PublisherKey) -> Result<String, SignError> {
        let comment = Rotation::comment(&id);
        let said = Rotation::new(id, self.public, to).to_string();
        let signature = self.sign_bytes(said.as_bytes(), &comment)?;
        Ok(format!("{said}{signature}"))
    }

    fn sign_bytes(&self, bytes: &[u8], comment: &str) -> Result<String, SignError> {
        let reader = Cursor::new(bytes);
        let untrusted = Some("signature of an innkeeper plugin");
        let signature = minisign::sign(None, &self.secret, reader, Some(comment), untrusted);
        signature
            .map(minisign::SignatureBox::into_string)
            .map_err(sign_error)
    }
}
