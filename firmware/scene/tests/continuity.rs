//! What is interrupted goes on: position and speed are continuous, whatever interrupts whatever, and where things are
//! does not depend on how often somebody looks.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::dice::Dice;
use common::{Stage, node, once, px};
use ferrule_abi::command::Timing;
use ferrule_abi::motion::{AnimationAction, Play, PlayDirection};
use ferrule_abi::{Color, Command, Easing, Prop, Value};

const X: Prop = Prop::TranslateX;
/// Time between two looks, in microseconds.
const LOOK_US: u64 = 100;
/// What a movement of these distances and durations may change its speed between two looks, in pixels per second.
const SPEED_STEP: f32 = 120.0;

impl Dice {
    fn easing(&mut self) -> Easing {
        let springs = [-0.5, 0.0, 0.3, 0.6].map(|bounce| Easing::Spring { bounce });
        let timed = [Easing::Linear, Easing::EASE, Easing::EASE_IN, Easing::EASE_OUT, Easing::EASE_IN_OUT];
        if self.roll(2) == 0 { self.pick(&springs) } else { self.pick(&timed) }
    }

    fn timing(&mut self) -> Timing {
        Timing { duration_ms: self.pick(&[200, 300, 500]), delay_ms: 0, easing: self.easing() }
    }
}

fn single() -> Stage {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    let fill = Value::Color(Color(0xff00_00ff));
    stage.view(1, 2, &[(Prop::Width, px(100.0)), (Prop::Height, px(100.0)), (Prop::Fill, fill)]);
    stage.present(1);
    stage.tick(0);
    stage
}

fn look(stage: &mut Stage) -> f32 {
    stage.now_us += LOOK_US;
    stage.engine.tick(stage.now_us);
    stage.quads()[0].0
}

/// Something new for the box to do.
fn interrupt(stage: &mut Stage, dice: &mut Dice, id: u32) {
    let to = px(50.0 + dice.roll(400) as f32);
    if dice.roll(2) == 0 {
        let timing = dice.timing();
        stage.command(Command::Transition { node: node(2), prop: X, timing });
        stage.set(2, X, to);
    } else {
        let Timing { duration_ms, easing, .. } = dice.timing();
        stage.play(2, id, once(duration_ms), &[(X, 1.0, to, easing)]);
    }
}

#[test]
fn position_and_speed_are_continuous_at_interruptions() {
    for seed in 1..40 {
        let mut dice = Dice(seed * 0x9e37_79b9);
        let mut stage = single();
        interrupt(&mut stage, &mut dice, 0);
        // From rest only the position is continuous: a curve may start at full speed.
        look(&mut stage);
        let (mut before, mut last) = (look(&mut stage), look(&mut stage));
        for id in 1..8 {
            for _ in 0..100 + dice.roll(900) {
                (before, last) = (last, look(&mut stage));
            }
            let speed = (last - before) / (LOOK_US as f32 * 1.0e-6);
            interrupt(&mut stage, &mut dice, id);
            let next = look(&mut stage);
            let then = (next - last) / (LOOK_US as f32 * 1.0e-6);
            let turn = (then - speed).abs();
            assert!(
                turn < SPEED_STEP,
                "seed {seed}, interruption {id}: from {speed} to {then} pixels a second"
            );
            (before, last) = (last, next);
        }
        stage.rest();
        assert!(stage.quads()[0].0.fract() == 0.0, "it arrives: {:?}", stage.quads());
    }
}

#[test]
fn without_momentum_the_test_above_would_fail() {
    let mut stage = single();
    let mut dice = Dice(7);
    stage.command(Command::Transition { node: node(2), prop: X, timing: common::linear(300) });
    stage.set(2, X, px(400.0));
    let mut last = 0.0;
    for _ in 0..1500 {
        last = look(&mut stage);
    }
    assert!((last - 200.0).abs() < 1.0);
    // An explicit start at the same place and from rest is what an interruption must not be.
    let frames = [(X, 0.0, px(last), Easing::EASE_IN), (X, 1.0, px(0.0), Easing::EASE_IN)];
    stage.play(2, 1, once(300), &frames);
    let speeds: Vec<f32> = (0..3)
        .map(|_| {
            let next = look(&mut stage);
            let speed = (next - last) / (LOOK_US as f32 * 1.0e-6);
            last = next;
            speed
        })
        .collect();
    assert!(speeds[1].abs() < 200.0, "it was 1333 pixels a second: {speeds:?}");
    interrupt(&mut stage, &mut dice, 2);
}

