//! Images, and scenes that follow each other.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Stage, encoded, node, px, word};
use ferrule_abi::list::{Fill, ImageId};
use ferrule_abi::{
    Color, Command, EngineInput, Event, Item, NodeKind, Prop, Rect, RemoteKey, Value, records,
};

const ON: Value<'static> = Value::Flag(true);

/// A rail of tiles of 300 × 200, each an image in a focusable view.
fn rail(stage: &mut Stage, tiles: u32) {
    stage.view(0, 1, &[]);
    stage.view(1, 2, &[(Prop::Direction, word("row")), (Prop::Scroll, word("x"))]);
    for tile in 0..tiles {
        let size = [(Prop::Width, px(300.0)), (Prop::Height, px(200.0))];
        stage.view(2, 100 + tile, &size);
        stage.set(100 + tile, Prop::Focusable, ON);
        let path = format!("{tile}.jpg");
        stage.add(100 + tile, 1000 + tile, NodeKind::Image, &size);
        stage.set(1000 + tile, Prop::Source, Value::Text(&path));
        stage.set(1000 + tile, Prop::Fill, Value::Color(Color(0x2020_20ff)));
    }
    stage.present(1);
    stage.tick(0);
}

fn ready(stage: &mut Stage, image: u32, width: u16, height: u16) {
    stage.input(EngineInput::ImageReady { image: ImageId(image), width, height });
    stage.tick(16);
}

/// The number of the image that was asked for last under this path.
fn number(stage: &mut Stage, path: &str) -> u32 {
    stage.host().asked.iter().rposition(|asked| asked.0 == path).unwrap() as u32 + 1
}

fn images(stage: &Stage) -> Vec<(u32, Rect)> {
    let image = |item| match item {
        Item::Quad(quad) => match quad.fill {
            Fill::Image { image, source, .. } => Some((image.0, source)),
            _ => None,
        },
        _ => None,
    };
    stage.items().into_iter().filter_map(image).collect()
}

#[test]
fn images_near_the_screen_are_asked_for_at_the_size_shown() {
    let mut stage = Stage::new();
    rail(&mut stage, 20);
    // 1280 pixels and 400 more: tiles 0 to 5.
    let mut paths: Vec<_> = stage.host().asked.iter().map(|asked| asked.0.clone()).collect();
    paths.sort();
    assert_eq!(paths, ["0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg"]);
    assert!(stage.host().asked.iter().all(|asked| (asked.1, asked.2) == (300, 200)));
    assert!(images(&stage).is_empty());
    assert_eq!(stage.quads().len(), 5, "the background stands for them");
}

#[test]
fn an_image_is_painted_when_it_is_there() {
    let mut stage = Stage::new();
    rail(&mut stage, 2);
    stage.events();
    let (first, second) = (number(&mut stage, "0.jpg"), number(&mut stage, "1.jpg"));
    ready(&mut stage, first, 600, 200);
    assert_eq!(images(&stage), [(first, Rect::new(0.25, 0.0, 0.5, 1.0))]);
    assert_eq!(stage.quads().len(), 2, "without the background");
    assert_eq!(stage.damage(), Rect::new(0.0, 0.0, 300.0, 200.0));
    stage.set(1000, Prop::Fit, word("contain"));
    stage.tick(16);
    assert_eq!(stage.quads()[1..], [(0.0, 0.0, 300.0, 200.0), (0.0, 50.0, 300.0, 100.0)]);
    stage.input(EngineInput::ImageFailed { image: ImageId(second), reason: "no such file" });
    stage.tick(16);
    assert_eq!(stage.events(), ["loaded 1000 600x200", "failed 1001 no such file"]);
}

#[test]
fn an_evicted_image_is_asked_for_again_when_it_is_near() {
    let mut stage = Stage::new();
    rail(&mut stage, 2);
    let first = number(&mut stage, "0.jpg");
    ready(&mut stage, first, 300, 200);
    stage.input(EngineInput::ImageEvicted { image: ImageId(first) });
    stage.tick(16);
    assert_eq!(images(&stage), []);
    assert_eq!(stage.host().asked.len(), 3);
    assert_eq!(stage.host().asked[2].0, "0.jpg");
    stage.set(1000, Prop::Source, Value::Text("other.jpg"));
    stage.tick(16);
    assert_eq!(stage.host().asked[3].0, "other.jpg");
    stage.set(1000, Prop::Source, Value::Unset);
    stage.tick(16);
    assert_eq!(stage.host().images.len(), 1);
}

#[test]
fn a_full_queue_is_asked_again_when_an_answer_came() {
    let mut stage = Stage::new();
    stage.host().queue = 2;
    rail(&mut stage, 4);
    assert_eq!(stage.host().asked.len(), 2);
    assert!(!stage.last.animating, "an answer is due, so there is no need to wake up before");
    stage.host().queue = 3;
    ready(&mut stage, 1, 300, 200);
    assert_eq!(stage.host().asked.len(), 3);
    stage.host().queue = 9;
    ready(&mut stage, 2, 300, 200);
    assert_eq!(stage.host().asked.len(), 4);
}

#[test]
fn a_queue_that_others_fill_is_asked_again_at_each_frame() {
    let mut stage = Stage::new();
    stage.host().queue = 0;
    rail(&mut stage, 1);
    assert!(stage.last.animating);
    stage.host().queue = 1;
    assert!(!stage.tick(16).animating);
    assert_eq!(stage.host().asked.len(), 1);
}

