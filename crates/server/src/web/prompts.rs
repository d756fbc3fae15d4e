//! A module's step as the theme sees it: texts translated, QR codes drawn.

use innkeeper_module::{InputKind, Prompt, Secret};
use innkeeper_theme::contexts::{Choice, PromptInput, PromptView};
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};

use super::page::Page;
use super::problem::Problem;

/// Translates and draws a module's prompts.
pub fn view(page: &Page, module: &str, prompts: &[Prompt]) -> Result<Vec<PromptView>, Problem> {
    prompts
        .iter()
        .map(|prompt| one(page, module, prompt))
        .collect()
}

fn one(page: &Page, module: &str, prompt: &Prompt) -> Result<PromptView, Problem> {
    let text = |text| page.module_text(module, text);
    Ok(match prompt {
        Prompt::Message { text: message } => PromptView::Message {
            text: text(message),
        },
        Prompt::Copyable {
            label,
            value,
            display,
        } => PromptView::Copyable {
            label: text(label),
            value: plain(value),
            display: plain(display.as_ref().unwrap_or(value)),
        },
        Prompt::Qr { label, content } => PromptView::Qr {
            label: text(label),
            svg: draw_qr(content)?,
        },
        Prompt::Input {
            name,
            label,
            help,
            input,
            max_length,
            period,
        } => PromptView::Input {
            name: name.clone(),
            label: text(label),
            help: help.as_ref().map(text),
            input: field(*input),
            max_length: *max_length,
            period: *period,
        },
        Prompt::Confirm { name, label } => PromptView::Confirm {
            name: name.clone(),
            label: text(label),
        },
        Prompt::Choice {
            name,
            label,
            options,
        } => PromptView::Choice {
            name: name.clone(),
            label: text(label),
            options: options
                .iter()
                .map(|option| Choice::new(option.value.clone(), text(&option.label)))
                .collect(),
        },
        Prompt::Codes {
            label,
            codes,
            file_name,
        } => codes_view(text(label), codes, file_name),
        Prompt::PasskeyCreate { name, options } => PromptView::PasskeyCreate {
            name: name.clone(),
            options: options.clone(),
        },
        Prompt::PasskeyGet { name, options } => PromptView::PasskeyGet {
            name: name.clone(),
            options: options.clone(),
        },
        Prompt::Redirect { url, label } => PromptView::Redirect {
            url: url.clone(),
            label: text(label),
            brought: page.brought.clone(),
        },
        Prompt::Wait {
            text: message,
            every,
        } => PromptView::Wait {
            text: text(message),
            every: *every,
        },
        _ => {
            return Err(Problem::Internal(anyhow::anyhow!(
                "{module} asks for a prompt this panel does not know"
            )));
        }
    })
}

fn plain(secret: &Secret) -> String {
    secret.text().unwrap_or_default().to_owned()
}

fn codes_view(label: String, codes: &[Secret], file_name: &str) -> PromptView {
    PromptView::Codes {
        label,
        codes: codes.iter().map(plain).collect(),
        download_href: None,
        file_name: file_name.to_owned(),
    }
}

fn field(input: InputKind) -> PromptInput {
    match input {
        InputKind::Digits => PromptInput::Digits,
        InputKind::Code => PromptInput::Code,
        InputKind::Text => PromptInput::Text,
        InputKind::Secret => PromptInput::Secret,
        InputKind::Tel => PromptInput::Tel,
        InputKind::Modhex => PromptInput::Modhex,
    }
}

/// Draws a QR code, dark on white with its quiet zone, in either colour scheme (R57).
fn draw_qr(content: &Secret) -> Result<String, Problem> {
    let code = QrCode::with_error_correction_level(content.bytes(), EcLevel::M)
        .map_err(anyhow::Error::from)?;
    let drawn = code
        .render::<svg::Color<'_>>()
        .quiet_zone(true)
        .min_dimensions(240, 240)
        .dark_color(svg::Color("#000000"))
        .light_color(svg::Color("#ffffff"))
        .build();
    // Inside a page there is no XML declaration.
    Ok(drawn
        .find("<svg")
        .map_or(drawn.clone(), |start| drawn.split_at(start).1.to_owned()))
}
