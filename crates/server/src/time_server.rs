//! Whether this machine's clock is right, which codes of authenticator apps depend on (R59). Asks a time
//! server by SNTP (RFC 4330), at the start and now and then.

use std::time::Duration;

use anyhow::{Context as _, bail};
use chrono::{DateTime, TimeDelta, Utc};
use tokio::net::{UdpSocket, lookup_host};

use crate::Panel;
use crate::clock::{Clock as _, SystemClock};

const PATIENCE: Duration = Duration::from_secs(3);
const BETWEEN_LOOKS: Duration = Duration::from_hours(6);
const PACKET_BYTES: usize = 48;
/// Version 4, mode "client".
const QUESTION: u8 = 0b00_100_011;
const MODE: u8 = 0b111;
const SERVER: u8 = 4;
/// Where the time at which the server answered begins.
const TRANSMITTED_AT: usize = 40;
/// From 1900, where NTP begins to count, to 1970.
const NTP_TO_UNIX: i64 = 2_208_988_800;

/// More than this is worth a word (R59).
pub const WORTH_A_WORD: TimeDelta = TimeDelta::seconds(5);

/// Compares the clock now and then for as long as the panel runs, where the operator named a server.
pub async fn watch(panel: Panel) {
    let Some(server) = panel.config.server.time_server.clone() else {
        return;
    };
    loop {
        match offset(&server).await {
            Ok(offset) => {
                panel.note_clock_offset(offset);
                if offset.abs() > WORTH_A_WORD {
                    let seconds = offset.as_seconds_f64();
                    tracing::warn!(
                        server,
                        seconds,
                        "this machine's clock is off; codes of authenticator apps may be refused. Let a time service keep it"
                    );
                }
            }
            Err(error) => tracing::debug!(server, %error, "the clock could not be compared"),
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
}

/// By how much the time server is ahead of us.
///
/// # Errors
/// Where it cannot be asked or says no time, and after three seconds without an answer.
pub async fn offset(server: &str) -> anyhow::Result<TimeDelta> {
    tokio::time::timeout(PATIENCE, ask(server))
        .await
        .context("it does not answer")?
}

async fn ask(server: &str) -> anyhow::Result<TimeDelta> {
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
pub(crate) mod tests {
    use super::*;

    /// A time server whose clock is ahead of ours; its address.
    pub async fn server_ahead_by(seconds: i64) -> String {
        let server = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = server.local_addr().unwrap().to_string();
        tokio::spawn(async move {
            let mut packet = [0; PACKET_BYTES];
            let (_, client) = server.recv_from(&mut packet).await.unwrap();
            let ahead = SystemClock.now() + TimeDelta::seconds(seconds);
            let since_1900 = u32::try_from(ahead.timestamp() + NTP_TO_UNIX).unwrap();
            packet[0] = SERVER;
            packet[40..44].copy_from_slice(&since_1900.to_be_bytes());
            server.send_to(&packet, client).await.unwrap();
        });
        address
    }

    #[tokio::test]
    async fn r59_the_clock_is_compared_with_the_time_server() {
        let server = server_ahead_by(60).await;
        let offset = offset(&server).await.unwrap();
        assert!((58..=61).contains(&offset.num_seconds()), "{offset}");
    }

    #[test]
    fn what_is_no_answer_is_not_believed() {
        assert!(read_answer(&[]).is_err());
        assert!(read_answer(&[QUESTION; PACKET_BYTES]).is_err());
        assert!(read_answer(&[SERVER; 44]).is_err());
    }
}
