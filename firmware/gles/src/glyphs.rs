//! A display list's glyph run to quads of the atlas.
//!
//! Masks are rasterised at the size on the target. Text that is not scaled is put on whole pixels, where it is
//! sharpest; the half-pixel masks keep the spacing even. Text that is being scaled comes from masks of the next
//! coarse step up, smoothed, so that an animation does not rasterise anew in every frame. So does text that is turned.

use ferrule_abi::list::GlyphRun;
use ferrule_text::{GlyphKey, PlacedGlyph, Rasterizer, TextLayout};

use crate::area::Area;
use crate::atlas::{ATLAS_SIDE, GLYPH_SIZE_PIXELS_MAX, Place};
use crate::painter::{FRAME_GLYPHS_MAX, FRAME_RASTERIZED_MAX, Painter};
use crate::primitive::{Fill, Primitive, Source};
use crate::quads::{is_faded_out, premultiplied};
use crate::view::View;

/// A run's scale nearer to 1 than this is none.
const SCALE_TOLERANCE: f32 = 1.0 / 512.0;
/// Masks of scaled text come in steps of one over this.
const SCALE_STEPS: f32 = 4.0;
/// How far glyphs may reach out of their layout, in font sizes.
const OVERHANG: f32 = 1.0;

/// Where a run is on the target and how large.
struct Origin {
    x: f32,
    y: f32,
    /// From layout pixels to pixels of the target.
    scale: f32,
    /// From layout pixels to pixels of the masks.
    mask_scale: f32,
    is_plain: bool,
}

/// Paints what is visible of a run.
pub(crate) fn paint(
    painter: &mut Painter,
    run: &GlyphRun,
    layout: &TextLayout,
    rasterizer: &mut Rasterizer,
    view: &View,
) {
    let color = premultiplied(run.color);
    let origin = origin(run, view, painter.state.turn.map(|turn| turn.scale));
    if is_faded_out(run.opacity) || is_outside(&origin, layout, &painter.state.near) {
        painter.stats.culled += layout.glyphs.len() as u32;
        return;
    }
    for glyph in &layout.glyphs {
        if painter.glyphs_seen >= FRAME_GLYPHS_MAX {
            return;
        }
        painter.glyphs_seen += 1;
        let color = glyph.color.map_or(color, premultiplied);
        if color[3] == 0 {
            painter.stats.culled += 1;
            continue;
        }
        if let Some(shape) = glyph_box(painter, glyph, &origin, rasterizer) {
            painter.push(&Primitive { fill: Fill::Even(color), opacity: run.opacity, ..shape });
        }
    }
}

/// `turned` is how much a transform, if there is one, makes the text grow.
fn origin(run: &GlyphRun, view: &View, turned: Option<f32>) -> Origin {
    let (x, y) = (view.x(run.x), view.y(run.y));
    let is_plain = turned.is_none() && (run.scale - 1.0).abs() < SCALE_TOLERANCE;
    if is_plain {
        return Origin { x: x.round(), y: y.round(), scale: view.scale, mask_scale: view.scale, is_plain };
    }
    let shown = run.scale * turned.unwrap_or(1.0) - SCALE_TOLERANCE;
    let step = (shown * SCALE_STEPS).ceil().max(1.0) / SCALE_STEPS;
    Origin { x, y, scale: view.scale * run.scale, mask_scale: view.scale * step, is_plain }
}

fn is_outside(origin: &Origin, layout: &TextLayout, clip: &Area) -> bool {
    // Lines may be aligned within more than the layout's width, so only its vertical reach is certain.
    let size = layout.glyphs.first().map_or(0.0, |glyph| glyph.key.size());
    let top = origin.y - size * OVERHANG * origin.scale;
    let bottom = origin.y + (layout.height + size * OVERHANG) * origin.scale;
    clip.is_empty() || bottom <= clip.top || top >= clip.bottom
}

/// The quad of one glyph, white and opaque; nothing for blanks, glyphs out of sight and those that have to wait.
fn glyph_box(
    painter: &mut Painter,
    glyph: &PlacedGlyph,
    origin: &Origin,
    rasterizer: &mut Rasterizer,
) -> Option<Primitive> {
    let size = glyph.key.size();
    let (mut x, mut y) = (origin.x + glyph.x * origin.scale, origin.y + glyph.y * origin.scale);
    let reach = size * 2.0 * origin.scale;
    let clip = painter.state.near;
    if x + reach < clip.left || x - reach > clip.right || y + reach < clip.top || y - reach > clip.bottom {
        painter.stats.culled += 1;
        return None;
    }
    let mask_size = (size * origin.mask_scale).min(GLYPH_SIZE_PIXELS_MAX);
    let mut key = glyph.key.with_size(mask_size);
    let mask_to_target = size * origin.scale / mask_size;
    if origin.is_plain {
        let halves = (x * 2.0).round();
        x = (halves / 2.0).floor();
        y = y.round();
        key = key.with_half_pixel(halves != x * 2.0);
    }
    let place = find(painter, key, rasterizer)?;
    if place.width == 0 {
        return None;
    }
    let left = x + place.left as f32 * mask_to_target;
    let top = y - place.top as f32 * mask_to_target;
    let area = Area {
        left,
        top,
        right: left + place.width as f32 * mask_to_target,
        bottom: top + place.height as f32 * mask_to_target,
    };
    Some(Primitive {
        source: Source::Glyph,
        uv: [place.x, place.y, place.x + place.width, place.y + place.height]
            .map(|pixel| pixel as f32 / ATLAS_SIDE as f32),
        ..Primitive::new(area)
    })
}

/// A glyph's place in the atlas, where it is put if need be.
fn find(painter: &mut Painter, key: GlyphKey, rasterizer: &mut Rasterizer) -> Option<Place> {
    if let Some(place) = painter.atlas.get(key) {
        return Some(place);
    }
    if painter.stats.glyphs_rasterized >= FRAME_RASTERIZED_MAX {
        painter.stats.is_incomplete = true;
        return None;
    }
    painter.stats.glyphs_rasterized += 1;
    let mut place = painter.atlas.add(key, rasterizer, &mut painter.device);
    if place.is_none() && !painter.atlas.is_empty() {
        // What was gathered still names places in the atlas.
        painter.flush_all();
        painter.atlas.clear();
        painter.stats.atlas_clears += 1;
        place = painter.atlas.add(key, rasterizer, &mut painter.device);
    }
    painter.stats.upload_bytes += place.map_or(0, |place| place.width * place.height);
    place
}
