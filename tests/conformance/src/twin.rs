//! The engine's twin in JavaScript, in the VM that runs it on the device.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::MutexGuard;

use boa_engine::object::builtins::{AlignedVec, JsArrayBuffer, JsFloat32Array, JsUint8Array};
use boa_engine::{Context, JsObject, JsString, JsValue, Source};
use ferrule_abi::{NodeId, Rect};
use ferrule_scene::Turn;

use crate::engine::{BadBatch, Engine};
use crate::services::{Asked, Services};
use crate::twin_host;

/// Values on the VM's stack, as in the app's process: Boa's own limit ends layout in the middle of a page of 64 levels.
const STACK_VALUES_MAX: usize = 32 * 1024;

/// The VM with the script loaded, which makes engines.
struct Vm {
    context: RefCell<Context>,
    make: JsObject,
}

impl Vm {
    fn new() -> Self {
        let mut context = Context::default();
        context.strict(true);
        context.runtime_limits_mut().set_stack_size_limit(STACK_VALUES_MAX);
        let script = Source::from_bytes(ferrule_scene_js::ENGINE);
        let make = context.eval(script).unwrap_or_else(|error| panic!("twin: {error}"));
        let make = make.as_object().unwrap_or_else(|| panic!("twin: the script is no function"));
        Self { context: RefCell::new(context), make }
    }
}

thread_local! {
    /// One VM for all engines of a thread: loading the script takes longer than most cases.
    static VM: Rc<Vm> = Rc::new(Vm::new());
}

/// The engine's twin in Boa.
pub struct Twin {
    vm: Rc<Vm>,
    engine: JsObject,
    box_array: JsFloat32Array,
    services: Services,
}

impl std::fmt::Debug for Twin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Twin").field("services", &self.services).finish_non_exhaustive()
    }
}

impl Twin {
    /// An engine for a screen of this size in pixels.
    ///
    /// # Panics
    /// When the script throws.
    pub fn new(width: u16, height: u16) -> Self {
        let vm = VM.with(Rc::clone);
        let services = Services::default();
        let mut context = vm.context.borrow_mut();
        let host = twin_host::object(&services, &mut context);
        let arguments = [host.into(), JsValue::from(width), JsValue::from(height)];
        let engine = vm.make.call(&JsValue::undefined(), &arguments, &mut context);
        let engine = engine.unwrap_or_else(|error| panic!("twin: {error}")).as_object();
        let engine = engine.unwrap_or_else(|| panic!("twin: the script makes no engine"));
        let box_array = JsFloat32Array::from_iter([0.0; 4], &mut context);
        let box_array = box_array.unwrap_or_else(|error| panic!("twin: {error}"));
        drop(context);
        Self { vm, engine, box_array, services }
    }

    fn call(&self, name: &str, arguments: &[JsValue]) -> JsValue {
        let mut context = self.vm.context.borrow_mut();
        let called = self.engine.get(JsString::from(name), &mut context).and_then(|function| {
            let function = function.as_callable().unwrap_or_else(|| panic!("twin: there is no {name}"));
            function.call(&self.engine.clone().into(), arguments, &mut context)
        });
        called.unwrap_or_else(|error| panic!("twin: {name}: {error}"))
    }

    fn number(&self, name: &str) -> u32 {
        self.call(name, &[]).as_number().unwrap_or_else(|| panic!("twin: {name} is no number")) as u32
    }

    /// Hands a batch to one of the functions that read one.
    fn take(&self, name: &str, batch: &[u8]) -> Result<(), BadBatch> {
        let block = AlignedVec::from_slice(0, batch);
        let mut context = self.vm.context.borrow_mut();
        let array = JsArrayBuffer::from_byte_block(block, &mut context)
            .and_then(|buffer| JsUint8Array::from_array_buffer(buffer, &mut context));
        drop(context);
        let array = array.unwrap_or_else(|error| panic!("twin: {error}"));
        let broken = self.call(name, &[array.into()]);
        if broken.is_null() { Ok(()) } else { Err(BadBatch) }
    }

    /// Bytes that one of the functions answers.
    fn answer(&self, name: &str, arguments: &[JsValue]) -> Vec<u8> {
        let array = self.call(name, arguments);
        let context = &mut self.vm.context.borrow_mut();
        let bytes = array.as_object().map(|array| JsUint8Array::from_object(array)?.to_vec(context));
        bytes
            .unwrap_or_else(|| panic!("twin: {name} answers no bytes"))
            .unwrap_or_else(|error| panic!("twin: {name}: {error}"))
    }

    /// The bits of what a node shows, and of how far its painted box is from the computed one.
    ///
    /// # Panics
    /// When the script throws.
    pub fn shown_values(&self, node: NodeId) -> Option<Vec<u32>> {
        let bytes = self.answer("readShown", &[JsValue::from(node.get())]);
        let (words, _) = bytes.as_chunks::<4>();
        // Nothing is shown of a node that is not there.
        (!words.is_empty()).then(|| words.iter().map(|&word| u32::from_le_bytes(word)).collect())
    }

    /// Boxes that the last tick measured or laid out.
    pub fn boxes_computed(&self) -> u32 {
        self.number("boxesComputed")
    }

    /// Why the last refused command was refused.
    pub fn last_refusal(&self) -> String {
        self.call("lastRefusal", &[]).display().to_string()
    }
}

impl Engine for Twin {
    fn name(&self) -> &'static str {
        "twin"
    }

    fn apply(&mut self, batch: &[u8]) -> Result<(), BadBatch> {
        self.take("apply", batch)
    }

    fn input(&mut self, batch: &[u8]) -> Result<(), BadBatch> {
        self.take("input", batch)
    }

    fn tick(&mut self, now_us: u64) -> Turn {
        let bits = self.call("tick", &[JsValue::from(now_us as f64)]);
        let bits = bits.as_number().unwrap_or_else(|| panic!("twin: tick answers no number")) as u32;
        Turn { changed: bits & 1 != 0, animating: bits & 2 != 0, events: bits & 4 != 0 }
    }

    fn display_list(&mut self) -> Vec<u8> {
        self.answer("displayList", &[])
    }

    fn events(&mut self) -> Vec<u8> {
        self.answer("events", &[])
    }

    fn dump(&mut self, after: Option<NodeId>) -> Vec<u8> {
        self.answer("dump", &[JsValue::from(after.map_or(0, NodeId::get))])
    }

    fn layout_box(&mut self, node: NodeId) -> Option<Rect> {
        let found = self.call("readBox", &[JsValue::from(node.get()), self.box_array.clone().into()]);
        let context = &mut self.vm.context.borrow_mut();
        let [x, y, w, h] = [0_u32, 1, 2, 3].map(|at| {
            let side = self.box_array.get(at, context).ok().and_then(|side| side.as_number());
            side.unwrap_or_else(|| panic!("twin: a side is no number")) as f32
        });
        found.as_boolean()?.then(|| Rect::new(x, y, w, h))
    }

    fn refused_commands(&mut self) -> Option<u32> {
        Some(self.number("refusedCommands"))
    }

    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.services.asked()
    }

    fn verify(&mut self) -> Result<(), String> {
        let before = self.asked().clone();
        let broken = self.call("verify", &[]);
        *self.asked() = before;
        if broken.is_null() { Ok(()) } else { Err(broken.display().to_string()) }
    }
}
