//! What may be loaded, and what a component may ask for.

use innkeeper_module::SecondFactor as _;
use innkeeper_wasm::{ArtifactKey, Terms, Unfit, WasmFactor, compile};
use sha2::{Digest as _, Sha256};

use crate::bench::{code, load, runtime};
use crate::contract::TOTP;

#[test]
fn a_component_imports_what_it_uses_and_nothing_else() {
    let mut imports = code(TOTP).imports();
    imports.sort();
    let names = [
        "factor/types",
        "host/clock",
        "host/log",
        "host/random",
        "host/settings",
        "host/types",
    ];
    assert_eq!(imports, names.map(|name| format!("innkeeper:{name}@1.0.0")));
}

/// A component that imports one interface of that name, by hand.
fn importing(name: &str) -> Vec<u8> {
    let mut section = vec![1, 0];
    section.push(u8::try_from(name.len()).expect("a short name"));
    section.extend(name.bytes());
    section.extend([5, 0]);
    let mut component = b"\0asm\x0d\0\x01\0".to_vec();
    // A type section with one instance type, which has one function `f`, and an import section.
    component.extend([7, 14, 1, 0x42, 2, 1, 0x40, 0, 1, 0, 4, 0, 1, b'f', 1, 0]);
    component.extend([10, u8::try_from(section.len()).expect("short")]);
    component.extend(section);
    component
}

#[tokio::test]
async fn nothing_but_the_panels_interfaces_can_be_imported() {
    for name in ["wasi:cli/environment@0.2.0", "innkeeper:host/shell@1.0.0"] {
        let code = load(&importing(name));
        let factor = WasmFactor::new(runtime(), &code, "dev.acme.none", Terms::default()).await;
        let Some(Unfit::Load(why)) = factor.err() else {
            panic!("{name} is refused");
        };
        assert!(why.contains(name), "{why}");
    }
}

#[test]
fn what_is_no_component_is_not_compiled() {
    for bytes in [&b""[..], b"\0asm\x01\0\0\0", b"rubbish", &[0xff; 64]] {
        assert!(matches!(compile(bytes), Err(Unfit::Load(_))));
    }
}

#[tokio::test]
async fn a_component_without_a_factor_is_no_factor() {
    let code = load(&importing("innkeeper:host/clock@1.0.0"));
    let factor = WasmFactor::new(runtime(), &code, "dev.acme.none", Terms::default());
    assert!(matches!(factor.await.err(), Some(Unfit::Load(_))));
}

#[tokio::test]
async fn a_factor_goes_by_the_id_of_its_manifest_and_by_no_other_name() {
    let code = code(TOTP);
    let factor = WasmFactor::new(runtime(), &code, "dev.acme.totp", Terms::default()).await;
    assert_eq!(factor.expect("a factor").describe().id, "dev.acme.totp");
    let factor = WasmFactor::new(runtime(), &code, "dev.acme.other", Terms::default()).await;
    assert!(matches!(factor.err(), Some(Unfit::Name { .. })));
}

#[test]
fn a_compiled_plugin_that_was_not_made_here_is_not_loaded() {
    let component = importing("innkeeper:host/clock@1.0.0");
    let digest: [u8; 32] = Sha256::digest(&component).into();
    let compiled = compile(&component).expect("it compiles");
    let (ours, theirs) = (ArtifactKey::new([1; 32]), ArtifactKey::new([2; 32]));
    let good = ours.seal(&digest, &compiled);
    let mut changed = good.clone();
    *changed.last_mut().expect("bytes") ^= 1;
    let forged = [
        theirs.seal(&digest, &compiled),
        changed,
        compiled,
        Vec::new(),
    ];
    for file in forged {
        let loaded = runtime().load(&ours, &digest, &file);
        assert!(matches!(loaded.err(), Some(Unfit::Load(_))));
    }
    assert!(
        runtime().load(&ours, &[0; 32], &good).is_err(),
        "of another component"
    );
    assert!(runtime().load(&ours, &digest, &good).is_ok());
}
