//! Animations through keyframes: how they run, what can be done to them, and that each reports once.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Stage, keyframes, linear, node, once, px};
use ferrule_abi::motion::{AnimationAction, AnimationId, Play, PlayDirection};
use ferrule_abi::{Color, Command, Easing, Prop, Value};

const LINEAR: Easing = Easing::Linear;
const X: Prop = Prop::TranslateX;

/// A page with one box, which is node 2, seen once.
fn single() -> Stage {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    let fill = Value::Color(Color(0xff00_00ff));
    stage.view(1, 2, &[(Prop::Width, px(100.0)), (Prop::Height, px(100.0)), (Prop::Fill, fill)]);
    stage.present(1);
    stage.tick(0);
    stage.events();
    stage
}

fn x(stage: &Stage) -> f32 {
    stage.quads()[0].0
}

/// Ticks ten milliseconds at a time; answers where the box was.
fn path(stage: &mut Stage, ticks: usize) -> Vec<f32> {
    (0..ticks)
        .map(|_| {
            stage.tick(10);
            x(stage)
        })
        .collect()
}

#[test]
fn keyframes_lead_from_one_to_the_next() {
    let mut stage = single();
    let frames = [(X, 0.0, px(10.0), LINEAR), (X, 0.25, px(60.0), LINEAR), (X, 1.0, px(0.0), LINEAR)];
    stage.play(2, 1, once(80), &frames);
    assert_eq!(path(&mut stage, 10), [10.0, 35.0, 60.0, 50.0, 40.0, 30.0, 20.0, 10.0, 0.0, 0.0]);
    assert!(!stage.last.animating);
    assert_eq!(stage.events(), ["ended 2 #1"]);
}

#[test]
fn what_is_left_out_is_where_the_property_is_and_belongs() {
    let mut stage = single();
    stage.set(2, X, px(20.0));
    stage.tick(10);
    stage.play(2, 1, once(40), &[(X, 0.5, px(60.0), LINEAR)]);
    assert_eq!(path(&mut stage, 5), [20.0, 40.0, 60.0, 40.0, 20.0]);
}

#[test]
fn several_properties_move_in_one_animation_with_easings_of_their_own() {
    let mut stage = single();
    let steps = Easing::Steps { count: 2, position: ferrule_abi::motion::StepPosition::End };
    let frames =
        [(Prop::TranslateY, 1.0, px(40.0), steps), (X, 1.0, px(40.0), LINEAR), (X, 0.5, px(0.0), LINEAR)];
    stage.play(2, 1, once(40), &frames);
    let mut seen = Vec::new();
    for _ in 0..5 {
        stage.tick(10);
        seen.push((x(&stage), stage.quads()[0].1));
    }
    assert_eq!(seen, [(0.0, 0.0), (0.0, 0.0), (0.0, 20.0), (20.0, 20.0), (40.0, 40.0)]);
    assert_eq!(stage.events(), ["ended 2 #1"]);
}

#[test]
fn delays_repeats_and_directions() {
    let frames = [(X, 0.0, px(0.0), LINEAR), (X, 1.0, px(30.0), LINEAR)];
    for (repeat, direction, want) in [
        (2, PlayDirection::Normal, [0.0, 0.0, 0.0, 10.0, 20.0, 0.0, 10.0, 20.0, 30.0, 30.0]),
        (2, PlayDirection::Reverse, [0.0, 0.0, 30.0, 20.0, 10.0, 30.0, 20.0, 10.0, 0.0, 0.0]),
        (2, PlayDirection::Alternate, [0.0, 0.0, 0.0, 10.0, 20.0, 30.0, 20.0, 10.0, 0.0, 0.0]),
        (0, PlayDirection::Alternate, [0.0, 0.0, 0.0, 10.0, 20.0, 30.0, 20.0, 10.0, 0.0, 10.0]),
    ] {
        let mut stage = single();
        stage.play(2, 1, Play { duration_ms: 30, delay_ms: 20, repeat, direction }, &frames);
        let seen = path(&mut stage, 10);
        let off = seen.iter().zip(want).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        assert!(off < 1.0e-3, "{repeat} {direction:?}: {seen:?}");
        assert_eq!(stage.last.animating, repeat == 0);
        let events = stage.events();
        assert_eq!(events.len(), usize::from(repeat != 0), "{events:?}");
    }
}

