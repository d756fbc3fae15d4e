//! Connections to a SQLite file, lent out: several that read, and one that writes.
//!
//! The driver's own pool asks a connection whether it is still there whenever it comes back. For a file
//! that is a walk to another thread and back for nothing, and most of what a page cost: here it lies down.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, Connection as _, SqliteConnection};
use tokio::runtime::Handle;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::error::Result;

/// The connections; clones share them.
#[derive(Clone, Debug)]
pub(crate) struct Lending(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    options: SqliteConnectOptions,
    idle: Mutex<Vec<SqliteConnection>>,
    places: Arc<Semaphore>,
    most: u32,
}

/// A connection in somebody's hands; dropping it undoes what was begun and gives it back.
#[derive(Debug)]
pub(crate) struct Lent {
    /// None while it is being given back.
    connection: Option<SqliteConnection>,
    has_begun: bool,
    home: Lending,
    place: Option<OwnedSemaphorePermit>,
}

/// What a unit of work on a connection is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Begin {
    /// What is read does not change until it ends.
    Read,
    /// It takes the file's one place for writing at once, and not in its midst.
    Write,
}

impl Lending {
    /// So many connections at most, opened when they are needed.
    pub(crate) fn new(options: SqliteConnectOptions, most: u32) -> Self {
        Self(Arc::new(Shared {
            options,
            idle: Mutex::default(),
            places: Arc::new(Semaphore::new(most as usize)),
            most,
        }))
    }

    /// A connection, once there is one; who asks first gets one first.
    pub(crate) async fn take(&self) -> Result<Lent> {
        let place = self.0.places.clone().acquire_owned().await;
        let place = place.map_err(|_| sqlx::Error::PoolClosed)?;
        let idle = self.idle().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.0.options.connect().await?,
        };
        Ok(Lent {
            connection: Some(connection),
            has_begun: false,
            home: self.clone(),
            place: Some(place),
        })
    }

    /// Closes every connection, once those in use have come back.
    pub(crate) async fn close(&self) {
        let all = self.0.places.acquire_many(self.0.most).await;
        self.0.places.close();
        drop(all);
        let idle = std::mem::take(&mut *self.idle());
        for connection in idle {
            // The file is closed either way.
            let _ = connection.close().await;
        }
    }

    fn idle(&self) -> MutexGuard<'_, Vec<SqliteConnection>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lent {
    /// Begins a unit of work.
    pub(crate) async fn begin(mut self, begin: Begin) -> Result<Self> {
        let sql = match begin {
            Begin::Read => "BEGIN",
            Begin::Write => "BEGIN IMMEDIATE",
        };
        // Should nobody wait for the answer any more, there may be something to undo.
        self.has_begun = true;
        sqlx::query(sql).execute(self.connection()).await?;
        Ok(self)
    }

    /// The connection itself.
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        self.connection
            .as_mut()
            .expect("a connection is there until it is given back")
    }

    /// Makes what was begun happen.
    pub(crate) async fn commit(self) -> Result<()> {
        self.end("COMMIT").await
    }

    /// Undoes what was begun, and waits for it.
    pub(crate) async fn rollback(self) -> Result<()> {
        self.end("ROLLBACK").await
    }

    async fn end(mut self, sql: &'static str) -> Result<()> {
        if self.has_begun {
            sqlx::query(sql).execute(self.connection()).await?;
            self.has_begun = false;
        }
        Ok(())
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let (Some(mut connection), Some(place)) = (self.connection.take(), self.place.take())
        else {
            return;
        };
        let home = self.home.clone();
        if !self.has_begun {
            home.idle().push(connection);
            return;
        }
        // Without a runtime, as at the end of the program, the connection is closed instead, and so it is
        // where there is nothing to undo: what failed may be the connection itself.
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(async move {
                let ended = sqlx::query("ROLLBACK").execute(&mut connection).await;
                if ended.is_ok() {
                    home.idle().push(connection);
                }
                drop(place);
            });
        }
    }
}
