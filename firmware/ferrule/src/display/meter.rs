//! What each committed frame cost, for the status document.

use ferrule_memory::thread_allocations;

use super::keys::KeyTimes;
use super::screen::Shown;
use crate::clock::{busy_us, cpu_us_of, process_cpu_us, thread_cpu_us};
use crate::stats::{Frames, Report, Stats};

/// Counts what the display thread spends between two commits.
pub(crate) struct FrameMeter {
    /// CPU time of the display thread when the last frame was committed.
    cpu_us: u64,
    /// How often it had taken memory from the heap by then.
    allocations: u64,
    /// Bytes of images put on the GPU since then.
    upload_bytes: u64,
    /// CPU time of the engine for the frames that came since then.
    engine_cpu_us: u64,
}

impl FrameMeter {
    /// Counts from now on. For the display thread to call.
    pub(crate) fn new() -> Self {
        let allocations = thread_allocations();
        Self { cpu_us: thread_cpu_us(), allocations, upload_bytes: 0, engine_cpu_us: 0 }
    }

    /// An image was put on the GPU.
    pub(crate) fn uploaded(&mut self, bytes: usize) {
        self.upload_bytes += bytes as u64;
    }

    /// The engine took so long for a frame.
    pub(crate) fn computed(&mut self, engine_cpu_us: u64) {
        self.engine_cpu_us += engine_cpu_us;
    }

    /// Writes down a frame that was committed at `now_us`.
    pub(crate) fn frame_committed(&mut self, stats: &Stats, shown: &Shown, keys: &mut KeyTimes, now_us: u64) {
        let (cpu_us, allocations) = (thread_cpu_us(), thread_allocations());
        let firsts = Firsts::measure(stats);
        let mut report = stats.edit();
        let Report { frames, samples, .. } = &mut *report;
        frames.committed += 1;
        frames.last_us = Some(now_us);
        firsts.note(frames, now_us);
        keys.committed(now_us, |took| samples.key_to_commit_us.push(took));
        samples.display_cpu_us.push(cpu_us - self.cpu_us);
        samples.frame_cpu_us.push(cpu_us - self.cpu_us + std::mem::take(&mut self.engine_cpu_us));
        samples.display_allocations.push(allocations - self.allocations);
        samples.draw_calls.push(u64::from(shown.stats.draw_calls));
        samples.vertices.push(u64::from(shown.stats.vertices));
        samples
            .upload_bytes
            .push(u64::from(shown.stats.upload_bytes) + std::mem::take(&mut self.upload_bytes));
        (self.cpu_us, self.allocations) = (cpu_us, allocations);
        log::trace!("frame {} {:?}", frames.committed, shown.submitted);
    }
}

/// What had been spent when a first picture was committed. The kernel tells it in files, which are read without holding the
/// report up.
struct Firsts {
    /// Of the first picture: CPU time of ferrule, and busy time of the system without the app's.
    picture: Option<(u64, Option<u64>)>,
    /// Of the app's first picture: CPU time of both processes; inside nothing where the kernel does not tell.
    app: Option<Option<u64>>,
}

impl Firsts {
    /// Measures for those that the frame being committed is.
    fn measure(stats: &Stats) -> Self {
        let (is_first, is_first_of_app, pid) = {
            let Report { frames, app, .. } = &*stats.edit();
            let shows_app = app.state == "presenting";
            (frames.first_us.is_none(), shows_app && frames.first_of_app_us.is_none(), app.pid)
        };
        let picture = is_first.then(|| {
            // What the app does meanwhile is not on this way, and how much it is depends on how long the GPU takes.
            let apps = pid.and_then(cpu_us_of).unwrap_or(0);
            (process_cpu_us(), busy_us().map(|busy| busy.saturating_sub(apps)))
        });
        let app = is_first_of_app.then(|| pid.and_then(cpu_us_of).map(|apps| process_cpu_us() + apps));
        Self { picture, app }
    }

    fn note(self, frames: &mut Frames, now_us: u64) {
        if let Some((cpu_us, busy_us)) = self.picture {
            frames.first_us = Some(now_us);
            frames.first_cpu_us = Some(cpu_us);
            frames.first_busy_us = busy_us;
            log::info!("the first picture is on its way");
        }
        if let Some(cpu_us) = self.app {
            frames.first_of_app_us = Some(now_us);
            frames.flips_before_app = Some(frames.flips);
            frames.first_of_app_cpu_us = cpu_us;
            log::info!("the app's first picture is on its way");
        }
    }
}
