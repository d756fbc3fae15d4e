//! The place for which data is sealed: anywhere else it does not open (R185).

use uuid::Uuid;

use super::KeyId;

/// A column of one row of one owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aad {
    table: &'static str,
    column: &'static str,
    row: String,
    owner: String,
}

impl Aad {
    /// The place of `table.column` in the row of that id, which belongs to `owner`.
    pub fn new(table: &'static str, column: &'static str, row: Uuid, owner: Uuid) -> Self {
        Self {
            table,
            column,
            row: row.to_string(),
            owner: owner.to_string(),
        }
    }

    /// The place of the text by which a key is recognised.
    pub fn key_check(id: KeyId) -> Self {
        Self {
            table: "key_checks",
            column: "sealed",
            row: id.to_string(),
            owner: String::new(),
        }
    }

    /// What the cipher authenticates beside the data.
    pub(super) fn with(&self, key: KeyId, version: u8) -> Vec<u8> {
        let Self {
            table,
            column,
            row,
            owner,
        } = self;
        format!("{table}:{column}:{row}:{owner}:{key}:{version}").into_bytes()
    }
}
