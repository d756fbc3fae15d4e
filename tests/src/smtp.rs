//! A mail server that is not ours: aiosmtpd, with STARTTLS and a sign-in required, as providers have it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, bail};
use serde::Deserialize;
use tempfile::TempDir;

use crate::program::{self, Program};
use crate::surroundings::fixture;

/// Debian's package belongs to Debian's Python, which need not be the first one on the path.
const PYTHONS: [&str; 2] = ["/usr/bin/python3", "python3"];

/// A running mail server on `localhost`; dropping it ends it.
pub struct SmtpServer {
    // Dropped before the folder it writes to.
    _program: Program,
    folder: TempDir,
    /// Its port.
    pub port: u16,
}

/// A mail as it arrived.
#[derive(Clone, Debug, Deserialize)]
pub struct Mail {
    /// The envelope's sender.
    pub sender: String,
    /// The envelope's receivers.
    pub receivers: Vec<String>,
    /// Every header, decoded, in order.
    pub headers: Vec<(String, String)>,
    /// The subject, decoded.
    pub subject: String,
    /// The plain text part, decoded.
    pub text: Option<String>,
    /// The HTML part, decoded.
    pub html: Option<String>,
    /// The mail as it came over the line.
    #[serde(skip)]
    pub raw: Vec<u8>,
}

impl Mail {
    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

impl SmtpServer {
    /// Who may send.
    pub const USER: &str = "panel";
    /// The sender's password.
    pub const PASSWORD: &str = "let the mail out";

    /// Starts a server on a free port.
    pub fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        make_certificate(folder.path())?;
        let mails = folder.path().join("mails");
        fs::create_dir(&mails)?;
        let mut server = Command::new(python()?);
        server.arg(fixture("smtp_server.py")).arg(mails);
        server
            .arg(folder.path().join("certificate.pem"))
            .arg(folder.path().join("key.pem"));
        server.args([Self::USER, Self::PASSWORD]);
        let program = Program::start(&server)?;
        let port = program.wait_for(|line| line.strip_prefix("ready ")?.parse().ok())?;
        Ok(Self {
            _program: program,
            folder,
            port,
        })
    }

    /// The certificate a client must trust; it is for `localhost` and `127.0.0.1`.
    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("certificate.pem")
    }

    /// All mails so far, in the order they came.
    pub fn received(&self) -> anyhow::Result<Vec<Mail>> {
        let mut paths = Vec::new();
        for entry in fs::read_dir(self.folder.path().join("mails"))? {
            let path = entry?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                paths.push(path);
            }
        }
        paths.sort();
        paths.iter().map(|path| read(path)).collect()
    }

    /// The first mail that fits, as soon as there is one; gives up after half a minute.
    pub async fn wait_for(&self, fits: impl Fn(&Mail) -> bool) -> anyhow::Result<Mail> {
        for _ in 0..300 {
            if let Some(mail) = self.received()?.into_iter().find(&fits) {
                return Ok(mail);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let subjects: Vec<String> = self
            .received()?
            .into_iter()
            .map(|mail| mail.subject)
            .collect();
        bail!("no such mail came; there are {subjects:?}")
    }
}

fn read(path: &Path) -> anyhow::Result<Mail> {
    let mut mail: Mail = serde_json::from_slice(&fs::read(path)?)?;
    mail.raw = fs::read(path.with_extension("eml"))?;
    Ok(mail)
}

fn python() -> anyhow::Result<&'static str> {
    let has_aiosmtpd = |python: &&str| {
        program::output(Command::new(*python).args(["-c", "import aiosmtpd.smtp"])).is_ok()
    };
    PYTHONS
        .into_iter()
        .find(has_aiosmtpd)
        .context("no Python with aiosmtpd; Debian has it as python3-aiosmtpd")
}

/// A self-signed certificate that is no authority, since clients refuse an authority's as a server's.
fn make_certificate(folder: &Path) -> anyhow::Result<()> {
    const SETTINGS: &str = "[req]\nprompt = no\ndistinguished_name = name\nx509_extensions = server\n\
        [name]\nCN = localhost\n\
        [server]\nbasicConstraints = critical, CA:FALSE\nsubjectAltName = DNS:localhost, IP:127.0.0.1\n";
    fs::write(folder.join("settings"), SETTINGS)?;
    let mut openssl = Command::new("openssl");
    openssl.args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-noenc",
        "-days",
        "2",
    ]);
    openssl.args([
        "-config",
        "settings",
        "-keyout",
        "key.pem",
        "-out",
        "certificate.pem",
    ]);
    program::output(openssl.current_dir(folder)).map(drop)
}
