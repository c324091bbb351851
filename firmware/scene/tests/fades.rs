//! Images that fade in over what was there before.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Stage, node, px};
use ferrule_abi::list::{Fill, ImageId};
use ferrule_abi::{Color, Command, EngineInput, Item, NodeKind, Prop, Value};

const RED: Color = Color(0xff00_00ff);

/// A page with an image, node 2, of a red placeholder, that fades in within 100 ms.
fn stage() -> Stage {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    let props = [
        (Prop::Source, Value::Text("a.png")),
        (Prop::Width, px(160.0)),
        (Prop::Height, px(90.0)),
        (Prop::Fill, Value::Color(RED)),
        (Prop::FadeIn, px(100.0)),
    ];
    stage.add(1, 2, NodeKind::Image, &props);
    stage.present(1);
    stage.tick(16);
    stage
}

/// The image asked for last arrives.
fn arrive(stage: &mut Stage) -> u32 {
    let newest = *stage.host().images.iter().max().unwrap();
    stage.input(EngineInput::ImageReady { image: ImageId(newest), width: 160, height: 90 });
    newest
}

/// What is painted: 0 for the placeholder, else the image; each with its opacity in percent.
fn painted(stage: &Stage) -> Vec<(u32, u32)> {
    let quad = |item| match item {
        Item::Quad(quad) => Some((
            if let Fill::Image { image, .. } = quad.fill { image.0 } else { 0 },
            (quad.opacity * 100.0).round() as u32,
        )),
        _ => None,
    };
    stage.items().into_iter().filter_map(quad).collect()
}

#[test]
fn an_image_fades_in_over_its_placeholder() {
    let mut stage = stage();
    assert_eq!(painted(&stage), [(0, 100)]);
    let image = arrive(&mut stage);
    assert!(stage.tick(16).animating);
    assert_eq!(painted(&stage), [(0, 100)], "it begins with the turn that sees it");
    stage.tick(25);
    assert_eq!(painted(&stage), [(0, 100), (image, 25)]);
    stage.tick(50);
    assert_eq!(painted(&stage), [(0, 100), (image, 75)]);
    assert!(!stage.tick(25).animating);
    assert_eq!(painted(&stage), [(image, 100)]);
}

#[test]
fn the_next_image_fades_in_over_the_one_before() {
    let mut stage = stage();
    let first = arrive(&mut stage);
    stage.rest();
    stage.set(2, Prop::Source, Value::Text("b.png"));
    stage.tick(16);
    assert_eq!(painted(&stage), [(first, 100)], "it stays until the next one is there");
    let second = arrive(&mut stage);
    stage.tick(16);
    stage.tick(50);
    assert_eq!(painted(&stage), [(first, 100), (second, 50)]);
    stage.rest();
    assert_eq!(painted(&stage), [(second, 100)]);
    assert_eq!(stage.host().images.len(), 1, "the one before is given back");
}

#[test]
fn paths_that_change_in_the_middle_leave_nothing_behind() {
    let mut stage = stage();
    let first = arrive(&mut stage);
    stage.rest();
    for path in ["b.png", "c.png", "d.png"] {
        stage.set(2, Prop::Source, Value::Text(path));
        stage.tick(16);
        assert_eq!(painted(&stage), [(first, 100)]);
    }
    let last = arrive(&mut stage);
    stage.tick(16);
    stage.tick(30);
    stage.set(2, Prop::Source, Value::Text("e.png"));
    stage.tick(16);
    assert_eq!(painted(&stage), [(last, 100)], "from the image half in sight");
    stage.set(2, Prop::Source, Value::Text(""));
    stage.tick(16);
    assert_eq!((painted(&stage), stage.host().images.len()), (vec![(0, 100)], 0));
}

#[test]
fn an_image_that_fails_or_is_evicted_gives_way_to_the_placeholder() {
    let mut stage = stage();
    let first = arrive(&mut stage);
    stage.rest();
    stage.set(2, Prop::Source, Value::Text("b.png"));
    stage.tick(16);
    stage.input(EngineInput::ImageEvicted { image: ImageId(first) });
    stage.tick(16);
    assert_eq!(painted(&stage), [(0, 100)]);
    let second = *stage.host().images.iter().max().unwrap();
    stage.input(EngineInput::ImageFailed { image: ImageId(second), reason: "broken" });
    stage.tick(16);
    assert_eq!((painted(&stage), stage.host().images.len()), (vec![(0, 100)], 0));
}

#[test]
fn removing_a_node_in_the_middle_gives_both_images_back() {
    let mut stage = stage();
    arrive(&mut stage);
    stage.rest();
    stage.set(2, Prop::Source, Value::Text("b.png"));
    stage.tick(16);
    arrive(&mut stage);
    stage.tick(16);
    stage.tick(16);
    stage.remove(2);
    assert!(!stage.tick(16).animating || !stage.tick(16).animating);
    assert!(stage.host().images.is_empty());
}

#[test]
fn reduced_motion_shows_it_at_once() {
    let mut stage = stage();
    stage.command(Command::ReduceMotion { on: true });
    let image = arrive(&mut stage);
    assert!(!stage.tick(16).animating);
    assert_eq!(painted(&stage), [(image, 100)]);
    stage.command(Command::Remove { node: node(2) });
    stage.tick(16);
}
