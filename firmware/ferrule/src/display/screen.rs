//! The screen: DRM device, GL context, painter, and an output while a display is connected.

use ferrule_abi::list::{DisplayList, ImageId};
use ferrule_board::{Board, KmsInterface};
use ferrule_gles::{Egl, Frame, PaintStats, Painter, PainterLimits, WindowSurface};
use ferrule_images::Pixels;
use ferrule_kms::{
    DisplayPolicy, FrameClock, HotplugMonitor, Interface, Kms, KmsError, Output, PreferredMode, Submitted,
};
use ferrule_text::{Fonts, Rasterizer};

use super::resources::LayoutTable;
use crate::exit::Failure;

/// A flip that has not come this long after the GPU was done never will: the output is made anew.
pub(crate) const FLIP_TIMEOUT_US: u64 = 500_000;

/// One part in this many of the board's texture memory is for off-screen layers, the rest for images.
const LAYERS_SHARE: usize = 4;

/// Everything between a display list and the glass.
pub(crate) struct Screen {
    // Fields are dropped in this order: the output's window before the context, the context before the device.
    output: Option<Output<WindowSurface>>,
    painter: Option<Painter>,
    egl: Egl,
    kms: Kms,
    hotplug: HotplugMonitor,
    rasterizer: Rasterizer,
    clock: FrameClock,
    board_size: (u32, u32),
    texture_bytes_max: usize,
}

/// What a painted frame cost, and what became of it.
pub(crate) struct Shown {
    pub(crate) stats: PaintStats,
    pub(crate) submitted: Submitted,
}

impl Screen {
    /// Opens the device and sets up GL. A display need not be connected.
    ///
    /// # Errors
    /// When there is no usable device or GL driver.
    pub(crate) fn open(board: &Board, fonts: &Fonts) -> Result<Self, Failure> {
        let kms = Kms::open(policy(board))?;
        let hotplug = HotplugMonitor::open()?;
        // SAFETY: `for_gbm` demands a device that outlives the context and its windows. It belongs to `kms`, which
        // stands after `egl` and `output` in `Screen` and is so dropped after them.
        let egl = unsafe { Egl::for_gbm(kms.gbm_device(), kms.format()) }?;
        Ok(Self {
            output: None,
            painter: None,
            egl,
            kms,
            hotplug,
            rasterizer: Rasterizer::new(fonts),
            clock: FrameClock::new(16_667),
            board_size: (board.display.ui_width, board.display.ui_height),
            texture_bytes_max: board.memory.lines.textures_mib as usize * 1024 * 1024,
        })
    }

    /// The DRM device, readable when page flips are done.
    pub(crate) fn kms(&self) -> &Kms {
        &self.kms
    }

    /// Readable when connectors may have changed.
    pub(crate) fn hotplug(&self) -> &HotplugMonitor {
        &self.hotplug
    }

    /// The display shown on, if one is connected.
    pub(crate) fn output(&self) -> Option<&Output<WindowSurface>> {
        self.output.as_ref()
    }

    /// Reads the page flips that are done.
    ///
    /// # Errors
    /// When the kernel refuses the frame that waited for one.
    pub(crate) fn take_flips(&mut self, now_us: u64, mut each: impl FnMut()) -> Result<(), KmsError> {
        let Some(output) = &mut self.output else {
            self.kms.discard_events();
            return Ok(());
        };
        let clock = &mut self.clock;
        output.on_events(now_us, &mut |flip| {
            clock.flipped(flip.committed_us, flip.time_us);
            each();
        })
    }

    /// The frame clock of the present output.
    pub(crate) fn clock(&mut self) -> &mut FrameClock {
        &mut self.clock
    }

    /// The painter, once there was a display.
    pub(crate) fn painter(&mut self) -> Option<&mut Painter> {
        self.painter.as_mut()
    }

    /// Size of the UI in UI pixels: the board's height, and a width that fits the display's shape.
    pub(crate) fn ui_size(&self) -> (u16, u16) {
        let (mut width, height) = self.board_size;
        if let Some(output) = &self.output {
            let mode = output.mode();
            width = (height * mode.width).div_ceil(mode.height.max(1));
        }
        (width.try_into().unwrap_or(u16::MAX), height.try_into().unwrap_or(u16::MAX))
    }

