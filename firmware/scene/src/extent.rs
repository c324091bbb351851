//! How far subtrees reach, so that painting can pass by what is off screen, and how far content can scroll.

use ferrule_abi::Keyword;
use taffy::geometry::Rect;

use crate::pass::insets;
use crate::style;
use crate::tree::{Edges, Flag, Index, Table};

/// Brings extents and scroll ranges up to date in the marked part of the tree.
pub(crate) fn update(nodes: &mut Table, index: Index) {
    let Some(node) = nodes.get_mut(index) else { return };
    if !node.flags.has(Flag::ExtentDirty) {
        return;
    }
    node.flags.put(Flag::ExtentDirty, false);
    let layout = node.layout;
    // Taken out while the children are visited, and put back below.
    let children = core::mem::take(&mut node.children);
    let own = Edges { x0: 0.0, y0: 0.0, x1: layout.w, y1: layout.h };
    let mut reach = own;
    for &child in &children {
        if nodes.at(child).flags.has(Flag::Parked) {
            continue;
        }
        update(nodes, child);
        let node = nodes.at(child);
        reach = reach.union(&node.extent.shifted(node.layout.x, node.layout.y));
    }
    let node = nodes.at_mut(index);
    node.flags.put(Flag::Overflows, reach != own);
    node.extent = if node.flags.has(Flag::Clip) { own } else { reach };
    if node.style.scroll() != Keyword::None && node.scroll.is_some() {
        set_scroll_range(nodes, index, &children);
    }
    nodes.at_mut(index).children = children;
}

/// Lets a node scroll as far as its content reaches out at the far end, with margin and padding.
fn set_scroll_range(nodes: &mut Table, index: Index, children: &[Index]) {
    let node = nodes.at(index);
    let (layout, axis) = (node.layout, node.style.scroll());
    let backwards = node.style.scrolls_backwards();
    let list_range = node.list.as_ref().map(|list| list.range());
    let inset = content_insets(nodes, index);
    let width = layout.w - inset.left - inset.right;
    let hidden =
        children.iter().map(|&child| nodes.at(child)).filter(|child| !child.style.is_none).map(|child| {
            let at = child.layout;
            let margin = |side: usize| child.style.resolved(style::MARGIN + side, width);
            match (axis, backwards) {
                (Keyword::X, false) => at.x + at.w + margin(2) + inset.right - layout.w,
                (Keyword::X, true) => margin(0) + inset.left - at.x,
                (_, false) => at.y + at.h + margin(3) + inset.bottom - layout.h,
                (_, true) => margin(1) + inset.top - at.y,
            }
        });
    let hidden = list_range.unwrap_or_else(|| hidden.fold(0.0, f32::max));
    let node = nodes.at_mut(index);
    let Some(scroll) = &mut node.scroll else { return };
    let before = scroll.offset();
    scroll.set_range(hidden);
    let (range, has_moved) = (scroll.range(), scroll.offset() != before);
    if has_moved {
        nodes.repaint(index);
    }
    let node = nodes.at_mut(index);
    if node.flags.has(Flag::Clip) {
        return;
    }
    // Scrolled to its end the content stands this much nearer to the start.
    match (axis, backwards) {
        (Keyword::X, false) => node.extent.x0 -= range,
        (Keyword::X, true) => node.extent.x1 += range,
        (_, false) => node.extent.y0 -= range,
        (_, true) => node.extent.y1 += range,
    }
}

/// Padding and border together of a node that is laid out.
pub(crate) fn content_insets(nodes: &Table, index: Index) -> Rect<f32> {
    let node = nodes.at(index);
    let basis = if node.style.has_plain_insets() { 0.0 } else { inner_width(nodes, node.parent) };
    insets(&node.style, basis)
}

/// The width that percentages of a node's children are of.
fn inner_width(nodes: &Table, index: Index) -> f32 {
    let Some(node) = nodes.get(index) else { return 0.0 };
    let inset = content_insets(nodes, index);
    node.layout.w - inset.left - inset.right
}
