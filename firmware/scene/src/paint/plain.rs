//! Boxes of one colour with nothing in them, which is what there is most of, painted one after the other: the same as
//! the rest of the walk comes to, without the many questions that such a box answers with no, and with where their parent
//! puts them at hand.

use ferrule_abi::Color;
use ferrule_abi::limits::COORDINATE_MAX;
use ferrule_abi::list::SolidBox;

use super::boxes::{is_sound, on_screen};
use super::kept::Unseen;
use super::place::{MIDDLE, Place, Turned, placed, rect};
use super::{Painter, Walk};
use crate::frame::Frames;
use crate::host::Host;
use crate::math::{clamp, not_negative, round};
use crate::tree::{Content, Edges, Flag, Flags, Node, Slot};

/// Facts about a node that is no plain box.
const NOT_PLAIN: Flags = Flags::of(&[Flag::Hidden, Flag::Parked, Flag::Gradient]);

/// True for a box of one colour with nothing in it, which is neither turned nor on its way to its place.
pub(super) fn is_plain(node: &Node) -> bool {
    let is_clear = |slot| node.shown.color(slot).channels()[3] == 0;
    node.children.is_empty()
        && matches!(node.content, Content::View)
        && !node.flags.has_any(NOT_PLAIN)
        && node.list.is_none()
        && node.looks.is_none()
        && node.drift.is_none()
        && is_clear(Slot::ShadowColor)
        && is_clear(Slot::BorderColor)
        && node.shown.number(Slot::Rotate) == 0.0
}

impl<H: Host> Walk<'_, H> {
    /// Paints the plain boxes that come next in the painting order, or keeps them. Answers where in the order they end, and
    /// whether all of them are in sight.
    #[inline(never)]
    pub(super) fn plain_boxes(
        &mut self,
        from: usize,
        mut end: usize,
        outer: &Place,
        clip: &Edges,
        near: &Edges,
    ) -> (usize, bool) {
        let Painter { frames, order, turned, paint, visited, .. } = &mut *self.painter;
        let (past, parent, paint) = (self.past, *outer, *paint);
        let open = if turned.is_none() { open_area(clip) } else { Edges::INSIDE_OUT };
        let mut all_seen = true;
        for (at, &index) in (from..end).zip(&order[from..end]) {
            let node = self.nodes.at_mut(index);
            if !is_plain(node) {
                end = at;
                break;
            }
            let first = frames.position();
            let was = past.find(node, first);
            if past.same && !node.flags.is_marked() && frames.keep(was, node.segment.items) {
                node.segment.kept = paint;
                continue;
            }
            let stand = stand(node, &parent);
            let color = node.shown.color(Slot::Fill);
            if stand.is_whole_in(&open) && color.channels()[3] > 0 {
                let pushed = frames.push_solid(&stand.solid(node, color), stand.bounds);
                node.looked_at(u32::from(pushed), paint, Unseen::None);
                continue;
            }
            // Of a copy: what has no address needs no memory.
            let unseen = { stand }.paint_part(node, color, frames, turned, (clip, near));
            all_seen &= node.looked_at(frames.position() - first, paint, unseen);
        }
        *visited += (end - from) as u32;
        (end, all_seen)
    }
}

/// What can be seen, as far as boxes that lie in it are accepted in a list.
fn open_area(clip: &Edges) -> Edges {
    const MOST: f32 = COORDINATE_MAX / 2.0;
    clip.intersect(&Edges { x0: -MOST, y0: -MOST, x1: MOST, y1: MOST })
}

/// Where a plain box is on the screen.
#[derive(Clone, Copy)]
struct Stand {
    place: Place,
    bounds: Edges,
}

#[inline(always)]
fn stand(node: &Node, outer: &Place) -> Stand {
    let (layout, shown) = (&node.layout, &node.shown);
    let opacity = outer.opacity * clamp(shown.number(Slot::Opacity), 0.0, 1.0);
    let place = Place { x: outer.x + layout.x, y: outer.y + layout.y, opacity, ..*outer };
    let (x0, y0) = (round(place.x), round(place.y));
    let (x1, y1) = (round(place.x + layout.w), round(place.y + layout.h));
    if !node.flags.has(Flag::Transformed) {
        return Stand { place, bounds: place.edges(x0, y0, x1, y1) };
    }
    let (w, h) = (not_negative(x1 - x0), not_negative(y1 - y0));
    let (place, _) = placed(shown, &place, (x0, y0), (w, h), MIDDLE);
    // Its corner is where coordinates begin.
    let (x0, y0) = (place.shift_x, place.shift_y);
    Stand { place, bounds: Edges { x0, y0, x1: place.scale * w + x0, y1: place.scale * h + y0 } }
}

impl Stand {
    /// True when all of the box is seen, in its own size.
    #[inline(always)]
    fn is_whole_in(&self, open: &Edges) -> bool {
        self.bounds.is_within(open)
            && !self.bounds.is_empty()
            && self.place.opacity > 0.0
            && self.place.scale == 1.0
    }

    /// Paints what is seen of the box, if something is. Answers what is out of sight.
    #[inline(never)]
    fn paint_part(
        &self,
        node: &Node,
        color: Color,
        frames: &mut Frames,
        turned: &Option<Turned>,
        (clip, near): (&Edges, &Edges),
    ) -> Unseen {
        let Place { opacity, scale, .. } = self.place;
        if !(opacity > 0.0 && scale > 0.0 && self.place.reaches(&node.extent, near)) {
            return Unseen::All;
        }
        if color.channels()[3] > 0 && self.bounds.meets(clip) && is_sound(&self.bounds) {
            let area = self.bounds.intersect(clip);
            let area = turned.as_ref().map_or(area, |turned| turned.on_screen(&area));
            frames.push(&self.solid(node, color), area);
        }
        Unseen::None
    }

    /// The box as it stands in a list.
    #[inline(always)]
    fn solid(&self, node: &Node, color: Color) -> SolidBox {
        let radius = on_screen(node.shown.number(Slot::Radius), &self.place);
        SolidBox { rect: rect(&self.bounds), color, radius, opacity: self.place.opacity }
    }
}
