//! From JavaScript's timings and keyframes to the protocol's.

use boa_engine::property::PropertyKey;
use boa_engine::{Context, JsNativeError, JsObject, JsResult, JsValue, js_string};
use ferrule_abi::limits::KEYFRAMES_MAX;
use ferrule_abi::motion::{
    BOUNCE_MAX, CURVE_REACH_MAX, KEYFRAMES_BYTES_MAX, Keyframe, Play, PlayDirection, StepPosition, Timing,
};
use ferrule_abi::{Batch, Easing, Prop, Value};

use crate::props::{Node, animated_prop, object};
use crate::value::{convert, short, shown, type_error};

/// Length of a change whose timing does not say.
const DEFAULT_MS: u16 = 300;

/// A timing: milliseconds, or `{duration, delay, easing}`.
pub(crate) fn timing(value: &JsValue, context: &mut Context) -> JsResult<Timing> {
    options(value, &["duration", "delay", "easing"], context).map(|(timing, _)| timing)
}

/// A timing and what else the options of an animation say.
pub(crate) fn play(value: &JsValue, context: &mut Context) -> JsResult<(Play, Easing)> {
    let parts = ["duration", "delay", "easing", "repeat", "direction"];
    let (timing, object) = options(value, &parts, context)?;
    let mut play = Play {
        duration_ms: timing.duration_ms,
        delay_ms: timing.delay_ms,
        repeat: 1,
        direction: PlayDirection::Normal,
    };
    if let Some(object) = object {
        play.repeat = repeat(&object.get(js_string!("repeat"), context)?)?;
        play.direction = direction(&object.get(js_string!("direction"), context)?)?;
    }
    if play.repeat == 0 && play.duration_ms == 0 {
        return Err(range_error("what is repeated forever needs a `duration`"));
    }
    Ok((play, timing.easing))
}

/// The timing of an object that has no other parts than those named, and the object.
fn options(value: &JsValue, parts: &[&str], context: &mut Context) -> JsResult<(Timing, Option<JsObject>)> {
    let bare = |duration_ms| Timing { duration_ms, delay_ms: 0, easing: Easing::EASE };
    if value.is_undefined() {
        return Ok((bare(DEFAULT_MS), None));
    }
    if let Some(ms) = value.as_number() {
        return Ok((bare(milliseconds("duration", ms)?), None));
    }
    let parts = parts.join(", ");
    let Some(object) = value.as_object() else {
        return Err(type_error(format!("a timing is milliseconds or {{{parts}}}, not {}", shown(value))));
    };
    for key in object.own_property_keys(context)? {
        let key = key.to_string();
        if !parts.split(", ").any(|part| part == key) {
            return Err(type_error(format!("a timing has no `{key}`; it has {parts}")));
        }
    }
    let mut part = |name: &'static str, default| {
        let value = object.get(js_string!(name), context)?;
        match value.as_number() {
            _ if value.is_undefined() => Ok(default),
            Some(ms) => milliseconds(name, ms),
            None => Err(type_error(format!("`{name}` is milliseconds, not {}", shown(&value)))),
        }
    };
    let (duration_ms, delay_ms) = (part("duration", DEFAULT_MS)?, part("delay", 0)?);
    let easing = object.get(js_string!("easing"), context)?;
    let easing = if easing.is_undefined() { Easing::EASE } else { self::easing(&easing, context)? };
    Ok((Timing { duration_ms, delay_ms, easing }, Some(object)))
}

fn milliseconds(name: &str, value: f64) -> JsResult<u16> {
    if (0.0..=f64::from(u16::MAX)).contains(&value) {
        return Ok(value as u16);
    }
    let value = shown(&value.into());
    Err(range_error(format!("`{name}` is {value}; it must be 0 to {} milliseconds", u16::MAX)))
}

fn repeat(value: &JsValue) -> JsResult<u32> {
    match value.as_number() {
        _ if value.is_undefined() => Ok(1),
        Some(times) if times >= 1.0 && times <= f64::from(u32::MAX) && times.fract() == 0.0 => {
            Ok(times as u32)
        }
        None if short(value).as_deref() == Some("forever") => Ok(0),
        _ => Err(type_error(format!(
            "`repeat` cannot be {}; it takes a whole number from 1 on or \"forever\"",
            shown(value)
        ))),
    }
}

fn direction(value: &JsValue) -> JsResult<PlayDirection> {
    match short(value).as_deref() {
        _ if value.is_undefined() => Ok(PlayDirection::Normal),
        Some("normal") => Ok(PlayDirection::Normal),
        Some("reverse") => Ok(PlayDirection::Reverse),
        Some("alternate") => Ok(PlayDirection::Alternate),
        _ => Err(type_error(format!(
            "`direction` cannot be {}; it takes \"normal\", \"reverse\", \"alternate\"",
            shown(value)
        ))),
    }
}

fn easing(value: &JsValue, context: &mut Context) -> JsResult<Easing> {
    if let Some(easing) = short(value).and_then(|name| Easing::from_name(&name)) {
        return Ok(easing);
    }
    let found = match value.as_object() {
        Some(points) if points.is_array() => curve(&points, context)?,
        Some(object) => stepped_or_spring(&object, context)?,
        None => None,
    };
    found.filter(Easing::is_sound).ok_or_else(|| {
        type_error(format!(
            "`easing` cannot be {}; it takes \"linear\", \"ease\", \"ease-in\", \"ease-out\", \"ease-in-out\", \
             [x1, y1, x2, y2] with both x from 0 to 1 and both y within ±{CURVE_REACH_MAX}, \
             {{steps, at: \"start\" or \"end\"}} or {{spring}} with a bounce within ±{BOUNCE_MAX}",
            shown(value)
        ))
    })
}

