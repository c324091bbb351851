//! The font files: found and checked once at start, mapped when they are first used, shared by all threads.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use memmap2::Mmap;
use swash::proxy::CharmapProxy;
use swash::{FontRef, StringId, Style};

/// Font files that are looked at; further ones are left out with a warning.
pub const FONT_FILES_MAX: usize = 64;

/// From this weight on a lighter face is thickened.
const BOLD_FROM: u16 = 600;
/// Ascent and descent as shares of the font size where a face does not say.
const ASCENT_DESCENT_DEFAULT: (f32, f32) = (0.93, 0.24);

/// Why there are no fonts.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// The directory cannot be read.
    #[error("{}: cannot read the font directory: {source}", path.display())]
    Directory {
        /// The directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A font file cannot be read.
    #[error("{}: cannot read the font file: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file with a font's name is none.
    #[error("{}: not a font that can be used; replace it or take it off the board's list", path.display())]
    NotAFont {
        /// The file.
        path: PathBuf,
    },
    /// There is no font file at all.
    #[error("{}: no .ttf, .otf or .ttc file in the font directory; install fonts there (at least Noto Sans)", path.display())]
    Empty {
        /// The directory.
        path: PathBuf,
    },
}

/// The fonts there are, in order of fallback. Cheap to clone; only the pages of the files that are in use cost memory,
/// and those are shared.
#[derive(Clone, Debug)]
pub struct Fonts(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    faces: Vec<Face>,
    families: Vec<Family>,
}

/// One font file.
#[derive(Debug)]
struct Face {
    file: File,
    /// Since its first use; nothing when the system refuses. What was mapped to check it is given back: the pages that
    /// the kernel maps around those in use are most of what an idle font costs.
    bytes: OnceLock<Option<Mmap>>,
    /// Where its table of characters is.
    charmap: CharmapProxy,
    weight: u16,
    is_italic: bool,
    ascent: f32,
    descent: f32,
}

/// The faces of one design in several weights.
#[derive(Debug)]
pub(crate) struct Family {
    pub(crate) name: String,
    faces: Vec<u16>,
}

/// A face, and what it lacks of the style asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct StyledFace {
    /// Index among all faces.
    pub(crate) face: u16,
    /// The outline is to be thickened, because the family has no face as bold as this.
    pub(crate) embolden: bool,
    /// The outline is to be slanted, because the family has no italic face.
    pub(crate) slant: bool,
}

impl Fonts {
    /// Finds the fonts in a directory, whose names in their order are the order of fallback.
    ///
    /// # Errors
    /// The directory or a file is unreadable, a file is not a font, or there is none.
    pub fn load(directory: &Path) -> Result<Self, FontError> {
        Self::load_files(&font_files(directory)?, directory)
    }

    /// Takes the given font files, in order of fallback: a character is shown in the first family that has it. The first
    /// file's family is the main one. `origin` is what [`FontError::Empty`] names: where they should come from.
    ///
    /// The files are mapped. Whoever changes one while it is in use gets wrong glyphs, or a crash where it becomes
    /// shorter.
    ///
    /// # Errors
    /// A file is unreadable or not a font, or there is none.
    pub fn load_files(files: &[PathBuf], origin: &Path) -> Result<Self, FontError> {
        if files.len() > FONT_FILES_MAX {
            log::warn!(
                "{}: only the first {FONT_FILES_MAX} of {} fonts are used",
                origin.display(),
                files.len()
            );
        }
        let mut inner = Inner { faces: Vec::new(), families: Vec::new() };
        for path in files.iter().take(FONT_FILES_MAX) {
            inner.add(path)?;
        }
        if inner.faces.is_empty() {
            return Err(FontError::Empty { path: origin.to_owned() });
        }
        Ok(Self(Arc::new(inner)))
    }

    /// Families in order of fallback, at least one.
    pub(crate) fn families(&self) -> &[Family] {
        &self.0.families
    }

    pub(crate) fn faces_count(&self) -> usize {
        self.0.faces.len()
    }

    /// The bytes of a face's file; nothing for a face of other fonts.
    pub(crate) fn bytes(&self, face: u16) -> Option<&[u8]> {
        let face = self.0.faces.get(usize::from(face))?;
        let mapped = face.bytes.get_or_init(|| {
            map(&face.file).inspect_err(|error| log::warn!("a font cannot be mapped again: {error}")).ok()
        });
        mapped.as_deref()
    }

    /// True when a family's upright regular face, which stands for all of it, has a glyph for a character.
    pub(crate) fn has(&self, family: usize, character: char) -> bool {
        let face = self.styled(family, 400, false).face;
        let font = self.bytes(face).and_then(|bytes| FontRef::from_index(bytes, 0));
        font.is_some_and(|font| {
            self.0.faces[usize::from(face)].charmap.materialize(&font).map(character) != 0
        })
    }

