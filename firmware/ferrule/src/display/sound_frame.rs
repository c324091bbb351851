//! A frame whose display list was checked: what the display keeps and paints, as often as it must.

use ferrule_abi::list::{CheckedList, DisplayList};

use crate::messages::Frame;

/// A frame that was found sound.
pub(crate) struct SoundFrame {
    list: CheckedList,
    /// The rest of the frame; its list is above.
    rest: Frame,
}

impl SoundFrame {
    /// Checks a frame's list. A wrong one is logged, and the frame comes back.
    pub(crate) fn check(mut frame: Frame) -> Result<Self, Frame> {
        match CheckedList::new(std::mem::take(&mut frame.list)) {
            Ok(list) => Ok(Self { list, rest: frame }),
            Err((error, bytes)) => {
                log::warn!("the engine's display list is wrong and is not painted: {error}");
                Err(Frame { list: bytes, ..frame })
            }
        }
    }

    /// The list.
    pub(crate) fn list(&self) -> DisplayList<'_> {
        self.list.list()
    }

    /// CPU time that the engine took for it, in microseconds.
    pub(crate) fn engine_cpu_us(&self) -> u64 {
        self.rest.engine_cpu_us
    }

    /// The frame as it came, to be used again.
    pub(crate) fn into_frame(self) -> Frame {
        Frame { list: self.list.into_bytes(), ..self.rest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrule_abi::list::ListBuilder;
    use ferrule_abi::{Color, Item, Rect};

    #[test]
    fn a_sound_frame_keeps_its_memory_and_a_wrong_one_comes_back() {
        let mut builder = ListBuilder::default();
        let rect = Rect::new(0.0, 0.0, 10.0, 10.0);
        let fill = ferrule_abi::list::Fill::Solid(Color::WHITE);
        builder.push(&Item::Quad(ferrule_abi::list::Quad::new(rect, fill))).unwrap();
        let bytes = builder.finish(rect).to_vec();
        let frame = Frame { list: bytes.clone(), engine_cpu_us: 7, ..Frame::default() };
        let (address, Ok(sound)) = (frame.list.as_ptr(), SoundFrame::check(frame)) else {
            panic!("a good list is refused");
        };
        assert_eq!((sound.list().len(), sound.list().damage(), sound.engine_cpu_us()), (1, rect, 7));
        assert_eq!(sound.into_frame().list.as_ptr(), address);

        let cut = Frame { list: bytes[..bytes.len() - 4].to_vec(), ..Frame::default() };
        assert!(SoundFrame::check(cut).is_err_and(|frame| frame.list == bytes[..bytes.len() - 4]));
    }
}
