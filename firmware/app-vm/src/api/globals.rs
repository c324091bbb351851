//! The global `ferrule`, and the globals that an app does not get.

use std::rc::Rc;

use boa_engine::object::FunctionObjectBuilder;
use boa_engine::property::PropertyDescriptor;
use boa_engine::{Context, JsObject, JsResult, JsString, JsValue, NativeFunction, js_string};
use ferrule_abi::limits::SAVED_STATE_BYTES_MAX;
use ferrule_abi::message::AppMessage;
use ferrule_abi::{Command, NodeKind};

use super::{add_functions, argument, files, list, node};
use crate::host::Host;
use crate::json;
use crate::value::{shown, type_error};

/// Globals that need a loop, a clock or threads that this process has not. Left in place they would never answer.
const UNSUPPORTED: [&str; 3] = ["Atomics", "FinalizationRegistry", "SharedArrayBuffer"];

/// Takes out what cannot work here.
pub(super) fn remove_unsupported(context: &mut Context) -> JsResult<()> {
    let global = context.global_object();
    for name in UNSUPPORTED {
        global.delete_property_or_throw(JsString::from(name), context)?;
    }
    Ok(())
}

/// Makes `ferrule`.
pub(super) fn install(
    host: &Rc<Host>,
    width: u16,
    height: u16,
    state: &[u8],
    context: &mut Context,
) -> JsResult<JsObject> {
    let ferrule = JsObject::with_object_proto(context.intrinsics());
    add_functions(
        &ferrule,
        &[
            ("view", 2, |_, arguments, context| node::create(NodeKind::View, arguments, context)),
            ("list", 1, list::create),
            ("text", 1, |_, arguments, context| node::create(NodeKind::Text, arguments, context)),
            ("image", 1, |_, arguments, context| node::create(NodeKind::Image, arguments, context)),
            ("present", 1, present),
            ("reduceMotion", 1, reduce_motion),
            ("fetch", 1, files::fetch),
            ("saveState", 1, save_state),
            ("update", 0, update),
        ],
        context,
    )?;
    for handler in ["onKey", "onFocusChange", "onDisplay"] {
        ferrule.set(JsString::from(handler), JsValue::null(), true, context)?;
    }
    let screen = JsObject::with_object_proto(context.intrinsics());
    ferrule.set(js_string!("screen"), screen, true, context)?;
    set_screen(&ferrule, width, height, context)?;
    ferrule.set(js_string!("state"), saved_state(host, state, context), true, context)?;
    let focused = FunctionObjectBuilder::new(context.realm(), NativeFunction::from_fn_ptr(focused)).build();
    let focused = PropertyDescriptor::builder().get(focused).enumerable(true).configurable(false);
    ferrule.insert_property(js_string!("focused"), focused);
    context.global_object().set(js_string!("ferrule"), ferrule.clone(), true, context)?;
    Ok(ferrule)
}

/// Writes the UI's size where the app reads it.
pub(super) fn set_screen(ferrule: &JsObject, width: u16, height: u16, context: &mut Context) -> JsResult<()> {
    let screen = ferrule.get(js_string!("screen"), context)?;
    if let Some(screen) = screen.as_object() {
        screen.set(js_string!("width"), width, true, context)?;
        screen.set(js_string!("height"), height, true, context)?;
    }
    Ok(())
}

/// What the app saved before; null when it is nothing or not JSON.
fn saved_state(host: &Host, state: &[u8], context: &mut Context) -> JsValue {
    if state.is_empty() {
        return JsValue::null();
    }
    json::read("the saved state", state, context).unwrap_or_else(|error| {
        host.log(2, &format!("starting without a saved state: {error}"));
        JsValue::null()
    })
}

fn present(_this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let root = node::of(&argument(arguments, 0))?;
    if root.kind != NodeKind::View {
        return Err(type_error("only a view can be presented; put the text or image into a view"));
    }
    Host::of(context)?.command(&Command::Present { root: root.id })?;
    Ok(JsValue::undefined())
}

fn reduce_motion(_this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let on = argument(arguments, 0);
    let Some(on) = on.as_boolean() else {
        return Err(type_error(format!("motion is reduced or not: true or false, not {}", shown(&on))));
    };
    Host::of(context)?.command(&Command::ReduceMotion { on })?;
    Ok(JsValue::undefined())
}

fn save_state(_this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let state = json::write(&argument(arguments, 0), SAVED_STATE_BYTES_MAX, context)?;
    // The state's size was checked.
    let _ = Host::of(context)?.outbox.borrow_mut().send(&AppMessage::SaveState(&state));
    Ok(JsValue::undefined())
}

fn update(_this: &JsValue, _arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    // It always fits.
    let _ = Host::of(context)?.outbox.borrow_mut().send(&AppMessage::Update);
    Ok(JsValue::undefined())
}

fn focused(_this: &JsValue, _arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let host = Host::of(context)?;
    let node = host.focused.get().and_then(|id| host.node(id));
    Ok(node.map_or(JsValue::null(), JsValue::from))
}
