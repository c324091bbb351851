//! The scenes: rails of posters, a page of 300 nodes, a thousand boxes that move.

use ferrule_abi::motion::{AnimationId, Keyframe, Play, PlayDirection, Timing};
use ferrule_abi::{
    Batch, Color, Command, Easing, KeyPhase, Keyword, NodeKind, Prop, RemoteKey, StyleState, Value,
};

use crate::stage::{Stage, id};

const WHITE: Value<'static> = Value::Color(Color(0xf4f6_ffff));
const BASE: Value<'static> = Value::Color(Color(0x0506_0fff));
const PANEL: Value<'static> = Value::Color(Color(0x1b21_38ff));
const BRIGHT: Value<'static> = Value::Color(Color(0x8fb4_ffff));

/// Frames between two repeats of a key that is held.
const REPEAT_FRAMES: u32 = 3;
const RAILS: u32 = 8;
const ITEMS: f32 = 40.0;
/// Nodes of the crowd.
const MOVING: u32 = 1000;

fn px(pixels: f32) -> Value<'static> {
    Value::Number(pixels)
}

fn word(word: Keyword) -> Value<'static> {
    Value::Keyword(word)
}

fn absolute(left: f32, top: f32, width: f32, height: f32) -> Vec<(Prop, Value<'static>)> {
    vec![
        (Prop::Position, word(Keyword::Absolute)),
        (Prop::Left, px(left)),
        (Prop::Top, px(top)),
        (Prop::Width, px(width)),
        (Prop::Height, px(height)),
    ]
}

/// Eight rails of forty posters under a hero, as on the home page.
pub(crate) fn rails(stage: &mut Stage) {
    stage.bind = Some(bind_tile);
    let root = stage.node(NodeKind::View, 0, &[(Prop::Fill, BASE)]);
    let hero = stage.node(NodeKind::Image, root, &absolute(560.0, 0.0, 720.0, 364.0));
    stage.set(hero, Prop::Source, Value::Text("hero.webp"));
    let title = stage.node(NodeKind::Text, root, &absolute(60.0, 140.0, 600.0, 60.0));
    stage.set(title, Prop::Text, Value::Text("A film about something"));
    let scroller = stage.node(NodeKind::View, root, &absolute(0.0, 364.0, 1280.0, 356.0));
    for (prop, value) in [
        (Prop::Clip, Value::Flag(true)),
        (Prop::Scroll, word(Keyword::Y)),
        (Prop::ScrollPolicy, word(Keyword::Start)),
        (Prop::ScrollPadding, px(42.0)),
    ] {
        stage.set(scroller, prop, value);
    }
    for _ in 0..RAILS {
        rail(stage, scroller);
    }
    stage.command(&Command::Present { root: id(root) });
    stage.rest();
    stage.key(RemoteKey::Down, KeyPhase::Down);
    stage.key(RemoteKey::Down, KeyPhase::Up);
    stage.rest();
}

fn rail(stage: &mut Stage, parent: u32) {
    let row = stage.node(NodeKind::View, parent, &[(Prop::Width, px(1280.0)), (Prop::Shrink, px(0.0))]);
    let heading = [
        (Prop::Text, Value::Text("Because of what was seen")),
        (Prop::FontSize, px(24.0)),
        (Prop::TextColor, WHITE),
        (Prop::MarginLeft, px(60.0)),
        (Prop::Height, px(34.0)),
    ];
    stage.node(NodeKind::Text, row, &heading);
    let list = [
        (Prop::ItemCount, px(ITEMS)),
        (Prop::ItemSize, px(248.0)),
        (Prop::Direction, word(Keyword::Row)),
        (Prop::Scroll, word(Keyword::X)),
        (Prop::ScrollPolicy, word(Keyword::Start)),
        (Prop::ScrollPadding, px(56.0)),
        (Prop::Gap, px(14.0)),
        (Prop::PaddingLeft, px(56.0)),
        (Prop::PaddingRight, px(60.0)),
        (Prop::PaddingTop, px(8.0)),
        (Prop::PaddingBottom, px(52.0)),
        (Prop::Width, px(1280.0)),
        (Prop::Height, px(203.0)),
        (Prop::Overscan, px(6.0)),
        (Prop::FocusMemory, Value::Flag(true)),
        (Prop::PlaceholderColor, PANEL),
        (Prop::PlaceholderRadius, px(16.0)),
    ];
    stage.node(NodeKind::View, row, &list);
}

