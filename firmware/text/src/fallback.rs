//! Which family shows a character: the first in the board's order that has it.

use swash::FontRef;
use swash::proxy::CharmapProxy;

use crate::Fonts;

/// Characters whose family is remembered; a power of two. Their numbers modulo this find their places.
const REMEMBERED: usize = 1024;
/// A place where nothing is remembered.
const NOBODY: (char, u16) = (char::MAX, u16::MAX);

/// Finds families for characters.
#[derive(Debug)]
pub(crate) struct Fallback {
    fonts: Fonts,
    /// Where each family's first face has its table of characters.
    charmaps: Vec<CharmapProxy>,
    remembered: Box<[(char, u16)]>,
}

impl Fallback {
    pub(crate) fn new(fonts: &Fonts) -> Self {
        let proxy = |index| font(fonts, index).map(|font| CharmapProxy::from_font(&font));
        let charmaps =
            (0..fonts.families().len()).map(|index| proxy(index).unwrap_or_else(no_charmap)).collect();
        let remembered = vec![NOBODY; REMEMBERED].into_boxed_slice();
        Self { fonts: fonts.clone(), charmaps, remembered }
    }

    /// The family that shows a character; the main one when none has it.
    pub(crate) fn family(&mut self, character: char) -> usize {
        let place = character as usize % REMEMBERED;
        let (remembered, family) = self.remembered[place];
        if remembered == character && family != u16::MAX {
            return usize::from(family);
        }
        let family = (0..self.charmaps.len()).find(|&family| self.has(family, character)).unwrap_or(0);
        self.remembered[place] = (character, family as u16);
        family
    }

    /// True when a family has a glyph for the character.
    pub(crate) fn has(&self, family: usize, character: char) -> bool {
        let Some(font) = font(&self.fonts, family) else { return false };
        self.charmaps.get(family).is_some_and(|map| map.materialize(&font).map(character) != 0)
    }
}

/// A family's upright regular face, whose characters stand for the family's.
fn font(fonts: &Fonts, family: usize) -> Option<FontRef<'_>> {
    FontRef::from_index(fonts.bytes(fonts.styled(family, 400, false).face)?, 0)
}

fn no_charmap() -> CharmapProxy {
    CharmapProxy::from_font(&FontRef { data: &[], offset: 0, key: swash::CacheKey::new() })
}
