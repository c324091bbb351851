//! Several implementations side by side: each step goes to all of them, and all must answer the same.

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::list::ImageId;
use ferrule_abi::{Batch, EngineInput, KeyEvent};
use ferrule_scene::Turn;

use crate::engine::{Engine, Page, page, whole_dump};
use crate::script::{Answer, FRAME_MS, Images, REST_FRAMES_MAX, Step};
use crate::shown;

/// When the first step happens, in microseconds.
const START_US: u64 = 1_000_000;

/// Several engines, of which the first speaks for all.
pub struct Lockstep {
    engines: Vec<Box<dyn Engine>>,
    now_us: u64,
    /// What came out, and was not asked for yet.
    pub events: Vec<String>,
    /// What the services were asked, and nobody looked at yet.
    pub asked: Vec<String>,
    /// What the last tick came to.
    pub turn: Turn,
}

impl std::fmt::Debug for Lockstep {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self.engines.iter().map(|engine| engine.name()).collect();
        f.debug_struct("Lockstep").field("engines", &names).finish_non_exhaustive()
    }
}

impl Lockstep {
    /// Engines with empty scenes.
    pub fn new(engines: Vec<Box<dyn Engine>>) -> Self {
        let (events, asked) = (Vec::new(), Vec::new());
        Self { engines, now_us: START_US, events, asked, turn: Turn::default() }
    }

    /// Carries out a step on all engines and checks them. Answers how many commands it refused.
    ///
    /// # Errors
    /// What one of them does otherwise than the first, or what does not hold any more.
    pub fn step(&mut self, step: &Step) -> Result<u32, String> {
        let before = self.refused();
        match step {
            Step::Command(bytes, _) => self.take(bytes, true, false)?,
            Step::BrokenCommands(bytes) => self.take(bytes, false, false)?,
            Step::BrokenInputs(bytes) => self.take(bytes, false, true)?,
            Step::Key(key, phase) => {
                let key = KeyEvent { key: *key, phase: *phase, time_us: self.now_us };
                self.input(&EngineInput::Key(key))?;
            }
            Step::Image(images, answer) => self.answer(images, answer)?,
            Step::ImageQueue(room) => {
                self.engines.iter().for_each(|engine| engine.asked().queue = *room);
            }
            Step::Display { width, height, connected } => {
                let (width, height, connected) = (*width, *height, *connected);
                self.input(&EngineInput::Display { width, height, connected })?;
            }
            Step::Ticks(times, ms) => {
                for _ in 0..*times {
                    self.tick(*ms)?;
                }
            }
            Step::Rest => self.rest()?,
        }
        self.compare_asked()?;
        self.verify()?;
        let counts: Vec<_> = self.engines.iter_mut().map(|engine| engine.refused_commands()).collect();
        let known: Vec<u32> = counts.into_iter().flatten().collect();
        if known.windows(2).any(|pair| pair[0] != pair[1]) {
            return Err(format!("commands refused: {known:?}"));
        }
        Ok(self.refused().saturating_sub(before))
    }

    /// The page as the first engine describes it.
    pub fn page(&mut self) -> Page {
        page(self.first())
    }

    /// The first engine's display list.
    pub fn display_list(&mut self) -> Vec<u8> {
        self.first().display_list()
    }

    /// Commands refused so far.
    pub fn refused(&mut self) -> u32 {
        self.first().refused_commands().unwrap_or_default()
    }

    /// Images that the first engine holds.
    pub fn images(&self) -> Vec<u32> {
        self.engines.first().map_or_else(Vec::new, |engine| engine.asked().images.keys().copied().collect())
    }

    /// Text layouts that the first engine holds.
    pub fn texts(&self) -> usize {
        self.engines.first().map_or(0, |engine| engine.asked().texts.len())
    }

    fn first(&mut self) -> &mut dyn Engine {
        self.engines.first_mut().unwrap_or_else(|| unreachable!("there is an engine at least")).as_mut()
    }

    /// Gives all of them a batch that they must read, or must not.
    fn take(&mut self, bytes: &[u8], is_sound: bool, is_input: bool) -> Result<(), String> {
        for engine in &mut self.engines {
            let taken = if is_input { engine.input(bytes) } else { engine.apply(bytes) };
            if taken.is_ok() != is_sound {
                let what = if is_sound { "cannot read it" } else { "reads it" };
                return Err(format!("{} {what}", engine.name()));
            }
        }
        Ok(())
    }

