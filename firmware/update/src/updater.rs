//! What a check works on: the slots, the newest root, and the device itself.

use ferrule_bundle::trust::{Device, Release, Root};
use ferrule_slots::{BootId, Disk, Run, Slot, Slots, SlotsError, Start, stored_root};

use crate::{CheckError, PassedTime};

/// The slots of a device with the root that speaks for them.
pub struct Updater<D: Disk> {
    pub(crate) slots: Slots<D>,
    pub(crate) root: Root,
    /// Every downloaded root, one behind the other.
    pub(crate) roots: Vec<u8>,
    pub(crate) device: Device,
    pub(crate) time: PassedTime,
    pub(crate) running: Option<Slot>,
}

impl<D: Disk> Updater<D> {
    /// Opens the slots under the root of the image, and under the roots that were downloaded since. `now_us` is the
    /// device's clock.
    ///
    /// # Errors
    /// [`CheckError::Image`] alone: nothing on the disk keeps this from succeeding.
    pub fn open(
        disk: D,
        boot: BootId,
        image_root: &[u8],
        device: Device,
        now_us: u64,
    ) -> Result<Self, CheckError> {
        let image = Root::from_image(image_root).map_err(|cause| CheckError::Image(cause.into()))?;
        // Without them the image's own does, and they are fetched again.
        let mut roots = stored_root(&disk).unwrap_or_default();
        // What is stored behind something else would not be found again.
        roots.truncate(Root::chain_bytes(&roots));
        let root = image.newest(&roots);
        let signers = root.clone();
        let slots = Slots::open(disk, boot, Box::new(move |envelope| signers.installed(envelope).ok()));
        let noted = image.up_to(&roots, slots.root_version());
        if noted.version < root.version {
            // The power went between storing a root and noting what it means for the marks. Where that cannot be noted,
            // the marks stay stricter than they need be, and the next start tries again.
            let _ = slots.set_root(&roots, root.version, &root.floors(&noted, &slots.floors()));
        }
        let time = PassedTime::new(root.issued.max(slots.floors().time), now_us);
        Ok(Self { slots, root, roots, device, time, running: None })
    }

    /// Decides what runs now, and notes it: [`Slots::start`].
    pub fn start(&mut self) -> Start {
        let start = self.slots.start();
        self.running = match start.run {
            Run::Factory => None,
            Run::Slot(slot) => Some(slot),
        };
        start
    }

    /// The slots.
    pub fn slots(&self) -> &Slots<D> {
        &self.slots
    }

    /// The device.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// The time that has certainly passed.
    pub fn time(&self) -> PassedTime {
        self.time
    }

    /// The release in a slot, when it is what was installed there and its signatures still count.
    ///
    /// # Errors
    /// [`CheckError::Slots`], [`CheckError::Refused`].
    pub fn installed(&self, slot: Slot) -> Result<Release, CheckError> {
        let envelope = self.slots.read_release(slot)?;
        let refused = |cause| CheckError::Refused { path: format!("slot {slot}"), cause: Box::new(cause) };
        let release = self.root.installed(&envelope).map_err(refused)?;
        let floor = self.slots.floors().rollback;
        if release.number < floor {
            return Err(SlotsError::BelowFloor { release: release.number, floor }.into());
        }
        Ok(release)
    }
}
