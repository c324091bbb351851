//! Command lines: which words a verb takes, read strictly.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::str::FromStr;

use ferrule_bundle_tool::ToolError;
use lexopt::{Arg, ValueExt};

/// What a verb takes.
pub(super) struct Verb {
    /// Its word.
    pub(super) name: &'static str,
    /// One line for the list of verbs.
    pub(super) about: &'static str,
    /// What `--help` prints.
    pub(super) help: &'static str,
    /// Names of the values, in order; those in brackets may be left out, and a last one with `...` may be repeated.
    pub(super) values: &'static [&'static str],
    /// Options with a value.
    pub(super) options: &'static [&'static str],
    /// Options without one.
    pub(super) flags: &'static [&'static str],
    /// Does it, and returns what is printed.
    pub(super) run: fn(&Line) -> Result<String, ToolError>,
}

/// What was given.
#[derive(Debug, Default)]
pub(super) struct Line {
    values: Vec<String>,
    options: BTreeMap<&'static str, Vec<String>>,
}

impl Line {
    /// Reads the rest of a command line; `None` when help was asked for.
    pub(super) fn read(verb: &Verb, mut args: lexopt::Parser) -> Result<Option<Self>, ToolError> {
        let usage = |error: lexopt::Error| ToolError::Usage(format!("{error} (see {} --help)", verb.name));
        let mut line = Self::default();
        let repeated = verb.values.last().is_some_and(|name| name.ends_with("..."));
        while let Some(arg) = args.next().map_err(usage)? {
            let long = match &arg {
                Arg::Short('h') | Arg::Long("help") => return Ok(None),
                Arg::Long(name) => (*name).to_owned(),
                Arg::Value(value) if repeated || line.values.len() < verb.values.len() => {
                    line.values.push(value.clone().string().map_err(usage)?);
                    continue;
                }
                _ => return Err(usage(arg.unexpected())),
            };
            if let Some(name) = verb.flags.iter().find(|name| **name == long) {
                line.options.insert(name, Vec::new());
            } else if let Some(name) = verb.options.iter().find(|name| **name == long) {
                let value = args.value().and_then(|value| value.string()).map_err(usage)?;
                line.options.entry(name).or_default().push(value);
            } else {
                return Err(usage(arg.unexpected()));
            }
        }
        match verb.values.get(line.values.len()) {
            Some(missing) if !missing.starts_with('[') => {
                Err(ToolError::Usage(format!("no {missing} given (see {} --help)", verb.name)))
            }
            _ => Ok(Some(line)),
        }
    }

    /// The value at a place, which is there.
    pub(super) fn value(&self, index: usize) -> &str {
        self.values.get(index).map_or("", String::as_str)
    }

    /// All values.
    pub(super) fn values(&self) -> &[String] {
        &self.values
    }

    /// Whether an option was given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.options.contains_key(name)
    }

    /// All values of an option.
    pub(super) fn many(&self, name: &str) -> Vec<PathBuf> {
        self.options.get(name).into_iter().flatten().map(PathBuf::from).collect()
    }

    /// The value of an option that is given at most once.
    pub(super) fn one(&self, name: &str) -> Result<Option<&str>, ToolError> {
        match self.options.get(name).map(Vec::as_slice) {
            None => Ok(None),
            Some([value]) => Ok(Some(value)),
            Some(_) => Err(ToolError::Usage(format!("--{name} is given more than once"))),
        }
    }

    /// The value of an option that must be given.
    pub(super) fn required(&self, name: &str) -> Result<&str, ToolError> {
        self.one(name)?.ok_or_else(|| ToolError::Usage(format!("no --{name} given (see --help)")))
    }

    /// The value of an option as a whole number.
    pub(super) fn number<T: FromStr>(&self, name: &str) -> Result<Option<T>, ToolError> {
        self.parsed(name, |text| text.parse().map_err(|_| format!("`{text}` is no whole number in range")))
    }

    /// The value of an option, read by a function that says what is wrong.
    pub(super) fn parsed<T>(
        &self,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ToolError> {
        let value = self.one(name)?.map(read).transpose();
        value.map_err(|message| ToolError::Usage(format!("--{name}: {message}")))
    }
}
