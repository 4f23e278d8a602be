//! The evaluation of one root module: what is asked for is computed once per module instance, and a circle is noticed.

use super::calls::ExpandedCall;
use super::expand::Repetition;
use super::foresight::Foresight;
use super::inputs::{self, Inputs};
use super::instance::{Configuration, DataSources, Statement, UninstalledModule};
use super::module::{Module, Name};
use super::project::{self, Project};
use super::provider_version::ProviderVersion;
use super::report::{Report, settled, unknown_mistake};
use super::resources::ExpandedResource;
use super::scope::ModuleScope;
use crate::expr::budget::Exhausted;
use crate::expr::{self, Budget, Context, Files};
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::Expr;
use crate::value::{Origin, Stop, Store, Type, Value};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// Bounds of one root module. No real configuration comes near; a `count` of a thousand million does.
pub(super) const MAX_INSTANCES_PER_BLOCK: usize = 10_000;
/// Who writes much may have much: so many instances, and one more for so many bytes of the root module's text.
const MAX_INSTANCES: usize = 20_000;
const BYTES_OF_AN_INSTANCE: usize = 32;
pub(super) const MAX_MODULE_DEPTH: usize = 64;

/// The depth counts expressions of all modules on a chain of references,
/// so it is larger. A level takes up to about 20 kB of stack: the thread needs 64 MB.
/// Steps and bytes are so many, and more for each byte of the root module's text.
const STEPS: u64 = 50_000_000;
const STEPS_OF_A_BYTE: u64 = 100;
const BYTES: u64 = 256 * 1024 * 1024;
const BYTES_OF_A_BYTE: u64 = 16;
const DEPTH: u32 = 1_500;
/// What is there for each instance of a plan beside that: Terraform has evaluated them already.
const STEPS_OF_A_PLANNED_INSTANCE: u64 = 5_000;
const BYTES_OF_A_PLANNED_INSTANCE: u64 = 50_000;

/// Names a module instance of one evaluation.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct ModuleId(usize);

/// Something that is computed at most once.
#[derive(Debug)]
pub(super) enum Slot<T> {
    /// It is being computed: who asks now asks in a circle.
    Busy,
    Done(T),
}

pub(super) type Memo<K, T> = RefCell<BTreeMap<K, Slot<T>>>;

/// One instance of a module and what is known of it so far.
#[derive(Debug)]
pub(super) struct ModuleInstance {
    pub id: ModuleId,
    pub module: Arc<Module>,
    /// Empty for the root module.
    pub address: Arc<str>,
    /// The names of the calls that lead here: `network.subnets`.
    pub path: String,
    pub depth: usize,
    pub caller: Option<Caller>,
    pub variables: Memo<Name, Value>,
    pub locals: Memo<Name, Value>,
    pub outputs: Memo<Name, Value>,
    pub resources: Memo<usize, Rc<ExpandedResource>>,
    pub calls: Memo<Name, Rc<ExpandedCall>>,
    pub providers: Memo<usize, Value>,
    /// Whether all of it and of the modules it calls has been evaluated.
    pub swept: Cell<bool>,
}

/// Which call a module instance belongs to.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub parent: ModuleId,
    pub call: Name,
    pub repetition: Repetition,
}

impl ModuleInstance {
    /// An address inside this module instance.
    /// Lets go of what nobody asks for any more when all of the module is evaluated: outputs are what others see of it.
    fn forget(&self) {
        self.swept.set(true);
        self.locals.borrow_mut().clear();
        self.resources.borrow_mut().clear();
        self.providers.borrow_mut().clear();
    }

    pub(super) fn absolute(&self, relative: &str) -> String {
        if self.address.is_empty() {
            relative.to_owned()
        } else {
            format!("{}.{relative}", self.address)
        }
    }
}

