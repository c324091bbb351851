//! Reading display lists: every step is checked, because a list is an allegation.

use alloc::vec::Vec;

use super::{
    Clip, Fill, GlyphRun, Group, HEADER_WORDS, ImageId, Item, LayoutId, NinePatch, Quad, Shadow, Tag, WHOLE,
    WORD_BYTES, flag,
};
use crate::geometry::{Color, Insets, Radii, Rect, Transform};
use crate::limits::{COORDINATE_MAX, DISPLAY_LIST_BYTES_MAX, LIST_DEPTH_MAX};
use crate::wire::WireError;

/// A list that was walked to its end and found sound.
#[derive(Clone, Copy, Debug)]
pub struct DisplayList<'a> {
    damage: Rect,
    items: &'a [[u8; WORD_BYTES]],
    count: u32,
}

impl<'a> DisplayList<'a> {
    /// Checks a list: every item, the number of items, and that what is opened is closed.
    ///
    /// # Errors
    /// What is wrong first.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, WireError> {
        if bytes.len() > DISPLAY_LIST_BYTES_MAX {
            return Err(WireError::TooLong);
        }
        let (words, []) = bytes.as_chunks::<WORD_BYTES>() else { return Err(WireError::Truncated) };
        let (header, items) = words.split_at_checked(HEADER_WORDS).ok_or(WireError::Truncated)?;
        let mut header = Parts { rest: header, flags: 0 };
        let (damage, [count]) = (header.rect()?, header.words()?);
        let mut open = Nesting::default();
        let mut found = 0_u32;
        for item in (Items { rest: items }) {
            found += 1;
            open.follow(&item?)?;
        }
        if open.depth == 0 && found == count {
            Ok(Self { damage, items, count })
        } else {
            Err(WireError::BadStructure)
        }
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
        Items { rest: self.items }.map_while(Result::ok)
    }
}

/// A list with its bytes that was walked to its end once and found sound, and need not be again.
#[derive(Debug)]
pub struct CheckedList {
    /// Nobody changes them.
    bytes: Vec<u8>,
    damage: Rect,
    count: u32,
}

impl CheckedList {
    /// Checks a list as [`DisplayList::parse`] does.
    ///
    /// # Errors
    /// What is wrong first, and the bytes, for their memory.
    pub fn new(bytes: Vec<u8>) -> Result<Self, (WireError, Vec<u8>)> {
        match DisplayList::parse(&bytes) {
            Ok(DisplayList { damage, count, .. }) => Ok(Self { bytes, damage, count }),
            Err(error) => Err((error, bytes)),
        }
    }

    /// The list.
    pub fn list(&self) -> DisplayList<'_> {
        let (words, _) = self.bytes.as_chunks();
        let items = words.get(HEADER_WORDS..).unwrap_or_default();
        DisplayList { damage: self.damage, items, count: self.count }
    }

    /// The bytes, to be used again.
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// What is open, innermost last, as the tag that closes it.
#[derive(Default)]
struct Nesting {
    closing: [Option<Tag>; LIST_DEPTH_MAX],
    depth: usize,
}

impl Nesting {
    fn follow(&mut self, item: &Item) -> Result<(), WireError> {
        match item {
            Item::Quad(_) | Item::NinePatch(_) | Item::Shadow(_) | Item::GlyphRun(_) => Ok(()),
            Item::PushClip(_) => self.open(Tag::PopClip),
            Item::PushGroup(_) => self.open(Tag::PopGroup),
            Item::PushTransform(_) => self.open(Tag::PopTransform),
            Item::PopClip => self.close(Tag::PopClip),
            Item::PopGroup => self.close(Tag::PopGroup),
            Item::PopTransform => self.close(Tag::PopTransform),
        }
    }

    fn open(&mut self, closing: Tag) -> Result<(), WireError> {
        *self.closing.get_mut(self.depth).ok_or(WireError::BadStructure)? = Some(closing);
        self.depth += 1;
        Ok(())
    }

