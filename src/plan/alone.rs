//! The instances of a plan that has no configuration beside it.
//!
//! Places are lines of a listing of addresses; unknowns come from the references that the plan's `configuration` lists.

use super::expressions::Resource;
use super::planned::{Place, Planned};
use super::resolve::Resolver;
use crate::schema::{BlockSchema, NestedBlock, Nesting};
use crate::source::Span;
use crate::terraform::InstanceKey;
use crate::value::{
    Fields, Kind, Object, Origin, Reason, Stop, Symbol, Type, Unknown, Value, convert,
};
use serde_json::Value as Json;
use std::sync::Arc;

/// One instance, and what its expressions may refer to.
pub(super) struct Builder<'a> {
    pub resolver: &'a Resolver<'a, 'a>,
    pub address: &'a Arc<str>,
    pub module: &'a str,
    pub key: &'a InstanceKey,
    /// The line of the listing.
    pub line: Span,
}

impl Builder<'_> {
    /// The object of the instance, in the types of its schema.
    pub(super) fn instance(
        &self,
        planned: Planned<'_>,
        expressions: &Json,
        schema: Option<&BlockSchema>,
    ) -> Value {
        let mut fields = Fields::new();
        for name in planned.names() {
            let value = self.value(planned.field(name), expressions.get(name), name.to_owned());
            fields.insert(Arc::from(name), value);
        }
        if let Some(schema) = schema {
            self.fit(&mut fields, schema);
        }
        let object = Object {
            fields,
            instance: Some(Arc::clone(self.address)),
        };
        Value::new(
            Kind::Object(Arc::new(object)),
            Origin::expression(self.line),
        )
    }

    fn value(&self, planned: Planned<'_>, expression: Option<&Json>, path: String) -> Value {
        if let Some(Json::Array(blocks)) = expression
            && planned.value.is_array()
            && !planned.is_unknown()
        {
            let values = planned.elements().enumerate().map(|(index, element)| {
                // A `dynamic` block is listed once, however many blocks it gives.
                let block = blocks.get(index).or(blocks.first());
                self.value(element, block, format!("{path}[{index}]"))
            });
            return Value::tuple(values.collect(), Origin::expression(self.line));
        }
        if let Some(expression @ Json::Object(inner)) = expression
            && !is_leaf(inner)
            && planned.value.is_object()
            && !planned.is_unknown()
        {
            let fields = planned.names().into_iter().map(|name| {
                let inner = expression.get(name);
                (
                    Arc::from(name),
                    self.value(planned.field(name), inner, format!("{path}.{name}")),
                )
            });
            let value = Value::object(fields.collect(), Origin::expression(self.line));
            return value.mark_sensitive(planned.is_sensitive());
        }
        let reads = expression.map_or_else(Vec::new, |expression| {
            self.resolver.attributes(self.module, expression, self.key)
        });
        let stop = match expression {
            None => Stop::Absent,
            // What is read says where it is from.
            Some(_) if !reads.is_empty() => Stop::Expression,
            Some(expression) => self.resolver.written(self.module, expression),
        };
        let place = Place {
            instance: self.address,
            path,
            origin: origin(self.line, stop, &reads),
            reads: expression.is_some().then_some(&reads),
        };
        planned.to_value(&place)
    }

    /// Brings the fields into the types of a schema, and adds what the plan leaves out.
    fn fit(&self, fields: &mut Fields, schema: &BlockSchema) {
        let absent = || Origin::new(self.line, Stop::Absent);
        for attribute in &schema.attributes {
            let value = match fields.get(&attribute.name) {
                Some(value) => convert::convert(value, &attribute.ty).ok(),
                None => Some(Value::null(attribute.ty.clone(), absent())),
            };
            fields.extend(value.map(|value| (Arc::clone(&attribute.name), value)));
        }
        for block in &schema.blocks {
            let value = match fields.get(&block.name) {
                Some(value) => self.fit_block(value, block),
                None => self.no_block(block),
            };
            fields.insert(Arc::clone(&block.name), value);
        }
    }

    fn fit_block(&self, value: &Value, block: &NestedBlock) -> Value {
        let one = |value: &Value| match value.as_fields() {
            Some(fields) => {
                let mut fields = fields.clone();
                self.fit(&mut fields, &block.block);
                value.with_kind(Kind::Object(Arc::new(Object {
                    fields,
                    instance: None,
                })))
            }
            None => value.clone(),
        };
        let fitted = match value.as_sequence() {
            Some(values) => {
                let values: Vec<Value> = values.iter().map(one).collect();
                value.with_kind(Kind::Tuple(values.into()))
            }
            None => one(value),
        };
        convert::convert(&fitted, &block.implied_type()).unwrap_or(fitted)
    }

    fn no_block(&self, block: &NestedBlock) -> Value {
        let absent = Origin::new(self.line, Stop::Absent);
        match block.nesting {
            Nesting::Single => Value::null(block.implied_type(), absent),
            Nesting::List | Nesting::Set | Nesting::Map => {
                let empty = Value::tuple(Vec::new(), absent);
                convert::convert(&empty, &block.implied_type()).unwrap_or(empty)
            }
        }
    }

    /// The facts beside the attributes, as [`crate::terraform::Instance::meta`] describes them; a plan does not have them all.
    pub(super) fn meta(&self, resource: Option<&Resource<'_>>, provider: Value) -> Value {
        let origin = || Origin::expression(self.line);
        let untold = |what: &str, ty: Type| {
            let why = format!("a plan without its configuration does not say {what}");
            Value::unknown(
                Unknown::because(ty, Reason::Other(Arc::from(why))).not_null(),
                origin(),
            )
        };
        let lifecycle =
            ["create_before_destroy", "ignore_changes", "prevent_destroy"].map(|name| {
                let ty = if name == "ignore_changes" {
                    Type::list(Type::String)
                } else {
                    Type::Bool
                };
                (Arc::from(name), untold(&format!("`{name}`"), ty))
            });
        let depends_on = resource
            .into_iter()
            .flat_map(|resource| &resource.depends_on);
        let depends_on = depends_on
            .map(|address| Value::string(super::address::join(self.module, address), origin()));
        let facts = [
            ("misfits", untold("how it is written", Type::Any)),
            (
                "lifecycle",
                Value::object(lifecycle.into_iter().collect(), origin()),
            ),
            ("provider", provider),
            ("provisioners", untold("the provisioners", Type::Any)),
            (
                "depends_on",
                Value::list(Type::String, depends_on.collect(), origin()),
            ),
            ("root", Value::bool(self.module.is_empty(), origin())),
        ];
        let fields = facts
            .into_iter()
            .map(|(name, value)| (Arc::from(name), value));
        Value::object(fields.collect(), origin())
    }
}

/// The place of a value: what it is, and read from which attributes.
pub(super) fn origin(line: Span, stop: Stop, reads: &[Arc<Symbol>]) -> Origin {
    let mut origin = Origin::new(line, stop);
    for (index, symbol) in reads.iter().enumerate() {
        if index > 0 {
            origin = Origin::new(line, stop).after(origin);
        }
        origin = origin.with_symbol(Arc::clone(symbol));
    }
    origin
}

/// Whether an expression is of a value, not of a block: it tells constants or references, or nothing (calls of functions alone).
fn is_leaf(expression: &serde_json::Map<String, Json>) -> bool {
    expression.is_empty()
        || expression.contains_key("constant_value")
        || expression.contains_key("references")
}