    /// A family's face for a style: italic before upright where that is asked for, then the nearest weight.
    pub(crate) fn styled(&self, family: usize, weight: u16, is_italic: bool) -> StyledFace {
        let faces = self.0.families.get(family).map_or(&[0_u16][..], |family| &family.faces);
        let distance = |index: &&u16| {
            let face = &self.0.faces[usize::from(**index)];
            (face.is_italic != is_italic, face.weight.abs_diff(weight))
        };
        let index = faces.iter().min_by_key(distance).copied().unwrap_or_default();
        let face = &self.0.faces[usize::from(index)];
        StyledFace {
            face: index,
            embolden: weight >= BOLD_FROM && face.weight < BOLD_FROM,
            slant: is_italic && !face.is_italic,
        }
    }

    /// Ascent and descent of the main family as shares of the font size. Every line is as high as its letters, whatever
    /// its script, so that a change of language moves nothing.
    pub(crate) fn ascent_and_descent(&self) -> (f32, f32) {
        let face = &self.0.faces[usize::from(self.styled(0, 400, false).face)];
        (face.ascent, face.descent)
    }
}

impl Inner {
    fn add(&mut self, path: &Path) -> Result<(), FontError> {
        let failed = |source| FontError::File { path: path.to_owned(), source };
        let file = File::open(path).map_err(failed)?;
        let bytes = map(&file).map_err(failed)?;
        let not_a_font = || FontError::NotAFont { path: path.to_owned() };
        let font = FontRef::from_index(&bytes, 0).ok_or_else(not_a_font)?;
        // The shaper reads fonts by other code, and has to be able to later.
        harfrust::FontRef::from_index(&bytes, 0).map_err(|_| not_a_font())?;
        let name = family_name(&font).ok_or_else(not_a_font)?;
        let (_, weight, style) = font.attributes().parts();
        let metrics = font.metrics(&[]);
        let em = f32::from(metrics.units_per_em);
        let has_metrics = em > 0.0 && metrics.ascent > 0.0;
        let (ascent, descent) =
            if has_metrics { (metrics.ascent / em, metrics.descent / em) } else { ASCENT_DESCENT_DEFAULT };
        let is_italic = style != Style::Normal;
        let index = self.faces.len() as u16;
        let charmap = CharmapProxy::from_font(&font);
        let bytes = OnceLock::new();
        self.faces.push(Face { file, bytes, charmap, weight: weight.0, is_italic, ascent, descent });
        match self.families.iter_mut().find(|family| family.name == name) {
            Some(family) => family.faces.push(index),
            None => self.families.push(Family { name, faces: vec![index] }),
        }
        Ok(())
    }
}

/// Font files by name, so that the same directory always gives the same order of fall-back.
fn font_files(directory: &Path) -> Result<Vec<PathBuf>, FontError> {
    let failed = |source| FontError::Directory { path: directory.to_owned(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let extension = path.extension().and_then(|name| name.to_str()).unwrap_or_default();
        if ["ttf", "otf", "ttc"].iter().any(|known| extension.eq_ignore_ascii_case(known)) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Maps a font file.
#[expect(unsafe_code, reason = "the one place where files are mapped")]
fn map(file: &File) -> io::Result<Mmap> {
    // SAFETY: the mapping must not change while it is borrowed. The fonts lie in the read-only image, and `Fonts::load`
    // names the duty for those who give it other files.
    unsafe { Mmap::map(file) }
}

/// The name that regular, bold and italic faces have in common, in English.
fn family_name(font: &FontRef<'_>) -> Option<String> {
    let strings = font.localized_strings();
    [StringId::TypographicFamily, StringId::Family]
        .into_iter()
        .filter_map(|id| strings.find_by_id(id, Some("en")).or_else(|| strings.find_by_id(id, None)))
        .map(|name| name.chars().collect::<String>())
        .find(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_directory_is_named() {
        let error = Fonts::load(Path::new("/nonexistent/fonts")).unwrap_err();
        assert!(matches!(error, FontError::Directory { .. }));
        assert!(error.to_string().contains("/nonexistent/fonts"), "{error}");
    }

    #[test]
    fn a_directory_without_fonts_and_a_file_that_is_none_are_told_apart() {
        let directory = std::env::temp_dir().join(format!("ferrule-fonts-{}", std::process::id()));
        std::fs::create_dir_all(&directory).unwrap();
        std::fs::write(directory.join("README"), "not looked at").unwrap();
        let empty = Fonts::load(&directory).unwrap_err();
        std::fs::write(directory.join("broken.ttf"), "not a font").unwrap();
        let broken = Fonts::load(&directory).unwrap_err();
        std::fs::write(directory.join("broken.ttf"), "").unwrap();
        let nothing = Fonts::load(&directory).unwrap_err();
        std::fs::remove_dir_all(&directory).unwrap();
        assert!(matches!(empty, FontError::Empty { .. }), "{empty}");
        assert!(matches!(broken, FontError::NotAFont { .. }), "{broken}");
        assert!(broken.to_string().contains("broken.ttf"), "{broken}");
        assert!(matches!(nothing, FontError::NotAFont { .. }), "{nothing}");
    }
}
