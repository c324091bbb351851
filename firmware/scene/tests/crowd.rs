//! Many plain boxes side by side are painted in a way of their own, which must come to what each of them comes to alone.

// A surprise ends the test.
#![allow(clippy::unwrap_used)]

mod common;

use common::dice::Dice;
use common::{Stage, px, word};
use ferrule_abi::{Color, Easing, Item, Prop, Value};

/// Boxes of a crowd: enough that it is taken as one.
const CROWD: u32 = 24;
/// Turns that the boxes change in.
const TURNS: u64 = 60;

type Props = Vec<(Prop, Value<'static>)>;

fn place(x: f32, y: f32, w: f32, h: f32) -> Props {
    let at = [(Prop::Left, x), (Prop::Top, y), (Prop::Width, w), (Prop::Height, h)];
    let at = at.map(|(prop, pixels)| (prop, px(pixels)));
    [(Prop::Position, word("absolute"))].into_iter().chain(at).collect()
}

/// The same boxes twice: side by side in one parent, and each alone in a parent that paints nothing.
struct Pair {
    stages: [Stage; 2],
}

impl Pair {
    fn new(dice: &mut Dice) -> Self {
        let mut stages = [Stage::new(), Stage::new()];
        let boxes: Vec<_> = (0..CROWD).map(|_| dice_box(dice)).collect();
        for (at, stage) in stages.iter_mut().enumerate() {
            stage.view(0, 1, &[]);
            let mut parent = place(40.3, 30.0, 1100.0, 600.0);
            parent.push((Prop::Scroll, word("y")));
            stage.view(1, 2, &parent);
            for (raw, props) in (100..).zip(&boxes) {
                if at == 1 {
                    stage.view(2, raw + 100, &place(0.0, 0.0, 1100.0, 600.0));
                }
                stage.view(if at == 1 { raw + 100 } else { 2 }, raw, props);
            }
            stage.present(1);
            stage.tick(0);
        }
        Self { stages }
    }

    fn set(&mut self, raw: u32, prop: Prop, value: Value<'static>) {
        self.stages.iter_mut().for_each(|stage| stage.set(raw, prop, value));
    }

    /// Both have the same list and the same damage.
    fn compare(&mut self, when: &str) -> Vec<Item> {
        let [crowd, alone] = self.stages.each_mut().map(|stage| {
            stage.tick(16);
            (stage.items(), stage.damage())
        });
        assert_eq!(crowd, alone, "{when}");
        crowd.0
    }
}

/// A box that may lie anywhere, also where it is seen in part or not at all.
fn dice_box(dice: &mut Dice) -> Props {
    let mut length = |most: u32| dice.roll(most) as f32 * 0.5;
    let mut props = place(length(2600) - 100.0, length(1500) - 60.0, length(300), length(200));
    props.push((Prop::Fill, Value::Color(Color(0x1020_30ff + (dice.roll(200) << 8)))));
    if dice.roll(2) == 0 {
        props.push((Prop::Radius, px(dice.roll(9) as f32)));
    }
    // Both are seen once their colours are.
    props.push((Prop::BorderWidth, px(dice.roll(3) as f32)));
    props.push((Prop::ShadowBlur, px(dice.roll(9) as f32)));
    props
}

fn change(dice: &mut Dice) -> (Prop, Value<'static>) {
    let part = dice.roll(11) as f32 * 0.1;
    let color = Value::Color(Color(dice.pick(&[0, 0xff00_00ff, 0x00ff_0080])));
    match dice.roll(14) {
        0..=2 => (Prop::TranslateX, px(dice.roll(900) as f32 * 0.7 - 300.0)),
        3 | 4 => (Prop::TranslateY, px(dice.roll(900) as f32 * 0.7 - 300.0)),
        5 | 6 => (Prop::Opacity, px(part)),
        7 => (Prop::Scale, px(dice.pick(&[0.0, 0.5, 1.0, 1.0, 40.0, 1.0e5]))),
        8 => (Prop::Rotate, px(dice.pick(&[0.0, 0.0, 30.0]))),
        9 => (Prop::Fill, color),
        10 => (Prop::FillTo, dice.pick(&[Value::Unset, color])),
        11 => (Prop::BorderColor, color),
        12 => (Prop::ShadowColor, color),
        _ => (Prop::Visible, Value::Flag(dice.roll(4) != 0)),
    }
}

#[test]
fn boxes_in_a_crowd_are_painted_like_boxes_alone() {
    for seed in 1..=12 {
        let mut dice = Dice(seed);
        let mut pair = Pair::new(&mut dice);
        let mut most = 0;
        for turn in 0..TURNS {
            for _ in 0..dice.roll(20) {
                let (raw, (prop, value)) = (100 + dice.roll(CROWD), change(&mut dice));
                pair.set(raw, prop, value);
            }
            if dice.roll(6) == 0 {
                let (prop, value) = change(&mut dice);
                pair.set(2, prop, value);
            }
            most = most.max(pair.compare(&format!("seed {seed}, turn {turn}")).len());
        }
        assert!(most >= CROWD as usize / 3, "seed {seed}: only {most} items are ever seen");
    }
}

#[test]
fn one_box_of_a_crowd_moves_and_the_others_are_kept() {
    let mut stage = Stage::new();
    stage.view(0, 1, &[]);
    for raw in 100..100 + CROWD {
        let mut props = place((raw - 100) as f32 * 40.0, 10.0, 30.0, 30.0);
        props.push((Prop::Fill, Value::Color(Color::WHITE)));
        stage.view(1, raw, &props);
    }
    stage.present(1);
    stage.tick(0);
    stage.play(110, 1, common::once(100), &[(Prop::TranslateY, 1.0, px(50.0), Easing::Linear)]);
    stage.tick(16);
    assert!(stage.tick(50).changed);
    let damage = stage.damage();
    assert_eq!((damage.x, damage.y, damage.w, damage.h), (400.0, 10.0, 30.0, 55.0));
    assert_eq!(stage.items().len(), CROWD as usize);
}
