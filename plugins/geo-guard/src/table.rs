//! The networks of a file, in the order in which they are found. `build.rs` reads the file: at a sign-in there is no time for it.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use super::mask;

/// Networks of one kind of address by how many bits tell them, the most first; each group in order, with the place of the
/// network's name.
pub type Groups<N> = Vec<(u32, Vec<(N, usize)>)>;

/// What a file says.
pub struct Table<'a> {
    pub names: Vec<&'a str>,
    pub v4: Groups<u32>,
    pub v6: Groups<u128>,
}

/// Networks as they are read, by bits.
type Read<'a, N> = BTreeMap<u32, BTreeMap<N, &'a str>>;

impl<'a> Table<'a> {
    /// Reads a file of lines.
    ///
    /// # Errors
    /// Which line is none, and what it should be.
    pub fn read(file: &'a str) -> Result<Self, String> {
        let (mut v4, mut v6) = (Read::new(), Read::new());
        for (number, line) in file.lines().enumerate() {
            let said = line.split('#').next().unwrap_or_default().trim();
            if said.is_empty() {
                continue;
            }
            let found = network(said).ok_or_else(|| {
                let number = number + 1;
                format!(
                    "line {number}: a prefix and a name, such as 192.0.2.0/24 office, not {said}"
                )
            })?;
            match found {
                (IpAddr::V4(ip), bits, name) => {
                    v4.entry(bits).or_default().insert(ip.to_bits(), name);
                }
                (IpAddr::V6(ip), bits, name) => {
                    v6.entry(bits).or_default().insert(ip.to_bits(), name);
                }
            }
        }
        let all = v4.values().flat_map(BTreeMap::values);
        let all = all.chain(v6.values().flat_map(BTreeMap::values));
        let names: BTreeSet<&str> = all.copied().collect();
        let names: Vec<&str> = names.into_iter().collect();
        let (v4, v6) = (groups(&v4, &names), groups(&v6, &names));
        Ok(Self { names, v4, v6 })
    }
}

fn groups<N: Copy>(read: &Read<'_, N>, names: &[&str]) -> Groups<N> {
    let place = |name: &str| names.partition_point(|before| *before < name);
    let group = |(bits, networks): (&u32, &BTreeMap<N, &str>)| {
        let networks = networks.iter();
        let networks = networks.map(|(network, name)| (*network, place(name)));
        (*bits, networks.collect())
    };
    read.iter().rev().map(group).collect()
}

/// A network without the bits that do not tell it, how many do, and what it is called.
fn network(line: &str) -> Option<(IpAddr, u32, &str)> {
    let (prefix, name) = line.split_once([' ', '\t'])?;
    let (network, bits) = prefix.split_once('/')?;
    let (network, bits): (IpAddr, u32) = (network.parse().ok()?, bits.parse().ok()?);
    let network = match network {
        IpAddr::V4(ip) => IpAddr::V4((ip.to_bits() & mask::v4(bits)?).into()),
        IpAddr::V6(ip) => IpAddr::V6((ip.to_bits() & mask::v6(bits)?).into()),
    };
    Some((network, bits, name.trim()))
}
