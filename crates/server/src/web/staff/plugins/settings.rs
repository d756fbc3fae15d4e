//! The form for a plugin's settings, and trying the plugin out. Secrets are entered and never shown: left empty, they
//! stay as they are.

use std::collections::BTreeMap;

use axum::response::{IntoResponse, Response};
use innkeeper_identity::permission::StaffPermission;
use innkeeper_identity::step_up::Action;
use innkeeper_package::Package;
use innkeeper_package::manifest::{Setting, SettingKind, Wrong};
use innkeeper_theme::ModuleTexts;
use innkeeper_theme::contexts::{
    Choice, Flash, Form, Message, PluginSettingKind as Kind, PluginSettingView, PluginSettingsPage,
};
use innkeeper_theme::keys;

use super::super::factor_check;
use super::switch::{by, cannot_run};
use super::{find, page_of, took};
use crate::app::plugins::{self, Entered, SetOutcome, Shown, Tried};
use crate::web::extract::Path;
use crate::web::form::Posted;
use crate::web::page::{Page, SignedIn};
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

/// `GET /staff/plugins/{id}/settings`
pub async fn show(signed_in: SignedIn, Path(id): Path<String>) -> Result<Response, Problem> {
    admit(&signed_in, &id).await?;
    let shown = list(&signed_in, &id).await?;
    let form = shown.iter().fold(Form::new(), |form, shown| {
        let value = shown.value.clone().unwrap_or_default();
        match shown.setting.kind {
            SettingKind::Boolean { default } => {
                let value = shown.value.as_deref();
                let ticked = value.map_or(default, |value| value == "true");
                form.checked(field(&shown.setting), ticked)
            }
            _ => form.value(field(&shown.setting), value),
        }
    });
    draw(&signed_in, &id, &shown, form).await
}

/// `POST /staff/plugins/{id}/settings`
pub async fn save(
    signed_in: SignedIn,
    Path(id): Path<String>,
    form: Posted,
) -> Result<Response, Problem> {
    admit(&signed_in, &id).await?;
    let page = &signed_in.page;
    let shown = list(&signed_in, &id).await?;
    let entered = entered(&shown, &form);
    let wrong = match plugins::set(&page.panel, &id, &entered, by(&signed_in)).await? {
        SetOutcome::Done => {
            let saved = Flash::success(Message::new(keys::FLASH_SETTINGS_SAVED));
            return Ok(page.to_with(&page_of(&id), &saved));
        }
        SetOutcome::Unknown => return Err(Problem::NotFound),
        SetOutcome::Changed => {
            as_typed(&shown, &form).form_error(Message::new(keys::ERROR_CONFLICT))
        }
        SetOutcome::Wrong(wrong) => {
            let marked = as_typed(&shown, &form);
            let marked = marked.form_error(Message::new(keys::ERROR_FORM_INVALID));
            shown
                .iter()
                .fold(marked, |form, shown| match wrong.get(&shown.setting.name) {
                    Some(Some(wrong)) => {
                        form.field_error(field(&shown.setting), said(&shown.setting, *wrong))
                    }
                    _ => form,
                })
        }
    };
    let drawn = draw(&signed_in, &id, &shown, wrong).await?;
    Ok(redrawn(None, drawn))
}

/// `POST /staff/plugins/{id}/test`: whether it starts here and says what it is.
pub async fn test(
    signed_in: SignedIn,
    Path(id): Path<String>,
    _form: Posted,
) -> Result<Response, Problem> {
    admit(&signed_in, &id).await?;
    let (page, plugin) = (&signed_in.page, find(&signed_in, &id).await?.plugin);
    let tried = plugins::try_now(&page.panel, &id).await?;
    let flash = match tried.ok_or(Problem::NotFound)? {
        Tried::Answered(time) => {
            let micros = i64::try_from(time.as_micros()).unwrap_or(i64::MAX);
            let translator = page.panel.theme.translator();
            let time = translator.say(&page.locale, &took(micros));
            let text = Message::new(keys::FLASH_PLUGIN_TRIED).with("name", plugin.called());
            Flash::success(text.with("time", time))
        }
        Tried::CannotRun(why) => cannot_run(&why),
    };
    Ok(page.to_with(&format!("{}/settings", page_of(&id)), &flash))
}

async fn admit(signed_in: &SignedIn, id: &str) -> Result<(), Problem> {
    signed_in.require(StaffPermission::ManagePlugins)?;
    let back = format!("{}/settings", page_of(id));
    signed_in.require_fresh(Action::ManagePlugins, &back).await
}

async fn list(signed_in: &SignedIn, id: &str) -> Result<Vec<Shown>, Problem> {
    let shown = plugins::list_settings(&signed_in.page.panel, id).await?;
    shown.ok_or(Problem::NotFound)
}

fn field(setting: &Setting) -> String {
    format!("setting_{}", setting.name)
}

fn clear_field(setting: &Setting) -> String {
    format!("clear_{}", setting.name)
}

