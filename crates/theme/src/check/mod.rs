//! `theme check`: draws everything there is and says what broke, and where.

mod samples;
mod uses;

use std::collections::BTreeSet;
use std::fmt;
use std::path::Path;

pub use samples::{Drawn, draw_samples};

use crate::loaded::{Loaded, is_template};
use crate::manifest::DEFAULT_THEME;
use crate::reader::Gap;
use crate::{Theme, ThemeBuilder, ThemeError, keys};
use uses::Uses;

/// Something to mend in a theme.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The file, relative to the theme.
    pub file: String,
    /// The line; 0 where it is not known.
    pub line: usize,
    /// What is wrong.
    pub what: String,
}

/// What a check found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// What is to be mended.
    pub problems: Vec<Problem>,
    /// The languages.
    pub locales: Vec<String>,
    /// How many drawings were tried.
    pub drawn: usize,
}

impl Report {
    /// Whether there is nothing to mend.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    fn add(&mut self, file: impl Into<String>, line: usize, what: impl Into<String>) {
        let (file, what) = (file.into(), what.into());
        self.problems.push(Problem { file, line, what });
    }

    fn add_error(&mut self, error: &ThemeError, drawing: Option<&Drawn>) {
        let during = drawing.map_or_else(String::new, |drawn| {
            format!(
                " (drawing {}, sample {}, in `{}`)",
                drawn.template, drawn.sample, drawn.locale
            )
        });
        match error {
            ThemeError::Template { file, line, what }
            | ThemeError::Locale {
                file, line, what, ..
            } => {
                self.add(file, *line, format!("{what}{during}"));
            }
            ThemeError::Missing(file) => self.add(file, 0, "the file is missing"),
            other => self.add("theme.toml", 0, other.to_string()),
        }
    }

    /// What is wrong with a text is said of the text's own place, if it has one.
    fn add_gap(&mut self, gap: &Gap, drawn: &Drawn, loaded: &Loaded) {
        let place = gap.key.as_ref().and_then(|key| {
            loaded
                .definitions
                .places
                .get(&(drawn.locale.clone(), key.clone()))
        });
        match place {
            Some((_, file, line)) => self.add(file, *line, &gap.what),
            None => self.add(&drawn.template, 0, &gap.what),
        }
    }

    /// Says everything once: the first place that shows a fault is enough to mend it.
    fn tidy(&mut self) {
        let fault = |problem: &Problem| {
            problem
                .what
                .split(" (drawing ")
                .next()
                .unwrap_or_default()
                .to_owned()
        };
        let placed = |problem: &&Problem| problem.line > 0;
        let known: BTreeSet<String> = self.problems.iter().filter(placed).map(fault).collect();
        let mut said = BTreeSet::new();
        self.problems.retain(|problem| {
            let fault = fault(problem);
            if problem.line == 0 {
                return !known.contains(&fault) && said.insert((String::new(), 0, fault));
            }
            said.insert((problem.file.clone(), problem.line, fault))
        });
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Problem { file, line, what } in &self.problems {
            match line {
                0 => writeln!(f, "{file}: {what}")?,
                line => writeln!(f, "{file}:{line}: {what}")?,
            }
        }
        let languages = self.locales.join(", ");
        write!(
            f,
            "{} drawings in {languages}: {} problems",
            self.drawn,
            self.problems.len()
        )
    }
}

/// Checks the theme in a folder. Its parents are looked for beside it; `default` is embedded.
pub fn check(folder: &Path) -> Report {
    let name = folder
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let themes = folder.parent().map(Path::to_owned);
    check_theme(Theme::builder().themes_dir(themes).name(name))
}

/// Checks the embedded default theme.
pub fn check_embedded() -> Report {
    check_theme(Theme::builder().name(DEFAULT_THEME))
}

fn check_theme(builder: ThemeBuilder) -> Report {
    let mut report = Report::default();
    let theme = match builder.unfinished(true).build() {
        Ok(theme) => theme,
        Err(error) => {
            report.add_error(&error, None);
            return report;
        }
    };
    let loaded = theme.current();
    report.locales = loaded.translator.codes().map(str::to_owned).collect();
    for problem in &loaded.problems {
        report.add_error(problem, None);
    }
    let uses = read_uses(&loaded);
    check_texts(&loaded, &uses, &mut report);
    check_files(&loaded, &uses, &mut report);
    for locale in report.locales.clone() {
        for drawn in draw_samples(&theme, &locale, None) {
            report.drawn += 1;
            // What is missing altogether was said above.
            let missing = loaded.problems.iter().any(
                |problem| matches!(problem, ThemeError::Missing(file) if *file == drawn.template),
            );
            match &drawn.result {
                Err(error) if !missing => report.add_error(error, Some(&drawn)),
                _ => {}
            }
            for gap in &drawn.gaps {
                report.add_gap(gap, &drawn, &loaded);
            }
        }
    }
    report.tidy();
    report
}

fn read_uses(loaded: &Loaded) -> Uses {
    let mut uses = Uses::default();
    for layer in &loaded.layers {
        for (path, source) in layer.texts(is_template).flatten() {
            uses.read(path, source);
        }
    }
    uses
}

/// Texts that are asked for or sent must be there in every language, and no others.
fn check_texts(loaded: &Loaded, uses: &Uses, report: &mut Report) {
    for locale in report.locales.clone() {
        let missing = |key: &str| {
            (!loaded.translator.has(&locale, key))
                .then(|| format!("the text `{key}` is missing in `{locale}`"))
        };
        for (key, (file, line)) in &uses.texts {
            if let Some(what) = missing(key) {
                report.add(file, *line, what);
            }
        }
        for what in keys::ALL.iter().filter_map(|key| missing(key)) {
            report.add(format!("locales/{locale}"), 0, what);
        }
    }
    for ((locale, key), (_, file, line)) in &loaded.definitions.places {
        if !uses.has_text(key) && !keys::ALL.contains(&key.as_str()) {
            report.add(
                file,
                *line,
                format!("no template and no code asks for `{key}`"),
            );
        } else {
            for other in report.locales.clone() {
                if !loaded.translator.has(&other, key) {
                    let what = format!("the text `{key}` is missing in `{other}`");
                    report.add(
                        format!("locales/{other}"),
                        0,
                        format!("{what} (`{locale}` has it)"),
                    );
                }
            }
        }
    }
}

/// Assets and icons that are named must be there.
fn check_files(loaded: &Loaded, uses: &Uses, report: &mut Report) {
    for (asset, (file, line)) in &uses.assets {
        if !loaded.assets.has(asset) {
            report.add(file, *line, format!("there is no asset `{asset}`"));
        }
    }
    for (icon, (file, line)) in &uses.icons {
        if !loaded.assets.has_icon(icon) {
            report.add(file, *line, format!("there is no icon `{icon}`"));
        }
    }
}
