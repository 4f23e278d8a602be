//! What names mean inside a module instance: `var.x`, `local.x`, `module.m.out`, `aws_vpc.main.id`, `each.key` and the rest.

use super::evaluator::{Evaluator, ModuleInstance};
use super::expand::{Repetition, Shape};
use super::instance::Mode;
use super::module::Name;
use super::provider_functions;
use super::reference::ResourceReference;
use super::resources::ExpandedResource;
use super::validate::{undeclared, undeclared_resource};
use crate::expr::{Call, CallError, Resolved, Scope, Step};
use crate::finding::Problem;
use crate::finding::did_you_mean;
use crate::source::Span;
use crate::value::{Origin, Reason, Type, Unknown, Value};
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

pub(super) type Resolution = Result<Resolved, Box<Problem>>;

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

    /// Whether the instance that is evaluated is there for certain, and all module instances around it.
    pub(super) fn is_certain(&self) -> bool {
        let certain = match self.repetition {
            Repetition::None => true,
            Repetition::Count(index) => !index.is_unknown(),
            Repetition::Each { key, .. } => !key.is_unknown(),
        };
        certain && !self.module.address.contains("[*]")
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

    fn call(&self, call: &Call<'_>) -> Option<Result<Value, CallError>> {
        provider_functions::call(&self.module.module, call)
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands at the end of functions that can fail"
)]
pub(super) fn whole(value: Value, steps: usize) -> Resolution {
    Ok(Resolved { value, steps })
}

pub(super) fn error<T>(span: Span, message: impl Into<String>) -> Result<T, Box<Problem>> {
    Err(Box::new(Problem::error(span, message)))
}

/// The name of a step, if it is `.name`.
fn name_at(steps: &[Step], index: usize) -> Option<(&Arc<str>, Span)> {
    match steps.get(index) {
        Some(Step::Attribute(name, span)) => Some((name, *span)),
        _ => None,
    }
}

impl ModuleScope<'_, '_> {
    fn variable(&self, root_span: Span, steps: &[Step]) -> Resolution {
        let Some((name, span)) = name_at(steps, 0) else {
            return error(root_span, "`var` is followed by the name of a variable");
        };
        let variables = &self.module.module.variables;
        if !variables.contains_key(name) {
            return Err(Box::new(undeclared(
                &self.module.module,
                "variable",
                name,
                root_span.to(span),
                variables.keys().map(AsRef::as_ref),
            )));
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
            return Err(Box::new(undeclared(
                &self.module.module,
                "local value",
                name,
                root_span.to(span),
                locals.keys().map(AsRef::as_ref),
            )));
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
            ("path", "cwd") => {
                let Some(root) = evaluator.project.tree.absolute_root() else {
                    let reason = Reason::Other(Arc::from("the working directory is not known"));
                    return whole(
                        Value::unknown(Unknown::because(Type::String, reason), origin),
                        1,
                    );
                };
                let directory = format!("{root}/{}", evaluator.root.directory);
                directory.trim_end_matches('/').to_owned()
            }
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
            return Err(Box::new(undeclared(
                &self.module.module,
                "module",
                name,
                root_span.to(span),
                calls.keys().map(AsRef::as_ref),
            )));
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
            return Err(Box::new(undeclared_resource(
                module,
                mode,
                resource_type,
                name,
                place,
            )));
        };
        let expanded = self.evaluator.resource(self.module, index, place)?;
        self.doubt_resource(&expanded);
        let reference = ResourceReference {
            expanded: &expanded,
            steps,
            place,
        };
        reference.resolve(prefix + 1)
    }

    /// There may be no such instance when Terraform runs, or no such attribute.
    fn doubt_resource(&self, expanded: &ExpandedResource) {
        let doubt = self.evaluator.budget.doubt();
        if let Shape::Unknown(reasons) = &expanded.shape {
            doubt.because(reasons.iter().cloned());
        }
        if expanded.schema.is_none() {
            doubt.because([Reason::Schema {
                resource_type: Arc::clone(&expanded.resource_type),
            }]);
        }
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
