//! Compiled plugins on disk. Compiling takes long and eats memory, so it is done once, when a plugin is
//! installed, in a process of its own; what comes out is machine code, and running a forged one would be
//! running anything. So the panel signs what it compiled with a key of its own, for one component, and loads
//! nothing else.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use wasmtime::Engine;
use wasmtime::component::Component;

use crate::engine::config;
use crate::fault::Unfit;

/// What the signature is about, so that it is never taken for one of another use of the key.
const PURPOSE: &[u8] = b"innkeeper compiled plugin 1";

/// How long a signature is.
const TAG: usize = 32;

/// The key that compiled plugins are signed with. It has no `Debug`.
pub struct ArtifactKey([u8; 32]);

/// A compiled plugin that this panel did not compile, or that was changed since, or that is of another
/// component.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the compiled plugin is not the one that this panel made of this component")]
pub struct Forged;

impl ArtifactKey {
    /// Takes a key in.
    pub fn new(key: [u8; 32]) -> Self {
        Self(key)
    }

    /// Signs what was compiled of the component with that SHA-256: the content of a cache file.
    pub fn seal(&self, component: &[u8; 32], compiled: &[u8]) -> Vec<u8> {
        let tag = self.mac(component, compiled).finalize().into_bytes();
        [tag.as_slice(), compiled].concat()
    }

    /// The compiled plugin in a cache file, if this panel made it of the component with that SHA-256.
    pub(crate) fn open<'f>(
        &self,
        component: &[u8; 32],
        file: &'f [u8],
    ) -> Result<Genuine<'f>, Forged> {
        let (tag, compiled) = file.split_at_checked(TAG).ok_or(Forged)?;
        let mac = self.mac(component, compiled);
        mac.verify_slice(tag).map_err(|_| Forged)?;
        Ok(Genuine(compiled))
    }

    fn mac(&self, component: &[u8; 32], compiled: &[u8]) -> Hmac<Sha256> {
        // Keys of HMAC have any length.
        let mac = Hmac::<Sha256>::new_from_slice(&self.0);
        let mut mac = mac.expect("32 bytes are a key");
        mac.update(PURPOSE);
        mac.update(component);
        mac.update(compiled);
        mac
    }
}

/// What this panel compiled itself: only a signature that fits makes one.
pub(crate) struct Genuine<'f>(&'f [u8]);

impl Genuine<'_> {
    /// Makes the machine code callable.
    #[expect(
        unsafe_code,
        reason = "loading machine code has no safe form; see the comment inside"
    )]
    pub(crate) fn load(&self, engine: &Engine) -> Result<Component, Unfit> {
        // SAFETY: `deserialize` runs what it is given, so the bytes must be what `precompile_component` once
        // returned, unchanged. A `Genuine` exists only where a MAC under the panel's own key said so, and it
        // borrows the very bytes that were checked: nobody can change them in between. That they were made by
        // this version of Wasmtime, with these settings, Wasmtime checks itself.
        let component = unsafe { Component::deserialize(engine, self.0) };
        component.map_err(|error| Unfit::load(&error))
    }
}

/// Compiles a component, which takes from a tenth of a second to half a minute. Nothing of it is run. It is
/// meant for a process of its own, with limits that the operating system enforces.
///
/// # Errors
/// [`Unfit::Load`] for what is no component, or has parts that plugins do not have.
pub fn compile(component: &[u8]) -> Result<Vec<u8>, Unfit> {
    let engine = compiler()?;
    engine
        .precompile_component(component)
        .map_err(|error| Unfit::load(&error))
}

/// Names what compiled plugins depend on beside the component: the version of the runtime, its settings, the
/// processor. What was compiled under another name must be compiled again.
///
/// # Errors
/// [`Unfit::Runtime`] where this machine cannot run plugins.
pub fn compatibility() -> Result<String, Unfit> {
    let mut hasher = DefaultHasher::new();
    compiler()?
        .precompile_compatibility_hash()
        .hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

/// An engine that compiles and never runs, so it sets no memory aside.
fn compiler() -> Result<Engine, Unfit> {
    Engine::new(&config()).map_err(|error| Unfit::Runtime(format!("{error:#}")))
}
