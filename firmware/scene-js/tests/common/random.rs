//! Numbers that look random and are the same in every run with the same seed.

/// The generator "splitmix64".
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to below `end`.
    pub(crate) fn below(&mut self, end: u32) -> u32 {
        (self.next() % u64::from(end)) as u32
    }

    /// True once in `of` times.
    pub(crate) fn one_in(&mut self, of: u32) -> bool {
        self.below(of) == 0
    }

    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u32) as usize]
    }

    /// A length that is seldom whole, and seldom exact in `f32`.
    pub(crate) fn length(&mut self, end: f32) -> f32 {
        let fine = self.below(10_000) as f32 / 10_000.0;
        let length = fine * end;
        if self.one_in(3) { length.floor() } else { length }
    }
}
