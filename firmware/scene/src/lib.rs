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
//! | `tree`, `boxes`, `edit` | the node table and its links |
//! | `style`, `layout`, `pass`, `cache`, `spill`, `extent` | flexbox over the node table, incrementally |
//! | `anim`, `slots`, `easing` | transitions and animations |
//! | `focus`, `reach`, `navigate`, `scope`, `guide` | the remote's way through the scene |
//! | `reveal`, `scroll` | bringing the focus into view |
//! | `list`, `item_sizes`, `list_edit`, `list_layout`, `list_paint`, `items` | virtual lists: places, edits, boxes, focus |
//! | `dump` | what an inspector is told |
//! | `paint`, `frame`, `images`, `text` | the display list and its resources |

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod anim;
mod boxes;
mod cache;
mod dump;
mod easing;
mod edit;
mod engine;
mod events;
mod extent;
mod focus;
mod frame;
mod guide;
mod host;
mod images;
mod invariants;
mod item_sizes;
mod items;
mod layout;
mod list;
mod list_edit;
mod list_layout;
mod list_paint;
mod looks;
mod math;
mod navigate;
mod paint;
mod pass;
mod props;
mod reach;
mod refusal;
mod reveal;
mod scene;
mod scope;
mod scroll;
mod slots;
mod spill;
mod style;
mod text;
mod tree;

pub use engine::{Engine, KEYS_PER_TURN_MAX, Turn};
pub use host::Host;
pub use refusal::SCENE_TEXT_BYTES_MAX;
