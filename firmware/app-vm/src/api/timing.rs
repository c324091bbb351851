//! `setTimeout` and its family.

use std::time::Instant;

use boa_engine::{Context, JsNativeError, JsResult, JsValue};

use super::{add_functions, argument};
use crate::host::{Callback, Host};
use crate::limits::{TIMER_MS_MAX, TIMERS_MAX};
use crate::value::{shown, type_error};

pub(super) fn install(context: &mut Context) -> JsResult<()> {
    let global = context.global_object();
    add_functions(
        &global,
        &[
            ("setTimeout", 2, |_, arguments, context| set(false, arguments, context)),
            ("setInterval", 2, |_, arguments, context| set(true, arguments, context)),
            ("clearTimeout", 1, clear),
            ("clearInterval", 1, clear),
        ],
        context,
    )
}

fn set(repeats: bool, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let first = argument(arguments, 0);
    let Some(function) = first.as_callable() else {
        return Err(type_error(format!("a timer needs a function to call, not {}", shown(&first))));
    };
    // As in browsers, what is no number counts as zero; `as` makes it so and stays within the range.
    let delay_ms = (argument(arguments, 1).to_number(context)? as u32).min(TIMER_MS_MAX);
    let callback = Callback { function, arguments: arguments.get(2..).unwrap_or_default().to_vec() };
    let host = Host::of(context)?;
    let number = host.timers.borrow_mut().set(Instant::now(), delay_ms, repeats, callback);
    number.map(JsValue::from).ok_or_else(|| {
        let message = format!("{TIMERS_MAX} timers wait already; clear some or use one for many things");
        JsNativeError::range().with_message(message).into()
    })
}

fn clear(_this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    if let Some(number) = argument(arguments, 0).as_number() {
        Host::of(context)?.timers.borrow_mut().clear(number as u32);
    }
    Ok(JsValue::undefined())
}
