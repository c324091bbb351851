//! The layout half of a node's style, packed.
//!
//! `set` is how commands change it, `read` how taffy sees it.

mod align;
mod read;
mod set;

use ferrule_abi::Keyword;
use taffy::geometry::Point;
use taffy::style::{
    AlignContent, AlignItems, AlignItemsKeyword, AlignSelf, BoxSizing, Direction, FlexDirection, FlexWrap,
    JustifyContent, Overflow, Position,
};

pub(crate) use read::StyleRef;
pub(crate) use set::is_inner;

pub(crate) const WIDTH: usize = 0;
pub(crate) const HEIGHT: usize = 1;
pub(crate) const BASIS: usize = 2;
pub(crate) const MIN_WIDTH: usize = 3;
pub(crate) const MIN_HEIGHT: usize = 4;
pub(crate) const MAX_WIDTH: usize = 5;
pub(crate) const MAX_HEIGHT: usize = 6;
pub(crate) const LEFT: usize = 7;
pub(crate) const TOP: usize = 8;
pub(crate) const RIGHT: usize = 9;
pub(crate) const BOTTOM: usize = 10;
pub(crate) const MARGIN: usize = 11;
pub(crate) const PADDING: usize = 15;
pub(crate) const BORDER: usize = 19;
pub(crate) const ROW_GAP: usize = 23;
pub(crate) const COLUMN_GAP: usize = 24;
/// Margins, paddings and borders come as left, top, right, bottom from their first on.
const LENGTHS: usize = 25;

/// Lengths from here on are words: no number of pixels is as large.
pub(crate) const WORDS: f32 = 1.0e9;
/// Nothing was said.
pub(crate) const UNSET: f32 = 1.0e9;
pub(crate) const AUTO: f32 = 2.0e9;
pub(crate) const MIN_CONTENT: f32 = 3.0e9;
pub(crate) const MAX_CONTENT: f32 = 4.0e9;
pub(crate) const FIT_CONTENT: f32 = 5.0e9;
pub(crate) const STRETCH: f32 = 6.0e9;
pub(crate) const CONTENT: f32 = 7.0e9;

/// Everything that layout depends on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LayoutStyle {
    /// Pixels, shares of 1 where [`Self::percents`] says so, or one of the words above.
    lengths: [f32; LENGTHS],
    /// Bit n: length n is a share.
    percents: u32,
    pub(crate) grow: f32,
    shrink: f32,
    /// Width by height; 0 for none.
    pub(crate) aspect_ratio: f32,
    pub(crate) line_count: u8,
    pub(crate) position: Position,
    pub(crate) direction: FlexDirection,
    pub(crate) wrap: FlexWrap,
    pub(crate) align: AlignItems,
    /// `None` follows the parent's `align`.
    pub(crate) align_self: Option<AlignSelf>,
    pub(crate) align_content: AlignContent,
    pub(crate) justify: JustifyContent,
    pub(crate) box_sizing: BoxSizing,
    overflow: Point<Overflow>,
    /// `None` follows the parent's.
    own_direction: Option<Direction>,
    /// Where rows start: what it says itself or what it inherits.
    pub(crate) layout_direction: Direction,
    /// `display: none`.
    pub(crate) is_none: bool,
    scroll: Keyword,
}

impl LayoutStyle {
    pub(crate) const DEFAULT: Self = Self {
        lengths: {
            let mut lengths = [0.0; LENGTHS];
            let mut at = 0;
            while at < MARGIN {
                lengths[at] = UNSET;
                at += 1;
            }
            lengths
        },
        percents: 0,
        grow: 0.0,
        shrink: 1.0,
        aspect_ratio: 0.0,
        line_count: 1,
        position: Position::Relative,
        direction: FlexDirection::Column,
        wrap: FlexWrap::NoWrap,
        align: AlignItems::STRETCH,
        align_self: None,
        align_content: AlignContent::STRETCH,
        justify: JustifyContent::FLEX_START,
        box_sizing: BoxSizing::BorderBox,
        overflow: Point { x: Overflow::Visible, y: Overflow::Visible },
        own_direction: None,
        layout_direction: Direction::Ltr,
        is_none: false,
        scroll: Keyword::None,
    };

    /// A length: pixels or a share below [`WORDS`], else a word.
    pub(crate) fn length(&self, at: usize) -> f32 {
        self.lengths[at]
    }

    /// True when a length is a share of the parent's size.
    pub(crate) fn is_share(&self, at: usize) -> bool {
        self.percents & 1 << at != 0
    }

    /// True when a length is a number of pixels.
    pub(crate) fn is_pixels(&self, at: usize) -> bool {
        self.lengths[at] < WORDS && !self.is_share(at)
    }

    /// A length in pixels, where shares are of `basis` and words count nothing.
    pub(crate) fn resolved(&self, at: usize, basis: f32) -> f32 {
        let length = self.lengths[at];
        match () {
            () if length >= WORDS => 0.0,
            () if self.is_share(at) => length * basis,
            () => length,
        }
    }

    /// True when padding and border are all numbers of pixels, so that no basis is needed to know them.
    pub(crate) fn has_plain_insets(&self) -> bool {
        const SIDES: u32 = 0b1111 << PADDING;
        self.percents & SIDES == 0
    }

