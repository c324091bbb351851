//! Pictures of text in every script, compared with reviewed ones in `tests/golden/texts`, and what a glyph's own colour
//! does. `FERRULE_BLESS=1` writes the pictures anew: look at them. The fonts are those of the image.
// A helper may stop a test at the first surprise.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Canvas, run, solid};
use ferrule_abi::list::GlyphRun;
use ferrule_abi::text::{TextRequest, TextSpan, TextSpans};
use ferrule_abi::{Batch, Color, Item, Keyword};

const WIDTH: f32 = 360.0;
const BACKGROUND: u32 = 0x1020_30ff;
const ACCENT: Color = Color(0xffb0_40ff);
/// Where the lines that are to be kept to are drawn.
const GUIDE: u32 = 0xffff_ff20;

const ENGLISH: &str = "The quick brown fox jumps over the lazy dog and rests in the shade";
const ARABIC: &str = "الأمير الصغير يسافر بين الكواكب ويتعلم من كل لقاء درسا جديدا";
const HEBREW: &str = "הנסיך הקטן עבר מכוכב לכוכב ולמד דבר חדש בכל פגישה";
const HINDI: &str = "छोटा राजकुमार ग्रहों के बीच यात्रा करता है और क्षितिज की ओर देखता है";
const THAI: &str = "เจ้าชายน้อยเดินทางไปยังดวงดาวต่างๆ และได้เรียนรู้สิ่งใหม่ที่น่าประทับใจ";
const CHINESE: &str = "小王子在星球之间旅行，每一次相遇都学到了新的东西。繁體：臺灣龍";
const JAPANESE: &str = "星の王子さまは惑星を旅して、出会うたびに「大切なもの」を学びました。";
const KOREAN: &str = "어린 왕자는 별에서 별로 여행하며 만날 때마다 새로운 것을 배웠다. 힣뷁";

/// A sheet of texts below each other.
struct Sheet {
    canvas: Canvas,
    items: Vec<Item>,
    y: f32,
}

impl Sheet {
    fn new(height: u32) -> Self {
        let background = solid(0.0, 0.0, WIDTH, height as f32, BACKGROUND);
        Self { canvas: Canvas::new(WIDTH as u32, height), items: vec![background], y: 8.0 }
    }

    /// A text of the sheet's width, and the box it keeps to.
    fn text(&mut self, request: &TextRequest<'_>) -> &mut Self {
        let width = request.width_max.unwrap_or(WIDTH - 20.0);
        let layout = self.canvas.layout(request);
        let height = self.canvas.height_of(layout);
        self.items.push(solid(10.0, self.y, width, height, GUIDE));
        self.items.push(Item::GlyphRun(run(layout, 10.0, self.y)));
        self.y += height + 8.0;
        self
    }

    #[track_caller]
    fn assert(&mut self, name: &str) {
        self.canvas.paint(&self.items).assert_picture(&format!("texts/{name}"));
    }
}

fn base(text: &str) -> TextRequest<'_> {
    TextRequest { width_max: Some(WIDTH - 20.0), line_height: 1.35, ..TextRequest::new(text, 22.0) }
}

/// A script in three sizes, two weights, wrapped and cut off.
fn script(name: &str, text: &str) {
    Sheet::new(242)
        .text(&base(text))
        .text(&TextRequest { weight: 700, lines_max: 1, ..base(text) })
        .text(&TextRequest { size: 14.0, lines_max: 2, ..base(text) })
        .text(&TextRequest { size: 32.0, is_italic: true, lines_max: 1, ..base(text) })
        .assert(name);
}

fn encoded(spans: &[TextSpan]) -> Vec<u8> {
    let mut batch = Batch::new(4096);
    for span in spans {
        batch.push(span).unwrap();
    }
    batch.as_bytes().to_vec()
}

/// The span of a part of a text.
fn of(text: &str, part: &str) -> TextSpan {
    let start = text.find(part).unwrap();
    TextSpan { start: start as u16, end: (start + part.len()) as u16, ..TextSpan::default() }
}

#[test]
fn latin() {
    script("latin", "Größe, façade, Škoda, Ελληνικά, Привет — “quoted” 1234567890");
}

#[test]
fn arabic() {
    script("arabic", ARABIC);
}

#[test]
fn hebrew() {
    script("hebrew", HEBREW);
}

#[test]
fn devanagari() {
    script("devanagari", HINDI);
}

#[test]
fn thai() {
    script("thai", THAI);
}

#[test]
fn chinese() {
    script("chinese", CHINESE);
}

#[test]
fn japanese() {
    script("japanese", JAPANESE);
}

#[test]
fn korean() {
    script("korean", KOREAN);
}

#[test]
fn emoji() {
    let text = "Films 🎬 and games 🎮: 😀😎👍🏽 ❤️ ★★★☆ 🔥 ☔ ✓ → ♫ 🇩🇪 👨\u{200d}👩\u{200d}👧";
    Sheet::new(150)
        .text(&base(text))
        .text(&TextRequest { weight: 700, size: 30.0, ..base("🎉 Neu! 🍿") })
        .assert("emoji");
}

