//! The table of properties: a number on the wire, a name in the app's API and a kind of value for each, and whether
//! it is `animated`.
//!
//! | numbers | properties of |
//! |---|---|
//! | 1-39, 120-159 | layout |
//! | 40-69, 160-179 | paint |
//! | 70-89, 180-189 | text |
//! | 90-109, 190-199 | images |
//! | 110-119, 200-219 | focus and scrolling |
//! | 220-239 | lists and animation |

use crate::keywords::Keyword;

/// What a property is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// Pixels, a percentage of the parent's size, automatic, or one of [`Prop::keywords`].
    Length,
    /// Pixels or a percentage of the parent's size.
    Spacing,
    /// A plain number.
    Number,
    /// A colour.
    Color,
    /// A string.
    Text,
    /// One of [`Prop::keywords`].
    Keyword,
    /// On or off.
    Flag,
    /// A node.
    Node,
}

macro_rules! props {
    (@animates) => { false };
    (@animates animated) => { true };
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal, $kind:ident $(, $animated:ident)?;)*) => {
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

            /// True when a change of it can be animated.
            pub const fn animates(self) -> bool {
                match self { $(Self::$name => props!(@animates $($animated)?),)* }
            }
        }
    };
}

props! {
    /// Width of the border box, or of what [`Prop::BoxSizing`] says.
    Width = 1, "width", Length;
    /// Height of the border box, or of what [`Prop::BoxSizing`] says.
    Height = 2, "height", Length;
    /// Least width. What fits its content, unless the node scrolls or hides what overflows; 0 for texts and images.
    MinWidth = 3, "minWidth", Length;
    /// Least height. What fits its content, unless the node scrolls or hides what overflows.
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
    /// Main axis of the children; `column` unless said.
    Direction = 12, "direction", Keyword;
    /// Space between children and between lines of them: [`Prop::RowGap`] and [`Prop::ColumnGap`] at once.
    Gap = 13, "gap", Spacing;
    /// Padding on the left; percentages are of the parent's width.
    PaddingLeft = 14, "paddingLeft", Spacing;
    /// Padding on top; percentages are of the parent's width.
    PaddingTop = 15, "paddingTop", Spacing;
    /// Padding on the right; percentages are of the parent's width.
    PaddingRight = 16, "paddingRight", Spacing;
    /// Padding below; percentages are of the parent's width.
    PaddingBottom = 17, "paddingBottom", Spacing;
    /// Margin on the left; percentages are of the parent's width, `auto` takes free space.
    MarginLeft = 18, "marginLeft", Length;
    /// Margin on top; percentages are of the parent's width, `auto` takes free space.
    MarginTop = 19, "marginTop", Length;
    /// Margin on the right; percentages are of the parent's width, `auto` takes free space.
    MarginRight = 20, "marginRight", Length;
    /// Margin below; percentages are of the parent's width, `auto` takes free space.
    MarginBottom = 21, "marginBottom", Length;
    /// Children across the main axis, within their line; `stretch` unless said.
    Align = 22, "align", Keyword;
    /// This node across its parent's main axis; as the parent's `align` says unless said.
    AlignSelf = 23, "alignSelf", Keyword;
    /// Children along the main axis; `flex-start` unless said.
    Justify = 24, "justify", Keyword;
    /// Share of free space it takes.
    Grow = 25, "grow", Number;
    /// Share of missing space it gives, down to its least size; 1 unless said.
    Shrink = 26, "shrink", Number;
    /// Size along the main axis before growing and shrinking.
    Basis = 27, "basis", Length;

    /// 0 (invisible) to 1, multiplied with the parents'.
    Opacity = 40, "opacity", Number, animated;
    /// Shift to the right after layout, in pixels.
    TranslateX = 41, "translateX", Number, animated;
    /// Shift down after layout, in pixels.
    TranslateY = 42, "translateY", Number, animated;
    /// Scale about the centre after layout, with everything inside.
    Scale = 43, "scale", Number, animated;
    /// Background colour.
    Fill = 44, "fill", Color, animated;
    /// Second colour: makes the background a linear gradient from `fill` to this. Unset it is the same as `fill`.
    FillTo = 45, "fillTo", Color, animated;
    /// Direction of the gradient in degrees: 0 to the right, 90 down.
    FillAngle = 46, "fillAngle", Number;
    /// Corner radius in pixels.
    Radius = 47, "radius", Number, animated;
    /// Border width in pixels, drawn inside the box.
    BorderWidth = 48, "borderWidth", Number, animated;
    /// Border colour.
    BorderColor = 49, "borderColor", Color, animated;
    /// Children are cut off at the box, with its corners.
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
    TextColor = 73, "color", Color, animated;
    /// `start` unless said, which is right in paragraphs that run from right to left.
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
    /// How far: `minimal` (the default), `start`, `center`, `page`: by what fits the view, once the focus leaves it.
    ScrollPolicy = 112, "scrollPolicy", Keyword;
    /// Pixels kept free around the focused node when scrolling.
    ScrollPadding = 113, "scrollPadding", Number;
    /// Remembers which of its descendants had the focus and gives it back when the focus comes again.
    FocusMemory = 114, "focusMemory", Flag;
    /// Focus cannot leave its subtree by keys: a modal.
    FocusTrap = 115, "focusTrap", Flag;

    /// Space between lines of a row, and between children of a column.
    RowGap = 120, "rowGap", Spacing;
    /// Space between children of a row, and between lines of a column.
    ColumnGap = 121, "columnGap", Spacing;
    /// Whether children that do not fit go to further lines; `nowrap` unless said. `balance` makes lines about equally
    /// long, for up to 128 children; more wrap as with `wrap`.
    Wrap = 122, "wrap", Keyword;
    /// Least number of lines to balance over, 1 to 64; 1 unless said.
    LineCount = 123, "lineCount", Number;
    /// Lines across the main axis; `stretch` unless said.
    AlignContent = 124, "alignContent", Keyword;
    /// Width divided by height, 0.001 to 1000; gives the one where only the other is known.
    AspectRatio = 125, "aspectRatio", Number;
    /// Whether sizes count with padding and border; `border-box` unless said.
    BoxSizing = 126, "boxSizing", Keyword;
    /// `none`: neither it nor what is in it takes room, is painted or has the focus.
    Display = 127, "display", Keyword;
    /// What reaches out of the box: [`Prop::OverflowX`] and [`Prop::OverflowY`] at once.
    Overflow = 128, "overflow", Keyword;
    /// `hidden`: the content does not hold the box open, and children are cut off at the box as with `clip`.
    OverflowX = 129, "overflowX", Keyword;
    /// As [`Prop::OverflowX`], for the height.
    OverflowY = 130, "overflowY", Keyword;
    /// Where rows start, for the node and, unless they say otherwise, all in it; `ltr` at the top.
    LayoutDirection = 131, "layoutDirection", Keyword;
    /// Room for a border on the left, in pixels. What is painted is [`Prop::BorderWidth`].
    BorderLeft = 132, "borderLeft", Number;
    /// Room for a border on top, in pixels.
    BorderTop = 133, "borderTop", Number;
    /// Room for a border on the right, in pixels.
    BorderRight = 134, "borderRight", Number;
    /// Room for a border below, in pixels.
    BorderBottom = 135, "borderBottom", Number;

    /// Turns it about its origin after layout, clockwise in degrees, with everything inside.
    Rotate = 160, "rotate", Number, animated;
    /// The point that `scale` and `rotate` keep in place, as a fraction of the width; 0.5 unless said.
    OriginX = 161, "originX", Number;
    /// The same as a fraction of the height.
    OriginY = 162, "originY", Number;
    /// Radius of this corner in pixels; as `radius` unless said.
    RadiusTopLeft = 163, "radiusTopLeft", Number;
    /// Radius of this corner in pixels; as `radius` unless said.
    RadiusTopRight = 164, "radiusTopRight", Number;
    /// Radius of this corner in pixels; as `radius` unless said.
    RadiusBottomRight = 165, "radiusBottomRight", Number;
    /// Radius of this corner in pixels; as `radius` unless said.
    RadiusBottomLeft = 166, "radiusBottomLeft", Number;
    /// Colour of the box's shadow; none unless said.
    ShadowColor = 167, "shadowColor", Color, animated;
    /// Width of the shadow's soft edge in pixels, as in CSS.
    ShadowBlur = 168, "shadowBlur", Number, animated;
    /// How far the shadow lies to the right, in pixels.
    ShadowX = 169, "shadowX", Number;
    /// How far the shadow lies below, in pixels.
    ShadowY = 170, "shadowY", Number;
    /// How far the shadow is larger than the box on each side, in pixels; smaller when negative.
    ShadowSpread = 171, "shadowSpread", Number;
    /// `linear` (the default), or `radial`: from `fill` in the centre to `fillTo`.
    FillShape = 172, "fillShape", Keyword;
    /// Centre of a radial gradient, as a fraction of the width; 0.5 unless said.
    FillX = 173, "fillX", Number;
    /// The same as a fraction of the height.
    FillY = 174, "fillY", Number;
    /// Where a radial gradient ends, as a fraction of the width and of the height; 0.5 unless said.
    FillRadius = 175, "fillRadius", Number;
    /// Opacity fades it and what is in it as one picture, instead of each part by itself. It costs memory while it
    /// fades.
    Group = 176, "group", Flag;

    /// Pixels between letters beyond what the font says, -512 to 512. Letters that join are not torn apart.
    LetterSpacing = 180, "letterSpacing", Number;
    /// Slanted letters.
    Italic = 181, "italic", Flag;
    /// Where paragraphs begin. Unless said, each paragraph's first letter with a direction decides.
    TextDirection = 182, "textDirection", Keyword;

    /// A colour that an image is multiplied with; white unless said.
    Tint = 190, "tint", Color, animated;
    /// Makes an image a nine-patch: its left column is this wide, in pixels of the file, and is not stretched across.
    SliceLeft = 191, "sliceLeft", Number;
    /// Height of a nine-patch's top row.
    SliceTop = 192, "sliceTop", Number;
    /// Width of a nine-patch's right column.
    SliceRight = 193, "sliceRight", Number;
    /// Height of a nine-patch's bottom row.
    SliceBottom = 194, "sliceBottom", Number;
    /// Milliseconds in which an image fades in over the background or, when the path changed, over the image before;
    /// 0, at once, unless said.
    FadeIn = 195, "fadeIn", Number;

    /// Where the focus goes up from it, or from what is in it when nothing in it lies above. A node that is removed,
    /// hidden, disabled or off the page counts as unset: then boxes decide.
    FocusUp = 200, "focusUp", Node;
    /// The same, down.
    FocusDown = 201, "focusDown", Node;
    /// The same, to the left.
    FocusLeft = 202, "focusLeft", Node;
    /// The same, to the right.
    FocusRight = 203, "focusRight", Node;
    /// Its children are walked in their order instead of by their boxes: `none` (the default), `row`, `column`, or
    /// `grid`: lines of a wrapping row. At its ends the focus leaves it.
    FocusScope = 204, "focusScope", Keyword;
    /// In a scope or list: a press at the end leads to the other end. A held key stops at the end.
    FocusWrap = 205, "focusWrap", Flag;
    /// Neither it nor what is in it can have the focus.
    Disabled = 206, "disabled", Flag;
    /// Most steps that one repeat of a held key takes in it, 1 to 16: one more with every eight repeats. 1 unless said.
    RepeatSteps = 207, "repeatSteps", Number;

    /// Makes the view a list of so many items, at most [`crate::limits::LIST_ITEMS_MAX`]; unset it has none. A view that
    /// got this property or one of those below is a list for good; children that no item is bound to are not seen. It shows
    /// its items along its `scroll` axis, else along its `direction`, by nodes bound with [`crate::Command::ListBind`];
    /// their boxes follow from the properties below, `gap` and padding, and its own size never depends on them. More items
    /// come in and go at the end. Setting it tells the range again.
    ItemCount = 220, "itemCount", Number;
    /// Items side by side across the main axis, 1 (the default) to 64. They share the room.
    Columns = 221, "columns", Number;
    /// Pixels of an item along the main axis; for items with a size of their own, the estimate until it is known.
    ItemSize = 222, "itemSize", Number;
    /// Items beyond those in sight, on both sides, that are to be bound too, 0 to 64; 4 unless said.
    Overscan = 223, "overscan", Number;
    /// Colour of the boxes painted for items in sight that no node is bound to; none unless said.
    PlaceholderColor = 224, "placeholderColor", Color;
    /// Corner radius of these boxes, in pixels.
    PlaceholderRadius = 225, "placeholderRadius", Number;
}

