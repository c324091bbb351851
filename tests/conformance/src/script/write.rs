//! Steps as lines of a case file.

use ferrule_abi::motion::{AnimationAction, Keyframe};
use ferrule_abi::{Command, KeyPhase, NodeKind, Reader, Record as _, StyleState, records};

use super::step::{Answer, Images, Outcome, Step};
use super::value::{easing_text, play_text, span_text, timing_text, value_text};

/// The line of a step.
pub fn line(step: &Step) -> String {
    match step {
        Step::Command(bytes, outcome) => {
            let decoded = Command::decode(&mut Reader::new(bytes)).ok();
            // Keyframes are bytes that may mean nothing.
            let text = decoded.filter(has_whole_keyframes).map(|it| command(&it));
            let text = text.unwrap_or_else(|| format!("bytes{}", hex(bytes)));
            if *outcome == Outcome::Refused { format!("refused {text}") } else { text }
        }
        Step::BrokenCommands(bytes) => format!("broken commands{}", hex(bytes)),
        Step::BrokenInputs(bytes) => format!("broken inputs{}", hex(bytes)),
        Step::Key(key, KeyPhase::Down) => format!("key {}", key.name()),
        Step::Key(key, KeyPhase::Repeat) => format!("key {} repeat", key.name()),
        Step::Key(key, KeyPhase::Up) => format!("key {} up", key.name()),
        Step::Image(images, answer) => {
            let images = match images {
                Images::Path(path) => format!("{path:?}"),
                Images::Number(number) => format!("#{number}"),
            };
            match answer {
                Answer::Ready(width, height) => format!("image {images} ready {width} {height}"),
                Answer::Failed(reason) => format!("image {images} failed {reason:?}"),
                Answer::Evicted => format!("image {images} evicted"),
            }
        }
        Step::ImageQueue(room) => format!("image-queue {room}"),
        Step::Display { width, height, connected } => {
            format!("display {width} {height} {}", if *connected { "connected" } else { "gone" })
        }
        Step::Ticks(1, ms) => format!("tick {ms}"),
        Step::Ticks(times, ms) => format!("ticks {times} {ms}"),
        Step::Rest => "rest".to_owned(),
    }
}

fn has_whole_keyframes(command: &Command<'_>) -> bool {
    let Command::Animate { keyframes, .. } = command else { return true };
    records::<Keyframe<'_>>(keyframes).all(|keyframe| keyframe.is_ok())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!(" {byte:02x}")).collect()
}

fn command(command: &Command<'_>) -> String {
    match *command {
        Command::Begin => "begin".to_owned(),
        Command::Create { node, kind } => format!("create {} {}", node.get(), kind_name(kind)),
        Command::Set { node, prop, state, ref value } => {
            let verb = if state == StyleState::Focused { "focused" } else { "set" };
            format!("{verb} {} {} {}", node.get(), prop.name(), value_text(value))
        }
        Command::Insert { parent, child, before } => {
            let before = before.map_or(String::new(), |node| format!(" before {}", node.get()));
            format!("insert {} {}{before}", parent.get(), child.get())
        }
        Command::StyleText { node, ref spans } => {
            let spans: String = spans.iter().map(|span| format!(" {}", span_text(&span))).collect();
            format!("style-text {}{spans}", node.get())
        }
        Command::Remove { node } => format!("remove {}", node.get()),
        Command::Transition { node, prop, ref timing } => {
            format!("transition {} {} {}", node.get(), prop.name(), timing_text(timing))
        }
        Command::LayoutTransition { node, ref timing } => {
            format!("layout-transition {} {}", node.get(), timing_text(timing))
        }
        Command::Animate { node, animation, ref play, keyframes } => {
            let mut line = format!("animate {} #{} {}", node.get(), animation.0, play_text(play));
            for keyframe in records::<Keyframe<'_>>(keyframes).map_while(Result::ok) {
                let Keyframe { prop, offset, value, easing } = keyframe;
                line += &format!(" {}@{offset} {} {}", prop.name(), value_text(&value), easing_text(&easing));
            }
            line
        }
        Command::ControlAnimation { node, animation, action } => {
            let (node, id) = (node.get(), animation.0);
            match action {
                AnimationAction::Pause => format!("pause {node} #{id}"),
                AnimationAction::Resume => format!("resume {node} #{id}"),
                AnimationAction::Seek { to_ms } => format!("seek {node} #{id} {to_ms}"),
                AnimationAction::Cancel => format!("cancel {node} #{id}"),
                AnimationAction::Finish => format!("finish {node} #{id}"),
            }
        }
        Command::ReduceMotion { on } => format!("reduce-motion {}", if on { "on" } else { "off" }),
        Command::Focus { node } => format!("focus {}", node.get()),
        Command::Present { root } => format!("present {}", root.get()),
        Command::ListBind { list, index, node } => format!("bind {} {index} {}", list.get(), node.get()),
        Command::ListInsert { list, at, count } => format!("add-items {} {at} {count}", list.get()),
        Command::ListRemove { list, at, count } => format!("drop-items {} {at} {count}", list.get()),
        Command::ListMove { list, from, count, to } => {
            format!("move-items {} {from} {count} {to}", list.get())
        }
        Command::ListSizes { list, at, sizes } => {
            let sizes: String = sizes.iter().map(|size| format!(" {size}")).collect();
            format!("item-sizes {} {at}{sizes}", list.get())
        }
        Command::ListFocus { list, index } => format!("focus-item {} {index}", list.get()),
    }
}

pub(super) fn kind_name(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::View => "view",
        NodeKind::Text => "text",
        NodeKind::Image => "image",
    }
}
