//! Prints the remote's keys as they arrive: the smallest complete use of this crate.
//!
//! `input-demo SECONDS` runs for that long with the arrow keys, Enter and Escape of any keyboard.

use std::error::Error;
use std::time::Duration;

use ferrule_abi::RemoteKey;
use ferrule_input::{Input, Keymap, RepeatPolicy};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::time::{ClockId, clock_gettime};

const KEYS: [(u16, RemoteKey); 6] = [
    (1, RemoteKey::Back),
    (28, RemoteKey::Ok),
    (103, RemoteKey::Up),
    (105, RemoteKey::Left),
    (106, RemoteKey::Right),
    (108, RemoteKey::Down),
];

fn main() -> Result<(), Box<dyn Error>> {
    let seconds: u64 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(10);
    let end_us = now_us() + seconds * 1_000_000;
    let mut input = Input::open(Keymap::new(KEYS), RepeatPolicy::default())?;
    let (mut wake_ups, mut devices) = (0_u64, usize::MAX);
    loop {
        if devices != input.device_count() {
            devices = input.device_count();
            println!("devices {devices}");
        }
        let now = now_us();
        if now >= end_us {
            break;
        }
        let next = input.next_deadline().unwrap_or(end_us).min(end_us);
        let timeout = Timespec::try_from(Duration::from_micros(next.saturating_sub(now)))?;
        poll(&mut [PollFd::new(&input, PollFlags::IN)], Some(&timeout))?;
        wake_ups += 1;
        let now = now_us();
        input.read(now, &mut |event| {
            let late_us = now.saturating_sub(event.time_us);
            println!("{} {:?} at {} us, {late_us} us ago", event.key.name(), event.phase, event.time_us);
        });
    }
    println!("wake-ups {wake_ups}");
    Ok(())
}

fn now_us() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    now.tv_sec as u64 * 1_000_000 + now.tv_nsec as u64 / 1000
}
