//! `console`: lines for ferrule's log.

use boa_engine::{Context, JsObject, JsResult, JsString, JsValue};

use super::add_functions;
use crate::host::Host;

pub(super) fn install(context: &mut Context) -> JsResult<()> {
    let console = JsObject::with_object_proto(context.intrinsics());
    add_functions(
        &console,
        &[
            ("error", 0, |_, arguments, context| line(1, arguments, context)),
            ("warn", 0, |_, arguments, context| line(2, arguments, context)),
            ("log", 0, |_, arguments, context| line(3, arguments, context)),
            ("info", 0, |_, arguments, context| line(3, arguments, context)),
            ("debug", 0, |_, arguments, context| line(4, arguments, context)),
        ],
        context,
    )?;
    context.global_object().set(JsString::from("console"), console, true, context)?;
    Ok(())
}

/// Strings as they are, everything else as Boa shows it, joined by blanks.
fn line(level: u8, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let words = arguments.iter().map(|value| match value.as_string() {
        Some(text) => text.to_std_string_lossy(),
        None => value.display().to_string(),
    });
    let text = words.collect::<Vec<_>>().join(" ");
    Host::of(context)?.log(level, &text);
    Ok(JsValue::undefined())
}
