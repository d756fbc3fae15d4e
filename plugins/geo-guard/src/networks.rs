//! Which network an address is in: one of the file, or the part of the address that its owner does not choose.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

const FILE: &str = include_str!("../data/networks.txt");

/// How much is told apart of addresses that no line is about.
const BITS_V4: u32 = 24;
const BITS_V6: u32 = 48;

/// What the network of an address is remembered by.
pub fn name(address: &str) -> Option<String> {
    let address: IpAddr = address.parse().ok()?;
    let address = address.to_canonical();
    if let Some(name) = longest(FILE, address) {
        return Some(name.to_owned());
    }
    Some(match address {
        IpAddr::V4(ip) => {
            let ip = Ipv4Addr::from_bits(ip.to_bits() & (u32::MAX << (u32::BITS - BITS_V4)));
            format!("{ip}/{BITS_V4}")
        }
        IpAddr::V6(ip) => {
            let ip = Ipv6Addr::from_bits(cut(ip.to_bits(), BITS_V6));
            format!("{ip}/{BITS_V6}")
        }
    })
}

/// The name in the narrowest line of a file that is about an address.
pub fn longest(file: &str, address: IpAddr) -> Option<&str> {
    let lines = file.lines().filter_map(line);
    let fits = lines.filter(|(network, bits, _)| is_in(address, *network, *bits));
    let (.., name) = fits.max_by_key(|(_, bits, _)| *bits)?;
    Some(name)
}

/// A line: network, bits, and what it is called.
pub fn line(line: &str) -> Option<(IpAddr, u32, &str)> {
    let said = line.split('#').next()?.trim();
    let (prefix, name) = said.split_once([' ', '\t'])?;
    let (network, bits) = prefix.split_once('/')?;
    let (network, bits): (IpAddr, u32) = (network.parse().ok()?, bits.parse().ok()?);
    let most = if network.is_ipv4() { 32 } else { 128 };
    (bits <= most).then_some((network, bits, name.trim()))
}

fn is_in(address: IpAddr, network: IpAddr, bits: u32) -> bool {
    let (address, network) = match (address, network) {
        (IpAddr::V4(address), IpAddr::V4(network)) => (
            u128::from(address.to_bits()) << 96,
            u128::from(network.to_bits()) << 96,
        ),
        (IpAddr::V6(address), IpAddr::V6(network)) => (address.to_bits(), network.to_bits()),
        _ => return false,
    };
    cut(address, bits) == cut(network, bits)
}

/// The first bits of an address.
fn cut(address: u128, bits: u32) -> u128 {
    let shift = u128::BITS.saturating_sub(bits);
    address & u128::MAX.checked_shl(shift).unwrap_or(0)
}
