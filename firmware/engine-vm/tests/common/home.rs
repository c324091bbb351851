//! A home screen like a real one: a hero, six rails of twenty tiles with image and title, all with focus styles.

use ferrule_abi::command::Timing;
use ferrule_abi::{Color, Command, Easing, Keyword, NodeId, NodeKind, Prop, StyleState, Value};

use super::encoded;

/// Rails of the page.
pub(crate) const RAILS: u32 = 6;
/// Tiles of a rail.
pub(crate) const TILES: u32 = 20;

/// Collects commands and cuts them into batches.
struct Page {
    commands: Vec<Command<'static>>,
    next: u32,
}

impl Page {
    fn set(&mut self, node: NodeId, props: &[(Prop, Value<'static>)]) {
        for &(prop, value) in props {
            self.commands.push(Command::Set { node, prop, state: StyleState::Base, value });
        }
    }

    fn add(&mut self, parent: Option<NodeId>, kind: NodeKind, props: &[(Prop, Value<'static>)]) -> NodeId {
        let node = NodeId::new(self.next).unwrap();
        self.next += 1;
        self.commands.push(Command::Create { node, kind });
        self.set(node, props);
        if let Some(parent) = parent {
            self.commands.push(Command::Insert { parent, child: node, before: None });
        }
        node
    }
}

fn px(pixels: f32) -> Value<'static> {
    Value::Number(pixels)
}

fn color(rgba: u32) -> Value<'static> {
    Value::Color(Color(rgba))
}

fn tile(page: &mut Page, rail: NodeId) {
    let size = [(Prop::Width, px(220.0)), (Prop::Height, px(170.0)), (Prop::Focusable, Value::Flag(true))];
    let tile = page.add(Some(rail), NodeKind::View, &size);
    let picture = [
        (Prop::Height, px(124.0)),
        (Prop::Source, Value::Text("images/tile.jpg")),
        (Prop::Radius, px(8.0)),
        (Prop::Fill, color(0x2020_30ff)),
        (Prop::BorderColor, color(0xffff_ffff)),
    ];
    page.add(Some(tile), NodeKind::Image, &picture);
    let title = [
        (Prop::Text, Value::Text("A title of a tile")),
        (Prop::FontSize, px(20.0)),
        (Prop::Height, px(28.0)),
        (Prop::MaxLines, px(1.0)),
        (Prop::MarginTop, px(8.0)),
    ];
    page.add(Some(tile), NodeKind::Text, &title);
    let timing = Timing { duration_ms: 160, delay_ms: 0, easing: Easing::EASE_OUT };
    page.commands.push(Command::Transition { node: tile, prop: Prop::Scale, timing });
    let grown = Command::Set { node: tile, prop: Prop::Scale, state: StyleState::Focused, value: px(1.08) };
    page.commands.push(grown);
}

/// The commands of the page, in batches that fit.
pub(crate) fn batches() -> Vec<Vec<u8>> {
    let mut page = Page { commands: vec![Command::Begin], next: 1 };
    let root = page.add(None, NodeKind::View, &[(Prop::Fill, color(0x1010_18ff))]);
    let hero = [(Prop::Height, px(260.0)), (Prop::PaddingLeft, px(48.0)), (Prop::Shrink, px(0.0))];
    let hero = page.add(Some(root), NodeKind::View, &hero);
    for text in ["The name of the film", "Two lines about what happens in it, and in which year it was made."]
    {
        page.add(Some(hero), NodeKind::Text, &[(Prop::Text, Value::Text(text)), (Prop::Width, px(600.0))]);
    }
    let list = [
        (Prop::Grow, px(1.0)),
        (Prop::Basis, px(0.0)),
        (Prop::Scroll, Value::Keyword(Keyword::Y)),
        (Prop::ScrollPolicy, Value::Keyword(Keyword::Start)),
        (Prop::ScrollPadding, px(50.0)),
        (Prop::Clip, Value::Flag(true)),
        (Prop::Gap, px(24.0)),
    ];
    let list = page.add(Some(root), NodeKind::View, &list);
    for _ in 0..RAILS {
        let section = page.add(Some(list), NodeKind::View, &[(Prop::Gap, px(8.0))]);
        let name =
            [(Prop::Text, Value::Text("A rail")), (Prop::FontSize, px(26.0)), (Prop::Height, px(36.0))];
        page.add(Some(section), NodeKind::Text, &name);
        let rail = [
            (Prop::Direction, Value::Keyword(Keyword::Row)),
            (Prop::Height, px(170.0)),
            (Prop::Scroll, Value::Keyword(Keyword::X)),
            (Prop::ScrollPolicy, Value::Keyword(Keyword::Start)),
            (Prop::ScrollPadding, px(48.0)),
            (Prop::PaddingLeft, px(48.0)),
            (Prop::Gap, px(20.0)),
            (Prop::FocusMemory, Value::Flag(true)),
        ];
        let rail = page.add(Some(section), NodeKind::View, &rail);
        for _ in 0..TILES {
            tile(&mut page, rail);
        }
    }
    page.commands.push(Command::Present { root });
    page.commands.chunks(400).map(encoded).collect()
}
