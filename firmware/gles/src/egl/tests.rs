//! A context on the host's software driver: contexts come and go on several threads without harm to each
//! other.

use glow::HasContext;

use super::Egl;

#[test]
fn headless_context_draws_into_a_frame_buffer_object() {
    let egl = Egl::headless().expect("Mesa's surfaceless platform");
    let gl = egl.gl().expect("current");
    assert_eq!(clear_and_read(&gl, [1.0, 0.5, 0.0, 1.0]), [255, 128, 0, 255]);
}

#[test]
fn dropping_one_headless_context_leaves_the_others_alive() {
    let first = Egl::headless().expect("first");
    std::thread::spawn(|| drop(Egl::headless().expect("second"))).join().expect("thread");
    let gl = first.gl().expect("still current");
    assert_eq!(clear_and_read(&gl, [0.0, 0.0, 1.0, 1.0]), [0, 0, 255, 255]);
}

#[test]
fn functions_are_not_loaded_from_a_foreign_context() {
    let first = Egl::headless().expect("first");
    let _second = Egl::headless().expect("second, now current");
    assert!(first.gl().is_err());
}

/// Clears a 4×4 texture and reads its first pixel back.
fn clear_and_read(gl: &glow::Context, [red, green, blue, alpha]: [f32; 4]) -> [u8; 4] {
    let mut pixel = [0; 4];
    // SAFETY: a context is current on this thread, and `pixel` holds the one pixel read.
    unsafe {
        let texture = gl.create_texture().expect("texture");
        gl.bind_texture(glow::TEXTURE_2D, Some(texture));
        let none = glow::PixelUnpackData::Slice(None);
        gl.tex_image_2d(
            glow::TEXTURE_2D,
            0,
            glow::RGBA as i32,
            4,
            4,
            0,
            glow::RGBA,
            glow::UNSIGNED_BYTE,
            none,
        );
        let framebuffer = gl.create_framebuffer().expect("framebuffer");
        gl.bind_framebuffer(glow::FRAMEBUFFER, Some(framebuffer));
        gl.framebuffer_texture_2d(
            glow::FRAMEBUFFER,
            glow::COLOR_ATTACHMENT0,
            glow::TEXTURE_2D,
            Some(texture),
            0,
        );
        assert_eq!(gl.check_framebuffer_status(glow::FRAMEBUFFER), glow::FRAMEBUFFER_COMPLETE);
        gl.clear_color(red, green, blue, alpha);
        gl.clear(glow::COLOR_BUFFER_BIT);
        let target = glow::PixelPackData::Slice(Some(&mut pixel));
        gl.read_pixels(0, 0, 1, 1, glow::RGBA, glow::UNSIGNED_BYTE, target);
    }
    pixel
}
