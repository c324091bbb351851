//! Flexbox over the node table, by taffy's low-level interface, redone only where something changed.
//!
//! A change climbs from its node to the nearest *boundary*, a node whose own size cannot depend on what is inside
//! it, and only the boundary is laid out again, with the constraints it had before. The root is always one.

use alloc::string::String;
use alloc::vec::Vec;

use taffy::geometry::{Line, Size};
use taffy::style::AvailableSpace;
use taffy::tree::{Layout, LayoutInput, LayoutOutput, RequestedAxis, RunMode, SizingMode};
use taffy::{
    CacheTree, LayoutContainingBlock, LayoutFlexboxContainer, LayoutPartialTree, NodeId as TaffyId,
    TraversePartialTree, compute_cached_layout, compute_flexbox_layout, compute_leaf_layout,
    compute_oof_layout,
};

use crate::host::Host;
use crate::style::StyleRef;
use crate::text;
use crate::tree::{Content, Flag, Index, LayoutBox, NONE, Table};

/// The layouts that are to be done again.
#[derive(Debug, Default)]
pub(crate) struct LayoutQueue {
    /// Each has [`Flag::LayoutQueued`]. Those that are not on the page wait here until they are.
    boundaries: Vec<Index>,
    root: Index,
    /// The root itself, its content, or its size changed.
    root_due: bool,
    /// Something changed since the last run.
    due: bool,
}

impl LayoutQueue {
    /// True when a box on the page may be out of date.
    pub(crate) fn is_due(&self) -> bool {
        self.due
    }

    /// The screen has another size.
    pub(crate) fn screen_changed(&mut self) {
        self.root_due = true;
        self.due = true;
    }

    /// Another node is the root, or none.
    pub(crate) fn set_root(&mut self, nodes: &mut Table, root: Index) {
        // While a node inside a tree was the root, the nodes around it were not told of changes.
        let mut at = self.root;
        while let Some(node) = nodes.get_mut(at) {
            node.cache.clear();
            at = node.parent;
        }
        self.root = root;
        self.screen_changed();
    }

    /// A node's content or children changed.
    pub(crate) fn content_changed(&mut self, nodes: &mut Table, index: Index) {
        self.due = true;
        let mut at = index;
        while let Some(node) = nodes.get_mut(at) {
            let was_laid_out = node.cache.is_laid_out();
            node.cache.clear();
            if at == self.root {
                self.root_due = true;
                return;
            }
            let parent = node.parent;
            if parent == NONE || is_boundary(nodes, at) {
                self.enqueue(nodes, at);
                return;
            }
            // What is not laid out has told its parents before.
            if !was_laid_out && at != index {
                return;
            }
            at = parent;
        }
    }

    /// A node's own place or size changed.
    pub(crate) fn style_changed(&mut self, nodes: &mut Table, index: Index) {
        let Some(node) = nodes.get_mut(index) else { return };
        node.cache.clear();
        let parent = node.parent;
        if parent == NONE || index == self.root {
            self.content_changed(nodes, index);
        }
        if parent != NONE {
            self.content_changed(nodes, parent);
        }
    }

    fn enqueue(&mut self, nodes: &mut Table, index: Index) {
        let node = nodes.at_mut(index);
        // What was never placed is reached from what it hangs in, which is not laid out either.
        if node.cache.last_input().is_some() && !node.flags.has(Flag::LayoutQueued) {
            node.flags.put(Flag::LayoutQueued, true);
            self.boundaries.push(index);
        }
    }

    /// Lays out what changed on the page, whose root has the size given.
    pub(crate) fn run<H: Host>(&mut self, nodes: &mut Table, host: &mut H, width: f32, height: f32) {
        self.due = false;
        let root = self.root;
        let mut pass = Pass { nodes, host };
        if core::mem::take(&mut self.root_due) {
            pass.lay_out_root(root, width, height);
        }
        self.boundaries.retain(|&index| match pass.nodes.get(index) {
            Some(node) if node.flags.has(Flag::LayoutQueued) => {
                let waits = !pass.nodes.is_within(index, root);
                if !waits {
                    pass.lay_out_boundary(index);
                }
                waits
            }
            // Removed, and perhaps made anew under its number.
            _ => false,
        });
    }
}

