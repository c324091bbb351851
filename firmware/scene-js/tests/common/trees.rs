//! Random trees, built twice: as a tree of `taffy` and as operations for the script.

use taffy::Style;
use taffy::geometry::{Point, Rect, Size};
use taffy::style::{
    AlignContent, AlignContentKeyword, AlignItems, AlignItemsKeyword, AlignmentSafety, BoxSizing, Dimension,
    Direction, Display, FlexDirection, FlexWrap, LengthPercentage, LengthPercentageAuto, Overflow, Position,
};

use super::random::Random;
use super::taffy_tree::{Scroll, Tree};
use super::twin;

/// Units of lengths, as the script numbers them.
const AUTO: u32 = 0;
const PIXELS: u32 = 1;
const PERCENT: u32 = 2;
const CONTENT: u32 = 3;
const STRETCH: u32 = 9;

/// Largest size of an ordinary length, in pixels.
const LENGTH_PIXELS: f32 = 300.0;

/// A length in both forms.
#[derive(Clone, Copy, Debug)]
struct Length {
    unit: u32,
    value: f32,
}

impl Length {
    fn dimension(self) -> Dimension {
        match self.unit {
            PIXELS => Dimension::length(self.value),
            PERCENT => Dimension::percent(self.value),
            CONTENT => Dimension::content(),
            4 => Dimension::min_content(),
            5 => Dimension::max_content(),
            6 => Dimension::fit_content(),
            7 => Dimension::fit_content_px(self.value),
            8 => Dimension::fit_content_percent(self.value),
            STRETCH => Dimension::stretch(),
            _ => Dimension::auto(),
        }
    }

    fn auto_length(self) -> LengthPercentageAuto {
        match self.unit {
            PIXELS => LengthPercentageAuto::length(self.value),
            PERCENT => LengthPercentageAuto::percent(self.value),
            _ => LengthPercentageAuto::auto(),
        }
    }

    fn length(self) -> LengthPercentage {
        match self.unit {
            PERCENT => LengthPercentage::percent(self.value),
            _ => LengthPercentage::length(self.value),
        }
    }
}

/// What both engines get.
#[derive(Debug, Default)]
pub(crate) struct Case {
    pub(crate) tree: Tree,
    pub(crate) operations: Vec<f64>,
    pub(crate) nodes: usize,
}

/// A tree of up to `nodes` nodes.
pub(crate) fn random_case(random: &mut Random, nodes: u32) -> Case {
    let mut case = Case::default();
    let count = 1 + random.below(nodes) as usize;
    // Each tree uses some of the features, so that every feature is seen alone too.
    let features = random.below(1 << 16) | random.below(1 << 16);
    for node in 1..=count {
        let parent = if node == 1 { 0 } else { views(&case.tree, random) };
        let mut maker = Maker { random, operations: &mut case.operations, node, features };
        let image = node > 1 && maker.random.one_in(12);
        maker.operations.extend([twin::CREATE, node as f64, if image { 3.0 } else { 1.0 }]);
        let (style, scroll) = maker.style(parent == 0);
        case.tree.add(parent, style, scroll, image);
        if parent != 0 {
            case.operations.extend([twin::INSERT, parent as f64, node as f64, 0.0]);
        }
    }
    let (width, height) = (random.length(1280.0), random.length(720.0));
    case.tree.lay_out(width, height);
    case.operations.extend([twin::LAY_OUT, 1.0, f64::from(width), f64::from(height)]);
    case.nodes = count;
    case
}

/// A view to put a node into, rather a young one so that the tree gets deep.
fn views(tree: &Tree, random: &mut Random) -> usize {
    loop {
        let made = tree.nodes.len() as u32 - 1;
        let back = random.below(made).min(random.below(made));
        let node = (made - back) as usize;
        if !tree.nodes[node].yields {
            return node;
        }
    }
}

struct Maker<'a> {
    random: &'a mut Random,
    operations: &'a mut Vec<f64>,
    node: usize,
    features: u32,
}

