//! What plugin authors publish, and whoever hands it on could have changed: manifests, packages, signatures,
//! components, indexes.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use innkeeper_package::component::{self, ComponentFault};
use innkeeper_package::index::{Index, Newest};
use innkeeper_package::rotation::{Rotation, leads};
use innkeeper_package::signature::{Offer, PublisherKey, Statement, claimed};
use innkeeper_package::{Digest, HostPattern, Manifest, Package, Permission};
use url::Url;

use crate::{Outcome, text};

const GZIP: &[u8] = b"\x1f\x8b";

/// A manifest that is taken asks for nothing that could not be shown to staff, and names its file harmlessly.
pub fn manifest(bytes: &[u8]) -> Outcome {
    let Some(source) = text(bytes) else {
        return Outcome::Refused;
    };
    match Manifest::parse(source) {
        Ok(manifest) => {
            holds(&manifest);
            Outcome::Accepted
        }
        Err(error) => {
            assert!((1..=20).contains(&error.0.len()));
            assert!(error.0.iter().all(|fault| !fault.what.is_empty()));
            Outcome::Refused
        }
    }
}

fn holds(manifest: &Manifest) {
    for asked in manifest.permissions() {
        let permission = &asked.permission;
        assert!(Permission::KEYS.contains(&permission.key()));
        assert!(permission.covers(permission));
        if let Permission::Host(host) = permission {
            assert_eq!(host.to_string().parse::<HostPattern>().as_ref(), Ok(host));
        }
    }
    for setting in &manifest.settings {
        let hosts = setting.kind.default().map(|value| value.hosts());
        assert!(hosts.iter().flatten().all(|host| !host.is_wildcard()));
    }
    let name = manifest.file_name();
    assert!(!name.contains(['/', '\\', '\0', ' ']) && !name.starts_with('.'));
}

/// A package that is taken has the component that its manifest says. What is not compressed is compressed
/// first: a checksum is not what should stop the fuzzer.
pub fn archive(bytes: &[u8]) -> Outcome {
    let packed = if bytes.starts_with(GZIP) {
        bytes.to_vec()
    } else {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).expect("memory takes it");
        encoder.finish().expect("memory takes it")
    };
    match Package::read(&packed) {
        Ok(package) => {
            holds(&package.manifest);
            assert!(!package.manifest.id.is_bundled());
            let digest = Digest::of(&package.component);
            assert_eq!(package.manifest.component, Some(digest));
            assert_eq!(package.digest, Digest::of(&packed));
            Outcome::Accepted
        }
        Err(error) => {
            assert!(!error.to_string().trim().is_empty());
            Outcome::Refused
        }
    }
}

/// What is offered as signed is what the signature says, by the key that was named. The bytes are the key,
/// the signature and the package, with a zero byte between them.
pub fn signature(bytes: &[u8]) -> Outcome {
    let mut parts = bytes.splitn(3, |byte| *byte == 0);
    let mut part = || parts.next().unwrap_or_default();
    let (key, signature, package) = (part(), part(), part());
    let (Some(key), Some(signature)) = (text(key), text(signature)) else {
        return Outcome::Refused;
    };
    let says = claimed(signature);
    let Ok(key) = key.parse::<PublisherKey>() else {
        return Outcome::Refused;
    };
    assert_eq!(key.to_string().parse(), Ok(key));
    match Offer::signed(package, signature, &key) {
        Ok(offer) => {
            assert_eq!(offer.signer(), Some(key));
            assert_eq!(says, Ok(Statement::of(offer.package())));
            assert_eq!(offer.package().digest, Digest::of(package));
            Outcome::Accepted
        }
        Err(_) => Outcome::Refused,
    }
}

/// A rotation leads from its old key to its new one, and nowhere else.
pub fn rotation(bytes: &[u8]) -> Outcome {
    let Some(rotation) = text(bytes).and_then(|text| text.parse::<Rotation>().ok()) else {
        return Outcome::Refused;
    };
    let (id, from, to) = (rotation.id(), rotation.from(), rotation.to());
    let rotations = [rotation.clone()];
    assert!(leads(id, from, to, &rotations));
    assert!(!leads(id, to, from, &rotations));
    assert!(bytes.starts_with(rotation.to_string().as_bytes()));
    Outcome::Accepted
}

/// Of a component nothing but interfaces of the panel's is let through, whatever else is in it.
pub fn component(bytes: &[u8]) -> Outcome {
    let manifest = include_str!("../seeds/plugin-manifest/accepted-small");
    let manifest = Manifest::parse(manifest).expect("it is a manifest");
    match component::check(&manifest, bytes) {
        Ok(checked) => {
            let imports = &checked.surface.imports;
            assert!(
                imports
                    .iter()
                    .all(|name| name.package == "innkeeper:host" || name.interface == "types")
            );
            let said = imports.iter().map(ToString::to_string);
            assert!(
                said.zip(imports)
                    .all(|(said, name)| said.parse().as_ref() == Ok(name))
            );
            assert!(imports.iter().all(|name| name.interface != "http"));
            Outcome::Accepted
        }
        Err(faults) => {
            assert!(!faults.is_empty());
            assert!(
                faults
                    .iter()
                    .all(|fault: &ComponentFault| !fault.to_string().is_empty())
            );
            Outcome::Refused
        }
    }
}

/// An index that is taken leads to HTTPS only, and offers of each plugin the newest that can be run.
pub fn index(bytes: &[u8]) -> Outcome {
    let base = Url::parse("https://plugins.example/v1/index.json").expect("it is an address");
    let index = match Index::read(bytes, &base) {
        Ok(index) => index,
        Err(error) => {
            assert!(!error.to_string().trim().is_empty());
            return Outcome::Refused;
        }
    };
    for plugin in &index.plugins {
        assert_eq!(index.find(&plugin.id), Some(plugin));
        for release in &plugin.versions {
            assert_eq!(release.url.scheme(), "https");
            assert_eq!(release.signature.scheme(), "https");
        }
        if let Newest::Found(newest) = plugin.newest(false) {
            assert!(!newest.yanked && newest.version.pre.is_empty());
        }
    }
    Outcome::Accepted
}
