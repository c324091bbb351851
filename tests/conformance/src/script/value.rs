//! Values, easings and timings as words.

use ferrule_abi::command::Timing;
use ferrule_abi::motion::{Play, PlayDirection, StepPosition};
use ferrule_abi::text::TextSpan;
use ferrule_abi::{Color, Easing, Keyword, NodeId, Value};

use super::token::{Token, Words};

/// A value whose text, if it is one, is kept elsewhere.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum OwnedValue {
    Text(String),
    Other(Value<'static>),
}

impl OwnedValue {
    pub(super) fn as_value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Other(value) => *value,
        }
    }
}

/// A number without a negative zero.
pub(crate) fn number_text(number: f32) -> String {
    (number + 0.0).to_string()
}

pub(crate) fn color_text(color: Color) -> String {
    format!("#{:08x}", color.0)
}

pub(super) fn value_text(value: &Value<'_>) -> String {
    match *value {
        Value::Unset => "unset".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Percent(number) => format!("{number}%"),
        Value::Auto => "auto".to_owned(),
        Value::Color(color) => color_text(color),
        Value::Text(text) => format!("{text:?}"),
        Value::Keyword(word) => word.name().to_owned(),
        Value::Flag(on) => if on { "on" } else { "off" }.to_owned(),
        Value::Node(node) => format!("@{}", node.get()),
    }
}

pub(super) fn read_value(words: &mut Words) -> Result<OwnedValue, String> {
    let word = match words.token("the value")? {
        Token::Quoted(text) => return Ok(OwnedValue::Text(text)),
        Token::Word(word) => word,
    };
    let value = match word.as_str() {
        "unset" => Value::Unset,
        "auto" => Value::Auto,
        "on" => Value::Flag(true),
        "off" => Value::Flag(false),
        // The only keywords of two words.
        "safe" | "unsafe" => {
            let both = format!("{word} {}", words.word("what is safe")?);
            Value::Keyword(Keyword::from_name(&both).ok_or_else(|| format!("`{both}` is no keyword"))?)
        }
        _ => plain_value(&word).ok_or_else(|| format!("`{word}` is no value"))?,
    };
    Ok(OwnedValue::Other(value))
}

fn plain_value(word: &str) -> Option<Value<'static>> {
    if let Some(keyword) = Keyword::from_name(word) {
        return Some(Value::Keyword(keyword));
    }
    if word.starts_with('#') {
        return Color::parse(word).map(Value::Color);
    }
    if let Some(node) = word.strip_prefix('@') {
        return NodeId::new(node.parse().ok()?).map(Value::Node);
    }
    if let Some(percent) = word.strip_suffix('%') {
        return percent.parse().ok().map(Value::Percent);
    }
    word.parse().ok().map(Value::Number)
}

pub(super) fn easing_text(easing: &Easing) -> String {
    let named = ["linear", "ease", "ease-in", "ease-out", "ease-in-out"];
    if let Some(name) = named.iter().find(|name| Easing::from_name(name) == Some(*easing)) {
        return (*name).to_owned();
    }
    match *easing {
        Easing::Linear => "linear".to_owned(),
        Easing::CubicBezier([x1, y1, x2, y2]) => format!("bezier({x1},{y1},{x2},{y2})"),
        Easing::Steps { count, position: StepPosition::End } => format!("steps({count},end)"),
        Easing::Steps { count, position: StepPosition::Start } => format!("steps({count},start)"),
        Easing::Spring { bounce } => format!("spring({bounce})"),
    }
}

pub(super) fn read_easing(words: &mut Words) -> Result<Easing, String> {
    let word = words.word("the easing")?;
    easing(&word).ok_or_else(|| format!("`{word}` is no easing"))
}

fn easing(word: &str) -> Option<Easing> {
    if let Some(named) = Easing::from_name(word) {
        return Some(named);
    }
    let (name, rest) = word.split_once('(')?;
    let parts: Vec<&str> = rest.strip_suffix(')')?.split(',').collect();
    match (name, parts.as_slice()) {
        ("bezier", &[x1, y1, x2, y2]) => {
            let point = |text: &str| text.parse().ok();
            Some(Easing::CubicBezier([point(x1)?, point(y1)?, point(x2)?, point(y2)?]))
        }
        ("steps", &[count, position]) => {
            let position = match position {
                "end" => StepPosition::End,
                "start" => StepPosition::Start,
                _ => return None,
            };
            Some(Easing::Steps { count: count.parse().ok()?, position })
        }
        ("spring", &[bounce]) => Some(Easing::Spring { bounce: bounce.parse().ok()? }),
        _ => None,
    }
}

