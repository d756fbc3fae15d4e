//! How commands speak: plain tables for people, JSON for programs, complaints on standard error.

use std::io::{self, Write as _};

use serde::Serialize;

/// Says what went wrong and why, on standard error.
pub fn complain(error: &anyhow::Error) {
    let _ = writeln!(io::stderr(), "innkeeper: {error:#}");
}

/// Says something that is no result, on standard error.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// Writes one line of a result.
///
/// # Errors
/// Where nobody reads it.
pub fn say(text: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{text}")
}

/// Writes a result for programs.
///
/// # Errors
/// Where nobody reads it.
pub fn json(result: &impl Serialize) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, result)?;
    writeln!(out)?;
    Ok(())
}

/// Writes a table with aligned columns.
///
/// # Errors
/// Where nobody reads it.
pub fn table(head: &[&str], rows: &[Vec<String>]) -> io::Result<()> {
    let widths: Vec<usize> = head
        .iter()
        .enumerate()
        .map(|(column, title)| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells
                .map(|cell| cell.chars().count())
                .chain([title.len()])
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut out = io::stdout().lock();
    let head: Vec<String> = head.iter().map(|title| title.to_uppercase()).collect();
    for row in [&head].into_iter().chain(rows) {
        let cells: Vec<String> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:<width$}", width = *width))
            .collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}
