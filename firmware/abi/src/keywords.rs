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
