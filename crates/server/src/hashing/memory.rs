//! The working memory of hashes: 19 MiB and more for each, handed on while others queue for it and
//! given back to the system when nobody does.

use std::sync::{Mutex, PoisonError};

use argon2::Block;

/// In blocks, a little above what glibc may ever keep in a thread's arena (`DEFAULT_MMAP_THRESHOLD_MAX`,
/// 32 MiB): an allocation of that size is a mapping of its own, which goes back to the system whole.
/// Kept in arenas, one storm of sign-ins left hundreds of MiB behind. What is not touched costs nothing.
const MAPPED_BLOCKS: usize = 33 * 1024;

/// Memory that waits for the next in the queue.
#[derive(Default)]
pub struct Shelf(Mutex<Vec<Vec<Block>>>);

impl Shelf {
    /// Memory of that many blocks of 1 KiB, with whatever is in it.
    pub fn take(&self, blocks: usize) -> Vec<Block> {
        let shelved = self.lock().pop();
        let mut memory = shelved.unwrap_or_else(|| Vec::with_capacity(blocks.max(MAPPED_BLOCKS)));
        memory.resize(blocks, Block::default());
        memory
    }

    /// Takes memory back: for the next if somebody waits, else for the system, with all that is here.
    pub fn put_back(&self, memory: Vec<Block>, somebody_waits: bool) {
        let mut stock = self.lock();
        if somebody_waits {
            stock.push(memory);
        } else {
            // Unmapping takes a moment, and others may be at the shelf.
            let given_back = std::mem::take(&mut *stock);
            drop(stock);
            drop((memory, given_back));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Vec<Block>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_handed_on_while_somebody_waits_and_given_back_when_nobody_does() {
        let shelf = Shelf::default();
        let (first, second) = (shelf.take(8), shelf.take(8));
        let address = first.as_ptr();
        shelf.put_back(first, true);
        let again = shelf.take(16);
        assert_eq!((again.as_ptr(), again.len()), (address, 16));
        shelf.put_back(again, true);
        shelf.put_back(second, false);
        assert!(shelf.lock().is_empty());
    }
}
