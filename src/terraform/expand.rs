//! `count` and `for_each`: how many instances a block has, and what they see.

use super::calls::first;
use super::content::{Argument, Content};
use super::evaluator::{Evaluator, MAX_INSTANCES_PER_BLOCK};
use super::instance::InstanceKey;
use super::scope::ModuleScope;
use crate::finding::Problem;
use crate::source::Span;
use crate::value::{Fields, Kind, Origin, Reason, Type, Unknown, Value, convert};
use std::sync::Arc;

/// What one instance knows of its repetition.
#[derive(Clone, Debug)]
pub(super) enum Repetition {
    None,
    /// `count.index`
    Count(Value),
    /// `each.key` and `each.value`
    Each {
        key: Value,
        value: Value,
    },
}

/// How a block is repeated.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Single,
    /// `enabled` of `OpenTofu` says that there is none; a reference to it is null.
    Disabled,
    Count,
    ForEach,
    /// `count` or `for_each` is unknown, for these reasons: one instance stands for all.
    Unknown(Arc<[Reason]>),
}

#[derive(Clone, Debug)]
pub(super) struct Expansion {
    pub shape: Shape,
    pub instances: Vec<(InstanceKey, Repetition)>,
}

impl Expansion {
    /// The same block when the keys of its instances are known after all; what else the instances know of their repetition stays.
    fn with_keys(self, keys: Option<Vec<InstanceKey>>) -> Self {
        let (Shape::Unknown(reasons), Some(keys), Some((_, wildcard))) =
            (&self.shape, keys, self.instances.first())
        else {
            return self;
        };
        // Which of the two it is follows from the block, not from the keys: there may be none.
        let shape = match wildcard {
            Repetition::Count(_) => Shape::Count,
            Repetition::Each { .. } => Shape::ForEach,
            Repetition::None => Shape::Unknown(Arc::clone(reasons)),
        };
        let instances = keys
            .into_iter()
            .map(|key| {
                let repetition = match (&key, wildcard) {
                    (InstanceKey::Index(index), Repetition::Count(unknown)) => {
                        Repetition::Count(Value::number(*index, unknown.origin().clone()))
                    }
                    (InstanceKey::Key(text), Repetition::Each { key, value }) => Repetition::Each {
                        key: Value::string(text, key.origin().clone()),
                        value: value.clone(),
                    },
                    _ => wildcard.clone(),
                };
                (key, repetition)
            })
            .collect();
        Self { shape, instances }
    }
}

/// What can be wrong with `count` or `for_each`, in words after "invalid `count`: ".
type Refused = String;

impl Evaluator<'_> {
    /// The instances of a block in the scope of its module; `address` is its absolute address without a key.
    pub(super) fn expand(
        &self,
        scope: &ModuleScope<'_, '_>,
        content: &Content,
        address: &str,
    ) -> Expansion {
        let expansion = self.written(scope, content);
        if matches!(expansion.shape, Shape::Unknown(_)) {
            expansion.with_keys(self.foresight.keys(address))
        } else {
            expansion
        }
    }

    fn written(&self, scope: &ModuleScope<'_, '_>, content: &Content) -> Expansion {
        let count = content.argument("count");
        let for_each = content.argument("for_each");
        if let (Some(count), Some(for_each)) = (&count, &for_each) {
            let problem = Problem::error(
                for_each.name_span,
                "`count` and `for_each` exclude each other",
            );
            self.report
                .add(problem.with_related(count.name_span, "`count` is here"));
        }
        if let Some(argument) = count {
            let value = self.eval(scope, argument.value);
            self.expansion(
                "count",
                &value,
                argument.value.span(),
                count_of,
                unknown_count,
            )
        } else if let Some(argument) = for_each {
            let value = self.eval(scope, argument.value);
            self.expansion(
                "for_each",
                &value,
                argument.value.span(),
                elements_of,
                unknown_each,
            )
        } else if let Some(lifecycle) = first(content.nested("lifecycle", 0))
            && let Some(enabled) = lifecycle.content.argument("enabled")
        {
            let value = self.eval(scope, enabled.value);
            let span = enabled.value.span();
            self.expansion("enabled", &value, span, enabled_of, |_, _, _| {
                Repetition::None
            })
        } else {
            let instances = if self.reserve(1) {
                vec![(InstanceKey::None, Repetition::None)]
            } else {
                Vec::new()
            };
            Expansion {
                shape: Shape::Single,
                instances,
            }
        }
    }

    fn expansion(
        &self,
        argument: &str,
        value: &Value,
        span: Span,
        read: fn(&Value) -> Result<Option<Expansion>, Refused>,
        wildcard: fn(&Value, &[Reason], Span) -> Repetition,
    ) -> Expansion {
        let unknown = |reasons: Vec<Reason>| {
            let instances = if self.reserve(1) {
                vec![(InstanceKey::Unknown, wildcard(value, &reasons, span))]
            } else {
                Vec::new()
            };
            Expansion {
                shape: Shape::Unknown(reasons.into()),
                instances,
            }
        };
        match read(value) {
            Ok(Some(expansion)) if self.reserve(expansion.instances.len()) => expansion,
            Ok(Some(_)) => {
                self.report.add(Problem::incomplete(
                    span,
                    "more instances than can be looked at",
                ));
                unknown(vec![budget()])
            }
            Ok(None) => unknown(value.reasons()),
            Err(message) if message.is_empty() => {
                let message = format!(
                    "more than {MAX_INSTANCES_PER_BLOCK} instances of one block are not looked at one by one"
                );
                self.report.add(Problem::incomplete(span, message));
                unknown(vec![budget()])
            }
            Err(message) => {
                let message = format!("invalid `{argument}`: {message}");
                self.report.add(Problem::error(span, message.clone()));
                unknown(vec![Reason::Mistake {
                    message: message.into(),
                }])
            }
        }
    }
}

