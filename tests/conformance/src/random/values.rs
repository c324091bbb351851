//! Random properties, values, timings and keyframes.

use ferrule_abi::command::Timing;
use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::motion::{AnimationAction, Keyframe, Play, PlayDirection, StepPosition};
use ferrule_abi::{Batch, Color, Easing, Keyword, Prop, Value, ValueKind};

use super::Maker;
use crate::families::Families;

/// What texts say.
const TEXTS: &[&str] =
    &["", "a", "Ferrule", "a\u{200b}line\u{200b}of\u{200b}text", "ß漢字\u{200b}und", "שלום"];
/// What images show.
const PATHS: &[&str] = &["", "a.png", "b.jpg", "dir/c.webp"];

/// The family that a property belongs to, by the ranges of `firmware/abi/src/props.rs`.
pub(super) fn family(prop: Prop) -> Families {
    match (prop, prop as u8) {
        (Prop::TextColor, _) => Families::TEXT.and(Families::LOOKS),
        (_, 1..=39 | 120..=159) => Families::LAYOUT,
        (_, 40..=69 | 160..=179) => Families::LOOKS,
        (_, 70..=89 | 180..=189) => Families::TEXT,
        (_, 90..=109 | 190..=199) => Families::IMAGES,
        (_, 110..=119 | 200..=219) => Families::FOCUS,
        _ => Families::LISTS,
    }
}

