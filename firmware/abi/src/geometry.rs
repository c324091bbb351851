//! Rectangles and colours as they stand in commands and display lists.

/// An axis-aligned rectangle in UI pixels, y down. Width and height are never negative in a checked list.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

impl Rect {
    /// A rectangle from its top left corner and its size.
    pub const fn new(x: f32, y: f32, w: f32, h: f32) -> Self {
        Self { x, y, w, h }
    }

    /// Right edge.
    pub fn right(&self) -> f32 {
        self.x + self.w
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f32 {
        self.y + self.h
    }

    /// True when it covers no area.
    pub fn is_empty(&self) -> bool {
        self.w <= 0.0 || self.h <= 0.0
    }

    /// The area both cover; empty when they do not meet.
    pub fn intersect(&self, other: &Rect) -> Rect {
        let x = self.x.max(other.x);
        let y = self.y.max(other.y);
        let w = (self.right().min(other.right()) - x).max(0.0);
        let h = (self.bottom().min(other.bottom()) - y).max(0.0);
        Rect { x, y, w, h }
    }

    /// The smallest rectangle that holds both. An empty one counts for nothing.
    pub fn union(&self, other: &Rect) -> Rect {
        if self.is_empty() {
            return *other;
        }
        if other.is_empty() {
            return *self;
        }
        let x = self.x.min(other.x);
        let y = self.y.min(other.y);
        let w = self.right().max(other.right()) - x;
        let h = self.bottom().max(other.bottom()) - y;
        Rect { x, y, w, h }
    }
}

/// Radii of a box's corners in UI pixels. At most half the shorter side of the box is used of each.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Radii {
    /// Of the top left corner.
    pub top_left: f32,
    /// Of the top right corner.
    pub top_right: f32,
    /// Of the bottom right corner.
    pub bottom_right: f32,
    /// Of the bottom left corner.
    pub bottom_left: f32,
}

impl Radii {
    /// Sharp corners.
    pub const NONE: Self = Self::all(0.0);

    /// Four corners alike.
    pub const fn all(radius: f32) -> Self {
        Self { top_left: radius, top_right: radius, bottom_right: radius, bottom_left: radius }
    }

    /// The radii clockwise from the top left, as they stand in display lists.
    pub const fn clockwise(&self) -> [f32; 4] {
        [self.top_left, self.top_right, self.bottom_right, self.bottom_left]
    }

    /// True when all four are the same.
    pub fn is_even(&self) -> bool {
        self.top_left == self.top_right
            && self.top_left == self.bottom_right
            && self.top_left == self.bottom_left
    }

    /// The largest.
    pub fn largest(&self) -> f32 {
        self.top_left.max(self.top_right).max(self.bottom_right).max(self.bottom_left)
    }
}

/// Distances from the sides of a box, inwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Insets {
    /// From the left side.
    pub left: f32,
    /// From the top side.
    pub top: f32,
    /// From the right side.
    pub right: f32,
    /// From the bottom side.
    pub bottom: f32,
}

impl Insets {
    /// Four sides alike.
    pub const fn all(inset: f32) -> Self {
        Self { left: inset, top: inset, right: inset, bottom: inset }
    }

    /// Each multiplied.
    #[must_use]
    pub fn scaled(&self, by: f32) -> Self {
        Self { left: self.left * by, top: self.top * by, right: self.right * by, bottom: self.bottom * by }
    }
}

/// An affine map of the plane, as CSS's `matrix()`: `x' = a x + c y + e`, `y' = b x + d y + f`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Transform {
    /// x' for each x.
    pub a: f32,
    /// y' for each x.
    pub b: f32,
    /// x' for each y.
    pub c: f32,
    /// y' for each y.
    pub d: f32,
    /// x' of the origin.
    pub e: f32,
    /// y' of the origin.
    pub f: f32,
}

impl Transform {
    /// Leaves everything where it is.
    pub const IDENTITY: Self = Self { a: 1.0, b: 0.0, c: 0.0, d: 1.0, e: 0.0, f: 0.0 };

    /// A turn about a point, from the sine and the cosine of its angle, clockwise on the screen.
    pub fn rotation(sin: f32, cos: f32, about_x: f32, about_y: f32) -> Self {
        Self {
            a: cos,
            b: sin,
            c: -sin,
            d: cos,
            e: about_x - cos * about_x + sin * about_y,
            f: about_y - sin * about_x - cos * about_y,
        }
    }

    /// `inner` first, then this: the map of what is within `inner` within this.
    pub fn concat(&self, inner: &Self) -> Self {
        Self {
            a: self.a * inner.a + self.c * inner.b,
            b: self.b * inner.a + self.d * inner.b,
            c: self.a * inner.c + self.c * inner.d,
            d: self.b * inner.c + self.d * inner.d,
            e: self.a * inner.e + self.c * inner.f + self.e,
            f: self.b * inner.e + self.d * inner.f + self.f,
        }
    }

    /// Where a point goes.
    pub fn apply(&self, x: f32, y: f32) -> (f32, f32) {
        (self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f)
    }

