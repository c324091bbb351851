//! The display connection and its one GLES 2.0 context.

use std::ffi::c_void;
use std::rc::Rc;

use khronos_egl as egl;

use super::config::{self, Choice};
use super::platform::{self, Library};
use super::{EglError, WindowSurface};

/// A GLES 2.0 context on a GBM device or without any output.
///
/// It belongs to the thread that made it. Window surfaces keep the display connection alive, so that either
/// may be dropped first.
#[derive(Debug)]
pub struct Egl {
    display: Rc<Display>,
}

/// The parts that [`Egl`] and [`WindowSurface`] share. All handles are of `display`.
#[derive(Debug)]
pub(super) struct Display {
    pub(super) library: Library,
    pub(super) display: egl::Display,
    pub(super) has_buffer_age: bool,
    choice: Choice,
    context: egl::Context,
    /// The context can be current without a surface.
    has_surfaceless: bool,
    /// Bound when there is no window and `has_surfaceless` is false.
    pbuffer: Option<egl::Surface>,
    /// False for the surfaceless display: it is shared by the process, terminating it would end other
    /// contexts.
    terminates: bool,
}

impl Egl {
    /// Makes a context for the windows of a GBM device.
    ///
    /// `format` is the pixel format wanted for the windows, a GBM four-character code such as
    /// [`super::FORMAT_ARGB8888`]. Where the driver has no configuration for it, XRGB8888 is taken; [`Egl::format`]
    /// tells which it became. The context is made current at once where the driver can do that without a
    /// window.
    ///
    /// # Safety
    /// `device` is a live `gbm_device`, and outlives the returned value and all its window surfaces.
    ///
    /// # Errors
    /// [`EglError`] names the step that failed.
    pub unsafe fn for_gbm(device: *mut c_void, format: u32) -> Result<Self, EglError> {
        let library = platform::open_library()?;
        // SAFETY: as demanded of the caller.
        let display = unsafe { platform::gbm_display(&library, device) }?;
        library.initialize(display).map_err(EglError::call("eglInitialize"))?;
        let choice = config::for_window(&library, display, format);
        Self::with_choice(library, display, choice, true)
    }

    /// Makes a context without any output, for drawing into frame buffer objects: what tests on a host use.
    ///
    /// # Errors
    /// [`EglError::NoDisplay`] where the library is not Mesa's, else the step that failed.
    pub fn headless() -> Result<Self, EglError> {
        let library = platform::open_library()?;
        let display = platform::surfaceless_display(&library)?;
        library.initialize(display).map_err(EglError::call("eglInitialize"))?;
        let choice = config::for_headless(&library, display);
        Self::with_choice(library, display, choice, false)
    }

    fn with_choice(
        library: Library,
        display: egl::Display,
        choice: Result<Choice, EglError>,
        terminates: bool,
    ) -> Result<Self, EglError> {
        let made = choice.and_then(|choice| Ok((choice, create_context(&library, display, choice.config)?)));
        let (choice, context) = match made {
            Ok(made) => made,
            Err(error) => {
                if terminates {
                    let _ = library.terminate(display);
                }
                return Err(error);
            }
        };
        let has = |name| platform::has_extension(&library, Some(display), name);
        let has_buffer_age = has("EGL_EXT_buffer_age");
        let has_surfaceless = has("EGL_KHR_surfaceless_context");
        let pbuffer = if has_surfaceless { None } else { create_pbuffer(&library, display, choice.config) };
        let display = Display {
            library,
            display,
            has_buffer_age,
            choice,
            context,
            has_surfaceless,
            pbuffer,
            terminates,
        };
        log::info!(
            "EGL {}, surfaceless contexts {has_surfaceless}, buffer age {has_buffer_age}",
            display
                .library
                .query_string(Some(display.display), egl::VERSION)
                .unwrap_or_default()
                .to_string_lossy(),
        );
        display.unbind_window();
        Ok(Self { display: Rc::new(display) })
    }

