//! Walks what is visible and writes the display list.
//!
//! Boxes stand on whole pixels: a box's edges are rounded where its parents put them, and scroll offsets are
//! rounded too, so that text stays sharp. Only scale, translation and rotation move things by fractions. Scale and
//! translation are in the boxes of the list; a rotation is an item around what it turns.
//!
//! What few nodes need stands in functions that are never inlined: an interpreter charges for all of a function's body,
//! and keeps room for all of its variables.

mod boxes;
mod kept;
mod order;
mod place;
mod plain;

use alloc::vec::Vec;

use ferrule_abi::limits::{COORDINATE_MAX, LIST_DEPTH_MAX};
use ferrule_abi::list::{Clip, GlyphRun, Group, LayoutId, ListItem};
use ferrule_abi::{Item, Keyword, Radii, Transform};

use crate::extent::content_insets;
use crate::frame::Frames;
use crate::host::Host;
use crate::images::{HeldImages, OWN_SIZE, REQUEST_OVERSCAN_PIXELS};
use crate::list_paint::placeholders;
use crate::math::{clamp, round, sin_cos};
use crate::tree::{Content, Edges, Flag, Index, Node, Slot, Table};
pub(crate) use boxes::is_accepted;
use boxes::{BoxPainter, corners, is_sound};
use kept::Past;
pub(crate) use kept::{Segment, Unseen};
use place::{Moved, Turned, mapped, moved};
pub(crate) use place::{Place, rect};
use plain::is_plain;

/// What of a font's size a glyph may reach out of its line, for the damage.
const GLYPH_OVERHANG: f32 = 0.5;
/// Siblings from which on it is worth asking whether they are plain boxes.
const PLAIN_RUN_MIN: usize = 8;
/// What reaches further out of a group than this (a shadow, glyphs), in pixels, may be cut off while the group fades.
const GROUP_SLACK_PIXELS: f32 = 64.0;

/// Buffers that keep their memory from paint to paint.
#[derive(Debug, Default)]
pub(crate) struct Painter {
    pub(crate) frames: Frames,
    /// Children in painting order, as a stack.
    order: Vec<Index>,
    /// Nodes that are painted last among their equals, each with its parent.
    lifted: Vec<(Index, Index)>,
    /// Counts paints, to know which images were near the screen in the last one.
    pub(crate) paint: u32,
    /// Nodes that the newest paint looked at.
    pub(crate) visited: u32,
    /// The turn that items are painted within, if any.
    turned: Option<Turned>,
    /// The root and the screen of the last paint, when all of it is in the list.
    last: Option<(Index, Edges)>,
}

impl Painter {
    /// Appends an item that paints within `bounds`, or opens something.
    pub(crate) fn push(&mut self, item: &impl ListItem, bounds: Edges) -> bool {
        let bounds = if self.turned.is_some() { self.on_screen(&bounds) } else { bounds };
        self.frames.push(item, bounds)
    }

    #[inline(never)]
    fn on_screen(&self, bounds: &Edges) -> Edges {
        self.turned.as_ref().map_or(*bounds, |turned| turned.on_screen(bounds))
    }
}

/// One paint.
pub(crate) struct Walk<'a, H> {
    pub(crate) nodes: &'a mut Table,
    pub(crate) host: &'a mut H,
    pub(crate) images: &'a mut HeldImages,
    pub(crate) painter: &'a mut Painter,
    pub(crate) focus: Index,
    pub(crate) screen: Edges,
    /// Clips, groups and turns that are open.
    open: usize,
    /// Of the node whose children are painted, and of the node itself that is painted.
    past: Past,
    here: Past,
    /// What of that node is out of sight.
    unseen: Unseen,
}

impl<'a, H: Host> Walk<'a, H> {
    pub(crate) fn new(
        nodes: &'a mut Table,
        host: &'a mut H,
        images: &'a mut HeldImages,
        painter: &'a mut Painter,
        focus: Index,
        screen: Edges,
    ) -> Self {
        let past = Past { same: false, was: 0, is: 0 };
        Self { nodes, host, images, painter, focus, screen, open: 0, past, here: past, unseen: Unseen::None }
    }

