//! Where things stand: the way from layout coordinates to the screen.

use ferrule_abi::{Rect, Transform};

use crate::math::not_negative;
use crate::tree::{Edges, Node, Slot, Values};

/// The point that a box scales and turns about, unless it has another one: its middle, as fractions of it.
pub(super) const MIDDLE: (f32, f32) = (0.5, 0.5);

/// Where a node's parent puts things: screen = scale × layout + shift.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) scale: f32,
    pub(super) shift_x: f32,
    pub(super) shift_y: f32,
    /// The parent's corner in layout coordinates, not rounded.
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) opacity: f32,
}

impl Place {
    /// The screen.
    pub(super) const SCREEN: Self =
        Self { scale: 1.0, shift_x: 0.0, shift_y: 0.0, x: 0.0, y: 0.0, opacity: 1.0 };

    pub(crate) fn edges(&self, x0: f32, y0: f32, x1: f32, y1: f32) -> Edges {
        Edges {
            x0: self.scale * x0 + self.shift_x,
            y0: self.scale * y0 + self.shift_y,
            x1: self.scale * x1 + self.shift_x,
            y1: self.scale * y1 + self.shift_y,
        }
    }

    /// Where an extent is.
    pub(super) fn reach(&self, extent: &Edges) -> Edges {
        let (x, y) = (self.x, self.y);
        self.edges(x + extent.x0, y + extent.y0, x + extent.x1, y + extent.y1)
    }

    /// True when something of an extent may be within an area.
    pub(super) fn reaches(&self, extent: &Edges, area: &Edges) -> bool {
        // A pixel more, for the rounding.
        self.reach(extent).grown(1.0).meets(area)
    }
}

/// Where a node is that is scaled, shifted or on its way to its place.
pub(super) struct Moved {
    /// For what is in it; coordinates count from its own corner.
    pub(super) place: Place,
    pub(super) bounds: Edges,
    /// The point on the screen that it scales and turns about.
    pub(super) about: (f32, f32),
    /// Its box is larger than the layout has it.
    pub(super) grows: bool,
}

/// Moves a node from its `upright` box, which the layout has for it, to where its values put it. `place` is its own.
pub(super) fn moved(node: &Node, place: &Place, upright: &Edges) -> Moved {
    let (x0, y0) = (upright.x0, upright.y0);
    let [drift_x, drift_y, drift_w, drift_h] = node.drift.as_ref().map_or([0.0; 4], |d| d.offset);
    let (w, h) = (not_negative(upright.x1 - x0 + drift_w), not_negative(upright.y1 - y0 + drift_h));
    let corner = (x0 + drift_x, y0 + drift_y);
    let (place, about) =
        placed(&node.shown, place, corner, (w, h), node.looks.as_ref().map_or(MIDDLE, |looks| looks.origin));
    Moved { place, bounds: place.edges(0.0, 0.0, w, h), about, grows: drift_w > 0.0 || drift_h > 0.0 }
}

/// The place within a box of a size at a corner that its values scale and shift, and the point on the screen that it
/// scales and turns about. `along` is that point as fractions of the box.
#[inline(always)]
pub(super) fn placed(
    shown: &Values,
    place: &Place,
    (x, y): (f32, f32),
    (w, h): (f32, f32),
    along: (f32, f32),
) -> (Place, (f32, f32)) {
    let pivot_x = x + w * along.0 + shown.number(Slot::TranslateX);
    let pivot_y = y + h * along.1 + shown.number(Slot::TranslateY);
    let scale = shown.number(Slot::Scale);
    let about = (place.scale * pivot_x + place.shift_x, place.scale * pivot_y + place.shift_y);
    let place = Place {
        scale: place.scale * scale,
        shift_x: place.shift_x + place.scale * (pivot_x - scale * w * along.0),
        shift_y: place.shift_y + place.scale * (pivot_y - scale * h * along.1),
        x: 0.0,
        y: 0.0,
        opacity: place.opacity,
    };
    (place, about)
}

/// A turn that items are painted within.
#[derive(Clone, Copy, Debug)]
pub(super) struct Turned {
    /// From the coordinates of the items to the screen, through all turns around them.
    pub(super) to_screen: Transform,
    /// What can be seen, on the screen.
    pub(super) clip: Edges,
}

impl Turned {
    /// Where an area within the turn lies on the screen.
    pub(super) fn on_screen(&self, area: &Edges) -> Edges {
        mapped(&self.to_screen, area).intersect(&self.clip)
    }
}

/// The smallest upright area around where an area goes; nowhere for an empty one.
pub(super) fn mapped(by: &Transform, area: &Edges) -> Edges {
    if area.is_empty() {
        return Edges::default();
    }
    let Rect { x, y, w, h } = by.bounds(&rect(area));
    Edges { x0: x, y0: y, x1: x + w, y1: y + h }
}

pub(crate) fn rect(edges: &Edges) -> Rect {
    Rect::new(edges.x0, edges.y0, edges.x1 - edges.x0, edges.y1 - edges.y0)
}
