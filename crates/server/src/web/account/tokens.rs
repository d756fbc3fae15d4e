//! Keys for programs: made, listed and ended, all after a fresh proof (R140).

use axum::response::{IntoResponse, Response};
use innkeeper_identity::api::{self, DEFAULT_LIFE, LIVES, Scope};
use innkeeper_identity::ids::{ApiTokenId, ClientId};
use innkeeper_identity::names::Label;
use innkeeper_identity::step_up::Action;
use innkeeper_store::api_tokens::ApiToken;
use innkeeper_store::clients::ClientOfUser;
use innkeeper_theme::contexts::{
    Choice, Flash, Form, Message, ScopeView, TokenMadePage, TokenNewPage, TokenView, TokensPage,
};
use innkeeper_theme::keys;

use crate::app::api_tokens::{self, Made, NewToken};
use crate::web::extract::Path;
use crate::web::fields;
use crate::web::form::Posted;
use crate::web::page::SignedIn;
use crate::web::problem::Problem;
use crate::web::wait::redrawn;

const PAGE: &str = "/account/security/tokens";
const NEW: &str = "/account/security/tokens/new";

/// `GET /account/security/tokens`
pub async fn list(signed_in: SignedIn) -> Result<Response, Problem> {
    signed_in.require_fresh(Action::ManageTokens, PAGE).await?;
    let (page, principal) = (&signed_in.page, signed_in.principal());
    let tokens = api_tokens::list(&page.panel, principal).await?;
    let view = TokensPage {
        tokens: tokens
            .into_iter()
            .map(|token| token_view(token, page.clients()))
            .collect(),
        may_make: may_make(&signed_in).await?,
    };
    Ok(page.render(&view).await?.into_response())
}

/// `GET /account/security/tokens/new`
pub async fn show_new(signed_in: SignedIn) -> Result<Response, Problem> {
    signed_in.require_fresh(Action::ManageTokens, NEW).await?;
    if !may_make(&signed_in).await? {
        return Ok(signed_in.page.to(PAGE));
    }
    let form = Form::new().value("days", DEFAULT_LIFE.num_days().to_string());
    draw_new(&signed_in, form).await
}

/// `POST /account/security/tokens/new`
pub async fn create(signed_in: SignedIn, form: Posted) -> Result<Response, Problem> {
    signed_in.require_fresh(Action::ManageTokens, NEW).await?;
    let (page, principal) = (&signed_in.page, signed_in.principal());
    let new = match parse(&signed_in, &form) {
        Ok(new) => new,
        Err(wrong) => return Ok(redrawn(None, draw_new(&signed_in, *wrong).await?)),
    };
    let refused = match api_tokens::create(&page.panel, principal, new, &page.caller).await? {
        Made::Done(plain, token) => {
            let view = TokenMadePage {
                name: token.name,
                token: plain.reveal().to_owned(),
                expires_at: token.expires_at,
            };
            return Ok(page.render(&view).await?.into_response());
        }
        Made::FactorDue => return Ok(page.to(PAGE)),
        Made::Forbidden => return Err(Problem::Forbidden),
        Made::TooMany => Message::new(keys::ERROR_TOKENS_TOO_MANY),
    };
    let drawn = draw_new(&signed_in, as_typed(&form).form_error(refused)).await?;
    Ok(redrawn(None, drawn))
}

/// `POST /account/security/tokens/{id}/revoke`
pub async fn revoke(
    signed_in: SignedIn,
    Path(id): Path<ApiTokenId>,
    _form: Posted,
) -> Result<Response, Problem> {
    signed_in.require_fresh(Action::ManageTokens, PAGE).await?;
    let page = &signed_in.page;
    if !api_tokens::revoke(&page.panel, signed_in.principal(), id, &page.caller).await? {
        return Err(Problem::NotFound);
    }
    let flash = Flash::success(Message::new(keys::FLASH_TOKEN_REVOKED));
    Ok(page.to_with(PAGE, &flash))
}

