//! Faults in pages that keep people out, as axe-core finds them: the rules of WCAG 2.2 AA and good practice, in
//! light and in dark.

use std::fmt;

use anyhow::Context;
use serde::Deserialize;

use crate::browser::{Browser, ColourScheme};
use crate::surroundings::fixture;

/// Runs axe-core, which is in the page already, and answers with one entry per broken rule.
const RUN: &str = "
    const [done] = arguments;
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run(document, { runOnly: tags, resultTypes: ['violations'] }).then(
        ({ violations }) => done(violations.map(({ id, help, nodes }) =>
            ({ rule: id, help, places: nodes.map(({ target, failureSummary }) => `${target}: ${failureSummary}`) }))),
        (error) => done([{ rule: 'axe', help: String(error), places: [] }]),
    );
";

/// A rule that a page breaks.
#[derive(Clone, Debug, Deserialize)]
pub struct Fault {
    /// The name of the rule in axe-core.
    pub rule: String,
    /// What the rule asks for.
    pub help: String,
    /// Where it is broken, and how.
    pub places: Vec<String>,
    /// The colour scheme in which it was found.
    #[serde(skip)]
    pub scheme: ColourScheme,
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} ({:?}): {}",
            self.rule, self.scheme, self.help
        )?;
        self.places
            .iter()
            .try_for_each(|place| write!(formatter, "\n    {}", place.replace('\n', "\n      ")))
    }
}

/// All faults of the page that is open, in both colour schemes. It stays in the light one.
pub async fn faults(browser: &Browser) -> anyhow::Result<Vec<Fault>> {
    let axe = std::fs::read_to_string(fixture("axe.min.js"))?;
    browser
        .execute(axe, Vec::new())
        .await
        .context("axe-core did not get into the page")?;
    let mut all = Vec::new();
    for scheme in [ColourScheme::Dark, ColourScheme::Light] {
        browser.prefer(scheme).await?;
        let answer = browser.execute_async(RUN, Vec::new()).await?;
        let mut faults: Vec<Fault> = answer.convert()?;
        for fault in &mut faults {
            fault.scheme = scheme;
        }
        all.extend(faults);
    }
    Ok(all)
}

/// Opens a page as it was sent in a browser that runs scripts: the page itself may be one where none run. Its
/// stylesheets are those of the house.
pub async fn open_copy(eyes: &Browser, source: &str, house: &str) -> anyhow::Result<()> {
    let base = format!("<head><base href=\"{house}/\">");
    let copy = eyes.downloads().join("copy.html");
    std::fs::create_dir_all(eyes.downloads())?;
    std::fs::write(&copy, source.replacen("<head>", &base, 1))?;
    eyes.goto(format!("file://{}", copy.display())).await?;
    Ok(())
}

/// Says every fault of the page that is open.
///
/// # Panics
/// If there is one.
pub async fn assert_none(browser: &Browser) {
    let faults = faults(browser).await.expect("axe-core runs in the page");
    let place = browser
        .current_url()
        .await
        .expect("the browser knows where it is");
    let list: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(
        list.is_empty(),
        "{place} keeps people out:\n{}",
        list.join("\n")
    );
}
