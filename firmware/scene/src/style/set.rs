//! How commands change a style: what each property takes, and within which bounds.

use ferrule_abi::limits::COORDINATE_MAX;
use ferrule_abi::{Keyword, Prop, Value};
use taffy::style::{BoxSizing, Direction, FlexDirection, FlexWrap, Overflow, Position};

use super::{
    AUTO, BASIS, BORDER, BOTTOM, COLUMN_GAP, CONTENT, FIT_CONTENT, HEIGHT, LEFT, LayoutStyle, MARGIN,
    MAX_CONTENT, MAX_HEIGHT, MAX_WIDTH, MIN_CONTENT, MIN_HEIGHT, MIN_WIDTH, PADDING, RIGHT, ROW_GAP, STRETCH,
    TOP, WIDTH, align, put,
};
use crate::math::clamp;

/// Largest percentage, either sign. More is taken as this.
const PERCENT_MAX: f32 = 1000.0;
/// Aspect ratios beyond these are taken as these.
const RATIO_MIN: f32 = 0.001;
const RATIO_MAX: f32 = 1000.0;
/// Most lines that a container can ask for. More is taken as this.
const LINES_MAX: f32 = 64.0;

impl LayoutStyle {
    /// Changes a property. Answers whether it is now another, or nothing when the property is not one of layout or
    /// does not take the value.
    pub(crate) fn set(&mut self, prop: Prop, value: &Value<'_>) -> Option<bool> {
        if !value.fits(prop.kind()) {
            return None;
        }
        if prop == Prop::Gap {
            let rows = self.set_length(prop, ROW_GAP, value)?;
            return Some(self.set_length(prop, COLUMN_GAP, value)? || rows);
        }
        if let Some(at) = length_index(prop) {
            return self.set_length(prop, at, value);
        }
        let number = match *value {
            Value::Number(number) if number.is_finite() => Some(number),
            Value::Unset => None,
            _ => return self.set_word(prop, value),
        };
        Some(match prop {
            Prop::Grow => put(&mut self.grow, clamp(number.unwrap_or(0.0), 0.0, COORDINATE_MAX)),
            Prop::Shrink => put(&mut self.shrink, clamp(number.unwrap_or(1.0), 0.0, COORDINATE_MAX)),
            Prop::LineCount => put(&mut self.line_count, clamp(number.unwrap_or(1.0), 1.0, LINES_MAX) as u8),
            Prop::AspectRatio => {
                let ratio = number.filter(|&ratio| ratio > 0.0);
                put(&mut self.aspect_ratio, ratio.map_or(0.0, |ratio| clamp(ratio, RATIO_MIN, RATIO_MAX)))
            }
            _ => return self.set_word(prop, value),
        })
    }

    fn set_length(&mut self, prop: Prop, at: usize, value: &Value<'_>) -> Option<bool> {
        // Only insets and margins may be negative.
        let signed = (LEFT..PADDING).contains(&at);
        let bounded = |number: f32, most: f32| clamp(number, if signed { -most } else { 0.0 }, most);
        let (length, share) = match *value {
            Value::Unset => (Self::DEFAULT.lengths[at], false),
            Value::Auto => (AUTO, false),
            Value::Number(pixels) if pixels.is_finite() => (bounded(pixels, COORDINATE_MAX), false),
            Value::Percent(percent) if percent.is_finite() => (bounded(percent, PERCENT_MAX) / 100.0, true),
            Value::Keyword(word) if prop.keywords().contains(&word) => (word_length(word), false),
            _ => return None,
        };
        let bit = 1 << at;
        let changed = self.lengths[at] != length || (self.percents & bit != 0) != share;
        self.lengths[at] = length;
        self.percents = if share { self.percents | bit } else { self.percents & !bit };
        Some(changed)
    }

