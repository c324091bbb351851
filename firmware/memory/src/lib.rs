//! Counts what each thread takes from the heap and how often, so that the memory of a part can be told from that of its
//! neighbours, and a frame that takes none can be told from one that does.
//!
//! The counters are cells of the thread itself: counting costs a few additions and no lock. Memory that one thread takes
//! and another gives back moves between their counters, so a counter is read as a difference around a piece of work.
//! What C libraries take for themselves, the GL driver above all, does not pass here.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    static HEAP_BYTES: Cell<isize> = const { Cell::new(0) };
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// Bytes the calling thread took from the heap less those it gave back, since it started.
#[must_use]
pub fn thread_heap_bytes() -> isize {
    HEAP_BYTES.get()
}

/// How often the calling thread took memory from the heap since it started: a block that grows or shrinks counts each time,
/// one that is given back does not.
#[must_use]
pub fn thread_allocations() -> u64 {
    ALLOCATIONS.get()
}

/// Notes that the heap was asked for memory and this thread's share of it changed.
fn count_taken(bytes: isize) {
    // A thread on its way out has no counters any more, and nobody who would read them.
    let _ = ALLOCATIONS.try_with(|times| times.set(times.get().wrapping_add(1)));
    count(bytes);
}

fn count(bytes: isize) {
    let _ = HEAP_BYTES.try_with(|total| total.set(total.get().wrapping_add(bytes)));
}

/// The system's allocator, with counting. To be installed with `#[global_allocator]`.
#[derive(Debug)]
pub struct CountingAllocator;

// SAFETY: `GlobalAlloc` demands what `System` keeps; every call is passed on to it as it came, and counting neither
// allocates nor panics.
unsafe impl GlobalAlloc for CountingAllocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as demanded of the caller.
        let block = unsafe { System.alloc(layout) };
        if !block.is_null() {
            count_taken(layout.size().cast_signed());
        }
        block
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as demanded of the caller.
        let block = unsafe { System.alloc_zeroed(layout) };
        if !block.is_null() {
            count_taken(layout.size().cast_signed());
        }
        block
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        count(-layout.size().cast_signed());
        // SAFETY: as demanded of the caller.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as demanded of the caller.
        let moved = unsafe { System.realloc(block, layout, size) };
        if !moved.is_null() {
            count_taken(size.cast_signed() - layout.size().cast_signed());
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[global_allocator]
    static ALLOCATOR: CountingAllocator = CountingAllocator;

    #[test]
    fn a_thread_is_charged_for_what_it_takes_and_keeps() {
        let before = thread_heap_bytes();
        let mut kept: Vec<u8> = Vec::with_capacity(10_000);
        assert_eq!(thread_heap_bytes() - before, 10_000);
        kept.reserve_exact(20_000);
        assert_eq!(thread_heap_bytes() - before, 20_000);
        drop(kept);
        assert_eq!(thread_heap_bytes(), before);
    }

    #[test]
    fn each_time_that_memory_is_taken_counts_and_giving_it_back_does_not() {
        let before = thread_allocations();
        let mut kept: Vec<u8> = Vec::with_capacity(10_000);
        kept.reserve_exact(20_000);
        kept.shrink_to(15_000);
        let zeroed = vec![0_u8; 1_000];
        drop(zeroed);
        drop(kept);
        assert_eq!(thread_allocations() - before, 4);
    }

    #[test]
    fn threads_are_counted_apart() {
        let before = thread_heap_bytes();
        let theirs = std::thread::spawn(|| {
            let start = thread_heap_bytes();
            let kept = vec![0_u8; 1_000_000];
            thread_heap_bytes() - start + isize::from(kept[0])
        });
        assert_eq!(theirs.join().unwrap(), 1_000_000);
        assert!(thread_heap_bytes() - before < 100_000);
    }
}
