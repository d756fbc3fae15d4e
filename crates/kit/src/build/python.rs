//! Python: an environment in the folder brings componentize-py, which takes `CPython` into the component.

use std::fs;
use std::process::Command;

use super::world;
use crate::{Folder, Progress, tool};

const BRINGS: &str = "Install Python 3.10 or later: `apt-get install python3 python3-venv`.";

pub(super) fn build(folder: &Folder, progress: Progress<'_>) -> anyhow::Result<()> {
    let path = folder.path();
    let environment = path.join(".venv");
    let program = environment.join("bin/componentize-py");
    let requirements = path.join("requirements.txt");
    let installed = environment.join("requirements.txt");
    let wanted = fs::read_to_string(&requirements)?;
    if !fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        progress("python3 -m venv .venv");
        let mut venv = Command::new("python3");
        venv.args(["-m", "venv", "--clear"]).arg(&environment);
        tool::run(&mut venv, BRINGS)?;
        progress("pip install -r requirements.txt");
        let mut pip = Command::new(environment.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check"])
            .arg("-r")
            .arg(&requirements);
        tool::run(&mut pip, BRINGS)?;
        fs::write(&installed, wanted)?;
    }
    progress("componentize-py, which takes a while");
    let mut componentize = Command::new(&program);
    componentize
        .arg("-d")
        .arg(world::write(folder)?)
        .args(["-w", world::NAME, "componentize", "--stub-wasi"])
        .args(["-p", "src", "plugin", "-o"])
        .arg(folder.component())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .current_dir(path);
    tool::run(
        &mut componentize,
        "Add `componentize-py` to requirements.txt.",
    )?;
    Ok(())
}
