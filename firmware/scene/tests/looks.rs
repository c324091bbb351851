//! How boxes look beyond fill and border: turns, corners, shadows, gradients, groups, tints and nine-patches.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Stage, px, word};
use ferrule_abi::limits::LIST_DEPTH_MAX;
use ferrule_abi::list::{Clip, Fill, ImageId, NinePatch, Shadow};
use ferrule_abi::{Color, EngineInput, Insets, Item, NodeKind, Prop, Radii, Rect, Transform, Value};

const RED: Value<'static> = Value::Color(Color(0xff00_00ff));
const ON: Value<'static> = Value::Flag(true);

/// A page with one red box, node 2, and further properties of it.
fn boxed((x, y, w, h): (f32, f32, f32, f32), props: &[(Prop, Value<'_>)]) -> Stage {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    let place = [
        (Prop::Position, word("absolute")),
        (Prop::Left, px(x)),
        (Prop::Top, px(y)),
        (Prop::Width, px(w)),
        (Prop::Height, px(h)),
        (Prop::Fill, RED),
    ];
    stage.view(1, 2, &[&place, props].concat());
    stage.present(1);
    stage.tick(16);
    stage
}

fn turn(stage: &Stage) -> Transform {
    let turn = |item: &Item| if let Item::PushTransform(turn) = item { Some(*turn) } else { None };
    stage.items().iter().find_map(turn).unwrap()
}

/// Where a point of the box is seen, to a tenth of a pixel.
fn seen((x, y): (f32, f32)) -> (i32, i32) {
    ((x * 10.0).round() as i32, (y * 10.0).round() as i32)
}

#[test]
fn a_turn_is_about_the_middle_and_around_what_it_turns() {
    let mut stage = boxed((100.0, 100.0, 200.0, 100.0), &[(Prop::Rotate, px(90.0))]);
    let items = stage.items();
    assert!(matches!(items[..], [Item::PushTransform(_), Item::Quad(_), Item::PopTransform]), "{items:?}");
    assert_eq!(stage.quads(), [(100.0, 100.0, 200.0, 100.0)]);
    assert_eq!(seen(turn(&stage).apply(200.0, 150.0)), (2000, 1500), "the middle stays");
    assert_eq!(seen(turn(&stage).apply(100.0, 100.0)), (2500, 500), "the corner goes clockwise");
    stage.set(2, Prop::Fill, Value::Color(Color(0x00ff_00ff)));
    stage.tick(16);
    let damage = stage.damage();
    assert!((damage.x - 150.0).abs() <= 1.0 && (damage.w - 100.0).abs() <= 2.0, "{damage:?}");
    assert!((damage.y - 50.0).abs() <= 1.0 && (damage.h - 200.0).abs() <= 2.0, "{damage:?}");
}

#[test]
fn scale_and_turn_keep_the_origin_in_place() {
    let origin = [(Prop::OriginX, px(0.0)), (Prop::OriginY, px(1.0))];
    let mut stage = boxed((100.0, 100.0, 200.0, 100.0), &origin);
    stage.set(2, Prop::Scale, px(0.5));
    stage.tick(16);
    assert_eq!(stage.quads(), [(100.0, 150.0, 100.0, 50.0)]);
    stage.set(2, Prop::Rotate, px(180.0));
    stage.tick(16);
    assert_eq!(seen(turn(&stage).apply(100.0, 200.0)), (1000, 2000));
    assert_eq!(seen(turn(&stage).apply(200.0, 150.0)), (0, 2500));
}

#[test]
fn what_a_turn_brings_on_screen_is_painted_and_what_it_takes_away_is_not() {
    let swing = |degrees| {
        let mut stage = Stage::new();
        stage.view(0, 1, &[]);
        let arm = [(Prop::Rotate, px(degrees)), (Prop::OriginX, px(0.0)), (Prop::OriginY, px(0.0))];
        stage.view(1, 2, &[&arm[..], &[(Prop::Position, word("absolute")), (Prop::Top, px(300.0))]].concat());
        let far = [(Prop::Position, word("absolute")), (Prop::Left, px(-900.0)), (Prop::Fill, RED)];
        stage.view(2, 3, &[&far[..], &[(Prop::Width, px(50.0)), (Prop::Height, px(50.0))]].concat());
        stage.present(1);
        stage.tick(16);
        stage.quads().len()
    };
    assert_eq!(swing(0.0), 0);
    assert_eq!(swing(180.0), 1);
    assert_eq!(swing(90.0), 0, "it hangs above the screen");
}

#[test]
fn turns_deeper_than_a_list_may_be_stay_upright() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    let depth = 40;
    assert!(depth as usize > LIST_DEPTH_MAX);
    for raw in 2..=depth {
        let size = [(Prop::Width, px(600.0)), (Prop::Height, px(600.0)), (Prop::Fill, RED)];
        stage.view(raw - 1, raw, &[&size[..], &[(Prop::Rotate, px(9.0)), (Prop::Clip, ON)]].concat());
    }
    stage.present(1);
    stage.tick(16);
    let turns = stage.items().iter().filter(|item| matches!(item, Item::PushTransform(_))).count();
    assert!(turns > 0 && turns <= LIST_DEPTH_MAX, "{turns}");
    assert!(stage.quads().len() > 30);
}

