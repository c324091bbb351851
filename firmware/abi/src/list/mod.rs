//! Display lists: what the engine asks the display to paint, in painter's order.
//!
//! A list is words of four bytes: a header of five (damage `x, y, w, h`, number of items) and the items. Numbers are
//! `f32` by their bits (a zero is +0), colours `0xRRGGBBAA`, so that an interpreted engine writes whole aligned words and a
//! JavaScript engine writes through a `Uint32Array` and a `Float32Array` over one buffer.
//!
//! Each item begins with `tag | flags << 8 | words << 16`, where `words` counts the whole item, this word included.
//! Then follow the words of its tag and, in this order, the parts that its flags announce ([`flag`]):
//!
//! | tag | item | words | optional parts |
//! |---|---|---|---|
//! | 1 | box of one colour | `x, y, w, h`, colour | radius or radii, border, opacity |
//! | 2 | box with a linear gradient | `x, y, w, h`, from, to, angle | the same |
//! | 3 | box with a radial gradient | `x, y, w, h`, from, to, centre x, y, radius x, y | the same |
//! | 4 | image | `x, y, w, h`, image | source, tint, and the same |
//! | 5 | hole | `x, y, w, h` | the same |
//! | 6 | nine-patch | `x, y, w, h`, image, 4 source insets, 4 insets | tint, opacity |
//! | 7 | shadow | `x, y, w, h`, colour, offset x, y, blur, spread | radius or radii, opacity |
//! | 8 | glyph run | `x, y`, layout, colour | scale, opacity |
//! | 9 | open a clip | `x, y, w, h` | radius or radii |
//! | 10 | close it | | |
//! | 11 | open a group | `x, y, w, h`, opacity | |
//! | 12 | close it | | |
//! | 13 | open a transform | `a, b, c, d, e, f` | |
//! | 14 | close it | | |
//!
//! Sides stand in the order left, top, right, bottom, corners clockwise from the top left. Boxes are in UI pixels with
//! scale, translation and scrolling already applied; within a transform they are in its pixels.
//! [`DisplayList::parse`] walks the whole list once without allocating; only a list that passed can be painted.

mod decode;
mod encode;
#[cfg(test)]
mod tests;

pub use decode::{CheckedList, DisplayList};
pub use encode::{ListBuilder, ListItem};

use crate::geometry::{Color, Insets, Radii, Rect, Transform};

/// An image asked for through `image_request`. Zero never names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ImageId(pub u32);

/// A text layout made by `text_measure`. Zero never names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LayoutId(pub u32);

/// Optional parts of an item, as bits. What is absent has the value that changes nothing.
pub mod flag {
    /// 4 words: the part of the image shown, as fractions of it.
    pub const SOURCE: u8 = 1;
    /// 1 word: a colour that the image is multiplied with.
    pub const TINT: u8 = 2;
    /// 1 word: the scale of a glyph run.
    pub const SCALE: u8 = 4;
    /// 1 word: the radius of all corners.
    pub const RADIUS: u8 = 8;
    /// 4 words: a radius for each corner. Never together with [`RADIUS`].
    pub const RADII: u8 = 16;
    /// 2 words: width and colour.
    pub const BORDER: u8 = 32;
    /// 1 word: 0 to 1.
    pub const OPACITY: u8 = 64;
}

/// Bytes of a word.
const WORD_BYTES: usize = 4;
/// Words before the first item.
const HEADER_WORDS: usize = 5;

named_codes! {
    /// What an item is, as its first byte says.
    Tag:
    Solid = 1, "box of one colour";
    Linear = 2, "box with a linear gradient";
    Radial = 3, "box with a radial gradient";
    Image = 4, "image";
    Hole = 5, "hole";
    NinePatch = 6, "nine-patch";
    Shadow = 7, "shadow";
    GlyphRun = 8, "glyph run";
    PushClip = 9, "clip";
    PopClip = 10, "end of a clip";
    PushGroup = 11, "group";
    PopGroup = 12, "end of a group";
    PushTransform = 13, "transform";
    PopTransform = 14, "end of a transform";
}

impl Tag {
    /// The optional parts that an item of this tag may have.
    const fn flags(self) -> u8 {
        const CORNERS: u8 = flag::RADIUS | flag::RADII;
        const BOX: u8 = CORNERS | flag::BORDER | flag::OPACITY;
        match self {
            Self::Solid | Self::Linear | Self::Radial | Self::Hole => BOX,
            Self::Image => BOX | flag::SOURCE | flag::TINT,
            Self::NinePatch => flag::TINT | flag::OPACITY,
            Self::Shadow => CORNERS | flag::OPACITY,
            Self::GlyphRun => flag::SCALE | flag::OPACITY,
            Self::PushClip => CORNERS,
            Self::PopClip | Self::PushGroup | Self::PopGroup | Self::PushTransform | Self::PopTransform => 0,
        }
    }
}

