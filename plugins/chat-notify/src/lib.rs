//! Tells chats and servers what happens in the panel. Each that is switched on hears of an event once: who heard
//! already while another was away is remembered until all did.

mod targets;
mod words;

use innkeeper_plugin::{Denied, Event, Failure, Hooks, Host, Scope, Secret, async_trait};

use targets::Target;

innkeeper_plugin::export_hooks!(ChatNotify, uses: [http, signatures, store]);

struct ChatNotify;

#[async_trait]
impl Hooks for ChatNotify {
    async fn deliver(&self, host: &dyn Host, event: &Event) -> Result<(), Failure> {
        if !is_wanted(host, &event.name) {
            return Ok(());
        }
        let before = heard(host, &event.id).await?;
        let mut heard = before.clone();
        let mut failure = None;
        for target in Target::ALL.into_iter().filter(|target| target.is_on(host)) {
            if heard.iter().any(|name| name == target.name()) {
                continue;
            }
            match target.tell(host, event).await {
                Ok(()) => heard.push(target.name().to_owned()),
                Err(why) => failure = failure.or(Some(why)),
            }
        }
        remember(host, &event.id, &before, &heard, failure.is_some()).await?;
        failure.map_or(Ok(()), Err)
    }
}

/// A setting as text; nothing where it is not set.
fn setting(host: &dyn Host, name: &str) -> String {
    let value = host.setting(name);
    value
        .and_then(|value| value.text().map(str::to_owned))
        .unwrap_or_default()
}

fn is_wanted(host: &dyn Host, name: &str) -> bool {
    setting(host, "events")
        .split(',')
        .any(|wanted| wanted.trim() == name)
}

/// Who heard of the event at an earlier try.
async fn heard(host: &dyn Host, event: &str) -> Result<Vec<String>, Failure> {
    let stored = host.store().get(Scope::Module, event).await.map_err(away)?;
    let stored = stored
        .and_then(|stored| stored.text().map(str::to_owned))
        .unwrap_or_default();
    Ok(stored
        .split(' ')
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect())
}

/// Remembers who heard while there is somebody who did not, and forgets it afterwards.
async fn remember(
    host: &dyn Host,
    event: &str,
    before: &[String],
    heard: &[String],
    goes_on: bool,
) -> Result<(), Failure> {
    if goes_on && heard.len() > before.len() {
        let value = Secret::from(heard.join(" "));
        host.store()
            .set(Scope::Module, event, &value)
            .await
            .map_err(away)?;
    }
    if !goes_on && !before.is_empty() {
        host.store()
            .delete(Scope::Module, event)
            .await
            .map_err(away)?;
    }
    Ok(())
}

/// Nothing came of a request or of the store; it may at another time.
fn away(denied: Denied) -> Failure {
    match denied {
        Denied::NotGranted(why) => Failure::Misconfigured(why),
        Denied::Failed(why) => Failure::Unavailable(why),
    }
}
