//! The layout half of a node's style, packed, and how taffy reads it.

use alloc::string::String;

use ferrule_abi::{Keyword, Prop, Value};
use taffy::geometry::{Point, Rect, Size};
use taffy::style::{
    AlignContent, AlignItems, AlignSelf, CoreStyle, Dimension, FlexDirection, FlexboxContainerStyle,
    FlexboxItemStyle, JustifyContent, LengthPercentage, LengthPercentageAuto, OofItemStyle, Overflow,
    Position,
};

/// Lengths: six sizes, four insets, the basis.
const LENGTHS: usize = 11;
/// Numbers: gap, four paddings, four margins, grow, shrink.
const NUMBERS: usize = 11;

const UNIT_AUTO: u32 = 0;
const UNIT_PIXELS: u32 = 1;
const UNIT_PERCENT: u32 = 2;

const WIDTH: usize = 0;
const HEIGHT: usize = 1;
const MIN_WIDTH: usize = 2;
const MIN_HEIGHT: usize = 3;
const MAX_WIDTH: usize = 4;
const MAX_HEIGHT: usize = 5;
const LEFT: usize = 6;
const TOP: usize = 7;
const RIGHT: usize = 8;
const BOTTOM: usize = 9;
const BASIS: usize = 10;

const GAP: usize = 0;
const PADDING_LEFT: usize = 1;
const PADDING_TOP: usize = 2;
const PADDING_RIGHT: usize = 3;
const PADDING_BOTTOM: usize = 4;
const MARGIN_LEFT: usize = 5;
const MARGIN_TOP: usize = 6;
const MARGIN_RIGHT: usize = 7;
const MARGIN_BOTTOM: usize = 8;
const GROW: usize = 9;
const SHRINK: usize = 10;

/// Everything that layout depends on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LayoutStyle {
    lengths: [f32; LENGTHS],
    /// Two bits per length.
    units: u32,
    numbers: [f32; NUMBERS],
    position: Keyword,
    direction: Keyword,
    align: Keyword,
    /// `None` follows the parent's `align`.
    align_self: Keyword,
    justify: Keyword,
    scroll: Keyword,
}

impl LayoutStyle {
    pub(crate) const DEFAULT: Self = Self {
        lengths: [0.0; LENGTHS],
        units: 0,
        numbers: [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0],
        position: Keyword::Relative,
        direction: Keyword::Column,
        align: Keyword::Stretch,
        align_self: Keyword::None,
        justify: Keyword::Start,
        scroll: Keyword::None,
    };

    /// Changes a property. Answers whether it is now another, or nothing when the property is not one of layout or
    /// does not take the value.
    pub(crate) fn set(&mut self, prop: Prop, value: &Value<'_>) -> Option<bool> {
        if let Some(at) = length_index(prop) {
            let (unit, length) = match *value {
                Value::Unset | Value::Auto => (UNIT_AUTO, 0.0),
                Value::Number(pixels) => (UNIT_PIXELS, pixels),
                Value::Percent(percent) => (UNIT_PERCENT, percent / 100.0),
                _ => return None,
            };
            let changed = self.unit(at) != unit || self.lengths[at] != length;
            self.lengths[at] = length;
            self.units = self.units & !(3 << (at * 2)) | unit << (at * 2);
            return Some(changed);
        }
        if let Some(at) = number_index(prop) {
            let number = match *value {
                Value::Unset => Self::DEFAULT.numbers[at],
                // Only margins may be negative.
                Value::Number(number) if (MARGIN_LEFT..=MARGIN_BOTTOM).contains(&at) => number,
                Value::Number(number) => number.max(0.0),
                _ => return None,
            };
            return Some(core::mem::replace(&mut self.numbers[at], number) != number);
        }
        self.set_keyword(prop, value)
    }

    fn set_keyword(&mut self, prop: Prop, value: &Value<'_>) -> Option<bool> {
        use Keyword as K;
        let (field, allowed, default): (&mut Keyword, &[Keyword], Keyword) = match prop {
            Prop::Position => (&mut self.position, &[K::Relative, K::Absolute], K::Relative),
            Prop::Direction => (&mut self.direction, &[K::Row, K::Column], K::Column),
            Prop::Align => (&mut self.align, &[K::Start, K::Center, K::End, K::Stretch], K::Stretch),
            Prop::AlignSelf => (&mut self.align_self, &[K::Start, K::Center, K::End, K::Stretch], K::None),
            Prop::Justify => (&mut self.justify, &[K::Start, K::Center, K::End, K::SpaceBetween], K::Start),
            Prop::Scroll => (&mut self.scroll, &[K::None, K::X, K::Y], K::None),
            _ => return None,
        };
        let word = match *value {
            Value::Unset => default,
            Value::Keyword(word) if allowed.contains(&word) => word,
            _ => return None,
        };
        Some(core::mem::replace(field, word) != word)
    }

