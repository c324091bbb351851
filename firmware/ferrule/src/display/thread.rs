//! The display thread's loop.

use ferrule_abi::KeyPhase;
use ferrule_input::Input;
use ferrule_kms::{ErrorClass, KmsError};
use rustix::event::{PollFd, PollFlags, poll};

use super::engine_link::EngineLink;
use super::keys::KeyTimes;
use super::meter::FrameMeter;
use super::resources::{LayoutTable, Uploads};
use super::screen::{FLIP_TIMEOUT_US, Screen, Shown};
use super::sound_frame::SoundFrame;
use crate::clock::{now_us, until};
use crate::exit::Failure;
use crate::messages::{Decoded, Frame, FromEngine, Resource, ToEngine};
use crate::stats::Stats;

/// Wait before another try at what the kernel or the GL driver refused.
const RETRY_US: u64 = 500_000;
/// Refusals in a row, without a frame in between, that end the process: init starts it afresh, with a new context.
const REFUSALS_MAX: u32 = 20;

/// The display thread.
pub(crate) struct Display {
    screen: Screen,
    input: Input,
    engine: EngineLink,
    stats: Stats,
    layouts: LayoutTable,
    uploads: Uploads,
    keys: KeyTimes,
    /// The newest complete frame.
    frame: Option<SoundFrame>,
    /// It is not on the screen yet.
    needs_paint: bool,
    /// When to try again what was refused.
    retry_us: Option<u64>,
    refusals: u32,
    ui_size: (u16, u16),
    /// When the last frame was committed.
    committed_us: u64,
    /// Whether the GPU was waited for since then.
    gpu_waited: bool,
    meter: FrameMeter,
}

impl Display {
    /// A display loop that has not looked at its connectors yet.
    pub(crate) fn new(screen: Screen, input: Input, engine: EngineLink, stats: Stats) -> Self {
        let ui_size = screen.ui_size();
        Self {
            screen,
            input,
            engine,
            stats,
            layouts: LayoutTable::default(),
            uploads: Uploads::default(),
            keys: KeyTimes::default(),
            frame: None,
            needs_paint: false,
            retry_us: Some(0),
            refusals: 0,
            ui_size,
            committed_us: 0,
            gpu_waited: false,
            meter: FrameMeter::new(),
        }
    }

    /// Runs until something ends the process.
    pub(crate) fn run(mut self) -> Failure {
        loop {
            if let Err(failure) = self.step() {
                return failure;
            }
        }
    }

    fn step(&mut self) -> Result<(), Failure> {
        self.wait()?;
        let now = now_us();
        self.stats.edit().wakeups.display += 1;
        self.take_keys(now);
        self.take_flips(now)?;
        self.take_hotplug(now)?;
        self.take_news()?;
        self.take_images();
        self.tick(now_us());
        self.paint(now_us())?;
        self.report();
        Ok(())
    }

    /// Waits until there is something to do.
    fn wait(&mut self) -> Result<(), Failure> {
        let now = now_us();
        let deadlines =
            [self.input.next_deadline(), self.retry_us, self.flip_deadline_us(), self.next_tick_us(now)];
        let timeout = until(deadlines.into_iter().flatten().min(), now);
        let mut fds = heapless::Vec::<PollFd<'_>, 5>::new();
        let mut add = |fd| drop(fds.push(fd));
        add(PollFd::new(self.screen.kms(), PollFlags::IN));
        add(PollFd::new(self.screen.hotplug(), PollFlags::IN));
        add(PollFd::new(&self.input, PollFlags::IN));
        add(PollFd::new(&self.engine.from, PollFlags::IN));
        if self.takes_images() {
            add(PollFd::new(&self.engine.decoded, PollFlags::IN));
        }
        match poll(&mut fds, timeout.as_ref()) {
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(Failure::system("waiting in the display thread")(error)),
        }
        // A removed device hangs up on some kernels, and would wake this loop for ever.
        let has_hung_up = fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        if has_hung_up { Err(self.screen.kms().gone().into()) } else { Ok(()) }
    }

    fn take_keys(&mut self, now: u64) {
        let Self { input, engine, keys, stats, .. } = self;
        input.read(now, &mut |event| {
            let mut report = stats.edit();
            match event.phase {
                KeyPhase::Down => report.events.keys += 1,
                KeyPhase::Repeat => report.events.key_repeats += 1,
                KeyPhase::Up => {}
            }
            if engine.send_key(event) {
                keys.sent(event);
            } else {
                report.events.keys_dropped += 1;
            }
        });
    }

