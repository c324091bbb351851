//! Alignment words as taffy's values.

use ferrule_abi::Keyword;
use taffy::style::{AlignContent, AlignContentKeyword, AlignItems, AlignItemsKeyword, AlignmentSafety};

/// Splits a word into what it says and whether content may overflow at the start.
const fn split(word: Keyword) -> (Keyword, AlignmentSafety) {
    use AlignmentSafety::{Default, Safe, Unsafe};
    use Keyword as K;
    match word {
        K::SafeStart => (K::Start, Safe),
        K::SafeCenter => (K::Center, Safe),
        K::SafeEnd => (K::End, Safe),
        K::SafeFlexStart => (K::FlexStart, Safe),
        K::SafeFlexEnd => (K::FlexEnd, Safe),
        K::SafeSelfStart => (K::SelfStart, Safe),
        K::SafeSelfEnd => (K::SelfEnd, Safe),
        K::UnsafeStart => (K::Start, Unsafe),
        K::UnsafeCenter => (K::Center, Unsafe),
        K::UnsafeEnd => (K::End, Unsafe),
        K::UnsafeFlexStart => (K::FlexStart, Unsafe),
        K::UnsafeFlexEnd => (K::FlexEnd, Unsafe),
        K::UnsafeSelfStart => (K::SelfStart, Unsafe),
        K::UnsafeSelfEnd => (K::SelfEnd, Unsafe),
        other => (other, Default),
    }
}

/// Where a child stands across the main axis. Words that say nothing about it stretch.
pub(crate) const fn of_item(word: Keyword) -> AlignItems {
    let (position, safety) = split(word);
    let keyword = match position {
        Keyword::Start => AlignItemsKeyword::Start,
        Keyword::Center => AlignItemsKeyword::Center,
        Keyword::End => AlignItemsKeyword::End,
        Keyword::FlexStart => AlignItemsKeyword::FlexStart,
        Keyword::FlexEnd => AlignItemsKeyword::FlexEnd,
        Keyword::SelfStart => AlignItemsKeyword::SelfStart,
        Keyword::SelfEnd => AlignItemsKeyword::SelfEnd,
        Keyword::Baseline => AlignItemsKeyword::Baseline,
        _ => AlignItemsKeyword::Stretch,
    };
    AlignItems { keyword, safety }
}

/// How children share the main axis, or lines the other. Words that say nothing about it stretch.
pub(crate) const fn of_content(word: Keyword) -> AlignContent {
    let (position, safety) = split(word);
    let keyword = match position {
        Keyword::Start => AlignContentKeyword::Start,
        Keyword::Center => AlignContentKeyword::Center,
        Keyword::End => AlignContentKeyword::End,
        Keyword::FlexStart => AlignContentKeyword::FlexStart,
        Keyword::FlexEnd => AlignContentKeyword::FlexEnd,
        Keyword::SpaceBetween => AlignContentKeyword::SpaceBetween,
        Keyword::SpaceAround => AlignContentKeyword::SpaceAround,
        Keyword::SpaceEvenly => AlignContentKeyword::SpaceEvenly,
        _ => AlignContentKeyword::Stretch,
    };
    AlignContent { keyword, safety }
}
