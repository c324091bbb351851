//! A paragraph cut into runs that can be shaped in one piece: one writing direction, script, face and style each.

use std::ops::Range;

use unicode_bidi::{Level, ParagraphBidiInfo};
use unicode_script::{Script, UnicodeScript};

use crate::Fonts;
use crate::fallback::Fallback;
use crate::fonts::StyledFace;
use crate::style::Styles;

/// A part of a paragraph that is shaped in one piece.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Run {
    /// Bytes of the whole text.
    pub(crate) bytes: Range<usize>,
    /// Depth of nested writing directions; odd ones run from right to left.
    pub(crate) level: u8,
    pub(crate) script: Script,
    pub(crate) face: StyledFace,
    /// The style of its first byte.
    pub(crate) style: u16,
}

/// The writing directions of a paragraph.
#[derive(Debug)]
pub(crate) struct Directions {
    pub(crate) is_rtl: bool,
    /// By byte; empty when all is left to right.
    levels: Vec<Level>,
}

impl Directions {
    /// Finds them out. Without a base direction, the first letter that has one decides; left to right if there is none.
    pub(crate) fn of(paragraph: &str, base: Option<Level>) -> Self {
        if base.is_none_or(|level| level.is_ltr()) && !paragraph.chars().any(may_change_direction) {
            return Self { is_rtl: false, levels: Vec::new() };
        }
        let bidi = ParagraphBidiInfo::new(paragraph, base);
        Self { is_rtl: bidi.paragraph_level.is_rtl(), levels: bidi.levels }
    }

    fn level(&self, byte: usize) -> u8 {
        self.levels.get(byte).map_or(u8::from(self.is_rtl), Level::number)
    }
}

/// True for the blocks of all characters that run from right to left or control direction.
fn may_change_direction(character: char) -> bool {
    matches!(u32::from(character),
        0x590..=0x8ff | 0x200e..=0x200f | 0x202a..=0x202e | 0x2066..=0x2069
        | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff)
}

/// Cuts a paragraph, which is at `bytes` of `text`, into runs in logical order.
pub(crate) fn itemize(
    text: &str,
    bytes: Range<usize>,
    directions: &Directions,
    styles: &Styles,
    fonts: &Fonts,
    fallback: &mut Fallback,
    runs: &mut Vec<Run>,
) {
    runs.clear();
    let start = bytes.start;
    let (mut style, mut style_end) = (0, 0);
    let mut last: Option<(usize, Run)> = None;
    for (offset, character) in text[bytes].char_indices() {
        let byte = start + offset;
        let level = directions.level(offset);
        if byte as u32 >= style_end {
            (style, style_end) = styles.at(byte as u32, style);
        }
        let (script, follows) = script_of(character);
        let now = styles.get(style);
        if let Some((family, run)) = &mut last {
            let goes_on = run.level == level && styles.get(run.style).shapes_like(&now);
            let script_stays =
                script.is_none_or(|script| script == run.script || run.script == Script::Common);
            // Marks, joiners and spaces stay with what they follow, so that they can combine and words need no new run.
            let family_stays = follows && (is_invisible(character) || fallback.has(*family, character));
            if goes_on && script_stays {
                let script = script.unwrap_or(run.script);
                if family_stays || fallback.family(character) == *family {
                    run.script = script;
                    run.bytes.end = byte + character.len_utf8();
                    continue;
                }
            }
        }
        let inherited = last.as_ref().filter(|(_, run)| run.level == level).map(|(_, run)| run.script);
        let script = script.or(inherited).unwrap_or(Script::Common);
        let family = fallback.family(character);
        let face = fonts.styled(family, now.weight, now.is_italic);
        let run = Run { bytes: byte..byte + character.len_utf8(), level, script, face, style };
        if let Some((_, done)) = last.replace((family, run)) {
            runs.push(done);
        }
    }
    runs.extend(last.map(|(_, run)| run));
}

/// A character's own script, nothing when it takes that of its neighbours, and whether it keeps to what it follows.
fn script_of(character: char) -> (Option<Script>, bool) {
    match character {
        ' ' => (None, true),
        'a'..='z' | 'A'..='Z' => (Some(Script::Latin), false),
        '\0'..='\x7f' => (None, false),
        _ => match character.script() {
            Script::Inherited => (None, true),
            Script::Common | Script::Unknown => (None, is_invisible(character)),
            script => (Some(script), false),
        },
    }
}

/// Characters that only steer their neighbours: joiners, selectors, direction controls.
fn is_invisible(character: char) -> bool {
    matches!(u32::from(character),
        0xad | 0x34f | 0x61c | 0x180b..=0x180e | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f
        | 0xfe00..=0xfe0f | 0xfeff | 0xe_0000..=0xe_0fff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base_directions_are_found_or_given() {
        let is_rtl = |text, base| Directions::of(text, base).is_rtl;
        assert!(!is_rtl("Latin", None));
        assert!(is_rtl("Latin", Some(Level::rtl())));
        assert!(is_rtl("… שלום Latin", None));
        assert!(!is_rtl("Latin שלום", None));
        assert!(!is_rtl("שלום", Some(Level::ltr())));
        assert!(!is_rtl("", None));
    }

    #[test]
    fn every_character_with_a_direction_is_noticed() {
        use unicode_bidi::BidiClass::{AL, AN, FSI, LRE, LRI, LRO, PDF, PDI, R, RLE, RLI, RLO};
        for character in (0..=0x10_ffff).filter_map(char::from_u32) {
            let class = unicode_bidi::bidi_class(character);
            let matters = matches!(class, AL | AN | FSI | LRE | LRI | LRO | PDF | PDI | R | RLE | RLI | RLO);
            assert!(!matters || may_change_direction(character), "{character:?} {class:?}");
        }
    }
}
