//! What a node's properties are set to.

use crate::NodeId;
use crate::geometry::Color;
use crate::keywords::Keyword;
use crate::props::ValueKind;
use crate::wire::{Reader, Record, WireError, Writer};

/// When a value applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum StyleState {
    /// Always, unless the focused value overrides it.
    Base = 0,
    /// While the node has the focus. Only for properties that [`Prop::animates`](crate::Prop::animates).
    Focused = 1,
}

/// A property's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Back to the property's default; in the focused state, back to the base value.
    Unset,
    /// Pixels or a plain number.
    Number(f32),
    /// A percentage of the parent's size.
    Percent(f32),
    /// Automatic length.
    Auto,
    /// A colour.
    Color(Color),
    /// A string.
    Text(&'a str),
    /// A keyword.
    Keyword(Keyword),
    /// On or off.
    Flag(bool),
    /// A node.
    Node(NodeId),
}

impl Value<'_> {
    /// True when a property of this kind may take the value. Which keywords it takes is told by
    /// [`Prop::keywords`](crate::Prop::keywords).
    pub const fn fits(&self, kind: ValueKind) -> bool {
        match self {
            Self::Unset => true,
            Self::Number(_) => matches!(kind, ValueKind::Number | ValueKind::Length | ValueKind::Spacing),
            Self::Percent(_) => matches!(kind, ValueKind::Length | ValueKind::Spacing),
            Self::Auto => matches!(kind, ValueKind::Length),
            Self::Color(_) => matches!(kind, ValueKind::Color),
            Self::Text(_) => matches!(kind, ValueKind::Text),
            Self::Keyword(_) => matches!(kind, ValueKind::Keyword | ValueKind::Length),
            Self::Flag(_) => matches!(kind, ValueKind::Flag),
            Self::Node(_) => matches!(kind, ValueKind::Node),
        }
    }
}

impl<'a> Record<'a> for Value<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        match *self {
            Self::Unset => to.u8(0),
            Self::Number(value) => {
                to.u8(1);
                to.f32(value);
            }
            Self::Percent(value) => {
                to.u8(2);
                to.f32(value);
            }
            Self::Auto => to.u8(3),
            Self::Color(color) => {
                to.u8(4);
                to.color(color);
            }
            Self::Text(text) => {
                to.u8(5);
                to.str(text)?;
            }
            Self::Keyword(word) => {
                to.u8(6);
                to.u8(word as u8);
            }
            Self::Flag(on) => {
                to.u8(7);
                to.u8(u8::from(on));
            }
            Self::Node(node) => {
                to.u8(8);
                to.node(node);
            }
        }
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(match from.u8()? {
            0 => Self::Unset,
            1 => Self::Number(from.f32()?),
            2 => Self::Percent(from.f32()?),
            3 => Self::Auto,
            4 => Self::Color(from.color()?),
            5 => Self::Text(from.str()?),
            6 => {
                let tag = from.u8()?;
                Self::Keyword(Keyword::from_u8(tag).ok_or(WireError::UnknownTag { what: "keyword", tag })?)
            }
            7 => Self::Flag(from.u8()? != 0),
            8 => Self::Node(from.node()?),
            tag => return Err(WireError::UnknownTag { what: "value", tag }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::props::Prop;

    #[test]
    fn values_fit_only_their_kind() {
        assert!(Value::Percent(50.0).fits(Prop::Width.kind()));
        assert!(Value::Percent(50.0).fits(Prop::Gap.kind()));
        assert!(!Value::Auto.fits(Prop::PaddingTop.kind()));
        assert!(!Value::Percent(50.0).fits(Prop::BorderTop.kind()));
        assert!(!Value::Text("x").fits(Prop::Fill.kind()));
        assert!(Value::Unset.fits(Prop::Text.kind()));
    }
}