    fn take_flips(&mut self, now: u64) -> Result<(), Failure> {
        let stats = &self.stats;
        if let Err(error) = self.screen.take_flips(now, || stats.edit().frames.flips += 1) {
            return self.refused(error, now);
        }
        if self.flip_deadline_us().is_some_and(|at| now >= at) {
            self.flip_is_late(now);
        }
        Ok(())
    }

    /// A GPU that is only slow gets a second term, which begins when it is done.
    fn flip_is_late(&mut self, now: u64) {
        if !self.gpu_waited {
            self.screen.finish_gpu();
            self.gpu_waited = true;
            self.committed_us = now_us();
            return;
        }
        log::warn!("a page flip did not come within {} ms after the GPU was done", FLIP_TIMEOUT_US / 1000);
        self.screen.forget_output();
        self.retry_us = Some(now);
    }

    /// When the pending flip is late. It counts from the end of the commit, which can take long on a slow driver.
    fn flip_deadline_us(&self) -> Option<u64> {
        let since = self.screen.output()?.flip_pending_since()?;
        Some(since.max(self.committed_us) + FLIP_TIMEOUT_US)
    }

    /// Follows the connectors when they changed, or when it is time to try again.
    fn take_hotplug(&mut self, now: u64) -> Result<(), Failure> {
        let changed = self.screen.hotplug().drain();
        let due = self.retry_us.is_some_and(|at| now >= at);
        if !changed && !due {
            return Ok(());
        }
        self.retry_us = None;
        match self.screen.follow_connectors() {
            Ok(false) => {}
            Ok(true) => self.output_changed()?,
            Err(error) => return self.refused(error, now),
        }
        // What was refused is tried again also when the connectors are as they were.
        self.needs_paint |= due && self.frame.is_some();
        Ok(())
    }

    fn output_changed(&mut self) -> Result<(), Failure> {
        self.screen.ensure_painter()?;
        self.ui_size = self.screen.ui_size();
        let (width, height) = self.ui_size;
        let connected = self.screen.output().is_some();
        self.needs_paint = self.frame.is_some();
        self.engine.want();
        self.engine.send(ToEngine::Display { width, height, connected });
        let mut report = self.stats.edit();
        let report = &mut report.display;
        report.connected = connected;
        if let Some(output) = self.screen.output() {
            let mode = output.mode();
            report.connector = output.name().to_owned();
            report.mode = mode.to_string();
            report.path = if output.is_atomic() { "atomic" } else { "legacy" }.into();
            report.modesets += 1;
        }
        Ok(())
    }

    /// News from the engine.
    fn take_news(&mut self) -> Result<(), Failure> {
        loop {
            self.engine.flush();
            match self.engine.from.receive() {
                None => return Ok(()),
                Some(FromEngine::Want) => self.engine.want(),
                Some(FromEngine::Failed(failure)) => return Err(failure),
                Some(FromEngine::Turn { frame, changed, animating }) => {
                    self.engine.answered(animating);
                    self.uploads.start();
                    let is_new = self.take_frame(frame, changed);
                    self.keys.answered(is_new);
                }
            }
        }
    }

    /// Takes a frame's resources, and the frame itself if it is new and its list is sound; answers whether it is.
    fn take_frame(&mut self, mut frame: Frame, changed: bool) -> bool {
        for resource in frame.resources.drain(..) {
            match resource {
                Resource::Layout(id, layout) => self.layouts.insert(id, layout),
                Resource::DropLayout(id) => self.layouts.remove(id),
                Resource::DropImage(image) => {
                    if let Some(painter) = self.screen.painter() {
                        painter.drop_image(image);
                    }
                }
            }
        }
        let checked = if changed { SoundFrame::check(frame) } else { Err(frame) };
        let is_new = checked.is_ok();
        let unused = match checked {
            Ok(frame) => {
                self.needs_paint = true;
                self.meter.computed(frame.engine_cpu_us());
                self.frame.replace(frame).map(SoundFrame::into_frame)
            }
            Err(frame) => Some(frame),
        };
        if let Some(unused) = unused {
            self.engine.give_back(unused);
        }
        is_new
    }

