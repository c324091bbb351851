//! Two display lists, the one on screen and the one being made, and what differs between them.

use alloc::vec::Vec;

use ferrule_abi::limits::{COORDINATE_MAX, DISPLAY_LIST_BYTES_MAX, LIST_DEPTH_MAX};
use ferrule_abi::list::{ListBuilder, ListItem, SolidBox};
use ferrule_abi::{Item, Rect};

use crate::math::{clamp, floor};
use crate::tree::Edges;

/// Words of a list up to which items are taken: after an item of any length everything open can be closed, with one word
/// each.
const WORDS_MAX: usize = DISPLAY_LIST_BYTES_MAX / 4 - (LIST_DEPTH_MAX + 32);

/// Where an item ends in the list, in words from its beginning, and where it paints.
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

    /// Where an item begins, in words.
    fn start_of(&self, at: usize) -> usize {
        at.checked_sub(1).map_or(ListBuilder::HEADER_WORDS, |before| self.marks[before].end as usize)
    }

    fn item(&self, at: usize) -> &[[u8; 4]] {
        self.words(self.start_of(at), self.marks[at].end as usize)
    }

    fn words(&self, from: usize, to: usize) -> &[[u8; 4]] {
        self.list.words().get(from..to).unwrap_or_default()
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
    so_far: SoFar,
}

/// What is known of the difference between the two lists while the next one is written: as long as its items stand where
/// those on screen stand, each is compared when it comes, and what is kept not at all.
#[derive(Debug)]
struct SoFar {
    /// Items stand elsewhere than on screen: the rest has to wait until the list is whole.
    is_shifted: bool,
    /// The first item that may differ.
    first: Option<usize>,
    /// Where items before the first shifted one paint differently.
    damage: Damage,
    /// Where the item on screen begins that the next one is compared with, in words.
    old_start: usize,
}

impl Default for SoFar {
    fn default() -> Self {
        let old_start = ListBuilder::HEADER_WORDS;
        Self { is_shifted: false, first: None, damage: Damage::default(), old_start }
    }
}

impl SoFar {
    /// The item at a place stands elsewhere on screen, or nowhere.
    #[cold]
    fn shift(&mut self, at: usize) {
        self.is_shifted = true;
        self.first.get_or_insert(at);
    }
}

/// The area around everything that paints differently.
#[derive(Clone, Copy, Debug)]
struct Damage(Edges);

impl Default for Damage {
    fn default() -> Self {
        Self(Edges::INSIDE_OUT)
    }
}

impl Damage {
    #[inline(always)]
    fn add(&mut self, bounds: &Edges) {
        // Most of what moves does so where something has moved before.
        if !bounds.is_within(&self.0) {
            self.grow(*bounds);
        }
    }

    #[inline(never)]
    fn grow(&mut self, by: Edges) {
        if !by.is_empty() {
            self.0 = self.0.around(&by);
        }
    }

    fn area(&self) -> Edges {
        if self.0.is_empty() { Edges::default() } else { self.0 }
    }
}

impl Frames {
    /// Starts the next list.
    pub(crate) fn start(&mut self) {
        self.next.start();
        self.full = false;
        self.so_far = SoFar::default();
    }

    /// The next list must be shown as a whole, whatever is in it.
    pub(crate) fn invalidate(&mut self) {
        self.whole = true;
    }

    /// Appends an item that paints within `bounds`, or opens something. What does not fit any more is left out.
    #[inline(never)]
    pub(crate) fn push(&mut self, item: &impl ListItem, bounds: Edges) -> bool {
        let start = self.next.list.words().len();
        let pushed = self.has_room() && self.next.list.push(item).is_ok();
        if pushed {
            self.pushed(start, &bounds);
        }
        self.full |= !pushed;
        pushed
    }

    /// The same for what there is most of, without a call.
    #[inline(always)]
    pub(crate) fn push_solid(&mut self, item: &SolidBox, bounds: Edges) -> bool {
        let start = self.next.list.words().len();
        let pushed = self.has_room() && self.next.list.push(item).is_ok();
        if pushed {
            self.note(start, &bounds);
        } else {
            self.full = true;
        }
        pushed
    }

    fn has_room(&self) -> bool {
        self.next.list.words().len() <= WORDS_MAX
    }

    /// Items of the next list so far.
    pub(crate) fn position(&self) -> u32 {
        self.next.marks.len() as u32
    }

