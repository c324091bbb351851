//! The JavaScript API: what is installed, and how ferrule's messages reach the app.

mod animation;
mod console;
mod events;
mod files;
mod globals;
mod list;
mod node;
mod sort;
mod timing;

use std::rc::Rc;

use boa_engine::{Context, JsObject, JsResult, JsString, JsValue, NativeFunction};
use ferrule_abi::message::{AppMessage, HostMessage};
use ferrule_abi::{Event, NodeId, records};

use crate::engine;
use crate::error::RuntimeError;
use crate::host::Host;
use crate::report;
use crate::runtime::settle;

/// The number of the node behind a value.
///
/// # Errors
/// `TypeError` when it is none, or one that was removed.
pub(crate) fn node_of(value: &JsValue) -> JsResult<NodeId> {
    node::of(value).map(|node| node.id)
}

/// A native function and the name and number of arguments it has in JavaScript.
type Native = (&'static str, usize, fn(&JsValue, &[JsValue], &mut Context) -> JsResult<JsValue>);

/// Makes the globals.
///
/// # Errors
/// When Boa refuses one, which it does not.
pub(crate) fn install(
    host: &Rc<Host>,
    width: u16,
    height: u16,
    state: &[u8],
    context: &mut Context,
) -> JsResult<()> {
    globals::remove_unsupported(context)?;
    sort::install(context)?;
    timing::install(context)?;
    console::install(context)?;
    let nodes = node::prototype(context);
    let _ = host.list_prototype.set(list::prototype(nodes.clone(), context)?);
    let _ = host.node_prototype.set(nodes);
    let _ = host.animation_prototype.set(animation::prototype(context));
    let _ = host.file_prototype.set(files::prototype(context));
    let _ = host.ferrule.set(globals::install(host, width, height, state, context)?);
    Ok(())
}

/// Handles one message from ferrule.
///
/// # Errors
/// When it is not the protocol.
pub(crate) fn receive(
    host: &Rc<Host>,
    message: &HostMessage<'_>,
    context: &mut Context,
) -> Result<(), RuntimeError> {
    match *message {
        HostMessage::Hello { .. } => return Err(RuntimeError::Greeting),
        HostMessage::Ping { sequence } => {
            // A pong always fits.
            let _ = host.outbox.borrow_mut().send(&AppMessage::Pong { sequence });
        }
        HostMessage::Engine(ref order) => {
            let engine =
                host.engine.get().ok_or(RuntimeError::OutOfOrder("an order to an engine elsewhere"))?;
            engine::order(host, engine, order, context)?;
        }
        HostMessage::Events(_) if host.engine.get().is_some() => {
            return Err(RuntimeError::OutOfOrder("events of an engine that is not its own"));
        }
        HostMessage::Events(batch) => dispatch_events(host, batch, context)?,
        HostMessage::FetchData { id, total, offset, bytes } => {
            let progress = host.fetches.borrow_mut().piece(id, total, offset, bytes);
            files::progressed(host, progress, context);
        }
        HostMessage::FetchFailed { id, reason } => {
            let failed = host.fetches.borrow_mut().failed(id);
            if let Some(resolvers) = failed {
                files::fail(&resolvers, reason, context);
            }
        }
    }
    Ok(())
}

/// Tells the app of the engine's events.
///
/// # Errors
/// When they are not the protocol.
pub(crate) fn dispatch_events(
    host: &Rc<Host>,
    batch: &[u8],
    context: &mut Context,
) -> Result<(), RuntimeError> {
    for event in records::<Event<'_>>(batch) {
        let event = event.map_err(RuntimeError::Message)?;
        if let Err(error) = events::dispatch(host, &event, context) {
            report::uncaught(&error, context);
        }
        settle(context);
    }
    Ok(())
}

/// Calls a function of the app's; what it throws is logged.
pub(crate) fn call(function: &JsObject, arguments: &[JsValue], context: &mut Context) {
    if let Err(error) = function.call(&JsValue::undefined(), arguments, context) {
        report::uncaught(&error, context);
    }
    settle(context);
}

/// An argument, or `undefined`.
pub(crate) fn argument(arguments: &[JsValue], index: usize) -> JsValue {
    arguments.get(index).cloned().unwrap_or_default()
}

/// Adds native functions to an object.
pub(crate) fn add_functions(object: &JsObject, functions: &[Native], context: &mut Context) -> JsResult<()> {
    for &(name, length, function) in functions {
        let function = boa_engine::object::FunctionObjectBuilder::new(
            context.realm(),
            NativeFunction::from_fn_ptr(function),
        )
        .name(JsString::from(name))
        .length(length)
        .build();
        object.set(JsString::from(name), function, true, context)?;
    }
    Ok(())
}
