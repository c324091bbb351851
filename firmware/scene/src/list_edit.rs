//! What commands do to lists. Whatever changes, what is on screen stays where it is, the focus stays on its item, and
//! nodes stay bound to theirs.

use alloc::boxed::Box;
use alloc::vec::Vec;

use ferrule_abi::limits::{LIST_COLUMNS_MAX, LIST_ITEMS_MAX, LIST_SIZED_ITEMS_MAX};
use ferrule_abi::{Color, ItemSizes, Prop, Value};

use crate::anim::drift;
use crate::list::ListState;
use crate::refusal::Refusal;
use crate::scene::Scene;
use crate::scroll::ScrollState;
use crate::tree::{Content, Flag, Index, NONE};

/// A change of the order of items.
#[derive(Clone, Copy, Debug)]
enum Edit {
    Insert { at: u32, count: u32 },
    Remove { at: u32, count: u32 },
    Move { from: u32, count: u32, to: u32 },
}

impl Edit {
    /// The number that an item has afterwards; nothing when it goes.
    fn number(self, item: u32) -> Option<u32> {
        match self {
            Self::Insert { at, count } => Some(if item < at { item } else { item + count }),
            Self::Remove { at, .. } if item < at => Some(item),
            Self::Remove { at, count } if item < at + count => None,
            Self::Remove { count, .. } => Some(item - count),
            Self::Move { from, count, to } if (from..from + count).contains(&item) => Some(item - from + to),
            Self::Move { from, count, to } => {
                // First as if those that move were taken out, then as if they came in again.
                let item = if item < from { item } else { item - count };
                Some(if item < to { item } else { item + count })
            }
        }
    }

    /// The same, with the item that takes the place of one that goes.
    fn heir(self, item: u32) -> u32 {
        self.number(item).unwrap_or(match self {
            Self::Remove { at, .. } => at,
            Self::Insert { .. } | Self::Move { .. } => item,
        })
    }

    fn apply(self, list: &mut ListState) {
        let (count, change) = (list.count(), self);
        let focused = if count > 0 { self.heir(list.focused) } else { 0 };
        if let Some(sizes) = list.sizes_mut() {
            match change {
                Self::Insert { at, count } => sizes.insert(at as usize, count as usize),
                Self::Remove { at, count } => sizes.remove(at as usize, count as usize),
                Self::Move { from, count, to } => sizes.rotate(from as usize, count as usize, to as usize),
            }
        }
        match change {
            Self::Insert { count: more, .. } => list.set_count(count + more),
            Self::Remove { count: less, .. } => list.set_count(count - less),
            Self::Move { .. } => {}
        }
        list.focused = focused.min(list.count().saturating_sub(1));
    }
}

impl Scene {
    fn list_mut(&mut self, index: Index) -> Result<&mut ListState, Refusal> {
        let node = self.nodes.get_mut(index).ok_or(Refusal::NoSuchNode)?;
        node.list.as_deref_mut().ok_or(Refusal::NotAList)
    }

    /// Sets a property of a list; makes the view one.
    pub(crate) fn set_list(&mut self, index: Index, prop: Prop, value: &Value<'_>) -> Result<(), Refusal> {
        if !matches!(self.nodes.at(index).content, Content::View) {
            return Err(Refusal::NotForThisKind);
        }
        self.become_list(index);
        let given = if let Value::Number(number) = *value { Some(number) } else { None };
        let whole = |default: u32, least: u32, most: u32| match given {
            Some(number) => (number as u32).max(least).min(most),
            None => default,
        };
        match prop {
            Prop::ItemCount => return self.set_item_count(index, whole(0, 0, LIST_ITEMS_MAX)),
            Prop::Columns => {
                let columns = whole(1, 1, LIST_COLUMNS_MAX);
                return self.keep_in_place(index, |item| item, |list| list.set_columns(columns));
            }
            Prop::ItemSize => {
                return self.keep_in_place(index, |item| item, |list| list.set_item_size(given));
            }
            Prop::Overscan => self.list_mut(index)?.set_overscan(given),
            Prop::PlaceholderColor => {
                let color = if let Value::Color(color) = *value { color } else { Color::TRANSPARENT };
                self.list_mut(index)?.placeholder = color;
            }
            _ => self.list_mut(index)?.placeholder_radius = given.unwrap_or(0.0).max(0.0),
        }
        self.repaint_part(index);
        Ok(())
    }

