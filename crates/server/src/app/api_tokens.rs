//! Keys for programs: made under a fresh proof, shown once, looked up at every request, ended with the
//! trust they were made in.
//!
//! A key carries its person's epoch, so whatever ends other sessions ends it too; only setting up another
//! factor takes it along. Why so: `docs/decisions/0011-api-tokens.md`.

use chrono::TimeDelta;
use data_encoding::BASE32_NOPAD;
use innkeeper_identity::api::{self, MAX_TOKENS, Scope};
use innkeeper_identity::ids::{ApiTokenId, ClientId, PrincipalId};
use innkeeper_identity::names::Label;
use innkeeper_identity::permission::{Role, StaffPermission};
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_module::Secret;
use innkeeper_store::api_tokens::{self, ApiToken};
use innkeeper_store::clients::{self, Membership};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::{Tx, credentials, staff};
use sha2::{Digest, Sha256};

use super::events::{Event, EventName};
use super::sessions::hash_token;
use super::{Caller, enforcement, factors};
use crate::Panel;

/// How every key begins, so that scanners of leaked secrets know it.
pub const PREFIX: &str = "ink_";
/// How many characters follow the prefix: 256 random bits and a checksum.
const BODY: usize = 52;
const CHECKSUM: usize = 6;

/// A key as its program has it: shown once, never stored.
pub struct PlainToken(Secret);

impl PlainToken {
    fn generate(panel: &Panel) -> Self {
        let mut bytes = [0; 32];
        panel.random.fill(&mut bytes);
        let body = BASE32_NOPAD.encode(&bytes).to_lowercase();
        Self(Secret::from(format!("{PREFIX}{body}{}", checksum(&body))))
    }

    /// The text, for the one page that shows it.
    pub fn reveal(&self) -> &str {
        self.0.text().expect("a key is made of ASCII characters")
    }
}

/// Tells a typing error, or half a key, from a key without asking the database.
fn checksum(body: &str) -> String {
    let digest = BASE32_NOPAD.encode(&Sha256::digest(body.as_bytes()));
    digest
        .chars()
        .take(CHECKSUM)
        .collect::<String>()
        .to_lowercase()
}

/// Whether a text has the form of a key.
fn is_well_formed(text: &str) -> bool {
    text.strip_prefix(PREFIX)
        .filter(|rest| rest.is_ascii())
        .and_then(|rest| rest.split_at_checked(BODY))
        .is_some_and(|(body, sum)| sum == checksum(body))
}

/// What a new key is to be.
pub struct NewToken {
    /// What its owner calls it.
    pub name: Label,
    /// What it is for.
    pub scopes: Vec<Scope>,
    /// How long it lives.
    pub life: TimeDelta,
    /// For which of a user's clients.
    pub client: Option<ClientId>,
}

/// What became of the wish for a key.
pub enum Made {
    /// Here it is.
    Done(PlainToken, Box<ApiToken>),
    /// A second factor is due first (R176).
    FactorDue,
    /// There are enough.
    TooMany,
    /// Not with these scopes, or not for this client.
    Forbidden,
}

/// Makes a key. The caller has made sure of a fresh proof.
pub async fn create(
    panel: &Panel,
    principal: &Principal,
    new: NewToken,
    caller: &Caller,
) -> anyhow::Result<Made> {
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    let Some(person) = principals::take(&mut tx, principal.id).await? else {
        return Ok(Made::Forbidden);
    };
    if !may_make(&mut tx, panel, &person).await? {
        return Ok(Made::FactorDue);
    }
    let standing = Standing::of(&mut tx, &person, new.client).await?;
    let is_allowed = standing.is_some_and(|standing| {
        let mut scopes = new.scopes.iter();
        !new.scopes.is_empty()
            && scopes.all(|scope| scope.is_open_to(|needed| standing.may(needed)))
    });
    if !is_allowed {
        return Ok(Made::Forbidden);
    }
    let living = api_tokens::list_live(&mut tx, person.id, person.security_epoch, now).await?;
    if living.len() >= MAX_TOKENS {
        return Ok(Made::TooMany);
    }
    let plain = PlainToken::generate(panel);
    let token = ApiToken {
        id: ApiTokenId::new(now, panel.random.id_bytes()),
        token_hash: hash_token(plain.reveal()),
        principal_id: person.id,
        client_id: new.client,
        name: new.name.as_str().to_owned(),
        scopes: new.scopes,
        epoch: person.security_epoch,
        created_at: now,
        expires_at: now + new.life,
        last_used_at: None,
        last_ip: None,
    };
    api_tokens::insert(&mut tx, &token).await?;
    let scopes: Vec<&str> = token.scopes.iter().map(|scope| scope.as_str()).collect();
    Event::by(EventName::TokenMade, person.kind, person.id)
        .with("token", token.id.to_string())
        .with("name", token.name.as_str())
        .with("scopes", scopes)
        .with("expires", token.expires_at.to_rfc3339())
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(Made::Done(plain, Box::new(token)))
}

