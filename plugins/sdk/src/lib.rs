//! What a sandboxed plugin is written with, in Rust: the very trait that modules of the panel implement.
//!
//! A factor is a type that implements [`SecondFactor`], and one line that exports it:
//!
//! ```ignore
//! innkeeper_plugin::export_factor!(MyFactor);
//! ```
//!
//! A channel for messages implements [`Channel`] and is exported by `export_channel!`.
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
pub use export::{Abilities, Component, Export, ExportChannel, ExportHooks};
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

/// What is generated for hooks.
#[doc(hidden)]
#[expect(clippy::pedantic, reason = "generated")]
pub mod hooks {
    wit_bindgen::generate!({
        inline: "
            package innkeeper:sdk;
            world hearing { export innkeeper:hooks/events@1.0.0; }
        ",
        world: "innkeeper:sdk/hearing",
        path: "../wit/1.0",
        with: { "innkeeper:host/types@1.0.0": crate::bindings::innkeeper::host::types },
        generate_all,
        pub_export_macro: true,
        default_bindings_module: "innkeeper_plugin::hooks",
    });
}

/// What is generated for filters.
#[doc(hidden)]
#[expect(clippy::pedantic, reason = "generated")]
pub mod filters {
    wit_bindgen::generate!({
        inline: "
            package innkeeper:sdk;
            world asked { export innkeeper:hooks/filters@1.0.0; }
        ",
        world: "innkeeper:sdk/asked",
        path: "../wit/1.0",
        with: {
            "innkeeper:host/types@1.0.0": crate::bindings::innkeeper::host::types,
            "innkeeper:hooks/types@1.0.0": crate::hooks::innkeeper::hooks::types,
        },
        pub_export_macro: true,
        default_bindings_module: "innkeeper_plugin::filters",
    });
}

/// What is generated for slots.
#[doc(hidden)]
#[expect(clippy::pedantic, reason = "generated")]
pub mod slots {
    wit_bindgen::generate!({
        inline: "
            package innkeeper:sdk;
            world showing { export innkeeper:hooks/slots@1.0.0; }
        ",
        world: "innkeeper:sdk/showing",
        path: "../wit/1.0",
        with: {
            "innkeeper:host/types@1.0.0": crate::bindings::innkeeper::host::types,
            "innkeeper:hooks/types@1.0.0": crate::hooks::innkeeper::hooks::types,
        },
        pub_export_macro: true,
        default_bindings_module: "innkeeper_plugin::slots",
    });
}

/// What is generated for channels.
#[doc(hidden)]
#[expect(clippy::pedantic, reason = "generated")]
pub mod channel {
    wit_bindgen::generate!({
        inline: "
            package innkeeper:sdk;
            world sending { export innkeeper:channel/sender@1.0.0; }
        ",
        world: "innkeeper:sdk/sending",
        path: "../wit/1.0",
        with: {
            "innkeeper:host/types@1.0.0": crate::bindings::innkeeper::host::types,
            "innkeeper:channel/types@1.0.0": generate,
        },
        pub_export_macro: true,
        default_bindings_module: "innkeeper_plugin::channel",
    });
}

/// Exports a second factor: an expression that makes it; which abilities it uses beyond log, clock, chance and
/// settings (`hash`, `http`, `messages`, `signatures`, `store`); and what it can do beyond the conversation (`checks`). An
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

        impl $crate::Abilities for InnkeeperExport {
            const USES: $crate::Uses = $crate::Uses { $($ability: true,)* ..$crate::Uses::NOTHING };
        }

        impl $crate::Export for InnkeeperExport {
            fn factor() -> impl $crate::SecondFactor {
                $factor
            }
        }

        type InnkeeperComponent = $crate::Component<InnkeeperExport>;

        $crate::bindings::export!(InnkeeperComponent with_types_in $crate::bindings);
        $($crate::$interface::export!(InnkeeperComponent with_types_in $crate::$interface);)*
    };
}

/// Exports a channel: an expression that makes it, and which abilities it uses, as in [`export_factor!`].
#[macro_export]
macro_rules! export_channel {
    ($channel:expr) => {
        $crate::export_channel!($channel, uses: []);
    };
    ($channel:expr, uses: [$($ability:ident),* $(,)?]) => {
        struct InnkeeperExport;

        impl $crate::Abilities for InnkeeperExport {
            const USES: $crate::Uses = $crate::Uses { $($ability: true,)* ..$crate::Uses::NOTHING };
        }

        impl $crate::ExportChannel for InnkeeperExport {
            fn channel() -> impl $crate::Channel {
                $channel
            }
        }

        type InnkeeperComponent = $crate::Component<InnkeeperExport>;

        $crate::channel::export!(InnkeeperComponent with_types_in $crate::channel);
    };
}

/// Exports hooks: an expression that makes them, which abilities they use, as in [`export_factor!`], and what of
/// them the panel calls: `hooks` for events, which it is if nothing is said, `filters` and `slots`.
#[macro_export]
macro_rules! export_hooks {
    ($hooks:expr) => {
        $crate::export_hooks!($hooks, uses: [], for: [hooks]);
    };
    ($hooks:expr, uses: [$($ability:ident),* $(,)?]) => {
        $crate::export_hooks!($hooks, uses: [$($ability),*], for: [hooks]);
    };
    ($hooks:expr, uses: [$($ability:ident),* $(,)?], for: [$($interface:ident),* $(,)?]) => {
        struct InnkeeperExport;

        impl $crate::Abilities for InnkeeperExport {
            const USES: $crate::Uses = $crate::Uses { $($ability: true,)* ..$crate::Uses::NOTHING };
        }

        impl $crate::ExportHooks for InnkeeperExport {
            fn hooks() -> impl $crate::Hooks {
                $hooks
            }
        }

        type InnkeeperComponent = $crate::Component<InnkeeperExport>;

        $($crate::$interface::export!(InnkeeperComponent with_types_in $crate::$interface);)*
    };
}
