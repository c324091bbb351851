//! Walks what is visible and writes the display list.
//!
//! Boxes stand on whole pixels: a box's edges are rounded where its parents put them, and scroll offsets are
//! rounded too, so that text stays sharp. Only scale and translation move things by fractions.

use alloc::vec::Vec;

use ferrule_abi::limits::{COORDINATE_MAX, LIST_DEPTH_MAX};
use ferrule_abi::list::{Clip, Fill, GlyphRun, LayoutId, Quad};
use ferrule_abi::{Color, Item, Keyword, Radii, Rect};

use crate::extent::content_insets;
use crate::frame::Frames;
use crate::host::Host;
use crate::images::{HeldImages, ImageState, REQUEST_OVERSCAN_PIXELS, fitted};
use crate::list_paint::placeholders;
use crate::math::{clamp, round};
use crate::tree::{Content, Edges, Flag, Index, Node, Slot, Table};

/// What of a font's size a glyph may reach out of its line, for the damage.
const GLYPH_OVERHANG: f32 = 0.5;

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
}

/// Where a node's parent puts things: screen = scale × layout + shift.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) scale: f32,
    shift_x: f32,
    shift_y: f32,
    /// The parent's corner in layout coordinates, not rounded.
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) opacity: f32,
}

impl Place {
    pub(crate) fn edges(&self, x0: f32, y0: f32, x1: f32, y1: f32) -> Edges {
        Edges {
            x0: self.scale * x0 + self.shift_x,
            y0: self.scale * y0 + self.shift_y,
            x1: self.scale * x1 + self.shift_x,
            y1: self.scale * y1 + self.shift_y,
        }
    }

    /// True when something of an extent may be within an area.
    fn reaches(&self, extent: &Edges, area: &Edges) -> bool {
        let (x, y) = (self.x, self.y);
        let reach = self.edges(x + extent.x0, y + extent.y0, x + extent.x1, y + extent.y1);
        // A pixel more, for the rounding.
        reach.grown(1.0).meets(area)
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
    clips: usize,
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
        Self { nodes, host, images, painter, focus, screen, clips: 0 }
    }

    /// Paints a page.
    pub(crate) fn run(&mut self, root: Index) {
        self.painter.paint = self.painter.paint.wrapping_add(1);
        self.painter.visited = 0;
        self.images.start_paint();
        let place = Place { scale: 1.0, shift_x: 0.0, shift_y: 0.0, x: 0.0, y: 0.0, opacity: 1.0 };
        let (clip, near) = (self.screen, self.screen.grown(REQUEST_OVERSCAN_PIXELS));
        self.lift_focus();
        if self.nodes.get(root).is_some() {
            self.node(root, &place, &clip, &near);
        }
    }

