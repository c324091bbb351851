//! Which start of the system this is: how a crash is told from a loss of power.

use std::io;

const BOOT_ID_PATH: &str = "/proc/sys/kernel/random/boot_id";

/// The kernel's random number for the time since it was started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BootId(pub [u8; 16]);

impl BootId {
    /// Asks the kernel.
    ///
    /// # Errors
    /// When there is no `/proc`, or something else in its place. With [`BootId::UNKNOWN`] every start counts as the same.
    pub fn current() -> io::Result<Self> {
        let text = std::fs::read_to_string(BOOT_ID_PATH)?;
        Self::parse(&text).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidData, format!("{BOOT_ID_PATH} does not hold a UUID"))
        })
    }

    /// In place of an id that cannot be had: losses of power then count as crashes, which errs towards the last good release.
    pub const UNKNOWN: Self = Self([0; 16]);

    /// Reads a UUID: 32 hex digits, dashes anywhere.
    fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u8> = text.trim().bytes().filter(|&byte| byte != b'-').collect();
        let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let mut id = [0; 16];
        if digits.len() != 2 * id.len() {
            return None;
        }
        for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Self(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_read_and_nothing_else() {
        let id = BootId::parse("00112233-4455-6677-8899-aabbccddeeff\n").unwrap();
        assert_eq!(id.0[..3], [0x00, 0x11, 0x22]);
        assert_eq!(id.0[15], 0xff);
        for wrong in
            ["", "0011", "00112233-4455-6677-8899-aabbccddeefg", "00112233445566778899aabbccddeeff00"]
        {
            assert_eq!(BootId::parse(wrong), None, "{wrong}");
        }
    }
}
