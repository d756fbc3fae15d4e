//! Installing a package of one's own: the files are looked at and kept aside, and nothing of them runs before
//! somebody said yes to what the next page shows.

use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::step_up::Action;
use innkeeper_package::archive::MOST_PACKED;
use innkeeper_package::rotation::Rotation;
use innkeeper_theme::contexts::{Flash, Form, Message, PluginInstallPage, PluginProgressPage};
use innkeeper_theme::keys;
use serde::Deserialize;

use super::consent::{self, Asked};
use super::{PAGE, refusal};
use crate::app::plugins::{self, Brought, Installed, Progress, Refused};
use crate::web::extract::Query;
use crate::web::files::PostedFiles;
use crate::web::form::Posted;
use crate::web::page::{Page, SignedIn};
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

pub(super) const FORM: &str = "/plugins/install";
pub(super) const CONFIRM: &str = "/plugins/install/confirm";
const PROGRESS: &str = "/plugins/install/progress";
const DISCARD: &str = "/plugins/install/discard";

/// After how many seconds the page about progress looks again.
const LOOK_EVERY: u32 = 2;

/// How large the form may be: a package, and what belongs to it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "packages are counted in MiB"
)]
pub const MOST_BYTES: usize = MOST_PACKED.0 as usize + 64 * 1024;

/// `GET /staff/plugins/install`
pub async fn show(signed_in: SignedIn) -> Result<Response, Problem> {
    admit(&signed_in, FORM).await?;
    draw(&signed_in, Form::new()).await
}

/// `POST /staff/plugins/install`. Files that were chosen are not lost to a step-up: it is asked for before and after.
pub async fn bring(signed_in: SignedIn, request: Request) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManagePlugins)?;
    let (page, staff) = (&signed_in.page, signed_in.principal().id);
    let wrong = match PostedFiles::read(request, &page.panel).await {
        Err(Problem::TooLarge) => Form::new().field_error("package", too_large()),
        Err(problem) => return Err(problem),
        Ok(mut form) => match brought(&mut form) {
            Err(wrong) => wrong,
            Ok(brought) => match plugins::bring(&page.panel, staff, brought).await? {
                Ok(()) => return Ok(page.to(CONFIRM)),
                Err(unreadable) => {
                    let (field, what) = refusal::unreadable(&unreadable);
                    typed(&form.typed).field_error(field, what)
                }
            },
        },
    };
    Ok(redrawn(None, draw(&signed_in, wrong).await?))
}

/// `GET /staff/plugins/install/confirm`: who signed it, and what it asks for.
pub async fn ask(signed_in: SignedIn) -> Result<Response, Problem> {
    admit(&signed_in, CONFIRM).await?;
    draw_question(&signed_in, Form::new()).await
}

/// `POST /staff/plugins/install/confirm`
pub async fn confirm(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    admit(&signed_in, CONFIRM).await?;
    let (page, staff) = (&signed_in.page, signed_in.principal().id);
    let consent = form.text("consent");
    let outcome = plugins::install_brought(&page.panel, staff, consent, &page.caller).await?;
    match outcome {
        None => Ok(page.to(PROGRESS)),
        Some(Installed::Done(plugin)) => Ok(consent::installed(page, &plugin)),
        Some(Installed::Waits(offered)) => Ok(page.to(&super::page_of(&offered.plugin_id))),
        Some(Installed::Refused(Refused::Unknown)) => Ok(gone(&signed_in)),
        Some(Installed::Refused(refused)) => {
            let wrong = Form::new().form_error(refusal::refused(&refused));
            Ok(redrawn(None, draw_question(&signed_in, wrong).await?))
        }
    }
}

/// `GET /staff/plugins/install/progress`: how far an installation is that takes longer than somebody would wait for.
/// `plugin` says what it is once it is done.
pub async fn progress(
    signed_in: SignedIn,
    Query(watched): Query<Watched>,
) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManagePlugins)?;
    let (page, staff) = (&signed_in.page, signed_in.principal().id);
    let failed = |what| Ok(page.to_with(CONFIRM, &Flash::danger(what)));
    match plugins::progress(&page.panel, staff).await? {
        Progress::GoesOn(begun_at) => match draw_progress(&signed_in, begun_at).await? {
            Some(drawn) => Ok(drawn),
            // It was done just now.
            None => arrive(page, &watched.plugin).await,
        },
        Progress::Failed(why) => {
            failed(Message::new(keys::ERROR_PLUGIN_CANNOT_RUN).with("why", why))
        }
        Progress::Lost => failed(Message::new(keys::ERROR_PLUGIN_LOST)),
        Progress::Done => arrive(page, &watched.plugin).await,
    }
}

