//! What names mean inside a module instance: `var.x`, `local.x`, `module.m.out`, `aws_vpc.main.id`, `each.key` and the rest.

use super::decode::with_help;
use super::evaluator::{Evaluator, ModuleInstance};
use super::expand::{Repetition, Shape};
use super::instance::{InstanceKey, Mode};
use super::module::{Name, resource_address};
use super::resources::ExpandedResource;
use crate::expr::did_you_mean;
use crate::expr::{Resolved, Scope, Step};
use crate::finding::Problem;
use crate::source::Span;
use crate::value::{Fields, Kind, Origin, Reason, Symbol, Type, Unknown, Value};
use std::rc::Rc;
use std::sync::Arc;

/// The names of one place in a module instance.
#[derive(Clone)]
pub(super) struct ModuleScope<'s, 'p> {
    pub evaluator: &'s Evaluator<'p>,
    pub module: &'s Rc<ModuleInstance>,
    pub repetition: &'s Repetition,
    /// Iterators of the `dynamic` blocks around, innermost last.
    pub iterators: Vec<(Name, Value)>,
    /// `self`, where it has a meaning.
    pub own: Option<Value>,
}

type Resolution = Result<Resolved, Box<Problem>>;

impl<'s, 'p> ModuleScope<'s, 'p> {
    pub(super) const fn new(
        evaluator: &'s Evaluator<'p>,
        module: &'s Rc<ModuleInstance>,
        repetition: &'s Repetition,
    ) -> Self {
        Self {
            evaluator,
            module,
            repetition,
            iterators: Vec::new(),
            own: None,
        }
    }

    /// The same place inside a `dynamic` block.
    #[must_use]
    pub(super) fn with_iterator(&self, name: Name, value: Value) -> Self {
        let mut inner = self.clone();
        inner.iterators.push((name, value));
        inner
    }

    /// The same place where `self` stands for an instance.
    #[must_use]
    pub(super) fn with_self(&self, own: Value) -> Self {
        let mut inner = self.clone();
        inner.own = Some(own);
        inner
    }
}

impl Scope for ModuleScope<'_, '_> {
    fn resolve(&self, root: &str, root_span: Span, steps: &[Step]) -> Resolution {
        let found = self
            .iterators
            .iter()
            .rev()
            .find(|(name, _)| &**name == root);
        if let Some((_, value)) = found {
            return whole(value.clone(), 0);
        }
        match root {
            "var" => self.variable(root_span, steps),
            "local" => self.local(root_span, steps),
            "module" => self.call(root_span, steps),
            "each" | "count" => self.repetition(root, root_span, steps),
            "path" | "terraform" | "tofu" => self.environment(root, root_span, steps),
            "self" => match &self.own {
                Some(value) => whole(value.clone(), 0),
                None => error(root_span, "`self` has no meaning here"),
            },
            "data" => self.resource(Mode::Data, None, root_span, steps),
            "ephemeral" => self.resource(Mode::Ephemeral, None, root_span, steps),
            "resource" => self.resource(Mode::Managed, None, root_span, steps),
            _ => self.resource(Mode::Managed, Some(root), root_span, steps),
        }
    }
}

fn whole(value: Value, steps: usize) -> Resolution {
    Ok(Resolved { value, steps })
}

fn error<T>(span: Span, message: impl Into<String>) -> Result<T, Box<Problem>> {
    Err(Box::new(Problem::error(span, message)))
}

/// The name of a step, if it is `.name`.
fn name_at(steps: &[Step], index: usize) -> Option<(&Arc<str>, Span)> {
    match steps.get(index) {
        Some(Step::Attribute(name, span)) => Some((name, *span)),
        _ => None,
    }
}

/// A reference to what is not declared.
fn undeclared<'n, T>(
    what: &str,
    name: &str,
    span: Span,
    known: impl IntoIterator<Item = &'n str>,
) -> Result<T, Box<Problem>> {
    let problem = Problem::error(span, format!("reference to undeclared {what} `{name}`"));
    Err(Box::new(with_help(problem, did_you_mean(name, known))))
}

impl ModuleScope<'_, '_> {
    fn variable(&self, root_span: Span, steps: &[Step]) -> Resolution {
        let Some((name, span)) = name_at(steps, 0) else {
            return error(root_span, "`var` is followed by the name of a variable");
        };
        let variables = &self.module.module.variables;
        if !variables.contains_key(name) {
            return undeclared(
                "variable",
                name,
                root_span.to(span),
                variables.keys().map(AsRef::as_ref),
            );
        }
        whole(
            self.evaluator
                .variable(self.module, name, root_span.to(span))?,
            1,
        )
    }

