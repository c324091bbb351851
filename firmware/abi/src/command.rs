//! What an app asks of the scene.

use crate::NodeId;
pub use crate::motion::Timing;
use crate::motion::{AnimationAction, AnimationId, KEYFRAMES_BYTES_MAX, Play};
use crate::props::Prop;
use crate::sizes::ItemSizes;
use crate::style::{StyleState, Value};
use crate::text::TextSpans;
use crate::wire::{Reader, Record, WireError, Writer};

/// What a node shows besides its own box.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum NodeKind {
    /// A box with children.
    View = 0,
    /// A text; has no children.
    Text = 1,
    /// An image; has no children.
    Image = 2,
}

impl NodeKind {
    /// The kind with this number.
    pub const fn from_u8(code: u8) -> Option<Self> {
        Some(match code {
            0 => Self::View,
            1 => Self::Text,
            2 => Self::Image,
            _ => return None,
        })
    }
}

/// One edit of the scene. A command that names a node that does not exist, or does not fit it, is skipped and counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Command<'a> {
    /// A new app starts. Its nodes are built beside the scene on screen, which lives on until the first `Present`:
    /// it keeps its focus and moves, but its nodes cause no events any more. Sent by the native side only.
    Begin,
    /// Makes a node. A number in use is refused.
    Create {
        /// Its number.
        node: NodeId,
        /// What it shows.
        kind: NodeKind,
    },
    /// Changes a property.
    Set {
        /// The node.
        node: NodeId,
        /// The property.
        prop: Prop,
        /// When it applies.
        state: StyleState,
        /// Its value.
        value: Value<'a>,
    },
    /// Puts a node among a parent's children, taking it out of where it was.
    Insert {
        /// The parent, a view.
        parent: NodeId,
        /// The child.
        child: NodeId,
        /// The sibling it comes before; the end when nothing.
        before: Option<NodeId>,
    },
    /// Gives parts of a text another style, until the node gets another text.
    StyleText {
        /// The node, a text.
        node: NodeId,
        /// The parts.
        spans: TextSpans<'a>,
    },
    /// Takes a node and its subtree out of the scene and frees their numbers.
    Remove {
        /// The node.
        node: NodeId,
    },
    /// From now on changes of the property take time, once the node has been on screen for a turn. A change during
    /// a movement goes on from where the value is and with the speed that it has. Colours are mixed as if they were
    /// premultiplied.
    Transition {
        /// The node.
        node: NodeId,
        /// A property that [`Prop::animates`].
        prop: Prop,
        /// How.
        timing: Timing,
    },
    /// From now on the node is painted on its way when layout gives it another place in its parent or another size.
    /// What is in it goes along. Focus and scrolling look at where it will be.
    LayoutTransition {
        /// The node.
        node: NodeId,
        /// How.
        timing: Timing,
    },
    /// Runs properties through keyframes. The values at its end become base values. One event follows in any case:
    /// [`crate::Event::AnimationEnded`] when all properties came to their ends, else
    /// [`crate::Event::AnimationCancelled`]. A property that is set or animated anew meanwhile leaves the animation.
    Animate {
        /// The node.
        node: NodeId,
        /// The animation's number.
        animation: AnimationId,
        /// How often and which way.
        play: Play,
        /// A batch of [`crate::motion::Keyframe`]s, at most [`KEYFRAMES_MAX`](crate::limits::KEYFRAMES_MAX).
        keyframes: &'a [u8],
    },
    /// Does something to an animation. Nothing happens when it is over already.
    ControlAnimation {
        /// The node.
        node: NodeId,
        /// The animation's number.
        animation: AnimationId,
        /// What.
        action: AnimationAction,
    },
    /// Movements that end go to their ends at once, and those that never end stand still at their start, until it is
    /// switched off.
    ReduceMotion {
        /// Whether.
        on: bool,
    },
    /// Moves the focus to a focusable node, or into one: to what a container in it remembers, or to the first focusable
    /// one. Done in the next turn, before its keys.
    Focus {
        /// The node.
        node: NodeId,
    },
    /// Shows an item of a list by a node: the node becomes a child of the list, stands in the item's box and has the
    /// focus when the item has it. A node bound before to another item moves; a node that the item had before is
    /// unbound. Children of a list that are not bound are not seen.
    ListBind {
        /// The list.
        list: NodeId,
        /// The item, from 0.
        index: u32,
        /// The node.
        node: NodeId,
    },
    /// Items come in before the one at `at`. What is on screen stays where it is, and the focus stays on its item.
    ListInsert {
        /// The list.
        list: NodeId,
        /// 0 to the number of items.
        at: u32,
        /// How many. Together at most [`crate::limits::LIST_ITEMS_MAX`].
        count: u32,
    },
    /// Items go. Their nodes are unbound; a focus on them goes to the item that takes their place.
    ListRemove {
        /// The list.
        list: NodeId,
        /// The first.
        at: u32,
        /// How many.
        count: u32,
    },
    /// Items go to another place, with their nodes and the focus.
    ListMove {
        /// The list.
        list: NodeId,
        /// The first.
        from: u32,
        /// How many.
        count: u32,
        /// Where the first stands afterwards.
        to: u32,
    },
    /// Tells the sizes of items along the main axis of a list of one column; other items have the list's `itemSize`. At
    /// most [`crate::limits::LIST_SIZED_ITEMS_MAX`] items of a list can have sizes of their own.
    ListSizes {
        /// The list.
        list: NodeId,
        /// The first item.
        at: u32,
        /// A size for it and each after it.
        sizes: ItemSizes<'a>,
    },
    /// Moves the focus to an item, as by `Focus`, whether a node is bound to it or not.
    ListFocus {
        /// The list.
        list: NodeId,
        /// The item.
        index: u32,
    },
    /// Shows this node as the root of the screen. After `Begin` this swaps the new scene in. When nothing on the page
    /// has the focus, it goes into the root as by `Focus`.
    Present {
        /// The root, a view; it gets the screen's size.
        root: NodeId,
    },
}