/// What the form says of each setting. A secret about which it says nothing is not among them.
fn entered(shown: &[Shown], form: &Posted) -> BTreeMap<String, Entered> {
    let entered = shown.iter().filter_map(|shown| {
        let (setting, field) = (&shown.setting, field(&shown.setting));
        let what = match (&setting.kind, form.text(&field)) {
            (SettingKind::Boolean { .. }, _) => Entered::Value(form.is_ticked(&field).to_string()),
            (SettingKind::Secret, "") if form.is_ticked(&clear_field(setting)) => Entered::Nothing,
            (SettingKind::Secret, "") if shown.is_set => return None,
            (SettingKind::Secret, secret) => Entered::Value(secret.to_owned()),
            (_, typed) => match typed.trim() {
                "" => Entered::Nothing,
                typed => Entered::Value(typed.to_owned()),
            },
        };
        Some((setting.name.clone(), what))
    });
    entered.collect()
}

/// The form as it came, without its secrets.
fn as_typed(shown: &[Shown], form: &Posted) -> Form {
    shown.iter().fold(Form::new(), |typed, shown| {
        let field = field(&shown.setting);
        match shown.setting.kind {
            SettingKind::Secret => {
                let clear = clear_field(&shown.setting);
                let ticked = form.is_ticked(&clear);
                typed.checked(clear, ticked)
            }
            SettingKind::Boolean { .. } => {
                let ticked = form.is_ticked(&field);
                typed.checked(field, ticked)
            }
            _ => {
                let value = form.text(&field).to_owned();
                typed.value(field, value)
            }
        }
    })
}

/// What is wrong with a value.
fn said(setting: &Setting, wrong: Wrong) -> Message {
    let range = |minimum: i64, maximum: i64| {
        Message::new(keys::ERROR_NUMBER_RANGE)
            .with("min", minimum)
            .with("max", maximum)
    };
    match wrong {
        Wrong::Missing => Message::new(keys::ERROR_REQUIRED),
        Wrong::Text => Message::new(keys::ERROR_PLUGIN_LINE),
        Wrong::Length { minimum, maximum } => Message::new(keys::ERROR_PLUGIN_LENGTH)
            .with("min", minimum)
            .with("max", maximum),
        Wrong::Range { minimum, maximum } => range(minimum, maximum),
        Wrong::Integer => match setting.kind {
            SettingKind::Integer {
                minimum, maximum, ..
            } => range(minimum, maximum),
            _ => Message::new(keys::ERROR_CHOICE_INVALID),
        },
        Wrong::Boolean | Wrong::Choice => Message::new(keys::ERROR_CHOICE_INVALID),
        Wrong::Url => Message::new(keys::ERROR_PLUGIN_URL),
        Wrong::Host(why) => Message::new(keys::ERROR_PLUGIN_HOST).with("why", why.to_string()),
        Wrong::Several(most) => Message::new(keys::ERROR_PLUGIN_URLS).with("max", most),
    }
}

async fn draw(
    signed_in: &SignedIn,
    id: &str,
    shown: &[Shown],
    form: Form,
) -> Result<Response, Problem> {
    let page = &signed_in.page;
    let plugin = find(signed_in, id).await?.plugin;
    let package = plugins::package(&page.panel, id).await?;
    let texts = package.map(|package| texts(page, &package));
    let factor = page.panel.modules().second_factor(id);
    let checks = factor.filter(|factor| factor.is_plugin() && factor.module.has_checks());
    let view = PluginSettingsPage {
        id: id.to_owned(),
        name: plugin.called().to_owned(),
        settings: shown
            .iter()
            .map(|shown| view(shown, texts.as_ref()))
            .collect(),
        form,
        test_action: page.area.path(&format!("{}/test", page_of(id))),
        check_action: checks.map(|_| factor_check::path(id)),
    };
    Ok(page.render(&view).await?.into_response())
}

/// What the plugin calls its settings, in the reader's language. It need not be loaded for that.
fn texts(page: &Page, package: &Package) -> ModuleTexts {
    ModuleTexts::read(&page.locale, &package.locales)
}

fn view(shown: &Shown, texts: Option<&ModuleTexts>) -> PluginSettingView {
    let setting = &shown.setting;
    let said = |part: &str, fallback: &str| {
        let key = format!("setting-{}{part}", setting.name);
        let text = texts.and_then(|texts| texts.find(&key));
        text.unwrap_or_else(|| fallback.to_owned())
    };
    let options = match &setting.kind {
        SettingKind::Choice { options, .. } => options
            .iter()
            .map(|(value, label)| Choice::new(value, said(&format!("-{value}"), label)))
            .collect(),
        _ => Vec::new(),
    };
    let default = setting.kind.default();
    let is_secret = setting.kind == SettingKind::Secret;
    PluginSettingView {
        field: field(setting),
        label: said("", &setting.label),
        help: setting.help.as_deref().map(|help| said("-help", help)),
        kind: match setting.kind {
            SettingKind::Text { .. } => Kind::Text,
            SettingKind::Integer { .. } => Kind::Number,
            SettingKind::Boolean { .. } => Kind::Check,
            SettingKind::Choice { .. } => Kind::Choice,
            SettingKind::Url { .. } | SettingKind::HostUrl { .. } => Kind::Url,
            SettingKind::Secret => Kind::Secret,
        },
        required: setting.required,
        default: default.map(|default| shown_as(&plugins::text_of(&default), &options)),
        options,
        is_set: is_secret && shown.is_set,
        clear_field: (is_secret && !setting.required).then(|| clear_field(setting)),
    }
}

/// A value as people read it: what an option is called.
fn shown_as(value: &str, options: &[Choice]) -> String {
    let option = options.iter().find(|option| option.value == value);
    option.map_or_else(|| value.to_owned(), |option| option.label.clone())
}
