//! What must hold after every call, for tests: links, counts, resources, and that boxes computed bit by bit are the
//! boxes computed at once.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use ferrule_abi::limits::DEPTH_MAX;
use ferrule_abi::list::ImageId;
use ferrule_abi::text::{TextMetrics, TextRequest};
use ferrule_abi::{DisplayList, NodeId};

use crate::engine::Engine;
use crate::extent;
use crate::frame::Frames;
use crate::host::Host;
use crate::images::HeldImages;
use crate::layout::LayoutQueue;
use crate::paint::{Painter, Walk};
use crate::scene::Scene;
use crate::slots::Slot;
use crate::tree::{Content, Edges, Flag, Index, NONE, index_of};

/// Fails the enclosing function with a formatted reason.
macro_rules! ensure {
    ($condition:expr, $($reason:tt)*) => {
        if !$condition {
            return Err(format!($($reason)*));
        }
    };
}

impl<H: Host> Engine<H> {
    /// Checks everything that must hold between two calls. For tests: it takes long and allocates.
    ///
    /// # Errors
    /// What does not hold.
    pub fn verify_invariants(&mut self) -> Result<(), String> {
        DisplayList::parse(self.display_list()).map_err(|error| format!("the display list: {error}"))?;
        let (width, height) = self.ui_size();
        for scene in self.scenes() {
            links(scene)?;
            counts(scene)?;
            resources(scene)?;
            values(scene)?;
            focus(scene)?;
            lists(scene)?;
        }
        let (live, host, frames) = self.live_and_host();
        boxes(live, host, width, height)?;
        picture(live, host, frames, Edges { x0: 0.0, y0: 0.0, x1: width, y1: height })
    }

    /// Every text layout that the scenes hold, in no order. For tests, to compare with what the host gave.
    pub fn held_texts(&self) -> Vec<u32> {
        let texts = |scene: &Scene| -> Vec<u32> {
            let contents = scene.nodes.iter().filter_map(|(_, node)| match &node.content {
                Content::Text(content) => Some(content),
                _ => None,
            });
            contents.flat_map(|content| content.held_layouts()).collect()
        };
        self.scenes().flat_map(texts).collect()
    }

    /// The bits of what a node shows: of each property that animates in the order of its slots, and of how far its painted
    /// box is from the computed one, as x, y, width and height. For tests, to compare engines.
    pub fn shown_values(&self, node: NodeId) -> Option<Vec<u32>> {
        let node = self.scenes().next()?.nodes.get(index_of(node))?;
        let offset = node.drift.as_ref().map_or([0.0; 4], |drift| drift.offset);
        let values = Slot::ALL.iter().map(|&slot| node.shown.bits(slot));
        Some(values.chain(offset.map(f32::to_bits)).collect())
    }

    /// Every image that the scenes hold, in no order. For tests, to compare with what the host gave.
    pub fn held_images(&self) -> Vec<ImageId> {
        self.scenes().flat_map(|scene| scene.images.iter().map(|(image, _)| image)).collect()
    }
}

fn links(scene: &Scene) -> Result<(), String> {
    for (index, node) in scene.nodes.iter() {
        for (at, &child) in node.children.iter().enumerate() {
            let parent = scene.nodes.get(child).map(|child| child.parent);
            ensure!(parent == Some(index), "node {index} has the child {child} of {parent:?}");
            ensure!(!node.children[..at].contains(&child), "node {index} has the child {child} twice");
        }
        if node.parent != NONE {
            let siblings = scene.nodes.get(node.parent).map(|parent| parent.children.contains(&index));
            ensure!(siblings == Some(true), "node {index} is not among the children of {}", node.parent);
        }
        let depth = scene.nodes.ancestors(index).take(DEPTH_MAX as usize + 1).count() + 1;
        ensure!(depth <= DEPTH_MAX as usize, "node {index} is {depth} deep");
    }
    ensure!(scene.root == NONE || scene.nodes.get(scene.root).is_some(), "the root does not exist");
    Ok(())
}