impl Maker {
    pub(super) fn value(&mut self, prop: Prop) -> Value<'static> {
        let dice = &mut self.dice;
        if dice.one_in(12) {
            return Value::Unset;
        }
        match prop.kind() {
            ValueKind::Length | ValueKind::Spacing => self.length(prop),
            ValueKind::Number => Value::Number(self.number(prop)),
            ValueKind::Color => {
                let alpha = dice.pick(&[0, 0x80, 0xff, 0xff]);
                Value::Color(Color(dice.roll(1 << 24) << 8 | alpha))
            }
            ValueKind::Text if prop == Prop::Source => Value::Text(dice.pick(PATHS)),
            ValueKind::Text => Value::Text(dice.pick(TEXTS)),
            ValueKind::Keyword if dice.one_in(20) => Value::Keyword(dice.pick(Keyword::ALL)),
            ValueKind::Keyword => Value::Keyword(dice.pick(prop.keywords())),
            ValueKind::Flag => Value::Flag(dice.one_in(2)),
            ValueKind::Node => Value::Node(self.node()),
        }
    }

    fn length(&mut self, prop: Prop) -> Value<'static> {
        use Prop as P;
        let size = matches!(
            prop,
            P::Width | P::Height | P::MinWidth | P::MinHeight | P::MaxWidth | P::MaxHeight | P::Basis
        );
        let most = if size { 400.0 } else { 40.0 };
        let dice = &mut self.dice;
        match dice.roll(10) {
            0..=4 => Value::Number(dice.length(most)),
            5 => Value::Number(-dice.length(most)),
            6 | 7 => Value::Percent(dice.length(if size { 120.0 } else { 20.0 })),
            8 if !prop.keywords().is_empty() => Value::Keyword(dice.pick(prop.keywords())),
            _ if prop.kind() == ValueKind::Length => Value::Auto,
            _ => Value::Number(dice.length(most)),
        }
    }

    fn number(&mut self, prop: Prop) -> f32 {
        let dice = &mut self.dice;
        match prop {
            Prop::Grow | Prop::Shrink => dice.pick(&[0.0, 0.0, 0.3, 0.7, 1.0, 2.5, -1.0]),
            Prop::AspectRatio => dice.pick(&[0.0, 0.5, 1.0, 1.777_777_8, 3.0]),
            Prop::LineCount => dice.pick(&[0.0, 1.0, 2.0, 3.6, 70.0]),
            Prop::FontSize => dice.pick(&[10.0, 24.0, 33.3, 900.0]),
            Prop::FontWeight => dice.pick(&[100.0, 400.0, 650.0, 2000.0]),
            Prop::LineHeight => dice.pick(&[0.1, 1.0, 1.2, 1.5]),
            Prop::MaxLines => dice.pick(&[0.0, 1.0, 2.5]),
            Prop::Opacity => dice.pick(&[0.0, 0.5, 0.8, 1.0, 1.0, 1.0, 3.0, -1.0]),
            Prop::Scale => dice.pick(&[0.0, 0.5, 1.0, 1.0, 1.1, 2.0, -1.0]),
            Prop::Rotate | Prop::FillAngle => dice.pick(&[0.0, 0.0, 30.0, 90.0, -45.5, 720.0]),
            Prop::OriginX | Prop::OriginY | Prop::FillX | Prop::FillY | Prop::FillRadius => {
                dice.pick(&[0.0, 0.25, 0.5, 1.0, -0.3])
            }
            Prop::Z => dice.pick(&[0.0, 0.0, 1.0, -1.0, 2.5]),
            Prop::ItemCount => dice.pick(&[0.0, 1.0, 7.0, 40.0, 40.0, 1000.0, -3.0, 2.0e5]),
            Prop::Columns => dice.pick(&[1.0, 1.0, 2.0, 3.0, 99.0, 0.0]),
            Prop::ItemSize => dice.pick(&[0.0, 20.0, 40.5, 100.0]),
            Prop::Overscan => dice.pick(&[0.0, 1.0, 4.0, 99.0]),
            Prop::RepeatSteps => dice.pick(&[0.0, 1.0, 4.0, 99.0]),
            Prop::ScrollPadding => dice.pick(&[0.0, 10.5, 40.0, -5.0]),
            Prop::FadeIn => dice.pick(&[0.0, 50.0, 300.0]),
            _ => match dice.roll(6) {
                0 => -dice.length(30.0),
                1 => dice.length(500.0),
                _ => dice.length(30.0),
            },
        }
    }

    pub(super) fn timing(&mut self) -> Timing {
        Timing {
            duration_ms: self.dice.pick(&[0, 50, 150, 400]),
            delay_ms: self.dice.pick(&[0, 0, 0, 30]),
            easing: self.easing(),
        }
    }

    fn easing(&mut self) -> Easing {
        match self.dice.roll(8) {
            0 | 1 => Easing::Linear,
            2 => Easing::EASE,
            3 => Easing::EASE_IN_OUT,
            4 => Easing::CubicBezier([0.3, -2.0, 0.6, 3.0]),
            5 => Easing::Steps { count: 3, position: StepPosition::End },
            6 => Easing::Steps { count: 2, position: StepPosition::Start },
            _ => Easing::Spring { bounce: self.dice.pick(&[-0.4, 0.0, 0.5, 0.9]) },
        }
    }

    pub(super) fn play(&mut self) -> Play {
        let directions = [PlayDirection::Normal, PlayDirection::Reverse, PlayDirection::Alternate];
        Play {
            duration_ms: self.dice.pick(&[0, 50, 150, 400]),
            delay_ms: self.dice.pick(&[0, 0, 0, 30]),
            repeat: self.dice.pick(&[1, 1, 1, 2, 5, 0]),
            direction: self.dice.pick(&directions),
        }
    }

    pub(super) fn keyframes(&mut self) -> Vec<u8> {
        let mut all = Batch::new(BATCH_BYTES_MAX);
        let animated: Vec<Prop> = Prop::ALL.iter().copied().filter(|prop| prop.animates()).collect();
        for _ in 0..self.dice.roll(6) {
            let prop =
                if self.dice.one_in(20) { self.dice.pick(Prop::ALL) } else { self.dice.pick(&animated) };
            let offset = self.dice.pick(&[0.0, 0.3, 0.5, 1.0, 1.0, 1.0]);
            let (value, easing) = (self.value(prop), self.easing());
            // What does not fit is one keyframe less.
            let _ = all.push(&Keyframe { prop, offset, value, easing });
        }
        all.as_bytes().to_vec()
    }

    pub(super) fn action(&mut self) -> AnimationAction {
        match self.dice.roll(6) {
            0 => AnimationAction::Pause,
            1 => AnimationAction::Cancel,
            2 => AnimationAction::Finish,
            3 => AnimationAction::Seek { to_ms: self.dice.roll(600) },
            _ => AnimationAction::Resume,
        }
    }
}
