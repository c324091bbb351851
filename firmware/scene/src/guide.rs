//! What the app says about the focus's ways beyond what boxes say: neighbours, scopes, wrapping, steps of a held key.

use alloc::boxed::Box;

use ferrule_abi::{Keyword, Prop, RemoteKey, Value};

use crate::math::clamp;
use crate::refusal::Refusal;
use crate::scene::Scene;
use crate::tree::{Index, NONE, Table, index_of};

/// Repeats of a held key after which it takes one step more, where the app allows it.
const REPEATS_PER_STEP: u32 = 8;
/// Most steps of one repeat.
const REPEAT_STEPS_MAX: f32 = 16.0;

/// The focus properties of a node that few nodes have.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guide {
    /// Up, down, left, right; [`NONE`] where boxes decide.
    neighbours: [Index; 4],
    scope: Keyword,
    wraps: bool,
    repeat_steps: u32,
}

impl Guide {
    const DEFAULT: Self = Self { neighbours: [NONE; 4], scope: Keyword::None, wraps: false, repeat_steps: 1 };

    /// The node that the app named for a direction.
    pub(crate) fn neighbour(&self, key: RemoteKey) -> Index {
        match key {
            RemoteKey::Up => self.neighbours[0],
            RemoteKey::Down => self.neighbours[1],
            RemoteKey::Left => self.neighbours[2],
            RemoteKey::Right => self.neighbours[3],
            _ => NONE,
        }
    }

    /// `None`, `Row`, `Column` or `Grid`.
    pub(crate) fn scope(&self) -> Keyword {
        self.scope
    }

    /// A press at the end leads to the other end.
    pub(crate) fn wraps(&self) -> bool {
        self.wraps
    }

    fn set(&mut self, prop: Prop, value: &Value<'_>) -> Option<()> {
        match (prop, value) {
            (Prop::FocusScope, Value::Unset) => self.scope = Keyword::None,
            (
                Prop::FocusScope,
                &Value::Keyword(word @ (Keyword::None | Keyword::Row | Keyword::Column | Keyword::Grid)),
            ) => self.scope = word,
            (Prop::FocusWrap, value) => self.wraps = *value == Value::Flag(true),
            (Prop::RepeatSteps, &Value::Number(steps)) => {
                self.repeat_steps = clamp(steps, 1.0, REPEAT_STEPS_MAX) as u32;
            }
            (Prop::RepeatSteps, _) => self.repeat_steps = 1,
            (_, value) => {
                let at = match prop {
                    Prop::FocusUp => 0,
                    Prop::FocusDown => 1,
                    Prop::FocusLeft => 2,
                    Prop::FocusRight => 3,
                    _ => return None,
                };
                self.neighbours[at] = if let &Value::Node(node) = value { index_of(node) } else { NONE };
            }
        }
        Some(())
    }
}

/// A key that is held down.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Held {
    key: Option<RemoteKey>,
    repeats: u32,
}

impl Held {
    /// Notes that a key went down.
    pub(crate) fn down(&mut self, key: RemoteKey) {
        *self = Self { key: Some(key), repeats: 0 };
    }

    /// Notes a repeat.
    pub(crate) fn repeat(&mut self, key: RemoteKey) {
        if self.key != Some(key) {
            self.down(key);
        }
        self.repeats = self.repeats.saturating_add(1);
    }

    /// Notes that a key came up.
    pub(crate) fn up(&mut self) {
        *self = Self::default();
    }

    /// True after a repeat.
    pub(crate) fn is_held(&self) -> bool {
        self.repeats > 0
    }
}

impl Scene {
    /// Sets a focus property.
    pub(crate) fn set_guide(&mut self, index: Index, prop: Prop, value: &Value<'_>) -> Result<(), Refusal> {
        if let Value::Node(node) = *value {
            self.nodes.get(index_of(node)).ok_or(Refusal::NoSuchNode)?;
        }
        let guide = &mut self.nodes.at_mut(index).guide;
        if guide.is_none() && *value == Value::Unset {
            return Ok(());
        }
        let guide = guide.get_or_insert_with(|| Box::new(Guide::DEFAULT));
        guide.set(prop, value).ok_or(Refusal::WrongValue)
    }

    /// How many steps the held key takes now, and the container that the steps after the first stay in.
    pub(crate) fn repeat_steps(&self) -> (u32, Index) {
        let (held, current) = (self.focus.held(), self.focus.current());
        let speed = 1 + held.repeats / REPEATS_PER_STEP;
        if speed == 1 || current == NONE {
            return (1, NONE);
        }
        let limit = |index| guide_of(&self.nodes, index).map_or(1, |guide| guide.repeat_steps);
        let mut ways = self.nodes.upward(current);
        ways.find_map(|index| (limit(index) > 1).then(|| (speed.min(limit(index)), index)))
            .unwrap_or((1, NONE))
    }
}

/// What the app said about a node, if anything.
pub(crate) fn guide_of(nodes: &Table, index: Index) -> Option<&Guide> {
    nodes.get(index)?.guide.as_deref()
}