/// `300`, or `300+50` with a delay.
fn time_text(duration_ms: u16, delay_ms: u16) -> String {
    if delay_ms == 0 { duration_ms.to_string() } else { format!("{duration_ms}+{delay_ms}") }
}

fn read_time(words: &mut Words) -> Result<(u16, u16), String> {
    let word = words.word("the duration")?;
    let (duration, delay) = word.split_once('+').unwrap_or((&word, "0"));
    let both = duration.parse().ok().zip(delay.parse().ok());
    both.ok_or_else(|| format!("`{word}` is no duration in milliseconds"))
}

pub(super) fn timing_text(timing: &Timing) -> String {
    format!("{} {}", time_text(timing.duration_ms, timing.delay_ms), easing_text(&timing.easing))
}

pub(super) fn read_timing(words: &mut Words) -> Result<Timing, String> {
    let (duration_ms, delay_ms) = read_time(words)?;
    Ok(Timing { duration_ms, delay_ms, easing: read_easing(words)? })
}

pub(super) fn play_text(play: &Play) -> String {
    let runs = if play.repeat == 0 { "forever".to_owned() } else { play.repeat.to_string() };
    let direction = match play.direction {
        PlayDirection::Normal => "normal",
        PlayDirection::Reverse => "reverse",
        PlayDirection::Alternate => "alternate",
    };
    format!("{} {runs} {direction}", time_text(play.duration_ms, play.delay_ms))
}

pub(super) fn read_play(words: &mut Words) -> Result<Play, String> {
    let (duration_ms, delay_ms) = read_time(words)?;
    let repeat = if words.has("forever") { 0 } else { words.parse("the number of runs")? };
    let direction = match words.word("the direction")?.as_str() {
        "normal" => PlayDirection::Normal,
        "reverse" => PlayDirection::Reverse,
        "alternate" => PlayDirection::Alternate,
        other => return Err(format!("`{other}` is no direction")),
    };
    Ok(Play { duration_ms, delay_ms, repeat, direction })
}

/// `0-4:weight=700,italic=on`: the bytes of a text, and their style.
pub(super) fn span_text(span: &TextSpan) -> String {
    let mut parts = Vec::new();
    parts.extend(span.weight.map(|weight| format!("weight={weight}")));
    parts.extend(span.color.map(|color| format!("color={}", color_text(color))));
    parts.extend(span.size.map(|size| format!("size={size}")));
    parts.extend(span.is_italic.map(|on| format!("italic={}", if on { "on" } else { "off" })));
    parts.extend(span.letter_spacing.map(|pixels| format!("spacing={pixels}")));
    format!("{}-{}:{}", span.start, span.end, parts.join(","))
}

pub(super) fn read_span(words: &mut Words) -> Result<TextSpan, String> {
    let word = words.word("the span")?;
    span(&word).ok_or_else(|| format!("`{word}` is no span as 0-4:weight=700 is"))
}

fn span(word: &str) -> Option<TextSpan> {
    let (range, style) = word.split_once(':')?;
    let (start, end) = range.split_once('-')?;
    let mut span = TextSpan { start: start.parse().ok()?, end: end.parse().ok()?, ..TextSpan::default() };
    for part in style.split(',').filter(|part| !part.is_empty()) {
        match part.split_once('=')? {
            ("weight", weight) => span.weight = Some(weight.parse().ok()?),
            ("color", color) => span.color = Some(Color::parse(color)?),
            ("size", size) => span.size = Some(size.parse().ok()?),
            ("italic", on @ ("on" | "off")) => span.is_italic = Some(on == "on"),
            ("spacing", pixels) => span.letter_spacing = Some(pixels.parse().ok()?),
            _ => return None,
        }
    }
    Some(span)
}
