//! Whether the clock is right: codes of authenticator apps depend on it. The time server is the only one
//! that `doctor` sends anything to.

use chrono::TimeDelta;

use super::{Check, Status};
use crate::time_server;

const NAME: &str = "clock";

pub(super) async fn check(server: Option<&str>) -> Check {
    let Some(server) = server else {
        let message = "no time server is set: see `server.time_server`";
        return Check::new(NAME, Status::Skipped, message.to_owned());
    };
    match time_server::offset(server).await {
        Ok(offset) => judge(server, offset),
        Err(error) => Check::new(
            NAME,
            Status::Skipped,
            format!("cannot ask the time server {server}: {error:#}; see --time-server"),
        ),
    }
}

fn judge(server: &str, offset: TimeDelta) -> Check {
    let seconds = offset.as_seconds_f64();
    let message = format!("{seconds:+.1} s from {server}");
    match seconds.abs() {
        off if off < 2.0 => Check::new(NAME, Status::Ok, message),
        off if off < 15.0 => Check::new(
            NAME,
            Status::Warning,
            format!("{message}; let a time service keep it"),
        ),
        _ => Check::new(
            NAME,
            Status::Failed,
            format!(
                "{message}; codes of authenticator apps will be refused. Let a time service keep it"
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time_server::tests::server_ahead_by;

    #[tokio::test]
    async fn a_clock_that_is_far_off_is_a_fault() {
        let check = check(Some(&server_ahead_by(60).await)).await;
        assert_eq!(check.status, Status::Failed, "{}", check.message);
        let told = "codes of authenticator apps";
        assert!(check.message.contains(told), "{}", check.message);
    }

    #[tokio::test]
    async fn a_time_server_that_is_not_there_is_no_fault_of_the_clock() {
        assert_eq!(check(Some("127.0.0.1:9")).await.status, Status::Skipped);
        assert_eq!(check(None).await.status, Status::Skipped);
    }

    #[test]
    fn a_little_is_fine_and_more_is_worth_a_word() {
        assert_eq!(judge("x", TimeDelta::milliseconds(-300)).status, Status::Ok);
        assert_eq!(judge("x", TimeDelta::seconds(-5)).status, Status::Warning);
    }
}
