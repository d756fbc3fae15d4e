//! A plugin of nobody's, complete and right; tests change one thing of it.

use innkeeper_package::archive::{Files, pack};
use innkeeper_package::{Manifest, Package};

/// A manifest with something of everything.
pub const FULL: &str = r#"
id = "dev.acme.sms-code"
name = "SMS codes (Acme)"
version = "1.2.0"
description = "Codes by SMS, sent through Acme"
authors = ["Acme <dev@acme.example>"]
licence = "MIT"
homepage = "https://acme.example/sms"
icon = "icon.svg"
api = ["innkeeper:factor@1", "innkeeper:channel@1", "innkeeper:hooks@1"]
provides = ["second-factor", "channel", "hooks"]

[capabilities.http]
hosts = ["api.acme.example", "*.acme-eu.example:8443"]
reason = "Sends the code through Acme's API."

[capabilities.store]
quota = "16 KiB/user"
reason = "Remembers delivery ids."

[capabilities.profile]
mobile = "The number that codes go to."

[capabilities.channels]
email = "Says so where a message was not delivered."

[capabilities.events]
"invoice.paid" = "Thanks by SMS."

[capabilities.filters]
"checkout.validate" = "Asks for a number that can be reached."

[capabilities.slots]
"client.home" = "Shows what is left of the month's messages."

[settings.api-key]
type = "secret"
label = "API key"
required = true

[settings.server]
type = "host-url"
label = "Server of your own"
help = "Leave it empty for Acme's."

[settings.sender]
type = "text"
label = "Sender"
default = "Acme"
minimum = 3
maximum = 11
per-brand = true

[settings.tries]
type = "integer"
label = "Tries"
default = 2
minimum = 1
maximum = 5

[settings.flash]
type = "boolean"
label = "Show without opening"
default = true

[settings.route]
type = "choice"
label = "Route"
options = { fast = "Fast", safe = "Safe" }
default = "safe"

[settings.help-page]
type = "url"
label = "Help"
default = "https://acme.example/help"

[limits]
memory = "32 MiB"
cpu = "250 ms"
time = "10 s"
"#;

/// A manifest with nothing that need not be.
pub const SMALL: &str = r#"
id = "dev.acme.dice"
name = "Dice"
version = "0.1.0"
description = "Rolls dice"
licence = "MIT"
api = "innkeeper:factor@1"
provides = "second-factor"
"#;

pub const ICON: &str = r##"<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none">
  <title>A die</title>
  <defs><linearGradient id="g"><stop offset="0" stop-color="#08f"/></linearGradient></defs>
  <g transform="translate(1 1)"><path d="M0 0h14v14H0z" fill="url(#g)"/><circle cx="7" cy="7" r="2"/></g>
</svg>
"##;

pub const TEXTS: &str = "# What the fields are called.\nname = Codes\nleft =\n    { $count ->\n        [one] One is left (use it well).\n       *[other] { NUMBER($count) } are left.\n    }\n";

pub fn parse(source: &str) -> Manifest {
    Manifest::parse(source).unwrap_or_else(|error| panic!("{error}"))
}

/// The first thing that is wrong with it.
pub fn fault(source: &str) -> String {
    let error = Manifest::parse(source).expect_err("something is wrong with it");
    error.to_string()
}

pub fn files() -> Files {
    [
        ("plugin.toml", FULL),
        ("plugin.wasm", "\0asm as far as the archive knows"),
        ("locales/en.ftl", TEXTS),
        ("locales/pt-BR.ftl", "name = Códigos\n"),
        ("icon.svg", ICON),
        ("README.md", "# SMS codes\n"),
        ("LICENSE", "MIT\n"),
    ]
    .map(|(name, file)| (name.to_owned(), file.as_bytes().to_vec()))
    .into()
}

/// The files with one more, or with another in its place.
pub fn with(name: &str, file: impl Into<Vec<u8>>) -> Files {
    let mut files = files();
    files.insert(name.to_owned(), file.into());
    files
}

pub fn package() -> Package {
    Package::read(&pack(files()).unwrap()).unwrap()
}
