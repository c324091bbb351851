//! An output: a connector with a mode, its swap chain, and the frame that is on the way to the screen.

use std::ffi::c_void;
use std::io;
use std::rc::Rc;
use std::time::Duration;

use drm::control::{Device as _, Event, PageFlipEvent};
use gbm::{AsRaw, Surface};

use crate::buffer::FrontBuffer;
use crate::card::Card;
use crate::commit::{Accepted, Commit};
use crate::connector::Target;
use crate::error::Cause;
use crate::flip::FlipState;
use crate::framebuffer;
use crate::mode::ModeFacts;
use crate::setup::Setup;
use crate::{FrameClock, KmsError};

/// Commits tried while the kernel is busy with something else, a modeset of another output for instance.
const BUSY_TRY_COUNT_MAX: u32 = 3;
/// Wait between them.
const BUSY_WAIT: Duration = Duration::from_millis(2);
/// Reads of the event queue per turn; one read takes up to thirty events.
const EVENT_READ_COUNT_MAX: usize = 8;

/// What became of a swapped frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submitted {
    /// Committed; a page-flip event will follow.
    Committed,
    /// Committed and on the screen already; no event will follow.
    Shown,
    /// Waits for the pending flip and is then committed by [`Output::on_events`].
    Queued,
}

/// A frame reached the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flip {
    /// When, by the kernel: `CLOCK_MONOTONIC` in microseconds.
    pub time_us: u64,
    /// When it was committed, by the caller's clock at [`Output::swap`].
    pub committed_us: u64,
    /// The vblank counter, where the driver has one.
    pub sequence: u32,
}

/// A picture on a display, drawn through the window surface `W` of the GL side.
///
/// The mode is set with the first frame, not before, so that a boot splash stays until there is something
/// to show. Dropping the output switches the CRTC off, gives the buffers back, and drops the window before
/// its native window. The kernel waits for a pending flip in there; where the hardware lost one it gives up
/// after 10 s and goes on, which nothing can hurry and nothing on a dead screen needs.
#[derive(Debug)]
pub struct Output<W> {
    // The order of these three is the order of their drop: buffers are given back to a surface that exists,
    // and the GL side destroys its window while the native window exists.
    state: FlipState<FrontBuffer>,
    window: W,
    surface: Rc<Surface<()>>,
    card: Card,
    commit: Commit,
    target: Target,
    mode: ModeFacts,
    needs_modeset: bool,
}

impl<W> Output<W> {
    pub(crate) fn new<E: Into<Cause>>(
        card: &Card,
        setup: Setup,
        target: Target,
        bind: impl FnOnce(*mut c_void) -> Result<W, E>,
    ) -> Result<Self, KmsError> {
        let Setup { surface, commit, mode } = setup;
        let window =
            bind(surface.as_raw().cast_mut().cast()).map_err(|error| KmsError::Window(error.into()))?;
        let card = card.clone();
        let surface = Rc::new(surface);
        Ok(Self { state: FlipState::Dark, window, surface, card, commit, target, mode, needs_modeset: true })
    }

