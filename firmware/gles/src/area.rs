//! Upright areas in pixels of the screen.

use ferrule_abi::Rect;

/// An area in pixels of the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f32,
    pub(crate) top: f32,
    pub(crate) right: f32,
    pub(crate) bottom: f32,
}

impl Area {
    pub(crate) const EMPTY: Self = Self { left: 0.0, top: 0.0, right: 0.0, bottom: 0.0 };

    /// The area of left, top, width and height.
    pub(crate) fn of_part((left, top, width, height): (i32, i32, i32, i32)) -> Self {
        Self {
            left: left as f32,
            top: top as f32,
            right: (left + width) as f32,
            bottom: (top + height) as f32,
        }
    }

    pub(crate) fn of_rect(rect: &Rect) -> Self {
        Self { left: rect.x, top: rect.y, right: rect.right(), bottom: rect.bottom() }
    }

    pub(crate) fn rect(&self) -> Rect {
        Rect::new(self.left, self.top, self.width(), self.height())
    }

    pub(crate) fn width(&self) -> f32 {
        self.right - self.left
    }

    pub(crate) fn height(&self) -> f32 {
        self.bottom - self.top
    }

    pub(crate) fn centre(&self) -> (f32, f32) {
        ((self.left + self.right) / 2.0, (self.top + self.bottom) / 2.0)
    }

    pub(crate) fn intersect(&self, other: &Self) -> Self {
        Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.left >= self.right || self.top >= self.bottom
    }

    /// True when both cover some area together. False where a number is none.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub(crate) fn contains(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right >= other.right
            && self.bottom >= other.bottom
    }

    /// Larger on each side; `across` on the left and the right, `down` above and below. Negative for smaller.
    pub(crate) fn grown(&self, across: f32, down: f32) -> Self {
        Self {
            left: self.left - across,
            top: self.top - down,
            right: self.right + across,
            bottom: self.bottom + down,
        }
    }

    /// The area between the nearest whole pixels.
    pub(crate) fn rounded(&self) -> Self {
        Self {
            left: self.left.round(),
            top: self.top.round(),
            right: self.right.round(),
            bottom: self.bottom.round(),
        }
    }

    /// The smallest area of whole pixels around it.
    pub(crate) fn rounded_out(&self) -> Self {
        Self {
            left: self.left.floor(),
            top: self.top.floor(),
            right: self.right.ceil(),
            bottom: self.bottom.ceil(),
        }
    }

    /// True when all edges lie between pixels, so that none is partly covered.
    pub(crate) fn is_on_pixels(&self) -> bool {
        [self.left, self.top, self.right, self.bottom]
            .iter()
            .all(|edge| (edge - edge.round()).abs() < 1.0 / 256.0)
    }
}
