//! A display list's quad to the boxes that the shader draws.

use ferrule_abi::Color;
use ferrule_abi::list::{Fill as ListFill, Quad};

use crate::mask::corners;
use crate::painter::Painter;
use crate::primitive::{Blend, Fill, Primitive, Source};
use crate::view::View;

/// How many radii a radial gradient's box may reach from its centre. Squares of it fit half precision.
const RADIAL_UV_MAX: f32 = 128.0;

/// Paints a quad. One whose image is not there counts as missing.
pub(crate) fn paint(painter: &mut Painter, quad: &Quad, view: &View) {
    let area = view.area(&quad.rect);
    let border_width = quad.border_width * view.scale;
    let mut shape = Primitive {
        radii: corners(&area, &quad.radii, view.scale),
        border_width,
        border: if border_width > 0.0 { premultiplied(quad.border_color) } else { [0; 4] },
        opacity: quad.opacity,
        ..Primitive::new(area)
    };
    match quad.fill {
        ListFill::Solid(color) => shape.fill = Fill::Even(premultiplied(color)),
        ListFill::Linear { from, to, angle } => {
            shape.fill = linear(from, to, angle, area.width(), area.height());
        }
        ListFill::Radial { from, to, centre, radius } => {
            paint_radial(painter, &shape, [from, to].map(premultiplied), centre, radius);
            shape.fill = Fill::Even([0; 4]);
        }
        ListFill::Image { image, source, tint } => {
            let Some(image) = painter.textures.use_image(image) else {
                painter.stats.missing += 1;
                return;
            };
            shape.source = Source::Image(image.texture);
            shape.uv = [source.x, source.y, source.right(), source.bottom()];
            shape.fill = Fill::Even(premultiplied(tint));
        }
        ListFill::Hole => {
            shape.fill = Fill::Even([255; 4]);
            shape.blend = Blend::Punch;
        }
    }
    let is_clear = shape.border[3] == 0 && matches!(shape.fill, Fill::Even([_, _, _, 0]));
    if !is_clear {
        painter.push(&shape);
    }
}

/// Paints a radial gradient without the border, which is a box of its own. Under an opaque border the gradient ends
/// where nothing of it shows at the outer edge.
fn paint_radial(
    painter: &mut Painter,
    shape: &Primitive,
    [from, to]: [[u8; 4]; 2],
    centre: (f32, f32),
    radius: (f32, f32),
) {
    let inset = if shape.border[3] == 255 { shape.border_width / 2.0 } else { 0.0 };
    let area = shape.area.grown(-inset, -inset);
    let mut gradient = Primitive {
        radii: shape.radii.map(|radius| (radius - inset).max(0.0)),
        fill: Fill::Even(from),
        border: to,
        border_width: 0.0,
        source: Source::Radial,
        uv: [
            -centre.0 / radius.0,
            -centre.1 / radius.1,
            (1.0 - centre.0) / radius.0,
            (1.0 - centre.1) / radius.1,
        ],
        uv_area: shape.area,
        area,
        ..*shape
    };
    if !gradient.uv.iter().all(|value| value.abs() < RADIAL_UV_MAX) {
        // The ellipse is next to nothing: all of the box is outside of it.
        gradient = Primitive { source: Source::Color, fill: Fill::Even(to), border: [0; 4], ..gradient };
    }
    if from[3] > 0 || to[3] > 0 {
        painter.push(&gradient);
    }
}

/// A gradient whose ends are at the corners that lie furthest in its direction, as in CSS.
fn linear(from: Color, to: Color, angle: f32, width: f32, height: f32) -> Fill {
    let (sin, cos) = angle.to_radians().sin_cos();
    let length = (width * cos).abs() + (height * sin).abs();
    let (across, down) =
        if length > 0.0 { (width * cos / length, height * sin / length) } else { (0.0, 0.0) };
    let at = 0.5 - across / 2.0 - down / 2.0;
    let channels = |color| premultiplied(color).map(f32::from);
    Fill::Linear { from: channels(from), to: channels(to), at, across, down }
}

/// True when the strongest colour would leave no trace at this opacity.
pub(crate) fn is_faded_out(opacity: f32) -> bool {
    opacity < 0.5 / 255.0
}

/// Red, green and blue times alpha.
pub(crate) fn premultiplied(color: Color) -> [u8; 4] {
    let [red, green, blue, alpha] = color.channels();
    let multiplied = |value: u8| ((u32::from(value) * u32::from(alpha) + 127) / 255) as u8;
    [multiplied(red), multiplied(green), multiplied(blue), alpha]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shares of the gradient at the corners: top left, top right, bottom left, bottom right.
    fn corners(angle: f32, width: f32, height: f32) -> [f32; 4] {
        let Fill::Linear { at, across, down, .. } = linear(Color::BLACK, Color::WHITE, angle, width, height)
        else {
            panic!("not linear")
        };
        [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
            .map(|(x, y)| ((at + across * x + down * y) * 1000.0).round() / 1000.0)
    }

    #[test]
    fn gradients_run_from_corner_to_corner() {
        for (angle, width, height, want) in [
            (0.0, 200.0, 100.0, [0.0, 1.0, 0.0, 1.0]),
            (90.0, 200.0, 100.0, [0.0, 0.0, 1.0, 1.0]),
            (180.0, 200.0, 100.0, [1.0, 0.0, 1.0, 0.0]),
            (45.0, 100.0, 100.0, [0.0, 0.5, 0.5, 1.0]),
            (45.0, 300.0, 100.0, [0.0, 0.75, 0.25, 1.0]),
        ] {
            assert_eq!(corners(angle, width, height), want, "{angle} degrees over {width}x{height}");
        }
    }

    #[test]
    fn colours_are_multiplied_with_their_alpha() {
        assert_eq!(premultiplied(Color(0xff80_00ff)), [255, 128, 0, 255]);
        assert_eq!(premultiplied(Color(0xff80_0080)), [128, 64, 0, 128]);
        assert_eq!(premultiplied(Color(0xffff_ff00)), [0; 4]);
    }
}
