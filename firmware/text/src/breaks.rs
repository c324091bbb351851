//! Where lines may end.
//!
//! Unicode's line breaking (UAX 14) says so for all scripts but those of South East Asia, whose words only a dictionary
//! finds. Thai is broken between syllables, found by its spelling: a leading vowel begins one, and so does a consonant
//! that carries a vowel or tone, unless it is the second of an initial pair. That never tears a syllable from its vowels
//! and tones, but may break a word of several. Lao, Khmer and Burmese break at spaces only.

/// What may happen before a character.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Break {
    /// Nothing: the characters belong together.
    Never,
    /// A line may begin here when a word is wider than the line.
    #[default]
    Emergency,
    /// A line may begin here.
    Allowed,
}

/// Fills `breaks` with what may happen before each byte of a paragraph.
pub(crate) fn find(paragraph: &str, breaks: &mut Vec<Break>) {
    breaks.clear();
    breaks.resize(paragraph.len() + 1, Break::Emergency);
    for (byte, _) in unicode_linebreak::linebreaks(paragraph) {
        breaks[byte] = Break::Allowed;
    }
    if paragraph.chars().any(is_thai) {
        thai(paragraph, breaks);
    }
}

/// ์ makes the consonant that carries it silent.
const SILENCER: char = '\u{e4c}';

fn is_thai(character: char) -> bool {
    ('\u{e01}'..='\u{e4e}').contains(&character)
}

fn is_consonant(character: char) -> bool {
    ('\u{e01}'..='\u{e2e}').contains(&character)
}

/// เ แ โ ใ ไ, written before the consonant they follow in speech.
fn is_leading_vowel(character: char) -> bool {
    ('\u{e40}'..='\u{e44}').contains(&character)
}

/// What a consonant carries: vowels after, above and below it, and tones.
fn is_carried(character: char) -> bool {
    matches!(character, '\u{e30}'..='\u{e3a}' | '\u{e45}' | '\u{e47}'..='\u{e4b}')
}

/// Consonants that can stand before ร ล ว in one syllable.
fn begins_pair(first: char, second: char) -> bool {
    matches!(first, 'ก' | 'ข' | 'ค' | 'ต' | 'ท' | 'ป' | 'ผ' | 'พ' | 'ส' | 'ห' | 'อ')
        && matches!(second, 'ร' | 'ล' | 'ว' | 'น' | 'ม' | 'ย' | 'ง' | 'ญ')
        && (matches!(second, 'ร' | 'ล' | 'ว') || matches!(first, 'ห' | 'อ' | 'ส'))
}

fn thai(paragraph: &str, breaks: &mut [Break]) {
    let mut before = ['\0'; 2];
    let mut rest = paragraph.char_indices();
    while let Some((byte, character)) = rest.next() {
        if is_thai(before[1]) && is_thai(character) {
            let mut after = rest.as_str().chars();
            let after = [after.next().unwrap_or('\0'), after.next().unwrap_or('\0')];
            breaks[byte] = thai_break(before, character, after);
        }
        before = [before[1], character];
    }
}

/// What may happen before a Thai character that follows another.
fn thai_break(before: [char; 2], character: char, after: [char; 2]) -> Break {
    let belongs = is_leading_vowel(before[1]) || !(is_consonant(character) || is_leading_vowel(character));
    if belongs || after[0] == SILENCER {
        return Break::Never;
    }
    if is_leading_vowel(character) {
        return Break::Allowed;
    }
    // ั and ็ need a consonant after them, and so does a leading vowel with a pair.
    let is_closing = matches!(before[1], '\u{e31}' | '\u{e47}');
    let is_second =
        begins_pair(before[1], character) || is_leading_vowel(before[0]) && is_consonant(before[1]);
    let begins = is_carried(after[0]) || begins_pair(character, after[0]) && is_carried(after[1]);
    if begins && !is_closing && !is_second { Break::Allowed } else { Break::Emergency }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with `|` where lines may end.
    fn shown(text: &str) -> String {
        let mut breaks = Vec::new();
        find(text, &mut breaks);
        let mut shown = String::new();
        for (byte, character) in text.char_indices() {
            if byte > 0 && breaks[byte] == Break::Allowed {
                shown.push('|');
            }
            shown.push(character);
        }
        shown
    }

    #[test]
    fn words_ideographs_and_hangul_break_where_unicode_says() {
        assert_eq!(shown("one two-three"), "one |two-|three");
        assert_eq!(shown("你好，世界。"), "你|好，|世|界。");
        assert_eq!(shown("「日本」です"), "「日|本」|で|す");
        assert_eq!(shown("안녕 하세요"), "안|녕 |하|세|요");
        assert_eq!(shown("a\u{a0}b 10,5 €"), "a\u{a0}b |10,5 |€");
        assert_eq!(shown("नमस्ते दुनिया"), "नमस्ते |दुनिया");
    }

    #[test]
    fn thai_breaks_between_syllables() {
        assert_eq!(shown("ประเทศไทย"), "ประ|เทศ|ไทย");
        assert_eq!(shown("ภาษาไทย"), "ภา|ษา|ไทย");
        assert_eq!(shown("สวัสดีครับ"), "สวัส|ดี|ครับ");
        assert_eq!(shown("การ์ตูน"), "การ์|ตูน");
    }

    #[test]
    fn thai_never_breaks_before_what_a_consonant_carries() {
        for text in ["น้ำ", "เขียน", "ที่นี่", "เพื่อน", "สัตว์"]
        {
            let mut breaks = Vec::new();
            find(text, &mut breaks);
            let mut before = ' ';
            for (byte, character) in text.char_indices() {
                if is_carried(character) || is_leading_vowel(before) {
                    assert_eq!(breaks[byte], Break::Never, "{text} at {byte}");
                }
                before = character;
            }
        }
    }
}