pub(super) struct Evaluator<'p> {
    pub project: &'p Project<'p>,
    pub root: Arc<Module>,
    pub workspace: &'p str,
    pub inputs: BTreeMap<Name, Value>,
    pub data: &'p dyn DataSources,
    pub foresight: &'p dyn Foresight,
    pub report: Report,
    pub provider_version: ProviderVersion,
    pub budget: Budget,
    modules: RefCell<Vec<Rc<ModuleInstance>>>,
    /// What is being computed, outermost first: for the words of a circle.
    trail: RefCell<Vec<String>>,
    instances: Cell<usize>,
    most_instances: usize,
    /// Where instances are put when there is a plan, of which there may be very many.
    store: Option<Store>,
    uninstalled: RefCell<BTreeMap<Arc<str>, UninstalledModule>>,
    pub(super) statements: RefCell<Vec<Statement>>,
    /// The directories of the modules whose references are checked.
    validated: RefCell<BTreeSet<Arc<str>>>,
    /// The `provider` blocks that have been judged, by their headers.
    pub(super) judged: RefCell<BTreeSet<Span>>,
}

/// What the evaluation of a root module may cost.
fn budget(root: &Arc<Module>) -> Budget {
    let text = length(root) as u64;
    Budget::new(STEPS, BYTES, DEPTH).and(STEPS_OF_A_BYTE * text, BYTES_OF_A_BYTE * text)
}

/// The bytes of a module's own files.
fn length(module: &Module) -> usize {
    let files = module.files.iter();
    files.map(|file| file.source.text().len()).sum()
}

impl<'p> Evaluator<'p> {
    pub(super) fn new(
        project: &'p Project<'p>,
        root: &Arc<Module>,
        inputs: &'p Inputs,
        data: &'p dyn DataSources,
        foresight: &'p dyn Foresight,
    ) -> Self {
        let report = Report::default();
        let planned = foresight.instances();
        Self {
            project,
            root: Arc::clone(root),
            workspace: &inputs.workspace,
            inputs: inputs::values(project, root, inputs, &report),
            data,
            foresight,
            report,
            provider_version: ProviderVersion::of(project.tree, root, &project.with_called(root)),
            budget: budget(root).and(
                STEPS_OF_A_PLANNED_INSTANCE * planned as u64,
                BYTES_OF_A_PLANNED_INSTANCE * planned as u64,
            ),
            most_instances: MAX_INSTANCES + length(root) / BYTES_OF_AN_INSTANCE + planned,
            store: (planned > 0).then(Store::default),
            modules: RefCell::default(),
            trail: RefCell::default(),
            instances: Cell::new(0),
            uninstalled: RefCell::default(),
            statements: RefCell::default(),
            validated: RefCell::default(),
            judged: RefCell::default(),
        }
    }

    /// The same within other bounds.
    pub(super) fn within(self, budget: Budget) -> Self {
        Self { budget, ..self }
    }

    /// Evaluates everything.
    pub(super) fn run(self) -> Configuration {
        let root = self.add_module(Arc::clone(&self.root), None, Arc::from(""), String::new());
        let mut configuration = Configuration {
            directory: self.root.directory.to_string(),
            requirements: self.root.requirements.clone(),
            ..Configuration::default()
        };
        self.sweep(&root, &mut configuration);
        for (name, output) in &self.root.outputs {
            if let Some(value) = self.noted(self.output(&root, name, output.header)) {
                configuration.outputs.push((Arc::clone(name), value));
            }
        }
        configuration.uninstalled = self.uninstalled.into_inner().into_values().collect();
        configuration.statements = self.statements.into_inner();
        configuration.problems = self.report.into_problems();
        project::sort(&mut configuration.problems, self.project.sources);
        configuration
    }

