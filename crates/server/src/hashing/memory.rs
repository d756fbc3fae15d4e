//! The working memory of one hashing thread: 19 MiB and more, kept from hash to hash while there is work.

use argon2::Block;

/// In blocks, a little above what glibc may ever keep in a thread's arena (`DEFAULT_MMAP_THRESHOLD_MAX`,
/// 32 MiB): an allocation of that size is a mapping of its own, which goes back to the system whole.
/// Kept in arenas, one storm of sign-ins left hundreds of MiB behind. What is not touched costs nothing.
const MAPPED_BLOCKS: usize = 33 * 1024;

/// Memory of a thread's own.
#[derive(Default)]
pub struct Memory(Vec<Block>);

impl Memory {
    /// So many blocks of 1 KiB, with whatever is in them.
    pub fn blocks(&mut self, count: usize) -> &mut [Block] {
        if self.0.capacity() < count {
            self.give_back();
            self.0.reserve_exact(count.max(MAPPED_BLOCKS));
        }
        self.0.resize(count, Block::default());
        &mut self.0
    }

    /// Whether it takes no room.
    pub fn is_empty(&self) -> bool {
        self.0.capacity() == 0
    }

    /// Gives it back to the system.
    pub fn give_back(&mut self) {
        self.0 = Vec::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_the_same_from_hash_to_hash_until_it_is_given_back() {
        let mut memory = Memory::default();
        assert!(memory.is_empty());
        let address = memory.blocks(8).as_ptr();
        let again = memory.blocks(16);
        assert_eq!((again.as_ptr(), again.len()), (address, 16));
        assert_eq!(memory.blocks(MAPPED_BLOCKS + 1).len(), MAPPED_BLOCKS + 1);
        memory.give_back();
        assert!(memory.is_empty());
    }
}
