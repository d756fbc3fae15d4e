//! Components, built and compiled once for all tests.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

use innkeeper_plugin_build::build;
use innkeeper_wasm::{ArtifactKey, Code, PoolLimits, Runtime, Terms, WasmFactor, compile};
use sha2::{Digest as _, Sha256};

/// The one machine of this process.
pub fn runtime() -> Arc<Runtime> {
    static RUNTIME: LazyLock<Arc<Runtime>> =
        LazyLock::new(|| Arc::new(Runtime::new(&PoolLimits::default()).expect("plugins run here")));
    Arc::clone(&RUNTIME)
}

/// The component of a package in `plugins/components`.
pub fn component(package: &str) -> Vec<u8> {
    let path = build(package).expect("the component is built");
    std::fs::read(path).expect("the component is there")
}

/// A component as the panel loads it: compiled, signed, and read back.
pub fn load(component: &[u8]) -> Code {
    let key = ArtifactKey::new([7; 32]);
    let digest = Sha256::digest(component).into();
    let compiled = compile(component).expect("the component compiles");
    let file = key.seal(&digest, &compiled);
    runtime().load(&key, &digest, &file).expect("it is loaded")
}

/// The code of a package, compiled once.
pub fn code(package: &'static str) -> Code {
    static CODES: Mutex<BTreeMap<&str, Arc<OnceLock<Code>>>> = Mutex::new(BTreeMap::new());
    let cell = {
        let mut codes = CODES.lock().expect("no test panicked here");
        Arc::clone(codes.entry(package).or_default())
    };
    cell.get_or_init(|| load(&component(package))).clone()
}

/// The factor of a package, on those terms.
pub async fn factor_on(package: &'static str, terms: Terms) -> WasmFactor {
    let name = package.trim_start_matches("innkeeper-");
    let id = name.trim_end_matches("-component");
    let factor = WasmFactor::new(runtime(), &code(package), id, terms).await;
    factor.expect("it is a factor")
}
