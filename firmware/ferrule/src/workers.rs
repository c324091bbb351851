//! The threads that do slow things for the engine: decoding images and reading files. They run at low priority and
//! end with the process.

use std::panic;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use ferrule_abi::limits::FETCH_BYTES_MAX;
use ferrule_board::OpaqueImages;
use ferrule_bundle::Bundle;
use ferrule_images::{ImageError, Limits, Pixels, Target};

use crate::channel::{Receiver, Sender, channel};
use crate::exit::Failure;
use crate::messages::{
    DecodeJob, Decoded, FROM_DECODER, FROM_READER, Fetched, ReadJob, TO_DECODER, TO_READER,
};
use crate::saved_state;

/// Bytes of one image file. A larger one fails with a reason.
const IMAGE_FILE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Name of the thread whose panics stay its own.
pub(crate) const DECODER: &str = "decoder";
/// Stack of a worker: the decoders keep their tables on the heap.
const STACK_BYTES: usize = 256 * 1024;
/// How much a worker yields to the display and engine threads.
const NICENESS: i32 = 10;

/// The engine's ends of the workers' queues.
pub(crate) struct Workers {
    /// Images to decode.
    pub(crate) decode: Sender<DecodeJob>,
    /// Files to read and states to keep.
    pub(crate) read: Sender<ReadJob>,
    /// Files that were read.
    pub(crate) fetched: Receiver<Fetched>,
}

/// Starts both workers. The display gets the decoded images, those without transparency as `opaque` says.
///
/// # Errors
/// When the system refuses a thread or a descriptor.
pub(crate) fn start(
    bundle: &Arc<Bundle>,
    opaque: OpaqueImages,
    state_file: PathBuf,
) -> Result<(Workers, Receiver<Decoded>), Failure> {
    let (decode, decode_jobs) = channel::<_, TO_DECODER>().map_err(Failure::system("making a queue"))?;
    let (pixels_to, pixels) = channel::<_, FROM_DECODER>().map_err(Failure::system("making a queue"))?;
    let (read, read_jobs) = channel::<_, TO_READER>().map_err(Failure::system("making a queue"))?;
    let (fetched_to, fetched) = channel::<_, FROM_READER>().map_err(Failure::system("making a queue"))?;
    let files = Arc::clone(bundle);
    spawn(DECODER, move || decode_all(&files, opaque, decode_jobs, pixels_to))?;
    let files = Arc::clone(bundle);
    spawn("reader", move || read_all(&files, &state_file, read_jobs, fetched_to))?;
    Ok((Workers { decode, read, fetched }, pixels))
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Failure> {
    let yielding = move || {
        if let Err(error) = rustix::process::nice(NICENESS) {
            log::warn!("a worker keeps its priority: {error}");
        }
        work();
    };
    thread::Builder::new()
        .name(name.into())
        .stack_size(STACK_BYTES)
        .spawn(yielding)
        .map(drop)
        .map_err(|source| Failure::System { what: "starting a worker", source })
}

fn decode_all(bundle: &Bundle, opaque: OpaqueImages, mut jobs: Receiver<DecodeJob>, mut to: Sender<Decoded>) {
    loop {
        let job = jobs.receive_waiting();
        // A file must not end ferrule, whatever a decoder makes of it.
        let pixels = panic::catch_unwind(|| decode(bundle, opaque, &job))
            .unwrap_or_else(|_| Err("the decoder gave up".into()))
            .map_err(|reason| format!("{}: {reason}", job.path));
        to.send_waiting(Decoded { image: job.image, pixels });
    }
}

fn decode(bundle: &Bundle, opaque: OpaqueImages, job: &DecodeJob) -> Result<Pixels, String> {
    let bytes = bundle.read(&job.path, IMAGE_FILE_BYTES_MAX).map_err(|error| error.to_string())?;
    let target = Target { width: job.width.into(), height: job.height.into() };
    pixels(&bytes, target, opaque).map_err(|error| error.to_string())
}

fn pixels(bytes: &[u8], target: Target, opaque: OpaqueImages) -> Result<Pixels, ImageError> {
    let pixels = ferrule_images::decode(bytes, target, Limits::default())?;
    Ok(match opaque {
        OpaqueImages::Rgb888 => pixels,
        OpaqueImages::Rgb565 => pixels.into_rgb565_if_opaque(),
    })
}

fn read_all(
    bundle: &Bundle,
    state_file: &std::path::Path,
    mut jobs: Receiver<ReadJob>,
    mut to: Sender<Fetched>,
) {
    loop {
        match jobs.receive_waiting() {
            ReadJob::Fetch { generation, id, path } => {
                let bytes = bundle.read(&path, FETCH_BYTES_MAX).map_err(|error| error.to_string());
                to.send_waiting(Fetched { generation, id, bytes });
            }
            ReadJob::Keep(state) => saved_state::write(state_file, &state),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_without_transparency_take_two_bytes_a_pixel_where_the_board_says_so() {
        let opaque = include_bytes!("../../images/tests/fixtures/baseline.jpg").as_slice();
        let translucent = include_bytes!("../../images/tests/fixtures/alpha.png").as_slice();
        let pixel_bytes = |file, format| {
            let pixels = pixels(file, Target::UNSCALED, format).unwrap();
            pixels.bytes.len() / (pixels.width * pixels.height) as usize
        };
        assert_eq!(pixel_bytes(opaque, OpaqueImages::Rgb888), 4);
        assert_eq!(pixel_bytes(opaque, OpaqueImages::Rgb565), 2);
        assert_eq!(pixel_bytes(translucent, OpaqueImages::Rgb565), 4);
    }
}
