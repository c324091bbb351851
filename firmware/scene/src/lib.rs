//! The engine: scene tree, layout, focus, scrolling, animation and paint, as a pure function of commands, keys and
//! time.
//!
//! [`Engine::apply`] takes the app's commands, [`Engine::input`] the keys and the news about images and the screen,
//! [`Engine::tick`] computes the frame that will be shown at a given time. Out come a display list and events.
//! There is no clock and no randomness here: the same calls give the same bytes, in a Wasm module, in a native test
//! and in any other implementation of the same rules.
//!
//! | module | holds |
//! |---|---|
//! | `engine` | the two scenes (on screen and being built), the turn |
//! | `scene`, `props`, `refusal` | one scene and what commands do to it |
//! | `tree`, `edit` | the node table and its links |
//! | `style`, `layout`, `pass`, `cache`, `spill`, `extent` | flexbox over the node table, incrementally |
//! | `anim`, `easing` | transitions and animations |
//! | `focus`, `navigate`, `scroll` | the remote's way through the scene |
//! | `dump` | what an inspector is told |
//! | `paint`, `frame`, `images`, `text` | the display list and its resources |

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod anim;
mod cache;
mod dump;
mod easing;
mod edit;
mod engine;
mod events;
mod extent;
mod focus;
mod frame;
mod host;
mod images;
mod invariants;
mod layout;
mod math;
mod navigate;
mod paint;
mod pass;
mod props;
mod refusal;
mod scene;
mod scroll;
mod spill;
mod style;
mod text;
mod tree;

pub use engine::{Engine, KEYS_PER_TURN_MAX, Turn};
pub use host::Host;
pub use refusal::SCENE_TEXT_BYTES_MAX;
