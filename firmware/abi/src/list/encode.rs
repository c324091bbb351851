//! Writing display lists, a few word stores for an item.

use alloc::vec::Vec;

use super::{
    Clip, Fill, GlyphRun, Group, HEADER_WORDS, Item, NinePatch, Quad, Shadow, SolidBox, Tag, WHOLE, flag,
};
use crate::geometry::{Color, Insets, Radii, Rect, Transform};
use crate::limits::DISPLAY_LIST_BYTES_MAX;
use crate::wire::WireError;

/// The words of a list. As arrays of bytes, which read as one run of bytes and are stored like words.
#[derive(Clone, Debug, Default)]
pub struct Words(Vec<[u8; 4]>);

/// A number's bits. A zero has no sign: which one computing comes to is left open (`firmware/scene-js/ARITHMETIC.md`).
const fn bits(number: f32) -> u32 {
    (number + 0.0).to_bits()
}

impl Words {
    fn put<const N: usize>(&mut self, words: [u32; N]) {
        self.0.extend_from_slice(&words.map(u32::to_le_bytes));
    }

    fn numbers<const N: usize>(&mut self, numbers: [f32; N]) {
        self.put(numbers.map(bits));
    }

    /// Starts an item with a word for its header and its place.
    fn open(&mut self, rect: &Rect) -> usize {
        let start = self.0.len();
        self.put([0, bits(rect.x), bits(rect.y), bits(rect.w), bits(rect.h)]);
        start
    }

    /// Writes the header of the item that began at `start`.
    fn close(&mut self, start: usize, tag: Tag, flags: u8) {
        let words = (self.0.len() - start) as u32;
        if let Some(header) = self.0.get_mut(start) {
            *header = (tag as u32 | u32::from(flags) << 8 | words << 16).to_le_bytes();
        }
    }

    /// An item that is a header only.
    fn mark(&mut self, tag: Tag) {
        self.put([tag as u32 | 1 << 16]);
    }

    fn source(&mut self, source: &Rect) -> u8 {
        if *source == WHOLE {
            return 0;
        }
        self.numbers([source.x, source.y, source.w, source.h]);
        flag::SOURCE
    }

    fn tint(&mut self, tint: Color) -> u8 {
        if tint == Color::WHITE {
            return 0;
        }
        self.put([tint.0]);
        flag::TINT
    }

    fn radii(&mut self, radii: &Radii) -> u8 {
        if !radii.is_even() {
            self.numbers(radii.clockwise());
            return flag::RADII;
        }
        if radii.top_left == 0.0 {
            return 0;
        }
        self.numbers([radii.top_left]);
        flag::RADIUS
    }

    fn opacity(&mut self, opacity: f32) -> u8 {
        if opacity == 1.0 {
            return 0;
        }
        self.numbers([opacity]);
        flag::OPACITY
    }

    fn insets(&mut self, insets: &Insets) {
        self.numbers([insets.left, insets.top, insets.right, insets.bottom]);
    }
}

/// Something that stands in a display list.
pub trait ListItem {
    /// Appends its words.
    fn encode(&self, to: &mut Words);
}

impl ListItem for Quad {
    fn encode(&self, to: &mut Words) {
        let start = to.open(&self.rect);
        let mut flags = 0;
        let tag = match self.fill {
            Fill::Solid(color) => {
                to.put([color.0]);
                Tag::Solid
            }
            Fill::Linear { from, to: end, angle } => {
                to.put([from.0, end.0, bits(angle)]);
                Tag::Linear
            }
            Fill::Radial { from, to: end, centre, radius } => {
                to.put([from.0, end.0]);
                to.numbers([centre.0, centre.1, radius.0, radius.1]);
                Tag::Radial
            }
            Fill::Image { image, source, tint } => {
                to.put([image.0]);
                flags = to.source(&source) | to.tint(tint);
                Tag::Image
            }
            Fill::Hole => Tag::Hole,
        };
        flags |= to.radii(&self.radii);
        if self.border_width != 0.0 {
            to.put([bits(self.border_width), self.border_color.0]);
            flags |= flag::BORDER;
        }
        flags |= to.opacity(self.opacity);
        to.close(start, tag, flags);
    }
}

impl ListItem for SolidBox {
    #[inline(always)]
    fn encode(&self, to: &mut Words) {
        let Rect { x, y, w, h } = self.rect;
        let (is_round, is_faded) = (self.radius != 0.0, self.opacity != 1.0);
        let radius_flag = if is_round { flag::RADIUS } else { 0 };
        let opacity_flag = if is_faded { flag::OPACITY } else { 0 };
        let flags = u32::from(radius_flag | opacity_flag);
        let absent = usize::from(!is_round) + usize::from(!is_faded);
        let header = Tag::Solid as u32 | flags << 8 | (8 - absent as u32) << 16;
        let opacity = bits(self.opacity);
        let part = if is_round { bits(self.radius) } else { opacity };
        // All words that there can be, and then those away that are not there: one store for each and no copy.
        to.put([header, bits(x), bits(y), bits(w), bits(h), self.color.0, part, opacity]);
        to.0.truncate(to.0.len() - absent);
    }
}

