//! A camera that is not ours: `zbarimg` reads QR codes from pictures.

use std::path::Path;
use std::process::Command;

use anyhow::Context;

use crate::program;

/// The text of the one QR code in a picture.
pub fn read(picture: &Path) -> anyhow::Result<String> {
    let mut zbarimg = Command::new("zbarimg");
    zbarimg
        .args([
            "--quiet",
            "--raw",
            "--set",
            "disable",
            "--set",
            "qrcode.enable",
        ])
        .arg(picture);
    let text = program::output(&mut zbarimg).context("no QR code in the picture")?;
    let mut lines = text.lines();
    let code = lines.next().context("no QR code in the picture")?;
    anyhow::ensure!(
        lines.next().is_none(),
        "more than one QR code in the picture"
    );
    Ok(code.to_owned())
}
