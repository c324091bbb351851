//! GLES 2.0 on the device: the EGL context and the painter that draws display lists with it.
//!
//! A list is walked once. Its boxes and glyphs become quads of one vertex format for one shader program, are clipped on
//! the CPU and drawn in as few calls as the images allow. No GL extension is needed.

mod atlas;
mod batch;
mod device;
pub mod egl;
mod error;
mod glyphs;
mod painter;
mod quads;
mod shader;
mod textures;
mod view;

pub use egl::{Egl, EglError, FORMAT_ARGB8888, FORMAT_XRGB8888, WindowSurface};
pub use error::PaintError;
pub use painter::{
    FRAME_GLYPHS_MAX, FRAME_QUADS_MAX, FRAME_RASTERIZED_MAX, Frame, Layouts, PaintStats, Painter,
    PainterLimits,
};
