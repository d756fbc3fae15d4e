//! A PostgreSQL server for one test run: made, used and thrown away. A shell script keeps it (see `postgres.sh`),
//! bound to this program by a pipe: the pipe closes when this program ends, however it ends, and the script then
//! stops the server and removes its folder. So there is no signal handler here, and none is needed.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use anyhow::{Context, bail};

use crate::command;

const KEEPER: &str = include_str!("postgres.sh");

/// A running server; dropping it stops it.
pub struct Server {
    keeper: Child,
    pipe: Option<ChildStdin>,
    /// Where tests reach it, as a superuser.
    pub url: String,
}

impl Server {
    /// Makes and starts a server on a free loopback port.
    pub fn start() -> anyhow::Result<Self> {
        let programs = programs().context("no PostgreSQL server programs found")?;
        // Between choosing a free port and listening on it, someone else may take it.
        let mut tries = 3;
        loop {
            tries -= 1;
            match Self::try_start(&programs) {
                Err(error) if tries > 0 => {
                    eprintln!("PostgreSQL did not start, once more: {error:#}");
                }
                result => return result,
            }
        }
    }

    fn try_start(programs: &Path) -> anyhow::Result<Self> {
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        let password = password()?;
        let mut keeper = as_ordinary_user();
        keeper
            .args(["sh", "-c", KEEPER, "innkeeper-postgres"])
            .arg(programs)
            .arg(port.to_string());
        keeper
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut keeper = keeper
            .spawn()
            .context("the shell that keeps PostgreSQL did not start")?;

        let mut pipe = keeper
            .stdin
            .take()
            .context("no pipe to PostgreSQL's keeper")?;
        let output = keeper
            .stdout
            .take()
            .context("no pipe from PostgreSQL's keeper")?;
        // If the keeper has ended already, its missing answer tells; a broken pipe adds nothing.
        let _ = writeln!(pipe, "{password}");
        let mut answer = String::new();
        BufReader::new(output).read_line(&mut answer)?;
        let url = format!("postgres://innkeeper:{password}@127.0.0.1:{port}/postgres");
        let server = Self {
            keeper,
            pipe: Some(pipe),
            url,
        };
        if answer.trim() != "ready" {
            bail!("PostgreSQL did not start; its words are above");
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.pipe.take());
        let _ = self.keeper.wait();
    }
}

/// The folder with `initdb` and `pg_ctl`: Debian's newest, or wherever the path leads.
pub fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let debian = versions.filter_map(|entry| {
        Some((
            entry.file_name().to_str()?.parse::<u32>().ok()?,
            entry.path(),
        ))
    });
    let newest = debian
        .map(|(version, path)| (version, path.join("bin")))
        .filter(|(_, path)| is_whole(path))
        .max();
    newest.map(|(_, path)| path).or_else(on_the_path)
}

fn on_the_path() -> Option<PathBuf> {
    let output = Command::new("sh")
        .args(["-c", "command -v initdb"])
        .output()
        .ok()?;
    let initdb = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    let folder = initdb.parent()?;
    is_whole(folder).then(|| folder.to_owned())
}

fn is_whole(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "postgres"]
        .into_iter()
        .all(|program| folder.join(program).is_file())
}

/// PostgreSQL refuses to run as root; root lends it to the user that Debian's package makes, or to nobody.
fn as_ordinary_user() -> Command {
    if !command::is_root() {
        return Command::new("env");
    }
    let user = if command::succeeds(&mut Command::new("id"), ["postgres"]) {
        "postgres"
    } else {
        "nobody"
    };
    let mut command = Command::new("setpriv");
    command
        .args([
            format!("--reuid={user}"),
            format!("--regid={}", group_of(user)),
        ])
        .arg("--init-groups");
    command
}

fn group_of(user: &str) -> String {
    let output = Command::new("id").args(["-g", user]).output();
    let group = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    group
        .ok()
        .filter(|group| !group.is_empty())
        .unwrap_or_else(|| "65534".to_owned())
}

/// Other users of the machine reach loopback too, and a superuser of a server may run programs: so a password.
fn password() -> anyhow::Result<String> {
    let mut bytes = [0_u8; 16];
    fs::File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}
