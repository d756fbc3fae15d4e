//! Plugins: which there are, how they are doing, and all about one.
//!
//! What a plugin says of itself is a stranger's: it is shown as text, and its icon as a picture that runs nothing.

pub mod consent;
pub mod index;
pub mod install;
mod refusal;
pub mod settings;
pub mod switch;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::plugin::PluginState;
use innkeeper_package::manifest::{Icon, IconFile, Manifest};
use innkeeper_package::permission::Asked;
use innkeeper_package::{Package, PublisherKey};
use innkeeper_store::Tx;
use innkeeper_store::plugin_health::{Outcome, Totals};
use innkeeper_store::plugin_log::Line;
use innkeeper_store::plugins::Plugin;
use innkeeper_theme::contexts::{
    FaultCount, Message, MissingPlugin, PermissionView, PluginAbout, PluginLine, PluginPage,
    PluginRow, PluginStatus, PluginTrouble, PluginsPage,
};
use innkeeper_theme::keys;

use super::count;
use crate::app::plugins::{self, Listed};
use crate::plugins::{name_of, sentence_of};
use crate::web::extract::Path;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;

/// Where the list is, below the area's base.
const PAGE: &str = "/plugins";
/// Since how many hours ago calls are counted.
const HOURS: i64 = 24;
/// How many lines of a plugin's log are shown.
const LINES: i64 = 100;

/// An icon is a picture and nothing else, also for who opens it by itself.
const ICON_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/// The page of a plugin, below the area's base.
fn page_of(id: &str) -> String {
    format!("{PAGE}/{id}")
}

/// `GET /staff/plugins`
pub async fn list(signed_in: SignedIn) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManagePlugins)?;
    let page = &signed_in.page;
    let totals = plugins::totals(&page.panel, HOURS).await?;
    let listed = plugins::list(&page.panel).await?;
    let missing = plugins::missing(&page.panel).await?;
    let view = PluginsPage {
        plugins: listed.iter().map(|listed| row(listed, &totals)).collect(),
        missing: missing
            .into_iter()
            .map(|held| MissingPlugin {
                id: held.factor,
                holders: count(held.holders),
                sole: count(held.sole),
            })
            .collect(),
    };
    Ok(page.render(&view).await?.into_response())
}

/// `GET /staff/plugins/{id}`
pub async fn show(signed_in: SignedIn, Path(id): Path<String>) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManagePlugins)?;
    let (page, panel) = (&signed_in.page, &signed_in.page.panel);
    let listed = find(&signed_in, &id).await?;
    let totals = plugins::totals(panel, HOURS).await?;
    let package = plugins::package(panel, &id).await?;
    let held = plugins::holding(panel, &id).await?;
    let outcomes = plugins::health(panel, &id, HOURS).await?;
    let lines = plugins::log(panel, &id, LINES).await?;
    let plugin = row(&listed, &totals);
    let Listed { plugin: stored, .. } = listed;
    let view = PluginPage {
        icon_href: package
            .as_ref()
            .filter(|package| package.icon.is_some())
            .map(|_| page.area.path(&format!("{}/icon", page_of(&id)))),
        permissions: package
            .as_ref()
            .map(|package| granted(&package.manifest, &stored))
            .unwrap_or_default(),
        about: package.map(about),
        fault: stored
            .fault
            .filter(|_| plugin.status == PluginStatus::Faulted),
        digest: stored.digest,
        installed_at: stored.installed_at,
        holders: count(held.holders),
        sole: count(held.sole),
        faults: faults(&outcomes),
        lines: lines.into_iter().map(line).collect(),
        plugin,
    };
    Ok(page.render(&view).await?.into_response())
}

/// `GET /staff/plugins/{id}/icon`
pub async fn icon(signed_in: SignedIn, Path(id): Path<String>) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManagePlugins)?;
    let package = plugins::package(&signed_in.page.panel, &id).await?;
    let package = package.ok_or(Problem::NotFound)?;
    let media_type = match package.manifest.icon {
        Some(Icon::File(IconFile::Svg)) => "image/svg+xml",
        Some(Icon::File(IconFile::Png)) => "image/png",
        Some(Icon::OfTheme(_)) | None => return Err(Problem::NotFound),
    };
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_SECURITY_POLICY, ICON_POLICY),
    ];
    let picture = package.icon.ok_or(Problem::NotFound)?;
    Ok((headers, picture).into_response())
}

