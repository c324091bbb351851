//! Choice of the frame buffer configuration.

use khronos_egl as egl;

use super::EglError;
use super::platform::Library;

/// The pixel format `ARGB8888` as GBM and DRM name it: the four characters `AR24`.
pub const FORMAT_ARGB8888: u32 = u32::from_le_bytes(*b"AR24");
/// The pixel format `XRGB8888` as GBM and DRM name it: the four characters `XR24`.
pub const FORMAT_XRGB8888: u32 = u32::from_le_bytes(*b"XR24");

/// A driver lists some dozen configurations; what lies beyond is not looked at.
const CONFIG_COUNT_MAX: usize = 1024;

/// A configuration and the GBM format that its windows must have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choice {
    pub(super) config: egl::Config,
    pub(super) format: u32,
}

/// The window configuration whose native visual is `format`, else one for XRGB8888.
pub(super) fn for_window(library: &Library, display: egl::Display, format: u32) -> Result<Choice, EglError> {
    let configs = candidates(library, display, egl::WINDOW_BIT)?;
    for format in [format, FORMAT_XRGB8888] {
        let visual = |config: &&egl::Config| {
            library
                .get_config_attrib(display, **config, egl::NATIVE_VISUAL_ID)
                .is_ok_and(|id| id as u32 == format)
        };
        if let Some(config) = configs.iter().find(visual) {
            return Ok(Choice { config: *config, format });
        }
    }
    Err(EglError::NoConfig { wanted: four_characters(format) })
}

/// Any RGBA configuration that can draw into pbuffers, for contexts without a window.
pub(super) fn for_headless(library: &Library, display: egl::Display) -> Result<Choice, EglError> {
    let configs = candidates(library, display, egl::PBUFFER_BIT)?;
    let has_alpha = |config: &&egl::Config| {
        library.get_config_attrib(display, **config, egl::ALPHA_SIZE).is_ok_and(|bits| bits == 8)
    };
    let config = configs.iter().find(has_alpha);
    config
        .map(|config| Choice { config: *config, format: FORMAT_ARGB8888 })
        .ok_or_else(|| EglError::NoConfig { wanted: four_characters(FORMAT_ARGB8888) })
}

/// All GLES 2 configurations of eight bits per colour without multisampling, in EGL's order of preference.
fn candidates(
    library: &Library,
    display: egl::Display,
    surface: egl::Int,
) -> Result<Vec<egl::Config>, EglError> {
    let wanted = [
        (egl::SURFACE_TYPE, surface),
        (egl::RENDERABLE_TYPE, egl::OPENGL_ES2_BIT),
        (egl::RED_SIZE, 8),
        (egl::GREEN_SIZE, 8),
        (egl::BLUE_SIZE, 8),
        (egl::SAMPLES, 0),
    ];
    let mut list: Vec<egl::Int> = wanted.iter().flat_map(|(name, value)| [*name, *value]).collect();
    list.push(egl::NONE);
    let count = library.matching_config_count(display, &list).map_err(EglError::call("eglChooseConfig"))?;
    let mut configs = Vec::with_capacity(count.min(CONFIG_COUNT_MAX));
    library.choose_config(display, &list, &mut configs).map_err(EglError::call("eglChooseConfig"))?;
    Ok(configs)
}

fn four_characters(format: u32) -> String {
    String::from_utf8_lossy(&format.to_le_bytes()).into_owned()
}
