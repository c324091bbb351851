//! Why a command was not carried out, and how often the log hears of it.

use alloc::format;
use core::fmt;

use ferrule_abi::limits::{DEPTH_MAX, KEYFRAMES_MAX, LIST_ITEMS_MAX, LIST_SIZED_ITEMS_MAX, NODES_MAX};
use ferrule_abi::{Command, NodeId};

use crate::host::{Host, LOG_WARNING};

/// Bytes of all texts and image paths of one scene. A `Set` that would go beyond it is refused.
pub const SCENE_TEXT_BYTES_MAX: usize = 512 * 1024;

/// Refused commands that are logged one by one; after these only each doubling of their number is.
const LOGGED_SINGLY: u32 = 8;

/// Why a command was skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    NoSuchNode,
    NumberInUse,
    TooManyNodes,
    NotAView,
    InsideItself,
    TooDeep,
    BadSibling,
    NotForThisKind,
    WrongValue,
    NotAnimatable,
    TooMuchText,
    TooManyTimings,
    TooManyAnimations,
    BadKeyframes,
    SpringAmongKeyframes,
    NotFocusable,
    NotAList,
    NoSuchItem,
    TooManyItems,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchNode => write!(f, "the node does not exist: create it first"),
            Self::NumberInUse => write!(f, "the number is in use: remove its node first"),
            Self::TooManyNodes => write!(f, "the scene has {NODES_MAX} nodes: remove some"),
            Self::NotAView => write!(f, "only a view has children"),
            Self::InsideItself => write!(f, "the parent is inside the child"),
            Self::TooDeep => write!(f, "the scene would be more than {DEPTH_MAX} deep"),
            Self::BadSibling => write!(f, "`before` is not a child of the parent"),
            Self::NotForThisKind => write!(f, "this kind of node does not have the property"),
            Self::WrongValue => write!(f, "the property does not take this value"),
            Self::NotAnimatable => write!(f, "the property does not animate"),
            Self::TooMuchText => {
                write!(f, "the scene has {SCENE_TEXT_BYTES_MAX} bytes of text: shorten it")
            }
            Self::TooManyTimings => write!(f, "too many different timings: use fewer"),
            Self::TooManyAnimations => write!(f, "too many animations: let some end first"),
            Self::BadKeyframes => {
                write!(
                    f,
                    "the keyframes cannot be read, are none or more than {KEYFRAMES_MAX}, or take no time for ever"
                )
            }
            Self::SpringAmongKeyframes => {
                write!(f, "a spring leads to a single last value, once and forwards: use a curve")
            }
            Self::NotFocusable => write!(f, "nothing there can have the focus"),
            Self::NotAList => write!(f, "the node is not a list: set `itemCount` first"),
            Self::NoSuchItem => write!(f, "the list has fewer items: insert some or set `itemCount`"),
            Self::TooManyItems => write!(
                f,
                "a list has {LIST_ITEMS_MAX} items and no more, {LIST_SIZED_ITEMS_MAX} with sizes of their own"
            ),
        }
    }
}

/// Counts refused commands and logs some of them.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    count: u32,
}

impl Refusals {
    /// Notes a refused command.
    pub(crate) fn note<H: Host>(&mut self, host: &mut H, command: &Command<'_>, why: Refusal) {
        self.count = self.count.saturating_add(1);
        if self.count > LOGGED_SINGLY && !self.count.is_power_of_two() {
            return;
        }
        let (name, node) = describe(command);
        let node = node.map_or(0, NodeId::get);
        let count = self.count;
        host.log(LOG_WARNING, &format!("{name} of node {node} refused: {why} ({count} refused so far)"));
    }

    /// How many were refused since the last [`Command::Begin`].
    pub(crate) const fn count(&self) -> u32 {
        self.count
    }
}

fn describe(command: &Command<'_>) -> (&'static str, Option<NodeId>) {
    match *command {
        Command::Begin => ("begin", None),
        Command::Create { node, .. } => ("create", Some(node)),
        Command::Set { node, prop, .. } => (prop.name(), Some(node)),
        Command::StyleText { node, .. } => ("styles of a text", Some(node)),
        Command::Insert { child, .. } => ("insert", Some(child)),
        Command::Remove { node } => ("remove", Some(node)),
        Command::Transition { node, .. } => ("transition", Some(node)),
        Command::LayoutTransition { node, .. } => ("layout transition", Some(node)),
        Command::Animate { node, .. } => ("animate", Some(node)),
        Command::ControlAnimation { node, .. } => ("animation control", Some(node)),
        Command::ReduceMotion { .. } => ("reduced motion", None),
        Command::Focus { node } => ("focus", Some(node)),
        Command::Present { root } => ("present", Some(root)),
        Command::ListBind { list, .. } => ("bind", Some(list)),
        Command::ListInsert { list, .. } => ("insert items", Some(list)),
        Command::ListRemove { list, .. } => ("remove items", Some(list)),
        Command::ListMove { list, .. } => ("move items", Some(list)),
        Command::ListSizes { list, .. } => ("sizes of items", Some(list)),
        Command::ListFocus { list, .. } => ("focus an item", Some(list)),
    }
}
