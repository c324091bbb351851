//! Quads gathered for drawing: clipped on the CPU, so that an upright clip costs neither state nor a draw call, and
//! joined into as few draws as images and effects allow.

use crate::area::Area;
use crate::device::Texture;
use crate::primitive::{Blend, Fill, Primitive, Source};
use crate::state::State;

/// Quads gathered before they have to be drawn. Their vertices fit 16-bit indices.
pub(crate) const QUADS_MAX: usize = 4096;
/// Quads of a box at most: one for each corner.
const QUADS_PER_BOX_MAX: usize = 4;

/// A corner of a quad as the shader takes it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub(crate) struct Vertex {
    /// Pixels of the screen from the top left.
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

/// Quads of one draw call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Draw {
    /// The image to bind, where a quad of it needs one.
    pub(crate) image: Option<Texture>,
    pub(crate) blend: Blend,
    /// Needs the program with all effects.
    pub(crate) is_effect: bool,
    /// Which of the frame's masks cuts it.
    pub(crate) mask: Option<u16>,
    /// Where it is cut by the GPU: turned quads at the edge of a clip.
    pub(crate) scissor: Option<Area>,
    pub(crate) quads: usize,
}

/// The quads gathered for one target. Keeps its memory from frame to frame.
#[derive(Debug)]
pub(crate) struct Batch {
    pub(crate) vertices: Vec<Vertex>,
    pub(crate) draws: Vec<Draw>,
    /// All of the target, outside of which nothing needs to be cut.
    target: Area,
}

impl Batch {
    /// Room for so many vertices at first.
    pub(crate) fn with_capacity(vertices: usize) -> Self {
        Self {
            vertices: Vec::with_capacity(vertices),
            draws: Vec::with_capacity(vertices / 64),
            target: Area::EMPTY,
        }
    }

    /// Starts to gather for another target.
    pub(crate) fn start(&mut self, target: Area) {
        self.clear();
        self.target = target;
    }

    /// Forgets the quads, after they were drawn.
    pub(crate) fn clear(&mut self) {
        self.vertices.clear();
        self.draws.clear();
    }

    /// True when another box might not fit.
    pub(crate) fn is_full(&self) -> bool {
        self.vertices.len() > (QUADS_MAX - QUADS_PER_BOX_MAX) * 4
    }

    /// Gathers what is visible of a box. The batch must not be full. Gives the number of quads, none when nothing can
    /// be seen.
    pub(crate) fn push(&mut self, item: &Primitive, state: &State) -> u32 {
        if item.area.is_empty() {
            return 0;
        }
        let reach = outline(item, state);
        let [top_left, top_right, bottom_right, bottom_left] = item.radii;
        if top_left == top_right && top_left == bottom_right && top_left == bottom_left {
            return u32::from(self.push_part(item, &reach, top_left, state));
        }
        // A quad for each corner; their common edges are the same numbers, so that they meet without a gap.
        let (x, y) = item.area.centre();
        let parts = [
            (Area { right: x, bottom: y, ..reach }, top_left),
            (Area { left: x, bottom: y, ..reach }, top_right),
            (Area { left: x, top: y, ..reach }, bottom_right),
            (Area { right: x, top: y, ..reach }, bottom_left),
        ];
        parts.iter().map(|(part, radius)| u32::from(self.push_part(item, part, *radius, state))).sum()
    }

    /// Gathers a part of a box. False when nothing of it can be seen.
    pub(crate) fn push_part(&mut self, item: &Primitive, part: &Area, radius: f32, state: &State) -> bool {
        let Some(turn) = &state.turn else {
            let visible = part.intersect(&state.clip);
            if !visible.meets(&state.clip) {
                return false;
            }
            self.vertices.extend(vertices(item, &visible, radius));
            self.count(item, state.mask, None);
            return true;
        };
        let bounds = turn.bounds(part);
        if part.is_empty() || !bounds.meets(&state.clip) {
            return false;
        }
        let (across, down) = turn.spacing;
        let turned = vertices(item, part, radius * turn.scale).map(|vertex| {
            let ([x, y], [left, top, right, bottom]) = (vertex.position, vertex.edges);
            let (x, y) = turn.map.apply(x, y);
            let edges = [left * across, top * down, right * across, bottom * down];
            let [shape_radius, width, kind, opacity] = vertex.shape;
            Vertex {
                position: [x, y],
                edges,
                shape: [shape_radius, width * turn.scale, kind, opacity],
                ..vertex
            }
        });
        let is_sound = turned.iter().all(|vertex| vertex.position.iter().all(|side| side.is_finite()));
        if is_sound {
            let cut = !state.clip.contains(&bounds) && !state.clip.contains(&self.target);
            self.vertices.extend(turned);
            self.count(item, state.mask, cut.then_some(state.clip));
        }
        is_sound
    }

    /// Adds one quad to the last draw, or to a new one where it needs other state.
    fn count(&mut self, item: &Primitive, mask: Option<u16>, scissor: Option<Area>) {
        let image = match item.source {
            Source::Image(texture) => Some(texture),
            _ => None,
        };
        let blend = item.blend;
        let is_effect = item.source.is_effect() || mask.is_some();
        match self.draws.last_mut() {
            Some(draw)
                if draw.blend == blend
                    && draw.is_effect == is_effect
                    && draw.mask == mask
                    && draw.scissor == scissor
                    && (image.is_none() || draw.image.is_none() || draw.image == image) =>
            {
                draw.image = draw.image.or(image);
                draw.quads += 1;
            }
            _ => self.draws.push(Draw { image, blend, is_effect, mask, scissor, quads: 1 }),
        }
    }
}

/// The area that a box draws in: half a pixel larger where its edges fade.
pub(crate) fn outline(item: &Primitive, state: &State) -> Area {
    let reach = item.area.grown(item.reach, item.reach);
    let is_round = item.radii.iter().any(|radius| *radius > 0.0);
    match &state.turn {
        _ if item.source == Source::Glyph => reach,
        Some(turn) => reach.grown(0.5 / turn.spacing.0, 0.5 / turn.spacing.1),
        None if is_round || !item.area.is_on_pixels() => reach.grown(0.5, 0.5),
        None => reach,
    }
}

/// The corners of a part of a box, without a transform.
fn vertices(item: &Primitive, part: &Area, radius: f32) -> [Vertex; 4] {
    let texture = &item.uv_area;
    let [u0, v0, u1, v1] = item.uv;
    let (across, down) = ((u1 - u0) / texture.width(), (v1 - v0) / texture.height());
    let shape = [radius, item.border_width, item.source.code(), item.opacity];
    let is_glyph = item.source == Source::Glyph;
    let Area { left, top, right, bottom } = item.area;
    // Written out below: this runs for every corner of everything on the screen.
    let corner = |x: f32, y: f32| Vertex {
        position: [x, y],
        // A glyph's mask has the edges.
        edges: if is_glyph { [1.0; 4] } else { [x - left, y - top, right - x, bottom - y] },
        uv: [u0 + (x - texture.left) * across, v0 + (y - texture.top) * down],
        shape,
        fill: match &item.fill {
            Fill::Even(color) => *color,
            fill => fill.at((x - left) / (right - left), (y - top) / (bottom - top)),
        },
        border: item.border,
    };
    [
        corner(part.left, part.top),
        corner(part.right, part.top),
        corner(part.left, part.bottom),
        corner(part.right, part.bottom),
    ]
}
