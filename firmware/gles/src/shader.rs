//! The two shader programs, from one source: a plain one for boxes with corners and borders, images and glyphs, and
//! one that also knows radial gradients, shadows and masks, for the few quads that need them.
//!
//! GLSL ES 1.00 with medium precision in fragments, which is all that a Mali-4xx has: 10 bits of mantissa. Distances
//! to the edges of a box are therefore interpolated from its corners, small and exact where it matters, instead of
//! being computed from screen positions.

use glow::HasContext;

use crate::PaintError;
use crate::mask::Mask;

/// Names of the vertex attributes; each one's place is its index, in both programs.
pub(crate) const ATTRIBUTES: [&str; 6] = ["a_position", "a_edges", "a_uv", "a_shape", "a_fill", "a_border"];

/// `u_target` is scale and offset from pixels of the screen to the target; `u_mask_x`, `u_mask_y` lead from there to
/// pixels of the mask.
const VERTEX: &str = "
attribute vec2 a_position;
attribute vec4 a_edges;
attribute vec2 a_uv;
attribute vec4 a_shape;
attribute vec4 a_fill;
attribute vec4 a_border;
uniform vec4 u_target;
varying vec4 v_edges;
varying vec2 v_uv;
varying vec4 v_shape;
varying vec4 v_fill;
varying vec4 v_border;
#ifdef EFFECTS
uniform vec3 u_mask_x;
uniform vec3 u_mask_y;
uniform vec2 u_mask_size;
varying vec4 v_mask;
#endif
void main() {
    v_edges = a_edges;
    v_uv = a_uv;
    v_shape = a_shape;
    v_fill = a_fill;
    v_border = a_border;
#ifdef EFFECTS
    vec3 place = vec3(a_position, 1.0);
    vec2 inner = vec2(dot(u_mask_x, place), dot(u_mask_y, place));
    v_mask = vec4(inner, u_mask_size - inner);
#endif
    gl_Position = vec4(a_position * u_target.xy + u_target.zw, 0.0, 1.0);
}
";

/// `v_edges` and `v_mask` are the distances to left, top, right and bottom edge in pixels, positive inside; `v_shape`
/// is the corner radius, the border width, the kind (`Source::code`) and the opacity. Squares are taken of sixteenths,
/// so that they stay below the largest half-precision number.
///
/// Boxes thinner than a pixel cover less than one: the sum of the distances counts, not the nearer edge alone.
///
/// The shadow is Raph Levien's approximation of a blurred rounded rectangle
/// (<https://raphlinus.github.io/graphics/2020/04/21/blurred-rounded-rects.html>): a superellipse's distance through
/// the error function.
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
float outside(vec2 inner, float radius) {
    vec2 corner = radius - inner;
    return min(max(corner.x, corner.y), 0.0) + length(max(corner, 0.0) * 0.0625) * 16.0 - radius;
}
#ifdef EFFECTS
uniform vec4 u_mask_radii;
varying vec4 v_mask;
float mask() {
    vec2 far = step(v_mask.zw, v_mask.xy);
    vec2 left_right = mix(u_mask_radii.xw, u_mask_radii.yz, far.x);
    float radius = mix(left_right.x, left_right.y, far.y);
    return clamp(0.5 - outside(min(v_mask.xy, v_mask.zw), radius), 0.0, 1.0);
}
float error_function(float x) {
    x = clamp(x, -3.0, 3.0) * 1.128379;
    float square = x * x;
    x += (0.24295 + (0.03395 + 0.0104 * square) * square) * (x * square);
    return x * inversesqrt(1.0 + x * x);
}
float shadow() {
    vec2 corner = v_shape.x - min(v_edges.xy, v_edges.zw);
    vec2 curve = pow(max(corner / v_shape.x, 0.0001), vec2(v_uv.x));
    float reach = pow(curve.x + curve.y, 1.0 / v_uv.x) * v_shape.x;
    float distance = reach + min(max(corner.x, corner.y), 0.0) - v_shape.x;
    return 0.5 * (error_function((v_shape.y + distance) * v_uv.y) - error_function(distance * v_uv.y));
}
#endif
void main() {
    vec4 fill = v_fill;
#ifdef EFFECTS
    if (v_shape.z > 3.5) {
        gl_FragColor = fill * (shadow() * mask() * v_shape.w);
        return;
    }
#endif
    float distance = outside(min(v_edges.xy, v_edges.zw), v_shape.x);
    vec4 near = clamp(v_edges + 0.5, 0.0, 1.0);
    vec2 across = near.xy + near.zw - 1.0;
    float cover = min(clamp(0.5 - distance, 0.0, 1.0), across.x * across.y);
    vec4 border = v_border * clamp(distance + v_shape.y + 0.5, 0.0, 1.0);
#ifdef EFFECTS
    cover *= mask();
    if (v_shape.z > 2.5) {
        fill = mix(fill, v_border, clamp(length(v_uv), 0.0, 1.0));
        border = vec4(0.0);
    } else
#endif
    if (v_shape.z > 1.5) {
        fill *= texture2D(u_glyphs, v_uv).a;
    } else if (v_shape.z > 0.5) {
        fill *= texture2D(u_image, v_uv);
    }
    gl_FragColor = (border + fill * (1.0 - border.a)) * (cover * v_shape.w);
}
";

