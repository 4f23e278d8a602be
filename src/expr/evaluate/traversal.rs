//! `a.b["c"][0]`: names, and the steps from a value to what is in it.

use super::{Environment, mistake, unknown_because};
use crate::expr::{Evaluated, Step};
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::{Expr, ExprKind};
use crate::value::convert::convert;
use crate::value::{Kind, Number, Origin, Symbol, Type, Unknown, Value, quote};
use std::sync::Arc;

impl Environment<'_> {
    /// A name and the steps after it, in a loop rather than recursively: how long a traversal is does not count as depth.
    #[inline(never)]
    pub(super) fn traversal(&self, expr: Expr<'_>) -> Evaluated {
        let (root, steps) = self.steps(expr)?;
        let (value, rest) = match root.kind() {
            ExprKind::Variable(name) => {
                if let Some(value) = self.local(name) {
                    (value.clone(), steps.as_slice())
                } else {
                    let resolved = self.context.scope.resolve(name, root.span(), &steps)?;
                    self.doubt_keys(&steps, resolved.steps);
                    (resolved.value, steps.get(resolved.steps..).unwrap_or(&[]))
                }
            }
            ExprKind::SplatItem => match self.splat_item() {
                Some(value) => (value.clone(), steps.as_slice()),
                None => return Err(mistake(expr.span(), "a splat has no source here")),
            },
            _ => (self.value(root)?, steps.as_slice()),
        };
        self.follow(value, rest, expr.span())
    }

    // Apart from `traversal`, whose frame is on the stack once per level.
    #[inline(never)]
    fn follow(&self, value: Value, steps: &[Step], span: Span) -> Evaluated {
        let doubt = self.doubt();
        walk(value, steps, span, &mut |value, step| {
            if may_end_at(value, step) {
                doubt.raise(unknown_keys(std::iter::once(step)).chain([value]));
            }
        })
    }

    /// Notes the unknown keys among the steps that a scope has taken.
    #[inline(never)]
    fn doubt_keys(&self, steps: &[Step], taken: usize) {
        self.doubt().raise(unknown_keys(steps.iter().take(taken)));
    }

    /// The innermost expression, and the steps after it in order.
    fn steps<'a>(&self, expr: Expr<'a>) -> Result<(Expr<'a>, Vec<Step>), Box<Problem>> {
        let mut steps = Vec::new();
        let mut root = expr;
        loop {
            root = match root.kind() {
                ExprKind::GetAttr {
                    object,
                    name,
                    name_span,
                } => {
                    steps.push(Step::Attribute(Arc::from(name), name_span));
                    object
                }
                ExprKind::Index { collection, key } => {
                    steps.push(Step::Index(self.value(key)?, key.span()));
                    collection
                }
                ExprKind::LegacyIndex { collection, digits } => {
                    let span = Span::new(root.span().file, collection.span().end, root.span().end);
                    let index = Number::parse(digits)
                        .ok_or_else(|| mistake(span, format!("`{digits}` is no index")))?;
                    let key = Value::number(index, Origin::expression(span));
                    steps.push(Step::Index(key, span));
                    collection
                }
                _ => break,
            };
        }
        steps.reverse();
        Ok((root, steps))
    }
}

/// What the steps lead to from a value. `span` is the whole reference: the result has its origin there, and before it the origin of what was read.
///
/// Where the steps go through a resource instance, the result says which attribute of it was read (`Origin::symbol`).
pub fn traverse(value: Value, steps: &[Step], span: Span) -> Evaluated {
    walk(value, steps, span, &mut |_, _| {})
}

/// [`traverse`], telling of each value and the step from it.
fn walk(
    value: Value,
    steps: &[Step],
    span: Span,
    tell: &mut dyn FnMut(&Value, &Step),
) -> Evaluated {
    let mut current = value;
    let mut symbol: Option<Symbol> = None;
    for step in steps {
        if let Some(instance) = current.instance() {
            symbol = Some(Symbol {
                instance: Arc::clone(instance),
                path: Arc::from(""),
            });
        }
        symbol = symbol.and_then(|symbol| extend(&symbol, step));
        tell(&current, step);
        current = one_step(&current, step)?;
    }
    let symbol = match current
        .as_unknown()
        .and_then(|unknown| unknown.symbol.clone())
    {
        Some(symbol) => Some(symbol),
        None => symbol.map(Arc::new),
    };
    let mut origin = Origin::expression(span).after(current.origin().clone());
    origin.symbol = symbol;
    Ok(current.with_origin(origin))
}

/// The keys among the steps that are not known.
fn unknown_keys<'s>(steps: impl Iterator<Item = &'s Step>) -> impl Iterator<Item = &'s Value> {
    steps.filter_map(|step| match step {
        Step::Index(key, _) if key.is_unknown() => Some(key),
        _ => None,
    })
}

