//! Writes every template with every sample as a file, to look at in a browser or to photograph.
//!
//! `cargo run -p innkeeper-theme --example preview -- --themes themes --out /tmp/preview [--theme NAME]
//! [--locale de] [--scheme dark]`. What is missing or broken is listed, the rest is written.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use innkeeper_theme::contexts::Scheme;
use innkeeper_theme::{Drawn, Theme, draw_samples};

struct Options {
    themes: Option<PathBuf>,
    theme: String,
    out: PathBuf,
    locale: String,
    scheme: Option<Scheme>,
}

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> ExitCode {
    match options().and_then(|options| preview(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn options() -> Outcome<Options> {
    let mut options = Options {
        themes: None,
        theme: "default".into(),
        out: PathBuf::from("preview"),
        locale: "en".into(),
        scheme: None,
    };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let value = args.next().ok_or_else(|| format!("{arg} wants a value"))?;
        match arg.as_str() {
            "--themes" => options.themes = Some(value.into()),
            "--theme" => options.theme = value,
            "--out" => options.out = value.into(),
            "--locale" => options.locale = value,
            "--scheme" => {
                options.scheme = Some(match value.as_str() {
                    "light" => Scheme::Light,
                    "dark" => Scheme::Dark,
                    "auto" => Scheme::Auto,
                    _ => return Err("--scheme is auto, light or dark".into()),
                });
            }
            _ => return Err(format!("{arg} is unknown").into()),
        }
    }
    Ok(options)
}

fn preview(options: &Options) -> Outcome<bool> {
    let theme = Theme::builder()
        .themes_dir(options.themes.clone())
        .name(options.theme.as_str())
        .unfinished(true)
        .build()?;
    let mut problems: BTreeSet<String> = theme.problems().into_iter().collect();
    write_assets(&theme, &options.out)?;
    let mut index =
        String::from("<!doctype html><meta charset=\"utf-8\"><title>Preview</title><ul>\n");
    let mut count = 0;
    for drawn in draw_samples(&theme, &options.locale, options.scheme) {
        problems.extend(drawn.gaps.iter().map(|gap| gap.what.clone()));
        match &drawn.result {
            Ok(text) => {
                let file = file_of(&drawn);
                write_file(&options.out, &file, local(text, &file).as_bytes())?;
                writeln!(index, "<li><a href=\"{file}\">{file}</a>")?;
                count += 1;
            }
            Err(error) => {
                problems.insert(format!(
                    "{error} (drawing {} {})",
                    drawn.template, drawn.sample
                ));
            }
        }
    }
    write_file(&options.out, "index.html", index.as_bytes())?;
    for problem in &problems {
        println!("{problem}");
    }
    println!(
        "{count} files in {}, {} problems",
        options.out.display(),
        problems.len()
    );
    Ok(problems.is_empty())
}

fn write_assets(theme: &Theme, out: &Path) -> Outcome<()> {
    for path in theme.asset_paths() {
        let href = theme.asset_href(&path);
        let asset = theme
            .asset(href.trim_start_matches("/assets/"))
            .ok_or("an asset vanished")?;
        write_file(out, href.trim_start_matches('/'), &asset.bytes)?;
    }
    Ok(())
}

/// `account/home.html` with sample `0-a` becomes `account/home.0-a.html`.
fn file_of(drawn: &Drawn) -> String {
    let (stem, ending) = drawn
        .template
        .rsplit_once('.')
        .unwrap_or((&drawn.template, "html"));
    format!("{stem}.{}.{ending}", drawn.sample)
}

/// Assets by relative paths, so that a page works from `file://` as well.
fn local(text: &str, file: &str) -> String {
    let up = "../".repeat(file.matches('/').count());
    text.replace("\"/assets/", &format!("\"{up}assets/"))
        .replace(
            "https://panel.sunny.example/assets/",
            &format!("{up}assets/"),
        )
}

fn write_file(out: &Path, file: &str, bytes: &[u8]) -> Outcome<()> {
    let path = out.join(file);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    Ok(fs::write(path, bytes)?)
}
