//! Marks what the schema calls a secret: plans of older versions of the provider do not mark it themselves.

use crate::schema::BlockSchema;
use crate::value::{Fields, Kind, Value};
use std::sync::Arc;

/// The value of an attribute or block of a schema, marked where it is a secret.
pub(super) fn part(schema: &BlockSchema, name: &str, value: Value) -> Value {
    if let Some(attribute) = schema.attribute(name) {
        return value.mark_sensitive(attribute.sensitive || attribute.write_only);
    }
    match schema.block(name) {
        Some(nested) => blocks(&nested.block, value),
        None => value,
    }
}

/// The blocks of one name, or an instance: an object, or a collection of objects.
pub(super) fn blocks(schema: &BlockSchema, value: Value) -> Value {
    let each = |values: &[Value]| -> Vec<Value> {
        let values = values.iter().cloned();
        values.map(|value| blocks(schema, value)).collect()
    };
    match value.kind() {
        Kind::List(element, values) => {
            value.with_kind(Kind::List(element.clone(), each(values).into()))
        }
        Kind::Set(element, values) => {
            value.with_kind(Kind::Set(element.clone(), each(values).into()))
        }
        Kind::Tuple(values) => value.with_kind(Kind::Tuple(each(values).into())),
        Kind::Object(object) => {
            let fields = object.fields.iter();
            let fields: Fields = fields
                .map(|(name, value)| (Arc::clone(name), part(schema, name, value.clone())))
                .collect();
            value.with_object(fields)
        }
        _ => value,
    }
}
