//! Texts whose parts have styles of their own: from an array of parts to one string and the spans in it.

use boa_engine::{Context, JsObject, JsResult, JsValue, js_string};
use ferrule_abi::limits::{STRING_BYTES_MAX, TEXT_SPANS_MAX};
use ferrule_abi::text::{TextSpan, TextSpans};
use ferrule_abi::{Batch, Command, NodeId, Prop, StyleState, Value};

use crate::host::Host;
use crate::props::{name, object};
use crate::value::{color, number_within, range_error, shown, type_error};

/// Sets the text of a node to the parts of an array, one after another.
///
/// # Errors
/// `TypeError` for what is no part, `RangeError` for what is beyond a limit; the text is as before then.
pub(crate) fn set(host: &Host, node: NodeId, parts: &JsObject, context: &mut Context) -> JsResult<()> {
    let mut text = String::new();
    let mut spans = Batch::new(TEXT_SPANS_MAX * TextSpan::BYTES);
    let length = parts.get(js_string!("length"), context)?.to_length(context)?;
    for index in 0..length {
        let part = parts.get(index, context)?;
        let span = add(&mut text, &part, context)?;
        if text.len() > STRING_BYTES_MAX {
            return Err(range_error(format!("`text` has more than {STRING_BYTES_MAX} bytes; shorten it")));
        }
        if let Some(span) = span {
            let too_many = |_| range_error(format!("`text` has more than {TEXT_SPANS_MAX} styled parts"));
            spans.push(&span).map_err(too_many)?;
        }
    }
    let value = Value::Text(&text);
    host.command(&Command::Set { node, prop: Prop::Text, state: StyleState::Base, value })?;
    match TextSpans::from_bytes(spans.as_bytes()) {
        Ok(spans) if !spans.is_empty() => host.command(&Command::StyleText { node, spans }),
        _ => Ok(()),
    }
}

/// Adds a part to the text. Answers its style, when it has one.
fn add(text: &mut String, part: &JsValue, context: &mut Context) -> JsResult<Option<TextSpan>> {
    if let Some(plain) = part.as_string() {
        text.push_str(&plain.to_std_string_lossy());
        return Ok(None);
    }
    let part = object(part, "a part of `text`")?;
    let mut span = TextSpan::default();
    let mut words = None;
    for key in part.own_property_keys(context)? {
        let name = name(&key)?;
        let value = part.get(key, context)?;
        match name.as_str() {
            "text" => words = value.as_string(),
            _ if value.is_null_or_undefined() => {}
            "color" => span.color = Some(color(&name, &value)?),
            "fontSize" => span.size = Some(number_within(&name, &value, 1.0..=512.0)?),
            "fontWeight" => span.weight = Some(number_within(&name, &value, 100.0..=900.0)? as u16),
            "letterSpacing" => {
                span.letter_spacing = Some(number_within(&name, &value, -512.0..=512.0)?);
            }
            "italic" => {
                let misfit = || type_error(format!("`italic` cannot be {}", shown(&value)));
                span.is_italic = Some(value.as_boolean().ok_or_else(misfit)?);
            }
            _ => {
                let known = "text, color, fontSize, fontWeight, italic and letterSpacing";
                return Err(type_error(format!("a part of `text` has no `{name}`; it has {known}")));
            }
        }
    }
    let words = words.ok_or_else(|| type_error("a part of `text` has no string `text`"))?;
    let is_plain = span == TextSpan::default();
    // Lengths beyond two bytes are beyond the text's limit too, which the caller looks at.
    span.start = u16::try_from(text.len()).unwrap_or(u16::MAX);
    text.push_str(&words.to_std_string_lossy());
    span.end = u16::try_from(text.len()).unwrap_or(u16::MAX);
    Ok((!is_plain).then_some(span))
}
