//! What each committed frame cost, for the status document.

use ferrule_memory::thread_allocations;

use super::keys::KeyTimes;
use super::screen::Shown;
use crate::clock::{busy_us, cpu_us_of, process_cpu_us, thread_cpu_us};
use crate::stats::{AppReport, Frames, Report};

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
    pub(crate) fn frame_committed(
        &mut self,
        report: &mut Report,
        shown: &Shown,
        keys: &mut KeyTimes,
        now_us: u64,
    ) {
        let (cpu_us, allocations) = (thread_cpu_us(), thread_allocations());
        let Report { frames, samples, app, .. } = report;
        frames.committed += 1;
        frames.last_us = Some(now_us);
        note_firsts(frames, app, now_us);
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

/// Writes down when the first picture was committed, and the app's first, and what had been spent until then.
fn note_firsts(frames: &mut Frames, app: &AppReport, now_us: u64) {
    if frames.first_us.is_none() {
        frames.first_us = Some(now_us);
        frames.first_cpu_us = Some(process_cpu_us());
        // What the app does meanwhile is not on this way, and how much it is depends on how long the GPU takes.
        let apps = app.pid.and_then(cpu_us_of).unwrap_or(0);
        frames.first_busy_us = busy_us().map(|busy| busy.saturating_sub(apps));
        log::info!("the first picture is on its way");
    }
    if app.state == "presenting" && frames.first_of_app_us.is_none() {
        frames.first_of_app_us = Some(now_us);
        frames.flips_before_app = Some(frames.flips);
        frames.first_of_app_cpu_us = app.pid.and_then(cpu_us_of).map(|apps| process_cpu_us() + apps);
        log::info!("the app's first picture is on its way");
    }
}
