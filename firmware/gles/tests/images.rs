//! Texture memory: accounting, eviction, and what happens when nothing can go.

mod common;

use common::{Canvas, image, squares};
use ferrule_abi::list::ImageId;
use ferrule_abi::{Item, Rect};
use ferrule_gles::{PaintError, PainterLimits};
use ferrule_images::{PixelFormat, Pixels};

/// Bytes of the 8 × 8 images of these tests.
const BYTES: usize = 8 * 8 * 4;

fn canvas() -> Canvas {
    Canvas::with_limits(32, 32, PainterLimits { texture_bytes_max: 3 * BYTES, layer_bytes_max: 0 })
}

fn pixels() -> Pixels {
    squares(8, 1, &[[255; 4]])
}

fn show(ids: &[u32]) -> Vec<Item> {
    let whole = Rect::new(0.0, 0.0, 1.0, 1.0);
    ids.iter().map(|id| Item::Quad(image(0.0, 0.0, 8.0, 8.0, *id, whole))).collect()
}

#[test]
fn bytes_are_counted() {
    let mut canvas = canvas();
    assert_eq!(canvas.painter.upload_image(ImageId(1), &pixels()), Ok(BYTES));
    assert_eq!(canvas.painter.upload_image(ImageId(2), &pixels()), Ok(BYTES));
    assert_eq!(canvas.painter.image_bytes(), 2 * BYTES);
    assert_eq!(canvas.painter.upload_image(ImageId(2), &squares(4, 1, &[[9; 4]])), Ok(64));
    assert_eq!(canvas.painter.image_bytes(), BYTES + 64);
    assert!(canvas.painter.drop_image(ImageId(1)));
    assert!(!canvas.painter.drop_image(ImageId(1)));
    assert_eq!(canvas.painter.image_bytes(), 64);
}

#[test]
fn what_was_painted_longest_ago_is_evicted() {
    let mut canvas = canvas();
    for id in [1, 2, 3] {
        canvas.painter.upload_image(ImageId(id), &pixels()).unwrap();
    }
    canvas.paint(&show(&[1, 2, 3]));
    canvas.paint(&show(&[1, 2]));
    canvas.paint(&show(&[1]));
    canvas.painter.upload_image(ImageId(4), &pixels()).unwrap();
    canvas.painter.upload_image(ImageId(5), &pixels()).unwrap();
    assert_eq!(canvas.painter.take_evicted(), [ImageId(3), ImageId(2)]);
    assert_eq!(canvas.painter.take_evicted(), []);
    assert_eq!(canvas.painter.image_bytes(), 3 * BYTES);
}

#[test]
fn what_is_on_the_screen_stays() {
    let mut canvas = canvas();
    for id in [1, 2, 3] {
        canvas.painter.upload_image(ImageId(id), &pixels()).unwrap();
    }
    canvas.paint(&show(&[1, 2, 3]));
    let refused = canvas.painter.upload_image(ImageId(4), &pixels()).unwrap_err();
    assert_eq!(refused, PaintError::TextureMemory { needed: BYTES, held: 3 * BYTES, max: 3 * BYTES });
    let (_, stats) = canvas.paint_with_stats(&show(&[1, 2, 3]));
    assert_eq!(stats.missing, 0);
}

#[test]
fn what_was_just_uploaded_is_not_evicted_before_a_frame_could_show_it() {
    let mut canvas = canvas();
    for id in [1, 2, 3] {
        canvas.painter.upload_image(ImageId(id), &pixels()).unwrap();
    }
    assert!(canvas.painter.upload_image(ImageId(4), &pixels()).is_err());
    canvas.paint(&show(&[2, 3]));
    canvas.painter.upload_image(ImageId(4), &pixels()).unwrap();
    assert_eq!(canvas.painter.take_evicted(), [ImageId(1)]);
}

#[test]
fn shrinking_stops_at_what_is_on_the_screen() {
    let mut canvas = canvas();
    for id in [1, 2, 3] {
        canvas.painter.upload_image(ImageId(id), &pixels()).unwrap();
    }
    canvas.paint(&show(&[2]));
    canvas.painter.shrink_images(2 * BYTES);
    assert_eq!(canvas.painter.image_bytes(), 2 * BYTES);
    canvas.painter.shrink_images(0);
    assert_eq!(canvas.painter.image_bytes(), BYTES);
    assert_eq!(canvas.painter.take_evicted(), [ImageId(1), ImageId(3)]);
}

#[test]
fn wrong_and_too_large_images_are_refused() {
    let mut canvas = canvas();
    let mut upload = |width, height, bytes| {
        canvas.painter.upload_image(
            ImageId(1),
            &Pixels { width, height, format: PixelFormat::Rgba8888, bytes: vec![0; bytes] },
        )
    };
    assert!(matches!(upload(8, 8, BYTES - 1), Err(PaintError::ImageSize { .. })));
    assert!(matches!(upload(0, 8, 0), Err(PaintError::ImageSize { .. })));
    assert!(matches!(upload(1 << 20, 1, 4 << 20), Err(PaintError::ImageTooLarge { .. })));
    assert!(matches!(upload(16, 16, 1024), Err(PaintError::TextureMemory { .. })));
    assert_eq!(upload(8, 24, 3 * BYTES), Ok(3 * BYTES));
}

#[test]
fn opaque_images_of_two_bytes_take_half_the_memory_and_look_the_same() {
    let mut canvas = canvas();
    let small = squares(8, 1, &[[200, 100, 50, 255]]).into_rgb565_if_opaque();
    assert_eq!(canvas.painter.upload_image(ImageId(1), &small), Ok(BYTES / 2));
    assert_eq!(canvas.painter.image_bytes(), BYTES / 2);
    let shot = canvas.paint(&show(&[1]));
    let [red, green, blue, alpha] = shot.pixel(3, 5);
    assert!(red.abs_diff(200) <= 8 && green.abs_diff(100) <= 4 && blue.abs_diff(50) <= 8 && alpha == 255);
    let odd = Pixels { width: 3, height: 3, format: PixelFormat::Rgb565, bytes: vec![255; 18] };
    assert_eq!(canvas.painter.upload_image(ImageId(1), &odd), Ok(18), "rows of odd length are not padded");
    canvas.paint(&show(&[1])).expect(4, 4, [255; 4]);
}
