//! Reading display lists: every step is checked, because a list is an allegation.

use super::{
    Clip, Fill, GlyphRun, Group, HEADER_WORDS, ImageId, Item, LayoutId, NinePatch, Quad, Shadow, Tag, WHOLE,
    WORD_BYTES, flag,
};
use crate::geometry::{Color, Insets, Radii, Rect, Transform};
use crate::limits::{DISPLAY_LIST_BYTES_MAX, LIST_DEPTH_MAX};
use crate::wire::{Reader, WireError};

/// A list that was walked to its end and found sound.
#[derive(Clone, Copy, Debug)]
pub struct DisplayList<'a> {
    damage: Rect,
    items: &'a [u8],
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
        let mut from = Reader::new(bytes);
        let damage = from.rect()?;
        let count = from.u32()?;
        let items = bytes.get(HEADER_WORDS * WORD_BYTES..).ok_or(WireError::Truncated)?;
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
    rest: &'a [u8],
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
        let (header, _) = self.rest.split_first_chunk::<WORD_BYTES>().ok_or(WireError::Truncated)?;
        let [tag, flags, words @ ..] = *header;
        let bytes = usize::from(u16::from_le_bytes(words)) * WORD_BYTES;
        let (item, rest) = self.rest.split_at_checked(bytes).ok_or(WireError::Truncated)?;
        let tag = Tag::from_u8(tag).ok_or(WireError::UnknownTag { what: "display list item", tag })?;
        let alternatives = flag::RADIUS | flag::RADII;
        if flags & !tag.flags() != 0 || flags & alternatives == alternatives {
            return Err(WireError::BadStructure);
        }
        let body = item.get(WORD_BYTES..).ok_or(WireError::BadStructure)?;
        let mut parts = Parts { from: Reader::new(body), flags };
        let item = parts.item(tag)?;
        if !parts.from.is_empty() {
            return Err(WireError::BadStructure);
        }
        self.rest = rest;
        Ok(item)
    }
}

/// The words of one item after its header.
struct Parts<'a> {
    from: Reader<'a>,
    flags: u8,
}

impl Parts<'_> {
    fn item(&mut self, tag: Tag) -> Result<Item, WireError> {
        Ok(match tag {
            Tag::Solid | Tag::Linear | Tag::Radial | Tag::Image | Tag::Hole => Item::Quad(self.quad(tag)?),
            Tag::NinePatch => Item::NinePatch(self.nine_patch()?),
            Tag::Shadow => Item::Shadow(self.shadow()?),
            Tag::GlyphRun => Item::GlyphRun(self.glyph_run()?),
            Tag::PushClip => Item::PushClip(Clip { rect: self.from.rect()?, radii: self.radii()? }),
            Tag::PopClip => Item::PopClip,
            Tag::PushGroup => {
                Item::PushGroup(Group { rect: self.from.rect()?, opacity: self.number(0.0, 1.0)? })
            }
            Tag::PopGroup => Item::PopGroup,
            Tag::PushTransform => Item::PushTransform(self.transform()?),
            Tag::PopTransform => Item::PopTransform,
        })
    }

    fn quad(&mut self, tag: Tag) -> Result<Quad, WireError> {
        let rect = self.from.rect()?;
        let fill = self.fill(tag)?;
        let radii = self.radii()?;
        let (border_width, border_color) = if self.has(flag::BORDER) {
            (self.length()?, self.from.color()?)
        } else {
            (0.0, Color::TRANSPARENT)
        };
        Ok(Quad { rect, radii, border_width, border_color, fill, opacity: self.opacity()? })
    }

    fn fill(&mut self, tag: Tag) -> Result<Fill, WireError> {
        let from = &mut self.from;
        Ok(match tag {
            Tag::Solid => Fill::Solid(from.color()?),
            Tag::Linear => Fill::Linear { from: from.color()?, to: from.color()?, angle: from.f32()? },
            Tag::Radial => Fill::Radial {
                from: from.color()?,
                to: from.color()?,
                centre: (from.f32()?, from.f32()?),
                radius: (self.length()?, self.length()?),
            },
            Tag::Image => {
                let image = ImageId(from.u32()?);
                let source = if self.has(flag::SOURCE) { self.from.rect()? } else { WHOLE };
                Fill::Image { image, source, tint: self.tint()? }
            }
            _ => Fill::Hole,
        })
    }

    fn nine_patch(&mut self) -> Result<NinePatch, WireError> {
        Ok(NinePatch {
            rect: self.from.rect()?,
            image: ImageId(self.from.u32()?),
            source: self.insets()?,
            insets: self.insets()?,
            tint: self.tint()?,
            opacity: self.opacity()?,
        })
    }

    fn shadow(&mut self) -> Result<Shadow, WireError> {
        let rect = self.from.rect()?;
        let color = self.from.color()?;
        let offset = (self.from.f32()?, self.from.f32()?);
        let (blur, spread) = (self.length()?, self.from.f32()?);
        let radii = self.radii()?;
        Ok(Shadow { rect, radii, color, offset, blur, spread, opacity: self.opacity()? })
    }

    fn glyph_run(&mut self) -> Result<GlyphRun, WireError> {
        let (x, y) = (self.from.f32()?, self.from.f32()?);
        let (layout, color) = (LayoutId(self.from.u32()?), self.from.color()?);
        let scale = if self.has(flag::SCALE) { self.length()? } else { 1.0 };
        if scale == 0.0 {
            return Err(WireError::OutOfRange);
        }
        Ok(GlyphRun { layout, x, y, scale, color, opacity: self.opacity()? })
    }

    fn transform(&mut self) -> Result<Transform, WireError> {
        let from = &mut self.from;
        let (a, b, c, d) = (from.f32()?, from.f32()?, from.f32()?, from.f32()?);
        Ok(Transform { a, b, c, d, e: from.f32()?, f: from.f32()? })
    }

    const fn has(&self, flag: u8) -> bool {
        self.flags & flag != 0
    }

    fn number(&mut self, from: f32, to: f32) -> Result<f32, WireError> {
        let number = self.from.f32()?;
        if number >= from && number <= to { Ok(number) } else { Err(WireError::OutOfRange) }
    }

    /// A number that is not negative.
    fn length(&mut self) -> Result<f32, WireError> {
        self.number(0.0, f32::INFINITY)
    }

    fn tint(&mut self) -> Result<Color, WireError> {
        if self.has(flag::TINT) { self.from.color() } else { Ok(Color::WHITE) }
    }

    fn opacity(&mut self) -> Result<f32, WireError> {
        if self.has(flag::OPACITY) { self.number(0.0, 1.0) } else { Ok(1.0) }
    }

    fn radii(&mut self) -> Result<Radii, WireError> {
        if self.has(flag::RADII) {
            let (top_left, top_right) = (self.length()?, self.length()?);
            return Ok(Radii {
                top_left,
                top_right,
                bottom_right: self.length()?,
                bottom_left: self.length()?,
            });
        }
        if self.has(flag::RADIUS) { Ok(Radii::all(self.length()?)) } else { Ok(Radii::NONE) }
    }

    fn insets(&mut self) -> Result<Insets, WireError> {
        let (left, top) = (self.length()?, self.length()?);
        Ok(Insets { left, top, right: self.length()?, bottom: self.length()? })
    }
}
