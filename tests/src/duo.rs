//! What stands for Duo: the dialect of its Universal Prompt on an `OpenID` Connect library that is not ours.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use anyhow::{Context as _, ensure};
use http::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use serde_json::Value;

use crate::program::Program;
use crate::surroundings::{fixture, root};

/// A running server; dropping it ends it.
pub struct Duo {
    _program: Program,
    /// Where it is reached.
    pub url: String,
}

impl Duo {
    /// By what name the plugin asks it.
    pub const NAME: &str = "api-test.duosecurity.com";
    /// The client that it knows.
    pub const CLIENT_ID: &str = "DIXXXXXXXXXXXXXXXXXX";
    /// The client's secret.
    pub const CLIENT_SECRET: &str = "a secret that forty characters must have";

    /// Starts a server on a free port.
    pub fn start() -> anyhow::Result<Self> {
        static PLACE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
        let place = PLACE.get_or_init(|| install().map_err(|error| format!("{error:#}")));
        let place = place.as_ref().map_err(|why| anyhow::anyhow!("{why}"))?;
        let mut server = Command::new("node");
        server.arg("server.mjs").current_dir(place);
        server.env("CLIENT_ID", Self::CLIENT_ID);
        server.env("CLIENT_SECRET", Self::CLIENT_SECRET);
        server.env("NODE_NO_WARNINGS", "1");
        let program = Program::start(&server)?;
        let port: u16 = program.wait_for(|line| line.strip_prefix("ready ")?.parse().ok())?;
        Ok(Self {
            _program: program,
            url: format!("http://127.0.0.1:{port}"),
        })
    }

    /// The address that a browser of this machine reaches for one of Duo's.
    pub fn here(&self, address: &str) -> String {
        address.replacen(&format!("https://{}", Self::NAME), &self.url, 1)
    }

    /// Goes to the prompt by an address of Duo's and approves; where Duo sends the browser afterwards.
    pub async fn approve(&self, address: &str) -> anyhow::Result<String> {
        let browser = reqwest::Client::builder().redirect(Policy::none());
        let browser = browser.build()?;
        let mut cookies = BTreeMap::new();
        let (mut at, mut form) = (self.here(address), None);
        for _ in 0..6 {
            let request = match form.take() {
                Some(form) => browser.post(&at).body(form),
                None => browser.get(&at),
            };
            let answer = request.header(COOKIE, header(&cookies)).send().await?;
            let set = answer.headers().get_all(SET_COOKIE).iter();
            for cookie in set.filter_map(|cookie| cookie.to_str().ok()) {
                let pair = cookie.split(';').next().unwrap_or_default();
                let (name, value) = pair.split_once('=').context("a cookie")?;
                cookies.insert(name.to_owned(), value.to_owned());
            }
            match answer.headers().get(LOCATION) {
                Some(location) if location.as_bytes().starts_with(b"/") => {
                    at = format!("{}{}", self.url, location.to_str()?);
                }
                Some(location) => return Ok(location.to_str()?.to_owned()),
                None => {
                    let page = answer.text().await?;
                    ensure!(page.contains("value=\"approve\""), "no prompt: {page}");
                    form = Some("choice=approve");
                }
            }
        }
        anyhow::bail!("Duo sends nobody back")
    }

    /// Says how it misbehaves the next time.
    pub async fn lie(&self, how: &Value) -> anyhow::Result<()> {
        let next = format!("{}/test/next", self.url);
        let answer = reqwest::Client::new().post(next).body(how.to_string());
        answer.send().await?.error_for_status()?;
        Ok(())
    }
}

fn header(cookies: &BTreeMap<String, String>) -> String {
    let pairs = cookies
        .iter()
        .map(|(name, value)| format!("{name}={value}"));
    pairs.collect::<Vec<_>>().join("; ")
}

/// Puts the server beside the libraries that it needs, which are fetched once.
fn install() -> anyhow::Result<PathBuf> {
    let place = root().join("target/duo-stand-in");
    fs::create_dir_all(&place)?;
    let copy = |file: &str| fs::copy(fixture("duo").join(file), place.join(file));
    copy("server.mjs")?;
    let lock = fs::read(fixture("duo").join("package-lock.json"))?;
    let installed = place.join("node_modules/.package-lock.json").is_file();
    if installed && fs::read(place.join("package-lock.json")).ok().as_ref() == Some(&lock) {
        return Ok(place);
    }
    copy("package.json")?;
    let mut npm = Command::new("npm");
    npm.args([
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--silent",
    ]);
    // The lock is put down first, for npm reads it; if it fails there are no libraries beside it.
    copy("package-lock.json")?;
    let status = npm.current_dir(&place).stdin(Stdio::null()).status();
    ensure!(status.context("npm did not start")?.success(), "npm failed");
    Ok(place)
}