fn curve(points: &JsObject, context: &mut Context) -> JsResult<Option<Easing>> {
    if points.get(js_string!("length"), context)?.as_number() != Some(4.0) {
        return Ok(None);
    }
    let mut control = [0.0_f32; 4];
    for (index, slot) in control.iter_mut().enumerate() {
        *slot = points.get(index, context)?.as_number().unwrap_or(f64::NAN) as f32;
    }
    Ok(Some(Easing::CubicBezier(control)))
}

/// `{steps: 4, at: "end"}` or `{spring: 0.2}`.
fn stepped_or_spring(object: &JsObject, context: &mut Context) -> JsResult<Option<Easing>> {
    let mut part = |name: &'static str| object.get(js_string!(name), context);
    if let Some(bounce) = part("spring")?.as_number() {
        return Ok(Some(Easing::Spring { bounce: bounce as f32 }));
    }
    let (steps, at) = (part("steps")?, part("at")?);
    let position = match short(&at).as_deref() {
        _ if at.is_undefined() => StepPosition::End,
        Some("end") => StepPosition::End,
        Some("start") => StepPosition::Start,
        _ => return Ok(None),
    };
    // `as` makes what is too much or no number the nearest count, which is refused when it is none.
    Ok(steps.as_number().map(|steps| Easing::Steps { count: steps as u16, position }))
}

/// A keyframe as the app wrote it.
struct Written {
    values: JsObject,
    /// Nothing: spread evenly.
    offset: Option<f32>,
    easing: Easing,
    /// Beside the properties it has an offset and an easing.
    has_parts: bool,
}

/// Keyframes as an animation carries them: from an object of last values, or from an array of keyframes. Nothing when
/// they name no property.
pub(crate) fn keyframes(
    node: &Node,
    value: &JsValue,
    easing: Easing,
    context: &mut Context,
) -> JsResult<Option<Batch>> {
    let mut list = match value.as_object().filter(JsObject::is_array) {
        Some(array) => written(&array, easing, context)?,
        None => {
            let values = object(value, "what to animate")?;
            vec![Written { values, offset: None, easing, has_parts: false }]
        }
    };
    spread(&mut list)?;
    let mut batch = Batch::new(KEYFRAMES_BYTES_MAX);
    let mut count = 0;
    for keyframe in &list {
        for key in keyframe.values.own_property_keys(context)? {
            if keyframe.has_parts && is_part(&key) {
                continue;
            }
            let prop = animated_prop(&key, node)?;
            let given = convert(prop, &keyframe.values.get(key, context)?)?;
            let value = match given.as_value() {
                Value::Unset => return Err(no_value(prop)),
                value => value,
            };
            count += 1;
            // Without an offset there was no keyframe to spread.
            let offset = keyframe.offset.unwrap_or(1.0);
            let pushed = batch.push(&Keyframe { prop, offset, value, easing: keyframe.easing });
            if pushed.is_err() || count > KEYFRAMES_MAX {
                return Err(range_error(format!("an animation has at most {KEYFRAMES_MAX} values")));
            }
        }
    }
    Ok((count > 0).then_some(batch))
}

fn written(array: &JsObject, easing: Easing, context: &mut Context) -> JsResult<Vec<Written>> {
    let length = array.get(js_string!("length"), context)?.to_length(context)?;
    let mut list = Vec::new();
    for index in 0..length.min(KEYFRAMES_MAX as u64 + 1) {
        let values = object(&array.get(index, context)?, "a keyframe")?;
        let offset = values.get(js_string!("offset"), context)?;
        let offset = match offset.as_number() {
            _ if offset.is_undefined() => None,
            Some(at) if (0.0..=1.0).contains(&at) => Some(at as f32),
            _ => return Err(type_error(format!("`offset` cannot be {}; it is from 0 to 1", shown(&offset)))),
        };
        let own = values.get(js_string!("easing"), context)?;
        let easing = if own.is_undefined() { easing } else { self::easing(&own, context)? };
        list.push(Written { values, offset, easing, has_parts: true });
    }
    Ok(list)
}

fn is_part(key: &PropertyKey) -> bool {
    matches!(key.to_string().as_str(), "offset" | "easing")
}

/// Gives offsets to the keyframes without: the first gets 0, unless it is the only one, the last 1, the others evenly
/// what is between their neighbours.
fn spread(list: &mut [Written]) -> JsResult<()> {
    let count = list.len();
    if let [first, .., _] = list {
        first.offset.get_or_insert(0.0);
    }
    if let Some(last) = list.last_mut() {
        last.offset.get_or_insert(1.0);
    }
    let mut known = 0;
    for at in 1..count {
        let (Some(from), Some(to)) = (list[known].offset, list[at].offset) else { continue };
        if to < from {
            return Err(type_error(format!("`offset` cannot go back from {from} to {to}")));
        }
        let parts = (at - known) as f32;
        for (part, between) in list[known + 1..at].iter_mut().enumerate() {
            between.offset = Some(from + (to - from) * (part + 1) as f32 / parts);
        }
        known = at;
    }
    Ok(())
}

fn no_value(prop: Prop) -> boa_engine::JsError {
    type_error(format!("`{}` cannot be animated to null; give a value", prop.name()))
}

/// A `RangeError`.
pub(crate) fn range_error(message: impl Into<String>) -> boa_engine::JsError {
    JsNativeError::range().with_message(message.into()).into()
}
