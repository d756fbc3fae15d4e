//! What a plugin remembers: sealed for its place, within its quota, and apart by plugin and account (R123).

use std::sync::Arc;

use async_trait::async_trait;
use innkeeper_identity::ids::{PrincipalId, ShelfId, StoredId};
use innkeeper_module::{Denied, Scope, Secret, Store};
use innkeeper_store::Sealed;
use innkeeper_store::plugin_store::{self, Change, New, Place, Quota, Seen};
use uuid::Uuid;

use super::Loaded;
use crate::Panel;
use crate::keys::Aad;

/// The store of one module in one conversation.
pub(crate) struct Memory<'a> {
    pub panel: &'a Panel,
    pub module: &'a str,
    /// The module as a plugin; what comes with the panel remembers nothing here.
    pub plugin: Option<Arc<Loaded>>,
    /// Whose conversation it is; none outside of one.
    pub account: Option<PrincipalId>,
}

impl Memory<'_> {
    /// The shelf and what fits on it, if there is one.
    fn shelf(&self, scope: Scope) -> Result<(Place<'_>, Quota), Denied> {
        let granted = self.plugin.as_ref().map(|plugin| &plugin.granted);
        let (account, quota) = match scope {
            Scope::Module => (None, granted.and_then(|granted| granted.whole)),
            Scope::Account => (
                self.account,
                granted.and_then(|granted| granted.per_account),
            ),
        };
        if scope == Scope::Account && account.is_none() {
            return Err(Denied::NotGranted(
                "there is no account in this conversation".to_owned(),
            ));
        }
        let quota = quota.ok_or_else(|| {
            let key = match scope {
                Scope::Module => "quota",
                Scope::Account => "a quota for each user",
            };
            Denied::NotGranted(format!(
                "there is no such store: add {key} under `capabilities.store` in the manifest"
            ))
        })?;
        let place = Place {
            plugin: self.module,
            account,
        };
        Ok((place, quota))
    }

    fn aad(&self, place: Place<'_>, key: &str) -> Aad {
        let account = place.account.map_or(Uuid::nil(), |account| account.0);
        Aad::of_stored(self.module, key, account)
    }

    /// The value under a key, with its version.
    async fn look(&self, place: Place<'_>, key: &str) -> anyhow::Result<Option<(Secret, i64)>> {
        let mut tx = self.panel.db.read_once().await?;
        let Some(stored) = plugin_store::find(&mut tx, place, key).await? else {
            return Ok(None);
        };
        let value = self
            .panel
            .keys
            .open(&self.aad(place, key), &stored.value.0)?;
        Ok(Some((value, stored.version)))
    }

    async fn change(
        &self,
        (place, quota): (Place<'_>, Quota),
        key: &str,
        value: Option<&Secret>,
        seen: Seen,
    ) -> anyhow::Result<Change> {
        let now = self.panel.clock.now();
        let sealed = match value {
            Some(value) => Some((
                Sealed(self.panel.keys.seal(&self.aad(place, key), value.bytes())?),
                i64::try_from(key.len() + value.bytes().len())?,
            )),
            None => None,
        };
        let mut tx = self.panel.db.begin().await?;
        let change = match &sealed {
            Some((value, size)) => {
                let new = New {
                    id: StoredId::new(now, self.panel.random.id_bytes()),
                    shelf: ShelfId::new(now, self.panel.random.id_bytes()),
                    key,
                    value,
                    size: *size,
                    at: now,
                };
                plugin_store::put(&mut tx, place, &new, seen, quota).await?
            }
            None => plugin_store::delete(&mut tx, place, key, seen).await?,
        };
        match change {
            Change::Done => tx.commit().await?,
            Change::Other | Change::Full => tx.rollback().await?,
        }
        Ok(change)
    }
}

fn failed(error: &anyhow::Error) -> Denied {
    tracing::warn!(error = format!("{error:#}"), "a plugin's store failed");
    Denied::Failed("the store is away".to_owned())
}

fn done(change: Change) -> Result<bool, Denied> {
    match change {
        Change::Done => Ok(true),
        Change::Other => Ok(false),
        Change::Full => Err(Denied::Failed("the store is full".to_owned())),
    }
}

#[async_trait]
impl Store for Memory<'_> {
    async fn get(&self, scope: Scope, key: &str) -> Result<Option<Secret>, Denied> {
        let (place, _) = self.shelf(scope)?;
        let found = self.look(place, key).await;
        Ok(found
            .map_err(|error| failed(&error))?
            .map(|(value, _)| value))
    }

    async fn set(&self, scope: Scope, key: &str, value: &Secret) -> Result<(), Denied> {
        let place = self.shelf(scope)?;
        let change = self.change(place, key, Some(value), Seen::Anything).await;
        done(change.map_err(|error| failed(&error))?).map(|_| ())
    }

    async fn delete(&self, scope: Scope, key: &str) -> Result<(), Denied> {
        let place = self.shelf(scope)?;
        let change = self.change(place, key, None, Seen::Anything).await;
        done(change.map_err(|error| failed(&error))?).map(|_| ())
    }

    async fn compare_and_set(
        &self,
        scope: Scope,
        key: &str,
        expected: Option<&Secret>,
        value: Option<&Secret>,
    ) -> Result<bool, Denied> {
        let place = self.shelf(scope)?;
        let found = self.look(place.0, key).await;
        let found = found.map_err(|error| failed(&error))?;
        let seen = match (&found, expected) {
            (None, None) => Seen::Nothing,
            (Some((is, version)), Some(expected)) if is == expected => Seen::Version(*version),
            _ => return Ok(false),
        };
        let change = self.change(place, key, value, seen).await;
        done(change.map_err(|error| failed(&error))?)
    }
}
