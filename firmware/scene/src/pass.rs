//! Flexbox over the node table, by taffy's low-level interface: one walk over what is not up to date.

use alloc::string::String;

use taffy::geometry::{Line, Rect, Size};
use taffy::style::AvailableSpace;
use taffy::tree::{Baselines, Layout, LayoutInput, LayoutOutput, RequestedAxis, RunMode, SizingMode};
use taffy::{
    CacheTree, LayoutContainingBlock, LayoutFlexboxContainer, LayoutPartialTree, NodeId as TaffyId,
    TraversePartialTree, compute_cached_layout, compute_flexbox_layout, compute_leaf_layout,
    compute_oof_layout,
};

use crate::cache::{Key, LayoutCache};
use crate::host::Host;
use crate::spill::Spill;
use crate::style::{self, LayoutStyle, StyleRef};
use crate::text;
use crate::tree::{Content, Flag, Index, LayoutBox, NONE, Node, Table};

/// Sizes beyond this are taken as this: percentages of percentages must not grow to infinity.
const SIDE_PIXELS_MAX: f32 = 1.0e7;

/// One run over the tables, in the shape that taffy walks.
pub(crate) struct Pass<'a, H> {
    pub(crate) nodes: &'a mut Table,
    host: &'a mut H,
    spill: &'a mut Spill,
    /// The container that was opened last, when its given cross size follows from its content.
    loose: Index,
    /// Boxes measured or laid out, not counting what the caches knew.
    pub(crate) computed: u32,
}

fn table_index(id: TaffyId) -> Index {
    u64::from(id) as Index
}

pub(crate) fn taffy_id(index: Index) -> TaffyId {
    TaffyId::from(u64::from(index))
}

impl<'a, H: Host> Pass<'a, H> {
    /// `spill` may hold sizes from before only when nothing changed since.
    pub(crate) fn new(nodes: &'a mut Table, host: &'a mut H, spill: &'a mut Spill) -> Self {
        Self { nodes, host, spill, loose: NONE, computed: 0 }
    }

