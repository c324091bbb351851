//! The services as the script in JavaScript gets them: an object with functions.

use boa_engine::object::ObjectInitializer;
use boa_engine::object::builtins::JsUint8Array;
use boa_engine::{Context, JsNativeError, JsObject, JsResult, JsString, JsValue, NativeFunction, js_string};
use boa_gc::{Finalize, Trace};
use ferrule_abi::Keyword;
use ferrule_abi::list::ImageId;
use ferrule_abi::text::{TextRequest, TextSpans};

use crate::services::Services;

/// What a function of the services does.
type Call = fn(&Services, &[JsValue], &mut Context) -> JsResult<JsValue>;

/// The services, which hold nothing of the VM.
#[derive(Trace, Finalize)]
struct Held(#[unsafe_ignore_trace] Services);

/// The services as an object.
pub(crate) fn object(services: &Services, context: &mut Context) -> JsObject {
    let function = |call: Call| {
        NativeFunction::from_copy_closure_with_captures(
            move |_, arguments, held: &Held, context| call(&held.0, arguments, context),
            Held(services.clone()),
        )
    };
    ObjectInitializer::new(context)
        .function(function(decode_text), js_string!("decodeText"), 3)
        .function(function(measure_text), js_string!("measureText"), 12)
        .function(function(release_text), js_string!("releaseText"), 1)
        .function(function(request_image), js_string!("requestImage"), 3)
        .function(function(release_image), js_string!("releaseImage"), 1)
        .function(function(log), js_string!("log"), 2)
        .build()
}

fn argument(arguments: &[JsValue], at: usize) -> JsResult<&JsValue> {
    let missing = || JsNativeError::typ().with_message(format!("argument {at} is missing")).into();
    arguments.get(at).ok_or_else(missing)
}

fn number(arguments: &[JsValue], at: usize) -> JsResult<f64> {
    let wrong = || JsNativeError::typ().with_message(format!("argument {at} is no number")).into();
    argument(arguments, at)?.as_number().ok_or_else(wrong)
}

fn object_at(arguments: &[JsValue], at: usize) -> JsResult<JsObject> {
    let wrong = || JsNativeError::typ().with_message(format!("argument {at} is no object")).into();
    argument(arguments, at)?.as_object().ok_or_else(wrong)
}

fn text(arguments: &[JsValue], at: usize) -> JsResult<String> {
    let wrong = || JsNativeError::typ().with_message(format!("argument {at} is no string")).into();
    argument(arguments, at)?.as_string().map(|text| text.to_std_string_escaped()).ok_or_else(wrong)
}

fn keyword(arguments: &[JsValue], at: usize) -> JsResult<Keyword> {
    let wrong = || JsNativeError::typ().with_message(format!("argument {at} is no keyword")).into();
    Keyword::from_u8(number(arguments, at)? as u8).ok_or_else(wrong)
}

fn measure_text(services: &Services, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let text = text(arguments, 0)?;
    let width_max = number(arguments, 9)? as f32;
    let spans = match argument(arguments, 11)?.as_object() {
        Some(bytes) => JsUint8Array::from_object(bytes.clone())?.to_vec(context)?,
        None => Vec::new(),
    };
    let broken = |error| JsNativeError::typ().with_message(format!("the spans: {error}"));
    let request = TextRequest {
        weight: number(arguments, 2)? as u16,
        is_italic: argument(arguments, 3)?.to_boolean(),
        align: keyword(arguments, 4)?,
        direction: keyword(arguments, 5)?,
        letter_spacing: number(arguments, 6)? as f32,
        lines_max: number(arguments, 7)? as u16,
        line_height: number(arguments, 8)? as f32,
        width_max: width_max.is_finite().then_some(width_max),
        spans: TextSpans::from_bytes(&spans).map_err(broken)?,
        ..TextRequest::new(&text, number(arguments, 1)? as f32)
    };
    let metrics = services.measure_text(&request);
    let to = object_at(arguments, 10)?;
    let is_rtl = f32::from(u8::from(metrics.is_rtl));
    for (at, value) in [metrics.width, metrics.height, metrics.baseline, is_rtl].into_iter().enumerate() {
        to.set(at, JsValue::from(f64::from(value)), true, context)?;
    }
    Ok(JsValue::from(metrics.layout))
}

fn release_text(services: &Services, arguments: &[JsValue], _: &mut Context) -> JsResult<JsValue> {
    services.release_text(number(arguments, 0)? as u32);
    Ok(JsValue::undefined())
}

fn request_image(services: &Services, arguments: &[JsValue], _: &mut Context) -> JsResult<JsValue> {
    let (width, height) = (number(arguments, 1)? as u16, number(arguments, 2)? as u16);
    Ok(JsValue::from(services.request_image(&text(arguments, 0)?, width, height).0))
}

fn release_image(services: &Services, arguments: &[JsValue], _: &mut Context) -> JsResult<JsValue> {
    services.release_image(ImageId(number(arguments, 0)? as u32));
    Ok(JsValue::undefined())
}

fn log(services: &Services, arguments: &[JsValue], _: &mut Context) -> JsResult<JsValue> {
    services.log(number(arguments, 0)? as u8, &text(arguments, 1)?);
    Ok(JsValue::undefined())
}

/// The text that bytes are in UTF-8, null when they are none.
fn decode_text(_: &Services, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let bytes = JsUint8Array::from_object(object_at(arguments, 0)?)?.to_vec(context)?;
    let (at, count) = (number(arguments, 1)? as usize, number(arguments, 2)? as usize);
    let text = bytes.get(at..at + count).and_then(|bytes| std::str::from_utf8(bytes).ok());
    Ok(text.map_or(JsValue::null(), |text| JsString::from(text).into()))
}
