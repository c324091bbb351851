//! The words that keyword properties take.

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
    Page = 60, "page";
    Grid = 61, "grid";

    RowReverse = 120, "row-reverse";
    ColumnReverse = 121, "column-reverse";
    Nowrap = 122, "nowrap";
    Wrap = 123, "wrap";
    WrapReverse = 124, "wrap-reverse";
    Balance = 125, "balance";
    BalanceReverse = 126, "balance-reverse";
    FlexStart = 127, "flex-start";
    FlexEnd = 128, "flex-end";
    SelfStart = 129, "self-start";
    SelfEnd = 130, "self-end";
    Baseline = 131, "baseline";
    SpaceAround = 132, "space-around";
    SpaceEvenly = 133, "space-evenly";
    SafeStart = 134, "safe start";
    SafeEnd = 135, "safe end";
    SafeCenter = 136, "safe center";
    SafeFlexStart = 137, "safe flex-start";
    SafeFlexEnd = 138, "safe flex-end";
    SafeSelfStart = 139, "safe self-start";
    SafeSelfEnd = 140, "safe self-end";
    UnsafeStart = 141, "unsafe start";
    UnsafeEnd = 142, "unsafe end";
    UnsafeCenter = 143, "unsafe center";
    UnsafeFlexStart = 144, "unsafe flex-start";
    UnsafeFlexEnd = 145, "unsafe flex-end";
    UnsafeSelfStart = 146, "unsafe self-start";
    UnsafeSelfEnd = 147, "unsafe self-end";
    Flex = 148, "flex";
    BorderBox = 149, "border-box";
    ContentBox = 150, "content-box";
    Visible = 151, "visible";
    Hidden = 152, "hidden";
    MinContent = 153, "min-content";
    MaxContent = 154, "max-content";
    FitContent = 155, "fit-content";
    Content = 156, "content";
    Ltr = 157, "ltr";
    Rtl = 158, "rtl";

    Linear = 160, "linear";
    Radial = 161, "radial";
    Left = 180, "left";
    Right = 181, "right";
    Justify = 182, "justify";
}

impl Keyword {
    /// Where a child stands across its parent's main axis.
    pub(crate) const SELF_ALIGNMENTS: &[Self] = &[
        Self::Start,
        Self::Center,
        Self::End,
        Self::Stretch,
        Self::Baseline,
        Self::FlexStart,
        Self::FlexEnd,
        Self::SelfStart,
        Self::SelfEnd,
        Self::SafeStart,
        Self::SafeCenter,
        Self::SafeEnd,
        Self::SafeFlexStart,
        Self::SafeFlexEnd,
        Self::SafeSelfStart,
        Self::SafeSelfEnd,
        Self::UnsafeStart,
        Self::UnsafeCenter,
        Self::UnsafeEnd,
        Self::UnsafeFlexStart,
        Self::UnsafeFlexEnd,
        Self::UnsafeSelfStart,
        Self::UnsafeSelfEnd,
    ];

    /// How children share the main axis, and lines the other.
    pub(crate) const CONTENT_ALIGNMENTS: &[Self] = &[
        Self::Start,
        Self::Center,
        Self::End,
        Self::Stretch,
        Self::SpaceBetween,
        Self::SpaceAround,
        Self::SpaceEvenly,
        Self::FlexStart,
        Self::FlexEnd,
        Self::SafeStart,
        Self::SafeCenter,
        Self::SafeEnd,
        Self::SafeFlexStart,
        Self::SafeFlexEnd,
        Self::UnsafeStart,
        Self::UnsafeCenter,
        Self::UnsafeEnd,
        Self::UnsafeFlexStart,
        Self::UnsafeFlexEnd,
    ];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_lead_back() {
        for &word in Keyword::ALL {
            assert_eq!(Keyword::from_u8(word as u8), Some(word));
            assert_eq!(Keyword::from_name(word.name()), Some(word));
        }
    }
}
