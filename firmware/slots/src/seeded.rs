//! Mistakes that the tests switch on, one at a time, to see that they would be noticed. Without the feature
//! `seeded-bugs`, which only this crate's tests have, none of them is in the program.

/// A mistake in what is decided or in the order of steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bug {
    /// A record is read whatever its checksum.
    ChecksumIgnored,
    /// The older copy of the record counts.
    SequenceReversed,
    /// A start takes no try off.
    TryNotSpent,
    /// A start is not noted before it.
    StartNotNoted,
    /// A loss of power counts as a crash.
    BootIgnored,
    /// Any number of losses of power is forgiven.
    PowerLossesUnlimited,
    /// Releases below the rollback floor start.
    FloorIgnored,
    /// The rollback floor rises when a release is installed.
    FloorEarly,
    /// The rollback floor does not rise.
    FloorNotRaised,
    /// What is to be gone back to is installed over.
    LastGoodOverwritten,
    /// A slot is changed before the record says so.
    BeginNotNoted,
    /// What an earlier attempt left is taken for right.
    ResumedBelieved,
    /// The record says that a release may start before its files are durable.
    TrialBeforeSync,
    /// Marks take whatever value is noted.
    MarksFall,
    /// The floors of a new root are noted before it is stored.
    RootNotedFirst,
    /// A failure is not noted.
    FailureForgotten,
    /// A proof is not noted.
    GoodForgotten,
}

#[cfg(feature = "seeded-bugs")]
thread_local! {
    static SEEDED: std::cell::Cell<Option<Bug>> = const { std::cell::Cell::new(None) };
}

/// Makes a mistake in this thread from now on, or none.
#[cfg(feature = "seeded-bugs")]
pub fn seed(bug: Option<Bug>) {
    SEEDED.set(bug);
}

/// Whether the mistake is to be made.
#[cfg(feature = "seeded-bugs")]
pub(crate) fn seeded(bug: Bug) -> bool {
    SEEDED.get() == Some(bug)
}

/// No mistake is made.
#[cfg(not(feature = "seeded-bugs"))]
pub(crate) const fn seeded(_: Bug) -> bool {
    false
}
