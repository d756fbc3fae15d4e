//! An SMS gateway that is not ours: Kannel, with its own stand-in for a mobile company behind it.

use std::fs;
use std::net::TcpListener;
use std::process::Command;

use anyhow::Context as _;
use tempfile::TempDir;

use crate::program::Program;

const BEARERBOX: &str = "/usr/sbin/bearerbox";
const SMSBOX: &str = "/usr/sbin/smsbox";
const FAKESMSC: &str = "/usr/lib/kannel/test/fakesmsc";

/// A running gateway; dropping it ends it.
pub struct Kannel {
    // The company hangs up first, then the box that takes messages, then the one that carries them.
    company: Program,
    _smsbox: Program,
    _bearerbox: Program,
    _folder: TempDir,
    /// Where it takes messages.
    pub url: String,
}

impl Kannel {
    /// Who may send.
    pub const USER: &str = "panel";
    /// The sender's password.
    pub const PASSWORD: &str = "let-the-message-out";

    /// Starts a gateway on free ports.
    pub fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let [admin, boxes, company, sendsms] = ports()?;
        let configuration = format!(
            "group = core\nadmin-port = {admin}\nadmin-password = {password}\nadmin-interface = 127.0.0.1\n\
             smsbox-port = {boxes}\nlog-file = \"\"\nbox-allow-ip = 127.0.0.1\nbox-deny-ip = \"*.*.*.*\"\n\n\
             group = smsc\nsmsc = fake\nsmsc-id = fake\nport = {company}\nconnect-allow-ip = 127.0.0.1\n\n\
             group = smsbox\nbearerbox-host = 127.0.0.1\nsendsms-port = {sendsms}\n\
             sendsms-interface = 127.0.0.1\nglobal-sender = 13013\n\n\
             group = sendsms-user\nusername = {user}\npassword = {password}\n",
            user = Self::USER,
            password = Self::PASSWORD,
        );
        let file = folder.path().join("kannel.conf");
        fs::write(&file, configuration)?;
        let path = file.to_str().context("a path in UTF-8")?;
        let bearerbox = speaking(&folder, BEARERBOX, &["-v", "1", path])?;
        bearerbox.wait_for(|line| line.contains("Start-up done").then_some(()))?;
        let smsbox = speaking(&folder, SMSBOX, &["-v", "1", path])?;
        smsbox.wait_for(|line| line.contains("Connected to bearerbox").then_some(()))?;
        let port = company.to_string();
        let dial = [
            "-H",
            "127.0.0.1",
            "-r",
            &port,
            "-m",
            "0",
            "-v",
            "0",
            "x y text z",
        ];
        let company = speaking(&folder, FAKESMSC, &dial)?;
        bearerbox.wait_for(|line| line.contains("client connected").then_some(()))?;
        Ok(Self {
            company,
            _smsbox: smsbox,
            _bearerbox: bearerbox,
            _folder: folder,
            url: format!("http://127.0.0.1:{sendsms}/cgi-bin/sendsms"),
        })
    }

    /// The first line of the next message that reaches the mobile company: sender, receiver, `text`, and what it says.
    pub fn delivered(&self) -> anyhow::Result<String> {
        self.company.wait_for(|line| {
            let (_, message) = line.split_once("Got message ")?;
            let (_, message) = message.split_once('<')?;
            let message = message.trim_end_matches('>');
            message.contains(" text ").then(|| message.to_owned())
        })
    }
}

/// Kannel's programs say everything on their standard error.
fn speaking(folder: &TempDir, program: &str, arguments: &[&str]) -> anyhow::Result<Program> {
    let mut command = Command::new("sh");
    command
        .args(["-c", "exec \"$@\" 2>&1", "sh", program])
        .args(arguments)
        .current_dir(folder.path());
    Program::start(&command).context("Debian has Kannel as kannel and kannel-extras")
}

fn ports() -> anyhow::Result<[u16; 4]> {
    let mut listeners = Vec::new();
    let mut ports = [0; 4];
    for port in &mut ports {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        *port = listener.local_addr()?.port();
        listeners.push(listener);
    }
    Ok(ports)
}