    /// Paints a node and what is in it. `clip` is what can be seen, `near` where images are wanted already.
    fn node(&mut self, index: Index, outer: &Place, clip: &Edges, near: &Edges) {
        self.painter.visited += 1;
        let node = self.nodes.at(index);
        if node.flags.has(Flag::Hidden) || node.flags.has(Flag::Parked) {
            return;
        }
        let shown = &node.shown;
        let opacity = outer.opacity * clamp(shown.number(Slot::Opacity), 0.0, 1.0);
        if opacity <= 0.0 {
            return;
        }
        let layout = node.layout;
        let mut place = Place { x: outer.x + layout.x, y: outer.y + layout.y, opacity, ..*outer };
        let transformed = node.flags.has(Flag::Transformed);
        // Most of a long list is passed by here.
        if !transformed && node.transformed == 0 && !place.reaches(&node.extent, near) {
            return;
        }
        let (mut x0, mut y0) = (round(place.x), round(place.y));
        let (mut x1, mut y1) = (round(place.x + layout.w), round(place.y + layout.h));
        if transformed {
            // From here on coordinates count from the node's own corner.
            let [drift_x, drift_y, drift_w, drift_h] = node.drift.as_ref().map_or([0.0; 4], |d| d.offset);
            let (w, h) = ((x1 - x0 + drift_w).max(0.0), (y1 - y0 + drift_h).max(0.0));
            let scale = shown.number(Slot::Scale);
            let centre_x = x0 + drift_x + w * 0.5 + shown.number(Slot::TranslateX);
            let centre_y = y0 + drift_y + h * 0.5 + shown.number(Slot::TranslateY);
            place.shift_x += place.scale * (centre_x - scale * w * 0.5);
            place.shift_y += place.scale * (centre_y - scale * h * 0.5);
            place.scale *= scale;
            (place.x, place.y) = (0.0, 0.0);
            (x0, y0, x1, y1) = (0.0, 0.0, w, h);
            let shrunk_to_nothing = place.scale.is_nan() || place.scale <= 0.0;
            // A box that is still larger than it will be reaches out of its extent.
            let can_pass = node.transformed == 0 && drift_w <= 0.0 && drift_h <= 0.0;
            if shrunk_to_nothing || can_pass && !place.reaches(&node.extent, near) {
                return;
            }
        }
        let bounds = place.edges(x0, y0, x1, y1);
        if !matches!(node.content, Content::View) {
            self.leaf(index, &place, &bounds, clip, near);
            return;
        }
        if bounds.meets(clip) {
            background(node, &place, &bounds, clip, &mut self.painter.frames);
        }
        if !node.children.is_empty() || node.items().is_some() {
            self.children(index, place, &bounds, clip, near);
        }
    }

    fn children(&mut self, index: Index, mut place: Place, bounds: &Edges, clip: &Edges, near: &Edges) {
        let node = self.nodes.at(index);
        let scrolls = node.style.scroll();
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
                return;
            }
            let reaches_out =
                node.flags.has(Flag::Overflows) || node.transformed > 0 || scrolls != Keyword::None;
            if reaches_out && !inner_clip.is_empty() && self.clips < LIST_DEPTH_MAX {
                let whole = bounds.intersect(&self.screen);
                clipped = self.painter.frames.push(&Clip::new(rect(&whole)), inner_clip);
            }
        }
        self.clips += usize::from(clipped);
        if let Some(list) = self.nodes.at(index).items() {
            let offset = self.nodes.at(index).scroll.as_ref().map_or(0.0, |scroll| scroll.offset());
            placeholders(list, offset, &place, &inner_clip, &mut self.painter.frames);
        }
        let start = self.painter.order.len();
        self.painter.order.extend_from_slice(&node.children);
        self.arrange(index, start);
        let end = self.painter.order.len();
        for at in start..end {
            let child = self.painter.order[at];
            self.node(child, &place, &inner_clip, &inner_near);
        }
        self.painter.order.truncate(start);
        if clipped {
            self.clips -= 1;
            self.painter.frames.close(&Item::PopClip);
        }
    }

    /// Notes what covers its neighbours: the focused node, which often grows, and in a list what it is in.
    fn lift_focus(&mut self) {
        let lifted = &mut self.painter.lifted;
        lifted.clear();
        let mut at = self.focus;
        while let Some(node) = self.nodes.get(at) {
            lifted.push((node.parent, at));
            at = node.parent;
            if self.nodes.get(at).is_some_and(|parent| parent.style.scroll() != Keyword::None) {
                return;
            }
        }
        // Outside of lists pages and layers keep their order.
        lifted.truncate(1);
    }

    /// Puts the children from `start` on into painting order: by z, and among equals the lifted one last.
    fn arrange(&mut self, parent: Index, start: usize) {
        let children = &mut self.painter.order[start..];
        let lifted = self.painter.lifted.iter().find(|(of, _)| *of == parent);
        if let Some(at) = lifted.and_then(|(_, node)| children.iter().position(|child| child == node)) {
            children[at..].rotate_left(1);
        }
        if !self.nodes.at(parent).flags.has(Flag::OrderedChildren) {
            return;
        }
        // Insertion keeps the order of equals, needs no memory, and children are nearly in order.
        for at in 1..children.len() {
            let mut to = at;
            while to > 0 && self.nodes.at(children[to - 1]).z > self.nodes.at(children[to]).z {
                children.swap(to - 1, to);
                to -= 1;
            }
        }
    }

    fn leaf(&mut self, index: Index, place: &Place, bounds: &Edges, clip: &Edges, near: &Edges) {
        let node = self.nodes.at_mut(index);
        match &mut node.content {
            Content::View => {}
            Content::Text(_) => {
                if bounds.meets(clip) {
                    background(node, place, bounds, clip, &mut self.painter.frames);
                    self.text(index, place, bounds, clip);
                }
            }
            Content::Image(content) => {
                if bounds.meets(near) {
                    content.seen = self.painter.paint;
                    let size = (node.layout.w, node.layout.h);
                    self.images.want(self.host, index, content, size);
                }
                if bounds.meets(clip) {
                    image(node, place, bounds, clip, &mut self.painter.frames);
                }
            }
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
            self.painter.frames.push(&run, reach);
        }
    }
}

