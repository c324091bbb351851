//! Rightly signed metadata at the wrong time or in the wrong place: old, expired, or not what was announced.

use ferrule_bundle::trust::{Floors, Hash, Role, Timestamp, TimestampBody, TrustError};

use crate::support::*;

fn timestamp(change: impl FnOnce(&mut TimestampBody)) -> Timestamp {
    let mut body = timestamp_body(b"release");
    change(&mut body);
    root().timestamp(&timestamp_bytes(&body)).unwrap()
}

/// What a device has noted that has accepted the unchanged timestamp.
fn noted() -> Floors {
    Floors { rollback: 9, ..Floors::default() }.accepted(&timestamp(|_| {}))
}

#[test]
fn nothing_older_follows() {
    let follows = |change: fn(&mut TimestampBody)| timestamp(change).follows(&noted(), NOW);
    assert_eq!(follows(|_| {}), Ok(()));
    assert_eq!(follows(|body| body.number += 1), Ok(()));
    assert_eq!(
        follows(|body| body.number -= 1),
        Err(TrustError::TimestampReplayed { accepted: 4711, found: 4710 })
    );
    assert_eq!(follows(|body| body.halt = true), Err(TrustError::TimestampChanged { number: 4711 }));
    assert_eq!(
        follows(|body| (body.number, body.issued) = (4712, ISSUED - 1)),
        Err(TrustError::TimestampBackwards { accepted: ISSUED, found: ISSUED - 1 })
    );
    assert_eq!(
        follows(|body| (body.number, body.release.number) = (4712, 11)),
        Err(TrustError::ReleaseReplayed { accepted: 12, found: 11 })
    );
    // On a device whose record was lost, but not its installed release.
    let floors = Floors { rollback: 13, ..Floors::default() };
    assert_eq!(timestamp(|_| {}).follows(&floors, NOW), Err(TrustError::BelowFloor { floor: 13, found: 12 }));
}

#[test]
fn everything_expires_at_its_second() {
    let release = release_bytes(&release_body());
    let announced = root().timestamp(&timestamp_bytes(&timestamp_body(&release))).unwrap();
    let release = root().release(&release, &announced).unwrap();
    let expires = announced.expires;
    for (role, check) in [
        (Role::Timestamp, &(|now| announced.follows(&noted_of(&announced), now)) as &dyn Fn(u64) -> _),
        (Role::Release, &|now| release.unexpired(now)),
        (Role::Root, &|now| root().unexpired(now)),
    ] {
        assert_eq!(check(expires - 1), Ok(()));
        assert_eq!(check(expires), Err(TrustError::Expired { role, expires, now: expires }));
        assert_eq!(check(0), Ok(()), "a device whose clock says 1970");
        assert!(check(1 << 40).is_err());
    }
}

fn noted_of(timestamp: &Timestamp) -> Floors {
    Floors::default().accepted(timestamp)
}

#[test]
fn only_the_announced_release_is_accepted() {
    let right = release_bytes(&release_body());
    let announced = root().timestamp(&timestamp_bytes(&timestamp_body(&right))).unwrap();
    let longer = [right.as_slice(), b" "].concat();
    assert_eq!(
        root().release(&longer, &announced),
        Err(TrustError::ReleaseBytes { expected: right.len() as u64, found: right.len() + 1 })
    );
    // Of the same length, and rightly signed.
    let mut body = release_body();
    body.version = "2026.11.4".into();
    let other = release_bytes(&body);
    assert_eq!(
        root().release(&other, &announced),
        Err(TrustError::ReleaseHash { expected: Hash::of(&right), found: Hash::of(&other) })
    );
    // Announced under a number that it does not have.
    let mut lying = timestamp_body(&right);
    lying.release.number = 13;
    let lying = root().timestamp(&timestamp_bytes(&lying)).unwrap();
    assert_eq!(root().release(&right, &lying), Err(TrustError::ReleaseNumber { expected: 13, found: 12 }));
}

#[test]
fn a_root_is_signed_by_the_old_keys_and_by_its_own() {
    let mut body = root_body(2);
    body.root_keys.keys = (4..7).map(|n| key(Role::Root, n).public()).collect();
    let bytes = body.to_bytes().unwrap();
    let signed = |numbers: &[u8]| {
        let keys: Vec<_> = numbers.iter().map(|n| key(Role::Root, *n)).collect();
        root().next(&ferrule_bundle::trust::sign(Role::Root, &bytes, &keys).unwrap()).map(|root| root.version)
    };
    let threshold = |version, valid| TrustError::Threshold { role: Role::Root, version, valid, threshold: 2 };
    assert_eq!(signed(&[0, 1, 4, 5]), Ok(2));
    assert_eq!(signed(&[0, 1]), Err(threshold(2, 0)));
    assert_eq!(signed(&[0, 1, 4]), Err(threshold(2, 1)));
    assert_eq!(signed(&[4, 5]), Err(threshold(1, 0)));
    assert_eq!(signed(&[0, 4, 5, 6]), Err(threshold(1, 1)));
}

#[test]
fn a_chunk_is_refused_for_what_is_wrong_with_it() {
    let (entry, stored) = file("f", &script());
    let (chunk, stored) = (&entry.chunks[0], &stored[0]);
    let name = chunk.stored.sha256;
    let mut other = stored.clone();
    other[100] ^= 1;
    assert_eq!(chunk.content(&other), Err(TrustError::ChunkHash { chunk: name, found: Hash::of(&other) }));
    assert_eq!(
        chunk.content(&stored[1..]),
        Err(TrustError::ChunkBytes { chunk: name, expected: stored.len() as u32, found: stored.len() - 1 })
    );
    // Signed as they are, by somebody with the release's keys.
    let signed = |bytes: &[u8]| {
        let mut chunk = chunk.clone();
        (chunk.stored.sha256, chunk.stored.bytes) = (Hash::of(bytes), bytes.len() as u32);
        chunk.content(bytes)
    };
    assert!(matches!(signed(b"no frame"), Err(TrustError::ChunkZstd { .. })));
    assert!(matches!(signed(&stored[..stored.len() - 1]), Err(TrustError::ChunkZstd { .. })));
    let behind = [stored.as_slice(), b"xyz"].concat();
    assert_eq!(signed(&behind), Err(TrustError::ChunkTrailing { chunk: Hash::of(&behind), bytes: 3 }));
    let bomb = zstd::bulk::compress(&vec![0; 1 << 30], 1).unwrap();
    assert!(
        matches!(signed(&bomb), Err(TrustError::ChunkZstd { message, .. }) if message.contains("window"))
    );
    let content = zstd::bulk::compress(b"something else", 1).unwrap();
    assert!(matches!(signed(&content), Err(TrustError::ContentHash { .. })));
    assert!(signed(&small_window_bomb()).is_err_and(|error| matches!(error, TrustError::ChunkOutput { .. })));
}

/// A frame with a window of 64 KiB and a thousand times as much in it: repeated bytes, four to say so each time.
fn small_window_bomb() -> Vec<u8> {
    let mut frame = vec![0x28, 0xb5, 0x2f, 0xfd, 0x00, 6 << 3];
    for _ in 0..1000 {
        frame.extend(&(65_536_u32 << 3 | 1 << 1).to_le_bytes()[..3]);
        frame.push(b'x');
    }
    frame
}
