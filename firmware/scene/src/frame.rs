//! Two display lists, the one on screen and the one being made, and what differs between them.

use alloc::vec::Vec;

use ferrule_abi::limits::{COORDINATE_MAX, DISPLAY_LIST_BYTES_MAX, LIST_DEPTH_MAX};
use ferrule_abi::list::{ListBuilder, ListItem};
use ferrule_abi::{Item, Rect};

use crate::math::{clamp, floor};
use crate::tree::Edges;

/// Bytes kept free so that everything open can be closed, with one word each, after an item of any length.
const RESERVE_BYTES: usize = 4 * (LIST_DEPTH_MAX + 32);

/// Where an item ends in the list and where it paints.
#[derive(Clone, Copy, Debug)]
struct Mark {
    end: u32,
    bounds: Edges,
}

/// A list and where its items paint.
#[derive(Debug, Default)]
struct Sheet {
    list: ListBuilder,
    marks: Vec<Mark>,
}

impl Sheet {
    fn start(&mut self) {
        self.list.start();
        self.marks.clear();
    }

    fn item(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.marks[at - 1].end as usize };
        self.list.item_bytes().get(start..self.marks[at].end as usize).unwrap_or_default()
    }
}

/// The frames of a screen.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    shown: Sheet,
    next: Sheet,
    /// Items were left out because the list is full.
    full: bool,
    /// Everything is to be painted again.
    whole: bool,
}

impl Frames {
    /// Starts the next list.
    pub(crate) fn start(&mut self) {
        self.next.start();
        self.full = false;
    }

    /// The next list must be shown as a whole, whatever is in it.
    pub(crate) fn invalidate(&mut self) {
        self.whole = true;
    }

    /// Appends an item that paints within `bounds`, or opens something. What does not fit any more is left out.
    pub(crate) fn push(&mut self, item: &impl ListItem, bounds: Edges) -> bool {
        let has_room = self.next.list.item_bytes().len() <= DISPLAY_LIST_BYTES_MAX - RESERVE_BYTES;
        let pushed = has_room && self.append(item, bounds);
        self.full |= !pushed;
        pushed
    }

    /// Items of the next list so far.
    pub(crate) fn position(&self) -> u32 {
        self.next.marks.len() as u32
    }

    /// Appends items of the list on screen once more. False when there is no room.
    #[inline(never)]
    pub(crate) fn keep(&mut self, first: u32, items: u32) -> bool {
        let Self { shown, next, .. } = self;
        let (from, to) = (first as usize, (first + items) as usize);
        let Some(marks) = shown.marks.get(from..to) else { return false };
        let start = from.checked_sub(1).map_or(0, |before| shown.marks[before].end);
        let (old, new) = (shown.list.item_bytes(), next.list.item_bytes().len());
        let end = marks.last().map_or(start, |mark| mark.end);
        let Some(bytes) = old.get(start as usize..end as usize) else { return false };
        if new + bytes.len() > DISPLAY_LIST_BYTES_MAX - RESERVE_BYTES {
            return false;
        }
        next.list.push_encoded(bytes, items);
        let moved = (new as u32).wrapping_sub(start);
        next.marks.extend(marks.iter().map(|mark| Mark { end: mark.end.wrapping_add(moved), ..*mark }));
        true
    }

    /// Closes what was opened. There is always room for it.
    pub(crate) fn close(&mut self, item: &Item) {
        self.append(item, Edges::default());
    }

    fn append(&mut self, item: &impl ListItem, bounds: Edges) -> bool {
        let pushed = self.next.list.push(item).is_ok();
        if pushed {
            let end = self.next.list.item_bytes().len() as u32;
            self.next.marks.push(Mark { end, bounds });
        }
        pushed
    }

    /// True when the list could not hold everything.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// Shows the next list if it differs from the one on screen. Answers whether it does.
    pub(crate) fn finish(&mut self, screen: &Edges) -> bool {
        let whole = core::mem::take(&mut self.whole);
        let damage = if whole { Some(*screen) } else { self.difference() };
        let Some(damage) = damage else {
            // The same items, which may reach elsewhere now.
            core::mem::swap(&mut self.shown.marks, &mut self.next.marks);
            return false;
        };
        core::mem::swap(&mut self.shown, &mut self.next);
        self.shown.list.finish(whole_pixels(&damage.intersect(screen)));
        true
    }

    /// True when the next list has the items that another has on screen.
    pub(crate) fn makes(&self, other: &Self) -> bool {
        self.next.list.item_bytes() == other.shown.list.item_bytes()
    }

    /// Items of the list on screen.
    pub(crate) fn items(&self) -> u32 {
        self.shown.list.len()
    }

    /// The list on screen.
    pub(crate) fn shown(&self) -> &[u8] {
        self.shown.list.as_bytes()
    }

    /// Where the two lists paint differently; nothing when they are the same.
    fn difference(&self) -> Option<Edges> {
        let (old, new) = (&self.shown, &self.next);
        let (olds, news) = (old.marks.len(), new.marks.len());
        let shorter = olds.min(news);
        let same_count = olds == news;
        let mut first = 0;
        while first < shorter && same_bytes(old.item(first), new.item(first)) {
            first += 1;
        }
        if same_count && first == olds {
            return None;
        }
        // With items added or removed, compare from the end as well.
        let mut tail = 0;
        if !same_count {
            while tail < shorter - first && same_bytes(old.item(olds - 1 - tail), new.item(news - 1 - tail)) {
                tail += 1;
            }
        }
        let mut damage: Option<Edges> = None;
        let mut add = |bounds: &Edges| {
            if !bounds.is_empty() {
                damage = Some(damage.map_or(*bounds, |so_far| so_far.union(bounds)));
            }
        };
        for at in first..olds - tail {
            if !same_count || !same_bytes(old.item(at), new.item(at)) {
                add(&old.marks[at].bounds);
                if same_count {
                    add(&new.marks[at].bounds);
                }
            }
        }
        if !same_count {
            new.marks[first..news - tail].iter().for_each(|mark| add(&mark.bounds));
        }
        // Different lists that paint nowhere still are different.
        Some(damage.unwrap_or_default())
    }
}

/// Compares eight bytes at a time, since this runs interpreted.
fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (mut left, mut right) = (a.chunks_exact(8), b.chunks_exact(8));
    let word = |chunk: &[u8]| chunk.try_into().map_or(0, u64::from_le_bytes);
    left.by_ref().zip(right.by_ref()).all(|(a, b)| word(a) == word(b))
        && left.remainder() == right.remainder()
}

/// The smallest whole-pixel rectangle around an area.
fn whole_pixels(area: &Edges) -> Rect {
    if area.is_empty() {
        return Rect::default();
    }
    let limit = |value: f32| clamp(value, -COORDINATE_MAX, COORDINATE_MAX);
    let (x0, y0) = (floor(limit(area.x0)), floor(limit(area.y0)));
    let (x1, y1) = (-floor(-limit(area.x1)), -floor(-limit(area.y1)));
    Rect::new(x0, y0, x1 - x0, y1 - y0)
}