    /// Paints a page.
    pub(crate) fn run(&mut self, root: Index) {
        self.painter.paint = self.painter.paint.wrapping_add(1);
        self.painter.visited = 0;
        self.images.start_paint(self.nodes);
        let (clip, near) = (self.screen, self.screen.grown(REQUEST_OVERSCAN_PIXELS));
        self.lift_focus();
        self.past.same = self.painter.last == Some((root, self.screen));
        if self.nodes.get(root).is_some() {
            self.node(root, &Place::SCREEN, &clip, &near);
        }
        self.painter.last = (!self.painter.frames.is_full()).then_some((root, self.screen));
    }

    /// Paints a node and what is in it, or keeps it. `clip` is what can be seen, `near` where images are wanted already.
    /// Answers whether all of it is in sight.
    fn node(&mut self, index: Index, outer: &Place, clip: &Edges, near: &Edges) -> bool {
        self.painter.visited += 1;
        let first = self.painter.frames.position();
        let past = self.past;
        let node = self.nodes.at_mut(index);
        let was = past.find(node, first);
        if past.same && !node.flags.is_marked() && self.painter.frames.keep(was, node.segment.items) {
            node.segment.kept = self.painter.paint;
            return true;
        }
        self.here = Past { same: past.same && !node.flags.has(Flag::Repaint), was, is: first };
        self.unseen = Unseen::None;
        self.look(index, outer, clip, near);
        let unseen = core::mem::replace(&mut self.unseen, Unseen::None);
        let items = self.painter.frames.position() - first;
        self.nodes.at_mut(index).looked_at(items, self.painter.paint, unseen)
    }

    /// Not everything in the node was looked at.
    fn pass_by(&mut self) {
        self.unseen = Unseen::All;
    }

    /// Paints a node and what is in it, if it is in sight.
    fn look(&mut self, index: Index, outer: &Place, clip: &Edges, near: &Edges) {
        let node = self.nodes.at(index);
        if node.flags.has(Flag::Hidden) || node.flags.has(Flag::Parked) {
            return self.pass_by();
        }
        let shown = &node.shown;
        let opacity = outer.opacity * clamp(shown.number(Slot::Opacity), 0.0, 1.0);
        if opacity <= 0.0 {
            return self.pass_by();
        }
        let layout = node.layout;
        let place = Place { x: outer.x + layout.x, y: outer.y + layout.y, opacity, ..*outer };
        let transformed = node.flags.has(Flag::Transformed);
        // Most of a long list is passed by here.
        if !transformed && node.transformed == 0 && !place.reaches(&node.extent, near) {
            return self.pass_by();
        }
        let (x0, y0) = (round(place.x), round(place.y));
        let (x1, y1) = (round(place.x + layout.w), round(place.y + layout.h));
        if transformed {
            self.transformed(index, place, &Edges { x0, y0, x1, y1 }, clip, near);
        } else {
            self.contents(index, place, &place.edges(x0, y0, x1, y1), clip, near);
        }
    }

    /// Paints a node that is scaled, shifted, turned, or on its way to its place. `upright` is its box before that.
    #[inline(never)]
    fn transformed(&mut self, index: Index, place: Place, upright: &Edges, clip: &Edges, near: &Edges) {
        let node = self.nodes.at(index);
        let Moved { place, bounds, about, grows } = moved(node, &place, upright);
        if place.scale.is_nan() || place.scale <= 0.0 {
            return self.pass_by();
        }
        // A box that is still larger than it will be reaches out of its extent.
        let can_pass = node.transformed == 0 && !grows;
        let degrees = node.shown.number(Slot::Rotate);
        if degrees != 0.0 && self.open < LIST_DEPTH_MAX {
            self.turned(index, place, &bounds, (degrees, about.0, about.1), (clip, near));
        } else if !can_pass || place.reaches(&node.extent, near) {
            self.contents(index, place, &bounds, clip, near);
        } else {
            self.pass_by();
        }
    }

