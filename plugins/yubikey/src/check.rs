//! What staff want to know: does each server answer, how soon, and is its answer signed with our key?
//! The question is about a one-time password of nobody, which a server must refuse, and sign that.

use chrono::TimeDelta;
use futures_util::future::join_all;
use innkeeper_module::{Failure, Finding, Host};

use crate::pool::{self, Question};
use crate::response::Verdict;
use crate::{otp, settings, texts};

/// Asks every server of the pool, and waits for all of them.
///
/// # Errors
/// [`Failure`] where the settings are none.
pub(crate) async fn check(host: &dyn Host) -> Result<Vec<Finding>, Failure> {
    let settings = settings::read(host)?;
    let otp = otp::of_nobody(host);
    let question = Question::new(host, &settings, &otp)?;
    let findings = settings.servers.iter().map(async |server| {
        let asked_at = host.now();
        let verdict = question.put_to(host, server).await;
        pool::note(host, server, verdict);
        finding(server, verdict, host.now() - asked_at)
    });
    Ok(join_all(findings).await)
}

fn finding(server: &str, verdict: Verdict, took: TimeDelta) -> Finding {
    let text = match verdict {
        Verdict::Refused { genuine: true } => texts::CHECK_WORKS,
        Verdict::Refused { genuine: false } => texts::CHECK_UNSIGNED,
        Verdict::Valid { .. } => texts::CHECK_BELIEVES,
        Verdict::Misconfigured(_) => texts::CHECK_MISCONFIGURED,
        Verdict::SameRequest | Verdict::Unavailable(_) => texts::CHECK_UNAVAILABLE,
    };
    Finding {
        subject: server.to_owned(),
        works: verdict == Verdict::Refused { genuine: true },
        text: text.text(),
        took,
    }
}
