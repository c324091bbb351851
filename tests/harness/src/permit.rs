//! How many sticks run at once: each emulator fills a processor, and more of them than processors
//! make every deadline a lottery.

use std::sync::{Condvar, Mutex, PoisonError};

/// Sticks that one test runner keeps running, on the two processors the tests are made for.
const STICKS_AT_ONCE_MAX: usize = 2;

static RUNNING: Mutex<usize> = Mutex::new(0);
static ENDED: Condvar = Condvar::new();

/// The right to run one stick, given back on drop.
#[derive(Debug)]
pub(crate) struct Permit(());

impl Permit {
    /// Waits for a free place. Time spent here is no part of any stick's deadlines.
    pub(crate) fn acquire() -> Self {
        let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        let full = |running: &mut usize| *running >= STICKS_AT_ONCE_MAX;
        *ENDED.wait_while(running, full).unwrap_or_else(PoisonError::into_inner) += 1;
        Self(())
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        ENDED.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn never_more_than_the_maximum() {
        static NOW: AtomicUsize = AtomicUsize::new(0);
        let worker = || {
            for _ in 0..100 {
                let permit = Permit::acquire();
                assert!(NOW.fetch_add(1, Ordering::SeqCst) < STICKS_AT_ONCE_MAX);
                std::thread::yield_now();
                NOW.fetch_sub(1, Ordering::SeqCst);
                drop(permit);
            }
        };
        let workers: Vec<_> = (0..6).map(|_| std::thread::spawn(worker)).collect();
        for worker in workers {
            worker.join().unwrap();
        }
    }
}
