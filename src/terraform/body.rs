//! The inside of a resource block by its schema: every attribute has a value, and every nested block a list or an object.

use super::coerce::coerce;
use super::content::{Argument, Content};
use super::evaluator::Evaluator;
use super::scope::ModuleScope;
use crate::finding::Problem;
use crate::schema::{AttributeSchema, BlockSchema};
use crate::source::Span;
use crate::value::{Fields, ObjectType, Origin, Reason, Stop, Symbol, Type, Unknown, Value};
use std::sync::Arc;

/// Arguments and blocks of every resource, whatever its type: Terraform reads them, not the provider.
pub(super) const META: [&str; 7] = [
    "count",
    "for_each",
    "provider",
    "depends_on",
    "lifecycle",
    "provisioner",
    "connection",
];

/// No schema is nested deeper; a chain of types that contains itself would be.
pub(super) const MAX_DEPTH: usize = 40;

/// The instance whose body is evaluated.
#[derive(Clone, Copy)]
pub(super) struct Body<'e, 'p> {
    pub evaluator: &'e Evaluator<'p>,
    pub address: &'e Arc<str>,
    /// Whether Terraform reads it when it plans (a data source).
    pub data: bool,
    /// Whether `fit` has judged what is written, so that nothing is said of it here.
    pub judged: bool,
    /// Why the schema may not be that of the version of the provider that Terraform gets.
    pub doubt: Option<&'e Reason>,
}

/// Where in the instance: the header that lacks what is not set, and the path with which computed attributes are named.
#[derive(Clone, Copy)]
pub(super) struct At<'a> {
    pub header: Span,
    pub path: &'a str,
    pub(super) depth: usize,
}

impl Body<'_, '_> {
    /// The attributes and blocks of a resource.
    pub(super) fn resource(
        &self,
        scope: &ModuleScope<'_, '_>,
        content: &Content,
        schema: &BlockSchema,
        header: Span,
    ) -> Fields {
        let at = At {
            header,
            path: "",
            depth: 0,
        };
        self.block(scope, content, schema, at)
    }

    /// The attributes and blocks of a body by its schema.
    pub(super) fn block(
        &self,
        scope: &ModuleScope<'_, '_>,
        content: &Content,
        schema: &BlockSchema,
        at: At<'_>,
    ) -> Fields {
        let mut fields = Fields::new();
        if at.depth > MAX_DEPTH {
            return fields;
        }
        let arguments = content.arguments();
        for attribute in &schema.attributes {
            let argument = arguments.get(&*attribute.name);
            let value = self
                .attribute(scope, content, attribute, argument, at)
                .mark_sensitive(attribute.sensitive);
            fields.insert(Arc::clone(&attribute.name), value);
        }
        for nested in &schema.blocks {
            let argument = arguments.get(&*nested.name);
            let value = self.nested(scope, content, nested, argument, at);
            fields.insert(Arc::clone(&nested.name), value);
        }
        self.others(scope, content, schema, at, &mut fields);
        fields
    }

    /// What stands in the text and not in the schema. Where the schema is of one version of the provider, it is a gap, not an error.
    fn others(
        &self,
        scope: &ModuleScope<'_, '_>,
        content: &Content,
        schema: &BlockSchema,
        at: At<'_>,
        fields: &mut Fields,
    ) {
        let known = || {
            schema
                .attributes
                .iter()
                .map(|attribute| &*attribute.name)
                .chain(schema.blocks.iter().map(|block| &*block.name))
        };
        let expected = |name: &str| {
            schema.attribute(name).is_some()
                || schema.block(name).is_some()
                || (at.depth == 0 && (META.contains(&name) || name == "timeouts"))
        };
        for (name, argument) in content.arguments() {
            if !(expected(&name) || content.has_json() && name == "dynamic") {
                let problem = Problem::incomplete(
                    argument.name_span,
                    format!("unsupported argument `{name}`"),
                );
                self.gap(|| problem.with_suggestion(&name, known()));
                fields.insert(
                    Arc::from(&*name),
                    self.evaluator.eval(scope, argument.value),
                );
            }
        }
        // An attribute whose type has no objects cannot be written as blocks.
        let plain = |name: &str| {
            let attribute = schema.attribute(name);
            attribute.is_some_and(|attribute| object_of(&attribute.ty).is_none())
        };
        for (name, span) in content.block_types() {
            if (!expected(&name) && &*name != "_") || plain(&name) {
                let problem = Problem::incomplete(span, format!("unsupported block `{name}`"));
                self.gap(|| problem.with_suggestion(&name, known()));
                if plain(&name) {
                    continue;
                }
                fields.insert(
                    Arc::clone(&name),
                    self.list_as_written(scope, content, &name, at),
                );
            }
        }
    }

    /// Says what is missing or too much, unless that has been said.
    pub(super) fn gap(&self, problem: impl FnOnce() -> Problem) {
        if !self.judged {
            self.evaluator.report.add(problem());
        }
    }

    fn attribute(
        &self,
        scope: &ModuleScope<'_, '_>,
        content: &Content,
        attribute: &AttributeSchema,
        argument: Option<&Argument<'_>>,
        at: At<'_>,
    ) -> Value {
        if let Some(argument) = argument
            && !(attribute.required || attribute.optional)
        {
            self.gap(|| {
                let name = &attribute.name;
                let message = format!("`{name}` cannot be set: the provider computes it");
                Problem::incomplete(argument.name_span, message)
            });
            return self.computed(attribute, at);
        }
        let value = match self.written(scope, content, attribute, argument, at) {
            Ok(value) => value,
            Err(absent) => return absent,
        };
        // Nobody may see it, so no report does.
        let value = value.mark_sensitive(attribute.write_only);
        if value.is_null() && attribute.computed {
            let origin = value.origin().clone();
            return self.computed(attribute, at).with_origin(origin);
        }
        if value.is_null() && attribute.required {
            let message = format!("the required argument `{}` is null", attribute.name);
            self.evaluator
                .report
                .add(Problem::incomplete(value.origin().span, message.clone()));
            return super::report::unknown_mistake(
                attribute.ty.clone(),
                &message,
                value.origin().clone(),
            );
        }
        value
    }