    fn close(&mut self, tag: Tag) -> Result<(), WireError> {
        self.depth = self.depth.checked_sub(1).ok_or(WireError::BadStructure)?;
        if self.closing[self.depth] == Some(tag) { Ok(()) } else { Err(WireError::BadStructure) }
    }
}

/// Walks items; ends after the first error.
struct Items<'a> {
    rest: &'a [[u8; WORD_BYTES]],
}

impl Iterator for Items<'_> {
    type Item = Result<Item, WireError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let item = self.read();
        if item.is_err() {
            self.rest = &[];
        }
        Some(item)
    }
}

impl Items<'_> {
    fn read(&mut self) -> Result<Item, WireError> {
        let (header, _) = self.rest.split_first().ok_or(WireError::Truncated)?;
        let [tag, flags, words @ ..] = *header;
        let words = usize::from(u16::from_le_bytes(words));
        let (item, rest) = self.rest.split_at_checked(words).ok_or(WireError::Truncated)?;
        let tag = Tag::from_u8(tag).ok_or(WireError::UnknownTag { what: "display list item", tag })?;
        let alternatives = flag::RADIUS | flag::RADII;
        if flags & !tag.flags() != 0 || flags & alternatives == alternatives {
            return Err(WireError::BadStructure);
        }
        let (_, body) = item.split_first().ok_or(WireError::BadStructure)?;
        let mut parts = Parts { rest: body, flags };
        let item = parts.item(tag)?;
        if !parts.rest.is_empty() {
            return Err(WireError::BadStructure);
        }
        self.rest = rest;
        Ok(item)
    }
}

/// The words of one item after its header.
struct Parts<'a> {
    rest: &'a [[u8; WORD_BYTES]],
    flags: u8,
}

