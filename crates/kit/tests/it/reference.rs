//! The reference of the interfaces is generated from them, and never anything else.

use std::fs;

use wit_bindgen_core::Files;
use wit_bindgen_core::wit_parser::Resolve;
use wit_bindgen_markdown::Opts;

use crate::bundled::root;

const FILE: &str = "docs/plugin-authors/reference.md";

/// Everything that a plugin can be and can reach, as one world.
const EVERYTHING: &str = "package innkeeper:reference;
    /// Everything that a plugin can be and can reach, of all the worlds there are. Which of it a plugin exports follows from what
    /// its manifest provides, and what it imports is what staff are asked to grant.
    world plugin {
        include innkeeper:plugin/factor-with-discovery@1.0.0;
        include innkeeper:plugin/factor-with-checks@1.0.0;
        include innkeeper:plugin/channel@1.0.0;
        include innkeeper:plugin/all-hooks@1.0.0;
    }";

const HEAD: &str = "<!-- Generated from plugins/wit/1.0. What to change is there. -->\n\n";

fn generate() -> anyhow::Result<String> {
    let mut resolve = Resolve::default();
    resolve.push_dir(root().join("plugins/wit/1.0"))?;
    let package = resolve.push_str("reference.wit", EVERYTHING)?;
    let world = resolve.select_world(&[package], Some("plugin"))?;
    let mut files = Files::default();
    Opts::default()
        .build()
        .generate(&mut resolve, world, &mut files)?;
    let page = files.iter().find(|(name, _)| *name == "plugin.md");
    let (_, page) = page.ok_or_else(|| anyhow::anyhow!("there is no page"))?;
    let lines = std::str::from_utf8(page)?.lines().map(str::trim_end);
    let lines: Vec<&str> = lines.collect();
    Ok(format!("{HEAD}{}\n", lines.join("\n").trim_end()))
}

#[test]
fn the_reference_says_what_the_interfaces_say() {
    let generated = generate().expect("it is generated");
    let fresh = root().join("target/reference.md");
    fs::write(&fresh, &generated).expect("it is written");
    let ours = fs::read_to_string(root().join(FILE)).unwrap_or_default();
    assert!(
        ours == generated,
        "{FILE} is not what the interfaces say; `cp target/reference.md {FILE}` puts it right"
    );
}
