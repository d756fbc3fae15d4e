//! Questions to the person at the terminal.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use anyhow::{Context as _, bail};
use innkeeper_module::Secret;
use zeroize::Zeroizing;

/// More than anybody types as a password.
const MAX_SECRET_BYTES: usize = 4096;

/// Asks for a line of text; an empty answer takes the default.
///
/// # Errors
/// Where nobody is there to answer.
pub fn ask(question: &str, default: Option<&str>) -> anyhow::Result<String> {
    if !io::stdin().is_terminal() {
        bail!(
            "there is no terminal to ask \"{question}\" at: give the answer as an option, see --help"
        );
    }
    loop {
        let mut out = io::stderr().lock();
        match default {
            Some(default) if !default.is_empty() => write!(out, "{question} [{default}]: ")?,
            _ => write!(out, "{question}: ")?,
        }
        out.flush()?;
        let mut answer = String::new();
        if io::stdin().lock().read_line(&mut answer)? == 0 {
            bail!("no answer was given");
        }
        match (answer.trim(), default) {
            ("", Some(default)) => return Ok(default.to_owned()),
            ("", None) => {}
            (answer, _) => return Ok(answer.to_owned()),
        }
    }
}

/// Asks for a new password, twice and unseen; none where the person wants one made.
///
/// # Errors
/// Where nobody is there to answer.
pub fn ask_new_password() -> anyhow::Result<Option<Secret>> {
    loop {
        let first = ask_unseen("Password (leave empty to have one made): ")?;
        if first.is_empty() {
            return Ok(None);
        }
        if first == ask_unseen("The same again: ")? {
            return Ok(Some(Secret::from(first.as_str())));
        }
        writeln!(io::stderr(), "These two are not the same.")?;
    }
}

/// Reads a password that another program writes to standard input: the first line.
///
/// # Errors
/// Where there is none.
pub fn read_password() -> anyhow::Result<Secret> {
    let mut line = Zeroizing::new(String::with_capacity(MAX_SECRET_BYTES));
    io::stdin()
        .lock()
        .read_line(&mut line)
        .context("cannot read the password from standard input")?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        bail!("there is no password on standard input");
    }
    Ok(Secret::from(password))
}

/// Asks for a secret, unseen.
///
/// # Errors
/// Where nobody is there to answer.
pub fn ask_unseen(question: &str) -> anyhow::Result<Zeroizing<String>> {
    let answer = rpassword::prompt_password(question)
        .context("there is no terminal to ask for a password at")?;
    Ok(Zeroizing::new(answer))
}