    fn input(&mut self, input: &EngineInput<'_>) -> Result<(), String> {
        let mut batch = Batch::new(BATCH_BYTES_MAX);
        batch.push(input).map_err(|error| error.to_string())?;
        self.take(batch.as_bytes(), true, true)
    }

    fn answer(&mut self, images: &Images, answer: &Answer) -> Result<(), String> {
        let numbers = match images {
            Images::Number(number) => vec![*number],
            Images::Path(path) => {
                let held = self.first().asked().images.clone();
                held.into_iter().filter(|(_, each)| each == path).map(|(number, _)| number).collect()
            }
        };
        if numbers.is_empty() {
            return Err("no such image is held".to_owned());
        }
        for number in numbers {
            let image = ImageId(number);
            if *answer != Answer::Evicted {
                self.engines.iter().for_each(|engine| engine.asked().answered(number));
            }
            self.input(&match answer {
                Answer::Ready(width, height) => {
                    EngineInput::ImageReady { image, width: *width, height: *height }
                }
                Answer::Failed(reason) => EngineInput::ImageFailed { image, reason },
                Answer::Evicted => EngineInput::ImageEvicted { image },
            })?;
        }
        Ok(())
    }

    fn rest(&mut self) -> Result<(), String> {
        for _ in 0..REST_FRAMES_MAX {
            self.tick(FRAME_MS)?;
            if !self.turn.animating {
                return Ok(());
            }
        }
        Err(format!("it moves for more than {REST_FRAMES_MAX} frames"))
    }

    /// A frame, and everything that comes out of it.
    fn tick(&mut self, ms: u32) -> Result<(), String> {
        self.now_us += u64::from(ms) * 1000;
        let now_us = self.now_us;
        let turns: Vec<Turn> = self.engines.iter_mut().map(|engine| engine.tick(now_us)).collect();
        self.turn = turns.first().copied().unwrap_or_default();
        self.same("turns", &turns)?;
        self.compare_events()?;
        self.compare_pictures()
    }

    fn same<T: PartialEq + std::fmt::Debug>(&self, what: &str, all: &[T]) -> Result<(), String> {
        let first = all.first();
        match all.iter().position(|each| Some(each) != first) {
            None => Ok(()),
            Some(at) => {
                let name = self.engines[at].name();
                Err(format!("{what}: {name} has\n  {:?}\nnot\n  {:?}", all[at], all[0]))
            }
        }
    }

    fn compare_events(&mut self) -> Result<(), String> {
        let batches: Vec<_> = self.engines.iter_mut().map(|engine| engine.events()).collect();
        let mut told = batches.iter().map(|batch| shown::events(batch)).collect::<Result<Vec<_>, _>>()?;
        self.same("events", &told)?;
        self.same("the bytes of events", &batches)?;
        self.events.append(&mut told.swap_remove(0));
        Ok(())
    }

    fn compare_pictures(&mut self) -> Result<(), String> {
        let lists: Vec<_> = self.engines.iter_mut().map(|engine| engine.display_list()).collect();
        if lists.iter().any(|list| *list != lists[0]) {
            let shown = lists.iter().map(|list| shown::list(list)).collect::<Result<Vec<_>, _>>()?;
            self.same("display lists", &shown)?;
            self.same("the bytes of display lists", &lists)?;
        }
        let dumps: Vec<_> = self.engines.iter_mut().map(|engine| whole_dump(engine.as_mut())).collect();
        if dumps.iter().any(|dump| *dump != dumps[0]) {
            let pages: Vec<_> = self.engines.iter_mut().map(|engine| page(engine.as_mut())).collect();
            self.same("pages", &pages)?;
            self.same("dumps", &dumps)?;
        }
        Ok(())
    }

    fn compare_asked(&mut self) -> Result<(), String> {
        let take = |engine: &dyn Engine| std::mem::take(&mut engine.asked().lines);
        let mut all: Vec<Vec<String>> = self.engines.iter().map(|engine| take(engine.as_ref())).collect();
        self.same("asked of the services", &all)?;
        if let Some(wrong) = all.iter().flatten().find(|line| line.starts_with("wrong")) {
            return Err(wrong.clone());
        }
        self.asked.append(&mut all.swap_remove(0));
        Ok(())
    }

    fn verify(&mut self) -> Result<(), String> {
        self.engines
            .iter_mut()
            .try_for_each(|engine| engine.verify().map_err(|broken| format!("{}: {broken}", engine.name())))
    }
}
