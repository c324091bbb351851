//! Virtual lists: which items there are, where they stand, which nodes show them.
//!
//! A list knows a number, a size and a few nodes. Items that no node is bound to cost nothing, and every place is
//! computed when it is asked for.

use alloc::vec::Vec;

use ferrule_abi::Color;
use ferrule_abi::limits::{LIST_COLUMNS_MAX, LIST_ITEMS_MAX};

use crate::item_sizes::{ItemSizes, whole};
use crate::tree::{Index, LayoutBox};

/// Pixels of an item when the app says nothing.
const ITEM_SIZE_DEFAULT: f32 = 100.0;
/// Items of the overscan when the app says nothing.
const OVERSCAN_DEFAULT: u32 = 4;
/// Most items of the overscan.
const OVERSCAN_MAX: u32 = LIST_COLUMNS_MAX;

/// A node and the item that it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) item: u32,
    pub(crate) node: Index,
}

/// The list's own box and what of it is not for items, along the main axis and across it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Frame {
    /// The main axis is x.
    pub(crate) horizontal: bool,
    /// Items begin at the right, or at the bottom.
    pub(crate) mirrored: bool,
    /// Columns begin at the right.
    pub(crate) cross_mirrored: bool,
    pub(crate) length: f32,
    pub(crate) breadth: f32,
    /// Padding before and after the items.
    pub(crate) before: f32,
    pub(crate) after: f32,
    /// Padding across: on the side where columns begin, and on the other.
    pub(crate) near: f32,
    pub(crate) far: f32,
    pub(crate) gap: f32,
    pub(crate) cross_gap: f32,
}

impl Frame {
    /// True when items run to the left on the x axis, or up on the y axis.
    pub(crate) fn is_mirrored(&self, horizontal: bool) -> bool {
        if horizontal == self.horizontal { self.mirrored } else { self.cross_mirrored }
    }
}

/// A list.
#[derive(Clone, Debug)]
pub(crate) struct ListState {
    count: u32,
    columns: u32,
    item_size: f32,
    overscan: u32,
    pub(crate) placeholder: Color,
    pub(crate) placeholder_radius: f32,
    /// Sizes that differ; nothing while none was given.
    sizes: Option<ItemSizes>,
    /// In the order of items.
    bound: Vec<Bound>,
    /// The item that has the focus, or had it last.
    pub(crate) focused: u32,
    frame: Frame,
    /// What the app was told: the item with the focus, the range; nothing when it must be told anew.
    pub(crate) told_focus: Option<u32>,
    pub(crate) told_range: Option<(u32, u32)>,
    /// Where the content stood, and where it was heading, when the range was last computed; nothing when it must be anew.
    pub(crate) looked_at: Option<(f32, f32)>,
    /// Nodes that lost their item and that the app has not heard of.
    pub(crate) unbound: Vec<Index>,
}

impl ListState {
    pub(crate) fn new() -> Self {
        Self {
            count: 0,
            columns: 1,
            item_size: ITEM_SIZE_DEFAULT,
            overscan: OVERSCAN_DEFAULT,
            placeholder: Color::TRANSPARENT,
            placeholder_radius: 0.0,
            sizes: None,
            bound: Vec::new(),
            focused: 0,
            frame: Frame::default(),
            told_focus: None,
            told_range: None,
            looked_at: None,
            unbound: Vec::new(),
        }
    }

    pub(crate) fn count(&self) -> u32 {
        self.count
    }

    pub(crate) fn columns(&self) -> u32 {
        self.columns
    }

    pub(crate) fn frame(&self) -> &Frame {
        &self.frame
    }

    /// The nodes in the order of their items.
    pub(crate) fn bound(&self) -> &[Bound] {
        &self.bound
    }

    /// The node of an item.
    pub(crate) fn node_of(&self, item: u32) -> Option<Index> {
        let at = self.bound.binary_search_by_key(&item, |bound| bound.item).ok()?;
        Some(self.bound[at].node)
    }

    /// The item that a child shows.
    pub(crate) fn item_of(&self, node: Index) -> Option<u32> {
        self.bound.iter().find(|bound| bound.node == node).map(|bound| bound.item)
    }

