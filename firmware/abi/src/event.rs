//! What the engine tells the app.

use crate::NodeId;
use crate::keys::KeyEvent;
use crate::motion::AnimationId;
use crate::wire::{Reader, Record, WireError, Writer};

/// One thing that happened in the scene.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event<'a> {
    /// A key that the engine did not use itself: `Down`, `Repeat` and `Up` of every key but the arrows and OK;
    /// `Down` and `Repeat` of an arrow that found nothing to go to, and of OK while nothing has the focus.
    Key(KeyEvent),
    /// The focus went from one node to another.
    FocusChanged {
        /// Where it is now.
        node: Option<NodeId>,
        /// Where it was.
        previous: Option<NodeId>,
    },
    /// OK went down on a focused node. Holding it does not repeat this.
    Activated {
        /// The node.
        node: NodeId,
    },
    /// An image is on the GPU and will be painted.
    ImageLoaded {
        /// The image node.
        node: NodeId,
        /// Decoded width in pixels.
        width: u16,
        /// Decoded height in pixels.
        height: u16,
    },
    /// An image cannot be shown. The node keeps its background.
    ImageFailed {
        /// The image node.
        node: NodeId,
        /// Why, for a developer.
        reason: &'a str,
    },
    /// An animation is over: all its properties came to their ends.
    AnimationEnded {
        /// The node.
        node: NodeId,
        /// The animation's number.
        animation: AnimationId,
    },
    /// An animation is over in another way: it was cancelled or refused, its node was removed, or a property of it was
    /// set or animated anew.
    AnimationCancelled {
        /// The node.
        node: NodeId,
        /// The animation's number.
        animation: AnimationId,
    },
    /// The UI's size, or whether there is a display at all, changed.
    DisplayChanged {
        /// Width in UI pixels.
        width: u16,
        /// Height in UI pixels.
        height: u16,
        /// False while no display is connected.
        connected: bool,
    },
    /// The items that a list needs bound are others than before: those in sight, where it stands and where it scrolls to,
    /// and the overscan on both sides. Told once a turn at most.
    RangeChanged {
        /// The list.
        list: NodeId,
        /// The first item.
        first: u32,
        /// How many.
        count: u32,
    },
    /// The item that has the focus in a list, or had it last, is another. While no node that can have the focus is bound
    /// to it, [`Event::FocusChanged`] names the list itself.
    ItemFocused {
        /// The list.
        list: NodeId,
        /// The item.
        index: u32,
    },
    /// A node lost its item, because the item went or another node was bound to it. It can be bound again.
    ItemUnbound {
        /// The list.
        list: NodeId,
        /// The node.
        node: NodeId,
    },
    /// Events were lost because the app did not read them in time. It should look at its state afresh.
    Overflow {
        /// How many.
        lost: u32,
    },
}

impl<'a> Record<'a> for Event<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        match *self {
            Self::Key(ref event) => {
                to.u8(1);
                event.encode(to)?;
            }
            Self::FocusChanged { node, previous } => {
                to.u8(2);
                to.node_or_none(node);
                to.node_or_none(previous);
            }
            Self::Activated { node } => {
                to.u8(3);
                to.node(node);
            }
            Self::ImageLoaded { node, width, height } => {
                to.u8(4);
                to.node(node);
                to.u16(width);
                to.u16(height);
            }
            Self::ImageFailed { node, reason } => {
                to.u8(5);
                to.node(node);
                to.str(reason)?;
            }
            Self::AnimationEnded { node, animation } => {
                to.u8(6);
                to.node(node);
                to.u32(animation.0);
            }
            Self::DisplayChanged { width, height, connected } => {
                to.u8(7);
                to.u16(width);
                to.u16(height);
                to.u8(u8::from(connected));
            }
            Self::Overflow { lost } => {
                to.u8(8);
                to.u32(lost);
            }
            Self::RangeChanged { list, first, count } => {
                to.u8(20);
                to.node(list);
                to.u32(first);
                to.u32(count);
            }
            Self::ItemFocused { list, index } => {
                to.u8(21);
                to.node(list);
                to.u32(index);
            }
            Self::ItemUnbound { list, node } => {
                to.u8(22);
                to.node(list);
                to.node(node);
            }
            Self::AnimationCancelled { node, animation } => {
                to.u8(9);
                to.node(node);
                to.u32(animation.0);
            }
        }
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(match from.u8()? {
            1 => Self::Key(KeyEvent::decode(from)?),
            2 => Self::FocusChanged { node: from.node_or_none()?, previous: from.node_or_none()? },
            3 => Self::Activated { node: from.node()? },
            4 => Self::ImageLoaded { node: from.node()?, width: from.u16()?, height: from.u16()? },
            5 => Self::ImageFailed { node: from.node()?, reason: from.str()? },
            6 => Self::AnimationEnded { node: from.node()?, animation: AnimationId(from.u32()?) },
            7 => Self::DisplayChanged { width: from.u16()?, height: from.u16()?, connected: from.u8()? != 0 },
            8 => Self::Overflow { lost: from.u32()? },
            20 => Self::RangeChanged { list: from.node()?, first: from.u32()?, count: from.u32()? },
            21 => Self::ItemFocused { list: from.node()?, index: from.u32()? },
            22 => Self::ItemUnbound { list: from.node()?, node: from.node()? },
            9 => Self::AnimationCancelled { node: from.node()?, animation: AnimationId(from.u32()?) },
            tag => return Err(WireError::UnknownTag { what: "event", tag }),
        })
    }
}
