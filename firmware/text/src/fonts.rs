//! The font files of a directory: found, checked and given weights once at start, shared by all threads.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use cosmic_text::{FontSystem, fontdb};

use crate::fallback::{self, MAIN_FAMILIES, ShippedFonts};

/// Font files that are looked at; further ones, in order of their names, are left out with a warning.
pub const FONT_FILES_MAX: usize = 64;

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
    #[error("{}: not a font that can be used; replace or remove the file", path.display())]
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

/// The fonts there are. Cheap to clone; files are mapped when they are first used.
#[derive(Clone, Debug)]
pub struct Fonts {
    faces: fontdb::Database,
    /// Copies of regular faces that stand for missing bold ones.
    artificial_bold: Arc<[fontdb::ID]>,
}

impl Fonts {
    /// Finds the fonts in a directory. Only the names and weights of each are read now.
    ///
    /// # Errors
    /// The directory or a file is unreadable, a file is not a font, or there is none.
    pub fn load(directory: &Path) -> Result<Self, FontError> {
        Self::load_files(&font_files(directory)?, directory)
    }

    /// Takes the given font files. `origin` is what [`FontError::Empty`] names: where they should come from.
    ///
    /// # Errors
    /// A file is unreadable or not a font, or there is none.
    pub fn load_files(files: &[PathBuf], origin: &Path) -> Result<Self, FontError> {
        let mut faces = fontdb::Database::new();
        for path in files {
            let path = path.clone();
            let before = faces.len();
            faces.load_font_file(&path).map_err(|source| FontError::File { path: path.clone(), source })?;
            if faces.len() == before {
                return Err(FontError::NotAFont { path });
            }
        }
        let families = family_names(&faces);
        let Some(first) = families.first() else {
            return Err(FontError::Empty { path: origin.to_owned() });
        };
        let main = MAIN_FAMILIES.iter().find(|name| families.iter().any(|family| family == **name));
        faces.set_sans_serif_family(main.copied().unwrap_or(first));
        let artificial_bold = complete_weights(&mut faces, &families);
        Ok(Self { faces, artificial_bold: artificial_bold.into() })
    }

    /// A font system of its own for one thread. Font files are mapped, so their memory is shared.
    pub(crate) fn system(&self) -> FontSystem {
        FontSystem::new_with_locale_and_db_and_fallback("en-US".to_owned(), self.faces.clone(), ShippedFonts)
    }

    /// True when glyphs of this face have to be thickened.
    pub(crate) fn is_artificial_bold(&self, font: fontdb::ID) -> bool {
        self.artificial_bold.contains(&font)
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
    if files.len() > FONT_FILES_MAX {
        log::warn!(
            "{}: only the first {FONT_FILES_MAX} of {} fonts are used",
            directory.display(),
            files.len()
        );
        files.truncate(FONT_FILES_MAX);
    }
    Ok(files)
}

/// The first name of every family, each once, in the order of the files.
fn family_names(faces: &fontdb::Database) -> Vec<String> {
    let mut names = Vec::new();
    for name in faces.faces().filter_map(|face| face.families.first()).map(|(name, _)| name) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// Gives every family a regular and a bold face, because fall-back looks at faces of the exact weight first. A missing
/// one is a copy of what there is. Returns the bold ones made of lighter faces.
fn complete_weights(faces: &mut fontdb::Database, families: &[String]) -> Vec<fontdb::ID> {
    let mut artificial = Vec::new();
    for family in families {
        for weight in [fontdb::Weight::NORMAL, fontdb::Weight::BOLD] {
            if fallback::has_weight(faces, family, weight) {
                continue;
            }
            let closest = faces
                .faces()
                .filter(|face| face.families.iter().any(|(name, _)| name == family))
                .min_by_key(|face| face.weight.0.abs_diff(weight.0))
                .cloned();
            if let Some(mut copy) = closest {
                let is_lighter = copy.weight.0 < weight.0;
                copy.weight = weight;
                let id = faces.push_face_info(copy);
                if is_lighter {
                    artificial.push(id);
                }
            }
        }
    }
    artificial
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
        std::fs::remove_dir_all(&directory).unwrap();
        assert!(matches!(empty, FontError::Empty { .. }), "{empty}");
        assert!(matches!(broken, FontError::NotAFont { .. }), "{broken}");
        assert!(broken.to_string().contains("broken.ttf"), "{broken}");
    }
}
