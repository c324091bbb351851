//! The glyph atlas: masks of glyphs packed into one texture.
//!
//! Masks lie on shelves: rows of similar height. When one does not fit any more, the whole atlas is emptied and fills
//! again with what is in use; at the sizes of a television that is rare, and no bookkeeping is needed for it.

use std::collections::HashMap;

use ferrule_text::{GlyphKey, GlyphMask, Rasterizer};
use rustc_hash::FxBuildHasher;

use crate::device::Device;

/// Side of the atlas in pixels, and its bytes are the square of it.
pub(crate) const ATLAS_SIDE: u32 = 1024;
/// Largest font size that is rasterised; larger glyphs are drawn from masks of this size.
pub(crate) const GLYPH_SIZE_PIXELS_MAX: f32 = 128.0;
/// Glyphs known, blank ones included; at that the atlas is emptied.
const GLYPHS_MAX: usize = 8192;
/// Empty pixels around each mask, so that smoothing does not reach its neighbours.
const PADDING: u32 = 1;
/// Heights of shelves are multiples of this.
const SHELF_STEP: u32 = 4;

/// Where a glyph is in the atlas, its padding included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) x: u32,
    pub(crate) y: u32,
    /// 0 for a blank.
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// From the glyph's origin to the left edge, to the right.
    pub(crate) left: i32,
    /// From the baseline to the top edge, up.
    pub(crate) top: i32,
}

/// Which glyphs are where.
#[derive(Debug)]
pub(crate) struct Atlas {
    places: HashMap<GlyphKey, Place, FxBuildHasher>,
    shelves: Shelves,
    /// A mask with its padding, on its way to the texture.
    padded: Vec<u8>,
}

impl Atlas {
    pub(crate) fn new() -> Self {
        Self { places: HashMap::default(), shelves: Shelves::new(ATLAS_SIDE), padded: Vec::new() }
    }

    /// Forgets all glyphs.
    pub(crate) fn clear(&mut self) {
        self.places.clear();
        self.shelves = Shelves::new(ATLAS_SIDE);
    }

    /// True when nothing is in it: what does not fit now never will.
    pub(crate) fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub(crate) fn get(&self, key: GlyphKey) -> Option<Place> {
        self.places.get(&key).copied()
    }

    /// Rasterises a glyph that is not there yet and uploads it. Nothing when there is no room: what was gathered must
    /// be drawn and the atlas emptied.
    pub(crate) fn add(
        &mut self,
        key: GlyphKey,
        rasterizer: &mut Rasterizer,
        device: &mut Device,
    ) -> Option<Place> {
        let mask = rasterizer.rasterize(key).unwrap_or_default();
        let has_pixels =
            mask.width > 0 && mask.height > 0 && mask.alpha.len() == (mask.width * mask.height) as usize;
        if self.places.len() >= GLYPHS_MAX {
            return None;
        }
        let mut place = Place::default();
        if has_pixels {
            let (width, height) = (mask.width + 2 * PADDING, mask.height + 2 * PADDING);
            let (x, y) = self.shelves.place(width, height)?;
            self.pad(&mask);
            device.write_glyph(x, y, width, height, &self.padded);
            place = Place {
                x,
                y,
                width,
                height,
                left: mask.left - PADDING as i32,
                top: mask.top + PADDING as i32,
            };
        }
        self.places.insert(key, place);
        Some(place)
    }

    /// Copies a mask with empty pixels around it.
    fn pad(&mut self, mask: &GlyphMask) {
        let (width, padding) = (mask.width as usize, PADDING as usize);
        let stride = width + 2 * padding;
        self.padded.clear();
        self.padded.resize(stride * padding, 0);
        for row in mask.alpha.chunks_exact(width) {
            self.padded.resize(self.padded.len() + padding, 0);
            self.padded.extend_from_slice(row);
            self.padded.resize(self.padded.len() + padding, 0);
        }
        self.padded.resize(self.padded.len() + stride * padding, 0);
    }
}

/// Rows of a square that fill from the left.
#[derive(Debug)]
struct Shelves {
    side: u32,
    rows: Vec<Shelf>,
    /// Height of all rows.
    used: u32,
}

#[derive(Debug)]
struct Shelf {
    y: u32,
    height: u32,
    used: u32,
}

impl Shelves {
    fn new(side: u32) -> Self {
        Self { side, rows: Vec::new(), used: 0 }
    }

    /// Finds room for a rectangle and takes it; nothing when there is none.
    fn place(&mut self, width: u32, height: u32) -> Option<(u32, u32)> {
        let row = self.row(width, height)?;
        let at = (row.used, row.y);
        row.used += width;
        Some(at)
    }

    /// The row to put a rectangle on: one of about its height, else a new one, else any that is high enough.
    fn row(&mut self, width: u32, height: u32) -> Option<&mut Shelf> {
        let side = self.side;
        let fits = |row: &Shelf| row.height >= height && row.used + width <= side;
        let lowest = |(_, row): &(usize, &Shelf)| row.height;
        let best = self.rows.iter().enumerate().filter(|(_, row)| fits(row)).min_by_key(lowest);
        let best = best.map(|(index, row)| (index, row.height));
        let height = height.next_multiple_of(SHELF_STEP);
        let has_room = width <= side && self.used + height <= side;
        match best {
            Some((index, there)) if there <= height + height / 4 || !has_room => self.rows.get_mut(index),
            _ if has_room => {
                self.rows.push(Shelf { y: self.used, height, used: 0 });
                self.used += height;
                self.rows.last_mut()
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_never_overlap_and_stay_inside() {
        let mut shelves = Shelves::new(128);
        let mut placed: Vec<[u32; 4]> = Vec::new();
        let mut random = 12345_u32;
        for _ in 0..10_000 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let (width, height) = (1 + (random >> 8) % 30, 1 + (random >> 16) % 30);
            let Some((x, y)) = shelves.place(width, height) else { continue };
            let new = [x, y, x + width, y + height];
            assert!(new[2] <= 128 && new[3] <= 128, "{new:?}");
            for old in &placed {
                let apart = new[0] >= old[2] || old[0] >= new[2] || new[1] >= old[3] || old[1] >= new[3];
                assert!(apart, "{new:?} on {old:?}");
            }
            placed.push(new);
        }
        let area: u32 = placed.iter().map(|[x, y, right, bottom]| (right - x) * (bottom - y)).sum();
        assert!(area > 128 * 128 * 3 / 4, "{area} of {} pixels used", 128 * 128);
    }

    #[test]
    fn what_is_larger_than_the_square_is_refused() {
        let mut shelves = Shelves::new(64);
        assert_eq!(shelves.place(65, 1), None);
        assert_eq!(shelves.place(1, 65), None);
        assert_eq!(shelves.place(64, 64), Some((0, 0)));
        assert_eq!(shelves.place(1, 1), None);
    }
}
