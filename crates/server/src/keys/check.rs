//! Keys and the database belong together: a known text, sealed by each key, tells a wrong key file at the
//! start instead of at the first sign-in (R186).

use innkeeper_store::keys::{self, KeyCheck};
use innkeeper_store::{Db, Sealed, Tx};

use super::{Aad, KeyError, KeyId, KeyRing};

const KNOWN_TEXT: &[u8] = b"innkeeper";

/// Why the check did not pass.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The keys are not this database's.
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// The database is away.
    #[error(transparent)]
    Store(#[from] innkeeper_store::Error),
}

/// Whether anything in the database was ever sealed.
///
/// # Errors
/// Where the database is away.
pub async fn is_in_use(db: &Db) -> Result<bool, innkeeper_store::Error> {
    let mut tx = db.read().await?;
    Ok(!keys::list_checks(&mut tx).await?.is_empty())
}

/// Makes sure of the same as [`check`] and changes nothing.
///
/// # Errors
/// [`CheckError::Keys`] says which key is missing or wrong.
pub async fn verify(ring: &KeyRing, db: &Db) -> Result<(), CheckError> {
    let mut tx = db.read().await?;
    Ok(compare(ring, &keys::list_checks(&mut tx).await?)?)
}

/// Makes sure that the ring has every key of the database and that they are the same keys; makes the
/// checks of new ones.
///
/// # Errors
/// [`CheckError::Keys`] says which key is missing or wrong.
pub async fn check(ring: &KeyRing, db: &Db) -> Result<(), CheckError> {
    let mut tx = db.read().await?;
    let known = keys::list_checks(&mut tx).await?;
    tx.rollback().await?;
    compare(ring, &known)?;
    let missing: Vec<KeyId> = ring
        .list()
        .iter()
        .map(|key| key.id)
        .filter(|id| !known.iter().any(|check| check.key_id == id.to_string()))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut tx = db.begin().await?;
    for id in missing {
        insert(&mut tx, ring, id).await?;
    }
    // Another node may have been faster, with another key file.
    let known = keys::list_checks(&mut tx).await?;
    compare(ring, &known)?;
    tx.commit().await?;
    Ok(())
}

async fn insert(tx: &mut Tx, ring: &KeyRing, id: KeyId) -> Result<(), CheckError> {
    let sealed = Sealed(ring.seal_with(id, &Aad::key_check(id), KNOWN_TEXT)?);
    keys::insert_check(
        tx,
        &KeyCheck {
            key_id: id.to_string(),
            sealed,
        },
    )
    .await?;
    Ok(())
}

fn compare(ring: &KeyRing, known: &[KeyCheck]) -> Result<(), KeyError> {
    for check in known {
        let id: KeyId = check.key_id.parse().map_err(|_| KeyError::NotOpened)?;
        match ring.open(&Aad::key_check(id), &check.sealed.0) {
            Ok(text) if text.bytes() == KNOWN_TEXT => {}
            Err(error @ KeyError::UnknownKey(_)) => return Err(error),
            _ => return Err(KeyError::WrongKey(id)),
        }
    }
    Ok(())
}
