//! JSON straight into and out of JavaScript values: several times faster than Boa's own, and with a cap on nesting.

use std::fmt;

use boa_engine::object::builtins::JsArray;
use boa_engine::property::{PropertyDescriptor, PropertyKey};
use boa_engine::{Context, JsNativeError, JsObject, JsResult, JsString, JsValue, JsVariant, js_string};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::limits::JSON_DEPTH_MAX;
use crate::value::type_error;

/// Reads JSON text.
///
/// # Errors
/// `SyntaxError` with `name`, line and column.
pub(crate) fn read(name: &str, bytes: &[u8], context: &mut Context) -> JsResult<JsValue> {
    let mut from = serde_json::Deserializer::from_slice(bytes);
    Seed { context, depth: 0 }
        .deserialize(&mut from)
        .and_then(|value| from.end().map(|()| value))
        .map_err(|error| JsNativeError::syntax().with_message(format!("{name} is not JSON: {error}")).into())
}

struct Seed<'a> {
    context: &'a mut Context,
    depth: usize,
}

impl Seed<'_> {
    fn inner<E: Error>(&mut self) -> Result<Seed<'_>, E> {
        if self.depth == JSON_DEPTH_MAX {
            return Err(E::custom(format_args!("nested deeper than {JSON_DEPTH_MAX}")));
        }
        Ok(Seed { context: self.context, depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = JsValue;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<JsValue, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = JsValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<JsValue, E> {
        Ok(JsValue::null())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<JsValue, E> {
        Ok(value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<JsValue, E> {
        Ok(value.into())
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<JsValue, E> {
        Ok(value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<JsValue, E> {
        Ok(value.into())
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<JsValue, E> {
        Ok(JsString::from(value).into())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut from: A) -> Result<JsValue, A::Error> {
        let mut items: Vec<JsValue> = Vec::new();
        while let Some(item) = from.next_element_seed(self.inner()?)? {
            items.push(item);
        }
        Ok(JsArray::from_iter(items, self.context).into())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut from: A) -> Result<JsValue, A::Error> {
        let object = JsObject::with_object_proto(self.context.intrinsics());
        while let Some(key) = from.next_key::<std::borrow::Cow<'_, str>>()? {
            let value = from.next_value_seed(self.inner()?)?;
            let descriptor =
                PropertyDescriptor::builder().value(value).writable(true).enumerable(true).configurable(true);
            object.insert_property(PropertyKey::from(JsString::from(&*key)), descriptor);
        }
        Ok(object.into())
    }
}

/// Writes a value as JSON, at most `bytes_max` bytes of it. `undefined` and functions are left out of objects and are
/// null in arrays; `toJSON` is not asked.
///
/// # Errors
/// `TypeError` for what JSON cannot hold, `RangeError` beyond `bytes_max` or [`JSON_DEPTH_MAX`].
pub(crate) fn write(value: &JsValue, bytes_max: usize, context: &mut Context) -> JsResult<Vec<u8>> {
    let mut out = Output { bytes: Vec::new(), bytes_max };
    if !out.value(value, 0, context)? {
        out.raw("null")?;
    }
    Ok(out.bytes)
}

struct Output {
    bytes: Vec<u8>,
    bytes_max: usize,
}

impl Output {
    fn raw(&mut self, text: &str) -> JsResult<()> {
        if self.bytes.len() + text.len() > self.bytes_max {
            let message = format!("as JSON it has more than {} bytes; save less", self.bytes_max);
            return Err(JsNativeError::range().with_message(message).into());
        }
        self.bytes.extend_from_slice(text.as_bytes());
        Ok(())
    }

    fn string(&mut self, text: &JsString) -> JsResult<()> {
        self.raw(&serde_json::Value::from(text.to_std_string_lossy()).to_string())
    }

    /// False when the value is one that JSON leaves out.
    fn value(&mut self, value: &JsValue, depth: usize, context: &mut Context) -> JsResult<bool> {
        match value.variant() {
            JsVariant::Null => self.raw("null")?,
            JsVariant::Boolean(on) => self.raw(if on { "true" } else { "false" })?,
            JsVariant::Integer32(number) => self.raw(&number.to_string())?,
            JsVariant::Float64(number) if number.is_finite() => {
                self.raw(&value.to_string(context)?.to_std_string_lossy())?;
            }
            JsVariant::Float64(_) => self.raw("null")?,
            JsVariant::String(text) => self.string(&text)?,
            JsVariant::Object(object) if !object.is_callable() => self.object(&object, depth, context)?,
            JsVariant::Undefined | JsVariant::Object(_) => return Ok(false),
            _ => return Err(type_error("JSON holds no symbols and no big integers")),
        }
        Ok(true)
    }

    fn object(&mut self, object: &JsObject, depth: usize, context: &mut Context) -> JsResult<()> {
        if depth == JSON_DEPTH_MAX {
            let message = format!("as JSON it is nested deeper than {JSON_DEPTH_MAX}, or in a circle");
            return Err(JsNativeError::range().with_message(message).into());
        }
        if object.is_array() {
            return self.array(object, depth, context);
        }
        self.raw("{")?;
        let mut separator = "";
        for key in object.own_property_keys(context)? {
            let name = match &key {
                PropertyKey::String(name) => name.clone(),
                PropertyKey::Index(index) => JsString::from(index.get().to_string()),
                PropertyKey::Symbol(_) => continue,
            };
            let value = object.get(key, context)?;
            let start = self.bytes.len();
            self.raw(separator)?;
            self.string(&name)?;
            self.raw(":")?;
            if self.value(&value, depth + 1, context)? {
                separator = ",";
            } else {
                self.bytes.truncate(start);
            }
        }
        self.raw("}")
    }

    fn array(&mut self, array: &JsObject, depth: usize, context: &mut Context) -> JsResult<()> {
        let length = array.get(js_string!("length"), context)?.to_length(context)?;
        self.raw("[")?;
        for index in 0..length {
            if index > 0 {
                self.raw(",")?;
            }
            let item = array.get(index, context)?;
            if !self.value(&item, depth + 1, context)? {
                self.raw("null")?;
            }
        }
        self.raw("]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use boa_engine::Source;

    fn eval(text: &str, context: &mut Context) -> JsValue {
        context.eval(Source::from_bytes(text)).unwrap()
    }

    #[test]
    fn what_is_written_is_what_stringify_writes() {
        let context = &mut Context::default();
        for text in [
            "({b: 1, a: [1.5, -0, 'é\"\\n', null, true, undefined], 7: {}, f() {}, u: undefined, z: [[]]})",
            "'x'",
            "[]",
            "1e21",
            "NaN",
        ] {
            let value = eval(text, context);
            let written = String::from_utf8(write(&value, 4096, context).unwrap()).unwrap();
            let expected = eval(&format!("JSON.stringify({text})"), context).as_string().unwrap();
            assert_eq!(written, expected.to_std_string_lossy(), "{text}");
        }
    }

    #[test]
    fn what_is_read_is_what_parse_reads() {
        let context = &mut Context::default();
        for text in
            [r#"{"b":1,"a":[1.5,-2,"é\n",null,true,[]],"7":{},"__proto__":{"x":1}}"#, r#""x""#, "4294967296"]
        {
            let value = read("x", text.as_bytes(), context).unwrap();
            let again = write(&value, 4096, context).unwrap();
            let parsed = eval(&format!("JSON.stringify(JSON.parse(String.raw`{text}`))"), context);
            let expected = parsed.as_string().unwrap().to_std_string_lossy();
            assert_eq!(String::from_utf8(again).unwrap(), expected, "{text}");
        }
    }

    #[test]
    fn limits_and_faults_are_errors() {
        let context = &mut Context::default();
        let deep = |n| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(read("x", deep(JSON_DEPTH_MAX).as_bytes(), context).is_ok());
        assert!(read("x", deep(JSON_DEPTH_MAX + 1).as_bytes(), context).is_err());
        let error = read("c.json", b"{\"a\":\n 1,}", context).unwrap_err().to_string();
        assert!(error.contains("c.json is not JSON") && error.contains("line 2"), "{error}");
        assert!(read("x", b"1 2", context).is_err());
        for (text, bytes_max, ok) in [
            ("'abc'", 5, true),
            ("'abc'", 4, false),
            ("let a = []; a[0] = a; a", 4096, false),
            ("10n", 4096, false),
            ("new Array(4294967295)", 4096, false),
        ] {
            let value = eval(text, context);
            assert_eq!(write(&value, bytes_max, context).is_ok(), ok, "{text}");
        }
    }
}
