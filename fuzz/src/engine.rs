//! The targets under libFuzzer: `INNKEEPER_FUZZ_TARGET` says which. `cargo xtask fuzz` builds and starts it.

#![no_main]

use std::sync::LazyLock;

use innkeeper_fuzz::Target;
use libfuzzer_sys::fuzz_target;

static CHOSEN: LazyLock<&Target> = LazyLock::new(|| {
    #[expect(
        clippy::disallowed_methods,
        reason = "the command line is libFuzzer's, and there is no panel"
    )]
    let name = std::env::var("INNKEEPER_FUZZ_TARGET").unwrap_or_default();
    innkeeper_fuzz::find(&name).expect("INNKEEPER_FUZZ_TARGET names a target")
});

fuzz_target!(|bytes: &[u8]| {
    let _ = (CHOSEN.run)(bytes);
});