pub(crate) fn rect(edges: &Edges) -> Rect {
    Rect::new(edges.x0, edges.y0, edges.x1 - edges.x0, edges.y1 - edges.y0)
}

/// A box with nothing in it yet; nothing when it would not be accepted in a list.
fn quad(node: &Node, place: &Place, bounds: &Edges, fill: Fill) -> Option<Quad> {
    let length = |slot| (node.shown.number(slot).max(0.0) * place.scale).min(COORDINATE_MAX);
    let rect = rect(bounds);
    // Written so that what is not a number fails too.
    let sound = [rect.x, rect.y, rect.w, rect.h].iter().all(|side| side.abs() <= COORDINATE_MAX);
    let color = node.shown.color(Slot::BorderColor);
    let border = if color.channels()[3] == 0 { 0.0 } else { length(Slot::BorderWidth) };
    (sound && !bounds.is_empty()).then(|| Quad {
        rect,
        radii: Radii::all(length(Slot::Radius)),
        border_width: border,
        border_color: if border > 0.0 { color } else { Color::TRANSPARENT },
        fill,
        opacity: place.opacity,
    })
}

/// Paints a node's fill and border, if it has any.
fn background(node: &Node, place: &Place, bounds: &Edges, clip: &Edges, frames: &mut Frames) {
    let from = node.shown.color(Slot::Fill);
    let mut fill = Fill::Solid(from);
    let mut filled = from.channels()[3] > 0;
    if node.flags.has(Flag::Gradient) {
        let to = node.shown.color(Slot::FillTo);
        if to != from {
            fill = Fill::Linear { from, to, angle: node.fill_angle };
            filled |= to.channels()[3] > 0;
        }
    }
    if let Some(quad) = quad(node, place, bounds, fill)
        && (filled || quad.border_width > 0.0)
    {
        frames.push(&quad, bounds.intersect(clip));
    }
}

/// Paints an image when it is there, else the background in its place. Under an image that leaves bars the
/// background shows in them.
fn image(node: &Node, place: &Place, bounds: &Edges, clip: &Edges, frames: &mut Frames) {
    let Content::Image(content) = &node.content else { return };
    let ImageState::Ready(image, width, height) = content.state else {
        background(node, place, bounds, clip, frames);
        return;
    };
    let (source, part) = fitted(content.fit, bounds, width, height);
    let leaves_bars = part != *bounds;
    if leaves_bars {
        background(node, place, bounds, clip, frames);
    }
    if let Some(mut quad) = quad(node, place, &part, Fill::Image { image, source, tint: Color::WHITE }) {
        if leaves_bars {
            (quad.radii, quad.border_width, quad.border_color) = (Radii::NONE, 0.0, Color::TRANSPARENT);
        }
        frames.push(&quad, part.intersect(clip));
    }
}
