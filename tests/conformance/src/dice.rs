//! Numbers that look random and are the same in every run with the same seed.

/// The generator "splitmix64".
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall as the seed says.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Any number.
    pub fn any(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to one less than `sides`.
    pub fn roll(&mut self, sides: u32) -> u32 {
        (self.any() % u64::from(sides)) as u32
    }

    /// True once in `of` times.
    pub fn one_in(&mut self, of: u32) -> bool {
        self.roll(of) == 0
    }

    /// One of several.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len() as u32) as usize]
    }

    /// A length that is seldom whole, and seldom exact in `f32`.
    pub fn length(&mut self, end: f32) -> f32 {
        let length = self.roll(10_000) as f32 / 10_000.0 * end;
        if self.one_in(3) { length.floor() } else { length }
    }
}
