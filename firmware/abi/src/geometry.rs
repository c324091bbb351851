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
    fn rectangles_that_do_not_meet_intersect_in_nothing() {
        let a = Rect::new(0.0, 0.0, 10.0, 10.0);
        assert!(a.intersect(&Rect::new(20.0, 0.0, 5.0, 5.0)).is_empty());
        assert_eq!(a.union(&Rect::default()), a);
        assert_eq!(a.intersect(&Rect::new(5.0, 5.0, 10.0, 10.0)), Rect::new(5.0, 5.0, 5.0, 5.0));
    }
}
