//! What a node's layout came to the last few times, so that unchanged parts are not computed again.
//!
//! taffy has a cache of its own that takes 500 bytes a node; this one takes 200 with a baseline only where a full layout
//! gives one. In rows in columns in rows a node is measured under six or more constraints: with fewer kept, a change of one text
//! measures the whole page again.

use taffy::geometry::{Line, Size};
use taffy::style::AvailableSpace;
use taffy::tree::{Baselines, LayoutInput, LayoutOutput, RequestedAxis, RunMode, SizingMode};

/// Sizes remembered per node beside the final one.
const MEASURES: usize = 6;
/// Bit of the final entry in [`LayoutCache::valid`].
const FINAL: u8 = 1 << MEASURES;

/// The constraints of one computation, packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// Per axis the known size or, without one, the room for it.
    sides: [u32; 2],
    /// The parent's size; an absent number is NaN, compared by its bits.
    parent: [u32; 2],
    mode: u8,
}

const AXIS_HORIZONTAL: u8 = 1;
const AXIS_VERTICAL: u8 = 2;
const AXIS_BOTH: u8 = 3;
const CONTENT_SIZE: u8 = 4;
const WIDTH_INDEFINITE: u8 = 8;
const HEIGHT_INDEFINITE: u8 = 16;
const WIDTH_KNOWN: u8 = 32;
const HEIGHT_KNOWN: u8 = 64;

const ABSENT: u32 = f32::NAN.to_bits();
const MIN_CONTENT: f32 = f32::NEG_INFINITY;
const MAX_CONTENT: f32 = f32::INFINITY;

fn optional(value: Option<f32>) -> u32 {
    value.map_or(ABSENT, f32::to_bits)
}

fn from_optional(bits: u32) -> Option<f32> {
    (bits != ABSENT).then(|| f32::from_bits(bits))
}

/// Where the size is known, the room for it does not matter.
fn side(known: Option<f32>, room: AvailableSpace) -> u32 {
    let value = known.unwrap_or(match room {
        AvailableSpace::Definite(pixels) => pixels,
        AvailableSpace::MinContent => MIN_CONTENT,
        AvailableSpace::MaxContent => MAX_CONTENT,
    });
    value.to_bits()
}

fn from_side(bits: u32, is_known: bool) -> (Option<f32>, AvailableSpace) {
    let value = f32::from_bits(bits);
    let room = if value == MIN_CONTENT {
        AvailableSpace::MinContent
    } else if value == MAX_CONTENT {
        AvailableSpace::MaxContent
    } else {
        AvailableSpace::Definite(value)
    };
    (is_known.then_some(value), room)
}

/// A bit where something holds.
const fn bit(bit: u8, holds: bool) -> u8 {
    if holds { bit } else { 0 }
}

impl Key {
    const EMPTY: Self = Self { sides: [0; 2], parent: [ABSENT; 2], mode: 0 };

    /// `shares`: the node's style has percentages of the parent's size. Otherwise that does not matter.
    pub(crate) fn new(input: &LayoutInput, shares: bool) -> Self {
        let axis = match input.axis {
            RequestedAxis::Horizontal => AXIS_HORIZONTAL,
            RequestedAxis::Vertical => AXIS_VERTICAL,
            RequestedAxis::Both => AXIS_BOTH,
        };
        let (known, definite) = (input.known_dimensions, input.known_dimensions_are_definite);
        let parent = if shares { input.parent_size } else { Size::NONE };
        Self {
            sides: [
                side(known.width, input.available_space.width),
                side(known.height, input.available_space.height),
            ],
            parent: [optional(parent.width), optional(parent.height)],
            mode: axis
                | bit(CONTENT_SIZE, input.sizing_mode == SizingMode::ContentSize)
                | bit(WIDTH_INDEFINITE, known.width.is_some() && !definite.width)
                | bit(HEIGHT_INDEFINITE, known.height.is_some() && !definite.height)
                | bit(WIDTH_KNOWN, known.width.is_some())
                | bit(HEIGHT_KNOWN, known.height.is_some()),
        }
    }

    /// Of a measurement of a node without children: it comes to both sides at once, and the room for its height does not
    /// matter, nor without a text that for its width.
    pub(crate) fn of_leaf(self, has_text: bool) -> Self {
        let [mut width, mut height] = self.sides;
        if self.mode & WIDTH_KNOWN == 0 && !has_text {
            width = MAX_CONTENT.to_bits();
        }
        if self.mode & HEIGHT_KNOWN == 0 {
            height = MAX_CONTENT.to_bits();
        }
        let mode = (self.mode | AXIS_BOTH) & !(WIDTH_INDEFINITE | HEIGHT_INDEFINITE);
        Self { sides: [width, height], mode, ..self }
    }

