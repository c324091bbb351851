//! Runs to clusters: what HarfBuzz's algorithm makes of letters, with the measures that breaking lines needs.

use std::ops::Range;

use harfrust::{
    Direction, Feature, FontRef, GlyphBuffer, ShapeOptions, ShapePlan, ShapePlanKey, ShaperData, Tag,
    UnicodeBuffer, script,
};
use unicode_script::Script;

use crate::Fonts;
use crate::breaks::Break;
use crate::fonts::StyledFace;
use crate::itemize::Run;
use crate::style::Styles;

/// Plans kept: how a face shapes a script in one direction. Beyond it the oldest is made again.
const PLANS_MAX: usize = 24;

/// Letters that are placed, broken and counted together: a base and its marks, or a ligature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cluster {
    /// First byte in the whole text.
    pub(crate) start: u32,
    /// Its glyphs in the paragraph's, left to right.
    pub(crate) glyphs: (u32, u32),
    /// Pixels to the next cluster, letter spacing included.
    pub(crate) advance: f32,
    /// The letter spacing, which does not count at the end of a line.
    pub(crate) spacing: f32,
    pub(crate) style: u16,
    /// Depth of nested writing directions; odd ones run from right to left.
    pub(crate) level: u8,
    /// What may happen before it.
    pub(crate) before: Break,
    /// A space: it does not count at the end of a line.
    pub(crate) is_blank: bool,
}

/// A glyph of a cluster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) face: StyledFace,
    pub(crate) glyph: u16,
    /// Pixels from the cluster's left edge to the glyph's origin.
    pub(crate) x: f32,
    /// Pixels from the baseline down.
    pub(crate) y: f32,
}

/// A shaped paragraph, not broken into lines yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Paragraph {
    pub(crate) is_rtl: bool,
    /// In logical order.
    pub(crate) clusters: Vec<Cluster>,
    pub(crate) glyphs: Vec<Glyph>,
}

impl Paragraph {
    /// Heap bytes.
    pub(crate) fn bytes(&self) -> usize {
        self.clusters.capacity() * size_of::<Cluster>() + self.glyphs.capacity() * size_of::<Glyph>()
    }
}

/// What shaping with a font needs, made when the font is first used.
pub(crate) struct RunShaper {
    fonts: Fonts,
    /// By face.
    data: Vec<Option<ShaperData>>,
    plans: Vec<Plan>,
    buffer: UnicodeBuffer,
}

struct Plan {
    face: u16,
    is_spaced: bool,
    plan: ShapePlan,
}

impl std::fmt::Debug for RunShaper {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("RunShaper").finish_non_exhaustive()
    }
}

impl RunShaper {
    pub(crate) fn new(fonts: &Fonts) -> Self {
        let data = (0..fonts.faces_count()).map(|_| None).collect();
        Self { fonts: fonts.clone(), data, plans: Vec::new(), buffer: UnicodeBuffer::new() }
    }

    /// Shapes a run and appends it. `breaks` belongs to the paragraph, which begins at byte `start` of the text.
    pub(crate) fn shape(
        &mut self,
        text: &str,
        run: &Run,
        styles: &Styles,
        (start, breaks): (usize, &[Break]),
        paragraph: &mut Paragraph,
    ) {
        let style = styles.get(run.style);
        let is_spaced = style.letter_spacing != 0.0;
        let Some((shaped, scale)) = self.glyphs(text, run, is_spaced) else { return };
        let mut out =
            Clusters { text, run, styles, breaks, start, scale: style.size * scale, style: run.style };
        out.append(&shaped, paragraph);
        self.buffer = shaped.clear();
    }

