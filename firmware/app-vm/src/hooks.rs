//! What Boa asks its host: no code from strings, capped buffers, and who forgot to handle a rejection.

use std::cell::Cell;

use boa_engine::builtins::promise::{OperationType, Promise};
use boa_engine::context::HostHooks;
use boa_engine::object::builtins::JsPromise;
use boa_engine::realm::Realm;
use boa_engine::{Context, JsNativeError, JsObject, JsResult, JsString};

use crate::host::Host;
use crate::limits::{BUFFER_BYTES_MAX, BUFFERS_PER_COLLECTION};

/// Boa's hooks.
#[derive(Debug, Default)]
pub(crate) struct Hooks {
    buffers: Cell<u32>,
}

impl HostHooks for Hooks {
    fn promise_rejection_tracker(
        &self,
        promise: &JsObject<Promise>,
        operation: OperationType,
        context: &mut Context,
    ) {
        let Ok(host) = Host::of(context) else { return };
        let promise = JsPromise::from(promise.clone());
        match operation {
            OperationType::Reject => host.rejections.borrow_mut().push(promise),
            OperationType::Handle => host.rejections.borrow_mut().retain(|each| **each != *promise),
        }
    }

    fn ensure_can_compile_strings(
        &self,
        _realm: Realm,
        _parameters: &[JsString],
        _body: &JsString,
        _direct: bool,
        _context: &mut Context,
    ) -> JsResult<()> {
        let message = "code cannot be made from strings; put it into the bundle's script";
        Err(JsNativeError::eval().with_message(message).into())
    }

    fn local_timezone_offset_seconds(&self, _unix_time_seconds: i64) -> i32 {
        // The process opens no files, so it knows no time zone.
        0
    }

    fn max_buffer_size(&self, _context: &mut Context) -> u64 {
        // Boa's collector does not count the bytes of buffers, so dropped ones would stay until something else fills up.
        self.buffers.set(self.buffers.get() + 1);
        if self.buffers.get() >= BUFFERS_PER_COLLECTION {
            self.buffers.set(0);
            boa_gc::force_collect();
        }
        BUFFER_BYTES_MAX
    }
}
