//! Enabling, disabling and removing a plugin: a question first, which says whom it leaves without a way in (R125),
//! and a fresh proof (R127).

use std::str::FromStr;

use axum::response::{IntoResponse, Response};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::step_up::Action;
use innkeeper_theme::contexts::{
    ActionField, ActionFieldKind, ConfirmActionPage, Flash, Form, Message,
};
use innkeeper_theme::keys::{self, Question};

use super::{PAGE, find, page_of};
use crate::app::plugins::{self, By, Removed, Switched, Who};
use crate::web::extract::Path;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;

/// Longer reasons of a machine's do not fit into the word for the next page.
const MOST_WORDS: usize = 300;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Deed {
    Enable,
    Disable,
    Remove,
}

impl FromStr for Deed {
    type Err = Problem;

    fn from_str(name: &str) -> Result<Self, Problem> {
        match name {
            "enable" => Ok(Self::Enable),
            "disable" => Ok(Self::Disable),
            "remove" => Ok(Self::Remove),
            _ => Err(Problem::NotFound),
        }
    }
}

impl Deed {
    const fn question(self) -> Question {
        match self {
            Self::Enable => Question {
                title: keys::ASK_PLUGIN_ENABLE_TITLE,
                text: keys::ASK_PLUGIN_ENABLE_TEXT,
                button: keys::ASK_PLUGIN_ENABLE_BUTTON,
            },
            Self::Disable => Question {
                title: keys::ASK_PLUGIN_DISABLE_TITLE,
                text: keys::ASK_PLUGIN_DISABLE_TEXT,
                button: keys::ASK_PLUGIN_DISABLE_BUTTON,
            },
            Self::Remove => Question {
                title: keys::ASK_PLUGIN_REMOVE_TITLE,
                text: keys::ASK_PLUGIN_REMOVE_TEXT,
                button: keys::ASK_PLUGIN_REMOVE_BUTTON,
            },
        }
    }
}

/// `GET /staff/plugins/{id}/{action}`
pub async fn confirm(
    signed_in: SignedIn,
    Path((id, action)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let deed = admit(&signed_in, &id, &action).await?;
    let page = &signed_in.page;
    let plugin = find(&signed_in, &id).await?.plugin;
    let held = plugins::holding(&page.panel, &id).await?;
    let Question {
        title,
        text,
        button,
    } = deed.question();
    let back = page.area.path(&page_of(&id));
    let view = ConfirmActionPage {
        title: Message::new(title).with("name", plugin.called()),
        text: Message::new(text)
            .with("name", plugin.called())
            .with("holders", held.holders)
            .with("sole", held.sole),
        action: format!("{back}/{action}"),
        button: Message::new(button),
        cancel_href: back,
        danger: deed != Deed::Enable,
        form: Form::new().value("seen", plugin.row_version.to_string()),
        fields: vec![ActionField {
            name: "seen".to_owned(),
            label: None,
            kind: ActionFieldKind::Hidden,
            required: false,
        }],
    };
    Ok(page.render(&view).await?.into_response())
}

/// `POST /staff/plugins/{id}/{action}`
pub async fn act(
    signed_in: SignedIn,
    Path((id, action)): Path<(String, String)>,
    form: Posted,
) -> Result<Response, Problem> {
    let deed = admit(&signed_in, &id, &action).await?;
    let page = &signed_in.page;
    let plugin = find(&signed_in, &id).await?.plugin;
    let by = by(&signed_in);
    let said = |key| Message::new(key).with("name", plugin.called());
    let (panel, back) = (&page.panel, page_of(&id));
    let flash = match deed {
        Deed::Enable => switched(
            plugins::enable(panel, &id, by).await?,
            said(keys::FLASH_PLUGIN_ENABLED),
        )?,
        Deed::Disable => switched(
            plugins::disable(panel, &id, by).await?,
            said(keys::FLASH_PLUGIN_DISABLED),
        )?,
        Deed::Remove => match plugins::remove(panel, &id, form.parse("seen")?, by).await? {
            Removed::Done(_) => {
                let removed = Flash::success(said(keys::FLASH_PLUGIN_REMOVED));
                return Ok(page.to_with(PAGE, &removed));
            }
            Removed::Unknown => return Err(Problem::NotFound),
            Removed::Changed => Flash::danger(Message::new(keys::ERROR_CONFLICT)),
        },
    };
    Ok(page.to_with(&back, &flash))
}

/// Who decides.
pub(super) fn by(signed_in: &SignedIn) -> By<'_> {
    By {
        who: Who::Staff(signed_in.principal().id),
        caller: &signed_in.page.caller,
    }
}

/// That it does not run here, and why.
pub(super) fn cannot_run(why: &str) -> Flash {
    let why: String = why.chars().take(MOST_WORDS).collect();
    Flash::danger(Message::new(keys::ERROR_PLUGIN_CANNOT_RUN).with("why", why))
}

async fn admit(signed_in: &SignedIn, id: &str, action: &str) -> Result<Deed, Problem> {
    signed_in.require(StaffPermission::ManagePlugins)?;
    let deed = action.parse()?;
    let back = format!("{}/{action}", page_of(id));
    signed_in
        .require_fresh(Action::ManagePlugins, &back)
        .await?;
    Ok(deed)
}

fn switched(outcome: Switched, done: Message) -> Result<Flash, Problem> {
    Ok(match outcome {
        Switched::Done => Flash::success(done),
        Switched::Unknown => return Err(Problem::NotFound),
        Switched::Missing(names) => {
            let names = names.join(", ");
            Flash::danger(Message::new(keys::ERROR_PLUGIN_SETTINGS).with("names", names))
        }
        Switched::CannotRun(why) => cannot_run(&why),
        Switched::Changed => Flash::danger(Message::new(keys::ERROR_CONFLICT)),
    })
}
