//! The properties that move, one line each: whoever adds one adds a line here and marks the property `animated` in
//! `ferrule_abi::props`.

use ferrule_abi::{Color, Prop};

/// What a slot's bits are, and how near to its end a spring must come to be at rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// A number of pixels or degrees.
    Pixels,
    /// A number of which 1 is the whole: opacity, scale.
    Ratio,
    /// A colour.
    Color,
}

macro_rules! slots {
    ($($name:ident: $unit:ident, $default:expr, $place:ident;)*) => {
        /// The animatable properties, in the order of a node's value arrays.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(crate) enum Slot {
            $($name,)*
        }

        impl Slot {
            /// Every slot in order.
            pub(crate) const ALL: &[Slot] = &[$(Slot::$name,)*];

            /// The slot of a property, if it animates.
            pub(crate) const fn of(prop: Prop) -> Option<Self> {
                match prop { $(Prop::$name => Some(Self::$name),)* _ => None }
            }

            /// What its values are.
            pub(crate) const fn unit(self) -> Unit {
                match self { $(Self::$name => Unit::$unit,)* }
            }
        }

        impl Values {
            /// What a node starts with, and what `Unset` leads back to.
            pub(crate) const DEFAULT: Self = Self([$($default,)*]);
        }

        impl Slot {
            /// Bit n: slot n scales or shifts the node.
            pub(crate) const TRANSFORMS: u32 = 0 $(| (($place as u32) << Slot::$name as u32))*;
        }
    };
}

const ZERO: u32 = 0.0_f32.to_bits();
const ONE: u32 = 1.0_f32.to_bits();

/// The slot changes what the node looks like in its place.
const LOOK: bool = false;
/// The slot scales or shifts the node, so that it is no more where the layout has it.
const TRANSFORM: bool = true;

// Name of the property, unit, default value, what it changes.
slots! {
    Opacity: Ratio, ONE, LOOK;
    TranslateX: Pixels, ZERO, TRANSFORM;
    TranslateY: Pixels, ZERO, TRANSFORM;
    Scale: Ratio, ONE, TRANSFORM;
    Fill: Color, Color::TRANSPARENT.0, LOOK;
    FillTo: Color, Color::TRANSPARENT.0, LOOK;
    Radius: Pixels, ZERO, LOOK;
    BorderWidth: Pixels, ZERO, LOOK;
    BorderColor: Color, Color::TRANSPARENT.0, LOOK;
    TextColor: Color, Color::WHITE.0, LOOK;
    Rotate: Pixels, ZERO, TRANSFORM;
    ShadowColor: Color, Color::TRANSPARENT.0, LOOK;
    ShadowBlur: Pixels, ZERO, LOOK;
    Tint: Color, Color::WHITE.0, LOOK;
}

/// Number of [`Slot`]s.
pub(crate) const SLOTS: usize = Slot::ALL.len();

// The masks of slots have 32 bits.
const _: () = assert!(SLOTS <= 32);

impl Slot {
    /// The slot's bit in a mask.
    pub(crate) const fn bit(self) -> u32 {
        1 << self as u32
    }

    /// The slots that change what is in the node as well.
    pub(crate) const REACHING_INSIDE: u32 = Self::TRANSFORMS | Self::Opacity.bit();

    /// True when the slot scales or shifts the node.
    pub(crate) const fn is_transform(self) -> bool {
        Self::TRANSFORMS & self.bit() != 0
    }
}

/// One value per [`Slot`]: a number's bits or a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Values(pub(crate) [u32; SLOTS]);

impl Values {
    pub(crate) const fn bits(&self, slot: Slot) -> u32 {
        self.0[slot as usize]
    }

    pub(crate) const fn number(&self, slot: Slot) -> f32 {
        f32::from_bits(self.bits(slot))
    }

    pub(crate) const fn color(&self, slot: Slot) -> Color {
        Color(self.bits(slot))
    }

    /// True when neither scaled nor shifted.
    pub(crate) fn is_in_place(&self) -> bool {
        let is_default = |slot: &Slot| self.number(*slot) == Self::DEFAULT.number(*slot);
        Slot::ALL.iter().filter(|slot| slot.is_transform()).all(is_default)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_animates_has_a_slot_and_nothing_else_has() {
        for &prop in Prop::ALL {
            assert_eq!(Slot::of(prop).is_some(), prop.animates(), "{}", prop.name());
        }
    }

    #[test]
    fn a_shift_is_seen_and_a_look_is_not() {
        let mut values = Values::DEFAULT;
        values.0[Slot::Opacity as usize] = ZERO;
        assert!(values.is_in_place());
        values.0[Slot::TranslateY as usize] = ONE;
        assert!(!values.is_in_place());
    }
}