/// A tile: a picture and its caption, which grows with a frame and a shadow while it has the focus.
fn bind_tile(stage: &mut Stage, node: Option<u32>, item: u32) -> u32 {
    let tile = node.unwrap_or_else(|| new_tile(stage));
    stage.set(tile + 1, Prop::Source, Value::Text(&format!("tile-{item}.webp")));
    stage.set(tile + 2, Prop::Text, Value::Text(&format!("Film number {item}")));
    tile
}

fn new_tile(stage: &mut Stage) -> u32 {
    let props = [
        (Prop::PaddingLeft, px(4.0)),
        (Prop::PaddingTop, px(4.0)),
        (Prop::Radius, px(16.0)),
        (Prop::BorderColor, WHITE),
        (Prop::ShadowBlur, px(30.0)),
        (Prop::ShadowY, px(12.0)),
        (Prop::Focusable, Value::Flag(true)),
    ];
    let tile = stage.node(NodeKind::View, 0, &props);
    let (shadow, timed) = (Value::Color(Color(0xc0)), |duration_ms| Timing {
        duration_ms,
        delay_ms: 0,
        easing: Easing::CubicBezier([0.2, 0.8, 0.2, 1.0]),
    });
    for (prop, value, ms) in
        [(Prop::Scale, px(1.08), 160), (Prop::BorderWidth, px(3.0), 120), (Prop::ShadowColor, shadow, 160)]
    {
        stage.command(&Command::Set { node: id(tile), prop, state: StyleState::Focused, value });
        stage.command(&Command::Transition { node: id(tile), prop, timing: timed(ms) });
    }
    let picture =
        [(Prop::Width, px(240.0)), (Prop::Height, px(135.0)), (Prop::Radius, px(12.0)), (Prop::Fill, PANEL)];
    stage.node(NodeKind::Image, tile, &picture);
    let caption = stage.node(NodeKind::Text, tile, &[(Prop::FontSize, px(17.0)), (Prop::TextColor, WHITE)]);
    for (prop, value) in [
        (Prop::Position, word(Keyword::Absolute)),
        (Prop::Left, px(6.0)),
        (Prop::Top, px(149.0)),
        (Prop::Width, px(236.0)),
        (Prop::MaxLines, px(1.0)),
    ] {
        stage.set(caption, prop, value);
    }
    tile
}

pub(crate) fn nothing(_: &mut Stage, _: u32) {}

/// A key that is held from frame 0 on.
fn hold(stage: &mut Stage, key: RemoteKey, frame: u32) {
    if frame.is_multiple_of(REPEAT_FRAMES) {
        stage.key(key, if frame == 0 { KeyPhase::Down } else { KeyPhase::Repeat });
    }
}

pub(crate) fn hold_right(stage: &mut Stage, frame: u32) {
    hold(stage, RemoteKey::Right, frame);
}

/// Down and up again, ten frames a rail.
pub(crate) fn hold_down_and_up(stage: &mut Stage, frame: u32) {
    let key = if frame % 120 < 60 { RemoteKey::Down } else { RemoteKey::Up };
    if frame.is_multiple_of(10) {
        stage.key(key, KeyPhase::Down);
        stage.key(key, KeyPhase::Up);
    }
}

/// One step to the right and one back, each as long as its transitions: only two tiles look different.
pub(crate) fn step_now_and_then(stage: &mut Stage, frame: u32) {
    if frame.is_multiple_of(10) {
        let key = if frame.is_multiple_of(20) { RemoteKey::Right } else { RemoteKey::Left };
        stage.key(key, KeyPhase::Down);
        stage.key(key, KeyPhase::Up);
    }
}

/// The line of a size of its own on `page`, and its first cell's label.
const LINE: u32 = 2;
const LABEL: u32 = 1;

