//! What can be wrong with a module, and what can go wrong in a call.

/// Why a module was not loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The file is larger than a module may be.
    #[error(
        "the engine module has {bytes} bytes, more than {}: build a smaller one",
        crate::MODULE_BYTES_MAX
    )]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Not a module, or one that does not validate or exceeds a limit of the interpreter.
    #[error("the engine module is not valid WebAssembly: {0}: build it again")]
    Invalid(#[source] wasmi::Error),
    /// A function or memory that the native side calls is not there.
    #[error("the engine module does not export `{name}`: build it from a matching version")]
    MissingExport {
        /// Its name.
        name: &'static str,
    },
    /// An export is not what it should be.
    #[error(
        "the engine module's export `{name}` is {found}, not {expected}: build it from a matching version"
    )]
    WrongExport {
        /// Its name.
        name: &'static str,
        /// What it should be.
        expected: String,
        /// What it is.
        found: String,
    },
    /// It asks for something that the native side does not offer.
    #[error("the engine module imports `{module}.{name}` ({ty}), which does not exist: update the firmware")]
    UnknownImport {
        /// The import's module.
        module: String,
        /// The import's name.
        name: String,
        /// What it should be.
        ty: String,
    },
    /// It cannot be instantiated: its memory is over the cap, or its data does not fit into it.
    #[error("the engine module cannot be started: {0}")]
    Instantiation(#[source] wasmi::Error),
    /// It was built for another version of the protocols.
    #[error(
        "the engine module speaks protocol version {found}, the firmware {expected}: use a matching pair"
    )]
    WrongAbi {
        /// The module's version.
        found: u32,
        /// The firmware's version.
        expected: u32,
    },
    /// Its first call failed.
    #[error("the engine module does not start: {0}")]
    Start(#[source] CallError),
}

/// Why a call gave no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// A batch is larger than the module's buffer. The module did not see it.
    #[error("a batch of {bytes} bytes is more than {}", ferrule_abi::limits::BATCH_BYTES_MAX)]
    BatchTooLong {
        /// Its size.
        bytes: usize,
    },
    /// The module refused a batch: a record in it cannot be read. What stood before it was carried out, and the VM
    /// lives on.
    #[error("the engine refused the batch for `{call}` with status {status}: a record in it cannot be read")]
    Refused {
        /// The export.
        call: &'static str,
        /// The module's answer.
        status: u32,
    },
    /// The module trapped. The VM is dead.
    #[error("the engine trapped in `{call}`: {source}")]
    Trapped {
        /// The export.
        call: &'static str,
        /// The trap.
        source: wasmi::Error,
    },
    /// The call used up its fuel. The VM is dead.
    #[error("the engine did not return from `{call}` within {fuel} units of fuel")]
    OutOfFuel {
        /// The export.
        call: &'static str,
        /// What it had.
        fuel: u64,
    },
    /// The module gave an address outside of its memory, or a length beyond what is allowed. The VM is dead.
    #[error(
        "the engine's `{call}` named {length} bytes at {address}, which it does not have or may not send"
    )]
    BadSpan {
        /// The export.
        call: &'static str,
        /// Where the bytes are alleged to be.
        address: u32,
        /// How many.
        length: u32,
    },
    /// The VM died in an earlier call.
    #[error("the engine is dead since its last failure: load it again")]
    Dead,
}

impl CallError {
    /// True when the VM does not answer any more and must be loaded again.
    pub const fn is_fatal(&self) -> bool {
        !matches!(self, Self::BatchTooLong { .. } | Self::Refused { .. })
    }
}
