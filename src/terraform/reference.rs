//! From a reference such as `aws_subnet.a[0].id` to the attribute of the instance that it means.
//!
//! The value remembers which attribute it is (its symbol), known or not: the edges of the graph are made of that.

use super::expand::Shape;
use super::instance::InstanceKey;
use super::resources::ExpandedResource;
use super::scope::{Resolution, error, whole};
use crate::expr::{Step, traverse};
use crate::finding::Problem;
use crate::source::Span;
use crate::value::{
    Fields, Kind, Member, Number, Object, Origin, Reason, Symbol, Type, Unknown, Value,
};
use std::sync::Arc;

/// A reference to a resource, on its way from the block to the attribute.
pub(super) struct ResourceReference<'a> {
    pub(super) expanded: &'a ExpandedResource,
    pub(super) steps: &'a [Step],
    pub(super) place: Span,
}

impl ResourceReference<'_> {
    pub(super) fn resolve(&self, used: usize) -> Resolution {
        match &self.expanded.shape {
            Shape::Single => match self.expanded.instances.first() {
                Some((_, instance)) => self.descend(&instance.address, &instance.value.get(), used),
                None => whole(self.expanded.reference().clone(), used),
            },
            Shape::Disabled => whole(self.disabled(), used),
            Shape::Count | Shape::ForEach => match self.steps.get(used) {
                None => whole(self.expanded.reference().clone(), used),
                Some(Step::Index(key, span)) => self.instance(key, *span, used + 1),
                Some(Step::Attribute(name, span)) => {
                    let argument = if matches!(self.expanded.shape, Shape::Count) {
                        "count"
                    } else {
                        "for_each"
                    };
                    let address = &self.expanded.address;
                    let problem = Problem::error(
                        *span,
                        format!(
                            "`{address}` has `{argument}`: `{name}` is an attribute of each instance"
                        ),
                    );
                    Err(Box::new(problem.with_help(format!(
                        "say which instance is meant, such as `{address}[{}]`",
                        if argument == "count" { "0" } else { "each.key" }
                    ))))
                }
            },
            Shape::Unknown(reasons) => {
                match (self.steps.get(used), self.expanded.instances.first()) {
                    (Some(Step::Index(key, _)), Some((_, instance))) => {
                        self.wildcard(key, &instance.address, &instance.value.get(), used + 1)
                    }
                    _ => whole(self.all_instances(reasons), used),
                }
            }
        }
    }

    fn disabled(&self) -> Value {
        Value::null(Type::Any, Origin::expression(self.place))
    }

    fn instance(&self, key: &Value, span: Span, used: usize) -> Resolution {
        let wanted = match key.kind() {
            Kind::Unknown(_) => {
                let value = self.any_instance(key.reasons());
                return whole(self.with_path(value, used), self.steps.len());
            }
            Kind::String(text) => match self.expanded.shape {
                Shape::Count => text.parse().ok().map(InstanceKey::Index),
                _ => Some(InstanceKey::Key(Arc::clone(text))),
            },
            Kind::Number(number) => match self.expanded.shape {
                Shape::Count => number
                    .as_i64()
                    .and_then(|index| u64::try_from(index).ok())
                    .map(InstanceKey::Index),
                _ => Some(InstanceKey::Key(Arc::from(number.to_string()))),
            },
            _ => None,
        };
        let found = wanted
            .as_ref()
            .and_then(|wanted| self.expanded.instance(wanted));
        let Some(instance) = found else {
            let key = wanted.map_or_else(|| "[…]".to_owned(), |key| key.to_string());
            let message = format!("`{}` has no instance `{key}`", self.expanded.address);
            return error(self.place.to(span), message);
        };
        self.descend(&instance.address, &instance.value.get(), used)
    }

    /// What stands for all instances, nobody knows how many: each is like the one that stands for all of them.
    fn all_instances(&self, reasons: &[Reason]) -> Value {
        let members = self.expanded.instances.iter().map(|(_, instance)| Member {
            value: self.expanded.view(&instance.address, &instance.value.get()),
            certain: false,
        });
        let unknown = Unknown::because_all(Type::Any, reasons.iter().cloned()).not_null();
        let origin = Origin::expression(self.place).with_symbol(self.symbol(""));
        Value::unknown(unknown.with_members(members.collect()), origin)
    }

    /// What stands for one of the instances, nobody knows which.
    fn any_instance(&self, reasons: Vec<Reason>) -> Value {
        let unknown = Unknown::because_all(Type::Any, reasons);
        Value::unknown(unknown, Origin::expression(self.place))
            .mark_sensitive(false)
            .with_origin(Origin::expression(self.place).with_symbol(self.symbol("")))
    }

    fn symbol(&self, path: &str) -> Arc<Symbol> {
        Arc::new(Symbol {
            instance: Arc::from(format!("{}[*]", self.expanded.absolute)),
            path: Arc::from(path),
        })
    }

    /// The unknown with the path of the remaining steps as its symbol: whichever instance it is, the attribute is known by name.
    fn with_path(&self, value: Value, used: usize) -> Value {
        let mut path = String::new();
        self.steps
            .iter()
            .skip(used)
            .for_each(|step| push(&mut path, step));
        let origin = value.origin().clone().with_symbol(self.symbol(&path));
        value.with_origin(origin)
    }

    /// An instance out of an unknown number: what its attributes are whatever the key is, they are for this key too.
    fn wildcard(
        &self,
        key: &Value,
        address: &Arc<str>,
        instance: &Value,
        used: usize,
    ) -> Resolution {
        let resolved = self.descend(address, instance, used)?;
        let Some(unknown) = resolved.value.as_unknown() else {
            return Ok(resolved);
        };
        let named = match key.kind() {
            Kind::Number(number) => Some(format!("{}[{number}]", self.expanded.absolute)),
            Kind::String(text) => Some(format!(
                "{}{}",
                self.expanded.absolute,
                InstanceKey::Key(Arc::clone(text))
            )),
            _ => None,
        };
        let symbol = unknown.symbol.as_ref().zip(named).map(|(symbol, named)| {
            Arc::new(Symbol {
                instance: Arc::from(named),
                path: Arc::clone(&symbol.path),
            })
        });
        let unknown = Unknown {
            symbol,
            ..Unknown::clone(unknown)
        };
        let value = Value::unknown(unknown, resolved.value.origin().clone())
            .mark_sensitive(resolved.value.is_sensitive());
        whole(value, resolved.steps)
    }

    /// Takes the steps into an instance that need no evaluation, so that the value knows which attribute it is.
    fn descend(&self, address: &Arc<str>, instance: &Value, used: usize) -> Resolution {
        let mut path = String::new();
        let mut current = instance;
        let mut taken = used;
        while let Some(step) = self.steps.get(taken) {
            let next = match (step, current.kind()) {
                (Step::Attribute(name, _), Kind::Object(_) | Kind::Map(..)) => current.field(name),
                (Step::Index(key, _), Kind::Object(_) | Kind::Map(..)) => {
                    key.as_str().and_then(|key| current.field(key))
                }
                (Step::Index(key, _), Kind::List(_, values) | Kind::Tuple(values)) => {
                    let index = key
                        .as_number()
                        .and_then(Number::as_i64)
                        .and_then(|index| usize::try_from(index).ok());
                    index.and_then(|index| values.get(index))
                }
                _ => None,
            };
            let Some(next) = next else {
                // Without a schema, what a block is written with is not all that it has.
                let open =
                    self.expanded.schema.is_none() && matches!(current.kind(), Kind::Object(_));
                if (path.is_empty() || open)
                    && let Step::Attribute(name, span) = step
                {
                    push(&mut path, step);
                    return self.missing(address, name, &path, *span, taken + 1);
                }
                break;
            };
            let name = match step {
                Step::Attribute(name, _) => Some(name),
                Step::Index(key, _) => key.as_str(),
            };
            if path.is_empty() && name.is_some_and(|name| self.expanded.is_write_only(name)) {
                let null = Value::null(next.ty(), Origin::expression(self.place));
                return whole(null, taken + 1);
            }
            push(&mut path, step);
            current = next;
            taken += 1;
        }
        if path.is_empty() {
            return whole(self.expanded.view(address, instance), taken);
        }
        let symbol = Arc::new(Symbol {
            instance: Arc::clone(address),
            path: Arc::from(path),
        });
        match &self.expanded.doubt {
            Some(doubt) => whole(self.doubtful(doubt, symbol, current, taken), taken),
            None => whole(referred(current, symbol), taken),
        }
    }

    /// An attribute by a schema that may be another than the provider's: where the rest of the steps cannot be taken by this one, it is unknown.
    fn doubtful(&self, doubt: &Reason, symbol: Arc<Symbol>, value: &Value, taken: usize) -> Value {
        let rest = self.steps.get(taken..).unwrap_or(&[]);
        if rest.is_empty() {
            return referred(&of_any_shape(value), symbol);
        }
        let value = referred(value, Arc::clone(&symbol));
        match traverse(value.clone(), rest, self.place) {
            Ok(_) => value,
            Err(_) => value.with_kind(Kind::Unknown(Arc::new(undescribed(doubt, symbol)))),
        }
    }

    /// An attribute that the instance does not have.
    fn missing(
        &self,
        address: &Arc<str>,
        name: &Arc<str>,
        path: &str,
        span: Span,
        taken: usize,
    ) -> Resolution {
        let symbol = Arc::new(Symbol {
            instance: Arc::clone(address),
            path: Arc::from(path),
        });
        let reason = match &self.expanded.schema {
            Some(_) => self.expanded.doubt.clone(),
            None => Some(Reason::Schema {
                resource_type: Arc::clone(&self.expanded.resource_type),
            }),
        };
        if let Some(reason) = reason {
            let origin = Origin::expression(self.place.to(span)).with_symbol(Arc::clone(&symbol));
            return whole(Value::unknown(undescribed(&reason, symbol), origin), taken);
        }
        let message = format!(
            "`{}` has no attribute `{name}`",
            self.expanded.resource_type
        );
        let known = self.expanded.attribute_names();
        let problem = Problem::incomplete(span, message);
        Err(Box::new(
            problem.with_suggestion(name, known.iter().map(AsRef::as_ref)),
        ))
    }
}

