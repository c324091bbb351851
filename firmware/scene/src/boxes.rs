//! Rectangles: of layout, by corner and size, and of painting and searching, by their edges.

/// A box relative to its parent's box, as flexbox computed it, not rounded.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct LayoutBox {
    pub(crate) x: f32,
    pub(crate) y: f32,
    pub(crate) w: f32,
    pub(crate) h: f32,
}

/// A rectangle by its edges, which is cheaper to test and join than one by its size.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Edges {
    pub(crate) x0: f32,
    pub(crate) y0: f32,
    pub(crate) x1: f32,
    pub(crate) y1: f32,
}

impl Edges {
    /// No area: nothing is within it, and what is around it and another one is the other one.
    pub(crate) const INSIDE_OUT: Self =
        Self { x0: f32::INFINITY, y0: f32::INFINITY, x1: f32::NEG_INFINITY, y1: f32::NEG_INFINITY };

    pub(crate) fn meets(&self, other: &Edges) -> bool {
        self.x0 < other.x1 && other.x0 < self.x1 && self.y0 < other.y1 && other.y0 < self.y1
    }

    /// True when it is in another area with all edges.
    pub(crate) fn is_within(&self, other: &Edges) -> bool {
        other.x0 <= self.x0 && other.y0 <= self.y0 && self.x1 <= other.x1 && self.y1 <= other.y1
    }

    pub(crate) fn is_empty(&self) -> bool {
        !(self.x0 < self.x1 && self.y0 < self.y1)
    }

    pub(crate) fn intersect(&self, other: &Edges) -> Edges {
        Edges {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        }
    }

    /// The smallest area around two whose edges are numbers, for which comparing them is enough.
    pub(crate) fn around(&self, other: &Edges) -> Edges {
        Edges {
            x0: if self.x0 > other.x0 { other.x0 } else { self.x0 },
            y0: if self.y0 > other.y0 { other.y0 } else { self.y0 },
            x1: if self.x1 < other.x1 { other.x1 } else { self.x1 },
            y1: if self.y1 < other.y1 { other.y1 } else { self.y1 },
        }
    }

    pub(crate) fn union(&self, other: &Edges) -> Edges {
        Edges {
            x0: self.x0.min(other.x0),
            y0: self.y0.min(other.y0),
            x1: self.x1.max(other.x1),
            y1: self.y1.max(other.y1),
        }
    }

    pub(crate) fn grown(&self, by: f32) -> Edges {
        Edges { x0: self.x0 - by, y0: self.y0 - by, x1: self.x1 + by, y1: self.y1 + by }
    }

    pub(crate) fn shifted(&self, x: f32, y: f32) -> Edges {
        Edges { x0: self.x0 + x, y0: self.y0 + y, x1: self.x1 + x, y1: self.y1 + y }
    }
}
