//! What the native side of the API shares: one value, found through Boa's context.
//!
//! Objects held here are roots for the garbage collector, because this is not on its heap.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use boa_engine::builtins::promise::ResolvingFunctions;
use boa_engine::object::builtins::{JsFunction, JsPromise};
use boa_engine::{Context, JsNativeError, JsObject, JsResult, JsValue};
use ferrule_abi::{Command, NodeId, Prop, StyleState, Value};

use crate::animations::Animations;
use crate::calls::Calls;
use crate::engine::Engine;
use crate::error::RuntimeError;
use crate::fetches::Fetches;
use crate::lists::Pool;
use crate::nodes::Nodes;
use crate::outbox::Outbox;
use crate::timers::Timers;

/// The state behind the API. Native functions borrow a part for as long as they need it and never while JavaScript runs.
pub(crate) struct Host {
    pub(crate) outbox: RefCell<Outbox>,
    /// Answers that are waited for in the middle of a turn.
    pub(crate) calls: RefCell<Calls>,
    /// Why a call of the engine's script got no answer.
    pub(crate) interrupted: RefCell<Option<RuntimeError>>,
    /// The engine, when it is in this process.
    pub(crate) engine: OnceCell<Engine>,
    pub(crate) nodes: RefCell<Nodes<JsObject>>,
    pub(crate) timers: RefCell<Timers<Callback>>,
    pub(crate) animations: RefCell<Animations<JsFunction>>,
    pub(crate) fetches: RefCell<Fetches<ResolvingFunctions>>,
    /// Rejected promises that nobody handles yet.
    pub(crate) rejections: RefCell<Vec<JsPromise>>,
    /// What every node inherits from.
    pub(crate) node_prototype: OnceCell<JsObject>,
    /// The nodes of lists.
    pub(crate) lists: RefCell<BTreeMap<NodeId, Pool>>,
    /// What every list inherits from.
    pub(crate) list_prototype: OnceCell<JsObject>,
    /// What every animation inherits from.
    pub(crate) animation_prototype: OnceCell<JsObject>,
    /// What every fetched file inherits from.
    pub(crate) file_prototype: OnceCell<JsObject>,
    /// The global `ferrule`, whose handlers are called.
    pub(crate) ferrule: OnceCell<JsObject>,
    /// The node that has the focus.
    pub(crate) focused: Cell<Option<NodeId>>,
}

/// A function and the arguments it was given in advance.
#[derive(Clone)]
pub(crate) struct Callback {
    pub(crate) function: JsObject,
    pub(crate) arguments: Vec<JsValue>,
}

impl Host {
    pub(crate) fn new(outbox: Outbox) -> Rc<Self> {
        Rc::new(Self {
            outbox: RefCell::new(outbox),
            calls: RefCell::default(),
            interrupted: RefCell::default(),
            engine: OnceCell::new(),
            nodes: RefCell::default(),
            timers: RefCell::default(),
            animations: RefCell::default(),
            fetches: RefCell::default(),
            rejections: RefCell::default(),
            node_prototype: OnceCell::new(),
            lists: RefCell::default(),
            list_prototype: OnceCell::new(),
            animation_prototype: OnceCell::new(),
            file_prototype: OnceCell::new(),
            ferrule: OnceCell::new(),
            focused: Cell::new(None),
        })
    }

    /// The host of this context.
    pub(crate) fn of(context: &Context) -> JsResult<Rc<Self>> {
        context
            .get_data::<Rc<Self>>()
            .cloned()
            .ok_or_else(|| JsNativeError::error().with_message("this context has no host").into())
    }

    /// Adds a command to the turn's batch.
    pub(crate) fn command(&self, command: &Command<'_>) -> JsResult<()> {
        let pushed = self.outbox.borrow_mut().command(command);
        pushed.map_err(|error| JsNativeError::range().with_message(error.to_string()).into())
    }

    /// Tells the engine how many items a list has.
    pub(crate) fn set_item_count(&self, list: NodeId, count: u32) -> JsResult<()> {
        let value = Value::Number(count as f32);
        self.command(&Command::Set { node: list, prop: Prop::ItemCount, state: StyleState::Base, value })
    }

    /// A line for the log: 1 error, 2 warning, 3 information, 4 debug.
    pub(crate) fn log(&self, level: u8, text: &str) {
        self.outbox.borrow_mut().log(level, text);
    }

    /// The object of a node, when it was not removed meanwhile.
    pub(crate) fn node(&self, node: NodeId) -> Option<JsObject> {
        self.nodes.borrow().get(node).cloned()
    }
}
