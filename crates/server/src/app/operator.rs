//! What the operator does at the command line, where nobody is signed in: the first owner, and the way
//! back in when no staff member can sign in (R178). Everything is recorded and told by mail.

use data_encoding::Specification;
use innkeeper_identity::email::EmailAddress;
use innkeeper_identity::ids::PrincipalId;
use innkeeper_identity::names::PersonName;
use innkeeper_identity::password::PasswordProblem;
use innkeeper_identity::permission::Role;
use innkeeper_identity::principal::{PrincipalKind, PrincipalStatus};
use innkeeper_module::Secret;
use innkeeper_store::credentials::{self, Removed};
use innkeeper_store::principals::{self, Principal};
use innkeeper_store::staff::{self, StaffMember};
use innkeeper_store::{PasswordHash, Tx, throttles};
use innkeeper_theme::contexts::{BreakGlassUsedMail, FactorsResetMail, Occasion};
use zeroize::Zeroizing;

use super::events::{Event, EventName};
use super::notices::Notice;
use super::settings::{self, Settings};
use super::{Caller, password, people, sessions};
use crate::Panel;

/// 100 bits, in a form that people can read out and type.
const GENERATED_CHARS: usize = 20;
const GROUP: usize = 5;

/// A staff member to be made by the operator.
pub struct NewStaff {
    /// What to call them.
    pub name: PersonName,
    /// Their address, which the operator vouches for.
    pub email: EmailAddress,
    /// What they will be.
    pub role: Role,
    /// Their password.
    pub password: Secret,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Created {
    /// They can sign in.
    Done(PrincipalId),
    /// A staff member has the address.
    EmailTaken,
    /// The password will not do.
    BadPassword(PasswordProblem),
}

/// Makes a staff member who can sign in at once. `by` is the operator's word on who they are.
///
/// # Errors
/// Where the database is away.
pub async fn create_staff(panel: &Panel, new: NewStaff, by: &str) -> anyhow::Result<Created> {
    let words = [new.name.as_str(), new.email.as_str(), &panel.brand().name];
    let chosen = match password::check(panel, &new.password, &words, false).await {
        Ok(chosen) => chosen,
        Err(problem) => return Ok(Created::BadPassword(problem)),
    };
    let hash = panel.hasher.hash(chosen).await?;
    let (now, settings) = (panel.clock.now(), panel.settings());
    let member = Principal {
        id: PrincipalId::new(now, panel.random.id_bytes()),
        kind: PrincipalKind::Staff,
        email: new.email.as_str().to_owned(),
        email_key: new.email.key(),
        email_confirmed_at: Some(now),
        name: new.name.as_str().to_owned(),
        password_hash: Some(PasswordHash(hash)),
        locale: settings.locale.clone(),
        time_zone: settings.time_zone.name().to_owned(),
        status: PrincipalStatus::Active,
        mobile: None,
        security_epoch: 0,
        password_changed_at: Some(now),
        last_sign_in_at: None,
        created_at: now,
        version: 0,
    };
    let mut tx = panel.db.begin().await?;
    if !principals::insert(&mut tx, &member).await? {
        return Ok(Created::EmailTaken);
    }
    staff::set_role(&mut tx, member.id, new.role).await?;
    event(EventName::StaffAdded, by)
        .about(member.id)
        .with("role", new.role.as_str())
        .record(&mut tx, panel, &Caller::default())
        .await?;
    tx.commit().await?;
    Ok(Created::Done(member.id))
}

/// A password that nobody could guess.
pub fn generate_password(panel: &Panel) -> Secret {
    let mut alphabet = Specification::new();
    // Crockford's: nothing in it looks like something else.
    alphabet
        .symbols
        .push_str("0123456789abcdefghjkmnpqrstvwxyz");
    let encoding = alphabet
        .encoding()
        .expect("thirty-two different symbols are an encoding");
    let mut bytes = Zeroizing::new([0; GENERATED_CHARS * 5 / 8 + 1]);
    panel.random.fill(bytes.as_mut_slice());
    // Twenty symbols need 12.5 bytes; the rest of the thirteenth is left out.
    let text = Zeroizing::new(encoding.encode(bytes.as_slice()));
    let mut grouped = String::with_capacity(GENERATED_CHARS + GENERATED_CHARS / GROUP);
    for (index, symbol) in text.chars().take(GENERATED_CHARS).enumerate() {
        if index > 0 && index % GROUP == 0 {
            grouped.push('-');
        }
        grouped.push(symbol);
    }
    Secret::from(grouped)
}

/// Every staff member, the newest first.
///
/// # Errors
/// Where the database is away.
pub async fn list_staff(panel: &Panel) -> anyhow::Result<Vec<StaffMember>> {
    use innkeeper_store::paging::{LARGEST_PAGE, Page};
    let mut tx = panel.db.read().await?;
    let mut all = Vec::new();
    let mut page = Page::first(LARGEST_PAGE);
    loop {
        let mut found = staff::list(&mut tx, None, page).await?;
        all.append(&mut found.rows);
        match found.next {
            Some(cursor) => page = Page::after(cursor, LARGEST_PAGE),
            None => return Ok(all),
        }
    }
}

/// What became of a reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reset {
    /// So many factors are gone, and so many owners are told.
    Done {
        /// How many factors.
        removed: u64,
        /// How many owners.
        owners: usize,
    },
    /// No staff member has the address.
    Unknown,
}

