//! When to begin the next frame: pure, time is passed in.
//!
//! Frames begin on a grid of refresh periods. Where the driver completes flips at the vblank, the grid
//! follows the flip timestamps. Some drivers complete a flip as soon as it is committed (virtio-gpu, most
//! displays over USB or SPI); there the grid is kept by this clock alone, or the process would draw as fast
//! as it can.
//!
//! A frame that takes longer than a period is followed at once by the next one, without waiting for the
//! grid or for its flip: the rate falls from 60 to 50, not to 30.

/// Shortest period believed, in microseconds (240 Hz).
pub const PERIOD_US_MIN: u64 = 4_166;
/// Longest period believed, in microseconds (20 Hz).
pub const PERIOD_US_MAX: u64 = 50_000;
/// Flips completed at once, in a row, that show a driver without vblanks.
const EARLY_FLIP_COUNT: u8 = 3;
/// Periods without a frame after which the clock starts a new grid of its own.
const IDLE_PERIODS: u64 = 4;

/// Who sets the pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pacing {
    /// Page flips arrive at the vblank.
    Driver,
    /// Page flips arrive at once; the clock keeps the period.
    Own,
}

/// Tells when frames begin and when they will be seen. All times are `CLOCK_MONOTONIC` in microseconds.
#[derive(Clone, Debug)]
pub struct FrameClock {
    period_us: u64,
    pacing: Pacing,
    early_flips: u8,
    /// A point of the grid: the last vblank known, or the start of the clock's own grid.
    anchor_us: Option<u64>,
    last_begin_us: Option<u64>,
    last_flip_us: Option<u64>,
}

impl FrameClock {
    /// A clock for a mode's period. Periods outside of [`PERIOD_US_MIN`]..=[`PERIOD_US_MAX`] are brought
    /// into it.
    #[must_use]
    pub fn new(period_us: u64) -> Self {
        Self {
            period_us: period_us.clamp(PERIOD_US_MIN, PERIOD_US_MAX),
            pacing: Pacing::Driver,
            early_flips: 0,
            anchor_us: None,
            last_begin_us: None,
            last_flip_us: None,
        }
    }

    /// Time from one picture to the next, in microseconds.
    #[must_use]
    pub fn period_us(&self) -> u64 {
        self.period_us
    }

    /// Who sets the pace, as far as the flips have shown.
    #[must_use]
    pub fn pacing(&self) -> Pacing {
        self.pacing
    }

    /// When the next frame may begin: `now_us` if a period began since the last frame, else the next point
    /// of the grid.
    #[must_use]
    pub fn next_begin(&self, now_us: u64) -> u64 {
        // The quarter keeps a frame that began a little before its grid point (a timer against a timestamp)
        // from being followed by another one on that point.
        let earliest = self.last_begin_us.map_or(0, |last| self.grid_after(last + self.period_us / 4));
        now_us.max(earliest)
    }

    /// Begins a frame now. Returns the time at which it will be seen if it is ready in time: what its
    /// animations are to be computed for.
    pub fn begin(&mut self, now_us: u64) -> u64 {
        let idle_us = now_us.saturating_sub(self.last_begin_us.unwrap_or(0));
        let is_stale = idle_us > IDLE_PERIODS * self.period_us;
        if self.anchor_us.is_none() || (self.pacing == Pacing::Own && is_stale) {
            self.anchor_us = Some(now_us);
        }
        self.last_begin_us = Some(now_us);
        self.grid_after(now_us)
    }

    /// Takes note of a page flip: when its frame was committed and when the kernel says that it was shown.
    pub fn flipped(&mut self, committed_us: u64, flip_us: u64) {
        if self.pacing == Pacing::Own {
            return;
        }
        if self.is_early(committed_us, flip_us) {
            self.early_flips += 1;
        } else {
            self.early_flips = 0;
        }
        self.last_flip_us = Some(flip_us);
        if self.early_flips >= EARLY_FLIP_COUNT {
            log::info!("page flips complete at once; keeping a period of {} us", self.period_us);
            self.pacing = Pacing::Own;
            self.anchor_us = self.last_begin_us;
        } else {
            self.anchor_us = Some(flip_us);
        }
    }

    /// True if the flip cannot have waited for a vblank: it came too soon after the one before, or right
    /// after its commit and off the grid of the one before. A commit just before a vblank is followed by a
    /// flip on the grid.
    fn is_early(&self, committed_us: u64, flip_us: u64) -> bool {
        let Some(last) = self.last_flip_us else { return false };
        let gap = flip_us.saturating_sub(last);
        if gap > IDLE_PERIODS * self.period_us {
            return false; // Rounding of the period adds up: no grid to compare with.
        }
        let phase = gap % self.period_us;
        let off_grid = phase.min(self.period_us - phase);
        let wait = flip_us.saturating_sub(committed_us);
        gap < self.period_us * 3 / 4 || (wait < self.period_us / 4 && off_grid > self.period_us / 50)
    }

    /// The first point of the grid after `time_us`.
    fn grid_after(&self, time_us: u64) -> u64 {
        let phase = match self.anchor_us {
            Some(anchor) if time_us >= anchor => (time_us - anchor) % self.period_us,
            Some(anchor) => (self.period_us - (anchor - time_us) % self.period_us) % self.period_us,
            None => 0,
        };
        time_us + self.period_us - phase
    }
}

#[cfg(test)]
mod tests;
