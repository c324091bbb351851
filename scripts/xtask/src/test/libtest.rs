//! Running `cargo test` with its output passed on, and counting what it says.

use std::io::{BufRead, BufReader};
use std::ops::AddAssign;
use std::process::{Command, Stdio};

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u32,
    pub(crate) failed: u32,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Runs `cargo test`, all test programs to their end. A run that fails without a failed test (it does not compile, or a test
/// program was killed) counts as one failure.
pub(crate) fn run(command: &mut Command, filter: Option<&str>) -> Tally {
    command.env("CARGO_TERM_PROGRESS_WHEN", "never").args(["--locked", "--no-fail-fast"]);
    if let Some(filter) = filter {
        command.arg(filter);
    }
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            println!("test cargo ... FAILED\nerror: cannot start cargo ({error}): run scripts/setup");
            return Tally { passed: 0, failed: 1 };
        }
    };
    let mut tally = Tally::default();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            println!("{line}");
            if let Some(counted) = parse(&line) {
                tally += counted;
            }
        }
    }
    let succeeded = child.wait().is_ok_and(|status| status.success());
    if !succeeded && tally.failed == 0 {
        println!(
            "test cargo ... FAILED\nerror: the tests did not compile, or a test program ended early: see above"
        );
        tally.failed = 1;
    }
    tally
}

/// Whether any test's name contains the filter. A list that cannot be made counts as yes: the run itself then tells why.
pub(crate) fn any_matches(command: &mut Command, filter: Option<&str>) -> bool {
    let Some(filter) = filter else { return true };
    let listed = command.args(["--locked", "--quiet", filter, "--", "--list"]).stderr(Stdio::null()).output();
    match listed {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).lines().any(|line| line.ends_with(": test"))
        }
        _ => true,
    }
}

/// Reads libtest's closing line: `test result: ok. 3 passed; 0 failed; ...`.
fn parse(line: &str) -> Option<Tally> {
    let rest = line.strip_prefix("test result: ")?;
    let number = |unit: &str| {
        let part = rest.split([';', '.']).map(str::trim).find(|part| part.ends_with(unit))?;
        part.split(' ').next()?.parse().ok()
    };
    Some(Tally { passed: number("passed")?, failed: number("failed")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_counted() {
        let rows = [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.03s",
                Some((12, 0)),
            ),
            ("test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out", Some((3, 2))),
            ("test boots ... ok", None),
            ("test result: garbage", None),
        ];
        for (line, expected) in rows {
            assert_eq!(parse(line), expected.map(|(passed, failed)| Tally { passed, failed }), "{line}");
        }
    }
}