fn prop(from: &mut Reader<'_>) -> Result<Prop, WireError> {
    let tag = from.u8()?;
    Prop::from_u8(tag).ok_or(WireError::UnknownTag { what: "property", tag })
}

fn kind(from: &mut Reader<'_>) -> Result<NodeKind, WireError> {
    let tag = from.u8()?;
    NodeKind::from_u8(tag).ok_or(WireError::UnknownTag { what: "node kind", tag })
}

fn state(from: &mut Reader<'_>) -> Result<StyleState, WireError> {
    Ok(match from.u8()? {
        0 => StyleState::Base,
        1 => StyleState::Focused,
        tag => return Err(WireError::UnknownTag { what: "style state", tag }),
    })
}

impl<'a> Record<'a> for Command<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        match *self {
            Self::Begin => to.u8(1),
            Self::Create { node, kind } => {
                to.u8(2);
                to.node(node);
                to.u8(kind as u8);
            }
            Self::Set { node, prop, state, ref value } => {
                to.u8(3);
                to.node(node);
                to.u8(prop as u8);
                to.u8(state as u8);
                value.encode(to)?;
            }
            Self::Insert { parent, child, before } => {
                to.u8(4);
                to.node(parent);
                to.node(child);
                to.node_or_none(before);
            }
            Self::Remove { node } => {
                to.u8(5);
                to.node(node);
            }
            Self::Transition { node, prop, ref timing } => {
                to.u8(6);
                to.node(node);
                to.u8(prop as u8);
                timing.encode(to)?;
            }
            Self::Animate { node, animation, ref play, keyframes } => {
                to.u8(7);
                to.node(node);
                to.u32(animation.0);
                play.encode(to)?;
                to.block(keyframes, KEYFRAMES_BYTES_MAX)?;
            }
            Self::Focus { node } => {
                to.u8(8);
                to.node(node);
            }
            Self::Present { root } => {
                to.u8(9);
                to.node(root);
            }
            Self::StyleText { node, ref spans } => {
                to.u8(10);
                to.node(node);
                spans.encode(to)?;
            }
            Self::ListBind { list, index, node } => {
                to.u8(30);
                to.node(list);
                to.u32(index);
                to.node(node);
            }
            Self::ListInsert { list, at, count } => {
                to.u8(31);
                to.node(list);
                to.u32(at);
                to.u32(count);
            }
            Self::ListRemove { list, at, count } => {
                to.u8(32);
                to.node(list);
                to.u32(at);
                to.u32(count);
            }
            Self::ListMove { list, from, count, to: place } => {
                to.u8(33);
                to.node(list);
                to.u32(from);
                to.u32(count);
                to.u32(place);
            }
            Self::ListSizes { list, at, sizes } => {
                to.u8(34);
                to.node(list);
                to.u32(at);
                sizes.encode(to)?;
            }
            Self::ListFocus { list, index } => {
                to.u8(35);
                to.node(list);
                to.u32(index);
            }
            Self::LayoutTransition { node, ref timing } => {
                to.u8(20);
                to.node(node);
                timing.encode(to)?;
            }
            Self::ControlAnimation { node, animation, ref action } => {
                to.u8(21);
                to.node(node);
                to.u32(animation.0);
                action.encode(to)?;
            }
            Self::ReduceMotion { on } => {
                to.u8(22);
                to.u8(u8::from(on));
            }
        }
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(match from.u8()? {
            1 => Self::Begin,
            2 => Self::Create { node: from.node()?, kind: kind(from)? },
            3 => Self::Set {
                node: from.node()?,
                prop: prop(from)?,
                state: state(from)?,
                value: Value::decode(from)?,
            },
            4 => Self::Insert { parent: from.node()?, child: from.node()?, before: from.node_or_none()? },
            5 => Self::Remove { node: from.node()? },
            6 => Self::Transition { node: from.node()?, prop: prop(from)?, timing: Timing::decode(from)? },
            7 => Self::Animate {
                node: from.node()?,
                animation: AnimationId(from.u32()?),
                play: Play::decode(from)?,
                keyframes: from.block(KEYFRAMES_BYTES_MAX)?,
            },
            8 => Self::Focus { node: from.node()? },
            9 => Self::Present { root: from.node()? },
            10 => Self::StyleText { node: from.node()?, spans: TextSpans::decode(from)? },
            30 => Self::ListBind { list: from.node()?, index: from.u32()?, node: from.node()? },
            31 => Self::ListInsert { list: from.node()?, at: from.u32()?, count: from.u32()? },
            32 => Self::ListRemove { list: from.node()?, at: from.u32()?, count: from.u32()? },
            33 => {
                Self::ListMove { list: from.node()?, from: from.u32()?, count: from.u32()?, to: from.u32()? }
            }
            34 => {
                let (list, at) = (from.node()?, from.u32()?);
                Self::ListSizes { list, at, sizes: ItemSizes::decode(from)? }
            }
            35 => Self::ListFocus { list: from.node()?, index: from.u32()? },
            20 => Self::LayoutTransition { node: from.node()?, timing: Timing::decode(from)? },
            21 => Self::ControlAnimation {
                node: from.node()?,
                animation: AnimationId(from.u32()?),
                action: AnimationAction::decode(from)?,
            },
            22 => Self::ReduceMotion { on: from.u8()? != 0 },
            tag => return Err(WireError::UnknownTag { what: "command", tag }),
        })
    }
}