    fn local(&self, root_span: Span, steps: &[Step]) -> Resolution {
        let Some((name, span)) = name_at(steps, 0) else {
            return error(
                root_span,
                "`local` is followed by the name of a local value",
            );
        };
        let locals = &self.module.module.locals;
        if !locals.contains_key(name) {
            return undeclared(
                "local value",
                name,
                root_span.to(span),
                locals.keys().map(AsRef::as_ref),
            );
        }
        whole(
            self.evaluator
                .local(self.module, name, root_span.to(span))?,
            1,
        )
    }

    fn repetition(&self, root: &str, root_span: Span, steps: &[Step]) -> Resolution {
        let name = name_at(steps, 0).map(|(name, _)| &**name);
        match (root, name, self.repetition) {
            ("count", Some("index"), Repetition::Count(index)) => whole(index.clone(), 1),
            ("each", Some("key"), Repetition::Each { key, .. }) => whole(key.clone(), 1),
            ("each", Some("value"), Repetition::Each { value, .. }) => whole(value.clone(), 1),
            ("count", Some("index"), _) => error(
                root_span,
                "`count.index` has no meaning where `count` is not set",
            ),
            ("each", Some("key" | "value"), _) => error(
                root_span,
                "`each` has no meaning where `for_each` is not set",
            ),
            ("count", ..) => error(root_span, "`count` has one attribute: `index`"),
            _ => error(root_span, "`each` has two attributes: `key` and `value`"),
        }
    }

    fn environment(&self, root: &str, root_span: Span, steps: &[Step]) -> Resolution {
        let Some((name, span)) = name_at(steps, 0) else {
            return error(root_span, format!("`{root}` is followed by an attribute"));
        };
        let span = root_span.to(span);
        let origin = Origin::expression(span);
        let evaluator = self.evaluator;
        let text = match (root, &**name) {
            ("path", "module") => {
                relative(&evaluator.root.directory, &self.module.module.directory)
            }
            ("path", "root") => ".".to_owned(),
            ("path", "cwd") => match evaluator.project.tree.absolute_root() {
                Some(root) => format!("{root}/{}", evaluator.root.directory)
                    .trim_end_matches('/')
                    .to_owned(),
                None => {
                    let reason = Reason::Other(Arc::from("the working directory is not known"));
                    return whole(
                        Value::unknown(Unknown::because(Type::String, reason), origin),
                        1,
                    );
                }
            },
            ("terraform" | "tofu", "workspace") => evaluator.workspace.to_owned(),
            ("terraform" | "tofu", "applying") => {
                return whole(Value::bool(false, origin), 1);
            }
            _ => return error(span, format!("`{root}` has no attribute `{name}`")),
        };
        whole(Value::string(text, origin), 1)
    }

    fn call(&self, root_span: Span, steps: &[Step]) -> Resolution {
        let Some((name, span)) = name_at(steps, 0) else {
            return error(
                root_span,
                "`module` is followed by the name of a module call",
            );
        };
        let calls = &self.module.module.calls;
        if !calls.contains_key(name) {
            return undeclared(
                "module",
                name,
                root_span.to(span),
                calls.keys().map(AsRef::as_ref),
            );
        }
        let expanded = self.evaluator.call(self.module, name, root_span.to(span))?;
        self.evaluator
            .call_value(&expanded, name, root_span.to(span), steps)
    }

    /// `TYPE.NAME…`; the type is `root`, or the first step after `data`, `resource`, `ephemeral`.
    fn resource(
        &self,
        mode: Mode,
        root: Option<&str>,
        root_span: Span,
        steps: &[Step],
    ) -> Resolution {
        let prefix = usize::from(root.is_none());
        let resource_type = root.or_else(|| name_at(steps, 0).map(|(name, _)| &**name));
        let (Some(resource_type), Some((name, span))) = (resource_type, name_at(steps, prefix))
        else {
            let problem = Problem::error(
                root_span,
                format!("`{}` is not a reference", root.unwrap_or("data")),
            );
            let roots = [
                "var",
                "local",
                "module",
                "data",
                "each",
                "count",
                "path",
                "terraform",
                "self",
            ];
            let help = did_you_mean(root.unwrap_or(""), roots).unwrap_or_else(|| {
                "a resource is named by type and name; a text stands in quotes".to_owned()
            });
            return Err(Box::new(problem.with_help(help)));
        };
        let place = root_span.to(span);
        let module = &self.module.module;
        let Some(index) = module.resource(mode, resource_type, name) else {
            return self.undeclared_resource(mode, resource_type, name, place);
        };
        let expanded = self.evaluator.resource(self.module, index, place)?;
        Reference {
            expanded: &expanded,
            steps,
            place,
        }
        .resolve(prefix + 1)
    }

