//! Which network an address is in: one of the file, or the part of the address that its owner does not choose.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::mask;

/// How much is told apart of addresses that no line is about.
const BITS_V4: u32 = 24;
const BITS_V6: u32 = 48;

/// Networks by how many bits tell them, the most first; each group in order, with the place of the network's name.
type Groups<N> = &'static [(u32, &'static [(N, usize)])];

/// A table that was put in order.
pub struct Networks {
    pub names: &'static [&'static str],
    pub v4: Groups<u32>,
    pub v6: Groups<u128>,
}

impl Networks {
    /// What the network of an address is remembered by.
    pub fn name(&self, address: &str) -> Option<String> {
        let address: IpAddr = address.parse().ok()?;
        match address.to_canonical() {
            IpAddr::V4(ip) => {
                let cut = |bits| Some(ip.to_bits() & mask::v4(bits)?);
                let rest = || Some(format!("{}/{BITS_V4}", Ipv4Addr::from_bits(cut(BITS_V4)?)));
                self.narrowest(self.v4, cut).or_else(rest)
            }
            IpAddr::V6(ip) => {
                let cut = |bits| Some(ip.to_bits() & mask::v6(bits)?);
                let rest = || Some(format!("{}/{BITS_V6}", Ipv6Addr::from_bits(cut(BITS_V6)?)));
                self.narrowest(self.v6, cut).or_else(rest)
            }
        }
    }

    /// The name of the narrowest network that an address is in, of which `cut` gives the first bits.
    fn narrowest<N: Ord + Copy>(
        &self,
        groups: Groups<N>,
        cut: impl Fn(u32) -> Option<N>,
    ) -> Option<String> {
        groups.iter().find_map(|(bits, networks)| {
            let network = cut(*bits)?;
            let found = networks.binary_search_by_key(&network, |(network, _)| *network);
            let (_, name) = networks.get(found.ok()?)?;
            self.names.get(*name).map(|name| (*name).to_owned())
        })
    }
}
