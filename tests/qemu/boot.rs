//! Both boards boot to the home screen, with a GPU and without one.

use ferrule_harness::{BootOptions, Gpu, Result};

use crate::support::{ARM64, ARMV7, assert_golden, boot_home, options};

/// One golden picture serves all four: boards and drivers may differ only within the tolerance.
fn boots_to_home(board: &str, gpu: Gpu) -> Result<()> {
    let mut stick = boot_home(BootOptions { gpu, ..options(board) })?;
    let status = stick.status()?;
    assert_eq!(status["display"]["connected"], true, "{status}");
    let picture = stick.screenshot()?;
    assert_golden(&picture, "home", &format!("boot-{board}-{}", gpu.name()))?;
    stick.finish()
}

#[test]
fn home_on_arm64_with_virgl() -> Result<()> {
    boots_to_home(ARM64, Gpu::Virgl)
}

#[test]
fn home_on_arm64_with_software() -> Result<()> {
    boots_to_home(ARM64, Gpu::Software)
}

#[test]
fn home_on_armv7_with_virgl() -> Result<()> {
    boots_to_home(ARMV7, Gpu::Virgl)
}

#[test]
fn home_on_armv7_with_software() -> Result<()> {
    boots_to_home(ARMV7, Gpu::Software)
}