/// Whether there may be nothing where the step leads to: the value may be null, or have no such element.
fn may_end_at(value: &Value, step: &Step) -> bool {
    let certain = |unknown: &Unknown| {
        unknown.not_null && matches!(unknown.ty, Type::Object(_) | Type::Tuple(_))
    };
    let open_key = unknown_keys(std::iter::once(step)).next().is_some();
    open_key || value.as_unknown().is_some_and(|unknown| !certain(unknown))
}

/// The symbol of what the step leads to; `None` when the key is unknown.
fn extend(symbol: &Symbol, step: &Step) -> Option<Symbol> {
    let path = match step {
        Step::Attribute(name, _) if symbol.path.is_empty() => name.to_string(),
        Step::Attribute(name, _) => format!("{}.{name}", symbol.path),
        Step::Index(key, _) => match key.kind() {
            Kind::Number(number) => format!("{}[{number}]", symbol.path),
            Kind::String(text) if symbol.path.is_empty() => text.to_string(),
            Kind::String(text) => format!("{}[{}]", symbol.path, quote(text)),
            _ => return None,
        },
    };
    Some(Symbol {
        instance: Arc::clone(&symbol.instance),
        path: path.into(),
    })
}

fn one_step(value: &Value, step: &Step) -> Evaluated {
    let (result, key_is_sensitive) = match step {
        Step::Attribute(name, span) => (attribute(value, name, *span, step)?, false),
        Step::Index(key, span) => (index(value, key, *span, step)?, key.is_sensitive()),
    };
    Ok(result.mark_sensitive(value.is_sensitive() || key_is_sensitive))
}

/// `value.name`
fn attribute(value: &Value, name: &str, span: Span, step: &Step) -> Evaluated {
    match value.kind() {
        Kind::Object(object) => object
            .fields
            .get(name)
            .cloned()
            .ok_or_else(|| no_attribute(name, object.fields.keys().map(AsRef::as_ref), span)),
        Kind::Map(_, fields) => fields.get(name).cloned().ok_or_else(|| {
            let message = format!("this map has no element with the key `{name}`");
            let names = fields.keys().map(AsRef::as_ref);
            Box::new(mistake(span, message).with_suggestion(name, names))
        }),
        Kind::Null(_) => Err(mistake(
            span,
            format!("this value is null, so it has no attribute `{name}`"),
        )),
        Kind::Unknown(unknown) => {
            let ty = attribute_type(&unknown.ty, name, span)?;
            Ok(inside_unknown(value, unknown, ty, step))
        }
        _ => Err(attribute_type(&value.ty(), name, span)
            .err()
            .unwrap_or_else(|| mistake(span, "this value does not have any attributes"))),
    }
}

fn no_attribute<'a>(name: &str, names: impl Iterator<Item = &'a str>, span: Span) -> Box<Problem> {
    let message = format!("this object does not have an attribute named `{name}`");
    Box::new(mistake(span, message).with_suggestion(name, names))
}

/// The type of an attribute of a value of this type.
fn attribute_type(ty: &Type, name: &str, span: Span) -> Result<Type, Box<Problem>> {
    match ty {
        Type::Any => Ok(Type::Any),
        Type::Map(element) => Ok(Type::clone(element)),
        Type::Object(object) => {
            object.attributes.get(name).cloned().ok_or_else(|| {
                no_attribute(name, object.attributes.keys().map(AsRef::as_ref), span)
            })
        }
        Type::List(element) | Type::Set(element) if matches!(**element, Type::Object(_)) => {
            let kind = if matches!(ty, Type::List(_)) {
                "list"
            } else {
                "set"
            };
            let problem = mistake(
                span,
                format!("a {kind} of objects has no attribute `{name}`"),
            );
            Err(Box::new(problem.with_help(format!(
                "use `[*].{name}` for the attribute of every element, or choose one element"
            ))))
        }
        _ => Err(mistake(
            span,
            format!(
                "a value of type {} has no attribute `{name}`",
                ty.friendly()
            ),
        )),
    }
}

/// A part of an unknown value: unknown for the same reasons, and the same attribute's part where the whole is known to be an attribute.
fn inside_unknown(whole: &Value, unknown: &Unknown, ty: Type, step: &Step) -> Value {
    let part = Unknown {
        ty,
        reasons: Arc::clone(&unknown.reasons),
        symbol: unknown
            .symbol
            .as_deref()
            .and_then(|symbol| extend(symbol, step))
            .map(Arc::new),
        not_null: false,
        parts: None,
        length: None,
        members: None,
    };
    Value::unknown(part, whole.origin().clone())
}

