//! Which family shows a character: the first in the board's order that has it.

use crate::Fonts;

/// Characters whose family is remembered. Their numbers modulo this find their places.
const REMEMBERED: usize = 1024;

/// Finds families for characters.
#[derive(Debug)]
pub(crate) struct Fallback {
    fonts: Fonts,
    /// Characters and their families; nothing yet at a place that no character came to.
    remembered: Box<[Option<(char, u16)>]>,
}

impl Fallback {
    pub(crate) fn new(fonts: &Fonts) -> Self {
        Self { fonts: fonts.clone(), remembered: vec![None; REMEMBERED].into_boxed_slice() }
    }

    /// The family that shows a character; the main one when none has it.
    pub(crate) fn family(&mut self, character: char) -> usize {
        let place = character as usize % REMEMBERED;
        if let Some((remembered, family)) = self.remembered[place]
            && remembered == character
        {
            return usize::from(family);
        }
        let families = self.fonts.families().len();
        let family = (0..families).find(|&family| self.fonts.has(family, character)).unwrap_or(0);
        self.remembered[place] = Some((character, family as u16));
        family
    }

    /// True when a family has a glyph for the character.
    pub(crate) fn has(&self, family: usize, character: char) -> bool {
        self.fonts.has(family, character)
    }
}
