//! Fills the screen with slowly changing colours and follows every hotplug: the smallest complete use of this crate.
//!
//! `kms-demo SECONDS [rest]` runs for that long. With `rest` one frame is drawn per output and then nothing, which
//! is how to see that nothing wakes up. Each change is printed as one line, for scripts.

use std::error::Error;
use std::time::Duration;

use ferrule_gles::egl::{Egl, EglError, WindowSurface};
use ferrule_kms::{DisplayPolicy, FrameClock, HotplugMonitor, Kms, Output};
use glow::HasContext as _;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::time::{ClockId, clock_gettime};

/// One colour cycle, in microseconds.
const CYCLE_US: u64 = 4_000_000;

struct Screen {
    output: Output<WindowSurface>,
    clock: FrameClock,
    frames: u64,
    flips: u64,
    since_us: u64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let seconds: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(10);
    let rests = arguments.next().is_some_and(|word| word == "rest");
    let end_us = now_us() + seconds * 1_000_000;

    let monitor = HotplugMonitor::open()?;
    let kms = Kms::open(DisplayPolicy::default())?;
    // SAFETY: `kms` is declared before and so dropped after the context; the screen is dropped below, before both.
    let egl = unsafe { Egl::for_gbm(kms.gbm_device(), kms.format()) }?;
    let gl = egl.gl()?;
    let mut screen = connect(&kms, &egl, None)?;
    let mut wake_ups = 0_u64;
    while now_us() < end_us {
        let now = now_us();
        let next = screen.as_mut().and_then(|screen| {
            let is_due = !rests || screen.frames == 0;
            (is_due && screen.output.can_swap()).then(|| screen.clock.next_begin(now))
        });
        if next.is_some_and(|next| next <= now) {
            draw(screen.as_mut(), &egl, &gl)?;
            continue;
        }
        let wait = next.unwrap_or(end_us).min(end_us).saturating_sub(now);
        let timeout = Timespec::try_from(Duration::from_micros(wait))?;
        let mut fds = [PollFd::new(&kms, PollFlags::IN), PollFd::new(&monitor, PollFlags::IN)];
        poll(&mut fds, Some(&timeout))?;
        wake_ups += 1;
        let (has_flips, has_changes) = (!fds[0].revents().is_empty(), !fds[1].revents().is_empty());
        if has_flips {
            receive(&kms, screen.as_mut())?;
        }
        if has_changes && monitor.drain() {
            println!("hotplug");
            screen = connect(&kms, &egl, screen)?;
        }
    }
    report("end", screen.as_ref());
    println!("wake-ups {wake_ups}");
    drop(screen);
    Ok(())
}

/// Looks at the connectors again and keeps, drops or makes the output.
fn connect(kms: &Kms, egl: &Egl, old: Option<Screen>) -> Result<Option<Screen>, Box<dyn Error>> {
    let target = kms.rescan()?;
    if let (Some(screen), Some(target)) = (&old, &target)
        && screen.output.serves(target)
    {
        return Ok(old);
    }
    report("down", old.as_ref());
    drop(old);
    let Some(target) = target else { return Ok(None) };
    // SAFETY: the output keeps the native window alive longer than the window surface, as its documentation says.
    let bind = |window| -> Result<WindowSurface, EglError> { unsafe { egl.create_window_surface(window) } };
    let output = kms.output(target, egl.format(), bind)?;
    egl.make_current(output.window())?;
    println!("up {} {}", output.name(), output.mode());
    let clock = output.clock();
    Ok(Some(Screen { output, clock, frames: 0, flips: 0, since_us: now_us() }))
}

fn draw(screen: Option<&mut Screen>, egl: &Egl, gl: &glow::Context) -> Result<(), Box<dyn Error>> {
    let Some(screen) = screen else { return Ok(()) };
    let seen_us = screen.clock.begin(now_us());
    egl.make_current(screen.output.window())?;
    let phase = (seen_us % CYCLE_US) as f32 / CYCLE_US as f32;
    let mode = screen.output.mode();
    // SAFETY: the context that `gl` was loaded from is current.
    unsafe {
        gl.viewport(0, 0, mode.width as i32, mode.height as i32);
        gl.clear_color(phase, 1.0 - phase, 0.5, 1.0);
        gl.clear(glow::COLOR_BUFFER_BIT);
    }
    screen.output.swap(now_us(), WindowSurface::swap_buffers)?;
    screen.frames += 1;
    Ok(())
}

fn receive(kms: &Kms, screen: Option<&mut Screen>) -> Result<(), Box<dyn Error>> {
    let Some(screen) = screen else {
        kms.discard_events();
        return Ok(());
    };
    let Screen { output, clock, flips, .. } = screen;
    output.on_events(now_us(), &mut |flip| {
        *flips += 1;
        clock.flipped(flip.committed_us, flip.time_us);
    })?;
    Ok(())
}

fn report(what: &str, screen: Option<&Screen>) {
    if let Some(screen) = screen {
        let Screen { clock, frames, flips, since_us, .. } = screen;
        let ms = (now_us() - since_us) / 1000;
        println!("{what} frames {frames} flips {flips} in {ms} ms, pacing {:?}", clock.pacing());
    } else {
        println!("{what} without a display");
    }
}

fn now_us() -> u64 {
    let now = clock_gettime(ClockId::Monotonic);
    now.tv_sec as u64 * 1_000_000 + now.tv_nsec as u64 / 1000
}