    /// Where a line starts in the content, which begins at 0 with the padding.
    pub(crate) fn line_start(&self, line: u32) -> f32 {
        let start = match &self.sizes {
            Some(sizes) if self.columns == 1 => sizes.start(line as usize),
            _ => line as f32 * (self.item_size + self.frame.gap),
        };
        self.frame.before + start
    }

    fn line_size(&self, line: u32) -> f32 {
        match &self.sizes {
            Some(sizes) if self.columns == 1 => sizes.size(line as usize),
            _ => self.item_size,
        }
    }

    /// The number of lines.
    pub(crate) fn lines(&self) -> u32 {
        self.count.div_ceil(self.columns)
    }

    /// The last line that starts at a place of the content or before it, within the list. There must be items.
    pub(crate) fn line_at(&self, place: f32) -> u32 {
        let place = place - self.frame.before;
        let line = match &self.sizes {
            Some(sizes) if self.columns == 1 => sizes.at(place),
            _ => whole(place / (self.item_size + self.frame.gap)),
        };
        (line.min(LIST_ITEMS_MAX as usize) as u32).min(self.lines().saturating_sub(1))
    }

    /// How far the content can scroll.
    pub(crate) fn range(&self) -> f32 {
        let end = match self.lines() {
            0 => self.frame.before,
            lines => self.line_start(lines - 1) + self.line_size(lines - 1),
        };
        (end + self.frame.after - self.frame.length).max(0.0)
    }

    /// The item's box relative to the list's, while it is not scrolled.
    pub(crate) fn item_box(&self, item: u32) -> LayoutBox {
        let frame = &self.frame;
        let (line, column) = (item / self.columns, item % self.columns);
        let (start, size) = (self.line_start(line), self.line_size(line));
        let breadth = self.column_breadth();
        let across = frame.near + column as f32 * (breadth + frame.cross_gap);
        let along = if frame.mirrored { frame.length - start - size } else { start };
        let across = if frame.cross_mirrored { frame.breadth - across - breadth } else { across };
        if frame.horizontal {
            LayoutBox { x: along, y: across, w: size, h: breadth }
        } else {
            LayoutBox { x: across, y: along, w: breadth, h: size }
        }
    }

    /// What each column takes across the main axis.
    fn column_breadth(&self) -> f32 {
        let frame = &self.frame;
        let gaps = (self.columns - 1) as f32 * frame.cross_gap;
        ((frame.breadth - frame.near - frame.far - gaps) / self.columns as f32).max(0.0)
    }

    /// The item nearest to a point of the list's box, given where the content stands. There must be items.
    pub(crate) fn item_near(&self, x: f32, y: f32, target: f32) -> u32 {
        let frame = &self.frame;
        let (along, across) = if frame.horizontal { (x, y) } else { (y, x) };
        let along = if frame.mirrored { frame.length - along } else { along };
        let across = if frame.cross_mirrored { frame.breadth - across } else { across };
        // Only what is in sight once the content has come to rest.
        let along = along.max(0.0).min(frame.length);
        let line = self.line_at(target + along);
        let line = if line + 1 < self.lines()
            && target + along
                > (self.line_start(line) + self.line_size(line) + self.line_start(line + 1)) * 0.5
        {
            line + 1
        } else {
            line
        };
        let step = self.column_breadth() + frame.cross_gap;
        let column = whole((across - frame.near + frame.cross_gap * 0.5) / step.max(1.0)) as u32;
        (line * self.columns + column.min(self.columns - 1)).min(self.count - 1)
    }

    /// First item and number of those that are in sight when the content stands at an offset.
    pub(crate) fn in_sight(&self, offset: f32) -> (u32, u32) {
        self.between(offset, offset + self.frame.length)
    }

    /// First item and number of those that show between two places of the content.
    fn between(&self, from: f32, to: f32) -> (u32, u32) {
        if self.count == 0 || self.frame.length <= 0.0 {
            return (0, 0);
        }
        let mut first = self.line_at(from);
        if self.line_start(first) + self.line_size(first) <= from {
            first += 1;
        }
        let mut last = self.line_at(to);
        if self.line_start(last) >= to {
            if last == 0 {
                return (0, 0);
            }
            last -= 1;
        }
        if first > last {
            return (0, 0);
        }
        let end = ((last + 1) * self.columns).min(self.count);
        (first * self.columns, end - first * self.columns)
    }

