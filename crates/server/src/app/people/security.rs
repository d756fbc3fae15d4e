//! What staff see of a person's security: factors, counters of failures, sessions. No secret is opened.

use chrono::{DateTime, Utc};
use innkeeper_identity::ids::CredentialId;
use innkeeper_identity::throttle::{self, ThrottleScope};
use innkeeper_store::Tx;
use innkeeper_store::credentials::{self, Credential};
use innkeeper_store::principals::Principal;
use innkeeper_store::sessions::{self, Session};
use innkeeper_store::throttles::{self, ThrottleRow};

use crate::Panel;
use crate::app::throttling;

/// How many networks' counters of one person's password are looked at.
const MAX_NETWORKS: i64 = 100;

/// A person's factors, counters and sessions.
pub struct Security {
    /// What they hold and held.
    pub credentials: Vec<Credential>,
    /// Where they are signed in.
    pub sessions: Vec<Session>,
    /// What counts their failures, as far as staff can clear it.
    pub(in crate::app) counters: Vec<ThrottleRow>,
    /// When it was looked at.
    now: DateTime<Utc>,
}

/// Something that accepts nothing for a while.
pub struct Lock<'a> {
    /// What it counts.
    pub scope: ThrottleScope,
    /// The credential, where it is one that is locked.
    pub credential: Option<&'a Credential>,
    /// How many failures in a row.
    pub failures: i64,
    /// Until when.
    pub until: DateTime<Utc>,
}

impl Security {
    /// Whether they hold a factor, usable or not.
    pub fn holds_anything(&self) -> bool {
        self.credentials.iter().any(is_held)
    }

    /// Whether any failure stands against them.
    pub fn has_counted(&self) -> bool {
        self.counters
            .iter()
            .any(|row| row.streak > 0 || row.locked_until.is_some())
    }

    /// What is locked at the moment.
    pub fn locks(&self, panel: &Panel) -> Vec<Lock<'_>> {
        let lock = |row: &ThrottleRow| {
            let until = row.locked_until.filter(|until| *until > self.now)?;
            let is_it = |held: &&Credential| {
                is_held(held) && throttling::subject_of(panel, held) == row.subject
            };
            let credential = match row.scope {
                ThrottleScope::Credential => Some(self.credentials.iter().find(is_it)?),
                _ => None,
            };
            Some(Lock {
                scope: row.scope,
                credential,
                failures: row.streak,
                until,
            })
        };
        self.counters.iter().filter_map(lock).collect()
    }

    /// Until when a credential is locked, if it is.
    pub fn locked_until(&self, panel: &Panel, credential: CredentialId) -> Option<DateTime<Utc>> {
        let lock = self
            .locks(panel)
            .into_iter()
            .find(|lock| lock.credential.is_some_and(|it| it.id == credential))?;
        Some(lock.until)
    }
}

/// Looks at a person's security.
pub async fn security(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
) -> Result<Security, innkeeper_store::Error> {
    let now = panel.clock.now();
    let mut credentials = credentials::list_all(tx, principal.id).await?;
    // What counts now comes before what was.
    credentials.sort_by_key(|credential| !is_held(credential));
    let counters = counters(tx, panel, principal, &credentials).await?;
    let sessions = sessions::list_live(tx, principal.id, now).await?;
    Ok(Security {
        credentials,
        sessions,
        counters,
        now,
    })
}

async fn counters(
    tx: &mut Tx,
    panel: &Panel,
    principal: &Principal,
    credentials: &[Credential],
) -> Result<Vec<ThrottleRow>, innkeeper_store::Error> {
    let person = throttle::account_subject(principal.kind, &principal.email_key);
    let mut subjects = vec![principal.id.to_string(), person.clone()];
    subjects.extend(
        credentials
            .iter()
            .filter(|it| is_held(it))
            .map(|it| throttling::subject_of(panel, it)),
    );
    subjects.sort_unstable();
    subjects.dedup();
    let named: Vec<&str> = subjects.iter().map(String::as_str).collect();
    let mut rows = throttles::list(tx, &named).await?;
    // The password's counters have the network after the person.
    rows.extend(throttles::list_beginning(tx, &format!("{person} "), MAX_NETWORKS).await?);
    rows.retain(|row| {
        use ThrottleScope as Scope;
        matches!(
            row.scope,
            Scope::Credential | Scope::Account | Scope::Password | Scope::PasswordAccount
        )
    });
    Ok(rows)
}

fn is_held(credential: &Credential) -> bool {
    credential.removed_at.is_none()
}
