//! Sizes of a list's items that differ, with sums by blocks, so that the place of any item is found without adding up
//! all before it.
//!
//! The order of additions is fixed, because sums of floats depend on it: a block's start is the start of the block
//! before it plus that block's items added one by one from its first; an item's start is its block's start plus the
//! items before it in the block, one by one. Each item counts with the gap after it.

use alloc::vec::Vec;

use ferrule_abi::limits::LIST_SIZED_ITEMS_MAX;

/// Items of a block.
const BLOCK_ITEMS: usize = 64;
/// Items that the table can hold.
const ITEMS_MAX: usize = LIST_SIZED_ITEMS_MAX as usize;
/// Stands for a size that is not known.
const UNKNOWN: f32 = -1.0;

/// The sizes of items from the first on, as far as the table reaches; those beyond it are unknown.
#[derive(Clone, Debug, Default)]
pub(crate) struct ItemSizes {
    sizes: Vec<f32>,
    /// Where each block starts.
    starts: Vec<f32>,
    /// What an unknown item takes.
    estimate: f32,
    gap: f32,
}

impl ItemSizes {
    /// Changes what is between items and what unknown ones take.
    pub(crate) fn set_frame(&mut self, estimate: f32, gap: f32) {
        if (self.estimate, self.gap) != (estimate, gap) {
            (self.estimate, self.gap) = (estimate, gap);
            self.add_up(0);
        }
    }

    /// Sets the sizes of items from `at` on. The table grows to hold them.
    pub(crate) fn set(&mut self, at: usize, sizes: impl Iterator<Item = f32>) {
        for (index, size) in (at..ITEMS_MAX).zip(sizes) {
            if index >= self.sizes.len() {
                self.sizes.resize(index + 1, UNKNOWN);
            }
            // Nothing is smaller than a pixel, so that what is in sight is never without end.
            self.sizes[index] = size.max(1.0);
        }
        self.add_up(at);
    }

    /// Unknown items come in.
    pub(crate) fn insert(&mut self, at: usize, count: usize) {
        if at < self.sizes.len() {
            let count = count.min(ITEMS_MAX - at);
            self.sizes.truncate(ITEMS_MAX - count);
            self.sizes.splice(at..at, core::iter::repeat_n(UNKNOWN, count));
            self.add_up(at);
        }
    }

    /// Items go.
    pub(crate) fn remove(&mut self, at: usize, count: usize) {
        let end = (at + count).min(self.sizes.len());
        if at < end {
            self.sizes.drain(at..end);
            self.add_up(at);
        }
    }

    /// Keeps no more than the first items.
    pub(crate) fn truncate(&mut self, count: usize) {
        let kept = self.sizes.len().min(count);
        self.sizes.truncate(kept);
        self.add_up(kept);
    }

    /// Items go to another place. When that reaches beyond what the table can hold, what is on the way is forgotten.
    pub(crate) fn rotate(&mut self, from: usize, count: usize, to: usize) {
        let end = from.max(to) + count;
        if end > ITEMS_MAX || from.min(to) >= self.sizes.len() {
            self.truncate(from.min(to));
            return;
        }
        if self.sizes.len() < end {
            self.sizes.resize(end, UNKNOWN);
        }
        if to > from {
            self.sizes[from..end].rotate_left(count);
        } else {
            self.sizes[to..end].rotate_right(count);
        }
        self.add_up(from.min(to));
    }

    /// Where an item starts.
    pub(crate) fn start(&self, index: usize) -> f32 {
        if index >= self.sizes.len() {
            let known = self.starts.last().copied().unwrap_or(0.0);
            let block = self.starts.len().saturating_sub(1) * BLOCK_ITEMS;
            let end = self.sizes[block.min(self.sizes.len())..].iter();
            let end = end.fold(known, |sum, &size| sum + self.taken(size));
            return end + (index - self.sizes.len()) as f32 * (self.estimate + self.gap);
        }
        let block = index / BLOCK_ITEMS;
        let before = self.sizes[block * BLOCK_ITEMS..index].iter();
        before.fold(self.starts[block], |sum, &size| sum + self.taken(size))
    }

    /// An item's size without the gap.
    pub(crate) fn size(&self, index: usize) -> f32 {
        match self.sizes.get(index) {
            Some(&size) if size != UNKNOWN => size,
            _ => self.estimate,
        }
    }