#[test]
fn the_last_values_are_the_base_values() {
    let mut stage = single();
    stage.animate(2, 1, X, px(40.0), 30);
    stage.rest();
    // Setting something else does not bring it back, and unsetting does.
    stage.set(2, Prop::TranslateY, px(5.0));
    stage.tick(10);
    assert_eq!(x(&stage), 40.0);
    stage.set(2, X, Value::Unset);
    stage.tick(10);
    assert_eq!(x(&stage), 0.0);
}

#[test]
fn pausing_seeking_and_going_on() {
    let mut stage = single();
    stage.animate(2, 1, X, px(100.0), 100);
    assert_eq!(path(&mut stage, 3), [0.0, 10.0, 20.0]);
    stage.control(2, 1, AnimationAction::Pause);
    assert_eq!(path(&mut stage, 2), [20.0, 20.0]);
    assert!(!stage.last.animating, "a paused one needs no ticks");
    stage.control(2, 1, AnimationAction::Seek { to_ms: 70 });
    assert_eq!(path(&mut stage, 2), [70.0, 70.0]);
    stage.control(2, 1, AnimationAction::Resume);
    assert_eq!(path(&mut stage, 2), [70.0, 80.0]);
    stage.control(2, 1, AnimationAction::Seek { to_ms: 10 });
    assert_eq!(path(&mut stage, 2), [10.0, 20.0]);
    stage.control(2, 1, AnimationAction::Seek { to_ms: 5000 });
    stage.tick(10);
    assert_eq!((x(&stage), stage.events()), (100.0, vec!["ended 2 #1".into()]));
    stage.control(2, 1, AnimationAction::Pause);
    assert_eq!(stage.engine.refused_commands(), 0, "what is over is left alone");
}

#[test]
fn cancelling_goes_back_and_finishing_goes_to_the_end() {
    let mut stage = single();
    stage.animate(2, 1, X, px(100.0), 100);
    path(&mut stage, 4);
    stage.control(2, 1, AnimationAction::Cancel);
    stage.tick(10);
    assert_eq!((x(&stage), stage.events()), (0.0, vec!["cancelled 2 #1".into()]));
    stage.animate(2, 2, X, px(100.0), 100);
    path(&mut stage, 4);
    stage.control(2, 2, AnimationAction::Finish);
    stage.tick(10);
    assert_eq!((x(&stage), stage.events()), (100.0, vec!["ended 2 #2".into()]));
    // With a transition the way back takes its time.
    stage.command(Command::Transition { node: node(2), prop: X, timing: linear(100) });
    stage.animate(2, 3, X, px(0.0), 100);
    path(&mut stage, 4);
    stage.control(2, 3, AnimationAction::Cancel);
    stage.tick(10);
    assert!(x(&stage) < 80.0 && stage.last.animating, "{}", x(&stage));
    stage.rest();
    assert_eq!(x(&stage), 100.0);
}

#[test]
fn a_property_that_is_set_leaves_and_the_others_go_on() {
    let mut stage = single();
    let frames = [(X, 1.0, px(100.0), LINEAR), (Prop::TranslateY, 1.0, px(100.0), LINEAR)];
    stage.play(2, 1, once(100), &frames);
    path(&mut stage, 6);
    stage.set(2, X, px(7.0));
    stage.tick(10);
    assert_eq!((x(&stage), stage.quads()[0].1), (7.0, 60.0));
    assert_eq!(stage.events(), [""; 0]);
    stage.rest();
    assert_eq!((x(&stage), stage.quads()[0].1), (7.0, 100.0));
    assert_eq!(stage.events(), ["cancelled 2 #1"], "once, and at its end");
}

