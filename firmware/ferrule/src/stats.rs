//! The figures of a running ferrule, as `ferrule status` prints them.
//!
//! One document behind one lock that each thread takes for an instant, once per turn.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde::Serialize;

/// Samples kept of each figure. The oldest goes first.
const SAMPLES_MAX: usize = 4096;

/// The document, shared between the threads.
#[derive(Clone, Default)]
pub(crate) struct Stats(Arc<Mutex<Report>>);

impl Stats {
    /// Takes the document for an instant.
    pub(crate) fn edit(&self) -> MutexGuard<'_, Report> {
        // A report is always whole: a thread that died while it held the lock left nothing half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Everything `ferrule status` prints. Times are microseconds of `CLOCK_MONOTONIC`.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Report {
    /// Now.
    pub(crate) now_us: u64,
    /// When the process started.
    pub(crate) started_us: u64,
    /// Nothing is moving, loading or on its way to the screen.
    pub(crate) idle: bool,
    /// What the display thread knows of that.
    #[serde(skip)]
    pub(crate) display_idle: bool,
    pub(crate) frames: Frames,
    pub(crate) wakeups: Wakeups,
    pub(crate) display: DisplayReport,
    pub(crate) engine: EngineReport,
    pub(crate) app: AppReport,
    pub(crate) release: ReleaseReport,
    pub(crate) events: Events,
    pub(crate) textures: Textures,
    pub(crate) samples: Samples,
}

/// Frames since the start.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Frames {
    /// Frames painted and given to the kernel.
    pub(crate) committed: u64,
    /// Page flips the kernel confirmed.
    pub(crate) flips: u64,
    /// Time of the first commit.
    pub(crate) first_us: Option<u64>,
    /// Busy time of all processors from the kernel's start to the first commit, less the app's. It is what start-up costs
    /// where waits for the GPU and the disk are not modelled.
    pub(crate) first_busy_us: Option<u64>,
    /// CPU time of ferrule until then.
    pub(crate) first_cpu_us: Option<u64>,
    /// Time of the last commit.
    pub(crate) last_us: Option<u64>,
    /// Time of the commit that first showed the app's own scene.
    pub(crate) first_of_app_us: Option<u64>,
    /// Page flips confirmed until then.
    pub(crate) flips_before_app: Option<u64>,
    /// CPU time of ferrule and of the app process until then.
    pub(crate) first_of_app_cpu_us: Option<u64>,
}

/// How often each thread woke.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Wakeups {
    pub(crate) display: u64,
    pub(crate) engine: u64,
}

/// The screen.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct DisplayReport {
    pub(crate) connected: bool,
    pub(crate) connector: String,
    /// `WIDTHxHEIGHT@HZ`.
    pub(crate) mode: String,
    /// `atomic` or `legacy`.
    pub(crate) path: String,
    /// Times a screen was set up.
    pub(crate) modesets: u64,
    /// Commits the kernel refused.
    pub(crate) failed_commits: u64,
}

/// The engine, and its Wasm VM when it has one.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct EngineReport {
    /// `wasm` or `js`; empty until one runs.
    pub(crate) kind: &'static str,
    /// Why the module gave way to its twin, if it did.
    pub(crate) fallback: Option<String>,
    pub(crate) focus: Option<u32>,
    /// Linear memory in bytes.
    pub(crate) linear_memory_bytes: u64,
    /// The VM in all, in bytes: module file, its translation, instance and linear memory.
    pub(crate) vm_bytes: u64,
    /// Size of the module file in bytes.
    pub(crate) module_bytes: u64,
    pub(crate) restarts: u64,
    /// Images asked for and not there yet.
    pub(crate) images_pending: u64,
    /// Shaped texts alive.
    pub(crate) layouts: u64,
}

/// The app process.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct AppReport {
    pub(crate) pid: Option<u32>,
    /// `absent`, `starting`, `running` or `presenting`.
    pub(crate) state: &'static str,
    pub(crate) restarts: u64,
    /// Times that it was ended because it did not answer. Only an app on trial is asked.
    pub(crate) hangs: u64,
    /// When its first scene was on its way to the engine.
    pub(crate) presented_us: Option<u64>,
    /// Batches of commands that came to ferrule: none with the engine in the app's process.
    pub(crate) command_batches: u64,
    pub(crate) command_bytes: u64,
    pub(crate) events_lost: u64,
    pub(crate) saved_state: String,
}

