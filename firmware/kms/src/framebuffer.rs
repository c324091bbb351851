//! One KMS framebuffer per GBM buffer, made at first use and kept with the buffer.

use std::io;

use drm::buffer::{Handle, PlanarBuffer};
use drm::control::{Device as _, FbCmd2Flags, framebuffer};
use gbm::{Format, Modifier};

use crate::buffer::BufferRef;
use crate::card::Card;

/// A KMS framebuffer; removed with the buffer that it shows.
#[derive(Debug)]
pub(crate) struct Framebuffer {
    card: Card,
    handle: framebuffer::Handle,
}

impl Drop for Framebuffer {
    fn drop(&mut self) {
        if let Err(error) = self.card.destroy_framebuffer(self.handle) {
            log::warn!("a framebuffer could not be removed: {error}");
        }
    }
}

/// The buffer's framebuffer, made if it has none yet.
pub(crate) fn of(card: &Card, buffer: BufferRef<'_>) -> io::Result<framebuffer::Handle> {
    if let Some(made) = buffer.framebuffer() {
        return Ok(made.handle);
    }
    let handle = add(card, buffer)?;
    buffer.keep(Framebuffer { card: card.clone(), handle });
    Ok(handle)
}

/// With the buffer's modifier, else without, else through the oldest interface (XRGB8888 only).
fn add(card: &Card, buffer: BufferRef<'_>) -> io::Result<framebuffer::Handle> {
    let modifier =
        Some(buffer.modifier()).filter(|modifier| card.has_modifiers && *modifier != Modifier::Invalid);
    // Without a handle there is nothing to show, and without a format nobody knows how.
    let first = buffer.handles()[0].ok_or(io::ErrorKind::InvalidData)?;
    let format = buffer.format().ok_or(io::ErrorKind::InvalidData)?;
    let with_modifier = ScanOut { buffer, first, format, modifier };
    if modifier.is_some()
        && let Ok(handle) = card.add_planar_framebuffer(&with_modifier, FbCmd2Flags::MODIFIERS)
    {
        return Ok(handle);
    }
    let plain = ScanOut { modifier: None, ..with_modifier };
    card.add_planar_framebuffer(&plain, FbCmd2Flags::empty())
        .or_else(|_| card.add_framebuffer(&plain, 24, 32))
}

/// A GBM buffer as the framebuffer calls want it. It has no modifier unless one is to be used: a driver
/// without modifiers refuses even the linear one.
struct ScanOut<'a> {
    buffer: BufferRef<'a>,
    /// The handle of the first memory plane.
    first: Handle,
    format: Format,
    modifier: Option<Modifier>,
}

impl PlanarBuffer for ScanOut<'_> {
    fn size(&self) -> (u32, u32) {
        self.buffer.size()
    }

    fn format(&self) -> Format {
        self.format
    }

    fn modifier(&self) -> Option<Modifier> {
        self.modifier
    }

    fn pitches(&self) -> [u32; 4] {
        self.buffer.pitches()
    }

    fn handles(&self) -> [Option<Handle>; 4] {
        self.buffer.handles()
    }

    fn offsets(&self) -> [u32; 4] {
        self.buffer.offsets()
    }
}

impl drm::buffer::Buffer for ScanOut<'_> {
    fn size(&self) -> (u32, u32) {
        self.buffer.size()
    }

    fn format(&self) -> Format {
        self.format
    }

    fn pitch(&self) -> u32 {
        self.buffer.pitches()[0]
    }

    fn handle(&self) -> Handle {
        self.first
    }
}