    /// The constraints again, for a full layout.
    fn input(&self) -> LayoutInput {
        let has = |bit: u8| self.mode & bit != 0;
        let (width, room_width) = from_side(self.sides[0], has(WIDTH_KNOWN));
        let (height, room_height) = from_side(self.sides[1], has(HEIGHT_KNOWN));
        LayoutInput {
            run_mode: RunMode::PerformLayout,
            sizing_mode: if has(CONTENT_SIZE) { SizingMode::ContentSize } else { SizingMode::InherentSize },
            axis: match self.mode & AXIS_BOTH {
                AXIS_HORIZONTAL => RequestedAxis::Horizontal,
                AXIS_VERTICAL => RequestedAxis::Vertical,
                _ => RequestedAxis::Both,
            },
            known_dimensions: Size { width, height },
            known_dimensions_are_definite: Size {
                width: !has(WIDTH_INDEFINITE),
                height: !has(HEIGHT_INDEFINITE),
            },
            parent_size: Size { width: from_optional(self.parent[0]), height: from_optional(self.parent[1]) },
            available_space: Size { width: room_width, height: room_height },
            vertical_margins_are_collapsible: Line::FALSE,
        }
    }

    /// A number that differs for most keys, and not for the axes asked for.
    pub(crate) fn digest(&self) -> u32 {
        let sides = self.sides[0].wrapping_mul(0xc2b2_ae35) ^ self.sides[1].rotate_left(15);
        let parent = self.parent[0].rotate_left(7) ^ self.parent[1].rotate_left(21);
        sides ^ parent.wrapping_mul(0x27d4_eb2f) ^ u32::from(self.mode & !AXIS_BOTH) << 8
    }

    /// True when a size computed for this key answers `other` too: the same, or for both axes where one is asked.
    fn answers(&self, other: &Key) -> bool {
        self.sides == other.sides
            && self.parent == other.parent
            && (self.mode == other.mode || self.mode == other.mode | AXIS_BOTH)
    }
}

/// A size and what it was computed for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    key: Key,
    width: f32,
    height: f32,
}

impl Entry {
    pub(crate) const EMPTY: Self = Self { key: Key::EMPTY, width: 0.0, height: 0.0 };

    pub(crate) fn key(&self) -> &Key {
        &self.key
    }

    pub(crate) fn answers(&self, key: &Key) -> bool {
        self.key.answers(key)
    }

    pub(crate) fn output(&self) -> LayoutOutput {
        LayoutOutput::from_outer_size(Size { width: self.width, height: self.height })
    }
}

/// The remembered results of one node.
#[derive(Clone, Debug)]
pub(crate) struct LayoutCache {
    entries: [Entry; MEASURES + 1],
    /// First baseline of the final entry, from the box's top.
    baseline: u32,
    /// Bit n: entry n holds.
    valid: u8,
    /// Which measure is overwritten next.
    next: u8,
    /// The final entry was computed once, so its constraints are known even when its result no longer holds.
    placed: bool,
}

impl LayoutCache {
    pub(crate) const EMPTY: Self =
        Self { entries: [Entry::EMPTY; MEASURES + 1], baseline: ABSENT, valid: 0, next: 0, placed: false };

    /// Of a node in a part of the tree that takes no room: up to date, and nothing to lay out again.
    pub(crate) const HIDDEN: Self = Self { valid: FINAL, ..Self::EMPTY };

    /// Forgets the results, but not the constraints of the last full layout.
    pub(crate) fn clear(&mut self) {
        self.valid = 0;
    }

    /// True when the node's full layout is up to date.
    pub(crate) const fn is_laid_out(&self) -> bool {
        self.valid & FINAL != 0
    }

    /// The constraints of the last full layout, to run it again in the same place.
    pub(crate) fn last_input(&self) -> Option<LayoutInput> {
        self.placed.then(|| self.entries[MEASURES].key.input())
    }

    /// The first baseline of the last full layout.
    pub(crate) fn baseline(&self) -> Option<f32> {
        from_optional(self.baseline)
    }

    /// What is remembered of a full layout.
    pub(crate) fn layout(&self, key: &Key) -> Option<LayoutOutput> {
        let last = &self.entries[MEASURES];
        (self.is_laid_out() && last.key == *key).then(|| {
            let mut output = last.output();
            output.baselines = Baselines::from_first(self.baseline());
            output
        })
    }

    /// What is remembered of a measurement.
    pub(crate) fn measure(&self, key: &Key) -> Option<LayoutOutput> {
        let holds = |at: &usize| self.valid & (1 << at) != 0 && self.entries[*at].answers(key);
        (0..MEASURES).find(holds).map(|at| self.entries[at].output())
    }

    /// Remembers a full layout.
    pub(crate) fn store_layout(&mut self, key: Key, output: &LayoutOutput) {
        self.entries[MEASURES] = Entry { key, width: output.size.width, height: output.size.height };
        self.baseline = optional(output.baselines.first);
        self.valid |= FINAL;
        self.placed = true;
    }

    /// Remembers a measurement. Answers the one that made room for it.
    pub(crate) fn store_measure(&mut self, key: Key, output: &LayoutOutput) -> Option<Entry> {
        let at = usize::from(self.next) % MEASURES;
        let entry = Entry { key, width: output.size.width, height: output.size.height };
        let old = core::mem::replace(&mut self.entries[at], entry);
        let held = self.valid & (1 << at) != 0;
        self.valid |= 1 << at;
        self.next = ((at + 1) % MEASURES) as u8;
        held.then_some(old)
    }
}
