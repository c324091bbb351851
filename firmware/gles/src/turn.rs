//! Transforms on the CPU: corners go through the map, and the shader goes on seeing distances in pixels.

use ferrule_abi::Transform;

use crate::area::Area;
use crate::view::View;

/// Pixels of the screen for one before the map, least and most. Beyond that nothing is painted.
const SCALES: std::ops::RangeInclusive<f32> = 1.0e-3..=1.0e4;

/// A transform from where things would be on the screen without it to where they are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Turn {
    pub(crate) map: Transform,
    pub(crate) inverse: Transform,
    /// How far apart on the screen two upright lines are that were one pixel apart, and two level ones.
    pub(crate) spacing: (f32, f32),
    /// How much lengths grow on average.
    pub(crate) scale: f32,
}

impl Turn {
    /// The transform of a list within an outer one; nothing when it leaves nothing to see.
    pub(crate) fn within(outer: Option<&Self>, transform: &Transform, view: &View) -> Option<Self> {
        let inner = view.on_screen(transform);
        Self::new(outer.map_or(inner, |outer| outer.map.concat(&inner)))
    }

    fn new(map: Transform) -> Option<Self> {
        let area = map.determinant().abs();
        let spacing = (area / map.c.hypot(map.d), area / map.a.hypot(map.b));
        let sound = map.is_finite() && SCALES.contains(&spacing.0) && SCALES.contains(&spacing.1);
        let inverse = map.inverse().filter(|_| sound)?;
        Some(Self { map, inverse, spacing, scale: area.sqrt() })
    }

    /// The smallest upright area around where an area goes.
    pub(crate) fn bounds(&self, area: &Area) -> Area {
        Area::of_rect(&self.map.bounds(&area.rect()))
    }

    /// The smallest upright area around where an area of the screen comes from.
    pub(crate) fn origin(&self, area: &Area) -> Area {
        Area::of_rect(&self.inverse.bounds(&area.rect()))
    }
}
