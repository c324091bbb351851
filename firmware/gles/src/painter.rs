//! The painter: walks a display list and draws it.

use ferrule_abi::list::{GlyphRun, ImageId, LayoutId};
use ferrule_abi::{DisplayList, Item, Rect};
use ferrule_images::Pixels;
use ferrule_text::{Rasterizer, TextLayout};

use crate::PaintError;
use crate::area::Area;
use crate::atlas::{ATLAS_SIDE, Atlas};
use crate::batch::Batch;
use crate::device::{Device, Target};
use crate::layers::Layers;
use crate::mask::Mask;
use crate::nesting::{Level, Open};
use crate::primitive::Primitive;
use crate::quads::is_faded_out;
use crate::state::State;
use crate::textures::Textures;
use crate::view::View;
use crate::{effects, glyphs, quads};

/// Quads drawn in one frame. The items after that are not painted.
pub const FRAME_QUADS_MAX: u32 = 65_536;
/// Glyphs looked at in one frame, seen or not. Runs after that are not painted.
pub const FRAME_GLYPHS_MAX: u32 = 65_536;
/// Glyphs rasterised in one frame. The others wait for the next one, see [`PaintStats::is_incomplete`].
pub const FRAME_RASTERIZED_MAX: u32 = 512;

/// Where display lists find the layouts they name.
pub trait Layouts {
    /// The layout of this number, if there is one.
    fn layout(&self, id: LayoutId) -> Option<&TextLayout>;
}

/// What the painter may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PainterLimits {
    /// Bytes of images in texture memory. The glyph atlas, 1 MiB, is not among them.
    pub texture_bytes_max: usize,
    /// Bytes of off-screen layers. Where a group or a mask within a mask finds no room, it is painted without one, as
    /// [`ferrule_abi::limits::LAYER_DEPTH_MAX`] says.
    pub layer_bytes_max: usize,
}

/// The target of one frame.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Width of the bound framebuffer in pixels.
    pub width: u32,
    /// Height of the bound framebuffer in pixels.
    pub height: u32,
    /// Width of the UI in its own pixels. The UI is scaled evenly and centred.
    pub ui_width: f32,
    /// Height of the UI in its own pixels.
    pub ui_height: f32,
    /// Paint only this rectangle of the UI, because the framebuffer has the right content elsewhere. Nothing paints
    /// the whole target.
    pub damage: Option<Rect>,
}

/// What one frame took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PaintStats {
    /// Draw calls.
    pub draw_calls: u32,
    /// Vertices, four for each quad.
    pub vertices: u32,
    /// Bytes of vertices and glyphs uploaded. Images are counted by whoever uploads them.
    pub upload_bytes: u32,
    /// Boxes and glyphs of which nothing was visible.
    pub culled: u32,
    /// Glyphs rasterised.
    pub glyphs_rasterized: u32,
    /// Times the glyph atlas was full and emptied.
    pub atlas_clears: u32,
    /// Boxes and runs left out, because their image or layout is unknown.
    pub missing: u32,
    /// Off-screen layers painted.
    pub layers: u32,
    /// Pixels of these layers, which are filled once more than what is in them.
    pub layer_pixels: u32,
    /// Groups and masks that were painted without the layer they wanted.
    pub layers_refused: u32,
    /// Something is not painted yet, because too much is new at once: paint another frame.
    pub is_incomplete: bool,
}

/// Draws display lists with GLES 2.0.
///
/// Every method, and dropping it, needs the context it was made with to be current on this thread, and that nobody
/// else changes that context's state but for the framebuffer bound. A lost context takes the painter with it: drop it
/// and make another, images have to be uploaded again.
#[derive(Debug)]
pub struct Painter {
    pub(crate) device: Device,
    pub(crate) atlas: Atlas,
    pub(crate) stats: PaintStats,
    pub(crate) glyphs_seen: u32,
    pub(crate) textures: Textures,
    pub(crate) layers: Layers,
    /// The screen, and the layers open on it. Closed ones keep their memory.
    pub(crate) levels: Vec<Level>,
    /// Which of the levels is painted to.
    pub(crate) level: usize,
    /// Masks of this frame, of all levels.
    pub(crate) masks: Vec<Mask>,
    /// What is open.
    pub(crate) open: Vec<Open>,
    pub(crate) state: State,
}

impl Painter {
    /// Makes a painter in the current context, from `Egl::gl`.
    ///
    /// # Errors
    /// The driver refuses the shaders or has no memory for the buffers.
    pub fn new(gl: glow::Context, limits: PainterLimits) -> Result<Self, PaintError> {
        Ok(Self {
            device: Device::new(gl, ATLAS_SIDE)?,
            atlas: Atlas::new(),
            stats: PaintStats::default(),
            glyphs_seen: 0,
            textures: Textures::new(limits.texture_bytes_max),
            layers: Layers::new(limits.layer_bytes_max),
            levels: Vec::from([Level::default()]),
            level: 0,
            masks: Vec::new(),
            open: Vec::new(),
            state: State::new(Area::EMPTY),
        })
    }

