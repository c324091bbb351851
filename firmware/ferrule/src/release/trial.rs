//! Whether a release on trial is good: it has to show a picture, answer, and go on doing so for a while.
//!
//! A pure function of what the other threads report. The network has no part in it: a release is not bad because the
//! line is down, nor without a television.

use thiserror::Error;

/// The app has to present a scene within this time after the process's start.
pub(crate) const PRESENT_WITHIN_US: u64 = 6_000_000;
/// How long an app that presents has to go on without an end, a hang or a failure of the engine.
pub(crate) const HEALTHY_FOR_US: u64 = 10_000_000;
/// Page flips with the app's scene that the kernel has to confirm.
const FLIPS_MIN: u64 = 1;

/// Why a release on trial is not good.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub(crate) enum TrialEnd {
    /// Worth another try: it may have been bad luck.
    #[error("its app ended")]
    AppEnded,
    /// Worth another try.
    #[error("its engine failed")]
    EngineFailed,
    /// Another try would cost the viewer the same time again.
    #[error("its app presented nothing within {} s", PRESENT_WITHIN_US / 1_000_000)]
    NoPicture,
    /// As above.
    #[error("its app hangs")]
    Hangs,
}

impl TrialEnd {
    /// Whether the release may be tried again.
    pub(crate) fn may_be_luck(self) -> bool {
        matches!(self, Self::AppEnded | Self::EngineFailed)
    }
}

/// What is known of the release by now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    /// When the app's first scene was on its way to the engine.
    pub(crate) presented_us: Option<u64>,
    /// Whether there is a display that can show it.
    pub(crate) connected: bool,
    /// Page flips confirmed since the first frame with the app's scene was committed.
    pub(crate) flips_of_app: u64,
    /// Times that an app process ended.
    pub(crate) app_ends: u64,
    /// Those of them that did not answer any more.
    pub(crate) app_hangs: u64,
    /// Times that the engine failed.
    pub(crate) engine_failures: u64,
}

/// What becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Look again later.
    Open,
    /// It runs.
    Good,
    /// It does not.
    Bad(TrialEnd),
}

/// Judges a release whose process started at `started_us`.
pub(crate) fn judge(signs: &Signs, started_us: u64, now_us: u64) -> Verdict {
    if signs.app_hangs > 0 {
        return Verdict::Bad(TrialEnd::Hangs);
    }
    if signs.engine_failures > 0 {
        return Verdict::Bad(TrialEnd::EngineFailed);
    }
    if signs.app_ends > 0 {
        return Verdict::Bad(TrialEnd::AppEnded);
    }
    match signs.presented_us {
        None if now_us.saturating_sub(started_us) >= PRESENT_WITHIN_US => Verdict::Bad(TrialEnd::NoPicture),
        None => Verdict::Open,
        // Without a display nobody can say that it shows a picture, and nothing speaks against it.
        Some(_) if !signs.connected || signs.flips_of_app < FLIPS_MIN => Verdict::Open,
        Some(at) if now_us.saturating_sub(at) >= HEALTHY_FOR_US => Verdict::Good,
        Some(_) => Verdict::Open,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOWN: Signs = Signs {
        presented_us: Some(1_000_000),
        connected: true,
        flips_of_app: 1,
        app_ends: 0,
        app_hangs: 0,
        engine_failures: 0,
    };

    #[test]
    fn an_app_that_shows_a_picture_and_goes_on_is_good_after_a_while() {
        assert_eq!(judge(&SHOWN, 0, HEALTHY_FOR_US), Verdict::Open);
        assert_eq!(judge(&SHOWN, 0, HEALTHY_FOR_US + 1_000_000), Verdict::Good);
    }

    #[test]
    fn an_app_that_presents_nothing_is_bad_once_its_time_is_over() {
        let signs = Signs { presented_us: None, flips_of_app: 0, ..SHOWN };
        assert_eq!(judge(&signs, 500, PRESENT_WITHIN_US), Verdict::Open);
        assert_eq!(judge(&signs, 500, PRESENT_WITHIN_US + 500), Verdict::Bad(TrialEnd::NoPicture));
    }

    #[test]
    fn without_a_display_or_a_confirmed_flip_nothing_is_decided() {
        let late = 100 * HEALTHY_FOR_US;
        assert_eq!(judge(&Signs { connected: false, ..SHOWN }, 0, late), Verdict::Open);
        assert_eq!(judge(&Signs { flips_of_app: 0, ..SHOWN }, 0, late), Verdict::Open);
    }

    #[test]
    fn ends_and_failures_may_be_luck_and_hangs_are_not() {
        for (signs, end, luck) in [
            (Signs { app_ends: 1, ..SHOWN }, TrialEnd::AppEnded, true),
            (Signs { engine_failures: 1, app_ends: 1, ..SHOWN }, TrialEnd::EngineFailed, true),
            (Signs { app_hangs: 1, app_ends: 1, ..SHOWN }, TrialEnd::Hangs, false),
        ] {
            assert_eq!(judge(&signs, 0, 100 * HEALTHY_FOR_US), Verdict::Bad(end));
            assert_eq!(end.may_be_luck(), luck);
        }
        assert!(!TrialEnd::NoPicture.may_be_luck());
    }
}
