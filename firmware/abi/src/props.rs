//! The table of properties: a number on the wire, a name in the app's API and a kind of value for each.
//!
//! | numbers | properties of |
//! |---|---|
//! | 1-39, 120-159 | layout |
//! | 40-69, 160-179 | paint |
//! | 70-89, 180-189 | text |
//! | 90-109, 190-199 | images |
//! | 110-119, 200-219 | focus and scrolling |
//! | 220-239 | lists and animation |

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
    /// One of [`Keyword`](crate::Keyword).
    Keyword,
    /// On or off.
    Flag,
}

macro_rules! props {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal, $kind:ident;)*) => {
        named_codes! {
            /// A property of a node.
            Prop:
            $($(#[$doc])* $name = $code, $text;)*
        }

        impl Prop {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_lead_back() {
        for &prop in Prop::ALL {
            assert_eq!(Prop::from_u8(prop as u8), Some(prop));
            assert_eq!(Prop::from_name(prop.name()), Some(prop));
        }
    }
}
