//! The memory that any GL client costs on a board: makes a window-sized context, draws one triangle
//! twice and prints its own memory figures. `scripts/bench` subtracts them from Ferrule's.
//!
//! It draws on the render node, so it runs beside the process that owns the screen.

use std::error::Error;
use std::fs::{File, OpenOptions};

use ferrule_gles::egl::{Egl, FORMAT_ARGB8888};
use gbm::{AsRaw, BufferObjectFlags, Device, Format};
use glow::HasContext;

const RENDER_NODE: &str = "/dev/dri/renderD128";
/// Pixels of a full HD-ready screen, as the boards drive it.
const WIDTH: u32 = 1280;
const HEIGHT: u32 = 720;
/// One frame for each of the two buffers that a flipping client has.
const FRAMES: usize = 2;

const VERTEX_SHADER: &str = "attribute vec2 p; void main() { gl_Position = vec4(p, 0.0, 1.0); }";
const FRAGMENT_SHADER: &str = "precision mediump float; void main() { gl_FragColor = vec4(1.0); }";

fn main() -> Result<(), Box<dyn Error>> {
    let node = OpenOptions::new().read(true).write(true).open(RENDER_NODE);
    let node = node.map_err(|error| format!("{RENDER_NODE}: {error}"))?;
    let device = Device::new(node)?;
    draw(&device)
}

fn draw(device: &Device<File>) -> Result<(), Box<dyn Error>> {
    // SAFETY: the device is alive, and `egl` is dropped at the end of this function, before it.
    let egl = unsafe { Egl::for_gbm(device.as_raw_mut().cast(), FORMAT_ARGB8888) }?;
    let surface =
        device.create_surface::<()>(WIDTH, HEIGHT, Format::Argb8888, BufferObjectFlags::RENDERING)?;
    // SAFETY: the surface is of the same device and outlives `window`, which is dropped before it.
    let window = unsafe { egl.create_window_surface(surface.as_raw_mut().cast()) }?;
    egl.make_current(&window)?;
    let gl = egl.gl()?;
    triangle(&gl)?;
    for _ in 0..FRAMES {
        // SAFETY: the context is current on this thread; three vertices are in the bound buffer.
        unsafe {
            gl.viewport(0, 0, WIDTH as i32, HEIGHT as i32);
            gl.clear(glow::COLOR_BUFFER_BIT);
            gl.draw_arrays(glow::TRIANGLES, 0, 3);
        }
        window.swap_buffers()?;
        // SAFETY: a frame has just been ended with `swap_buffers`; the buffer is released at once.
        drop(unsafe { surface.lock_front_buffer() }?);
    }
    print!("{}", std::fs::read_to_string("/proc/self/smaps_rollup")?);
    Ok(())
}

/// Compiles a program and binds three vertices, so that the driver's compiler is in the figure.
fn triangle(gl: &glow::Context) -> Result<(), String> {
    // SAFETY: a GLES 2 context is current on this thread and owns all objects named here.
    unsafe {
        let program = gl.create_program()?;
        for (kind, source) in [(glow::VERTEX_SHADER, VERTEX_SHADER), (glow::FRAGMENT_SHADER, FRAGMENT_SHADER)]
        {
            let shader = gl.create_shader(kind)?;
            gl.shader_source(shader, source);
            gl.compile_shader(shader);
            gl.attach_shader(program, shader);
        }
        gl.bind_attrib_location(program, 0, "p");
        gl.link_program(program);
        if !gl.get_program_link_status(program) {
            return Err(gl.get_program_info_log(program));
        }
        gl.use_program(Some(program));
        let buffer = gl.create_buffer()?;
        gl.bind_buffer(glow::ARRAY_BUFFER, Some(buffer));
        let corners = [-1.0_f32, -1.0, 1.0, -1.0, 0.0, 1.0].map(f32::to_le_bytes);
        gl.buffer_data_u8_slice(glow::ARRAY_BUFFER, corners.as_flattened(), glow::STATIC_DRAW);
        gl.vertex_attrib_pointer_f32(0, 2, glow::FLOAT, false, 0, 0);
        gl.enable_vertex_attrib_array(0);
    }
    Ok(())
}