    fn become_list(&mut self, index: Index) {
        let node = self.nodes.at_mut(index);
        if node.list.is_some() {
            return;
        }
        node.list = Some(Box::new(ListState::new()));
        let children = core::mem::take(&mut node.children);
        for &child in &children {
            self.nodes.at_mut(child).flags.put(Flag::Parked, true);
        }
        self.nodes.at_mut(index).children = children;
        self.repaint(index);
        self.lists.push(index);
        self.layouts.style_changed(&mut self.nodes, index);
        self.focus.tree_changed();
    }

    /// More items come in and go at the end.
    fn set_item_count(&mut self, index: Index, count: u32) -> Result<(), Refusal> {
        let list = self.list_mut(index)?;
        list.ask_again();
        let before = list.count();
        match count {
            _ if count > before => self.edit(index, Edit::Insert { at: before, count: count - before }),
            _ if count < before => self.edit(index, Edit::Remove { at: count, count: before - count }),
            _ => Ok(()),
        }
    }

    pub(crate) fn list_insert(&mut self, index: Index, at: u32, count: u32) -> Result<(), Refusal> {
        let before = self.list_mut(index)?.count();
        if at > before {
            return Err(Refusal::NoSuchItem);
        }
        if count > LIST_ITEMS_MAX - before {
            return Err(Refusal::TooManyItems);
        }
        self.edit(index, Edit::Insert { at, count })
    }

    pub(crate) fn list_remove(&mut self, index: Index, at: u32, count: u32) -> Result<(), Refusal> {
        self.check_items(index, at, count)?;
        self.edit(index, Edit::Remove { at, count })
    }

    pub(crate) fn list_move(&mut self, index: Index, from: u32, count: u32, to: u32) -> Result<(), Refusal> {
        self.check_items(index, from, count)?;
        self.check_items(index, to, count)?;
        self.edit(index, Edit::Move { from, count, to })
    }

    fn check_items(&mut self, index: Index, at: u32, count: u32) -> Result<(), Refusal> {
        let all = self.list_mut(index)?.count();
        let end = at.checked_add(count).filter(|&end| end <= all);
        end.map(|_| ()).ok_or(Refusal::NoSuchItem)
    }

    pub(crate) fn list_sizes(&mut self, index: Index, at: u32, sizes: ItemSizes<'_>) -> Result<(), Refusal> {
        let count = sizes.len() as u32;
        self.check_items(index, at, count)?;
        if at + count > LIST_SIZED_ITEMS_MAX {
            return Err(Refusal::TooManyItems);
        }
        self.keep_in_place(index, |item| item, |list| list.set_sizes(at, sizes.iter()))
    }

    pub(crate) fn list_focus(&mut self, index: Index, item: u32) -> Result<(), Refusal> {
        self.check_items(index, item, 1)?;
        self.list_mut(index)?.focused = item;
        self.focus.request(index);
        self.focus.tree_changed();
        Ok(())
    }

    /// Shows an item by a node.
    pub(crate) fn list_bind(&mut self, index: Index, item: u32, node: Index) -> Result<(), Refusal> {
        self.check_items(index, item, 1)?;
        if self.nodes.get(node).ok_or(Refusal::NoSuchNode)?.parent != index {
            self.insert(index, node, NONE)?;
        }
        let list = self.list_mut(index)?;
        let before = list.node_of(item);
        if before == Some(node) {
            return Ok(());
        }
        if let Some(before) = before {
            list.forget(before);
            self.park(index, before);
        }
        let list = self.list_mut(index)?;
        list.forget(node);
        list.bind(item, node);
        self.nodes.at_mut(node).flags.put(Flag::Parked, false);
        self.renew(node);
        self.layouts.content_changed(&mut self.nodes, index);
        self.focus.tree_changed();
        self.nodes.repaint(node);
        self.repaint_part(index);
        Ok(())
    }

