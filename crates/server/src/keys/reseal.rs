//! Seals what is in the database with the active key, while the panel runs (R186).
//!
//! It may be stopped anywhere and begun again: what is sealed already is skipped, and what changes
//! meanwhile is sealed with the active key by whoever changes it.

use innkeeper_store::keys::{self, SealedColumn, SealedRow};
use innkeeper_store::{Db, Sealed};
use uuid::Uuid;

use super::check::CheckError;
use super::{Aad, KeyRing};

const BATCH: i64 = 100;

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Resealed {
    /// How many were sealed anew.
    pub resealed: u64,
    /// How many have the active key already.
    pub current: u64,
    /// How many changed meanwhile: run it again.
    pub leftovers: u64,
    /// How many do not open at all.
    pub broken: u64,
}

/// Seals everything with the active key, and tells `progress` after each batch.
///
/// # Errors
/// Where the database is away.
pub async fn reseal(
    ring: &KeyRing,
    db: &Db,
    progress: &mut impl FnMut(Resealed),
) -> Result<Resealed, CheckError> {
    let mut total = Resealed::default();
    for column in SealedColumn::ALL {
        let mut after = Uuid::nil();
        loop {
            let mut tx = db.begin().await?;
            let rows = keys::list_sealed(&mut tx, column, after, BATCH).await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            for row in &rows {
                match plan(ring, column, row) {
                    Plan::Current => total.current += 1,
                    Plan::Broken => {
                        tracing::error!(row = %row.id, ?column, "sealed data does not open with any key");
                        total.broken += 1;
                    }
                    Plan::Replace(sealed) => {
                        let is_done = keys::replace_sealed(&mut tx, column, row, &sealed).await?;
                        *if is_done {
                            &mut total.resealed
                        } else {
                            &mut total.leftovers
                        } += 1;
                    }
                }
            }
            tx.commit().await?;
            progress(total);
        }
    }
    Ok(total)
}

/// How many rows each key seals; rows that name no key of ours are left out.
///
/// # Errors
/// Where the database is away.
pub async fn count_by_key(
    db: &Db,
) -> Result<std::collections::BTreeMap<super::KeyId, u64>, innkeeper_store::Error> {
    let mut counts = std::collections::BTreeMap::new();
    for column in SealedColumn::ALL {
        let mut after = Uuid::nil();
        loop {
            let mut tx = db.read().await?;
            let rows = keys::list_sealed(&mut tx, column, after, BATCH).await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            for id in rows
                .iter()
                .filter_map(|row| KeyRing::sealed_by(&row.sealed.0))
            {
                *counts.entry(id).or_default() += 1;
            }
        }
    }
    Ok(counts)
}

enum Plan {
    Current,
    Replace(Sealed),
    Broken,
}

fn plan(ring: &KeyRing, column: SealedColumn, row: &SealedRow) -> Plan {
    if KeyRing::sealed_by(&row.sealed.0) == Some(ring.active_id()) {
        return Plan::Current;
    }
    let place = place(column, row);
    ring.open(&place, &row.sealed.0)
        .and_then(|plain| ring.seal(&place, plain.bytes()))
        .map_or(Plan::Broken, |sealed| Plan::Replace(Sealed(sealed)))
}

/// Where the data of a row lives; the same place as where it is sealed first.
fn place(column: SealedColumn, row: &SealedRow) -> Aad {
    let (table, name) = match column {
        SealedColumn::CredentialSecret => ("credentials", "secret"),
        SealedColumn::EnrolmentStep => ("enrolments", "step"),
        SealedColumn::ChallengeStep => ("challenges", "step"),
        SealedColumn::PluginSetting => return Aad::of_setting(&row.factor, &row.name),
        SealedColumn::PluginStored => {
            return Aad::of_stored(&row.factor, &row.name, row.principal_id.0);
        }
    };
    Aad::new(table, name, row.id, row.principal_id.0)
}
