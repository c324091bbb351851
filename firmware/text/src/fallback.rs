//! Which families stand in for characters that the main family lacks.
//!
//! Named families are tried before all others, so that a script is found at once instead of by trying every font.

use cosmic_text::Fallback;
use cosmic_text::fontdb;
use unicode_script::Script;

/// Main families in order of preference; the first one present is used.
pub(crate) const MAIN_FAMILIES: &[&str] = &["Noto Sans", "Roboto", "DejaVu Sans"];

/// The families of the shipped fonts, and of their usual alternatives.
#[derive(Debug)]
pub(crate) struct ShippedFonts;

impl Fallback for ShippedFonts {
    fn common_fallback(&self) -> &[&'static str] {
        &["Noto Sans", "Noto Sans Symbols2", "Droid Sans Fallback"]
    }

    fn forbidden_fallback(&self) -> &[&'static str] {
        &[]
    }

    fn script_fallback(&self, script: Script, _locale: &str) -> &[&'static str] {
        match script {
            Script::Arabic => &["Noto Sans Arabic"],
            Script::Hebrew => &["Noto Sans Hebrew"],
            Script::Devanagari => &["Noto Sans Devanagari"],
            Script::Thai => &["Noto Sans Thai"],
            Script::Hangul => &["NanumGothic", "Noto Sans CJK KR", "Droid Sans Fallback"],
            Script::Bopomofo | Script::Han | Script::Hiragana | Script::Katakana => {
                &["Droid Sans Fallback", "Noto Sans CJK SC"]
            }
            _ => &[],
        }
    }
}

/// True when a face of the family exists at this weight.
pub(crate) fn has_weight(faces: &fontdb::Database, family: &str, weight: fontdb::Weight) -> bool {
    faces.faces().any(|face| face.weight == weight && face.families.iter().any(|(name, _)| name == family))
}