    fn unit(&self, at: usize) -> u32 {
        self.units >> (at * 2) & 3
    }

    fn dimension(&self, at: usize) -> Dimension {
        match self.unit(at) {
            UNIT_PIXELS => Dimension::length(self.lengths[at]),
            UNIT_PERCENT => Dimension::percent(self.lengths[at]),
            _ => Dimension::auto(),
        }
    }

    fn auto_length(&self, at: usize) -> LengthPercentageAuto {
        match self.unit(at) {
            UNIT_PIXELS => LengthPercentageAuto::length(self.lengths[at]),
            UNIT_PERCENT => LengthPercentageAuto::percent(self.lengths[at]),
            _ => LengthPercentageAuto::auto(),
        }
    }

    /// The axis on which the content scrolls: `None`, `X` or `Y`.
    pub(crate) const fn scroll(&self) -> Keyword {
        self.scroll
    }

    /// True when the children's sizes along the main axis are kept because that axis scrolls.
    pub(crate) fn scrolls_along_main(&self) -> bool {
        matches!((self.scroll, self.direction), (Keyword::X, Keyword::Row) | (Keyword::Y, Keyword::Column))
    }

    /// True when flexbox never makes it smaller than it says.
    fn keeps_size(&self, rigid: bool) -> bool {
        (rigid || self.numbers[SHRINK] == 0.0) && self.unit(BASIS) == UNIT_AUTO
    }

    /// Width and height, where they are given in pixels.
    pub(crate) fn given_size(&self) -> Size<Option<f32>> {
        let given = |at| (self.unit(at) == UNIT_PIXELS).then(|| self.lengths[at]);
        Size { width: given(WIDTH), height: given(HEIGHT) }
    }

    pub(crate) fn padding_end(&self) -> (f32, f32) {
        (self.numbers[PADDING_RIGHT], self.numbers[PADDING_BOTTOM])
    }

    pub(crate) fn padding_start(&self) -> (f32, f32) {
        (self.numbers[PADDING_LEFT], self.numbers[PADDING_TOP])
    }

    pub(crate) fn margin_end(&self) -> (f32, f32) {
        (self.numbers[MARGIN_RIGHT], self.numbers[MARGIN_BOTTOM])
    }

    /// True when nothing inside the node can change its own size or its share of the parent's room: then a change
    /// inside need not be laid out any further up. `rigid`: the parent's main axis scrolls.
    pub(crate) fn is_boundary(&self, rigid: bool) -> bool {
        let fixed = self.unit(WIDTH) == UNIT_PIXELS && self.unit(HEIGHT) == UNIT_PIXELS;
        // The least size of a flexible item depends on its content unless it is given or the item scrolls.
        let least_given = self.unit(MIN_WIDTH) == UNIT_PIXELS && self.unit(MIN_HEIGHT) == UNIT_PIXELS;
        fixed
            && (self.position == Keyword::Absolute
                || self.keeps_size(rigid)
                || self.scroll != Keyword::None
                || least_given)
    }
}

const fn length_index(prop: Prop) -> Option<usize> {
    Some(match prop {
        Prop::Width => WIDTH,
        Prop::Height => HEIGHT,
        Prop::MinWidth => MIN_WIDTH,
        Prop::MinHeight => MIN_HEIGHT,
        Prop::MaxWidth => MAX_WIDTH,
        Prop::MaxHeight => MAX_HEIGHT,
        Prop::Left => LEFT,
        Prop::Top => TOP,
        Prop::Right => RIGHT,
        Prop::Bottom => BOTTOM,
        Prop::Basis => BASIS,
        _ => return None,
    })
}

const fn number_index(prop: Prop) -> Option<usize> {
    Some(match prop {
        Prop::Gap => GAP,
        Prop::PaddingLeft => PADDING_LEFT,
        Prop::PaddingTop => PADDING_TOP,
        Prop::PaddingRight => PADDING_RIGHT,
        Prop::PaddingBottom => PADDING_BOTTOM,
        Prop::MarginLeft => MARGIN_LEFT,
        Prop::MarginTop => MARGIN_TOP,
        Prop::MarginRight => MARGIN_RIGHT,
        Prop::MarginBottom => MARGIN_BOTTOM,
        Prop::Grow => GROW,
        Prop::Shrink => SHRINK,
        _ => return None,
    })
}

fn align_keyword(word: Keyword) -> AlignItems {
    match word {
        Keyword::Start => AlignItems::FLEX_START,
        Keyword::Center => AlignItems::CENTER,
        Keyword::End => AlignItems::FLEX_END,
        _ => AlignItems::STRETCH,
    }
}