fn counts(scene: &Scene) -> Result<(), String> {
    for (index, node) in scene.nodes.iter() {
        let mut focusables = u16::from(node.flags.has(Flag::Focusable)) + u16::from(node.items().is_some());
        let mut transformed = 0;
        for &child in &node.children {
            let child = scene.nodes.at(child);
            focusables += child.focusables;
            transformed += child.transformed + u16::from(child.flags.has(Flag::Transformed));
        }
        ensure!(focusables == node.focusables, "node {index}: {focusables} focusables, {}", node.focusables);
        ensure!(
            transformed == node.transformed,
            "node {index}: {transformed} transformed, {}",
            node.transformed
        );
        let moved = !node.is_in_place();
        ensure!(moved == node.flags.has(Flag::Transformed), "node {index}: transformed is {moved}");
        if let Some(scroll) = &node.scroll {
            let within = |offset: f32| (0.0..=scroll.range()).contains(&offset);
            ensure!(
                within(scroll.target()),
                "node {index} scrolls to {} of {}",
                scroll.target(),
                scroll.range()
            );
            ensure!(!scroll.is_moving() || scene.scrolling.contains(&index), "the scroll of {index} hangs");
        }
    }
    Ok(())
}

fn resources(scene: &Scene) -> Result<(), String> {
    let mut text_bytes = 0;
    for (index, node) in scene.nodes.iter() {
        match &node.content {
            Content::View => {}
            Content::Text(content) => text_bytes += content.text_bytes(),
            Content::Image(content) => {
                text_bytes += content.path.len();
                let of_node = |&(_, holder): &(ImageId, Index)| holder == index;
                let mut held: Vec<ImageId> =
                    scene.images.iter().filter(of_node).map(|(image, _)| image).collect();
                let mut own: Vec<ImageId> = content.held().collect();
                held.sort_unstable();
                own.sort_unstable();
                ensure!(held == own, "node {index} has the images {own:?}, the scene holds {held:?}");
            }
        }
    }
    ensure!(text_bytes == scene.text_bytes, "{text_bytes} bytes of text, counted {}", scene.text_bytes);
    for (image, index) in scene.images.iter() {
        ensure!(scene.nodes.get(index).is_some(), "image {image:?} is held for {index}, which is gone");
    }
    Ok(())
}

fn values(scene: &Scene) -> Result<(), String> {
    scene.animations.verify(&scene.nodes)?;
    for (index, node) in scene.nodes.iter() {
        let focused = scene.focus.is_told(index);
        for &slot in Slot::ALL {
            let moving = scene.animations.moves(&scene.nodes, index, slot);
            let (shown, target) = (node.shown.bits(slot), node.target(slot, focused));
            ensure!(
                moving || shown == target,
                "node {index}: {slot:?} rests at {shown:x}, not at {target:x}"
            );
        }
    }
    Ok(())
}

fn focus(scene: &Scene) -> Result<(), String> {
    let current = scene.focus.current();
    if scene.focus.is_settled() && current != NONE {
        ensure!(scene.can_have_focus(current), "the focus is on {current}, which cannot have it");
    }
    if scene.focus.is_settled() && current == NONE && scene.root != NONE {
        ensure!(scene.entry(scene.root).is_none(), "nothing has the focus, but something could");
    }
    Ok(())
}

fn lists(scene: &Scene) -> Result<(), String> {
    for (index, node) in scene.nodes.iter() {
        ensure!(
            scene.lists.contains(&index) == node.list.is_some(),
            "node {index} is a list, or not, unlike what the scene says"
        );
        let in_list = scene.nodes.get(node.parent).and_then(|parent| parent.list.as_deref());
        let is_parked = in_list.is_some_and(|list| list.item_of(index).is_none());
        ensure!(is_parked == node.flags.has(Flag::Parked), "node {index}: parked should be {is_parked}");
        let Some(list) = node.list.as_deref() else { continue };
        ensure!(list.focused < list.count().max(1), "list {index}: the focus is on item {}", list.focused);
        ensure!(
            list.bound().windows(2).all(|pair| pair[0].item < pair[1].item),
            "list {index}: bound items are out of order"
        );
        for bound in list.bound() {
            ensure!(bound.item < list.count(), "list {index}: node {} shows no item", bound.node);
            let parent = scene.nodes.get(bound.node).map(|node| node.parent);
            ensure!(parent == Some(index), "list {index}: node {} is the child of {parent:?}", bound.node);
            let (has, wants) = (scene.nodes.at(bound.node).layout, list.item_box(bound.item));
            let is_none = scene.on_page(index).map(|index| scene.nodes.at(index)).any(|node| {
                // Neither is laid out.
                node.style.is_none || node.flags.has(Flag::Parked)
            });
            let is_laid_out = !scene.layouts.is_due() && !is_none && scene.nodes.is_within(index, scene.root);
            ensure!(
                !is_laid_out || has == wants,
                "item {} of {index} is at {has:?}, not {wants:?}",
                bound.item
            );
        }
    }
    let current = scene.focus.current();
    for pair in scene.on_page(current).collect::<Vec<_>>().windows(2) {
        let Some(list) = scene.nodes.at(pair[1]).items().filter(|_| scene.focus.is_settled()) else {
            continue;
        };
        ensure!(
            list.item_of(pair[0]) == Some(list.focused),
            "the focus is in item {:?} of {}, which says {}",
            list.item_of(pair[0]),
            pair[1],
            list.focused
        );
    }
    Ok(())
}

