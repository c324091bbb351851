//! The node table: every node at its own number, in pages that are made when first needed, so that a small scene is
//! small and a large one never has to be copied to grow.

use alloc::boxed::Box;
use alloc::vec::Vec;

use ferrule_abi::limits::NODES_MAX;
use ferrule_abi::{NodeId, NodeKind};

use crate::anim::{CHAINS, Drift, END, Link};
pub(crate) use crate::boxes::{Edges, LayoutBox};
use crate::cache::LayoutCache;
use crate::guide::Guide;
use crate::images::ImageContent;
use crate::list::ListState;
use crate::looks::Looks;
use crate::paint::{Segment, Unseen};
use crate::scroll::ScrollState;
pub(crate) use crate::slots::{SLOTS, Slot, Values};
use crate::style::LayoutStyle;
use crate::text::TextContent;

/// A node's number. Two bytes instead of four, since there are many of them.
pub(crate) type Index = u16;

/// No node.
pub(crate) const NONE: Index = 0;

/// Nodes of one page of the table.
const PAGE_NODES: usize = 32;

const _: () = assert!(NODES_MAX < u16::MAX as u32);

/// The number as the app knows it; nothing for [`NONE`].
pub(crate) fn node_id(index: Index) -> Option<NodeId> {
    NodeId::new(u32::from(index))
}

/// The number as the table knows it.
pub(crate) fn index_of(node: NodeId) -> Index {
    // In range by the assertion above.
    node.get() as Index
}

/// Yes-or-no facts about a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(u32);

/// One fact of [`Flags`].
#[derive(Clone, Copy, Debug)]
#[repr(u32)]
pub(crate) enum Flag {
    /// Children are cut off at the box.
    Clip = 1,
    /// Neither it nor its children are painted or focused.
    Hidden = 2,
    /// The remote can reach it.
    Focusable = 4,
    /// It remembers which descendant had the focus.
    FocusMemory = 8,
    /// Focus cannot leave it by keys.
    FocusTrap = 16,
    /// Some value of `fillTo` is set: the background is a gradient.
    Gradient = 32,
    /// The base value of `fillTo` is set; otherwise it follows `fill`.
    BaseFillTo = 64,
    /// Its layout waits in the scene's list.
    LayoutQueued = 128,
    /// Its extent, or one below it, is out of date.
    ExtentDirty = 256,
    /// A child may have a `z` other than zero.
    OrderedChildren = 512,
    /// Some descendant reaches out of the box, not counting transforms and scrolling.
    Overflows = 1024,
    /// It was scaled or shifted when it was last looked at.
    Transformed = 2048,
    /// `visible` is off. [`Flag::Hidden`] follows from this and `display`.
    Invisible = 4096,
    /// `clip` is on. [`Flag::Clip`] follows from this and `overflow`.
    Cut = 8192,
    /// Neither it nor its children can have the focus.
    Disabled = 16384,
    /// A child of a list that no item is bound to: as if hidden.
    Parked = 32768,
    /// It stands elsewhere since it was last painted, or was out of sight.
    Repaint = 65536,
    /// It looks different since it was last painted, or something in it is marked.
    RepaintPart = 131_072,
}

impl Flags {
    pub(crate) const fn has(self, flag: Flag) -> bool {
        self.0 & flag as u32 != 0
    }

    /// Several facts.
    pub(crate) const fn of(flags: &[Flag]) -> Self {
        let (mut all, mut at) = (0, 0);
        while at < flags.len() {
            all |= flags[at] as u32;
            at += 1;
        }
        Self(all)
    }

    /// True when one of several facts holds.
    pub(crate) const fn has_any(self, of: Self) -> bool {
        self.0 & of.0 != 0
    }

    /// Leaves the mark that what was not looked at asks for, and no other.
    pub(crate) fn set_marks(&mut self, unseen: Unseen) {
        self.0 = self.0 & !(Flag::Repaint as u32 | Flag::RepaintPart as u32) | unseen as u32;
    }

    /// True when it cannot be painted as it was.
    pub(crate) const fn is_marked(self) -> bool {
        self.0 & (Flag::Repaint as u32 | Flag::RepaintPart as u32) != 0
    }

    pub(crate) fn put(&mut self, flag: Flag, on: bool) {
        if on {
            self.0 |= flag as u32;
        } else {
            self.0 &= !(flag as u32);
        }
    }
}