    /// A child that lost its item is not seen until it is bound again.
    fn park(&mut self, index: Index, node: Index) {
        self.nodes.at_mut(node).flags.put(Flag::Parked, true);
        self.nodes.repaint(node);
        if let Some(list) = &mut self.nodes.at_mut(index).list {
            list.unbound.push(node);
        }
    }

    /// A node that shows another item now is like a new one: what changes in this turn changes at once.
    fn renew(&mut self, index: Index) {
        let turn = self.turn;
        let node = self.nodes.at_mut(index);
        node.born = turn;
        let children = core::mem::take(&mut node.children);
        for &child in &children {
            self.renew(child);
        }
        self.nodes.at_mut(index).children = children;
    }

    fn edit(&mut self, index: Index, edit: Edit) -> Result<(), Refusal> {
        let list = self.list_mut(index)?;
        let had_items = list.count() > 0;
        let lost = list.renumber(|item| edit.number(item));
        // Even where the numbers stay the same other items have them.
        list.ask_again();
        for node in lost {
            self.park(index, node);
        }
        self.keep_in_place(index, |item| edit.heir(item), |list| edit.apply(list))?;
        let has_items = self.list_mut(index)?.count() > 0;
        if has_items != had_items {
            self.count_focusable(index, has_items);
        }
        Ok(())
    }

    /// Lets no item move on the screen because the content went along with the scroll.
    fn carry_items(&mut self, index: Index, went: f32) {
        let Some(list) = self.nodes.at(index).list.as_deref().filter(|_| went != 0.0) else { return };
        let along = if list.frame().mirrored { -went } else { went };
        let shift = if list.frame().horizontal { (along, 0.0) } else { (0.0, along) };
        let items: Vec<Index> = list.bound().iter().map(|bound| bound.node).collect();
        for item in items {
            drift::carry(&mut self.nodes, item, shift);
        }
    }

    /// Changes where items stand, and scrolls along so that what is in sight stays there: the item with the focus, else
    /// the first one. `heir` says which number an item has afterwards.
    fn keep_in_place(
        &mut self,
        index: Index,
        heir: impl FnOnce(u32) -> u32,
        change: impl FnOnce(&mut ListState),
    ) -> Result<(), Refusal> {
        let node = self.nodes.get_mut(index).ok_or(Refusal::NoSuchNode)?;
        let list = node.list.as_deref_mut().ok_or(Refusal::NotAList)?;
        let went = reframe(list, node.scroll.as_deref_mut(), heir, change);
        self.carry_items(index, went);
        self.layouts.content_changed(&mut self.nodes, index);
        self.focus.tree_changed();
        self.repaint(index);
        Ok(())
    }
}

/// The part of [`Scene::keep_in_place`] that layout does as well, when the list's box becomes another. Answers how far the
/// content went that stays where it is on the screen.
pub(crate) fn reframe(
    list: &mut ListState,
    scroll: Option<&mut ScrollState>,
    heir: impl FnOnce(u32) -> u32,
    change: impl FnOnce(&mut ListState),
) -> f32 {
    let target = scroll.as_ref().map_or(0.0, |scroll| scroll.target());
    list.looked_at = None;
    let anchor = list.anchor(target).map(|item| (item, list.start_of(item)));
    change(list);
    let Some(scroll) = scroll.filter(|_| list.frame().length > 0.0) else { return 0.0 };
    let mut went = 0.0;
    if let Some((item, before)) = anchor
        && list.count() > 0
    {
        let item = heir(item).min(list.count() - 1);
        went = list.start_of(item) - before;
        scroll.shift(went);
    }
    scroll.set_range(list.range());
    went
}
