//! A hardware key that is not ours: what it types is worked out by yubiotp.

use std::fmt::Write as _;
use std::process::Command;

use anyhow::Context as _;
use innkeeper_server::demo::key_server::Secrets;

use crate::program;
use crate::surroundings::fixture;

/// Debian's package belongs to Debian's Python, which need not be the first one on the path.
const PYTHONS: [&str; 2] = ["/usr/bin/python3", "python3"];

/// A key.
pub struct Key {
    public_id: [u8; 6],
    secrets: Secrets,
    session: u16,
    touch: u8,
}

impl Key {
    /// The key of that number, plugged in for the first time.
    pub fn new(number: u8) -> Self {
        Self {
            public_id: [0, 0, 0, 0, 0, number],
            secrets: Secrets {
                private_id: [number; 6],
                aes_key: [number ^ 0x5a; 16],
            },
            session: 1,
            touch: 0,
        }
    }

    /// Its name, as it types it.
    pub fn public_id(&self) -> String {
        let digits = hex(&self.public_id);
        let letters = digits.chars().filter_map(|digit| {
            let place = usize::try_from(digit.to_digit(16)?).ok()?;
            "cbdefghijklnrtuv".chars().nth(place)
        });
        letters.collect()
    }

    /// What its validation server must know.
    pub fn secrets(&self) -> Secrets {
        self.secrets
    }

    /// Pulls it out and plugs it in.
    pub fn plug_in_again(&mut self) {
        self.session += 1;
        self.touch = 0;
    }

    /// What it types when it is touched.
    pub fn touch(&mut self) -> anyhow::Result<String> {
        self.touch += 1;
        let mut run = Command::new(python()?);
        run.arg(fixture("yubikey.py"));
        run.args([
            hex(&self.public_id),
            hex(&self.secrets.private_id),
            hex(&self.secrets.aes_key),
            self.session.to_string(),
            self.touch.to_string(),
        ]);
        Ok(program::output(&mut run)?.trim().to_owned())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn python() -> anyhow::Result<&'static str> {
    let has_yubiotp = |python: &&str| {
        program::output(Command::new(*python).args(["-c", "import yubiotp.otp"])).is_ok()
    };
    PYTHONS
        .into_iter()
        .find(has_yubiotp)
        .context("no Python with yubiotp; Debian has it as python3-yubiotp")
}
