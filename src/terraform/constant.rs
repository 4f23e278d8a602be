//! Expressions that must be constant: defaults of variables, values in tfvars files, settings of rules.

use crate::expr::{self, Budget, Context, Evaluated, Resolved, Scope, Step};
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::Expr;

/// A place where no name has a meaning.
struct NoNames;

impl Scope for NoNames {
    fn resolve(
        &self,
        root: &str,
        root_span: Span,
        _steps: &[Step],
    ) -> Result<Resolved, Box<Problem>> {
        let message = format!("`{root}` cannot be used here: the value must be constant");
        Err(Box::new(Problem::error(root_span, message)))
    }
}

/// Enough for every literal that people write.
const STEPS: u64 = 5_000_000;
const BYTES: u64 = 64 * 1024 * 1024;
const DEPTH: u32 = 200;

/// The value of a constant expression.
pub fn constant(expr: Expr<'_>) -> Evaluated {
    let budget = Budget::new(STEPS, BYTES, DEPTH);
    expr::evaluate(
        expr,
        &Context {
            scope: &NoNames,
            files: None,
            budget: &budget,
        },
    )
}
