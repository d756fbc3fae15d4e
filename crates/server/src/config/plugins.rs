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

const KIB: usize = 1 << 10;
const MIB: usize = 1 << 20;

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
        "plugins.http_requests",
        Kind::Integer,
        "8",
        "How many requests one call may make to other servers.",
    ),
    Key::new(
        "plugins.http_body",
        Kind::Integer,
        "1024",
        "How large what it sends may be, in KiB.",
    ),
    Key::new(
        "plugins.http_answer",
        Kind::Integer,
        "2048",
        "How much of an answer it gets, in KiB; the rest is cut off.",
    ),
    Key::new(
        "plugins.exchange",
        Kind::Integer,
        "4096",
        "How much a plugin may hand to the panel at once, in KiB, its answer included.",
    ),
    Key::new(
        "plugins.log_lines",
        Kind::Integer,
        "100",
        "How many lines one call may write to the log; what is above is dropped.",
    ),
    Key::new(
        "plugins.log_line",
        Kind::Integer,
        "4",
        "How long such a line may be, in KiB; the rest is cut off.",
    ),
    Key::new(
        "plugins.messages",
        Kind::Integer,
        "2",
        "How many messages to the person one call may send.",
    ),
    Key::new(
        "plugins.hashes",
        Kind::Integer,
        "32",
        "How many slow hashes one call may have made or compared.",
    ),
    Key::new(
        "plugins.signatures",
        Kind::Integer,
        "32",
        "How many signatures by secret settings one call may have made.",
    ),
    Key::new(
        "plugins.store_uses",
        Kind::Integer,
        "64",
        "How often one call may use what its plugin keeps.",
    ),
    Key::new(
        "plugins.store_value",
        Kind::Integer,
        "64",
        "How large one value of that may be, in KiB. How much a plugin keeps altogether is granted when it is installed.",
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
    /// What a call may take, and the most that a plugin may ask for where it asks.
    pub call: Limits,
    /// Bytes of another server's answer.
    pub http_answer: usize,
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
            call: call(values)?,
            http_answer: values.integer::<usize>("plugins.http_answer", 1, 16_384)? * KIB,
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
            memory: self.call.memory,
            threads: self.threads,
        }
    }

    /// What a plugin gets that asks for so much: the usual where it asks for nothing, and no more than the
    /// operator allows.
    pub(crate) fn limits(&self, asked: &manifest::Limits) -> Limits {
        let usual = Limits::default();
        let most = &self.call;
        let memory = asked.memory.map(|size| size.0);
        let memory = memory.map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
        Limits {
            cpu: asked.cpu.unwrap_or(usual.cpu).min(most.cpu),
            wall: asked.time.unwrap_or(usual.wall).min(most.wall),
            memory: memory.unwrap_or(most.memory).min(most.memory),
            ..most.clone()
        }
    }
}

fn call(values: &Values) -> Result<Limits, ConfigError> {
    let kib = |key, most| Ok(values.integer::<usize>(key, 1, most)? * KIB);
    Ok(Limits {
        cpu: values.duration("plugins.cpu", "10ms", "5s")?,
        wall: values.duration("plugins.time", "100ms", "1m")?,
        answer: values.duration("plugins.answer", "10ms", "10s")?,
        memory: values.integer::<usize>("plugins.memory", 1, 128)? * MIB,
        exchange: kib("plugins.exchange", 65_536)?,
        log_lines: values.integer("plugins.log_lines", 0, 10_000)?,
        log_line: kib("plugins.log_line", 64)?,
        http_requests: values.integer("plugins.http_requests", 0, 64)?,
        http_body: kib("plugins.http_body", 16_384)?,
        messages: values.integer("plugins.messages", 0, 16)?,
        hashes: values.integer("plugins.hashes", 0, 256)?,
        signatures: values.integer("plugins.signatures", 0, 1024)?,
        store_uses: values.integer("plugins.store_uses", 0, 1024)?,
        store_value: kib("plugins.store_value", 1024)?,
        ..Limits::default()
    })
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
