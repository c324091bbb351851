//! Cases that every implementation of the engine must pass, and what runs them.
//!
//! A case is data: what an app commands, and the boxes that must come of it. Implementations stand behind
//! [`Engine`](engine::Engine), so that the same cases run on each.
//!
//! | module | holds |
//! |---|---|
//! | `engine` | what a case needs of an implementation |
//! | `native`, `wasm`, `twin` | the three implementations: Rust here, the module in wasmi, the script in Boa |
//! | `services`, `font` | what they run on: a record of what was asked, and the text measuring of the cases |
//! | `script` | steps of a case, as data and as lines |
//! | `lockstep`, `shown` | several implementations side by side, and what comes out as lines |
//! | `random`, `dice`, `families` | random stories, and making those that fail short |
//! | `flexbox`, `run` | the reader of `flexbox/flexbox.xml`, and one of its cases on one implementation |

#![forbid(unsafe_code)]

pub mod dice;
pub mod engine;
pub mod families;
pub mod flexbox;
pub mod font;
pub mod lockstep;
pub mod native;
pub mod random;
pub mod run;
pub mod script;
pub mod services;
pub mod shown;
pub mod twin;
mod twin_host;
pub mod wasm;