    /// How much areas grow; negative where the map mirrors.
    pub fn determinant(&self) -> f32 {
        self.a * self.d - self.b * self.c
    }

    /// The map back; nothing when areas vanish or a number is not finite.
    pub fn inverse(&self) -> Option<Self> {
        let by = 1.0 / self.determinant();
        let back = Self {
            a: self.d * by,
            b: -self.b * by,
            c: -self.c * by,
            d: self.a * by,
            e: (self.c * self.f - self.d * self.e) * by,
            f: (self.b * self.e - self.a * self.f) * by,
        };
        back.is_finite().then_some(back)
    }

    /// False when a number is infinite or none.
    pub fn is_finite(&self) -> bool {
        [self.a, self.b, self.c, self.d, self.e, self.f].iter().all(|number| number.is_finite())
    }

    /// The smallest rectangle around where a rectangle goes.
    pub fn bounds(&self, rect: &Rect) -> Rect {
        let corners = [
            self.apply(rect.x, rect.y),
            self.apply(rect.right(), rect.y),
            self.apply(rect.x, rect.bottom()),
            self.apply(rect.right(), rect.bottom()),
        ];
        let (mut left, mut top) = corners[0];
        let (mut right, mut bottom) = corners[0];
        for (x, y) in corners {
            (left, right) = (left.min(x), right.max(x));
            (top, bottom) = (top.min(y), bottom.max(y));
        }
        Rect::new(left, top, right - left, bottom - top)
    }
}

/// Straight (not premultiplied) 8-bit sRGB colour, `0xRRGGBBAA`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Color(pub u32);

impl Color {
    /// Invisible.
    pub const TRANSPARENT: Color = Color(0);
    /// Opaque black.
    pub const BLACK: Color = Color(0x0000_00ff);
    /// Opaque white.
    pub const WHITE: Color = Color(0xffff_ffff);

    /// Red, green, blue, alpha, each 0 to 255.
    pub const fn channels(self) -> [u8; 4] {
        self.0.to_be_bytes()
    }

    /// From red, green, blue, alpha, each 0 to 255.
    pub const fn from_channels(rgba: [u8; 4]) -> Self {
        Self(u32::from_be_bytes(rgba))
    }

    /// Parses `#rgb`, `#rgba`, `#rrggbb` or `#rrggbbaa`; nothing for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let value = u32::from_str_radix(digits, 16).ok()?;
        match digits.len() {
            3 => Some(Self(double_nibbles(value << 4 | 0xf))),
            4 => Some(Self(double_nibbles(value))),
            6 => Some(Self(value << 8 | 0xff)),
            8 => Some(Self(value)),
            _ => None,
        }
    }
}

/// `0xabcd` to `0xaabbccdd`.
fn double_nibbles(short: u32) -> u32 {
    let mut out = 0;
    for shift in [12, 8, 4, 0] {
        let nibble = short >> shift & 0xf;
        out = out << 8 | nibble << 4 | nibble;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_parse_in_every_length() {
        for (text, want) in [
            ("#fff", Some(0xffff_ffff)),
            ("#1238", Some(0x1122_3388)),
            ("#102030", Some(0x1020_30ff)),
            ("#10203040", Some(0x1020_3040)),
            ("#12345", None),
            ("#+12", None),
            ("102030", None),
            ("", None),
        ] {
            assert_eq!(Color::parse(text).map(|c| c.0), want, "{text}");
        }
    }

    #[test]
    fn transforms_concatenate_invert_and_bound() {
        let turn = Transform::rotation(1.0, 0.0, 10.0, 20.0);
        assert_eq!(turn.apply(10.0, 20.0), (10.0, 20.0));
        assert_eq!(turn.apply(15.0, 20.0), (10.0, 25.0), "right turns down");
        assert_eq!(turn.bounds(&Rect::new(10.0, 20.0, 6.0, 2.0)), Rect::new(8.0, 20.0, 2.0, 6.0));
        let grow = Transform { a: 2.0, d: 4.0, e: 1.0, ..Transform::IDENTITY };
        assert_eq!(grow.concat(&turn).apply(15.0, 20.0), (21.0, 100.0));
        let back = grow.concat(&turn).inverse().unwrap();
        assert_eq!(back.apply(21.0, 100.0), (15.0, 20.0));
        assert_eq!(Transform { a: 0.0, ..Transform::IDENTITY }.inverse(), None);
        assert_eq!(Transform { e: f32::NAN, ..Transform::IDENTITY }.inverse(), None);
    }

    #[test]
    fn rectangles_that_do_not_meet_intersect_in_nothing() {
        let a = Rect::new(0.0, 0.0, 10.0, 10.0);
        assert!(a.intersect(&Rect::new(20.0, 0.0, 5.0, 5.0)).is_empty());
        assert_eq!(a.union(&Rect::default()), a);
        assert_eq!(a.intersect(&Rect::new(5.0, 5.0, 10.0, 10.0)), Rect::new(5.0, 5.0, 5.0, 5.0));
    }
}
