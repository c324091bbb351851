//! Bytes of broken batches, with the numbers in them written as numbers.

use super::token::{Token, Words};

/// Reads the rest of a line: two hexadecimal digits for a byte, `u16:5`, `u32:9000`, `f32:nan` for numbers, strings with
/// their length in front, and `00*5` for five of a kind.
pub(super) fn read(words: &mut Words) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    while !words.is_empty() {
        match words.token("a byte")? {
            Token::Quoted(text) => {
                let length = u16::try_from(text.len()).map_err(|_| "the string is too long".to_owned())?;
                bytes.extend_from_slice(&length.to_le_bytes());
                bytes.extend_from_slice(text.as_bytes());
            }
            Token::Word(word) => {
                let (part, times) = word.split_once('*').unwrap_or((&word, "1"));
                let part = number(part).ok_or_else(|| format!("`{word}` is no byte or number"))?;
                let times = times.parse().map_err(|_| format!("`{word}` has no count"))?;
                bytes.extend(std::iter::repeat_n(part, times).flatten());
            }
        }
    }
    Ok(bytes)
}

fn number(word: &str) -> Option<Vec<u8>> {
    match word.split_once(':') {
        Some(("u16", number)) => Some(number.parse::<u16>().ok()?.to_le_bytes().to_vec()),
        Some(("u32", number)) => Some(number.parse::<u32>().ok()?.to_le_bytes().to_vec()),
        Some(("f32", number)) => Some(number.parse::<f32>().ok()?.to_le_bytes().to_vec()),
        Some(_) => None,
        None if word.len() == 2 => Some(vec![u8::from_str_radix(word, 16).ok()?]),
        None => None,
    }
}