#[test]
fn images_far_away_are_given_back() {
    let mut stage = Stage::new();
    rail(&mut stage, 30);
    for _ in 0..29 {
        stage.press(RemoteKey::Right);
    }
    stage.rest();
    let held = stage.host().images.len();
    assert!((6..=12).contains(&held), "{held} images are held");
    for _ in 0..29 {
        stage.press(RemoteKey::Left);
    }
    stage.rest();
    let again = stage.host().asked.iter().filter(|asked| asked.0 == "0.jpg").count();
    assert_eq!(again, 2);
}

#[test]
fn the_old_scene_lives_until_the_new_one_is_presented() {
    let mut stage = Stage::new();
    rail(&mut stage, 3);
    stage.add(1, 3, NodeKind::Text, &[(Prop::Text, Value::Text("old"))]);
    stage.tick(16);
    stage.events();
    stage.command(Command::Begin);
    stage.view(0, 1, &[]);
    stage.view(1, 100, &[(Prop::Height, px(50.0)), (Prop::Focusable, ON)]);
    stage.view(1, 101, &[(Prop::Height, px(50.0)), (Prop::Focusable, ON)]);
    stage.add(1, 5, NodeKind::Text, &[(Prop::Text, Value::Text("new"))]);
    stage.press(RemoteKey::Right);
    assert_eq!(stage.focused(), 101, "the old scene has the remote");
    stage.press(RemoteKey::Ok);
    stage.press(RemoteKey::Back);
    assert_eq!(stage.events(), ["key back Down"], "the new app hears nothing of old nodes");
    stage.focus(101);
    stage.present(1);
    assert!(stage.tick(16).changed);
    assert_eq!(stage.focused(), 101);
    assert_eq!(stage.events(), ["focus 101 from 0"]);
    assert!(stage.host().images.is_empty(), "the old images are given back");
    assert_eq!(stage.host().texts.len(), 1);
}

#[test]
fn an_app_that_begins_twice_leaves_nothing_behind() {
    let mut stage = Stage::new();
    rail(&mut stage, 3);
    for _ in 0..3 {
        stage.command(Command::Begin);
        stage.view(0, 1, &[]);
        stage.add(1, 5, NodeKind::Text, &[(Prop::Text, Value::Text("never seen"))]);
        stage.tick(16);
    }
    stage.present(1);
    stage.tick(16);
    assert_eq!(stage.host().images.len(), 0);
}

#[test]
fn bad_commands_are_skipped_counted_and_some_are_logged() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    stage.add(1, 2, NodeKind::Text, &[]);
    let bad = [
        Command::Create { node: node(1), kind: NodeKind::View },
        Command::Insert { parent: node(2), child: node(1), before: None },
        Command::Insert { parent: node(1), child: node(1), before: None },
        Command::Insert { parent: node(1), child: node(9), before: None },
        Command::Insert { parent: node(1), child: node(2), before: Some(node(1)) },
        Command::Remove { node: node(9) },
        Command::Focus { node: node(9) },
        Command::Present { root: node(2) },
    ];
    for command in bad {
        stage.command(command);
    }
    stage.set(1, Prop::Text, Value::Text("views have no text"));
    stage.set(1, Prop::Align, word("cover"));
    stage.set(1, Prop::Width, Value::Color(Color::BLACK));
    stage.set_focused(1, Prop::Width, px(1.0));
    assert_eq!(stage.engine.refused_commands(), 12);
    assert_eq!(stage.host().logs.len(), 8, "{:#?}", stage.host().logs);
    stage.tick(0);
}

#[test]
fn scenes_have_caps() {
    let mut stage = Stage::new();
    stage.create(1, NodeKind::View);
    for raw in 2..=65 {
        stage.create(raw, NodeKind::View);
        stage.insert(raw - 1, raw);
    }
    assert_eq!(stage.engine.refused_commands(), 1, "the 65th level");
    stage.present(1);
    stage.tick(0);
    let long = "x".repeat(4096);
    let before = stage.engine.refused_commands();
    for raw in 100..300 {
        stage.create(raw, NodeKind::Text);
        stage.set(raw, Prop::Text, Value::Text(&long));
    }
    let fits = ferrule_scene::SCENE_TEXT_BYTES_MAX as u32 / 4096;
    assert_eq!(stage.engine.refused_commands() - before, 200 - fits);
    stage.set(100, Prop::Text, Value::Unset);
    stage.set(299, Prop::Text, Value::Text(&long));
    assert_eq!(stage.engine.refused_commands() - before, 200 - fits, "there is room again");
}

#[test]
fn a_batch_is_carried_out_up_to_what_cannot_be_read() {
    let mut stage = Stage::new();
    let mut batch = encoded(&[Command::Create { node: node(1), kind: NodeKind::View }]);
    batch.push(200);
    assert!(stage.engine.apply(&batch).is_err());
    stage.present(1);
    assert_eq!(stage.engine.refused_commands(), 0);
}

#[test]
fn events_that_nobody_reads_are_counted() {
    let mut stage = Stage::new();
    rail(&mut stage, 1);
    for _ in 0..200 {
        for _ in 0..60 {
            stage.key_phase(RemoteKey::Back, ferrule_abi::KeyPhase::Repeat);
        }
        stage.now_us += 16_000;
        stage.engine.tick(stage.now_us);
    }
    let last = records::<Event<'_>>(stage.engine.events()).last().unwrap().unwrap();
    assert!(matches!(last, Event::Overflow { lost } if lost > 1000));
}
