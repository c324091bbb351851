//! Lines of a case file as steps.

use ferrule_abi::command::Timing;
use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::motion::{AnimationAction, AnimationId, Keyframe};
use ferrule_abi::text::TextSpans;
use ferrule_abi::{Batch, Command, ItemSizes, KeyPhase, NodeId, NodeKind, Prop, RemoteKey, StyleState};

use super::bytes;
use super::step::{Answer, FRAME_MS, Images, Outcome, Step, encoded};
use super::token::{Token, Words};
use super::value::{read_easing, read_play, read_span, read_timing, read_value};

/// Reads the steps of a line: several where it makes a node with properties.
///
/// # Errors
/// What is wrong with it.
pub fn steps(line: &str) -> Result<Vec<Step>, String> {
    let mut words = Words::new(line)?;
    let outcome = if words.has("refused") { Outcome::Refused } else { Outcome::Accepted };
    let verb = words.word("what happens")?;
    let mut steps = Vec::new();
    match kind(&verb) {
        Some(kind) if outcome == Outcome::Accepted => make(kind, &mut words, &mut steps)?,
        _ => match command(&verb, &mut words)? {
            Some(bytes) => steps.push(Step::Command(bytes, outcome)),
            None if outcome == Outcome::Refused => return Err(format!("`{verb}` cannot be refused")),
            None => other(&verb, &mut words, &mut steps)?,
        },
    }
    words.end()?;
    Ok(steps)
}

fn kind(word: &str) -> Option<NodeKind> {
    Some(match word {
        "view" => NodeKind::View,
        "text" => NodeKind::Text,
        "image" => NodeKind::Image,
        _ => return None,
    })
}

/// `view 3 in 1 before 2 width 100 fill #fff`.
fn make(kind: NodeKind, words: &mut Words, steps: &mut Vec<Step>) -> Result<(), String> {
    let mut push = |command: &Command<'_>| -> Result<(), String> {
        steps.push(Step::command(command, Outcome::Accepted).map_err(|error| error.to_string())?);
        Ok(())
    };
    if kind == NodeKind::Image && words.starts_with_answer() {
        steps.push(image(words)?);
        return Ok(());
    }
    let node = node(words)?;
    push(&Command::Create { node, kind })?;
    let parent = if words.has("in") { Some(self::node(words)?) } else { None };
    let before = if words.has("before") { Some(self::node(words)?) } else { None };
    while !words.is_empty() {
        let (prop, value) = (prop(words)?, read_value(words)?);
        push(&Command::Set { node, prop, state: StyleState::Base, value: value.as_value() })?;
    }
    match parent {
        Some(parent) => push(&Command::Insert { parent, child: node, before }),
        None => Ok(()),
    }
}

fn node(words: &mut Words) -> Result<NodeId, String> {
    let raw = words.parse("the node's number")?;
    NodeId::new(raw).ok_or_else(|| format!("{raw} is no node's number: write `broken` with its bytes"))
}

fn prop(words: &mut Words) -> Result<Prop, String> {
    let name = words.word("the property")?;
    Prop::from_name(&name).ok_or_else(|| format!("there is no property `{name}`"))
}

fn animation(words: &mut Words) -> Result<AnimationId, String> {
    let word = words.word("the animation")?;
    let number = word.strip_prefix('#').and_then(|number| number.parse().ok());
    number.map(AnimationId).ok_or_else(|| format!("`{word}` is no animation as #1 is"))
}

fn switch(words: &mut Words) -> Result<bool, String> {
    match words.word("on or off")?.as_str() {
        "on" => Ok(true),
        "off" => Ok(false),
        other => Err(format!("`{other}` is neither on nor off")),
    }
}

