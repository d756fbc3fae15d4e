//! Who published a package: a detached minisign signature, whose trusted comment says what was signed.
//!
//! A signature over bytes alone could be put beside another plugin's name or an older version's. So its
//! comment, which is signed too, must name id, version and digest, and all three are compared.

use std::fmt;
use std::str::FromStr;

use data_encoding::{BASE64, HEXUPPER};
use minisign_verify::{PublicKey, Signature};
use semver::Version;

use crate::{ArchiveError, Digest, Manifest, Package, PluginId};

/// What the name of a signature's file adds to that of the package.
pub const EXTENSION: &str = "minisig";

/// Signatures and keys are a few hundred bytes.
const MOST_BYTES: usize = 4096;

/// The public key of a publisher.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublisherKey(Bytes);

/// Algorithm, key id and key, as minisign has them.
type Bytes = [u8; 42];

/// What every key of minisign's begins with.
const ALGORITHM: &[u8] = b"Ed";

/// A text is no public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no public key: give the file that ends in .pub, or the line in it that begins with RW")]
pub struct NoKey;

/// What a publisher signed: this version of this plugin is these bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Of which plugin.
    pub id: PluginId,
    /// Which version.
    pub version: Version,
    /// Which package.
    pub digest: Digest,
}

/// Why a signature does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// It is no signature of minisign's.
    #[error("the signature is none of minisign's; sign with `innkeeper plugin sign`")]
    Form,
    /// Another key made it.
    #[error("the signature was made with another key than the publisher's")]
    OtherKey,
    /// It is not over these bytes, or was changed.
    #[error("the signature is not over this package: one of the two was changed")]
    Wrong,
    /// Its comment is not what it must be.
    #[error(
        "the signature does not say what it is for: its trusted comment must be `id=… version=… sha256=…`, as `innkeeper plugin sign` writes it"
    )]
    Comment,
    /// It says another plugin, version or package.
    #[error("the signature is for {says}, but the package is {is}")]
    OtherPackage {
        /// What the signature says.
        says: Box<Statement>,
        /// What the package is.
        is: Box<Statement>,
    },
    /// The package itself.
    #[error(transparent)]
    Package(#[from] ArchiveError),
}

impl PublisherKey {
    /// What people compare: half of the SHA-256 of the key, in groups of four.
    pub fn fingerprint(&self) -> String {
        let digest = Digest::of(&self.0);
        let digits = HEXUPPER.encode(digest.as_bytes());
        let groups = digits.as_bytes().chunks(4).take(8);
        let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
        groups.join(" ")
    }

    /// Whether this key signed these bytes; gives the comment that it signed with them.
    pub(crate) fn verify(&self, bytes: &[u8], signature: &str) -> Result<String, SignatureError> {
        let signature = decode(signature)?;
        let key = PublicKey::from_base64(&self.to_string()).map_err(|_| SignatureError::Form)?;
        match key.verify(bytes, &signature, false) {
            Ok(()) => Ok(signature.trusted_comment().to_owned()),
            Err(minisign_verify::Error::UnexpectedKeyId) => Err(SignatureError::OtherKey),
            Err(minisign_verify::Error::UnexpectedAlgorithm) => Err(SignatureError::Form),
            Err(_) => Err(SignatureError::Wrong),
        }
    }
}

fn decode(text: &str) -> Result<Signature, SignatureError> {
    if text.len() > MOST_BYTES {
        return Err(SignatureError::Form);
    }
    Signature::decode(text).map_err(|_| SignatureError::Form)
}

impl FromStr for PublisherKey {
    type Err = NoKey;

    fn from_str(text: &str) -> Result<Self, NoKey> {
        if text.len() > MOST_BYTES {
            return Err(NoKey);
        }
        let mut lines = text.trim().lines();
        let first = lines.next().ok_or(NoKey)?;
        let line = match lines.next() {
            Some(line) if first.starts_with("untrusted comment:") => line,
            Some(_) => return Err(NoKey),
            None => first,
        };
        let bytes = BASE64.decode(line.trim().as_bytes()).map_err(|_| NoKey)?;
        let bytes: Bytes = bytes.try_into().map_err(|_| NoKey)?;
        // One spelling of each key: what is pinned is compared as a whole.
        if !bytes.starts_with(ALGORITHM) {
            return Err(NoKey);
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for PublisherKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(&self.0))
    }
}

impl fmt::Debug for PublisherKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Statement {
    /// What is to be signed of this package.
    pub fn of(package: &Package) -> Self {
        let Manifest { id, version, .. } = &package.manifest;
        Self {
            id: id.clone(),
            version: version.clone(),
            digest: package.digest,
        }
    }
}

impl FromStr for Statement {
    type Err = SignatureError;

    fn from_str(text: &str) -> Result<Self, SignatureError> {
        let mut parts = text.splitn(3, ' ');
        let mut part = |name: &str| {
            let part = parts.next().and_then(|part| part.strip_prefix(name));
            part.ok_or(SignatureError::Comment)
        };
        let wrong = |()| SignatureError::Comment;
        let statement = Self {
            id: part("id=")?.parse().map_err(|_| wrong(()))?,
            version: part("version=")?.parse().map_err(|_| wrong(()))?,
            digest: part("sha256=")?.parse().map_err(|_| wrong(()))?,
        };
        // One spelling of each, so that nobody reads another statement than the one that was checked.
        if statement.to_string() == text {
            Ok(statement)
        } else {
            Err(SignatureError::Comment)
        }
    }
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            id,
            version,
            digest,
        } = self;
        write!(f, "id={id} version={version} sha256={digest}")
    }
}

/// What a signature says that it is for, before anybody checked it: for whoever looks for the key.
pub fn claimed(signature: &str) -> Result<Statement, SignatureError> {
    decode(signature)?.trusted_comment().parse()
}

/// A package with whoever signed it, if anybody did. There is no way to have one with a signer who did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    package: Package,
    signer: Option<PublisherKey>,
}

impl Offer {
    /// Reads a package that is said to be signed with this key. Nothing of it is looked at before that was
    /// found to be true.
    pub fn signed(
        bytes: &[u8],
        signature: &str,
        key: &PublisherKey,
    ) -> Result<Self, SignatureError> {
        let says: Statement = key.verify(bytes, signature)?.parse()?;
        let package = Package::read(bytes)?;
        let is = Statement::of(&package);
        if says != is {
            let (says, is) = (Box::new(says), Box::new(is));
            return Err(SignatureError::OtherPackage { says, is });
        }
        Ok(Self {
            package,
            signer: Some(*key),
        })
    }

    /// Reads a package that nobody vouches for.
    pub fn unsigned(bytes: &[u8]) -> Result<Self, ArchiveError> {
        Ok(Self {
            package: Package::read(bytes)?,
            signer: None,
        })
    }

    /// The package.
    pub fn package(&self) -> &Package {
        &self.package
    }

    /// Who signed it.
    pub fn signer(&self) -> Option<PublisherKey> {
        self.signer
    }

    /// The package, for whoever has seen who signed it.
    pub fn into_package(self) -> Package {
        self.package
    }
}
