//! A new plugin: a working factor to change, and everything it needs to be built anywhere. Interfaces and guest
//! libraries are those that this kit was built with.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use innkeeper_package::PluginId;
use rust_embed::RustEmbed;

use crate::Language;

#[derive(RustEmbed)]
#[folder = "templates"]
struct Templates;

#[derive(RustEmbed)]
#[folder = "../../plugins/wit/1.0"]
struct Interfaces;

#[derive(RustEmbed)]
#[folder = "../../plugins/sdk/src"]
struct Sdk;

#[derive(RustEmbed)]
#[folder = "../module/src"]
struct Module;

/// What is to be begun.
pub struct New {
    /// The name of the folder: small letters, digits and hyphens.
    pub name: String,
    /// The plugin's id.
    pub id: PluginId,
    /// What it is written in.
    pub language: Language,
}

impl New {
    /// A plugin of that name; without an id of the publisher's it gets one that begins with `dev.example`.
    ///
    /// # Errors
    /// What is wrong with the name or the id.
    pub fn factor(name: &str, id: Option<&str>, language: Language) -> anyhow::Result<Self> {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let is_name = name.len() <= 40
            && name.starts_with(|c: char| c.is_ascii_lowercase())
            && !name.ends_with('-')
            && name.chars().all(is_plain);
        ensure!(
            is_name,
            "`{name}` is no name: write small letters, digits and hyphens, like my-factor"
        );
        let example = format!("dev.example.{name}");
        let id = id.unwrap_or(&example);
        ensure!(
            id.rsplit('.').next() == Some(name),
            "the last part of the id `{id}` must be `{name}`: it is what the plugin calls itself"
        );
        Ok(Self {
            name: name.to_owned(),
            id: id.parse().with_context(|| format!("`{id}`"))?,
            language,
        })
    }

    /// Writes it into a folder that is not there yet.
    ///
    /// # Errors
    /// If there is one of that name, or it cannot be written.
    pub fn write(&self, into: &Path) -> anyhow::Result<PathBuf> {
        let folder = into.join(&self.name);
        ensure!(
            !folder.exists(),
            "{} is there already: choose another name, or remove it",
            folder.display()
        );
        for part in ["common", self.language.as_str()] {
            let prefix = format!("{part}/");
            for name in Templates::iter().filter(|name| name.starts_with(&prefix)) {
                let place = name
                    .trim_start_matches(&prefix)
                    .replace("gitignore", ".gitignore");
                let text = text::<Templates>(&name)?;
                put(&folder.join(place), &self.fill_in(&text))?;
            }
        }
        copy::<Interfaces>(&folder.join("wit"), |_| true)?;
        if self.language == Language::Rust {
            write_sdk(&folder.join("sdk"))?;
        }
        Ok(folder)
    }

    fn fill_in(&self, text: &str) -> String {
        let mut title = self.name.replace('-', " ");
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let language = match self.language {
            Language::Rust => "Rust",
            Language::JavaScript => "JavaScript",
            Language::Python => "Python",
            Language::C => "C",
        };
        let source = match self.language {
            Language::Rust => "src/lib.rs",
            Language::JavaScript => "src/plugin.js",
            language => language.mark(),
        };
        text.replace("%name%", &self.name)
            .replace("%id%", self.id.as_str())
            .replace("%title%", &title)
            .replace("%language%", language)
            .replace("%mark%", source)
    }
}

/// The Rust SDK as two packages that need nothing but crates.io.
fn write_sdk(folder: &Path) -> anyhow::Result<()> {
    let module = folder.join("innkeeper-module");
    // Tests stay behind: they are for modules of the panel.
    copy::<Module>(&module.join("src"), |name| !name.starts_with("test"))?;
    put(&module.join("Cargo.toml"), MODULE)?;
    let sdk = folder.join("innkeeper-plugin");
    copy::<Sdk>(&sdk.join("src"), |_| true)?;
    let root = sdk.join("src/lib.rs");
    let source = fs::read_to_string(&root)?;
    put(&root, &source.replace("\"../wit/1.0\"", "\"../../wit\""))?;
    put(&sdk.join("Cargo.toml"), SDK)
}

const MODULE: &str = r#"[package]
name = "innkeeper-module"
version = "0.1.0"
edition = "2024"
license = "Apache-2.0 OR MIT"
publish = false

[dependencies]
async-trait = "0.1.92"
base64 = "0.23"
chrono = { version = "0.4.45", default-features = false, features = ["alloc", "serde"] }
serde = { version = "1", features = ["derive"] }
serde_json = "1.0.154"
subtle = "2.6"
thiserror = "2"
zeroize = { version = "1.9", features = ["derive"] }

[features]
testing = []
"#;

const SDK: &str = r#"[package]
name = "innkeeper-plugin"
version = "0.1.0"
edition = "2024"
license = "Apache-2.0 OR MIT"
publish = false

[dependencies]
async-trait = "0.1.92"
chrono = { version = "0.4.45", default-features = false }
innkeeper-module = { path = "../innkeeper-module" }
wit-bindgen = { version = "0.61.1", default-features = false, features = ["macros", "realloc"] }
"#;

fn text<E: RustEmbed>(name: &str) -> anyhow::Result<String> {
    let file = E::get(name).with_context(|| format!("{name} is not in this program"))?;
    Ok(String::from_utf8(file.data.into_owned())?)
}

fn copy<E: RustEmbed>(into: &Path, is_wanted: fn(&str) -> bool) -> anyhow::Result<()> {
    for name in E::iter().filter(|name| is_wanted(name)) {
        put(&into.join(name.as_ref()), &text::<E>(&name)?)?;
    }
    Ok(())
}

fn put(path: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text).with_context(|| path.display().to_string())
}
