//! Why the painter could not do what it was asked.

/// A failure of GL or a limit that was reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaintError {
    /// The driver refused the shader program: a bug of Ferrule or of the driver.
    #[error("the driver refused the {stage}: {log}")]
    Program {
        /// Vertex shader, fragment shader or program.
        stage: &'static str,
        /// The driver's words.
        log: String,
    },
    /// The driver gave no buffer or texture.
    #[error("the driver gave no {what}: {reason}")]
    Object {
        /// What was asked for.
        what: &'static str,
        /// The driver's words.
        reason: String,
    },
    /// A GL call failed.
    #[error("GL error {code:#06x} while {during}")]
    Gl {
        /// GL's error code; 0x0505 is out of memory.
        code: u32,
        /// What was being done.
        during: &'static str,
    },
    /// An image is wider or higher than the driver's textures can be.
    #[error("image of {width}x{height} pixels; textures of this driver have at most {side_max} on each side")]
    ImageTooLarge {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
        /// The driver's limit.
        side_max: u32,
    },
    /// The pixels given do not match their size.
    #[error("image of {width}x{height} pixels with {bytes} bytes")]
    ImageSize {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
        /// Bytes given.
        bytes: usize,
    },
    /// All images in texture memory are on the screen, and there is no room for another.
    #[error("no room for {needed} bytes of texture: {held} of {max} bytes are on the screen")]
    TextureMemory {
        /// Bytes of the new image.
        needed: usize,
        /// Bytes of the images held after evicting what could be evicted.
        held: usize,
        /// The limit given to the painter.
        max: usize,
    },
}