/// A node's style as taffy sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StyleRef<'a> {
    pub(crate) style: &'a LayoutStyle,
    /// Its parent's main axis scrolls: it keeps its size there.
    pub(crate) rigid: bool,
    /// A text or an image: it becomes as narrow as it must, whatever is in it.
    pub(crate) yields: bool,
}

impl CoreStyle for StyleRef<'_> {
    type CustomIdent = String;

    fn overflow(&self) -> Point<Overflow> {
        // Hidden means for layout that the content does not hold the box open, so that it need not be measured. Where
        // the box does not shrink it is as large as it says anyway.
        let hidden = |hidden| if hidden { Overflow::Hidden } else { Overflow::Visible };
        let scrolls = self.style.scroll != Keyword::None || self.style.keeps_size(self.rigid);
        Point { x: hidden(scrolls || self.yields), y: hidden(scrolls) }
    }

    fn position(&self) -> Position {
        if self.style.position == Keyword::Absolute { Position::Absolute } else { Position::Relative }
    }

    fn inset(&self) -> Rect<LengthPercentageAuto> {
        Rect {
            left: self.style.auto_length(LEFT),
            right: self.style.auto_length(RIGHT),
            top: self.style.auto_length(TOP),
            bottom: self.style.auto_length(BOTTOM),
        }
    }

    fn size(&self) -> Size<Dimension> {
        Size { width: self.style.dimension(WIDTH), height: self.style.dimension(HEIGHT) }
    }

    fn min_size(&self) -> Size<LengthPercentageAuto> {
        Size { width: self.style.auto_length(MIN_WIDTH), height: self.style.auto_length(MIN_HEIGHT) }
    }

    fn max_size(&self) -> Size<LengthPercentageAuto> {
        Size { width: self.style.auto_length(MAX_WIDTH), height: self.style.auto_length(MAX_HEIGHT) }
    }

    fn margin(&self) -> Rect<LengthPercentageAuto> {
        let numbers = &self.style.numbers;
        Rect {
            left: LengthPercentageAuto::length(numbers[MARGIN_LEFT]),
            right: LengthPercentageAuto::length(numbers[MARGIN_RIGHT]),
            top: LengthPercentageAuto::length(numbers[MARGIN_TOP]),
            bottom: LengthPercentageAuto::length(numbers[MARGIN_BOTTOM]),
        }
    }

    fn padding(&self) -> Rect<LengthPercentage> {
        let numbers = &self.style.numbers;
        Rect {
            left: LengthPercentage::length(numbers[PADDING_LEFT]),
            right: LengthPercentage::length(numbers[PADDING_RIGHT]),
            top: LengthPercentage::length(numbers[PADDING_TOP]),
            bottom: LengthPercentage::length(numbers[PADDING_BOTTOM]),
        }
    }

    fn border(&self) -> Rect<LengthPercentage> {
        // Borders are painted inside the box and take no room.
        Rect {
            left: LengthPercentage::length(0.0),
            right: LengthPercentage::length(0.0),
            top: LengthPercentage::length(0.0),
            bottom: LengthPercentage::length(0.0),
        }
    }
}

impl OofItemStyle for StyleRef<'_> {}

impl FlexboxContainerStyle for StyleRef<'_> {
    fn flex_direction(&self) -> FlexDirection {
        if self.style.direction == Keyword::Row { FlexDirection::Row } else { FlexDirection::Column }
    }

    fn gap(&self) -> Size<LengthPercentage> {
        let gap = LengthPercentage::length(self.style.numbers[GAP]);
        Size { width: gap, height: gap }
    }

    fn align_content(&self) -> AlignContent {
        AlignContent::STRETCH
    }

    fn align_items(&self) -> AlignItems {
        align_keyword(self.style.align)
    }

    fn justify_content(&self) -> JustifyContent {
        match self.style.justify {
            Keyword::Center => JustifyContent::CENTER,
            Keyword::End => JustifyContent::FLEX_END,
            Keyword::SpaceBetween => JustifyContent::SPACE_BETWEEN,
            _ => JustifyContent::FLEX_START,
        }
    }
}

impl FlexboxItemStyle for StyleRef<'_> {
    fn flex_basis(&self) -> Dimension {
        self.style.dimension(BASIS)
    }

    fn flex_grow(&self) -> f32 {
        self.style.numbers[GROW]
    }

    fn flex_shrink(&self) -> f32 {
        if self.rigid { 0.0 } else { self.style.numbers[SHRINK] }
    }

    fn align_self(&self) -> Option<AlignSelf> {
        (self.style.align_self != Keyword::None).then(|| align_keyword(self.style.align_self))
    }
}
