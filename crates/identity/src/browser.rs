//! By what a browser is known that a person signed in with (R183): by a mark that it keeps, or by the place
//! where it is used, for those who clear their cookies.
//!
//! Being known is no proof of anything. It keeps a mail back, and lets a password be tried where strangers in
//! the same network tried too many (R43); what the password opens it opens for any browser alike.

use std::net::IpAddr;

use chrono::TimeDelta;

use crate::device::describe_user_agent;
use crate::throttle::ip_subject;

/// How long a browser is known that is not seen again: a little longer than browsers keep a cookie.
pub const KNOWN_FOR: TimeDelta = TimeDelta::days(400);

/// How many traces of a person are kept, two for most browsers. Whoever clears cookies each day leaves a mark
/// each day, and their telephone is to be known after a month of that.
pub const MAX_TRACES: i64 = 100;

/// The place where a browser is used: its network, its name and its system, without versions. Updates do not
/// make another browser of it, nor does another address of an IPv6 network.
pub fn place(ip: Option<IpAddr>, user_agent: Option<&str>) -> String {
    let network = ip.map(ip_subject).unwrap_or_default();
    let device = user_agent.map(describe_user_agent).unwrap_or_default();
    format!(
        "{network} {} {}",
        device.browser.unwrap_or_default(),
        device.os.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    fn at(ip: &str, user_agent: &str) -> String {
        place(ip.parse().ok(), Some(user_agent))
    }

    #[test]
    fn r183_an_update_or_another_address_of_the_network_is_no_other_place() {
        let here = at("2001:db8::1", FIREFOX);
        assert_eq!(at("2001:db8::2", &FIREFOX.replace("140", "141")), here);
        assert_ne!(at("2001:db8:0:1::1", FIREFOX), here, "another network");
        assert_ne!(
            at("2001:db8::1", "Chrome/140 Linux"),
            here,
            "another browser"
        );
        assert_ne!(
            at("2001:db8::1", "Firefox/140 Windows"),
            here,
            "another system"
        );
    }
}
