//! Stylesheets, scripts, fonts, pictures: one set from all themes of the chain, under one hash, so that
//! they can be cached for ever and a stylesheet finds its fonts by relative paths.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::layers::Layer;

const FOLDER: &str = "assets/";
const DEFAULT_ICON: &str = "default";

/// A file to be served below `/assets/`.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Its content.
    pub bytes: Arc<[u8]>,
    /// Its media type.
    pub content_type: &'static str,
    /// Whether the address names exactly this content, so that it may be cached for ever.
    pub immutable: bool,
}

pub(crate) struct Assets {
    hash: String,
    files: BTreeMap<String, Arc<[u8]>>,
    icons: BTreeMap<String, String>,
}

impl Assets {
    /// What the layers have, nearest first.
    pub(crate) fn collect(layers: &[Layer]) -> Self {
        let mut files = BTreeMap::new();
        for layer in layers.iter().rev() {
            for (path, bytes) in &layer.files {
                if let Some(path) = path.strip_prefix(FOLDER) {
                    files.insert(path.to_owned(), Arc::clone(bytes));
                }
            }
        }
        let icons = files
            .iter()
            .filter_map(|(path, bytes)| {
                let name = path.strip_prefix("icons/")?.strip_suffix(".svg")?;
                Some((name.to_owned(), inline_icon(bytes)?))
            })
            .collect();
        Self {
            hash: hash(&files),
            files,
            icons,
        }
    }

    /// The address of a file.
    pub(crate) fn href(&self, path: &str) -> String {
        format!("/assets/{}/{path}", self.hash)
    }

    pub(crate) fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    /// A file that is a text.
    pub(crate) fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?).ok()
    }

    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    pub(crate) fn has_icon(&self, name: &str) -> bool {
        self.icons.contains_key(name)
    }

    /// The file of an address, without its `/assets/`. A page of an earlier version of the theme may
    /// still ask by the earlier hash; it gets today's file, for now only.
    pub(crate) fn find(&self, hash_and_path: &str) -> Option<Asset> {
        let (hash, path) = hash_and_path.split_once('/')?;
        let bytes = self.files.get(path)?;
        Some(Asset {
            bytes: Arc::clone(bytes),
            content_type: content_type(path),
            immutable: hash == self.hash,
        })
    }

    /// An icon as an element of the page: for eyes only, its neighbour says the same in words. Modules
    /// name icons that a theme need not have; those get the default one.
    pub(crate) fn icon(&self, name: &str) -> Option<String> {
        let body = self
            .icons
            .get(name)
            .or_else(|| self.icons.get(DEFAULT_ICON))?;
        Some(format!(
            "<svg class=\"icon\" aria-hidden=\"true\" focusable=\"false\"{body}"
        ))
    }
}

/// An icon's file without what stands before its attributes.
fn inline_icon(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let start = text.find("<svg")?;
    let rest = text.get(start + 4..)?.trim_end();
    let attributes = rest.get(..rest.find('>')?)?;
    let body = rest.get(attributes.len()..)?;
    // The page gives icons their class; width and height are the stylesheet's business.
    let kept = drop_attributes(
        attributes,
        &["class", "width", "height", "aria-hidden", "focusable"],
    );
    Some(format!("{kept}{body}"))
}

fn drop_attributes(attributes: &str, names: &[&str]) -> String {
    let mut kept = String::new();
    let mut rest = attributes.trim();
    while let Some((name, value)) = rest.split_once('=') {
        let value = value.trim_start();
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            break;
        };
        let Some((value, after)) = value.get(1..).and_then(|value| value.split_once(quote)) else {
            break;
        };
        if !names.contains(&name.trim()) {
            // Writing to a String cannot fail.
            let _ = write!(kept, " {}={quote}{value}{quote}", name.trim());
        }
        rest = after.trim_start();
    }
    kept
}

fn hash(files: &BTreeMap<String, Arc<[u8]>>) -> String {
    let mut sha = Sha256::new();
    for (path, bytes) in files {
        for part in [path.as_bytes(), bytes.as_ref()] {
            sha.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
            sha.update(part);
        }
    }
    sha.finalize()
        .iter()
        .take(8)
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}

fn content_type(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        "txt" | "md" | "LICENSE" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
