//! What can go wrong between a use case and the database.

/// A failure of the store. "Nothing found" and "not changed" are answers, not failures.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused, or was not there.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// A migration failed, or the database is from a newer program.
    #[error(transparent)]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The address names no database that we know how to speak to.
    #[error("`{0}` is no database address: use `sqlite:PATH` or `postgres://USER@HOST/NAME`")]
    Address(String),
    /// A page was asked for with a cursor that this program never gave out.
    #[error("the cursor is not one of ours")]
    Cursor,
    /// The audit log has no key, or its chain was not begun.
    #[error("the audit log cannot be written before its chain was begun")]
    Chain,
}

/// What the store answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Whether a row that must be the only one of its kind exists already.
    ///
    /// PostgreSQL gives up the whole unit of work after this, SQLite does not: roll back on both.
    pub fn is_conflict(&self) -> bool {
        self.database()
            .is_some_and(sqlx::error::DatabaseError::is_unique_violation)
    }

    /// Whether a row refers to one that does not exist, or is still referred to.
    pub fn is_missing_reference(&self) -> bool {
        self.database()
            .is_some_and(sqlx::error::DatabaseError::is_foreign_key_violation)
    }

    /// Whether the same unit of work may well succeed when tried again: a deadlock, a busy file.
    pub fn is_transient(&self) -> bool {
        let code = self.database().and_then(sqlx::error::DatabaseError::code);
        // PostgreSQL: serialization failure, deadlock; SQLite: SQLITE_BUSY and its snapshot variant.
        matches!(code.as_deref(), Some("40001" | "40P01" | "5" | "517"))
    }

    fn database(&self) -> Option<&dyn sqlx::error::DatabaseError> {
        match self {
            Self::Database(error) => error.as_database_error(),
            _ => None,
        }
    }
}
