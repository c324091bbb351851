# Shared by the front doors: installs what is missing, then hands over to the xtask with the compiler the project names.
# Sourced by bash with the verb in $1 and the user's arguments after it.

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"$top/scripts/setup" --quiet
# Debian's compiler comes first: a rustup cargo has no sources of std, and its clippy would not fit.
export PATH="/usr/bin:/usr/sbin:$PATH" RUSTC=/usr/bin/rustc
exec /usr/bin/cargo run --quiet --manifest-path "$top/Cargo.toml" --package xtask -- "$@"
