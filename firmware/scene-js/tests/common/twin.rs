//! The script in the VM that runs it on the device, behind the trait that conformance cases ask for.

use std::cell::RefCell;

use boa_engine::object::ObjectInitializer;
use boa_engine::object::builtins::{JsFloat32Array, JsUint8Array};
use boa_engine::property::Attribute;
use boa_engine::{Context, JsObject, JsResult, JsString, JsValue, NativeFunction, Source, js_string};
use ferrule_abi::text::{TextMetrics, TextRequest};
use ferrule_abi::{Keyword, NodeId, Rect, WireError};
use ferrule_conformance::engine::Engine;

/// How a host measures a text that is its first.
pub(crate) type Measure = fn(u32, &TextRequest<'_>) -> TextMetrics;

/// The VM with the script loaded, which makes engines.
pub(crate) struct Vm {
    context: RefCell<Context>,
    make: JsObject,
}

impl Vm {
    pub(crate) fn new() -> Self {
        let mut context = Context::default();
        context.strict(true);
        let make = context.eval(Source::from_bytes(ferrule_scene_js::ENGINE)).unwrap();
        let make = make.as_object().unwrap().clone();
        Self { context: RefCell::new(context), make }
    }

    /// An engine for a screen of this size in pixels.
    pub(crate) fn engine(&self, measure: Measure, width: u16, height: u16) -> Twin<'_> {
        let mut context = self.context.borrow_mut();
        let host = host(measure, &mut context);
        let arguments = [host.into(), JsValue::from(width), JsValue::from(height)];
        let engine = self.make.call(&JsValue::undefined(), &arguments, &mut context).unwrap();
        let box_array = JsFloat32Array::from_iter([0.0; 4], &mut context).unwrap();
        drop(context);
        Twin { vm: self, engine: engine.as_object().unwrap().clone(), box_array }
    }
}

/// One engine.
pub(crate) struct Twin<'a> {
    vm: &'a Vm,
    engine: JsObject,
    box_array: JsFloat32Array,
}

impl Twin<'_> {
    fn call(&self, name: &str, arguments: &[JsValue]) -> JsValue {
        let mut context = self.vm.context.borrow_mut();
        let function = self.engine.get(JsString::from(name), &mut context).unwrap();
        let result =
            function.as_callable().unwrap().call(&self.engine.clone().into(), arguments, &mut context);
        result.unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Hands a batch to one of the functions that read one.
    fn take(&self, name: &str, batch: &[u8]) -> Result<(), WireError> {
        let bytes =
            JsUint8Array::from_iter(batch.iter().copied(), &mut self.vm.context.borrow_mut()).unwrap();
        let broken = self.call(name, &[bytes.into()]);
        if broken.is_null() { Ok(()) } else { Err(wire_error(&broken.display().to_string())) }
    }

    /// Fails when something does not hold that must.
    pub(crate) fn verify(&self) {
        let broken = self.call("verify", &[]);
        assert!(broken.is_null(), "{}", broken.display());
    }

    /// Boxes that the last tick measured or laid out.
    pub(crate) fn boxes_computed(&self) -> u32 {
        self.call("boxesComputed", &[]).as_number().unwrap() as u32
    }

    /// Why the last refused command was refused.
    pub(crate) fn last_refusal(&self) -> String {
        self.call("lastRefusal", &[]).display().to_string()
    }
}

impl Engine for Twin<'_> {
    fn apply(&mut self, batch: &[u8]) -> Result<(), WireError> {
        self.take("apply", batch)
    }

    fn input(&mut self, batch: &[u8]) -> Result<(), WireError> {
        self.take("input", batch)
    }

    fn tick(&mut self, now_us: u64) {
        self.call("tick", &[JsValue::from(now_us as f64)]);
    }

    fn layout_box(&self, node: NodeId) -> Option<Rect> {
        let found = self.call("readBox", &[JsValue::from(node.get()), self.box_array.clone().into()]);
        let context = &mut self.vm.context.borrow_mut();
        let side = |at: u32, context: &mut Context| {
            let side = self.box_array.get(at, context).unwrap();
            side.as_number().unwrap() as f32
        };
        found
            .as_boolean()?
            .then(|| Rect::new(side(0, context), side(1, context), side(2, context), side(3, context)))
    }

    fn refused_commands(&self) -> u32 {
        self.call("refusedCommands", &[]).as_number().unwrap() as u32
    }
}