    /// Evaluates all that a module instance declares, then the modules that it calls.
    fn sweep(&self, module: &Rc<ModuleInstance>, into: &mut Configuration) {
        let nowhere = module
            .module
            .files
            .first()
            .map(|file| file.ast.body().span());
        let Some(nowhere) = nowhere else { return };
        if self
            .validated
            .borrow_mut()
            .insert(Arc::clone(&module.module.directory))
        {
            self.check_references(&module.module);
        }
        self.check_variables(module, nowhere);
        for name in module.module.locals.keys() {
            self.noted(self.local(module, name, nowhere));
        }
        for index in 0..module.module.resources.len() {
            if let Some(expanded) = self.noted(self.resource(module, index, nowhere)) {
                let instances = expanded.instances.iter();
                into.instances.extend(instances.map(|(_, instance)| {
                    let instance = instance.clone();
                    match &self.store {
                        Some(store) => instance.packed(store),
                        None => instance,
                    }
                }));
            }
        }
        for name in module.module.outputs.keys() {
            self.noted(self.output(module, name, nowhere));
        }
        let scope = ModuleScope::new(self, module, &Repetition::None);
        for output in module.module.outputs.values() {
            self.check_conditions(&scope, &output.content, "precondition");
        }
        self.check_statements(module);
        for check in &module.module.checks {
            self.check_assertions(&scope, check);
        }
        for index in 0..module.module.providers.len() {
            self.noted(self.provider_block(module, index, nowhere));
        }
        self.sweep_calls(module, nowhere, into);
        if self.store.is_some() {
            module.forget();
        }
    }

    fn sweep_calls(&self, module: &Rc<ModuleInstance>, nowhere: Span, into: &mut Configuration) {
        for name in module.module.calls.keys() {
            let Some(expanded) = self.noted(self.call(module, name, nowhere)) else {
                continue;
            };
            let instances = expanded.instances.iter();
            let described = instances.map(|instance| self.described(module, name, instance));
            into.calls.extend(described);
            for instance in &expanded.instances {
                if let Some(callee) = instance.module.and_then(|id| self.module(id)) {
                    self.sweep(&callee, into);
                }
            }
        }
    }

    /// The result, its problem reported.
    pub(super) fn noted<T>(&self, result: Result<T, Box<Problem>>) -> Option<T> {
        result.map_err(|problem| self.report.add(*problem)).ok()
    }

    pub(super) fn module(&self, id: ModuleId) -> Option<Rc<ModuleInstance>> {
        self.modules.borrow().get(id.0).cloned()
    }

    pub(super) fn add_module(
        &self,
        module: Arc<Module>,
        caller: Option<Caller>,
        address: Arc<str>,
        path: String,
    ) -> Rc<ModuleInstance> {
        let mut modules = self.modules.borrow_mut();
        let parent = caller
            .as_ref()
            .and_then(|caller| modules.get(caller.parent.0));
        let depth = parent.map_or(0, |parent| parent.depth + 1);
        let instance = Rc::new(ModuleInstance {
            id: ModuleId(modules.len()),
            module,
            address,
            path,
            depth,
            caller,
            variables: Memo::default(),
            locals: Memo::default(),
            outputs: Memo::default(),
            resources: Memo::default(),
            calls: Memo::default(),
            providers: Memo::default(),
            swept: Cell::new(false),
        });
        modules.push(Rc::clone(&instance));
        instance
    }

    /// Takes the room that a value needs off the budget.
    pub(super) fn afford(&self, value: Option<&Value>) -> Result<(), Exhausted> {
        value.map_or(Ok(()), |value| self.budget.copy(value))
    }

    /// Asks for room for more instances; false: the bound on instances of a root module is reached.
    pub(super) fn reserve(&self, instances: usize) -> bool {
        let total = self.instances.get().saturating_add(instances);
        let fits = total <= self.most_instances;
        if fits {
            self.instances.set(total);
        }
        fits
    }

    /// Notes a module that is not on this disk; said once per call.
    pub(super) fn uninstalled(&self, module: UninstalledModule) {
        self.uninstalled
            .borrow_mut()
            .entry(Arc::clone(&module.address))
            .or_insert(module);
    }

    /// Computes something once. Who asks for what is just being computed gets the circle as a problem.
    pub(super) fn once<K: Ord + Clone, T: Clone>(
        &self,
        memo: &Memo<K, T>,
        key: &K,
        asked: Span,
        name: impl Fn() -> String,
        compute: impl FnOnce() -> T,
    ) -> Result<T, Box<Problem>> {
        match memo.borrow().get(key) {
            Some(Slot::Done(value)) => return Ok(value.clone()),
            Some(Slot::Busy) => return Err(Box::new(self.circle(&name(), asked))),
            None => {}
        }
        memo.borrow_mut().insert(key.clone(), Slot::Busy);
        self.trail.borrow_mut().push(name());
        let computed = self.budget.deeper(compute);
        self.trail.borrow_mut().pop();
        if let Ok(value) = computed {
            memo.borrow_mut()
                .insert(key.clone(), Slot::Done(value.clone()));
            Ok(value)
        } else {
            memo.borrow_mut().remove(key);
            let message = format!(
                "`{}` is at the end of a chain of references that is too long to follow",
                name()
            );
            Err(Box::new(Problem::incomplete(asked, message)))
        }
    }