    /// True when something of its own depends on the parent's size.
    pub(crate) fn has_shares(&self) -> bool {
        const GAPS: u32 = 1 << ROW_GAP | 1 << COLUMN_GAP;
        self.percents & !GAPS != 0
    }

    pub(crate) fn shrink(&self, rigid: bool) -> f32 {
        if rigid { 0.0 } else { self.shrink }
    }

    pub(crate) fn is_row(&self) -> bool {
        matches!(self.direction, FlexDirection::Row | FlexDirection::RowReverse)
    }

    pub(crate) fn is_reversed(&self) -> bool {
        matches!(self.direction, FlexDirection::RowReverse | FlexDirection::ColumnReverse)
    }

    pub(crate) fn is_right_to_left(&self) -> bool {
        self.layout_direction == Direction::Rtl
    }

    pub(crate) fn overflow(&self) -> Point<Overflow> {
        // What scrolls is not held open by its content.
        if self.scroll == Keyword::None {
            self.overflow
        } else {
            Point { x: Overflow::Hidden, y: Overflow::Hidden }
        }
    }

    /// True when children are to be cut off at the box.
    pub(crate) fn hides_overflow(&self) -> bool {
        self.overflow != Self::DEFAULT.overflow
    }

    /// Takes on the parent's direction unless it says one itself. Answers whether it is another now.
    pub(crate) fn inherit_direction(&mut self, parents: Direction) -> bool {
        put(&mut self.layout_direction, self.own_direction.unwrap_or(parents))
    }

    /// The axis on which the content scrolls: `None`, `X` or `Y`.
    pub(crate) const fn scroll(&self) -> Keyword {
        self.scroll
    }

    /// True when the children's sizes along the main axis are kept because that axis scrolls.
    pub(crate) fn scrolls_along_main(&self) -> bool {
        match self.scroll {
            Keyword::X => self.is_row(),
            Keyword::Y => !self.is_row(),
            _ => false,
        }
    }

    /// True when content that does not fit reaches out at the left, or for a vertical scroll at the top: scrolling
    /// starts at the other end.
    pub(crate) fn scrolls_backwards(&self) -> bool {
        match self.scroll {
            Keyword::X if self.is_row() => self.is_reversed() != self.is_right_to_left(),
            Keyword::X => self.is_right_to_left(),
            Keyword::Y => self.is_reversed() && !self.is_row(),
            _ => false,
        }
    }

    /// How far content that is scrolled by `offset` stands to the left of its place in the layout, and above it.
    pub(crate) fn scroll_shift(&self, offset: f32) -> (f32, f32) {
        let shift = if self.scrolls_backwards() { -offset } else { offset };
        match self.scroll {
            Keyword::X => (shift, 0.0),
            Keyword::Y => (0.0, shift),
            _ => (0.0, 0.0),
        }
    }

    /// True when flexbox never makes it smaller than it says. `rigid`: the parent's main axis scrolls.
    pub(crate) fn keeps_size(&self, rigid: bool) -> bool {
        (rigid || self.shrink == 0.0) && self.lengths[BASIS] >= WORDS && self.lengths[BASIS] <= AUTO
    }

    /// True when it takes part in aligning baselines in a parent with this style.
    pub(crate) fn aligns_baseline_in(&self, parent: &LayoutStyle) -> bool {
        let align = self.align_self.unwrap_or(parent.align);
        align.keyword == AlignItemsKeyword::Baseline && parent.is_row()
    }

    /// True when nothing inside the node can change its own size or its share of the parent's room: then a change
    /// inside need not be laid out any further up, unless it moves a baseline.
    pub(crate) fn is_boundary(&self, parent: &LayoutStyle) -> bool {
        if self.is_none {
            return true;
        }
        if self.position == Position::Absolute {
            let stretches = self.align_self.is_none_or(|align| align.is_stretch_or_normal());
            return self.is_pinned(WIDTH, LEFT, RIGHT, true)
                && self.is_pinned(HEIGHT, TOP, BOTTOM, stretches);
        }
        if !self.is_pixels(WIDTH) || !self.is_pixels(HEIGHT) {
            return false;
        }
        if self.keeps_size(parent.scrolls_along_main()) {
            return true;
        }
        // The least size of a flexible item depends on its content unless it is given or the item scrolls.
        let row = parent.is_row();
        let (least, overflow) =
            if row { (MIN_WIDTH, self.overflow().x) } else { (MIN_HEIGHT, self.overflow().y) };
        let basis_known = self.is_pixels(BASIS) || matches!(self.lengths[BASIS], UNSET | AUTO);
        basis_known && (overflow != Overflow::Visible || self.is_pixels(least))
    }

    /// True when the size of an absolute node along an axis follows from its parent's.
    fn is_pinned(&self, size: usize, start: usize, end: usize, stretches: bool) -> bool {
        let length = self.lengths[size];
        let both = self.lengths[start] < WORDS && self.lengths[end] < WORDS;
        length < WORDS || stretches && both && length <= AUTO
    }
}

fn put<T: PartialEq>(field: &mut T, value: T) -> bool {
    let changed = *field != value;
    *field = value;
    changed
}
