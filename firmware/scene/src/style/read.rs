//! A node's style as taffy reads it.

use alloc::string::String;

use taffy::geometry::{Point, Rect, Size};
use taffy::style::{
    AlignContent, AlignItems, AlignSelf, BoxGenerationMode, BoxSizing, CoreStyle, Dimension, Direction,
    FlexDirection, FlexWrap, FlexboxContainerStyle, FlexboxItemStyle, JustifyContent, LengthPercentage,
    LengthPercentageAuto, OofItemStyle, Overflow, Position,
};

use super::{
    BASIS, BORDER, BOTTOM, COLUMN_GAP, CONTENT, FIT_CONTENT, HEIGHT, LEFT, LayoutStyle, MARGIN, MAX_CONTENT,
    MAX_HEIGHT, MAX_WIDTH, MIN_CONTENT, MIN_HEIGHT, MIN_WIDTH, PADDING, RIGHT, ROW_GAP, STRETCH, TOP, UNSET,
    WIDTH, WORDS,
};
use crate::tree::Content;

/// Children beyond which a container does not balance its lines: the work grows with their square.
const BALANCED_CHILDREN_MAX: usize = 128;

/// A style and what else about its node decides how taffy is to read it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StyleRef<'a> {
    style: &'a LayoutStyle,
    /// Its parent's main axis scrolls: it keeps its size there.
    rigid: bool,
    /// Least size where the style says nothing; [`UNSET`] for what the content needs.
    least: Size<f32>,
    /// It is aligned by its baseline, so it does not stretch: with both, each level of such nodes would be laid out
    /// twice for one of the level above.
    on_baseline: bool,
    children: usize,
    /// Its cross size is given and yet follows from its content: shares of it are nothing.
    loose: bool,
}

impl<'a> StyleRef<'a> {
    /// A node by itself.
    pub(crate) fn node(style: &'a LayoutStyle) -> Self {
        Self {
            style,
            rigid: false,
            least: Size { width: UNSET, height: UNSET },
            on_baseline: false,
            children: 0,
            loose: false,
        }
    }

    /// A node around its children. `loose`: its cross size is given and yet follows from them.
    pub(crate) fn container(style: &'a LayoutStyle, children: usize, loose: bool) -> Self {
        Self { children, loose, ..Self::node(style) }
    }

    /// A node among its parent's children.
    pub(crate) fn item(style: &'a LayoutStyle, parent: &LayoutStyle, content: &Content) -> Self {
        let rigid = parent.scrolls_along_main();
        let mut this = Self { rigid, ..Self::node(style) };
        // Where nothing makes it smaller than it says, its content need not be measured to know how small it may be.
        let settled = style.keeps_size(rigid);
        this.on_baseline = style.aligns_baseline_in(parent);
        if parent.is_row() {
            if settled || !matches!(content, Content::View) {
                this.least.width = 0.0;
            }
        } else if settled {
            this.least.height = 0.0;
        } else if let Content::Text(_) = content
            && style.is_pixels(HEIGHT)
            && (style.is_pixels(MAX_HEIGHT) || style.length(MAX_HEIGHT) >= WORDS)
        {
            // As high as it says, whatever the text, so that it need not be shaped to know that.
            this.least.height = style.length(HEIGHT).min(style.length(MAX_HEIGHT));
        }
        this
    }

    fn dimension(&self, at: usize) -> Dimension {
        let length = self.style.length(at);
        if length < WORDS {
            return if self.style.is_share(at) {
                Dimension::percent(length)
            } else {
                Dimension::length(length)
            };
        }
        match () {
            () if length == MIN_CONTENT => Dimension::min_content(),
            () if length == MAX_CONTENT => Dimension::max_content(),
            () if length == FIT_CONTENT => Dimension::fit_content(),
            () if length == STRETCH => Dimension::stretch(),
            () if length == CONTENT => Dimension::content(),
            () => Dimension::auto(),
        }
    }

    fn auto_length(&self, at: usize) -> LengthPercentageAuto {
        let length = self.style.length(at);
        match () {
            () if length >= WORDS => LengthPercentageAuto::auto(),
            () if self.style.is_share(at) => LengthPercentageAuto::percent(length),
            () => LengthPercentageAuto::length(length),
        }
    }

    fn least_length(&self, at: usize, least: f32) -> LengthPercentageAuto {
        if least < WORDS && self.style.length(at) == UNSET {
            LengthPercentageAuto::length(least)
        } else {
            self.auto_length(at)
        }
    }