/// The error that the script's words stand for.
fn wire_error(words: &str) -> WireError {
    let words = words.trim_matches('"');
    let plain = [
        WireError::Truncated,
        WireError::NotText,
        WireError::OutOfRange,
        WireError::BadNode,
        WireError::TooLong,
    ];
    let unknown = || {
        let (what, tag) = words.strip_prefix("unknown ")?.rsplit_once(' ')?;
        // The name lives as long as the test.
        Some(WireError::UnknownTag { what: String::from(what).leak(), tag: tag.parse().ok()? })
    };
    plain.into_iter().find(|error| error.to_string() == words).or_else(unknown).unwrap()
}

/// The services that the embedder gives the script.
fn host(measure: Measure, context: &mut Context) -> JsObject {
    let measure_text = NativeFunction::from_copy_closure(move |_, arguments, context| {
        measure_text(measure, arguments, context)
    });
    ObjectInitializer::new(context)
        .property(js_string!("isHost"), true, Attribute::all())
        .function(measure_text, js_string!("measureText"), 11)
        .function(
            NativeFunction::from_fn_ptr(|_, _, _| Ok(JsValue::undefined())),
            js_string!("releaseText"),
            1,
        )
        .function(NativeFunction::from_fn_ptr(decode_text), js_string!("decodeText"), 3)
        .function(NativeFunction::from_fn_ptr(|_, _, _| Ok(JsValue::from(0))), js_string!("requestImage"), 3)
        .function(
            NativeFunction::from_fn_ptr(|_, _, _| Ok(JsValue::undefined())),
            js_string!("releaseImage"),
            1,
        )
        .function(NativeFunction::from_fn_ptr(|_, _, _| Ok(JsValue::undefined())), js_string!("log"), 2)
        .build()
}

fn measure_text(measure: Measure, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let number = |at: usize| arguments[at].as_number().unwrap();
    let text = arguments[0].as_string().unwrap().to_std_string_escaped();
    let keyword = |at: usize| Keyword::from_u8(number(at) as u8).unwrap();
    let width_max = number(9) as f32;
    let request = TextRequest {
        weight: number(2) as u16,
        is_italic: arguments[3].as_boolean().unwrap(),
        align: keyword(4),
        direction: keyword(5),
        letter_spacing: number(6) as f32,
        lines_max: number(7) as u16,
        line_height: number(8) as f32,
        width_max: width_max.is_finite().then_some(width_max),
        ..TextRequest::new(&text, number(1) as f32)
    };
    let metrics = measure(1, &request);
    let to = arguments[10].as_object().unwrap();
    let is_rtl = f32::from(u8::from(metrics.is_rtl));
    for (at, value) in [metrics.width, metrics.height, metrics.baseline, is_rtl].into_iter().enumerate() {
        to.set(at, JsValue::from(f64::from(value)), true, context)?;
    }
    Ok(JsValue::from(metrics.layout))
}

fn decode_text(_: &JsValue, arguments: &[JsValue], context: &mut Context) -> JsResult<JsValue> {
    let bytes = JsUint8Array::from_object(arguments[0].as_object().unwrap().clone())?;
    let (at, count) = (arguments[1].as_number().unwrap() as u64, arguments[2].as_number().unwrap() as u64);
    let mut text = Vec::new();
    for index in at..at + count {
        text.push(bytes.get(index as u32, context)?.as_number().unwrap() as u8);
    }
    Ok(String::from_utf8(text).map_or(JsValue::null(), |text| JsString::from(text).into()))
}