/// A host for the comparison: what it shapes is given back at the end, what the scene holds stays.
struct Rehearsal<'a, H: Host> {
    host: &'a mut H,
    shaped: Vec<u32>,
}

impl<H: Host> Host for Rehearsal<'_, H> {
    fn measure_text(&mut self, request: &TextRequest<'_>) -> TextMetrics {
        let metrics = self.host.measure_text(request);
        self.shaped.extend((metrics.layout != 0).then_some(metrics.layout));
        metrics
    }

    fn release_text(&mut self, _layout: u32) {}

    fn request_image(&mut self, _path: &str, _width: u16, _height: u16) -> ImageId {
        ImageId(0)
    }

    fn release_image(&mut self, _image: ImageId) {}

    fn log(&mut self, _level: u8, _text: &str) {}
}

/// What is on screen, of which parts were kept, is what a walk over everything would paint.
fn picture<H: Host>(scene: &Scene, host: &mut H, shown: &Frames, screen: Edges) -> Result<(), String> {
    if scene.paint_due || scene.layouts.is_due() || shown.is_full() {
        return Ok(());
    }
    let (mut nodes, mut images, mut painter) =
        (scene.nodes.clone(), HeldImages::default(), Painter::default());
    let mut rehearsal = Rehearsal { host, shaped: Vec::new() };
    painter.frames.start();
    let focus = scene.focus.current();
    Walk::new(&mut nodes, &mut rehearsal, &mut images, &mut painter, focus, screen).run(scene.root);
    let shaped = rehearsal.shaped;
    ensure!(shaped.is_empty(), "texts {shaped:?} had to be shaped again");
    ensure!(painter.frames.makes(shown), "a walk over everything paints something else");
    Ok(())
}

fn boxes<H: Host>(scene: &Scene, host: &mut H, width: f32, height: f32) -> Result<(), String> {
    if scene.root == NONE || scene.layouts.is_due() {
        return Ok(());
    }
    let mut fresh = scene.nodes.clone();
    let indices: Vec<Index> = fresh.iter().map(|(index, _)| index).collect();
    for &index in &indices {
        let node = fresh.at_mut(index);
        node.cache.clear();
        node.flags.put(Flag::ExtentDirty, true);
    }
    let mut rehearsal = Rehearsal { host, shaped: Vec::new() };
    let mut queue = LayoutQueue::default();
    queue.set_root(&mut fresh, scene.root);
    queue.run(&mut fresh, &mut rehearsal, width, height);
    extent::update(&mut fresh, scene.root);
    for layout in rehearsal.shaped {
        host.release_text(layout);
    }
    for &index in indices.iter().filter(|&&index| fresh.is_within(index, scene.root)) {
        let (kept, new) = (scene.nodes.at(index), fresh.at(index));
        ensure!(kept.layout == new.layout, "node {index} is at {:?}, not {:?}", kept.layout, new.layout);
        ensure!(kept.extent == new.extent, "node {index} reaches {:?}, not {:?}", kept.extent, new.extent);
        let ranges = [kept, new].map(|node| node.scroll.as_ref().map(|scroll| scroll.range()));
        ensure!(ranges[0] == ranges[1], "node {index} scrolls {:?}, not {:?}", ranges[0], ranges[1]);
    }
    Ok(())
}
