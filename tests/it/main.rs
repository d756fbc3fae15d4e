//! The whole program from outside, and the house rules. One test binary, so that it links once.

// Each is marked although nothing here is ever built otherwise: only so does Clippy see that they are tests.
#[cfg(test)]
mod arrows;
#[cfg(test)]
mod door;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tidy;
