//! What `module.name…` is: an output, all outputs, those of all instances.

use super::calls::{CallInstance, ExpandedCall};
use super::evaluator::{Evaluator, ModuleInstance};
use super::expand::Shape;
use super::instance::InstanceKey;
use super::module::Name;
use crate::expr::{Resolved, Step};
use crate::finding::Problem;
use crate::source::Span;
use crate::value::{Fields, Kind, Origin, Reason, Type, Unknown, Value};
use std::rc::Rc;
use std::sync::Arc;

impl Evaluator<'_> {
    /// The value of `module.name…`, as far as the steps say which output is meant.
    pub(super) fn call_value(
        &self,
        call: &ExpandedCall,
        name: &Name,
        place: Span,
        steps: &[Step],
    ) -> Result<Resolved, Box<Problem>> {
        if let Shape::Unknown(reasons) = &call.shape {
            self.budget.doubt().because(reasons.iter().cloned());
        }
        let unknown = |reasons: Vec<Reason>| {
            let unknown = Unknown::because_all(Type::Any, reasons);
            Value::unknown(unknown, Origin::expression(place))
        };
        let (instance, used) = match (&call.shape, steps.get(1)) {
            (Shape::Disabled, _) => {
                let value = Value::null(Type::Any, Origin::expression(place));
                return Ok(Resolved { value, steps: 1 });
            }
            (Shape::Single, _) => (call.instances.first(), 1),
            (Shape::Unknown(_), Some(Step::Index(..))) => (call.instances.first(), 2),
            (Shape::Unknown(reasons), _) => {
                let value = unknown(reasons.to_vec());
                return Ok(Resolved { value, steps: 1 });
            }
            (Shape::Count | Shape::ForEach, Some(Step::Index(key, span))) => {
                if key.is_unknown() {
                    return Ok(Resolved {
                        value: unknown(key.reasons()),
                        steps: steps.len(),
                    });
                }
                let mut instances = call.instances.iter();
                let found = instances.find(|instance| is_key(&instance.key, key));
                if found.is_none() {
                    let message = format!("module `{name}` has no instance with this key");
                    return Err(Box::new(Problem::error(place.to(*span), message)));
                }
                (found, 2)
            }
            (Shape::Count | Shape::ForEach, Some(Step::Attribute(_, span))) => {
                let message = format!(
                    "module `{name}` has `count` or `for_each`: an output belongs to one of its instances"
                );
                let help = format!(
                    "say which instance is meant, such as `module.{name}[0]` or `module.{name}[each.key]`"
                );
                return Err(Box::new(Problem::error(*span, message).with_help(help)));
            }
            (Shape::Count | Shape::ForEach, None) => {
                let value = self.all_instances(call, name, place)?;
                return Ok(Resolved { value, steps: 1 });
            }
        };
        match instance {
            Some(instance) => self.outputs(call, instance, name, place, steps, used),
            None => Ok(Resolved {
                value: unreadable(name, call.source_span),
                steps: used,
            }),
        }
    }

    fn outputs(
        &self,
        call: &ExpandedCall,
        instance: &CallInstance,
        name: &Name,
        place: Span,
        steps: &[Step],
        used: usize,
    ) -> Result<Resolved, Box<Problem>> {
        let Some(module) = instance.module.and_then(|id| self.module(id)) else {
            let value = unreadable(name, call.source_span);
            self.budget.doubt().raise([&value]);
            let steps = steps.len();
            return Ok(Resolved { value, steps });
        };
        match steps.get(used) {
            Some(Step::Attribute(output, span)) => {
                if !module.module.outputs.contains_key(output) {
                    let problem = Problem::error(
                        place.to(*span),
                        format!("module `{name}` has no output `{output}`"),
                    );
                    let known = module.module.outputs.keys().map(AsRef::as_ref);
                    return Err(Box::new(problem.with_suggestion(output, known)));
                }
                let value = self.output(&module, output, place.to(*span))?;
                Ok(Resolved {
                    value,
                    steps: used + 1,
                })
            }
            _ => Ok(Resolved {
                value: self.all_outputs(&module, place)?,
                steps: used,
            }),
        }
    }

    fn all_outputs(&self, module: &Rc<ModuleInstance>, place: Span) -> Result<Value, Box<Problem>> {
        let mut fields = Fields::new();
        for output in module.module.outputs.keys() {
            fields.insert(Arc::clone(output), self.output(module, output, place)?);
        }
        Ok(Value::object(fields, Origin::expression(place)))
    }

    fn all_instances(
        &self,
        call: &ExpandedCall,
        name: &Name,
        place: Span,
    ) -> Result<Value, Box<Problem>> {
        let mut values = Vec::with_capacity(call.instances.len());
        for instance in &call.instances {
            let value = match instance.module.and_then(|id| self.module(id)) {
                Some(module) => self.all_outputs(&module, place)?,
                None => unreadable(name, call.source_span),
            };
            values.push((&instance.key, value));
        }
        Ok(collected(&call.shape, values, Origin::expression(place)))
    }
}

/// The values of all instances as one: a tuple for `count`, an object for `for_each`.
pub(super) fn collected(
    shape: &Shape,
    values: Vec<(&InstanceKey, Value)>,
    origin: Origin,
) -> Value {
    if matches!(shape, Shape::Count) {
        return Value::tuple(values.into_iter().map(|(_, value)| value).collect(), origin);
    }
    let fields: Fields = values
        .into_iter()
        .filter_map(|(key, value)| match key {
            InstanceKey::Key(key) => Some((Arc::clone(key), value)),
            _ => None,
        })
        .collect();
    Value::object(fields, origin)
}

fn is_key(key: &InstanceKey, value: &Value) -> bool {
    match (key, value.kind()) {
        (InstanceKey::Index(index), Kind::Number(number)) => {
            number.as_i64() == i64::try_from(*index).ok()
        }
        (InstanceKey::Index(index), Kind::String(text)) => **text == index.to_string(),
        (InstanceKey::Key(key), Kind::String(text)) => key == text,
        (InstanceKey::Key(key), Kind::Number(number)) => **key == number.to_string(),
        _ => false,
    }
}

/// What a module gives that cannot be read.
fn unreadable(name: &Name, span: Span) -> Value {
    let reason = Reason::Module {
        address: Arc::from(format!("module.{name}")),
    };
    Value::unknown(
        Unknown::because(Type::Any, reason),
        Origin::expression(span),
    )
}