/// Where drawing goes, as scale and offset from pixels of the screen.
pub(crate) type Projection = [f32; 4];

/// A program and what its uniforms hold.
#[derive(Debug)]
pub(crate) struct Program {
    program: glow::Program,
    target: Option<glow::UniformLocation>,
    projection: Projection,
    /// Places of the mask's uniforms: x, y, size, radii.
    mask: [Option<glow::UniformLocation>; 4],
    masked: Mask,
}

impl Program {
    /// Compiles and links a program, binds its attributes to their places and its samplers to units 0 (image) and 1
    /// (glyphs).
    pub(crate) fn new(gl: &glow::Context, has_effects: bool) -> Result<Self, PaintError> {
        let program = link(gl, if has_effects { "#define EFFECTS\n" } else { "" })?;
        let place = |name| {
            // SAFETY: the painter's context is current, and the program is of it.
            unsafe { gl.get_uniform_location(program, name) }
        };
        let made = Self {
            program,
            target: place("u_target"),
            projection: [0.0; 4],
            mask: ["u_mask_x", "u_mask_y", "u_mask_size", "u_mask_radii"].map(place),
            masked: Mask::NONE,
        };
        // SAFETY: the painter's context is current; the program was linked, and the places are its own.
        unsafe {
            gl.use_program(Some(program));
            for (unit, name) in (0..).zip(["u_image", "u_glyphs"]) {
                gl.uniform_1_i32(place(name).as_ref(), unit);
            }
        }
        made.upload_mask(gl, &Mask::NONE);
        Ok(made)
    }

    /// Makes it the current program.
    pub(crate) fn make_current(&self, gl: &glow::Context) {
        // SAFETY: the painter's context is current, and the program is of it and alive.
        unsafe { gl.use_program(Some(self.program)) };
    }

    /// Sets the projection of the current program, which this must be.
    pub(crate) fn project(&mut self, gl: &glow::Context, projection: Projection) {
        if self.projection != projection {
            let [across, down, left, top] = projection;
            // SAFETY: the painter's context is current; the place is of this program.
            unsafe { gl.uniform_4_f32(self.target.as_ref(), across, down, left, top) };
            self.projection = projection;
        }
    }

    /// Sets the mask of the current program, which this must be, and know effects.
    pub(crate) fn mask(&mut self, gl: &glow::Context, mask: &Mask) {
        if self.masked != *mask {
            self.upload_mask(gl, mask);
            self.masked = *mask;
        }
    }

    fn upload_mask(&self, gl: &glow::Context, mask: &Mask) {
        let [x, y, size, radii] = self.mask.each_ref().map(Option::as_ref);
        let (map, [top_left, top_right, bottom_right, bottom_left]) = (&mask.map, mask.radii);
        // SAFETY: the painter's context is current; the places are of this program, which is the current one.
        unsafe {
            gl.uniform_3_f32(x, map.a, map.c, map.e);
            gl.uniform_3_f32(y, map.b, map.d, map.f);
            gl.uniform_2_f32(size, mask.size.0, mask.size.1);
            gl.uniform_4_f32(radii, top_left, top_right, bottom_right, bottom_left);
        }
    }

    pub(crate) fn delete(&self, gl: &glow::Context) {
        // SAFETY: the painter's context is current or gone with all its objects, in which case GL ignores the call.
        unsafe { gl.delete_program(self.program) };
    }
}

fn link(gl: &glow::Context, defines: &str) -> Result<glow::Program, PaintError> {
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
            gl.shader_source(shader, &[defines, source].concat());
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
        Ok(program)
    }
}
