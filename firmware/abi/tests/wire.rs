//! Every record reads back as it was written, and nothing that is cut or flipped makes the readers fail otherwise
//! than with an error.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

use ferrule_abi::command::Timing;
use ferrule_abi::keys::{KeyEvent, KeyPhase, RemoteKey};
use ferrule_abi::limits::{BATCH_BYTES_MAX, LIST_SIZES_MAX, NODES_MAX, STRING_BYTES_MAX};
use ferrule_abi::message::{AppMessage, HostMessage};
use ferrule_abi::motion::{
    AnimationAction, AnimationId, BOUNCE_MAX, Keyframe, Play, PlayDirection, StepPosition,
};
use ferrule_abi::{
    Batch, Color, Command, Easing, EngineInput, EngineKind, Event, ItemSizes, Keyword, NodeId, NodeKind,
    Prop, Record, StyleState, Value, WireError, records,
};

fn node(raw: u32) -> NodeId {
    NodeId::new(raw).unwrap()
}

/// 1.5 and 0.25.
const SIZES: [u8; 8] = [0, 0, 0xc0, 0x3f, 0, 0, 0x80, 0x3e];
const PLAY: Play = Play { duration_ms: 300, delay_ms: 20, repeat: 3, direction: PlayDirection::Alternate };

const EASINGS: [Easing; 5] = [
    Easing::Linear,
    Easing::EASE_OUT,
    Easing::Steps { count: 4, position: StepPosition::End },
    Easing::Steps { count: u16::MAX, position: StepPosition::Start },
    Easing::Spring { bounce: -0.5 },
];

fn commands() -> Vec<Command<'static>> {
    let timing = Timing { duration_ms: 200, delay_ms: 10, easing: Easing::EASE };
    let mut all = vec![
        Command::Begin,
        Command::Create { node: node(1), kind: NodeKind::Image },
        Command::Insert { parent: node(1), child: node(2), before: None },
        Command::Insert { parent: node(1), child: node(2), before: Some(node(3)) },
        Command::Remove { node: node(NODES_MAX) },
        Command::Transition { node: node(1), prop: Prop::Scale, timing },
        Command::LayoutTransition { node: node(1), timing },
        Command::Animate { node: node(1), animation: AnimationId(7), play: PLAY, keyframes: &[1, 2, 3] },
        Command::ReduceMotion { on: true },
        Command::Focus { node: node(9) },
        Command::Present { root: node(1) },
        Command::ListBind { list: node(1), index: 999_999, node: node(2) },
        Command::ListInsert { list: node(1), at: 0, count: 70_000 },
        Command::ListRemove { list: node(1), at: 5, count: 1 },
        Command::ListMove { list: node(1), from: 9, count: 2, to: 3 },
        Command::ListSizes { list: node(1), at: 8, sizes: ItemSizes::new(&SIZES).unwrap() },
        Command::ListFocus { list: node(1), index: 12 },
    ];
    for easing in EASINGS {
        let timing = Timing { duration_ms: 200, delay_ms: 0, easing };
        all.push(Command::Transition { node: node(1), prop: Prop::Fill, timing });
    }
    for action in [
        AnimationAction::Pause,
        AnimationAction::Resume,
        AnimationAction::Seek { to_ms: 90_000 },
        AnimationAction::Cancel,
        AnimationAction::Finish,
    ] {
        all.push(Command::ControlAnimation { node: node(1), animation: AnimationId(u32::MAX), action });
    }
    for value in [
        Value::Unset,
        Value::Number(1.5),
        Value::Percent(50.0),
        Value::Auto,
        Value::Color(Color(0x1020_3040)),
        Value::Text("hé"),
        Value::Keyword(Keyword::SpaceBetween),
        Value::Flag(true),
        Value::Node(node(7)),
    ] {
        all.push(Command::Set { node: node(4), prop: Prop::Width, state: StyleState::Focused, value });
    }
    all
}

fn events() -> Vec<Event<'static>> {
    vec![
        Event::Key(KeyEvent { key: RemoteKey::Back, phase: KeyPhase::Repeat, time_us: 1 << 40 }),
        Event::FocusChanged { node: Some(node(1)), previous: None },
        Event::Activated { node: node(1) },
        Event::ImageLoaded { node: node(1), width: 640, height: 360 },
        Event::ImageFailed { node: node(1), reason: "no such file" },
        Event::AnimationEnded { node: node(1), animation: AnimationId(7) },
        Event::AnimationCancelled { node: node(1), animation: AnimationId(8) },
        Event::DisplayChanged { width: 1280, height: 720, connected: false },
        Event::Overflow { lost: 3 },
        Event::RangeChanged { list: node(4), first: 100, count: 24 },
        Event::ItemFocused { list: node(4), index: 104 },
        Event::ItemUnbound { list: node(4), node: node(8) },
    ]
}

fn encoded<'a, R: Record<'a>>(all: &[R]) -> Vec<u8> {
    let mut batch = Batch::new(BATCH_BYTES_MAX);
    for record in all {
        batch.push(record).unwrap();
    }
    batch.as_bytes().to_vec()
}

