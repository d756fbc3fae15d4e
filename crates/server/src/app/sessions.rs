//! Sessions: opened, moved to a new id, listed and ended.

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use innkeeper_identity::assurance::Assurance;
use innkeeper_identity::ids::{PrincipalId, SessionId};
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::session::{Lifetimes, Restriction, SessionState};
use innkeeper_identity::sign_in;
use innkeeper_module::Secret;
use innkeeper_store::credentials::Credential;
use innkeeper_store::enforcement as graces;
use innkeeper_store::principals::Principal;
use innkeeper_store::sessions::{self, Session, SignedIn as LiveSession};
use innkeeper_store::{
    TokenHash, Tx, challenges, pending_logins, principals, tokens, trusted_devices,
};
use sha2::{Digest, Sha256};

use super::events::{Event, EventName};
use super::notices::Notice;
use super::{Caller, browsers, enforcement, factors};
use crate::Panel;

/// 256 random bits that a browser keeps; the database has only their hash (R148).
#[derive(Clone)]
pub struct Token {
    plain: Secret,
}

impl Token {
    /// A new one.
    pub fn generate(panel: &Panel) -> Self {
        let mut bytes = [0; 32];
        panel.random.fill(&mut bytes);
        Self {
            plain: Secret::from(BASE64URL_NOPAD.encode(&bytes)),
        }
    }

    /// What a browser sent, if it has the form of one.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
        (bytes.len() == 32).then(|| Self {
            plain: Secret::from(text),
        })
    }

    /// The text for the cookie or the link.
    pub fn reveal(&self) -> &str {
        self.plain
            .text()
            .expect("a token is made of ASCII characters")
    }

    /// What the database knows it by.
    pub fn hash(&self) -> TokenHash {
        hash_token(self.reveal())
    }
}

/// What the database knows a token by that a browser sent.
pub fn hash_token(token: &str) -> TokenHash {
    TokenHash(Sha256::digest(token.as_bytes()).to_vec())
}

/// How a session came to be.
pub struct Opening {
    /// The class of the second factor that was proved; none for a password alone.
    pub class: Option<Assurance>,
    /// How the person proved themselves: `pwd`, `totp`, …
    pub methods: Vec<String>,
    /// What it is confined to.
    pub restriction: Restriction,
    /// Whether another mail tells of the same sign-in, when and where it was.
    pub told: bool,
}

/// What the browser keeps of a session that was opened.
pub struct Entry {
    /// For the session's cookie.
    pub session: Token,
    /// For the cookie by which the browser is known again, where the sign-in was a full one.
    pub mark: Option<Token>,
}

/// The limits of sessions for a kind of person.
pub fn lifetimes(panel: &Panel, kind: PrincipalKind) -> Lifetimes {
    panel.config.security.lifetimes(kind)
}

/// Opens a session, in the unit of work that consumed the proof. A sign-in is a fresh proof, so the
/// session starts stepped up. Its owner hears of it where the browser is not known (R183).
pub async fn open(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
    opening: Opening,
    caller: &Caller,
) -> anyhow::Result<Entry> {
    let now = panel.clock.now();
    let limits = lifetimes(panel, principal.kind);
    let token = Token::generate(panel);
    let client = innkeeper_store::clients::clients_of(tx, principal.id)
        .await?
        .first()
        .map(|of| of.client.id);
    let session = Session {
        id: SessionId::new(now, panel.random.id_bytes()),
        token_hash: token.hash(),
        principal_id: principal.id,
        epoch: principal.security_epoch,
        class: opening.class,
        amr: opening.methods.clone(),
        restriction: opening.restriction,
        client_id: client,
        stepped_up_at: Some(now),
        step_up_class: opening.class,
        step_up_failures: 0,
        ip: caller.ip.map(|ip| ip.to_string()).unwrap_or_default(),
        user_agent: caller.user_agent.clone().unwrap_or_default(),
        created_at: now,
        last_seen_at: now,
        idle_until: limits.idle_until(now),
        absolute_until: limits.absolute_until(now),
        revoked_at: None,
    };
    sessions::insert(tx, &session).await?;
    // Takes the person's row, so that of two sign-ins at once the second sees what the first left.
    principals::record_sign_in(tx, principal.id, now).await?;
    let lasting = opening.restriction == Restriction::None;
    let browser = browsers::recognise(tx, panel, principal.id, lasting, caller).await?;
    if browser.is_news && !opening.told {
        let to = principal;
        Notice { panel, to, caller }.new_browser(tx).await?;
    }
    Event::by(EventName::SignInSucceeded, principal.kind, principal.id)
        .with("methods", opening.methods)
        .with("restriction", opening.restriction.as_str())
        .with("new_browser", browser.is_news)
        .record(tx, panel, caller)
        .await?;
    Ok(Entry {
        session: token,
        mark: browser.mark,
    })
}

/// A live session, and what its person holds where that had to be looked up anyway.
pub struct Found {
    /// The session, with its person.
    pub live: LiveSession,
    /// Everything the person holds.
    pub held: Option<Vec<Credential>>,
}

