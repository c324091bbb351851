//! Properties of nodes and the values they take.

use crate::geometry::Color;
use crate::wire::{Reader, Record, WireError, Writer};

/// What a property is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Pixels, a percentage of the parent, or automatic.
    Length,
    /// A plain number.
    Number,
    /// A colour.
    Color,
    /// A string.
    Text,
    /// One of [`Keyword`].
    Keyword,
    /// On or off.
    Flag,
}

macro_rules! props {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal, $kind:ident;)*) => {
        /// A property of a node.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Prop { $($(#[$doc])* $name = $code,)* }

        impl Prop {
            /// Every property, in the order of their numbers.
            pub const ALL: &[Prop] = &[$(Prop::$name,)*];

            /// The property with this number.
            pub const fn from_u8(code: u8) -> Option<Self> {
                match code { $($code => Some(Self::$name),)* _ => None }
            }

            /// The property's name in the app's API.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The property with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($text => Some(Self::$name),)* _ => None }
            }

            /// What it is made of.
            pub const fn kind(self) -> ValueKind {
                match self { $(Self::$name => ValueKind::$kind,)* }
            }
        }
    };
}

props! {
    /// Border-box width.
    Width = 1, "width", Length;
    /// Border-box height.
    Height = 2, "height", Length;
    /// Least width.
    MinWidth = 3, "minWidth", Length;
    /// Least height.
    MinHeight = 4, "minHeight", Length;
    /// Greatest width.
    MaxWidth = 5, "maxWidth", Length;
    /// Greatest height.
    MaxHeight = 6, "maxHeight", Length;
    /// `relative` (in flow, the default) or `absolute`.
    Position = 7, "position", Keyword;
    /// Inset from the parent's left edge.
    Left = 8, "left", Length;
    /// Inset from the parent's top edge.
    Top = 9, "top", Length;
    /// Inset from the parent's right edge.
    Right = 10, "right", Length;
    /// Inset from the parent's bottom edge.
    Bottom = 11, "bottom", Length;
    /// `row` or `column` (the default).
    Direction = 12, "direction", Keyword;
    /// Pixels between children along the main axis and between lines.
    Gap = 13, "gap", Number;
    /// Padding on the left, in pixels.
    PaddingLeft = 14, "paddingLeft", Number;
    /// Padding on top, in pixels.
    PaddingTop = 15, "paddingTop", Number;
    /// Padding on the right, in pixels.
    PaddingRight = 16, "paddingRight", Number;
    /// Padding below, in pixels.
    PaddingBottom = 17, "paddingBottom", Number;
    /// Margin on the left, in pixels.
    MarginLeft = 18, "marginLeft", Number;
    /// Margin on top, in pixels.
    MarginTop = 19, "marginTop", Number;
    /// Margin on the right, in pixels.
    MarginRight = 20, "marginRight", Number;
    /// Margin below, in pixels.
    MarginBottom = 21, "marginBottom", Number;
    /// Children across the main axis: `start`, `center`, `end`, `stretch` (the default).
    Align = 22, "align", Keyword;
    /// This node across its parent's main axis.
    AlignSelf = 23, "alignSelf", Keyword;
    /// Children along the main axis: `start` (the default), `center`, `end`, `space-between`.
    Justify = 24, "justify", Keyword;
    /// Share of free space it takes.
    Grow = 25, "grow", Number;
    /// Share of missing space it gives; 1 unless said. Texts and images become as narrow as they must.
    Shrink = 26, "shrink", Number;
    /// Size along the main axis before growing and shrinking.
    Basis = 27, "basis", Length;

    /// 0 (invisible) to 1, multiplied with the parents'.
    Opacity = 40, "opacity", Number;
    /// Shift to the right after layout, in pixels.
    TranslateX = 41, "translateX", Number;
    /// Shift down after layout, in pixels.
    TranslateY = 42, "translateY", Number;
    /// Scale about the centre after layout, with everything inside.
    Scale = 43, "scale", Number;
    /// Background colour.
    Fill = 44, "fill", Color;
    /// Second colour: makes the background a linear gradient from `fill` to this. Unset it is the same as `fill`.
    FillTo = 45, "fillTo", Color;
    /// Direction of the gradient in degrees: 0 to the right, 90 down.
    FillAngle = 46, "fillAngle", Number;
    /// Corner radius in pixels.
    Radius = 47, "radius", Number;
    /// Border width in pixels, drawn inside the box.
    BorderWidth = 48, "borderWidth", Number;
    /// Border colour.
    BorderColor = 49, "borderColor", Color;
    /// Children are cut off at the box (square corners).
    Clip = 50, "clip", Flag;
    /// Order among siblings; larger is nearer. Among equals the focused node is nearest; in a scrolling container also
    /// what it is in.
    Z = 51, "z", Number;
    /// Off: takes part in layout, but neither it nor its children are painted or focused.
    Visible = 52, "visible", Flag;

    /// The text of a text node.
    Text = 70, "text", Text;
    /// Font size in pixels, 1 to 512; 24 unless said.
    FontSize = 71, "fontSize", Number;
    /// 100 to 900; 400 unless said.
    FontWeight = 72, "fontWeight", Number;
    /// Text colour; white unless said.
    TextColor = 73, "color", Color;
    /// `start`, `center`, `end`.
    TextAlign = 74, "textAlign", Keyword;
    /// Lines before the rest becomes an ellipsis; 0 for no limit.
    MaxLines = 75, "maxLines", Number;
    /// Line height as a multiple of the font size, 0.5 to 10; 1.2 unless said.
    LineHeight = 76, "lineHeight", Number;

    /// Path of an image file in the bundle. The background stands for the image until it is there; under an image that
    /// leaves bars it stays.
    Source = 90, "source", Text;
    /// `cover` (the default), `contain`, `fill`.
    Fit = 91, "fit", Keyword;

    /// Whether the remote can reach it. Arrows do not reach what is inside a focusable node.
    Focusable = 110, "focusable", Flag;
    /// Axis on which its content scrolls to keep the focus visible: `none` (the default), `x`, `y`. Children keep their
    /// size along a main axis that scrolls. Scrolling does not clip.
    Scroll = 111, "scroll", Keyword;
    /// How far: `minimal` (the default), `start`, `center`.
    ScrollPolicy = 112, "scrollPolicy", Keyword;
    /// Pixels kept free around the focused node when scrolling.
    ScrollPadding = 113, "scrollPadding", Number;
    /// Remembers which of its descendants had the focus and gives it back when the focus comes again.
    FocusMemory = 114, "focusMemory", Flag;
    /// Focus cannot leave its subtree by keys: a modal.
    FocusTrap = 115, "focusTrap", Flag;
}

