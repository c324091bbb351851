//! An app with one list, as small as can be.

use ferrule_abi::{Command, Event, KeyPhase, NodeId, NodeKind, Prop, RemoteKey, Value, records};

use super::{Stage, node, px, word};

/// On.
pub(crate) const ON: Value<'static> = Value::Flag(true);
/// The list's number.
pub(crate) const LIST: u32 = 2;

/// An app with one list that binds what it is asked for, with nodes from 100 on, and recycles them.
pub(crate) struct App {
    pub(crate) stage: Stage,
    /// Node and item, in no order.
    pub(crate) bound: Vec<(u32, u32)>,
    pub(crate) free: Vec<u32>,
    pub(crate) made: u32,
    /// What the list wants.
    pub(crate) range: (u32, u32),
    /// Everything told but ranges.
    pub(crate) told: Vec<String>,
    pub(crate) ranges: u32,
}

impl App {
    /// A list of 1000 × 500 pixels on a page, with items of 100 pixels.
    pub(crate) fn new(count: u32, props: &[(Prop, Value<'_>)]) -> Self {
        let mut stage = Stage::new();
        stage.view(0, 1, &[]);
        let own = [
            (Prop::Position, word("absolute")),
            (Prop::Width, px(1000.0)),
            (Prop::Height, px(500.0)),
            (Prop::ItemSize, px(100.0)),
            (Prop::Scroll, word("y")),
            (Prop::Overscan, px(2.0)),
        ];
        stage.view(1, LIST, &own);
        for &(prop, value) in props {
            stage.set(LIST, prop, value);
        }
        stage.set(LIST, Prop::ItemCount, px(count as f32));
        stage.present(1);
        let mut app =
            Self { stage, bound: vec![], free: vec![], made: 0, range: (0, 0), told: vec![], ranges: 0 };
        app.tick();
        app
    }

    /// A frame, and the app hears what happened. It binds nothing yet.
    pub(crate) fn tick(&mut self) {
        self.stage.tick(16);
        let bytes = self.stage.engine.events().to_vec();
        for event in records::<Event<'_>>(&bytes).map(Result::unwrap) {
            match event {
                Event::RangeChanged { first, count, .. } => {
                    self.range = (first, count);
                    self.ranges += 1;
                }
                Event::ItemUnbound { node, .. } => {
                    self.bound.retain(|&(each, _)| each != node.get());
                    // What went out of range is there already.
                    self.free.retain(|&each| each != node.get());
                    self.free.push(node.get());
                }
                Event::ItemFocused { index, .. } => self.told.push(format!("item {index}")),
                Event::FocusChanged { node, .. } => {
                    self.told.push(format!("focus {}", node.map_or(0, NodeId::get)));
                }
                Event::Key(key) => self.told.push(format!("key {}", key.key.name())),
                _ => {}
            }
        }
    }

    /// Binds what is wanted, with nodes that are out of range first.
    pub(crate) fn bind(&mut self) {
        let (first, count) = self.range;
        let wanted = first..first + count;
        let (kept, rest): (Vec<_>, Vec<_>) = self.bound.iter().partition(|(_, item)| wanted.contains(item));
        self.bound = kept;
        self.free.extend(rest.iter().map(|&(node, _)| node));
        for item in wanted {
            if self.bound.iter().any(|&(_, each)| each == item) {
                continue;
            }
            let raw = self.free.pop().unwrap_or_else(|| {
                self.made += 1;
                let raw = 99 + self.made;
                self.stage.add(0, raw, NodeKind::View, &[(Prop::Focusable, ON)]);
                raw
            });
            self.stage.command(Command::ListBind { list: node(LIST), index: item, node: node(raw) });
            self.bound.push((raw, item));
        }
    }

    /// A frame, binding, and a frame that shows it.
    pub(crate) fn serve(&mut self) {
        self.tick();
        self.bind();
        self.tick();
    }

    pub(crate) fn press(&mut self, key: RemoteKey, phase: KeyPhase) {
        self.stage.key_phase(key, phase);
        self.tick();
    }

    pub(crate) fn rest(&mut self) {
        for _ in 0..400 {
            self.serve();
            if !self.stage.last.animating {
                return;
            }
        }
        panic!("it never comes to rest");
    }

    /// The item that has the focus, by its node or bare.
    pub(crate) fn item(&mut self) -> Option<u32> {
        let focused = self.stage.focused();
        self.bound.iter().find(|&&(node, _)| node == focused).map(|&(_, item)| item)
    }

    pub(crate) fn node_of(&self, item: u32) -> u32 {
        self.bound.iter().find(|&&(_, each)| each == item).unwrap().0
    }

    /// Where an item's node stands on the screen.
    pub(crate) fn place(&self, item: u32) -> (f32, f32) {
        let (x, y, ..) = self.stage.layout(self.node_of(item));
        (x, y)
    }

    pub(crate) fn edit(&mut self, command: Command<'_>) {
        // The app's own numbers change at once.
        let number = |item: u32| match command {
            Command::ListInsert { at, count, .. } if item >= at => Some(item + count),
            Command::ListRemove { at, count, .. } if item >= at + count => Some(item - count),
            Command::ListRemove { at, .. } if item >= at => None,
            _ => Some(item),
        };
        self.bound.retain_mut(|(_, item)| {
            let new = number(*item);
            *item = new.unwrap_or(u32::MAX);
            true
        });
        self.stage.command(command);
    }

    pub(crate) fn insert(&mut self, at: u32, count: u32) {
        self.edit(Command::ListInsert { list: node(LIST), at, count });
    }

    pub(crate) fn remove(&mut self, at: u32, count: u32) {
        self.edit(Command::ListRemove { list: node(LIST), at, count });
    }
}
