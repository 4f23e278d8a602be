//! Type constraints of variables: `list(object({ name = string, size = optional(number, 3) }))`, and the defaults in them.
//!
//! <https://developer.hashicorp.com/terraform/language/expressions/type-constraints>

use super::constant::constant;
use crate::finding::Problem;
use crate::source::Sources;
use crate::syntax::{self, Expr, ExprKind};
use crate::value::convert::convert;
use crate::value::{Fields, Kind, ObjectType, Origin, Stop, Type, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A type, and the defaults that `optional()` gives inside it.
#[derive(Clone, Debug)]
pub struct Constraint {
    pub ty: Type,
    pub defaults: Option<Arc<Defaults>>,
}

/// The defaults of one level of a type.
#[derive(Clone, Default, Debug)]
pub struct Defaults {
    /// Values of attributes that are absent or null.
    values: BTreeMap<Arc<str>, Value>,
    inner: Inner,
}

/// The defaults of what is inside.
#[derive(Clone, Default, Debug)]
enum Inner {
    #[default]
    Nothing,
    /// Of all the elements of a list, set or map.
    Elements(Arc<Defaults>),
    /// Of the attributes of an object.
    Attributes(BTreeMap<Arc<str>, Arc<Defaults>>),
    /// Of the elements of a tuple.
    Positions(BTreeMap<usize, Arc<Defaults>>),
}

impl Constraint {
    /// What a variable without `type` has.
    pub const fn any() -> Self {
        Self {
            ty: Type::Any,
            defaults: None,
        }
    }

    const fn of(ty: Type) -> Self {
        Self { ty, defaults: None }
    }
}

impl Defaults {
    /// The value with its gaps filled. Null and unknown stay as they are; lists come back as tuples and maps as objects,
    /// for the conversion to the constraint's type that follows.
    pub fn apply(&self, value: &Value) -> Value {
        let origin = || value.origin().clone();
        let filled = match value.kind() {
            Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values)
                if !values.is_empty() =>
            {
                let values = values.iter().enumerate().map(|(index, value)| {
                    self.inner_of(Key::Position(index))
                        .map_or_else(|| value.clone(), |inner| inner.apply(value))
                });
                Value::tuple(values.collect(), origin())
            }
            Kind::Map(_, fields) => Value::object(self.apply_fields(fields), origin()),
            Kind::Object(object) => Value::object(self.apply_fields(&object.fields), origin()),
            _ => return value.clone(),
        };
        filled.mark_sensitive(value.is_sensitive())
    }

    fn apply_fields(&self, fields: &Fields) -> Fields {
        let mut filled: Fields = fields
            .iter()
            .map(|(name, value)| {
                let value = self
                    .inner_of(Key::Name(name))
                    .map_or_else(|| value.clone(), |inner| inner.apply(value));
                (Arc::clone(name), value)
            })
            .collect();
        for (name, default) in &self.values {
            if filled.get(name).is_none_or(Value::is_null) {
                let default = self
                    .inner_of(Key::Name(name))
                    .map_or_else(|| default.clone(), |inner| inner.apply(default));
                filled.insert(Arc::clone(name), default);
            }
        }
        filled
    }

    fn inner_of(&self, key: Key<'_>) -> Option<&Self> {
        match (&self.inner, key) {
            (Inner::Elements(inner), _) => Some(inner),
            (Inner::Attributes(inner), Key::Name(name)) => inner.get(name).map(AsRef::as_ref),
            (Inner::Positions(inner), Key::Position(index)) => inner.get(&index).map(AsRef::as_ref),
            _ => None,
        }
    }
}

#[derive(Clone, Copy)]
enum Key<'a> {
    Name(&'a str),
    Position(usize),
}

/// Reads a constraint; mistakes are reported and count as `any`.
/// The type that a constraint names; defaults of `optional()` are left out. `Err` is the first mistake in it.
pub fn type_of(expr: Expr<'_>) -> Result<Type, Problem> {
    let mut problems = Vec::new();
    let constraint = parse(expr, &Sources::new(), &mut problems);
    match problems.into_iter().next() {
        Some(problem) => Err(problem),
        None => Ok(constraint.ty),
    }
}

pub(super) fn parse(expr: Expr<'_>, sources: &Sources, problems: &mut Vec<Problem>) -> Constraint {
    let mut parser = Parser { problems };
    // JSON syntax, and configurations older than Terraform 0.12, write the constraint in quotes.
    if let ExprKind::String(text) = expr.kind() {
        if !expr.ast().is_json() {
            let problem = Problem::error(expr.span(), "a type constraint stands without quotes");
            parser.problems.push(problem.with_help(
                "Terraform 0.11 wanted the quotes; `string`, `list(string)`, `map(string)` have none",
            ));
        }
        if let Some(legacy) = legacy(&text) {
            return Constraint::of(legacy);
        }
        let source = sources.add("<type constraint>", text.into_owned());
        let parsed = syntax::parse_expression(&source);
        if parsed.problems.is_empty() {
            return parser.constraint(parsed.ast.expression(), 0);
        }
        return parser.mistake(expr, "invalid type constraint");
    }
    parser.constraint(expr, 0)
}

/// `"list"` and `"map"` of Terraform 0.11.
fn legacy(text: &str) -> Option<Type> {
    match text {
        "list" => Some(Type::list(Type::Any)),
        "map" => Some(Type::map(Type::Any)),
        _ => None,
    }
}

/// No constraint that people write is nested deeper.
const MAX_DEPTH: u32 = 100;

struct Parser<'a> {
    problems: &'a mut Vec<Problem>,
}

