//! A device in the hands of chance: it installs, starts, proves and fails, and at each moment the power goes in every way.

use std::collections::HashSet;

use ferrule_bundle::trust::Floors;
use ferrule_slots::{Install, POWER_LOSSES_MAX, Slot, Slots, SlotsError, State};
use rustc_hash::FxBuildHasher;

use crate::cuts::{each_cut, fingerprint};
use crate::dice::Dice;
use crate::model::{Image, Model, Sabotage};
use crate::spec::Spec;
use crate::world::World;

/// States of each moment beyond the regular ones.
const RANDOM_CUTS: usize = 24;
/// One in so many states after a loss of power is lived on in.
const LIVED_ON: u64 = 500;
/// Operations after a loss of power.
const OPERATIONS_AFTER: usize = 8;

/// One device and what it should be.
pub(crate) struct Device<'a> {
    world: &'a World,
    disk: Model,
    slots: Slots<Model>,
    spec: Spec,
    boot: u8,
    next_release: u64,
    dice: Dice,
    sabotage: Option<Sabotage>,
    /// Whether this is life after a loss of power already.
    after: bool,
    /// States that were checked, each once for what should be so in it.
    pub(crate) states: u64,
}

type Check = Result<(), String>;

impl<'a> Device<'a> {
    pub(crate) fn new(world: &'a World, seed: u64, sabotage: Option<Sabotage>) -> Self {
        let disk = Model::new(Image::empty(), sabotage);
        let slots = world.open(disk.clone(), 1);
        let (spec, dice) = (Spec::default(), Dice::new(seed));
        Self { world, disk, slots, spec, boot: 1, next_release: 1, dice, sabotage, after: false, states: 0 }
    }

    /// Lives for so many operations. An error says what should not be so.
    pub(crate) fn live(&mut self, operations: usize) -> Check {
        self.start("start")?;
        for _ in 0..operations {
            self.operation()?;
        }
        Ok(())
    }

    fn operation(&mut self) -> Check {
        match self.dice.below(16) {
            0..=3 => self.install(),
            4 => self.install_in_part(),
            5..=7 if self.spec.on_trial().is_some() => self.good(),
            8 if self.spec.on_trial().is_some() => {
                self.spec_step("fail", Spec::fail_trial, |slots| slots.fail_trial("test"))
            }
            8 => self.damaged(),
            9 | 10 => self.note(),
            11 => self.set_root(),
            12 => self.spec_step("interrupted", Spec::interrupted, Slots::interrupted),
            13 | 14 => self.start("restart"),
            _ => self.pull_plugs(),
        }
    }

    /// Does something that is one step to the outside: the power goes before or after it.
    fn spec_step(
        &mut self,
        name: &str,
        should: impl FnOnce(&mut Spec),
        does: impl FnOnce(&Slots<Model>) -> Result<(), SlotsError>,
    ) -> Check {
        let before = self.spec.clone();
        does(&self.slots).map_err(|error| format!("{name}: {error}"))?;
        should(&mut self.spec);
        self.cut_power(name, vec![before, self.spec.clone()])
    }

    /// A process of the device starts.
    fn start(&mut self, name: &str) -> Check {
        self.slots = self.world.open(self.disk.clone(), self.boot);
        let before = self.spec.clone();
        let should = self.spec.start(self.boot);
        let seen = self.world.start(&self.disk, &self.slots)?;
        if seen != should {
            return Err(format!("{name}: {seen:?}\nshould be {should:?}"));
        }
        // Of a start that was not noted nothing has run yet.
        self.cut_power(name, vec![before, self.spec.clone()])
    }

    /// The power goes several times, long after everything was written.
    fn pull_plugs(&mut self) -> Check {
        for _ in 0..=self.dice.below(2 * u64::from(POWER_LOSSES_MAX)) {
            self.boot = self.boot.wrapping_add(1);
            self.start("reboot")?;
        }
        Ok(())
    }

    fn good(&mut self) -> Check {
        let number = self.spec.on_trial().unwrap_or_default();
        let release = self.world.release(number).release.clone();
        self.spec_step("good", Spec::good, |slots| slots.good(&release))
    }

    fn damaged(&mut self) -> Check {
        // What a running process finds, or the one before the last good one.
        let slot = if self.dice.below(2) == 0 { Slot::A } else { Slot::B };
        self.spec_step("damaged", |spec| spec.empty(slot), |slots| slots.damaged(slot, "test"))?;
        self.start("after damage")
    }

    fn note(&mut self) -> Check {
        let old = self.spec.floors;
        let mut step = |value: u64| (value + self.dice.below(4)).saturating_sub(1);
        let (timestamp, release, time) = (step(old.timestamp), step(old.release), step(old.time));
        // One number has one content.
        let timestamp_sha256 = World::hash(timestamp);
        let noted = Floors { timestamp, timestamp_sha256, release, rollback: 999, time };
        let should = |spec: &mut Spec| {
            spec.floors.timestamp = old.timestamp.max(timestamp);
            spec.floors.timestamp_sha256 = World::hash(spec.floors.timestamp);
            spec.floors.release = old.release.max(release);
            spec.floors.time = old.time.max(time);
        };
        self.spec_step("note", should, |slots| slots.note(&noted))
    }

