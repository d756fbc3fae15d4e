//! Connections that read a SQLite file, a few at a time.
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
pub(crate) struct Readers(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    options: SqliteConnectOptions,
    idle: Mutex<Vec<SqliteConnection>>,
    places: Arc<Semaphore>,
    most: u32,
}

/// A connection in somebody's hands; dropping it gives it back.
#[derive(Debug)]
pub(crate) struct Reader {
    /// None while it is being given back.
    connection: Option<SqliteConnection>,
    has_begun: bool,
    home: Readers,
    place: Option<OwnedSemaphorePermit>,
}

impl Readers {
    /// So many connections at most, opened when they are needed.
    pub(crate) fn new(options: SqliteConnectOptions, most: u32) -> Self {
        Self(Arc::new(Shared {
            options,
            idle: Mutex::default(),
            places: Arc::new(Semaphore::new(most as usize)),
            most,
        }))
    }

    /// A connection, once there is one.
    pub(crate) async fn take(&self) -> Result<Reader> {
        let place = self.0.places.clone().acquire_owned().await;
        let place = place.map_err(|_| sqlx::Error::PoolClosed)?;
        let idle = self.idle().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => self.0.options.connect().await?,
        };
        Ok(Reader {
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

impl Reader {
    /// What is read from here on does not change until the connection goes back.
    pub(crate) async fn begin(mut self) -> Result<Self> {
        self.has_begun = true;
        sqlx::query("BEGIN").execute(self.connection()).await?;
        Ok(self)
    }

    /// The connection itself.
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        self.connection
            .as_mut()
            .expect("a connection is there until its reader is dropped")
    }

    /// Ends what was begun, and waits for it.
    pub(crate) async fn end(mut self) -> Result<()> {
        if self.has_begun {
            sqlx::query("ROLLBACK").execute(self.connection()).await?;
            self.has_begun = false;
        }
        Ok(())
    }
}

impl Drop for Reader {
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
        // Without a runtime, as at the end of the program, the connection is closed instead.
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
