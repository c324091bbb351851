//! A frame like the one before takes no memory from the heap. Alone in its binary, because it counts for all threads.

mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{Canvas, TEXTURE_BYTES_MAX, base, image, run, solid, squares};
use ferrule_abi::list::{
    Clip, Fill, GlyphRun, Group, ImageId, LayoutId, ListBuilder, NinePatch, Quad, Shadow,
};
use ferrule_abi::{Color, DisplayList, Insets, Item, Radii, Rect, Transform};

struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

// SAFETY: passes every call on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: as demanded of the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as demanded of the caller; the memory is from `System`.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// One of each effect, and text in layers in a turned round clip.
fn nested(layout: LayoutId) -> Vec<Item> {
    let rect = Rect::new(20.0, 20.0, 200.0, 150.0);
    let radii = Radii::all(12.0);
    let shadow = Shadow {
        rect,
        radii,
        color: Color::BLACK,
        offset: (0.0, 8.0),
        blur: 24.0,
        spread: 0.0,
        opacity: 0.5,
    };
    let patch = NinePatch {
        rect,
        image: ImageId(1),
        source: Insets::all(2.0),
        insets: Insets::all(8.0),
        tint: Color::WHITE,
        opacity: 1.0,
    };
    let centre = (0.5, 0.5);
    let radial = Fill::Radial { from: Color::WHITE, to: Color::BLACK, centre, radius: centre };
    vec![
        Item::Shadow(shadow),
        Item::NinePatch(patch),
        Item::PushTransform(Transform::rotation(0.6, 0.8, 100.0, 100.0)),
        Item::PushClip(Clip { rect, radii }),
        Item::PushGroup(Group { rect, opacity: 0.5 }),
        Item::Quad(Quad::new(rect, radial)),
        Item::PushGroup(Group { rect, opacity: 0.5 }),
        Item::GlyphRun(run(layout, 40.0, 40.0)),
        Item::PopGroup,
        Item::PopGroup,
        Item::PopClip,
        Item::PopTransform,
    ]
}

#[test]
fn a_frame_like_the_last_allocates_nothing() {
    let mut canvas = Canvas::new(320, 200);
    let layout = canvas.text("Steady as she goes", 20.0, 400, None);
    for id in 1..=8 {
        canvas.painter.upload_image(ImageId(id), &squares(8, 1, &[[255; 4]])).unwrap();
    }
    assert!(canvas.painter.image_bytes() < TEXTURE_BYTES_MAX);
    let whole = Rect::new(0.0, 0.0, 1.0, 1.0);
    let mut builder = ListBuilder::default();
    for index in 0..200_u16 {
        let (x, y) = (f32::from(index % 20) * 16.0, f32::from(index / 20) * 20.0);
        let item = match index % 5 {
            0 => solid(x, y, 14.0, 14.0, 0xff00_00ff),
            1 => Item::Quad(image(x, y, 14.0, 14.0, u32::from(index % 8) + 1, whole)),
            2 => Item::GlyphRun(run(layout, x, y)),
            3 => Item::GlyphRun(GlyphRun { scale: 1.1, ..run(layout, x, y) }),
            _ => Item::Quad(Quad {
                radii: Radii::all(4.0),
                border_color: Color::WHITE,
                ..base(x, y, 14.0, 14.0)
            }),
        };
        builder.push(&item).unwrap();
    }
    nested(layout).iter().for_each(|item| builder.push(item).unwrap());
    let bytes = builder.finish(Rect::default());
    let list = DisplayList::parse(bytes).unwrap();
    let Canvas { painter, layouts, rasterizer, frame, .. } = &mut canvas;
    painter.paint(&list, layouts, rasterizer, frame);
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    let stats = painter.paint(&list, layouts, rasterizer, frame);
    let allocated = ALLOCATIONS.load(Ordering::Relaxed) - before;
    assert!(stats.vertices > 3000 && stats.layers == 2, "{stats:?}");
    assert_eq!(allocated, 0);
}