    fn circle(&self, name: &str, asked: Span) -> Problem {
        let trail = self.trail.borrow();
        let start = trail
            .iter()
            .position(|on_the_way| on_the_way == name)
            .unwrap_or(0);
        let round = trail
            .iter()
            .skip(start)
            .map(|name| format!("`{name}`"))
            .chain([format!("`{name}`")]);
        let round: Vec<String> = round.collect();
        Problem::error(
            asked,
            format!("reference in a circle: {}", round.join(" → ")),
        )
    }

    /// The value of an expression; a mistake is reported and gives an unknown.
    pub(super) fn eval(&self, scope: &ModuleScope<'_, '_>, expr: Expr<'_>) -> Value {
        self.try_eval(scope, expr).unwrap_or_else(|problem| {
            let value =
                unknown_mistake(Type::Any, &problem.message, Origin::expression(expr.span()));
            self.report_at(scope, *problem);
            value
        })
    }

    /// Reports a mistake of an expression. Where nobody knows whether there is any instance that it belongs to, nobody knows whether Terraform sees it.
    pub(super) fn report_at(&self, scope: &ModuleScope<'_, '_>, problem: Problem) {
        self.report.add(if scope.is_certain() {
            problem
        } else {
            problem.unless_absent()
        });
    }

    /// The value of an expression, or its mistake.
    fn try_eval(&self, scope: &ModuleScope<'_, '_>, expr: Expr<'_>) -> expr::Evaluated {
        expr::evaluate(expr, &self.context(scope))
    }

    /// What expressions of a module are evaluated with.
    pub(super) fn context<'a>(&'a self, scope: &'a ModuleScope<'_, '_>) -> Context<'a> {
        Context {
            scope,
            files: Some(Files {
                tree: self.project.tree,
                sources: self.project.sources,
                directory: &self.root.directory,
            }),
            budget: &self.budget,
        }
    }

    pub(super) fn local(
        &self,
        module: &Rc<ModuleInstance>,
        name: &Name,
        asked: Span,
    ) -> expr::Evaluated {
        let Some(local) = module.module.locals.get(name) else {
            return Err(Box::new(Problem::error(
                asked,
                format!("undeclared local value `{name}`"),
            )));
        };
        self.once(
            &module.locals,
            name,
            asked,
            || module.absolute(&format!("local.{name}")),
            || {
                let scope = ModuleScope::new(self, module, &Repetition::None);
                settled(
                    self.eval(&scope, local.value.get()),
                    local.value.span(),
                    Stop::Local,
                )
            },
        )
    }

    pub(super) fn output(
        &self,
        module: &Rc<ModuleInstance>,
        name: &Name,
        asked: Span,
    ) -> expr::Evaluated {
        let Some(output) = module.module.outputs.get(name) else {
            return Err(Box::new(Problem::error(
                asked,
                format!("undeclared output `{name}`"),
            )));
        };
        self.once(
            &module.outputs,
            name,
            asked,
            || module.absolute(&format!("output.{name}")),
            || {
                let scope = ModuleScope::new(self, module, &Repetition::None);
                let Some(value) = output.content.argument("value") else {
                    return Value::null(Type::Any, Origin::new(output.header, Stop::Absent));
                };
                let sensitive = output
                    .content
                    .argument("sensitive")
                    .map(|flag| self.eval(&scope, flag.value));
                let sensitive = sensitive.and_then(|flag| flag.as_bool()).unwrap_or(false);
                settled(
                    self.eval(&scope, value.value),
                    value.value.span(),
                    Stop::ModuleOutput,
                )
                .mark_sensitive(sensitive)
            },
        )
    }
}