    /// Paints a node within a turn of so many degrees about a point. At the greatest depth of a list it stays upright.
    #[inline(never)]
    fn turned(
        &mut self,
        index: Index,
        place: Place,
        bounds: &Edges,
        (degrees, about_x, about_y): (f32, f32, f32),
        (clip, near): (&Edges, &Edges),
    ) {
        let (sin, cos) = sin_cos(degrees / 360.0);
        let turn = Transform::rotation(sin, cos, about_x, about_y);
        let back = Transform::rotation(-sin, cos, about_x, about_y);
        let (inner_clip, inner_near) = (mapped(&back, clip), mapped(&back, near));
        let node = self.nodes.at(index);
        if node.transformed == 0 && node.drift.is_none() && !place.reaches(&node.extent, &inner_near) {
            return self.pass_by();
        }
        let outer = self.painter.turned;
        let seen = outer.map_or(*clip, |turned| turned.on_screen(clip));
        let to_screen = outer.map_or(turn, |turned| turned.to_screen.concat(&turn));
        // What turns about a point too far away to be written cannot be painted.
        let is_near = turn.e.abs() <= COORDINATE_MAX && turn.f.abs() <= COORDINATE_MAX;
        if !is_near || !to_screen.is_finite() || !self.painter.frames.push(&turn, seen) {
            return self.pass_by();
        }
        self.painter.turned = Some(Turned { to_screen, clip: seen });
        self.open += 1;
        self.contents(index, place, bounds, &inner_clip, &inner_near);
        self.open -= 1;
        self.painter.turned = outer;
        self.painter.frames.close(&Item::PopTransform);
    }

    /// Paints a node that stands at `bounds`, as one picture where its opacity asks for that.
    fn contents(&mut self, index: Index, place: Place, bounds: &Edges, clip: &Edges, near: &Edges) {
        let fades =
            place.opacity < 1.0 && self.nodes.at(index).looks.as_ref().is_some_and(|looks| looks.group);
        if fades && self.open < LIST_DEPTH_MAX {
            self.group(index, place, bounds, clip, near);
        } else {
            self.parts(index, place, bounds, clip, near);
        }
    }

    #[inline(never)]
    fn group(&mut self, index: Index, mut place: Place, bounds: &Edges, clip: &Edges, near: &Edges) {
        let node = self.nodes.at(index);
        let own = place.reach(&node.extent).union(bounds).grown(GROUP_SLACK_PIXELS);
        let reach = if node.transformed > 0 { *clip } else { own.intersect(clip) };
        let group = Group { rect: rect(&reach), opacity: place.opacity };
        if !is_sound(&reach) || !self.painter.push(&group, reach) {
            return self.parts(index, place, bounds, clip, near);
        }
        place.opacity = 1.0;
        self.open += 1;
        self.parts(index, place, bounds, clip, near);
        self.open -= 1;
        self.painter.frames.close(&Item::PopGroup);
    }

    /// Paints a node's box and what is in it.
    fn parts(&mut self, index: Index, place: Place, bounds: &Edges, clip: &Edges, near: &Edges) {
        match self.nodes.at(index).content {
            Content::View => {
                self.background(index, &place, bounds, clip);
                let node = self.nodes.at(index);
                if !node.children.is_empty() || node.items().is_some() {
                    self.children(index, place, bounds, clip, near);
                }
            }
            Content::Text(_) => {
                self.background(index, &place, bounds, clip);
                if bounds.meets(clip) {
                    self.text(index, &place, bounds, clip);
                }
            }
            Content::Image(_) => self.image(index, &place, bounds, clip, near),
        }
    }

    fn background(&mut self, index: Index, place: &Place, bounds: &Edges, clip: &Edges) {
        let node = self.nodes.at(index);
        BoxPainter { node, place, bounds, clip, painter: self.painter }.background();
    }

    fn children(&mut self, index: Index, mut place: Place, bounds: &Edges, clip: &Edges, near: &Edges) {
        let node = self.nodes.at(index);
        if let Some(scroll) = &node.scroll {
            let (x, y) = node.style.scroll_shift(round(scroll.offset()));
            place.shift_x -= place.scale * x;
            place.shift_y -= place.scale * y;
        }
        let (mut inner_clip, mut inner_near, mut clipped) = (*clip, *near, false);
        if node.flags.has(Flag::Clip) {
            inner_clip = clip.intersect(bounds);
            inner_near = near.intersect(&bounds.grown(REQUEST_OVERSCAN_PIXELS));
            if inner_near.is_empty() {
                return self.pass_by();
            }
            clipped = self.open_clip(index, &place, bounds, inner_clip);
        }
        self.open += usize::from(clipped);
        if self.nodes.at(index).items().is_some() {
            self.placeholders(index, &place, &inner_clip);
        }
        let start = self.painter.order.len();
        self.painter.order.extend_from_slice(&self.nodes.at(index).children);
        self.arrange(index, start);
        let end = self.painter.order.len();
        let past = core::mem::replace(&mut self.past, self.here);
        let mut all_seen = true;
        let mut at = start;
        while at < end {
            let child = self.painter.order[at];
            if end - at >= PLAIN_RUN_MIN && is_plain(self.nodes.at(child)) {
                let (next, seen) = self.plain_boxes(at, end, &place, &inner_clip, &inner_near);
                (at, all_seen) = (next, all_seen & seen);
            } else {
                all_seen &= self.node(child, &place, &inner_clip, &inner_near);
                at += 1;
            }
        }
        self.past = past;
        self.unseen = if all_seen { Unseen::None } else { Unseen::Parts };
        self.painter.order.truncate(start);
        if clipped {
            self.open -= 1;
            self.painter.frames.close(&Item::PopClip);
        }
    }

