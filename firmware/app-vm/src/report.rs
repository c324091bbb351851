//! Telling the developer about errors that nobody caught.

use boa_engine::builtins::promise::PromiseState;
use boa_engine::error::JsError;
use boa_engine::{Context, JsValue, js_string};

use crate::host::Host;

/// Logs an error that came out of a call into the app.
pub(crate) fn uncaught(error: &JsError, context: &mut Context) {
    let text = describe(error, context);
    if let Ok(host) = Host::of(context) {
        host.log(1, &format!("uncaught {text}"));
    }
}

/// Logs rejected promises that are still unhandled after all jobs ran.
pub(crate) fn unhandled_rejections(context: &mut Context) {
    let Ok(host) = Host::of(context) else { return };
    let rejections = host.rejections.take();
    for promise in rejections {
        if let PromiseState::Rejected(reason) = promise.state() {
            let text = describe(&JsError::from_opaque(reason), context);
            host.log(1, &format!("unhandled rejection: {text}"));
        }
    }
}

/// An error with its kind, message and stack, as `file:line:column` lines.
pub(crate) fn describe(error: &JsError, context: &mut Context) -> String {
    let Some(object) = error.as_opaque().and_then(JsValue::as_object) else {
        return error.to_string();
    };
    // `throw new Error(...)`: an object of the app's, whose stack is a property.
    let shown = error.to_string();
    if shown.contains("\n    at ") {
        return shown;
    }
    let stack = object.get(js_string!("stack"), context).ok().and_then(|stack| stack.as_string());
    match stack {
        Some(stack) => format!("{shown}\n{}", stack.to_std_string_lossy()),
        None => shown,
    }
}