#[test]
fn corners_follow_the_radius_unless_they_have_their_own() {
    let mut stage =
        boxed((0.0, 0.0, 100.0, 100.0), &[(Prop::Radius, px(8.0)), (Prop::RadiusTopRight, px(20.0))]);
    let radii = |stage: &Stage| match stage.items()[0] {
        Item::Quad(quad) => quad.radii,
        ref other => panic!("{other:?}"),
    };
    assert_eq!(radii(&stage), Radii { top_right: 20.0, ..Radii::all(8.0) });
    stage.set(2, Prop::RadiusTopRight, px(0.0));
    stage.set(2, Prop::Scale, px(2.0));
    stage.tick(16);
    assert_eq!(radii(&stage), Radii { top_right: 0.0, ..Radii::all(16.0) });
    stage.set(2, Prop::RadiusTopRight, Value::Unset);
    stage.tick(16);
    assert_eq!(radii(&stage), Radii::all(16.0));
}

#[test]
fn a_clip_has_the_corners_of_its_box() {
    let mut stage = boxed((-50.0, 0.0, 200.0, 100.0), &[(Prop::Clip, ON), (Prop::Radius, px(12.0))]);
    stage.view(2, 3, &[(Prop::Height, px(50.0)), (Prop::Fill, RED)]);
    stage.tick(16);
    let whole = Clip { rect: Rect::new(-50.0, 0.0, 200.0, 100.0), radii: Radii::all(12.0) };
    assert_eq!(stage.items()[1], Item::PushClip(whole), "whole, although its corners are off the screen");
}

#[test]
fn a_shadow_lies_under_its_box_and_is_seen_without_it() {
    let shadow = [
        (Prop::ShadowColor, Value::Color(Color(0x0000_0080))),
        (Prop::ShadowBlur, px(20.0)),
        (Prop::ShadowX, px(30.0)),
        (Prop::ShadowY, px(5.0)),
        (Prop::ShadowSpread, px(2.0)),
    ];
    let stage = boxed((10.0, 10.0, 100.0, 50.0), &shadow);
    let want = Shadow {
        rect: Rect::new(10.0, 10.0, 100.0, 50.0),
        radii: Radii::NONE,
        color: Color(0x0000_0080),
        offset: (30.0, 5.0),
        blur: 20.0,
        spread: 2.0,
        opacity: 1.0,
    };
    let items = stage.items();
    assert_eq!(items[0], Item::Shadow(want));
    assert!(matches!(items[1], Item::Quad(_)));
    let off_screen = boxed((-110.0, 10.0, 100.0, 50.0), &shadow);
    assert!(matches!(off_screen.items()[..], [Item::Shadow(_)]), "{:?}", off_screen.items());
    let far = boxed((-300.0, 10.0, 100.0, 50.0), &shadow);
    assert!(far.items().is_empty());
}

#[test]
fn a_gradient_can_run_from_a_point() {
    let to = Value::Color(Color(0x0000_ffff));
    let mut stage = boxed((0.0, 0.0, 100.0, 100.0), &[(Prop::FillTo, to), (Prop::FillShape, word("radial"))]);
    stage.set(2, Prop::FillX, px(0.25));
    stage.set(2, Prop::FillRadius, px(1.0));
    stage.tick(16);
    let Item::Quad(quad) = stage.items()[0] else { panic!() };
    let want = Fill::Radial {
        from: Color(0xff00_00ff),
        to: Color(0x0000_ffff),
        centre: (0.25, 0.5),
        radius: (1.0, 1.0),
    };
    assert_eq!(quad.fill, want);
    stage.set(2, Prop::FillShape, Value::Unset);
    stage.tick(16);
    assert!(matches!(stage.items()[0], Item::Quad(quad) if matches!(quad.fill, Fill::Linear { .. })));
}

