//! What a publisher does right is accepted, from the root to the last chunk.

use ferrule_abi::EngineKind;
use ferrule_bundle::trust::{
    Budgets, Device, EngineShare, Envelope, Floors, Hash, Release, Role, Root, SecretKey, Timestamp,
    TrustError, Unfit, Wave, cosign, sign,
};

use crate::support::*;

fn announced(release: &[u8]) -> Timestamp {
    root().timestamp(&timestamp_bytes(&timestamp_body(release))).unwrap()
}

fn accepted(body: &ferrule_bundle::trust::ReleaseBody) -> Release {
    let bytes = release_bytes(body);
    root().release(&bytes, &announced(&bytes)).unwrap()
}

#[test]
fn the_whole_chain_is_accepted() {
    let body = release_body();
    let bytes = release_bytes(&body);
    let timestamp = announced(&bytes);
    let floors = Floors { timestamp: 4710, release: 11, rollback: 9, time: ISSUED - 60, ..Floors::default() };
    timestamp.follows(&floors, NOW).unwrap();
    let release = root().release(&bytes, &timestamp).unwrap();
    release.unexpired(NOW).unwrap();
    assert_eq!(*release, body);
    assert_eq!(root().installed(&bytes).unwrap(), release);

    let after = floors.accepted(&timestamp);
    assert_eq!((after.timestamp, after.release, after.rollback, after.time), (4711, 12, 9, ISSUED));
    timestamp.follows(&after, NOW).unwrap();
}