/// The values that apply while a node has the focus.
#[derive(Clone, Debug)]
pub(crate) struct Overlay {
    pub(crate) values: Values,
    /// Bit n: slot n is set.
    pub(crate) mask: u32,
}

/// What a node shows besides its box.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    View,
    Text(Box<TextContent>),
    Image(Box<ImageContent>),
}

/// A node.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) content: Content,
    pub(crate) flags: Flags,
    pub(crate) parent: Index,
    /// Which descendant had the focus last, for [`Flag::FocusMemory`].
    pub(crate) remembered: Index,
    /// Focusable nodes in this subtree, itself included.
    pub(crate) focusables: u16,
    /// Nodes below this one that are scaled or shifted.
    pub(crate) transformed: u16,
    pub(crate) children: Vec<Index>,
    pub(crate) style: LayoutStyle,
    pub(crate) layout: LayoutBox,
    /// The boxes of the whole subtree, relative to this one, not counting transforms; cut at clipping boxes.
    pub(crate) extent: Edges,
    pub(crate) cache: LayoutCache,
    pub(crate) segment: Segment,
    /// The values commands set.
    pub(crate) base: Values,
    /// The values on screen: base or overlay, or on the way there.
    pub(crate) shown: Values,
    pub(crate) overlay: Option<Box<Overlay>>,
    pub(crate) scroll: Option<Box<ScrollState>>,
    pub(crate) guide: Option<Box<Guide>>,
    pub(crate) list: Option<Box<ListState>>,
    pub(crate) looks: Option<Box<Looks>>,
    /// With a layout transition: how far the painted box is from [`Node::layout`].
    pub(crate) drift: Option<Box<Drift>>,
    /// Where its chains through the transitions under way and through the animations begin.
    pub(crate) chains: [Link; CHAINS],
    pub(crate) z: f32,
    pub(crate) fill_angle: f32,
    /// Per slot: 1 + index into the scene's timings, 0 for none.
    pub(crate) transitions: [u8; SLOTS],
    /// The turn in which it was made; its values change at once until that turn is over.
    pub(crate) born: u32,
}

impl Node {
    pub(crate) fn new(kind: NodeKind, born: u32) -> Self {
        let content = match kind {
            NodeKind::View => Content::View,
            NodeKind::Text => Content::Text(Box::default()),
            NodeKind::Image => Content::Image(Box::default()),
        };
        Self {
            content,
            flags: Flags(Flag::Repaint as u32),
            parent: NONE,
            remembered: NONE,
            focusables: 0,
            transformed: 0,
            children: Vec::new(),
            style: LayoutStyle::DEFAULT,
            layout: LayoutBox::default(),
            extent: Edges::default(),
            cache: LayoutCache::EMPTY,
            segment: Segment::default(),
            base: Values::DEFAULT,
            shown: Values::DEFAULT,
            overlay: None,
            scroll: None,
            guide: None,
            list: None,
            looks: None,
            drift: None,
            chains: [END; CHAINS],
            z: 0.0,
            fill_angle: 0.0,
            transitions: [0; SLOTS],
            born,
        }
    }

    /// True when neither it nor what is in it can have the focus.
    pub(crate) fn bars_focus(&self) -> bool {
        self.flags.has(Flag::Hidden) || self.flags.has(Flag::Disabled) || self.flags.has(Flag::Parked)
    }

    /// True when the focus can be on it, as far as it is concerned: it is focusable, or a list with items.
    pub(crate) fn takes_focus(&self) -> bool {
        self.flags.has(Flag::Focusable) || self.items().is_some()
    }

    /// The list with items that it is.
    pub(crate) fn items(&self) -> Option<&ListState> {
        self.list.as_deref().filter(|list| list.count() > 0)
    }

    /// True when it is painted where the layout has it: neither scaled, shifted nor on its way there.
    pub(crate) fn is_in_place(&self) -> bool {
        self.shown.is_in_place() && self.drift.as_ref().is_none_or(|drift| drift.offset == [0.0; 4])
    }

