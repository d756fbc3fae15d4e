//! What a sandboxed plugin is written with, in Rust: the very trait that modules of the panel implement.
//!
//! A factor is a type that implements [`SecondFactor`], and one line that exports it:
//!
//! ```ignore
//! innkeeper_plugin::export_factor!(MyFactor);
//! ```
//!
//! Build with `cargo build --release --target wasm32-unknown-unknown`, without WASI: a component reaches the
//! panel through [`Host`] and nothing else. What it imports is what staff are asked to grant, so abilities
//! beyond log, clock, chance and settings are named: `export_factor!(MyFactor, uses: [http, store])`.

extern crate self as innkeeper_plugin;

mod export;
mod from_panel;
mod host;
mod to_panel;

pub use async_trait::async_trait;
pub use chrono;
pub use innkeeper_module::*;

#[doc(hidden)]
pub use export::{Component, Export};
#[doc(hidden)]
pub use host::{Uses, report_panics};

/// What is generated from `plugins/wit`. Plugins see the trait instead.
#[doc(hidden)]
#[expect(clippy::pedantic, reason = "generated")]
pub mod bindings {
    wit_bindgen::generate!({
        world: "factor",
        path: "../wit/1.0",
        generate_all,
        pub_export_macro: true,
        default_bindings_module: "innkeeper_plugin::bindings",
    });
}

/// What is generated for the interface `checks`.
#[doc(hidden)]
pub mod checks {
    wit_bindgen::generate!({
        inline: "
            package innkeeper:sdk;
            world checked { export innkeeper:factor/checks@1.0.0; }
        ",
        world: "innkeeper:sdk/checked",
        path: "../wit/1.0",
        with: {
            "innkeeper:host/types@1.0.0": crate::bindings::innkeeper::host::types,
            "innkeeper:factor/types@1.0.0": crate::bindings::innkeeper::factor::types,
        },
        pub_export_macro: true,
        default_bindings_module: "innkeeper_plugin::checks",
    });
}

/// Exports a second factor: an expression that makes it; which abilities it uses beyond log, clock, chance and
/// settings (`hash`, `http`, `messages`, `store`); and what it can do beyond the conversation (`checks`). An
/// ability that is not named is not imported, and answers [`Denied::NotGranted`].
#[macro_export]
macro_rules! export_factor {
    ($factor:expr) => {
        $crate::export_factor!($factor, uses: [], also: []);
    };
    ($factor:expr, uses: [$($ability:ident),* $(,)?]) => {
        $crate::export_factor!($factor, uses: [$($ability),*], also: []);
    };
    ($factor:expr, uses: [$($ability:ident),* $(,)?], also: [$($interface:ident),* $(,)?]) => {
        struct InnkeeperExport;

        impl $crate::Export for InnkeeperExport {
            const USES: $crate::Uses = $crate::Uses { $($ability: true,)* ..$crate::Uses::NOTHING };

            fn factor() -> impl $crate::SecondFactor {
                $factor
            }
        }

        type InnkeeperComponent = $crate::Component<InnkeeperExport>;

        $crate::bindings::export!(InnkeeperComponent with_types_in $crate::bindings);
        $($crate::$interface::export!(InnkeeperComponent with_types_in $crate::$interface);)*
    };
}
