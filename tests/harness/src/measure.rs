//! The figures of a board: what the modelled stick costs in processor time, memory and bytes, in
//! one fixed scenario. `scripts/bench` prints them and the budget tests judge them.
//!
//! Guest clocks are the measurement; host time plays no part, so two runs agree within 1 %.

mod scenes;
mod update;

use std::path::Path;
use std::time::Duration;

use ferrule_abi::EngineKind;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::figures::{Figures, MB_DIFFERENCE};
use crate::options::{BootOptions, Clock, ExtraFile};
use crate::stick::Stick;
use crate::wait::{BOOT_TIME_MAX, REACTION_TIME_MAX};

/// The scenarios that frames are measured in.
const SCENARIOS: [&str; 5] = ["scroll", "page", "text", "table", "crowd"];
/// What a figure of the JavaScript engine's begins with.
const JS: &str = "js.";
/// How much longer the JavaScript engine may take, wall time.
const JS_PATIENCE: u32 = 4;

/// How long the scroll's key is held, guest time.
const SCROLL_TIME: Duration = Duration::from_secs(4);
/// The same the other way: until it repeats fast and the picture in the background has gone, and then for the
/// measurement, together short of the start.
const SCROLL_BACK_LEAD: Duration = Duration::from_secs(1);
const SCROLL_BACK_TIME: Duration = Duration::from_secs(2);
/// The bare GL client (`tests/gl-floor`), beside the image and on the `extra` disk.
const GL_FLOOR: &str = "gl-floor";
/// The processes whose memory is Ferrule's.
const PROCESSES: [&str; 2] = ["ferrule", "ferrule-app"];

/// Boots the modelled stick from the image in `<out>/<board>` and measures it with the Wasm engine. `gl-floor` must be
/// there too: the memory of this bare client is what any user of the GL driver costs.
///
/// # Errors
/// As [`Stick::boot`] and [`Stick::status`]; [`Error::Console`] when the run was not clean.
pub fn measure(board: &str, out: &Path) -> Result<Figures> {
    let mut figures = Figures::default();
    measure_with(board, out, EngineKind::Wasm, &mut figures)?;
    update::measure(board, out, &mut figures)?;
    Ok(figures)
}

/// As [`measure`], and then the same with the JavaScript engine in a second boot: its figures begin with `js.`. With them
/// comes how many times the CPU time of the Wasm engine it takes, and how much more memory.
///
/// # Errors
/// As [`measure`].
pub fn measure_both(board: &str, out: &Path) -> Result<Figures> {
    let mut figures = measure(board, out)?;
    measure_with(board, out, EngineKind::Js, &mut figures)?;
    compare_engines(&mut figures);
    Ok(figures)
}

fn measure_with(board: &str, out: &Path, engine: EngineKind, figures: &mut Figures) -> Result<()> {
    Run::boot(board, out, engine)?.measure(figures)?;
    scenes::measure(board, out, engine, figures)
}

fn compare_engines(figures: &mut Figures) {
    for scenario in SCENARIOS {
        let average = format!("{scenario}.engine_cpu.average");
        let both = figures.get(&average).zip(figures.get(&format!("{JS}{average}")));
        if let Some((wasm, js)) = both {
            figures.push(format!("js_to_wasm.{scenario}.engine_cpu"), js / wasm, "times");
        }
    }
    for what in ["anonymous.ferrule-app", "pss.ferrule-app", "pss.total"] {
        let name = format!("memory.{what}");
        let both = figures.get(&name).zip(figures.get(&format!("{JS}{name}")));
        if let Some((wasm, js)) = both {
            figures.push(format!("js_beyond_wasm.{name}"), js - wasm, MB_DIFFERENCE);
        }
    }
}

/// One boot with one engine.
struct Run {
    stick: Stick,
    engine: EngineKind,
}

impl Run {
    fn boot(board: &str, out: &Path, engine: EngineKind) -> Result<Self> {
        let mut options = BootOptions::new(board, out);
        options.clock = Clock::Modelled;
        options.engine = Some(engine);
        let source = options.image_dir.join(GL_FLOOR);
        if !source.exists() {
            let message = format!("{} is missing: scripts/bench and scripts/test build it", source.display());
            return Err(Error::Board { board: board.to_owned(), message });
        }
        options.extra_files.push(ExtraFile { source, name: GL_FLOOR.into() });
        Ok(Self { stick: Stick::boot(options)?, engine })
    }

    fn measure(mut self, figures: &mut Figures) -> Result<()> {
        self.start(figures)?;
        self.scroll(figures)?;
        self.transition(figures)?;
        self.scroll_back(figures)?;
        self.memory(figures)?;
        self.stick.finish()
    }

    /// A figure's name with this engine.
    fn name(&self, name: &str) -> String {
        match self.engine {
            EngineKind::Wasm => name.to_owned(),
            EngineKind::Js => format!("{JS}{name}"),
        }
    }

    fn patience(&self, time: Duration) -> Duration {
        match self.engine {
            EngineKind::Wasm => time,
            EngineKind::Js => time * JS_PATIENCE,
        }
    }

    /// From power-on in busy time of the whole system, and from the process's start in CPU time of Ferrule's processes:
    /// the modelled stick does not model how long the GPU and the disk take, and what else runs meanwhile differs from
    /// run to run.
    fn start(&mut self, figures: &mut Figures) -> Result<()> {
        let status = self.stick.wait_at_rest(self.patience(BOOT_TIME_MAX))?;
        for (name, path, unit) in [
            ("start.kernel_to_first_frame", "/frames/first_busy_us", "ms busy"),
            ("start.process_to_first_frame", "/frames/first_cpu_us", "ms CPU"),
            ("start.process_to_home_screen", "/frames/first_of_app_cpu_us", "ms CPU"),
        ] {
            figures.push(self.name(name), number(&status, path)? / 1000.0, unit);
        }
        Ok(())
    }

