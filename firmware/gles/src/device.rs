//! The painter's GL objects and state: every GL call of the painter but the shader's is here.
//!
//! State that stays (program, buffers, attributes, blending, texture units) is set once; nobody else draws in this
//! context. What changes from draw to draw is remembered, so that it is set only when it differs.

use glow::HasContext;

use crate::PaintError;
use crate::batch::{Blend, Draw, QUADS_MAX, Vertex};
use crate::shader::{self, ATTRIBUTES};

/// Texture unit of the image being drawn, and of uploads.
const IMAGE_UNIT: u32 = glow::TEXTURE0;
/// Texture unit of the glyph atlas.
const GLYPH_UNIT: u32 = glow::TEXTURE1;

/// A texture in the painter's context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Texture(glow::Texture);

/// The painter's side of GL.
#[derive(Debug)]
pub(crate) struct Device {
    gl: glow::Context,
    program: glow::Program,
    /// Place of the uniform with the size of a pixel.
    pixel: Option<glow::UniformLocation>,
    vertices: glow::Buffer,
    indices: glow::Buffer,
    glyphs: Texture,
    size: (u32, u32),
    image: Option<Texture>,
    blend: Blend,
    /// Longest side of a texture.
    pub(crate) side_max: u32,
}

impl Device {
    /// Makes program, buffers and the glyph texture, a square with sides of `atlas_side`.
    pub(crate) fn new(gl: glow::Context, atlas_side: u32) -> Result<Self, PaintError> {
        let (program, pixel) = shader::create(&gl)?;
        // SAFETY: the painter's context is current (`Painter::new` demands it); handles are of this context.
        let (vertices, indices, glyphs, side_max) = unsafe {
            let object = |what| move |reason| PaintError::Object { what, reason };
            let vertices = gl.create_buffer().map_err(object("vertex buffer"))?;
            let indices = gl.create_buffer().map_err(object("index buffer"))?;
            let glyphs = gl.create_texture().map_err(object("glyph texture"))?;
            (vertices, indices, Texture(glyphs), gl.get_parameter_i32(glow::MAX_TEXTURE_SIZE))
        };
        let mut device = Self {
            gl,
            program,
            pixel,
            vertices,
            indices,
            glyphs,
            size: (0, 0),
            image: None,
            blend: Blend::Over,
            side_max: u32::try_from(side_max).unwrap_or(0),
        };
        device.set_up(atlas_side);
        device.check("setting up the painter")?;
        Ok(device)
    }

    fn set_up(&mut self, atlas_side: u32) {
        let gl = &self.gl;
        // SAFETY: the painter's context is current; the attribute offsets and the stride are those of `Vertex`, the
        // buffers bound stay bound and alive, and the slices given live through their calls.
        unsafe {
            gl.bind_buffer(glow::ELEMENT_ARRAY_BUFFER, Some(self.indices));
            gl.buffer_data_u8_slice(glow::ELEMENT_ARRAY_BUFFER, &quad_indices(), glow::STATIC_DRAW);
            gl.bind_buffer(glow::ARRAY_BUFFER, Some(self.vertices));
            for (place, (count, kind, offset)) in (0..ATTRIBUTES.len() as u32).zip(Vertex::LAYOUT) {
                gl.enable_vertex_attrib_array(place);
                gl.vertex_attrib_pointer_f32(
                    place,
                    count,
                    kind,
                    kind == glow::UNSIGNED_BYTE,
                    size_of::<Vertex>() as i32,
                    offset,
                );
            }
            gl.disable(glow::DEPTH_TEST);
            gl.disable(glow::CULL_FACE);
            gl.disable(glow::DITHER);
            gl.enable(glow::BLEND);
            gl.blend_func(glow::ONE, glow::ONE_MINUS_SRC_ALPHA);
            gl.pixel_store_i32(glow::UNPACK_ALIGNMENT, 1);
            gl.active_texture(GLYPH_UNIT);
            gl.bind_texture(glow::TEXTURE_2D, Some(self.glyphs.0));
            allocate(gl, glow::ALPHA, atlas_side, atlas_side, None);
            gl.active_texture(IMAGE_UNIT);
        }
    }

    /// Turns GL's error flag into an error.
    fn check(&self, during: &'static str) -> Result<(), PaintError> {
        // SAFETY: the painter's context is current.
        match unsafe { self.gl.get_error() } {
            glow::NO_ERROR => Ok(()),
            code => Err(PaintError::Gl { code, during }),
        }
    }

    /// Directs drawing to a target of this size and clears the part `x, y, width, height` of it (from the top left) to
    /// transparent black.
    pub(crate) fn start(&mut self, size: (u32, u32), part: (i32, i32, i32, i32)) {
        let (width, height) = (size.0 as i32, size.1 as i32);
        let gl = &self.gl;
        // SAFETY: the painter's context is current; the uniform's place is of the current program.
        unsafe {
            if self.size != size {
                gl.viewport(0, 0, width, height);
                gl.uniform_2_f32(self.pixel.as_ref(), 2.0 / size.0 as f32, 2.0 / size.1 as f32);
            }
            let whole = part == (0, 0, width, height);
            if !whole {
                gl.enable(glow::SCISSOR_TEST);
                gl.scissor(part.0, height - part.1 - part.3, part.2, part.3);
            }
            gl.clear_color(0.0, 0.0, 0.0, 0.0);
            gl.clear(glow::COLOR_BUFFER_BIT);
            if !whole {
                gl.disable(glow::SCISSOR_TEST);
            }
        }
        self.size = size;
    }