impl ListItem for NinePatch {
    fn encode(&self, to: &mut Words) {
        let start = to.open(&self.rect);
        to.put([self.image.0]);
        to.insets(&self.source);
        to.insets(&self.insets);
        let flags = to.tint(self.tint) | to.opacity(self.opacity);
        to.close(start, Tag::NinePatch, flags);
    }
}

impl ListItem for Shadow {
    fn encode(&self, to: &mut Words) {
        let start = to.open(&self.rect);
        to.put([self.color.0]);
        to.numbers([self.offset.0, self.offset.1, self.blur, self.spread]);
        let flags = to.radii(&self.radii) | to.opacity(self.opacity);
        to.close(start, Tag::Shadow, flags);
    }
}

impl ListItem for GlyphRun {
    fn encode(&self, to: &mut Words) {
        let start = to.0.len();
        to.put([0, bits(self.x), bits(self.y), self.layout.0, self.color.0]);
        let mut flags = 0;
        if self.scale != 1.0 {
            to.numbers([self.scale]);
            flags |= flag::SCALE;
        }
        flags |= to.opacity(self.opacity);
        to.close(start, Tag::GlyphRun, flags);
    }
}

impl ListItem for Clip {
    fn encode(&self, to: &mut Words) {
        let start = to.open(&self.rect);
        let flags = to.radii(&self.radii);
        to.close(start, Tag::PushClip, flags);
    }
}

impl ListItem for Group {
    fn encode(&self, to: &mut Words) {
        let start = to.open(&self.rect);
        to.numbers([self.opacity]);
        to.close(start, Tag::PushGroup, 0);
    }
}

impl ListItem for Transform {
    fn encode(&self, to: &mut Words) {
        let start = to.0.len();
        to.put([0]);
        to.numbers([self.a, self.b, self.c, self.d, self.e, self.f]);
        to.close(start, Tag::PushTransform, 0);
    }
}

impl ListItem for Item {
    fn encode(&self, to: &mut Words) {
        match self {
            Self::Quad(quad) => quad.encode(to),
            Self::NinePatch(patch) => patch.encode(to),
            Self::Shadow(shadow) => shadow.encode(to),
            Self::GlyphRun(run) => run.encode(to),
            Self::PushClip(clip) => clip.encode(to),
            Self::PopClip => to.mark(Tag::PopClip),
            Self::PushGroup(group) => group.encode(to),
            Self::PopGroup => to.mark(Tag::PopGroup),
            Self::PushTransform(transform) => transform.encode(to),
            Self::PopTransform => to.mark(Tag::PopTransform),
        }
    }
}

/// Writes a display list. Keeps its memory from frame to frame.
#[derive(Clone, Debug)]
pub struct ListBuilder {
    words: Words,
    items: u32,
}

impl Default for ListBuilder {
    fn default() -> Self {
        let mut builder = Self { words: Words::default(), items: 0 };
        builder.start();
        builder
    }
}

impl ListBuilder {
    /// Starts a new list.
    pub fn start(&mut self) {
        self.words.0.clear();
        self.items = 0;
        self.words.put([0; HEADER_WORDS]);
    }

    /// Appends an item: an [`Item`], or what an opening or painting one holds.
    ///
    /// # Errors
    /// [`WireError::Full`] beyond [`DISPLAY_LIST_BYTES_MAX`]: the list stays as it was.
    pub fn push(&mut self, item: &impl ListItem) -> Result<(), WireError> {
        let before = self.words.0.len();
        item.encode(&mut self.words);
        if self.words.0.len() > DISPLAY_LIST_BYTES_MAX / super::WORD_BYTES {
            self.words.0.truncate(before);
            return Err(WireError::Full);
        }
        self.items += 1;
        Ok(())
    }

    /// Appends items that another builder encoded: some of its [`ListBuilder::words`]. The caller sees that they
    /// fit.
    pub fn push_encoded(&mut self, words: &[[u8; 4]], items: u32) {
        self.words.0.extend_from_slice(words);
        self.items += items;
    }

    /// Number of items so far.
    pub const fn len(&self) -> u32 {
        self.items
    }

    /// True when there is no item.
    pub const fn is_empty(&self) -> bool {
        self.items == 0
    }

    /// Words before the first item.
    pub const HEADER_WORDS: usize = HEADER_WORDS;

    /// The words so far, to compare with the last frame's. The header is blank until the list is completed.
    pub fn words(&self) -> &[[u8; 4]] {
        &self.words.0
    }

    /// Completes the list with the rectangle outside of which nothing changed since the last one.
    pub fn finish(&mut self, damage: Rect) -> &[u8] {
        let Rect { x, y, w, h } = damage;
        let header = [bits(x), bits(y), bits(w), bits(h), self.items];
        for (slot, word) in self.words.0.iter_mut().zip(header) {
            *slot = word.to_le_bytes();
        }
        self.as_bytes()
    }

    /// The list as it was last completed. Meaningless between [`ListBuilder::start`] and [`ListBuilder::finish`].
    pub fn as_bytes(&self) -> &[u8] {
        self.words.0.as_flattened()
    }
}
