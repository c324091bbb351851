//! Gives the module its memory limits, whoever builds it.

/// As `MEMORY_BYTES_MAX` of the VM: two scenes of 8192 nodes with all their text fit, and no more.
const MAX_MEMORY_BYTES: u32 = 16 << 20;
/// The linker's default is 1 MiB; the deepest recursion is a scene's depth.
const STACK_BYTES: u32 = 128 << 10;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        // The initial memory stays as small as stack and data: std's allocator only uses what it grew itself.
        println!("cargo:rustc-link-arg-cdylib=--max-memory={MAX_MEMORY_BYTES}");
        println!("cargo:rustc-link-arg-cdylib=-zstack-size={STACK_BYTES}");
    }
}