    /// Uploads the vertices and draws them, at most [`QUADS_MAX`] quads.
    /// Waits for the GPU.
    pub(crate) fn finish(&self) {
        // SAFETY: the painter's context is current, which is all that `glFinish` demands.
        unsafe { self.gl.finish() };
    }

    pub(crate) fn draw(&mut self, vertices: &[Vertex], draws: &[Draw]) {
        let gl = &self.gl;
        let mut first = 0;
        // SAFETY: the painter's context is current. `draws` count no more quads than there are in `vertices`
        // (`Batch` pushes both together), and the index buffer holds the indices of `QUADS_MAX` quads, the most that
        // `Batch` takes.
        unsafe {
            gl.buffer_data_u8_slice(glow::ARRAY_BUFFER, Vertex::bytes_of(vertices), glow::STREAM_DRAW);
            for draw in draws {
                if draw.image.is_some() && draw.image != self.image {
                    gl.bind_texture(glow::TEXTURE_2D, draw.image.map(|texture| texture.0));
                    self.image = draw.image;
                }
                if draw.blend != self.blend {
                    match draw.blend {
                        Blend::Over => gl.blend_func(glow::ONE, glow::ONE_MINUS_SRC_ALPHA),
                        Blend::Punch => gl.blend_func(glow::ZERO, glow::ONE_MINUS_SRC_ALPHA),
                    }
                    self.blend = draw.blend;
                }
                let count = draw.quads as i32 * 6;
                gl.draw_elements(glow::TRIANGLES, count, glow::UNSIGNED_SHORT, first * 6 * 2);
                first += draw.quads as i32;
            }
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

    /// Makes a texture of premultiplied pixels. `rgba` has `width * height * 4` bytes.
    pub(crate) fn create_image(
        &mut self,
        width: u32,
        height: u32,
        rgba: &[u8],
    ) -> Result<Texture, PaintError> {
        let gl = &self.gl;
        // SAFETY: the painter's context is current; rows are not padded, and `rgba` holds all of them.
        let texture = unsafe {
            let texture =
                gl.create_texture().map_err(|reason| PaintError::Object { what: "image texture", reason })?;
            gl.bind_texture(glow::TEXTURE_2D, Some(texture));
            allocate(gl, glow::RGBA, width, height, Some(rgba));
            Texture(texture)
        };
        self.image = Some(texture);
        self.check("uploading an image").inspect_err(|_| self.delete_image(texture))?;
        Ok(texture)
    }

    /// Frees a texture made by [`Device::create_image`].
    pub(crate) fn delete_image(&mut self, texture: Texture) {
        if self.image == Some(texture) {
            self.image = None;
        }
        // SAFETY: the painter's context is current; GL ignores a name that is no texture.
        unsafe { self.gl.delete_texture(texture.0) };
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        // SAFETY: the painter's context is current or gone with all its objects, in which case GL ignores the calls.
        unsafe {
            self.gl.delete_texture(self.glyphs.0);
            self.gl.delete_buffer(self.vertices);
            self.gl.delete_buffer(self.indices);
            self.gl.delete_program(self.program);
        }
    }
}

/// Gives the bound texture its size and contents. No mipmaps and clamped, as GLES 2.0 wants it for any size.
///
/// # Safety
/// The context is current; `pixels` holds all rows without padding, 1 byte a pixel for `ALPHA`, 4 for `RGBA`.
unsafe fn allocate(gl: &glow::Context, format: u32, width: u32, height: u32, pixels: Option<&[u8]>) {
    let parameters = [
        (glow::TEXTURE_MIN_FILTER, glow::LINEAR),
        (glow::TEXTURE_MAG_FILTER, glow::LINEAR),
        (glow::TEXTURE_WRAP_S, glow::CLAMP_TO_EDGE),
        (glow::TEXTURE_WRAP_T, glow::CLAMP_TO_EDGE),
    ];
    // SAFETY: as demanded of the caller.
    unsafe {
        for (name, value) in parameters {
            gl.tex_parameter_i32(glow::TEXTURE_2D, name, value as i32);
        }
        gl.tex_image_2d(
            glow::TEXTURE_2D,
            0,
            format as i32,
            width as i32,
            height as i32,
            0,
            format,
            glow::UNSIGNED_BYTE,
            glow::PixelUnpackData::Slice(pixels),
        );
    }
}

/// Two triangles for each quad, as bytes.
fn quad_indices() -> Vec<u8> {
    let corners = |quad: u16| [0, 1, 2, 2, 1, 3].map(|corner| quad * 4 + corner);
    (0..QUADS_MAX as u16).flat_map(corners).flat_map(u16::to_ne_bytes).collect()
}
