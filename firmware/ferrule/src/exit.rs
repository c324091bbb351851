//! Why the process ends, as exit codes. They are part of the interface: init acts on them and the factory screen
//! shows them.

use std::process::ExitCode;

use ferrule_kms::{ErrorClass, KmsError};
use thiserror::Error;

/// Everything that ends the process. The number is the exit code.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// 3
    #[error("another release is to start: {0}")]
    OtherRelease(String),
    /// 2
    #[error("{0}\nTry `ferrule --help`.")]
    Usage(String),
    /// 10
    #[error("{0}")]
    BoardFile(String),
    /// 11
    #[error("{0}")]
    Display(KmsError),
    /// 12
    #[error("the display refuses every frame; the last time: {0}")]
    DisplayRefuses(KmsError),
    /// 13
    #[error("the GL driver failed: {0}")]
    Gbm(KmsError),
    /// 13
    #[error("EGL failed: {0}")]
    Egl(#[from] ferrule_gles::EglError),
    /// 14
    #[error("the painter failed: {0}")]
    Painter(#[from] ferrule_gles::PaintError),
    /// 15
    #[error("input devices cannot be watched: {0}")]
    Input(ferrule_input::InputError),
    /// 20
    #[error("the bundle cannot be used: {0}")]
    Bundle(#[from] ferrule_bundle::BundleError),
    /// 21
    #[error("the engine cannot be loaded: {0}")]
    EngineLoad(String),
    /// 22
    #[error("the engine failed {count} times within a minute; the last time: {last}")]
    EngineDead {
        /// Failures counted.
        count: usize,
        /// The last one.
        last: String,
    },
    /// 30
    #[error("fonts: {0}")]
    Fonts(#[from] ferrule_text::FontError),
    /// 71
    #[error("{what}: {source}")]
    System {
        /// What was attempted.
        what: &'static str,
        /// The system's answer.
        source: std::io::Error,
    },
}

/// One line per exit code, for `--help`.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
   0  ended on request
   2  the command line is wrong
   3  another release is to be started
  10  the board file cannot be read or is wrong
  11  no usable display device, or it was removed
  12  the display refuses every frame
  13  EGL cannot be set up (GL driver missing or broken)
  14  the GPU refuses to paint
  15  input devices cannot be watched
  20  the bundle is incomplete or broken
  21  the engine in the bundle does not load
  22  the engine keeps failing
  30  no usable font
  71  the system refused something basic (memory, threads, descriptors)
 101  a defect in ferrule itself";

impl Failure {
    /// A system failure.
    pub(crate) fn system(what: &'static str) -> impl FnOnce(rustix::io::Errno) -> Self {
        move |errno| Self::System { what, source: errno.into() }
    }

    /// The documented code.
    pub(crate) fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::OtherRelease(_) => 3,
            Self::BoardFile(_) => 10,
            Self::Display(_) => 11,
            Self::DisplayRefuses(_) => 12,
            Self::Gbm(_) | Self::Egl(_) => 13,
            Self::Painter(_) => 14,
            Self::Input(_) => 15,
            Self::Bundle(_) => 20,
            Self::EngineLoad(_) => 21,
            Self::EngineDead { .. } => 22,
            Self::Fonts(_) => 30,
            Self::System { .. } => 71,
        }
    }
}

impl From<KmsError> for Failure {
    /// What it means that a display operation failed for good.
    fn from(error: KmsError) -> Self {
        match (&error, error.class()) {
            (KmsError::Gbm { .. }, _) => Self::Gbm(error),
            (KmsError::Query { .. }, _) | (_, ErrorClass::Setup) => Self::Display(error),
            _ => Self::DisplayRefuses(error),
        }
    }
}

impl From<&Failure> for ExitCode {
    fn from(failure: &Failure) -> Self {
        failure.code().into()
    }
}

/// What a code means, for the factory screen.
pub(crate) fn meaning(code: u8) -> &'static str {
    EXIT_CODES
        .lines()
        .filter_map(|line| line.trim().split_once("  "))
        .find(|(number, _)| number.parse() == Ok(code))
        .map_or("the software stopped unexpectedly", |(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn display_errors_end_with_the_code_of_their_cause() {
        let device = || "/dev/dri/card0".to_owned();
        let cause = || std::io::ErrorKind::InvalidInput.into();
        for (error, code) in [
            (KmsError::NoDevice { tried: device() }, 11),
            (KmsError::DeviceGone { device: device() }, 11),
            (KmsError::Query { call: "listening for uevents", cause: cause() }, 11),
            (KmsError::Refused { connector: device(), tried: String::new() }, 12),
            (KmsError::Gbm { call: "gbm_create_device", cause: cause() }, 13),
        ] {
            assert_eq!(Failure::from(error).code(), code);
        }
    }

    #[test]
    fn every_code_is_documented() {
        assert_eq!(meaning(20), "the bundle is incomplete or broken");
        assert_eq!(meaning(2), "the command line is wrong");
        assert_eq!(meaning(99), "the software stopped unexpectedly");
        for failure in [
            Failure::Usage(String::new()),
            Failure::BoardFile(String::new()),
            Failure::OtherRelease(String::new()),
            Failure::EngineLoad(String::new()),
            Failure::EngineDead { count: 3, last: String::new() },
            Failure::system("x")(rustix::io::Errno::NOMEM),
        ] {
            assert_ne!(meaning(failure.code()), meaning(99), "{failure}");
        }
    }
}
