//! Whose address a request comes from (R39).

use std::net::IpAddr;

use axum::http::HeaderMap;
use ipnet::IpNet;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The client's address: the socket's, unless the socket is a trusted proxy's.
///
/// Of a chain of proxies only the trusted ones are believed, from the nearest outwards, so a client can
/// write whatever it likes into the header.
pub fn client_ip(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|net| net.contains(&ip));
    let peer = peer.to_canonical();
    if !is_trusted(peer) {
        return peer;
    }
    let hops: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(str::trim)
        .collect();
    let mut client = peer;
    for hop in hops.iter().rev() {
        let Ok(ip) = hop.parse::<IpAddr>() else { break };
        client = ip.to_canonical();
        if !is_trusted(client) {
            break;
        }
    }
    client
}

/// Whether a request looks proxied although no proxy is trusted: the operator should know.
pub fn is_unexpectedly_proxied(headers: &HeaderMap, trusted: &[IpNet]) -> bool {
    trusted.is_empty() && headers.contains_key(FORWARDED_FOR)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn ip(peer: &str, forwarded: &str, trusted: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        if !forwarded.is_empty() {
            headers.insert(FORWARDED_FOR, HeaderValue::from_str(forwarded).unwrap());
        }
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().unwrap()).collect();
        client_ip(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn r39_a_proxy_header_counts_only_from_a_trusted_peer() {
        assert_eq!(ip("203.0.113.9", "198.51.100.1", &[]), "203.0.113.9");
        assert_eq!(
            ip("203.0.113.9", "198.51.100.1", &["10.0.0.0/8"]),
            "203.0.113.9"
        );
        assert_eq!(
            ip("10.0.0.2", "198.51.100.1", &["10.0.0.0/8"]),
            "198.51.100.1"
        );
    }

    #[test]
    fn r39_what_the_client_itself_wrote_is_not_believed() {
        assert_eq!(
            ip("10.0.0.2", "127.0.0.1, 198.51.100.1", &["10.0.0.0/8"]),
            "198.51.100.1"
        );
        assert_eq!(
            ip(
                "10.0.0.2",
                "127.0.0.1, 198.51.100.1, 10.0.0.3",
                &["10.0.0.0/8"]
            ),
            "198.51.100.1"
        );
        assert_eq!(ip("10.0.0.2", "nonsense", &["10.0.0.0/8"]), "10.0.0.2");
        assert_eq!(
            ip("::ffff:10.0.0.2", "2001:db8::1", &["10.0.0.0/8"]),
            "2001:db8::1"
        );
    }
}
