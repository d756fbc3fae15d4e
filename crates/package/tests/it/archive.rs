//! Packages as files: the same content is the same bytes, and nothing odd is let in.

use std::io::Write as _;

use flate2::write::GzEncoder;
use innkeeper_package::archive::{ArchiveError, Files, pack};
use innkeeper_package::{Digest, Package};
use proptest::prelude::*;
use tar::EntryType;

use crate::fixtures::{FULL, TEXTS, files, package, with};

/// A tar as anybody could make it.
fn tar(entries: &[(&str, EntryType, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, kind, file) in entries {
        let mut header = tar::Header::new_ustar();
        let field = &mut header.as_ustar_mut().unwrap().name;
        field[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(file.len() as u64);
        header.set_entry_type(*kind);
        header.set_mode(0o777);
        header.set_cksum();
        archive.append(&header, *file).unwrap();
    }
    archive.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn read(entries: &[(&str, EntryType, &[u8])]) -> ArchiveError {
    Package::read(&gzip(&tar(entries))).unwrap_err()
}

#[test]
fn what_was_packed_is_read_as_it_was() {
    let package = package();
    assert_eq!(
        package.manifest.component,
        Some(Digest::of(&package.component))
    );
    assert_eq!(package.locales.keys().collect::<Vec<_>>(), ["en", "pt-BR"]);
    assert_eq!(package.locales["en"], TEXTS);
    assert_eq!(package.readme.as_deref(), Some("# SMS codes\n"));
    assert_eq!(package.licence.as_deref(), Some("MIT\n"));
    assert_eq!(package.digest, Digest::of(&pack(files()).unwrap()));
}

#[test]
fn packing_twice_gives_the_same_bytes() {
    let once = pack(files()).unwrap();
    assert_eq!(once, pack(files()).unwrap());
    // No time, no system, no owner: neither in the gzip header nor in the first entry.
    assert_eq!(once[..10], [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255]);
}

#[test]
fn the_component_is_the_one_that_the_manifest_says() {
    let other = Digest::of(b"other");
    let manifest = format!("{FULL}\n[component]\nsha256 = \"{other}\"\n");
    let error = pack(with("plugin.toml", manifest)).unwrap_err();
    assert!(matches!(error, ArchiveError::OtherComponent { declared, .. } if declared == other));
    let plain: [(&str, EntryType, &[u8]); 2] = [
        ("plugin.toml", EntryType::Regular, FULL.as_bytes()),
        ("plugin.wasm", EntryType::Regular, b"\0asm"),
    ];
    assert_eq!(read(&plain), ArchiveError::NoDigest);
}

#[test]
fn nobody_takes_an_id_of_the_panels_own() {
    let manifest = FULL.replace("dev.acme.sms-code", "totp");
    let bytes = pack(with("plugin.toml", manifest)).unwrap();
    assert!(
        matches!(Package::read(&bytes), Err(ArchiveError::Reserved(id)) if id.as_str() == "totp")
    );
    assert!(Package::read_bundled(&bytes).is_ok());
}

#[test]
fn only_plain_files_in_known_places_are_let_in() {
    for name in [
        "/plugin.toml",
        "../plugin.toml",
        "./plugin.toml",
        "plugin.toml/",
        "locales/../plugin.toml",
        "locales/en/x.ftl",
        "locales/EN.ftl",
        "locales/.ftl",
        "locales\\en.ftl",
        "bin/evil",
        "plugin.cwasm",
        "",
    ] {
        let error = read(&[(name, EntryType::Regular, b"x")]);
        assert!(matches!(error, ArchiveError::Place(_)), "{name}: {error}");
        if !name.is_empty() {
            assert!(
                matches!(pack(with(name, "x")), Err(ArchiveError::Place(_))),
                "{name}"
            );
        }
    }
    for kind in [
        EntryType::Symlink,
        EntryType::Link,
        EntryType::Directory,
        EntryType::Fifo,
        EntryType::Char,
        EntryType::XHeader,
        EntryType::GNULongName,
        EntryType::GNUSparse,
    ] {
        let error = read(&[("README.md", kind, b"x")]);
        assert!(
            matches!(error, ArchiveError::NotAFile(_)),
            "{kind:?}: {error}"
        );
    }
    let twice: [(&str, EntryType, &[u8]); 2] = [("README.md", EntryType::Regular, b"x"); 2];
    assert_eq!(read(&twice), ArchiveError::Twice("README.md".into()));
}

#[test]
fn too_much_is_noticed_while_it_is_read() {
    let zeros = vec![0; 65 * 1024];
    let error = read(&[("plugin.toml", EntryType::Regular, &zeros)]);
    assert!(matches!(error, ArchiveError::File { .. }), "{error}");
    let letters = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
    let many: Vec<String> = (0..300)
        .map(|n| format!("locales/{}{}c.ftl", letters(n), letters(n / 26)))
        .collect();
    let many: Vec<(&str, EntryType, &[u8])> = many
        .iter()
        .map(|name| (name.as_str(), EntryType::Regular, b"".as_slice()))
        .collect();
    assert_eq!(read(&many), ArchiveError::Files);
    // A hundred megabytes of zeros in a hundred kilobytes, behind the end of the archive.
    let mut bomb = tar(&[]);
    bomb.resize(100 * 1024 * 1024, 0);
    assert_eq!(Package::read(&gzip(&bomb)), Err(ArchiveError::Unpacked));
    assert_eq!(
        Package::read(&vec![0; 32 * 1024 * 1024 + 1]),
        Err(ArchiveError::Packed)
    );
}

#[test]
fn nothing_hides_behind_the_end() {
    let mut bytes = pack(files()).unwrap();
    bytes.push(0);
    assert_eq!(Package::read(&bytes), Err(ArchiveError::Behind));
    let mut inside = tar(&[]);
    inside.extend(b"more");
    assert_eq!(Package::read(&gzip(&inside)), Err(ArchiveError::Behind));
}

#[test]
fn a_damaged_package_is_told_from_none() {
    let bytes = pack(files()).unwrap();
    for cut in [1, 10, bytes.len() / 2, bytes.len() - 1] {
        let error = Package::read(&bytes[..cut]).unwrap_err();
        assert!(matches!(error, ArchiveError::Broken(_)), "{cut}: {error}");
    }
    let mut flipped = bytes.clone();
    let sum = flipped.len() - 8;
    flipped[sum] ^= 1;
    assert!(matches!(
        Package::read(&flipped),
        Err(ArchiveError::Broken(_))
    ));
    assert!(matches!(Package::read(b""), Err(ArchiveError::Broken(_))));
    let none: [(&str, EntryType, &[u8]); 0] = [];
    assert_eq!(read(&none), ArchiveError::Missing("plugin.toml".into()));
}

#[test]
fn texts_are_fluents_and_there_is_english() {
    let without = |name: &str| {
        let mut files: Files = files();
        files.remove(name);
        files
    };
    assert_eq!(
        pack(without("locales/en.ftl")),
        Err(ArchiveError::NoEnglish)
    );
    let error = pack(with("locales/de.ftl", "a = b\nname = { $x\n")).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("locales/de.ftl is not in Fluent's notation at line"),
        "{error}"
    );
    assert_eq!(
        pack(with("README.md", b"\xff".to_vec())),
        Err(ArchiveError::NotText("README.md".into()))
    );
}

#[test]
fn texts_that_would_lead_a_parser_over_the_end_of_its_stack_are_refused() {
    for text in [
        "{".repeat(200_000),
        "A({".repeat(80_000),
        "{ A(\n".repeat(50_000),
        "A({\n".repeat(60_000),
    ] {
        for text in [format!("a = {text}"), format!("a = {{\n{text}"), text] {
            let error = pack(with("locales/de.ftl", text)).unwrap_err();
            assert!(matches!(error, ArchiveError::Locale { .. }), "{error}");
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_at_all_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        prop_assert!(Package::read(&bytes).is_err());
        prop_assert!(Package::read(&gzip(&bytes)).is_err());
    }

    #[test]
    fn whatever_can_be_packed_is_read_as_it_was(
        component in prop::collection::vec(any::<u8>(), 0..300), readme in "\\PC{0,80}",
    ) {
        let mut files = with("plugin.wasm", component.clone());
        files.insert("README.md".into(), readme.clone().into());
        let package = Package::read(&pack(files).unwrap()).unwrap();
        prop_assert_eq!(package.component, component);
        prop_assert_eq!(package.readme, Some(readme));
    }
}
