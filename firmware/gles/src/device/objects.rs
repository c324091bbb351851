//! Textures and the framebuffers on them.

use glow::HasContext;

use super::{Device, GLYPH_UNIT, IMAGE_UNIT, Layer, Texture};
use crate::PaintError;

/// How the pixels of a texture are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TextureFormat {
    format: u32,
    kind: u32,
}

impl TextureFormat {
    /// Four bytes a pixel, premultiplied.
    pub(crate) const RGBA: Self = Self { format: glow::RGBA, kind: glow::UNSIGNED_BYTE };
    /// Two bytes a pixel, opaque.
    pub(crate) const RGB565: Self = Self { format: glow::RGB, kind: glow::UNSIGNED_SHORT_5_6_5 };
    /// One byte a pixel.
    const ALPHA: Self = Self { format: glow::ALPHA, kind: glow::UNSIGNED_BYTE };
}

impl Device {
    /// Gives the glyph texture its size and binds it to its unit for good.
    pub(super) fn set_up_glyphs(&mut self, side: u32) {
        let gl = &self.gl;
        // SAFETY: the painter's context is current, and the texture is of it; no memory is read.
        unsafe {
            gl.active_texture(GLYPH_UNIT);
            gl.bind_texture(glow::TEXTURE_2D, Some(self.glyphs.0));
            allocate(gl, TextureFormat::ALPHA, (side, side), None);
            gl.active_texture(IMAGE_UNIT);
        }
    }

    /// Writes a rectangle of the glyph texture. `alpha` has `width * height` bytes.
    pub(crate) fn write_glyph(&mut self, x: u32, y: u32, width: u32, height: u32, alpha: &[u8]) {
        debug_assert_eq!(alpha.len(), (width * height) as usize);
        let gl = &self.gl;
        // SAFETY: the painter's context is current; rows are not padded (alignment 1), and `alpha` holds all of them.
        unsafe {
            gl.active_texture(GLYPH_UNIT);
            gl.tex_sub_image_2d(
                glow::TEXTURE_2D,
                0,
                x as i32,
                y as i32,
                width as i32,
                height as i32,
                glow::ALPHA,
                glow::UNSIGNED_BYTE,
                glow::PixelUnpackData::Slice(Some(alpha)),
            );
            gl.active_texture(IMAGE_UNIT);
        }
    }

    /// Makes a texture of pixels, all rows without padding, or of nothing in particular.
    pub(crate) fn create_texture(
        &mut self,
        format: TextureFormat,
        size: (u32, u32),
        pixels: Option<&[u8]>,
    ) -> Result<Texture, PaintError> {
        let gl = &self.gl;
        // SAFETY: the painter's context is current; rows are not padded, and the caller gives all of them.
        let texture = unsafe {
            let texture =
                gl.create_texture().map_err(|reason| PaintError::Object { what: "texture", reason })?;
            gl.bind_texture(glow::TEXTURE_2D, Some(texture));
            allocate(gl, format, size, pixels);
            Texture(texture)
        };
        self.image = Some(texture);
        self.check("making a texture").inspect_err(|_| self.delete_texture(texture))?;
        Ok(texture)
    }

    /// Frees a texture made by [`Device::create_texture`].
    pub(crate) fn delete_texture(&mut self, texture: Texture) {
        if self.image == Some(texture) {
            self.image = None;
        }
        // SAFETY: the painter's context is current; GL ignores a name that is no texture.
        unsafe { self.gl.delete_texture(texture.0) };
    }

    /// Makes a texture that can be drawn to.
    pub(crate) fn create_layer(&mut self, size: (u32, u32)) -> Result<Layer, PaintError> {
        let texture = self.create_texture(TextureFormat::RGBA, size, None)?;
        self.leave_screen();
        self.target = None;
        // SAFETY: the painter's context is current; texture and framebuffer are of it and alive.
        let framebuffer = unsafe { self.gl.create_framebuffer() };
        let framebuffer = framebuffer.map_err(|reason| PaintError::Object { what: "framebuffer", reason });
        let layer =
            Layer { texture, framebuffer: framebuffer.inspect_err(|_| self.delete_texture(texture))? };
        // SAFETY: as above.
        let status = unsafe {
            let (kind, attachment) = (glow::FRAMEBUFFER, glow::COLOR_ATTACHMENT0);
            self.gl.bind_framebuffer(kind, Some(layer.framebuffer));
            self.gl.framebuffer_texture_2d(kind, attachment, glow::TEXTURE_2D, Some(texture.0), 0);
            self.gl.check_framebuffer_status(kind)
        };
        if status == glow::FRAMEBUFFER_COMPLETE {
            return Ok(layer);
        }
        self.delete_layer(layer);
        Err(PaintError::Gl { code: status, during: "making a layer" })
    }

    /// Frees a layer made by [`Device::create_layer`].
    pub(crate) fn delete_layer(&mut self, layer: Layer) {
        // SAFETY: the painter's context is current; GL ignores a name that is no framebuffer.
        unsafe { self.gl.delete_framebuffer(layer.framebuffer) };
        self.delete_texture(layer.texture);
    }
}

/// Gives the bound texture its size and contents. No mipmaps and clamped, as GLES 2.0 wants it for any size.
///
/// # Safety
/// The context is current; `pixels` holds all rows without padding.
unsafe fn allocate(gl: &glow::Context, format: TextureFormat, size: (u32, u32), pixels: Option<&[u8]>) {
    let parameters = [
        (glow::TEXTURE_MIN_FILTER, glow::LINEAR),
        (glow::TEXTURE_MAG_FILTER, glow::LINEAR),
        (glow::TEXTURE_WRAP_S, glow::CLAMP_TO_EDGE),
        (glow::TEXTURE_WRAP_T, glow::CLAMP_TO_EDGE),
    ];
    let (width, height) = (size.0 as i32, size.1 as i32);
    let TextureFormat { format, kind } = format;
    let pixels = glow::PixelUnpackData::Slice(pixels);
    // SAFETY: as demanded of the caller.
    unsafe {
        for (name, value) in parameters {
            gl.tex_parameter_i32(glow::TEXTURE_2D, name, value as i32);
        }
        gl.tex_image_2d(glow::TEXTURE_2D, 0, format as i32, width, height, 0, format, kind, pixels);
    }
}
