//! Operations on the tracker; after each one every key has had as many ups as downs, or one down more while
//! held.

use std::collections::BTreeMap;

use super::*;

const ENTER: u16 = 28;
const KEYPAD_ENTER: u16 = 96;
const RIGHT: u16 = 106;
const ONE: DeviceId = DeviceId(1);
const TWO: DeviceId = DeviceId(2);

struct Bench {
    tracker: Tracker,
    log: Vec<String>,
    balance: BTreeMap<u8, i32>,
    new: usize,
}

impl Bench {
    fn new() -> Self {
        let keymap = Keymap::new([
            (ENTER, RemoteKey::Ok),
            (KEYPAD_ENTER, RemoteKey::Ok),
            (RIGHT, RemoteKey::Right),
            (u16::MAX, RemoteKey::Power),
        ]);
        Self {
            tracker: Tracker::new(keymap, RepeatPolicy::default()),
            log: Vec::new(),
            balance: BTreeMap::new(),
            new: 0,
        }
    }

    fn act(&mut self, act: impl FnOnce(&mut Tracker, &mut dyn FnMut(KeyEvent))) {
        let (log, balance) = (&mut self.log, &mut self.balance);
        act(&mut self.tracker, &mut |event: KeyEvent| {
            log.push(format!("{} {:?} {}", event.key.name(), event.phase, event.time_us));
            let count = balance.entry(event.key as u8).or_insert(0);
            match event.phase {
                KeyPhase::Down => *count += 1,
                KeyPhase::Up => *count -= 1,
                KeyPhase::Repeat => assert_eq!(*count, 1, "only a held key repeats"),
            }
            assert!((0..=1).contains(count), "downs and ups of {} do not pair", event.key.name());
        });
    }

    fn press(&mut self, device: DeviceId, code: u16, time_us: u64) {
        self.act(|tracker, mut sink| tracker.edge(device, code, Edge::Press, time_us, &mut sink));
    }

    fn release(&mut self, device: DeviceId, code: u16, time_us: u64) {
        self.act(|tracker, mut sink| tracker.edge(device, code, Edge::Release, time_us, &mut sink));
    }

    fn advance(&mut self, now_us: u64) {
        self.act(|tracker, mut sink| tracker.advance(now_us, &mut sink));
    }

    /// What was reported since the last call.
    #[track_caller]
    fn said(&mut self, expected: &[&str]) {
        assert_eq!(self.log[self.new..], *expected);
        self.new = self.log.len();
    }
}

#[test]
fn a_press_and_a_release_with_the_kernels_times() {
    let mut bench = Bench::new();
    bench.press(ONE, RIGHT, 1_000);
    bench.release(ONE, RIGHT, 9_000);
    bench.said(&["right Down 1000", "right Up 9000"]);
    assert_eq!(bench.tracker.next_deadline(), None, "nothing held, nothing to wake up for");
}

#[test]
fn a_key_held_twice_comes_up_with_the_last_release() {
    let mut bench = Bench::new();
    bench.press(ONE, ENTER, 1);
    bench.press(TWO, KEYPAD_ENTER, 2);
    bench.press(TWO, KEYPAD_ENTER, 3);
    bench.release(ONE, ENTER, 4);
    bench.said(&["ok Down 1"]);
    bench.release(TWO, KEYPAD_ENTER, 5);
    bench.said(&["ok Up 5"]);
}

#[test]
fn releases_without_presses_and_unknown_codes_say_nothing() {
    let mut bench = Bench::new();
    bench.release(ONE, ENTER, 1);
    bench.press(ONE, 30, 2);
    bench.press(ONE, u16::MAX, 3);
    bench.said(&[]);
}

#[test]
fn a_vanished_device_lets_its_keys_up() {
    let mut bench = Bench::new();
    bench.press(ONE, ENTER, 1);
    bench.press(ONE, RIGHT, 2);
    bench.press(TWO, RIGHT, 3);
    bench.act(|tracker, mut sink| tracker.gone(ONE, 10, &mut sink));
    bench.said(&["ok Down 1", "right Down 2", "ok Up 10"]);
    bench.act(|tracker, mut sink| tracker.gone(TWO, 11, &mut sink));
    bench.said(&["right Up 11"]);
}

#[test]
fn lost_events_cost_neither_a_release_nor_a_press() {
    let mut bench = Bench::new();
    bench.press(ONE, RIGHT, 1);
    bench.press(TWO, KEYPAD_ENTER, 2);
    bench.act(|tracker, mut sink| tracker.resync(ONE, |code| code == ENTER, 10, &mut sink));
    bench.said(&["right Down 1", "ok Down 2", "right Up 10"]);
    bench.release(TWO, KEYPAD_ENTER, 11);
    bench.said(&[]);
    bench.release(ONE, ENTER, 12);
    bench.said(&["ok Up 12"]);
}

#[test]
fn a_held_key_repeats_until_it_is_stuck_and_its_late_release_is_ignored() {
    let mut bench = Bench::new();
    bench.press(ONE, RIGHT, 0);
    bench.advance(399_999);
    bench.said(&["right Down 0"]);
    bench.advance(bench.tracker.next_deadline().expect("a repeat"));
    bench.said(&["right Repeat 400000"]);
    let stuck = RepeatPolicy::default().stuck_us;
    bench.advance(stuck);
    bench.said(&[&format!("right Up {stuck}")]);
    assert_eq!(bench.tracker.next_deadline(), None);
    bench.release(ONE, RIGHT, stuck + 5);
    bench.said(&[]);
}

#[test]
fn a_key_that_does_not_repeat_still_has_a_stuck_deadline() {
    let mut bench = Bench::new();
    bench.press(ONE, ENTER, 7);
    assert_eq!(bench.tracker.next_deadline(), Some(7 + RepeatPolicy::default().stuck_us));
}

#[test]
fn a_flood_of_devices_holds_no_more_than_the_cap() {
    let mut bench = Bench::new();
    for id in 0..100 {
        bench.press(DeviceId(id), RIGHT, 1);
    }
    assert_eq!(bench.tracker.held.len(), HELD_COUNT_MAX);
    for id in 0..100 {
        bench.act(|tracker, mut sink| tracker.gone(DeviceId(id), 2, &mut sink));
    }
    bench.said(&["right Down 1", "right Up 2"]);
}
