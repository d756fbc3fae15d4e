//! The browsers that a person signed in with, so that a mail can tell of a sign-in with any other (R183).
//!
//! A browser leaves two traces: its mark, which is a random text in a cookie that a full sign-in sets, and
//! the place where it is used. The database has digests of both, which are bound to the person and made with
//! a key that never changes: who shares a browser or a network with whom is not to be seen in it.

use innkeeper_identity::browser;
use innkeeper_identity::ids::PrincipalId;
use innkeeper_store::{Error, KeyedDigest, Tx, browser_traces};

use super::Caller;
use super::sessions::Token;
use crate::Panel;

/// What a sign-in says about its browser.
pub struct Recognised {
    /// Whether the person does not know of it: they signed in before, and never with this one.
    pub is_news: bool,
    /// The mark for the browser to keep from now on, where it may.
    pub mark: Option<Token>,
}

/// Looks whether a person's browser is known, and knows it from now on; part of the unit of work that opens
/// the session. Only a full sign-in is `lasting` and gives the browser a mark (R25).
///
/// A mark that the browser has already is the browser's, whoever signed in there before: people who share it
/// do not take it from each other.
pub async fn recognise(
    tx: &mut Tx,
    panel: &Panel,
    person: PrincipalId,
    lasting: bool,
    caller: &Caller,
) -> Result<Recognised, Error> {
    let now = panel.clock.now();
    let is_marked = match &caller.browser {
        Some(mark) => browser_traces::touch(tx, person, &of_mark(panel, person, mark), now).await?,
        None => false,
    };
    let place = of_place(panel, person, caller);
    let is_new = !browser_traces::touch(tx, person, &place, now).await?
        && !is_marked
        && browser_traces::insert(tx, person, &place, now).await?;
    let mark = lasting.then(|| {
        let kept = caller.browser.clone();
        kept.unwrap_or_else(|| Token::generate(panel))
    });
    if let (false, Some(mark)) = (is_marked, &mark) {
        browser_traces::insert(tx, person, &of_mark(panel, person, mark), now).await?;
        browser_traces::delete_beyond(tx, person, browser::MAX_TRACES).await?;
    }
    // Whoever left a trace before has one since a first.
    let is_news = is_new && !browser_traces::begin(tx, person, now).await?;
    Ok(Recognised { is_news, mark })
}

/// Whether the person signed in with this very browser before: it has a mark that no stranger has.
pub async fn is_marked(
    tx: &mut Tx,
    panel: &Panel,
    person: PrincipalId,
    caller: &Caller,
) -> Result<bool, Error> {
    let Some(mark) = &caller.browser else {
        return Ok(false);
    };
    let mark = of_mark(panel, person, mark);
    browser_traces::is_known(tx, person, &mark, panel.clock.now()).await
}

/// Forgets every browser of a person's but the one that asks: what ends trust ends that too.
pub async fn forget_others(
    tx: &mut Tx,
    panel: &Panel,
    person: PrincipalId,
    caller: &Caller,
) -> Result<u64, Error> {
    let place = of_place(panel, person, caller);
    let mark = caller.browser.as_ref();
    let mark = mark.map_or_else(|| place.clone(), |mark| of_mark(panel, person, mark));
    browser_traces::delete_others(tx, person, [&mark, &place]).await
}

fn of_mark(panel: &Panel, person: PrincipalId, mark: &Token) -> KeyedDigest {
    digest(panel, person, "mark", mark.reveal())
}

fn of_place(panel: &Panel, person: PrincipalId, caller: &Caller) -> KeyedDigest {
    let place = browser::place(caller.ip, caller.user_agent.as_deref());
    digest(panel, person, "place", &place)
}

fn digest(panel: &Panel, person: PrincipalId, kind: &str, text: &str) -> KeyedDigest {
    let text = format!("{person} {kind} {text}");
    KeyedDigest(panel.keys.lasting_digest(text.as_bytes()).to_vec())
}
