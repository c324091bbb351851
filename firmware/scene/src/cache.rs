//! What a node's layout came to the last few times, so that unchanged parts are not computed again.
//!
//! taffy has a cache of its own that takes 500 bytes a node; this one takes 150 by keeping three sizes instead of
//! nine, and a baseline only where a full layout gives one.

use taffy::geometry::{Line, Size};
use taffy::style::AvailableSpace;
use taffy::tree::{Baselines, LayoutInput, LayoutOutput, RequestedAxis, RunMode, SizingMode};

/// Sizes remembered per node beside the final one.
const MEASURES: usize = 3;
/// Bit of the final entry in [`LayoutCache::valid`].
const FINAL: u8 = 1 << MEASURES;

/// The constraints of one computation, packed. An absent number is NaN, compared by its bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    known: [u32; 2],
    available: [u32; 2],
    parent: [u32; 2],
    mode: u8,
}

const AXIS_HORIZONTAL: u8 = 1;
const AXIS_VERTICAL: u8 = 2;
const AXIS_BOTH: u8 = 3;
const CONTENT_SIZE: u8 = 4;
const WIDTH_INDEFINITE: u8 = 8;
const HEIGHT_INDEFINITE: u8 = 16;

const ABSENT: u32 = f32::NAN.to_bits();
const MIN_CONTENT: f32 = f32::NEG_INFINITY;
const MAX_CONTENT: f32 = f32::INFINITY;

fn optional(value: Option<f32>) -> u32 {
    value.map_or(ABSENT, f32::to_bits)
}

fn from_optional(bits: u32) -> Option<f32> {
    (bits != ABSENT).then(|| f32::from_bits(bits))
}

fn space(value: AvailableSpace) -> u32 {
    match value {
        AvailableSpace::Definite(pixels) => pixels.to_bits(),
        AvailableSpace::MinContent => MIN_CONTENT.to_bits(),
        AvailableSpace::MaxContent => MAX_CONTENT.to_bits(),
    }
}

fn from_space(bits: u32) -> AvailableSpace {
    let value = f32::from_bits(bits);
    if value == MIN_CONTENT {
        AvailableSpace::MinContent
    } else if value == MAX_CONTENT {
        AvailableSpace::MaxContent
    } else {
        AvailableSpace::Definite(value)
    }
}

impl Key {
    const EMPTY: Self = Self { known: [ABSENT; 2], available: [0; 2], parent: [ABSENT; 2], mode: 0 };

    fn new(input: &LayoutInput) -> Self {
        let axis = match input.axis {
            RequestedAxis::Horizontal => AXIS_HORIZONTAL,
            RequestedAxis::Vertical => AXIS_VERTICAL,
            RequestedAxis::Both => AXIS_BOTH,
        };
        let sizing = if input.sizing_mode == SizingMode::ContentSize { CONTENT_SIZE } else { 0 };
        let (known, definite) = (input.known_dimensions, input.known_dimensions_are_definite);
        let width = if known.width.is_some() && !definite.width { WIDTH_INDEFINITE } else { 0 };
        let height = if known.height.is_some() && !definite.height { HEIGHT_INDEFINITE } else { 0 };
        // Where the size is known, the room for it does not matter.
        let room = |known: Option<f32>, available| if known.is_some() { 0 } else { space(available) };
        Self {
            known: [optional(known.width), optional(known.height)],
            available: [
                room(known.width, input.available_space.width),
                room(known.height, input.available_space.height),
            ],
            parent: [optional(input.parent_size.width), optional(input.parent_size.height)],
            mode: axis | sizing | width | height,
        }
    }

    /// The constraints again, for a full layout.
    fn input(&self) -> LayoutInput {
        let known = Size { width: from_optional(self.known[0]), height: from_optional(self.known[1]) };
        let room = |known: Option<f32>, bits| known.map_or(from_space(bits), AvailableSpace::Definite);
        LayoutInput {
            run_mode: RunMode::PerformLayout,
            sizing_mode: if self.mode & CONTENT_SIZE != 0 {
                SizingMode::ContentSize
            } else {
                SizingMode::InherentSize
            },
            axis: match self.mode & AXIS_BOTH {
                AXIS_HORIZONTAL => RequestedAxis::Horizontal,
                AXIS_VERTICAL => RequestedAxis::Vertical,
                _ => RequestedAxis::Both,
            },
            known_dimensions: known,
            known_dimensions_are_definite: Size {
                width: self.mode & WIDTH_INDEFINITE == 0,
                height: self.mode & HEIGHT_INDEFINITE == 0,
            },
            parent_size: Size { width: from_optional(self.parent[0]), height: from_optional(self.parent[1]) },
            available_space: Size {
                width: room(known.width, self.available[0]),
                height: room(known.height, self.available[1]),
            },
            vertical_margins_are_collapsible: Line::FALSE,
        }
    }

    /// True when a size computed for this key answers `other` too: the same, or for both axes where one is asked.
    fn answers(&self, other: &Key) -> bool {
        self.known == other.known
            && self.available == other.available
            && self.parent == other.parent
            && (self.mode == other.mode || self.mode == other.mode | AXIS_BOTH)
    }
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    key: Key,
    width: f32,
    height: f32,
}

impl Entry {
    const EMPTY: Self = Self { key: Key::EMPTY, width: 0.0, height: 0.0 };

    fn output(&self) -> LayoutOutput {
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

    pub(crate) fn get(&self, input: &LayoutInput) -> Option<LayoutOutput> {
        if self.valid == 0 {
            return None;
        }
        let key = Key::new(input);
        match input.run_mode {
            RunMode::PerformLayout => {
                let last = &self.entries[MEASURES];
                (self.valid & FINAL != 0 && last.key == key).then(|| {
                    let mut output = last.output();
                    output.baselines = Baselines::from_first(self.baseline());
                    output
                })
            }
            RunMode::ComputeSize => {
                let holds = |at: &usize| self.valid & (1 << at) != 0 && self.entries[*at].key.answers(&key);
                (0..MEASURES).find(holds).map(|at| self.entries[at].output())
            }
            RunMode::PerformHiddenLayout => None,
        }
    }

    pub(crate) fn store(&mut self, input: &LayoutInput, output: &LayoutOutput) {
        let entry = Entry { key: Key::new(input), width: output.size.width, height: output.size.height };
        match input.run_mode {
            RunMode::PerformLayout => {
                self.entries[MEASURES] = entry;
                self.baseline = optional(output.baselines.first);
                self.valid |= FINAL;
                self.placed = true;
            }
            RunMode::ComputeSize => {
                let at = usize::from(self.next) % MEASURES;
                self.entries[at] = entry;
                self.valid |= 1 << at;
                self.next = ((at + 1) % MEASURES) as u8;
            }
            RunMode::PerformHiddenLayout => {}
        }
    }
}
