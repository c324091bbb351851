//! The factory screen: what is shown when there is no app to run. It needs neither a bundle nor an engine.

use ferrule_abi::list::{Fill, GlyphRun, LayoutId, ListBuilder, Quad};
use ferrule_abi::text::TextRequest;
use ferrule_abi::{Color, Keyword, Rect, WireError};
use ferrule_text::Shaper;

use crate::exit::meaning;
use crate::messages::{Frame, Resource};

const BACKGROUND: Color = Color(0x1018_28ff);
const ACCENT: Color = Color(0xf2a8_3bff);
const TEXT: Color = Color(0xe8ec_f4ff);
const MUTED: Color = Color(0x93a0_b8ff);
/// Left edge of the texts, in UI pixels.
const MARGIN: f32 = 96.0;

/// The frame that shows an exit code on a UI of this size.
///
/// # Errors
/// Never for a list this short; the type is that of the list builder.
pub(crate) fn factory_frame(code: u8, size: (u16, u16), shaper: &mut Shaper) -> Result<Frame, WireError> {
    let (width, height) = (f32::from(size.0), f32::from(size.1));
    let mut screen = FactoryScreen {
        list: ListBuilder::default(),
        frame: Frame::default(),
        shaper,
        width,
        y: height * 0.30,
    };
    screen.fill(Rect::new(0.0, 0.0, width, height), BACKGROUND)?;
    screen.fill(Rect::new(MARGIN, height * 0.24, 72.0, 6.0), ACCENT)?;
    screen.line("This device needs help", 44.0, 700, TEXT)?;
    screen.line(
        "Its app does not start. Switch it off and on; if this stays, tell support the code below.",
        24.0,
        400,
        TEXT,
    )?;
    screen.y += 32.0;
    screen.line(&format!("Code {code}: {}", meaning(code)), 22.0, 400, MUTED)?;
    screen.line(concat!("ferrule ", env!("CARGO_PKG_VERSION")), 18.0, 400, MUTED)?;
    let FactoryScreen { mut list, mut frame, .. } = screen;
    frame.list = list.finish(Rect::new(0.0, 0.0, width, height)).to_vec();
    Ok(frame)
}

struct FactoryScreen<'a> {
    list: ListBuilder,
    frame: Frame,
    shaper: &'a mut Shaper,
    width: f32,
    y: f32,
}

impl FactoryScreen<'_> {
    fn fill(&mut self, rect: Rect, color: Color) -> Result<(), WireError> {
        self.list.push(&Quad::new(rect, Fill::Solid(color)))
    }

    /// A line of text below the one before. One that cannot be shaped is left out.
    fn line(&mut self, text: &str, size: f32, weight: u16, color: Color) -> Result<(), WireError> {
        let width_max = Some(self.width - 2.0 * MARGIN);
        let request = TextRequest {
            text,
            size,
            weight,
            align: Keyword::Start,
            lines_max: 2,
            line_height: 1.3,
            width_max,
        };
        let layout = match self.shaper.measure(&request) {
            Ok(layout) => layout,
            Err(error) => {
                log::warn!("the factory screen lacks a line: {error}");
                return Ok(());
            }
        };
        let id = LayoutId(self.frame.resources.len() as u32 + 1);
        let run = GlyphRun { layout: id, x: MARGIN, y: self.y, scale: 1.0, color, opacity: 1.0 };
        self.y += layout.height + size * 0.5;
        self.frame.resources.push(Resource::Layout(id, layout));
        self.list.push(&run)
    }
}
