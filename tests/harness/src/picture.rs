//! Pictures of the screen: reading, writing and comparing them with reviewed golden pictures.

use std::fs::File;
use std::io::{BufReader, BufWriter};
use std::path::Path;

use crate::error::{Error, Result};

/// Set to `1` to write golden pictures instead of comparing with them. Look at each one before
/// committing it.
const BLESS_VARIABLE: &str = "FERRULE_BLESS";
/// Widest and highest picture accepted, pixels; above what any board's mode list offers.
const SIDE_PIXELS_MAX: u32 = 8192;

/// An opaque picture, 8 bits a channel.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    width: u32,
    height: u32,
    /// Red, green, blue; rows top to bottom without padding.
    pixels: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Picture({}x{})", self.width, self.height)
    }
}

/// How far a picture may be from its golden picture.
///
/// The metric: a pixel *differs* when any of its channels is more than `channel` away; the
/// pictures match when at most `share` of all pixels differ.
#[derive(Debug, Clone, Copy)]
pub struct Tolerance {
    /// Largest difference of a channel that does not count, 0 to 255.
    pub channel: u8,
    /// Largest share of differing pixels, 0.0 to 1.0.
    pub share: f64,
}

impl Tolerance {
    /// For two drivers' rounding of the same scene: edges of glyphs and curves may differ.
    pub const DRIVER: Self = Self { channel: 24, share: 0.005 };
    /// For the same driver twice.
    pub const SAME: Self = Self { channel: 2, share: 0.0005 };
}

/// The outcome of comparing two pictures of equal size.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// Share of pixels that differ, 0.0 to 1.0.
    pub share: f64,
    /// Largest difference of any channel.
    pub channel_max: u8,
}

impl Picture {
    /// Makes a picture of red, green, blue bytes.
    ///
    /// # Errors
    /// [`Error::Picture`] when the sides are not 1 to 8192 or the byte count does not fit them.
    pub fn new(width: u32, height: u32, pixels: Vec<u8>) -> Result<Self> {
        let sides = 1..=SIDE_PIXELS_MAX;
        let wanted = width as usize * height as usize * 3;
        if !sides.contains(&width) || !sides.contains(&height) || pixels.len() != wanted {
            let bytes = pixels.len();
            return Err(Error::Picture(format!("{bytes} bytes are no {width}x{height} picture")));
        }
        Ok(Self { width, height, pixels })
    }

    /// Width in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Height in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Red, green and blue of one pixel; `None` outside the picture.
    #[must_use]
    pub fn pixel(&self, x: u32, y: u32) -> Option<[u8; 3]> {
        let inside = x < self.width && y < self.height;
        let at = (y as usize * self.width as usize + x as usize) * 3;
        inside.then(|| [self.pixels[at], self.pixels[at + 1], self.pixels[at + 2]])
    }

