//! One KMS framebuffer per GBM buffer, made at first use and kept as the buffer's user data.

use std::io;

use drm::buffer::{Handle, PlanarBuffer};
use drm::control::{Device as _, FbCmd2Flags, framebuffer, from_u32};
use gbm::{BufferObject, Format, Modifier};

use crate::card::Card;

/// A buffer that can be drawn into and shown.
pub(crate) type Buffer = BufferObject<Framebuffer>;

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
pub(crate) fn of(card: &Card, buffer: &mut Buffer) -> io::Result<framebuffer::Handle> {
    if let Some(made) = buffer.userdata() {
        return Ok(made.handle);
    }
    let handle = add(card, buffer)?;
    buffer.set_userdata(Framebuffer { card: card.clone(), handle });
    Ok(handle)
}

/// With the buffer's modifier, else without, else through the oldest interface (XRGB8888 only).
fn add(card: &Card, buffer: &Buffer) -> io::Result<framebuffer::Handle> {
    let modifier =
        Some(buffer.modifier()).filter(|modifier| card.has_modifiers && *modifier != Modifier::Invalid);
    // Without a handle there is nothing to show.
    let first = handle(buffer, 0).ok_or(io::ErrorKind::InvalidData)?;
    let with_modifier = ScanOut { buffer, first, modifier };
    if modifier.is_some()
        && let Ok(handle) = card.add_planar_framebuffer(&with_modifier, FbCmd2Flags::MODIFIERS)
    {
        return Ok(handle);
    }
    let plain = ScanOut { buffer, first, modifier: None };
    card.add_planar_framebuffer(&plain, FbCmd2Flags::empty())
        .or_else(|_| card.add_framebuffer(&plain, 24, 32))
}

fn handle(buffer: &Buffer, plane: i32) -> Option<Handle> {
    let handle = buffer.handle_for_plane(plane);
    // SAFETY: every member of the union may be read, they are plain integers and a pointer; DRM backends
    // set this one.
    from_u32(unsafe { handle.u32_ })
}

/// A GBM buffer as the framebuffer calls want it. It has no modifier unless one is to be used: a driver
/// without modifiers refuses even the linear one.
struct ScanOut<'a> {
    buffer: &'a Buffer,
    /// The handle of the first memory plane.
    first: Handle,
    modifier: Option<Modifier>,
}

impl ScanOut<'_> {
    /// A value of each memory plane of the buffer.
    fn of_planes<T: Copy + Default>(&self, get: impl Fn(i32) -> T) -> [T; 4] {
        let count = self.buffer.plane_count().min(4) as usize;
        let mut values = [T::default(); 4];
        for (plane, value) in (0..).zip(&mut values[..count]) {
            *value = get(plane);
        }
        values
    }
}

impl PlanarBuffer for ScanOut<'_> {
    fn size(&self) -> (u32, u32) {
        (self.buffer.width(), self.buffer.height())
    }

    fn format(&self) -> Format {
        self.buffer.format()
    }

    fn modifier(&self) -> Option<Modifier> {
        self.modifier
    }

    fn pitches(&self) -> [u32; 4] {
        self.of_planes(|plane| self.buffer.stride_for_plane(plane))
    }

    fn handles(&self) -> [Option<Handle>; 4] {
        self.of_planes(|plane| handle(self.buffer, plane))
    }

    fn offsets(&self) -> [u32; 4] {
        self.of_planes(|plane| self.buffer.offset(plane))
    }
}

impl drm::buffer::Buffer for ScanOut<'_> {
    fn size(&self) -> (u32, u32) {
        PlanarBuffer::size(self)
    }

    fn format(&self) -> Format {
        PlanarBuffer::format(self)
    }

    fn pitch(&self) -> u32 {
        self.buffer.stride()
    }

    fn handle(&self) -> Handle {
        self.first
    }
}
