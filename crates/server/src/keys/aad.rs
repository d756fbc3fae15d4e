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

    /// The place of a plugin's secret setting. An id has no slash, so no two places are written alike.
    pub fn of_setting(plugin: &str, name: &str) -> Self {
        Self {
            table: "plugin_settings",
            column: "sealed",
            row: format!("{plugin}/{name}"),
            owner: String::new(),
        }
    }

    /// The place of what a plugin remembers under a key, of an account or (nil) of none.
    pub fn of_stored(plugin: &str, key: &str, account: Uuid) -> Self {
        Self {
            table: "plugin_store",
            column: "value",
            row: format!("{plugin}/{key}"),
            owner: account.to_string(),
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