/// Plugins that do not work although they should, for the dashboard.
pub(super) async fn in_trouble(tx: &mut Tx) -> Result<Vec<PluginTrouble>, Problem> {
    let all = innkeeper_store::plugins::list(tx).await?;
    let trouble = all.into_iter().filter_map(|plugin| {
        let status = status(&plugin);
        let is_trouble = matches!(status, PluginStatus::Stopped | PluginStatus::Faulted);
        is_trouble.then(|| PluginTrouble {
            name: plugin.called().to_owned(),
            id: plugin.id,
            status,
        })
    });
    Ok(trouble.collect())
}

async fn find(signed_in: &SignedIn, id: &str) -> Result<Listed, Problem> {
    let found = plugins::find(&signed_in.page.panel, id).await?;
    found.ok_or(Problem::NotFound)
}

fn row(listed: &Listed, totals: &[Totals]) -> PluginRow {
    let plugin = &listed.plugin;
    let totals = totals.iter().find(|totals| totals.plugin_id == plugin.id);
    PluginRow {
        id: plugin.id.clone(),
        name: plugin.called().to_owned(),
        version: plugin.version.clone(),
        status: status(plugin),
        waiting: listed
            .offered
            .as_ref()
            .map(|offered| offered.version.clone()),
        publisher: plugin.publisher.as_deref().map(fingerprint),
        calls: totals.map_or(0, |totals| count(totals.calls)),
        failures: totals.map_or(0, |totals| count(totals.failures)),
        mean: totals.and_then(mean),
    }
}

fn status(plugin: &Plugin) -> PluginStatus {
    match plugin.state {
        PluginState::Enabled => PluginStatus::Enabled,
        PluginState::Faulted => PluginStatus::Faulted,
        PluginState::Disabled if plugin.fault.is_some() => PluginStatus::Stopped,
        PluginState::Disabled => PluginStatus::Disabled,
    }
}

/// What people compare of a key. One that cannot be read is shown as it is.
fn fingerprint(key: &str) -> String {
    let read = key.parse::<PublisherKey>();
    read.map_or_else(|_| key.to_owned(), |key| key.fingerprint())
}

fn mean(totals: &Totals) -> Option<Message> {
    let micros = totals.micros.checked_div(totals.calls)?;
    Some(took(micros))
}

/// A time that something took, as people write it.
fn took(micros: i64) -> Message {
    if micros < 10_000 {
        Message::new(keys::PLUGIN_TOOK_MICROSECONDS).with("count", micros)
    } else {
        Message::new(keys::PLUGIN_TOOK_MILLISECONDS).with("count", micros / 1000)
    }
}

/// What the plugin may do: what it asks for, as far as that was granted.
fn granted(manifest: &Manifest, plugin: &Plugin) -> Vec<PermissionView> {
    let asked = manifest.permissions().into_iter();
    asked
        .filter(|asked| plugin.granted.contains(&name_of(&asked.permission)))
        .map(|asked| permission(&asked))
        .collect()
}

fn permission(asked: &Asked) -> PermissionView {
    PermissionView {
        sentence: sentence_of(&asked.permission),
        reason: asked.reason.clone(),
    }
}

fn about(package: Package) -> PluginAbout {
    let manifest = package.manifest;
    PluginAbout {
        description: manifest.description,
        authors: manifest.authors,
        licence: manifest.licence,
        homepage: manifest.homepage.map(Into::into),
        readme: package.readme,
    }
}

/// Failed calls by what they came to, the most frequent first.
fn faults(outcomes: &[Outcome]) -> Vec<FaultCount> {
    let mut faults: Vec<FaultCount> = keys::PLUGIN_FAULTS
        .into_iter()
        .filter_map(|key| {
            let kind = key.strip_prefix("plugin-fault-")?;
            let of_kind = outcomes.iter().filter(|outcome| outcome.outcome == kind);
            let calls: i64 = of_kind.map(|outcome| outcome.calls).sum();
            (calls > 0).then(|| FaultCount {
                kind: Message::new(key),
                count: count(calls),
            })
        })
        .collect();
    faults.sort_by_key(|fault| std::cmp::Reverse(fault.count));
    faults
}

fn line(line: Line) -> PluginLine {
    PluginLine {
        at: line.at,
        level: line.level.as_str().to_owned(),
        message: line.message,
    }
}