/// The session that a browser's token stands for, if it is alive.
///
/// Unknown tokens are never adopted (R151), and a session dies with its person's epoch (R158).
pub async fn find(
    panel: &Panel,
    kind: PrincipalKind,
    token: &str,
) -> anyhow::Result<Option<Found>> {
    let now = panel.clock.now();
    let mut tx = panel.db.read_once().await?;
    let found = sessions::find_signed_in(&mut tx, &hash_token(token), now).await?;
    drop(tx);
    let Some(mut live) = found.filter(|live| is_alive(live, kind, now)) else {
        return Ok(None);
    };
    // What the provider asks of people binds sessions that began before it was asked (R175).
    let effective = enforcement::judge(panel, kind, &live.enforced, now);
    let policy = effective.policy;
    let mut looked_up = None;
    if policy.is_required() || live.session.restriction == Restriction::EnrolOnly {
        let held = factors::list_held(panel, live.principal.id).await?;
        let holdings = factors::holdings(panel, kind, &held);
        let (stored, class) = (live.session.restriction, live.session.class);
        match sign_in::restriction_now(stored, class, &holdings, &policy) {
            Some(restriction) => live.session.restriction = restriction,
            None => return Ok(None),
        }
        looked_up = Some(held);
    }
    let session = &live.session;
    let touched = state(session).touch(&lifetimes(panel, kind), now);
    if touched.is_some() || effective.starts_grace {
        let mut tx = panel.db.begin().await?;
        if let Some(idle_until) = touched {
            sessions::touch(&mut tx, session.id, now, idle_until).await?;
        }
        if effective.starts_grace {
            graces::begin_grace(&mut tx, live.principal.id, now).await?;
        }
        tx.commit().await?;
    }
    Ok(Some(Found {
        live,
        held: looked_up,
    }))
}

fn state(session: &Session) -> SessionState {
    SessionState {
        epoch: session.epoch,
        idle_until: session.idle_until,
        absolute_until: session.absolute_until,
        revoked_at: session.revoked_at,
    }
}

fn is_alive(live: &LiveSession, kind: PrincipalKind, now: DateTime<Utc>) -> bool {
    let principal = &live.principal;
    principal.kind == kind
        && state(&live.session).alive(principal.status, principal.security_epoch, now)
}

/// Ends one session of a person's own. False where there is no such live session.
pub async fn end(
    panel: &Panel,
    principal: &Principal,
    session: SessionId,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    let ended = sessions::revoke(&mut tx, session, principal.id, panel.clock.now()).await?;
    if ended {
        challenges::delete_for(&mut tx, session.0).await?;
        Event::by(EventName::SignedOut, principal.kind, principal.id)
            .record(&mut tx, panel, caller)
            .await?;
    }
    tx.commit().await?;
    Ok(ended)
}

/// Ends every session of a person but one, every sign-in that is not finished and every link that was
/// mailed (R155): the person's epoch rises, and only the session that is kept goes along. Of the browsers
/// that were known only the one that asks still is.
pub async fn end_others(
    tx: &mut Tx,
    panel: &Panel,
    principal: PrincipalId,
    keep: Option<SessionId>,
    caller: &Caller,
) -> Result<u64, innkeeper_store::Error> {
    let epoch = principals::raise_epoch(tx, principal).await?;
    if let (Some(epoch), Some(keep)) = (epoch, keep) {
        sessions::set_epoch(tx, keep, epoch).await?;
    }
    pending_logins::delete_for_principal(tx, principal).await?;
    tokens::delete_for_principal(tx, principal).await?;
    trusted_devices::delete_for_principal(tx, principal).await?;
    browsers::forget_others(tx, panel, principal, caller).await?;
    sessions::revoke_all(tx, principal, keep, panel.clock.now()).await
}

/// Signs a person out everywhere, this browser included.
pub async fn end_all(panel: &Panel, principal: &Principal, caller: &Caller) -> anyhow::Result<u64> {
    let mut tx = panel.db.begin().await?;
    let ended = end_others(&mut tx, panel, principal.id, None, caller).await?;
    Event::by(EventName::SessionsEnded, principal.kind, principal.id)
        .with("count", ended)
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(ended)
}

/// Signs everybody of these kinds out (R157): every session but the one that asks for it, every sign-in
/// that is not finished and every mailed link, by raising their epochs. How many sessions that were.
pub async fn end_everybodys(
    panel: &Panel,
    asking: &LiveSession,
    kinds: &[PrincipalKind],
    caller: &Caller,
) -> anyhow::Result<u64> {
    let (now, staff_member) = (panel.clock.now(), &asking.principal);
    let mut tx = panel.db.begin().await?;
    let mut ended = 0;
    for kind in kinds {
        principals::raise_epochs(&mut tx, *kind).await?;
        ended += sessions::revoke_kind(&mut tx, *kind, asking.session.id, now).await?;
    }
    if let Some(fresh) = principals::find(&mut tx, staff_member.id).await? {
        sessions::set_epoch(&mut tx, asking.session.id, fresh.security_epoch).await?;
    }
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    Event::by(
        EventName::EverybodySignedOut,
        staff_member.kind,
        staff_member.id,
    )
    .with("count", ended)
    .with("kinds", kinds)
    .record(&mut tx, panel, caller)
    .await?;
    tx.commit().await?;
    Ok(ended)
}

/// Where a person is signed in.
pub async fn list(panel: &Panel, principal: PrincipalId) -> anyhow::Result<Vec<Session>> {
    let mut tx = panel.db.read_once().await?;
    Ok(sessions::list_live(&mut tx, principal, panel.clock.now()).await?)
}

/// Somebody who came in by a backup code keeps the factors they have (R67).
pub async fn keep_factors(
    panel: &Panel,
    live: &LiveSession,
    caller: &Caller,
) -> anyhow::Result<Option<Token>> {
    let principal = &live.principal;
    let token = Token::generate(panel);
    let mut tx = panel.db.begin().await?;
    if live.session.restriction != Restriction::Recovery
        || !sessions::set_restriction(&mut tx, live.session.id, Restriction::None).await?
        || !sessions::rotate(&mut tx, live.session.id, &token.hash()).await?
    {
        return Ok(None);
    }
    Event::by(EventName::FactorsKept, principal.kind, principal.id)
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(Some(token))
}