/// `value[key]`
fn index(value: &Value, key: &Value, span: Span, step: &Step) -> Evaluated {
    if value.is_null() {
        return Err(mistake(span, "this value is null, so it has no elements"));
    }
    if key.is_null() {
        return Err(mistake(span, "a null value cannot be an index"));
    }
    let wanted = match value.ty_of_keys(span)? {
        Some(ty) => convert(key, &ty).map_err(|message| no_element(span, &message))?,
        None => key.clone(),
    };
    if let Kind::Unknown(unknown) = value.kind() {
        return index_of_unknown(value, unknown, &wanted, span, step);
    }
    if wanted.is_unknown() {
        let ty = value.ty().element().cloned().unwrap_or(Type::Any);
        let sensitive = value.contains_sensitive();
        let result = unknown_because(ty, &[&wanted], span).mark_sensitive(sensitive);
        return Ok(forget_not_null(&result));
    }
    match value.kind() {
        Kind::List(_, values) | Kind::Tuple(values) => {
            let number = wanted.as_number().unwrap_or(&Number::ZERO);
            let position = sequence_index(number, values.len(), span)?;
            values
                .get(position)
                .cloned()
                .ok_or_else(|| out_of_range(position, values.len(), span))
        }
        _ => {
            let name = wanted.as_str().map_or("", AsRef::as_ref);
            let fields = value.as_fields();
            fields
                .and_then(|fields| fields.get(name))
                .cloned()
                .ok_or_else(|| {
                    let names = fields.into_iter().flatten().map(|(name, _)| name.as_ref());
                    let problem =
                        no_element(span, &format!("there is no element with the key `{name}`"));
                    Box::new(problem.with_suggestion(name, names))
                })
        }
    }
}

/// `value[key]` of an unknown value: an element that is known nevertheless, or what its type says of it.
fn index_of_unknown(
    value: &Value,
    unknown: &Unknown,
    wanted: &Value,
    span: Span,
    step: &Step,
) -> Evaluated {
    let number = wanted.as_number().and_then(Number::as_usize);
    match (&unknown.ty, number) {
        (Type::List(_), Some(number)) => return Ok(unknown.element(number, value.origin())),
        (Type::Tuple(_) | Type::Any, Some(number)) => {
            if let Some(known) = unknown.certain_member(number) {
                return Ok(known.clone());
            }
        }
        _ => {}
    }
    let ty = match (&unknown.ty, wanted.as_str(), number) {
        (Type::Object(object), Some(name), _) => {
            let names = object.attributes.keys().map(AsRef::as_ref);
            let ty = object.attributes.get(name).cloned();
            ty.ok_or_else(|| no_attribute(name, names, span))?
        }
        (Type::Tuple(elements), _, Some(index)) => {
            let ty = elements.get(index).cloned();
            ty.ok_or_else(|| out_of_range(index, elements.len(), span))?
        }
        (Type::Object(_) | Type::Tuple(_), _, _) => Type::Any,
        (other, _, _) => other.element().cloned().unwrap_or(Type::Any),
    };
    Ok(inside_unknown(value, unknown, ty, step))
}

fn forget_not_null(value: &Value) -> Value {
    match value.kind() {
        Kind::Unknown(unknown) => value.with_kind(Kind::Unknown(Arc::new(Unknown {
            not_null: false,
            ..Unknown::clone(unknown)
        }))),
        _ => value.clone(),
    }
}

fn sequence_index(number: &Number, length: usize, span: Span) -> Result<usize, Box<Problem>> {
    if !number.is_integer() {
        return Err(no_element(span, "an index must be a whole number"));
    }
    if number.signum() < 0 {
        return Err(no_element(span, "an index must not be negative"));
    }
    number
        .as_usize()
        .ok_or_else(|| out_of_range(usize::MAX, length, span))
}

fn no_element(span: Span, why: &str) -> Box<Problem> {
    mistake(span, format!("invalid index: {why}"))
}

fn out_of_range(index: usize, length: usize, span: Span) -> Box<Problem> {
    let why = match length {
        0 => "the collection has no elements".to_owned(),
        _ => format!("{index} is beyond the last element of a collection of {length}"),
    };
    no_element(span, &why)
}

/// What a value can be indexed with.
trait KeyType {
    /// `None`: anything, because the type is not known. An error for values that have no keys.
    fn ty_of_keys(&self, span: Span) -> Result<Option<Type>, Box<Problem>>;
}

impl KeyType for Value {
    fn ty_of_keys(&self, span: Span) -> Result<Option<Type>, Box<Problem>> {
        let open = Type::Any;
        let ty = match self.kind() {
            Kind::List(..) | Kind::Tuple(_) => return Ok(Some(Type::Number)),
            Kind::Map(..) | Kind::Object(_) => return Ok(Some(Type::String)),
            Kind::Unknown(unknown) => &unknown.ty,
            Kind::Set(..) => &Type::set(open.clone()),
            _ => &self.ty(),
        };
        match ty {
            Type::Any => Ok(None),
            Type::List(_) | Type::Tuple(_) => Ok(Some(Type::Number)),
            Type::Map(_) | Type::Object(_) => Ok(Some(Type::String)),
            Type::Set(_) => Err(mistake(
                span,
                "elements of a set have no index; only all of them can be used together",
            )),
            Type::Bool | Type::Number | Type::String => Err(mistake(
                span,
                format!("a value of type {} has no elements", ty.friendly()),
            )),
        }
    }
}