#[test]
fn mixed_directions() {
    let mixed = "Watch “שלום עולם” (2024), then مرحبا 123 again";
    let direction = Keyword::Rtl;
    Sheet::new(230)
        .text(&base(mixed))
        .text(&TextRequest { direction, ..base(mixed) })
        .text(&TextRequest {
            lines_max: 1, ..base("The film is called שלום עולם ומלואו, they say")
        })
        .text(&TextRequest {
            lines_max: 1, ..base("הסרט נקרא The quick brown fox והוא ארוך")
        })
        .assert("mixed-directions");
}

#[test]
fn right_to_left_page() {
    let text = format!("{ARABIC} (2024، Paris) {ARABIC}.");
    let (justify, center) = (Keyword::Justify, Keyword::Center);
    Sheet::new(330)
        .text(&base(&text))
        .text(&TextRequest { align: justify, size: 18.0, ..base(&text) })
        .text(&TextRequest { align: center, lines_max: 2, size: 18.0, ..base(&text) })
        .assert("right-to-left-page");
}

#[test]
fn ellipsis() {
    let at = |width, lines_max, text| TextRequest { lines_max, width_max: Some(width), ..base(text) };
    Sheet::new(290)
        .text(&at(340.0, 1, ENGLISH))
        .text(&at(200.0, 2, ENGLISH))
        .text(&at(200.0, 2, HEBREW))
        .text(&at(120.0, 1, THAI))
        .text(&at(30.0, 1, ENGLISH))
        .text(&at(340.0, 1, "One line\nand another"))
        .assert("ellipsis");
}

#[test]
fn letter_spacing() {
    let spaced = |letter_spacing, text| TextRequest { letter_spacing, ..base(text) };
    Sheet::new(230)
        .text(&spaced(-1.0, "Office affairs, tight"))
        .text(&spaced(0.0, "Office affairs, as it is"))
        .text(&spaced(2.0, "Office affairs, wide"))
        .text(&spaced(8.0, "OFFICE"))
        .text(&spaced(4.0, "ที่นี่ é\u{301} שָׁלוֹם"))
        .text(&spaced(4.0, "العربية متصلة नमस्ते"))
        .assert("letter-spacing");
}

#[test]
fn spans() {
    let text = "Bold, amber, large, slanted and wide in one; العربية الملونة متصلة";
    let spans = encoded(&[
        TextSpan { weight: Some(700), ..of(text, "Bold") },
        TextSpan { color: Some(ACCENT), ..of(text, "amber") },
        TextSpan { size: Some(36.0), ..of(text, "large") },
        TextSpan { is_italic: Some(true), color: Some(Color(0x80ff_a0ff)), ..of(text, "slanted") },
        TextSpan { letter_spacing: Some(6.0), ..of(text, "wide") },
        TextSpan { color: Some(ACCENT), ..of(text, "لمل") },
        TextSpan { color: Some(Color(0xff50_50a0)), weight: Some(700), ..of(text, "متصلة") },
    ]);
    let spans = TextSpans::from_bytes(&spans).unwrap();
    Sheet::new(260)
        .text(&TextRequest { spans, ..base(text) })
        .text(&TextRequest { spans, lines_max: 1, ..base(text) })
        .text(&TextRequest { spans, align: Keyword::Justify, size: 18.0, ..base(text) })
        .assert("spans");
}

#[test]
fn alignment() {
    let aligned = |align| TextRequest { align, size: 16.0, ..base(ENGLISH) };
    Sheet::new(260)
        .text(&aligned(Keyword::Start))
        .text(&aligned(Keyword::Center))
        .text(&aligned(Keyword::End))
        .text(&aligned(Keyword::Justify))
        .text(&TextRequest { direction: Keyword::Rtl, ..aligned(Keyword::Start) })
        .assert("alignment");
}

#[test]
fn wrapping_without_spaces() {
    let narrow = |width, text| TextRequest { width_max: Some(width), size: 18.0, ..base(text) };
    Sheet::new(400)
        .text(&narrow(130.0, THAI))
        .text(&narrow(130.0, CHINESE))
        .text(&narrow(130.0, JAPANESE))
        .text(&narrow(130.0, "Donaudampfschifffahrtsgesellschaft"))
        .assert("wrapping-without-spaces");
}

#[test]
fn a_glyph_with_a_colour_is_painted_in_it_whatever_the_text_has() {
    let mut canvas = Canvas::new(64, 32);
    let spans =
        encoded(&[TextSpan { start: 1, end: 2, color: Some(Color(0xff00_00ff)), ..TextSpan::default() }]);
    let spans = TextSpans::from_bytes(&spans).unwrap();
    let layout = canvas.layout(&TextRequest { spans, weight: 700, ..TextRequest::new("III", 30.0) });
    let mut colors = |run| {
        let shot = canvas.paint(&[Item::GlyphRun(run)]);
        let solid: Vec<[u8; 4]> =
            (0..64).map(|x| shot.pixel(x, 20)).filter(|pixel| pixel[3] == 255 || pixel[3] == 128).collect();
        solid.chunk_by(|a, b| a == b).map(|run| run[0]).collect::<Vec<_>>()
    };
    let (white, red) = ([255; 4], [255, 0, 0, 255]);
    assert_eq!(colors(run(layout, 0.0, 0.0)), [white, red, white]);
    assert_eq!(colors(GlyphRun { color: Color(0), ..run(layout, 0.0, 0.0) }), [red]);
    let faded = GlyphRun { color: Color(0), opacity: 0.5, ..run(layout, 0.0, 0.0) };
    assert_eq!(colors(faded), [[128, 0, 0, 128]]);
}
