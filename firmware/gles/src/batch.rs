//! Quads gathered for drawing: clipped on the CPU, so that a clip costs neither state nor a draw call, and joined into
//! as few draws as the images allow.

use ferrule_abi::limits::LIST_DEPTH_MAX;

use crate::device::Texture;

/// Quads gathered before they have to be drawn. Their vertices fit 16-bit indices.
pub(crate) const QUADS_MAX: usize = 4096;

/// A corner of a quad as the shader takes it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub(crate) struct Vertex {
    /// Pixels of the target from the top left.
    position: [f32; 2],
    /// Distances to the left, top, right and bottom edge of the box, positive inside.
    edges: [f32; 4],
    uv: [f32; 2],
    /// Corner radius, border width, kind, opacity.
    shape: [f32; 4],
    /// Premultiplied.
    fill: [u8; 4],
    /// Premultiplied.
    border: [u8; 4],
}

impl Vertex {
    /// Components, type and byte offset of each attribute, in the order of [`crate::shader::ATTRIBUTES`].
    pub(crate) const LAYOUT: [(i32, u32, i32); 6] = [
        (2, glow::FLOAT, std::mem::offset_of!(Self, position) as i32),
        (4, glow::FLOAT, std::mem::offset_of!(Self, edges) as i32),
        (2, glow::FLOAT, std::mem::offset_of!(Self, uv) as i32),
        (4, glow::FLOAT, std::mem::offset_of!(Self, shape) as i32),
        (4, glow::UNSIGNED_BYTE, std::mem::offset_of!(Self, fill) as i32),
        (4, glow::UNSIGNED_BYTE, std::mem::offset_of!(Self, border) as i32),
    ];

    /// The vertices as the bytes to upload.
    pub(crate) fn bytes_of(vertices: &[Self]) -> &[u8] {
        const { assert!(size_of::<Self>() == (2 + 4 + 2 + 4) * 4 + 4 + 4, "no padding") };
        // SAFETY: the pointer and the length are those of a live slice; the type has no padding (asserted above) and
        // consists of numbers, whose bytes are all initialised.
        unsafe { std::slice::from_raw_parts(vertices.as_ptr().cast(), size_of_val(vertices)) }
    }
}

/// An area in pixels of the target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
}

impl Area {
    pub(crate) fn intersect(&self, other: &Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    pub(crate) fn expanded(&self, by: f32) -> Self {
        Self { left: self.left - by, top: self.top - by, right: self.right + by, bottom: self.bottom + by }
    }

    /// The area between the nearest whole pixels.
    pub(crate) fn rounded(&self) -> Self {
        Self {
            left: self.left.round(),
            top: self.top.round(),
            right: self.right.round(),
            bottom: self.bottom.round(),
        }
    }

    /// True when all edges lie between pixels, so that none is partly covered.
    fn is_on_pixels(&self) -> bool {
        [self.left, self.top, self.right, self.bottom]
            .iter()
            .all(|edge| (edge - edge.round()).abs() < 1.0 / 256.0)
    }
}

/// How a quad meets what is below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blend {
    /// Painted over.
    Over,
    /// Takes away what is there, down to transparency.
    Punch,
}

/// What the shader reads for a quad.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Source {
    /// The fill colour only.
    Color,
    /// The fill colour times an image.
    Image(Texture),
    /// The fill colour times a glyph of the atlas.
    Glyph,
}

/// A box to draw.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Primitive {
    pub(crate) area: Area,
    pub(crate) radius: f32,
    pub(crate) border_width: f32,
    /// Premultiplied.
    pub(crate) border: [u8; 4],
    pub(crate) fill: Fill,
    pub(crate) source: Source,
    /// Left, top, right, bottom in the texture.
    pub(crate) uv: [f32; 4],
    pub(crate) blend: Blend,
    /// Of all of it: where the border lies over the fill, it does not show through.
    pub(crate) opacity: f32,
}

/// Premultiplied colours across a box.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fill {
    /// The same everywhere.
    Even([u8; 4]),
    /// `from + (to - from) * (at + across * x + down * y)`, x and y from 0 to 1 across the box. Linear, so that
    /// colours at the corners are enough.
    Linear { from: [f32; 4], to: [f32; 4], at: f32, across: f32, down: f32 },
}

impl Fill {
    fn at(&self, x: f32, y: f32) -> [u8; 4] {
        match self {
            Self::Even(color) => *color,
            Self::Linear { from, to, at, across, down } => {
                let share = (at + across * x + down * y).clamp(0.0, 1.0);
                std::array::from_fn(|channel| {
                    (from[channel] + (to[channel] - from[channel]) * share).round() as u8
                })
            }
        }
    }
}

