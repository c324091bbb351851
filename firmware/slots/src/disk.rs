//! What is asked of a file system. The device has [`DataDir`](crate::DataDir); the tests have one that loses power.

use std::io;

/// A folder and what is in it. Paths are components joined by `/`, relative to the folder; symbolic links are never followed.
///
/// Nothing but what the comments say is durable: a power cut may lose, cut short or reorder everything else.
pub trait Disk {
    /// A whole regular file of at most `bytes_max` bytes.
    ///
    /// # Errors
    /// `NotFound` when there is none, `FileTooLarge` beyond `bytes_max`, and whatever the system says.
    fn read(&self, path: &str, bytes_max: usize) -> io::Result<Vec<u8>>;

    /// Up to `len` bytes of a regular file from `offset`; fewer only at its end.
    ///
    /// # Errors
    /// `NotFound` when there is no such file, and whatever the system says.
    fn read_at(&self, path: &str, offset: u64, len: usize) -> io::Result<Vec<u8>>;

    /// Writes into a regular file at `offset`, and makes the file when there is none. Durable after [`Disk::sync_file`].
    ///
    /// # Errors
    /// Whatever the system says.
    fn write_at(&self, path: &str, offset: u64, bytes: &[u8]) -> io::Result<()>;

    /// Writes from the beginning of a regular file, in place, and makes the file when there is none. The bytes are durable
    /// on return (`O_DSYNC`); that a new file is there is not, before [`Disk::sync_dir`].
    ///
    /// # Errors
    /// Whatever the system says.
    fn write_durably(&self, path: &str, bytes: &[u8]) -> io::Result<()>;

    /// Cuts or lengthens a regular file, and makes it when there is none. Durable after [`Disk::sync_file`].
    ///
    /// # Errors
    /// Whatever the system says.
    fn set_len(&self, path: &str, bytes: u64) -> io::Result<()>;

    /// Makes the content of a file durable.
    ///
    /// # Errors
    /// Whatever the system says; the content must then be taken for lost.
    fn sync_file(&self, path: &str) -> io::Result<()>;

    /// Makes the names in a folder durable; the empty path is the folder that holds everything.
    ///
    /// # Errors
    /// Whatever the system says.
    fn sync_dir(&self, path: &str) -> io::Result<()>;

    /// Makes a folder. Durable after [`Disk::sync_dir`] of the folder around it.
    ///
    /// # Errors
    /// `AlreadyExists` when something of that name is there, and whatever the system says.
    fn create_dir(&self, path: &str) -> io::Result<()>;

    /// Whether there is a folder of that name, and not a link to one.
    fn is_dir(&self, path: &str) -> bool;

    /// Gives a file another name in the same folder, in place of what has it. At once or not at all; durable after
    /// [`Disk::sync_dir`].
    ///
    /// # Errors
    /// Whatever the system says.
    fn rename(&self, from: &str, to: &str) -> io::Result<()>;

    /// Removes a file, a link, or a folder with all that is in it. Durable after [`Disk::sync_dir`] of the folder around it.
    ///
    /// # Errors
    /// `NotFound` when there is nothing of that name, and whatever the system says.
    fn remove_all(&self, path: &str) -> io::Result<()>;
}