#[test]
fn a_delay_does_not_stop_what_is_on_its_way() {
    for easing in [Easing::EASE, Easing::Spring { bounce: 0.2 }] {
        let mut stage = single();
        stage.command(Command::Transition { node: node(2), prop: X, timing: common::linear(300) });
        stage.set(2, X, px(300.0));
        let mut last = 0.0;
        for _ in 0..1500 {
            last = look(&mut stage);
        }
        let timing = Timing { duration_ms: 300, delay_ms: 100, easing };
        stage.command(Command::Transition { node: node(2), prop: X, timing });
        stage.set(2, X, px(0.0));
        let next = look(&mut stage);
        let speed = (next - last) / (LOOK_US as f32 * 1.0e-6);
        assert!((speed - 1000.0).abs() < 50.0, "{easing:?}: {speed} pixels a second");
        for _ in 0..900 {
            last = look(&mut stage);
        }
        assert!(last > next, "{easing:?}: it coasts before it turns: {last} after {next}");
        stage.rest();
        assert_eq!(stage.quads()[0].0, 0.0);
    }
}

/// Plays the same operations with `looks` extra ticks between two of them; answers the lists at the times both have.
fn watched(seed: u64, looks: u64) -> Vec<Vec<u8>> {
    let mut dice = Dice(seed);
    let mut stage = single();
    let mut lists = Vec::new();
    for id in 0..60 {
        interrupt(&mut stage, &mut dice, id);
        match dice.roll(8) {
            0 => stage.control(2, id.saturating_sub(1), AnimationAction::Pause),
            1 => {
                let play =
                    Play { duration_ms: 90, delay_ms: 20, repeat: 3, direction: PlayDirection::Alternate };
                let frames = [
                    (Prop::TranslateY, 0.4, px(90.0), dice.easing()),
                    (Prop::Scale, 1.0, px(2.0), Easing::EASE),
                ];
                stage.play(2, 1000 + id, play, &frames);
            }
            _ => {}
        }
        stage.tick(0);
        let pause_us = 1000 * u64::from(1 + dice.roll(300));
        let end = stage.now_us + pause_us;
        for look in 1..=looks {
            stage.engine.tick(stage.now_us + pause_us * look / (looks + 1));
        }
        stage.now_us = end;
        stage.tick(0);
        lists.push(stage.engine.display_list().to_vec());
    }
    lists
}

#[test]
fn where_things_are_does_not_depend_on_how_often_somebody_looks() {
    for seed in 1..20 {
        let (rarely, often) = (watched(seed, 0), watched(seed, 37));
        for (at, (rarely, often)) in rarely.iter().zip(&often).enumerate() {
            let items = |list| ferrule_abi::DisplayList::parse(list).unwrap().items().collect::<Vec<_>>();
            assert_eq!(items(rarely), items(often), "seed {seed} at {at}");
        }
    }
}

#[test]
fn whatever_numbers_come_nothing_leaves_the_range() {
    let mut stage = single();
    let mut dice = Dice(99);
    let far = [1.0e6, -1.0e6, 0.0, -0.0, 1.0e-30, 3.0];
    for round in 0..3000 {
        let easing = dice.pick(&[
            Easing::CubicBezier([0.0, 10.0, 1.0, -10.0]),
            Easing::CubicBezier([1.0, 10.0, 0.0, 10.0]),
            Easing::CubicBezier([0.0, 1.0, 0.0, 1.0]),
            Easing::Steps { count: u16::MAX, position: ferrule_abi::motion::StepPosition::Start },
            Easing::Spring { bounce: 0.9 },
            Easing::Spring { bounce: -0.9 },
        ]);
        let timing = Timing {
            duration_ms: dice.pick(&[0, 1, 16, 1000, u16::MAX]),
            delay_ms: dice.pick(&[0, 0, 1, u16::MAX]),
            easing,
        };
        let prop = dice.pick(&[X, Prop::Scale, Prop::Opacity, Prop::Radius]);
        stage.command(Command::Transition { node: node(2), prop, timing });
        stage.set(2, prop, px(dice.pick(&far)));
        if dice.roll(3) == 0 {
            let to = px(dice.pick(&far));
            stage.play(2, round, once(timing.duration_ms), &[(prop, 1.0, to, easing)]);
            stage.control(2, round, AnimationAction::Seek { to_ms: dice.pick(&[0, 10, u32::MAX]) });
        }
        // What is out of range would not be read back.
        stage.tick(dice.pick(&[0, 1, 16, 16, 500, 100_000_000]));
    }
    stage.command(Command::ReduceMotion { on: true });
    stage.tick(1);
    assert!(!stage.last.animating);
}
