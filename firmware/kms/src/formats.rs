//! The `IN_FORMATS` property of a plane: which modifiers go with which pixel format. Pure.

/// Longest blob looked at, in bytes. Real ones stay below 4 KiB.
const BLOB_BYTES_MAX: usize = 64 * 1024;
/// Most modifiers handed to the buffer allocator; the first of the list are the driver's favourites.
pub(crate) const MODIFIER_COUNT_MAX: usize = 64;
/// `DRM_FORMAT_MOD_INVALID`: "the driver chooses", which cannot be asked for.
const MODIFIER_INVALID: u64 = 0x00ff_ffff_ffff_ffff;

/// The modifiers that the plane takes with `format`, in the driver's order, at most [`MODIFIER_COUNT_MAX`].
///
/// The blob is `struct drm_format_modifier_blob`: six words (version, flags, format count and offset,
/// modifier count and offset), an array of formats, and an array of `{ u64 formats, u32 offset, u32
/// padding, u64 modifier }`, where bit n of `formats` means the format with the index offset + n. What lies
/// outside of the blob is ignored.
pub(crate) fn modifiers_of(blob: &[u8], format: u32) -> Vec<u64> {
    let mut found = Vec::new();
    if blob.len() > BLOB_BYTES_MAX || word(blob, 0) != Some(1) {
        return found;
    }
    let header = [word(blob, 8), word(blob, 12), word(blob, 16), word(blob, 20)];
    let [Some(formats), Some(formats_at), Some(modifiers), Some(modifiers_at)] = header else { return found };
    let entries = blob.len() as u32 / 4; // No array can have more entries than the blob has words.
    let index = (0..formats.min(entries)).find(|n| word_at(blob, formats_at, *n, 4) == Some(format));
    let Some(index) = index else { return found };
    for n in 0..modifiers.min(entries) {
        let entry = [0, 4, 8, 16, 20].map(|field| word_at(blob, modifiers_at.saturating_add(field), n, 24));
        let [Some(low), Some(high), Some(offset), Some(modifier_low), Some(modifier_high)] = entry else {
            break;
        };
        let mask = u64::from(high) << 32 | u64::from(low);
        let bit = index.checked_sub(offset).filter(|bit| *bit < 64);
        let modifier = u64::from(modifier_high) << 32 | u64::from(modifier_low);
        if bit.is_some_and(|bit| mask >> bit & 1 == 1) && modifier != MODIFIER_INVALID {
            found.push(modifier);
            if found.len() == MODIFIER_COUNT_MAX {
                break;
            }
        }
    }
    found
}

fn word(blob: &[u8], at: usize) -> Option<u32> {
    let bytes = blob.get(at..at.checked_add(4)?)?;
    Some(u32::from_ne_bytes(bytes.try_into().ok()?))
}

fn word_at(blob: &[u8], base: u32, index: u32, stride: u32) -> Option<u32> {
    let at = u64::from(base) + u64::from(index) * u64::from(stride);
    word(blob, usize::try_from(at).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const XRGB: u32 = u32::from_le_bytes(*b"XR24");
    const ARGB: u32 = u32::from_le_bytes(*b"AR24");

    /// A well-formed blob: formats, and modifiers with the mask and offset of the formats they go with.
    fn blob(formats: &[u32], modifiers: &[(u64, u32, u64)]) -> Vec<u8> {
        let modifiers_at = 24 + 4 * formats.len() as u32;
        let mut words = vec![1, 0, formats.len() as u32, 24, modifiers.len() as u32, modifiers_at];
        words.extend(formats);
        for (mask, offset, modifier) in modifiers {
            words.extend([
                *mask as u32,
                (mask >> 32) as u32,
                *offset,
                0,
                *modifier as u32,
                (modifier >> 32) as u32,
            ]);
        }
        words.into_iter().flat_map(u32::to_ne_bytes).collect()
    }

    #[test]
    fn modifiers_of_the_format_come_in_the_drivers_order() {
        let blob = blob(&[XRGB, ARGB], &[(0b10, 0, 77), (0b11, 0, 5 << 56), (0b01, 0, 9), (0b1, 1, 0)]);
        assert_eq!(modifiers_of(&blob, ARGB), [77, 5 << 56, 0]);
        assert_eq!(modifiers_of(&blob, XRGB), [5 << 56, 9]);
        assert_eq!(modifiers_of(&blob, 0), [] as [u64; 0]);
    }

    #[test]
    fn the_invalid_modifier_and_a_surplus_are_left_out() {
        assert!(modifiers_of(&blob(&[XRGB], &[(1, 0, MODIFIER_INVALID)]), XRGB).is_empty());
        let many: Vec<_> = (0..1000).map(|n| (1, 0, n)).collect();
        assert_eq!(modifiers_of(&blob(&[XRGB], &many), XRGB).len(), MODIFIER_COUNT_MAX);
    }

    #[test]
    fn no_truncation_and_no_wild_number_reads_outside() {
        let good = blob(&[XRGB, ARGB], &[(0b11, 0, 1), (0b11, 0, 2)]);
        for length in 0..good.len() {
            assert!(modifiers_of(&good[..length], ARGB).len() <= 2);
        }
        for word in 0..good.len() / 4 {
            let mut wild = good.clone();
            wild[word * 4..word * 4 + 4].fill(0xff);
            assert!(modifiers_of(&wild, ARGB).len() <= MODIFIER_COUNT_MAX);
        }
        assert!(modifiers_of(&vec![0xff; BLOB_BYTES_MAX + 1], ARGB).is_empty());
    }
}