    /// The value that is written, as an argument or as blocks; `Err` is what stands for it where neither is.
    fn written(
        &self,
        scope: &ModuleScope<'_, '_>,
        content: &Content,
        attribute: &AttributeSchema,
        argument: Option<&Argument<'_>>,
        at: At<'_>,
    ) -> Result<Value, Value> {
        let what = || format!("`{}`", attribute.name);
        let object = object_of(&attribute.ty);
        if let Some(argument) = argument {
            let value = self.evaluator.eval(scope, argument.value);
            let ty = if object.is_some() {
                lenient(&attribute.ty)
            } else {
                attribute.ty.clone()
            };
            return Ok(self.converted(&value, &ty, &what(), argument.value.span()));
        }
        match object.map(|object| (object, content.nested_or_dynamic(&attribute.name))) {
            Some((object, blocks)) if !blocks.is_empty() => {
                let schema = schema_of(object);
                let value = self.elements(scope, &blocks, &attribute.name, &schema, at);
                if value.as_sequence().is_some_and(<[Value]>::is_empty) {
                    // `dynamic` blocks that make none: as if nothing were written.
                    return Err(self.unset(attribute, at));
                }
                Ok(self.converted(&value, &lenient(&attribute.ty), &what(), at.header))
            }
            _ if content.is_incomplete() => Err(unreadable(attribute.ty.clone(), at)),
            _ => Err(self.unset(attribute, at)),
        }
    }

    pub(super) fn converted(&self, value: &Value, ty: &Type, what: &str, place: Span) -> Value {
        let (converted, problem) = coerce(value, ty, what, place);
        let Some(problem) = problem else {
            return converted;
        };
        let Some(doubt) = self.doubt else {
            self.evaluator.report.add(problem);
            return converted;
        };
        self.evaluator.report.add(problem.unless(doubt));
        let unknown = Unknown::because(ty.clone(), doubt.clone());
        Value::unknown(unknown, value.origin().clone()).mark_sensitive(value.is_sensitive())
    }

    /// An attribute that is not written.
    fn unset(&self, attribute: &AttributeSchema, at: At<'_>) -> Value {
        let absent = Origin::new(at.header, Stop::Absent);
        if attribute.required {
            let message = format!("missing required argument `{}`", attribute.name);
            self.gap(|| Problem::incomplete(at.header, message.clone()));
            return super::report::unknown_mistake(attribute.ty.clone(), &message, absent);
        }
        if attribute.computed {
            return self.computed(attribute, at);
        }
        Value::null(attribute.ty.clone(), absent)
    }

    /// An attribute that AWS fills in: known after apply, and not set as far as rules ask.
    fn computed(&self, attribute: &AttributeSchema, at: At<'_>) -> Value {
        let symbol = Arc::new(Symbol {
            instance: Arc::clone(self.address),
            path: Arc::from(join(at.path, &attribute.name)),
        });
        let unknown = if self.data {
            let reason = Reason::Data {
                address: Arc::clone(self.address),
            };
            Unknown {
                symbol: Some(symbol),
                ..Unknown::because(attribute.ty.clone(), reason)
            }
        } else {
            let unknown = Unknown::computed(attribute.ty.clone(), symbol);
            // What names a resource is there once the resource is.
            if matches!(&*attribute.name, "id" | "arn") {
                unknown.not_null()
            } else {
                unknown
            }
        };
        Value::unknown(unknown, Origin::new(at.header, Stop::Absent))
    }
}

/// What is missing from a block of which a part could not be read: it may have been written.
pub(super) fn unreadable(ty: Type, at: At<'_>) -> Value {
    let origin = Origin::expression(at.header);
    super::report::unknown_mistake(ty, "a part of the block cannot be read", origin)
}

/// The path of something inside.
pub(super) fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// The object type of an attribute that may be written as blocks.
fn object_of(ty: &Type) -> Option<&ObjectType> {
    match ty {
        Type::List(element) | Type::Set(element) => match &**element {
            Type::Object(object) => Some(object),
            _ => None,
        },
        Type::Object(object) => Some(object),
        _ => None,
    }
}

/// A block whose attributes are those of an object type, all optional.
pub(super) fn schema_of(object: &ObjectType) -> BlockSchema {
    let attributes = object.attributes.iter().map(|(name, ty)| AttributeSchema {
        name: Arc::clone(name),
        ty: ty.clone(),
        required: false,
        optional: true,
        computed: false,
        write_only: false,
        sensitive: false,
        replaces: false,
        deprecated: None,
    });
    BlockSchema::new(attributes.collect(), Vec::new())
}

/// The type with all attributes of objects optional.
pub(super) fn lenient(ty: &Type) -> Type {
    match ty {
        Type::List(element) => Type::list(lenient(element)),
        Type::Set(element) => Type::set(lenient(element)),
        Type::Map(element) => Type::map(lenient(element)),
        Type::Tuple(elements) => Type::Tuple(elements.iter().map(lenient).collect()),
        Type::Object(object) => Type::Object(Arc::new(ObjectType {
            attributes: object
                .attributes
                .iter()
                .map(|(name, ty)| (Arc::clone(name), lenient(ty)))
                .collect(),
            optional: object.attributes.keys().cloned().collect(),
        })),
        Type::Any | Type::Bool | Type::Number | Type::String => ty.clone(),
    }
}