    /// Where a slot's value is heading.
    pub(crate) fn target(&self, slot: Slot, focused: bool) -> u32 {
        if focused
            && let Some(overlay) = &self.overlay
            && overlay.mask & slot.bit() != 0
        {
            return overlay.values.bits(slot);
        }
        // Without a second colour the gradient is flat.
        if slot == Slot::FillTo && !self.flags.has(Flag::BaseFillTo) {
            return self.target(Slot::Fill, focused);
        }
        self.base.bits(slot)
    }
}

/// Out of line, so that who asks for a node needs no room for the message.
#[cold]
#[inline(never)]
#[track_caller]
fn no_such_node(index: Index) -> ! {
    unreachable!("a link leads to node {index}, which does not exist")
}

type Page = Box<[Option<Node>; PAGE_NODES]>;

/// All nodes of a scene.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// Page n holds the nodes from n × [`PAGE_NODES`] on, and is there once one of them is.
    pages: Vec<Option<Page>>,
    count: u32,
}

/// Made in the heap: it is too large for the stack.
fn empty_page() -> Option<Page> {
    let mut nodes = Vec::new();
    nodes.reserve_exact(PAGE_NODES);
    nodes.resize_with(PAGE_NODES, || None);
    nodes.into_boxed_slice().try_into().ok()
}

impl Table {
    /// The node, or nothing when the number is free.
    pub(crate) fn get(&self, index: Index) -> Option<&Node> {
        self.pages.get(usize::from(index) / PAGE_NODES)?.as_ref()?[usize::from(index) % PAGE_NODES].as_ref()
    }

    /// The node, to change it.
    pub(crate) fn get_mut(&mut self, index: Index) -> Option<&mut Node> {
        self.entry(index)?.as_mut()
    }

    /// Where the node is or would be, if its page is there.
    fn entry(&mut self, index: Index) -> Option<&mut Option<Node>> {
        let page = self.pages.get_mut(usize::from(index) / PAGE_NODES)?.as_mut()?;
        Some(&mut page[usize::from(index) % PAGE_NODES])
    }

    /// A node that the tree's links say is there.
    #[track_caller]
    pub(crate) fn at(&self, index: Index) -> &Node {
        match self.get(index) {
            Some(node) => node,
            None => no_such_node(index),
        }
    }

    /// A node that the tree's links say is there, to change it.
    #[track_caller]
    pub(crate) fn at_mut(&mut self, index: Index) -> &mut Node {
        match self.get_mut(index) {
            Some(node) => node,
            None => no_such_node(index),
        }
    }

    /// Number of nodes.
    pub(crate) const fn len(&self) -> u32 {
        self.count
    }

    /// Puts a node at a number that is free.
    pub(crate) fn put(&mut self, index: Index, node: Node) {
        let at = usize::from(index) / PAGE_NODES;
        if self.pages.len() <= at {
            self.pages.resize_with(at + 1, || None);
        }
        if self.pages[at].is_none() {
            self.pages[at] = empty_page();
        }
        if let Some(entry) = self.entry(index) {
            *entry = Some(node);
            self.count += 1;
        }
    }

    /// Takes a node out.
    pub(crate) fn take(&mut self, index: Index) -> Option<Node> {
        let node = self.entry(index)?.take();
        self.count -= u32::from(node.is_some());
        node
    }

    /// Every node with its number, in the order of the numbers.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Index, &Node)> {
        self.pages.iter().enumerate().flat_map(|(page, nodes)| {
            nodes.iter().flat_map(|nodes| nodes.iter()).enumerate().filter_map(move |(offset, node)| {
                node.as_ref().map(|node| ((page * PAGE_NODES + offset) as Index, node))
            })
        })
    }

    /// The node and its parents up to the top.
    pub(crate) fn upward(&self, index: Index) -> impl Iterator<Item = Index> {
        let mut next = index;
        core::iter::from_fn(move || {
            let at = next;
            next = self.get(at)?.parent;
            Some(at)
        })
    }

    /// The node's parent and its parents up to the top.
    pub(crate) fn ancestors(&self, index: Index) -> impl Iterator<Item = Index> {
        let mut at = index;
        core::iter::from_fn(move || {
            at = self.get(at)?.parent;
            (at != NONE).then_some(at)
        })
    }

    /// True when `index` is `top` or below it.
    pub(crate) fn is_within(&self, index: Index, top: Index) -> bool {
        index == top || self.ancestors(index).any(|ancestor| ancestor == top)
    }
}