    fn set_word(&mut self, prop: Prop, value: &Value<'_>) -> Option<bool> {
        use Keyword as K;
        let word = match *value {
            Value::Unset => None,
            Value::Keyword(word) if prop.keywords().contains(&word) => Some(word),
            _ => return None,
        };
        let is = |this| word == Some(this);
        Some(match prop {
            Prop::Position => {
                put(&mut self.position, if is(K::Absolute) { Position::Absolute } else { Position::Relative })
            }
            Prop::Direction => put(&mut self.direction, direction(word)),
            Prop::Wrap => put(&mut self.wrap, wrap(word)),
            Prop::Align => put(&mut self.align, word.map_or(Self::DEFAULT.align, align::of_item)),
            Prop::AlignSelf => put(&mut self.align_self, word.map(align::of_item)),
            Prop::AlignContent => {
                put(&mut self.align_content, word.map_or(Self::DEFAULT.align_content, align::of_content))
            }
            Prop::Justify => put(&mut self.justify, word.map_or(Self::DEFAULT.justify, align::of_content)),
            Prop::BoxSizing => {
                let content = is(K::ContentBox);
                put(&mut self.box_sizing, if content { BoxSizing::ContentBox } else { BoxSizing::BorderBox })
            }
            Prop::Display => put(&mut self.is_none, is(K::None)),
            Prop::Overflow | Prop::OverflowX | Prop::OverflowY => {
                let overflow = if is(K::Hidden) { Overflow::Hidden } else { Overflow::Visible };
                let x = prop != Prop::OverflowY && put(&mut self.overflow.x, overflow);
                prop != Prop::OverflowX && put(&mut self.overflow.y, overflow) || x
            }
            Prop::LayoutDirection => {
                let own = word.map(|word| if word == K::Rtl { Direction::Rtl } else { Direction::Ltr });
                put(&mut self.own_direction, own)
            }
            Prop::Scroll => put(&mut self.scroll, word.unwrap_or(K::None)),
            _ => return None,
        })
    }
}

/// True when a property says how children are arranged: it can change a node's own size, but neither its place in
/// the parent nor what it asks of the parent.
pub(crate) const fn is_inner(prop: Prop) -> bool {
    matches!(
        prop,
        Prop::Direction
            | Prop::Wrap
            | Prop::LineCount
            | Prop::Gap
            | Prop::RowGap
            | Prop::ColumnGap
            | Prop::Align
            | Prop::AlignContent
            | Prop::Justify
    )
}

fn direction(word: Option<Keyword>) -> FlexDirection {
    match word {
        Some(Keyword::Row) => FlexDirection::Row,
        Some(Keyword::RowReverse) => FlexDirection::RowReverse,
        Some(Keyword::ColumnReverse) => FlexDirection::ColumnReverse,
        _ => FlexDirection::Column,
    }
}

fn wrap(word: Option<Keyword>) -> FlexWrap {
    match word {
        Some(Keyword::Wrap) => FlexWrap::Wrap,
        Some(Keyword::WrapReverse) => FlexWrap::WrapReverse,
        Some(Keyword::Balance) => FlexWrap::Balance,
        Some(Keyword::BalanceReverse) => FlexWrap::BalanceReverse,
        _ => FlexWrap::NoWrap,
    }
}

fn word_length(word: Keyword) -> f32 {
    match word {
        Keyword::MinContent => MIN_CONTENT,
        Keyword::MaxContent => MAX_CONTENT,
        Keyword::FitContent => FIT_CONTENT,
        Keyword::Stretch => STRETCH,
        Keyword::Content => CONTENT,
        _ => AUTO,
    }
}

const fn length_index(prop: Prop) -> Option<usize> {
    Some(match prop {
        Prop::Width => WIDTH,
        Prop::Height => HEIGHT,
        Prop::Basis => BASIS,
        Prop::MinWidth => MIN_WIDTH,
        Prop::MinHeight => MIN_HEIGHT,
        Prop::MaxWidth => MAX_WIDTH,
        Prop::MaxHeight => MAX_HEIGHT,
        Prop::Left => LEFT,
        Prop::Top => TOP,
        Prop::Right => RIGHT,
        Prop::Bottom => BOTTOM,
        Prop::MarginLeft => MARGIN,
        Prop::MarginTop => MARGIN + 1,
        Prop::MarginRight => MARGIN + 2,
        Prop::MarginBottom => MARGIN + 3,
        Prop::PaddingLeft => PADDING,
        Prop::PaddingTop => PADDING + 1,
        Prop::PaddingRight => PADDING + 2,
        Prop::PaddingBottom => PADDING + 3,
        Prop::BorderLeft => BORDER,
        Prop::BorderTop => BORDER + 1,
        Prop::BorderRight => BORDER + 2,
        Prop::BorderBottom => BORDER + 3,
        Prop::RowGap => ROW_GAP,
        Prop::ColumnGap => COLUMN_GAP,
        _ => return None,
    })
}
