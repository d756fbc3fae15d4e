//! An authenticator app that is not ours: `oathtool`.

use std::process::Command;

use crate::program;

/// The six digits that an authenticator app shows for this setup key at this second since 1970.
pub fn code(setup_key: &str, at: i64) -> anyhow::Result<String> {
    let key: String = setup_key
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    let now = format!("@{at}");
    let text = program::output(
        Command::new("oathtool").args(["--totp", "--base32", "--now", &now, "--", &key]),
    )?;
    Ok(text.trim().to_owned())
}