    /// First item and number of those that need nodes: what is in sight, now and where the content is heading, and the
    /// overscan. On a long way only where it is heading counts: what flies by is not worth binding.
    pub(crate) fn wanted(&self, offset: f32, target: f32) -> (u32, u32) {
        let length = self.frame.length;
        let is_near = (offset - target).abs() <= length;
        let from = if is_near { offset.min(target) } else { target };
        let to = if is_near { offset.max(target) } else { target };
        let (first, count) = self.between(from, to + length);
        if count == 0 {
            return (0, 0);
        }
        let start = first.saturating_sub(self.overscan);
        let end = (first + count + self.overscan).min(self.count);
        (start, end - start)
    }

    /// Tells the range again, even if the same numbers are wanted.
    pub(crate) fn ask_again(&mut self) {
        (self.told_range, self.looked_at) = (None, None);
    }

    /// Takes note of the list's box.
    pub(crate) fn set_frame(&mut self, frame: Frame) {
        self.frame = frame;
        if let Some(sizes) = &mut self.sizes {
            sizes.set_frame(self.item_size, frame.gap);
        }
    }

    /// Where an item starts in the content.
    pub(crate) fn start_of(&self, item: u32) -> f32 {
        self.line_start(item / self.columns)
    }

    /// The item that is to stay where it is when others come and go: the one with the focus if it is in sight, else the
    /// first in sight.
    pub(crate) fn anchor(&self, target: f32) -> Option<u32> {
        let (first, count) = self.in_sight(target);
        let is_in_sight = (first..first + count).contains(&self.focused);
        (count > 0).then_some(if is_in_sight { self.focused } else { first })
    }

    /// Changes how many items beyond those in sight are wanted; nothing for the default.
    pub(crate) fn set_overscan(&mut self, items: Option<f32>) {
        self.looked_at = None;
        self.overscan = items.map_or(OVERSCAN_DEFAULT, |items| (items as u32).min(OVERSCAN_MAX));
    }

    /// Changes the number of columns.
    pub(crate) fn set_columns(&mut self, columns: u32) {
        self.columns = columns;
    }

    /// Changes the size of items that have none of their own; nothing for the default.
    pub(crate) fn set_item_size(&mut self, size: Option<f32>) {
        self.item_size = size.unwrap_or(ITEM_SIZE_DEFAULT).max(1.0);
        if let Some(sizes) = &mut self.sizes {
            sizes.set_frame(self.item_size, self.frame.gap);
        }
    }

    /// Gives items sizes of their own.
    pub(crate) fn set_sizes(&mut self, at: u32, given: impl Iterator<Item = f32>) {
        let (item_size, gap) = (self.item_size, self.frame.gap);
        let sizes = self.sizes.get_or_insert_with(ItemSizes::default);
        sizes.set_frame(item_size, gap);
        sizes.set(at as usize, given);
    }

    /// The sizes of items that differ, to change them.
    pub(crate) fn sizes_mut(&mut self) -> Option<&mut ItemSizes> {
        self.sizes.as_mut()
    }

    /// Changes the number of items; what is bound or focused beyond it is the caller's to change.
    pub(crate) fn set_count(&mut self, count: u32) {
        self.count = count;
    }

    /// Ties a node to an item, after both were loosened.
    pub(crate) fn bind(&mut self, item: u32, node: Index) {
        let at = self.bound.partition_point(|bound| bound.item < item);
        self.bound.insert(at, Bound { item, node });
    }

    /// Looses a node from its item. Answers whether it had one.
    pub(crate) fn forget(&mut self, node: Index) -> bool {
        let before = self.bound.len();
        self.bound.retain(|bound| bound.node != node);
        self.unbound.retain(|&each| each != node);
        self.bound.len() != before
    }

    /// Renumbers the items of bound nodes. Those for which there is no number lose their item and are answered.
    pub(crate) fn renumber(&mut self, mut number: impl FnMut(u32) -> Option<u32>) -> Vec<Index> {
        let mut lost = Vec::new();
        self.bound.retain_mut(|bound| match number(bound.item) {
            Some(item) => {
                bound.item = item;
                true
            }
            None => {
                lost.push(bound.node);
                false
            }
        });
        self.bound.sort_unstable_by_key(|bound| bound.item);
        lost
    }
}
