//! Asks for a stronger second factor at a sign-in from a network that is new for the person, and shows which are known. Which networks are known it
//! learns from sign-ins that came to their end, never from those that are under way: otherwise a stolen password would make
//! its thief's network known. An address that it is not told counts as new.

mod mask;
mod networks;

use innkeeper_plugin::{
    Assurance, Block, Demand, Denied, Event, Failure, Hooks, Host, Scope, Secret, SignIn, Text,
    View, async_trait,
};
use serde_json::Value;

innkeeper_plugin::export_hooks!(GeoGuard, uses: [store], for: [hooks, filters, slots]);

// `build.rs` makes it of `data/networks.txt`.
include!(concat!(env!("OUT_DIR"), "/networks.rs"));

/// Where a person's networks are kept, a line for each.
const NETWORKS: &str = "networks";

struct GeoGuard;

#[async_trait]
impl Hooks for GeoGuard {
    async fn deliver(&self, host: &dyn Host, event: &Event) -> Result<(), Failure> {
        let network = event
            .attributes
            .get("network")
            .and_then(|address| FILE.name(address));
        let (Some(_), Some(network)) = (&event.subject, network) else {
            return Ok(());
        };
        if event.name != "sign-in.succeeded" || is_restricted(event) {
            return Ok(());
        }
        let mut known = known(host).await?;
        if known.first() == Some(&network) {
            return Ok(());
        }
        known.retain(|other| *other != network);
        known.insert(0, network);
        known.truncate(setting(host, "keep").parse().unwrap_or(20));
        let value = Secret::from(known.join("\n"));
        host.store()
            .set(Scope::Account, NETWORKS, &value)
            .await
            .map_err(away)
    }

    async fn assess(&self, host: &dyn Host, sign_in: &SignIn) -> Result<Demand, Failure> {
        let network = sign_in.network.as_deref();
        let network = network.and_then(|address| FILE.name(address));
        let known = known(host).await?;
        if network.is_some_and(|network| known.contains(&network)) {
            return Ok(Demand::default());
        }
        let class = match setting(host, "class").as_str() {
            "basic" => Assurance::Basic,
            "phishing-resistant" => Assurance::PhishingResistant,
            _ => Assurance::Strong,
        };
        Ok(Demand {
            class: Some(class),
            distrust: setting(host, "distrust") != "false",
        })
    }

    async fn fill(&self, host: &dyn Host, _: &View) -> Result<Vec<Block>, Failure> {
        let known = known(host).await?;
        let Some((latest, earlier)) = known.split_first() else {
            return Ok(Vec::new());
        };
        let says =
            "A sign-in from a network that is not known yet is asked for a stronger second factor.";
        let count =
            Text::new("geo-guard-count", known.len().to_string()).with("count", known.len());
        let mut lines = vec![
            (Text::new("geo-guard-known", "Known networks"), count),
            (
                Text::new("geo-guard-latest", "Latest"),
                names("geo-guard-networks", std::slice::from_ref(latest)),
            ),
        ];
        if !earlier.is_empty() {
            let shown = earlier.get(..SHOWN).unwrap_or(earlier);
            lines.push((
                Text::new("geo-guard-earlier", "Before that"),
                names("geo-guard-networks", shown),
            ));
        }
        Ok(vec![
            Block::Paragraph(Text::new("geo-guard-says", says)),
            Block::Facts(lines),
        ])
    }
}

/// How many networks are shown besides the latest, and how much of the name of one.
const SHOWN: usize = 4;
const NAME: usize = 60;

/// Names in a line.
fn names(key: &str, known: &[String]) -> Text {
    let short = |name: &String| name.chars().take(NAME).collect::<String>();
    let names = known.iter().map(short).collect::<Vec<_>>().join(", ");
    Text::new(key, names.clone()).with("networks", names)
}

/// Whether the person came no further than to set a factor up, or came back in by a backup code.
fn is_restricted(event: &Event) -> bool {
    let facts: Value = serde_json::from_str(&event.detail).unwrap_or_default();
    facts
        .get("restriction")
        .and_then(Value::as_str)
        .is_some_and(|restriction| restriction != "none")
}

/// The networks that the person signed in from, the latest first.
async fn known(host: &dyn Host) -> Result<Vec<String>, Failure> {
    let stored = host
        .store()
        .get(Scope::Account, NETWORKS)
        .await
        .map_err(away)?;
    let text = stored
        .and_then(|stored| stored.text().map(str::to_owned))
        .unwrap_or_default();
    Ok(text.lines().map(str::to_owned).collect())
}

fn setting(host: &dyn Host, name: &str) -> String {
    let value = host.setting(name);
    value
        .and_then(|value| value.text().map(str::to_owned))
        .unwrap_or_default()
}

fn away(denied: Denied) -> Failure {
    match denied {
        Denied::NotGranted(why) => Failure::Misconfigured(why),
        Denied::Failed(why) => Failure::Unavailable(why),
    }
}
