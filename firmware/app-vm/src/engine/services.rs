//! What the engine's script may ask for: the object that it calls `host`. Texts and images are ferrule's, so each call is
//! a message; for those with an answer the process waits.

use std::rc::Rc;

use boa_engine::object::builtins::JsFloat32Array;
use boa_engine::{Context, JsError, JsNativeError, JsObject, JsResult, JsString, JsValue};
use ferrule_abi::Keyword;
use ferrule_abi::limits::{PATH_BYTES_MAX, STRING_BYTES_MAX};
use ferrule_abi::list::ImageId;
use ferrule_abi::message::AppMessage;
use ferrule_abi::remote::{EngineOrder, EngineReport};
use ferrule_abi::text::{TextRequest, TextSpans};

use super::bytes;
use crate::api::{add_functions, argument};
use crate::host::Host;

/// Makes the object.
pub(super) fn object(context: &mut Context) -> JsResult<JsObject> {
    let host = JsObject::with_object_proto(context.intrinsics());
    add_functions(
        &host,
        &[
            ("decodeText", 3, decode_text),
            ("measureText", 12, measure_text),
            ("releaseText", 1, release_text),
            ("requestImage", 3, request_image),
            ("releaseImage", 1, release_image),
            ("log", 2, log),
        ],
        context,
    )?;
    Ok(host)
}

fn number(arguments: &[JsValue], index: usize) -> f64 {
    arguments.get(index).and_then(JsValue::as_number).unwrap_or(0.0)
}

fn text(arguments: &[JsValue], index: usize) -> String {
    arguments
        .get(index)
        .and_then(JsValue::as_string)
        .map(|text| text.to_std_string_lossy())
        .unwrap_or_default()
}

fn keyword(arguments: &[JsValue], index: usize) -> JsResult<Keyword> {
    let code = number(arguments, index);
    let word = Keyword::from_u8(code as u8).filter(|_| code <= f64::from(u8::MAX));
    word.ok_or_else(|| JsNativeError::range().with_message(format!("{code} is not a keyword")).into())
}

/// Tells ferrule something that it does not answer.
fn tell(report: EngineReport<'_>, context: &Context) -> JsResult<JsValue> {
    let sent = Host::of(context)?.outbox.borrow_mut().send(&AppMessage::Engine(report));
    sent.map_err(too_long)?;
    Ok(JsValue::undefined())
}

fn too_long(error: ferrule_abi::WireError) -> JsError {
    JsNativeError::range().with_message(error.to_string()).into()
}

/// Asks ferrule and waits until `take` finds its answer.
fn ask<T>(
    report: EngineReport<'_>,
    take: fn(&EngineOrder<'_>) -> Option<T>,
    context: &Context,
) -> JsResult<T> {
    let host: Rc<Host> = Host::of(context)?;
    host.outbox.borrow_mut().send(&AppMessage::Engine(report)).map_err(too_long)?;
    let outbox = host.outbox.borrow();
    host.calls.borrow_mut().wait(outbox.socket(), take).map_err(|why| {
        host.interrupted.replace(Some(why));
        // The script must not go on without an answer; the runtime finds the reason in the host.
        JsNativeError::error().with_message("ferrule does not answer").into()
    })
}

fn decode_text(_this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let (from, count) = (number(arguments, 1) as usize, number(arguments, 2) as usize);
    let decode = |bytes: &[u8]| {
        let text = bytes.get(from..from.saturating_add(count)).and_then(|text| str::from_utf8(text).ok());
        text.map_or(JsValue::null(), |text| JsString::from(text).into())
    };
    bytes::read(&argument(arguments, 0), decode, context)
}

fn measure_text(_this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let words = text(arguments, 0);
    let spans = match argument(arguments, 11) {
        spans if spans.is_null_or_undefined() => Vec::new(),
        spans => bytes::read(&spans, <[u8]>::to_vec, context)?,
    };
    let width_max = number(arguments, 9) as f32;
    let request = TextRequest {
        weight: number(arguments, 2) as u16,
        is_italic: argument(arguments, 3).to_boolean(),
        align: keyword(arguments, 4)?,
        direction: keyword(arguments, 5)?,
        letter_spacing: number(arguments, 6) as f32,
        lines_max: number(arguments, 7) as u16,
        line_height: number(arguments, 8) as f32,
        width_max: width_max.is_finite().then_some(width_max),
        spans: TextSpans::from_bytes(&spans).map_err(too_long)?,
        ..TextRequest::new(&words, number(arguments, 1) as f32)
    };
    let metrics = ask(
        EngineReport::MeasureText(request),
        |order| match *order {
            EngineOrder::TextMeasured(metrics) => Some(metrics),
            _ => None,
        },
        context,
    )?;
    let to = argument(arguments, 10);
    let to = to.as_object().ok_or_else(|| JsNativeError::typ().with_message("no array for the sizes"))?;
    let to: JsObject = JsFloat32Array::from_object(to)?.into();
    let is_rtl = f32::from(u8::from(metrics.is_rtl));
    for (index, value) in [metrics.width, metrics.height, metrics.baseline, is_rtl].into_iter().enumerate() {
        to.set(index, f64::from(value), true, context)?;
    }
    Ok(metrics.layout.into())
}

fn release_text(_this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    tell(EngineReport::ReleaseText { layout: number(arguments, 0) as u32 }, context)
}

fn request_image(_this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let path = text(arguments, 0);
    // Longer paths name no file of a bundle; they fail like a file that is not there.
    let path = path.get(..PATH_BYTES_MAX).unwrap_or(&path);
    let side = |index| number(arguments, index) as u16;
    let report = EngineReport::RequestImage { path, width: side(1), height: side(2) };
    let image = ask(
        report,
        |order| match *order {
            EngineOrder::ImageRequested(image) => Some(image),
            _ => None,
        },
        context,
    )?;
    Ok(image.0.into())
}

fn release_image(_this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    tell(EngineReport::ReleaseImage { image: ImageId(number(arguments, 0) as u32) }, context)
}

fn log(_this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let words = text(arguments, 1);
    let text = &words[..words.floor_char_boundary(STRING_BYTES_MAX)];
    tell(EngineReport::Log { level: number(arguments, 0) as u8, text }, context)
}
