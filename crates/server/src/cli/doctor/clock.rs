//! Whether the clock is right: codes of authenticator apps depend on it. Asks a time server (SNTP, RFC 4330),
//! which is the only thing `doctor` sends outside.

use std::time::Duration;

use anyhow::{Context as _, bail};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::{UdpSocket, lookup_host};

use super::{Check, Status};
use crate::clock::{Clock as _, SystemClock};

const NAME: &str = "clock";
const PATIENCE: Duration = Duration::from_secs(3);
const PACKET_BYTES: usize = 48;
/// Version 4, mode "client".
const QUESTION: u8 = 0b00_100_011;
const MODE: u8 = 0b111;
const SERVER: u8 = 4;
/// Where the time at which the server answered begins.
const TRANSMITTED_AT: usize = 40;
/// From 1900, where NTP begins to count, to 1970.
const NTP_TO_UNIX: i64 = 2_208_988_800;

pub(super) async fn check(server: &str) -> Check {
    match tokio::time::timeout(PATIENCE, offset(server)).await {
        Ok(Ok(offset)) => judge(server, offset),
        Ok(Err(error)) => Check::new(
            NAME,
            Status::Skipped,
            format!("cannot ask the time server {server}: {error:#}"),
        ),
        Err(_) => Check::new(
            NAME,
            Status::Skipped,
            format!("the time server {server} does not answer; see --time-server"),
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

/// By how much the time server is ahead of us.
async fn offset(server: &str) -> anyhow::Result<TimeDelta> {
    let address = lookup_host(server)
        .await?
        .next()
        .context("the name has no address")?;
    let any = if address.is_ipv4() {
        "0.0.0.0:0"
    } else {
        "[::]:0"
    };
    let socket = UdpSocket::bind(any).await?;
    socket.connect(address).await?;
    let mut packet = [0; PACKET_BYTES];
    if let Some(first) = packet.first_mut() {
        *first = QUESTION;
    }
    let sent = SystemClock.now();
    socket.send(&packet).await?;
    let length = socket.recv(&mut packet).await?;
    let received = SystemClock.now();
    let theirs = read_answer(packet.get(..length).unwrap_or_default())?;
    // The answer was on its way for about half of the time that we waited.
    Ok(theirs - (sent + (received - sent) / 2))
}

fn read_answer(packet: &[u8]) -> anyhow::Result<DateTime<Utc>> {
    let mode = packet.first().map(|first| first & MODE);
    let time = packet
        .get(TRANSMITTED_AT..)
        .and_then(|rest| rest.first_chunk::<8>());
    let (Some(SERVER), Some(time)) = (mode, time) else {
        bail!("the answer is no time")
    };
    let [s0, s1, s2, s3, f0, f1, f2, f3] = *time;
    let seconds = u32::from_be_bytes([s0, s1, s2, s3]);
    let fraction = u32::from_be_bytes([f0, f1, f2, f3]);
    let nanos = (u64::from(fraction) * 1_000_000_000) >> 32;
    DateTime::from_timestamp(i64::from(seconds) - NTP_TO_UNIX, u32::try_from(nanos)?)
        .context("the answer is no time")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_clock_is_compared_with_the_time_server() {
        let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = server.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            let mut packet = [0; PACKET_BYTES];
            let (_, client) = server.recv_from(&mut packet).await.unwrap();
            let ahead = SystemClock.now() + TimeDelta::seconds(60);
            packet[0] = SERVER;
            packet[40..44].copy_from_slice(
                &u32::try_from(ahead.timestamp() + NTP_TO_UNIX)
                    .unwrap()
                    .to_be_bytes(),
            );
            server.send_to(&packet, client).await.unwrap();
        });
        let check = check(&address).await;
        assert_eq!(check.status, Status::Failed, "{}", check.message);
        assert!(
            check.message.contains("codes of authenticator apps"),
            "{}",
            check.message
        );
    }

    #[tokio::test]
    async fn a_time_server_that_is_not_there_is_no_fault_of_the_clock() {
        let check = check("127.0.0.1:9").await;
        assert_eq!(check.status, Status::Skipped);
    }

    #[test]
    fn what_is_no_answer_is_not_believed() {
        assert!(read_answer(&[]).is_err());
        assert!(read_answer(&[QUESTION; PACKET_BYTES]).is_err());
        assert!(read_answer(&[SERVER; 44]).is_err());
        assert_eq!(judge("x", TimeDelta::milliseconds(-300)).status, Status::Ok);
        assert_eq!(judge("x", TimeDelta::seconds(-5)).status, Status::Warning);
    }
}
