//! Lists that no engine would write: numbers at their limits, everything opened in everything, from a seed.

mod common;

use common::{Canvas, image, run, solid, squares};
use ferrule_abi::limits::LIST_DEPTH_MAX;
use ferrule_abi::list::{Clip, Fill, GlyphRun, Group, ImageId, LayoutId, NinePatch, Quad, Shadow};
use ferrule_abi::{Color, Insets, Item, Radii, Rect, Transform};
use ferrule_gles::PainterLimits;

const VALUES: [f32; 12] = [0.0, -0.0, 1.0, 0.5, 1e-30, 31.999, 32.0, -1e6, 1e6, 999_999.5, -0.25, 63.5];
/// Lists painted.
const LISTS: usize = 2000;
/// Room for a few layers of the canvas, so that they run out.
const LAYER_BYTES_MAX: usize = 2 * 64 * 64 * 4;

struct Dice(u32);

impl Dice {
    fn pick(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (self.0 >> 16) as usize % count
    }

    /// Mostly what fits the canvas, else an extreme.
    fn number(&mut self) -> f32 {
        if self.pick(3) > 0 { self.pick(640) as f32 / 10.0 } else { VALUES[self.pick(VALUES.len())] }
    }

    fn length(&mut self) -> f32 {
        self.number().abs()
    }

    fn share(&mut self) -> f32 {
        if self.pick(2) == 0 { self.length().min(1.0) } else { self.pick(10) as f32 / 10.0 }
    }

    fn rect(&mut self) -> Rect {
        if self.pick(3) > 0 {
            let mut side = |from: usize| (from + self.pick(40)) as f32;
            return Rect::new(side(0) - 8.0, side(0) - 8.0, side(16), side(16));
        }
        Rect::new(self.number(), self.number(), self.length(), self.length())
    }

    fn color(&mut self) -> Color {
        [Color::WHITE, Color::TRANSPARENT, Color(0x1234_5678), Color(0xff00_00ff)][self.pick(4)]
    }

    fn radii(&mut self) -> Radii {
        match self.pick(3) {
            0 => Radii::NONE,
            1 => Radii::all(self.length()),
            _ => Radii {
                top_left: self.length(),
                top_right: self.length(),
                bottom_right: self.length(),
                bottom_left: self.length(),
            },
        }
    }

    fn insets(&mut self) -> Insets {
        Insets { left: self.length(), top: self.length(), right: self.length(), bottom: self.length() }
    }

    fn fill(&mut self) -> Fill {
        let (from, to) = (self.color(), self.color());
        match self.pick(6) {
            0 => Fill::Solid(from),
            1 => Fill::Linear { from, to, angle: self.number() },
            2 => {
                let (centre, radius) = ((self.number(), self.number()), (self.length(), self.length()));
                Fill::Radial { from, to, centre, radius }
            }
            3 | 4 => {
                let image = ImageId(self.pick(3) as u32);
                Fill::Image { image, source: self.rect(), tint: from }
            }
            _ => Fill::Hole,
        }
    }

    fn transform(&mut self) -> Transform {
        if self.pick(2) == 0 {
            let (sin, cos) = self.number().sin_cos();
            return Transform::rotation(sin, cos, self.number() / 4.0, self.number() / 4.0);
        }
        let mut any = || self.number();
        Transform { a: any(), b: any(), c: any(), d: any(), e: any(), f: any() }
    }

    fn painted(&mut self, layout: LayoutId) -> Item {
        let (rect, opacity) = (self.rect(), self.share());
        match self.pick(6) {
            0..3 => Item::Quad(Quad {
                rect,
                radii: self.radii(),
                border_width: self.length(),
                border_color: self.color(),
                fill: self.fill(),
                opacity,
            }),
            3 => Item::Shadow(Shadow {
                rect,
                radii: self.radii(),
                color: self.color(),
                offset: (self.number(), self.number()),
                blur: self.length(),
                spread: self.number(),
                opacity,
            }),
            4 => Item::NinePatch(NinePatch {
                rect,
                image: ImageId(self.pick(3) as u32),
                source: self.insets(),
                insets: self.insets(),
                tint: self.color(),
                opacity,
            }),
            _ => {
                let scale = self.length().max(1e-30);
                Item::GlyphRun(GlyphRun { scale, opacity, ..run(layout, rect.x, rect.y) })
            }
        }
    }

    /// A list in which everything may be within everything.
    fn list(&mut self, layout: LayoutId) -> Vec<Item> {
        let (mut items, mut closing) = (Vec::new(), Vec::new());
        for _ in 0..1 + self.pick(100) {
            match self.pick(8) {
                0 if closing.len() < LIST_DEPTH_MAX => {
                    items.push(Item::PushClip(Clip { rect: self.rect(), radii: self.radii() }));
                    closing.push(Item::PopClip);
                }
                1 if closing.len() < LIST_DEPTH_MAX => {
                    items.push(Item::PushGroup(Group { rect: self.rect(), opacity: self.share() }));
                    closing.push(Item::PopGroup);
                }
                2 if closing.len() < LIST_DEPTH_MAX => {
                    items.push(Item::PushTransform(self.transform()));
                    closing.push(Item::PopTransform);
                }
                3 => items.extend(closing.pop()),
                _ => items.push(self.painted(layout)),
            }
        }
        items.extend(closing.into_iter().rev());
        items
    }
}

#[test]
fn extreme_lists_do_no_harm() {
    let limits = PainterLimits { texture_bytes_max: 4096, layer_bytes_max: LAYER_BYTES_MAX };
    let mut canvas = Canvas::with_limits(64, 64, limits);
    canvas.painter.upload_image(ImageId(1), &squares(4, 1, &[[255, 0, 0, 255]])).unwrap();
    let layout = canvas.text("extreme ٣ 你", 30.0, 700, Some(40.0));
    let (mut layers, mut refused) = (0, 0);
    for seed in 0..LISTS {
        let mut dice = Dice(seed as u32);
        canvas.frame.damage = (dice.pick(4) == 0).then(|| dice.rect());
        let (_, stats) = canvas.paint_with_stats(&dice.list(layout));
        (layers, refused) = (layers + stats.layers, refused + stats.layers_refused);
        assert!(canvas.painter.layer_bytes() <= LAYER_BYTES_MAX, "seed {seed}");
    }
    assert!(layers > 300 && refused > 20, "{layers} layers, {refused} refused");
    canvas.frame.damage = None;
    let whole = Rect::new(0.0, 0.0, 1.0, 1.0);
    let after = [solid(0.0, 0.0, 64.0, 64.0, 0x00ff_00ff), Item::Quad(image(0.0, 0.0, 8.0, 8.0, 1, whole))];
    let shot = canvas.paint(&after);
    shot.expect(32, 32, [0, 255, 0, 255]);
    shot.expect(4, 4, [255, 0, 0, 255]);
}
