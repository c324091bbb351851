//! Random pages of rails, grids, lists and modals for tests of the focus, and what an app does to them.

use ferrule_abi::command::Timing;
use ferrule_abi::{Color, Command, Easing, ItemSizes, Keyword, NodeId, NodeKind, Prop, StyleState, Value};
use ferrule_conformance::dice::Dice;

/// Nodes of the largest page without modals.
const PAGE_NODES: u32 = 60;
/// Modals that are open at once at most, beside or in one another.
const MODALS: u32 = 3;
/// A modal and the tiles in it.
const MODAL_NODES: u32 = 4;
/// All nodes.
pub(crate) const NODES: u32 = PAGE_NODES + MODALS * MODAL_NODES;
/// Changes in the largest batch.
const CHANGES: u32 = 4;

/// How tiles grow and glide.
const TIMING: Timing = Timing { duration_ms: 150, delay_ms: 0, easing: Easing::EASE_OUT };

pub(crate) fn id(raw: u32) -> NodeId {
    NodeId::new(raw).unwrap()
}

/// Makes a page and changes it.
pub(crate) struct Maker {
    pub(crate) dice: Dice,
    /// The next number that was not in use at first.
    next: u32,
    /// Nodes that were made as lists.
    lists: Vec<u32>,
    /// Modals that are open.
    modals: u32,
    commands: Vec<Command<'static>>,
}

impl Maker {
    pub(crate) fn new(seed: u64) -> Self {
        Self { dice: Dice::new(seed), next: 1, lists: Vec::new(), modals: 0, commands: Vec::new() }
    }

