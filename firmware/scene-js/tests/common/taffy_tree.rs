//! The crate `taffy` over the simplest tree there is, with a cache that remembers everything exactly: what the script
//! must come to, bit for bit.

use taffy::geometry::{Line, Point, Rect, Size};
use taffy::style::{
    AlignContent, AlignItems, AlignSelf, AvailableSpace, BoxGenerationMode, BoxSizing, CoreStyle, Dimension,
    Direction, Display, FlexDirection, FlexWrap, FlexboxContainerStyle, FlexboxItemStyle, JustifyContent,
    LengthPercentage, LengthPercentageAuto, OofItemStyle, Overflow, Position,
};
use taffy::tree::{Layout, LayoutInput, LayoutOutput, RequestedAxis, RunMode, SizingMode};
use taffy::{
    CacheTree, LayoutContainingBlock, LayoutFlexboxContainer, LayoutPartialTree, NodeId, Style,
    TraversePartialTree, compute_cached_layout, compute_flexbox_layout, compute_hidden_layout,
    compute_leaf_layout, compute_oof_layout,
};

/// The axis on which a container's content scrolls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scroll {
    None,
    X,
    Y,
}

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) style: Style<String>,
    pub(crate) scroll: Scroll,
    /// An image: it becomes as narrow as it must.
    pub(crate) yields: bool,
    pub(crate) parent: usize,
    pub(crate) children: Vec<usize>,
    pub(crate) layout: [f32; 4],
    results: Vec<(LayoutInput, LayoutOutput)>,
}

/// Nodes by number; 0 is none.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
}

impl Tree {
    /// Adds a node to a parent, 0 for none. Answers its number, from 1 on.
    pub(crate) fn add(&mut self, parent: usize, style: Style<String>, scroll: Scroll, yields: bool) -> usize {
        if self.nodes.is_empty() {
            self.push(0, Style::default(), Scroll::None, false);
        }
        let node = self.push(parent, style, scroll, yields);
        if parent != 0 {
            self.nodes[parent].children.push(node);
        }
        node
    }

    fn push(&mut self, parent: usize, style: Style<String>, scroll: Scroll, yields: bool) -> usize {
        let (children, layout, results) = (Vec::new(), [0.0; 4], Vec::new());
        self.nodes.push(Node { style, scroll, yields, parent, children, layout, results });
        self.nodes.len() - 1
    }

    /// Lays out node 1 on a screen of a size.
    pub(crate) fn lay_out(&mut self, width: f32, height: f32) {
        self.nodes[1].layout = [0.0, 0.0, width, height];
        let screen = Size { width: Some(width), height: Some(height) };
        let input = LayoutInput {
            run_mode: RunMode::PerformLayout,
            sizing_mode: SizingMode::InherentSize,
            axis: RequestedAxis::Both,
            known_dimensions: screen,
            known_dimensions_are_definite: Size { width: true, height: true },
            parent_size: screen,
            available_space: screen
                .map(|side| side.map_or(AvailableSpace::MaxContent, AvailableSpace::Definite)),
            vertical_margins_are_collapsible: Line::FALSE,
        };
        self.compute_child_layout(NodeId::from(1_usize), input);
    }

    fn scrolls_along_main(&self, node: usize) -> bool {
        let row =
            matches!(self.nodes[node].style.flex_direction, FlexDirection::Row | FlexDirection::RowReverse);
        match self.nodes[node].scroll {
            Scroll::None => false,
            Scroll::X => row,
            Scroll::Y => !row,
        }
    }

    fn seen(&self, id: NodeId, as_item: bool) -> Seen<'_> {
        let node = &self.nodes[usize::from(id)];
        let rigid = as_item && node.parent != 0 && self.scrolls_along_main(node.parent);
        Seen {
            style: &node.style,
            scrolls: node.scroll != Scroll::None,
            rigid,
            yields: as_item && node.yields,
        }
    }
}

impl TraversePartialTree for Tree {
    type ChildIter<'a> = std::iter::Map<std::iter::Copied<std::slice::Iter<'a, usize>>, fn(usize) -> NodeId>;

    fn child_ids(&self, parent: NodeId) -> Self::ChildIter<'_> {
        self.nodes[usize::from(parent)].children.iter().copied().map(NodeId::from)
    }

    fn child_count(&self, parent: NodeId) -> usize {
        self.nodes[usize::from(parent)].children.len()
    }

    fn get_child_id(&self, parent: NodeId, index: usize) -> NodeId {
        NodeId::from(self.nodes[usize::from(parent)].children[index])
    }
}

impl LayoutPartialTree for Tree {
    type CustomIdent = String;
    type CoreContainerStyle<'a> = Seen<'a>;

    fn get_core_container_style(&self, id: NodeId) -> Seen<'_> {
        self.seen(id, false)
    }

    fn set_unrounded_layout(&mut self, id: NodeId, layout: &Layout) {
        let (at, size) = (layout.location, layout.size);
        self.nodes[usize::from(id)].layout = [at.x, at.y, size.width, size.height];
    }

    fn compute_child_layout(&mut self, id: NodeId, inputs: LayoutInput) -> LayoutOutput {
        if inputs.run_mode == RunMode::PerformHiddenLayout {
            return compute_hidden_layout(self, id);
        }
        compute_cached_layout(self, id, inputs, |tree, id, inputs| {
            let node = &tree.nodes[usize::from(id)];
            if node.style.display == Display::None {
                return compute_hidden_layout(tree, id);
            }
            if node.children.is_empty() {
                let seen = tree.seen(id, false);
                return compute_leaf_layout(inputs, &seen, |_, _| 0.0, |_, _| Size::ZERO);
            }
            let mut output = compute_flexbox_layout(tree, id, inputs);
            if inputs.run_mode == RunMode::PerformLayout {
                compute_oof_layout(tree, id, &mut output);
            }
            output
        })
    }
}

