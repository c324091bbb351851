//! Display lists: what the engine asks the display to paint, in painter's order.
//!
//! A list is a header (damage, item count) and items. Boxes are in UI pixels with scale, translation and scrolling
//! already applied. [`DisplayList::parse`] walks the whole list once; only a list that passed can be painted.

use crate::geometry::{Color, Rect};
use crate::limits::{CLIP_DEPTH_MAX, DISPLAY_LIST_BYTES_MAX};
use crate::wire::{Batch, Reader, Record, Records, WireError, Writer, records};

/// An image asked for through `image_request`. Zero never names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ImageId(pub u32);

/// A text layout made by `text_measure`. Zero never names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LayoutId(pub u32);

/// What a box is filled with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fill {
    /// One colour.
    Solid(Color),
    /// A linear gradient across the box.
    Linear {
        /// Colour where it starts.
        from: Color,
        /// Colour where it ends.
        to: Color,
        /// Degrees: 0 runs to the right, 90 down.
        angle: f32,
    },
    /// A part of an image.
    Image {
        /// The image.
        image: ImageId,
        /// The part shown, as fractions of the image: 0,0,1,1 is all of it.
        source: Rect,
    },
    /// Nothing: lets the video plane below shine through.
    Hole,
}

/// A box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quad {
    /// Where.
    pub rect: Rect,
    /// Corner radius in pixels; at most half the shorter side is used.
    pub radius: f32,
    /// Border width in pixels, inside the box; 0 for none.
    pub border_width: f32,
    /// Border colour.
    pub border_color: Color,
    /// What is in it.
    pub fill: Fill,
    /// 0 to 1, over fill and border.
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

/// One step of painting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Item {
    /// A box.
    Quad(Quad),
    /// A text.
    GlyphRun(GlyphRun),
    /// From here on nothing is painted outside of this rectangle, until the matching `PopClip`. Clips intersect.
    PushClip(Rect),
    /// Ends the innermost clip.
    PopClip,
}

impl<'a> Record<'a> for Quad {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.rect(&self.rect);
        to.f32(self.radius);
        to.f32(self.border_width);
        to.color(self.border_color);
        to.f32(self.opacity);
        match self.fill {
            Fill::Solid(color) => {
                to.u8(0);
                to.color(color);
            }
            Fill::Linear { from, to: end, angle } => {
                to.u8(1);
                to.color(from);
                to.color(end);
                to.f32(angle);
            }
            Fill::Image { image, source } => {
                to.u8(2);
                to.u32(image.0);
                to.rect(&source);
            }
            Fill::Hole => to.u8(3),
        }
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let rect = from.rect()?;
        let radius = from.f32()?;
        let border_width = from.f32()?;
        let border_color = from.color()?;
        let opacity = from.f32()?;
        if radius < 0.0 || border_width < 0.0 || !(0.0..=1.0).contains(&opacity) {
            return Err(WireError::OutOfRange);
        }
        let fill = match from.u8()? {
            0 => Fill::Solid(from.color()?),
            1 => Fill::Linear { from: from.color()?, to: from.color()?, angle: from.f32()? },
            2 => Fill::Image { image: ImageId(from.u32()?), source: from.rect()? },
            3 => Fill::Hole,
            tag => return Err(WireError::UnknownTag { what: "fill", tag }),
        };
        Ok(Self { rect, radius, border_width, border_color, fill, opacity })
    }
}

impl<'a> Record<'a> for GlyphRun {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.u32(self.layout.0);
        to.f32(self.x);
        to.f32(self.y);
        to.f32(self.scale);
        to.color(self.color);
        to.f32(self.opacity);
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let run = Self {
            layout: LayoutId(from.u32()?),
            x: from.f32()?,
            y: from.f32()?,
            scale: from.f32()?,
            color: from.color()?,
            opacity: from.f32()?,
        };
        if run.scale <= 0.0 || !(0.0..=1.0).contains(&run.opacity) {
            return Err(WireError::OutOfRange);
        }
        Ok(run)
    }
}

impl<'a> Record<'a> for Item {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        match self {
            Self::Quad(quad) => {
                to.u8(1);
                quad.encode(to)
            }
            Self::GlyphRun(run) => {
                to.u8(2);
                run.encode(to)
            }
            Self::PushClip(rect) => {
                to.u8(3);
                to.rect(rect);
                Ok(())
            }
            Self::PopClip => {
                to.u8(4);
                Ok(())
            }
        }
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(match from.u8()? {
            1 => Self::Quad(Quad::decode(from)?),
            2 => Self::GlyphRun(GlyphRun::decode(from)?),
            3 => Self::PushClip(from.rect()?),
            4 => Self::PopClip,
            tag => return Err(WireError::UnknownTag { what: "display list item", tag }),
        })
    }
}

/// Bytes before the first item: the damage rectangle and the number of items.
const HEADER_BYTES: usize = 20;

/// Writes a display list. Keeps its memory from frame to frame.
#[derive(Clone, Debug)]
pub struct ListBuilder {
    batch: Batch,
    items: u32,
}

impl Default for ListBuilder {
    fn default() -> Self {
        let mut builder = Self { batch: Batch::new(DISPLAY_LIST_BYTES_MAX), items: 0 };
        builder.start();
        builder
    }
}

