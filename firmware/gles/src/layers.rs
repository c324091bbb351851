//! Off-screen layers: textures that groups and nested masks are painted to, kept from frame to frame, accounted in
//! bytes, with a cap.

use crate::area::Area;
use crate::device::{Device, Layer};

/// Sides of layers are multiples of this, so that a group that grows a little finds its layer again.
const SIDE_STEP: u32 = 64;
/// A layer that serves something smaller is at most this many times as large, while there is room for a better one.
const WASTE_MAX: u64 = 4;
/// Holder of a layer that is being painted.
const PAINTED: usize = usize::MAX;
/// Frames after which a layer that nothing was painted to is freed.
const IDLE_FRAMES_MAX: u64 = 240;

#[derive(Debug)]
struct Slot {
    layer: Layer,
    width: u32,
    height: u32,
    /// The frame that used it last.
    used: u64,
    /// [`PAINTED`], or the level whose quads show it and are not drawn yet.
    holder: Option<usize>,
}

impl Slot {
    fn bytes(&self) -> usize {
        bytes(self.width, self.height)
    }

    fn pixels(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// A layer as it was given out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lent {
    pub(crate) layer: Layer,
    /// Size of its texture.
    pub(crate) size: (u32, u32),
}

/// The layers there are.
#[derive(Debug)]
pub(crate) struct Layers {
    slots: Vec<Slot>,
    bytes: usize,
    bytes_max: usize,
    frame: u64,
}

impl Layers {
    pub(crate) fn new(bytes_max: usize) -> Self {
        Self { slots: Vec::new(), bytes: 0, bytes_max, frame: 0 }
    }

    /// Bytes of texture memory held.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Begins a frame, in which all layers are free, and frees those that were idle for long.
    pub(crate) fn next_frame(&mut self, device: &mut Device) {
        self.frame += 1;
        let oldest = self.frame.saturating_sub(IDLE_FRAMES_MAX);
        self.slots.iter_mut().for_each(|slot| slot.holder = None);
        self.free(device, |slot| slot.used < oldest);
    }

    /// Frees every layer that nothing is waiting for.
    pub(crate) fn free_idle(&mut self, device: &mut Device) {
        self.free(device, |slot| slot.holder.is_none());
    }

    fn free(&mut self, device: &mut Device, which: impl Fn(&Slot) -> bool) {
        let bytes = &mut self.bytes;
        self.slots.retain(|slot| {
            let goes = which(slot);
            if goes {
                device.delete_layer(slot.layer);
                *bytes -= slot.bytes();
            }
            !goes
        });
    }

    /// A layer of at least the size of an area, to be painted. Nothing when the cap is reached or the driver refuses.
    pub(crate) fn take(&mut self, device: &mut Device, area: &Area) -> Option<Lent> {
        let (width, height) = (area.width() as u32, area.height() as u32);
        let index = self
            .find(width, height, WASTE_MAX)
            .or_else(|| self.add(device, width, height))
            .or_else(|| self.find(width, height, u64::MAX))?;
        let slot = self.slots.get_mut(index)?;
        slot.holder = Some(PAINTED);
        slot.used = self.frame;
        Some(Lent { layer: slot.layer, size: (slot.width, slot.height) })
    }

    /// A layer is painted. Quads of a level are about to show it, or nothing does.
    pub(crate) fn painted(&mut self, lent: &Lent, shown_by: Option<usize>) {
        if let Some(slot) = self.slots.iter_mut().find(|slot| slot.layer == lent.layer) {
            slot.holder = shown_by;
        }
    }

    /// The quads of a level are drawn: the layers they showed are free.
    pub(crate) fn release(&mut self, holder: usize) {
        for slot in self.slots.iter_mut().filter(|slot| slot.holder == Some(holder)) {
            slot.holder = None;
        }
    }

    fn find(&self, width: u32, height: u32, waste_max: u64) -> Option<usize> {
        let pixels_max = (u64::from(width) * u64::from(height)).saturating_mul(waste_max);
        let fits = |slot: &Slot| {
            let is_small = slot.pixels() <= pixels_max.max(u64::from(SIDE_STEP * SIDE_STEP));
            slot.holder.is_none() && slot.width >= width && slot.height >= height && is_small
        };
        let slots = self.slots.iter().enumerate().filter(|(_, slot)| fits(slot));
        slots.min_by_key(|(_, slot)| slot.pixels()).map(|(index, _)| index)
    }

    fn add(&mut self, device: &mut Device, width: u32, height: u32) -> Option<usize> {
        let side = |pixels: u32| pixels.next_multiple_of(SIDE_STEP).min(device.side_max).max(pixels);
        let (width, height) = (side(width), side(height));
        let needed = bytes(width, height);
        if width > device.side_max || height > device.side_max || !self.make_room(device, needed) {
            return None;
        }
        let layer = device
            .create_layer((width, height))
            .inspect_err(|error| log::warn!("a group is painted without a layer: {error}"))
            .ok()?;
        self.bytes += needed;
        self.slots.push(Slot { layer, width, height, used: self.frame, holder: None });
        Some(self.slots.len() - 1)
    }

    /// Frees layers that nothing is waiting for, the least recently used first. False when that is not enough.
    fn make_room(&mut self, device: &mut Device, needed: usize) -> bool {
        while self.bytes + needed > self.bytes_max {
            let idle = self.slots.iter().enumerate().filter(|(_, slot)| slot.holder.is_none());
            let Some((index, _)) = idle.min_by_key(|(_, slot)| slot.used) else { return false };
            let slot = self.slots.swap_remove(index);
            device.delete_layer(slot.layer);
            self.bytes -= slot.bytes();
        }
        true
    }
}

fn bytes(width: u32, height: u32) -> usize {
    width as usize * height as usize * 4
}