/// A command in its bytes; nothing when the verb is none.
fn command(verb: &str, words: &mut Words) -> Result<Option<Vec<u8>>, String> {
    let command = match verb {
        "begin" => Command::Begin,
        "create" => {
            let (node, word) = (node(words)?, words.word("the kind")?);
            Command::Create { node, kind: kind(&word).ok_or_else(|| format!("`{word}` is no kind"))? }
        }
        "set" | "focused" => return set(verb, words).map(Some),
        "insert" => {
            let (parent, child) = (node(words)?, node(words)?);
            let before = if words.has("before") { Some(node(words)?) } else { None };
            Command::Insert { parent, child, before }
        }
        "style-text" => return style_text(words).map(Some),
        "remove" => Command::Remove { node: node(words)? },
        "transition" => {
            Command::Transition { node: node(words)?, prop: prop(words)?, timing: read_timing(words)? }
        }
        "layout-transition" => {
            let (node, timing): (NodeId, Timing) = (node(words)?, read_timing(words)?);
            Command::LayoutTransition { node, timing }
        }
        "animate" => return animate(words).map(Some),
        "pause" | "resume" | "seek" | "cancel" | "finish" => {
            let (node, animation) = (node(words)?, animation(words)?);
            let action = match verb {
                "pause" => AnimationAction::Pause,
                "resume" => AnimationAction::Resume,
                "seek" => AnimationAction::Seek { to_ms: words.parse("the time")? },
                "cancel" => AnimationAction::Cancel,
                _ => AnimationAction::Finish,
            };
            Command::ControlAnimation { node, animation, action }
        }
        "reduce-motion" => Command::ReduceMotion { on: switch(words)? },
        "bytes" => return bytes::read(words).map(Some),
        "focus" => Command::Focus { node: node(words)? },
        "present" => Command::Present { root: node(words)? },
        _ => return list_command(verb, words),
    };
    done(&command).map(Some)
}

fn done(command: &Command<'_>) -> Result<Vec<u8>, String> {
    encoded(command).map_err(|error| error.to_string())
}

fn set(verb: &str, words: &mut Words) -> Result<Vec<u8>, String> {
    let (node, prop, value) = (node(words)?, prop(words)?, read_value(words)?);
    let state = if verb == "set" { StyleState::Base } else { StyleState::Focused };
    done(&Command::Set { node, prop, state, value: value.as_value() })
}

fn style_text(words: &mut Words) -> Result<Vec<u8>, String> {
    let node = node(words)?;
    let mut spans = Batch::new(BATCH_BYTES_MAX);
    while !words.is_empty() {
        spans.push(&read_span(words)?).map_err(|error| error.to_string())?;
    }
    let spans = TextSpans::from_bytes(spans.as_bytes()).map_err(|error| error.to_string())?;
    done(&Command::StyleText { node, spans })
}

fn animate(words: &mut Words) -> Result<Vec<u8>, String> {
    let (node, animation, play) = (node(words)?, animation(words)?, read_play(words)?);
    let mut keyframes = Batch::new(BATCH_BYTES_MAX);
    while !words.is_empty() {
        let word = words.word("the keyframe")?;
        let (name, offset) =
            word.split_once('@').ok_or_else(|| format!("`{word}` is not property@offset"))?;
        let prop = Prop::from_name(name).ok_or_else(|| format!("there is no property `{name}`"))?;
        let offset = offset.parse().map_err(|_| format!("`{offset}` is no offset"))?;
        let (value, easing) = (read_value(words)?, read_easing(words)?);
        let keyframe = Keyframe { prop, offset, value: value.as_value(), easing };
        keyframes.push(&keyframe).map_err(|error| error.to_string())?;
    }
    done(&Command::Animate { node, animation, play, keyframes: keyframes.as_bytes() })
}

