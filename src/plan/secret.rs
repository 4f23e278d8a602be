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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::planned::{Place, Planned};
    use crate::schema;
    use crate::source::{Sources, Span};
    use crate::value::Origin;
    use serde_json::{Value as Json, json};

    #[test]
    fn what_the_schema_calls_secret_is_marked() {
        let file = Sources::new().add("tfplan.json", String::new());
        for (resource_type, object, path) in [
            (
                "aws_db_instance",
                json!({"password": "x", "username": "y"}),
                "password",
            ),
            (
                "aws_secretsmanager_secret_version",
                json!({"secret_string": "x"}),
                "secret_string",
            ),
            ("aws_db_instance", json!({"identifier": "x"}), ""),
            (
                "aws_redshift_cluster",
                json!({"master_password": "x", "database_name": "y"}),
                "master_password",
            ),
        ] {
            let value = Planned::new(&object, &Json::Null, &Json::Null).to_value(&Place {
                instance: &Arc::from("aws_x.a"),
                path: String::new(),
                origin: Origin::expression(Span::new(file.id(), 0, 0)),
                reads: None,
            });
            let marked = blocks(&schema::resource(resource_type).unwrap(), value);
            let mut secrets = Vec::new();
            collect(&marked, "", &mut secrets);
            let wanted: Vec<&str> = Some(path)
                .filter(|path| !path.is_empty())
                .into_iter()
                .collect();
            assert_eq!(secrets, wanted, "{object}");
        }
    }

    /// The paths of what is marked, without indices.
    fn collect(value: &Value, path: &str, into: &mut Vec<String>) {
        if value.is_sensitive() {
            into.push(path.to_owned());
        }
        for element in value.as_sequence().unwrap_or_default() {
            collect(element, path, into);
        }
        for (name, value) in value.as_fields().into_iter().flatten() {
            let dot = if path.is_empty() { "" } else { "." };
            collect(value, &format!("{path}{dot}{name}"), into);
        }
    }
}