    /// A page that fills most of the numbers.
    pub(crate) fn page(&mut self) -> Vec<Command<'static>> {
        let root = self.create(NodeKind::View);
        self.container(root);
        while self.next + 12 < PAGE_NODES {
            let parent = if self.dice.one_in(4) { 1 + self.dice.roll(self.next - 1) } else { root };
            self.group(parent);
        }
        self.commands.push(Command::Present { root: id(root) });
        std::mem::take(&mut self.commands)
    }

    fn create(&mut self, kind: NodeKind) -> u32 {
        let raw = self.next;
        self.next += 1;
        self.commands.push(Command::Create { node: id(raw), kind });
        raw
    }

    fn insert(&mut self, parent: u32, child: u32) {
        self.commands.push(Command::Insert { parent: id(parent), child: id(child), before: None });
    }

    fn set(&mut self, raw: u32, prop: Prop, value: Value<'static>) {
        self.commands.push(Command::Set { node: id(raw), prop, state: StyleState::Base, value });
    }

    fn word(&mut self, raw: u32, prop: Prop) {
        let word = self.dice.pick(prop.keywords());
        self.set(raw, prop, Value::Keyword(word));
    }

    /// A container with things that can have the focus, or a list.
    fn group(&mut self, parent: u32) {
        let group = self.create(NodeKind::View);
        self.container(group);
        if self.dice.one_in(3) {
            self.list(group);
        } else {
            for _ in 0..1 + self.dice.roll(6) {
                let child = self.create(NodeKind::View);
                self.tile(child);
                self.insert(group, child);
            }
        }
        self.insert(parent, group);
    }

    fn container(&mut self, raw: u32) {
        use Keyword as K;
        let ways = [K::Row, K::Column, K::Row, K::Column, K::Row, K::Column, K::RowReverse, K::ColumnReverse];
        let direction = self.dice.pick(&ways);
        self.set(raw, Prop::Direction, Value::Keyword(direction));
        for prop in [Prop::Width, Prop::Height] {
            if self.dice.one_in(2) {
                let length = 100.0 + self.dice.length(600.0);
                self.set(raw, prop, Value::Number(length));
            }
        }
        for prop in [Prop::Gap, Prop::PaddingLeft, Prop::PaddingTop, Prop::PaddingRight, Prop::PaddingBottom]
        {
            if self.dice.one_in(4) {
                let length = self.dice.length(30.0);
                self.set(raw, prop, Value::Number(length));
            }
        }
        for prop in [Prop::Scroll, Prop::ScrollPolicy, Prop::FocusScope] {
            if self.dice.one_in(2) {
                self.word(raw, prop);
            }
        }
        for prop in [Prop::FocusMemory, Prop::FocusWrap, Prop::FocusTrap] {
            if self.dice.one_in(if prop == Prop::FocusTrap { 16 } else { 3 }) {
                self.set(raw, prop, Value::Flag(true));
            }
        }
        if self.dice.one_in(3) {
            let steps = self.dice.pick(&[2.0, 3.5, 99.0]);
            self.set(raw, Prop::RepeatSteps, Value::Number(steps));
        }
        if self.dice.one_in(4) {
            self.word(raw, Prop::LayoutDirection);
        }
        if self.dice.one_in(4) {
            self.word(raw, Prop::Wrap);
        }
        if self.dice.one_in(6) {
            self.set(raw, Prop::Position, Value::Keyword(Keyword::Absolute));
            for prop in [Prop::Left, Prop::Top] {
                let length = self.dice.length(900.0);
                self.set(raw, prop, Value::Number(length));
            }
        }
    }

    fn tile(&mut self, raw: u32) {
        for prop in [Prop::Width, Prop::Height] {
            let length = 20.0 + self.dice.length(260.0);
            self.set(raw, prop, Value::Number(length));
        }
        if !self.dice.one_in(5) {
            self.set(raw, Prop::Focusable, Value::Flag(true));
        }
        self.set(raw, Prop::Fill, Value::Color(Color(0x2040_60ff + raw)));
        if self.dice.one_in(4) {
            let (prop, value) = (Prop::Scale, Value::Number(1.1));
            let state = StyleState::Focused;
            self.commands.push(Command::Set { node: id(raw), prop, state, value });
            self.commands.push(Command::Transition { node: id(raw), prop, timing: TIMING });
        }
        if self.dice.one_in(8) {
            self.commands.push(Command::LayoutTransition { node: id(raw), timing: TIMING });
        }
    }

    fn list(&mut self, raw: u32) {
        let count = self.dice.pick(&[0.0, 1.0, 7.0, 40.0, 40.0, 10_000.0]);
        self.set(raw, Prop::ItemCount, Value::Number(count));
        // Its content does not hold it open.
        for prop in [Prop::Width, Prop::Height] {
            let length = 100.0 + self.dice.length(700.0);
            self.set(raw, prop, Value::Number(length));
        }
        for prop in [Prop::Columns, Prop::ItemSize, Prop::Overscan] {
            if self.dice.one_in(2) {
                self.list_prop(raw, prop);
            }
        }
        self.lists.push(raw);
        if self.dice.one_in(2) {
            self.set(raw, Prop::PlaceholderColor, Value::Color(Color(0x4040_40ff)));
            self.set(raw, Prop::PlaceholderRadius, Value::Number(7.5));
        }
        let first = self.next;
        for _ in 0..4 {
            let node = self.create(NodeKind::View);
            self.tile(node);
        }
        for item in 0..2 {
            let node = id(first + item);
            self.commands.push(Command::ListBind { list: id(raw), index: item, node });
        }
    }

    fn list_prop(&mut self, raw: u32, prop: Prop) {
        let number = match prop {
            Prop::Columns => self.dice.pick(&[1.0, 2.0, 3.0, 5.0]),
            Prop::ItemSize => 20.0 + self.dice.length(200.0),
            Prop::Overscan => self.dice.pick(&[0.0, 1.0, 3.0, 90.0]),
            _ => self.dice.pick(&[0.0, 3.0, 12.0, 50.0, 1.0e6]),
        };
        let value = if self.dice.one_in(8) { Value::Unset } else { Value::Number(number) };
        self.set(raw, prop, value);
    }

    /// Nodes for the items that a list asks for, mostly its own.
    pub(crate) fn bindings(&mut self, list: NodeId, first: u32, count: u32) -> Vec<Command<'static>> {
        let mut commands = Vec::new();
        for item in 0..count.min(4) {
            // The nodes of a list have the numbers after its own.
            let own = list.get() + 1 + item % 4;
            let raw = if self.dice.one_in(12) { 1 + self.dice.roll(PAGE_NODES) } else { own };
            let index = first + if self.dice.one_in(6) { self.dice.roll(count) } else { item };
            if !self.dice.one_in(8) && raw <= PAGE_NODES {
                commands.push(Command::ListBind { list, index, node: id(raw) });
            }
        }
        commands
    }

    /// What an app does to its page in a turn.
    pub(crate) fn changes(&mut self) -> Vec<Command<'static>> {
        if self.dice.one_in(3) {
            for _ in 0..=self.dice.roll(CHANGES) {
                self.change();
            }
        }
        std::mem::take(&mut self.commands)
    }

    fn node(&mut self) -> u32 {
        1 + self.dice.roll(PAGE_NODES)
    }

    fn change(&mut self) {
        let node = self.node();
        match self.dice.roll(32) {
            0..=1 => self.commands.push(Command::Remove { node: id(node) }),
            2..=4 => {
                self.commands.push(Command::Create { node: id(node), kind: NodeKind::View });
                self.tile(node);
                let parent = self.node();
                self.insert(parent, node);
            }
            5..=6 => {
                let sibling = id(self.node());
                let before = self.dice.one_in(2).then_some(sibling);
                let parent = id(self.node());
                self.commands.push(Command::Insert { parent, child: id(node), before });
            }
            7..=8 => self.commands.push(Command::Focus { node: id(node) }),
            9..=17 => self.list_change(),
            18..=19 => {
                let length = self.dice.length(500.0);
                let prop = self.dice.pick(&[Prop::Width, Prop::Height, Prop::Gap, Prop::PaddingLeft]);
                self.set(node, prop, Value::Number(length));
            }
            20..=22 => self.modal_change(),
            23 => {
                let on = self.dice.one_in(2);
                self.commands.push(Command::ReduceMotion { on });
            }
            24 if self.dice.one_in(4) => self.commands.push(Command::Present { root: id(node) }),
            _ => self.guide_change(node),
        }
    }

    /// Opens a modal, or closes one and those that were opened after it.
    fn modal_change(&mut self) {
        let place = |modal: u32| PAGE_NODES + 1 + modal * MODAL_NODES;
        if self.modals == MODALS || (self.modals > 0 && self.dice.one_in(3)) {
            let modal = self.dice.roll(self.modals);
            let last = if self.dice.one_in(2) { modal + 1 } else { self.modals };
            self.commands.extend((modal..last).map(|modal| Command::Remove { node: id(place(modal)) }));
            self.modals = modal;
            return;
        }
        let modal = place(self.modals);
        let parent = if self.modals > 0 && self.dice.one_in(2) { modal - MODAL_NODES } else { 1 };
        self.modals += 1;
        self.commands.push(Command::Create { node: id(modal), kind: NodeKind::View });
        self.set(modal, Prop::Position, Value::Keyword(Keyword::Absolute));
        self.set(modal, Prop::FocusTrap, Value::Flag(true));
        for tile in modal + 1..modal + MODAL_NODES {
            self.commands.push(Command::Create { node: id(tile), kind: NodeKind::View });
            self.tile(tile);
            self.insert(modal, tile);
        }
        self.insert(parent, modal);
        self.commands.push(Command::Focus { node: id(modal) });
    }

    fn guide_change(&mut self, node: u32) {
        use Prop as P;
        let words = [P::Scroll, P::ScrollPolicy, P::FocusScope, P::Display, P::LayoutDirection, P::Direction];
        let flags = [P::Visible, P::Disabled, P::Focusable, P::FocusMemory, P::FocusTrap, P::FocusWrap];
        let ways = [P::FocusUp, P::FocusDown, P::FocusLeft, P::FocusRight];
        match self.dice.roll(10) {
            0..=2 => {
                let prop = self.dice.pick(&words);
                self.word(node, prop);
            }
            3..=6 => {
                let prop = self.dice.pick(&flags);
                // Rather back to what it is by default.
                let on = (prop == P::Visible) != self.dice.one_in(3);
                self.set(node, prop, Value::Flag(on));
            }
            7..=8 => {
                let prop = self.dice.pick(&ways);
                let to = Value::Node(id(self.node()));
                self.set(node, prop, to);
            }
            _ => {
                let prop = self.dice.pick(&[words, flags].concat());
                let value = self.dice.pick(&[Value::Unset, Value::Keyword(Keyword::Justify)]);
                self.set(node, prop, value);
            }
        }
    }

    /// Something that is done to a list. Where the node is none, it is refused.
    fn list_change(&mut self) {
        let any = self.node();
        let is_any = self.lists.is_empty() || self.dice.one_in(8);
        let list = id(if is_any { any } else { self.dice.pick(&self.lists) });
        let (at, to) = (self.dice.roll(50), self.dice.roll(50));
        let count = self.dice.pick(&[0, 1, 1, 2, 5, 30, 70]);
        let sizes = self.sizes();
        self.commands.push(match self.dice.roll(10) {
            0..=1 => Command::ListInsert { list, at: at.min(to), count },
            2..=3 => Command::ListRemove { list, at: at.min(to), count: count.min(9) },
            4 => Command::ListMove { list, from: at, count: count.min(9), to },
            5..=6 => Command::ListSizes { list, at, sizes },
            7 => Command::ListFocus { list, index: at.min(to) },
            8 => Command::ListBind { list, index: at.min(to), node: id(any) },
            _ => {
                let props = [Prop::Columns, Prop::ItemSize, Prop::Overscan, Prop::ItemCount];
                let prop = self.dice.pick(&props);
                self.list_prop(list.get(), prop);
                return;
            }
        });
    }

    fn sizes(&mut self) -> ItemSizes<'static> {
        let count = self.dice.pick(&[1, 3, 20, 65, 90]);
        let sizes: Vec<u8> = (0..count).flat_map(|_| self.dice.length(300.0).to_le_bytes()).collect();
        // They live as long as the test.
        ItemSizes::new(sizes.leak()).unwrap()
    }
}