/// An attribute of which no schema says what it is.
fn undescribed(reason: &Reason, symbol: Arc<Symbol>) -> Unknown {
    Unknown {
        symbol: Some(symbol),
        ..Unknown::because(Type::Any, reason.clone())
    }
}

/// The value without what only a schema says of it: whether an unknown collection is a list or a set.
pub(super) fn of_any_shape(value: &Value) -> Value {
    match value.as_unknown() {
        Some(unknown) if unknown.ty.element().is_some() && unknown.members.is_none() => {
            let unknown = Unknown {
                ty: Type::Any,
                ..Unknown::clone(unknown)
            };
            value.with_kind(Kind::Unknown(Arc::new(unknown)))
        }
        _ => value.clone(),
    }
}

/// A value that was read as an attribute of an instance.
pub(super) fn referred(value: &Value, symbol: Arc<Symbol>) -> Value {
    let origin = value.origin().clone();
    let origin = if origin.symbol.is_none() {
        origin.with_symbol(symbol)
    } else {
        Origin::expression(origin.span)
            .after(origin)
            .with_symbol(symbol)
    };
    value.clone().with_origin(origin)
}

/// The instance as those who refer to it see it: each attribute is as `shown`, knows which one it is, and those that are hidden are null.
pub(super) fn viewed(
    address: &Arc<str>,
    instance: &Value,
    shown: impl Fn(&Value) -> Value,
    is_hidden: impl Fn(&str) -> bool,
) -> Value {
    let Kind::Object(object) = instance.kind() else {
        return instance.clone();
    };
    let fields: Fields = object
        .fields
        .iter()
        .map(|(name, value)| {
            let symbol = Arc::new(Symbol {
                instance: Arc::clone(address),
                path: Arc::clone(name),
            });
            if is_hidden(name) {
                let null = Value::null(value.ty(), value.origin().clone());
                return (Arc::clone(name), null);
            }
            (Arc::clone(name), referred(&shown(value), symbol))
        })
        .collect();
    let object = Object {
        fields,
        instance: Some(Arc::clone(address)),
    };
    Value::new(Kind::Object(Arc::new(object)), instance.origin().clone())
}

fn push(path: &mut String, step: &Step) {
    match step {
        Step::Attribute(name, _) if path.is_empty() => path.push_str(name),
        Step::Attribute(name, _) => {
            path.push('.');
            path.push_str(name);
        }
        Step::Index(key, _) => match key.kind() {
            Kind::Number(number) => {
                let key = format!("[{number}]");
                path.push_str(&key);
            }
            Kind::String(text) => path.push_str(&InstanceKey::Key(Arc::clone(text)).to_string()),
            _ => path.push_str("[*]"),
        },
    }
}
