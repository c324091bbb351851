//! The engine's answer to an inspector: the page's tree and what the last turn cost.

use alloc::vec::Vec;

use ferrule_abi::dump::{Dumped, Facts, NodeReport};
use ferrule_abi::{Keyword, NodeId, NodeKind, Rect};

use crate::engine::Engine;
use crate::host::Host;
use crate::reveal::bounds_of;
use crate::scene::Scene;
use crate::tree::{Content, Flag, Index, NONE, index_of, node_id};

impl<H: Host> Engine<H> {
    /// Describes the scene on screen as records of [`Dumped`]: the turn and the first nodes of the page, or with
    /// `after` the nodes that follow this one. What does not fit a batch comes with the next call; the end is an
    /// answer without a node.
    pub fn dump(&mut self, after: Option<NodeId>) -> &[u8] {
        let turn = self.turn_report();
        let (scene, batch) = self.live_and_dump();
        batch.clear();
        let mut walk = match after {
            None => {
                // An empty batch has room for it.
                let _ = batch.push(&Dumped::Turn(turn));
                Walk::from_root(scene)
            }
            Some(node) => Walk::after(scene, index_of(node)),
        };
        while let Some((node, depth)) = walk.at {
            if batch.push(&Dumped::Node(node_report(scene, node, depth))).is_err() {
                break;
            }
            walk.step(scene);
        }
        batch.as_bytes()
    }
}

/// A way through the page, each node before what is in it.
struct Walk {
    at: Option<(Index, u8)>,
    /// The nodes around the current one, with its place among the children of each.
    path: Vec<(Index, usize)>,
}

impl Walk {
    fn from_root(scene: &Scene) -> Self {
        let at = (scene.root != NONE).then_some((scene.root, 0));
        Self { at, path: Vec::new() }
    }

    /// The way on from a node that was reached before. Of a node that is not on the page nothing follows.
    fn after(scene: &Scene, index: Index) -> Self {
        let mut path = Vec::new();
        let mut child = index;
        while child != scene.root {
            let parent = scene.nodes.get(child).map_or(NONE, |node| node.parent);
            let siblings = scene.nodes.get(parent).map(|node| &node.children);
            let Some(at) = siblings.and_then(|all| all.iter().position(|&sibling| sibling == child)) else {
                return Self { at: None, path: Vec::new() };
            };
            path.push((parent, at));
            child = parent;
        }
        path.reverse();
        let mut walk = Self { at: Some((index, path.len() as u8)), path };
        walk.step(scene);
        walk
    }

    fn step(&mut self, scene: &Scene) {
        let Some((index, _)) = self.at else { return };
        let mut child = scene.nodes.at(index).children.first();
        self.path.push((index, 0));
        while child.is_none()
            && let Some((..)) = self.path.pop()
            && let Some((parent, place)) = self.path.last_mut()
        {
            *place += 1;
            child = scene.nodes.at(*parent).children.get(*place);
        }
        self.at = child.map(|&child| (child, self.path.len() as u8));
    }
}

fn node_report(scene: &Scene, index: Index, depth: u8) -> NodeReport<'_> {
    let node = scene.nodes.at(index);
    let bounds = bounds_of(&scene.nodes, index);
    let (kind, label) = match &node.content {
        Content::View => (NodeKind::View, ""),
        Content::Text(content) => (NodeKind::Text, content.text()),
        Content::Image(content) => (NodeKind::Image, content.path.as_str()),
    };
    let facts = Facts::default()
        .and(Facts::FOCUSED, scene.focus.current() == index)
        .and(Facts::FOCUSABLE, node.flags.has(Flag::Focusable))
        .and(Facts::HIDDEN, node.flags.has(Flag::Hidden))
        .and(Facts::CLIPS, node.flags.has(Flag::Clip))
        .and(Facts::SCROLLS, node.style.scroll() != Keyword::None);
    NodeReport {
        // The root and what is below it have numbers.
        node: node_id(index).unwrap_or(NodeId::FIRST),
        depth,
        kind,
        facts,
        children: node.children.len() as u16,
        moving: scene.animations.count_of(node) as u16,
        // A zero has no sign, as in display lists.
        bounds: Rect::new(bounds.x0 + 0.0, bounds.y0 + 0.0, bounds.x1 - bounds.x0, bounds.y1 - bounds.y0),
        label,
    }
}
