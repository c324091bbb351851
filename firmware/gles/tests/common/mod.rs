//! A canvas without a screen: a headless context, a frame buffer object and a painter on it.
// Each test binary includes it and uses a part of it; a helper may stop a test at the first surprise.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

pub mod shapes;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ferrule_abi::list::{Fill, GlyphRun, ImageId, LayoutId, ListBuilder, Quad};
use ferrule_abi::text::TextRequest;
use ferrule_abi::{Color, DisplayList, Item, Rect};
use ferrule_gles::{Egl, Frame, Layouts, PaintStats, Painter, PainterLimits};
use ferrule_harness::{Picture, Tolerance};
use ferrule_images::{PixelFormat, Pixels};
use ferrule_text::{Fonts, Rasterizer, SHAPER_CACHE_BYTES_DEFAULT, Shaper, TextLayout};
use glow::HasContext;

/// Room for images in most tests.
pub const TEXTURE_BYTES_MAX: usize = 1 << 20;
/// Room for layers in most tests.
pub const LAYER_BYTES_MAX: usize = 4 << 20;

#[derive(Default)]
pub struct LayoutTable(HashMap<LayoutId, Arc<TextLayout>>);

impl Layouts for LayoutTable {
    fn layout(&self, id: LayoutId) -> Option<&TextLayout> {
        self.0.get(&id).map(|layout| &**layout)
    }
}

pub struct Canvas {
    pub painter: Painter,
    pub rasterizer: Rasterizer,
    shaper: Shaper,
    pub layouts: LayoutTable,
    gl: glow::Context,
    pub frame: Frame,
    // Last, so that the context is current while the painter is dropped.
    _egl: Egl,
}

impl Canvas {
    /// A canvas with as many pixels as the UI has.
    pub fn new(width: u32, height: u32) -> Self {
        Self::with_limits(
            width,
            height,
            PainterLimits { texture_bytes_max: TEXTURE_BYTES_MAX, layer_bytes_max: LAYER_BYTES_MAX },
        )
    }

    pub fn with_limits(width: u32, height: u32, limits: PainterLimits) -> Self {
        let egl = Egl::headless().expect("a headless context: scripts/setup installs Mesa");
        let gl = egl.gl().unwrap();
        bind_framebuffer(&gl, width, height);
        let fonts = shipped_fonts();
        let frame = Frame { width, height, ui_width: width as f32, ui_height: height as f32, damage: None };
        Self {
            painter: Painter::new(egl.gl().unwrap(), limits).unwrap(),
            rasterizer: Rasterizer::new(&fonts),
            shaper: Shaper::new(&fonts, SHAPER_CACHE_BYTES_DEFAULT),
            layouts: LayoutTable::default(),
            gl,
            frame,
            _egl: egl,
        }
    }

    /// Lays a text out and gives it the next number.
    pub fn text(&mut self, text: &str, size: f32, weight: u16, width_max: Option<f32>) -> LayoutId {
        self.layout(&TextRequest { weight, line_height: 1.3, width_max, ..TextRequest::new(text, size) })
    }

    /// Lays a request out and gives it the next number.
    pub fn layout(&mut self, request: &TextRequest<'_>) -> LayoutId {
        let id = LayoutId(self.layouts.0.len() as u32 + 1);
        self.layouts.0.insert(id, self.shaper.measure(request).unwrap());
        id
    }

    /// The height of a text that was laid out.
    pub fn height_of(&self, layout: LayoutId) -> f32 {
        self.layouts.0[&layout].height
    }

    /// Paints a list and reads it back.
    pub fn paint(&mut self, items: &[Item]) -> Shot {
        self.paint_with_stats(items).0
    }

    pub fn paint_with_stats(&mut self, items: &[Item]) -> (Shot, PaintStats) {
        let mut builder = ListBuilder::default();
        for item in items {
            builder.push(item).unwrap();
        }
        let bytes = builder.finish(Rect::default());
        let list = DisplayList::parse(bytes).unwrap();
        let stats = self.painter.paint(&list, &self.layouts, &mut self.rasterizer, &self.frame);
        (self.read(), stats)
    }

    fn read(&self) -> Shot {
        let (width, height) = (self.frame.width, self.frame.height);
        let stride = width as usize * 4;
        let mut upward = vec![0; stride * height as usize];
        // SAFETY: the canvas's context is current, and `upward` holds all the pixels read.
        unsafe {
            let target = glow::PixelPackData::Slice(Some(&mut upward));
            let (width, height) = (width as i32, height as i32);
            self.gl.read_pixels(0, 0, width, height, glow::RGBA, glow::UNSIGNED_BYTE, target);
            assert_eq!(self.gl.get_error(), glow::NO_ERROR);
        }
        let rgba = upward.chunks_exact(stride).rev().flatten().copied().collect();
        Shot { width, height, rgba }
    }
}