#[test]
fn a_newer_animation_takes_over() {
    let mut stage = single();
    stage.animate(2, 1, X, px(100.0), 100);
    path(&mut stage, 6);
    stage.animate(2, 2, X, px(0.0), 100);
    let seen = path(&mut stage, 2);
    assert!(seen[0] > 50.0, "it was on its way: {seen:?}");
    assert_eq!(stage.events(), ["cancelled 2 #1"]);
    stage.rest();
    assert_eq!((x(&stage), stage.events()), (0.0, vec!["ended 2 #2".into()]));
}

#[test]
fn removed_nodes_report_their_animations() {
    let mut stage = single();
    for raw in [3, 4] {
        stage.view(2, raw, &[]);
        stage.animate(raw, raw, X, px(100.0), 100);
    }
    stage.tick(10);
    stage.remove(2);
    stage.tick(10);
    assert_eq!(stage.events(), ["cancelled 3 #3", "cancelled 4 #4"]);
    assert!(!stage.last.animating);
}

#[test]
fn springs_end_at_rest_and_cannot_be_among_keyframes() {
    let spring = Easing::Spring { bounce: 0.4 };
    let mut stage = single();
    stage.play(2, 1, once(200), &[(X, 1.0, px(100.0), spring), (Prop::Opacity, 1.0, px(0.5), LINEAR)]);
    let seen = path(&mut stage, 120);
    let most = seen.iter().copied().fold(0.0, f32::max);
    assert!((105.0..140.0).contains(&most), "it bounces: {most}");
    assert_eq!((x(&stage), stage.events()), (100.0, vec!["ended 2 #1".into()]));
    let twice = Play { repeat: 2, ..once(100) };
    stage.play(2, 2, twice, &[(X, 1.0, px(0.0), spring)]);
    stage.play(2, 3, once(100), &[(X, 0.5, px(0.0), LINEAR), (X, 1.0, px(0.0), spring)]);
    assert_eq!(stage.engine.refused_commands(), 2);
    assert_eq!(stage.events(), ["cancelled 2 #2", "cancelled 2 #3"]);
}

#[test]
fn colours_and_the_second_colour_of_a_flat_gradient() {
    let fills = |stage: &Stage| match stage.items()[0] {
        ferrule_abi::Item::Quad(ref quad) => format!("{:?}", quad.fill),
        ref other => panic!("{other:?}"),
    };
    let mut stage = single();
    let blue = Value::Color(Color(0x0000_ffff));
    stage.animate(2, 1, Prop::Fill, blue, 100);
    stage.tick(10);
    stage.tick(50);
    assert!(fills(&stage).starts_with("Solid"), "{}", fills(&stage));
    stage.rest();
    assert_eq!(fills(&stage), format!("{:?}", ferrule_abi::list::Fill::Solid(Color(0x0000_ffff))));
    stage.animate(2, 2, Prop::FillTo, Value::Color(Color::WHITE), 100);
    stage.tick(10);
    stage.tick(50);
    assert!(fills(&stage).starts_with("Linear"), "{}", fills(&stage));
    stage.control(2, 2, AnimationAction::Cancel);
    stage.tick(10);
    assert!(fills(&stage).starts_with("Solid"), "{}", fills(&stage));
}

#[test]
fn bad_keyframes_are_refused_and_report() {
    let mut stage = single();
    let color = Value::Color(Color::WHITE);
    stage.play(2, 1, once(100), &[(X, 1.0, color, LINEAR)]);
    stage.play(2, 2, once(100), &[]);
    stage.play(2, 3, Play { repeat: 0, ..once(0) }, &[(X, 1.0, px(1.0), LINEAR)]);
    stage.play(2, 4, once(100), &[(X, 1.0, px(1.0), LINEAR); 257]);
    let animation = AnimationId(5);
    stage.command(Command::Animate { node: node(2), animation, play: once(10), keyframes: &[255, 1] });
    stage.play(9, 6, once(100), &[(X, 1.0, px(1.0), LINEAR)]);
    assert_eq!(stage.engine.refused_commands(), 6);
    assert_eq!(stage.events().len(), 6);
    // The number of one under way is refused without a word: the one under way will report.
    stage.animate(2, 7, X, px(1.0), 100);
    stage.animate(2, 7, X, px(2.0), 100);
    stage.rest();
    assert_eq!((x(&stage), stage.events()), (1.0, vec!["ended 2 #7".into()]));
}

