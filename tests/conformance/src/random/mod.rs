//! Random steps, good and bad, from the families of features that are wanted.

mod shrink;
mod values;

use ferrule_abi::motion::AnimationId;
use ferrule_abi::text::{TextSpan, TextSpans};
use ferrule_abi::{
    Command, ItemSizes, KeyPhase, Keyword, NodeId, NodeKind, Prop, RemoteKey, StyleState, Value,
};

use crate::dice::Dice;
use crate::families::Families;
use crate::lockstep::Lockstep;
use crate::script::{Answer, Images, Outcome, Step, encoded};

pub use shrink::shrink;

/// Numbers that nodes have.
const NODES: u32 = 36;
/// Steps of a story.
pub const STORY_STEPS: u32 = 250;

/// Makes the steps of a story.
#[derive(Debug)]
pub struct Maker {
    dice: Dice,
    families: Families,
    /// Properties that this story is about, so that every one is seen among few others too.
    props: Vec<Prop>,
    /// What lists want: list, first item, count.
    ranges: Vec<(NodeId, u32, u32)>,
    /// Steps that follow.
    due: Vec<Step>,
}

/// What a step is about, and how often.
type Kind = (Families, u32, fn(&mut Maker) -> Option<Command<'static>>);

/// Edits of the scene.
const KINDS: [Kind; 15] = [
    (Families::LAYOUT, 26, Maker::set),
    (Families::LAYOUT, 8, Maker::insert),
    (Families::LAYOUT, 4, Maker::remove),
    (Families::LAYOUT, 2, Maker::create),
    (Families::LAYOUT, 1, Maker::present),
    (Families::TEXT, 1, Maker::style_text),
    (Families::MOTION, 4, Maker::set_focused),
    (Families::MOTION, 4, Maker::transition),
    (Families::MOTION, 2, Maker::layout_transition),
    (Families::MOTION, 5, Maker::animate),
    (Families::MOTION, 3, Maker::control),
    (Families::MOTION, 1, Maker::reduce_motion),
    (Families::FOCUS, 2, Maker::focus),
    (Families::LISTS, 8, Maker::list),
    (Families::SCENES, 1, Maker::begin),
];

impl Maker {
    /// A story of these families.
    pub fn new(seed: u64, families: Families) -> Self {
        let mut dice = Dice::new(seed);
        let moves = families.has(Families::MOTION);
        let is_wanted = |prop: Prop| families.has(values::family(prop)) || prop.animates() && moves;
        let all: Vec<Prop> = Prop::ALL.iter().copied().filter(|&prop| is_wanted(prop)).collect();
        let count = 4 + dice.roll(all.len() as u32);
        let mut props: Vec<Prop> = (0..count).map(|_| dice.pick(&all)).collect();
        // What pages are made of.
        let usual =
            [Prop::Width, Prop::Height, Prop::Direction, Prop::Grow, Prop::Text, Prop::Fill, Prop::Source];
        props.extend(usual.iter().filter(|&&prop| is_wanted(prop)));
        let mut maker = Self { dice, families, props, ranges: Vec::new(), due: Vec::new() };
        maker.page();
        maker
    }

    /// The next step, which may depend on what the engines said and hold.
    pub fn step(&mut self, engines: &mut Lockstep) -> Step {
        self.hear(&std::mem::take(&mut engines.events));
        if let Some(step) = self.due.pop() {
            return step;
        }
        let images = engines.images();
        loop {
            if let Some(step) = self.try_step(&images) {
                return step;
            }
        }
    }

    fn try_step(&mut self, images: &[u32]) -> Option<Step> {
        let has = |family| self.families.has(family);
        match self.dice.roll(100) {
            0..=13 => Some(Step::Ticks(1, self.dice.pick(&[0, 1, 16, 16, 16, 33, 500]))),
            14..=22 if has(Families::FOCUS) => Some(self.key()),
            23..=28 if has(Families::IMAGES) => self.image(images),
            29 if has(Families::DISPLAY) => Some(self.display()),
            30 if has(Families::BROKEN) => Some(self.broken()),
            31..=42 => {
                self.grow();
                self.due.pop()
            }
            43..=50 if has(Families::LISTS) && !self.ranges.is_empty() => Some(self.serve()),
            51.. => {
                let kinds: Vec<&Kind> = KINDS.iter().filter(|kind| has(kind.0)).collect();
                let mut at = self.dice.roll(kinds.iter().map(|kind| kind.1).sum());
                let kind = kinds.into_iter().find(|kind| {
                    let found = at < kind.1;
                    at = at.saturating_sub(kind.1);
                    found
                })?;
                (kind.2)(self).map(|command| either(&command))
            }
            _ => None,
        }
    }

    /// The page to begin with.
    fn page(&mut self) {
        self.due.push(Step::Ticks(1, 16));
        self.due.push(either(&Command::Present { root: NodeId::FIRST }));
        let mut steps = std::mem::take(&mut self.due);
        for raw in (2..=2 + self.dice.roll(NODES)).rev() {
            if let Some(node) = NodeId::new(raw) {
                let parent = NodeId::new(1 + self.dice.roll(raw - 1)).unwrap_or(NodeId::FIRST);
                self.grow_at(node, parent);
                let mut grown = std::mem::take(&mut self.due);
                steps.append(&mut grown);
            }
        }
        steps.push(either(&Command::Create { node: NodeId::FIRST, kind: NodeKind::View }));
        self.due = steps;
    }

    fn grow(&mut self) {
        let (node, parent) = (self.node(), self.node());
        self.grow_at(node, parent);
    }

    /// A node with a size and a purpose, in a parent. Steps that are due stand in reverse order.
    fn grow_at(&mut self, node: NodeId, parent: NodeId) {
        let set = |prop, value| either(&Command::Set { node, prop, state: StyleState::Base, value });
        let mut kinds = vec![NodeKind::View; 4];
        if self.families.has(Families::TEXT) {
            kinds.push(NodeKind::Text);
        }
        if self.families.has(Families::IMAGES) {
            kinds.push(NodeKind::Image);
        }
        let kind = self.dice.pick(&kinds);
        let mut steps = vec![either(&Command::Create { node, kind })];
        if !self.dice.one_in(3) {
            steps.push(set(Prop::Width, Value::Number(20.0 + self.dice.length(400.0))));
            steps.push(set(Prop::Height, Value::Number(10.0 + self.dice.length(200.0))));
        }
        if self.families.has(Families::LOOKS) {
            steps.push(set(Prop::Fill, self.value(Prop::Fill)));
        }
        match kind {
            NodeKind::Text => steps.push(set(Prop::Text, self.value(Prop::Text))),
            NodeKind::Image => steps.push(set(Prop::Source, self.value(Prop::Source))),
            NodeKind::View => self.purpose(node, &mut steps),
        }
        steps.push(either(&Command::Insert { parent, child: node, before: None }));
        self.due.extend(steps.into_iter().rev());
    }

    /// What a view is for: focus, scrolling, a list.
    fn purpose(&mut self, node: NodeId, steps: &mut Vec<Step>) {
        let set = |prop, value| either(&Command::Set { node, prop, state: StyleState::Base, value });
        let row = self.dice.one_in(2);
        let (axis, direction) = if row { (Keyword::X, Keyword::Row) } else { (Keyword::Y, Keyword::Column) };
        match self.dice.roll(6) {
            0 | 1 if self.families.has(Families::FOCUS) => {
                steps.push(set(Prop::Focusable, Value::Flag(true)));
            }
            2 if self.families.has(Families::FOCUS) => {
                steps.push(set(Prop::Direction, Value::Keyword(direction)));
                steps.push(set(Prop::Scroll, Value::Keyword(axis)));
            }
            3 if self.families.has(Families::LISTS) => {
                steps.push(set(Prop::Scroll, Value::Keyword(axis)));
                steps.push(set(Prop::ItemSize, self.value(Prop::ItemSize)));
                steps.push(set(Prop::ItemCount, Value::Number(self.dice.pick(&[3.0, 40.0, 500.0]))));
            }
            4 => steps.push(set(Prop::Direction, Value::Keyword(direction))),
            _ => {}
        }
    }

    /// Mostly nodes that exist, sometimes others.
    fn node(&mut self) -> NodeId {
        NodeId::new(1 + self.dice.roll(NODES)).unwrap_or(NodeId::FIRST)
    }

    fn set(&mut self) -> Option<Command<'static>> {
        let prop = self.dice.pick(&self.props);
        // Whole pages hidden or without a place are dull.
        let rare =
            matches!(prop, Prop::Visible | Prop::Disabled | Prop::Opacity | Prop::Scale | Prop::Display);
        if rare && !self.dice.one_in(6) {
            return None;
        }
        let wrong = self.dice.one_in(40);
        let value = if wrong { self.value(Prop::Text) } else { self.value(prop) };
        Some(Command::Set { node: self.node(), prop, state: StyleState::Base, value })
    }

    fn set_focused(&mut self) -> Option<Command<'static>> {
        let prop = self.dice.pick(&self.props);
        let wanted = prop.animates() || self.dice.one_in(10);
        let value = self.value(prop);
        wanted.then(|| Command::Set { node: self.node(), prop, state: StyleState::Focused, value })
    }

    fn insert(&mut self) -> Option<Command<'static>> {
        let before = self.dice.one_in(3).then(|| self.node());
        Some(Command::Insert { parent: self.node(), child: self.node(), before })
    }

    fn remove(&mut self) -> Option<Command<'static>> {
        Some(Command::Remove { node: self.node() })
    }

    fn create(&mut self) -> Option<Command<'static>> {
        Some(Command::Create { node: self.node(), kind: NodeKind::View })
    }

    fn present(&mut self) -> Option<Command<'static>> {
        self.dice.one_in(2).then(|| Command::Present { root: self.node() })
    }

    /// Spans are borrowed, so the step is made here.
    fn style_text(&mut self) -> Option<Command<'static>> {
        let mut bytes = Vec::new();
        for _ in 0..self.dice.roll(3) {
            let size = self.dice.one_in(2).then(|| self.dice.length(60.0));
            let start = self.dice.roll(8) as u16;
            let span = TextSpan { start, end: start + 3, size, weight: Some(700), ..TextSpan::default() };
            bytes.extend(encoded(&span).unwrap_or_default());
        }
        let spans = TextSpans::from_bytes(&bytes).ok()?;
        let step = either(&Command::StyleText { node: self.node(), spans });
        self.due.push(step);
        None
    }

    fn transition(&mut self) -> Option<Command<'static>> {
        Some(Command::Transition {
            node: self.node(),
            prop: self.dice.pick(&self.props),
            timing: self.timing(),
        })
    }

    fn layout_transition(&mut self) -> Option<Command<'static>> {
        Some(Command::LayoutTransition { node: self.node(), timing: self.timing() })
    }

    /// Keyframes are borrowed, so the step is made here.
    fn animate(&mut self) -> Option<Command<'static>> {
        let keyframes = self.keyframes();
        let (node, animation, play) = (self.node(), AnimationId(self.dice.roll(4)), self.play());
        self.due.push(either(&Command::Animate { node, animation, play, keyframes: &keyframes }));
        None
    }

    fn control(&mut self) -> Option<Command<'static>> {
        let animation = AnimationId(self.dice.roll(4));
        Some(Command::ControlAnimation { node: self.node(), animation, action: self.action() })
    }

    fn reduce_motion(&mut self) -> Option<Command<'static>> {
        self.dice.one_in(3).then(|| Command::ReduceMotion { on: self.dice.one_in(3) })
    }

    fn focus(&mut self) -> Option<Command<'static>> {
        Some(Command::Focus { node: self.node() })
    }

    fn begin(&mut self) -> Option<Command<'static>> {
        if !self.dice.one_in(3) {
            return None;
        }
        self.ranges.clear();
        self.page();
        Some(Command::Begin)
    }

    fn list(&mut self) -> Option<Command<'static>> {
        let known = self.ranges.len() as u32;
        let list = if known > 0 && !self.dice.one_in(5) {
            self.ranges[self.dice.roll(known) as usize].0
        } else {
            self.node()
        };
        let (at, count, to) = (self.dice.roll(40), self.dice.roll(6), self.dice.roll(40));
        match self.dice.roll(8) {
            0 => Some(Command::ListBind { list, index: at, node: self.node() }),
            1 | 2 => Some(Command::ListInsert { list, at, count }),
            3 | 4 => Some(Command::ListRemove { list, at, count }),
            5 => Some(Command::ListMove { list, from: at, count, to }),
            6 => {
                let sizes: Vec<u8> = (0..count).flat_map(|_| self.dice.length(150.0).to_le_bytes()).collect();
                let sizes = ItemSizes::new(&sizes).ok()?;
                self.due.push(either(&Command::ListSizes { list, at, sizes }));
                None
            }
            _ => Some(Command::ListFocus { list, index: at }),
        }
    }

    /// Binds an item that a list wants.
    fn serve(&mut self) -> Step {
        let (list, first, count) = self.ranges[self.dice.roll(self.ranges.len() as u32) as usize];
        let index = first + self.dice.roll(count.max(1));
        either(&Command::ListBind { list, index, node: self.node() })
    }

    fn hear(&mut self, events: &[String]) {
        for event in events {
            let words: Vec<&str> = event.split(' ').collect();
            let ["range", list, "from", first, "count", count] = words.as_slice() else { continue };
            let number = |word: &str| word.parse().unwrap_or_default();
            if let Some(list) = NodeId::new(number(list)) {
                self.ranges.retain(|(each, ..)| *each != list);
                self.ranges.push((list, number(first), number(count)));
            }
        }
    }

    fn key(&mut self) -> Step {
        let arrows = [RemoteKey::Up, RemoteKey::Down, RemoteKey::Left, RemoteKey::Right];
        let key = if self.dice.one_in(4) { self.dice.pick(RemoteKey::ALL) } else { self.dice.pick(&arrows) };
        let phases = [KeyPhase::Down, KeyPhase::Down, KeyPhase::Repeat, KeyPhase::Repeat, KeyPhase::Up];
        Step::Key(key, self.dice.pick(&phases))
    }

    fn image(&mut self, held: &[u32]) -> Option<Step> {
        if self.dice.one_in(20) {
            return Some(Step::ImageQueue(self.dice.pick(&[0, 1, 100])));
        }
        let number = if self.dice.one_in(20) { 9999 } else { *held.get(self.dice.roll(8) as usize)? };
        let answer = match self.dice.roll(5) {
            0 => Answer::Failed("no such file".to_owned()),
            1 => Answer::Evicted,
            _ => Answer::Ready(self.dice.pick(&[0, 320, 40]), self.dice.pick(&[0, 200, 55])),
        };
        Some(Step::Image(Images::Number(number), answer))
    }

    fn display(&mut self) -> Step {
        let (width, height) = self.dice.pick(&[(1280, 720), (1920, 1080), (1280, 720), (333, 777), (0, 0)]);
        Step::Display { width, height, connected: !self.dice.one_in(3) }
    }

    /// A good record, and one that cannot be read.
    fn broken(&mut self) -> Step {
        let good = either(&Command::Remove { node: self.node() });
        let bad: &[&[u8]] = &[
            // No such tag, cut off, node 0, node 8193, NaN as a width, infinity, no such property, no such keyword.
            &[0xee],
            &[3, 1, 0],
            &[5, 0, 0, 0, 0],
            &[5, 1, 0x20, 0, 0],
            &[3, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0xc0, 0x7f],
            &[3, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0x80, 0x7f],
            &[3, 1, 0, 0, 0, 0xfe, 0, 1, 0, 0, 0, 0],
            &[3, 1, 0, 0, 0, 1, 0, 6, 200],
            &[3, 1, 0, 0, 0, 70, 0, 5, 2, 0, 0xc3, 0x28],
        ];
        let bad = self.dice.pick(bad);
        match good {
            Step::Command(mut bytes, _) if self.dice.one_in(2) => {
                bytes.extend_from_slice(bad);
                Step::BrokenCommands(bytes)
            }
            _ => Step::BrokenInputs(vec![self.dice.pick(&[0, 9, 200])]),
        }
    }
}

/// A command that may be refused. Those made here have no long strings.
fn either(command: &Command<'_>) -> Step {
    Step::command(command, Outcome::Either).unwrap_or(Step::Ticks(1, 0))
}