    /// The glyphs of a run from left to right, and the font size that they are at home in, inverted.
    fn glyphs(&mut self, text: &str, run: &Run, is_spaced: bool) -> Option<(GlyphBuffer, f32)> {
        let face = run.face.face;
        let font = FontRef::from_index(self.fonts.bytes(face)?, 0).ok()?;
        let data = self.data.get_mut(usize::from(face))?.get_or_insert_with(|| ShaperData::new(&font));
        let shaper = data.shaper(&font).build();
        let mut buffer = std::mem::take(&mut self.buffer);
        for (byte, character) in text[run.bytes.clone()].char_indices() {
            // A drawing in one colour has no skin tone; the font would show a patch of it beside.
            if byte == 0 || !('\u{1f3fb}'..='\u{1f3ff}').contains(&character) {
                buffer.add(character, byte as u32);
            }
        }
        // Letters join across a change of style.
        buffer.set_pre_context(&text[..run.bytes.start]);
        buffer.set_post_context(&text[run.bytes.end..]);
        let direction = if run.level % 2 == 1 { Direction::RightToLeft } else { Direction::LeftToRight };
        buffer.set_direction(direction);
        let script = harfrust::Script::from_iso15924_tag(Tag::from_be_bytes(
            run.script.as_iso15924_tag().to_be_bytes(),
        ));
        let script = script.unwrap_or(script::UNKNOWN);
        buffer.set_script(script);
        // Letters that are spaced out do not stick together.
        let features = [Tag::new(b"liga"), Tag::new(b"clig")].map(|tag| Feature::new(tag, 0, ..));
        let features = if is_spaced { &features[..] } else { &[] };
        let key = ShapePlanKey::new(Some(script), direction).features(features);
        let known = |plan: &Plan| plan.face == face && plan.is_spaced == is_spaced && key.matches(&plan.plan);
        let index = self.plans.iter().position(known).unwrap_or_else(|| {
            if self.plans.len() == PLANS_MAX {
                self.plans.remove(0);
            }
            let plan = ShapePlan::new(&shaper, direction, Some(script), None, features);
            self.plans.push(Plan { face, is_spaced, plan });
            self.plans.len() - 1
        });
        let options = ShapeOptions::new().plan(Some(&self.plans[index].plan)).features(features);
        Some((shaper.shape(buffer, options), 1.0 / shaper.units_per_em().max(1) as f32))
    }
}

/// Letters of these scripts join: spaces between them would tear them apart.
fn joins(script: Script) -> bool {
    matches!(
        script,
        Script::Arabic
            | Script::Syriac
            | Script::Mongolian
            | Script::Nko
            | Script::Mandaic
            | Script::Devanagari
            | Script::Bengali
            | Script::Gurmukhi
    )
}

/// Makes clusters of a run's glyphs.
struct Clusters<'a> {
    text: &'a str,
    run: &'a Run,
    styles: &'a Styles,
    breaks: &'a [Break],
    /// Where the paragraph begins in the text.
    start: usize,
    /// From font units to pixels.
    scale: f32,
    /// The style found last.
    style: u16,
}

impl Clusters<'_> {
    fn append(&mut self, shaped: &GlyphBuffer, paragraph: &mut Paragraph) {
        let infos = shaped.glyph_infos();
        let count = infos.len();
        let is_backward = self.run.level % 2 == 1;
        paragraph.glyphs.reserve(count);
        paragraph.clusters.reserve(count);
        let mut done = 0;
        while done < count {
            // In logical order: glyphs of text that runs from right to left come last to first.
            let at = |index: usize| infos[if is_backward { count - 1 - index } else { index }].cluster;
            let cluster = at(done);
            let end = (done..count).find(|&index| at(index) != cluster).unwrap_or(count);
            let glyphs = if is_backward { count - end..count - done } else { done..end };
            let first = paragraph.glyphs.len() as u32;
            let start = self.run.bytes.start + cluster as usize;
            let character = self.text[start..].chars().next().unwrap_or(' ');
            let advance = match character {
                // No font shows them; a tab is as wide as the letters are high.
                '\t' => self.styles.get(self.run.style).size,
                _ if character.is_control() => 0.0,
                _ => self.glyphs(shaped, glyphs, paragraph),
            };
            let glyphs = (first, paragraph.glyphs.len() as u32);
            let cluster = self.cluster(start, character, glyphs, advance);
            paragraph.clusters.push(cluster);
            done = end;
        }
    }

    /// Appends the glyphs of one cluster; answers how wide they are.
    fn glyphs(&self, shaped: &GlyphBuffer, range: Range<usize>, paragraph: &mut Paragraph) -> f32 {
        let mut pen = 0.0;
        for index in range {
            let (info, position) = (shaped.glyph_infos()[index], shaped.glyph_positions()[index]);
            paragraph.glyphs.push(Glyph {
                face: self.run.face,
                glyph: info.glyph_id as u16,
                x: pen + position.x_offset as f32 * self.scale,
                y: -(position.y_offset as f32) * self.scale,
            });
            pen += position.x_advance as f32 * self.scale;
        }
        pen
    }

    fn cluster(&mut self, start: usize, character: char, glyphs: (u32, u32), advance: f32) -> Cluster {
        (self.style, _) = self.styles.at(start as u32, self.style);
        let is_blank = character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{202f}');
        let spacing = self.styles.get(self.style).letter_spacing;
        let spacing = if joins(self.run.script) || advance == 0.0 { 0.0 } else { spacing.max(-advance) };
        Cluster {
            start: start as u32,
            glyphs,
            advance: advance + spacing,
            spacing,
            style: self.style,
            level: self.run.level,
            before: self.breaks[start - self.start],
            is_blank,
        }
    }
}