impl Prop {
    /// The words that it takes; for a length, those beside pixels, percentages and automatic.
    pub const fn keywords(self) -> &'static [Keyword] {
        use Keyword as K;
        const SIZES: &[Keyword] = &[K::MinContent, K::MaxContent, K::FitContent, K::Stretch];
        match self {
            Self::Width | Self::Height => SIZES,
            Self::Basis => &[K::Content, K::MinContent, K::MaxContent, K::FitContent, K::Stretch],
            Self::Position => &[K::Relative, K::Absolute],
            Self::Direction => &[K::Row, K::Column, K::RowReverse, K::ColumnReverse],
            Self::Wrap => &[K::Nowrap, K::Wrap, K::WrapReverse, K::Balance, K::BalanceReverse],
            Self::Align | Self::AlignSelf => Keyword::SELF_ALIGNMENTS,
            Self::AlignContent | Self::Justify => Keyword::CONTENT_ALIGNMENTS,
            Self::BoxSizing => &[K::BorderBox, K::ContentBox],
            Self::Display => &[K::Flex, K::None],
            Self::Overflow | Self::OverflowX | Self::OverflowY => &[K::Visible, K::Hidden],
            Self::LayoutDirection => &[K::Ltr, K::Rtl],
            Self::TextAlign => &[K::Start, K::Center, K::End, K::Left, K::Right, K::Justify],
            Self::TextDirection => &[K::Ltr, K::Rtl],
            Self::FillShape => &[K::Linear, K::Radial],
            Self::Fit => &[K::Cover, K::Contain, K::Fill],
            Self::Scroll => &[K::None, K::X, K::Y],
            Self::ScrollPolicy => &[K::Minimal, K::Start, K::Center, K::Page],
            Self::FocusScope => &[K::None, K::Row, K::Column, K::Grid],
            _ => &[],
        }
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

    #[test]
    fn words_belong_to_properties_that_take_words() {
        for &prop in Prop::ALL {
            let takes = matches!(prop.kind(), ValueKind::Keyword | ValueKind::Length);
            assert!(takes || prop.keywords().is_empty(), "{prop:?}");
            assert!(prop.kind() != ValueKind::Keyword || !prop.keywords().is_empty(), "{prop:?}");
        }
    }
}
