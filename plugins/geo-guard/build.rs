//! Puts the networks of `data/networks.txt` into the program in order, so that one is found without looking at all.

use std::error::Error;
use std::fmt::{Display, Write as _};
use std::path::Path;
use std::{env, fs};

#[path = "src/mask.rs"]
mod mask;
#[path = "src/table.rs"]
mod table;

use table::{Groups, Table};

const FILE: &str = "data/networks.txt";

#[expect(
    clippy::disallowed_methods,
    reason = "where a build script writes is for cargo to say"
)]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={FILE}");
    println!("cargo:rerun-if-changed=src/table.rs");
    let file = fs::read_to_string(FILE)?;
    let table = Table::read(&file).map_err(|why| format!("{FILE}, {why}"))?;
    let mut code = format!(
        "#[expect(clippy::unreadable_literal, reason = \"nobody reads them\")]\n\
         static FILE: networks::Networks = networks::Networks {{ names: &{:?},",
        table.names
    );
    write(&mut code, "v4", &table.v4)?;
    write(&mut code, "v6", &table.v6)?;
    code.push_str("};\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("networks.rs"), code)?;
    Ok(())
}

fn write<N: Display>(
    code: &mut String,
    field: &str,
    groups: &Groups<N>,
) -> Result<(), Box<dyn Error>> {
    writeln!(code, "{field}: &[")?;
    for (bits, networks) in groups {
        writeln!(code, "({bits}, &[")?;
        for (network, name) in networks {
            writeln!(code, "({network}, {name}),")?;
        }
        writeln!(code, "]),")?;
    }
    writeln!(code, "],")?;
    Ok(())
}
