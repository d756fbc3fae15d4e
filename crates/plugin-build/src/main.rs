//! Builds every component of `plugins/components`, or those that are named.

use std::process::ExitCode;

use innkeeper_plugin_build::{COMPONENTS, build};

fn main() -> ExitCode {
    let named: Vec<String> = std::env::args().skip(1).collect();
    let all = || COMPONENTS.map(str::to_owned).to_vec();
    let packages = if named.is_empty() { all() } else { named };
    for package in packages {
        match build(&package) {
            Ok(component) => println!("{}", component.display()),
            Err(error) => {
                eprintln!("{package}: {error:#}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
