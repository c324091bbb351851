//! The JavaScript engine, driven by lists of operations.

use boa_engine::object::builtins::{JsFloat32Array, JsFloat64Array};
use boa_engine::{Context, JsValue, Source};

/// Operations are numbers: a code and its arguments, see `driver.js`.
pub(crate) const CREATE: f64 = 0.0;
pub(crate) const INSERT: f64 = 1.0;
pub(crate) const LENGTH: f64 = 2.0;
pub(crate) const NUMBER: f64 = 3.0;
pub(crate) const KEYWORD: f64 = 4.0;
pub(crate) const BIT: f64 = 5.0;
pub(crate) const LAY_OUT: f64 = 6.0;
pub(crate) const REMOVE: f64 = 7.0;

/// The script, loaded.
pub(crate) struct Twin {
    context: Context,
    drive: JsValue,
}

impl Twin {
    pub(crate) fn new() -> Self {
        let mut context = Context::default();
        context.strict(true);
        let make = context.eval(Source::from_bytes(ferrule_scene_js::ENGINE)).unwrap();
        let driver = context.eval(Source::from_bytes(include_str!("driver.js"))).unwrap();
        let drive = driver.as_callable().unwrap().call(&JsValue::undefined(), &[make], &mut context).unwrap();
        Self { context, drive }
    }

    /// Runs operations on a fresh engine and answers the boxes of the nodes from 1 to `nodes`.
    pub(crate) fn run(&mut self, operations: &[f64], nodes: usize) -> Vec<[f32; 4]> {
        let context = &mut self.context;
        let list = JsFloat64Array::from_iter(operations.iter().copied(), context).unwrap();
        let boxes = self
            .drive
            .as_callable()
            .unwrap()
            .call(&JsValue::undefined(), &[list.into(), JsValue::from(nodes as u32)], context)
            .unwrap();
        let boxes = JsFloat32Array::from_object(boxes.as_object().unwrap()).unwrap();
        let numbers: Vec<f32> = boxes.iter(context).collect();
        numbers.chunks(4).map(|n| [n[0], n[1], n[2], n[3]]).collect()
    }
}
