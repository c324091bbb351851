//! The promised numbers, measured on the modelled stick. SPECIFICATION.md lists them.

use ferrule_harness::{Figures, Result, measure};

use crate::support::{ARM64, ARMV7, out};

/// What both boards promise: figure, limit.
const BUDGETS: [(&str, f64); 7] = [
    ("update.peak_memory", 8.0),
    ("scroll_back.engine_allocations.worst", 0.0),
    ("scroll_back.display_allocations.worst", 0.0),
    ("scroll.key_to_commit.p99", 8.0),
    ("start.process_to_home_screen", 1000.0),
    ("memory.wasm_vm", 4.0),
    ("memory.beyond_gl_floor", 30.0),
];

/// Frames are engine and display together, in milliseconds of CPU time.
const ARM64_BUDGETS: [(&str, f64); 8] = [
    ("update.check_and_install", 300.0),
    ("start.process_to_first_frame", 700.0),
    ("scroll.frame_cpu.average", 4.0),
    ("scroll.frame_cpu.worst", 8.0),
    ("page.frame_cpu.worst", 12.0),
    ("text.frame_cpu.average", 2.0),
    ("table.frame_cpu.average", 5.0),
    ("crowd.frame_cpu.average", 6.0),
];

/// Interpreted code takes about twice the instructions of arm64 here.
const ARMV7_BUDGETS: [(&str, f64); 8] = [
    ("update.check_and_install", 1500.0),
    ("start.process_to_first_frame", 800.0),
    ("scroll.frame_cpu.average", 8.0),
    ("scroll.frame_cpu.worst", 20.0),
    ("page.frame_cpu.worst", 30.0),
    ("text.frame_cpu.average", 5.0),
    ("table.frame_cpu.average", 10.0),
    ("crowd.frame_cpu.average", 15.0),
];

fn assert_budgets(figures: &Figures, budgets: &[(&str, f64)]) {
    let broken: Vec<String> = budgets
        .iter()
        .map(|&(name, limit)| (name, limit, figures.get(name)))
        .filter(|(_, limit, value)| value.is_none_or(|value| value > *limit))
        .map(|(name, limit, value)| format!("{name}: {value:?}, promised {limit}"))
        .collect();
    assert!(broken.is_empty(), "{}\n\nAll figures:\n{}", broken.join("\n"), figures.table());
}

#[test]
fn budgets_hold_on_arm64() -> Result<()> {
    let figures = measure(ARM64, &out())?;
    assert_budgets(&figures, &BUDGETS);
    assert_budgets(&figures, &ARM64_BUDGETS);
    Ok(())
}

#[test]
fn budgets_hold_on_armv7() -> Result<()> {
    let figures = measure(ARMV7, &out())?;
    assert_budgets(&figures, &BUDGETS);
    assert_budgets(&figures, &ARMV7_BUDGETS);
    Ok(())
}