impl LayoutContainingBlock for Tree {
    type OofItemStyle<'a> = Seen<'a>;

    fn get_oof_item_style(&self, id: NodeId) -> Seen<'_> {
        self.seen(id, false)
    }

    fn clear_hoisted_children(&mut self, _id: NodeId) {}

    fn add_hoisted_children(&mut self, _id: NodeId, _hoisted: &[NodeId]) {}
}

impl LayoutFlexboxContainer for Tree {
    type FlexboxContainerStyle<'a> = Seen<'a>;
    type FlexboxItemStyle<'a> = Seen<'a>;

    fn get_flexbox_container_style(&self, id: NodeId) -> Seen<'_> {
        self.seen(id, false)
    }

    fn get_flexbox_child_style(&self, id: NodeId) -> Seen<'_> {
        self.seen(id, true)
    }
}

impl CacheTree for Tree {
    fn cache_get(&mut self, id: NodeId, input: &LayoutInput) -> Option<LayoutOutput> {
        let results = &self.nodes[usize::from(id)].results;
        // Only the last full layout stands, since others wrote over the boxes below it.
        let full = input.run_mode == RunMode::PerformLayout;
        let mut same_mode = results.iter().rev().filter(|(known, _)| known.run_mode == input.run_mode);
        if full {
            return same_mode.next().filter(|(known, _)| known == input).map(|(_, output)| output.clone());
        }
        same_mode.find(|(known, _)| known == input).map(|(_, output)| output.clone())
    }

    fn cache_store(&mut self, id: NodeId, input: &LayoutInput, output: LayoutOutput) {
        self.nodes[usize::from(id)].results.push((*input, output));
    }

    fn cache_clear(&mut self, id: NodeId) {
        self.nodes[usize::from(id)].results.clear();
    }
}

/// A style as the engine shows it to taffy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen<'a> {
    style: &'a Style<String>,
    scrolls: bool,
    /// Its parent's main axis scrolls: it keeps its size there.
    rigid: bool,
    yields: bool,
}

impl CoreStyle for Seen<'_> {
    type CustomIdent = String;

    fn box_generation_mode(&self) -> BoxGenerationMode {
        self.style.box_generation_mode()
    }

    fn box_sizing(&self) -> BoxSizing {
        self.style.box_sizing
    }

    fn direction(&self) -> Direction {
        self.style.direction
    }

    fn overflow(&self) -> Point<Overflow> {
        let keeps_size = (self.rigid || self.style.flex_shrink == 0.0) && self.style.flex_basis.is_auto();
        let hidden = |own, hidden| if hidden { Overflow::Hidden } else { own };
        let scrolls = self.scrolls || keeps_size;
        Point {
            x: hidden(self.style.overflow.x, scrolls || self.yields),
            y: hidden(self.style.overflow.y, scrolls),
        }
    }

    fn position(&self) -> Position {
        self.style.position
    }

    fn inset(&self) -> Rect<LengthPercentageAuto> {
        self.style.inset
    }

    fn size(&self) -> Size<Dimension> {
        self.style.size
    }

    fn min_size(&self) -> Size<LengthPercentageAuto> {
        self.style.min_size
    }

    fn max_size(&self) -> Size<LengthPercentageAuto> {
        self.style.max_size
    }

    fn aspect_ratio(&self) -> Option<f32> {
        self.style.aspect_ratio
    }

    fn margin(&self) -> Rect<LengthPercentageAuto> {
        self.style.margin
    }

    fn padding(&self) -> Rect<LengthPercentage> {
        self.style.padding
    }
}

impl OofItemStyle for Seen<'_> {
    fn align_self(&self) -> Option<AlignSelf> {
        self.style.align_self
    }
}

impl FlexboxContainerStyle for Seen<'_> {
    fn flex_direction(&self) -> FlexDirection {
        self.style.flex_direction
    }

    fn flex_wrap(&self) -> FlexWrap {
        self.style.flex_wrap
    }

    fn flex_line_count(&self) -> u16 {
        self.style.flex_line_count
    }

    fn gap(&self) -> Size<LengthPercentage> {
        self.style.gap
    }

    fn align_content(&self) -> AlignContent {
        self.style.align_content
    }

    fn align_items(&self) -> AlignItems {
        self.style.align_items
    }

    fn justify_content(&self) -> JustifyContent {
        self.style.justify_content
    }
}

impl FlexboxItemStyle for Seen<'_> {
    fn flex_basis(&self) -> Dimension {
        self.style.flex_basis
    }

    fn flex_grow(&self) -> f32 {
        self.style.flex_grow
    }

    fn flex_shrink(&self) -> f32 {
        if self.rigid { 0.0 } else { self.style.flex_shrink }
    }

    fn align_self(&self) -> Option<AlignSelf> {
        self.style.align_self
    }
}
