//! Which devices take a release: whether it fits, when their turn is, and which engine they get.

use ferrule_abi::EngineKind;

use super::hash::Hash;
use super::limits::SHARE_ALL;
use super::release::Release;
use super::timestamp::Timestamp;

/// What a release is measured against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// What it is sold as.
    pub product: String,
    /// Its hardware class.
    pub hardware: String,
    /// The version of the firmware's protocols.
    pub abi: u32,
    /// What it has to give.
    pub budgets: Budgets,
    /// Which one of its kind it is; decides its place in rollouts.
    pub id: String,
}

/// What a device has to give, in MiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets {
    /// For the app's process.
    pub app_process_mib: u32,
    /// For the engine module's memory.
    pub wasm_mib: u32,
    /// For textures.
    pub textures_mib: u32,
}

/// Why a release is not for a device. That is no attack: the device stays where it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// For another product.
    #[error("release {number} is not for this device: for product `{found}`, this is a `{device}`")]
    Product {
        /// Which release.
        number: u64,
        /// The release's.
        found: String,
        /// The device's.
        device: String,
    },
    /// For other hardware.
    #[error("release {number} is not for this device: `hardware` does not name `{device}`")]
    Hardware {
        /// Which release.
        number: u64,
        /// The device's class.
        device: String,
    },
    /// For another firmware.
    #[error("release {number} is not for this device: for ABI {min} to {max}, this firmware has {device}")]
    Abi {
        /// Which release.
        number: u64,
        /// The release's lowest.
        min: u32,
        /// The release's highest.
        max: u32,
        /// The firmware's.
        device: u32,
    },
    /// It needs more than there is.
    #[error(
        "release {number} is not for this device: it needs {needs} MiB of `{budget}`, there are {device}"
    )]
    Budget {
        /// Which release.
        number: u64,
        /// Of what.
        budget: &'static str,
        /// The release's.
        needs: u32,
        /// The device's.
        device: u32,
    },
}

impl Release {
    /// Whether it runs on this device.
    ///
    /// # Errors
    /// [`Unfit`]: what of it does not.
    pub fn fits(&self, device: &Device) -> Result<(), Unfit> {
        let number = self.number;
        if self.product != device.product {
            let (found, device) = (self.product.clone(), device.product.clone());
            return Err(Unfit::Product { number, found, device });
        }
        if !self.hardware.contains(&device.hardware) {
            return Err(Unfit::Hardware { number, device: device.hardware.clone() });
        }
        if !(self.abi.min..=self.abi.max).contains(&device.abi) {
            return Err(Unfit::Abi { number, min: self.abi.min, max: self.abi.max, device: device.abi });
        }
        let (needs, budgets) = (&self.needs, &device.budgets);
        for (budget, needs, device) in [
            ("app_process_mib", needs.app_process_mib, budgets.app_process_mib),
            ("wasm_mib", needs.wasm_mib, budgets.wasm_mib),
            ("textures_mib", needs.textures_mib, budgets.textures_mib),
        ] {
            if needs > device {
                return Err(Unfit::Budget { number, budget, needs, device });
            }
        }
        Ok(())
    }

    /// Whether it is the turn of the device of this id, by the time the timestamp was issued.
    #[must_use]
    pub fn may_install(&self, timestamp: &Timestamp, id: &str) -> bool {
        !timestamp.halt
            && bucket(id, "wave", self.number) < self.wave_share(timestamp.issued).max(timestamp.share)
    }

    /// The engine that the device of this id gets; `None`: that of the bundle's manifest.
    #[must_use]
    pub fn engine(&self, hardware: &str, id: &str) -> Option<EngineKind> {
        let share = self.engines.get(hardware)?.js_share;
        Some(if bucket(id, "engine", self.number) < share { EngineKind::Js } else { EngineKind::Wasm })
    }

    /// The share of devices that the waves let install at a time.
    fn wave_share(&self, time: u64) -> u16 {
        if self.waves.is_empty() {
            return SHARE_ALL;
        }
        let Some(elapsed) = time.checked_sub(self.issued) else { return 0 };
        self.waves.iter().rev().find(|wave| wave.after <= elapsed).map_or(0, |wave| wave.share)
    }
}

/// A device's place among all devices for one purpose and release, 0 to 9,999: other for each release, so that the
/// same devices are not always the first.
fn bucket(id: &str, purpose: &str, release: u64) -> u16 {
    let place = [id.as_bytes(), b"\0", purpose.as_bytes(), b"\0", &release.to_be_bytes()].concat();
    let Hash([a, b, c, d, e, f, g, h, ..]) = Hash::of(&place);
    (u64::from_be_bytes([a, b, c, d, e, f, g, h]) % u64::from(SHARE_ALL)) as u16
}
