//! Plays an app at the other end of the socket.

#![allow(clippy::panic, reason = "a test stops at the first surprise")]

use std::os::fd::OwnedFd;

use ferrule_abi::limits::ENGINE_SCRIPT_BYTES_MAX;
use ferrule_abi::list::ImageId;

use super::*;

/// A link, and the app's end of it.
struct Ends {
    link: AppLink,
    theirs: OwnedFd,
}

impl Ends {
    fn new() -> Self {
        let (process, theirs) = AppProcess::idle();
        Self { link: AppLink::new(process, 0), theirs }
    }

    /// With the greetings exchanged.
    fn greeted(script: Option<Vec<u8>>) -> Self {
        let mut ends = Self::new();
        ends.say(&AppMessage::Hello { abi: ABI_VERSION });
        ends.receive().unwrap();
        ends.link.greet((1280, 720), script, b"").unwrap();
        ends
    }

    fn say(&self, message: &AppMessage<'_>) {
        let mut batch = Batch::new(MESSAGE_BYTES_MAX);
        batch.push(message).unwrap();
        send(&self.theirs, batch.as_bytes(), SendFlags::NOSIGNAL).unwrap();
    }

    fn receive(&mut self) -> Result<(), String> {
        self.link.receive(|_| Ok(None))
    }

    /// What the app finds in its socket.
    fn hear(&self) -> Option<Vec<u8>> {
        let mut bytes = vec![0; MESSAGE_BYTES_MAX];
        match recv(&self.theirs, &mut bytes[..], RecvFlags::DONTWAIT) {
            Ok((_, count)) => Some(bytes[..count].to_vec()),
            Err(_) => None,
        }
    }
}

#[test]
fn the_engines_script_goes_first_and_whole_whatever_room_the_socket_has() {
    let script: Vec<u8> = (0..ENGINE_SCRIPT_BYTES_MAX).map(|at| at as u8).collect();
    let mut ends = Ends::greeted(Some(script.clone()));
    ends.link.push_order(&EngineOrder::Tick { now_us: 9 }).unwrap();
    ends.link.push_file(1, Ok(vec![0; 10]));
    let mut heard = Vec::new();
    loop {
        ends.link.flush().unwrap();
        let wants_out = ends.link.poll_on().1.contains(PollFlags::OUT);
        let Some(message) = ends.hear() else { break assert!(!wants_out) };
        match HostMessage::decode(&mut ferrule_abi::Reader::new(&message)).unwrap() {
            HostMessage::Hello { engine, .. } => assert_eq!(engine, EngineKind::Js),
            HostMessage::Engine(EngineOrder::Script { total, offset, bytes }) => {
                assert_eq!((total as usize, offset as usize), (script.len(), heard.len()));
                heard.extend_from_slice(bytes);
            }
            HostMessage::Engine(order) => {
                assert_eq!((order, heard.len()), (EngineOrder::Tick { now_us: 9 }, script.len()));
            }
            HostMessage::FetchData { id, .. } => assert_eq!((id, heard.len()), (1, script.len())),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(heard, script);
}

#[test]
fn an_engine_that_asks_without_taking_the_answers_is_refused() {
    let mut ends = Ends::greeted(None);
    let mut refused = None;
    for _ in 0..100_000 {
        ends.say(&AppMessage::Engine(EngineReport::RequestImage { path: "a", width: 1, height: 1 }));
        let answered = ends.link.receive(|_| Ok(Some(EngineOrder::ImageRequested(ImageId(1)))));
        if let Err(why) = answered {
            refused = Some(why);
            break;
        }
    }
    let why = refused.expect("there is an end to it");
    assert!(why.contains("has not taken"), "{why}");
}

#[test]
fn an_answer_goes_out_in_the_turn_of_its_question() {
    let mut ends = Ends::greeted(None);
    ends.hear().unwrap();
    ends.say(&AppMessage::Engine(EngineReport::RequestImage { path: "a", width: 1, height: 1 }));
    let mut asked = 0;
    ends.link
        .receive(|inbound| {
            assert!(matches!(
                inbound,
                Inbound::Said(Said::Engine(EngineReport::RequestImage { path: "a", .. }))
            ));
            asked += 1;
            Ok(Some(EngineOrder::ImageRequested(ImageId(4))))
        })
        .unwrap();
    let heard = ends.hear().unwrap();
    let heard = HostMessage::decode(&mut ferrule_abi::Reader::new(&heard));
    assert_eq!((asked, heard), (1, Ok(HostMessage::Engine(EngineOrder::ImageRequested(ImageId(4))))));
}

#[test]
fn what_is_not_the_protocol_is_refused_with_the_reason() {
    let encoded = |message: &AppMessage<'_>| {
        let mut batch = Batch::new(MESSAGE_BYTES_MAX);
        batch.push(message).unwrap();
        batch.as_bytes().to_vec()
    };
    for (breach, says) in [
        (encoded(&AppMessage::Hello { abi: ABI_VERSION + 1 }), "speaks version"),
        (encoded(&AppMessage::Engine(EngineReport::Want)), "did not begin with Hello"),
        (vec![7, 99], "unknown engine report 99"),
        (vec![7, 1, 1], "a message that is wrong"),
        (vec![0; MESSAGE_BYTES_MAX + 1], "the most is"),
    ] {
        let mut ends = Ends::new();
        send(&ends.theirs, &breach, SendFlags::NOSIGNAL).unwrap();
        let why = ends.receive().expect_err(says);
        assert!(why.contains(says), "{why}");
    }
}
