//! `[security]`: how long things last and how strong they are.

use std::num::NonZeroUsize;

use chrono::TimeDelta;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::session::Lifetimes;
use url::Url;
use uuid::Uuid;

use super::ConfigError;
use super::base_url::server_url;
use super::reference::{Key, Kind};
use super::values::Values;

/// The table of this section.
pub const KEYS: &[Key] = &[
    Key::new(
        "security.session_idle",
        Kind::Duration,
        "\"24h\"",
        "After how long without a request a customer is signed out.",
    ),
    Key::new(
        "security.session_absolute",
        Kind::Duration,
        "\"30d\"",
        "After how long a customer is signed out in any case.",
    ),
    Key::new(
        "security.staff_session_idle",
        Kind::Duration,
        "\"30m\"",
        "After how long without a request a staff member is signed out.",
    ),
    Key::new(
        "security.staff_session_absolute",
        Kind::Duration,
        "\"12h\"",
        "After how long a staff member is signed out in any case.",
    ),
    Key::new(
        "security.pending_sign_in",
        Kind::Duration,
        "\"10m\"",
        "How long the second step of a sign-in may take.",
    ),
    Key::new(
        "security.email_code_lifetime",
        Kind::Duration,
        "\"10m\"",
        "How long a code by e-mail works: whole minutes, 2 to 10.",
    ),
    Key::new(
        "security.totp_window",
        Kind::Integer,
        "1",
        "How many 30-second steps an authenticator app may be off, either way. 0 is strict.",
    ),
    Key::new(
        "security.staff_passkey_models",
        Kind::List,
        "[]",
        "The models of authenticators that staff may set up as passkeys, by AAGUID. Empty: any, and none is asked what it is.\n\
         What was set up before stays.",
    ),
    Key::new(
        "security.staff_passkey_roots",
        Kind::Text,
        "\"\"",
        "A file with the makers' root certificates (PEM), which must vouch for those models. Not set: nobody vouches for what\n\
         an authenticator says that it is.",
    ),
    Key::new(
        "security.password_min_length",
        Kind::Integer,
        "8",
        "The fewest characters of a password.",
    ),
    Key::new(
        "security.leaked_passwords",
        Kind::Text,
        "\"\"",
        "A range service that new passwords are looked up in, such as \"https://api.pwnedpasswords.com/range/\": it learns five\n\
         hexadecimal digits of a hash and nothing else. Not set: passwords are compared with the built-in list alone.",
    ),
    Key::new(
        "security.argon2_memory_kib",
        Kind::Integer,
        "19456",
        "Memory of one password hash.",
    ),
    Key::new(
        "security.argon2_passes",
        Kind::Integer,
        "2",
        "Passes of one password hash.",
    ),
    Key::new(
        "security.argon2_lanes",
        Kind::Integer,
        "1",
        "Lanes of one password hash.",
    ),
    Key::new(
        "security.hashing_concurrency",
        Kind::Integer,
        "0",
        "How many passwords are hashed at once; 0 stands for one per processor but one, which answers meanwhile.",
    ),
    Key::new(
        "security.pepper",
        Kind::Boolean,
        "false",
        "Whether password hashes also depend on the key file: a stolen database alone then says nothing of\n\
         passwords, and a lost key file locks everybody out. Existing hashes follow at the next sign-in.",
    ),
];

/// How long things last and how strong they are.
#[derive(Clone, Debug)]
pub struct Security {
    sessions: Lifetimes,
    staff_sessions: Lifetimes,
    pending_sign_in: TimeDelta,
    /// How long a code by e-mail works.
    pub email_code_lifetime: TimeDelta,
    /// Steps an authenticator app may be off.
    pub totp_window: u8,
    /// The models of authenticators that staff may set up as passkeys; any where there are none.
    pub staff_passkey_models: Vec<Uuid>,
    /// The certificates that must vouch for them, in PEM form.
    pub staff_passkey_roots: Option<String>,
    /// The fewest characters of a password.
    pub password_min_length: usize,
    /// A service that knows which passwords were stolen, asked by ranges of hashes.
    pub leaked_passwords: Option<Url>,
    /// The cost of a password hash.
    pub argon2: Argon2,
    /// How many passwords are hashed at once.
    pub hashing_concurrency: NonZeroUsize,
    /// Whether password hashes depend on the key file.
    pub pepper: bool,
}