/// True when the node's size does not depend on its content.
fn is_boundary(nodes: &Table, index: Index) -> bool {
    let node = nodes.at(index);
    node.style.is_boundary(is_rigid(nodes, index))
}

/// True when the node keeps its size because its parent scrolls along the main axis.
fn is_rigid(nodes: &Table, index: Index) -> bool {
    let parent = nodes.at(index).parent;
    parent != NONE && nodes.at(parent).style.scrolls_along_main()
}

/// One run over the tables, in the shape that taffy walks.
struct Pass<'a, H> {
    nodes: &'a mut Table,
    host: &'a mut H,
}

fn table_index(id: TaffyId) -> Index {
    u64::from(id) as Index
}

fn taffy_id(index: Index) -> TaffyId {
    TaffyId::from(u64::from(index))
}

impl<H: Host> Pass<'_, H> {
    fn lay_out_root(&mut self, root: Index, width: f32, height: f32) {
        let Some(node) = self.nodes.get_mut(root) else { return };
        node.layout = LayoutBox { x: 0.0, y: 0.0, w: width, h: height };
        let screen = Size { width: Some(width), height: Some(height) };
        let input = LayoutInput {
            run_mode: RunMode::PerformLayout,
            sizing_mode: SizingMode::InherentSize,
            axis: RequestedAxis::Both,
            known_dimensions: screen,
            known_dimensions_are_definite: Size { width: true, height: true },
            parent_size: screen,
            available_space: Size {
                width: AvailableSpace::Definite(width),
                height: AvailableSpace::Definite(height),
            },
            vertical_margins_are_collapsible: Line::FALSE,
        };
        self.compute_child_layout(taffy_id(root), input);
        self.mark_extents(root);
    }

    fn lay_out_boundary(&mut self, index: Index) {
        let Some(node) = self.nodes.get_mut(index) else { return };
        node.flags.put(Flag::LayoutQueued, false);
        let Some(input) = node.cache.last_input() else { return };
        if node.cache.is_laid_out() {
            return;
        }
        self.compute_child_layout(taffy_id(index), input);
        self.mark_extents(index);
    }

    /// Marks the way from the top to a node whose layout changed.
    fn mark_extents(&mut self, index: Index) {
        let mut at = index;
        while let Some(node) = self.nodes.get_mut(at) {
            node.flags.put(Flag::ExtentDirty, true);
            at = node.parent;
        }
    }

    fn compute_uncached(&mut self, id: TaffyId, input: LayoutInput) -> LayoutOutput {
        let index = table_index(id);
        let full = input.run_mode == RunMode::PerformLayout;
        let node = self.nodes.at_mut(index);
        if full {
            node.flags.put(Flag::ExtentDirty, true);
        }
        if !node.children.is_empty() {
            let mut output = compute_flexbox_layout(self, id, input);
            if full {
                compute_oof_layout(self, id, &mut output);
            }
            return output;
        }
        let style = StyleRef { style: &node.style, rigid: false, yields: false };
        let Self { host, .. } = self;
        match &mut node.content {
            Content::View | Content::Image(_) => {
                compute_leaf_layout(input, &style, |_, _| 0.0, |_, _| Size::ZERO)
            }
            Content::Text(content) => {
                let given = node.style.given_size();
                compute_leaf_layout(
                    input,
                    &style,
                    |_, _| 0.0,
                    |known, available| match (known.width.or(given.width), known.height.or(given.height)) {
                        // With both sizes known the text has no say; it is shaped when it is first painted.
                        (Some(width), Some(height)) => Size { width, height },
                        _ => text::measure(content, *host, known, available),
                    },
                )
            }
        }
    }
}

