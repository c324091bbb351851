//! How layout sees lists: each bound node gets its item's box, with no flexbox among them.

use ferrule_abi::Keyword;
use taffy::geometry::{Line, Size};
use taffy::style::AvailableSpace;
use taffy::tree::{LayoutInput, LayoutOutput, RequestedAxis, RunMode, SizingMode};
use taffy::{LayoutPartialTree, compute_leaf_layout};

use crate::host::Host;
use crate::list::Frame;
use crate::list_edit::reframe;
use crate::pass::{Pass, insets, taffy_id};
use crate::style::{self, StyleRef};
use crate::tree::{Index, LayoutBox, Node};

impl<H: Host> Pass<'_, H> {
    /// A list's size, which is that of an empty box, and on a full layout the boxes of its bound nodes.
    pub(crate) fn list(&mut self, index: Index, input: LayoutInput) -> LayoutOutput {
        let node = self.nodes.at_mut(index);
        let output = compute_leaf_layout(input, &StyleRef::node(&node.style), |_, _| 0.0, |_, _| Size::ZERO);
        if input.run_mode != RunMode::PerformLayout {
            return output;
        }
        if set_frame(node, output.size, input.parent_size.width.unwrap_or(0.0)) {
            self.nodes.repaint(index);
        }
        for at in 0.. {
            let Some(list) = &self.nodes.at(index).list else { break };
            let Some(&bound) = list.bound().get(at) else { break };
            let item = list.item_box(bound.item);
            self.compute_child_layout(taffy_id(bound.node), item_input(&item));
            self.nodes.place(bound.node, item);
        }
        output
    }
}

/// What layout asks of a node that must be exactly as large as its item.
fn item_input(item: &LayoutBox) -> LayoutInput {
    let size = Size { width: Some(item.w), height: Some(item.h) };
    LayoutInput {
        run_mode: RunMode::PerformLayout,
        sizing_mode: SizingMode::InherentSize,
        axis: RequestedAxis::Both,
        known_dimensions: size,
        known_dimensions_are_definite: Size { width: true, height: true },
        parent_size: size,
        available_space: Size {
            width: AvailableSpace::Definite(item.w),
            height: AvailableSpace::Definite(item.h),
        },
        vertical_margins_are_collapsible: Line::FALSE,
    }
}

/// Takes note of the size that a list has now, where percentages are of `basis`. Answers whether that is another than
/// before, so that items stand and scroll differently.
fn set_frame(node: &mut Node, size: Size<f32>, basis: f32) -> bool {
    let style = &node.style;
    let inset = insets(style, basis);
    let (row_gap, column_gap) = (
        style.resolved(style::ROW_GAP, size.height - inset.top - inset.bottom),
        style.resolved(style::COLUMN_GAP, size.width - inset.left - inset.right),
    );
    let right_to_left = style.is_right_to_left();
    let horizontal = match style.scroll() {
        Keyword::None => style.is_row(),
        axis => axis == Keyword::X,
    };
    let mirrored = match style.scroll() {
        Keyword::None => style.is_reversed() != (horizontal && right_to_left),
        _ => style.scrolls_backwards(),
    };
    let cross_mirrored = !horizontal && right_to_left;
    let (x, y) = ((inset.left, inset.right), (inset.top, inset.bottom));
    let (along, across) = if horizontal { (x, y) } else { (y, x) };
    let ordered = |(first, last), mirrored| if mirrored { (last, first) } else { (first, last) };
    let ((before, after), (near, far)) = (ordered(along, mirrored), ordered(across, cross_mirrored));
    let frame = Frame {
        horizontal,
        mirrored,
        cross_mirrored,
        length: if horizontal { size.width } else { size.height },
        breadth: if horizontal { size.height } else { size.width },
        before,
        after,
        near,
        far,
        gap: if horizontal { column_gap } else { row_gap },
        cross_gap: if horizontal { row_gap } else { column_gap },
    };
    let Some(list) = node.list.as_deref_mut().filter(|list| *list.frame() != frame) else { return false };
    reframe(list, node.scroll.as_deref_mut(), |item| item, |list| list.set_frame(frame));
    true
}
