//! The painter's GL state: what is bound, where drawing goes, and the draws themselves.
//!
//! State that stays (buffers, attributes, texture units) is set once; nobody else draws in this context. What changes
//! from draw to draw is remembered, so that it is set only when it differs.

mod objects;

use glow::HasContext;

pub(crate) use objects::TextureFormat;

use crate::PaintError;
use crate::area::Area;
use crate::batch::{Draw, QUADS_MAX, Vertex};
use crate::mask::Mask;
use crate::primitive::Blend;
use crate::shader::{ATTRIBUTES, Program, Projection};

/// Texture unit of the image being drawn, and of uploads.
const IMAGE_UNIT: u32 = glow::TEXTURE0;
/// Texture unit of the glyph atlas.
const GLYPH_UNIT: u32 = glow::TEXTURE1;

/// A texture in the painter's context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Texture(glow::Texture);

/// A texture that can be drawn to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Layer {
    pub(crate) texture: Texture,
    framebuffer: glow::Framebuffer,
}

/// Where drawing goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Target {
    /// The framebuffer that was bound when the frame began.
    Screen {
        /// Its size in pixels.
        size: (u32, u32),
        /// The part of it that is painted: left, top, width and height.
        part: (i32, i32, i32, i32),
    },
    /// The top left part of a layer, which shows this area of whole pixels of the screen.
    Layer(Layer, Area),
}

impl Target {
    /// Textures have their first row on top, the screen's is at the bottom.
    fn projection(&self) -> Projection {
        match self {
            Self::Screen { size: (width, height), .. } => {
                [2.0 / *width as f32, -2.0 / *height as f32, -1.0, 1.0]
            }
            Self::Layer(_, area) => {
                let (across, down) = (2.0 / area.width(), 2.0 / area.height());
                [across, down, -1.0 - area.left * across, -1.0 - area.top * down]
            }
        }
    }

    fn size(&self) -> (i32, i32) {
        match self {
            Self::Screen { size, .. } => (size.0 as i32, size.1 as i32),
            Self::Layer(_, area) => (area.width() as i32, area.height() as i32),
        }
    }

    /// An area of the screen as GL counts it on this target: left, bottom, width, height.
    fn scissor(&self, area: &Area) -> [i32; 4] {
        let (width, height) = (area.width() as i32, area.height() as i32);
        match self {
            Self::Screen { size, .. } => {
                [area.left as i32, size.1 as i32 - area.bottom as i32, width, height]
            }
            Self::Layer(_, of) => [(area.left - of.left) as i32, (area.top - of.top) as i32, width, height],
        }
    }
}

/// The painter's side of GL.
#[derive(Debug)]
pub(crate) struct Device {
    gl: glow::Context,
    /// The plain one and the one with effects.
    programs: [Program; 2],
    program: usize,
    vertices: glow::Buffer,
    indices: glow::Buffer,
    glyphs: Texture,
    /// What the frame began with, once something else was bound.
    screen: Option<Option<glow::Framebuffer>>,
    target: Option<Target>,
    viewport: (i32, i32),
    projection: Projection,
    image: Option<Texture>,
    blend: Blend,
    scissor: Option<[i32; 4]>,
    /// Longest side of a texture.
    pub(crate) side_max: u32,
}

