//! GLES 2.0 on the device: the EGL context and the painter that draws display lists with it.
//!
//! A list is walked once. Its boxes and glyphs become quads of one vertex format, are turned and clipped on the CPU and
//! drawn in as few calls as the images allow. One shader program draws nearly everything, a second one the quads with
//! effects. Groups are painted to textures first. No GL extension is needed.

mod area;
mod atlas;
mod batch;
mod device;
mod effects;
pub mod egl;
mod error;
mod glyphs;
mod layers;
mod mask;
mod nesting;
mod painter;
mod primitive;
mod quads;
mod shader;
mod state;
mod textures;
mod turn;
mod view;

pub use egl::{Egl, EglError, FORMAT_ARGB8888, FORMAT_XRGB8888, WindowSurface};
pub use error::PaintError;
pub use painter::{
    FRAME_GLYPHS_MAX, FRAME_QUADS_MAX, FRAME_RASTERIZED_MAX, Frame, Layouts, PaintStats, Painter,
    PainterLimits,
};