    /// Images wait in the decoder's queue while there is no GL to take them.
    fn takes_images(&self) -> bool {
        let engine = &self.engine;
        let is_moving = engine.is_animating();
        self.screen.output().is_some()
            && engine.is_clear()
            && self.uploads.has_room(is_moving)
            && !(self.needs_paint && is_moving)
            // The GPU driver may wait for an upload, and a key does not.
            && !self.keys.any_under_way()
    }

    fn take_images(&mut self) {
        if !self.takes_images() {
            return;
        }
        while self.uploads.has_room(self.engine.is_animating()) {
            let Some(Decoded { image, pixels }) = self.engine.decoded.receive() else { break };
            let uploaded = pixels.and_then(|pixels| {
                let bytes = self.screen.upload(image, &pixels)?;
                self.meter.uploaded(bytes);
                self.uploads.spend(bytes);
                Ok(pixels)
            });
            self.engine.want();
            self.engine.send(match uploaded {
                Ok(pixels) => ToEngine::ImageReady {
                    image,
                    width: pixels.width.try_into().unwrap_or(u16::MAX),
                    height: pixels.height.try_into().unwrap_or(u16::MAX),
                },
                Err(reason) => ToEngine::ImageFailed { image, reason },
            });
        }
        let engine = &mut self.engine;
        let Some(painter) = self.screen.painter() else { return };
        for image in painter.take_evicted() {
            self.stats.edit().textures.evictions += 1;
            engine.want();
            engine.send(ToEngine::ImageEvicted(image));
        }
    }

    /// When the next tick is due, if one is wanted. A key does not wait for the frame clock.
    fn next_tick_us(&mut self, now: u64) -> Option<u64> {
        if !self.engine.wants_tick() || self.screen.output().is_some_and(|output| !output.can_swap()) {
            return None;
        }
        Some(if self.keys.any_sent() { now } else { self.screen.clock().next_begin(now) })
    }

    fn tick(&mut self, now: u64) {
        if self.next_tick_us(now).is_none_or(|at| at > now) {
            return;
        }
        self.engine.tick(self.screen.clock().begin(now));
        self.keys.ticked();
    }

    /// Paints the newest frame if it is not on the screen and a buffer is free.
    fn paint(&mut self, now: u64) -> Result<(), Failure> {
        let ready = self.screen.output().is_some_and(|output| output.can_swap());
        let Some(frame) =
            self.frame.as_ref().filter(|_| self.needs_paint && ready && self.retry_us.is_none())
        else {
            return Ok(());
        };
        self.screen.ensure_painter()?;
        match self.screen.show(&frame.list(), &self.layouts, now) {
            Ok(Some(shown)) => self.shown(&shown),
            Ok(None) => {}
            Err(error) => self.refused(error, now)?,
        }
        Ok(())
    }

    fn shown(&mut self, shown: &Shown) {
        // A frame with too many new glyphs at once is painted again, with the rest.
        self.needs_paint = shown.stats.is_incomplete;
        self.refusals = 0;
        self.committed_us = now_us();
        self.gpu_waited = false;
        self.meter.frame_committed(&self.stats, shown, &mut self.keys, self.committed_us);
    }

    /// The kernel or the GL driver said no: the last picture stays, and the output is made anew after a while.
    fn refused(&mut self, error: KmsError, now: u64) -> Result<(), Failure> {
        self.stats.edit().display.failed_commits += 1;
        self.refusals += 1;
        match error.class() {
            ErrorClass::Bug => log::error!("{error}"),
            ErrorClass::Unplugged => log::info!("{error}"),
            ErrorClass::Busy | ErrorClass::Driver | ErrorClass::Setup => log::warn!("{error}"),
        }
        if error.class() != ErrorClass::Busy {
            self.screen.forget_output();
        }
        if self.refusals >= REFUSALS_MAX || matches!(error, KmsError::DeviceGone { .. }) {
            return Err(error.into());
        }
        self.needs_paint = self.frame.is_some();
        self.retry_us = Some(now + RETRY_US);
        Ok(())
    }

    fn report(&mut self) {
        let flipping = self.screen.output().is_some_and(|output| output.flip_pending_since().is_some());
        let painting = self.needs_paint && self.screen.output().is_some();
        let mut report = self.stats.edit();
        if let Some(painter) = self.screen.painter() {
            report.textures.image_bytes = painter.image_bytes() as u64;
            report.textures.layer_bytes = painter.layer_bytes() as u64;
        }
        report.display_idle = self.engine.is_idle() && !flipping && !painting;
    }
}
