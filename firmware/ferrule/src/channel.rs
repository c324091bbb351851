//! Bounded queues between two threads, each with a file descriptor to wait on.
//!
//! A full queue never blocks the sender unless it asks to wait; what happens to what does not fit is each sender's
//! stated rule.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;

use heapless::spsc::{Consumer, Producer, Queue};
use rustix::event::{EventfdFlags, PollFd, PollFlags, eventfd, poll};

/// A queue of at most `N - 1` messages. It lives as long as the process, as both its threads do.
///
/// # Errors
/// When the system has no file descriptors left.
pub(crate) fn channel<T, const N: usize>() -> rustix::io::Result<(Sender<T>, Receiver<T>)> {
    let queue: &'static mut Queue<T, N> = Box::leak(Box::new(Queue::new()));
    let (to, from) = queue.split();
    let filled = Arc::new(Signal::new()?);
    let drained = Arc::new(Signal::new()?);
    let sender = Sender { to, filled: Arc::clone(&filled), drained: Arc::clone(&drained) };
    Ok((sender, Receiver { from, filled, drained }))
}

/// The writing end.
pub(crate) struct Sender<T: 'static> {
    to: Producer<'static, T>,
    filled: Arc<Signal>,
    drained: Arc<Signal>,
}

impl<T> Sender<T> {
    /// Appends a message, or gives it back when the queue is full.
    pub(crate) fn send(&mut self, message: T) -> Result<(), T> {
        self.to.enqueue(message)?;
        self.filled.raise();
        Ok(())
    }

    /// Appends a message and waits for room first. Only for threads that have nothing else to do.
    pub(crate) fn send_waiting(&mut self, message: T) {
        let mut message = message;
        while let Err(back) = self.send(message) {
            message = back;
            self.drained.wait();
        }
    }

    /// True when a message would fit now.
    pub(crate) fn has_room(&self) -> bool {
        self.to.ready()
    }
}

/// The reading end.
pub(crate) struct Receiver<T: 'static> {
    from: Consumer<'static, T>,
    filled: Arc<Signal>,
    drained: Arc<Signal>,
}

impl<T> Receiver<T> {
    /// The next message. Nothing when the queue is empty, and then the descriptor is quiet until the next one.
    pub(crate) fn receive(&mut self) -> Option<T> {
        if let Some(message) = self.from.dequeue() {
            self.drained.raise();
            return Some(message);
        }
        self.filled.clear();
        // A message that came between the two lines above has raised a signal that was cleared with the old ones. More may
        // have come with it, and who takes only this one must be woken for them.
        let message = self.from.dequeue()?;
        self.filled.raise();
        self.drained.raise();
        Some(message)
    }

    /// The next message, waiting for it. Only for threads that have nothing else to do.
    pub(crate) fn receive_waiting(&mut self) -> T {
        loop {
            if let Some(message) = self.receive() {
                return message;
            }
            self.filled.wait();
        }
    }
}

impl<T> AsFd for Receiver<T> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.filled.0.as_fd()
    }
}

/// An eventfd used as a flag.
struct Signal(OwnedFd);

impl Signal {
    fn new() -> rustix::io::Result<Self> {
        Ok(Self(eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?))
    }

    fn raise(&self) {
        // Fails only when the counter is full, and then it is raised already.
        let _ = rustix::io::write(&self.0, &1_u64.to_ne_bytes());
    }

    fn clear(&self) {
        // Fails only when it is not raised.
        let _ = rustix::io::read(&self.0, &mut [0_u8; 8]);
    }

    fn wait(&self) {
        // An interrupted wait ends early, and the caller looks again.
        let _ = poll(&mut [PollFd::new(&self.0, PollFlags::IN)], None);
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raised(receiver: &Receiver<u32>) -> bool {
        let none = rustix::time::Timespec { tv_sec: 0, tv_nsec: 0 };
        poll(&mut [PollFd::new(receiver, PollFlags::IN)], Some(&none)).unwrap() == 1
    }

    #[test]
    fn the_descriptor_is_raised_exactly_while_there_are_messages() {
        let (mut to, mut from) = channel::<u32, 4>().unwrap();
        assert!(!raised(&from));
        to.send(1).unwrap();
        to.send(2).unwrap();
        assert!(raised(&from));
        assert_eq!((from.receive(), from.receive(), from.receive()), (Some(1), Some(2), None));
        assert!(!raised(&from));
    }

    #[test]
    fn a_full_queue_gives_the_message_back() {
        let (mut to, mut from) = channel::<u32, 3>().unwrap();
        to.send(1).unwrap();
        to.send(2).unwrap();
        assert!(!to.has_room());
        assert_eq!(to.send(3), Err(3));
        assert_eq!(from.receive(), Some(1));
        to.send(3).unwrap();
    }

    #[test]
    fn a_waiting_sender_loses_nothing() {
        let (mut to, mut from) = channel::<u32, 3>().unwrap();
        let sender = std::thread::spawn(move || (0..1000).for_each(|n| to.send_waiting(n)));
        for n in 0..1000 {
            assert_eq!(from.receive_waiting(), n);
        }
        sender.join().unwrap();
    }
}