    fn set_root(&mut self) -> Check {
        let version = self.spec.root + 1;
        let Some(roots) = self.world.roots(version) else { return Ok(()) };
        let before = self.spec.clone();
        let floors = Floors { timestamp: 1, timestamp_sha256: World::hash(1), ..Floors::default() };
        self.slots.set_root(roots, version, &floors).map_err(|error| format!("set_root: {error}"))?;
        self.spec.root = version;
        let stored = self.spec.clone();
        self.spec.root_noted = version;
        self.spec.floors = Floors { rollback: before.floors.rollback, ..floors };
        self.cut_power("set_root", vec![before, stored, self.spec.clone()])
    }

    fn begin(&mut self, number: u64) -> Result<Option<Install<Model>>, String> {
        let before = self.spec.clone();
        let published = self.world.release(number);
        match self.slots.begin(&published.release, &published.envelope, None) {
            Err(SlotsError::Undecided { .. }) if before.needs_both_slots() => Ok(None),
            Err(error) => Err(format!("begin: {error}")),
            Ok(install) => {
                let slot = install.slot();
                if !before.may_install_into(slot) {
                    return Err(format!("installs into slot {slot}, which is needed"));
                }
                self.spec.begin(slot, number);
                self.cut_power("begin", vec![before, self.spec.clone()])?;
                Ok(Some(install))
            }
        }
    }

    /// A release that is installed now: the one that was begun, or a new one.
    fn choose_release(&mut self) -> u64 {
        let begun = Slot::ALL.into_iter().filter(|&slot| self.spec.state(slot) == State::Installing);
        let begun = begun
            .map(|slot| self.spec.release(slot))
            .find(|&release| release > self.spec.failed && release >= self.spec.floors.rollback);
        if let Some(release) = begun.filter(|_| self.dice.below(4) > 0) {
            return release;
        }
        self.next_release += 1;
        self.next_release
    }

    fn install(&mut self) -> Check {
        let number = self.choose_release();
        let Some(mut install) = self.begin(number)? else { return Ok(()) };
        let slot = install.slot();
        let published = self.world.release(number);
        published.feed(&mut install).map_err(|error| format!("put: {error}"))?;
        self.cut_power("put", vec![self.spec.clone()])?;
        if self.dice.below(12) == 0 {
            install.abort();
            let before = self.spec.clone();
            self.spec.empty(slot);
            return self.cut_power("abort", vec![before, self.spec.clone()]);
        }
        let before = self.spec.clone();
        install.finish().map_err(|error| format!("finish: {error}"))?;
        self.spec.finish(slot);
        self.cut_power("finish", vec![before, self.spec.clone()])?;
        self.start("after installation")
    }

    fn install_in_part(&mut self) -> Check {
        let number = self.choose_release();
        let Some(mut install) = self.begin(number)? else { return Ok(()) };
        for _ in 0..self.dice.below(3) {
            self.world.release(number).feed_one(&mut install).map_err(|error| format!("put: {error}"))?;
        }
        self.cut_power("put", vec![self.spec.clone()])
    }

    /// Lets the power go at each moment since the last call, in every way. What is then seen must be what should be
    /// seen after one of these.
    fn cut_power(&mut self, name: &str, possible: Vec<Spec>) -> Check {
        let boot = self.boot.wrapping_add(1);
        let should: Vec<_> = possible
            .iter()
            .map(|spec| {
                let mut spec = spec.clone();
                (spec.start(boot), spec)
            })
            .collect();
        let mut known: HashSet<u64, FxBuildHasher> = HashSet::default();
        let mut dice = Dice::new(self.dice.next());
        let mut lives = Dice::new(self.dice.next());
        for moment in self.disk.take_snapshots() {
            each_cut(&moment, RANDOM_CUTS, &mut dice, &mut |image| {
                if !known.insert(fingerprint(&image)) {
                    return Ok(());
                }
                self.states += 1;
                let disk = Model::new(image, self.sabotage);
                let slots = self.world.open(disk.clone(), boot);
                let seen = self.world.start(&disk, &slots).map_err(|why| format!("cut in {name}: {why}"))?;
                let Some(which) = should.iter().position(|(should, _)| *should == seen) else {
                    return Err(format!("cut in {name}: {seen:?}\nshould be one of {should:?}"));
                };
                if !self.after && lives.below(LIVED_ON) == 0 {
                    let recovery = [possible[which].clone(), should[which].1.clone()];
                    self.live_on(disk, &recovery, lives.next())?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Goes on after a loss of power, up to the next one, which may come in the middle of the first start. `recovery` is what
    /// should be so before and after that start.
    fn live_on(&mut self, disk: Model, recovery: &[Spec; 2], seed: u64) -> Check {
        let boot = self.boot.wrapping_add(1);
        let mut device = Device {
            world: self.world,
            slots: self.world.open(disk.clone(), boot),
            disk,
            spec: recovery[1].clone(),
            boot,
            next_release: self.next_release,
            dice: Dice::new(seed),
            sabotage: self.sabotage,
            after: true,
            states: 0,
        };
        let lived =
            device.cut_power("recovery", recovery.to_vec()).and_then(|()| device.live(OPERATIONS_AFTER));
        lived.map_err(|why| format!("after a loss of power: {why}"))?;
        self.states += device.states;
        Ok(())
    }
}