/// What a box is filled with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fill {
    /// One colour.
    Solid(Color),
    /// A linear gradient across the box, its ends at the corners that lie furthest in its direction, as in CSS.
    Linear {
        /// Colour where it starts.
        from: Color,
        /// Colour where it ends.
        to: Color,
        /// Degrees: 0 runs to the right, 90 down.
        angle: f32,
    },
    /// A radial gradient: `from` in the centre, `to` on the ellipse around it and beyond.
    Radial {
        /// Colour of the centre.
        from: Color,
        /// Colour of the ellipse and of what lies outside of it.
        to: Color,
        /// Centre, as fractions of the box's width and height.
        centre: (f32, f32),
        /// Half axes of the ellipse, as fractions of the box's width and height. A circle of `r` pixels in a box of
        /// `w` × `h` has `(r / w, r / h)`.
        radius: (f32, f32),
    },
    /// A part of an image.
    Image {
        /// The image.
        image: ImageId,
        /// The part shown, as fractions of the image: 0,0,1,1 is all of it.
        source: Rect,
        /// Multiplied with the image: white leaves it as it is, and a white image takes this colour.
        tint: Color,
    },
    /// Nothing: lets the video plane below shine through. Within a group it lets only through what is below the group.
    Hole,
}

impl Fill {
    /// All of an image, in its own colours.
    pub const fn image(image: ImageId) -> Self {
        Self::Image { image, source: WHOLE, tint: Color::WHITE }
    }
}

/// All of an image.
pub(crate) const WHOLE: Rect = Rect::new(0.0, 0.0, 1.0, 1.0);

/// A box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quad {
    /// Where.
    pub rect: Rect,
    /// Corners.
    pub radii: Radii,
    /// Border width in pixels, inside the box and over the fill; 0 for none.
    pub border_width: f32,
    /// Border colour.
    pub border_color: Color,
    /// What is in it.
    pub fill: Fill,
    /// 0 to 1, over fill and border.
    pub opacity: f32,
}

impl Quad {
    /// A sharp, opaque box without a border.
    pub const fn new(rect: Rect, fill: Fill) -> Self {
        let (radii, border_color) = (Radii::NONE, Color::TRANSPARENT);
        Self { rect, radii, border_width: 0.0, border_color, fill, opacity: 1.0 }
    }
}

/// The box that most lists have most of: one colour, corners alike, no border. Written in fewer steps than the [`Quad`]
/// that it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SolidBox {
    /// Where.
    pub rect: Rect,
    /// Its colour.
    pub color: Color,
    /// Radius of all corners.
    pub radius: f32,
    /// 0 to 1.
    pub opacity: f32,
}

/// An image in nine parts: corners keep their size, sides stretch along, the middle stretches both ways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NinePatch {
    /// Where.
    pub rect: Rect,
    /// The image. Ask for it in its own size: the source insets are in its decoded pixels.
    pub image: ImageId,
    /// The lines that cut the image, in pixels from its sides.
    pub source: Insets,
    /// The lines that cut the box, in pixels from its sides. Shrunk together where they do not fit.
    pub insets: Insets,
    /// Multiplied with the image.
    pub tint: Color,
    /// 0 to 1.
    pub opacity: f32,
}

/// The soft shadow of a box, painted whole: also where the box will lie. It reaches 1.5 times its blur out of the box
/// that offset and spread make of the caster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shadow {
    /// The box that casts it.
    pub rect: Rect,
    /// Corners of that box.
    pub radii: Radii,
    /// Its colour.
    pub color: Color,
    /// How far it lies to the right and below.
    pub offset: (f32, f32),
    /// Width of the soft edge, half of it on each side, as in CSS (twice the standard deviation); 0 is sharp.
    pub blur: f32,
    /// How far it is larger than the box on each side, or smaller when negative.
    pub spread: f32,
    /// 0 to 1.
    pub opacity: f32,
}

/// A shaped text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GlyphRun {
    /// The layout.
    pub layout: LayoutId,
    /// Left edge of the layout.
    pub x: f32,
    /// Top edge of the layout.
    pub y: f32,
    /// Scale about that corner.
    pub scale: f32,
    /// Colour of monochrome glyphs.
    pub color: Color,
    /// 0 to 1.
    pub opacity: f32,
}

/// What cuts the items in it.
///
/// Upright and sharp it costs nothing. With radii or within a turned transform it costs a draw call or two; within
/// another one of that kind whose edges it crosses, an off-screen layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Clip {
    /// Nothing is painted outside of it. Upright ones cut at the nearest whole pixels.
    pub rect: Rect,
    /// Corners.
    pub radii: Radii,
}

impl Clip {
    /// A clip with sharp corners.
    pub const fn new(rect: Rect) -> Self {
        Self { rect, radii: Radii::NONE }
    }
}

/// Items that are painted together off the screen and then fade as one: what covers something in the group goes on
/// covering it. It costs memory and fill for its visible part; a single item fades by its own opacity for nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Bounds of the items. What reaches out of them may be cut off.
    pub rect: Rect,
    /// 0 to 1.
    pub opacity: f32,
}

/// One step of painting. What is opened is closed in reverse order, and holds for the items in between.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Item {
    /// A box.
    Quad(Quad),
    /// An image in nine parts.
    NinePatch(NinePatch),
    /// A soft shadow.
    Shadow(Shadow),
    /// A text.
    GlyphRun(GlyphRun),
    /// Opens a clip. Clips intersect.
    PushClip(Clip),
    /// Closes the clip.
    PopClip,
    /// Opens a group.
    PushGroup(Group),
    /// Closes the group.
    PopGroup,
    /// Opens a transform, within those that are open: from here on coordinates are before it. Scale and translation
    /// alone are better applied to the boxes, which then stay on whole pixels and are clipped for nothing. The edges of
    /// turned boxes are smoothed one by one, so that neighbours let through a little of what is below them.
    PushTransform(Transform),
    /// Closes the transform.
    PopTransform,
}