    /// Looks at the connectors and makes, keeps or drops the output. True when it changed.
    ///
    /// # Errors
    /// When the kernel or the GL driver refuse what should work.
    pub(crate) fn follow_connectors(&mut self) -> Result<bool, KmsError> {
        let target = self.kms.rescan()?;
        match (&self.output, &target) {
            (None, None) => return Ok(false),
            (Some(output), Some(target)) if output.serves(target) => return Ok(false),
            _ => {}
        }
        if let Some(output) = self.output.take() {
            log::info!("{} is gone or changed", output.name());
        }
        self.kms.discard_events();
        let Some(target) = target else { return Ok(true) };
        let egl = &self.egl;
        // SAFETY: `create_window_surface` demands a live `gbm_surface` of the context's device that outlives the
        // surface and whose buffers are given back before. `Kms::output` hands in exactly that and states so.
        let bind = |window| unsafe { egl.create_window_surface(window) };
        let output = self.kms.output(target, egl.format(), bind)?;
        self.clock = output.clock();
        self.output = Some(output);
        Ok(true)
    }

    /// Drops the output, so that the next look at the connectors makes it anew.
    pub(crate) fn forget_output(&mut self) {
        self.output = None;
        self.kms.discard_events();
    }

    /// Makes the painter if there is none. Some drivers can do so only with a window.
    ///
    /// # Errors
    /// When GL refuses.
    pub(crate) fn ensure_painter(&mut self) -> Result<(), Failure> {
        let Some(output) = &self.output else { return Ok(()) };
        if self.painter.is_none() {
            self.egl.make_current(output.window())?;
            let layer_bytes_max = self.texture_bytes_max / LAYERS_SHARE;
            let texture_bytes_max = self.texture_bytes_max - layer_bytes_max;
            let limits = PainterLimits { texture_bytes_max, layer_bytes_max };
            self.painter = Some(Painter::new(self.egl.gl()?, limits)?);
            log::info!("the painter is ready");
        }
        Ok(())
    }

    /// Waits until the GPU has done all that was asked of it.
    pub(crate) fn finish_gpu(&self) {
        if let Some(painter) = &self.painter {
            painter.finish();
        }
    }

    /// Puts an image on the GPU.
    ///
    /// # Errors
    /// When there is no painter yet, or no room.
    pub(crate) fn upload(&mut self, image: ImageId, pixels: &Pixels) -> Result<usize, String> {
        let painter = self.painter.as_mut().ok_or("no display was connected yet")?;
        painter.upload_image(image, pixels).map_err(|error| error.to_string())
    }

    /// Paints a list and sends it to the display. Nothing without an output.
    ///
    /// # Errors
    /// When the GL driver or the kernel refuse the frame.
    pub(crate) fn show(
        &mut self,
        list: &DisplayList<'_>,
        layouts: &LayoutTable,
        now_us: u64,
    ) -> Result<Option<Shown>, KmsError> {
        let ui = self.ui_size();
        let (Some(output), Some(painter)) = (&mut self.output, &mut self.painter) else { return Ok(None) };
        self.egl.make_current(output.window()).map_err(|error| KmsError::Swap(error.into()))?;
        let mode = output.mode();
        let frame = Frame {
            width: mode.width,
            height: mode.height,
            ui_width: f32::from(ui.0),
            ui_height: f32::from(ui.1),
            damage: None,
        };
        let stats = painter.paint(list, layouts, &mut self.rasterizer, &frame);
        let submitted = output.swap(now_us, WindowSurface::swap_buffers)?;
        Ok(Some(Shown { stats, submitted }))
    }
}

/// The board's wishes, for the choice of connector and mode.
pub(crate) fn policy(board: &Board) -> DisplayPolicy {
    let preferred = board.display.mode.as_ref().map(|mode| PreferredMode {
        width: mode.width.into(),
        height: mode.height.into(),
        refresh_hz: mode.refresh_hz.map(u32::from),
    });
    let interface = match board.display.kms {
        KmsInterface::Auto => Interface::Auto,
        KmsInterface::Legacy => Interface::Legacy,
    };
    let connectors = board.display.connectors.clone();
    DisplayPolicy { interface, preferred, connectors, ..DisplayPolicy::default() }
}
