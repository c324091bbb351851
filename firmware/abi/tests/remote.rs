//! The messages of an engine in the app's process: each reads back as it was written, fits a message, and what is too
//! long, cut or flipped is an error.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

use ferrule_abi::limits::{BATCH_BYTES_MAX, ENGINE_SCRIPT_BYTES_MAX, LIST_CHUNK_BYTES, SCRIPT_CHUNK_BYTES};
use ferrule_abi::list::ImageId;
use ferrule_abi::message::{AppMessage, HostMessage, MESSAGE_BYTES_MAX};
use ferrule_abi::remote::{EngineOrder, EngineReport, RemoteTurn};
use ferrule_abi::text::{TextMetrics, TextRequest};
use ferrule_abi::{Batch, NodeId, Reader, Record, WireError};

fn message<'a>(record: &impl Record<'a>) -> Result<Vec<u8>, WireError> {
    let mut batch = Batch::new(MESSAGE_BYTES_MAX);
    batch.push(record)?;
    Ok(batch.as_bytes().to_vec())
}

const TURN: RemoteTurn<'_> =
    RemoteTurn { changed: true, animating: false, presented: true, cpu_us: 70_000, events: &[1, 2, 3] };

fn reports() -> Vec<EngineReport<'static>> {
    vec![
        EngineReport::Want,
        EngineReport::List { total: 9, offset: 4, bytes: b"abcde" },
        EngineReport::Turn(TURN),
        EngineReport::Turn(RemoteTurn { animating: true, ..RemoteTurn::default() }),
        EngineReport::MeasureText(TextRequest::new("वाह", 20.0)),
        EngineReport::ReleaseText { layout: 7 },
        EngineReport::RequestImage { path: "a.png", width: 3, height: 4 },
        EngineReport::ReleaseImage { image: ImageId(9) },
        EngineReport::Log { level: 2, text: "careful" },
        EngineReport::Described(&[5]),
    ]
}

fn orders() -> Vec<EngineOrder<'static>> {
    let metrics = TextMetrics { layout: 1, width: 2.0, height: 3.0, baseline: 2.5, is_rtl: true };
    vec![
        EngineOrder::Script { total: 9, offset: 4, bytes: b"abcde" },
        EngineOrder::Inputs(&[1, 2]),
        EngineOrder::Tick { now_us: u64::MAX },
        EngineOrder::TextMeasured(metrics),
        EngineOrder::ImageRequested(ImageId(0)),
        EngineOrder::Describe { after: None },
        EngineOrder::Describe { after: NodeId::new(8) },
    ]
}

#[test]
fn they_read_back_as_written_and_cuts_and_flips_are_errors_at_worst() {
    for report in reports() {
        let bytes = message(&AppMessage::Engine(report)).unwrap();
        assert_eq!(AppMessage::decode(&mut Reader::new(&bytes)), Ok(AppMessage::Engine(report)));
        damage(&bytes, |bytes| AppMessage::decode(&mut Reader::new(bytes)).is_err());
    }
    for order in orders() {
        let bytes = message(&HostMessage::Engine(order)).unwrap();
        assert_eq!(HostMessage::decode(&mut Reader::new(&bytes)), Ok(HostMessage::Engine(order)));
        damage(&bytes, |bytes| HostMessage::decode(&mut Reader::new(bytes)).is_err());
    }
}

fn damage(bytes: &[u8], fails: impl Fn(&[u8]) -> bool) {
    for at in 0..bytes.len() {
        assert!(fails(&bytes[..at]), "cut at {at}: {bytes:?}");
        for bit in 0..8 {
            let mut bad = bytes.to_vec();
            bad[at] ^= 1 << bit;
            // Another message, or none.
            let _ = fails(&bad);
        }
    }
}

#[test]
fn the_longest_fit_a_message_and_longer_ones_are_refused() {
    let chunk = vec![0; LIST_CHUNK_BYTES + 1];
    let list = |bytes| AppMessage::Engine(EngineReport::List { total: 1, offset: 0, bytes });
    assert!(message(&list(&chunk[1..])).is_ok());
    assert_eq!(message(&list(&chunk)), Err(WireError::TooLong));
    let chunk = vec![0; SCRIPT_CHUNK_BYTES + 1];
    let script = |bytes| HostMessage::Engine(EngineOrder::Script { total: 1, offset: 0, bytes });
    assert!(message(&script(&chunk[1..])).is_ok());
    assert_eq!(message(&script(&chunk)), Err(WireError::TooLong));
    let batch = vec![0; BATCH_BYTES_MAX + 1];
    let turn = |events| AppMessage::Engine(EngineReport::Turn(RemoteTurn { events, ..TURN }));
    assert!(message(&turn(&batch[1..])).is_ok());
    assert_eq!(message(&turn(&batch)), Err(WireError::TooLong));
}

#[test]
fn a_script_beyond_its_limit_and_unknown_flags_are_refused() {
    let total = ENGINE_SCRIPT_BYTES_MAX as u32;
    let read = |total| {
        let bytes = message(&EngineOrder::Script { total, offset: 0, bytes: b"" }).unwrap();
        EngineOrder::decode(&mut Reader::new(&bytes)).map(|_| ())
    };
    assert_eq!(read(total), Ok(()));
    assert_eq!(read(total + 1), Err(WireError::TooLong));
    let mut bytes = message(&EngineReport::Turn(TURN)).unwrap();
    bytes[1] = 8;
    let read = EngineReport::decode(&mut Reader::new(&bytes));
    assert!(matches!(read, Err(WireError::UnknownTag { what: "turn flags", tag: 8 })), "{read:?}");
}
