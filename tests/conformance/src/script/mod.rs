//! Case files: what happens, line by line, and what must come of it. The format is described in `README.md`.

mod bytes;
mod case;
mod read;
mod report;
mod step;
mod token;
mod value;
mod write;

pub use case::{Case, CaseError};
pub use read::steps;
pub use step::{Answer, FRAME_MS, Images, Outcome, REST_FRAMES_MAX, Step, encoded};
pub use write::line;

pub(crate) use value::{color_text, number_text};