impl Evaluator<'_> {
    /// What each repetition of an `import` block sees; none where its `for_each` is wrong or unknown.
    ///
    /// Other than for resources, any collection will do, and null is no repetition.
    pub(super) fn repetitions(
        &self,
        scope: &ModuleScope<'_, '_>,
        for_each: &Argument<'_>,
    ) -> Vec<Repetition> {
        let value = self.eval(scope, for_each.value);
        let repetitions = match value.kind() {
            _ if value.is_sensitive() => Err("it is sensitive"),
            Kind::Unknown(_) | Kind::Null(_) => Ok(Vec::new()),
            Kind::Map(_, fields) => Ok(each_field(fields)),
            Kind::Object(object) => Ok(each_field(&object.fields)),
            Kind::Set(_, members) => Ok(members.iter().map(|one| each(one, one)).collect()),
            Kind::List(_, elements) | Kind::Tuple(elements) => Ok((0..)
                .zip(elements.iter())
                .map(|(index, one)| each(&Value::number(index, one.origin().clone()), one))
                .collect()),
            Kind::Bool(_) | Kind::Number(_) | Kind::String(_) => Err("a collection is needed"),
        };
        let repetitions = repetitions.unwrap_or_else(|message| {
            let message = format!("invalid `for_each`: {message}");
            self.report
                .add(Problem::error(for_each.value.span(), message));
            Vec::new()
        });
        let instances = repetitions.into_iter().take(MAX_INSTANCES_PER_BLOCK);
        instances.map(|(_, repetition)| repetition).collect()
    }
}

fn each(key: &Value, value: &Value) -> (InstanceKey, Repetition) {
    let repetition = Repetition::Each {
        key: key.clone(),
        value: value.clone(),
    };
    (InstanceKey::None, repetition)
}

/// The key of the instance that a value names.
pub(super) fn key_of(value: &Value) -> Option<InstanceKey> {
    match value.kind() {
        Kind::String(text) => Some(InstanceKey::Key(Arc::clone(text))),
        Kind::Number(number) => number.as_u64().map(InstanceKey::Index),
        _ => None,
    }
}

fn budget() -> Reason {
    Reason::Budget {
        what: Arc::from("the number of instances"),
    }
}

/// `Ok(None)`: unknown; an empty message: too many.
fn count_of(value: &Value) -> Result<Option<Expansion>, Refused> {
    let number = convert::convert(value, &Type::Number)
        .map_err(|_| "a whole number is needed".to_owned())?;
    if number.is_unknown() {
        return Ok(None);
    }
    let Some(number) = number.as_number() else {
        return Err("it is null; use 0 for no instance".to_owned());
    };
    let Some(count) = number.as_i64() else {
        return Err("a whole number is needed".to_owned());
    };
    let count = usize::try_from(count).map_err(|_| "it must not be negative".to_owned())?;
    if count > MAX_INSTANCES_PER_BLOCK {
        return Err(String::new());
    }
    let instances = (0..count as u64)
        .map(|index| {
            let value = Value::number(index.cast_signed(), value.origin().clone());
            (InstanceKey::Index(index), Repetition::Count(value))
        })
        .collect();
    Ok(Some(Expansion {
        shape: Shape::Count,
        instances,
    }))
}