/// 300 nodes, all of them on screen: rows of cells whose texts decide over their sizes, and a column of lines.
pub(crate) fn page(stage: &mut Stage) {
    let label = [(Prop::FontSize, px(16.0)), (Prop::TextColor, WHITE), (Prop::MaxLines, px(1.0))];
    let line = [(Prop::FontSize, px(14.0)), (Prop::TextColor, WHITE)];
    assert_eq!(stage.node(NodeKind::Text, 0, &label), LABEL);
    assert_eq!(stage.node(NodeKind::Text, 0, &line), LINE);
    stage.set(LINE, Prop::Width, px(160.0));
    stage.set(LINE, Prop::Height, px(20.0));
    let root = [
        (Prop::Direction, word(Keyword::Row)),
        (Prop::PaddingLeft, px(12.0)),
        (Prop::PaddingTop, px(12.0)),
        (Prop::Gap, px(12.0)),
        (Prop::Fill, BASE),
    ];
    let root = stage.node(NodeKind::View, 0, &root);
    let rows = stage.node(NodeKind::View, root, &[(Prop::Grow, px(1.0)), (Prop::Gap, px(4.0))]);
    for row_number in 0..15 {
        let row = [(Prop::Direction, word(Keyword::Row)), (Prop::Gap, px(8.0)), (Prop::Height, px(44.0))];
        let row = stage.node(NodeKind::View, rows, &row);
        for number in row_number * 6..(row_number + 1) * 6 {
            let cell = [
                (Prop::Grow, px(1.0)),
                (Prop::PaddingLeft, px(4.0)),
                (Prop::PaddingTop, px(4.0)),
                (Prop::Radius, px(6.0)),
                (Prop::Fill, PANEL),
            ];
            let cell = stage.node(NodeKind::View, row, &cell);
            if number == 0 {
                stage.command(&Command::Insert { parent: id(cell), child: id(LABEL), before: None });
            } else {
                let label = stage.node(NodeKind::Text, cell, &label);
                stage.set(label, Prop::Text, Value::Text(&format!("Cell {number}")));
            }
            stage.node(NodeKind::View, cell, &[(Prop::Height, px(4.0)), (Prop::Fill, BRIGHT)]);
        }
    }
    let lines = stage.node(NodeKind::View, root, &[(Prop::Width, px(160.0)), (Prop::Gap, px(6.0))]);
    stage.command(&Command::Insert { parent: id(lines), child: id(LINE), before: None });
    for number in 1..14 {
        let more = stage.node(NodeKind::Text, lines, &line);
        stage.set(more, Prop::Text, Value::Text(&format!("Line {number}")));
    }
    stage.command(&Command::Present { root: id(root) });
    stage.rest();
}

const TEXTS: [&str; 4] = ["Cell", "A longer cell", "Cell 0", "Another one"];

pub(crate) fn change_line(stage: &mut Stage, frame: u32) {
    stage.set(LINE, Prop::Text, Value::Text(TEXTS[frame as usize % TEXTS.len()]));
}

pub(crate) fn change_label(stage: &mut Stage, frame: u32) {
    stage.set(LABEL, Prop::Text, Value::Text(TEXTS[frame as usize % TEXTS.len()]));
}

/// A thousand small boxes that move and fade at once.
pub(crate) fn crowd(stage: &mut Stage) {
    let root = stage.node(NodeKind::View, 0, &[(Prop::Fill, BASE)]);
    let mut boxes = Vec::new();
    for number in 0..MOVING {
        let (left, top) = ((number % 40) as f32 * 31.0, (number / 40) as f32 * 28.0);
        let node = stage.node(NodeKind::View, root, &absolute(left, top, 20.0, 18.0));
        stage.set(node, Prop::Radius, px(4.0));
        stage.set(node, Prop::Fill, BRIGHT);
        boxes.push(node);
    }
    stage.command(&Command::Present { root: id(root) });
    stage.rest();
    let mut keyframes = Batch::new(100);
    for (prop, to) in [(Prop::TranslateX, 40.0), (Prop::Opacity, 0.4)] {
        keyframes.push(&Keyframe { prop, offset: 1.0, value: px(to), easing: Easing::EASE }).unwrap();
    }
    let play = Play { duration_ms: 4000, delay_ms: 0, repeat: 1, direction: PlayDirection::Normal };
    for node in boxes {
        let (node, animation) = (id(node), AnimationId(1));
        stage.command(&Command::Animate { node, animation, play, keyframes: keyframes.as_bytes() });
    }
    stage.frame();
}
