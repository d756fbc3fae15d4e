//! Looks now and then whether there is something to tell plugins. Without a plugin that hears of events it looks at a
//! map in memory, and at nothing else.

use tokio::sync::watch;

use crate::Panel;
use crate::app::hooks;

pub(super) async fn tell(panel: Panel, mut stopped: watch::Receiver<bool>) {
    while !*stopped.borrow() {
        if let Err(error) = hooks::deliver(&panel).await {
            tracing::error!(
                error = format!("{error:#}"),
                "cannot tell plugins what happened"
            );
        }
        tokio::select! {
            () = tokio::time::sleep(panel.config.plugins.poll) => {}
            _ = stopped.changed() => {}
        }
    }
}