impl ListBuilder {
    /// Starts a new list.
    pub fn start(&mut self) {
        self.batch.clear();
        self.items = 0;
        // The header is far below the cap.
        let _ = self.batch.push_encoded(&[0; HEADER_BYTES]);
    }

    /// Appends an item.
    ///
    /// # Errors
    /// [`WireError::Full`]: the list stays as it was.
    pub fn push(&mut self, item: &Item) -> Result<(), WireError> {
        self.batch.push(item)?;
        self.items += 1;
        Ok(())
    }

    /// Number of items so far.
    pub const fn len(&self) -> u32 {
        self.items
    }

    /// True when there is no item.
    pub const fn is_empty(&self) -> bool {
        self.items == 0
    }

    /// The encoded items so far, without the header, to compare with the last frame's.
    pub fn item_bytes(&self) -> &[u8] {
        self.batch.as_bytes().get(HEADER_BYTES..).unwrap_or_default()
    }

    /// Completes the list with the rectangle outside of which nothing changed since the last one.
    pub fn finish(&mut self, damage: Rect) -> &[u8] {
        let mut header = [0; HEADER_BYTES];
        for (slot, value) in header.chunks_exact_mut(4).zip([damage.x, damage.y, damage.w, damage.h]) {
            slot.copy_from_slice(&value.to_le_bytes());
        }
        header[16..].copy_from_slice(&self.items.to_le_bytes());
        self.batch.patch(0, &header);
        self.batch.as_bytes()
    }

    /// The list as it was last completed. Meaningless between [`ListBuilder::start`] and [`ListBuilder::finish`].
    pub fn as_bytes(&self) -> &[u8] {
        self.batch.as_bytes()
    }
}

/// A list that was walked to its end and found sound.
#[derive(Clone, Copy, Debug)]
pub struct DisplayList<'a> {
    damage: Rect,
    items: &'a [u8],
    count: u32,
}

impl<'a> DisplayList<'a> {
    /// Checks a list: every item, the number of items, and that clips pair.
    ///
    /// # Errors
    /// What is wrong first.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        if bytes.len() > DISPLAY_LIST_BYTES_MAX {
            return Err(WireError::TooLong);
        }
        let mut from = Reader::new(bytes);
        let damage = from.rect()?;
        let count = from.u32()?;
        let list = Self { damage, items: from.rest(), count };
        let mut depth = 0_usize;
        let mut found = 0_u32;
        for item in records::<Item>(list.items) {
            found += 1;
            match item? {
                Item::PushClip(_) if depth == CLIP_DEPTH_MAX => return Err(WireError::BadStructure),
                Item::PushClip(_) => depth += 1,
                Item::PopClip => depth = depth.checked_sub(1).ok_or(WireError::BadStructure)?,
                Item::Quad(_) | Item::GlyphRun(_) => {}
            }
        }
        if depth == 0 && found == count { Ok(list) } else { Err(WireError::BadStructure) }
    }

    /// The rectangle outside of which nothing changed since the engine's last list.
    pub const fn damage(&self) -> Rect {
        self.damage
    }

    /// Number of items.
    pub const fn len(&self) -> u32 {
        self.count
    }

    /// True when there is nothing to paint.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The items in painter's order.
    pub fn items(&self) -> impl Iterator<Item = Item> + use<'a> {
        let all: Records<'a, Item> = records(self.items);
        all.map_while(Result::ok)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quad() -> Item {
        Item::Quad(Quad {
            rect: Rect::new(1.0, 2.0, 3.0, 4.0),
            radius: 2.0,
            border_width: 1.0,
            border_color: Color::WHITE,
            fill: Fill::Linear { from: Color::BLACK, to: Color::WHITE, angle: 90.0 },
            opacity: 0.5,
        })
    }

    fn built(items: &[Item]) -> alloc::vec::Vec<u8> {
        let mut builder = ListBuilder::default();
        for item in items {
            builder.push(item).unwrap();
        }
        builder.finish(Rect::new(0.0, 0.0, 8.0, 8.0)).to_vec()
    }

    #[test]
    fn a_list_reads_back_as_it_was_written() {
        let items = [Item::PushClip(Rect::new(0.0, 0.0, 5.0, 5.0)), quad(), Item::PopClip];
        let bytes = built(&items);
        let list = DisplayList::parse(&bytes).unwrap();
        assert_eq!(list.damage(), Rect::new(0.0, 0.0, 8.0, 8.0));
        assert!(list.items().eq(items));
    }

    #[test]
    fn clips_must_pair_and_stay_shallow() {
        let clip = Item::PushClip(Rect::default());
        assert_eq!(DisplayList::parse(&built(&[clip])).unwrap_err(), WireError::BadStructure);
        assert_eq!(DisplayList::parse(&built(&[Item::PopClip])).unwrap_err(), WireError::BadStructure);
        let nested = |depth: usize| {
            let mut items = alloc::vec![clip; depth];
            items.resize(depth * 2, Item::PopClip);
            built(&items)
        };
        assert!(DisplayList::parse(&nested(CLIP_DEPTH_MAX)).is_ok());
        assert_eq!(DisplayList::parse(&nested(CLIP_DEPTH_MAX + 1)).unwrap_err(), WireError::BadStructure);
    }

    #[test]
    fn every_truncation_is_refused() {
        let bytes = built(&[quad(), quad()]);
        for end in 0..bytes.len() {
            assert!(DisplayList::parse(&bytes[..end]).is_err(), "cut at {end}");
        }
    }
}