    pub(crate) fn lay_out_root(&mut self, root: Index, width: f32, height: f32) {
        if self.nodes.get(root).is_none() {
            return;
        }
        self.nodes.place(root, LayoutBox { x: 0.0, y: 0.0, w: width, h: height });
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

    /// Lays a node out in the place it had. Answers whether its first baseline is another now.
    pub(crate) fn lay_out_boundary(&mut self, index: Index) -> bool {
        let Some(node) = self.nodes.get_mut(index) else { return false };
        node.flags.put(Flag::LayoutQueued, false);
        let Some(input) = node.cache.last_input() else { return false };
        if node.cache.is_laid_out() {
            return false;
        }
        let baseline = node.cache.baseline();
        self.compute_child_layout(taffy_id(index), input);
        self.mark_extents(index);
        self.nodes.at(index).cache.baseline() != baseline
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
        self.computed += 1;
        let index = table_index(id);
        let full = input.run_mode == RunMode::PerformLayout;
        let input = bounded(input);
        let node = self.nodes.at_mut(index);
        if full {
            node.flags.put(Flag::ExtentDirty, true);
        }
        if node.style.is_none {
            hide_content(self.nodes, index);
            return LayoutOutput::HIDDEN;
        }
        if node.list.is_some() {
            return self.list(index, input);
        }
        if !node.children.is_empty() {
            let cross_is_definite = if node.style.is_row() {
                input.known_dimensions_are_definite.height || input.known_dimensions.height.is_none()
            } else {
                input.known_dimensions_are_definite.width || input.known_dimensions.width.is_none()
            };
            self.loose = if cross_is_definite { NONE } else { index };
            let mut output = compute_flexbox_layout(self, id, input);
            if full {
                compute_oof_layout(self, id, &mut output);
            }
            output.size = output.size.map(|side| side.min(SIDE_PIXELS_MAX));
            return output;
        }
        if let Content::Text(_) = node.content {
            // Measured under other constraints it may lose the layout that it shows.
            self.nodes.repaint_part(index);
            return self.text(index, input);
        }
        compute_leaf_layout(input, &StyleRef::node(&node.style), |_, _| 0.0, |_, _| Size::ZERO)
    }

    fn text(&mut self, index: Index, input: LayoutInput) -> LayoutOutput {
        let gives_baseline = self.gives_baseline(index);
        let Self { nodes, host, .. } = self;
        let node = nodes.at_mut(index);
        let Content::Text(content) = &mut node.content else { return LayoutOutput::DEFAULT };
        let placed = input.known_dimensions.width.zip(input.known_dimensions.height);
        let full = input.run_mode == RunMode::PerformLayout;
        let mut output = compute_leaf_layout(
            input,
            &StyleRef::node(&node.style),
            |_, _| 0.0,
            |known, available| match placed {
                // With both sizes known the text has no say; it is shaped when it is first painted.
                Some((width, height)) => Size { width, height },
                None => {
                    // A known size is that of the box; the room for it has its padding taken off.
                    let inner = |known: Option<f32>, room: AvailableSpace| known.and(room.into_option());
                    let known = Size {
                        width: inner(known.width, available.width),
                        height: inner(known.height, available.height),
                    };
                    text::measure(content, *host, known, available)
                }
            },
        );
        if full && gives_baseline {
            let inset = insets(&node.style, input.parent_size.width.unwrap_or(0.0));
            let metrics = content.shape(*host, (output.size.width - inset.left - inset.right).max(0.0));
            let shown = metrics.height > 0.0;
            output.baselines = Baselines::from_first(shown.then_some(inset.top + metrics.baseline));
        }
        output
    }

    /// True when a text has a first baseline. One of a given height is shaped when it is first painted, so it has one
    /// only where its parent aligns it by that.
    fn gives_baseline(&self, index: Index) -> bool {
        let node = self.nodes.at(index);
        !node.style.is_pixels(style::HEIGHT)
            || self.nodes.get(node.parent).is_some_and(|parent| node.style.aligns_baseline_in(&parent.style))
    }
}

/// Under which a measurement is remembered.
fn measure_key(node: &Node, input: &LayoutInput) -> Key {
    let key = Key::new(input, node.style.has_shares());
    if node.children.is_empty() { key.of_leaf(matches!(node.content, Content::Text(_))) } else { key }
}

/// The constraints with sizes that cannot grow to infinity.
fn bounded(input: LayoutInput) -> LayoutInput {
    let side = |side: Option<f32>| side.map(|side| side.min(SIDE_PIXELS_MAX));
    LayoutInput {
        known_dimensions: input.known_dimensions.map(side),
        parent_size: input.parent_size.map(side),
        ..input
    }
}

/// Padding and border together, where percentages are of `basis`.
pub(crate) fn insets(style: &LayoutStyle, basis: f32) -> Rect<f32> {
    let side =
        |at: usize| style.resolved(style::PADDING + at, basis) + style.resolved(style::BORDER + at, basis);
    Rect { left: side(0), top: side(1), right: side(2), bottom: side(3) }
}

/// What is in a node that takes no room takes none either.
fn hide_content(nodes: &mut Table, index: Index) {
    // Taken out while the children are visited.
    let children = core::mem::take(&mut nodes.at_mut(index).children);
    for &child in &children {
        let node = nodes.at_mut(child);
        node.layout = LayoutBox::default();
        node.cache = LayoutCache::HIDDEN;
        node.flags.put(Flag::ExtentDirty, true);
        hide_content(nodes, child);
    }
    nodes.at_mut(index).children = children;
}

pub(crate) struct ChildIds<'a>(core::slice::Iter<'a, Index>);

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
        StyleRef::node(&self.nodes.at(table_index(id)).style)
    }

    fn set_unrounded_layout(&mut self, id: TaffyId, layout: &Layout) {
        let place = LayoutBox {
            x: layout.location.x,
            y: layout.location.y,
            w: layout.size.width,
            h: layout.size.height,
        };
        self.nodes.place(table_index(id), place);
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
        let index = table_index(id);
        let node = self.nodes.at(index);
        match input.run_mode {
            RunMode::PerformLayout => node.cache.layout(&Key::new(input, node.style.has_shares())),
            RunMode::ComputeSize => {
                let key = measure_key(node, input);
                let spilled = || self.spill.get(index, &key).map(|entry| entry.output());
                node.cache.measure(&key).or_else(spilled)
            }
            RunMode::PerformHiddenLayout => None,
        }
    }

    fn cache_store(&mut self, id: TaffyId, input: &LayoutInput, output: LayoutOutput) {
        let index = table_index(id);
        let node = self.nodes.at_mut(index);
        match input.run_mode {
            RunMode::PerformLayout => {
                node.cache.store_layout(Key::new(input, node.style.has_shares()), &output);
            }
            RunMode::ComputeSize => {
                let key = measure_key(node, input);
                if let Some(old) = node.cache.store_measure(key, &output) {
                    self.spill.put(index, old);
                }
            }
            RunMode::PerformHiddenLayout => {}
        }
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
        let index = table_index(id);
        let node = self.nodes.at(index);
        StyleRef::container(&node.style, node.children.len(), self.loose == index)
    }

    fn get_flexbox_child_style(&self, id: TaffyId) -> StyleRef<'_> {
        let node = self.nodes.at(table_index(id));
        StyleRef::item(&node.style, &self.nodes.at(node.parent).style, &node.content)
    }
}
