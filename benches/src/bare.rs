//! The machine's own limit for a password: Argon2id of the panel's parameters and nothing around it, in
//! memory that is there already.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use innkeeper_server::config::Security;

use crate::program;

/// What one hash takes while others of it run on as many threads as the panel uses.
#[derive(Clone, Copy)]
pub struct Hash {
    /// Of a processor.
    pub cpu: Duration,
    /// Of a clock on the wall.
    pub wall: Duration,
}

/// Hashes on `width` threads at once, `each` times on each, with a rest before each hash: a processor that
/// has slept is slower for a while, whoever wakes it.
pub fn hash(security: &Security, width: usize, each: u32, rest: Duration) -> anyhow::Result<Hash> {
    let threads: Vec<_> = (0..width)
        .map(|_| {
            let cost = security.argon2;
            let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None);
            std::thread::spawn(move || alone(params.map_err(anyhow::Error::msg)?, each, rest))
        })
        .collect();
    let mut hashes = Vec::new();
    for thread in threads {
        hashes.push(thread.join().ok().context("a hashing thread died")??);
    }
    let sum = |time: fn(&Hash) -> Duration| hashes.iter().map(time).sum::<Duration>();
    let count = u32::try_from(hashes.len())?;
    Ok(Hash {
        cpu: sum(|hash| hash.cpu) / count,
        wall: sum(|hash| hash.wall) / count,
    })
}

fn alone(params: Params, each: u32, rest: Duration) -> anyhow::Result<Hash> {
    let mut memory = vec![Block::default(); params.block_count()];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut once = || {
        let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
        argon2
            .hash_password_into_with_memory(
                crate::house::PASSWORD.as_bytes(),
                b"sixteen bytes of",
                &mut output,
                &mut memory[..],
            )
            .map_err(anyhow::Error::msg)
    };
    // The first one brings the memory in.
    once()?;
    let (mut wall, cpu) = (Duration::ZERO, program::cpu_of_this_thread()?);
    for _ in 0..each {
        std::thread::park_timeout(rest);
        let begun = Instant::now();
        once()?;
        wall += begun.elapsed();
    }
    Ok(Hash {
        cpu: program::cpu_of_this_thread()?.saturating_sub(cpu) / each,
        wall: wall / each,
    })
}
