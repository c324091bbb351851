//! The display's end of the queues to the engine: one tick under way at a time, nothing lost but key repeats.

use std::collections::VecDeque;

use ferrule_abi::{KeyEvent, KeyPhase};

use crate::channel::{Receiver, Sender};
use crate::messages::{Decoded, Frame, FromEngine, ToEngine};

/// What the display knows of the engine.
pub(crate) struct EngineLink {
    to: Sender<ToEngine>,
    /// News from the engine.
    pub(crate) from: Receiver<FromEngine>,
    /// Images from the decoder.
    pub(crate) decoded: Receiver<Decoded>,
    /// What found the queue full. New images are not taken while something is in it, so it stays short.
    backlog: VecDeque<ToEngine>,
    /// Frames to send with a tick.
    spare: Vec<Frame>,
    tick_under_way: bool,
    wants: bool,
    animating: bool,
}

impl EngineLink {
    /// A link to an engine that has not been ticked.
    pub(crate) fn new(to: Sender<ToEngine>, from: Receiver<FromEngine>, decoded: Receiver<Decoded>) -> Self {
        Self {
            to,
            from,
            decoded,
            backlog: VecDeque::new(),
            // One is on screen, one is under way.
            spare: vec![Frame::default(), Frame::default()],
            tick_under_way: false,
            wants: false,
            animating: false,
        }
    }

    /// Sends a key; false when it had to be dropped.
    pub(crate) fn send_key(&mut self, key: KeyEvent) -> bool {
        self.wants = true;
        if key.phase == KeyPhase::Repeat && (!self.backlog.is_empty() || !self.to.has_room()) {
            return false;
        }
        self.send(ToEngine::Key(key));
        true
    }

    /// Sends news, after what is waiting already.
    pub(crate) fn send(&mut self, message: ToEngine) {
        self.flush();
        if !self.backlog.is_empty() {
            self.backlog.push_back(message);
        } else if let Err(message) = self.to.send(message) {
            self.backlog.push_back(message);
        }
    }

    /// Sends what waits, as far as there is room.
    pub(crate) fn flush(&mut self) {
        while let Some(message) = self.backlog.pop_front() {
            if let Err(message) = self.to.send(message) {
                self.backlog.push_front(message);
                return;
            }
        }
    }

    /// Whether everything sent has reached the queue.
    pub(crate) fn is_clear(&self) -> bool {
        self.backlog.is_empty()
    }

    /// Whether a tick should be sent when a frame fits.
    pub(crate) fn wants_tick(&self) -> bool {
        !self.tick_under_way && (self.wants || self.animating)
    }

    /// Whether nothing is under way and nothing moves.
    pub(crate) fn is_idle(&self) -> bool {
        !self.tick_under_way && !self.wants && !self.animating && self.is_clear()
    }

    /// Whether something moves, so that the display should not do much else.
    pub(crate) fn is_animating(&self) -> bool {
        self.animating
    }

    /// The scene changed, or news was sent that may change it.
    pub(crate) fn want(&mut self) {
        self.wants = true;
    }

    /// Begins a tick. The answer is [`FromEngine::Turn`].
    pub(crate) fn tick(&mut self, target_us: u64) {
        let Some(frame) = self.spare.pop() else { return };
        self.tick_under_way = true;
        self.wants = false;
        self.send(ToEngine::Tick { target_us, frame });
    }

    /// The tick was answered.
    pub(crate) fn answered(&mut self, animating: bool) {
        self.tick_under_way = false;
        self.animating = animating;
    }

    /// Gives back a frame that is not shown any more.
    pub(crate) fn give_back(&mut self, mut frame: Frame) {
        frame.resources.clear();
        self.spare.push(frame);
    }
}
