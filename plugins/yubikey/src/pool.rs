//! Asking all servers of the pool at once: the first answer that settles the matter counts.

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use innkeeper_module::{Denied, Failure, Host, LogLevel};

use crate::otp::Otp;
use crate::request;
use crate::response::{self, Asked, Counters, Verdict};
use crate::settings::Settings;

/// What the pool says of a one-time password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is right and new.
    Valid {
        /// Where the key was.
        counters: Counters,
        /// How many percent of its peers the server asked.
        level: Option<u8>,
    },
    /// It is wrong, or was used before.
    Refused,
    /// Every server had just heard of it from its peers, and none said more.
    Again,
}

/// Asks the pool. The same question goes to every server: one that was told by a peer then knows it
/// for the same, instead of calling the one-time password used.
///
/// # Errors
/// [`Failure`] where no server settled it.
pub(crate) async fn ask(
    host: &dyn Host,
    settings: &Settings,
    otp: &Otp,
) -> Result<Outcome, Failure> {
    let question = Question::new(host, settings, otp)?;
    let mut answers: FuturesUnordered<_> = settings
        .servers
        .iter()
        .map(async |server| (server, question.put_to(host, server).await))
        .collect();
    let mut worst = Verdict::SameRequest;
    while let Some((server, verdict)) = answers.next().await {
        match verdict {
            Verdict::Valid { counters, level } => return Ok(Outcome::Valid { counters, level }),
            Verdict::Refused { genuine: true } => return Ok(Outcome::Refused),
            _ => note(host, server, verdict),
        }
        if weight(verdict) > weight(worst) {
            worst = verdict;
        }
    }
    match worst {
        Verdict::Misconfigured(why) => Err(Failure::Misconfigured(why.to_owned())),
        Verdict::Unavailable(why) => Err(Failure::Unavailable(why.to_owned())),
        Verdict::SameRequest => Ok(Outcome::Again),
        Verdict::Refused { .. } | Verdict::Valid { .. } => Ok(Outcome::Refused),
    }
}

/// One question, in the same words for every server.
pub(crate) struct Question<'a> {
    settings: &'a Settings,
    otp: &'a Otp,
    nonce: String,
    query: String,
}

impl<'a> Question<'a> {
    /// With a nonce of its own.
    ///
    /// # Errors
    /// [`Failure`] where there is too little chance for one.
    pub(crate) fn new(
        host: &dyn Host,
        settings: &'a Settings,
        otp: &'a Otp,
    ) -> Result<Self, Failure> {
        let nonce = request::nonce(host)?;
        Ok(Self {
            query: request::query(settings, otp, &nonce),
            settings,
            otp,
            nonce,
        })
    }

    /// Puts it to one server, and judges the answer.
    pub(crate) async fn put_to(&self, host: &dyn Host, server: &str) -> Verdict {
        let asked = Asked {
            api_key: &self.settings.api_key,
            otp: self.otp.text(),
            nonce: &self.nonce,
            sync_level: self.settings.sync_level,
        };
        match host.http(request::to(server, &self.query)).await {
            Ok(response) => response::judge(&response, &asked),
            // Why is in the panel's log; the question is not, for it has the one-time password in it.
            Err(Denied::NotGranted(_)) => {
                Verdict::Misconfigured("the panel may not ask the server")
            }
            Err(Denied::Failed(_)) => Verdict::Unavailable("no answer"),
        }
    }
}

/// What to believe of several answers of which none settles the matter.
fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::SameRequest => 0,
        Verdict::Unavailable(_) => 1,
        Verdict::Misconfigured(_) => 2,
        Verdict::Refused { .. } | Verdict::Valid { .. } => 3,
    }
}

pub(crate) fn note(host: &dyn Host, server: &str, verdict: Verdict) {
    let (level, why) = match verdict {
        Verdict::Misconfigured(why) => (LogLevel::Error, why),
        Verdict::Unavailable(why) => (LogLevel::Warn, why),
        Verdict::Refused { .. } => (LogLevel::Warn, "a refusal that is not signed"),
        Verdict::SameRequest | Verdict::Valid { .. } => return,
    };
    host.log(level, &format!("{server}: {why}"));
}
