//! A case, and the story around it.

use serde::Deserialize;

use crate::deeds::Deed;
use crate::device::{Mirrors, Stick};
use crate::publisher::Publisher;

/// One attack.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Case {
    pub(crate) name: String,
    /// What happens before, and is accepted.
    #[serde(default)]
    before: Vec<Deed>,
    /// What happens.
    does: Vec<Deed>,
    /// A piece of the error with which the check ends, or of its outcome when it does not fail.
    #[serde(default)]
    error: Option<String>,
    #[serde(default)]
    outcome: Option<String>,
    /// The release that runs afterwards; 0 is the factory's.
    #[serde(default = "last_good")]
    runs: u64,
    /// Whether the device takes note of the timestamp. What is refused must leave no mark.
    #[serde(default)]
    noted: bool,
    /// What the check says when a second server is honest; `-`: the attacker has all servers, or keys.
    #[serde(default = "release_13")]
    beside_an_honest_one: String,
    /// What the publisher does so that release 13 is installed in the end.
    #[serde(default)]
    cure: Vec<Deed>,
}

fn last_good() -> u64 {
    12
}

fn release_13() -> String {
    "release 13 is ready".into()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

impl Case {
    pub(crate) fn read(text: &str) -> Result<Vec<Self>, toml::de::Error> {
        toml::from_str::<Cases>(text).map(|cases| cases.case)
    }

    /// Plays the case. Complains of the first thing that is not as it should be.
    pub(crate) fn run(&self) -> Result<(), String> {
        self.play(&[]).map_err(|what| format!("against one server: {what}"))?;
        if self.beside_an_honest_one != "-" {
            let honest = Deed::publish(&self.roots(), Publisher::of(13));
            self.play(&[honest]).map_err(|what| format!("beside an honest server: {what}"))?;
        }
        Ok(())
    }

    fn play(&self, others: &[crate::publisher::Tree]) -> Result<(), String> {
        let mut stick = Stick::with_release_12();
        if !self.before.is_empty() {
            let mut publisher = Publisher::of(12);
            publisher.timestamp += 1;
            let trees = vec![Deed::publish(&self.before, publisher)];
            stick.check(trees).map_err(|error| format!("before: {error}"))?;
        }
        let floors = stick.floors();
        let mut trees = vec![Deed::publish(&self.does, Publisher::of(13))];
        trees.extend_from_slice(others);
        for deed in &self.does {
            deed.happen(&mut stick);
        }
        let mut mirrors = Mirrors::new(trees);
        mirrors.gone_after = self.does.iter().find_map(Deed::gone_after);
        let said = stick.check_at(&mut mirrors);
        if others.is_empty() {
            self.judge(&said.map_err(|error| error.to_string()).map(|outcome| outcome.to_string()))?;
            if !self.noted && stick.floors() != floors {
                return Err(format!("it left a mark: {:?} after {floors:?}", stick.floors()));
            }
            let runs = stick.start(false)?.unwrap_or(0);
            if runs != self.runs {
                return Err(format!("release {runs} runs, not {}", self.runs));
            }
        } else {
            let said = said.map_err(|error| error.to_string())?.to_string();
            if !said.contains(&self.beside_an_honest_one) {
                return Err(said);
            }
        }
        self.recover(stick)
    }

    /// The changes of roots and keys that were accepted before: those stay published.
    fn roots(&self) -> Vec<Deed> {
        self.before.iter().filter(|deed| deed.is_root()).cloned().collect()
    }

    fn judge(&self, said: &Result<String, String>) -> Result<(), String> {
        match (said, &self.error, &self.outcome) {
            (Err(error), Some(expected), None) if error.contains(expected) => Ok(()),
            (Ok(outcome), None, Some(expected)) if outcome.contains(expected) => Ok(()),
            _ => Err(format!("said {said:?}, not {:?}", self.error.as_ref().or(self.outcome.as_ref()))),
        }
    }

    /// The attack is over: the next check finds honest servers, and the device goes on.
    fn recover(&self, mut stick: Stick) -> Result<(), String> {
        stick.uptime = 60;
        stick.device = Stick::device();
        let deeds = [self.roots(), self.cure.clone()].concat();
        let mut publisher = Publisher::of(13);
        publisher.timestamp += 1;
        let said = stick.check(vec![Deed::publish(&deeds, publisher)]);
        let said = said.map_err(|error| format!("afterwards, an honest server: {error}"))?.to_string();
        if !said.contains("release 13 is ready") && !said.contains("release 13 is current") {
            return Err(format!("afterwards, an honest server: {said}"));
        }
        match stick.start(true)? {
            Some(13) => stick.check_outside(),
            other => Err(format!("afterwards {other:?} runs, not release 13")),
        }
    }
}
