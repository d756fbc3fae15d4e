//! The provider's own people: asked in, given roles; and the work that they repeat by hand.

use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::ids::{JobId, PrincipalId};
use innkeeper_identity::names::PersonName;
use innkeeper_identity::permission::{Role, StaffPermission};
use innkeeper_identity::principal::{PrincipalKind, PrincipalStatus};
use innkeeper_identity::token::TokenPurpose;
use innkeeper_store::mails::MailLine;
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::{jobs, staff};
use innkeeper_theme::contexts::{TestMail, WelcomeStaffMail};

use super::events::{Event, EventName};
use super::notices::Notice;
use super::people::Actor;
use super::{Caller, links, sessions};
use crate::Panel;

/// A staff member to be.
pub struct Invitation {
    /// What to call them.
    pub name: PersonName,
    /// Where the link goes.
    pub email: EmailAddress,
    /// What they will be.
    pub role: Role,
}

/// What became of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invited {
    /// The link is on its way.
    Done(PrincipalId),
    /// A staff member has the address.
    EmailTaken,
}

/// Adds a staff member and mails them a link with which they choose a password: nobody else ever
/// knows one.
pub async fn invite(
    panel: &Panel,
    actor: Actor<'_>,
    invitation: &Invitation,
    caller: &Caller,
) -> anyhow::Result<Invited> {
    let now = panel.clock.now();
    let settings = panel.settings();
    let member = Principal {
        id: PrincipalId::new(now, panel.random.id_bytes()),
        kind: PrincipalKind::Staff,
        email: invitation.email.as_str().to_owned(),
        email_key: invitation.email.key(),
        email_confirmed_at: None,
        name: invitation.name.as_str().to_owned(),
        password_hash: None,
        locale: settings.locale.clone(),
        time_zone: settings.time_zone.name().to_owned(),
        status: PrincipalStatus::Active,
        mobile: None,
        security_epoch: 0,
        password_changed_at: None,
        last_sign_in_at: None,
        created_at: now,
        version: 0,
    };
    let mut tx = panel.db.begin().await?;
    if !principals::insert(&mut tx, &member).await? {
        return Ok(Invited::EmailTaken);
    }
    staff::set_role(&mut tx, member.id, invitation.role).await?;
    let link = links::issue(
        &mut tx,
        panel,
        &member,
        TokenPurpose::WelcomeStaff,
        None,
        "/password/reset",
    )
    .await?;
    let mail = WelcomeStaffMail {
        href: link.href,
        expires_at: link.expires_at,
        role: invitation.role.as_str().to_owned(),
        by: Some(actor.principal.name.clone()),
    };
    Notice {
        panel,
        to: &member,
        caller,
    }
    .queue(&mut tx, &mail)
    .await?;
    Event::by(
        EventName::StaffAdded,
        actor.principal.kind,
        actor.principal.id,
    )
    .about(member.id)
    .with("role", invitation.role.as_str())
    .record(&mut tx, panel, caller)
    .await?;
    tx.commit().await?;
    Ok(Invited::Done(member.id))
}

/// Whether a staff member may give that one another role. Owners may, even to owners, who then can be
/// acted on (R180); nobody may to themselves, so that one owner is always left.
pub fn may_change_role(actor: Actor<'_>, member: PrincipalId) -> bool {
    actor.role.may(StaffPermission::ManageStaff) && actor.principal.id != member
}

/// What became of a new role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleChange {
    /// It holds from now on.
    Done,
    /// There is no such staff member.
    Missing,
    /// The staff member who acts may not, or not any more.
    Forbidden,
    /// Nobody who may sign in would be an owner.
    LastOwner,
}

/// Gives a staff member another role and signs them out, so that they come back as who they are now
/// (R149).
pub async fn change_role(
    panel: &Panel,
    actor: Actor<'_>,
    member: PrincipalId,
    role: Role,
    caller: &Caller,
) -> anyhow::Result<RoleChange> {
    if !may_change_role(actor, member) {
        return Ok(RoleChange::Forbidden);
    }
    let mut tx = panel.db.begin().await?;
    // Both are taken, always in one order: of two owners who act on each other at once, the second one
    // waits here and then finds that they are none any more.
    let own = actor.principal.id;
    let mut standing = None;
    for id in [own.min(member), own.max(member)] {
        let Some(taken) = principals::take(&mut tx, id).await? else {
            return Ok(RoleChange::Missing);
        };
        if id == own && taken.status.is_active() {
            standing = staff::role_of(&mut tx, own).await?;
        }
    }
    if !standing.is_some_and(|role| role.may(StaffPermission::ManageStaff)) {
        return Ok(RoleChange::Forbidden);
    }
    let Some(before) = staff::role_of(&mut tx, member).await? else {
        return Ok(RoleChange::Missing);
    };
    if before == role {
        return Ok(RoleChange::Done);
    }
    staff::set_role(&mut tx, member, role).await?;
    if staff::count_by_role(&mut tx, Role::Owner).await? == 0 {
        return Ok(RoleChange::LastOwner);
    }
    sessions::end_others(&mut tx, panel, member, None, caller).await?;
    Event::by(EventName::StaffRoleChanged, actor.principal.kind, own)
        .about(member)
        .with("role", role.as_str())
        .with("was", before.as_str())
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(RoleChange::Done)
}

/// Puts a dead job back into the queue. False where it is not dead.
pub async fn retry_job(
    panel: &Panel,
    staff: &Principal,
    id: JobId,
    caller: &Caller,
) -> anyhow::Result<bool> {
    let mut tx = panel.db.begin().await?;
    let Some(job) = jobs::find(&mut tx, id).await? else {
        return Ok(false);
    };
    if !jobs::retry_dead(&mut tx, id, panel.clock.now()).await? {
        return Ok(false);
    }
    Event::by(EventName::JobRetried, staff.kind, staff.id)
        .with("job", id.to_string())
        .with("kind", job.kind)
        .record(&mut tx, panel, caller)
        .await?;
    tx.commit().await?;
    Ok(true)
}

/// Sends a staff member a mail that says that mail works.
pub async fn send_test_mail(
    panel: &Panel,
    staff: &Principal,
    caller: &Caller,
) -> anyhow::Result<()> {
    let mut tx = panel.db.begin().await?;
    Notice {
        panel,
        to: staff,
        caller,
    }
    .queue(
        &mut tx,
        &TestMail {
            by: staff.name.clone(),
        },
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// Writes down that a staff member read what a mail says to somebody else.
pub async fn note_mail_read(
    panel: &Panel,
    staff: &Principal,
    mail: &MailLine,
    caller: &Caller,
) -> anyhow::Result<()> {
    let mut tx = panel.db.begin().await?;
    let mut event = Event::by(EventName::MailRead, staff.kind, staff.id)
        .with("mail", mail.id.to_string())
        .with("template", mail.template.as_str());
    if let Some(reader) = mail.principal_id {
        event = event.about(reader);
    }
    event.record(&mut tx, panel, caller).await?;
    tx.commit().await?;
    Ok(())
}