/// What runs, and what comes after it.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct ReleaseReport {
    /// `factory`, `a` or `b`; empty where a bundle was named on the command line.
    pub(crate) slot: String,
    /// The release's number; 0 for the factory's bundle.
    pub(crate) number: u64,
    pub(crate) version: String,
    /// It has yet to prove good.
    pub(crate) trial: bool,
    /// Starts that are left to the trial after this one.
    pub(crate) tries_left: u8,
    /// Checks for a newer one since the start.
    pub(crate) checks: u64,
    /// CPU time of the last check with all it installed, in microseconds.
    pub(crate) check_cpu_us: u64,
    /// What came of the last check.
    pub(crate) last_check: String,
    /// What was refused or had expired in the last check.
    pub(crate) alarm: Option<String>,
    /// Chunks that a download under way still lacks.
    pub(crate) missing_chunks: u64,
    /// Reports that the address in the release took.
    pub(crate) reports: u64,
}

/// What the remote did.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Events {
    pub(crate) keys: u64,
    pub(crate) key_repeats: u64,
    pub(crate) keys_dropped: u64,
    pub(crate) focus_changes: u64,
    pub(crate) activations: u64,
}

/// What the painter holds on the GPU.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Textures {
    pub(crate) image_bytes: u64,
    /// Off-screen layers for groups and crossing clips.
    pub(crate) layer_bytes: u64,
    pub(crate) evictions: u64,
}

/// The last samples of each figure since the last reset.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Samples {
    /// From the kernel's time of a key to the commit of the frame that shows its effect.
    pub(crate) key_to_commit_us: Ring,
    /// CPU time of the engine thread for one frame, and of the engine's calls in the app's process where it is there.
    pub(crate) engine_cpu_us: Ring,
    /// CPU time of the display thread for one frame.
    pub(crate) display_cpu_us: Ring,
    /// The two together.
    pub(crate) frame_cpu_us: Ring,
    /// How often the engine thread took memory from the heap for one frame.
    pub(crate) engine_allocations: Ring,
    /// The same of the display thread. What the GL driver takes for itself is not counted.
    pub(crate) display_allocations: Ring,
    pub(crate) draw_calls: Ring,
    pub(crate) vertices: Ring,
    pub(crate) upload_bytes: Ring,
}

impl Samples {
    /// Forgets them all, and keeps their room.
    pub(crate) fn clear(&mut self) {
        let Self {
            key_to_commit_us,
            engine_cpu_us,
            display_cpu_us,
            frame_cpu_us,
            engine_allocations,
            display_allocations,
            draw_calls,
            vertices,
            upload_bytes,
        } = self;
        let times = [key_to_commit_us, engine_cpu_us, display_cpu_us, frame_cpu_us];
        let amounts = [engine_allocations, display_allocations, draw_calls, vertices, upload_bytes];
        times.into_iter().chain(amounts).for_each(|ring| ring.0.clear());
    }
}

/// A bounded list of samples. Its room is taken at the start: a sample of a frame costs the frame no allocation.
#[derive(Clone, Debug, Serialize)]
#[serde(transparent)]
pub(crate) struct Ring(VecDeque<u64>);

impl Default for Ring {
    fn default() -> Self {
        Self(VecDeque::with_capacity(SAMPLES_MAX))
    }
}

impl Ring {
    /// Adds a sample; the oldest goes when there are too many.
    pub(crate) fn push(&mut self, sample: u64) {
        if self.0.len() == SAMPLES_MAX {
            self.0.pop_front();
        }
        self.0.push_back(sample);
    }

    /// The samples, oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.0.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_keeps_the_newest() {
        let mut ring = Ring::default();
        (0..SAMPLES_MAX as u64 + 10).for_each(|n| ring.push(n));
        assert_eq!((ring.0.len(), ring.0.front(), ring.0.back()), (SAMPLES_MAX, Some(&10), Some(&4105)));
    }
}