impl Maker<'_> {
    fn has(&mut self, feature: u32, one_in: u32) -> bool {
        self.features & (1 << feature) != 0 && self.random.one_in(one_in)
    }

    /// A length for the script's slot `which`, or its default `otherwise`.
    fn length(&mut self, which: u32, given: bool, units: &[u32], most: f32, otherwise: u32) -> Length {
        if !given {
            return Length { unit: otherwise, value: 0.0 };
        }
        let unit = self.random.pick(units);
        let value = match unit {
            PIXELS | 7 => self.random.length(most),
            PERCENT | 8 => self.random.length(150.0) / 100.0,
            _ => 0.0,
        };
        let node = self.node as f64;
        self.operations.extend([twin::LENGTH, node, f64::from(which), f64::from(unit), f64::from(value)]);
        Length { unit, value }
    }

    fn keyword(&mut self, field: u32, word: u32) {
        self.operations.extend([twin::KEYWORD, self.node as f64, f64::from(field), f64::from(word)]);
    }

    fn number(&mut self, field: u32, value: f32) {
        self.operations.extend([twin::NUMBER, self.node as f64, f64::from(field), f64::from(value)]);
    }

    fn bit(&mut self, bit: u32) {
        self.operations.extend([twin::BIT, self.node as f64, f64::from(bit), 1.0]);
    }

    fn style(&mut self, is_root: bool) -> (Style<String>, Scroll) {
        let mut style = Style::<String> { position: Position::Relative, ..Style::default() };
        self.container(&mut style);
        self.sizes(&mut style);
        self.spacing(&mut style);
        self.alignments(&mut style);
        if self.has(0, 2) {
            style.flex_grow = self.random.pick(&[0.3, 0.5, 1.0, 1.7, 2.0]);
            self.number(0, style.flex_grow);
        }
        if self.has(1, 2) {
            style.flex_shrink = self.random.pick(&[0.0, 0.0, 0.4, 0.7, 3.0]);
            self.number(1, style.flex_shrink);
        }
        if self.has(2, 6) {
            let ratio = self.random.pick(&[0.5, 1.0, 1.777_777_8, 3.0]);
            style.aspect_ratio = Some(ratio);
            self.number(2, ratio);
        }
        if !is_root && self.has(3, 6) {
            style.position = Position::Absolute;
            self.bit(4);
        }
        if !is_root && self.has(4, 12) {
            style.display = Display::None;
            self.bit(32);
        }
        let mut scroll = Scroll::None;
        if self.has(5, 6) {
            scroll = self.random.pick(&[Scroll::X, Scroll::Y]);
            self.keyword(2, scroll as u32);
        }
        (style, scroll)
    }

    fn container(&mut self, style: &mut Style<String>) {
        style.flex_direction = FlexDirection::Column;
        if self.random.one_in(2) {
            style.flex_direction = FlexDirection::Row;
            self.bit(1);
        }
        if self.has(6, 4) {
            style.flex_direction = match style.flex_direction {
                FlexDirection::Row => FlexDirection::RowReverse,
                _ => FlexDirection::ColumnReverse,
            };
            self.bit(2);
        }
        if self.has(7, 3) {
            style.direction = Direction::Rtl;
            self.bit(8);
        }
        if self.has(8, 2) {
            let wraps = [FlexWrap::Wrap, FlexWrap::WrapReverse, FlexWrap::Balance, FlexWrap::BalanceReverse];
            let word = 1 + self.random.below(4);
            style.flex_wrap = wraps[word as usize - 1];
            self.keyword(0, word);
            if self.random.one_in(4) {
                style.flex_line_count = 1 + self.random.below(4) as u16;
                self.keyword(1, u32::from(style.flex_line_count));
            }
        }
        if self.has(9, 4) {
            style.box_sizing = BoxSizing::ContentBox;
            self.bit(16);
        }
        if self.has(10, 4) {
            style.overflow = Point { x: Overflow::Hidden, y: Overflow::Visible };
            self.bit(64);
            if self.random.one_in(2) {
                style.overflow.y = Overflow::Hidden;
                self.bit(128);
            }
        }
    }

    fn sizes(&mut self, style: &mut Style<String>) {
        let plain = [PIXELS, PIXELS, PERCENT];
        let keywords = [PIXELS, PERCENT, 4, 5, 6, 7, 8, STRETCH];
        let units: &[u32] = if self.has(11, 2) { &keywords } else { &plain };
        let given = [self.random.one_in(3), self.random.one_in(3)];
        style.size = Size {
            width: self.length(0, given[0], units, LENGTH_PIXELS, AUTO).dimension(),
            height: self.length(1, given[1], units, LENGTH_PIXELS, AUTO).dimension(),
        };
        let given = [self.has(12, 4), self.has(12, 4), self.has(13, 4), self.has(13, 4)];
        style.min_size = Size {
            width: self.length(2, given[0], &plain, LENGTH_PIXELS, AUTO).auto_length(),
            height: self.length(3, given[1], &plain, LENGTH_PIXELS, AUTO).auto_length(),
        };
        style.max_size = Size {
            width: self.length(4, given[2], &plain, LENGTH_PIXELS, AUTO).auto_length(),
            height: self.length(5, given[3], &plain, LENGTH_PIXELS, AUTO).auto_length(),
        };
        let basis = [PIXELS, PERCENT, CONTENT, 4, 5, 6, 7, 8, STRETCH];
        let given = self.has(14, 3);
        style.flex_basis = self.length(20, given, &basis, LENGTH_PIXELS, AUTO).dimension();
    }

    fn spacing(&mut self, style: &mut Style<String>) {
        let signed = [PIXELS, PIXELS, PERCENT, AUTO];
        let plain = [PIXELS, PIXELS, PIXELS, PERCENT];
        let mut inset = [LengthPercentageAuto::auto(); 4];
        let mut margin = [LengthPercentageAuto::length(0.0); 4];
        let mut padding = [LengthPercentage::length(0.0); 4];
        for side in 0..4 {
            let given = [self.has(3, 4), self.has(15, 5), self.random.one_in(6)];
            inset[side] = self.length(6 + side as u32, given[0], &signed, 40.0, AUTO).auto_length();
            margin[side] = self.length(10 + side as u32, given[1], &signed, 40.0, PIXELS).auto_length();
            padding[side] = self.length(14 + side as u32, given[2], &plain, 40.0, PIXELS).length();
        }
        let rect = |all: [LengthPercentageAuto; 4]| Rect {
            left: all[0],
            right: all[1],
            top: all[2],
            bottom: all[3],
        };
        style.inset = rect(inset);
        style.margin = rect(margin);
        style.padding = Rect { left: padding[0], right: padding[1], top: padding[2], bottom: padding[3] };
        let given = [self.random.one_in(5), self.random.one_in(5)];
        style.gap = Size {
            width: self.length(18, given[0], &plain, 20.0, PIXELS).length(),
            height: self.length(19, given[1], &plain, 20.0, PIXELS).length(),
        };
    }

    fn alignments(&mut self, style: &mut Style<String>) {
        style.align_items = AlignItems::STRETCH;
        style.align_content = AlignContent::STRETCH;
        style.justify_content = AlignContent::FLEX_START;
        if self.random.one_in(3) {
            let (align, word) = self.align_items();
            style.align_items = align;
            self.keyword(3, word);
        }
        if self.random.one_in(5) {
            let (align, word) = self.align_items();
            style.align_self = Some(align);
            self.keyword(4, word);
        }
        if self.random.one_in(4) {
            let (align, word) = self.align_content();
            style.align_content = align;
            self.keyword(5, word);
        }
        if self.random.one_in(3) {
            let (align, word) = self.align_content();
            style.justify_content = align;
            self.keyword(6, word);
        }
    }

    fn safety(&mut self) -> (AlignmentSafety, u32) {
        match self.random.below(6) {
            0 => (AlignmentSafety::Safe, 16),
            1 => (AlignmentSafety::Unsafe, 32),
            _ => (AlignmentSafety::Default, 0),
        }
    }

    fn align_items(&mut self) -> (AlignItems, u32) {
        use AlignItemsKeyword as K;
        let (keyword, word) = self.random.pick(&[
            (K::Normal, 0),
            (K::Start, 1),
            (K::End, 2),
            (K::FlexStart, 3),
            (K::FlexEnd, 4),
            (K::Center, 5),
            (K::Stretch, 6),
            (K::Baseline, 7),
            (K::Baseline, 7),
            (K::SelfStart, 11),
            (K::SelfEnd, 12),
        ]);
        let (safety, bit) = self.safety();
        (AlignItems { keyword, safety }, word | bit)
    }

    fn align_content(&mut self) -> (AlignContent, u32) {
        use AlignContentKeyword as K;
        let (keyword, word) = self.random.pick(&[
            (K::Normal, 0),
            (K::Start, 1),
            (K::End, 2),
            (K::FlexStart, 3),
            (K::FlexEnd, 4),
            (K::Center, 5),
            (K::Stretch, 6),
            (K::SpaceBetween, 8),
            (K::SpaceAround, 9),
            (K::SpaceEvenly, 10),
        ]);
        let (safety, bit) = self.safety();
        (AlignContent { keyword, safety }, word | bit)
    }
}
