//! Every format and colour type from a small file: four squares of 8 × 8 pixels, red, green, blue, white. And what
//! broken, cut and oversized files give.

use std::path::Path;

use ferrule_images::{Format, ImageError, Limits, Pixels, Target, decode};

const RED: [u8; 4] = [255, 0, 0, 255];
const GREEN: [u8; 4] = [0, 255, 0, 255];
const BLUE: [u8; 4] = [0, 0, 255, 255];
const WHITE: [u8; 4] = [255; 4];
const COLORS: [[u8; 4]; 4] = [RED, GREEN, BLUE, WHITE];
/// Lossy formats miss pure colours by this much.
const LOSS: u8 = 12;

const FILES: &[&str] = &[
    "alpha.png",
    "alpha.webp",
    "baseline.jpg",
    "deep.png",
    "grey.jpg",
    "grey.png",
    "interlaced.png",
    "lossless.webp",
    "lossy.webp",
    "palette.png",
    "progressive.jpg",
    "rgb.png",
];

fn file(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)).expect("a fixture")
}

fn unscaled(bytes: &[u8]) -> Result<Pixels, ImageError> {
    decode(bytes, Target::UNSCALED, Limits::default())
}

/// The pixels in the middle of the four squares.
fn middles(pixels: &Pixels) -> [[u8; 4]; 4] {
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    [(1, 1), (3, 1), (1, 3), (3, 3)].map(|(x, y)| {
        let at = ((height * y / 4) * width + width * x / 4) * 4;
        std::array::from_fn(|channel| pixels.bytes[at + channel])
    })
}

#[track_caller]
fn check(name: &str, want: [[u8; 4]; 4]) {
    let pixels = unscaled(&file(name)).expect(name);
    assert_eq!((pixels.width, pixels.height, pixels.bytes.len()), (16, 16, 16 * 16 * 4), "{name}");
    let have = middles(&pixels);
    let near = have.iter().flatten().zip(want.iter().flatten()).all(|(a, b)| a.abs_diff(*b) <= LOSS);
    assert!(near, "{name}: {have:?} instead of {want:?}");
}

#[test]
fn every_kind_of_file_is_decoded() {
    for name in [
        "baseline.jpg",
        "progressive.jpg",
        "rgb.png",
        "interlaced.png",
        "palette.png",
        "deep.png",
        "lossless.webp",
        "lossy.webp",
    ] {
        check(name, COLORS);
    }
}

#[test]
fn grey_becomes_equal_colours() {
    for name in ["grey.png", "grey.jpg"] {
        let pixels = unscaled(&file(name)).unwrap();
        assert!(
            pixels.bytes.chunks_exact(4).all(|pixel| pixel[0] == pixel[1] && pixel[1] == pixel[2]),
            "{name}"
        );
        let [red, green, blue, white] = middles(&pixels).map(|pixel| pixel[0]);
        assert!(blue < red && red < green && green < white, "{name}");
    }
}

#[test]
fn colours_are_multiplied_with_alpha() {
    let half = COLORS.map(|color| color.map(|channel| if channel == 0 { 0 } else { 128 }));
    check("alpha.png", half);
    check("alpha.webp", half);
}

#[test]
fn files_are_scaled_to_cover_the_target() {
    let bytes = file("rgb.png");
    let size = |width, height| {
        let pixels = decode(&bytes, Target { width, height }, Limits::default()).unwrap();
        assert_eq!(pixels.bytes.len(), (pixels.width * pixels.height * 4) as usize);
        (pixels.width, pixels.height, middles(&pixels))
    };
    assert_eq!(size(8, 8), (8, 8, COLORS));
    assert_eq!(size(4, 8), (8, 8, COLORS), "covers the higher side");
    assert_eq!(size(6, 0), (6, 6, COLORS));
    assert_eq!(size(100, 4), (16, 16, COLORS), "never scaled up");
    assert_eq!(size(0, 0), (16, 16, COLORS));
    let (width, height, one) = size(1, 1);
    assert_eq!((width, height), (1, 1));
    assert_eq!(one[0], [128, 128, 128, 255], "the mean of the four squares");
}

#[test]
fn dimensions_over_the_limit_are_refused() {
    for name in FILES {
        let bytes = file(name);
        let limit = |pixels_max| decode(&bytes, Target::UNSCALED, Limits { pixels_max });
        assert!(limit(256).is_ok(), "{name}");
        let refused = ImageError::TooLarge { width: 16, height: 16, pixels_max: 255 };
        assert_eq!(limit(255), Err(refused), "{name}");
    }
}

#[test]
fn a_header_of_huge_dimensions_takes_no_memory() {
    let mut png = file("rgb.png");
    png[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    let checksum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&checksum.to_be_bytes());
    assert!(matches!(unscaled(&png), Err(ImageError::TooLarge { width: 0x1_0000, .. })));

    let mut jpeg = file("baseline.jpg");
    let frame = jpeg.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x3f, 0xff, 0x3f, 0xff]);
    assert!(matches!(unscaled(&jpeg), Err(ImageError::TooLarge { width: 0x3fff, .. })));

    let mut webp = file("lossy.webp");
    let key = webp.windows(3).position(|key| key == [0x9d, 0x01, 0x2a]).unwrap();
    webp[key + 3..key + 7].copy_from_slice(&[0xff, 0x3f, 0xff, 0x3f]);
    assert!(matches!(unscaled(&webp), Err(ImageError::TooLarge { width: 0x3fff, .. })));
}

/// The checksum of PNG chunks.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

#[test]
fn other_bytes_are_no_image() {
    for bytes in [&b""[..], b"\xff\xd8", b"GIF89a", b"<svg/>", b"RIFF\0\0\0\0WAVE", &[0; 100]] {
        assert_eq!(unscaled(bytes), Err(ImageError::UnknownFormat), "{bytes:?}");
    }
}

#[test]
fn cut_files_are_refused_with_the_format_named() {
    for name in FILES {
        let bytes = file(name);
        for end in [bytes.len() / 4, bytes.len() / 2, bytes.len() - 20] {
            let cut = &bytes[..end];
            let error = unscaled(cut).expect_err(&format!("{name} cut at {end}"));
            let Some(format) = Format::of(cut) else { continue };
            assert!(error.to_string().contains(&format.to_string()), "{name} cut at {end}: {error}");
        }
    }
}

#[test]
fn damaged_files_do_no_harm() {
    for name in FILES {
        let bytes = file(name);
        for at in 0..bytes.len() {
            for value in [0x00, 0x7f, 0xff, bytes[at] ^ 0x10] {
                let mut damaged = bytes.clone();
                damaged[at] = value;
                // Where it still decodes, the result has to be whole.
                if let Ok(pixels) = unscaled(&damaged) {
                    assert_eq!(
                        pixels.bytes.len() as u64,
                        u64::from(pixels.width) * u64::from(pixels.height) * 4
                    );
                }
            }
        }
    }
}
