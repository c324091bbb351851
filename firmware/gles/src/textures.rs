//! Images in texture memory: accounted in bytes, with a cap, least recently painted out first.

use std::collections::HashMap;

use ferrule_abi::list::ImageId;
use ferrule_images::{PixelFormat, Pixels};
use rustc_hash::FxBuildHasher;

use crate::PaintError;
use crate::device::{Device, Texture, TextureFormat};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Image {
    pub(crate) texture: Texture,
    pub(crate) width: u32,
    pub(crate) height: u32,
    bytes: usize,
    /// The frame that painted it last, or the one it was uploaded after.
    painted: u64,
}

/// The images there are.
#[derive(Debug)]
pub(crate) struct Textures {
    images: HashMap<ImageId, Image, FxBuildHasher>,
    bytes: usize,
    bytes_max: usize,
    evicted: Vec<ImageId>,
    /// Number of the newest frame.
    frame: u64,
}

impl Textures {
    pub(crate) fn new(bytes_max: usize) -> Self {
        Self { images: HashMap::default(), bytes: 0, bytes_max, evicted: Vec::new(), frame: 0 }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    pub(crate) fn next_frame(&mut self) {
        self.frame += 1;
    }

    /// An image, which thereby counts as painted in this frame.
    pub(crate) fn use_image(&mut self, id: ImageId) -> Option<Image> {
        let image = self.images.get_mut(&id)?;
        image.painted = self.frame;
        Some(*image)
    }

    /// Takes an image in, in the place of one of the same number, and evicts others where it needs their room.
    pub(crate) fn upload(
        &mut self,
        device: &mut Device,
        id: ImageId,
        pixels: &Pixels,
    ) -> Result<usize, PaintError> {
        let Pixels { width, height, format, bytes: ref rows } = *pixels;
        let side_max = device.side_max;
        if width > side_max || height > side_max {
            return Err(PaintError::ImageTooLarge { width, height, side_max });
        }
        let bytes = width as usize * height as usize * format.pixel_bytes();
        if bytes == 0 || rows.len() != bytes {
            return Err(PaintError::ImageSize { width, height, bytes: rows.len() });
        }
        self.remove(device, id);
        self.make_room(device, bytes)?;
        let format = match format {
            PixelFormat::Rgba8888 => TextureFormat::RGBA,
            PixelFormat::Rgb565 => TextureFormat::RGB565,
        };
        let texture = device.create_texture(format, (width, height), Some(rows))?;
        self.images.insert(id, Image { texture, width, height, bytes, painted: self.frame });
        self.bytes += bytes;
        Ok(bytes)
    }

    /// Frees an image. False when there was none.
    pub(crate) fn remove(&mut self, device: &mut Device, id: ImageId) -> bool {
        let Some(image) = self.images.remove(&id) else { return false };
        device.delete_texture(image.texture);
        self.bytes -= image.bytes;
        true
    }

    /// Evicts images that the last frame did not paint, the oldest first, until `needed` bytes are free.
    fn make_room(&mut self, device: &mut Device, needed: usize) -> Result<(), PaintError> {
        while self.bytes + needed > self.bytes_max {
            let unused = self.images.iter().filter(|(_, image)| image.painted < self.frame);
            let oldest = unused.min_by_key(|(id, image)| (image.painted, **id)).map(|(id, _)| *id);
            let Some(id) = oldest else {
                return Err(PaintError::TextureMemory { needed, held: self.bytes, max: self.bytes_max });
            };
            self.remove(device, id);
            self.evicted.push(id);
        }
        Ok(())
    }

    /// Evicts what the last frame did not paint until at most `bytes` are held or nothing more can go.
    pub(crate) fn shrink(&mut self, device: &mut Device, bytes: usize) {
        // Room for what is between the goal and the cap; a failure means that the rest is on the screen.
        let _ = self.make_room(device, self.bytes_max.saturating_sub(bytes));
    }

    pub(crate) fn take_evicted(&mut self) -> Vec<ImageId> {
        std::mem::take(&mut self.evicted)
    }
}
