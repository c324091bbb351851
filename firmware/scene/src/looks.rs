//! Properties of a box that few nodes have, so that those who have none carry no room for them.

use alloc::boxed::Box;

use ferrule_abi::{Insets, Keyword, Prop, Value};

use crate::math::clamp;
use crate::refusal::Refusal;
use crate::scene::Scene;
use crate::tree::Index;

/// The middle of a box, as a fraction of it.
const MIDDLE: f32 = 0.5;
/// Largest fraction taken for a point or a radius: as many times the box's size.
const FRACTION_MAX: f32 = 100.0;

/// What few boxes have.
#[derive(Clone, Debug)]
pub(crate) struct Looks {
    /// The point that scale and rotation keep in place, as fractions of the box.
    pub(crate) origin: (f32, f32),
    /// Radii clockwise from the top left; nothing where the corner follows `radius`.
    pub(crate) corners: [Option<f32>; 4],
    /// How far the shadow lies to the right and below, in pixels.
    pub(crate) shadow_offset: (f32, f32),
    /// How far the shadow is larger on each side, in pixels.
    pub(crate) shadow_spread: f32,
    /// The gradient runs from a point outwards.
    pub(crate) radial: bool,
    /// That point, as fractions of the box.
    pub(crate) centre: (f32, f32),
    /// Where the gradient ends, as a fraction of the box.
    pub(crate) radius: f32,
    /// Where a nine-patch is cut, in pixels of its image.
    pub(crate) slices: Insets,
    /// Its opacity fades it and what is in it as one picture.
    pub(crate) group: bool,
}

impl Looks {
    const DEFAULT: Self = Self {
        origin: (MIDDLE, MIDDLE),
        corners: [None; 4],
        shadow_offset: (0.0, 0.0),
        shadow_spread: 0.0,
        radial: false,
        centre: (MIDDLE, MIDDLE),
        radius: MIDDLE,
        slices: Insets { left: 0.0, top: 0.0, right: 0.0, bottom: 0.0 },
        group: false,
    };

    /// True when the image is a nine-patch.
    pub(crate) fn is_sliced(&self) -> bool {
        self.slices != Self::DEFAULT.slices
    }

    /// Changes a number, nothing for its default.
    fn set(&mut self, prop: Prop, value: Option<f32>) {
        let fraction = |default: f32| clamp(value.unwrap_or(default), -FRACTION_MAX, FRACTION_MAX);
        let length = value.unwrap_or(0.0);
        match prop {
            Prop::OriginX => self.origin.0 = fraction(MIDDLE),
            Prop::OriginY => self.origin.1 = fraction(MIDDLE),
            Prop::RadiusTopLeft => self.corners[0] = value,
            Prop::RadiusTopRight => self.corners[1] = value,
            Prop::RadiusBottomRight => self.corners[2] = value,
            Prop::RadiusBottomLeft => self.corners[3] = value,
            Prop::ShadowX => self.shadow_offset.0 = length,
            Prop::ShadowY => self.shadow_offset.1 = length,
            Prop::ShadowSpread => self.shadow_spread = length,
            Prop::FillX => self.centre.0 = fraction(MIDDLE),
            Prop::FillY => self.centre.1 = fraction(MIDDLE),
            Prop::FillRadius => self.radius = fraction(MIDDLE).max(0.0),
            Prop::SliceLeft => self.slices.left = length.max(0.0),
            Prop::SliceTop => self.slices.top = length.max(0.0),
            Prop::SliceRight => self.slices.right = length.max(0.0),
            Prop::SliceBottom => self.slices.bottom = length.max(0.0),
            _ => {}
        }
    }
}

impl Scene {
    /// Sets a property of [`Looks`].
    ///
    /// # Errors
    /// When it does not take the value.
    pub(crate) fn set_look(&mut self, index: Index, prop: Prop, value: &Value<'_>) -> Result<(), Refusal> {
        let node = self.nodes.at_mut(index);
        let looks = node.looks.get_or_insert_with(|| Box::new(Looks::DEFAULT));
        match (prop, *value) {
            (Prop::FillShape, Value::Unset | Value::Keyword(Keyword::Linear)) => looks.radial = false,
            (Prop::FillShape, Value::Keyword(Keyword::Radial)) => looks.radial = true,
            (Prop::FillShape, _) => return Err(Refusal::WrongValue),
            (Prop::Group, _) => looks.group = matches!(*value, Value::Flag(true)),
            (_, Value::Number(number)) => looks.set(prop, Some(number)),
            (_, _) => looks.set(prop, None),
        }
        self.repaint(index);
        Ok(())
    }
}
