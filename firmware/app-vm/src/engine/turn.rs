//! What ferrule orders of the engine, and the way of the app's commands to it.

use std::rc::Rc;

use boa_engine::Context;
use ferrule_abi::limits::LIST_CHUNK_BYTES;
use ferrule_abi::message::AppMessage;
use ferrule_abi::remote::{EngineOrder, EngineReport, RemoteTurn};

use super::Engine;
use crate::api;
use crate::error::RuntimeError;
use crate::host::Host;
use crate::runtime;

/// The app is loaded: from now on there are ticks.
pub(crate) fn ready(host: &Rc<Host>, engine: &Engine) {
    want(host, engine);
}

fn want(host: &Rc<Host>, engine: &Engine) {
    if !engine.wanted.replace(true) {
        say(host, EngineReport::Want);
    }
}

/// Sends a message whose parts are within their limits.
fn say(host: &Rc<Host>, report: EngineReport<'_>) {
    // A failing socket is noticed at the end of the turn.
    let _ = host.outbox.borrow_mut().send(&AppMessage::Engine(report));
}

/// Gives the engine what the app's turn left in its batches.
///
/// # Errors
/// When the engine fails.
pub(crate) fn apply_commands(
    host: &Rc<Host>,
    engine: &Engine,
    context: &mut Context,
) -> Result<(), RuntimeError> {
    let (batches, presents) = host.outbox.borrow_mut().take_batches();
    if batches.is_empty() {
        return Ok(());
    }
    for batch in &batches {
        engine.apply(batch, context)?;
    }
    engine.presented.set(engine.presented.get() || presents);
    want(host, engine);
    Ok(())
}

/// Carries out an order.
///
/// # Errors
/// When the engine fails, or the order comes out of order.
pub(crate) fn order(
    host: &Rc<Host>,
    engine: &Engine,
    order: &EngineOrder<'_>,
    context: &mut Context,
) -> Result<(), RuntimeError> {
    match *order {
        EngineOrder::Inputs(batch) => engine.input(batch, context),
        EngineOrder::Tick { now_us } => {
            // What the app did so far belongs to this frame.
            runtime::commit(host, context)?;
            tick(host, engine, now_us, context)
        }
        EngineOrder::Describe { after } => {
            engine.dump(after, |records| say(host, EngineReport::Described(records)), context)
        }
        EngineOrder::Script { .. } => Err(RuntimeError::OutOfOrder("a second engine script")),
        EngineOrder::TextMeasured(_) | EngineOrder::ImageRequested(_) => {
            Err(RuntimeError::OutOfOrder("an answer that nobody waits for"))
        }
    }
}

/// Computes a frame and sends it; then the app hears of the turn's events.
fn tick(host: &Rc<Host>, engine: &Engine, now_us: u64, context: &mut Context) -> Result<(), RuntimeError> {
    engine.wanted.set(false);
    let ticked = engine.tick(now_us, context)?;
    if ticked.changed {
        engine.display_list(|list| send_list(host, list), context)?;
    }
    let mut events = engine.turn_events.take();
    events.clear();
    if ticked.has_events {
        engine.events(&mut events, context)?;
    }
    say(
        host,
        EngineReport::Turn(RemoteTurn {
            changed: ticked.changed,
            animating: ticked.animating,
            presented: engine.presented.get(),
            cpu_us: u32::try_from(engine.cpu_us.take()).unwrap_or(u32::MAX),
            events: &events,
        }),
    );
    let dispatched = api::dispatch_events(host, &events, context);
    engine.turn_events.replace(events);
    dispatched
}

/// Sends a list in pieces; an empty one is one empty piece.
fn send_list(host: &Rc<Host>, list: &[u8]) {
    let total = list.len() as u32;
    let mut offset = 0;
    loop {
        let end = list.len().min(offset + LIST_CHUNK_BYTES);
        say(host, EngineReport::List { total, offset: offset as u32, bytes: &list[offset..end] });
        offset = end;
        if offset == list.len() {
            return;
        }
    }
}
