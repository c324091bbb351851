//! Which device this is, as far as releases ask.

use std::fs;
use std::path::Path;

use ferrule_abi::ABI_VERSION;
use ferrule_board::{Board, Update};
use ferrule_bundle::trust::{Budgets, Device};
use rustix::rand::{GetRandomFlags, getrandom};

/// File in the data directory with the number that tells this device from its like.
const ID_FILE: &str = "device-id";
const ID_BYTES: usize = 16;

/// The device, for rollouts and reports. `id` stands in place of the one that is kept in the data directory.
pub(super) fn describe(board: &Board, update: &Update, id: Option<&str>, data: &Path) -> Device {
    let lines = &board.memory.lines;
    Device {
        product: update.product.clone(),
        hardware: update.hardware.clone(),
        abi: ABI_VERSION,
        budgets: Budgets {
            app_process_mib: lines.app_process_mib,
            wasm_mib: lines.wasm_mib,
            textures_mib: lines.textures_mib,
        },
        id: id.map_or_else(|| kept_id(&data.join(ID_FILE)), str::to_owned),
    }
}

/// The number drawn at the device's first start. Where it cannot be kept, each start draws another one: the device then takes
/// another turn in each rollout, and that is all.
fn kept_id(file: &Path) -> String {
    if let Ok(id) = fs::read_to_string(file)
        && is_id(&id)
    {
        return id;
    }
    let mut bytes = [0; ID_BYTES];
    if let Err(error) = getrandom(&mut bytes, GetRandomFlags::empty()) {
        log::warn!("no random number for the device's id: {error}");
    }
    let id: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    if let Err(error) = fs::write(file, &id) {
        log::warn!("{}: the device's id is not kept: {error}", file.display());
    }
    id
}

fn is_id(text: &str) -> bool {
    text.len() == 2 * ID_BYTES && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_drawn_once_and_a_damaged_one_again() {
        let dir = std::env::temp_dir().join(format!("ferrule-id-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let file = dir.join(ID_FILE);
        let first = kept_id(&file);
        assert!(is_id(&first), "{first}");
        assert_eq!(kept_id(&file), first);
        fs::write(&file, "torn").unwrap();
        assert_ne!(kept_id(&file), first);
        fs::remove_dir_all(dir).unwrap();
    }
}
