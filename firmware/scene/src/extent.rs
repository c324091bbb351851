//! How far subtrees reach, so that painting can pass by what is off screen, and how far content can scroll.

use ferrule_abi::Keyword;

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
    let mut end = (0.0_f32, 0.0_f32);
    for &child in &children {
        update(nodes, child);
        let node = nodes.at(child);
        reach = reach.union(&node.extent.shifted(node.layout.x, node.layout.y));
        let margin = node.style.margin_end();
        end.0 = end.0.max(node.layout.x + node.layout.w + margin.0);
        end.1 = end.1.max(node.layout.y + node.layout.h + margin.1);
    }
    let node = nodes.at_mut(index);
    node.children = children;
    node.flags.put(Flag::Overflows, reach != own);
    node.extent = if node.flags.has(Flag::Clip) { own } else { reach };
    let padding = node.style.padding_end();
    let axis = node.style.scroll();
    if axis != Keyword::None
        && let Some(scroll) = &mut node.scroll
    {
        let hidden = match axis {
            Keyword::X => end.0 + padding.0 - layout.w,
            _ => end.1 + padding.1 - layout.h,
        };
        scroll.set_range(hidden.max(0.0));
        if !node.flags.has(Flag::Clip) {
            // Scrolled to its end the content stands this much nearer to the start.
            let (x, y) = if axis == Keyword::X { (scroll.range(), 0.0) } else { (0.0, scroll.range()) };
            node.extent.x0 -= x;
            node.extent.y0 -= y;
        }
    }
}