/// Gives the context a target. Without surfaces there is none.
fn bind_framebuffer(gl: &glow::Context, width: u32, height: u32) {
    let (width, height) = (width as i32, height as i32);
    // SAFETY: the context was made current just before; no memory of ours is read.
    unsafe {
        let texture = gl.create_texture().unwrap();
        gl.bind_texture(glow::TEXTURE_2D, Some(texture));
        let none = glow::PixelUnpackData::Slice(None);
        let format = glow::RGBA;
        gl.tex_image_2d(
            glow::TEXTURE_2D,
            0,
            format as i32,
            width,
            height,
            0,
            format,
            glow::UNSIGNED_BYTE,
            none,
        );
        gl.bind_framebuffer(glow::FRAMEBUFFER, Some(gl.create_framebuffer().unwrap()));
        let attachment = glow::COLOR_ATTACHMENT0;
        gl.framebuffer_texture_2d(glow::FRAMEBUFFER, attachment, glow::TEXTURE_2D, Some(texture), 0);
        assert_eq!(gl.check_framebuffer_status(glow::FRAMEBUFFER), glow::FRAMEBUFFER_COMPLETE);
        gl.bind_texture(glow::TEXTURE_2D, None);
    }
}

/// The fonts that the boards ship, from the packages installed on this machine.
pub fn shipped_fonts() -> Fonts {
    let boards = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../board");
    let board = ferrule_board::load(&boards, "qemu-arm64").unwrap();
    let files: Vec<PathBuf> = board.fonts.files.iter().map(|file| Path::new("/").join(file)).collect();
    Fonts::load_files(&files, &boards)
        .unwrap_or_else(|error| panic!("{error}; run scripts/setup to install {:?}", board.fonts.packages))
}

/// What was painted, top row first.
pub struct Shot {
    width: u32,
    height: u32,
    rgba: Vec<u8>,
}

impl Shot {
    pub fn pixel(&self, x: u32, y: u32) -> [u8; 4] {
        let at = (y * self.width + x) as usize * 4;
        self.rgba[at..at + 4].try_into().unwrap()
    }

    /// Compares a pixel, each channel within 2 of what is wanted.
    #[track_caller]
    pub fn expect(&self, x: u32, y: u32, want: [u8; 4]) {
        let pixel = self.pixel(x, y);
        let near = pixel.iter().zip(want).all(|(have, want)| have.abs_diff(want) <= 2);
        assert!(near, "pixel {x},{y} is {pixel:?}, not {want:?}");
    }

    pub fn bytes(&self) -> &[u8] {
        &self.rgba
    }

    /// Compares with a reviewed picture in `tests/golden`, as it looks on black: at most 0.2 % of the pixels more than
    /// 8 of 255 away, which lets another version of the software driver round differently.
    #[track_caller]
    pub fn assert_picture(&self, name: &str) {
        self.compare_picture(name).unwrap();
    }

    /// As [`Shot::assert_picture`], and says what differs.
    pub fn compare_picture(&self, name: &str) -> Result<(), String> {
        let rgb = self.rgba.chunks_exact(4).flat_map(|pixel| &pixel[..3]).copied().collect();
        let picture = Picture::new(self.width, self.height, rgb).unwrap();
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.png"));
        let tolerance = Tolerance { channel: 8, share: 0.002 };
        let compared = picture.compare(&golden, tolerance, Path::new(env!("CARGO_TARGET_TMPDIR")));
        compared.map_err(|error| error.to_string())
    }
}

/// A plain quad to change by struct update.
pub fn base(x: f32, y: f32, width: f32, height: f32) -> Quad {
    Quad::new(Rect::new(x, y, width, height), Fill::Solid(Color::WHITE))
}

pub fn solid(x: f32, y: f32, width: f32, height: f32, color: u32) -> Item {
    Item::Quad(Quad { fill: Fill::Solid(Color(color)), ..base(x, y, width, height) })
}

pub fn image(x: f32, y: f32, width: f32, height: f32, id: u32, source: Rect) -> Quad {
    Quad { fill: Fill::Image { image: ImageId(id), source, tint: Color::WHITE }, ..base(x, y, width, height) }
}

pub fn run(layout: LayoutId, x: f32, y: f32) -> GlyphRun {
    GlyphRun { layout, x, y, scale: 1.0, color: Color::WHITE, opacity: 1.0 }
}

/// An image of equal squares of `side` pixels, colours row by row.
pub fn squares(side: u32, columns: u32, colors: &[[u8; 4]]) -> Pixels {
    let (width, height) = (side * columns, side * (colors.len() as u32 / columns));
    let color = |x: u32, y: u32| colors[(y / side * columns + x / side) as usize];
    let rgba = (0..height).flat_map(|y| (0..width).flat_map(move |x| color(x, y))).collect();
    Pixels { width, height, format: PixelFormat::Rgba8888, bytes: rgba }
}
