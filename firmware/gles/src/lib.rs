//! GLES 2.0 on the device: the EGL context and the painter that draws display lists with it.

pub mod egl;