async fn may_make(signed_in: &SignedIn) -> Result<bool, Problem> {
    let asked = signed_in.enforced().asked;
    Ok(api::may_make_tokens(&signed_in.holdings().await?, &asked))
}

fn field(scope: Scope) -> String {
    format!("scope-{scope}")
}

fn text(scope: Scope) -> Message {
    Message::new(match scope {
        Scope::ReadOwnFactors => keys::SCOPE_READ_OWN_FACTORS,
        Scope::ReadOwnSessions => keys::SCOPE_READ_OWN_SESSIONS,
        Scope::ReadUsers => keys::SCOPE_READ_USERS,
        Scope::ReadFactors => keys::SCOPE_READ_FACTORS,
        Scope::ResetFactors => keys::SCOPE_RESET_FACTORS,
        Scope::ReadAudit => keys::SCOPE_READ_AUDIT,
    })
}

fn as_typed(form: &Posted) -> Form {
    let texts = ["name", "days", "client"]
        .into_iter()
        .fold(Form::new(), |shown, field| {
            shown.value(field, form.text(field))
        });
    Scope::ALL.iter().fold(texts, |shown, scope| {
        let field = field(*scope);
        let is_ticked = form.is_ticked(&field);
        shown.checked(field, is_ticked)
    })
}

/// What was asked for, or the form with what is wrong with it.
fn parse(signed_in: &SignedIn, form: &Posted) -> Result<NewToken, Box<Form>> {
    let mut wrong = as_typed(form);
    let name = Label::parse(form.text("name"));
    if let Err(problem) = name {
        wrong = wrong.field_error("name", fields::label(problem));
    }
    let scopes: Vec<Scope> = Scope::ALL
        .iter()
        .copied()
        .filter(|scope| form.is_ticked(&field(*scope)))
        .collect();
    if scopes.is_empty() {
        wrong = wrong.form_error(Message::new(keys::ERROR_TOKEN_SCOPES));
    }
    let life = form.text("days").parse().ok().and_then(api::life);
    if life.is_none() {
        wrong = wrong.field_error("days", Message::new(keys::ERROR_CHOICE_INVALID));
    }
    let client: Option<ClientId> = form.text("client").parse().ok();
    let is_for_a_client = api::is_for_a_client(signed_in.principal().kind);
    match (name, life) {
        (Ok(name), Some(life)) if !scopes.is_empty() => Ok(NewToken {
            name,
            scopes,
            life,
            client: client.filter(|_| is_for_a_client),
        }),
        _ => Err(Box::new(wrong)),
    }
}

async fn draw_new(signed_in: &SignedIn, form: Form) -> Result<Response, Problem> {
    let scopes = Scope::ALL
        .iter()
        .filter(|scope| scope.is_open_to(|needed| signed_in.may(needed)))
        .map(|scope| ScopeView {
            field: field(*scope),
            name: scope.to_string(),
            text: text(*scope),
            stands_for_step_up: scope.stands_for_step_up(),
        });
    let clients = signed_in.page.clients();
    let view = TokenNewPage {
        form,
        scopes: scopes.collect(),
        lives: LIVES.to_vec(),
        clients: clients
            .iter()
            .map(|of| Choice::new(of.client.id.to_string(), &of.client.name))
            .collect(),
    };
    Ok(signed_in.page.render(&view).await?.into_response())
}

fn token_view(token: ApiToken, clients: &[ClientOfUser]) -> TokenView {
    let client = clients
        .iter()
        .find(|of| Some(of.client.id) == token.client_id)
        .map(|of| of.client.name.clone());
    TokenView {
        id: token.id.to_string(),
        name: token.name,
        scopes: token.scopes.into_iter().map(text).collect(),
        client,
        created_at: token.created_at,
        expires_at: token.expires_at,
        last_used_at: token.last_used_at,
        last_ip: token.last_ip,
    }
}