impl Parser<'_> {
    fn mistake(&mut self, expr: Expr<'_>, message: &str) -> Constraint {
        self.problems.push(Problem::error(expr.span(), message));
        Constraint::any()
    }

    fn constraint(&mut self, expr: Expr<'_>, depth: u32) -> Constraint {
        if depth > MAX_DEPTH {
            return self.mistake(expr, "the type constraint is nested too deeply");
        }
        match expr.kind() {
            ExprKind::Parentheses(inner) => self.constraint(inner, depth + 1),
            ExprKind::Variable(word) => match word {
                "string" => Constraint::of(Type::String),
                "number" => Constraint::of(Type::Number),
                "bool" => Constraint::of(Type::Bool),
                "any" => Constraint::any(),
                "list" => Constraint::of(Type::list(Type::Any)),
                "set" => Constraint::of(Type::set(Type::Any)),
                "map" => Constraint::of(Type::map(Type::Any)),
                _ => self.mistake(expr, &format!("`{word}` is not a type")),
            },
            ExprKind::Call {
                name, arguments, ..
            } => match (name, arguments.as_slice()) {
                ("list", &[element]) => self.collection(element, depth, Type::list),
                ("set", &[element]) => self.collection(element, depth, Type::set),
                ("map", &[element]) => self.collection(element, depth, Type::map),
                ("object", &[attributes]) => self.object(attributes, depth),
                ("tuple", &[elements]) => self.tuple(elements, depth),
                ("optional", _) => self.mistake(
                    expr,
                    "`optional()` stands only for an attribute of an object type",
                ),
                ("list" | "set" | "map" | "object" | "tuple", _) => {
                    self.mistake(expr, &format!("`{name}()` takes one argument"))
                }
                _ => self.mistake(expr, &format!("`{name}()` is not a type")),
            },
            _ => self.mistake(expr, "not a type constraint"),
        }
    }

    fn collection(&mut self, element: Expr<'_>, depth: u32, make: fn(Type) -> Type) -> Constraint {
        let element = self.constraint(element, depth + 1);
        Constraint {
            ty: make(element.ty),
            defaults: element.defaults.map(|inner| {
                Arc::new(Defaults {
                    values: BTreeMap::new(),
                    inner: Inner::Elements(inner),
                })
            }),
        }
    }

    fn object(&mut self, expr: Expr<'_>, depth: u32) -> Constraint {
        let ExprKind::Object(entries) = expr.kind() else {
            return self.mistake(
                expr,
                "`object()` takes an object of attribute names and types",
            );
        };
        let mut ty = ObjectType::default();
        let mut values = BTreeMap::new();
        let mut inner = BTreeMap::new();
        for (key, value) in entries {
            let Some(name) = key.static_name() else {
                self.mistake(key, "an attribute name is literal");
                continue;
            };
            let name: Arc<str> = Arc::from(&*name);
            let attribute = match value.kind() {
                ExprKind::Call {
                    name: "optional",
                    arguments,
                    ..
                } => {
                    ty.optional.insert(Arc::clone(&name));
                    self.optional(value, &arguments, depth, |default| {
                        values.insert(Arc::clone(&name), default);
                    })
                }
                _ => self.constraint(value, depth + 1),
            };
            if let Some(defaults) = attribute.defaults {
                inner.insert(Arc::clone(&name), defaults);
            }
            ty.attributes.insert(name, attribute.ty);
        }
        let defaults = (!values.is_empty() || !inner.is_empty()).then(|| {
            Arc::new(Defaults {
                values,
                inner: Inner::Attributes(inner),
            })
        });
        Constraint {
            ty: Type::Object(Arc::new(ty)),
            defaults,
        }
    }

    fn optional(
        &mut self,
        expr: Expr<'_>,
        arguments: &[Expr<'_>],
        depth: u32,
        mut set: impl FnMut(Value),
    ) -> Constraint {
        let (&[ty] | &[ty, _]) = arguments else {
            return self.mistake(
                expr,
                "`optional()` takes a type and, if you like, a default",
            );
        };
        let constraint = self.constraint(ty, depth + 1);
        if let Some(&default) = arguments.get(1) {
            match constant(default) {
                Ok(value) => {
                    let filled = match &constraint.defaults {
                        Some(defaults) => defaults.apply(&value),
                        None => value.clone(),
                    };
                    if let Err(message) = convert(&filled, &constraint.ty) {
                        let message = format!("this default does not have the type: {message}");
                        self.problems.push(Problem::error(default.span(), message));
                    }
                    let origin = Origin::new(default.span(), Stop::Default);
                    set(value.with_origin(origin));
                }
                Err(problem) => self.problems.push(*problem),
            }
        }
        constraint
    }

    fn tuple(&mut self, expr: Expr<'_>, depth: u32) -> Constraint {
        let ExprKind::Tuple(elements) = expr.kind() else {
            return self.mistake(expr, "`tuple()` takes a list of types");
        };
        let elements: Vec<Constraint> = elements
            .into_iter()
            .map(|element| self.constraint(element, depth + 1))
            .collect();
        let inner: BTreeMap<usize, Arc<Defaults>> = elements
            .iter()
            .enumerate()
            .filter_map(|(index, element)| Some((index, element.defaults.clone()?)))
            .collect();
        let defaults = (!inner.is_empty()).then(|| {
            Arc::new(Defaults {
                values: BTreeMap::new(),
                inner: Inner::Positions(inner),
            })
        });
        Constraint {
            ty: Type::Tuple(elements.into_iter().map(|element| element.ty).collect()),
            defaults,
        }
    }
}
