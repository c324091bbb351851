//! Animation objects: what `node.animate` gives, and what can be done to it.

use boa_engine::object::builtins::JsPromise;
use boa_engine::{Context, JsData, JsObject, JsResult, JsValue, js_string};
use boa_gc::{Finalize, Trace};
use ferrule_abi::motion::{AnimationAction, AnimationId};
use ferrule_abi::{Command, NodeId};

use super::{add_functions, argument, node};
use crate::host::Host;
use crate::limits::TIMER_MS_MAX;
use crate::motion;
use crate::value::{shown, type_error};

/// What makes an object an animation; nothing when there was nothing to animate.
#[derive(Debug, Trace, Finalize, JsData)]
struct AnimationRef {
    #[unsafe_ignore_trace]
    animation: Option<(NodeId, AnimationId)>,
}

pub(super) fn prototype(context: &mut Context) -> JsObject {
    let prototype = JsObject::with_object_proto(context.intrinsics());
    // A fresh object takes any property.
    let _ = add_functions(
        &prototype,
        &[
            ("pause", 0, |this, _, context| control(this, AnimationAction::Pause, context)),
            ("resume", 0, |this, _, context| control(this, AnimationAction::Resume, context)),
            ("cancel", 0, |this, _, context| control(this, AnimationAction::Cancel, context)),
            ("finish", 0, |this, _, context| control(this, AnimationAction::Finish, context)),
            ("seek", 1, seek),
        ],
        context,
    );
    prototype
}

/// `node.animate(keyframes, options)`.
pub(super) fn animate(this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let node = node::of(this)?;
    let host = Host::of(context)?;
    let (play, easing) = motion::play(&argument(arguments, 1), context)?;
    let keyframes = motion::keyframes(&node, &argument(arguments, 0), easing, context)?;
    let (promise, resolvers) = JsPromise::new_pending(context);
    let animation = match keyframes {
        None => {
            resolvers.resolve.call(&JsValue::undefined(), &[true.into()], context)?;
            None
        }
        Some(keyframes) => {
            if !host.animations.borrow().has_room() {
                return Err(motion::range_error("too many animations are under way; let some end first"));
            }
            let animation = host.animations.borrow_mut().start(resolvers.resolve);
            let keyframes = keyframes.as_bytes();
            host.command(&Command::Animate { node: node.id, animation, play, keyframes })?;
            Some((node.id, animation))
        }
    };
    let prototype = host.animation_prototype.get().cloned();
    let object = JsObject::from_proto_and_data(prototype, AnimationRef { animation });
    object.set(js_string!("finished"), promise, true, context)?;
    Ok(object.into())
}

fn seek(this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let to = argument(arguments, 0);
    match to.as_number() {
        Some(ms) if (0.0..=f64::from(TIMER_MS_MAX)).contains(&ms) => {
            control(this, AnimationAction::Seek { to_ms: ms as u32 }, context)
        }
        _ => Err(type_error(format!(
            "an animation cannot seek to {}; it takes milliseconds from 0 on",
            shown(&to)
        ))),
    }
}

/// Nothing happens to an animation that is over.
fn control(this: &JsValue, action: AnimationAction, context: &mut Context) -> JsResult<JsValue> {
    let object = this.as_object();
    let found = object.and_then(|object| object.downcast_ref::<AnimationRef>().map(|data| data.animation));
    let Some(found) = found else { return Err(type_error(format!("{} is not an animation", shown(this)))) };
    let host = Host::of(context)?;
    if let Some((node, animation)) = found
        && host.animations.borrow().is_running(animation)
        && host.node(node).is_some()
    {
        host.command(&Command::ControlAnimation { node, animation, action })?;
    }
    Ok(JsValue::undefined())
}