impl Parts<'_> {
    fn item(&mut self, tag: Tag) -> Result<Item, WireError> {
        Ok(match tag {
            Tag::Solid | Tag::Linear | Tag::Radial | Tag::Image | Tag::Hole => Item::Quad(self.quad(tag)?),
            Tag::NinePatch => Item::NinePatch(self.nine_patch()?),
            Tag::Shadow => Item::Shadow(self.shadow()?),
            Tag::GlyphRun => Item::GlyphRun(self.glyph_run()?),
            Tag::PushClip => Item::PushClip(Clip { rect: self.rect()?, radii: self.radii()? }),
            Tag::PopClip => Item::PopClip,
            Tag::PushGroup => Item::PushGroup(Group { rect: self.rect()?, opacity: self.share()? }),
            Tag::PopGroup => Item::PopGroup,
            Tag::PushTransform => {
                let [a, b, c, d, e, f] = self.numbers()?;
                Item::PushTransform(Transform { a, b, c, d, e, f })
            }
            Tag::PopTransform => Item::PopTransform,
        })
    }

    fn quad(&mut self, tag: Tag) -> Result<Quad, WireError> {
        let rect = self.rect()?;
        let fill = self.fill(tag)?;
        let radii = self.radii()?;
        let (border_width, border_color) = if self.has(flag::BORDER) {
            let [width] = self.lengths()?;
            (width, self.color()?)
        } else {
            (0.0, Color::TRANSPARENT)
        };
        Ok(Quad { rect, radii, border_width, border_color, fill, opacity: self.opacity()? })
    }

    fn fill(&mut self, tag: Tag) -> Result<Fill, WireError> {
        Ok(match tag {
            Tag::Solid => Fill::Solid(self.color()?),
            Tag::Linear => {
                let [from, to] = self.words()?;
                let [angle] = self.numbers()?;
                Fill::Linear { from: Color(from), to: Color(to), angle }
            }
            Tag::Radial => {
                let [from, to] = self.words()?;
                let ([x, y], [across, down]) = (self.numbers()?, self.lengths()?);
                Fill::Radial { from: Color(from), to: Color(to), centre: (x, y), radius: (across, down) }
            }
            Tag::Image => {
                let [image] = self.words()?;
                let source = if self.has(flag::SOURCE) { self.rect()? } else { WHOLE };
                Fill::Image { image: ImageId(image), source, tint: self.tint()? }
            }
            _ => Fill::Hole,
        })
    }

    fn nine_patch(&mut self) -> Result<NinePatch, WireError> {
        let rect = self.rect()?;
        let [image] = self.words()?;
        let (source, insets) = (self.insets()?, self.insets()?);
        let (tint, opacity) = (self.tint()?, self.opacity()?);
        Ok(NinePatch { rect, image: ImageId(image), source, insets, tint, opacity })
    }

    fn shadow(&mut self) -> Result<Shadow, WireError> {
        let (rect, color) = (self.rect()?, self.color()?);
        let ([x, y], [blur], [spread]) = (self.numbers()?, self.lengths()?, self.numbers()?);
        let radii = self.radii()?;
        Ok(Shadow { rect, radii, color, offset: (x, y), blur, spread, opacity: self.opacity()? })
    }

    fn glyph_run(&mut self) -> Result<GlyphRun, WireError> {
        let [x, y] = self.numbers()?;
        let [layout, color] = self.words()?;
        let [scale] = if self.has(flag::SCALE) { self.lengths()? } else { [1.0] };
        if scale == 0.0 {
            return Err(WireError::OutOfRange);
        }
        let opacity = self.opacity()?;
        Ok(GlyphRun { layout: LayoutId(layout), x, y, scale, color: Color(color), opacity })
    }

    const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    fn words<const N: usize>(&mut self) -> Result<[u32; N], WireError> {
        let (words, rest) = self.rest.split_first_chunk::<N>().ok_or(WireError::Truncated)?;
        self.rest = rest;
        Ok(words.map(u32::from_le_bytes))
    }

    /// Numbers that are finite and within [`COORDINATE_MAX`].
    fn numbers<const N: usize>(&mut self) -> Result<[f32; N], WireError> {
        let numbers = self.words::<N>()?.map(f32::from_bits);
        // What is not a number fails the comparison too. No early end, so that all are compared at once.
        let sound = numbers.iter().fold(true, |sound, number| sound & (number.abs() <= COORDINATE_MAX));
        if sound { Ok(numbers) } else { Err(WireError::OutOfRange) }
    }

    /// Numbers that are not negative.
    fn lengths<const N: usize>(&mut self) -> Result<[f32; N], WireError> {
        let lengths = self.numbers::<N>()?;
        let sound = lengths.iter().fold(true, |sound, length| sound & (*length >= 0.0));
        if sound { Ok(lengths) } else { Err(WireError::OutOfRange) }
    }

    /// A number from 0 to 1.
    fn share(&mut self) -> Result<f32, WireError> {
        let [share] = self.lengths()?;
        if share <= 1.0 { Ok(share) } else { Err(WireError::OutOfRange) }
    }

    fn rect(&mut self) -> Result<Rect, WireError> {
        let [x, y, w, h] = self.numbers()?;
        if w >= 0.0 && h >= 0.0 { Ok(Rect { x, y, w, h }) } else { Err(WireError::OutOfRange) }
    }

    fn color(&mut self) -> Result<Color, WireError> {
        let [color] = self.words()?;
        Ok(Color(color))
    }

    fn tint(&mut self) -> Result<Color, WireError> {
        if self.has(flag::TINT) { self.color() } else { Ok(Color::WHITE) }
    }

    fn opacity(&mut self) -> Result<f32, WireError> {
        if self.has(flag::OPACITY) { self.share() } else { Ok(1.0) }
    }

    fn radii(&mut self) -> Result<Radii, WireError> {
        if self.has(flag::RADII) {
            let [top_left, top_right, bottom_right, bottom_left] = self.lengths()?;
            return Ok(Radii { top_left, top_right, bottom_right, bottom_left });
        }
        let [radius] = if self.has(flag::RADIUS) { self.lengths()? } else { [0.0] };
        Ok(Radii::all(radius))
    }

    fn insets(&mut self) -> Result<Insets, WireError> {
        let [left, top, right, bottom] = self.lengths()?;
        Ok(Insets { left, top, right, bottom })
    }
}
