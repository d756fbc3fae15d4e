//! The bits of an address that tell a network.

/// The first bits of an IPv4 address; none where there are not so many.
pub fn v4(bits: u32) -> Option<u32> {
    let rest = u32::BITS.checked_sub(bits)?;
    Some(u32::MAX.checked_shl(rest).unwrap_or(0))
}

/// The first bits of an IPv6 address; none where there are not so many.
pub fn v6(bits: u32) -> Option<u128> {
    let rest = u128::BITS.checked_sub(bits)?;
    Some(u128::MAX.checked_shl(rest).unwrap_or(0))
}
