//! Texts, requests and the fonts that the boards ship.
// Each test binary includes it and uses a part of it; a helper may stop a test at the first surprise.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};

use ferrule_abi::Batch;
use ferrule_abi::text::{TextRequest, TextSpan};
use ferrule_text::{Fonts, SHAPER_CACHE_BYTES_DEFAULT, Shaper, TextLayout};

pub const ENGLISH: &str = "The quick brown fox jumps over the lazy dog";
pub const ARABIC: &str = "مرحبا بالعالم";

/// The fonts that the boards ship, from the packages installed on this machine.
pub fn fonts() -> Fonts {
    let boards = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../board");
    let board = ferrule_board::load(&boards, "qemu-arm64").expect("a valid board file");
    let files: Vec<PathBuf> = board.fonts.files.iter().map(|file| Path::new("/").join(file)).collect();
    Fonts::load_files(&files, &boards)
        .unwrap_or_else(|error| panic!("{error}; run scripts/setup to install {:?}", board.fonts.packages))
}

pub fn shaper() -> Shaper {
    Shaper::new(&fonts(), SHAPER_CACHE_BYTES_DEFAULT)
}

/// 32 pixels high in lines of 40.
pub fn request(text: &str) -> TextRequest<'_> {
    TextRequest { line_height: 1.25, ..TextRequest::new(text, 32.0) }
}

/// Spans, encoded as requests want them.
pub fn spans(spans: &[TextSpan]) -> Vec<u8> {
    let mut batch = Batch::new(64 * 1024);
    for span in spans {
        batch.push(span).unwrap();
    }
    batch.as_bytes().to_vec()
}

/// The left ends of the glyphs of each line, left to right.
pub fn lines(layout: &TextLayout) -> Vec<Vec<f32>> {
    layout.glyphs.chunk_by(|a, b| a.y == b.y).map(|line| line.iter().map(|glyph| glyph.x).collect()).collect()
}
