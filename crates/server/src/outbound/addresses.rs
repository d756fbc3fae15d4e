//! Which addresses the panel asks on behalf of a module, and how names become addresses.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use async_trait::async_trait;
use ipnet::{Ipv4Net, Ipv6Net};
use url::Url;

use crate::config::is_loopback;

/// Where names are looked up.
#[async_trait]
pub(super) trait Resolve: Send + Sync {
    /// Every address of a name.
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>>;
}

/// The system's own look-up.
pub(super) struct SystemResolver;

#[async_trait]
impl Resolve for SystemResolver {
    async fn resolve(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let found = tokio::net::lookup_host((name, 0)).await?;
        Ok(found.map(|address| address.ip()).collect())
    }
}

/// Which addresses may be asked for a URL, and what is wrong with the others.
pub(super) fn rule(url: &Url, allow_private: bool) -> (fn(IpAddr) -> bool, &'static str) {
    if url.scheme() == "http" || is_loopback(url) {
        (
            |ip| ip.to_canonical().is_loopback(),
            "it may be this machine alone",
        )
    } else if allow_private {
        (|_| true, "it has none")
    } else {
        (is_public, "it is on a network that is not the internet")
    }
}

/// Whether it is an address on the internet, and no provider's own service behind one.
fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => match embedded(ip) {
            Some(ip) => is_public_v4(ip),
            None => is_public_v6(ip),
        },
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    const OTHERS: [(Ipv4Addr, u8); 16] = [
        (Ipv4Addr::UNSPECIFIED, 8),
        (Ipv4Addr::new(10, 0, 0, 0), 8),
        (Ipv4Addr::new(100, 64, 0, 0), 10),
        (Ipv4Addr::new(127, 0, 0, 0), 8),
        // Metadata of clouds is in here.
        (Ipv4Addr::new(169, 254, 0, 0), 16),
        // And that of one is here.
        (Ipv4Addr::new(168, 63, 129, 16), 32),
        (Ipv4Addr::new(172, 16, 0, 0), 12),
        (Ipv4Addr::new(192, 0, 0, 0), 24),
        (Ipv4Addr::new(192, 0, 2, 0), 24),
        (Ipv4Addr::new(192, 88, 99, 0), 24),
        (Ipv4Addr::new(192, 168, 0, 0), 16),
        (Ipv4Addr::new(198, 18, 0, 0), 15),
        (Ipv4Addr::new(198, 51, 100, 0), 24),
        (Ipv4Addr::new(203, 0, 113, 0), 24),
        (Ipv4Addr::new(224, 0, 0, 0), 4),
        (Ipv4Addr::new(240, 0, 0, 0), 4),
    ];
    !OTHERS
        .into_iter()
        .any(|(net, length)| Ipv4Net::new_assert(net, length).contains(&ip))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    // Everything that was ever given out for the internet begins with these three bits.
    const INTERNET: Ipv6Net = Ipv6Net::new_assert(Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
    const OTHERS: [Ipv6Net; 4] = [
        // Protocols of their own, tunnels among them.
        Ipv6Net::new_assert(Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
        Ipv6Net::new_assert(Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32),
        Ipv6Net::new_assert(Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
        Ipv6Net::new_assert(Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
    ];
    INTERNET.contains(&ip) && !OTHERS.iter().any(|net| net.contains(&ip))
}

/// The address of the older kind that one of the newer kind stands for.
fn embedded(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    // Networks without the older kind reach it by this prefix.
    const TRANSLATED: Ipv6Net =
        Ipv6Net::new_assert(Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);
    let [.., a, b, c, d] = ip.octets();
    let last = Ipv4Addr::new(a, b, c, d);
    if TRANSLATED.contains(&ip) {
        return Some(last);
    }
    ip.to_ipv4_mapped()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r101_addresses_of_the_internet_are_told_from_all_others() {
        let public = [
            "1.1.1.1",
            "8.8.8.8",
            "99.83.190.102",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "223.255.255.255",
            "2606:4700:4700::1111",
            "2001:4860:4860::8888",
            "::ffff:1.1.1.1",
            "64:ff9b::101:101",
        ];
        for ip in public {
            assert!(is_public(ip.parse().expect("an address")), "{ip}");
        }
        let others = [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "100.100.100.200",
            "127.0.0.1",
            "127.255.255.254",
            "168.63.129.16",
            "169.254.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.7",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::1.1.1.1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b::7f00:1",
            "64:ff9b:1::1",
            "100::1",
            "fe80::1",
            "fc00::1",
            "fd00:ec2::254",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "4000::1",
        ];
        for ip in others {
            assert!(!is_public(ip.parse().expect("an address")), "{ip}");
        }
    }

    #[test]
    fn this_machine_is_known_by_its_own_names_alone() {
        let is = |url: &str| is_loopback(&Url::parse(url).expect("a URL"));
        assert!(is("http://127.0.0.1:8088/") && is("http://[::1]/") && is("https://localhost/"));
        assert!(is("http://0x7f.1/") && is("http://a.localhost/"));
        assert!(!is("http://localhost.example/") && !is("http://127.0.0.1.example/"));
        assert!(!is("http://10.0.0.1/") && !is("http://0.0.0.0/"));
    }
}
