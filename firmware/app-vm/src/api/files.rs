//! `ferrule.fetch`: files of the bundle.

use std::rc::Rc;

use boa_engine::builtins::promise::ResolvingFunctions;
use boa_engine::object::builtins::{AlignedVec, JsArrayBuffer, JsPromise, JsUint8Array};
use boa_engine::{Context, JsData, JsNativeError, JsObject, JsResult, JsString, JsValue};
use boa_gc::{Finalize, Trace};
use ferrule_abi::limits::{FETCHES_MAX, PATH_BYTES_MAX};
use ferrule_abi::message::AppMessage;

use super::{add_functions, argument, call};
use crate::fetches::Progress;
use crate::host::Host;
use crate::json;
use crate::value::{shown, type_error};

/// A fetched file: what `fetch` resolves to.
#[derive(Debug, Trace, Finalize, JsData)]
struct File {
    bytes: Vec<u8>,
}

pub(super) fn prototype(context: &mut Context) -> JsObject {
    let prototype = JsObject::with_object_proto(context.intrinsics());
    // A fresh object takes any property.
    let _ =
        add_functions(&prototype, &[("text", 0, text), ("json", 0, read_json), ("bytes", 0, bytes)], context);
    prototype
}

/// `ferrule.fetch(path)`
pub(super) fn fetch(_this: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let first = argument(arguments, 0);
    let Some(path) = first.as_string().map(|path| path.to_std_string_lossy()) else {
        return Err(type_error(format!(
            "a fetch needs the path of a file in the bundle, not {}",
            shown(&first)
        )));
    };
    let host = Host::of(context)?;
    let (promise, resolvers) = JsPromise::new_pending(context);
    if path.len() > PATH_BYTES_MAX {
        fail(&resolvers, &format!("the path is longer than {PATH_BYTES_MAX} bytes"), context);
    } else if !host.fetches.borrow().has_room() {
        fail(&resolvers, &format!("{FETCHES_MAX} fetches are under way; wait for one to end"), context);
    } else {
        let id = host.fetches.borrow_mut().start(resolvers);
        // The path's length was checked.
        let _ = host.outbox.borrow_mut().send(&AppMessage::Fetch { id, path: &path });
    }
    Ok(promise.into())
}

/// Settles a fetch that a piece ended.
pub(super) fn progressed(host: &Rc<Host>, progress: Progress<ResolvingFunctions>, context: &mut Context) {
    match progress {
        Progress::Waiting => {}
        Progress::Broken(resolvers) => fail(&resolvers, "the file's pieces did not fit together", context),
        Progress::Whole(resolvers, bytes) => {
            let file = JsObject::from_proto_and_data(host.file_prototype.get().cloned(), File { bytes });
            call(&resolvers.resolve, &[file.into()], context);
        }
    }
}

/// Rejects a fetch.
pub(super) fn fail(resolvers: &ResolvingFunctions, reason: &str, context: &mut Context) {
    let error = JsNativeError::error().with_message(reason.to_owned()).into_opaque(context);
    // Not through `call`: the promise's jobs run when the native call or message under way is done.
    let _ = resolvers.reject.call(&JsValue::undefined(), &[error.into()], context);
}

fn with_file<T>(this: &JsValue, f: impl FnOnce(&[u8]) -> T) -> JsResult<T> {
    let object = this.as_object();
    let file = object.as_ref().and_then(|object| object.downcast_ref::<File>());
    file.map(|file| f(&file.bytes)).ok_or_else(|| type_error("this is not a fetched file"))
}

fn text(this: &JsValue, _arguments: &[JsValue], _context: &mut Context) -> JsResult<JsValue> {
    with_file(this, |bytes| JsString::from(&*String::from_utf8_lossy(bytes)).into())
}

fn read_json(this: &JsValue, _arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    with_file(this, |bytes| json::read("the file", bytes, context))?
}

fn bytes(this: &JsValue, _arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let block = with_file(this, |bytes| AlignedVec::from_slice(0, bytes))?;
    let buffer = JsArrayBuffer::from_byte_block(block, context)?;
    Ok(JsUint8Array::from_array_buffer(buffer, context)?.into())
}