struct ChildIds<'a>(core::slice::Iter<'a, Index>);

impl Iterator for ChildIds<'_> {
    type Item = TaffyId;

    fn next(&mut self) -> Option<TaffyId> {
        self.0.next().map(|&index| taffy_id(index))
    }
}

impl<H: Host> TraversePartialTree for Pass<'_, H> {
    type ChildIter<'a>
        = ChildIds<'a>
    where
        Self: 'a;

    fn child_ids(&self, parent: TaffyId) -> Self::ChildIter<'_> {
        ChildIds(self.nodes.at(table_index(parent)).children.iter())
    }

    fn child_count(&self, parent: TaffyId) -> usize {
        self.nodes.at(table_index(parent)).children.len()
    }

    fn get_child_id(&self, parent: TaffyId, child_index: usize) -> TaffyId {
        taffy_id(self.nodes.at(table_index(parent)).children[child_index])
    }
}

impl<H: Host> LayoutPartialTree for Pass<'_, H> {
    type CustomIdent = String;

    type CoreContainerStyle<'a>
        = StyleRef<'a>
    where
        Self: 'a;

    fn get_core_container_style(&self, id: TaffyId) -> StyleRef<'_> {
        StyleRef { style: &self.nodes.at(table_index(id)).style, rigid: false, yields: false }
    }

    fn set_unrounded_layout(&mut self, id: TaffyId, layout: &Layout) {
        self.nodes.at_mut(table_index(id)).layout = LayoutBox {
            x: layout.location.x,
            y: layout.location.y,
            w: layout.size.width,
            h: layout.size.height,
        };
    }

    fn compute_child_layout(&mut self, id: TaffyId, inputs: LayoutInput) -> LayoutOutput {
        compute_cached_layout(self, id, inputs, |pass, id, inputs| pass.compute_uncached(id, inputs))
    }
}

impl<H: Host> LayoutContainingBlock for Pass<'_, H> {
    type OofItemStyle<'a>
        = StyleRef<'a>
    where
        Self: 'a;

    fn get_oof_item_style(&self, id: TaffyId) -> StyleRef<'_> {
        self.get_core_container_style(id)
    }

    // Every node is the containing block of its own children, so there is nothing to hoist.
    fn clear_hoisted_children(&mut self, _id: TaffyId) {}

    fn add_hoisted_children(&mut self, _id: TaffyId, _hoisted: &[TaffyId]) {}
}

impl<H: Host> CacheTree for Pass<'_, H> {
    fn cache_get(&mut self, id: TaffyId, input: &LayoutInput) -> Option<LayoutOutput> {
        self.nodes.at(table_index(id)).cache.get(input)
    }

    fn cache_store(&mut self, id: TaffyId, input: &LayoutInput, output: LayoutOutput) {
        self.nodes.at_mut(table_index(id)).cache.store(input, &output);
    }

    fn cache_clear(&mut self, id: TaffyId) {
        self.nodes.at_mut(table_index(id)).cache.clear();
    }
}

impl<H: Host> LayoutFlexboxContainer for Pass<'_, H> {
    type FlexboxContainerStyle<'a>
        = StyleRef<'a>
    where
        Self: 'a;

    type FlexboxItemStyle<'a>
        = StyleRef<'a>
    where
        Self: 'a;

    fn get_flexbox_container_style(&self, id: TaffyId) -> StyleRef<'_> {
        self.get_core_container_style(id)
    }

    fn get_flexbox_child_style(&self, id: TaffyId) -> StyleRef<'_> {
        let index = table_index(id);
        let node = self.nodes.at(index);
        let yields = !matches!(node.content, Content::View);
        StyleRef { style: &node.style, rigid: is_rigid(self.nodes, index), yields }
    }
}
