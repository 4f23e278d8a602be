//! The value of a variable in a module instance: from outside, from the module call, or its default; converted, with defaults filled in.

use super::coerce::coerce;
use super::conditions::Broken;
use super::constant::constant;
use super::evaluator::{Evaluator, ModuleInstance};
use super::expand::Repetition;
use super::module::{Name, Variable};
use super::report::settled;
use super::scope::ModuleScope;
use crate::expr::Evaluated;
use crate::finding::Problem;
use crate::source::Span;
use crate::value::{Origin, Reason, Stop, Unknown, Value, equal};
use std::rc::Rc;
use std::sync::Arc;

impl Evaluator<'_> {
    /// The value of a declared variable.
    pub(super) fn variable(
        &self,
        module: &Rc<ModuleInstance>,
        name: &Name,
        asked: Span,
    ) -> Evaluated {
        let Some(variable) = module.module.variables.get(name) else {
            return Err(Box::new(Problem::error(
                asked,
                format!("undeclared variable `{name}`"),
            )));
        };
        self.once(
            &module.variables,
            name,
            asked,
            || module.absolute(&format!("var.{name}")),
            || {
                self.compute_variable(module, variable)
                    .mark_sensitive(variable.sensitive)
            },
        )
    }

    fn compute_variable(&self, module: &Rc<ModuleInstance>, variable: &Variable) -> Value {
        let value = self.written_variable(module, variable);
        let foreseen = match &module.caller {
            None => self.foresight.variable(&variable.name),
            Some(_) => None,
        };
        let origin = Origin::new(variable.header, Stop::CommandLine);
        let foreseen =
            foreseen.map(|foreseen| self.constrained(variable, foreseen.with_origin(origin)));
        // Where the configuration says the same, it also says where.
        match foreseen {
            Some(foreseen) if equal(&foreseen, &value) != Some(true) => foreseen,
            _ => value,
        }
    }

    fn written_variable(&self, module: &Rc<ModuleInstance>, variable: &Variable) -> Value {
        let given = match &module.caller {
            None => self.inputs.get(&variable.name).cloned(),
            Some(_) => self.argument(module, variable),
        };
        match given {
            Some(value) => {
                let value = self.constrained(variable, value);
                if value.is_null() && !variable.nullable {
                    self.default(variable)
                        .unwrap_or_else(|| self.null_refused(variable, &value))
                } else {
                    value
                }
            }
            None => self
                .default(variable)
                .unwrap_or_else(|| self.unset(module, variable)),
        }
    }

    fn argument(&self, module: &ModuleInstance, variable: &Variable) -> Option<Value> {
        let caller = module.caller.as_ref()?;
        let parent = self.module(caller.parent)?;
        let call = parent.module.calls.get(&caller.call)?;
        let argument = call.content.argument(&variable.name)?;
        let scope = ModuleScope::new(self, &parent, &caller.repetition);
        let value = self.eval(&scope, argument.value);
        Some(settled(value, argument.value.span(), Stop::ModuleArgument))
    }

    fn default(&self, variable: &Variable) -> Option<Value> {
        let default = variable.default.as_ref()?;
        let value = match constant(default.get()) {
            Ok(value) => settled(value, default.span(), Stop::Default),
            Err(problem) => {
                let value = super::report::unknown_mistake(
                    variable.constraint.ty.clone(),
                    &problem.message,
                    Origin::new(default.span(), Stop::Default),
                );
                self.report.add(*problem);
                value
            }
        };
        Some(self.constrained(variable, value))
    }

    /// Fills the gaps that `optional()` has defaults for, and converts.
    fn constrained(&self, variable: &Variable, value: Value) -> Value {
        let filled = match &variable.constraint.defaults {
            Some(defaults) => defaults.apply(&value),
            None => value,
        };
        let place = filled.origin().span;
        let what = format!("variable `{}`", variable.name);
        let (value, problem) = coerce(&filled, &variable.constraint.ty, &what, place);
        if let Some(problem) = problem {
            self.report
                .add(problem.with_related(variable.header, "declared here"));
        }
        value
    }

    fn null_refused(&self, variable: &Variable, null: &Value) -> Value {
        let message = format!("variable `{}` must not be null", variable.name);
        let value = super::report::unknown_mistake(
            variable.constraint.ty.clone(),
            &message,
            null.origin().clone(),
        );
        let problem = Problem::error(null.origin().span, message);
        self.report
            .add(problem.with_related(variable.header, "declared here with `nullable = false`"));
        value
    }

    /// A variable of a root module may be set when Terraform runs; an argument of a module call that is missing is a mistake.
    fn unset(&self, module: &ModuleInstance, variable: &Variable) -> Value {
        let origin = Origin::new(variable.header, Stop::Unset);
        let reason = Reason::Variable {
            name: Arc::clone(&variable.name),
            declared: Some(variable.header),
        };
        if let Some(caller) = &module.caller
            && let Some(parent) = self.module(caller.parent)
            && let Some(call) = parent.module.calls.get(&caller.call)
        {
            let message = format!(
                "module `{}` needs the argument `{}`",
                call.name, variable.name
            );
            self.report.add(
                Problem::error(call.header, message)
                    .with_related(variable.header, "declared here without a default"),
            );
        }
        let unknown = Unknown::because(variable.constraint.ty.clone(), reason);
        Value::unknown(
            if variable.nullable {
                unknown
            } else {
                unknown.not_null()
            },
            origin,
        )
    }

    /// Evaluates all variables of a module instance and their `validation` blocks.
    pub(super) fn check_variables(&self, module: &Rc<ModuleInstance>, asked: Span) {
        for (name, variable) in &module.module.variables {
            let Some(value) = self.noted(self.variable(module, name, asked)) else {
                continue;
            };
            let scope = ModuleScope::new(self, module, &Repetition::None);
            for validation in variable.content.nested("validation", 0) {
                if let Some(Broken { span, words }) = self.broken(&scope, &validation) {
                    let message = format!("invalid value for variable `{name}`{words}");
                    let problem = Problem::error(value.origin().span, message);
                    let problem = problem.with_related(span, "this condition does not hold");
                    self.report_at(&scope, problem);
                }
            }
        }
    }
}
