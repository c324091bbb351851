//! Cases that every implementation of the engine must pass, and what runs them.
//!
//! A case is data: what an app commands, and the boxes that must come of it. Implementations stand behind
//! [`Engine`], so that the same cases run on each.
//!
//! | module | holds |
//! |---|---|
//! | `engine` | what a case needs of an implementation, and the native one |
//! | `font` | the text measuring that the cases were computed with |
//! | `flexbox` | the reader of `flexbox/flexbox.xml` and its vocabulary |
//! | `run` | one case on one implementation |

#![forbid(unsafe_code)]

pub mod engine;
pub mod flexbox;
pub mod font;
pub mod run;
