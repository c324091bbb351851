//! From JavaScript values to the protocol's, with errors that name the property and what fits.

use std::ops::RangeInclusive;

use boa_engine::string::JsStrVariant;
use boa_engine::{JsError, JsNativeError, JsResult, JsString, JsValue};
use ferrule_abi::limits::{COORDINATE_MAX, STRING_BYTES_MAX};
use ferrule_abi::{Color, Keyword, NodeKind, Prop, StyleState, Value, ValueKind};

use crate::api::node_of;

/// Percentages that lengths take. Only insets and margins can be negative; others count as 0 then.
const PERCENTS: RangeInclusive<f32> = -1000.0..=1000.0;

/// A value that owns its string.
pub(crate) enum Owned {
    Plain(Value<'static>),
    Text(String),
}

impl Owned {
    pub(crate) fn as_value(&self) -> Value<'_> {
        match self {
            Self::Plain(value) => *value,
            Self::Text(text) => Value::Text(text),
        }
    }
}

/// The value of a property.
///
/// # Errors
/// `TypeError` when it is of the wrong kind, `RangeError` when it is beyond a limit.
pub(crate) fn convert(prop: Prop, value: &JsValue) -> JsResult<Owned> {
    if value.is_null() {
        return Ok(Owned::Plain(Value::Unset));
    }
    let plain = match prop.kind() {
        ValueKind::Length | ValueKind::Spacing => length(prop, value)?,
        ValueKind::Number => value.as_number().map(|x| number(prop, x)).transpose()?.map(Value::Number),
        ValueKind::Color => short(value).as_deref().and_then(Color::parse).map(Value::Color),
        ValueKind::Text => return text(prop, value),
        ValueKind::Keyword => short(value).and_then(|word| keyword(prop, &word)),
        ValueKind::Flag => value.as_boolean().map(Value::Flag),
        ValueKind::Node => Some(Value::Node(node_of(value)?)),
    };
    plain.map(Owned::Plain).ok_or_else(|| misfit(prop, value))
}

fn length(prop: Prop, value: &JsValue) -> JsResult<Option<Value<'static>>> {
    if let Some(pixels) = value.as_number() {
        return number(prop, pixels).map(|pixels| Some(Value::Number(pixels)));
    }
    Ok(short(value).and_then(|text| match text.strip_suffix('%') {
        Some(share) => share.parse().ok().filter(|share| PERCENTS.contains(share)).map(Value::Percent),
        None if text == "auto" && prop.kind() == ValueKind::Length => Some(Value::Auto),
        None => keyword(prop, &text),
    }))
}

fn keyword(prop: Prop, word: &str) -> Option<Value<'static>> {
    Keyword::from_name(word).filter(|word| prop.keywords().contains(word)).map(Value::Keyword)
}

fn number(prop: Prop, value: f64) -> JsResult<f32> {
    // NaN fails the comparison too.
    if value.abs() <= f64::from(COORDINATE_MAX) {
        return Ok(value as f32);
    }
    let value = shown(&value.into());
    let message = format!("`{}` is {value}; it must be within ±{COORDINATE_MAX}", prop.name());
    Err(range_error(message))
}

fn text(prop: Prop, value: &JsValue) -> JsResult<Owned> {
    let text = value.as_string().ok_or_else(|| misfit(prop, value))?.to_std_string_lossy();
    if text.len() <= STRING_BYTES_MAX {
        return Ok(Owned::Text(text));
    }
    let bytes = text.len();
    let message =
        format!("`{}` has {bytes} bytes; at most {STRING_BYTES_MAX} fit, split or shorten it", prop.name());
    Err(range_error(message))
}

/// A colour under a name that is no property.
pub(crate) fn color(name: &str, value: &JsValue) -> JsResult<Color> {
    let color = short(value).as_deref().and_then(Color::parse);
    color.ok_or_else(|| type_error(format!("`{name}` cannot be {}; it takes \"#rrggbb\"", shown(value))))
}

