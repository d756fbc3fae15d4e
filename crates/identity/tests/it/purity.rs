//! The crate stays pure: what would let it wait, read a clock or draw lots is not in its tree.

use std::process::Command;

#[test]
fn nothing_that_waits_logs_or_draws_lots_is_in_the_tree() {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "-p",
            "innkeeper-identity",
            "-e",
            "normal",
            "--prefix",
            "none",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let tree = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let names: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    assert!(names.contains(&"chrono"), "{tree}");
    for forbidden in [
        "tokio",
        "axum",
        "tracing",
        "log",
        "rand",
        "getrandom",
        "sqlx",
        "async-trait",
        "futures",
        "iana-time-zone",
    ] {
        assert!(
            !names.contains(&forbidden),
            "{forbidden} is in the tree:\n{tree}"
        );
    }
}
