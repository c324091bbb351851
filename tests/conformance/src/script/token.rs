//! Lines of words, and strings in quotes as Rust has them.

use std::iter::Peekable;
use std::str::Chars;

/// A word of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Anything without spaces.
    Word(String),
    /// What stood between quotes.
    Quoted(String),
}

/// Splits a line.
///
/// # Errors
/// A string without an end or with an escape that there is not.
pub(super) fn split(line: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut letters = line.chars().peekable();
    while let Some(&letter) = letters.peek() {
        if letter.is_whitespace() {
            letters.next();
        } else if letter == '"' {
            letters.next();
            tokens.push(Token::Quoted(quoted(&mut letters)?));
        } else {
            let mut word = String::new();
            while let Some(letter) = letters.next_if(|letter| !letter.is_whitespace()) {
                word.push(letter);
            }
            tokens.push(Token::Word(word));
        }
    }
    Ok(tokens)
}

/// The rest of a string whose first quote was read.
fn quoted(letters: &mut Peekable<Chars<'_>>) -> Result<String, String> {
    let mut text = String::new();
    loop {
        match letters.next().ok_or("a string does not end")? {
            '"' => return Ok(text),
            '\\' => text.push(escape(letters)?),
            letter => text.push(letter),
        }
    }
}

fn escape(letters: &mut Peekable<Chars<'_>>) -> Result<char, String> {
    match letters.next() {
        Some('n') => Ok('\n'),
        Some('t') => Ok('\t'),
        Some('r') => Ok('\r'),
        Some('0') => Ok('\0'),
        Some(letter @ ('"' | '\'' | '\\')) => Ok(letter),
        Some('u') => {
            let code: String = letters.by_ref().take_while(|&letter| letter != '}').collect();
            let code = code.strip_prefix('{').and_then(|code| u32::from_str_radix(code, 16).ok());
            code.and_then(char::from_u32).ok_or_else(|| "a string has a bad \\u{…}".to_owned())
        }
        _ => Err("a string has an escape that there is not".to_owned()),
    }
}

/// The words of a line that are still to be read.
pub(super) struct Words {
    rest: std::vec::IntoIter<Token>,
}

impl Words {
    pub(super) fn new(line: &str) -> Result<Self, String> {
        Ok(Self { rest: split(line)?.into_iter() })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.as_slice().is_empty()
    }

    pub(super) fn token(&mut self, what: &str) -> Result<Token, String> {
        self.rest.next().ok_or_else(|| format!("{what} is missing"))
    }

    /// A word that is no string.
    pub(super) fn word(&mut self, what: &str) -> Result<String, String> {
        match self.token(what)? {
            Token::Word(word) => Ok(word),
            Token::Quoted(text) => Err(format!("{what} is missing before {text:?}")),
        }
    }

    pub(super) fn quoted(&mut self, what: &str) -> Result<String, String> {
        match self.token(what)? {
            Token::Quoted(text) => Ok(text),
            Token::Word(word) => Err(format!("{what} is `{word}`, not a string in quotes")),
        }
    }

    /// Something that is read from one word.
    pub(super) fn parse<T: std::str::FromStr>(&mut self, what: &str) -> Result<T, String> {
        let word = self.word(what)?;
        word.parse().map_err(|_| format!("{what} is `{word}`"))
    }

    /// True, and the word is read, when it is next.
    pub(super) fn has(&mut self, word: &str) -> bool {
        let is_next = matches!(self.rest.as_slice().first(), Some(Token::Word(next)) if next == word);
        if is_next {
            self.rest.next();
        }
        is_next
    }

    /// True when a string or a number like `#3` is next: an image, not a node.
    pub(super) fn starts_with_answer(&self) -> bool {
        match self.rest.as_slice().first() {
            Some(Token::Quoted(_)) => true,
            Some(Token::Word(word)) => word.starts_with('#'),
            None => false,
        }
    }

    /// Nothing may be left.
    pub(super) fn end(&mut self) -> Result<(), String> {
        match self.rest.next() {
            None => Ok(()),
            Some(Token::Word(word)) => Err(format!("`{word}` is too much")),
            Some(Token::Quoted(text)) => Err(format!("{text:?} is too much")),
        }
    }
}
