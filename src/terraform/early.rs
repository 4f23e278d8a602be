//! What `OpenTofu` evaluates before anything else: sources of modules, from literals, local values and defaults of variables.
//!
//! Terraform takes only literals there. A variable that a file of variables may set is left alone.
//! <https://opentofu.org/docs/intro/whats-new/> (1.8)

use super::module::Module;
use crate::expr::{self, Budget, Context, Resolved, Scope, Step};
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::Expr;
use crate::value::Value;

/// Enough for every path that people put together; local values that refer to each other in a circle end here too.
const STEPS: u64 = 100_000;
const BYTES: u64 = 1024 * 1024;
const DEPTH: u32 = 100;

/// The names of a module before anything is evaluated.
struct Early<'a> {
    module: &'a Module,
    budget: &'a Budget,
}

impl Early<'_> {
    fn value(&self, expr: Expr<'_>) -> expr::Evaluated {
        let context = Context {
            scope: self,
            files: None,
            budget: self.budget,
        };
        expr::evaluate(expr, &context)
    }

    fn named(&self, root: &str, name: &str) -> Option<expr::Evaluated> {
        let handle = match root {
            "local" => &self.module.locals.get(name)?.value,
            "var" if self.module.variable_files.is_empty() => {
                self.module.variables.get(name)?.default.as_ref()?
            }
            _ => return None,
        };
        Some(self.value(handle.get()))
    }
}

impl Scope for Early<'_> {
    fn resolve(
        &self,
        root: &str,
        root_span: Span,
        steps: &[Step],
    ) -> Result<Resolved, Box<Problem>> {
        let found = match steps.first() {
            Some(Step::Attribute(name, _)) => self.named(root, name),
            _ => None,
        };
        match found {
            Some(value) => Ok(Resolved {
                value: value?,
                steps: 1,
            }),
            None => Err(Box::new(Problem::error(
                root_span,
                format!("`{root}` is not known this early"),
            ))),
        }
    }
}

/// The text that an expression is, when it can be known before anything is evaluated.
pub(super) fn text(module: &Module, expr: Expr<'_>) -> Option<String> {
    let budget = Budget::new(STEPS, BYTES, DEPTH);
    let early = Early {
        module,
        budget: &budget,
    };
    let value: Value = early.value(expr).ok()?;
    value.as_str().map(ToString::to_string)
}
