//! How the process ends.

use ferrule_abi::remote::ENGINE_FAILED_CODE;

/// Exit codes of `ferrule-app`. A signal means that the kernel or Boa ended it: out of memory or out of stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// ferrule closed the socket.
    HostGone = 0,
    /// Wrong arguments, or standard input and output are not the socket and the script: it was not started by ferrule.
    Usage = 2,
    /// ferrule sent something that is not the protocol, or speaks another version of it.
    Protocol = 3,
    /// The script cannot be read or parsed, or threw while it was loaded. The last `Log` message says where.
    Script = 4,
    /// The socket failed.
    Channel = 5,
    /// The system refused a thread or a limit.
    System = 6,
    /// Boa panicked.
    Panic = 7,
    /// The engine's script did not load, or failed in a call. The last `Log` message says where.
    Engine = ENGINE_FAILED_CODE,
}
