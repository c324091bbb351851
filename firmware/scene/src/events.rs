//! What the app will be told, until it is read.

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::{Batch, Event};

/// Bytes kept free for the record that says how many events were lost.
const OVERFLOW_BYTES: usize = 16;

/// Events in order. When they are not read and the batch is full, later ones are counted and dropped.
#[derive(Debug)]
pub(crate) struct Events {
    pending: Batch,
    read: Batch,
    lost: u32,
    /// A new app has begun: it must not hear of the nodes of the scene that is still on screen.
    muted: bool,
}

impl Events {
    pub(crate) const fn new() -> Self {
        Self {
            pending: Batch::new(BATCH_BYTES_MAX - OVERFLOW_BYTES),
            read: Batch::new(BATCH_BYTES_MAX),
            lost: 0,
            muted: false,
        }
    }

    /// Forgets what is pending and keeps quiet about nodes, or speaks again.
    pub(crate) fn mute(&mut self, muted: bool) {
        self.muted = muted;
        if muted {
            self.pending.clear();
            self.lost = 0;
        }
    }

    /// An event that names a node of the scene on screen. Answers whether it need not be told again.
    pub(crate) fn push_node(&mut self, event: &Event<'_>) -> bool {
        self.muted || self.push(event)
    }

    /// An event that concerns every app. Answers whether there was room for it.
    pub(crate) fn push(&mut self, event: &Event<'_>) -> bool {
        let fits = self.lost == 0 && self.pending.push(event).is_ok();
        if !fits {
            self.lost = self.lost.saturating_add(1);
        }
        fits
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.pending.is_empty() && self.lost == 0
    }

    /// Everything since the last call.
    pub(crate) fn take(&mut self) -> &[u8] {
        self.read.clear();
        // It fits: the pending batch is smaller by more than this record.
        let _ = self.read.push_encoded(self.pending.as_bytes());
        if self.lost > 0 {
            let _ = self.read.push(&Event::Overflow { lost: self.lost });
        }
        self.pending.clear();
        self.lost = 0;
        self.read.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrule_abi::{NodeId, records};

    #[test]
    fn what_does_not_fit_is_counted() {
        let mut events = Events::new();
        let event = Event::Activated { node: NodeId::new(1).unwrap() };
        for _ in 0..20_000 {
            events.push(&event);
        }
        let read = records::<Event<'_>>(events.take()).map(Result::unwrap);
        let (mut kept, mut lost) = (0, 0);
        for event in read {
            match event {
                Event::Overflow { lost: n } => lost += n,
                _ => kept += 1,
            }
        }
        assert_eq!(kept + lost, 20_000);
        assert!(lost > 0 && kept > 10_000);
        assert!(events.is_empty() && events.take().is_empty());
    }
}