impl Device {
    /// Makes programs, buffers and the glyph texture, a square with sides of `atlas_side`.
    pub(crate) fn new(gl: glow::Context, atlas_side: u32) -> Result<Self, PaintError> {
        let programs = [Program::new(&gl, false)?, Program::new(&gl, true)?];
        programs[0].make_current(&gl);
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
            programs,
            program: 0,
            vertices,
            indices,
            glyphs,
            screen: None,
            target: None,
            viewport: (0, 0),
            projection: [0.0; 4],
            image: None,
            blend: Blend::Over,
            scissor: None,
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
            gl.clear_color(0.0, 0.0, 0.0, 0.0);
            gl.pixel_store_i32(glow::UNPACK_ALIGNMENT, 1);
        }
        self.set_up_glyphs(atlas_side);
    }

    /// Turns GL's error flag into an error.
    fn check(&self, during: &'static str) -> Result<(), PaintError> {
        // SAFETY: the painter's context is current.
        match unsafe { self.gl.get_error() } {
            glow::NO_ERROR => Ok(()),
            code => Err(PaintError::Gl { code, during }),
        }
    }

    /// Begins a frame on the framebuffer that is bound. It is bound again when the frame's last quads, which are the
    /// screen's, are drawn.
    pub(crate) fn start(&mut self) {
        self.screen = None;
        self.target = None;
    }

    /// Waits for the GPU.
    pub(crate) fn finish(&self) {
        // SAFETY: the painter's context is current, which is all that `glFinish` demands.
        unsafe { self.gl.finish() };
    }

    fn bind_screen(&mut self) {
        if let Some(screen) = self.screen.take() {
            // SAFETY: the painter's context is current; the framebuffer was bound in it when the frame began.
            unsafe { self.gl.bind_framebuffer(glow::FRAMEBUFFER, screen) };
        }
    }

    /// Remembers the screen's framebuffer before another one is bound.
    fn leave_screen(&mut self) {
        if self.screen.is_none() {
            // SAFETY: the painter's context is current.
            self.screen = Some(unsafe { self.gl.get_parameter_framebuffer(glow::FRAMEBUFFER_BINDING) });
        }
    }

    /// Directs drawing to a target, and clears it to transparent black if asked: of the screen the part that is
    /// painted, of a layer everything, which costs a tiled GPU nothing.
    pub(crate) fn aim(&mut self, target: Target, clear: bool) {
        if self.target != Some(target) {
            match target {
                Target::Screen { .. } => self.bind_screen(),
                Target::Layer(layer, _) => {
                    self.leave_screen();
                    // SAFETY: the painter's context is current; the framebuffer is of it and alive.
                    unsafe { self.gl.bind_framebuffer(glow::FRAMEBUFFER, Some(layer.framebuffer)) };
                }
            }
            let (width, height) = target.size();
            if self.viewport != (width, height) {
                // SAFETY: the painter's context is current.
                unsafe { self.gl.viewport(0, 0, width, height) };
                self.viewport = (width, height);
            }
            self.projection = target.projection();
            self.target = Some(target);
        }
        if clear {
            let (width, height) = target.size();
            let part = match target {
                Target::Screen { part, .. } if part != (0, 0, width, height) => Some(Area::of_part(part)),
                _ => None,
            };
            self.cut(part.map(|part| target.scissor(&part)));
            // SAFETY: the painter's context is current.
            unsafe { self.gl.clear(glow::COLOR_BUFFER_BIT) };
        }
    }

    /// Sets or unsets the scissor.
    fn cut(&mut self, scissor: Option<[i32; 4]>) {
        if self.scissor == scissor {
            return;
        }
        // SAFETY: the painter's context is current.
        unsafe {
            match scissor {
                Some([left, bottom, width, height]) => {
                    if self.scissor.is_none() {
                        self.gl.enable(glow::SCISSOR_TEST);
                    }
                    self.gl.scissor(left, bottom, width.max(0), height.max(0));
                }
                None => self.gl.disable(glow::SCISSOR_TEST),
            }
        }
        self.scissor = scissor;
    }

    /// Uploads the vertices and draws them to the target, at most [`QUADS_MAX`] quads.
    pub(crate) fn draw(&mut self, vertices: &[Vertex], draws: &[Draw], masks: &[Mask]) {
        // SAFETY: the painter's context is current; the slice lives through the call.
        unsafe {
            let bytes = Vertex::bytes_of(vertices);
            self.gl.buffer_data_u8_slice(glow::ARRAY_BUFFER, bytes, glow::STREAM_DRAW);
        }
        let mut first = 0;
        for draw in draws {
            self.prepare(draw, masks);
            let count = draw.quads as i32 * 6;
            // SAFETY: the painter's context is current. `draws` count no more quads than there are in `vertices`
            // (`Batch` pushes both together), and the index buffer holds the indices of `QUADS_MAX` quads, the most
            // that `Batch` takes.
            unsafe { self.gl.draw_elements(glow::TRIANGLES, count, glow::UNSIGNED_SHORT, first * 6 * 2) };
            first += draw.quads as i32;
        }
    }

    /// Sets what a draw needs, where it differs from what is set.
    fn prepare(&mut self, draw: &Draw, masks: &[Mask]) {
        let gl = &self.gl;
        let program = usize::from(draw.is_effect);
        if self.program != program {
            self.programs[program].make_current(gl);
            self.program = program;
        }
        let current = &mut self.programs[program];
        current.project(gl, self.projection);
        if draw.is_effect {
            let mask = draw.mask.and_then(|mask| masks.get(usize::from(mask)));
            current.mask(gl, mask.unwrap_or(&Mask::NONE));
        }
        if draw.image.is_some() && draw.image != self.image {
            // SAFETY: the painter's context is current; the texture is of it.
            unsafe { gl.bind_texture(glow::TEXTURE_2D, draw.image.map(|texture| texture.0)) };
            self.image = draw.image;
        }
        if draw.blend != self.blend {
            let source = match draw.blend {
                Blend::Over => glow::ONE,
                Blend::Punch => glow::ZERO,
            };
            // SAFETY: the painter's context is current.
            unsafe { gl.blend_func(source, glow::ONE_MINUS_SRC_ALPHA) };
            self.blend = draw.blend;
        }
        let scissor = draw.scissor.zip(self.target).map(|(area, target)| target.scissor(&area));
        self.cut(scissor);
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        // SAFETY: the painter's context is current or gone with all its objects, in which case GL ignores the calls.
        unsafe {
            self.gl.delete_texture(self.glyphs.0);
            self.gl.delete_buffer(self.vertices);
            self.gl.delete_buffer(self.indices);
        }
        self.programs.iter().for_each(|program| program.delete(&self.gl));
    }
}

/// Two triangles for each quad, as bytes.
fn quad_indices() -> Vec<u8> {
    let corners = |quad: u16| [0, 1, 2, 2, 1, 3].map(|corner| quad * 4 + corner);
    (0..QUADS_MAX as u16).flat_map(corners).flat_map(u16::to_ne_bytes).collect()
}