    /// Appends items of the list on screen once more. False when there is no room.
    #[inline(never)]
    pub(crate) fn keep(&mut self, first: u32, items: u32) -> bool {
        let Self { shown, next, so_far, .. } = self;
        let (from, to) = (first as usize, (first + items) as usize);
        let Some(marks) = shown.marks.get(from..to) else { return false };
        let (start, new) = (shown.start_of(from), next.list.words().len());
        let end = marks.last().map_or(start, |mark| mark.end as usize);
        let Some(words) = shown.list.words().get(start..end) else { return false };
        if new + words.len() > WORDS_MAX {
            return false;
        }
        if from != next.marks.len() {
            so_far.shift(next.marks.len());
        }
        next.list.push_encoded(words, items);
        let moved = new.wrapping_sub(start) as u32;
        if moved == 0 {
            next.marks.extend_from_slice(marks);
        } else {
            next.marks.extend(marks.iter().map(|mark| Mark { end: mark.end.wrapping_add(moved), ..*mark }));
        }
        so_far.old_start = end;
        true
    }

    /// Closes what was opened. There is always room for it.
    pub(crate) fn close(&mut self, item: &Item) {
        let start = self.next.list.words().len();
        if self.next.list.push(item).is_ok() {
            self.pushed(start, &Edges::default());
        }
    }

    /// Notes where the newest item, which begins at `start`, paints, and how it differs from the one in its place on screen.
    #[inline(never)]
    fn pushed(&mut self, start: usize, bounds: &Edges) {
        self.note(start, bounds);
    }

    #[inline(always)]
    fn note(&mut self, start: usize, bounds: &Edges) {
        let Self { shown, next, so_far, .. } = self;
        let (at, end) = (next.marks.len(), next.list.words().len());
        next.marks.push(Mark { end: end as u32, bounds: *bounds });
        if so_far.is_shifted {
            return;
        }
        let Some(old) = shown.marks.get(at) else { return so_far.shift(at) };
        let old_end = old.end as usize;
        let is = next.list.words().get(start..).unwrap_or_default();
        let was = shown.words(so_far.old_start, old_end);
        so_far.old_start = old_end;
        if !same(is, was) {
            so_far.first.get_or_insert(at);
            so_far.damage.add(&old.bounds);
            so_far.damage.add(bounds);
        }
    }

    /// True when the list could not hold everything.
    pub(crate) fn is_full(&self) -> bool {
        self.full
    }

    /// Shows the next list if it differs from the one on screen. Answers whether it does.
    pub(crate) fn finish(&mut self, screen: &Edges) -> bool {
        let whole = core::mem::take(&mut self.whole);
        let SoFar { is_shifted, first, damage, .. } = self.so_far;
        let same_count = self.next.marks.len() == self.shown.marks.len();
        let damage = match first {
            _ if whole => Some(*screen),
            // Different lists that paint nowhere still are different.
            _ if same_count && !is_shifted => first.map(|_| damage.area()),
            _ => self.difference(first.unwrap_or(self.next.marks.len())),
        };
        debug_assert!(whole || damage == self.difference(0), "the lists differ elsewhere");
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
        let items = |list: &ListBuilder| list.words().get(ListBuilder::HEADER_WORDS..).map(<[_]>::to_vec);
        items(&self.next.list) == items(&other.shown.list)
    }

    /// Items of the list on screen.
    pub(crate) fn items(&self) -> u32 {
        self.shown.list.len()
    }

    /// The list on screen.
    pub(crate) fn shown(&self) -> &[u8] {
        self.shown.list.as_bytes()
    }

    /// Where the two lists paint differently; nothing when they are the same. The items before `first` are.
    #[inline(never)]
    fn difference(&self, mut first: usize) -> Option<Edges> {
        let (old, new) = (&self.shown, &self.next);
        let (olds, news) = (old.marks.len(), new.marks.len());
        let shorter = olds.min(news);
        let same_count = olds == news;
        while first < shorter && same(old.item(first), new.item(first)) {
            first += 1;
        }
        if same_count && first == olds {
            return None;
        }
        // With items added or removed, compare from the end as well.
        let mut tail = 0;
        if !same_count {
            while tail < shorter - first && same(old.item(olds - 1 - tail), new.item(news - 1 - tail)) {
                tail += 1;
            }
        }
        let mut damage = Damage::default();
        for at in first..olds - tail {
            if !same_count || !same(old.item(at), new.item(at)) {
                damage.add(&old.marks[at].bounds);
                if same_count {
                    damage.add(&new.marks[at].bounds);
                }
            }
        }
        if !same_count {
            new.marks[first..news - tail].iter().for_each(|mark| damage.add(&mark.bounds));
        }
        Some(damage.area())
    }
}

/// Compares word by word: most items that differ do so in their first ones.
#[inline(always)]
fn same(a: &[[u8; 4]], b: &[[u8; 4]]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b)
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