    /// Opens a clip at a node's box, unless nothing in it reaches out. Answers whether it is open.
    #[inline(never)]
    fn open_clip(&mut self, index: Index, place: &Place, bounds: &Edges, inner: Edges) -> bool {
        let node = self.nodes.at(index);
        let scrolls = node.style.scroll() != Keyword::None;
        let reaches_out = node.flags.has(Flag::Overflows) || node.transformed > 0 || scrolls;
        let radii = corners(node, place);
        // Corners that are too far away to be written are not seen.
        let round = radii.largest() > 0.0 && is_sound(bounds);
        if !(reaches_out || round) || inner.is_empty() || self.open >= LIST_DEPTH_MAX {
            return false;
        }
        // With round corners the box must be whole, else its corners would move.
        let rect = rect(&if round { *bounds } else { bounds.intersect(&self.screen) });
        let radii = if round { radii } else { Radii::default() };
        self.painter.push(&Clip { rect, radii }, inner)
    }

    #[inline(never)]
    fn placeholders(&mut self, index: Index, place: &Place, clip: &Edges) {
        let node = self.nodes.at(index);
        let offset = node.scroll.as_ref().map_or(0.0, |scroll| scroll.offset());
        if let Some(list) = node.items() {
            placeholders(list, offset, place, clip, self.painter);
        }
    }

    fn image(&mut self, index: Index, place: &Place, bounds: &Edges, clip: &Edges, near: &Edges) {
        let node = self.nodes.at_mut(index);
        let Content::Image(content) = &mut node.content else { return };
        if bounds.meets(near) {
            content.seen = self.painter.paint;
            let sliced = node.looks.as_ref().is_some_and(|looks| looks.is_sliced());
            let size = if sliced { OWN_SIZE } else { (node.layout.w, node.layout.h) };
            self.images.want(self.host, index, content, size);
        }
        let node: &Node = node;
        let Content::Image(content) = &node.content else { return };
        let mut painter = BoxPainter { node, place, bounds, clip, painter: self.painter };
        painter.shadow_if_any();
        match content.settled() {
            Some(image) => painter.image(content, image),
            None => painter.fading_image(content),
        }
    }

    fn text(&mut self, index: Index, place: &Place, bounds: &Edges, clip: &Edges) {
        let inset = content_insets(self.nodes, index);
        let node = self.nodes.at_mut(index);
        let Content::Text(content) = &mut node.content else { return };
        let (left, top) = (inset.left, inset.top);
        let metrics = content.shape(self.host, (node.layout.w - left - inset.right).max(0.0));
        let color = node.shown.color(Slot::TextColor);
        if metrics.layout == 0 || color.channels()[3] == 0 {
            return;
        }
        let (x, y) = (bounds.x0 + place.scale * left, bounds.y0 + place.scale * top);
        let overhang = content.size() * GLYPH_OVERHANG;
        let (w, h) = (metrics.width.max(node.layout.w), metrics.height);
        let reach = Edges { x0: x, y0: y, x1: x + place.scale * w, y1: y + place.scale * h };
        let reach = reach.grown(place.scale * overhang).intersect(clip);
        let sound = x.abs() <= COORDINATE_MAX && y.abs() <= COORDINATE_MAX && place.scale <= COORDINATE_MAX;
        if sound && !reach.is_empty() {
            let run = GlyphRun {
                layout: LayoutId(metrics.layout),
                x,
                y,
                scale: place.scale,
                color,
                opacity: place.opacity,
            };
            self.painter.push(&run, reach);
        }
    }
}
