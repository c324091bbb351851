//! Clips that the shader cuts: with round corners, or turned.

use ferrule_abi::{Radii, Transform};

use crate::area::Area;
use crate::turn::Turn;

/// Share of a radius beyond which a corner's curve does not reach into its box: 1 - 1/√2, rounded up.
const CURVE_REACH: f32 = 0.293;

/// A rounded box that cuts what is drawn, in its own pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Mask {
    /// From pixels of the screen to those from the box's top left corner.
    pub(crate) map: Transform,
    pub(crate) size: (f32, f32),
    /// Clockwise from the top left.
    pub(crate) radii: [f32; 4],
    /// The upright area that it surely does not cut; nothing for a turned one.
    clear: Option<Area>,
}

impl Mask {
    /// Cuts nothing.
    pub(crate) const NONE: Self = Self {
        map: Transform { a: 0.0, b: 0.0, c: 0.0, d: 0.0, e: 8192.0, f: 8192.0 },
        size: (16384.0, 16384.0),
        radii: [0.0; 4],
        clear: None,
    };

    /// A box with corners, turned or not.
    pub(crate) fn new(area: &Area, radii: &Radii, scale: f32, turn: Option<&Turn>) -> Self {
        let radii = corners(area, radii, scale);
        let shift = Transform { e: -area.left, f: -area.top, ..Transform::IDENTITY };
        let size = (area.width(), area.height());
        let Some(turn) = turn else {
            let reach = radii.iter().fold(0.0_f32, |most, radius| most.max(*radius)) * CURVE_REACH + 0.5;
            return Self { map: shift, size, radii, clear: Some(area.grown(-reach, -reach)) };
        };
        let (across, down) = turn.spacing;
        let pixels = Transform { a: across, d: down, ..Transform::IDENTITY };
        Self {
            map: pixels.concat(&shift).concat(&turn.inverse),
            size: (size.0 * across, size.1 * down),
            radii: radii.map(|radius| radius * turn.scale),
            clear: None,
        }
    }

    /// True when it surely cuts nothing of an area.
    pub(crate) fn spares(&self, area: &Area) -> bool {
        self.clear.is_some_and(|clear| clear.contains(area))
    }
}

/// The radii of a box in pixels of the screen, clockwise, each at most half its shorter side.
pub(crate) fn corners(area: &Area, radii: &Radii, scale: f32) -> [f32; 4] {
    let most = (area.width().min(area.height()) / 2.0).max(0.0);
    radii.clockwise().map(|radius| (radius * scale).min(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_mask_spares_what_its_corners_do_not_reach() {
        let area = Area { left: 10.0, top: 10.0, right: 110.0, bottom: 110.0 };
        let mask = Mask::new(&area, &Radii::all(20.0), 1.0, None);
        assert!(mask.spares(&area.grown(-7.0, -7.0)));
        assert!(!mask.spares(&area.grown(-6.0, -6.0)));
        assert!(!Mask::NONE.spares(&area), "it has no area of its own");
    }
}
