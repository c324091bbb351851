//! Keyframes as an animation needs them: per property a track from offset 0 to 1, with what was left out filled in.

use alloc::vec::Vec;

use ferrule_abi::Value;
use ferrule_abi::limits::KEYFRAMES_MAX;
use ferrule_abi::motion::{Keyframe, Play, PlayDirection};
use ferrule_abi::records;

use crate::anim::spring::Spring;
use crate::easing::Ease;
use crate::refusal::Refusal;
use crate::slots::{SLOTS, Slot};
use crate::tree::{Flag, Node};

/// A value at a point of the way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frame {
    pub(crate) offset: f32,
    pub(crate) bits: u32,
    /// How the way to it runs.
    pub(crate) ease: Ease,
}

/// One property of an animation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Track {
    pub(crate) slot: Slot,
    /// Its frames: from the first, at offset 0, to the last, at offset 1, that one included.
    pub(crate) first: u16,
    pub(crate) last: u16,
    /// The frame that it was at last, so that the next one is near.
    pub(crate) at: u16,
    /// It has but one way, which is a spring's.
    pub(crate) spring: Option<Spring>,
    /// It starts from where the property was.
    pub(crate) from_here: bool,
    /// It goes on from another movement with this speed, in units per second.
    pub(crate) carried: Option<f32>,
    /// How fast it was at the last tick, in units per second.
    pub(crate) rate: f32,
    /// The property was not set or animated anew since.
    pub(crate) is_live: bool,
    /// The second colour of a flat gradient goes along with the first; it is nobody's own track.
    pub(crate) is_twin: bool,
}

/// The tracks of an animation.
#[derive(Debug, Default)]
pub(crate) struct Script {
    pub(crate) frames: Vec<Frame>,
    pub(crate) tracks: Vec<Track>,
}

/// A keyframe as it was given.
#[derive(Clone, Copy, Debug)]
struct Given {
    slot: Slot,
    frame: Frame,
    spring: Option<Spring>,
}

impl Script {
    /// Reads keyframes for a node as it is now.
    ///
    /// # Errors
    /// Why there can be no such animation.
    pub(crate) fn read(bytes: &[u8], play: &Play, node: &Node) -> Result<Self, Refusal> {
        let mut given = Vec::new();
        for keyframe in records::<Keyframe<'_>>(bytes) {
            let keyframe = self::given(&keyframe.map_err(|_| Refusal::BadKeyframes)?)?;
            if given.len() == KEYFRAMES_MAX {
                return Err(Refusal::BadKeyframes);
            }
            sort_in(&mut given, keyframe);
        }
        if given.is_empty() || play.repeat == 0 && play.duration_ms == 0 {
            return Err(Refusal::BadKeyframes);
        }
        let mut script = Self::default();
        script.frames.reserve_exact(given.len() + 2 * SLOTS.min(given.len()));
        script.tracks.reserve_exact(SLOTS.min(given.len()) + 1);
        let mut rest = given.as_slice();
        while let Some(next) = rest.first() {
            let slot = next.slot;
            let count = rest.iter().take_while(|given| given.slot == slot).count();
            let (group, after) = rest.split_at(count);
            script.add(group, play, node)?;
            rest = after;
        }
        script.add_twin(node);
        Ok(script)
    }

    /// Adds the track of one property.
    fn add(&mut self, group: &[Given], play: &Play, node: &Node) -> Result<(), Refusal> {
        let [Given { slot, frame: start, .. }, ..] = *group else { return Ok(()) };
        let spring = group.iter().find_map(|given| given.spring);
        let from_here = start.offset > 0.0;
        let once = play.repeat == 1 && play.direction == PlayDirection::Normal;
        if spring.is_some() && !(group.len() == 1 && start.offset == 1.0 && once) {
            return Err(Refusal::SpringAmongKeyframes);
        }
        let first = self.frames.len() as u16;
        let implied = |offset, bits, ease| Frame { offset, bits, ease };
        if from_here {
            self.frames.push(implied(0.0, node.shown.bits(slot), Ease::Linear));
        }
        self.frames.extend(group.iter().map(|given| given.frame));
        if let Some(end) = group.last().map(|given| given.frame)
            && end.offset < 1.0
        {
            self.frames.push(implied(1.0, node.target(slot, false), end.ease));
        }
        let last = self.frames.len() as u16 - 1;
        self.tracks.push(Track {
            slot,
            first,
            last,
            at: first,
            spring,
            from_here,
            carried: None,
            rate: 0.0,
            is_live: true,
            is_twin: false,
        });
        Ok(())
    }

    /// While there is but one colour, the second follows it.
    fn add_twin(&mut self, node: &Node) {
        let has = |slot| self.tracks.iter().find(|track| track.slot == slot).copied();
        if let Some(fill) = has(Slot::Fill)
            && has(Slot::FillTo).is_none()
            && !node.flags.has(Flag::BaseFillTo)
        {
            self.tracks.push(Track { slot: Slot::FillTo, is_twin: true, ..fill });
        }
    }
}

fn given(keyframe: &Keyframe<'_>) -> Result<Given, Refusal> {
    let slot = Slot::of(keyframe.prop).ok_or(Refusal::NotAnimatable)?;
    let bits = match keyframe.value {
        // A zero is +0, as for `Set`.
        Value::Number(number) if keyframe.value.fits(keyframe.prop.kind()) => (number + 0.0).to_bits(),
        Value::Color(color) if keyframe.value.fits(keyframe.prop.kind()) => color.0,
        _ => return Err(Refusal::WrongValue),
    };
    let ease = Ease::new(keyframe.easing);
    let spring = ease.is_none().then(|| Spring::new(keyframe.easing));
    let frame = Frame { offset: keyframe.offset, bits, ease: ease.unwrap_or(Ease::Linear) };
    Ok(Given { slot, frame, spring })
}

/// Puts a keyframe in its place by property and offset, after its equals. They come nearly in order.
fn sort_in(all: &mut Vec<Given>, given: Given) {
    let comes_before = |other: &Given| {
        let (slot, at) = (other.slot as u8, given.slot as u8);
        slot < at || slot == at && other.frame.offset <= given.frame.offset
    };
    let place = all.iter().rposition(comes_before).map_or(0, |before| before + 1);
    all.insert(place, given);
}
