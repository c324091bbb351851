//! One still picture without a GPU: a buffer that the processor filled ("dumb" in the kernel's words), shown with the
//! calls that every display driver has. It is what remains when the GL driver is broken, so it touches neither GBM
//! nor atomic commits.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};

use drm::buffer::Buffer as _;
use drm::control::dumbbuffer::DumbBuffer;
use drm::control::{Device as _, Mode, framebuffer};
use gbm::Format;

use crate::KmsError;
use crate::card::Card;
use crate::commit::{Commit, Legacy};
use crate::connector::{self, Target};
use crate::mode::{DisplayPolicy, Interface, ModeFacts};
use crate::pipe::{self, Pipe};

/// Bits of a pixel in memory, and how many of them are colour: XRGB8888, which every driver can show.
const PIXEL_BITS: u32 = 32;
const COLOR_BITS: u32 = 24;
const PIXEL_BYTES: usize = 4;

/// The display device, for a picture that does not move.
///
/// Its descriptor is never readable; it hangs up on drivers that say so when the device is removed.
#[derive(Debug)]
pub struct StillDisplay {
    shown: Option<Shown>,
    card: Card,
    policy: DisplayPolicy,
}

/// The connector with a picture on it.
#[derive(Debug)]
struct Shown {
    target: Target,
    mode: ModeFacts,
    commit: Commit,
    // Dropped last: a buffer is freed after its CRTC was switched off.
    _picture: Picture,
}

impl Drop for Shown {
    fn drop(&mut self) {
        if let Err(error) = self.commit.off() {
            log::debug!("{}: switching off failed: {error}", self.target.name());
        }
    }
}

/// A filled buffer and the framebuffer that names it.
#[derive(Debug)]
struct Picture {
    card: Card,
    buffer: DumbBuffer,
    framebuffer: Option<framebuffer::Handle>,
}

impl Drop for Picture {
    fn drop(&mut self) {
        let removed = self.framebuffer.map_or(Ok(()), |handle| self.card.destroy_framebuffer(handle));
        if let Err(error) = removed.and_then(|()| self.card.destroy_dumb_buffer(self.buffer)) {
            log::debug!("a buffer could not be freed: {error}");
        }
    }
}

impl AsFd for StillDisplay {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.card.as_fd()
    }
}

impl StillDisplay {
    /// Opens the device that can drive a display and takes control of it. A display need not be connected.
    /// The policy's [`Interface`] does not matter.
    ///
    /// # Errors
    /// [`KmsError::NoDevice`], [`KmsError::OpenDenied`].
    pub fn open(policy: DisplayPolicy) -> Result<Self, KmsError> {
        let card = Card::find(Interface::Legacy)?;
        log::info!("{}: driver {}, without a GPU", card.name(), crate::probe::driver_name(&card));
        Ok(Self { shown: None, card, policy })
    }

    /// Looks at all connectors and puts a picture on the best one, unless it is there already. True when
    /// something changed.
    ///
    /// `paint` is given the width and height in pixels and returns that many pixels, `0x00RRGGBB`, row by row
    /// from the top.
    ///
    /// # Errors
    /// [`KmsError::Refused`] where no mode is accepted, [`KmsError::DeviceGone`], [`KmsError::Query`].
    pub fn follow_connectors(
        &mut self,
        mut paint: impl FnMut(u32, u32) -> Vec<u32>,
    ) -> Result<bool, KmsError> {
        let target = connector::target(&self.card, &self.policy)?;
        match (&self.shown, &target) {
            (None, None) => return Ok(false),
            (Some(shown), Some(target)) if shown.target.serves(target) => return Ok(false),
            _ => self.shown = None,
        }
        if let Some(target) = target {
            let shown = self.show(target, &mut paint)?;
            log::info!("{}: {}, one picture by the processor", shown.target.name(), shown.mode);
            self.shown = Some(shown);
        }
        Ok(true)
    }

    /// Name and mode of the connector that has the picture.
    #[must_use]
    pub fn shown_on(&self) -> Option<(&str, ModeFacts)> {
        self.shown.as_ref().map(|shown| (shown.target.name(), shown.mode))
    }

