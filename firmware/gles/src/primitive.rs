//! What the batch takes: a box with everything the shader needs to know.

use crate::area::Area;
use crate::device::Texture;

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
    /// From the fill colour to the border colour with the length of the texture coordinates.
    Radial,
    /// The fill colour, softly. The texture coordinates are the curve's exponent and one over the softness, the border
    /// width is the box's shorter side.
    Shadow,
}

impl Source {
    /// Its number in the shader.
    pub(crate) fn code(self) -> f32 {
        match self {
            Self::Color => 0.0,
            Self::Image(_) => 1.0,
            Self::Glyph => 2.0,
            Self::Radial => 3.0,
            Self::Shadow => 4.0,
        }
    }

    /// True when it takes the larger of the two programs.
    pub(crate) fn is_effect(self) -> bool {
        matches!(self, Self::Radial | Self::Shadow)
    }
}

/// A box to draw, where it would be on the screen without a transform.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Primitive {
    /// The box.
    pub(crate) area: Area,
    /// How far it reaches out of itself: the softness of a shadow.
    pub(crate) reach: f32,
    /// Clockwise from the top left.
    pub(crate) radii: [f32; 4],
    pub(crate) border_width: f32,
    /// Premultiplied.
    pub(crate) border: [u8; 4],
    pub(crate) fill: Fill,
    pub(crate) source: Source,
    /// Texture coordinates at the left, top, right and bottom of `uv_area`.
    pub(crate) uv: [f32; 4],
    pub(crate) uv_area: Area,
    pub(crate) blend: Blend,
    /// Of all of it: where the border lies over the fill, it does not show through.
    pub(crate) opacity: f32,
}

impl Primitive {
    /// A sharp, opaque and colourless box.
    pub(crate) fn new(area: Area) -> Self {
        Self {
            area,
            reach: 0.0,
            radii: [0.0; 4],
            border_width: 0.0,
            border: [0; 4],
            fill: Fill::Even([0; 4]),
            source: Source::Color,
            uv: [0.0; 4],
            uv_area: area,
            blend: Blend::Over,
            opacity: 1.0,
        }
    }
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
    pub(crate) fn at(&self, x: f32, y: f32) -> [u8; 4] {
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
