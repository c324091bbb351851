//! Every cap of the protocols, in one place. Each says what happens beyond it.

/// Nodes in one scene. A `Create` beyond it is refused and counted as a bad command.
pub const NODES_MAX: u32 = 8192;
/// Nesting depth of a scene. An `Insert` that would go deeper is refused.
pub const DEPTH_MAX: u32 = 64;
/// Items of one list. What would make it longer is refused. Places of items are `f32`: from 16 million pixels of content on
/// they are rounded to two pixels, from 33 million to four, and so on.
pub const LIST_ITEMS_MAX: u32 = 1_000_000;
/// Items of a list that can have sizes of their own: those before this one. Sizes beyond it are refused.
pub const LIST_SIZED_ITEMS_MAX: u32 = 100_000;
/// Sizes that one `ListSizes` holds. More are refused where they are written.
pub const LIST_SIZES_MAX: usize = 4096;
/// Columns of a list, and items of its overscan. Higher values count as this.
pub const LIST_COLUMNS_MAX: u32 = 64;
/// Bytes of one command or event batch, which is also the largest message on the app's socket.
/// A writer that is full reports [`crate::WireError::Full`] and keeps what it has.
pub const BATCH_BYTES_MAX: usize = 64 * 1024;
/// Bytes of one string: a text, an image path, a log line. Longer ones are refused where they are written.
pub const STRING_BYTES_MAX: usize = 4096;
/// Spans of another style in one text. More are refused where they are written.
pub const TEXT_SPANS_MAX: usize = 64;
/// Bytes of one display list. An engine that reaches it drops the items painted last and says so in its log.
pub const DISPLAY_LIST_BYTES_MAX: usize = 256 * 1024;
/// Clips, groups and transforms open at once in a display list. A deeper list is refused whole, so the engine leaves
/// out the innermost ones.
pub const LIST_DEPTH_MAX: usize = 32;
/// Off-screen layers open at once while painting. Deeper, and where the painter's memory for layers is used up, a
/// group fades its items one by one and a rounded or turned clip within another one cuts along its upright bounds.
pub const LAYER_DEPTH_MAX: usize = 4;
/// Largest coordinate or length, in pixels, either sign. Anything beyond is refused.
pub const COORDINATE_MAX: f32 = 1.0e6;
/// Bytes of the state an app may save for its next start. A larger save is refused with an error to the app.
pub const SAVED_STATE_BYTES_MAX: usize = 4096;
/// Bytes of one file an app may fetch from its bundle. A larger one fails with a reason.
pub const FETCH_BYTES_MAX: usize = 1024 * 1024;
/// Fetches an app may have under way. A further one fails at once.
pub const FETCHES_MAX: usize = 8;
/// Pieces in which a fetched file is sent, so that each fits a message with its header.
pub const FETCH_CHUNK_BYTES: usize = 60 * 1024;
/// Bytes of a bundle-relative path.
pub const PATH_BYTES_MAX: usize = 255;
/// Explicit animations of one scene that are under way. A further one goes to its end at once; one that never ends is
/// refused. Transitions have the same cap of their own.
pub const ANIMATIONS_MAX: usize = 4096;
/// Keyframes of one animation, all properties together. One with more is refused.
pub const KEYFRAMES_MAX: usize = 256;
/// Bytes of the engine's script where it runs as JavaScript. A larger one is refused where the bundle is opened.
pub const ENGINE_SCRIPT_BYTES_MAX: usize = 1024 * 1024;
/// Pieces in which that script is sent to the app's process, so that each fits a message with its header.
pub const SCRIPT_CHUNK_BYTES: usize = 60 * 1024;
/// Pieces in which the app's process sends a display list, so that each fits a message with its header.
pub const LIST_CHUNK_BYTES: usize = 60 * 1024;