    fn spacing(&self, at: usize) -> LengthPercentage {
        let length = self.style.length(at);
        if self.style.is_share(at) {
            LengthPercentage::percent(length)
        } else {
            LengthPercentage::length(length)
        }
    }

    fn sides(&self, first: usize) -> Rect<LengthPercentage> {
        Rect {
            left: self.spacing(first),
            top: self.spacing(first + 1),
            right: self.spacing(first + 2),
            bottom: self.spacing(first + 3),
        }
    }
}

impl CoreStyle for StyleRef<'_> {
    type CustomIdent = String;

    fn box_generation_mode(&self) -> BoxGenerationMode {
        if self.style.is_none { BoxGenerationMode::None } else { BoxGenerationMode::Normal }
    }

    fn box_sizing(&self) -> BoxSizing {
        self.style.box_sizing
    }

    fn direction(&self) -> Direction {
        self.style.layout_direction
    }

    fn overflow(&self) -> Point<Overflow> {
        self.style.overflow()
    }

    fn position(&self) -> Position {
        self.style.position
    }

    fn inset(&self) -> Rect<LengthPercentageAuto> {
        Rect {
            left: self.auto_length(LEFT),
            top: self.auto_length(TOP),
            right: self.auto_length(RIGHT),
            bottom: self.auto_length(BOTTOM),
        }
    }

    fn size(&self) -> Size<Dimension> {
        let height = if self.on_baseline && self.style.length(HEIGHT) == STRETCH {
            Dimension::auto()
        } else {
            self.dimension(HEIGHT)
        };
        Size { width: self.dimension(WIDTH), height }
    }

    fn min_size(&self) -> Size<LengthPercentageAuto> {
        Size {
            width: self.least_length(MIN_WIDTH, self.least.width),
            height: self.least_length(MIN_HEIGHT, self.least.height),
        }
    }

    fn max_size(&self) -> Size<LengthPercentageAuto> {
        Size { width: self.auto_length(MAX_WIDTH), height: self.auto_length(MAX_HEIGHT) }
    }

    fn aspect_ratio(&self) -> Option<f32> {
        let ratio = self.style.aspect_ratio;
        (ratio > 0.0).then_some(ratio)
    }

    fn margin(&self) -> Rect<LengthPercentageAuto> {
        Rect {
            left: self.auto_length(MARGIN),
            top: self.auto_length(MARGIN + 1),
            right: self.auto_length(MARGIN + 2),
            bottom: self.auto_length(MARGIN + 3),
        }
    }

    fn padding(&self) -> Rect<LengthPercentage> {
        self.sides(PADDING)
    }

    fn border(&self) -> Rect<LengthPercentage> {
        self.sides(BORDER)
    }
}

impl OofItemStyle for StyleRef<'_> {
    fn align_self(&self) -> Option<AlignSelf> {
        self.style.align_self
    }
}

impl FlexboxContainerStyle for StyleRef<'_> {
    fn flex_direction(&self) -> FlexDirection {
        self.style.direction
    }

    fn flex_wrap(&self) -> FlexWrap {
        match self.style.wrap {
            FlexWrap::Balance if self.children > BALANCED_CHILDREN_MAX => FlexWrap::Wrap,
            FlexWrap::BalanceReverse if self.children > BALANCED_CHILDREN_MAX => FlexWrap::WrapReverse,
            wrap => wrap,
        }
    }

    fn flex_line_count(&self) -> u16 {
        u16::from(self.style.line_count)
    }

    fn gap(&self) -> Size<LengthPercentage> {
        let mut gap = Size { width: self.spacing(COLUMN_GAP), height: self.spacing(ROW_GAP) };
        if self.loose && self.style.is_row() && self.style.is_share(ROW_GAP) {
            gap.height = LengthPercentage::length(0.0);
        } else if self.loose && !self.style.is_row() && self.style.is_share(COLUMN_GAP) {
            gap.width = LengthPercentage::length(0.0);
        }
        gap
    }

    fn align_content(&self) -> AlignContent {
        self.style.align_content
    }

    fn align_items(&self) -> AlignItems {
        self.style.align
    }

    fn justify_content(&self) -> JustifyContent {
        self.style.justify
    }
}

impl FlexboxItemStyle for StyleRef<'_> {
    fn flex_basis(&self) -> Dimension {
        self.dimension(BASIS)
    }

    fn flex_grow(&self) -> f32 {
        self.style.grow
    }

    fn flex_shrink(&self) -> f32 {
        self.style.shrink(self.rigid)
    }

    fn align_self(&self) -> Option<AlignSelf> {
        self.style.align_self
    }
}
