//! How things move: easings, timings, keyframes, and what can be done to an animation under way.

use crate::limits::KEYFRAMES_MAX;
use crate::props::Prop;
use crate::style::Value;
use crate::wire::{Reader, Record, WireError, Writer};

/// How far the control points of a curve may reach beyond 0 to 1 up and down.
pub const CURVE_REACH_MAX: f32 = 10.0;
/// Largest bounce of a spring, either sign.
pub const BOUNCE_MAX: f32 = 0.9;
/// Bytes of the keyframes of one animation.
pub const KEYFRAMES_BYTES_MAX: usize = KEYFRAMES_MAX * 32;

/// When the steps of [`Easing::Steps`] are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum StepPosition {
    /// Each at the end of its time: the first one waits.
    End = 0,
    /// Each at the start of its time: the first one comes at once.
    Start = 1,
}

/// How a timed change runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Easing {
    /// Even speed.
    Linear,
    /// A cubic Bézier from (0,0) to (1,1) by its two control points. Both x are within 0 to 1, both y within
    /// ±[`CURVE_REACH_MAX`].
    CubicBezier([f32; 4]),
    /// Jumps of equal size.
    Steps {
        /// How many, at least one.
        count: u16,
        /// When.
        position: StepPosition,
    },
    /// A damped spring. The duration says how fast it is: with it the natural frequency is 2π / duration, and after
    /// it all but about a hundredth of the way is done. The spring ends later, when it is at rest.
    Spring {
        /// 0 is critically damped: as fast as can be without going too far. Above it goes too far and comes back
        /// (the damping ratio is 1 − bounce); below it creeps (1 / (1 + bounce)). Within ±[`BOUNCE_MAX`].
        bounce: f32,
    },
}

impl Easing {
    /// CSS `ease`.
    pub const EASE: Self = Self::CubicBezier([0.25, 0.1, 0.25, 1.0]);
    /// CSS `ease-in`.
    pub const EASE_IN: Self = Self::CubicBezier([0.42, 0.0, 1.0, 1.0]);
    /// CSS `ease-out`.
    pub const EASE_OUT: Self = Self::CubicBezier([0.0, 0.0, 0.58, 1.0]);
    /// CSS `ease-in-out`.
    pub const EASE_IN_OUT: Self = Self::CubicBezier([0.42, 0.0, 0.58, 1.0]);

    /// By its name in the app's API.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "linear" => Self::Linear,
            "ease" => Self::EASE,
            "ease-in" => Self::EASE_IN,
            "ease-out" => Self::EASE_OUT,
            "ease-in-out" => Self::EASE_IN_OUT,
            _ => return None,
        })
    }

    /// True when its numbers are within their ranges.
    pub fn is_sound(&self) -> bool {
        match *self {
            Self::Linear => true,
            Self::CubicBezier([x1, y1, x2, y2]) => {
                let within = |x: f32| (0.0..=1.0).contains(&x);
                let reaches = |y: f32| y.abs() <= CURVE_REACH_MAX;
                within(x1) && within(x2) && reaches(y1) && reaches(y2)
            }
            Self::Steps { count, .. } => count > 0,
            Self::Spring { bounce } => bounce.abs() <= BOUNCE_MAX,
        }
    }
}

impl<'a> Record<'a> for Easing {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        match *self {
            Self::Linear => to.u8(0),
            Self::CubicBezier(points) => {
                to.u8(1);
                for point in points {
                    to.f32(point);
                }
            }
            Self::Steps { count, position } => {
                to.u8(2);
                to.u16(count);
                to.u8(position as u8);
            }
            Self::Spring { bounce } => {
                to.u8(3);
                to.f32(bounce);
            }
        }
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let easing = match from.u8()? {
            0 => Self::Linear,
            1 => Self::CubicBezier([from.f32()?, from.f32()?, from.f32()?, from.f32()?]),
            2 => Self::Steps {
                count: from.u16()?,
                position: match from.u8()? {
                    0 => StepPosition::End,
                    1 => StepPosition::Start,
                    tag => return Err(WireError::UnknownTag { what: "step position", tag }),
                },
            },
            3 => Self::Spring { bounce: from.f32()? },
            tag => return Err(WireError::UnknownTag { what: "easing", tag }),
        };
        if easing.is_sound() { Ok(easing) } else { Err(WireError::OutOfRange) }
    }
}