#[test]
fn batches_read_back_as_written() {
    let bytes = encoded(&commands());
    assert_eq!(records(&bytes).collect::<Result<Vec<Command>, _>>().unwrap(), commands());
    let bytes = encoded(&events());
    assert_eq!(records(&bytes).collect::<Result<Vec<Event>, _>>().unwrap(), events());
}

#[test]
fn keyframes_read_back_as_written() {
    let all: Vec<_> = EASINGS
        .map(|easing| Keyframe { prop: Prop::Scale, offset: 0.25, value: Value::Number(2.0), easing })
        .into();
    assert_eq!(records(&encoded(&all)).collect::<Result<Vec<Keyframe>, _>>().unwrap(), all);
}

#[test]
fn easings_and_offsets_have_their_range() {
    for easing in [
        Easing::CubicBezier([1.1, 0.0, 0.5, 1.0]),
        Easing::CubicBezier([0.5, 0.0, -0.1, 1.0]),
        Easing::CubicBezier([0.5, 10.5, 0.5, 1.0]),
        Easing::Steps { count: 0, position: StepPosition::End },
        Easing::Spring { bounce: BOUNCE_MAX + 0.01 },
        Easing::Spring { bounce: f32::NAN },
    ] {
        let bytes = encoded(&[easing]);
        assert_eq!(records::<Easing>(&bytes).next(), Some(Err(WireError::OutOfRange)), "{easing:?}");
    }
    for offset in [-0.1, 1.1, f32::NAN, f32::INFINITY] {
        let value = Value::Number(1.0);
        let bytes = encoded(&[Keyframe { prop: Prop::Scale, offset, value, easing: Easing::Linear }]);
        assert_eq!(records::<Keyframe>(&bytes).next(), Some(Err(WireError::OutOfRange)), "{offset}");
    }
}

#[test]
fn messages_read_back_as_written() {
    let to_host = [
        AppMessage::Hello { abi: 1 },
        AppMessage::Commands(&[1, 2]),
        AppMessage::Fetch { id: 7, path: "data.json" },
        AppMessage::SaveState(b"{}"),
        AppMessage::Log { level: 2, text: "careful" },
        AppMessage::Pong { sequence: 5 },
        AppMessage::Update,
    ];
    let bytes = encoded(&to_host);
    assert_eq!(records(&bytes).collect::<Result<Vec<AppMessage>, _>>().unwrap(), to_host);
    let to_app = [
        HostMessage::Hello { abi: 1, width: 1280, height: 720, engine: EngineKind::Js, state: b"s" },
        HostMessage::Events(&[]),
        HostMessage::FetchData { id: 7, total: 3, offset: 0, bytes: b"abc" },
        HostMessage::FetchFailed { id: 7, reason: "no such file" },
        HostMessage::Ping { sequence: 5 },
    ];
    let bytes = encoded(&to_app);
    assert_eq!(records(&bytes).collect::<Result<Vec<HostMessage>, _>>().unwrap(), to_app);
}

#[test]
fn a_flipped_bit_or_a_cut_never_does_worse_than_an_error() {
    let bytes = encoded(&commands());
    for at in 0..bytes.len() {
        let _ = records::<Command>(&bytes[..at]).count();
        for bit in 0..8 {
            let mut bad = bytes.clone();
            bad[at] ^= 1 << bit;
            // The reader ends: it cannot yield more records than there are bytes.
            assert!(records::<Command>(&bad).count() <= bad.len());
            let _ = records::<Event>(&bad).count();
            let _ = records::<EngineInput>(&bad).count();
        }
    }
}

#[test]
fn a_full_batch_keeps_what_it_has() {
    let long = "x".repeat(STRING_BYTES_MAX);
    let set = |text| Command::Set {
        node: node(1),
        prop: Prop::Text,
        state: StyleState::Base,
        value: Value::Text(text),
    };
    let mut batch = Batch::new(BATCH_BYTES_MAX);
    let mut pushed = 0;
    while batch.push(&set(&long)).is_ok() {
        pushed += 1;
    }
    assert_eq!(batch.push(&set(&long)), Err(WireError::Full));
    assert_eq!(records::<Command>(batch.as_bytes()).filter(Result::is_ok).count(), pushed);
    let beyond = "x".repeat(STRING_BYTES_MAX + 1);
    assert_eq!(batch.push(&set(&beyond)), Err(WireError::TooLong));
}

#[test]
fn node_numbers_have_their_range() {
    assert!(NodeId::new(0).is_none());
    assert!(NodeId::new(NODES_MAX).is_some());
    assert!(NodeId::new(NODES_MAX + 1).is_none());
}

#[test]
fn sizes_of_items_are_checked() {
    assert_eq!(ItemSizes::new(&SIZES).unwrap().iter().collect::<Vec<_>>(), [1.5, 0.25]);
    assert_eq!(ItemSizes::new(&SIZES[..7]), Err(WireError::Truncated));
    for bad in [f32::NAN, -1.0, f32::INFINITY, 2.0e6] {
        assert_eq!(ItemSizes::new(&bad.to_le_bytes()), Err(WireError::OutOfRange), "{bad}");
    }
    assert_eq!(ItemSizes::new(&[0; LIST_SIZES_MAX * 4 + 4]), Err(WireError::TooLong));
}