impl Prop {
    /// True when a change of it can be animated.
    pub const fn animates(self) -> bool {
        matches!(
            self,
            Self::Opacity
                | Self::TranslateX
                | Self::TranslateY
                | Self::Scale
                | Self::Fill
                | Self::FillTo
                | Self::Radius
                | Self::BorderWidth
                | Self::BorderColor
                | Self::TextColor
        )
    }
}

named_codes! {
    /// A word that a keyword property takes.
    Keyword:
    None = 0, "none";
    Relative = 1, "relative";
    Absolute = 2, "absolute";
    Row = 3, "row";
    Column = 4, "column";
    Start = 5, "start";
    Center = 6, "center";
    End = 7, "end";
    Stretch = 8, "stretch";
    SpaceBetween = 9, "space-between";
    Cover = 10, "cover";
    Contain = 11, "contain";
    Fill = 12, "fill";
    X = 13, "x";
    Y = 14, "y";
    Minimal = 15, "minimal";
}

/// When a value applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum StyleState {
    /// Always, unless the focused value overrides it.
    Base = 0,
    /// While the node has the focus. Only for properties that [`Prop::animates`].
    Focused = 1,
}

/// A property's value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Back to the property's default; in the focused state, back to the base value.
    Unset,
    /// Pixels or a plain number.
    Number(f32),
    /// A percentage of the parent's size, 0 to 100.
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
}

impl Value<'_> {
    /// True when a property of this kind takes the value.
    pub const fn fits(&self, kind: ValueKind) -> bool {
        match self {
            Self::Unset => true,
            Self::Number(_) => matches!(kind, ValueKind::Number | ValueKind::Length),
            Self::Percent(_) | Self::Auto => matches!(kind, ValueKind::Length),
            Self::Color(_) => matches!(kind, ValueKind::Color),
            Self::Text(_) => matches!(kind, ValueKind::Text),
            Self::Keyword(_) => matches!(kind, ValueKind::Keyword),
            Self::Flag(_) => matches!(kind, ValueKind::Flag),
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
            tag => return Err(WireError::UnknownTag { what: "value", tag }),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_lead_back() {
        for &prop in Prop::ALL {
            assert_eq!(Prop::from_u8(prop as u8), Some(prop));
            assert_eq!(Prop::from_name(prop.name()), Some(prop));
        }
        for &word in Keyword::ALL {
            assert_eq!(Keyword::from_u8(word as u8), Some(word));
            assert_eq!(Keyword::from_name(word.name()), Some(word));
        }
    }

    #[test]
    fn values_fit_only_their_kind() {
        assert!(Value::Percent(50.0).fits(Prop::Width.kind()));
        assert!(!Value::Percent(50.0).fits(Prop::Gap.kind()));
        assert!(!Value::Text("x").fits(Prop::Fill.kind()));
        assert!(Value::Unset.fits(Prop::Text.kind()));
    }
}
