//! Shadows and nine-patches to the boxes that the shader draws.

use ferrule_abi::Insets;
use ferrule_abi::list::{NinePatch, Shadow};

use crate::area::Area;
use crate::batch::outline;
use crate::mask::corners;
use crate::painter::Painter;
use crate::primitive::{Fill, Primitive, Source};
use crate::quads::premultiplied;
use crate::view::View;

/// Pixels of standard deviation below which a shadow is sharp.
const DEVIATION_MIN: f32 = 0.25;
/// Standard deviations beyond which a shadow leaves no trace.
const REACH_DEVIATIONS: f32 = 3.0;

/// The error function's unit in standard deviations.
const SOFTNESS: f32 = std::f32::consts::SQRT_2;

/// Paints a shadow: one quad, or one for each corner when they differ.
pub(crate) fn shadow(painter: &mut Painter, shadow: &Shadow, view: &View) {
    let caster = view.area(&shadow.rect);
    let (x, y, spread) =
        (shadow.offset.0 * view.scale, shadow.offset.1 * view.scale, shadow.spread * view.scale);
    let area = Area {
        left: caster.left + x,
        top: caster.top + y,
        right: caster.right + x,
        bottom: caster.bottom + y,
    };
    let area = area.grown(spread, spread);
    let color = premultiplied(shadow.color);
    if area.is_empty() || color[3] == 0 {
        return;
    }
    let most = area.width().min(area.height()) / 2.0;
    let grown = |radius: f32| if radius > 0.0 { (radius + spread).clamp(0.0, most) } else { 0.0 };
    let shape = Primitive {
        radii: corners(&caster, &shadow.radii, view.scale).map(grown),
        fill: Fill::Even(color),
        opacity: shadow.opacity,
        ..Primitive::new(area)
    };
    let deviation = shadow.blur * view.scale / 2.0;
    if deviation < DEVIATION_MIN {
        painter.push(&shape);
    } else {
        soft(painter, &shape, deviation * SOFTNESS);
    }
}

/// A blurred box after Raph Levien, see [`crate::shader`].
fn soft(painter: &mut Painter, shape: &Primitive, softness: f32) {
    let (width, height) = (shape.area.width(), shape.area.height());
    let shorter = width.min(height);
    // A long box is blurred away at its ends more than an ellipse would be.
    let end = |side: f32| (-(side / 2.0 / softness).powi(2)).exp();
    let pull = 1.25 * softness * (end(width) - end(height));
    let area = shape.area.grown(pull.min(0.0) / 2.0, -pull.max(0.0) / 2.0);
    let radius = shape.radii.iter().fold(0.0_f32, |most, radius| most.max(*radius));
    let longest = area.width().max(area.height());
    let strength = error_function((longest - radius / 2.0) / 2.0 / softness);
    let turned = painter.state.turn.map_or(1.0, |turn| turn.scale);
    let sharpness = 1.0 / (softness * turned);
    let corner = |radius: f32| {
        let round = |share: f32| radius.hypot(softness * share).min(shorter / 2.0);
        let (curve, inner) = (round(2.0), round(1.15));
        let exponent = 2.0 * curve / inner;
        let uv = [exponent, sharpness, exponent, sharpness];
        (
            curve,
            Primitive {
                area,
                reach: softness / SOFTNESS * REACH_DEVIATIONS,
                border_width: shorter,
                source: Source::Shadow,
                uv,
                uv_area: area,
                opacity: shape.opacity * strength,
                ..*shape
            },
        )
    };
    let reach = outline(&corner(0.0).1, &painter.state);
    let (x, y) = area.centre();
    let [top_left, top_right, bottom_right, bottom_left] = shape.radii;
    if shape.radii == [top_left; 4] {
        let (curve, soft) = corner(top_left);
        painter.push_part(&soft, &reach, curve);
        return;
    }
    for (radius, part) in [
        (top_left, Area { right: x, bottom: y, ..reach }),
        (top_right, Area { left: x, bottom: y, ..reach }),
        (bottom_right, Area { left: x, top: y, ..reach }),
        (bottom_left, Area { right: x, top: y, ..reach }),
    ] {
        let (curve, soft) = corner(radius);
        painter.push_part(&soft, &part, curve);
    }
}

/// The shader's approximation of the error function.
fn error_function(x: f32) -> f32 {
    let x = x.clamp(-3.0, 3.0) * std::f32::consts::FRAC_2_SQRT_PI;
    let square = x * x;
    let x = x + (0.24295 + (0.03395 + 0.0104 * square) * square) * (x * square);
    x / (1.0 + x * x).sqrt()
}

/// Paints a nine-patch: up to nine quads. One whose image is not there counts as missing.
pub(crate) fn nine_patch(painter: &mut Painter, patch: &NinePatch, view: &View) {
    let Some(image) = painter.textures.use_image(patch.image) else {
        painter.stats.missing += 1;
        return;
    };
    let area = view.area(&patch.rect);
    let tint = premultiplied(patch.tint);
    if area.is_empty() || tint[3] == 0 {
        return;
    }
    let shape = Primitive {
        source: Source::Image(image.texture),
        fill: Fill::Even(tint),
        opacity: patch.opacity,
        ..Primitive::new(area)
    };
    let reach = outline(&shape, &painter.state);
    let (width, height) = (image.width as f32, image.height as f32);
    let source = fitted(&patch.source, width, height, 1.0);
    let insets = fitted(&patch.insets, area.width(), area.height(), view.scale);
    let columns = cuts(area.left, area.right, insets.left, insets.right);
    let rows = cuts(area.top, area.bottom, insets.top, insets.bottom);
    let across = cuts(0.0, 1.0, source.left / width, source.right / width);
    let down = cuts(0.0, 1.0, source.top / height, source.bottom / height);
    for row in 0..3 {
        for column in 0..3 {
            let cell = Area {
                left: columns[column],
                top: rows[row],
                right: columns[column + 1],
                bottom: rows[row + 1],
            };
            if cell.is_empty() {
                continue;
            }
            // The edges of the whole fade; those between the parts do not.
            let part = Area {
                left: if column == 0 { reach.left } else { cell.left },
                top: if row == 0 { reach.top } else { cell.top },
                right: if column == 2 { reach.right } else { cell.right },
                bottom: if row == 2 { reach.bottom } else { cell.bottom },
            };
            let uv = [across[column], down[row], across[column + 1], down[row + 1]];
            painter.push_part(&Primitive { uv, uv_area: cell, ..shape }, &part, 0.0);
        }
    }
}

/// Insets in pixels of the target, shrunk together to what fits a box.
fn fitted(insets: &Insets, width: f32, height: f32, scale: f32) -> Insets {
    let share =
        |room: f32, one: f32, other: f32| (room / ((one + other) * scale).max(f32::MIN_POSITIVE)).min(1.0);
    let by = share(width, insets.left, insets.right).min(share(height, insets.top, insets.bottom)) * scale;
    Insets {
        left: insets.left * by,
        top: insets.top * by,
        right: insets.right * by,
        bottom: insets.bottom * by,
    }
}

/// The lines between three parts of a side, its ends included.
fn cuts(start: f32, end: f32, first: f32, last: f32) -> [f32; 4] {
    [start, start + first, end - last, end]
}
