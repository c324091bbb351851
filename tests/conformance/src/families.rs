//! Families of features, so that a random run can be narrowed down to some.

/// A set of families.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Families(u16);

/// Their names, in the order of their bits.
const NAMES: [&str; 10] =
    ["layout", "text", "looks", "images", "motion", "focus", "lists", "scenes", "display", "broken"];

impl Families {
    /// Trees, boxes and flexbox.
    pub const LAYOUT: Self = Self(1);
    /// Texts and their styles.
    pub const TEXT: Self = Self(2);
    /// Everything that is painted of boxes, and transforms.
    pub const LOOKS: Self = Self(4);
    /// Images and what is answered about them.
    pub const IMAGES: Self = Self(8);
    /// Transitions, animations, focused values.
    pub const MOTION: Self = Self(16);
    /// Focus, keys and scrolling.
    pub const FOCUS: Self = Self(32);
    /// Virtual lists.
    pub const LISTS: Self = Self(64);
    /// Scenes that are built beside the one on screen.
    pub const SCENES: Self = Self(128);
    /// Changes of the screen.
    pub const DISPLAY: Self = Self(256);
    /// Batches that cannot be read.
    pub const BROKEN: Self = Self(512);
    /// All of them.
    pub const ALL: Self = Self(1023);

    /// Both sets together.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True when all of `other` are in it.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// From names with commas in between.
    pub fn from_names(names: &str) -> Option<Self> {
        names.split(',').try_fold(Self(0), |all, name| {
            let at = NAMES.iter().position(|each| *each == name.trim())?;
            Some(all.and(Self(1 << at)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_their_bits() {
        assert_eq!(Families::from_names("layout, focus"), Some(Families::LAYOUT.and(Families::FOCUS)));
        assert_eq!(Families::from_names(&NAMES.join(",")), Some(Families::ALL));
        assert_eq!(Families::from_names("layout,nothing"), None);
    }
}
