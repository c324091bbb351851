//! The choice of a mode: pure, over plain data.
//!
//! The list comes from a display's EDID, so anything may be in it: nothing, thousands of entries, zero
//! clocks.

use std::cmp::Reverse;

use drm::control::{Mode, ModeFlags, ModeTypeFlags};

/// Modes looked at, in the kernel's order (which puts the display's favourite first); the rest is ignored.
pub const MODE_COUNT_MAX: usize = 512;
/// Modes kept after ranking: the first is the choice, the others are fall-backs.
pub const RANKED_MODE_COUNT_MAX: usize = 4;
/// Refresh rates outside of this range are taken for garbage, in millihertz.
pub const REFRESH_MHZ_RANGE: std::ops::RangeInclusive<u32> = 20_000..=240_000;
/// Rates nearer than this to a whole number of hertz are written as that, in millihertz.
const REFRESH_TOLERANCE_MHZ: u32 = 500;

/// How to talk to the kernel's display driver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Interface {
    /// Atomic commits where the driver takes them, else the older calls.
    #[default]
    Auto,
    /// Only the calls of before atomic modesetting, for drivers whose atomic commits are broken.
    Legacy,
}

/// What the board wants of a display.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisplayPolicy {
    /// How to talk to the driver.
    pub interface: Interface,
    /// The mode to take when the display offers it.
    pub preferred: Option<PreferredMode>,
    /// Widest mode to take, in pixels.
    pub width_max: u32,
    /// Highest mode to take, in pixels.
    pub height_max: u32,
    /// Connectors in order of preference, by name (`HDMI-A-1`) or by kind (`HDMI-A`). Others come after
    /// these.
    pub connectors: Vec<String>,
}

impl Default for DisplayPolicy {
    fn default() -> Self {
        Self {
            interface: Interface::Auto,
            preferred: None,
            width_max: 1920,
            height_max: 1080,
            connectors: Vec::new(),
        }
    }
}

/// A mode by its picture, as a board file names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PreferredMode {
    /// Pixels per line.
    pub width: u32,
    /// Lines.
    pub height: u32,
    /// Pictures per second; `None` takes the rate nearest to 60.
    pub refresh_hz: Option<u32>,
}

impl PreferredMode {
    /// True if `mode` is what the board asked for. Broadcast rates, such as 59.94 for 60, are.
    pub(crate) fn is_met_by(&self, mode: &ModeFacts) -> bool {
        let rate_is_met = |wanted: u32| mode.refresh_mhz.abs_diff(1000 * wanted) <= REFRESH_TOLERANCE_MHZ;
        (self.width, self.height) == (mode.width, mode.height) && self.refresh_hz.is_none_or(rate_is_met)
    }
}

impl std::fmt::Display for PreferredMode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}x{}", self.width, self.height)?;
        self.refresh_hz.map_or(Ok(()), |hz| write!(f, "@{hz}"))
    }
}

/// The facts of a mode that the choice rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ModeFacts {
    /// Pixels per line.
    pub width: u32,
    /// Lines.
    pub height: u32,
    /// Pictures per second times 1000; 0 where the timings make no sense.
    pub refresh_mhz: u32,
    /// Half pictures.
    pub interlaced: bool,
    /// One of the stereo layouts, which need twice the picture.
    pub stereo: bool,
    /// The display's favourite.
    pub favourite: bool,
}

impl ModeFacts {
    /// Reads the facts out of the kernel's timings.
    #[must_use]
    pub fn of(mode: &Mode) -> Self {
        let (width, height) = mode.size();
        let flags = mode.flags();
        Self {
            width: u32::from(width),
            height: u32::from(height),
            refresh_mhz: Timings::of(mode).refresh_mhz(),
            interlaced: flags.contains(ModeFlags::INTERLACE),
            stereo: flags.intersects(
                ModeFlags::_3D_FRAME_PACKING
                    | ModeFlags::_3D_FIELD_ALTERNATIVE
                    | ModeFlags::_3D_LINE_ALTERNATIVE
                    | ModeFlags::_3D_SIDE_BY_SIDE_FULL
                    | ModeFlags::_3D_L_DEPTH
                    | ModeFlags::_3D_L_DEPTH_GFX_GFX_DEPTH
                    | ModeFlags::_3D_TOP_AND_BOTTOM
                    | ModeFlags::_3D_SIDE_BY_SIDE_HALF,
            ),
            favourite: mode.mode_type().contains(ModeTypeFlags::PREFERRED),
        }
    }