/// On to the plugin that was installed, if the page knew which.
async fn arrive(page: &Page, plugin: &str) -> Result<Response, Problem> {
    let found = plugins::find(&page.panel, plugin).await?;
    Ok(found.map_or_else(
        || page.to(PAGE),
        |listed| consent::installed(page, &listed.plugin),
    ))
}

/// What a page about progress asks for again.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Watched {
    plugin: String,
}

/// `POST /staff/plugins/install/discard`
pub async fn discard(signed_in: SignedIn, _form: Posted) -> Result<Response, Problem> {
    signed_in.require(StaffPermission::ManagePlugins)?;
    let page = &signed_in.page;
    plugins::discard(&page.panel, signed_in.principal().id).await?;
    let discarded = Flash::success(Message::new(keys::FLASH_PLUGIN_DISCARDED));
    Ok(page.to_with(PAGE, &discarded))
}

async fn admit(signed_in: &SignedIn, back: &str) -> Result<(), Problem> {
    signed_in.require(StaffPermission::ManagePlugins)?;
    signed_in.require_fresh(Action::ManagePlugins, back).await
}

/// What the form brought, or what is wrong with it.
fn brought(form: &mut PostedFiles) -> Result<Brought, Form> {
    let mut wrong = typed(&form.typed);
    let package = form.take("package");
    if package.is_none() {
        wrong = wrong.field_error("package", Message::new(keys::ERROR_REQUIRED));
    }
    let signature = form.take("signature").map(String::from_utf8).transpose();
    if signature.is_err() {
        let what = Message::new(keys::ERROR_PLUGIN_SIGNATURE_FORM);
        wrong = wrong.field_error("signature", what);
    }
    let key = match form.typed.trimmed("key") {
        "" => Ok(None),
        key => key.parse().map(Some),
    };
    if key.is_err() {
        wrong = wrong.field_error("key", Message::new(keys::ERROR_PLUGIN_KEY_INVALID));
    }
    let rotation = form.take("rotation").map(String::from_utf8).transpose();
    let is_rotation = |text: &String| text.parse::<Rotation>().is_ok();
    let rotation = rotation.ok().filter(|text| text.iter().all(is_rotation));
    if rotation.is_none() {
        wrong = wrong.field_error("rotation", Message::new(keys::ERROR_PLUGIN_ROTATION));
    }
    match (package, signature, key, rotation) {
        (Some(package), Ok(signature), Ok(key), Some(rotation)) => Ok(Brought {
            package,
            signature,
            key,
            rotations: rotation.into_iter().collect(),
        }),
        _ => Err(wrong),
    }
}

fn typed(form: &Posted) -> Form {
    Form::new().value("key", form.text("key"))
}

fn too_large() -> Message {
    Message::new(keys::ERROR_PLUGIN_TOO_LARGE).with("size", MOST_PACKED.to_string())
}

pub(super) async fn draw(signed_in: &SignedIn, form: Form) -> Result<Response, Problem> {
    let view = PluginInstallPage {
        form,
        most: MOST_PACKED.to_string(),
        takes_unsigned: signed_in.page.panel.config.plugins.dev,
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}

async fn draw_question(signed_in: &SignedIn, form: Form) -> Result<Response, Problem> {
    let (page, staff) = (&signed_in.page, signed_in.principal().id);
    let Some(Ok(found)) = plugins::inspect_brought(&page.panel, staff).await? else {
        return Ok(gone(signed_in));
    };
    let asked = Asked {
        action: page.area.path(CONFIRM),
        decline_action: page.area.path(DISCARD),
        form,
    };
    let view = consent::view(found, asked);
    Ok(page.render(&view).await?.into_response())
}

/// The page about progress; none where there is nothing left to install.
async fn draw_progress(
    signed_in: &SignedIn,
    begun_at: DateTime<Utc>,
) -> Result<Option<Response>, Problem> {
    let (page, staff) = (&signed_in.page, signed_in.principal().id);
    let Some(Ok(found)) = plugins::inspect_brought(&page.panel, staff).await? else {
        return Ok(None);
    };
    let manifest = found.offer.into_package().manifest;
    let view = PluginProgressPage {
        id: manifest.id.to_string(),
        name: manifest.name,
        version: manifest.version.to_string(),
        begun_at,
        every: LOOK_EVERY,
    };
    Ok(Some(page.render(&view).await?.into_response()))
}

/// It was kept long enough, or another tab said yes or no.
fn gone(signed_in: &SignedIn) -> Response {
    let gone = Flash::danger(Message::new(keys::ERROR_PLUGIN_GONE));
    signed_in.page.to_with(FORM, &gone)
}