fn list_command(verb: &str, words: &mut Words) -> Result<Option<Vec<u8>>, String> {
    let item = |words: &mut Words| words.parse("the item's number");
    let command = match verb {
        "bind" => Command::ListBind { list: node(words)?, index: item(words)?, node: node(words)? },
        "add-items" => {
            Command::ListInsert { list: node(words)?, at: item(words)?, count: words.parse("the count")? }
        }
        "drop-items" => {
            Command::ListRemove { list: node(words)?, at: item(words)?, count: words.parse("the count")? }
        }
        "move-items" => Command::ListMove {
            list: node(words)?,
            from: item(words)?,
            count: words.parse("the count")?,
            to: item(words)?,
        },
        "item-sizes" => {
            let (list, at) = (node(words)?, item(words)?);
            let mut bytes = Vec::new();
            while !words.is_empty() {
                bytes.extend_from_slice(&words.parse::<f32>("the size")?.to_le_bytes());
            }
            let sizes = ItemSizes::new(&bytes).map_err(|error| error.to_string())?;
            return done(&Command::ListSizes { list, at, sizes }).map(Some);
        }
        "focus-item" => Command::ListFocus { list: node(words)?, index: item(words)? },
        _ => return Ok(None),
    };
    done(&command).map(Some)
}

/// What is no command.
fn other(verb: &str, words: &mut Words, steps: &mut Vec<Step>) -> Result<(), String> {
    let step = match verb {
        "broken" => broken(words)?,
        "key" => key(words)?,
        "press" => {
            steps.push(key(words)?);
            Step::Ticks(1, FRAME_MS)
        }
        "image-queue" => Step::ImageQueue(words.parse("the room")?),
        "display" => display(words)?,
        "tick" => Step::Ticks(1, words.parse("the milliseconds")?),
        "ticks" => Step::Ticks(words.parse("how often")?, words.parse("the milliseconds")?),
        "rest" => Step::Rest,
        other => return Err(format!("nothing is called `{other}`")),
    };
    steps.push(step);
    Ok(())
}

/// Bytes, or a command with a number in it that may not be sent.
fn broken(words: &mut Words) -> Result<Step, String> {
    let verb = words.word("`commands`, `inputs` or a command")?;
    match verb.as_str() {
        "commands" => Ok(Step::BrokenCommands(bytes::read(words)?)),
        "inputs" => Ok(Step::BrokenInputs(bytes::read(words)?)),
        _ => {
            let bytes = command(&verb, words)?;
            bytes.map(Step::BrokenCommands).ok_or_else(|| format!("`{verb}` is no command"))
        }
    }
}

fn key(words: &mut Words) -> Result<Step, String> {
    let name = words.word("the key")?;
    let key = RemoteKey::from_name(&name).ok_or_else(|| format!("there is no key `{name}`"))?;
    let phase = if words.has("repeat") {
        KeyPhase::Repeat
    } else if words.has("up") {
        KeyPhase::Up
    } else {
        KeyPhase::Down
    };
    Ok(Step::Key(key, phase))
}

fn display(words: &mut Words) -> Result<Step, String> {
    let (width, height) = (words.parse("the width")?, words.parse("the height")?);
    let connected = match words.word("connected or gone")?.as_str() {
        "connected" => true,
        "gone" => false,
        other => return Err(format!("`{other}` is neither `connected` nor `gone`")),
    };
    Ok(Step::Display { width, height, connected })
}

/// `image "a.png" ready 300 200`, `image #3 failed "why"`.
fn image(words: &mut Words) -> Result<Step, String> {
    let images = match words.token("the image")? {
        Token::Quoted(path) => Images::Path(path),
        Token::Word(word) => {
            let number = word.strip_prefix('#').and_then(|number| number.parse().ok());
            Images::Number(number.ok_or_else(|| format!("`{word}` is no image"))?)
        }
    };
    let answer = match words.word("the answer")?.as_str() {
        "ready" => Answer::Ready(words.parse("the width")?, words.parse("the height")?),
        "failed" => Answer::Failed(words.quoted("the reason")?),
        "evicted" => Answer::Evicted,
        other => return Err(format!("`{other}` is no answer")),
    };
    Ok(Step::Image(images, answer))
}