#[test]
fn every_chunk_gives_its_content() {
    let noise: Vec<u8> = (0..70_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for content in [script(), noise, b"x".to_vec(), vec![0; 65_536], vec![1; 65_537]] {
        let (entry, stored) = file("f", &content);
        let mut joined = Vec::new();
        for (index, (chunk, bytes)) in entry.chunks.iter().zip(&stored).enumerate() {
            let piece = chunk.content(bytes).unwrap();
            assert_eq!(Some(piece.len()), entry.chunk_bytes(index));
            joined.extend(piece);
        }
        assert_eq!(entry.chunk_bytes(stored.len()), None);
        assert!(joined == content);
    }
}

#[test]
fn roots_follow_each_other_and_are_found_again_in_storage() {
    let image = root();
    let mut two = root_body(2);
    two.release_keys.keys = vec![key(Role::Release, 7).public()];
    two.release_keys.threshold = 1;
    let mut three = two.clone();
    three.version = 3;
    three.timestamp_keys.keys = vec![key(Role::Timestamp, 7).public()];
    let [two, three] = [&two, &three].map(root_bytes);

    let second = image.next(&two).unwrap();
    let third = second.next(&three).unwrap();
    assert_eq!(third.version, 3);
    let chain = [two.clone(), three.clone()].concat();
    assert_eq!(image.newest(&chain), third);
    // A firmware that came with the second root takes up the same storage.
    assert_eq!(Root::from_image(&two).unwrap().newest(&chain).version, 3);
    assert_eq!(image.newest(&chain[..chain.len() - 1]), second);
    assert_eq!(image.newest(b""), image);
    assert_eq!(image.newest(&[timestamp_bytes(&timestamp_body(b"x")), chain].concat()), third);

    // What the first root's keys released still runs, but does not come by the network any more.
    let release = release_bytes(&release_body());
    assert_eq!(third.installed(&release).unwrap().number, 12);
    let error = second.release(&release, &announced(&release)).unwrap_err();
    assert_eq!(error, TrustError::Threshold { role: Role::Release, version: 2, valid: 0, threshold: 1 });

    let floors = Floors { timestamp: 1 << 52, release: 77, rollback: 9, time: 1 << 37, ..Floors::default() };
    assert_eq!(second.floors(&image, &floors), floors);
    assert_eq!(third.floors(&second, &floors), Floors { rollback: 9, ..Floors::default() });
}

#[test]
fn signatures_are_added_one_by_one_and_kept_in_order() {
    let body = root_body(1).to_bytes().unwrap();
    let [a, b, c] = [0, 1, 2].map(|n| key(Role::Root, n));
    let one = sign(Role::Root, &body, std::slice::from_ref(&b)).unwrap();
    let refused = Root::from_image(&one).unwrap_err();
    assert_eq!(refused, TrustError::Threshold { role: Role::Root, version: 1, valid: 1, threshold: 2 });
    let two = cosign(&one, &a).unwrap();
    assert_eq!(Root::from_image(&two).unwrap().version, 1);
    assert_eq!(cosign(&two, &b).unwrap(), two);
    assert_eq!(cosign(&two, &c).unwrap(), sign(Role::Root, &body, &[c, b, a]).unwrap());
    assert_eq!(Envelope::parse(&two).unwrap().signatures().count(), 2);
    // A key that the root does not know is passed over.
    assert!(Root::from_image(&cosign(&two, &key(Role::Release, 9)).unwrap()).is_ok());
}

#[test]
fn secret_keys_are_kept_in_files_of_their_owner() {
    let dir = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("trust-keys");
    let _ = std::fs::remove_dir_all(&dir);
    std::fs::create_dir_all(&dir).unwrap();
    let key = SecretKey::generate().unwrap();
    let path = dir.join("release-1");
    key.write(&path).unwrap();
    assert_eq!(SecretKey::read(&path).unwrap().public(), key.public());
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    assert!(key.write(&path).unwrap_err().to_string().contains("File exists"));
    std::fs::write(&path, "ferrule secret key, Ed25519\n12\n").unwrap();
    assert!(SecretKey::read(&path).err().unwrap().to_string().contains("two lines"));
    assert_ne!(SecretKey::generate().unwrap().public(), key.public());
}

#[test]
fn waves_open_by_the_times_of_the_metadata_alone() {
    let share = |body: &ferrule_bundle::trust::ReleaseBody, after: i64, share: u16, halt: bool| {
        let release = accepted(body);
        let mut timestamp = timestamp_body(&release_bytes(body));
        timestamp.issued = ISSUED.checked_add_signed(after).unwrap();
        (timestamp.share, timestamp.halt) = (share, halt);
        timestamp.expires = ISSUED + 1_000_000;
        let timestamp = root().timestamp(&timestamp_bytes(&timestamp)).unwrap();
        (0..20_000).filter(|id| release.may_install(&timestamp, &format!("stick-{id}"))).count() as f64
            / 200.0
    };
    let near = |found: f64, percent: f64| assert!((found - percent).abs() < 0.5, "{found} % for {percent} %");
    let body = release_body();
    for (after, percent) in [(-60, 0.0), (0, 0.0), (3599, 0.0), (3600, 1.0), (14_399, 1.0), (14_400, 5.0)] {
        near(share(&body, after, 0, false), percent);
    }
    near(share(&body, 900_000, 0, false), 5.0);
    near(share(&body, 0, 2500, false), 25.0);
    near(share(&body, 900_000, 100, false), 5.0);
    near(share(&body, 900_000, 10_000, true), 0.0);
    let mut everybody = body.clone();
    everybody.waves.clear();
    near(share(&everybody, -60, 0, false), 100.0);
    let mut all = body;
    all.waves.push(Wave { after: 20_000, share: 10_000 });
    near(share(&all, 20_000, 0, false), 100.0);
}

#[test]
fn engines_are_chosen_by_class_and_share() {
    let mut body = release_body();
    body.engines = [("qemu-arm64".into(), EngineShare { js_share: 3000 })].into();
    let release = accepted(&body);
    let js = (0..20_000)
        .filter(|id| release.engine("qemu-arm64", &format!("stick-{id}")) == Some(EngineKind::Js))
        .count();
    assert!((5800..6200).contains(&js), "{js} of 20000");
    assert_eq!(release.engine("qemu-armv7", "stick-1"), None);
}

#[test]
fn a_release_for_others_is_no_attack() {
    let release = accepted(&release_body());
    let device = Device {
        product: "home".into(),
        hardware: "qemu-armv7".into(),
        abi: 3,
        budgets: Budgets { app_process_mib: 48, wasm_mib: 4, textures_mib: 32 },
        id: "stick-1".into(),
    };
    release.fits(&device).unwrap();
    let unfit = |change: fn(&mut Device)| {
        let mut other = device.clone();
        change(&mut other);
        release.fits(&other).unwrap_err()
    };
    assert!(matches!(unfit(|d| d.product = "bar".into()), Unfit::Product { .. }));
    assert!(matches!(unfit(|d| d.hardware = "stick".into()), Unfit::Hardware { .. }));
    assert!(matches!(unfit(|d| d.abi = 4), Unfit::Abi { .. }));
    assert!(matches!(unfit(|d| d.abi = 2), Unfit::Abi { .. }));
    for (change, name) in [
        ((|d| d.budgets.app_process_mib = 47) as fn(&mut Device), "app_process_mib"),
        (|d| d.budgets.wasm_mib = 3, "wasm_mib"),
        (|d| d.budgets.textures_mib = 31, "textures_mib"),
    ] {
        assert!(unfit(change).to_string().contains(name));
    }
}

/// Envelopes and buckets made by the words of FORMAT.md alone: two programs that agree with each other must agree with
/// it too.
#[test]
fn the_format_is_the_written_one() {
    let body = timestamp_body(b"release").to_bytes().unwrap();
    let key = key(Role::Timestamp, 0).public();
    let signed = sign(Role::Timestamp, &body, &keys(Role::Timestamp, 1)).unwrap();
    let signature: &[u8; 64] = signed[48..112].try_into().unwrap();
    let length = (body.len() as u32).to_le_bytes();
    let written =
        [&b"FERRULE1"[..], &[3, 1, 0, 0], &length, &Hash::of(&key.0).0, signature, body.as_slice()].concat();
    assert!(signed == written);
    let message = [b"ferrule-bundle-v1\0timestamp\0", body.as_slice()].concat();
    assert!(key.verifies(&message, signature));

    // Both sides of each bucket, computed by another program.
    let mut body = release_body();
    body.waves.clear();
    for (id, wave, engine) in [("stick-1", 7866, 815), ("stick-2", 183, 2656)] {
        for above in [0, 1] {
            body.waves = vec![Wave { after: 0, share: wave + above }];
            body.engines = [("qemu-arm64".into(), EngineShare { js_share: engine + above })].into();
            let bytes = release_bytes(&body);
            let timestamp = announced(&bytes);
            let release = root().release(&bytes, &timestamp).unwrap();
            assert_eq!(release.may_install(&timestamp, id), above == 1);
            let kind = [EngineKind::Wasm, EngineKind::Js][usize::from(above)];
            assert_eq!(release.engine("qemu-arm64", id), Some(kind));
        }
    }
}
