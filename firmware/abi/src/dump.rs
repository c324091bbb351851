//! What the engine tells about itself when asked: its tree and what the last turn cost, for inspectors.

use crate::NodeId;
use crate::command::NodeKind;
use crate::geometry::Rect;
use crate::wire::{Reader, Record, WireError, Writer};

/// Bytes of [`NodeReport::label`]; a longer text is cut at a character.
pub const LABEL_BYTES_MAX: usize = 48;

/// One record of a dump. [`Dumped::Turn`] comes first, then the nodes of the page, each before what is in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Dumped<'a> {
    /// The engine as a whole.
    Turn(TurnReport),
    /// A node.
    Node(NodeReport<'a>),
}

/// What the engine holds and what its last turn did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TurnReport {
    /// Turns so far.
    pub turn: u32,
    /// The node on screen.
    pub root: Option<NodeId>,
    /// The node that has the focus.
    pub focus: Option<NodeId>,
    /// Nodes of the scene on screen.
    pub nodes: u32,
    /// Values on the move.
    pub moving: u32,
    /// Images asked for or shown.
    pub images: u32,
    /// Bytes of all texts and paths.
    pub text_bytes: u32,
    /// Items of the newest display list.
    pub items: u32,
    /// Bytes of the newest display list.
    pub list_bytes: u32,
    /// Nodes that the newest paint looked at.
    pub visited: u32,
}

/// Facts about a node, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts(pub u8);

impl Facts {
    /// It has the focus.
    pub const FOCUSED: Self = Self(1);
    /// The remote can reach it.
    pub const FOCUSABLE: Self = Self(2);
    /// It is hidden by its own property.
    pub const HIDDEN: Self = Self(4);
    /// It cuts off its children.
    pub const CLIPS: Self = Self(8);
    /// Its content scrolls.
    pub const SCROLLS: Self = Self(16);

    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Self, on: bool) -> Self {
        if on { Self(self.0 | other.0) } else { self }
    }

    /// True when all of `other` hold.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// A node.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NodeReport<'a> {
    /// Its number.
    pub node: NodeId,
    /// Nodes between it and the root; the root has 0.
    pub depth: u8,
    /// Its kind.
    pub kind: NodeKind,
    /// Yes-or-no facts.
    pub facts: Facts,
    /// Its children.
    pub children: u16,
    /// Values of it on the move.
    pub moving: u16,
    /// Its box on the screen once all scrolling has come to rest, without transforms, not rounded.
    pub bounds: Rect,
    /// The beginning of its text, or its image's path.
    pub label: &'a str,
}

impl<'a> Record<'a> for TurnReport {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.u32(self.turn);
        to.node_or_none(self.root);
        to.node_or_none(self.focus);
        for count in self.counts() {
            to.u32(count);
        }
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(Self {
            turn: from.u32()?,
            root: from.node_or_none()?,
            focus: from.node_or_none()?,
            nodes: from.u32()?,
            moving: from.u32()?,
            images: from.u32()?,
            text_bytes: from.u32()?,
            items: from.u32()?,
            list_bytes: from.u32()?,
            visited: from.u32()?,
        })
    }
}

impl TurnReport {
    const fn counts(&self) -> [u32; 7] {
        [self.nodes, self.moving, self.images, self.text_bytes, self.items, self.list_bytes, self.visited]
    }
}

impl<'a> Record<'a> for NodeReport<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.node(self.node);
        to.u8(self.depth);
        to.u8(self.kind as u8);
        to.u8(self.facts.0);
        to.u16(self.children);
        to.u16(self.moving);
        to.rect(&self.bounds);
        to.str(&self.label[..self.label.floor_char_boundary(LABEL_BYTES_MAX)])
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let node = from.node()?;
        let depth = from.u8()?;
        let tag = from.u8()?;
        let kind = NodeKind::from_u8(tag).ok_or(WireError::UnknownTag { what: "node kind", tag })?;
        Ok(Self {
            node,
            depth,
            kind,
            facts: Facts(from.u8()?),
            children: from.u16()?,
            moving: from.u16()?,
            bounds: from.rect()?,
            label: from.str()?,
        })
    }
}

impl<'a> Record<'a> for Dumped<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        match self {
            Self::Turn(report) => {
                to.u8(1);
                report.encode(to)
            }
            Self::Node(report) => {
                to.u8(2);
                report.encode(to)
            }
        }
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(match from.u8()? {
            1 => Self::Turn(TurnReport::decode(from)?),
            2 => Self::Node(NodeReport::decode(from)?),
            tag => return Err(WireError::UnknownTag { what: "dump record", tag }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::BATCH_BYTES_MAX;
    use crate::wire::{Batch, records};

    #[test]
    fn a_dump_reads_back_with_its_labels_cut() {
        let long = "ä".repeat(LABEL_BYTES_MAX);
        let node = NodeReport {
            node: NodeId::new(7).unwrap(),
            depth: 2,
            kind: NodeKind::Text,
            facts: Facts::default().and(Facts::FOCUSED, true).and(Facts::HIDDEN, false),
            children: 0,
            moving: 2,
            bounds: Rect::new(1.0, 2.0, 3.0, 4.5),
            label: &long,
        };
        let turn =
            TurnReport { turn: 9, root: NodeId::new(1), nodes: 2, visited: 5, ..TurnReport::default() };
        let mut batch = Batch::new(BATCH_BYTES_MAX);
        batch.push(&Dumped::Turn(turn)).unwrap();
        batch.push(&Dumped::Node(node)).unwrap();
        let mut read = records::<Dumped<'_>>(batch.as_bytes()).map(Result::unwrap);
        assert_eq!(read.next(), Some(Dumped::Turn(turn)));
        let cut = NodeReport { label: &long[..LABEL_BYTES_MAX], ..node };
        assert_eq!(read.next(), Some(Dumped::Node(cut)));
        assert!(cut.facts.has(Facts::FOCUSED) && !cut.facts.has(Facts::HIDDEN));
    }
}
