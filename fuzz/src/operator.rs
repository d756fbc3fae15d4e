//! What the provider's people write into files: settings and themes.

use std::cell::LazyCell;
use std::fs;
use std::path::Path;

use innkeeper_server::config::{Config, Sources};
use innkeeper_theme::Theme;
use innkeeper_theme::contexts::{Area, Form, LoginPage, samples};
use tempfile::TempDir;

use crate::{Outcome, text};

/// The theme under test; the folder has the same name.
const THEME: &str = "own";

/// Which files of a theme the bytes may be, in the order in which they stand there.
const FILES: [&str; 4] = [
    "theme.toml",
    "locales/en/own.ftl",
    "assets/tokens.css",
    "door/login.html",
];

thread_local! {
    static FOLDER: LazyCell<TempDir> = LazyCell::new(|| TempDir::new().expect("a temporary folder can be made"));
}

/// A configuration that is taken keeps to the floors and ceilings, whatever stands in it, and one that is
/// not is refused in words.
pub fn configuration(bytes: &[u8]) -> Outcome {
    FOLDER.with(|folder| {
        let file = folder.path().join("innkeeper.toml");
        fs::write(&file, bytes).expect("the file can be written");
        let sources = Sources {
            file: Some(file),
            ..Sources::default()
        };
        let config = match Config::load(&sources) {
            Ok(config) => config,
            Err(error) => {
                assert!(!error.to_string().trim().is_empty());
                return Outcome::Refused;
            }
        };
        let (security, server) = (&config.security, &config.server);
        assert!(security.argon2.memory_kib >= 19_456 && security.argon2.passes >= 2);
        assert!(security.password_min_length >= 8 && security.totp_window <= 2);
        let insists = String::from_utf8_lossy(bytes).contains("allow_insecure");
        let base_url = &server.base_url;
        assert!(base_url.is_secure() || base_url.is_loopback() || insists);
        assert!(
            !config.database.url.shown().contains('@')
                || config.database.url.shown().contains(":hidden@")
                || !config.database.url.expose().contains(':')
        );
        Outcome::Accepted
    })
}

/// A theme is taken or refused in words; one that is taken draws the page at the door, or says why not.
/// The bytes are its files, with a zero byte between them.
pub fn theme(bytes: &[u8]) -> Outcome {
    FOLDER.with(|folder| {
        let root = folder.path().join(THEME);
        let files = bytes
            .split(|byte| *byte == 0)
            .map(Some)
            .chain(std::iter::repeat(None));
        for (name, content) in FILES.iter().zip(files) {
            write(&root.join(name), content);
        }
        let theme = Theme::builder()
            .themes_dir(Some(folder.path().to_owned()))
            .name(THEME)
            .build();
        let theme = match theme {
            Ok(theme) => theme,
            Err(error) => {
                assert!(!error.to_string().trim().is_empty());
                return Outcome::Refused;
            }
        };
        let frame = samples::visitor(Area::Customer, "en");
        let page = LoginPage {
            form: Form::new(),
            next: None,
            can_register: true,
            passkeys: true,
        };
        if let Err(error) = theme.page(&frame, &page) {
            assert!(!error.to_string().trim().is_empty());
        }
        // A browser's languages are a stranger's too.
        let wanted = bytes.split(|byte| *byte == 0).next_back().and_then(text);
        let translator = theme.translator();
        let chosen = translator.negotiate(wanted.unwrap_or_default());
        assert!(translator.has_locale(chosen), "{chosen}");
        Outcome::Accepted
    })
}

fn write(path: &Path, content: Option<&[u8]>) {
    let folder = path.parent().expect("it is in a folder");
    fs::create_dir_all(folder).expect("the folder can be made");
    match content.filter(|content| !content.is_empty()) {
        Some(content) => fs::write(path, content).expect("the file can be written"),
        None => {
            // It may never have been there.
            let _ = fs::remove_file(path);
        }
    }
}