/// Quads of one draw call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Draw {
    /// The image to bind, where a quad of it needs one.
    pub(crate) image: Option<Texture>,
    pub(crate) blend: Blend,
    pub(crate) quads: usize,
}

/// What came of a box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pushed {
    /// It will be drawn.
    Drawn,
    /// Nothing of it can be seen.
    Culled,
}

/// The quads gathered so far. Keeps its memory from frame to frame.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) vertices: Vec<Vertex>,
    pub(crate) draws: Vec<Draw>,
    /// The innermost clip is last; there is always one.
    clips: Vec<Area>,
}

impl Batch {
    pub(crate) fn new() -> Self {
        Self {
            vertices: Vec::with_capacity(4096),
            draws: Vec::with_capacity(64),
            clips: Vec::with_capacity(LIST_DEPTH_MAX + 1),
        }
    }

    /// Starts a frame of which nothing is drawn outside of `clip`.
    pub(crate) fn start(&mut self, clip: Area) {
        self.clear();
        self.clips.clear();
        self.clips.push(clip);
    }

    /// Forgets the quads, after they were drawn. Clips stay.
    pub(crate) fn clear(&mut self) {
        self.vertices.clear();
        self.draws.clear();
    }

    pub(crate) fn is_full(&self) -> bool {
        self.vertices.len() == QUADS_MAX * 4
    }

    pub(crate) fn clip(&self) -> Area {
        self.clips.last().copied().unwrap_or(Area { left: 0.0, top: 0.0, right: 0.0, bottom: 0.0 })
    }

    /// Clips to whole pixels, so that neighbours which share an edge neither overlap nor leave a gap.
    pub(crate) fn push_clip(&mut self, area: Area) {
        let clip = self.clip().intersect(&area.rounded());
        self.clips.push(clip);
    }

    /// Ends the innermost clip; the frame's own stays.
    pub(crate) fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    /// Gathers what is visible of a box. The batch must not be full.
    pub(crate) fn push(&mut self, item: &Primitive) -> Pushed {
        let is_sharp = item.source == Source::Glyph || (item.radius <= 0.0 && item.area.is_on_pixels());
        // Half a pixel further out, edges that are partly covered fade.
        let reach = if is_sharp { item.area } else { item.area.expanded(0.5) };
        let visible = reach.intersect(&self.clip());
        if visible.is_empty() || item.area.is_empty() || self.is_full() {
            return Pushed::Culled;
        }
        self.push_corners(item, &visible);
        self.count(item);
        Pushed::Drawn
    }

    fn push_corners(&mut self, item: &Primitive, visible: &Area) {
        let Area { left, top, right, bottom } = item.area;
        let (across, down) = (1.0 / (right - left), 1.0 / (bottom - top));
        let kind = match item.source {
            Source::Color => 0.0,
            Source::Image(_) => 1.0,
            Source::Glyph => 2.0,
        };
        let shape = [item.radius, item.border_width, kind, item.opacity];
        let corners = [
            (visible.left, visible.top),
            (visible.right, visible.top),
            (visible.left, visible.bottom),
            (visible.right, visible.bottom),
        ];
        self.vertices.extend(corners.map(|(x, y)| {
            let (u, v) = ((x - left) * across, (y - top) * down);
            Vertex {
                position: [x, y],
                edges: if item.source == Source::Glyph {
                    // Its mask has the edges.
                    [1.0; 4]
                } else {
                    [x - left, y - top, right - x, bottom - y]
                },
                uv: [item.uv[0] + (item.uv[2] - item.uv[0]) * u, item.uv[1] + (item.uv[3] - item.uv[1]) * v],
                shape,
                fill: item.fill.at(u, v),
                border: item.border,
            }
        }));
    }

    /// Adds one quad to the last draw, or to a new one where it needs another image or blending.
    fn count(&mut self, item: &Primitive) {
        let image = match item.source {
            Source::Image(texture) => Some(texture),
            Source::Color | Source::Glyph => None,
        };
        match self.draws.last_mut() {
            Some(draw)
                if draw.blend == item.blend
                    && (image.is_none() || draw.image.is_none() || draw.image == image) =>
            {
                draw.image = draw.image.or(image);
                draw.quads += 1;
            }
            _ => self.draws.push(Draw { image, blend: item.blend, quads: 1 }),
        }
    }
}
