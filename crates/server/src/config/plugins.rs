//! `[plugins]`: what plugins may use of this machine, and where what they are compiled to is kept.

use std::path::PathBuf;
use std::time::Duration;

use innkeeper_package::{HostPattern, manifest};
use innkeeper_wasm::{Limits, PoolLimits};
use url::Url;

use super::ConfigError;
use super::base_url::server_url;
use super::reference::{Key, Kind};
use super::values::Values;

const MIB: u64 = 1 << 20;

/// The table of this section.
pub const KEYS: &[Key] = &[
    Key::new(
        "plugins.cache",
        Kind::Text,
        "\"data/plugins\"",
        "The folder for what plugins are compiled to. It can be deleted: what is missing is compiled again.",
    ),
    Key::new(
        "plugins.memory",
        Kind::Integer,
        "64",
        "How much memory a plugin may ask for, in MiB; one that asks for nothing gets 64.",
    ),
    Key::new(
        "plugins.cpu",
        Kind::Duration,
        "\"1s\"",
        "How much processor time one call of a plugin may ask for.",
    ),
    Key::new(
        "plugins.time",
        Kind::Duration,
        "\"10s\"",
        "How long one call of a plugin may take, with all that it waits for.",
    ),
    Key::new(
        "plugins.answer",
        Kind::Duration,
        "\"50ms\"",
        "How long a plugin may take to answer a question while somebody waits. One that takes longer is as if not asked.",
    ),
    Key::new(
        "plugins.at_once",
        Kind::Integer,
        "64",
        "How many calls run at once, of all plugins together.",
    ),
    Key::new(
        "plugins.threads",
        Kind::Integer,
        "2",
        "How many threads run calls that take longer than a moment; short ones run where they are waited for.",
    ),
    Key::new(
        "plugins.compile_memory",
        Kind::Integer,
        "2048",
        "How much memory the compiler may use when a plugin is installed, in MiB.",
    ),
    Key::new(
        "plugins.compile_time",
        Kind::Duration,
        "\"2m\"",
        "How much processor time it may use.",
    ),
    Key::new(
        "plugins.poll",
        Kind::Duration,
        "\"3s\"",
        "How soon a node follows what another node changed about plugins.",
    ),
    Key::new(
        "plugins.servers",
        Kind::List,
        "[]",
        "Servers of your own that plugins may ask although they are not on the internet: the plugin's id, =, and the\n\
         server's address, like \"dev.acme.sms=https://sms.internal.example\". Without TLS only on this machine.",
    ),
    Key::new(
        "plugins.private_servers",
        Kind::List,
        "[]",
        "Servers of your own network for plugins: \"NAME=ADDRESS\", such as \"sms.internal.example=http://127.0.0.1:13013\". What a\n\
         plugin that was granted that name asks at https://NAME goes there.",
    ),
    Key::new(
        "plugins.dev",
        Kind::Boolean,
        "false",
        "For the machine of whoever writes a plugin: staff may install packages that nobody signed.",
    ),
];

/// What plugins may use.
#[derive(Clone, Debug)]
pub struct Plugins {
    /// Where what they are compiled to is kept.
    pub cache: PathBuf,
    /// Bytes of memory that one may ask for.
    pub memory: u64,
    /// Processor time that a call may ask for.
    pub cpu: Duration,
    /// Time that a call may ask for.
    pub time: Duration,
    /// Time for the answer to a question.
    pub answer: Duration,
    /// Calls at once.
    pub at_once: u32,
    /// Threads for long calls.
    pub threads: usize,
    /// MiB of memory for the compiler.
    pub compile_memory: u64,
    /// Processor time for it.
    pub compile_time: Duration,
    /// How often to look at what changed.
    pub poll: Duration,
    /// Servers that plugins may ask wherever they are, each with the plugin's id.
    pub servers: Vec<(String, Url)>,
    /// Servers that are not on the internet.
    pub private_servers: Vec<PrivateServer>,
    /// Whether staff may install what nobody signed.
    pub dev: bool,
}

