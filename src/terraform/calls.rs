//! Module calls: which module is meant, how many instances of it there are, and what their outputs are.

use super::content::Nested;
use super::evaluator::{Caller, Evaluator, MAX_MODULE_DEPTH, ModuleId, ModuleInstance};
use super::expand::keyed;
use super::expand::{Repetition, Shape};
use super::installed::Fetched;
use super::instance::{InstanceKey, ModuleCallInstance, UninstalledModule};
use super::literals::literal;
use super::module::{Location, Module, ModuleCall, Name};
use super::scope::ModuleScope;
use super::version::{Constraint, Version};
use crate::finding::Problem;
use crate::source::Span;
use crate::value::{Fields, Origin, Type, Value};
use std::rc::Rc;
use std::sync::Arc;

/// Arguments of a call that are not variables of the module.
const META: [&str; 6] = [
    "source",
    "version",
    "providers",
    "count",
    "for_each",
    "depends_on",
];

/// A module call with its instances.
#[derive(Debug)]
pub(super) struct ExpandedCall {
    pub shape: Shape,
    pub instances: Vec<CallInstance>,
    /// The place of the `source`, for unknowns.
    pub(super) source_span: Span,
}

#[derive(Debug)]
pub(super) struct CallInstance {
    pub key: InstanceKey,
    /// `None`: the module is not on this disk, or cannot be entered.
    pub module: Option<ModuleId>,
    pub described: ModuleCallInstance,
    /// What `each` and `count` are in the arguments of the call.
    repetition: Repetition,
}

