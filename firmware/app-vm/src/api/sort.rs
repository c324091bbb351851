//! `sort` and `toSorted` with the app's own comparison.
//!
//! Boa hands the comparison to Rust's sort, which panics when it contradicts itself, as `() => Math.random() - 0.5`
//! does. This is a merge sort that takes any answer. Without a comparison Boa's own order is sound and is used.

use boa_engine::object::FunctionObjectBuilder;
use boa_engine::object::builtins::JsArray;
use boa_engine::property::PropertyDescriptor;
use boa_engine::{Context, JsObject, JsResult, JsString, JsValue, NativeFunction, js_string};

/// Sorts what `this` holds by a comparison.
type Sorter = fn(this: &JsValue, compare: &JsObject, context: &mut Context) -> JsResult<JsValue>;

/// Replaces the methods of arrays and typed arrays.
pub(super) fn install(context: &mut Context) -> JsResult<()> {
    let constructors = context.intrinsics().constructors();
    let (array, typed) = (constructors.array().prototype(), constructors.typed_array().prototype());
    let methods: [(&JsObject, &str, Sorter); 4] = [
        (&array, "sort", sort),
        (&array, "toSorted", array_to_sorted),
        (&typed, "sort", sort),
        (&typed, "toSorted", typed_to_sorted),
    ];
    for (prototype, name, sorter) in methods {
        guard(prototype, JsString::from(name), sorter, context)?;
    }
    Ok(())
}

fn guard(prototype: &JsObject, name: JsString, sorter: Sorter, context: &mut Context) -> JsResult<()> {
    let original = prototype.get(name.clone(), context)?;
    let function = NativeFunction::from_copy_closure_with_captures(
        move |this, arguments, original, context| {
            let compare = arguments.first().and_then(JsValue::as_callable);
            match (compare, original.as_callable()) {
                (Some(compare), _) => sorter(this, &compare, context),
                (None, Some(original)) => original.call(this, arguments, context),
                (None, None) => Ok(JsValue::undefined()),
            }
        },
        original,
    );
    let function = FunctionObjectBuilder::new(context.realm(), function).name(name.clone()).length(1).build();
    let method =
        PropertyDescriptor::builder().value(function).writable(true).enumerable(false).configurable(true);
    prototype.insert_property(name, method);
    Ok(())
}

/// Sorts in place; `undefined` comes last and holes after it.
fn sort(this: &JsValue, compare: &JsObject, context: &mut Context) -> JsResult<JsValue> {
    let object = this.to_object(context)?;
    let length = length(&object, context)?;
    let mut items = Vec::new();
    for index in 0..length {
        if object.has_property(index, context)? {
            items.push(object.get(index, context)?);
        }
    }
    let items = sorted(items, compare, context)?;
    let held = items.len() as u64;
    for (index, item) in items.into_iter().enumerate() {
        object.set(index, item, true, context)?;
    }
    for index in held..length {
        object.delete_property_or_throw(index, context)?;
    }
    Ok(object.into())
}

fn array_to_sorted(this: &JsValue, compare: &JsObject, context: &mut Context) -> JsResult<JsValue> {
    let object = this.to_object(context)?;
    let mut items = Vec::new();
    for index in 0..length(&object, context)? {
        items.push(object.get(index, context)?);
    }
    let items = sorted(items, compare, context)?;
    Ok(JsArray::from_iter(items, context).into())
}

fn typed_to_sorted(this: &JsValue, compare: &JsObject, context: &mut Context) -> JsResult<JsValue> {
    let object = this.to_object(context)?;
    let slice = object.get(js_string!("slice"), context)?;
    let Some(slice) = slice.as_callable() else {
        return Err(crate::value::type_error("this has no `slice`"));
    };
    let copy = slice.call(this, &[], context)?;
    sort(&copy, compare, context)
}

fn length(object: &JsObject, context: &mut Context) -> JsResult<u64> {
    object.get(js_string!("length"), context)?.to_length(context)
}

/// A stable merge sort, from runs of one item upwards.
fn sorted(mut items: Vec<JsValue>, compare: &JsObject, context: &mut Context) -> JsResult<Vec<JsValue>> {
    let all = items.len();
    items.retain(|item| !item.is_undefined());
    let mut run = 1;
    while run < items.len() {
        let mut merged = Vec::with_capacity(all);
        for pair in items.chunks(2 * run) {
            let (mut left, mut right) = pair.split_at(run.min(pair.len()));
            while let ([first, left_rest @ ..], [second, right_rest @ ..]) = (left, right) {
                let arguments = [first.clone(), second.clone()];
                let order = compare.call(&JsValue::undefined(), &arguments, context)?.to_number(context)?;
                if order > 0.0 {
                    merged.push(second.clone());
                    right = right_rest;
                } else {
                    merged.push(first.clone());
                    left = left_rest;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        items = merged;
        run *= 2;
    }
    items.resize(all, JsValue::undefined());
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use boa_engine::Source;

    #[test]
    fn it_sorts_as_the_language_says_and_survives_contradictions() {
        let context = &mut Context::default();
        install(context).unwrap();
        for (script, expected) in [
            ("[3, 1, undefined, 2, , 10].sort((a, b) => a - b)", "1,2,3,10,,"),
            ("[3, 1, 10, 2].sort()", "1,10,2,3"),
            ("let a = [3, 1, 2]; a.toSorted((a, b) => b - a).join('') + a.join('')", "321312"),
            (
                "['b1', 'a1', 'b2', 'a2', 'b3'].sort((x, y) => x.charCodeAt(0) - y.charCodeAt(0))",
                "a1,a2,b1,b2,b3",
            ),
            ("[].sort((a, b) => 1)", ""),
            ("let sparse = [2, , 1].sort((a, b) => a - b); [sparse.length, 2 in sparse]", "3,false"),
            ("new Uint8Array([3, 1, 2]).sort((a, b) => b - a)", "3,2,1"),
            ("new Uint8Array([30, 4, 100]).sort()", "4,30,100"),
            ("let t = new Int8Array([1, 2]); [t.toSorted((a, b) => b - a), t]", "2,1,1,2"),
            ("let n = 0; Array.from({length: 5000}, (_, i) => i).sort(() => (++n % 7) - 3).length", "5000"),
            ("try { [1, 2].sort(() => { throw 'x' }) } catch (e) { e }", "x"),
            ("try { [1, 2].sort('x') } catch (e) { e.name }", "TypeError"),
            (
                "Array.from({length: 300}, (_, i) => (i * 7919) % 300).sort((a, b) => a - b).every((v, i) => v === i)",
                "true",
            ),
        ] {
            let script = format!("{{ {script} }}");
            let value = context.eval(Source::from_bytes(&script)).unwrap();
            let shown = value.to_string(context).unwrap().to_std_string_lossy();
            assert_eq!(shown, expected, "{script}");
        }
    }
}
