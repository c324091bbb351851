//! The module's five imports, each a checked way to [`Services`].

use ferrule_abi::limits::STRING_BYTES_MAX;
use ferrule_abi::list::ImageId;
use ferrule_abi::text::{TextMetrics, TextRequest};
use ferrule_abi::{Batch, Reader, Record};
use wasmi::{Caller, Error, Linker, Memory, StoreLimits};

use crate::guest::GuestSpan;
use crate::services::Services;

/// The module name of all imports.
pub(crate) const IMPORT_MODULE: &str = "ferrule";

/// What the store carries beside the module.
pub(crate) struct State {
    pub(crate) services: Box<dyn Services + Send>,
    pub(crate) limits: StoreLimits,
    /// Nothing until the module is instantiated.
    pub(crate) memory: Option<Memory>,
    /// The last measured text's metrics; kept for its memory.
    pub(crate) answer: Batch,
}

impl State {
    pub(crate) fn new(services: Box<dyn Services + Send>, limits: StoreLimits) -> Self {
        Self { services, limits, memory: None, answer: Batch::new(TextMetrics::BYTES) }
    }
}

/// Registers the imports.
pub(crate) fn define(linker: &mut Linker<State>) -> Result<(), Error> {
    linker.func_wrap(IMPORT_MODULE, "text_measure", text_measure)?;
    linker.func_wrap(IMPORT_MODULE, "text_release", |mut caller: Caller<'_, State>, layout: u32| {
        caller.data_mut().services.release_text(layout);
    })?;
    linker.func_wrap(IMPORT_MODULE, "image_request", image_request)?;
    linker.func_wrap(IMPORT_MODULE, "image_release", |mut caller: Caller<'_, State>, image: u32| {
        caller.data_mut().services.release_image(ImageId(image));
    })?;
    linker.func_wrap(IMPORT_MODULE, "log", log)?;
    Ok(())
}

/// The module's memory and the state beside it.
fn memory_and_state<'a>(caller: &'a mut Caller<'_, State>) -> Result<(&'a mut [u8], &'a mut State), Error> {
    let memory = caller.data().memory.ok_or_else(|| Error::new("an import is called before the start"))?;
    Ok(memory.data_and_store_mut(caller))
}

fn bad(what: &str, span: GuestSpan) -> Error {
    Error::new(format!("{what}: {} bytes at {} cannot be used", span.length(), span.address()))
}

fn text_measure(
    mut caller: Caller<'_, State>,
    address: u32,
    length: u32,
    out_address: u32,
) -> Result<u32, Error> {
    let (memory, state) = memory_and_state(&mut caller)?;
    let span = GuestSpan::new(address, length);
    let bytes = span.bytes(memory, TextRequest::BYTES_MAX).ok_or_else(|| bad("text_measure", span))?;
    let request = TextRequest::decode(&mut Reader::new(bytes)).map_err(|_| bad("text_measure", span))?;
    let metrics = state.services.measure_text(&request);
    let out = GuestSpan::new(out_address, TextMetrics::BYTES as u32);
    let slot = out.bytes_mut(memory).ok_or_else(|| bad("text_measure's answer", out))?;
    state.answer.clear();
    state.answer.push(&metrics).map_err(|_| bad("text_measure's answer", out))?;
    slot.copy_from_slice(state.answer.as_bytes());
    Ok(metrics.layout)
}

fn image_request(
    mut caller: Caller<'_, State>,
    address: u32,
    length: u32,
    width: u32,
    height: u32,
) -> Result<u32, Error> {
    let (memory, state) = memory_and_state(&mut caller)?;
    let span = GuestSpan::new(address, length);
    let path = span.text(memory, STRING_BYTES_MAX).ok_or_else(|| bad("image_request", span))?;
    let side = |pixels: u32| u16::try_from(pixels).unwrap_or(u16::MAX);
    Ok(state.services.request_image(path, side(width), side(height)).0)
}

fn log(mut caller: Caller<'_, State>, level: u32, address: u32, length: u32) -> Result<(), Error> {
    let (memory, state) = memory_and_state(&mut caller)?;
    let span = GuestSpan::new(address, length.min(STRING_BYTES_MAX as u32));
    let bytes = span.bytes(memory, STRING_BYTES_MAX).ok_or_else(|| bad("log", span))?;
    let level = u8::try_from(level).unwrap_or(u8::MAX);
    state.services.log(level, &String::from_utf8_lossy(bytes));
    Ok(())
}
