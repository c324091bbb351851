//! What can go wrong between the GL driver and a current context.

use std::error::Error;

/// Why an EGL object could not be made or used. Each message ends with the cure.
#[derive(Debug, thiserror::Error)]
pub enum EglError {
    /// `libEGL.so.1` is missing or too old.
    #[error("libEGL.so.1 (EGL 1.4) cannot be opened: {cause}; put the board's GL driver into the image")]
    Library {
        /// The dynamic loader's own words.
        cause: Box<dyn Error + Send + Sync>,
    },
    /// The library knows no display for the platform.
    #[error("EGL offers no display for {platform}; put the EGL vendor library of this GPU into the image")]
    NoDisplay {
        /// The platform asked for: `GBM` or `surfaceless`.
        platform: &'static str,
    },
    /// No frame buffer configuration fits.
    #[error(
        "EGL has no GLES 2 configuration for the pixel format {wanted} nor for XRGB8888; \
         check that the GL driver belongs to this GPU"
    )]
    NoConfig {
        /// The pixel format asked for, as a four-character code.
        wanted: String,
    },
    /// There is no context bound to this thread, so GL functions cannot be loaded.
    #[error(
        "no GL context is current; make a window surface current first (the driver has no surfaceless contexts)"
    )]
    NotCurrent,
    /// An EGL function failed.
    #[error("{call} failed: {cause}")]
    Call {
        /// The EGL function.
        call: &'static str,
        /// EGL's error.
        #[source]
        cause: khronos_egl::Error,
    },
}

impl EglError {
    /// True if the GPU lost the context: everything made in it is gone and [`super::Egl`] has to be made
    /// again.
    #[must_use]
    pub fn is_context_lost(&self) -> bool {
        matches!(self, Self::Call { cause: khronos_egl::Error::ContextLost, .. })
    }

    /// Names the call in an EGL error, for `map_err`.
    pub(super) fn call(call: &'static str) -> impl FnOnce(khronos_egl::Error) -> Self {
        move |cause| Self::Call { call, cause }
    }
}