    /// The last item that starts at a place or before it; the first one when none does.
    pub(crate) fn at(&self, place: f32) -> usize {
        // What is not a number becomes zero too.
        let place = place.max(0.0);
        let block = self.starts.partition_point(|&start| start <= place).saturating_sub(1);
        let first = block * BLOCK_ITEMS;
        let Some(mut start) = self.starts.get(block).copied() else {
            return whole(place / (self.estimate + self.gap));
        };
        for (index, &size) in self.sizes.iter().enumerate().skip(first) {
            let next = start + self.taken(size);
            if next > place {
                return index;
            }
            start = next;
        }
        self.sizes.len() + whole((place - start) / (self.estimate + self.gap))
    }

    /// The table's memory in bytes.
    #[cfg(test)]
    fn bytes(&self) -> usize {
        (self.sizes.capacity() + self.starts.capacity()) * size_of::<f32>()
    }

    /// Room that a size takes with its gap.
    fn taken(&self, size: f32) -> f32 {
        (if size == UNKNOWN { self.estimate } else { size }) + self.gap
    }

    /// Adds up the blocks from the one of an item on.
    fn add_up(&mut self, from: usize) {
        let mut block = (from / BLOCK_ITEMS).min(self.starts.len().saturating_sub(1));
        self.starts.truncate(block + 1);
        if self.starts.is_empty() {
            self.starts.push(0.0);
        }
        let mut start = self.starts[block];
        while (block + 1) * BLOCK_ITEMS < self.sizes.len() {
            for at in block * BLOCK_ITEMS..(block + 1) * BLOCK_ITEMS {
                start += self.taken(self.sizes[at]);
            }
            self.starts.push(start);
            block += 1;
        }
    }
}

/// The whole part of a number of items.
pub(crate) fn whole(items: f32) -> usize {
    // Negative numbers and what is not a number become zero.
    items as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by adding up everything, in the order that is promised.
    fn plain_start(sizes: &ItemSizes, all: &[f32], index: usize) -> f32 {
        let mut start = 0.0;
        for block in all.chunks(BLOCK_ITEMS).take(index / BLOCK_ITEMS) {
            start = block.iter().fold(start, |sum, &size| sum + size + sizes.gap);
        }
        all[index / BLOCK_ITEMS * BLOCK_ITEMS..index].iter().fold(start, |sum, size| sum + (size + sizes.gap))
    }

    fn check(sizes: &ItemSizes, all: &[f32]) {
        for index in 0..all.len() {
            assert_eq!(sizes.size(index), all[index], "size of {index}");
            let (start, plain) = (sizes.start(index), plain_start(sizes, all, index));
            assert!((start - plain).abs() <= plain * 1.0e-5, "start of {index}: {start}, {plain}");
            assert_eq!(sizes.at(start), index, "at the start of {index}");
            assert_eq!(sizes.at(start + all[index] * 0.5), index, "in the middle of {index}");
        }
    }

    #[test]
    fn places_follow_every_change() {
        let mut sizes = ItemSizes::default();
        sizes.set_frame(100.0, 8.0);
        let mut all = alloc::vec![100.0; 500];
        check(&sizes, &all);
        for at in [0, 63, 64, 200, 310] {
            sizes.set(at, [30.0, 40.5, 55.0].into_iter());
            all[at..at + 3].copy_from_slice(&[30.0, 40.5, 55.0]);
            check(&sizes, &all);
        }
        for (at, count) in [(0, 3), (62, 130), (400, 1)] {
            sizes.insert(at, count);
            all.splice(at..at, core::iter::repeat_n(100.0, count));
            check(&sizes, &all);
            sizes.remove(at, count + 1);
            all.drain(at..at + count + 1);
            check(&sizes, &all);
        }
        for (from, count, to) in [(0, 10, 150), (200, 70, 1), (310, 3, 300)] {
            sizes.rotate(from, count, to);
            let moved: Vec<f32> = all.drain(from..from + count).collect();
            all.splice(to..to, moved);
            check(&sizes, &all);
        }
        sizes.truncate(70);
        all.truncate(70);
        all.resize(90, 100.0);
        check(&sizes, &all);
        sizes.set_frame(20.0, 0.0);
        assert!(sizes.at(-5.0) == 0 && sizes.at(f32::NAN) == 0);
    }

    #[test]
    fn an_item_takes_a_few_bytes() {
        let mut sizes = ItemSizes::default();
        sizes.set(0, core::iter::repeat_n(50.0, 10_000));
        sizes.sizes.shrink_to_fit();
        sizes.starts.shrink_to_fit();
        assert!(sizes.bytes() < 10_000 * 5);
    }
}
