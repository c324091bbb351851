//! Boa's jobs, run to the end after every call into JavaScript.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::pin::pin;
use std::rc::Rc;
use std::task::{self, Poll, Waker};

use boa_engine::job::{GenericJob, Job, JobExecutor, NativeAsyncJob, PromiseJob};
use boa_engine::{Context, JsResult};

use crate::report;

/// The queue. It has no cap of its own: it holds what the app's heap holds, and the kernel caps that. Jobs that make
/// jobs for ever keep the process from answering ferrule's pings, which then ends it.
#[derive(Default)]
pub(crate) struct Jobs {
    queue: RefCell<VecDeque<Queued>>,
}

enum Queued {
    Promise(PromiseJob),
    Generic(GenericJob),
    Async(NativeAsyncJob),
}

impl JobExecutor for Jobs {
    fn enqueue_job(self: Rc<Self>, job: Job, _context: &mut Context) {
        let queued = match job {
            Job::PromiseJob(job) => Queued::Promise(job),
            Job::GenericJob(job) => Queued::Generic(job),
            Job::AsyncJob(job) => Queued::Async(job),
            // Boa's own timers belong to `Atomics.waitAsync` and its cleanups to `FinalizationRegistry`, which the
            // app does not get.
            _ => return,
        };
        self.queue.borrow_mut().push_back(queued);
    }

    fn run_jobs(self: Rc<Self>, context: &mut Context) -> JsResult<()> {
        loop {
            let next = self.queue.borrow_mut().pop_front();
            let result = match next {
                None => return Ok(()),
                Some(Queued::Promise(job)) => job.call(context),
                Some(Queued::Generic(job)) => job.call(context),
                Some(Queued::Async(job)) => {
                    let context = RefCell::new(&mut *context);
                    // Only `import()` makes these, and it fails at its first step since there is no module loader.
                    match pin!(job.call(&context))
                        .as_mut()
                        .poll(&mut task::Context::from_waker(Waker::noop()))
                    {
                        Poll::Ready(result) => result,
                        Poll::Pending => continue,
                    }
                }
            };
            if let Err(error) = result {
                report::uncaught(&error, context);
            }
        }
    }
}
