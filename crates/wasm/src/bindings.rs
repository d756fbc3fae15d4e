//! What is generated from `plugins/wit`.

/// What a factor may have beside the conversation.
pub(crate) mod checked {
    wasmtime::component::bindgen!({
        path: "../../plugins/wit/1.0",
        inline: "
            package innkeeper:panel;
            world checked { export innkeeper:factor/checks@1.0.0; }
        ",
        world: "innkeeper:panel/checked",
        with: {
            "innkeeper:host/types@1.0.0": super::innkeeper::host::types,
            "innkeeper:factor/types@1.0.0": super::innkeeper::factor::types,
        },
        exports: { default: async },
    });
}

/// What hears of events.
pub(crate) mod events {
    wasmtime::component::bindgen!({
        path: "../../plugins/wit/1.0",
        inline: "
            package innkeeper:panel;
            world hearing { export innkeeper:hooks/events@1.0.0; }
        ",
        world: "innkeeper:panel/hearing",
        with: { "innkeeper:host/types@1.0.0": super::innkeeper::host::types },
        exports: { default: async },
    });
}

/// What is asked before a sign-in goes on.
pub(crate) mod filters {
    wasmtime::component::bindgen!({
        path: "../../plugins/wit/1.0",
        inline: "
            package innkeeper:panel;
            world asked { export innkeeper:hooks/filters@1.0.0; }
        ",
        world: "innkeeper:panel/asked",
        with: {
            "innkeeper:host/types@1.0.0": super::innkeeper::host::types,
            "innkeeper:hooks/types@1.0.0": super::events::innkeeper::hooks::types,
        },
        exports: { default: async },
    });
}

/// What shows something on pages.
pub(crate) mod slots {
    wasmtime::component::bindgen!({
        path: "../../plugins/wit/1.0",
        inline: "
            package innkeeper:panel;
            world showing { export innkeeper:hooks/slots@1.0.0; }
        ",
        world: "innkeeper:panel/showing",
        with: {
            "innkeeper:host/types@1.0.0": super::innkeeper::host::types,
            "innkeeper:hooks/types@1.0.0": super::events::innkeeper::hooks::types,
        },
        exports: { default: async },
    });
}

/// What a channel is.
pub(crate) mod sending {
    wasmtime::component::bindgen!({
        path: "../../plugins/wit/1.0",
        inline: "
            package innkeeper:panel;
            world sender { export innkeeper:channel/sender@1.0.0; }
        ",
        world: "innkeeper:panel/sender",
        with: { "innkeeper:host/types@1.0.0": super::innkeeper::host::types },
        exports: { default: async },
    });
}

wasmtime::component::bindgen!({
    path: "../../plugins/wit/1.0",
    world: "factor",
    imports: { default: async | trappable },
    exports: { default: async },
});
