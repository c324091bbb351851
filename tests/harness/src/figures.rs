//! Figures of a board: measured numbers with their names and units.

use serde::Serialize;

/// The unit of a difference of two amounts of memory, each near 100 MB.
pub(crate) const MB_DIFFERENCE: &str = "MB difference";

/// One measured number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// Dotted name, for example `scroll.engine_cpu.p99`.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// The value's unit.
    pub unit: &'static str,
}

/// All figures of one run, in the order they are printed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Figures(Vec<Figure>);

impl Figures {
    /// Adds a figure.
    pub fn push(&mut self, name: impl Into<String>, value: f64, unit: &'static str) {
        self.0.push(Figure { name: name.into(), value, unit });
    }

    /// All of them.
    #[must_use]
    pub fn all(&self) -> &[Figure] {
        &self.0
    }

    /// The value of one; `None` when it was not measured.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<f64> {
        self.0.iter().find(|figure| figure.name == name).map(|figure| figure.value)
    }

    /// The figures of which two runs differ by more than `share` of the larger, with the other value.
    /// Differences of 0.05 ms and 0.25 MB are let pass: key times depend on where in a frame the key
    /// falls, and page caches on what else was read. A difference of two large figures may differ by as much as these.
    #[must_use]
    pub fn unsteady<'a>(&'a self, other: &Self, share: f64) -> Vec<(&'a Figure, Option<f64>)> {
        let least = |unit| match unit {
            "ms" => 0.05,
            "MB" => 0.25,
            MB_DIFFERENCE => 1.0,
            _ => 0.0,
        };
        let differs = |a: f64, b: f64, unit| (a - b).abs() > (share * a.abs().max(b.abs())).max(least(unit));
        self.0
            .iter()
            .map(|figure| (figure, other.get(&figure.name)))
            .filter(|(figure, other)| other.is_none_or(|other| differs(figure.value, other, figure.unit)))
            .collect()
    }

    /// A table for people.
    #[must_use]
    pub fn table(&self) -> String {
        let width = self.0.iter().map(|figure| figure.name.len()).max().unwrap_or(0);
        let line =
            |figure: &Figure| format!("{:<width$} {:>12.3} {}\n", figure.name, figure.value, figure.unit);
        self.0.iter().map(line).collect()
    }

    /// Average, 99th percentile and largest of a list of samples, each times `scale`.
    pub(crate) fn push_samples(&mut self, name: &str, samples: &[u64], scale: f64, unit: &'static str) {
        let Some(summary) = Summary::of(samples) else { return };
        self.push(format!("{name}.average"), summary.average * scale, unit);
        self.push(format!("{name}.p99"), summary.p99 as f64 * scale, unit);
        self.push(format!("{name}.worst"), summary.worst as f64 * scale, unit);
    }
}

struct Summary {
    average: f64,
    p99: u64,
    worst: u64,
}

impl Summary {
    /// `None` for no samples at all. The percentile is the smallest sample that at least 99 % of
    /// all do not exceed.
    fn of(samples: &[u64]) -> Option<Self> {
        let mut sorted = samples.to_vec();
        sorted.sort_unstable();
        let worst = *sorted.last()?;
        let p99 = sorted[(sorted.len() * 99).div_ceil(100) - 1];
        let average = sorted.iter().sum::<u64>() as f64 / sorted.len() as f64;
        Some(Self { average, p99, worst })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_percentile_ignores_one_in_a_hundred() {
        let mut samples: Vec<u64> = (1..=99).rev().collect();
        samples.push(5000);
        let summary = Summary::of(&samples).unwrap();
        assert_eq!((summary.p99, summary.worst), (99, 5000));
        assert!((summary.average - 99.5).abs() < 1e-9);
        assert_eq!(Summary::of(&[7]).unwrap().p99, 7);
        assert!(Summary::of(&[]).is_none());
    }

    #[test]
    fn unsteady_figures_are_found() {
        let (mut a, mut b) = (Figures::default(), Figures::default());
        for (name, first, second) in [("same", 100.0, 100.9), ("small", 1.0, 1.04), ("far", 100.0, 102.0)] {
            a.push(name, first, "ms");
            b.push(name, second, "ms");
        }
        a.push("missing", 0.0, "ms");
        let names: Vec<&str> = a.unsteady(&b, 0.01).iter().map(|(figure, _)| figure.name.as_str()).collect();
        assert_eq!(names, ["far", "missing"]);
        assert_eq!(a.get("far"), Some(100.0));
    }
}
