//! Operations on the flip state, with the buffers counted after each one.

use std::cell::RefCell;
use std::rc::Rc;

use super::*;

/// A buffer that says when it is given back.
#[derive(Debug)]
struct Buffer {
    id: u32,
    held: Rc<RefCell<Vec<u32>>>,
}

impl Drop for Buffer {
    fn drop(&mut self) {
        self.held.borrow_mut().retain(|id| *id != self.id);
    }
}

#[derive(Default)]
struct Bench {
    held: Rc<RefCell<Vec<u32>>>,
    state: Option<FlipState<Buffer>>,
}

impl Bench {
    fn buffer(&self, id: u32) -> Buffer {
        self.held.borrow_mut().push(id);
        Buffer { id, held: Rc::clone(&self.held) }
    }

    fn state(&mut self) -> &mut FlipState<Buffer> {
        self.state.get_or_insert(FlipState::Dark)
    }

    fn commit(&mut self, id: u32) {
        let buffer = self.buffer(id);
        self.state().committed(buffer, u64::from(id));
    }

    fn queue(&mut self, id: u32) -> bool {
        let buffer = self.buffer(id);
        self.state().queue(buffer).is_ok()
    }

    #[track_caller]
    fn holds(&self, expected: &[u32]) {
        assert_eq!(*self.held.borrow(), expected);
    }
}

#[test]
fn the_front_buffer_is_held_until_the_next_one_is_on_the_screen() {
    let mut bench = Bench::default();
    bench.commit(1);
    bench.holds(&[1]);
    assert_eq!(bench.state().pending_since(), Some(1));
    assert_eq!(bench.state().flipped().committed_us, Some(1));
    assert_eq!(bench.state().pending_since(), None);
    bench.commit(2);
    bench.holds(&[1, 2]);
    drop(bench.state().flipped());
    bench.holds(&[2]);
}

#[test]
fn a_frame_that_comes_early_waits_for_the_flip_and_there_is_room_for_one() {
    let mut bench = Bench::default();
    bench.commit(1);
    assert!(bench.state().has_room());
    assert!(bench.queue(2));
    assert!(!bench.state().has_room());
    assert!(!bench.queue(3));
    bench.holds(&[1, 2]);
    let queued = bench.state().flipped().queued.expect("the waiting frame");
    assert_eq!(queued.id, 2);
    bench.state().committed(queued, 20);
    bench.holds(&[1, 2]);
    drop(bench.state().flipped());
    bench.holds(&[2]);
}

#[test]
fn an_event_that_nobody_waits_for_changes_nothing() {
    let mut bench = Bench::default();
    let none = bench.state().flipped();
    assert!(none.committed_us.is_none() && none.queued.is_none());
    bench.commit(1);
    drop(bench.state().flipped());
    drop(bench.state().flipped());
    bench.holds(&[1]);
}

#[test]
fn a_frame_shown_at_once_frees_the_one_before() {
    let mut bench = Bench::default();
    let (first, second) = (bench.buffer(1), bench.buffer(2));
    bench.state().shown(first);
    bench.state().shown(second);
    bench.holds(&[2]);
    assert!(!bench.queue(3), "nothing pending, nothing to wait for");
}

#[test]
fn all_buffers_are_given_back_with_the_state() {
    let mut bench = Bench::default();
    bench.commit(1);
    drop(bench.state().flipped());
    bench.commit(2);
    assert!(bench.queue(3));
    bench.holds(&[1, 2, 3]);
    bench.state = None;
    bench.holds(&[]);
}