/// <https://opentofu.org/docs/language/meta-arguments/enabled/>
fn enabled_of(value: &Value) -> Result<Option<Expansion>, Refused> {
    let truth =
        convert::convert(value, &Type::Bool).map_err(|_| "it must be true or false".to_owned())?;
    match truth.kind() {
        Kind::Bool(true) => Ok(Some(Expansion {
            shape: Shape::Single,
            instances: vec![(InstanceKey::None, Repetition::None)],
        })),
        Kind::Bool(false) => Ok(Some(Expansion {
            shape: Shape::Disabled,
            instances: Vec::new(),
        })),
        Kind::Null(_) => Err("it is null".to_owned()),
        _ => Ok(None),
    }
}

fn elements_of(value: &Value) -> Result<Option<Expansion>, Refused> {
    if value.is_sensitive() {
        return Err("it is sensitive, and the keys of instances are shown".to_owned());
    }
    let instances = match value.kind() {
        Kind::Unknown(_) => return Ok(None),
        Kind::Null(_) => {
            return Err("it is null; use an empty map or set for no instance".to_owned());
        }
        Kind::Map(_, fields) => each_field(fields),
        Kind::Object(object) => each_field(&object.fields),
        Kind::Set(_, values) => match each_member(values)? {
            Some(instances) => instances,
            None => return Ok(None),
        },
        _ => {
            return Err(format!(
                "a map or a set of strings is needed, not a {}; `toset()` makes a set",
                value.ty().friendly()
            ));
        }
    };
    if instances.len() > MAX_INSTANCES_PER_BLOCK {
        return Err(String::new());
    }
    Ok(Some(Expansion {
        shape: Shape::ForEach,
        instances,
    }))
}

fn each_field(fields: &Fields) -> Vec<(InstanceKey, Repetition)> {
    fields
        .iter()
        .map(|(name, value)| {
            let key = Value::string(name, value.origin().clone());
            let repetition = Repetition::Each {
                key,
                value: value.clone(),
            };
            (InstanceKey::Key(Arc::clone(name)), repetition)
        })
        .collect()
}

/// `None`: a member is unknown.
fn each_member(values: &[Value]) -> Result<Option<Vec<(InstanceKey, Repetition)>>, Refused> {
    let mut instances = Vec::with_capacity(values.len());
    for value in values {
        match value.kind() {
            Kind::Unknown(_) => return Ok(None),
            _ if value.is_sensitive() => {
                return Err("a member is sensitive, and the keys of instances are shown".to_owned());
            }
            Kind::String(text) => {
                let key = value.clone();
                instances.push((
                    InstanceKey::Key(Arc::clone(text)),
                    Repetition::Each {
                        key,
                        value: value.clone(),
                    },
                ));
            }
            Kind::Null(_) => return Err("a member of the set is null".to_owned()),
            _ => {
                return Err(format!(
                    "a set of strings is needed, not of {}",
                    value.ty().friendly()
                ));
            }
        }
    }
    Ok(Some(instances))
}

fn unknown_of(ty: Type, reasons: &[Reason], span: Span) -> Value {
    Value::unknown(
        Unknown::because_all(ty, reasons.iter().cloned()),
        Origin::expression(span),
    )
}

fn unknown_count(_: &Value, reasons: &[Reason], span: Span) -> Repetition {
    Repetition::Count(unknown_of(Type::Number, reasons, span))
}

pub(super) fn unknown_each(collection: &Value, reasons: &[Reason], span: Span) -> Repetition {
    Repetition::Each {
        key: unknown_of(Type::String, reasons, span),
        value: likely_element(collection)
            .unwrap_or_else(|| unknown_of(element_type(collection), reasons, span)),
    }
}

/// What every element of an unknown collection is like, when it is known of all of them together.
pub(super) fn likely_element(collection: &Value) -> Option<Value> {
    match collection.members()?.as_slice() {
        [(element, _)] if collection.is_unknown() => Some((*element).clone()),
        _ => None,
    }
}

/// The type of the elements of a collection, as far as its type tells.
fn element_type(collection: &Value) -> Type {
    collection.ty().element().cloned().unwrap_or(Type::Any)
}

/// The key of an instance in words of the address.
pub(super) fn keyed(address: &str, key: &InstanceKey) -> Arc<str> {
    Arc::from(format!("{address}{key}"))
}