/// A server of the operator's own network, by the name that plugins have for it.
#[derive(Clone, Debug)]
pub struct PrivateServer {
    /// What plugins ask, and are granted.
    pub name: HostPattern,
    /// Where it is.
    pub at: Url,
}

impl Plugins {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let cache = values.optional_path("plugins.cache")?;
        Ok(Self {
            cache: cache
                .ok_or_else(|| values.invalid("plugins.cache", "takes the path of a folder"))?,
            memory: values.integer::<u64>("plugins.memory", 1, 128)? * MIB,
            cpu: values.duration("plugins.cpu", "10ms", "5s")?,
            time: values.duration("plugins.time", "100ms", "1m")?,
            answer: values.duration("plugins.answer", "10ms", "10s")?,
            at_once: values.integer("plugins.at_once", 1, 1024)?,
            threads: values.integer("plugins.threads", 1, 64)?,
            compile_memory: values.integer("plugins.compile_memory", 16, 65_536)?,
            compile_time: values.duration("plugins.compile_time", "1s", "1h")?,
            poll: values.duration("plugins.poll", "100ms", "1m")?,
            servers: servers(values)?,
            private_servers: private_servers(values)?,
            dev: values.boolean("plugins.dev")?,
        })
    }

    /// The servers that the plugin of that id may ask wherever they are.
    pub fn servers_of(&self, id: &str) -> Vec<Url> {
        let servers = self.servers.iter().filter(|(plugin, _)| plugin == id);
        servers.map(|(_, server)| server.clone()).collect()
    }

    /// What all plugins share.
    pub(crate) fn pool(&self) -> PoolLimits {
        PoolLimits {
            slots: self.at_once,
            memory: self.memory_of(None),
            threads: self.threads,
        }
    }

    /// What a plugin gets that asks for so much: the usual where it asks for nothing, and no more than the
    /// operator allows.
    pub(crate) fn limits(&self, asked: &manifest::Limits) -> Limits {
        let usual = Limits::default();
        Limits {
            cpu: asked.cpu.unwrap_or(usual.cpu).min(self.cpu),
            wall: asked.time.unwrap_or(usual.wall).min(self.time),
            answer: self.answer,
            memory: self.memory_of(asked.memory.map(|size| size.0)),
            ..usual
        }
    }

    fn memory_of(&self, asked: Option<u64>) -> usize {
        let bytes = asked.map_or(self.memory, |asked| asked.min(self.memory));
        usize::try_from(bytes).unwrap_or(usize::MAX)
    }
}

fn servers(values: &Values) -> Result<Vec<(String, Url)>, ConfigError> {
    const KEY: &str = "plugins.servers";
    const EXAMPLE: &str = "https://sms.internal.example";
    let read = |entry: &String| {
        let (plugin, server) = entry
            .split_once('=')
            .ok_or_else(|| format!("takes entries like \"dev.acme.sms={EXAMPLE}\""))?;
        Ok((plugin.to_owned(), server_url(server, EXAMPLE)?))
    };
    let servers: Result<Vec<_>, String> = values.list(KEY)?.iter().map(read).collect();
    servers.map_err(|message| values.invalid(KEY, message))
}

fn private_servers(values: &Values) -> Result<Vec<PrivateServer>, ConfigError> {
    const KEY: &str = "plugins.private_servers";
    const EXAMPLE: &str = "http://127.0.0.1:13013";
    let servers = values.list(KEY)?.into_iter().map(|text| {
        let pair = text.split_once('=');
        let (name, at) = pair.ok_or_else(|| {
            format!("has \"{text}\", but it takes name and address, such as \"sms.internal.example={EXAMPLE}\"")
        })?;
        let name: HostPattern = name
            .trim()
            .parse()
            .map_err(|error| format!("has \"{name}\", which {error}"))?;
        let at = server_url(at.trim(), EXAMPLE)?;
        Ok(PrivateServer { name, at })
    });
    servers
        .collect::<Result<_, String>>()
        .map_err(|message| values.invalid(KEY, message))
}
