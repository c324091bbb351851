//! A surface that a window of the native platform shows.

use std::rc::Rc;

use khronos_egl as egl;

use super::EglError;
use super::context::Display;

/// `EGL_BUFFER_AGE_EXT`.
const BUFFER_AGE: egl::Int = 0x313D;

/// An EGL window surface over a `gbm_surface`. Destroyed on drop; the native window must still exist then.
#[derive(Debug)]
pub struct WindowSurface {
    display: Rc<Display>,
    surface: egl::Surface,
}

impl WindowSurface {
    pub(super) fn new(display: Rc<Display>, surface: egl::Surface) -> Self {
        Self { display, surface }
    }

    pub(super) fn raw(&self) -> egl::Surface {
        self.surface
    }

    /// Ends the frame: the back buffer becomes the front buffer, to be locked by GBM.
    ///
    /// # Errors
    /// [`EglError::Call`] if the driver refuses; [`EglError::is_context_lost`] tells a GPU reset apart.
    pub fn swap_buffers(&self) -> Result<(), EglError> {
        let Display { library, display, .. } = &*self.display;
        library.swap_buffers(*display, self.surface).map_err(EglError::call("eglSwapBuffers"))
    }

    /// How many frames ago the back buffer was last drawn: 1 is the previous frame, 0 means its content is
    /// undefined. `None` where the driver lacks `EGL_EXT_buffer_age`. The surface must be current.
    #[must_use]
    pub fn buffer_age(&self) -> Option<u32> {
        let Display { library, display, has_buffer_age, .. } = &*self.display;
        if !has_buffer_age {
            return None;
        }
        library.query_surface(*display, self.surface, BUFFER_AGE).ok().and_then(|age| u32::try_from(age).ok())
    }
}

impl Drop for WindowSurface {
    fn drop(&mut self) {
        let Display { library, display, .. } = &*self.display;
        if library.get_current_surface(egl::DRAW) == Some(self.surface) {
            self.display.unbind_window();
        }
        if let Err(error) = library.destroy_surface(*display, self.surface) {
            log::warn!("eglDestroySurface failed: {error}");
        }
    }
}