/// A number under a name that is no property.
pub(crate) fn number_within(name: &str, value: &JsValue, range: RangeInclusive<f32>) -> JsResult<f32> {
    let number = value
        .as_number()
        .ok_or_else(|| type_error(format!("`{name}` cannot be {}; it takes a number", shown(value))))?
        as f32;
    if range.contains(&number) {
        return Ok(number);
    }
    let (value, least, most) = (shown(value), range.start(), range.end());
    Err(range_error(format!("`{name}` is {value}; it must be within {least} and {most}")))
}

/// A string that could be a keyword or a colour; nothing for other values and for long ones.
pub(crate) fn short(value: &JsValue) -> Option<String> {
    value.as_string().and_then(|text| ascii(&text))
}

/// A short ASCII string.
pub(crate) fn ascii(text: &JsString) -> Option<String> {
    match text.as_str().variant() {
        JsStrVariant::Latin1(bytes) if bytes.len() <= 64 && bytes.is_ascii() => {
            String::from_utf8(bytes.to_vec()).ok()
        }
        _ => None,
    }
}

fn misfit(prop: Prop, value: &JsValue) -> JsError {
    let words = || prop.keywords().iter().map(|word| format!("\"{}\"", word.name())).collect::<Vec<_>>();
    let fits = match prop.kind() {
        ValueKind::Length => {
            let lengths = ["a number of pixels", "a percentage like \"50%\"", "\"auto\""].map(String::from);
            [lengths.to_vec(), words()].concat().join(", ")
        }
        ValueKind::Spacing => "a number of pixels, a percentage like \"50%\"".into(),
        ValueKind::Number => "a number".into(),
        ValueKind::Color => "\"#rgb\", \"#rgba\", \"#rrggbb\", \"#rrggbbaa\"".into(),
        ValueKind::Text if prop == Prop::Text => "a string, an array of strings and styled parts".into(),
        ValueKind::Text => "a string".into(),
        ValueKind::Flag => "true, false".into(),
        ValueKind::Node => "a node".into(),
        ValueKind::Keyword => words().join(", "),
    };
    type_error(format!("`{}` cannot be {}; it takes {fits} or null", prop.name(), shown(value)))
}

/// A value as an error message shows it, cut to a length that fits a line.
pub(crate) fn shown(value: &JsValue) -> String {
    const SHOWN_CHARS_MAX: usize = 60;
    if value.is_object() {
        return if value.is_callable() { "a function".into() } else { "an object".into() };
    }
    value.display().to_string().chars().take(SHOWN_CHARS_MAX).collect()
}

/// Refuses a property on a kind of node that has no use for it, or in a state in which it cannot be.
pub(crate) fn check_place(prop: Prop, kind: NodeKind, state: StyleState) -> JsResult<()> {
    let home = match prop {
        Prop::Text
        | Prop::FontSize
        | Prop::FontWeight
        | Prop::TextColor
        | Prop::TextAlign
        | Prop::MaxLines
        | Prop::LineHeight
        | Prop::LetterSpacing
        | Prop::Italic
        | Prop::TextDirection => Some((NodeKind::Text, "text")),
        Prop::Source | Prop::Fit => Some((NodeKind::Image, "image")),
        _ => None,
    };
    if let Some((home, name)) = home
        && kind != home
    {
        return Err(type_error(format!("`{}` belongs to {name} nodes only", prop.name())));
    }
    if state == StyleState::Focused && !prop.animates() {
        let message = format!("`{}` cannot depend on the focus; {}", prop.name(), animated());
        return Err(type_error(message));
    }
    Ok(())
}

/// The sentence that lists what can be animated.
pub(crate) fn animated() -> String {
    let names = Prop::ALL.iter().filter(|prop| prop.animates()).map(|prop| prop.name());
    format!("these can: {}", names.collect::<Vec<_>>().join(", "))
}

/// A `RangeError`.
pub(crate) fn range_error(message: impl Into<String>) -> JsError {
    JsNativeError::range().with_message(message.into()).into()
}

/// A `TypeError`.
pub(crate) fn type_error(message: impl Into<String>) -> JsError {
    JsNativeError::typ().with_message(message.into()).into()
}
