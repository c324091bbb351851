//! Where things stand: the way from layout coordinates to the screen.

use ferrule_abi::{Rect, Transform};

use crate::tree::Edges;

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