async fn may_make(tx: &mut Tx, panel: &Panel, person: &Principal) -> anyhow::Result<bool> {
    let held = credentials::list_held(tx, person.id).await?;
    let holdings = factors::holdings(panel, person.kind, &held);
    let asked = enforcement::of_person(tx, panel, person).await?.asked;
    Ok(api::may_make_tokens(&holdings, &asked))
}

/// A person's keys that live, the latest first.
pub async fn list(panel: &Panel, principal: &Principal) -> anyhow::Result<Vec<ApiToken>> {
    let mut tx = panel.db.read().await?;
    let (epoch, now) = (principal.security_epoch, panel.clock.now());
    Ok(api_tokens::list_live(&mut tx, principal.id, epoch, now).await?)
}

/// Ends a key. False where the person has no such one.
pub async fn revoke(
    panel: &Panel,
    principal: &Principal,
    id: ApiTokenId,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    let ended = api_tokens::delete(&mut tx, id, principal.id).await?;
    if ended {
        Event::by(EventName::TokenRevoked, principal.kind, principal.id)
            .with("token", id.to_string())
            .record(&mut tx, panel, caller)
            .await?;
    }
    tx.commit().await?;
    Ok(ended)
}

/// Takes a person's keys along, where other sessions ended because a factor was added: that is no sign of
/// lost trust, and programs go on.
pub async fn go_along(
    tx: &mut Tx,
    principal: PrincipalId,
    since: i64,
) -> Result<(), innkeeper_store::Error> {
    if let Some(person) = principals::find(tx, principal).await? {
        api_tokens::set_epoch(tx, principal, since, person.security_epoch).await?;
    }
    Ok(())
}

/// What a key's person may do today, whatever the key says.
pub struct Standing {
    /// A staff member's role.
    pub role: Option<Role>,
    /// A user's place in the client that the key is for.
    pub member: Option<Membership>,
}

impl Standing {
    /// None where the person has no place in the key's client any more, or no role.
    async fn of(
        tx: &mut Tx,
        person: &Principal,
        client: Option<ClientId>,
    ) -> Result<Option<Self>, innkeeper_store::Error> {
        let role = match person.kind {
            PrincipalKind::Staff => staff::role_of(tx, person.id).await?,
            PrincipalKind::User => None,
        };
        let member = match client {
            Some(client) => clients::find_member(tx, client, person.id).await?,
            None => None,
        };
        let stands = match person.kind {
            PrincipalKind::Staff => role.is_some() && client.is_none(),
            PrincipalKind::User => client.is_none() || member.is_some(),
        };
        Ok(stands.then_some(Self { role, member }))
    }

    /// Whether the person's role includes that.
    pub fn may(&self, permission: StaffPermission) -> bool {
        self.role.is_some_and(|role| role.may(permission))
    }
}

/// A key that came with a request, and whose it is.
pub struct Found {
    /// The key.
    pub token: ApiToken,
    /// Its person.
    pub principal: Principal,
    /// What that person may do today.
    pub standing: Standing,
    /// Whether a second factor is due before there are answers (R173).
    pub is_held_back: bool,
}

/// Whose key that is. None for what is no key, or one that has ended.
pub async fn find(panel: &Panel, text: &str) -> anyhow::Result<Option<Found>> {
    if !is_well_formed(text) {
        return Ok(None);
    }
    let now = panel.clock.now();
    let mut tx = panel.db.read().await?;
    let Some(token) = api_tokens::find(&mut tx, &hash_token(text)).await? else {
        return Ok(None);
    };
    let Some(principal) = principals::find(&mut tx, token.principal_id).await? else {
        return Ok(None);
    };
    let lives = token.expires_at > now
        && token.epoch == principal.security_epoch
        && principal.status.is_active();
    let standing = Standing::of(&mut tx, &principal, token.client_id).await?;
    let Some(standing) = standing.filter(|_| lives) else {
        return Ok(None);
    };
    let policy = enforcement::policy_of(&mut tx, panel, &principal).await?;
    let is_held_back = if policy.is_required() {
        let held = credentials::list_held(&mut tx, principal.id).await?;
        let holdings = factors::holdings(panel, principal.kind, &held);
        api::is_held_back(&holdings, &policy)
    } else {
        false
    };
    Ok(Some(Found {
        token,
        principal,
        standing,
        is_held_back,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::TestPanel;

    #[tokio::test]
    async fn a_key_is_told_from_half_of_one() {
        let scene = TestPanel::open(&[]).await;
        let token = PlainToken::generate(&scene.panel);
        let text = token.reveal();
        assert_eq!(text.len(), PREFIX.len() + BODY + CHECKSUM);
        assert!(is_well_formed(text));
        let (short, _) = text.split_at(text.len() - 1);
        let other = text.replacen("ink_", "ink-", 1);
        let upper = text.to_uppercase();
        for wrong in [short, &other, &upper, "ink_", "", "ink_é"] {
            assert!(!is_well_formed(wrong), "{wrong}");
        }
    }
}
