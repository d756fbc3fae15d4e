//! Passwords: checked against the rules, and changed by their owner.

use innkeeper_identity::password::{Password, PasswordProblem};
use innkeeper_module::Secret;
use innkeeper_store::sessions::{self as session_rows, SignedIn as LiveSession};
use innkeeper_store::{PasswordHash, principals};

use super::events::{Event, EventName};
use super::notices::Notice;
use super::sessions::Token;
use super::step_up::{self, SteppedUp};
use super::{Caller, factors, leaked, sessions, throttling};
use crate::Panel;
use crate::hashing::Verdict;

/// Checks a new password of somebody who `is_protected` by a second factor or not; what comes back is
/// the form in which it is hashed (R162, R163).
pub async fn check(
    panel: &Panel,
    password: &Secret,
    words: &[&str],
    is_protected: bool,
) -> Result<Secret, PasswordProblem> {
    let new = panel
        .password_policy(is_protected)
        .check(password.text().unwrap_or_default(), words)?;
    let new = Secret::from(new.expose());
    if leaked::is_leaked(panel, &new).await {
        return Err(PasswordProblem::Leaked);
    }
    Ok(new)
}

/// The form in which a typed password is compared with the stored one; one that nobody can have chosen
/// becomes the empty one, which nobody has.
pub fn normalise(typed: &str) -> Secret {
    Password::typed(typed).map_or_else(Secret::default, |password| Secret::from(password.expose()))
}

/// Compares a typed password with a stored one, and takes as long where there is none (R165).
pub async fn verify(
    panel: &Panel,
    typed: Secret,
    stored: Option<&PasswordHash>,
) -> anyhow::Result<Verdict> {
    if let Some(PasswordHash(stored)) = stored {
        return Ok(panel.hasher.verify(typed, stored.as_str()).await?);
    }
    panel.hasher.verify_dummy(typed).await?;
    Ok(Verdict::Wrong)
}

/// What became of a change.
pub enum Changed {
    /// Done; the token is for the session, which moved to a new id.
    Done(Token),
    /// The current password was not that.
    WrongCurrent,
    /// The new password is the old one.
    Unchanged,
    /// The new password will not do.
    Bad(PasswordProblem),
    /// Too many tries.
    Wait(chrono::Duration),
    /// The session ended meanwhile.
    SignedOut,
}

/// Changes the password of somebody who has just stepped up and knows the current one. Every other
/// session ends (R155).
pub async fn change(
    panel: &Panel,
    live: &LiveSession,
    current: Secret,
    new: &Secret,
    caller: &Caller,
) -> anyhow::Result<Changed> {
    let principal = &live.principal;
    let normalised = match check(
        panel,
        new,
        &[&principal.name, &principal.email, &panel.brand().name],
        factors::is_protected(panel, principal).await?,
    )
    .await
    {
        Ok(normalised) => normalised,
        Err(problem) => return Ok(Changed::Bad(problem)),
    };
    if normalised == current {
        return Ok(Changed::Unchanged);
    }
    match step_up::check_password(panel, live, current, caller).await? {
        Ok(tried) => {
            let mut tx = panel.db.begin().await?;
            throttling::succeeded(&mut tx, &tried).await?;
            tx.commit().await?;
        }
        Err(SteppedUp::SignedOut) => return Ok(Changed::SignedOut),
        Err(SteppedUp::Wait(wait)) => return Ok(Changed::Wait(wait)),
        Err(_) => return Ok(Changed::WrongCurrent),
    }
    let hash = panel.hasher.hash(normalised).await?;
    let now = panel.clock.now();
    let mut tx = panel.db.begin().await?;
    principals::set_password(&mut tx, principal.id, &PasswordHash(hash), now).await?;
    sessions::end_others(&mut tx, panel, principal.id, Some(live.session.id), caller).await?;
    let token = Token::generate(panel);
    if !session_rows::rotate(&mut tx, live.session.id, &token.hash()).await? {
        return Ok(Changed::SignedOut);
    }
    Event::by(EventName::PasswordChanged, principal.kind, principal.id)
        .record(&mut tx, panel, caller)
        .await?;
    Notice {
        panel,
        to: principal,
        caller,
    }
    .password_changed(&mut tx)
    .await?;
    tx.commit().await?;
    Ok(Changed::Done(token))
}
