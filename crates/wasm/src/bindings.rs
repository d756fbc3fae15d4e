//! What is generated from `plugins/wit`.
#![expect(
    clippy::all,
    clippy::pedantic,
    reason = "generated; the interfaces have the words"
)]

wasmtime::component::bindgen!({
    path: "../../plugins/wit/1.0",
    world: "factor",
    imports: { default: async | trappable },
    exports: { default: async },
});