    /// Whether all pixels have one colour, as a screen without a picture has.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.pixels.chunks_exact(3).all(|pixel| pixel == &self.pixels[..3])
    }

    /// Reads an opaque 8-bit RGB PNG, the only kind [`Picture::write`] and `screendump` make.
    ///
    /// # Errors
    /// [`Error::File`] or [`Error::Picture`], naming the file.
    pub fn read(path: &Path) -> Result<Self> {
        let failed = |error: png::DecodingError| Error::Picture(format!("{}: {error}", path.display()));
        let file = File::open(path).map_err(Error::file(path))?;
        let mut reader = png::Decoder::new(BufReader::new(file)).read_info().map_err(failed)?;
        let bytes = reader.output_buffer_size().unwrap_or(0);
        let mut pixels = vec![0; bytes];
        let frame = reader.next_frame(&mut pixels).map_err(failed)?;
        if (frame.color_type, frame.bit_depth) != (png::ColorType::Rgb, png::BitDepth::Eight) {
            return Err(Error::Picture(format!("{}: not an 8-bit RGB PNG", path.display())));
        }
        pixels.truncate(frame.buffer_size());
        Self::new(frame.width, frame.height, pixels)
    }

    /// Writes a PNG, making the folders on the way.
    ///
    /// # Errors
    /// [`Error::File`] or [`Error::Picture`], naming the file.
    pub fn write(&self, path: &Path) -> Result<()> {
        let failed = |error: png::EncodingError| Error::Picture(format!("{}: {error}", path.display()));
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(Error::file(folder))?;
        }
        let file = BufWriter::new(File::create(path).map_err(Error::file(path))?);
        let mut encoder = png::Encoder::new(file, self.width, self.height);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        let mut writer = encoder.write_header().map_err(failed)?;
        writer.write_image_data(&self.pixels).map_err(failed)?;
        writer.finish().map_err(failed)
    }

    /// Measures how much two pictures differ, counting pixels with a channel more than `channel`
    /// away; `None` when their sizes differ.
    #[must_use]
    pub fn difference(&self, other: &Self, channel: u8) -> Option<Difference> {
        if (self.width, self.height) != (other.width, other.height) {
            return None;
        }
        let (mut differing, mut channel_max) = (0_u32, 0);
        for distance in self.distances(other) {
            channel_max = channel_max.max(distance);
            differing += u32::from(distance > channel);
        }
        let share = f64::from(differing) / (f64::from(self.width) * f64::from(self.height));
        Some(Difference { share, channel_max })
    }

    /// The largest channel difference of each pixel.
    fn distances(&self, other: &Self) -> impl Iterator<Item = u8> {
        let pairs = self.pixels.chunks_exact(3).zip(other.pixels.chunks_exact(3));
        pairs.map(|(ours, theirs)| ours.iter().zip(theirs).map(|(a, b)| a.abs_diff(*b)).max().unwrap_or(0))
    }

    /// Compares with the golden picture at `golden`. On failure the actual picture, and the
    /// difference where sizes agree, are written into the folder `failures`; with
    /// `FERRULE_BLESS=1` in the environment the golden picture is written instead.
    ///
    /// # Errors
    /// [`Error::Picture`] with the measured difference and the files to look at.
    pub fn compare(&self, golden: &Path, tolerance: Tolerance, failures: &Path) -> Result<()> {
        if std::env::var(BLESS_VARIABLE).is_ok_and(|value| value == "1") {
            return self.write(golden);
        }
        self.compare_only(golden, tolerance, failures)
    }

    fn compare_only(&self, golden: &Path, tolerance: Tolerance, failures: &Path) -> Result<()> {
        let name = golden.file_stem().unwrap_or_default().to_string_lossy();
        let actual = failures.join(format!("{name}.actual.png"));
        if !golden.exists() {
            self.write(&actual)?;
            return Err(Error::Picture(format!(
                "no golden picture {}; look at {} and run again with {BLESS_VARIABLE}=1",
                golden.display(),
                actual.display(),
            )));
        }
        let expected = Self::read(golden)?;
        let measured = self.difference(&expected, tolerance.channel);
        if measured.is_some_and(|difference| difference.share <= tolerance.share) {
            return Ok(());
        }
        self.write(&actual)?;
        let Some(difference) = measured else {
            return Err(Error::Picture(format!(
                "{} is {expected:?}, the screen {self:?}; see {}",
                golden.display(),
                actual.display(),
            )));
        };
        self.difference_picture(&expected).write(&failures.join(format!("{name}.diff.png")))?;
        Err(Error::Picture(format!(
            "{}: {:.3} % of the pixels differ by more than {} (allowed {:.3} %, largest {}); see {} and {name}.diff.png",
            golden.display(),
            difference.share * 100.0,
            tolerance.channel,
            tolerance.share * 100.0,
            difference.channel_max,
            actual.display(),
        )))
    }

    /// White where the pictures differ most, black where they agree. Small differences are
    /// raised, so that they can be seen at all.
    fn difference_picture(&self, other: &Self) -> Self {
        let raise = |distance: u8| if distance == 0 { 0 } else { distance.max(64) };
        let pixels = self.distances(other).flat_map(|distance| [raise(distance); 3]).collect();
        Self { width: self.width, height: self.height, pixels }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workdir::WorkDir;

    /// 100 x 10 pixels of one colour.
    fn plain(level: u8) -> Picture {
        Picture::new(100, 10, vec![level; 3000]).unwrap()
    }

    fn with_dots(count: usize, level: u8) -> Picture {
        let mut picture = plain(100);
        for dot in 0..count {
            picture.pixels[dot * 3] = level;
        }
        picture
    }

    #[test]
    fn sides_must_fit_the_bytes() {
        for (width, height, bytes) in [(0, 1, 0), (1, 0, 0), (1, 1, 2), (1, 1, 4), (9000, 1, 27000)] {
            assert!(Picture::new(width, height, vec![0; bytes]).is_err(), "{width}x{height}");
        }
    }

    #[test]
    fn the_metric_is_the_share_of_differing_pixels() {
        let golden = plain(100);
        let close = with_dots(10, 104).difference(&golden, 4).unwrap();
        assert_eq!(close, Difference { share: 0.0, channel_max: 4 });
        let far = with_dots(10, 105).difference(&golden, 4).unwrap();
        assert_eq!(far, Difference { share: 0.01, channel_max: 5 });
        assert!(golden.difference(&Picture::new(1, 1, vec![0; 3]).unwrap(), 4).is_none());
    }

    #[test]
    fn files_round_trip_and_failures_leave_pictures() {
        let dir = WorkDir::new().unwrap();
        let golden = dir.join("golden/home.png");
        let failures = dir.join("failures");
        let tolerance = Tolerance { channel: 4, share: 0.01 };
        let missing = plain(1).compare_only(&golden, tolerance, &failures).unwrap_err();
        assert!(missing.to_string().contains("no golden picture"), "{missing}");
        plain(100).write(&golden).unwrap();
        assert_eq!(Picture::read(&golden).unwrap(), plain(100));
        with_dots(10, 255).compare_only(&golden, tolerance, &failures).unwrap();
        let error = with_dots(11, 255).compare_only(&golden, tolerance, &failures).unwrap_err();
        assert!(error.to_string().contains("1.100 %"), "{error}");
        let diff = Picture::read(&failures.join("home.diff.png")).unwrap();
        assert_eq!((diff.pixel(10, 0), diff.pixel(11, 0)), (Some([155; 3]), Some([0; 3])));
        assert_eq!(Picture::read(&failures.join("home.actual.png")).unwrap(), with_dots(11, 255));
    }

    #[test]
    fn blank_pictures_are_told() {
        assert!(plain(7).is_blank());
        assert!(!with_dots(1, 0).is_blank());
    }
}
