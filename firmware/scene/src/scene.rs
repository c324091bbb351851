//! One scene: the nodes of one app and everything that belongs to them.

use alloc::vec::Vec;

use ferrule_abi::Command;

use crate::anim::Animations;
use crate::extent;
use crate::focus::Focus;
use crate::host::Host;
use crate::images::HeldImages;
use crate::layout::{self, LayoutQueue};
use crate::refusal::Refusal;
use crate::tree::{Content, Index, NONE, Table, index_of};

/// A tree of nodes with its focus, layout and resources.
#[derive(Debug, Default)]
pub(crate) struct Scene {
    pub(crate) nodes: Table,
    /// The node on screen; [`NONE`] before the first `Present`.
    pub(crate) root: Index,
    pub(crate) focus: Focus,
    pub(crate) animations: Animations,
    pub(crate) layouts: LayoutQueue,
    pub(crate) images: HeldImages,
    /// Containers whose content is on its way.
    pub(crate) scrolling: Vec<Index>,
    /// Every list.
    pub(crate) lists: Vec<Index>,
    /// Bytes of all texts and paths.
    pub(crate) text_bytes: usize,
    /// Boxes that the last layout computed.
    pub(crate) computed: u32,
    /// Something on screen may look different.
    pub(crate) paint_due: bool,
    /// The turn of the last `Present`: what is older than a turn has been seen.
    pub(crate) presented: u32,
    pub(crate) turn: u32,
}

impl Scene {
    /// A scene with nothing in it.
    pub(crate) fn new(turn: u32) -> Self {
        Self { turn, ..Self::default() }
    }

    /// Carries out a command.
    ///
    /// # Errors
    /// Why it was skipped; the scene is as before.
    pub(crate) fn command<H: Host>(&mut self, host: &mut H, command: &Command<'_>) -> Result<(), Refusal> {
        match *command {
            // The engine swaps scenes before it comes here.
            Command::Begin => Ok(()),
            Command::Create { node, kind } => self.create(index_of(node), kind),
            Command::Set { node, prop, state, ref value } => self.set(host, node, prop, state, value),
            Command::StyleText { node, ref spans } => self.style_text(host, index_of(node), spans),
            Command::Insert { parent, child, before } => {
                self.insert(index_of(parent), index_of(child), before.map_or(NONE, index_of))
            }
            Command::Remove { node } => self.remove(host, index_of(node)),
            Command::Transition { node, prop, ref timing } => {
                self.set_transition(index_of(node), prop, timing)
            }
            Command::LayoutTransition { node, ref timing } => {
                self.set_layout_transition(index_of(node), timing)
            }
            Command::Animate { node, animation, ref play, keyframes } => {
                self.animate(node, animation, play, keyframes)
            }
            Command::ControlAnimation { node, animation, action } => {
                self.control_animation(node, animation, action)
            }
            Command::ReduceMotion { on } => {
                self.animations.reduce(on);
                Ok(())
            }
            Command::Focus { node } => {
                self.nodes.get(index_of(node)).ok_or(Refusal::NoSuchNode)?;
                self.focus.request(index_of(node));
                Ok(())
            }
            Command::Present { root } => self.present(index_of(root)),
            Command::ListBind { list, index, node } => self.list_bind(index_of(list), index, index_of(node)),
            Command::ListInsert { list, at, count } => self.list_insert(index_of(list), at, count),
            Command::ListRemove { list, at, count } => self.list_remove(index_of(list), at, count),
            Command::ListMove { list, from, count, to } => self.list_move(index_of(list), from, count, to),
            Command::ListSizes { list, at, sizes } => self.list_sizes(index_of(list), at, sizes),
            Command::ListFocus { list, index } => self.list_focus(index_of(list), index),
        }
    }

    fn present(&mut self, root: Index) -> Result<(), Refusal> {
        let node = self.nodes.get(root).ok_or(Refusal::NoSuchNode)?;
        if !matches!(node.content, Content::View) {
            return Err(Refusal::NotAView);
        }
        if self.root != root {
            self.root = root;
            self.presented = self.turn;
            let direction = layout::inherited_direction(&self.nodes, root);
            layout::inherit_direction(&mut self.nodes, root, direction);
            self.layouts.set_root(&mut self.nodes, root);
            self.focus.root_changed();
        }
        self.paint_due = true;
        Ok(())
    }

    /// A node stands differently, with what is in it.
    pub(crate) fn repaint(&mut self, index: Index) {
        self.nodes.repaint(index);
        self.paint_due = true;
    }

    /// A node looks different where it is, or has other children.
    pub(crate) fn repaint_part(&mut self, index: Index) {
        self.nodes.repaint_part(index);
        self.paint_due = true;
    }

    /// The screen has another size.
    pub(crate) fn resize(&mut self) {
        self.layouts.screen_changed();
        self.paint_due = true;
    }

    /// True when the node's changes are to be seen as movements: it was on screen in an earlier turn.
    pub(crate) fn is_seen(&self, index: Index) -> bool {
        self.root != NONE && self.presented != self.turn && self.nodes.at(index).born != self.turn
    }

    /// Brings boxes, extents and scroll ranges up to date.
    pub(crate) fn lay_out<H: Host>(&mut self, host: &mut H, width: f32, height: f32) {
        self.computed = 0;
        if self.root == NONE || !self.layouts.is_due() {
            return;
        }
        self.computed = self.layouts.run(&mut self.nodes, host, width, height);
        extent::update(&mut self.nodes, self.root);
        self.follow_layout();
        self.focus.layout_changed();
        self.paint_due = true;
    }

    /// Moves every image that fades in. Answers whether there was one.
    pub(crate) fn advance_fades<H: Host>(&mut self, host: &mut H, now_us: u64) -> bool {
        self.images.advance_fades(host, &mut self.nodes, now_us, self.animations.is_reduced())
    }

    /// True when a later tick will show something else.
    pub(crate) fn is_moving(&self) -> bool {
        self.animations.is_running() || !self.scrolling.is_empty() || self.images.is_fading()
    }

    /// Gives back every text and image. The scene must not be used afterwards.
    pub(crate) fn release<H: Host>(&mut self, host: &mut H) {
        for (image, _) in self.images.iter() {
            host.release_image(image);
        }
        let indices = (1..=ferrule_abi::limits::NODES_MAX).map(|raw| raw as Index);
        for index in indices {
            if let Some(node) = self.nodes.get_mut(index)
                && let Content::Text(content) = &mut node.content
            {
                content.release(host);
            }
        }
        *self = Self::new(self.turn);
    }
}
