//! From the engine's events to the app's handlers.

use std::rc::Rc;

use boa_engine::object::ObjectInitializer;
use boa_engine::object::builtins::JsFunction;
use boa_engine::property::Attribute;
use boa_engine::{Context, JsNativeError, JsObject, JsResult, JsString, JsValue, js_string};
use ferrule_abi::keys::KeyPhase;
use ferrule_abi::motion::AnimationId;
use ferrule_abi::{Event, NodeId};

use super::globals::set_screen;
use super::list;
use crate::host::Host;
use crate::props::handler_of;
use crate::report;

/// Calls the handlers that an event concerns.
///
/// # Errors
/// What a handler threw that is the last one of its event; earlier ones are logged here.
pub(super) fn dispatch(host: &Rc<Host>, event: &Event<'_>, context: &mut Context) -> JsResult<()> {
    match *event {
        Event::Key(ref key) => {
            let phase = match key.phase {
                KeyPhase::Down => "down",
                KeyPhase::Repeat => "repeat",
                KeyPhase::Up => "up",
            };
            let argument = ObjectInitializer::new(context)
                .property(js_string!("key"), JsString::from(key.key.name()), Attribute::all())
                .property(js_string!("phase"), JsString::from(phase), Attribute::all())
                .property(js_string!("time"), key.time_us as f64 / 1000.0, Attribute::all())
                .build();
            global(host, "onKey", &[argument.into()], context)
        }
        Event::FocusChanged { node, previous } => focus_changed(host, node, previous, context),
        Event::Activated { node } => on_node(host, node, "onActivate", &[], context),
        Event::ImageLoaded { node, width, height } => {
            on_node(host, node, "onLoad", &[width.into(), height.into()], context)
        }
        Event::ImageFailed { node, reason } => image_failed(host, node, reason, context),
        Event::AnimationEnded { animation, .. } => over(host, animation, true, context),
        Event::AnimationCancelled { animation, .. } => over(host, animation, false, context),
        Event::DisplayChanged { width, height, connected } => {
            let Some(ferrule) = host.ferrule.get() else { return Ok(()) };
            set_screen(ferrule, width, height, context)?;
            let argument = ObjectInitializer::new(context)
                .property(js_string!("width"), width, Attribute::all())
                .property(js_string!("height"), height, Attribute::all())
                .property(js_string!("connected"), connected, Attribute::all())
                .build();
            global(host, "onDisplay", &[argument.into()], context)
        }
        Event::RangeChanged { list, first, count } => list::range_changed(host, list, first, count, context),
        Event::ItemFocused { list, index } => list::item_focused(host, list, index, context),
        // The list's own commands have told us already.
        Event::ItemUnbound { .. } => Ok(()),
        Event::Overflow { lost } => {
            host.log(2, &format!("the app was too slow: {lost} events were lost"));
            list::ask_again(host)?;
            let unknown = host.animations.borrow_mut().forget();
            unknown.iter().try_for_each(|resolve| settle(resolve, false, context))
        }
    }
}

fn over(host: &Rc<Host>, animation: AnimationId, ended: bool, context: &mut Context) -> JsResult<()> {
    let resolve = host.animations.borrow_mut().over(animation);
    resolve.map_or(Ok(()), |resolve| settle(&resolve, ended, context))
}

/// Tells who waits for an animation whether it came to its end.
fn settle(resolve: &JsFunction, ended: bool, context: &mut Context) -> JsResult<()> {
    resolve.call(&JsValue::undefined(), &[ended.into()], context).map(|_| ())
}

fn focus_changed(
    host: &Rc<Host>,
    node: Option<NodeId>,
    previous: Option<NodeId>,
    context: &mut Context,
) -> JsResult<()> {
    host.focused.set(node);
    for (target, handler) in [(previous, "onBlur"), (node, "onFocus")] {
        if let Some(target) = target
            && let Err(error) = on_node(host, target, handler, &[], context)
        {
            report::uncaught(&error, context);
        }
    }
    let [node, previous] =
        [node, previous].map(|id| id.and_then(|id| host.node(id)).map_or(JsValue::null(), JsValue::from));
    global(host, "onFocusChange", &[node, previous], context)
}

/// An image without an `onError` handler is worth a line in the log.
fn image_failed(host: &Rc<Host>, node: NodeId, reason: &str, context: &mut Context) -> JsResult<()> {
    let Some(object) = host.node(node) else { return Ok(()) };
    match handler_of(&object, "onError", context)? {
        Some(handler) => {
            let error = JsNativeError::error().with_message(reason.to_owned()).into_opaque(context);
            handler.call(&object.into(), &[error.into()], context).map(|_| ())
        }
        None => {
            host.log(2, &format!("image not shown: {reason}"));
            Ok(())
        }
    }
}

/// Calls a node's handler with the node as `this`. A node removed meanwhile has none.
pub(super) fn on_node(
    host: &Rc<Host>,
    node: NodeId,
    name: &'static str,
    arguments: &[JsValue],
    context: &mut Context,
) -> JsResult<()> {
    host.node(node).map_or(Ok(()), |object| handle(&object, name, arguments, context))
}

fn global(host: &Rc<Host>, name: &'static str, arguments: &[JsValue], context: &mut Context) -> JsResult<()> {
    host.ferrule.get().map_or(Ok(()), |ferrule| handle(ferrule, name, arguments, context))
}

fn handle(
    object: &JsObject,
    name: &'static str,
    arguments: &[JsValue],
    context: &mut Context,
) -> JsResult<()> {
    match handler_of(object, name, context)? {
        Some(handler) => handler.call(&object.clone().into(), arguments, context).map(|_| ()),
        None => Ok(()),
    }
}
