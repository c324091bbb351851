//! The display device: connectors in, outputs out.

use std::ffi::c_void;
use std::io;
use std::os::fd::{AsFd, BorrowedFd};

use drm::control::Device as _;
use gbm::{AsRaw, Format};

use crate::card::Card;
use crate::connector::{self, Target};
use crate::error::Cause;
use crate::mode::DisplayPolicy;
use crate::pipe::{self, PlaneFacts};
use crate::{KmsError, Output, setup};

/// Reads of the event queue when its events are thrown away.
const DISCARD_COUNT_MAX: usize = 64;

/// The display device of the board, opened by capability.
///
/// Its descriptor becomes readable when page-flip events wait: call [`Output::on_events`], or
/// [`Kms::discard_events`] while there is no output.
#[derive(Debug)]
pub struct Kms {
    gbm: gbm::Device<Card>,
    planes: Option<Vec<PlaneFacts>>,
    policy: DisplayPolicy,
}

impl AsFd for Kms {
    fn as_fd(&self) -> BorrowedFd<'_> {
        let card: &Card = &self.gbm;
        card.as_fd()
    }
}

impl Kms {
    /// Opens the device that can drive a display and takes control of it. A display need not be connected.
    ///
    /// # Errors
    /// [`KmsError::NoDevice`], [`KmsError::OpenDenied`], [`KmsError::NotMaster`], or [`KmsError::Gbm`] where
    /// the GPU's user-space driver is missing.
    pub fn open(policy: DisplayPolicy) -> Result<Self, KmsError> {
        let card = Card::find(policy.interface)?;
        let planes = card.planes()?;
        log::info!(
            "{}: driver {}, atomic {}, modifiers {}",
            card.name(),
            crate::probe::driver_name(&card),
            card.has_atomic,
            card.has_modifiers,
        );
        let gbm = gbm::Device::new(card).map_err(KmsError::gbm("gbm_create_device"))?;
        Ok(Self { gbm, planes, policy })
    }

    /// The GBM device, for the GL side. It lives as long as `self`.
    #[must_use]
    pub fn gbm_device(&self) -> *mut c_void {
        self.gbm.as_raw().cast_mut().cast()
    }

    /// The pixel format to draw in: ARGB8888 where all primary planes take it, else XRGB8888. A
    /// four-character code.
    #[must_use]
    pub fn format(&self) -> u32 {
        pipe::common_format(self.planes.as_deref()) as u32
    }

    /// Looks at all connectors again and says which one to show on; `None` if nothing is plugged in.
    ///
    /// # Errors
    /// [`KmsError::DeviceGone`] if the device was removed, [`KmsError::Query`] if it does not answer.
    pub fn rescan(&self) -> Result<Option<Target>, KmsError> {
        connector::target(&self.gbm, &self.policy)
    }

    /// Makes an output on `target` for frames of `format` (a four-character code, what the GL side settled
    /// on).
    ///
    /// `bind` gets the `gbm_surface` and makes the GL side's window surface of it. The native window
    /// outlives the value that `bind` returns, and buffers locked from it are given back before that value
    /// is dropped.
    ///
    /// # Errors
    /// [`KmsError::NoPipe`], [`KmsError::Refused`], or [`KmsError::Window`] with `bind`'s own error.
    pub fn output<W, E: Into<Cause>>(
        &self,
        target: Target,
        format: u32,
        bind: impl FnOnce(*mut c_void) -> Result<W, E>,
    ) -> Result<Output<W>, KmsError> {
        let format = Format::try_from(format).unwrap_or(Format::Xrgb8888);
        let pipe = pipe::choose(&target.crtcs, target.current_crtc, self.planes.as_deref(), format);
        let pipe = pipe.ok_or_else(|| KmsError::NoPipe {
            connector: target.name().to_owned(),
            format: format.to_string(),
        })?;
        let setup = setup::find(&self.gbm, &target, pipe, format)?;
        let output = Output::new(&self.gbm, setup, target, bind)?;
        let way = if output.is_atomic() { "atomic" } else { "legacy" };
        log::info!("{}: {} as {format}, {way} commits", output.name(), output.mode());
        if let Some(wanted) = self.policy.preferred.filter(|wanted| !wanted.is_met_by(&output.mode())) {
            log::warn!(
                "{}: the display has no usable mode {wanted}, which the board file asks for; {} is taken instead",
                output.name(),
                output.mode(),
            );
        }
        Ok(output)
    }

    /// The error that says that this device was removed: what hang-up on its descriptor means.
    #[must_use]
    pub fn gone(&self) -> KmsError {
        KmsError::DeviceGone { device: self.gbm.name() }
    }

    /// Throws away events that no output waits for.
    pub fn discard_events(&self) {
        discard_events(&self.gbm);
    }
}

pub(crate) fn discard_events(card: &Card) {
    for _ in 0..DISCARD_COUNT_MAX {
        match card.receive_events() {
            Ok(_) => (),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            Err(_) => break,
        }
    }
}
