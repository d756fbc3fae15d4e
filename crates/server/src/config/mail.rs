//! `[mail]`: how mail leaves.

use std::path::PathBuf;
use std::time::Duration;

use innkeeper_module::Secret;
use lettre::message::Mailbox;

use super::ConfigError;
use super::reference::{Key, Kind};
use super::values::Values;

/// The table of this section.
pub const KEYS: &[Key] = &[
    Key::new(
        "mail.transport",
        Kind::Text,
        "\"caught\"",
        "\"caught\" keeps every mail in the panel for staff to read and sends nothing; \"smtp\" sends.",
    ),
    Key::new(
        "mail.from",
        Kind::Text,
        "\"\"",
        "The sender, such as \"Example Hosting <panel@example.com>\". Not set: noreply at the base_url's host.",
    ),
    Key::new("mail.host", Kind::Text, "\"localhost\"", "The SMTP server."),
    Key::new(
        "mail.port",
        Kind::Integer,
        "0",
        "Its port; 0 stands for the usual one: 587 (starttls), 465 (tls), 25 (none).",
    ),
    Key::new(
        "mail.security",
        Kind::Text,
        "\"starttls\"",
        "\"starttls\" (required, never merely tried), \"tls\" from the first byte, or \"none\".",
    ),
    Key::new(
        "mail.username",
        Kind::Text,
        "\"\"",
        "The SMTP user. Not set: no sign-in.",
    ),
    Key::new(
        "mail.password",
        Kind::Secret,
        "\"\"",
        "The SMTP user's password.",
    ),
    Key::new(
        "mail.ca_file",
        Kind::Text,
        "\"\"",
        "A PEM file with a root certificate to trust beside the system's, for an internal relay.",
    ),
    Key::new(
        "mail.timeout",
        Kind::Duration,
        "\"30s\"",
        "How long one step of the conversation with the server may take.",
    ),
];

/// How mail leaves.
#[derive(Clone)]
pub struct Mail {
    /// Whether it leaves at all.
    pub transport: MailTransport,
    /// The sender.
    pub from: Mailbox,
}

/// Where mail goes.
#[derive(Clone)]
pub enum MailTransport {
    /// Into the panel, for staff to read.
    Caught,
    /// To a server.
    Smtp(Box<Smtp>),
}

/// A server that takes mail.
#[derive(Clone)]
pub struct Smtp {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the line is protected.
    pub security: MailSecurity,
    /// User and password.
    pub credentials: Option<(String, Secret)>,
    /// A root certificate beside the system's.
    pub ca_file: Option<PathBuf>,
    /// The longest wait for an answer.
    pub timeout: Duration,
}

/// How the line to the server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailSecurity {
    /// Plain first, then TLS or nothing.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// Plain.
    None,
}

impl Mail {
    pub(super) fn read(values: &Values, base_host: &str) -> Result<Self, ConfigError> {
        let smtp = Smtp::read(values)?;
        let is_smtp = values.one_of("mail.transport", &[("caught", false), ("smtp", true)])?;
        let transport = if is_smtp {
            MailTransport::Smtp(Box::new(smtp))
        } else {
            MailTransport::Caught
        };
        let sender = "an e-mail address, such as \"panel@example.com\" or \"Example Hosting <panel@example.com>\"";
        let from = match values.optional_text("mail.from")? {
            Some(_) => values.parsed("mail.from", sender)?,
            // An address such as [::1] is no host of a mailbox; nobody sends from there in earnest.
            None => format!("noreply@{base_host}")
                .parse()
                .or_else(|_| "noreply@localhost".parse())
                .map_err(|_| {
                    values.invalid(
                        "mail.from",
                        format!("is not set and cannot be guessed; it takes {sender}"),
                    )
                })?,
        };
        Ok(Self { transport, from })
    }

    /// The server, where mail leaves.
    pub fn smtp(&self) -> Option<&Smtp> {
        match &self.transport {
            MailTransport::Caught => None,
            MailTransport::Smtp(smtp) => Some(smtp),
        }
    }
}

impl Smtp {
    fn read(values: &Values) -> Result<Self, ConfigError> {
        let words = [
            ("starttls", MailSecurity::StartTls),
            ("tls", MailSecurity::Tls),
            ("none", MailSecurity::None),
        ];
        let security = values.one_of("mail.security", &words)?;
        let port = match values.integer("mail.port", 0, 65535)? {
            0 => security.usual_port(),
            port => port,
        };
        let (username, password) = (
            values.optional_text("mail.username")?,
            values.secret("mail.password")?,
        );
        let credentials = match (username, password) {
            (Some(username), Some(password)) => Some((username, password)),
            (None, None) => None,
            (Some(_), None) => {
                return Err(values.invalid(
                    "mail.username",
                    "is set, but mail.password and mail.password_file are not",
                ));
            }
            (None, Some(_)) => {
                return Err(values.invalid("mail.password", "is set, but mail.username is not"));
            }
        };
        let host = values.optional_text("mail.host")?;
        Ok(Self {
            host: host
                .ok_or_else(|| values.invalid("mail.host", "takes the name of the SMTP server"))?,
            port,
            security,
            credentials,
            ca_file: values.optional_path("mail.ca_file")?,
            timeout: values.duration("mail.timeout", "1s", "10m")?,
        })
    }
}

impl MailSecurity {
    fn usual_port(self) -> u16 {
        match self {
            Self::StartTls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}
