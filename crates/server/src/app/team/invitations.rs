//! Asking people in: a mail with a link that is good for one person, once, for a week.
//!
//! Nothing here tells whether an address has an account: that is between the address and the house.

use chrono::Duration;
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::ids::{InvitationId, PrincipalId};
use innkeeper_identity::permission::Permissions;
use innkeeper_identity::principal::PrincipalKind;
use innkeeper_identity::team::{self, INVITATION_LIFETIME, Refusal};
use innkeeper_identity::throttle::ThrottleScope;
use innkeeper_store::invitations::{self, Invitation};
use innkeeper_store::{Tx, clients, principals};
use innkeeper_theme::contexts::{Area, InvitationMail};

use super::{Member, take};
use crate::Panel;
use crate::app::events::EventName;
use crate::app::sessions::Token;
use crate::app::{Caller, throttling};
use crate::mail::{self, Recipient};

/// Who is asked, and what they will be allowed to.
pub struct Offer {
    /// Where the link goes.
    pub email: EmailAddress,
    /// What they will be allowed to.
    pub permissions: Permissions,
}

/// What became of an invitation.
#[derive(Debug)]
pub enum Invited {
    /// A mail is on its way.
    Sent,
    /// They belong to the client already.
    Member,
    /// There is no such invitation any more.
    Missing,
    /// Whoever asks may not.
    Refused(Refusal),
    /// Too many mails for now.
    Wait(Duration),
}

/// Asks somebody to join the client.
pub async fn invite(
    panel: &Panel,
    actor: &Member,
    offer: &Offer,
    caller: &Caller,
) -> anyhow::Result<Invited> {
    let mut tx = panel.db.begin().await?;
    let allowed = take(&mut tx, actor).await?;
    if let Err(refusal) = allowed.and_then(|own| team::invite(&own, &offer.permissions)) {
        return Ok(Invited::Refused(refusal));
    }
    let key = offer.email.key();
    if let Some(known) = principals::find_by_email(&mut tx, PrincipalKind::User, &key).await?
        && clients::find_member(&mut tx, actor.client.id, known.id)
            .await?
            .is_some()
    {
        return Ok(Invited::Member);
    }
    if let Some(wait) = count(&mut tx, panel, actor).await? {
        return Ok(Invited::Wait(wait));
    }
    let now = panel.clock.now();
    let invitation = Invitation {
        id: InvitationId::new(now, panel.random.id_bytes()),
        client_id: actor.client.id,
        email: offer.email.as_str().to_owned(),
        email_key: key,
        permissions: offer.permissions.clone(),
        token_hash: Token::generate(panel).hash(),
        invited_by: actor.principal.id,
        created_at: now,
        sent_at: now,
        expires_at: now,
    };
    send(&mut tx, panel, actor, invitation).await?;
    let permissions: Vec<&str> = offer.permissions.names().collect();
    actor
        .event(EventName::TeamInvited)
        .with("email", offer.email.as_str())
        .with("permissions", permissions)
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(Invited::Sent)
}

/// Sends an invitation again, with another link; the earlier one is dead.
pub async fn resend(
    panel: &Panel,
    actor: &Member,
    id: InvitationId,
    caller: &Caller,
) -> anyhow::Result<Invited> {
    let mut tx = panel.db.begin().await?;
    let own = take(&mut tx, actor).await?;
    let found = invitations::find(&mut tx, actor.client.id, id).await?;
    let Some(found) = found else {
        return Ok(Invited::Missing);
    };
    let invitation = found.invitation;
    if let Err(refusal) = own.and_then(|own| team::invite(&own, &invitation.permissions)) {
        return Ok(Invited::Refused(refusal));
    }
    if let Some(wait) = count(&mut tx, panel, actor).await? {
        return Ok(Invited::Wait(wait));
    }
    let email = invitation.email.clone();
    send(&mut tx, panel, actor, invitation).await?;
    actor
        .event(EventName::TeamInvitationResent)
        .with("email", email)
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(Invited::Sent)
}

/// Takes an invitation back. None where it is gone already, else the address it went to.
pub async fn withdraw(
    panel: &Panel,
    actor: &Member,
    id: InvitationId,
    caller: &Caller,
) -> anyhow::Result<Option<String>> {
    let mut tx = panel.db.begin().await?;
    if take(&mut tx, actor)
        .await?
        .and_then(|own| team::invite(&own, &Permissions::none()))
        .is_err()
    {
        return Ok(None);
    }
    let Some(found) = invitations::find(&mut tx, actor.client.id, id).await? else {
        return Ok(None);
    };
    if !invitations::delete(&mut tx, actor.client.id, id).await? {
        return Ok(None);
    }
    let email = found.invitation.email;
    actor
        .event(EventName::TeamInvitationWithdrawn)
        .with("email", email.as_str())
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(Some(email))
}

/// Counts a mail to somebody whom nobody asked whether they want it.
async fn count(
    tx: &mut Tx,
    panel: &Panel,
    actor: &Member,
) -> Result<Option<Duration>, innkeeper_store::Error> {
    let on = vec![
        (ThrottleScope::Invitation, actor.client.id.to_string()),
        (ThrottleScope::InvitationDay, actor.principal.id.to_string()),
    ];
    Ok(throttling::raise(tx, on, panel.clock.now()).await?.wait)
}

/// Stores the invitation under a new link and mails that.
async fn send(
    tx: &mut Tx,
    panel: &Panel,
    actor: &Member,
    invitation: Invitation,
) -> anyhow::Result<()> {
    let (token, now) = (Token::generate(panel), panel.clock.now());
    let invitation = Invitation {
        token_hash: token.hash(),
        invited_by: actor.principal.id,
        sent_at: now,
        expires_at: now + INVITATION_LIFETIME,
        ..invitation
    };
    invitations::insert(tx, &invitation).await?;
    let mail = InvitationMail {
        href: panel.absolute(&format!("/invitation?token={}", token.reveal())),
        expires_at: invitation.expires_at,
        client: actor.client.name.clone(),
        by: actor.principal.name.clone(),
        permissions: invitation.permissions.names().map(str::to_owned).collect(),
    };
    let recipient = recipient(tx, actor, &invitation).await?;
    mail::queue(tx, panel, &recipient, &mail).await?;
    Ok(())
}

/// Whoever has the address, in their own language if they are known here.
async fn recipient(
    tx: &mut Tx,
    actor: &Member,
    invitation: &Invitation,
) -> Result<Recipient, innkeeper_store::Error> {
    let known = principals::find_by_email(tx, PrincipalKind::User, &invitation.email_key).await?;
    Ok(
        match known.filter(|known| known.email_confirmed_at.is_some()) {
            Some(known) => Recipient::of(&known),
            None => Recipient {
                principal: None::<PrincipalId>,
                area: Area::Customer,
                address: invitation.email.clone(),
                name: String::new(),
                locale: actor.principal.locale.clone(),
                time_zone: actor.principal.time_zone.clone(),
            },
        },
    )
}