/// Length, delay and easing of a change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Timing {
    /// Length in milliseconds; 0 changes at once. What it means for a spring stands at [`Easing::Spring`].
    pub duration_ms: u16,
    /// Milliseconds before it starts.
    pub delay_ms: u16,
    /// How it runs.
    pub easing: Easing,
}

impl<'a> Record<'a> for Timing {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.u16(self.duration_ms);
        to.u16(self.delay_ms);
        self.easing.encode(to)
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(Self { duration_ms: from.u16()?, delay_ms: from.u16()?, easing: Easing::decode(from)? })
    }
}

/// The number of an animation, chosen by the app. Animations of one node that run at the same time have different ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AnimationId(pub u32);

/// Which way the keyframes are run through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum PlayDirection {
    /// From 0 to 1.
    Normal = 0,
    /// From 1 to 0.
    Reverse = 1,
    /// From 0 to 1, then back, and so on.
    Alternate = 2,
}

/// How an animation runs through its keyframes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Play {
    /// Length of one run in milliseconds.
    pub duration_ms: u16,
    /// Milliseconds before the first run.
    pub delay_ms: u16,
    /// Number of runs; 0 never ends.
    pub repeat: u32,
    /// Which way.
    pub direction: PlayDirection,
}

impl<'a> Record<'a> for Play {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.u16(self.duration_ms);
        to.u16(self.delay_ms);
        to.u32(self.repeat);
        to.u8(self.direction as u8);
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(Self {
            duration_ms: from.u16()?,
            delay_ms: from.u16()?,
            repeat: from.u32()?,
            direction: match from.u8()? {
                0 => PlayDirection::Normal,
                1 => PlayDirection::Reverse,
                2 => PlayDirection::Alternate,
                tag => return Err(WireError::UnknownTag { what: "direction", tag }),
            },
        })
    }
}

/// A value that a property has at a point of an animation. An animation's keyframes are a batch of these, in any
/// order; those of one property with the same offset jump from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Keyframe<'a> {
    /// A property that [`Prop::animates`].
    pub prop: Prop,
    /// When, from 0 to 1. Without one at 0 a property starts from where it is, with the speed that it has; without
    /// one at 1 it ends at its base value.
    pub offset: f32,
    /// The value: a number or a colour.
    pub value: Value<'a>,
    /// How the way from the keyframe before to this one runs. A spring is at rest when it is, so it can only lead
    /// from where a property is to its only keyframe, at 1, in an animation that runs once and forwards.
    pub easing: Easing,
}

impl<'a> Record<'a> for Keyframe<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.u8(self.prop as u8);
        to.f32(self.offset);
        self.value.encode(to)?;
        self.easing.encode(to)
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let tag = from.u8()?;
        let prop = Prop::from_u8(tag).ok_or(WireError::UnknownTag { what: "property", tag })?;
        let offset = from.f32()?;
        if !(0.0..=1.0).contains(&offset) {
            return Err(WireError::OutOfRange);
        }
        Ok(Self { prop, offset, value: Value::decode(from)?, easing: Easing::decode(from)? })
    }
}

/// What can be done to an animation under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnimationAction {
    /// Stops it where it is, until `Resume`.
    Pause,
    /// Goes on.
    Resume,
    /// Goes to a time, in milliseconds from the start of the first run; a paused one stays paused.
    Seek {
        /// The time.
        to_ms: u32,
    },
    /// Ends it at once; its properties go back to their base values.
    Cancel,
    /// Goes to its end at once; one that never ends goes to the end of its run.
    Finish,
}

impl<'a> Record<'a> for AnimationAction {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        match *self {
            Self::Pause => to.u8(0),
            Self::Resume => to.u8(1),
            Self::Seek { to_ms } => {
                to.u8(2);
                to.u32(to_ms);
            }
            Self::Cancel => to.u8(3),
            Self::Finish => to.u8(4),
        }
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(match from.u8()? {
            0 => Self::Pause,
            1 => Self::Resume,
            2 => Self::Seek { to_ms: from.u32()? },
            3 => Self::Cancel,
            4 => Self::Finish,
            tag => return Err(WireError::UnknownTag { what: "animation action", tag }),
        })
    }
}
