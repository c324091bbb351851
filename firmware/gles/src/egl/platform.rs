//! Opening the library and finding the display of a platform.

use std::ffi::{c_int, c_void};

use khronos_egl as egl;

use super::EglError;

/// The library, with the functions of EGL 1.4: all that Mali-4xx vendor drivers offer.
pub(super) type Library = egl::DynamicInstance<egl::EGL1_4>;

const PLATFORM_GBM_KHR: u32 = 0x31D7;
const PLATFORM_SURFACELESS_MESA: u32 = 0x31DD;

type GetPlatformDisplay = unsafe extern "system" fn(u32, *mut c_void, *const c_int) -> *mut c_void;

/// Opens `libEGL.so.1`.
pub(super) fn open_library() -> Result<Library, EglError> {
    // SAFETY: the library must follow the EGL ABI. The name is the one that the ABI reserves for it, and
    // the image takes it from the board's GL driver package.
    unsafe { Library::load_required() }.map_err(|cause| EglError::Library { cause: Box::new(cause) })
}

/// The display of a GBM device, through `EGL_EXT_platform_base` where it exists, else through EGL 1.4's
/// guess.
///
/// # Safety
/// `device` is a live `gbm_device` and outlives the display.
pub(super) unsafe fn gbm_display(library: &Library, device: *mut c_void) -> Result<egl::Display, EglError> {
    // SAFETY: as demanded of the caller.
    if let Some(display) = unsafe { platform_display(library, PLATFORM_GBM_KHR, device) } {
        return Ok(display);
    }
    // SAFETY: as demanded of the caller; drivers without platform_base take the device as their native
    // display.
    unsafe { library.get_display(device) }.ok_or(EglError::NoDisplay { platform: "GBM" })
}

/// Mesa's display without any output. It is one per process and shared by all who ask.
pub(super) fn surfaceless_display(library: &Library) -> Result<egl::Display, EglError> {
    let missing = EglError::NoDisplay { platform: "surfaceless" };
    if !has_extension(library, None, "EGL_MESA_platform_surfaceless") {
        return Err(missing);
    }
    // SAFETY: the surfaceless platform takes no native display, null is its only value.
    unsafe { platform_display(library, PLATFORM_SURFACELESS_MESA, std::ptr::null_mut()) }.ok_or(missing)
}

/// True if the extension is in the display's list, or in the client list when `display` is `None`.
pub(super) fn has_extension(library: &Library, display: Option<egl::Display>, name: &str) -> bool {
    let Ok(list) = library.query_string(display, egl::EXTENSIONS) else {
        return false;
    };
    list.to_bytes().split(|byte| *byte == b' ').any(|word| word == name.as_bytes())
}

/// # Safety
/// `native` is what `platform` demands, and outlives the display.
unsafe fn platform_display(library: &Library, platform: u32, native: *mut c_void) -> Option<egl::Display> {
    if !has_extension(library, None, "EGL_EXT_platform_base") {
        return None;
    }
    let function = library.get_proc_address("eglGetPlatformDisplayEXT")?;
    // SAFETY: EGL_EXT_platform_base is there, so the function of this name has this signature.
    let function: GetPlatformDisplay = unsafe { std::mem::transmute(function) };
    // SAFETY: `native` is right for `platform` as demanded of the caller; a null attribute list means no
    // attributes.
    let display = unsafe { function(platform, native, std::ptr::null()) };
    // SAFETY: the pointer is an EGLDisplay returned by EGL just now, and not EGL_NO_DISPLAY.
    (!display.is_null()).then(|| unsafe { egl::Display::from_ptr(display) })
}
