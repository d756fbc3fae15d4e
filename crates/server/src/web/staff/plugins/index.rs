//! Installing by an index: the address of a list that anyone can host, what is in it, and one of them brought here.
//! What comes of it is a package like any other, and goes the same way.

use axum::response::{IntoResponse, Response};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::step_up::Action;
use innkeeper_package::index::{Newest, Plugin};
use innkeeper_package::{Index, PluginId};
use innkeeper_theme::contexts::{Form, IndexedPlugin, Message, PluginIndexPage};
use innkeeper_theme::keys;

use super::install::{CONFIRM, FORM};
use super::refusal;
use super::switch::by;
use crate::app::plugins::{self, Listed, Unreached};
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

/// `POST /staff/plugins/index`: what is in the index at `index`. It is asked for anew each time.
pub async fn list(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    admit(&signed_in).await?;
    let address = form.trimmed("index");
    let read = plugins::read_index(&signed_in.page.panel, address, by(&signed_in)).await;
    match read {
        Ok(index) => draw(&signed_in, address, &index, Form::new()).await,
        Err(why) => wrong(&signed_in, address, &why).await,
    }
}

/// `POST /staff/plugins/index/bring`: the newest version of `plugin` in the index at `index`.
pub async fn bring(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    admit(&signed_in).await?;
    let (page, staff) = (&signed_in.page, signed_in.principal().id);
    let (address, id) = (form.trimmed("index"), form.parse::<PluginId>("plugin")?);
    let index = match plugins::read_index(&page.panel, address, by(&signed_in)).await {
        Ok(index) => index,
        Err(why) => return wrong(&signed_in, address, &why).await,
    };
    let problem = match plugins::bring_from(&page.panel, &index, &id).await {
        Err(why) => said(&why),
        Ok(brought) => match plugins::bring(&page.panel, staff, brought).await? {
            Ok(()) => return Ok(page.to(CONFIRM)),
            Err(unreadable) => refusal::unreadable(&unreadable).1,
        },
    };
    let form = Form::new().form_error(problem);
    Ok(redrawn(
        None,
        draw(&signed_in, address, &index, form).await?,
    ))
}

async fn admit(signed_in: &SignedIn) -> Result<(), Problem> {
    signed_in.require(StaffPermission::ManagePlugins)?;
    signed_in.require_fresh(Action::ManagePlugins, FORM).await
}

/// Why nothing came. What a server or a library said stays in its own words.
fn said(why: &Unreached) -> Message {
    match why {
        Unreached::Address => Message::new(keys::ERROR_PLUGIN_INDEX_ADDRESS),
        Unreached::Unknown => Message::new(keys::ERROR_PLUGIN_INDEX_UNKNOWN),
        Unreached::Changed => Message::new(keys::ERROR_PLUGIN_INDEX_CHANGED),
        Unreached::Server(why) => {
            Message::new(keys::ERROR_PLUGIN_INDEX_SERVER).with("why", why.as_str())
        }
        Unreached::Index(why) => Message::new(keys::ERROR_PLUGIN_INDEX).with("why", why.as_str()),
        Unreached::Incompatible(why) => {
            Message::new(keys::ERROR_PLUGIN_INDEX_INCOMPATIBLE).with("why", why.as_str())
        }
        Unreached::Broken(why) => {
            Message::new(keys::ERROR_PLUGIN_ROTATION).with("why", why.as_str())
        }
    }
}

async fn wrong(signed_in: &SignedIn, address: &str, why: &Unreached) -> Result<Response, Problem> {
    let form = Form::new()
        .value("index", address)
        .field_error("index", said(why));
    Ok(redrawn(None, super::install::draw(signed_in, form).await?))
}

async fn draw(
    signed_in: &SignedIn,
    address: &str,
    index: &Index,
    form: Form,
) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let installed = plugins::list(&page.panel).await?;
    let view = PluginIndexPage {
        name: index.name.clone(),
        address: address.to_owned(),
        plugins: index
            .plugins
            .iter()
            .map(|plugin| view(plugin, &installed))
            .collect(),
        form,
    };
    Ok(page.render(&view).await?.into_response())
}

fn view(plugin: &Plugin, installed: &[Listed]) -> IndexedPlugin {
    let found = installed
        .iter()
        .find(|listed| listed.plugin.id == plugin.id.as_str());
    let newest = plugin.newest(false);
    IndexedPlugin {
        id: plugin.id.to_string(),
        name: plugin.name.clone(),
        description: plugin.description.clone(),
        publisher: plugin.publisher.clone(),
        version: match &newest {
            Newest::Found(release) => Some(release.version.to_string()),
            Newest::Incompatible(_) | Newest::None => None,
        },
        unserved: match &newest {
            Newest::Incompatible(why) => Some(why.to_string()),
            Newest::Found(_) | Newest::None => None,
        },
        installed: found.map(|listed| listed.plugin.version.clone()),
    }
}