impl Evaluator<'_> {
    /// The instances of a module call; only `count` and `for_each` are evaluated, and the arguments when they are asked for.
    pub(super) fn call(
        &self,
        module: &Rc<ModuleInstance>,
        name: &Name,
        asked: Span,
    ) -> Result<Rc<ExpandedCall>, Box<Problem>> {
        let Some(call) = module.module.calls.get(name) else {
            return Err(Box::new(Problem::error(
                asked,
                format!("undeclared module `{name}`"),
            )));
        };
        self.once(
            &module.calls,
            name,
            asked,
            || module.absolute(&format!("module.{name}")),
            || Rc::new(self.expand_call(module, call)),
        )
    }

    fn expand_call(&self, module: &Rc<ModuleInstance>, call: &ModuleCall) -> ExpandedCall {
        let scope = ModuleScope::new(self, module, &Repetition::None);
        let address = module.absolute(&format!("module.{}", call.name));
        let expansion = self.expand(&scope, &call.content, &address);
        let path = if module.path.is_empty() {
            call.name.to_string()
        } else {
            format!("{}.{}", module.path, call.name)
        };
        let target = self.target(module, call, &path);
        if let Some(target) = &target {
            self.check_arguments(call, target);
        }
        let instances = expansion
            .instances
            .into_iter()
            .map(|(key, repetition)| {
                let address = keyed(&address, &key);
                let described = self.describe(module, call, &repetition, Arc::clone(&address));
                let caller = Caller {
                    parent: module.id,
                    call: Arc::clone(&call.name),
                    repetition: repetition.clone(),
                };
                let module = target.as_ref().map(|target| {
                    self.add_module(Arc::clone(target), Some(caller), address, path.clone())
                        .id
                });
                CallInstance {
                    key,
                    module,
                    described,
                    repetition,
                }
            })
            .collect();
        ExpandedCall {
            shape: expansion.shape,
            instances,
            source_span: call.source_span,
        }
    }

    /// The module that a call means; says why there is none.
    fn target(
        &self,
        module: &ModuleInstance,
        call: &ModuleCall,
        path: &str,
    ) -> Option<Arc<Module>> {
        let directory = match &call.location {
            Location::Local(directory) => directory.as_str(),
            Location::Fetched => match self.project.installed(&self.root.directory, path) {
                Fetched::At(directory) => {
                    self.check_version(call, path);
                    directory
                }
                Fetched::Outside => {
                    let message = format!(
                        "module `{}` is installed outside the directory that is checked",
                        call.name
                    );
                    self.report
                        .add(Problem::incomplete(call.source_span, message));
                    return None;
                }
                Fetched::Nowhere => return self.not_installed(call, path),
            },
            // `decode` says so.
            Location::Outside | Location::Unreadable => return None,
        };
        if module.depth + 1 > MAX_MODULE_DEPTH || self.calls_itself(module, directory) {
            let message = format!(
                "module `{}` calls itself, directly or through the modules it calls",
                call.name
            );
            self.report.add(Problem::error(call.source_span, message));
            return None;
        }
        match self.project.module(directory) {
            Some(target) => Some(Arc::clone(target)),
            // For a local module, `project` says so.
            None if call.location == Location::Fetched => self.not_installed(call, path),
            None => None,
        }
    }

    /// What is installed may be from before the constraint was changed.
    fn check_version(&self, call: &ModuleCall, path: &str) {
        let installed = self.project.installed_version(&self.root.directory, path);
        let wanted = call.content.argument("version");
        let (Some(installed), Some(wanted)) = (installed, wanted) else {
            return;
        };
        let Some(text) = literal(wanted.value) else {
            return;
        };
        if let (Some(version), Some(constraint)) =
            (Version::parse(installed), Constraint::parse(&text))
            && !constraint.allows(&version)
        {
            let message = format!(
                "module `{}` is installed in version {installed}, and `{text}` is asked for",
                call.name
            );
            let problem = Problem::incomplete(wanted.value.span(), message);
            self.report.add(problem.with_help("run `terraform init`"));
        }
    }

    fn not_installed(&self, call: &ModuleCall, path: &str) -> Option<Arc<Module>> {
        let message = format!("module `{}` is not installed", call.name);
        self.report
            .add(Problem::incomplete(call.source_span, message).with_help("run `terraform init`"));
        self.uninstalled(UninstalledModule {
            address: Arc::from(format!("module.{}", path.replace('.', ".module."))),
            source: Arc::clone(&call.source),
            span: call.source_span,
        });
        None
    }

    fn calls_itself(&self, module: &ModuleInstance, directory: &str) -> bool {
        let mut directories = vec![Arc::clone(&module.module.directory)];
        let mut caller = module.caller.as_ref().map(|caller| caller.parent);
        while let Some(parent) = caller.and_then(|id| self.module(id)) {
            directories.push(Arc::clone(&parent.module.directory));
            caller = parent.caller.as_ref().map(|caller| caller.parent);
        }
        directories.iter().any(|above| **above == *directory)
    }

    fn check_arguments(&self, call: &ModuleCall, target: &Module) {
        for argument in call.content.arguments().into_values() {
            let name = &*argument.name;
            if !META.contains(&name) && !target.variables.contains_key(name) {
                let message = format!("module `{}` has no variable `{name}`", call.name);
                let known = target.variables.keys().map(AsRef::as_ref);
                let problem = Problem::error(argument.name_span, message);
                self.report.add(problem.with_suggestion(name, known));
            }
        }
        for variable in target.variables.values() {
            if variable.default.is_none() && call.content.argument(&variable.name).is_none() {
                let message = format!(
                    "module `{}` needs the argument `{}`",
                    call.name, variable.name
                );
                self.report.add(
                    Problem::error(call.header, message)
                        .with_related(variable.header, "declared here without a default"),
                );
            }
        }
    }

    /// The call as rules about modules see it.
    fn describe(
        &self,
        module: &Rc<ModuleInstance>,
        call: &ModuleCall,
        repetition: &Repetition,
        address: Arc<str>,
    ) -> ModuleCallInstance {
        let scope = ModuleScope::new(self, module, repetition);
        let mut fields: Fields = Fields::new();
        for argument in call.content.arguments().into_values() {
            let name = &*argument.name;
            if matches!(name, "source" | "version") {
                fields.insert(Arc::from(name), self.eval(&scope, argument.value));
            }
        }
        for name in ["source", "version"] {
            let absent = || {
                Value::null(
                    Type::String,
                    Origin::new(call.header, crate::value::Stop::Absent),
                )
            };
            fields.entry(Arc::from(name)).or_insert_with(absent);
        }
        ModuleCallInstance {
            address,
            header: call.header,
            block: call.span,
            source: Arc::clone(&call.source),
            value: Value::object(fields, Origin::expression(call.header)),
        }
    }

    /// The call with its arguments evaluated: when all else is done, so that no argument is part of a circle that is none.
    pub(super) fn described(
        &self,
        module: &Rc<ModuleInstance>,
        name: &Name,
        instance: &CallInstance,
    ) -> ModuleCallInstance {
        let mut described = instance.described.clone();
        let (Some(call), Some(fields)) =
            (module.module.calls.get(name), described.value.as_fields())
        else {
            return described;
        };
        let mut fields = fields.clone();
        let callee = instance.module.and_then(|id| self.module(id));
        for argument in call.content.arguments().into_values() {
            let name: Name = Arc::from(&*argument.name);
            if META.contains(&&*name) {
                continue;
            }
            let value = match &callee {
                Some(callee) if callee.module.variables.contains_key(&name) => {
                    self.noted(self.variable(callee, &name, argument.name_span))
                }
                _ => Some(self.eval(
                    &ModuleScope::new(self, module, &instance.repetition),
                    argument.value,
                )),
            };
            if let Some(value) = value {
                fields.insert(name, value);
            }
        }
        described.value = Value::object(fields, described.value.origin().clone());
        described
    }
}

/// The first block of a type, for those that stand at most once.
pub(super) fn first(blocks: Vec<Nested>) -> Option<Nested> {
    blocks.into_iter().next()
}