    /// The connector's name, such as `HDMI-A-1`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.target.name()
    }

    /// The mode, and with it the size of the frames in pixels.
    #[must_use]
    pub fn mode(&self) -> ModeFacts {
        self.mode
    }

    /// The window surface, to be made current before drawing.
    #[must_use]
    pub fn window(&self) -> &W {
        &self.window
    }

    /// True if the kernel takes whole states at once from this output.
    #[must_use]
    pub fn is_atomic(&self) -> bool {
        matches!(self.commit, Commit::Atomic(_))
    }

    /// A clock for this output's refresh rate.
    #[must_use]
    pub fn clock(&self) -> FrameClock {
        FrameClock::new(self.mode.period_ns() / 1000)
    }

    /// True if the output shows what `newer`, from a rescan, asks for. If not, drop this output and make a
    /// new one.
    #[must_use]
    pub fn serves(&self, newer: &Target) -> bool {
        self.target.serves(newer)
    }

    /// True if there is a buffer to draw the next frame into. Becomes true again with a page flip.
    #[must_use]
    pub fn can_swap(&self) -> bool {
        self.state.has_room()
    }

    /// When the flip that is pending was committed. One that stays for half a second will not come: make
    /// the output anew.
    #[must_use]
    pub fn flip_pending_since(&self) -> Option<u64> {
        self.state.pending_since()
    }

    /// Ends the frame drawn into the window and sends it to the screen. `finish` must swap the window's
    /// buffers.
    ///
    /// # Errors
    /// [`KmsError::QueueFull`] without [`Output::can_swap`]; [`KmsError::Swap`] is `finish`'s own; all others
    /// mean that the kernel did not take the frame: it is gone and the last picture stays. The next frame then
    /// sets the mode anew.
    pub fn swap<E: Into<Cause>>(
        &mut self,
        now_us: u64,
        finish: impl FnOnce(&W) -> Result<(), E>,
    ) -> Result<Submitted, KmsError> {
        if !self.state.has_room() {
            return Err(KmsError::QueueFull);
        }
        finish(&self.window).map_err(|error| KmsError::Swap(error.into()))?;
        // SAFETY: GBM demands one call after each swap of buffers; `finish` has just swapped them. Were it
        // to return without, GBM would find no new front buffer and answer null, which is the error below.
        let locked = unsafe { FrontBuffer::lock(&self.surface) };
        let no_buffer =
            || KmsError::Gbm { call: "gbm_surface_lock_front_buffer", cause: io::Error::last_os_error() };
        let buffer = locked.ok_or_else(no_buffer)?;
        if self.state.pending_since().is_none() {
            return self.submit(buffer, now_us);
        }
        match self.state.queue(buffer) {
            Ok(()) => Ok(Submitted::Queued),
            Err(_) => Err(KmsError::QueueFull),
        }
    }

    /// Reads the page-flip events that are there: tells `sink` about each flip, gives the old buffer back
    /// and commits the frame that waited.
    ///
    /// # Errors
    /// As [`Output::swap`], for the frame that waited: draw it again.
    pub fn on_events(&mut self, now_us: u64, sink: &mut impl FnMut(Flip)) -> Result<(), KmsError> {
        for _ in 0..EVENT_READ_COUNT_MAX {
            let events = match self.card.receive_events() {
                Ok(events) => events,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.error(error)),
            };
            for event in events {
                if let Event::PageFlip(event) = event
                    && event.crtc == self.commit.crtc()
                {
                    self.on_flip(&event, now_us, sink)?;
                }
            }
        }
        Ok(())
    }

    fn on_flip(
        &mut self,
        event: &PageFlipEvent,
        now_us: u64,
        sink: &mut impl FnMut(Flip),
    ) -> Result<(), KmsError> {
        let flipped = self.state.flipped();
        if let Some(committed_us) = flipped.committed_us {
            // Some drivers have no timestamps and say zero.
            let kernel_us = u64::try_from(event.duration.as_micros()).ok().filter(|time_us| *time_us > 0);
            sink(Flip { time_us: kernel_us.unwrap_or(now_us), committed_us, sequence: event.frame });
        }
        if let Some(queued) = flipped.queued {
            self.submit(queued, now_us)?;
        }
        Ok(())
    }

    /// Commits a frame: as a flip, or with a modeset where that is due or the flip was refused.
    fn submit(&mut self, buffer: FrontBuffer, now_us: u64) -> Result<Submitted, KmsError> {
        match self.commit_with_retries(&buffer) {
            Ok(Accepted::EventFollows) => {
                self.needs_modeset = false;
                self.state.committed(buffer, now_us);
                Ok(Submitted::Committed)
            }
            Ok(Accepted::Shown) => {
                self.needs_modeset = false;
                self.state.shown(buffer);
                Ok(Submitted::Shown)
            }
            Err(error) => {
                self.needs_modeset = true;
                Err(self.error(error))
            }
        }
    }

    fn commit_with_retries(&self, buffer: &FrontBuffer) -> io::Result<Accepted> {
        let fb = framebuffer::of(&self.card, buffer.as_ref())?;
        let mut tries = 1;
        loop {
            match self.commit_once(fb) {
                Err(error) if error.kind() == io::ErrorKind::ResourceBusy && tries < BUSY_TRY_COUNT_MAX => {
                    tries += 1;
                    std::thread::sleep(BUSY_WAIT);
                }
                answer => return answer,
            }
        }
    }

    fn commit_once(&self, fb: drm::control::framebuffer::Handle) -> io::Result<Accepted> {
        if self.needs_modeset {
            return self.commit.modeset(fb);
        }
        match self.commit.flip(fb) {
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
                log::warn!("{}: a page flip was refused ({error}), setting the mode again", self.name());
                self.commit.modeset(fb)
            }
            answer => answer,
        }
    }

    fn error(&self, cause: io::Error) -> KmsError {
        let connector = self.name().to_owned();
        match cause.raw_os_error().map(rustix::io::Errno::from_raw_os_error) {
            Some(rustix::io::Errno::NODEV | rustix::io::Errno::NOENT) => KmsError::Unplugged { connector },
            Some(rustix::io::Errno::BUSY) => KmsError::Busy { connector, tries: BUSY_TRY_COUNT_MAX },
            Some(rustix::io::Errno::ACCESS | rustix::io::Errno::PERM) => {
                KmsError::NotMaster { device: self.card.name() }
            }
            _ => KmsError::Commit { connector, cause },
        }
    }
}

impl<W> Drop for Output<W> {
    fn drop(&mut self) {
        if let Err(error) = self.commit.off() {
            log::debug!("{}: switching off failed: {error}", self.name());
        }
        // A flip that completed meanwhile must not be taken for one of the next output on this CRTC.
        crate::kms::discard_events(&self.card);
        self.state = FlipState::Dark;
    }
}