    /// The pixel format that windows of this context must have, a GBM four-character code.
    #[must_use]
    pub fn format(&self) -> u32 {
        self.display.choice.format
    }

    /// Loads the GL functions of the current context.
    ///
    /// # Errors
    /// [`EglError::NotCurrent`] if this context is not current on this thread: on drivers without surfaceless contexts
    /// a window has to be made current first.
    pub fn gl(&self) -> Result<glow::Context, EglError> {
        let library = &self.display.library;
        if library.get_current_context() != Some(self.display.context) {
            return Err(EglError::NotCurrent);
        }
        let load = |name: &str| {
            library.get_proc_address(name).map_or(std::ptr::null(), |function| function as *const c_void)
        };
        // SAFETY: a GLES 2 context is current on this thread (tested above), and `load` asks the library it
        // belongs to.
        Ok(unsafe { glow::Context::from_loader_function(load) })
    }

    /// Makes a surface over a native window of the format [`Egl::format`].
    ///
    /// # Safety
    /// `native_window` is a live `gbm_surface` of the device that this context was made for; it outlives
    /// the returned value, and buffers locked from it are released before the returned value is dropped.
    ///
    /// # Errors
    /// [`EglError::Call`] if the driver refuses the window.
    pub unsafe fn create_window_surface(
        &self,
        native_window: *mut c_void,
    ) -> Result<WindowSurface, EglError> {
        let Display { library, display, choice, .. } = &*self.display;
        // SAFETY: as demanded of the caller.
        let surface = unsafe { library.create_window_surface(*display, choice.config, native_window, None) }
            .map_err(EglError::call("eglCreateWindowSurface"))?;
        Ok(WindowSurface::new(Rc::clone(&self.display), surface))
    }

    /// Makes the context current on this thread and directs its drawing to `window`.
    ///
    /// # Errors
    /// [`EglError::Call`] if the driver refuses.
    pub fn make_current(&self, window: &WindowSurface) -> Result<(), EglError> {
        let Display { library, display, context, .. } = &*self.display;
        let surface = Some(window.raw());
        library
            .make_current(*display, surface, surface, Some(*context))
            .map_err(EglError::call("eglMakeCurrent"))
    }
}

impl Display {
    /// Makes the context current without a window if the driver can, else unbinds it. GL objects survive
    /// both.
    pub(super) fn unbind_window(&self) {
        let context = (self.has_surfaceless || self.pbuffer.is_some()).then_some(self.context);
        if let Err(error) = self.library.make_current(self.display, self.pbuffer, self.pbuffer, context) {
            log::warn!("eglMakeCurrent without a window failed: {error}");
        }
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        let Self { library, display, context, .. } = self;
        if library.get_current_context() == Some(*context) {
            let _ = library.make_current(*display, None, None, None);
        }
        if let Some(pbuffer) = self.pbuffer {
            let _ = library.destroy_surface(*display, pbuffer);
        }
        if let Err(error) = library.destroy_context(*display, *context) {
            log::warn!("eglDestroyContext failed: {error}");
        }
        if self.terminates {
            let _ = library.terminate(*display);
        }
    }
}

fn create_context(
    library: &Library,
    display: egl::Display,
    config: egl::Config,
) -> Result<egl::Context, EglError> {
    library.bind_api(egl::OPENGL_ES_API).map_err(EglError::call("eglBindAPI"))?;
    let attributes = [egl::CONTEXT_CLIENT_VERSION, 2, egl::NONE];
    library.create_context(display, config, None, &attributes).map_err(EglError::call("eglCreateContext"))
}

/// One pixel to bind when there is no window. Configurations without pbuffers are common, and do without.
fn create_pbuffer(library: &Library, display: egl::Display, config: egl::Config) -> Option<egl::Surface> {
    let attributes = [egl::WIDTH, 1, egl::HEIGHT, 1, egl::NONE];
    library.create_pbuffer_surface(display, config, &attributes).ok()
}