    /// Paints a list to the bound framebuffer. Items that name unknown images or layouts are left out.
    pub fn paint(
        &mut self,
        list: &DisplayList<'_>,
        layouts: &dyn Layouts,
        rasterizer: &mut Rasterizer,
        frame: &Frame,
    ) -> PaintStats {
        let view = View::new(frame);
        self.start(&view, frame);
        for item in list.items() {
            match item {
                Item::Quad(quad) => quads::paint(self, &quad, &view),
                Item::NinePatch(patch) => effects::nine_patch(self, &patch, &view),
                Item::Shadow(shadow) => effects::shadow(self, &shadow, &view),
                Item::GlyphRun(run) => self.run(&run, layouts, rasterizer, &view),
                Item::PushClip(clip) => self.open_clip(&clip, &view),
                Item::PushGroup(group) => self.open_group(&group, &view),
                Item::PushTransform(transform) => self.open_transform(&transform, &view),
                Item::PopClip | Item::PopGroup | Item::PopTransform => self.close(),
            }
        }
        self.flush();
        self.stats
    }

    fn start(&mut self, view: &View, frame: &Frame) {
        self.stats = PaintStats::default();
        self.glyphs_seen = 0;
        self.textures.next_frame();
        self.device.start();
        self.layers.next_frame(&mut self.device);
        let (size, part) = ((frame.width, frame.height), view.painted_part(frame.damage));
        self.level = 0;
        self.levels[0].start(Target::Screen { size, part }, Area::of_part(part));
        self.masks.clear();
        self.open.clear();
        self.state = State::new(Area::of_part(part));
    }

    fn run(&mut self, run: &GlyphRun, layouts: &dyn Layouts, rasterizer: &mut Rasterizer, view: &View) {
        match layouts.layout(run.layout) {
            Some(layout) => glyphs::paint(self, run, layout, rasterizer, view),
            None => self.stats.missing += 1,
        }
    }

    /// Gathers a box, and draws what was gathered when that is as much as fits.
    pub(crate) fn push(&mut self, shape: &Primitive) {
        self.gather(shape, |batch, shape, state| batch.push(shape, state));
    }

    /// Gathers a part of a box, with this radius at its corners.
    pub(crate) fn push_part(&mut self, shape: &Primitive, part: &Area, radius: f32) {
        self.gather(shape, |batch, shape, state| u32::from(batch.push_part(shape, part, radius, state)));
    }

    fn gather(&mut self, shape: &Primitive, push: impl FnOnce(&mut Batch, &Primitive, &State) -> u32) {
        let opacity = shape.opacity * self.state.opacity;
        if self.stats.vertices / 4 >= FRAME_QUADS_MAX || is_faded_out(opacity) {
            return;
        }
        if self.state.clip.is_empty() {
            self.stats.culled += 1;
            return;
        }
        if self.levels[self.level].batch.is_full() {
            self.flush();
        }
        let batch = &mut self.levels[self.level].batch;
        match push(batch, &Primitive { opacity, ..*shape }, &self.state) {
            0 => self.stats.culled += 1,
            quads => self.stats.vertices += quads * 4,
        }
    }

    /// Uploads an image, in the place of an earlier one of the same number. Gives its bytes of texture memory. Images
    /// that the last frame did not paint make room; [`Painter::take_evicted`] tells which.
    ///
    /// # Errors
    /// Pixels and size do not match, the image is too large for the driver, or there is no room because everything
    /// held is on the screen. An earlier image of that number is gone in the latter case.
    pub fn upload_image(&mut self, id: ImageId, pixels: &Pixels) -> Result<usize, PaintError> {
        self.textures.upload(&mut self.device, id, pixels)
    }

    /// Frees an image. False when there was none of that number.
    pub fn drop_image(&mut self, id: ImageId) -> bool {
        self.textures.remove(&mut self.device, id)
    }

    /// Evicts images that the last frame did not paint until at most `bytes` are held, and frees the layers, which are
    /// made again when they are needed: for times of short memory.
    pub fn shrink_images(&mut self, bytes: usize) {
        self.textures.shrink(&mut self.device, bytes);
        self.layers.free_idle(&mut self.device);
    }

    /// Waits until the GPU has done all that was asked of it.
    pub fn finish(&self) {
        self.device.finish();
    }

    /// Bytes of texture memory held by images.
    #[must_use]
    pub fn image_bytes(&self) -> usize {
        self.textures.bytes()
    }

    /// Bytes of texture memory held by off-screen layers.
    #[must_use]
    pub fn layer_bytes(&self) -> usize {
        self.layers.bytes()
    }

    /// The images evicted since the last call; they have to be decoded and uploaded again to be seen.
    pub fn take_evicted(&mut self) -> Vec<ImageId> {
        self.textures.take_evicted()
    }
}
