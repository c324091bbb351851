//! Files on their way from the bundle, piece by piece.

use ferrule_abi::limits::{FETCH_BYTES_MAX, FETCHES_MAX};

/// Fetches under way, each with a `T` to settle.
#[derive(Debug)]
pub(crate) struct Fetches<T> {
    running: Vec<Fetch<T>>,
    last: u32,
}

#[derive(Debug)]
struct Fetch<T> {
    id: u32,
    bytes: Vec<u8>,
    settle: T,
}

/// What a piece did to its fetch.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Progress<T> {
    /// More is to come, or the fetch is not known any more.
    Waiting,
    /// The file is whole.
    Whole(T, Vec<u8>),
    /// The piece does not continue the file.
    Broken(T),
}

impl<T> Default for Fetches<T> {
    fn default() -> Self {
        Self { running: Vec::new(), last: 0 }
    }
}

impl<T> Fetches<T> {
    /// True when another fetch may start.
    pub(crate) fn has_room(&self) -> bool {
        self.running.len() < FETCHES_MAX
    }

    /// Begins a fetch and gives its number.
    pub(crate) fn start(&mut self, settle: T) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.running.push(Fetch { id: self.last, bytes: Vec::new(), settle });
        self.last
    }

    /// Takes in a piece.
    pub(crate) fn piece(&mut self, id: u32, total: u32, offset: u32, piece: &[u8]) -> Progress<T> {
        let Some(index) = self.running.iter().position(|each| each.id == id) else {
            return Progress::Waiting;
        };
        let fetch = &mut self.running[index];
        let (total, end) = (total as usize, fetch.bytes.len() + piece.len());
        if total > FETCH_BYTES_MAX || offset as usize != fetch.bytes.len() || end > total {
            return Progress::Broken(self.running.swap_remove(index).settle);
        }
        fetch.bytes.reserve_exact(total - fetch.bytes.len());
        fetch.bytes.extend_from_slice(piece);
        if end < total {
            return Progress::Waiting;
        }
        let fetch = self.running.swap_remove(index);
        Progress::Whole(fetch.settle, fetch.bytes)
    }

    /// Ends a fetch that failed.
    pub(crate) fn failed(&mut self, id: u32) -> Option<T> {
        let index = self.running.iter().position(|each| each.id == id)?;
        Some(self.running.swap_remove(index).settle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_must_follow_one_another() {
        let mut fetches = Fetches::default();
        let [a, b, c, d] = ['a', 'b', 'c', 'd'].map(|settle| fetches.start(settle));
        assert_eq!(fetches.piece(a, 4, 0, b"ab"), Progress::Waiting);
        assert_eq!(fetches.piece(b, 0, 0, b""), Progress::Whole('b', vec![]));
        assert_eq!(fetches.piece(a, 4, 2, b"cd"), Progress::Whole('a', b"abcd".to_vec()));
        assert_eq!(fetches.piece(c, 4, 1, b"x"), Progress::Broken('c'));
        assert_eq!(fetches.piece(c, 4, 0, b"x"), Progress::Waiting);
        assert_eq!(fetches.piece(d, 1, 0, b"xy"), Progress::Broken('d'));
        let e = fetches.start('e');
        assert_eq!(fetches.piece(e, FETCH_BYTES_MAX as u32 + 1, 0, b"x"), Progress::Broken('e'));
    }

    #[test]
    fn one_fetch_too_many_waits_for_one_to_end() {
        let mut fetches = Fetches::default();
        let ids: Vec<_> = (0..FETCHES_MAX).map(|n| fetches.start(n)).collect();
        assert!(!fetches.has_room());
        assert_eq!(fetches.failed(ids[3]), Some(3));
        assert_eq!(fetches.failed(ids[3]), None);
        assert!(fetches.has_room());
    }
}