    /// Time from one picture to the next in nanoseconds, as the refresh rate has it.
    #[must_use]
    pub fn period_ns(&self) -> u64 {
        1_000_000_000_000 / u64::from(self.refresh_mhz.max(1))
    }

    fn is_usable(&self) -> bool {
        self.width > 0 && self.height > 0 && !self.stereo && REFRESH_MHZ_RANGE.contains(&self.refresh_mhz)
    }

    fn area(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

impl std::fmt::Display for ModeFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scan = if self.interlaced { "i" } else { "" };
        write!(
            f,
            "{}x{}{scan}@{}.{:03}",
            self.width,
            self.height,
            self.refresh_mhz / 1000,
            self.refresh_mhz % 1000
        )
    }
}

/// Indexes of the usable modes, best first, at most [`RANKED_MODE_COUNT_MAX`].
///
/// The order: modes within the policy's size before larger ones; the policy's preferred size, by nearness
/// to its rate; the display's favourite; progressive before interlaced; the larger picture; the rate
/// nearest to 60 Hz. Among modes larger than the policy allows, the smallest comes first: a picture is
/// better than none.
#[must_use]
pub(crate) fn rank(modes: &[ModeFacts], policy: &DisplayPolicy) -> Vec<usize> {
    let usable = modes.iter().take(MODE_COUNT_MAX).enumerate().filter(|(_, mode)| mode.is_usable());
    let mut ranked: Vec<(usize, &ModeFacts)> = usable.collect();
    // A stable sort: equals keep the kernel's order.
    ranked.sort_by_key(|(_, mode)| {
        let fits = mode.width <= policy.width_max && mode.height <= policy.height_max;
        let size = if fits { Reverse(mode.area()) } else { Reverse(u64::MAX - mode.area()) };
        let wanted =
            policy.preferred.filter(|wanted| (wanted.width, wanted.height) == (mode.width, mode.height));
        let rate_error =
            mode.refresh_mhz.abs_diff(1000 * wanted.and_then(|wanted| wanted.refresh_hz).unwrap_or(60));
        let favourite = fits && mode.favourite;
        (!fits, wanted.is_none(), wanted.is_none() && !favourite, mode.interlaced, size, rate_error)
    });
    ranked.into_iter().map(|(index, _)| index).take(RANKED_MODE_COUNT_MAX).collect()
}

/// The kernel's timings that make the refresh rate.
#[derive(Clone, Copy, Debug)]
struct Timings {
    clock_khz: u32,
    width_total: u16,
    height_total: u16,
    /// How often each line is sent; 0 and 1 mean once.
    vscan: u16,
    interlaced: bool,
    double_scan: bool,
}

impl Timings {
    fn of(mode: &Mode) -> Self {
        Self {
            clock_khz: mode.clock(),
            width_total: mode.hsync().2,
            height_total: mode.vsync().2,
            vscan: mode.vscan(),
            interlaced: mode.flags().contains(ModeFlags::INTERLACE),
            double_scan: mode.flags().contains(ModeFlags::DBLSCAN),
        }
    }

    /// Rounds to the nearest; 0 for timings that make no sense.
    fn refresh_mhz(self) -> u32 {
        let clock = u64::from(self.clock_khz) * 1_000_000 * if self.interlaced { 2 } else { 1 };
        let scans = u64::from(self.vscan.max(1)) * if self.double_scan { 2 } else { 1 };
        let pixels = u64::from(self.width_total) * u64::from(self.height_total) * scans;
        if pixels == 0 {
            return 0;
        }
        u32::try_from((clock + pixels / 2) / pixels).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
