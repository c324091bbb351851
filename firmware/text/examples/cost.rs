//! Shapes one text many times, for an instruction counter to watch:
//! `valgrind --tool=callgrind target/release/examples/cost latin 10`, less the same with 0, over 10.
//! A third argument `width` keeps the text and changes only the width from time to time.

use std::path::{Path, PathBuf};

use ferrule_abi::text::TextRequest;
use ferrule_text::{Fonts, SHAPER_CACHE_BYTES_DEFAULT, Shaper};

const PARAGRAPH: &str = "The quick brown fox jumps over the lazy dog, and after that it rests for a while in the shade of \
    an old tree, until the dog wakes up, looks around and decides that it is time for the two to become friends.";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let argument = |index: usize| arguments.get(index).map(String::as_str).unwrap_or_default();
    let (text, width) = match argument(1) {
        "latin" => ("A Winter in Lapland 2", None),
        "arabic" => ("ليلة شتاء طويلة جدا", None),
        "paragraph" => (PARAGRAPH, Some(500.0)),
        "cjk" => ("你好世界 日本語 こんにちは", None),
        other => return Err(format!("text {other:?}: latin, arabic, paragraph or cjk").into()),
    };
    let times: u16 = argument(2).parse()?;
    let boards = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../board");
    let board = ferrule_board::load(&boards, "qemu-arm64")?;
    let files: Vec<PathBuf> = board.fonts.files.iter().map(|file| Path::new("/").join(file)).collect();
    let mut shaper = Shaper::new(&Fonts::load_files(&files, &boards)?, SHAPER_CACHE_BYTES_DEFAULT);
    // Fonts, plans and tables are ready after the first.
    shaper.measure(&TextRequest::new(text, 19.0))?;
    for turn in 0..times {
        let step = f32::from(turn) / 16.0;
        let request = if argument(3) == "width" {
            TextRequest { width_max: Some(400.0 + step), ..TextRequest::new(text, 19.0) }
        } else {
            TextRequest { width_max: width, ..TextRequest::new(text, 20.0 + step) }
        };
        std::hint::black_box(shaper.measure(&request)?);
    }
    Ok(())
}
