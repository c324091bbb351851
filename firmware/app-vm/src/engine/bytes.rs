//! Bytes between Rust and the script, as typed arrays, with one copy each way.

use boa_engine::object::builtins::{AlignedVec, JsArrayBuffer, JsTypedArray, JsUint8Array};
use boa_engine::{Context, JsNativeError, JsResult, JsValue};
use ferrule_abi::limits::BATCH_BYTES_MAX;

/// A buffer that every batch is put into, so that batches leave no garbage.
pub(super) struct Tray {
    buffer: JsArrayBuffer,
    whole: JsUint8Array,
}

impl Tray {
    pub(super) fn new(context: &mut Context) -> JsResult<Self> {
        let block = AlignedVec::from_iter(0, std::iter::repeat_n(0, BATCH_BYTES_MAX));
        let buffer = JsArrayBuffer::from_byte_block(block, context)?;
        let whole = JsUint8Array::from_array_buffer(buffer.clone(), context)?;
        Ok(Self { buffer, whole })
    }

    /// A view of a batch, which holds until the next one is put.
    pub(super) fn put(&self, batch: &[u8], context: &mut Context) -> JsResult<JsValue> {
        let mut buffer = self.buffer.data_mut().ok_or_else(detached)?;
        let slot = buffer.get_mut(..batch.len()).ok_or_else(detached)?;
        slot.copy_from_slice(batch);
        drop(buffer);
        Ok(self.whole.subarray(0, batch.len() as i64, context)?.into())
    }
}

fn detached() -> JsNativeError {
    JsNativeError::range().with_message("the batch does not fit, or the script detached its buffer")
}

/// Hands the bytes of a `Uint8Array` to `take`.
pub(super) fn read<T>(value: &JsValue, take: impl FnOnce(&[u8]) -> T, context: &mut Context) -> JsResult<T> {
    let wrong = || JsNativeError::typ().with_message("the answer is not a Uint8Array");
    let array = JsTypedArray::from_object(value.as_object().ok_or_else(wrong)?)?;
    let (start, length) = (array.byte_offset(context)?, array.byte_length(context)?);
    let buffer = JsArrayBuffer::from_object(array.buffer(context)?.as_object().ok_or_else(wrong)?)?;
    let bytes = buffer.data().ok_or_else(wrong)?;
    let bytes = bytes.get(start..start + length).ok_or_else(wrong)?;
    Ok(take(bytes))
}