    /// The error that says that the device was removed: what hang-up on its descriptor means.
    #[must_use]
    pub fn gone(&self) -> KmsError {
        KmsError::DeviceGone { device: self.card.name() }
    }

    /// Tries the target's modes in their order.
    fn show(&self, target: Target, paint: &mut impl FnMut(u32, u32) -> Vec<u32>) -> Result<Shown, KmsError> {
        let pipe = pipe::choose(&target.crtcs, target.current_crtc, None, Format::Xrgb8888);
        let pipe = pipe.ok_or_else(|| KmsError::NoPipe {
            connector: target.name().to_owned(),
            format: Format::Xrgb8888.to_string(),
        })?;
        let mut tried = Vec::new();
        for mode in &target.modes {
            let facts = ModeFacts::of(mode);
            match self.show_with(&target, pipe, mode, paint) {
                Ok((commit, picture)) => {
                    return Ok(Shown { target, mode: facts, commit, _picture: picture });
                }
                Err(error) => tried.push(format!("{facts}: {error}")),
            }
        }
        Err(KmsError::Refused { connector: target.name().to_owned(), tried: tried.join("; ") })
    }

    fn show_with(
        &self,
        target: &Target,
        pipe: Pipe,
        mode: &Mode,
        paint: &mut impl FnMut(u32, u32) -> Vec<u32>,
    ) -> io::Result<(Commit, Picture)> {
        let (width, height) = mode.size();
        let (width, height) = (u32::from(width), u32::from(height));
        let picture = Picture::new(&self.card, width, height, &paint(width, height))?;
        let legacy = Legacy { card: self.card.clone(), connector: target.connector, pipe, mode: *mode };
        let commit = Commit::Legacy(legacy);
        if let Some(framebuffer) = picture.framebuffer {
            commit.modeset(framebuffer)?;
        }
        Ok((commit, picture))
    }
}

impl Picture {
    fn new(card: &Card, width: u32, height: u32, pixels: &[u32]) -> io::Result<Self> {
        let buffer = card.create_dumb_buffer((width, height), Format::Xrgb8888, PIXEL_BITS)?;
        let mut picture = Self { card: card.clone(), buffer, framebuffer: None };
        let pitch = picture.buffer.pitch() as usize;
        let mut memory = card.map_dumb_buffer(&mut picture.buffer)?;
        copy_rows(pixels, width as usize, &mut memory, pitch);
        drop(memory);
        picture.framebuffer = Some(card.add_framebuffer(&picture.buffer, COLOR_BITS, PIXEL_BITS)?);
        Ok(picture)
    }
}

/// Copies rows of `width` pixels to rows of `pitch` bytes. What has no counterpart on the other side is left out.
fn copy_rows(pixels: &[u32], width: usize, memory: &mut [u8], pitch: usize) {
    for (row, line) in pixels.chunks_exact(width.max(1)).zip(memory.chunks_mut(pitch.max(1))) {
        for (pixel, bytes) in row.iter().zip(line.chunks_exact_mut(PIXEL_BYTES)) {
            // DRM's formats are little-endian on every machine.
            bytes.copy_from_slice(&pixel.to_le_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_padded_to_the_pitch() {
        let mut memory = [9; 2 * 12];
        copy_rows(&[0x00_01_02_03, 0x00_04_05_06, 0x00_07_08_09, 0x00_0a_0b_0c], 2, &mut memory, 12);
        assert_eq!(memory[..12], [3, 2, 1, 0, 6, 5, 4, 0, 9, 9, 9, 9]);
        assert_eq!(memory[12..], [9, 8, 7, 0, 12, 11, 10, 0, 9, 9, 9, 9]);
    }

    #[test]
    fn sizes_that_disagree_reach_nothing_outside() {
        let mut memory = [9; 6];
        copy_rows(&[1; 64], 4, &mut memory, 8);
        copy_rows(&[], 0, &mut memory, 0);
        assert_eq!(memory, [1, 0, 0, 0, 9, 9]);
    }
}
