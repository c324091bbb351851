//! The promised numbers, measured on the modelled stick. SPECIFICATION.md lists them.

use ferrule_harness::{Figures, Result, measure};

use crate::support::{ARM64, ARMV7, out};

/// What both boards promise: figure, limit.
const BUDGETS: [(&str, f64); 4] = [
    ("scroll.key_to_commit.p99", 8.0),
    ("start.process_to_home_screen", 1000.0),
    ("memory.wasm_vm", 4.0),
    ("memory.beyond_gl_floor", 28.0),
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

/// Engine and display together stay within a frame's time, 99 frames of 100.
fn assert_frame_time(figures: &Figures, limit_ms: f64) {
    let p99 = |thread| figures.get(&format!("scroll.{thread}.p99"));
    let sum = p99("engine_cpu").zip(p99("display_cpu")).map(|(engine, display)| engine + display);
    assert!(sum.is_some_and(|sum| sum <= limit_ms), "{sum:?} ms:\n{}", figures.table());
}

#[test]
fn budgets_hold_on_arm64() -> Result<()> {
    let figures = measure(ARM64, &out())?;
    assert_budgets(&figures, &BUDGETS);
    assert_budgets(&figures, &[("start.process_to_first_frame", 700.0), ("page.engine_cpu.worst", 12.0)]);
    assert_frame_time(&figures, 5.0);
    Ok(())
}

#[test]
fn budgets_hold_on_armv7() -> Result<()> {
    let figures = measure(ARMV7, &out())?;
    assert_budgets(&figures, &BUDGETS);
    // Interpreted code takes about twice the instructions of arm64 there.
    assert_budgets(&figures, &[("start.process_to_first_frame", 900.0), ("page.engine_cpu.worst", 30.0)]);
    assert_frame_time(&figures, 8.0);
    Ok(())
}
