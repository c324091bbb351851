//! Random changes to what bodies say, whoever signs them.

use ferrule_bundle::trust::{ReleaseBody, Role, RootBody, TimestampBody};
use serde_json::Value;

use crate::support::*;

/// Whatever is signed, reading it ends, and what is accepted reads back as the same.
#[test]
fn signed_nonsense_does_no_harm() {
    const BODIES: u64 = 30_000;
    for seed in seeds(&[24_301]) {
        println!("seed {seed}");
        let bodies = [
            (Role::Root, root_body(2).to_bytes().unwrap()),
            (Role::Timestamp, timestamp_body(b"release").to_bytes().unwrap()),
            (Role::Release, release_body().to_bytes().unwrap()),
        ];
        let mut accepted = 0;
        for n in 0..BODIES {
            let mut dice = Dice::new(seed, n);
            let (role, body) = &bodies[dice.below(bodies.len())];
            let mut value: Value = serde_json::from_slice(body).unwrap();
            for _ in 0..=dice.below(2) {
                disturb(&mut value, &mut dice);
            }
            let bytes = serde_json::to_vec(&value).unwrap();
            let again = match role {
                Role::Root => RootBody::parse(&bytes).and_then(|body| body.to_bytes()),
                Role::Timestamp => TimestampBody::parse(&bytes).and_then(|body| body.to_bytes()),
                Role::Release => ReleaseBody::parse(&bytes).and_then(|body| body.to_bytes()),
            };
            if let Ok(again) = again {
                accepted += 1;
                let again: Value = serde_json::from_slice(&again).unwrap();
                assert_eq!(again, value, "seed {seed}, body {n}");
            }
        }
        assert!((BODIES / 50..BODIES / 2).contains(&accepted), "{accepted} accepted: not worth the test");
    }
}

/// Changes one place in a body, anywhere in it.
fn disturb(value: &mut Value, dice: &mut Dice) {
    let deeper = dice.below(4) > 0;
    match value {
        Value::Object(fields) if !fields.is_empty() && deeper => {
            let n = dice.below(fields.len());
            disturb(fields.values_mut().nth(n).unwrap(), dice);
        }
        Value::Array(entries) if !entries.is_empty() && deeper => {
            let n = dice.below(entries.len());
            match dice.below(8) {
                0 => drop(entries.remove(n)),
                1 => entries.push(entries[n].clone()),
                2 => entries.swap(n, 0),
                _ => disturb(&mut entries[n], dice),
            }
        }
        Value::Object(fields) if dice.below(2) == 0 => {
            let name = fields.keys().next().cloned().unwrap_or_default();
            drop(fields.remove(&name));
        }
        Value::Number(number) if deeper => {
            let near = number.as_u64().unwrap_or(0);
            let numbers = [0, 1, near.wrapping_add(1), near.wrapping_sub(1), near << 1, 1 << 53, u64::MAX];
            *value = numbers[dice.below(numbers.len())].into();
        }
        Value::String(text) if deeper => {
            let at = dice.below(text.len() + 1);
            if text.is_char_boundary(at) {
                let letters = ["", "a", "/", "..", "\0", "é", "\\"];
                text.insert_str(at, letters[dice.below(letters.len())]);
            }
        }
        _ => {
            let others = ["null", "true", "0", "-1", "1.5", "\"\"", "\"../x\"", "[]", "{}", "[[]]"];
            *value = serde_json::from_str(others[dice.below(others.len())]).unwrap();
        }
    }
}
