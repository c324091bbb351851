//! Lines to placed glyphs: the order in which they are read from left to right, alignment, and baselines.

use ferrule_abi::Keyword;
use ferrule_abi::text::TextRequest;

use crate::lines::Line;
use crate::shape::{Cluster, Glyph, Paragraph};
use crate::style::Styles;
use crate::{GlyphKey, PlacedGlyph, TextLayout};

/// What is placed.
pub(crate) struct Text<'a> {
    pub(crate) request: &'a TextRequest<'a>,
    pub(crate) paragraphs: &'a [Paragraph],
    pub(crate) styles: &'a Styles,
    /// Stands behind lines that are cut.
    pub(crate) ellipsis: Option<&'a Paragraph>,
    /// Of the main family, as shares of the font size.
    pub(crate) ascent_and_descent: (f32, f32),
}

impl Text<'_> {
    /// Places lines below each other.
    pub(crate) fn place(&self, lines: &[Line], width_max: f32) -> TextLayout {
        let widest = lines.iter().map(|line| line.width).fold(0.0, f32::max);
        let room = if width_max.is_finite() { width_max } else { widest };
        let glyphs = lines.iter().map(|line| self.count(line)).sum();
        let mut layout = TextLayout {
            width: widest,
            lines: lines.len() as u32,
            is_rtl: self.paragraphs.iter().any(|paragraph| paragraph.is_rtl),
            glyphs: Vec::with_capacity(glyphs),
            ..TextLayout::default()
        };
        let (ascent, descent) = self.ascent_and_descent;
        for line in lines {
            let size = self.size(line);
            let leading = self.request.line_height - ascent - descent;
            let baseline = layout.height + (leading / 2.0 + ascent) * size;
            if layout.height == 0.0 {
                layout.baseline = baseline;
            }
            self.line(line, room, baseline, &mut layout);
            layout.height += self.request.line_height * size;
            if self.request.align == Keyword::Justify && line.goes_on {
                layout.width = room;
            }
        }
        layout
    }

    fn clusters(&self, line: &Line) -> &[Cluster] {
        &self.paragraphs[line.paragraph].clusters[line.clusters.clone()]
    }

    fn count(&self, line: &Line) -> usize {
        let of_line: u32 =
            self.clusters(line).iter().map(|cluster| cluster.glyphs.1 - cluster.glyphs.0).sum();
        let ellipsis = self.ellipsis.filter(|_| line.is_cut).map_or(0, |ellipsis| ellipsis.glyphs.len());
        of_line as usize + ellipsis
    }

    /// The largest font size of a line, at least that of the text.
    fn size(&self, line: &Line) -> f32 {
        self.clusters(line)
            .iter()
            .fold(self.request.size, |size, cluster| size.max(self.styles.get(cluster.style).size))
    }

    fn line(&self, line: &Line, room: f32, baseline: f32, layout: &mut TextLayout) {
        let paragraph = &self.paragraphs[line.paragraph];
        let clusters = self.clusters(line);
        let free = (room - line.width).max(0.0);
        let stretch = self.stretch(line, free);
        let mut pen = if stretch > 0.0 { 0.0 } else { free * self.share_before(paragraph.is_rtl) };
        let ellipsis = self.ellipsis.filter(|_| line.is_cut);
        if let Some(ellipsis) = ellipsis.filter(|_| paragraph.is_rtl) {
            self.clusters_at(&ellipsis.clusters, ellipsis, baseline, &mut pen, 0.0, layout);
        }
        if clusters.iter().all(|cluster| cluster.level == 0) {
            self.clusters_at(clusters, paragraph, baseline, &mut pen, stretch, layout);
        } else {
            for cluster in visual_order(clusters) {
                self.clusters_at(&[cluster], paragraph, baseline, &mut pen, stretch, layout);
            }
        }
        if let Some(ellipsis) = ellipsis.filter(|_| !paragraph.is_rtl) {
            self.clusters_at(&ellipsis.clusters, ellipsis, baseline, &mut pen, 0.0, layout);
        }
    }

    /// Pixels that each space of a justified line gets.
    fn stretch(&self, line: &Line, free: f32) -> f32 {
        if self.request.align != Keyword::Justify || !line.goes_on {
            return 0.0;
        }
        let blanks = self.clusters(line).iter().filter(|cluster| cluster.is_blank).count();
        if blanks == 0 { 0.0 } else { free / blanks as f32 }
    }

    /// How much of the free room is on the left.
    fn share_before(&self, is_rtl: bool) -> f32 {
        match self.request.align {
            Keyword::Center => 0.5,
            Keyword::Left => 0.0,
            Keyword::Right => 1.0,
            Keyword::End if is_rtl => 0.0,
            Keyword::End => 1.0,
            _ if is_rtl => 1.0,
            _ => 0.0,
        }
    }

    /// Places clusters from left to right.
    fn clusters_at(
        &self,
        clusters: &[Cluster],
        paragraph: &Paragraph,
        baseline: f32,
        pen: &mut f32,
        stretch: f32,
        layout: &mut TextLayout,
    ) {
        for cluster in clusters {
            let style = self.styles.get(cluster.style);
            let glyphs = &paragraph.glyphs[cluster.glyphs.0 as usize..cluster.glyphs.1 as usize];
            let placed = |glyph: &Glyph| PlacedGlyph {
                key: GlyphKey {
                    face: glyph.face,
                    glyph: glyph.glyph,
                    size_bits: style.size.to_bits(),
                    half_pixel: false,
                },
                x: *pen + glyph.x,
                y: baseline + glyph.y,
                color: style.color,
            };
            layout.glyphs.extend(glyphs.iter().map(placed));
            *pen += cluster.advance + if cluster.is_blank { stretch } else { 0.0 };
        }
    }
}

/// Clusters of several writing directions from left to right (UAX 9, rule L2).
fn visual_order(clusters: &[Cluster]) -> Vec<Cluster> {
    let mut order = clusters.to_vec();
    let highest = clusters.iter().map(|cluster| cluster.level).max().unwrap_or_default();
    let lowest_odd = clusters.iter().map(|cluster| cluster.level | 1).min().unwrap_or(1);
    for level in (lowest_odd..=highest).rev() {
        for run in order.chunk_by_mut(|a, b| (a.level >= level) == (b.level >= level)) {
            if run[0].level >= level {
                run.reverse();
            }
        }
    }
    order
}