#[test]
fn thousands_of_animations_keep_to_their_cap() {
    let mut stage = single();
    let frames = keyframes(&[(X, 1.0, px(10.0), LINEAR)]);
    let start = |id, repeat| Command::Animate {
        node: node(2 + id % 5),
        animation: AnimationId(id),
        play: Play { repeat, ..once(100) },
        keyframes: Box::leak(frames.clone().into_boxed_slice()),
    };
    let nodes: Vec<_> = (3..2000)
        .flat_map(|raw| {
            let kind = ferrule_abi::NodeKind::View;
            let insert = Command::Insert { parent: node(1), child: node(raw), before: None };
            [Command::Create { node: node(raw), kind }, insert]
        })
        .collect();
    nodes.chunks(400).for_each(|batch| stage.engine.apply(&common::encoded(batch)).unwrap());
    stage.tick(10);
    // Each takes the property over from the one before it.
    let all: Vec<_> = (1..5000).map(|id| start(id, 1)).collect();
    all.chunks(400).for_each(|batch| stage.engine.apply(&common::encoded(batch)).unwrap());
    stage.verify();
    assert_eq!(stage.events().len(), 4999 - 5);
    // Three properties of two thousand nodes, one animation each.
    for prop in [X, Prop::TranslateY, Prop::Opacity] {
        for raw in 2..2000 {
            stage.animate(raw, 10_000 + prop as u32, prop, px(0.5), 100);
        }
    }
    stage.tick(10);
    let ended = stage.events().iter().filter(|event| event.starts_with("ended")).count();
    assert_eq!(ended, 3 * 1998 - 4096, "those beyond the cap are at their ends at once");
    stage.play(2, 1, Play { repeat: 0, ..once(100) }, &[(Prop::Scale, 1.0, px(2.0), LINEAR)]);
    assert_eq!(stage.engine.refused_commands(), 1, "one that never ends cannot be");
    stage.rest();
    assert_eq!(stage.events().len(), 1 + 4096);
}

#[test]
fn reduced_motion_jumps_and_still_reports() {
    let mut stage = single();
    stage.command(Command::Transition { node: node(2), prop: Prop::TranslateY, timing: linear(1000) });
    stage.set(2, Prop::TranslateY, px(50.0));
    stage.animate(2, 1, X, px(100.0), 1000);
    path(&mut stage, 3);
    stage.command(Command::ReduceMotion { on: true });
    stage.tick(10);
    assert_eq!((x(&stage), stage.quads()[0].1), (100.0, 50.0));
    assert_eq!(stage.events(), ["ended 2 #1"]);
    assert!(!stage.last.animating);
    let endless = Play { repeat: 0, delay_ms: 50, ..once(100) };
    stage.play(2, 2, endless, &[(X, 0.0, px(5.0), LINEAR), (X, 1.0, px(90.0), LINEAR)]);
    assert_eq!(path(&mut stage, 3), [5.0, 5.0, 5.0]);
    assert!(!stage.last.animating, "what stands still needs no ticks");
    stage.command(Command::ReduceMotion { on: false });
    let seen = path(&mut stage, 3);
    assert!(seen[0] == 5.0 && seen[2] > seen[1] && stage.last.animating, "{seen:?}");
    stage.control(2, 2, AnimationAction::Finish);
    stage.tick(10);
    assert_eq!((x(&stage), stage.events()), (90.0, vec!["ended 2 #2".into()]));
}
