//! `innkeeper audit`: whether the audit log is as it was written.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use data_encoding::HEXLOWER_PERMISSIVE;
use innkeeper_store::audit_chain::{self, Break, Fault};
use serde::Serialize;

use super::output;
use crate::Panel;
use crate::app::audit;
use crate::config::Config;

/// What to do with the audit log.
#[derive(Subcommand)]
pub enum Audit {
    /// Check every line against the chain, while the panel runs.
    Verify(Verify),
}

/// Options of `audit verify`.
#[derive(Args)]
pub struct Verify {
    /// A head that was printed earlier and kept elsewhere: the chain must go on from it.
    #[arg(long, value_name = "NUMBER:CODE")]
    anchor: Option<Anchor>,
    /// For programs.
    #[arg(long)]
    json: bool,
}

/// A head as it was printed.
#[derive(Clone)]
struct Anchor {
    seq: i64,
    code: Vec<u8>,
}

#[derive(Serialize)]
struct Result<'a> {
    ok: bool,
    lines: i64,
    head: Option<&'a str>,
    broken_at: Option<i64>,
    line: Option<String>,
    fault: Option<&'static str>,
}

impl std::str::FromStr for Anchor {
    type Err = &'static str;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        let parts = text.trim().split_once(':').and_then(|(seq, code)| {
            let code = HEXLOWER_PERMISSIVE.decode(code.as_bytes()).ok()?;
            let (seq, code) = (seq.parse().ok()?, code);
            (code.len() >= 8).then_some(Self { seq, code })
        });
        parts.ok_or(
            "a head looks like 4711:0123456789abcdef…, as `innkeeper audit verify` prints it",
        )
    }
}

impl Audit {
    pub async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let panel = super::open(config).await?;
        match self {
            Self::Verify(options) => verify(&panel, &options).await,
        }
    }
}

async fn verify(panel: &Panel, options: &Verify) -> anyhow::Result<ExitCode> {
    let mut progress = |at: i64, goal: i64| {
        if at % 100_000 == 0 {
            output::note(&format!("{at} of {goal} lines looked at …"));
        }
    };
    let mut verified = audit::verify(panel, &mut progress).await?;
    let mut tx = panel.db.read().await?;
    if let (None, Some(anchor)) = (verified.found, &options.anchor)
        && !audit_chain::has_code(&mut tx, anchor.seq, &anchor.code).await?
    {
        verified.found = Some(Break {
            seq: anchor.seq,
            line: None,
            fault: Fault::Changed,
        });
    }
    let head = audit_chain::head(&mut tx).await?.shown();
    drop(tx);
    if options.json {
        output::json(&Result {
            ok: verified.found.is_none(),
            lines: verified.lines,
            head: head.as_deref(),
            broken_at: verified.found.map(|found| found.seq),
            line: verified
                .found
                .and_then(|found| found.line)
                .map(|line| line.to_string()),
            fault: verified.found.map(|found| found.fault.as_str()),
        })?;
    } else if let Some(found) = verified.found {
        output::say(&sentence(found))?;
    } else {
        let head = head.unwrap_or_else(|| "no line yet".to_owned());
        output::say(&format!(
            "{} lines, unbroken. The head is {head}",
            verified.lines
        ))?;
        output::note("Keep it elsewhere: `--anchor` holds the log against it later.");
    }
    Ok(if verified.found.is_none() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What was found, for operators.
pub(super) fn sentence(found: Break) -> String {
    let Break { seq, line, fault } = found;
    let line = line.map_or_else(String::new, |line| format!(" ({line})"));
    match fault {
        Fault::Changed => format!("Line {seq}{line} is not what was written there."),
        Fault::Missing => format!("Line {seq} is missing."),
        Fault::Stray if seq == 0 => format!("A line{line} is not in the chain: the panel did not write it."),
        Fault::Stray => format!("Line {seq}{line} comes after the end of the chain: the panel did not write it."),
        Fault::CutOff => format!("The log ends before line {seq}, and there were more."),
        Fault::Head => "The chain's head is not what the panel wrote: lines may have been cut off. A key file of another panel looks like this too.".to_owned(),
    }
}
