//! The one shader program: boxes with rounded corners and borders, images and glyphs.
//!
//! GLSL ES 1.00 with medium precision in fragments, which is all that a Mali-4xx has: 10 bits of mantissa. Distances
//! to the edges of a box are therefore interpolated from its corners, small and exact where it matters, instead of
//! being computed from screen positions.

use glow::HasContext;

use crate::PaintError;

/// Names of the vertex attributes; each one's place is its index.
pub(crate) const ATTRIBUTES: [&str; 6] = ["a_position", "a_edges", "a_uv", "a_shape", "a_fill", "a_border"];

const VERTEX: &str = "
attribute vec2 a_position;
attribute vec4 a_edges;
attribute vec2 a_uv;
attribute vec4 a_shape;
attribute vec4 a_fill;
attribute vec4 a_border;
uniform vec2 u_pixel;
varying vec4 v_edges;
varying vec2 v_uv;
varying vec4 v_shape;
varying vec4 v_fill;
varying vec4 v_border;
void main() {
    v_edges = a_edges;
    v_uv = a_uv;
    v_shape = a_shape;
    v_fill = a_fill;
    v_border = a_border;
    gl_Position = vec4(a_position.x * u_pixel.x - 1.0, 1.0 - a_position.y * u_pixel.y, 0.0, 1.0);
}
";

/// `v_edges` are the distances to left, top, right and bottom edge in pixels, positive inside; `v_shape` is the corner
/// radius, the border width, the kind (0 colour, 1 image, 2 glyph) and the opacity. Squares are taken of sixteenths, so that they
/// stay below the largest half-precision number.
const FRAGMENT: &str = "
#ifdef GL_FRAGMENT_PRECISION_HIGH
#define PRECISE highp
#else
#define PRECISE mediump
#endif
precision mediump float;
uniform sampler2D u_image;
uniform sampler2D u_glyphs;
varying vec4 v_edges;
varying PRECISE vec2 v_uv;
varying vec4 v_shape;
varying vec4 v_fill;
varying vec4 v_border;
void main() {
    vec2 corner = v_shape.x - min(v_edges.xy, v_edges.zw);
    float distance = min(max(corner.x, corner.y), 0.0) + length(max(corner, 0.0) * 0.0625) * 16.0 - v_shape.x;
    float cover = clamp(0.5 - distance, 0.0, 1.0);
    float inside = clamp(0.5 - distance - v_shape.y, 0.0, 1.0);
    vec4 fill = v_fill;
    if (v_shape.z > 1.5) {
        fill *= texture2D(u_glyphs, v_uv).a;
    } else if (v_shape.z > 0.5) {
        fill *= texture2D(u_image, v_uv);
    }
    vec4 border = v_border * (1.0 - inside);
    gl_FragColor = (border + fill * (1.0 - border.a)) * (cover * v_shape.w);
}
";

/// Compiles and links the program, binds its attributes to their places and its samplers to units 0 (image) and 1
/// (glyphs), and makes it current. Gives it with the place of the uniform `u_pixel`: two divided by the target's size.
pub(crate) fn create(
    gl: &glow::Context,
) -> Result<(glow::Program, Option<glow::UniformLocation>), PaintError> {
    // SAFETY: the painter's context is current (`Painter::new` demands it); all handles are of this context, made here
    // and not yet deleted.
    unsafe {
        let program = gl.create_program().map_err(|reason| PaintError::Object { what: "program", reason })?;
        let stages = [
            (glow::VERTEX_SHADER, "vertex shader", VERTEX),
            (glow::FRAGMENT_SHADER, "fragment shader", FRAGMENT),
        ];
        for (kind, stage, source) in stages {
            let shader =
                gl.create_shader(kind).map_err(|reason| PaintError::Object { what: stage, reason })?;
            gl.shader_source(shader, source);
            gl.compile_shader(shader);
            if !gl.get_shader_compile_status(shader) {
                return Err(PaintError::Program { stage, log: gl.get_shader_info_log(shader) });
            }
            gl.attach_shader(program, shader);
            // Goes with the program.
            gl.delete_shader(shader);
        }
        for (place, name) in (0..).zip(ATTRIBUTES) {
            gl.bind_attrib_location(program, place, name);
        }
        gl.link_program(program);
        if !gl.get_program_link_status(program) {
            return Err(PaintError::Program { stage: "program", log: gl.get_program_info_log(program) });
        }
        gl.use_program(Some(program));
        for (unit, name) in (0..).zip(["u_image", "u_glyphs"]) {
            let sampler = gl.get_uniform_location(program, name);
            gl.uniform_1_i32(sampler.as_ref(), unit);
        }
        let pixel = gl.get_uniform_location(program, "u_pixel");
        Ok((program, pixel))
    }
}