/// The cost of a password hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argon2 {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Security {
    pub(super) fn read(values: &Values) -> Result<Self, ConfigError> {
        let hashing = NonZeroUsize::new(values.integer("security.hashing_concurrency", 0, 1024)?);
        let all_but_one = || {
            let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
            NonZeroUsize::new(cores - 1).unwrap_or(NonZeroUsize::MIN)
        };
        Ok(Self {
            sessions: Lifetimes {
                idle: span(values, "security.session_idle", "5m", "365d")?,
                absolute: span(values, "security.session_absolute", "5m", "365d")?,
            },
            staff_sessions: Lifetimes {
                idle: span(values, "security.staff_session_idle", "5m", "24h")?,
                absolute: span(values, "security.staff_session_absolute", "5m", "30d")?,
            },
            pending_sign_in: span(values, "security.pending_sign_in", "2m", "15m")?,
            email_code_lifetime: span(values, "security.email_code_lifetime", "2m", "10m")?,
            totp_window: values.integer("security.totp_window", 0, 2)?,
            staff_passkey_models: staff_passkey_models(values)?,
            staff_passkey_roots: staff_passkey_roots(values)?,
            password_min_length: values.integer("security.password_min_length", 8, 64)?,
            leaked_passwords: leaked_passwords(values)?,
            argon2: Argon2 {
                // The floors are those of R164; less would be a hole, not a choice.
                memory_kib: values.integer("security.argon2_memory_kib", 19_456, 4_194_304)?,
                passes: values.integer("security.argon2_passes", 2, 100)?,
                lanes: values.integer("security.argon2_lanes", 1, 64)?,
            },
            hashing_concurrency: hashing.unwrap_or_else(all_but_one),
            pepper: values.boolean("security.pepper")?,
        })
    }

    /// How long a session of that kind of person lasts.
    pub fn lifetimes(&self, kind: PrincipalKind) -> Lifetimes {
        match kind {
            PrincipalKind::User => self.sessions,
            PrincipalKind::Staff => self.staff_sessions,
        }
    }

    /// How long the second step of a sign-in may take.
    pub fn pending_lifetime(&self) -> TimeDelta {
        self.pending_sign_in
    }
}

fn staff_passkey_models(values: &Values) -> Result<Vec<Uuid>, ConfigError> {
    const KEY: &str = "security.staff_passkey_models";
    let models = values.list(KEY)?;
    let parsed = models.iter().map(|text| match Uuid::parse_str(text) {
        Ok(model) if !model.is_nil() => Ok(model),
        Ok(_) => Err(
            "takes no AAGUID of zeros: authenticators that do not say what they are have it"
                .to_owned(),
        ),
        Err(_) => Err(format!(
            "takes AAGUIDs such as \"fa2b99dc-9e39-4257-8f92-4a30d23c4118\", and not \"{text}\""
        )),
    });
    parsed
        .collect::<Result<Vec<Uuid>, String>>()
        .map_err(|message| values.invalid(KEY, message))
}

fn staff_passkey_roots(values: &Values) -> Result<Option<String>, ConfigError> {
    const KEY: &str = "security.staff_passkey_roots";
    let Some(path) = values.optional_text(KEY)? else {
        return Ok(None);
    };
    if values.list("security.staff_passkey_models")?.is_empty() {
        return Err(values.invalid(KEY, "is set, but security.staff_passkey_models is not"));
    }
    let pem = std::fs::read_to_string(&path)
        .map_err(|error| values.invalid(KEY, format!("cannot be read: {path}: {error}")))?;
    if !pem.contains("-----BEGIN CERTIFICATE-----") {
        return Err(values.invalid(KEY, format!("has no certificate in PEM form: {path}")));
    }
    Ok(Some(pem))
}

fn leaked_passwords(values: &Values) -> Result<Option<Url>, ConfigError> {
    const KEY: &str = "security.leaked_passwords";
    let Some(text) = values.optional_text(KEY)? else {
        return Ok(None);
    };
    let url = server_url(&text, "https://api.pwnedpasswords.com/range/")
        .map_err(|message| values.invalid(KEY, message))?;
    if !url.path().ends_with('/') {
        return Err(values.invalid(KEY, "ends with a slash, for digits of a hash come after it"));
    }
    Ok(Some(url))
}

pub(super) fn span(
    values: &Values,
    key: &str,
    least: &str,
    most: &str,
) -> Result<TimeDelta, ConfigError> {
    let span = values.duration(key, least, most)?;
    TimeDelta::from_std(span).map_err(|_| values.invalid(key, "is too long"))
}
