//! The log of everything that was written to a block device, in the format of the kernel's dm-log-writes, and playing it back.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

const MAGIC: u64 = 0x6a_7366_7773_6872;
const FLUSH: u64 = 1;
const FORCE_UNIT_ACCESS: u64 = 2;
/// Bytes of a write that are copied at once.
const COPY_BYTES: usize = 64 * 1024;

/// A place in the log, moving on entry by entry.
pub(crate) struct Log {
    file: File,
    sector_bytes: u64,
    offset: u64,
    /// Entries that were passed.
    pub(crate) entries: usize,
}

/// One write, or a flush with nothing written.
pub(crate) struct Entry {
    at: u64,
    bytes: u64,
    data: u64,
}

impl Log {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let mut head = [0; 28];
        file.read_exact_at(&mut head, 0)?;
        assert_eq!(number(&head, 0), MAGIC, "{} is not a log of writes", path.display());
        let sector_bytes = number(&head, 20) >> 32;
        Ok(Self { file, sector_bytes, offset: sector_bytes, entries: 0 })
    }

    /// The next entry; none at the end of what was logged so far.
    pub(crate) fn next(&mut self) -> io::Result<Option<Entry>> {
        let mut head = [0; 32];
        if self.file.read_at(&mut head, self.offset)? < head.len() {
            return Ok(None);
        }
        let (sector, sectors, flags) = (number(&head, 0), number(&head, 8), number(&head, 16));
        if sectors == 0 && flags == 0 {
            return Ok(None);
        }
        assert_eq!(flags & !(FLUSH | FORCE_UNIT_ACCESS), 0, "discards are not played back");
        let bytes = sectors * self.sector_bytes;
        let entry = Entry { at: sector * self.sector_bytes, bytes, data: self.offset + self.sector_bytes };
        self.offset = entry.data + bytes;
        self.entries += 1;
        Ok(Some(entry))
    }

    /// Passes everything that was logged so far.
    pub(crate) fn skip_to_end(&mut self) -> io::Result<usize> {
        while self.next()?.is_some() {}
        Ok(self.entries)
    }

    /// Does a logged write to an image.
    pub(crate) fn apply(&self, entry: &Entry, image: &File) -> io::Result<()> {
        let mut done = 0;
        while done < entry.bytes {
            let mut piece = [0; COPY_BYTES];
            let len = usize::try_from(entry.bytes - done).unwrap_or(COPY_BYTES).min(COPY_BYTES);
            self.file.read_exact_at(&mut piece[..len], entry.data + done)?;
            image.write_all_at(&piece[..len], entry.at + done)?;
            done += len as u64;
        }
        Ok(())
    }
}

fn number(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(std::array::from_fn(|index| bytes[at + index]))
}
