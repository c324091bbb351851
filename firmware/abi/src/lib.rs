//! The protocols between the app, the engine and the display, and their limits.
//!
//! Nothing here allocates to read: a reader walks borrowed bytes and every step is checked, because what a guest
//! sent is an allegation. All numbers are little-endian.
//!
//! | direction | carried by | records |
//! |---|---|---|
//! | app → engine | [`message::AppMessage::Commands`] | [`command::Command`] |
//! | engine → app | [`message::HostMessage::Events`] | [`event::Event`] |
//! | display → engine | the engine's input buffer | [`input::EngineInput`] |
//! | engine → display | the engine's display list | [`list::Item`] |
//! | engine → inspector | the engine's answer to a request | [`dump::Dumped`] |
//! | engine → text shaper | host import `text_measure` | [`text::TextRequest`] |
//! | ferrule ↔ engine in the app's process | [`message::HostMessage::Engine`], [`message::AppMessage::Engine`] | [`remote`] |

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

#[macro_use]
mod named;

pub mod command;
pub mod dump;
pub mod event;
pub mod geometry;
pub mod input;
pub mod keys;
pub mod keywords;
pub mod limits;
pub mod list;
pub mod message;
pub mod motion;
pub mod props;
pub mod remote;
mod sizes;
pub mod style;
pub mod text;
pub mod wire;

pub use command::{Command, NodeKind};
pub use event::Event;
pub use geometry::{Color, Insets, Radii, Rect, Transform};
pub use input::EngineInput;
pub use keys::{KeyEvent, KeyPhase, RemoteKey};
pub use keywords::Keyword;
pub use list::{DisplayList, Item};
pub use message::EngineKind;
pub use motion::Easing;
pub use props::{Prop, ValueKind};
pub use sizes::ItemSizes;
pub use style::{StyleState, Value};
pub use wire::{Batch, Reader, Record, WireError, Writer, records};

/// Version of everything in this crate. App, engine module and native side must agree on it exactly.
pub const ABI_VERSION: u32 = 3;

/// A node's number, chosen by the app: `1..=NODES_MAX`. Zero never names a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

impl NodeId {
    /// The smallest number.
    pub const FIRST: Self = Self(1);

    /// A node number, or nothing when it is zero or above [`limits::NODES_MAX`].
    pub const fn new(raw: u32) -> Option<Self> {
        if raw == 0 || raw > limits::NODES_MAX { None } else { Some(Self(raw)) }
    }

    /// The number as sent.
    pub const fn get(self) -> u32 {
        self.0
    }
}