    fn undeclared_resource(
        &self,
        mode: Mode,
        resource_type: &str,
        name: &str,
        place: Span,
    ) -> Resolution {
        let module = &self.module.module;
        let known: Vec<String> = module
            .resources
            .iter()
            .filter(|resource| resource.mode == mode)
            .map(super::module::Resource::address)
            .collect();
        let address = resource_address(mode, resource_type, name);
        let what = if mode == Mode::Data {
            "data source"
        } else {
            "resource"
        };
        undeclared(what, &address, place, known.iter().map(String::as_str))
    }
}

/// The path of a module from the root module, as `path.module` has it.
fn relative(root: &str, directory: &str) -> String {
    let split = |path: &str| {
        path.split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (from, to) = (split(root), split(directory));
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - common);
    let path: Vec<String> = up.chain(to.into_iter().skip(common)).collect();
    if path.is_empty() {
        ".".to_owned()
    } else {
        path.join("/")
    }
}

/// A reference to a resource, on its way from the block to the attribute.
struct Reference<'a> {
    expanded: &'a ExpandedResource,
    steps: &'a [Step],
    place: Span,
}

impl Reference<'_> {
    fn resolve(&self, used: usize) -> Resolution {
        match &self.expanded.shape {
            Shape::Single => match self.expanded.instances.first() {
                Some((_, instance)) => self.descend(&instance.address, &instance.value, used),
                None => whole(self.expanded.reference().clone(), used),
            },
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
                        self.wildcard(key, &instance.address, &instance.value, used + 1)
                    }
                    _ => whole(self.any_instance(reasons.to_vec()), used),
                }
            }
        }
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
        match found {
            Some(instance) => self.descend(&instance.address, &instance.value, used),
            None => {
                let key = wanted.map_or_else(|| "[…]".to_owned(), |key| key.to_string());
                error(
                    self.place.to(span),
                    format!("`{}` has no instance `{key}`", self.expanded.address),
                )
            }
        }
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
                        .and_then(crate::value::Number::as_i64)
                        .and_then(|index| usize::try_from(index).ok());
                    index.and_then(|index| values.get(index))
                }
                _ => None,
            };
            let Some(next) = next else {
                if path.is_empty()
                    && let Step::Attribute(name, span) = step
                {
                    return self.missing(address, name, *span, taken + 1);
                }
                break;
            };
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
        whole(referred(current, symbol), taken)
    }

    /// An attribute that the instance does not have.
    fn missing(&self, address: &Arc<str>, name: &Arc<str>, span: Span, taken: usize) -> Resolution {
        let symbol = Arc::new(Symbol {
            instance: Arc::clone(address),
            path: Arc::clone(name),
        });
        if self.expanded.schema.is_none() {
            let reason = Reason::Schema {
                resource_type: Arc::clone(&self.expanded.resource_type),
            };
            let unknown = Unknown {
                symbol: Some(Arc::clone(&symbol)),
                ..Unknown::because(Type::Any, reason)
            };
            return whole(
                Value::unknown(
                    unknown,
                    Origin::expression(self.place.to(span)).with_symbol(symbol),
                ),
                taken,
            );
        }
        let message = format!(
            "`{}` has no attribute `{name}`",
            self.expanded.resource_type
        );
        let known = self.expanded.attribute_names();
        let help = did_you_mean(name, known.iter().map(AsRef::as_ref));
        Err(Box::new(with_help(
            Problem::incomplete(span, message),
            help,
        )))
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

/// The instance as those who refer to it see it: each attribute knows which one it is.
pub(super) fn viewed(address: &Arc<str>, instance: &Value) -> Value {
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
            (Arc::clone(name), referred(value, symbol))
        })
        .collect();
    let object = crate::value::Object {
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
            Kind::Number(number) => path.push_str(&format!("[{number}]")),
            Kind::String(text) => path.push_str(&InstanceKey::Key(Arc::clone(text)).to_string()),
            _ => path.push_str("[*]"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn path_of_a_module() {
        assert_eq!(relative("", ""), ".");
        assert_eq!(relative("", "modules/a"), "modules/a");
        assert_eq!(relative("examples/x", ""), "../..");
        assert_eq!(relative("live/a", "modules/b"), "../../modules/b");
    }
}