#[test]
fn a_group_fades_as_one_picture() {
    let mut stage = boxed((100.0, 100.0, 200.0, 200.0), &[(Prop::Opacity, px(0.5))]);
    stage.view(2, 3, &[(Prop::Height, px(50.0)), (Prop::Fill, RED), (Prop::Opacity, px(0.5))]);
    stage.tick(16);
    let opacities = |stage: &Stage| -> Vec<f32> {
        let opacity = |item: &Item| match item {
            Item::Quad(quad) => Some(quad.opacity),
            Item::PushGroup(group) => Some(-group.opacity),
            _ => None,
        };
        stage.items().iter().filter_map(opacity).collect()
    };
    assert_eq!(opacities(&stage), [0.5, 0.25]);
    stage.set(2, Prop::Group, ON);
    stage.tick(16);
    assert_eq!(opacities(&stage), [-0.5, 1.0, 0.5]);
    stage.set(2, Prop::Opacity, px(1.0));
    stage.tick(16);
    assert_eq!(opacities(&stage), [1.0, 0.5], "nothing fades, no group");
}

/// A page with one image, node 2, that is there.
fn image(props: &[(Prop, Value<'_>)], width: u16, height: u16) -> Stage {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    let size = [(Prop::Source, Value::Text("a.png")), (Prop::Width, px(300.0)), (Prop::Height, px(100.0))];
    stage.add(1, 2, NodeKind::Image, &[&size, props].concat());
    stage.present(1);
    stage.tick(16);
    let image = ImageId(*stage.host().images.iter().next().unwrap());
    stage.input(EngineInput::ImageReady { image, width, height });
    stage.tick(16);
    stage
}

#[test]
fn a_tint_is_in_the_fill() {
    let stage = image(&[(Prop::Tint, RED)], 300, 100);
    let Item::Quad(quad) = stage.items()[0] else { panic!() };
    assert!(matches!(quad.fill, Fill::Image { tint: Color(0xff00_00ff), .. }), "{:?}", quad.fill);
}

#[test]
fn a_sliced_image_is_asked_for_in_its_own_size_and_painted_in_nine_parts() {
    let slices = [(Prop::SliceLeft, px(8.0)), (Prop::SliceBottom, px(4.0)), (Prop::Scale, px(2.0))];
    let mut stage = image(&slices, 24, 24);
    assert_eq!(stage.host().asked, [("a.png".to_owned(), u16::MAX, u16::MAX)]);
    let Item::NinePatch(patch) = stage.items()[0] else { panic!("{:?}", stage.items()) };
    let cut = Insets { left: 8.0, bottom: 4.0, ..Insets::default() };
    let want = NinePatch {
        rect: Rect::new(-150.0, -50.0, 600.0, 200.0),
        image: patch.image,
        source: cut,
        insets: cut.scaled(2.0),
        tint: Color::WHITE,
        opacity: 1.0,
    };
    assert_eq!(patch, want);
}

#[test]
fn outrageous_numbers_make_no_list_that_is_refused() {
    let most = px(1.0e6);
    let least = px(-1.0e6);
    for value in [most, least] {
        let all = [
            (Prop::Rotate, value),
            (Prop::OriginX, value),
            (Prop::OriginY, least),
            (Prop::ShadowColor, RED),
            (Prop::ShadowBlur, value),
            (Prop::ShadowX, value),
            (Prop::ShadowSpread, value),
            (Prop::RadiusTopLeft, value),
            (Prop::FillTo, Value::Color(Color::WHITE)),
            (Prop::FillShape, word("radial")),
            (Prop::FillX, value),
            (Prop::FillRadius, value),
            (Prop::Scale, most),
            (Prop::Opacity, px(0.5)),
            (Prop::Group, ON),
        ];
        let mut stage = boxed((0.0, 0.0, 10.0, 10.0), &all);
        stage.tick(16);
    }
}

#[test]
fn what_lies_outrageously_far_away_makes_no_list_that_is_refused() {
    let far = [(Prop::TranslateX, px(1.0e6)), (Prop::Scale, px(1.0e3))];
    let nodes = [(Prop::Width, px(10.0)), (Prop::Height, px(10.0)), (Prop::Fill, RED)];
    for more in [
        [(Prop::Rotate, px(30.0)), (Prop::Scale, px(1.0))],
        [(Prop::Clip, ON), (Prop::Radius, px(5.0))],
        [(Prop::Group, ON), (Prop::Opacity, px(0.5))],
    ] {
        let mut stage = boxed((0.0, 0.0, 1.0e5, 1.0e5), &far);
        stage.view(2, 3, &[&nodes[..], &more].concat());
        stage.view(3, 4, &[&nodes[..], &far].concat());
        stage.tick(16);
        stage.set(3, Prop::TranslateX, px(-1.0e6));
        stage.tick(16);
    }
}
