//! What can go wrong with a plugin, and that it is never the person's fault (R120).

use innkeeper_module::Failure;
use wasmtime::Trap;

/// Why a call came to nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// More processor time than a call may take.
    #[error("it used up its processor time")]
    Cpu,
    /// More memory than a call may take.
    #[error("it used up its memory")]
    Memory,
    /// Endless recursion.
    #[error("it used up its stack")]
    Stack,
    /// More time on the clock than a call may take.
    #[error("it took too long")]
    Wall,
    /// It gave up by itself; the message is its own, for its author.
    #[error("it panicked")]
    Panic {
        /// What it wrote last to the log as an error.
        message: Option<String>,
    },
    /// It did what the machine forbids.
    #[error("it crashed ({0})")]
    Trap(String),
    /// More data at once than may be exchanged.
    #[error("it exchanged too much data")]
    Exchange,
    /// More of the panel than a call may ask for.
    #[error("it asked too much of the panel: {0}")]
    Asked(&'static str),
    /// It answered, and the answer is not one.
    #[error("its answer cannot be used: {0}")]
    BadReturn(String),
    /// Too many calls are under way or waiting.
    #[error("it is busy")]
    Busy,
    /// It failed too often lately and is left alone for a while.
    #[error("it failed too often and rests for a while")]
    Resting,
    /// It failed too often altogether; staff must look at it.
    #[error("it failed too often and is switched off")]
    Off,
}

impl Fault {
    /// The names of all kinds.
    pub const KINDS: [&'static str; 12] = [
        "cpu",
        "memory",
        "stack",
        "wall",
        "panic",
        "trap",
        "exchange",
        "asked",
        "bad-return",
        "busy",
        "resting",
        "off",
    ];

    /// The kind's name, for counting; one of [`Fault::KINDS`].
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::Memory => "memory",
            Self::Stack => "stack",
            Self::Wall => "wall",
            Self::Panic { .. } => "panic",
            Self::Trap(_) => "trap",
            Self::Exchange => "exchange",
            Self::Asked(_) => "asked",
            Self::BadReturn(_) => "bad-return",
            Self::Busy => "busy",
            Self::Resting => "resting",
            Self::Off => "off",
        }
    }

    /// Whether the plugin did something wrong, rather than being turned away before it ran.
    pub fn is_the_plugins(&self) -> bool {
        !matches!(self, Self::Busy | Self::Resting | Self::Off)
    }

    /// Tells a fault by the error that ended the call.
    pub(crate) fn of(
        error: &wasmtime::Error,
        was_denied_memory: bool,
        last_error: Option<String>,
    ) -> Self {
        if let Some(fault) = error.downcast_ref::<Self>() {
            return fault.clone();
        }
        match error.downcast_ref::<Trap>() {
            Some(Trap::Interrupt) => Self::Cpu,
            Some(Trap::StackOverflow) => Self::Stack,
            _ if was_denied_memory => Self::Memory,
            Some(Trap::UnreachableCodeReached) => Self::Panic {
                message: last_error,
            },
            Some(trap) => Self::Trap(trap.to_string()),
            // Wasmtime's error for this has no public type.
            None => match error.root_cause().to_string() {
                cause if cause.ends_with("fuel allocated for hostcalls has been exhausted") => {
                    Self::Exchange
                }
                cause => Self::BadReturn(cause),
            },
        }
    }
}

impl From<Fault> for Failure {
    /// Passes by, for all that the person is told, and is never counted against them. What the plugin said
    /// when it broke stays out: nobody knows what is in it.
    fn from(fault: Fault) -> Self {
        Self::Unavailable(format!("the plugin gave no answer ({})", fault.kind()))
    }
}

/// Why a component cannot be a plugin of this panel.
#[derive(Debug, thiserror::Error)]
pub enum Unfit {
    /// It is no component, or wants what plugins do not get, or was not compiled by this panel.
    #[error("it cannot be loaded: {0}")]
    Load(String),
    /// It could not describe itself.
    #[error("it could not describe itself: {0}")]
    Description(#[from] Fault),
    /// It is another plugin than its manifest says.
    #[error("it calls itself `{name}`, which is not the last part of `{id}`")]
    Name {
        /// Its own name for itself.
        name: String,
        /// The manifest's.
        id: String,
    },
    /// The runtime itself cannot be had.
    #[error("plugins cannot be run here: {0}")]
    Runtime(String),
}

impl Unfit {
    pub(crate) fn load(error: &wasmtime::Error) -> Self {
        Self::Load(format!("{error:#}"))
    }
}
