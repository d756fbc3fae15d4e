//! Programs of others: started, and if they are not there, asked for by the line that brings them.

use std::process::{Command, Stdio};

use anyhow::{Context as _, bail};

/// Runs a program to its end and shows what it said only if it failed.
pub(crate) fn run(command: &mut Command, brings: &str) -> anyhow::Result<Vec<u8>> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output();
    let output = match output {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            bail!("`{program}` is missing. {brings}")
        }
        output => output.with_context(|| format!("`{program}` did not start"))?,
    };
    if !output.status.success() {
        let said = [output.stdout, output.stderr].concat();
        bail!(
            "`{}` failed ({}):\n{}",
            line(command),
            output.status,
            String::from_utf8_lossy(&said).trim_end()
        );
    }
    Ok(output.stdout)
}

fn line(command: &Command) -> String {
    let words = [command.get_program()]
        .into_iter()
        .chain(command.get_args());
    let words: Vec<_> = words.map(|word| word.to_string_lossy()).collect();
    words.join(" ")
}