    /// A held key along a rail.
    fn scroll(&mut self, figures: &mut Figures) -> Result<()> {
        self.stick.reset_samples()?;
        self.stick.hold_in_guest("right", SCROLL_TIME)?;
        let status = self.stick.wait_at_rest(self.patience(REACTION_TIME_MAX))?;
        self.frames("scroll", &status, figures)
    }

    /// Into the detail page and back.
    fn transition(&mut self, figures: &mut Figures) -> Result<()> {
        let patience = self.patience(REACTION_TIME_MAX);
        self.stick.reset_samples()?;
        for key in ["ok", "back"] {
            let before = number(&self.stick.status()?, "/frames/committed")?;
            self.stick.tap_in_guest(key)?;
            self.stick.wait_status(patience, "the page to change", |status| {
                number(status, "/frames/committed").is_ok_and(|now| now > before)
            })?;
            self.stick.wait_at_rest(patience)?;
        }
        let status = self.stick.status()?;
        self.frames("page", &status, figures)
    }

    /// The key held the other way, over items that were on screen before, so that no text is new: what the frames take
    /// from the heap while the rail moves.
    fn scroll_back(&mut self, figures: &mut Figures) -> Result<()> {
        let status = self.stick.status_while_held("left", SCROLL_BACK_LEAD, SCROLL_BACK_TIME)?;
        self.stick.wait_at_rest(self.patience(REACTION_TIME_MAX))?;
        let frames = samples(&status, "display_allocations")?.len();
        figures.push(self.name("scroll_back.frames"), frames as f64, "frames");
        self.allocations("scroll_back", &status, figures)
    }

    fn allocations(&self, scenario: &str, status: &Value, figures: &mut Figures) -> Result<()> {
        for name in ["engine_allocations", "display_allocations"] {
            let figure = self.name(&format!("{scenario}.{name}"));
            figures.push_samples(&figure, &samples(status, name)?, 1.0, "per frame");
        }
        Ok(())
    }

    fn frames(&self, scenario: &str, status: &Value, figures: &mut Figures) -> Result<()> {
        const MS_PER_US: f64 = 0.001;
        for (samples_name, name, scale, unit) in [
            ("engine_cpu_us", "engine_cpu", MS_PER_US, "ms"),
            ("display_cpu_us", "display_cpu", MS_PER_US, "ms"),
            ("frame_cpu_us", "frame_cpu", MS_PER_US, "ms"),
            ("key_to_commit_us", "key_to_commit", MS_PER_US, "ms"),
            ("draw_calls", "draw_calls", 1.0, "per frame"),
            ("vertices", "vertices", 1.0, "per frame"),
            ("upload_bytes", "upload", 1.0, "bytes per frame"),
        ] {
            let samples = samples(status, samples_name)?;
            if samples_name == "display_cpu_us" {
                figures.push(self.name(&format!("{scenario}.frames")), samples.len() as f64, "frames");
            }
            figures.push_samples(&self.name(&format!("{scenario}.{name}")), &samples, scale, unit);
        }
        self.allocations(scenario, status, figures)
    }

    /// What the processes hold after the scenarios, when their caches are warm.
    fn memory(&mut self, figures: &mut Figures) -> Result<()> {
        const MB_PER_KIB: f64 = 1024.0 / 1e6;
        let mut total = 0.0;
        for process in PROCESSES {
            let pss = self.stick.pss_kib(process)? as f64 * MB_PER_KIB;
            figures.push(self.name(&format!("memory.pss.{process}")), pss, "MB");
            total += pss;
        }
        figures.push(self.name("memory.pss.total"), total, "MB");
        // The app's heap, nearly all of it JavaScript's.
        let anonymous = self.stick.anonymous_kib("ferrule-app")? as f64 * MB_PER_KIB;
        figures.push(self.name("memory.anonymous.ferrule-app"), anonymous, "MB");
        let status = self.stick.status()?;
        figures.push(self.name("memory.textures"), number(&status, "/textures/image_bytes")? / 1e6, "MB");
        if self.engine == EngineKind::Js {
            return Ok(());
        }
        let floor = gl_floor_kib(&mut self.stick)? * MB_PER_KIB;
        figures.push("memory.gl_floor", floor, "MB");
        figures.push("memory.beyond_gl_floor", total - floor, MB_DIFFERENCE);
        let vm = number(&status, "/engine/vm_bytes")?;
        figures.push("memory.wasm_vm", vm / 1e6, "MB");
        figures.push("memory.wasm_linear", number(&status, "/engine/linear_memory_bytes")? / 1e6, "MB");
        Ok(())
    }
}

/// Runs the bare client, which prints its own memory, and takes its resident set: beside ferrule,
/// with which it shares the driver, its PSS would be too small.
fn gl_floor_kib(stick: &mut Stick) -> Result<f64> {
    let text = stick.shell_ok(&format!("/run/extra/{GL_FLOOR}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("Rss:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
    kib.ok_or_else(|| Error::Agent(format!("{GL_FLOOR} printed no Rss line: {text:?}")))
}

fn number(status: &Value, path: &str) -> Result<f64> {
    status
        .pointer(path)
        .and_then(Value::as_f64)
        .ok_or_else(|| Error::Agent(format!("the status has no number at {path}: {status}")))
}

fn samples(status: &Value, name: &str) -> Result<Vec<u64>> {
    let list = status["samples"][name].as_array();
    let list = list.ok_or_else(|| Error::Agent(format!("the status has no samples {name}: {status}")))?;
    Ok(list.iter().filter_map(Value::as_u64).collect())
}