/// Removes every second factor of a staff member, with their locks, and signs them out; they must set
/// one up at the next sign-in. They and all owners are told.
///
/// # Errors
/// Where the database is away.
pub async fn reset_factors(
    panel: &Panel,
    email: &EmailAddress,
    by: &str,
    reason: &str,
) -> anyhow::Result<Reset> {
    let caller = Caller::default();
    let mut tx = panel.db.begin().await?;
    let Some(found) =
        principals::find_by_email(&mut tx, PrincipalKind::Staff, &email.key()).await?
    else {
        return Ok(Reset::Unknown);
    };
    let Some(member) = principals::take(&mut tx, found.id).await? else {
        return Ok(Reset::Unknown);
    };
    let security = people::security(&mut tx, panel, &member).await?;
    for row in &security.counters {
        throttles::clear(&mut tx, row.scope, &row.subject).await?;
    }
    let removal = Removed {
        at: panel.clock.now(),
        by: None,
        ip: None,
    };
    let removed = credentials::remove_all(&mut tx, member.id, removal).await?;
    sessions::end_others(&mut tx, panel, member.id, None, &caller).await?;
    let owners = tell(&mut tx, panel, &member, by, reason).await?;
    event(EventName::FactorsReset, by)
        .about(member.id)
        .with("count", removed)
        .with("reason", reason)
        .record(&mut tx, panel, &caller)
        .await?;
    tx.commit().await?;
    Ok(Reset::Done { removed, owners })
}

/// Saves settings and puts them in force.
///
/// # Errors
/// Where the database is away.
pub async fn save_settings(panel: &Panel, new: &Settings, by: &str) -> anyhow::Result<()> {
    settings::save_as(
        panel,
        event(EventName::SettingsChanged, by),
        new,
        &Caller::default(),
    )
    .await
}

/// Records that the sealing keys were rotated.
///
/// # Errors
/// Where the database is away.
pub async fn note_rotation(panel: &Panel, key: &str, by: &str) -> anyhow::Result<()> {
    let mut tx = panel.db.begin().await?;
    event(EventName::KeysRotated, by)
        .with("key", key)
        .record(&mut tx, panel, &Caller::default())
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Tells the person and every owner; returns how many owners that is.
async fn tell(
    tx: &mut Tx,
    panel: &Panel,
    member: &Principal,
    by: &str,
    reason: &str,
) -> anyhow::Result<usize> {
    let caller = Caller::default();
    let occasion = Occasion {
        at: panel.clock.now(),
        ip: None,
        device: None,
    };
    let notice = Notice {
        panel,
        to: member,
        caller: &caller,
    };
    let mail = FactorsResetMail {
        by: by.to_owned(),
        reason: Some(reason.to_owned()),
        sign_in_href: notice.href("/login"),
        occasion: occasion.clone(),
    };
    notice.queue_everywhere(tx, &mail).await?;
    let owners = staff::list_by_role(tx, Role::Owner).await?;
    for owner in &owners {
        let notice = Notice {
            panel,
            to: &owner.principal,
            caller: &caller,
        };
        let mail = BreakGlassUsedMail {
            person: member.name.clone(),
            email: member.email.clone(),
            by: by.to_owned(),
            reason: reason.to_owned(),
            audit_href: notice.href("/audit"),
            occasion: occasion.clone(),
        };
        notice.queue(tx, &mail).await?;
    }
    Ok(owners.len())
}

fn event(name: EventName, by: &str) -> Event {
    Event::by_system(name)
        .with("by", by)
        .with("with", "command line")
}
