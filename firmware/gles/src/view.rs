//! From UI pixels to pixels of the target: one scale for both axes, centred.

use ferrule_abi::{Rect, Transform};

use crate::Frame;
use crate::area::Area;

/// How the UI lies on the target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct View {
    /// Pixels of the target for one of the UI.
    pub(crate) scale: f32,
    /// Left edge of the UI on the target.
    left: f32,
    /// Top edge of the UI on the target.
    top: f32,
    width: u32,
    height: u32,
}

impl View {
    pub(crate) fn new(frame: &Frame) -> Self {
        let (width, height) = (frame.width as f32, frame.height as f32);
        let scale = (width / frame.ui_width.max(1.0)).min(height / frame.ui_height.max(1.0));
        let left = ((width - frame.ui_width * scale) / 2.0).round().max(0.0);
        let top = ((height - frame.ui_height * scale) / 2.0).round().max(0.0);
        Self { scale, left, top, width: frame.width, height: frame.height }
    }

    pub(crate) fn x(&self, x: f32) -> f32 {
        self.left + x * self.scale
    }

    pub(crate) fn y(&self, y: f32) -> f32 {
        self.top + y * self.scale
    }

    pub(crate) fn area(&self, rect: &Rect) -> Area {
        Area {
            left: self.x(rect.x),
            top: self.y(rect.y),
            right: self.x(rect.right()),
            bottom: self.y(rect.bottom()),
        }
    }

    /// A transform of the UI's pixels as one of the target's.
    pub(crate) fn on_screen(&self, transform: &Transform) -> Transform {
        let Transform { a, b, c, d, e, f } = *transform;
        Transform {
            e: self.left + self.scale * e - a * self.left - c * self.top,
            f: self.top + self.scale * f - b * self.left - d * self.top,
            ..*transform
        }
    }

    /// The part of the target to paint, as left, top, width and height: all of it, or the whole pixels around the
    /// damage and what fades at its edges.
    pub(crate) fn painted_part(&self, damage: Option<Rect>) -> (i32, i32, i32, i32) {
        let whole = (0, 0, self.width as i32, self.height as i32);
        let Some(damage) = damage else { return whole };
        let area = self.area(&damage).grown(1.0, 1.0);
        let left = (area.left.floor() as i32).clamp(0, whole.2);
        let top = (area.top.floor() as i32).clamp(0, whole.3);
        let right = (area.right.ceil() as i32).clamp(left, whole.2);
        let bottom = (area.bottom.ceil() as i32).clamp(top, whole.3);
        (left, top, right - left, bottom - top)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transforms_move_points_on_the_target_as_in_the_ui() {
        let frame = Frame { width: 300, height: 100, ui_width: 50.0, ui_height: 50.0, damage: None };
        let view = View::new(&frame);
        let transform = Transform { a: 0.5, b: 2.0, c: -1.0, d: 0.25, e: 3.0, f: 7.0 };
        let (x, y) = transform.apply(10.0, 20.0);
        let moved = view.on_screen(&transform).apply(view.x(10.0), view.y(20.0));
        assert_eq!(moved, (view.x(x), view.y(y)));
        assert_eq!((view.x(0.0), view.scale), (100.0, 2.0));
    }
}
