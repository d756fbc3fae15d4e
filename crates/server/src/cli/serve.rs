//! `innkeeper serve`: pages, jobs and mails, until told to stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::http::StatusCode;
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use super::output;
use crate::config::{Config, Sources};
use crate::jobs::Workers;
use crate::telemetry::{metrics_router, start_logging};
use crate::{Panel, time_server, web};

/// How soon a node follows settings that another node changed.
const SETTINGS_POLL: Duration = Duration::from_secs(10);

/// Options of `serve`.
#[derive(Args)]
pub struct Serve {
    /// Address and port of the panel; port 0 takes any free one.
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<SocketAddr>,
    /// A folder of themes, read again whenever it changes.
    #[arg(long, value_name = "DIR")]
    themes: Option<PathBuf>,
}

impl Serve {
    pub async fn run(self, mut sources: Sources) -> anyhow::Result<ExitCode> {
        if let Some(listen) = self.listen {
            sources = sources.with("server.listen", listen.to_string());
        }
        if let Some(themes) = self.themes {
            sources = sources.with("theme.dir", themes.to_string_lossy());
        }
        let config = Config::load(&sources)?;
        start_logging(&config.log);
        serve(config, async |_| Ok(())).await?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Serves until told to stop. `prepare` runs when the address is known and before anything is open.
pub(super) async fn serve(
    mut config: Config,
    prepare: impl AsyncFnOnce(&Config) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let stop_asked = Signals::listen()?;
    // Bound before anything else: a port that is taken should not cost a migration.
    let listener = bind(config.server.listen, "server.listen").await?;
    config.server.bound_to(listener.local_addr()?);
    let metrics_listener = match config.server.metrics_listen {
        Some(address) => Some(bind(address, "server.metrics_listen").await?),
        None => None,
    };
    prepare(&config).await?;
    let panel = Panel::open(config).await?;
    let patience = panel.config.server.shutdown_timeout;
    let (stop, stopped) = watch::channel(false);

    panel.refresh_plugins().await?;
    let workers = Workers::start(&panel);
    let following = tokio::spawn(follow_settings(panel.clone()));
    let plugins = tokio::spawn(panel.clone().follow_plugins());
    let looking = tokio::spawn(time_server::watch(panel.clone()));
    if let Some(listener) = metrics_listener {
        let router = metrics_router(panel.clone());
        tokio::spawn(answer(listener, router, stopped.clone()));
    }
    let pages = tokio::spawn(answer(listener, pages(&panel), stopped));
    announce(&panel)?;

    stop_asked.wait().await;
    tracing::info!("stopping: requests and jobs under way may finish");
    stop.send_replace(true);
    let (answered, ()) = tokio::join!(
        tokio::time::timeout(patience, pages),
        workers.stop(patience)
    );
    if answered.is_err() {
        tracing::warn!("stopped although requests were under way");
    }
    following.abort();
    plugins.abort();
    looking.abort();
    panel.db.close().await;
    Ok(())
}

async fn bind(address: SocketAddr, key: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen at {address}. Another program may be there, or this user may not use the port: set `{key}`")
    })
}

/// The panel's pages, none of which may take for ever or take the others down.
fn pages(panel: &Panel) -> Router {
    let patience = panel.config.server.request_timeout;
    web::router(panel.clone())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            patience,
        ))
        .layer(CatchPanicLayer::new())
}

/// Answers requests until told to stop, then finishes those under way.
async fn answer(listener: TcpListener, router: Router, mut stopped: watch::Receiver<bool>) {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let until = async move {
        // The sender lives as long as the process; either way it is time to stop.
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    if let Err(error) = axum::serve(listener, service)
        .with_graceful_shutdown(until)
        .await
    {
        tracing::error!(%error, "the listener failed");
    }
}

fn announce(panel: &Panel) -> anyhow::Result<()> {
    let server = &panel.config.server;
    tracing::info!(listen = %server.listen, base_url = panel.origin(), version = env!("CARGO_PKG_VERSION"), "serving");
    output::say(&format!("Innkeeper is at {}", panel.origin()))?;
    if panel.config.mail.smtp().is_none() {
        tracing::info!(
            "mails are caught in the panel and do not leave: set `mail.transport = \"smtp\"` to send them"
        );
    }
    Ok(())
}

async fn follow_settings(panel: Panel) {
    loop {
        tokio::time::sleep(SETTINGS_POLL).await;
        if let Err(error) = panel.refresh_settings().await {
            tracing::warn!(%error, "cannot read the settings; those of before hold");
        }
    }
}

/// What asks the program to stop. Heard from the start, so that a stop while opening ends as well as any.
struct Signals {
    terminate: Signal,
    interrupt: Signal,
}

impl Signals {
    fn listen() -> anyhow::Result<Self> {
        let listen = |kind| signal(kind).context("cannot listen for signals");
        Ok(Self {
            terminate: listen(SignalKind::terminate())?,
            interrupt: listen(SignalKind::interrupt())?,
        })
    }

    async fn wait(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}
