//! Addresses that the module gives: allegations, with no way to the bytes but a checked one.

/// A piece of linear memory, as the module alleges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct GuestSpan {
    address: u32,
    length: u32,
}

impl GuestSpan {
    pub(crate) const fn new(address: u32, length: u32) -> Self {
        Self { address, length }
    }

    /// From the number that `list` and `events` give: address in the upper half, length in the lower.
    pub(crate) const fn unpack(packed: u64) -> Self {
        Self { address: (packed >> 32) as u32, length: packed as u32 }
    }

    pub(crate) const fn address(self) -> u32 {
        self.address
    }

    pub(crate) const fn length(self) -> u32 {
        self.length
    }

    /// The bytes, if they are in the memory and no more than `bytes_max`.
    pub(crate) fn bytes(self, memory: &[u8], bytes_max: usize) -> Option<&[u8]> {
        let length = self.length as usize;
        if length > bytes_max {
            return None;
        }
        memory.get(self.address as usize..)?.get(..length)
    }

    /// The bytes to write to, if they are in the memory.
    pub(crate) fn bytes_mut(self, memory: &mut [u8]) -> Option<&mut [u8]> {
        memory.get_mut(self.address as usize..)?.get_mut(..self.length as usize)
    }

    /// The bytes as a string, if they are in the memory, no more than `bytes_max`, and UTF-8.
    pub(crate) fn text(self, memory: &[u8], bytes_max: usize) -> Option<&str> {
        core::str::from_utf8(self.bytes(memory, bytes_max)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_outside_of_the_memory_have_no_bytes() {
        let memory = [1, 2, 3, 4];
        for (address, length, want) in [
            (0, 4, Some(&memory[..])),
            (3, 1, Some(&memory[3..])),
            (4, 0, Some(&[][..])),
            (5, 0, None),
            (3, 2, None),
            (u32::MAX, u32::MAX, None),
            (0, u32::MAX, None),
        ] {
            assert_eq!(GuestSpan::new(address, length).bytes(&memory, 8), want, "{length} at {address}");
        }
        assert_eq!(GuestSpan::new(0, 4).bytes(&memory, 3), None);
        assert_eq!(GuestSpan::unpack(0x0000_0002_0000_0001), GuestSpan::new(2, 1));
        assert_eq!(GuestSpan::new(0, 1).text(&[0xff], 1), None);
    }
}
