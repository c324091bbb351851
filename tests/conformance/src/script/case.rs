//! A case file: its lines, running them, and writing anew what must come of them.

use super::read::steps;
use super::report;
use super::step::{Outcome, Step};
use crate::lockstep::Lockstep;

/// The screen of a case that does not say another, in pixels.
const SCREEN: (u16, u16) = (1280, 720);
/// How lines begin that say what must be.
const EXPECTS: &str = "= ";

/// A case that cannot be read, or that fails.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{line}: {message}")]
pub struct CaseError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong in it.
    pub message: String,
}

/// A case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Size of the screen in pixels.
    pub screen: (u16, u16),
    lines: Vec<Line>,
}

#[derive(Clone, Debug)]
struct Line {
    number: usize,
    text: String,
    what: What,
}

#[derive(Clone, Debug)]
enum What {
    /// For readers.
    Note,
    /// What happens.
    Steps(Vec<Step>),
    /// What must be so.
    Expectation,
}

impl Case {
    /// Reads a file.
    ///
    /// # Errors
    /// The first line that is wrong.
    pub fn read(file: &str) -> Result<Self, CaseError> {
        let mut case = Self { screen: SCREEN, lines: Vec::new() };
        for (at, text) in file.lines().enumerate() {
            let number = at + 1;
            let text = text.trim().to_owned();
            let what = case.line(&text).map_err(|message| CaseError { line: number, message })?;
            case.lines.push(Line { number, text, what });
        }
        let wrong = |line, message: &str| Err(CaseError { line, message: message.to_owned() });
        match (case.lines.first(), case.lines.iter().rfind(|line| !line.text.is_empty())) {
            (Some(first), _) if !first.text.starts_with("# ") => {
                wrong(1, "begin with `# ` and what the case shows")
            }
            (_, Some(last)) if !last.text.starts_with("= list") => {
                wrong(last.number, "end with `= list`, the display list's digest")
            }
            (Some(_), Some(_)) => Ok(case),
            _ => wrong(1, "the file is empty"),
        }
    }

    fn line(&mut self, text: &str) -> Result<What, String> {
        if text.is_empty() || text.starts_with('#') {
            return Ok(What::Note);
        }
        if let Some(expectation) = text.strip_prefix(EXPECTS) {
            report::check(expectation)?;
            return Ok(What::Expectation);
        }
        if let Some(size) = text.strip_prefix("screen ") {
            let number = |text: &str| text.parse().ok();
            let size = size.split_once(' ').and_then(|(width, height)| number(width).zip(number(height)));
            self.screen = size.ok_or("write `screen`, its width and its height")?;
            let is_first = !self.lines.iter().any(|line| !matches!(line.what, What::Note));
            return if is_first {
                Ok(What::Note)
            } else {
                Err("the screen stands before everything else".into())
            };
        }
        steps(text).map(What::Steps)
    }

    /// The steps of the case.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.lines.iter().flat_map(|line| match &line.what {
            What::Steps(steps) => steps.as_slice(),
            What::Note | What::Expectation => &[],
        })
    }

    /// Runs the case on fresh engines.
    ///
    /// # Errors
    /// The first line that does not come out as it says.
    pub fn run(&self, engines: &mut Lockstep) -> Result<(), CaseError> {
        self.play(engines, |line, given, found| {
            if given == found {
                return Ok(());
            }
            let (given, found) = (given.join("\n  "), found.join("\n  "));
            Err(CaseError { line, message: format!("expected\n  {given}\nnot\n  {found}") })
        })
    }

    /// Runs the case on fresh engines and answers the file with everything that must be so as it is now.
    ///
    /// # Errors
    /// The first step that goes wrong.
    pub fn blessed(&self, engines: &mut Lockstep) -> Result<String, CaseError> {
        let mut groups = Vec::new();
        self.play(engines, |_, _, found| {
            groups.push(found);
            Ok(())
        })?;
        let mut groups = groups.into_iter();
        let mut file = String::new();
        let mut in_group = false;
        for line in &self.lines {
            let is_expectation = matches!(line.what, What::Expectation);
            if !is_expectation {
                file += &format!("{}\n", line.text);
            } else if !in_group {
                groups.next().into_iter().flatten().for_each(|line| file += &format!("{line}\n"));
            }
            in_group = is_expectation;
        }
        Ok(file)
    }

    /// Carries out all lines. `group` gets each run of expectations as they are written and as they were found.
    fn play(
        &self,
        engines: &mut Lockstep,
        mut group: impl FnMut(usize, Vec<String>, Vec<String>) -> Result<(), CaseError>,
    ) -> Result<(), CaseError> {
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            let wrong = |message| CaseError { line: line.number, message };
            at += 1;
            match &line.what {
                What::Note => {}
                What::Steps(steps) => {
                    steps.iter().try_for_each(|step| carry_out(engines, step)).map_err(wrong)?
                }
                What::Expectation => {
                    let mut given = vec![line.text.clone()];
                    while let Some(next) =
                        self.lines.get(at).filter(|line| matches!(line.what, What::Expectation))
                    {
                        given.push(next.text.clone());
                        at += 1;
                    }
                    let topics = given.iter().filter_map(|text| text.strip_prefix(EXPECTS));
                    let found = report::found(engines, topics).map_err(wrong)?;
                    let found = found.into_iter().map(|text| format!("{EXPECTS}{text}")).collect();
                    group(line.number, given, found)?;
                }
            }
        }
        Ok(())
    }
}

/// Carries out a step, which must be accepted or refused as it says.
fn carry_out(engines: &mut Lockstep, step: &Step) -> Result<(), String> {
    let refused = engines.step(step)?;
    match step {
        Step::Command(_, Outcome::Accepted) if refused > 0 => {
            let why = engines.asked.last().map_or("", String::as_str);
            Err(format!("the command is refused: {why}"))
        }
        Step::Command(_, Outcome::Refused) if refused == 0 => Err("the command is not refused".to_owned()),
        _ => Ok(()),
    }
}
