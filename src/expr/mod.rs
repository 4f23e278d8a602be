//! Evaluation of expressions: operators, templates, `for`, splats, and Terraform's functions.
//!
//! Knows no block and no resource: what a name means is asked of a [`Scope`]. Three-valued: a value is known, null or unknown for a reason;
//! a mistake in the expression is an `Err`, which `try` and `can` see and unknowns are not.

pub mod budget;
pub mod doubt;
mod evaluate;
pub mod functions;
mod references;

pub use budget::Budget;
pub use doubt::Doubt;
pub use evaluate::{evaluate, traverse};
pub use references::{Reference, StaticStep, references};

use crate::finding::{Problem, ProblemKind};
use crate::source::{Sources, Span, Tree};
use crate::value::Value;
use std::sync::Arc;

/// A value, or the mistake for which Terraform would refuse the expression.
pub type Evaluated = Result<Value, Box<Problem>>;

/// One step of a traversal after its first name: `.name`, `["key"]`, `[0]`, `.0`.
#[derive(Clone, Debug)]
pub enum Step {
    Attribute(Arc<str>, Span),
    /// The evaluated key; may be unknown.
    Index(Value, Span),
}

impl Step {
    pub const fn span(&self) -> Span {
        match self {
            Self::Attribute(_, span) | Self::Index(_, span) => *span,
        }
    }
}

/// What a scope made of the start of a traversal.
#[derive(Debug)]
pub struct Resolved {
    /// The value, with the origin of the place that defines it; the evaluator puts the place of the reference before it.
    pub value: Value,
    /// How many of the steps the value already accounts for; the evaluator does the rest.
    pub steps: usize,
}

/// Gives names their meaning.
pub trait Scope {
    /// The value of a traversal that starts with `root`. The scope takes as many steps as it needs to know which object is meant
    /// (`var.x` takes one, `module.m["k"].out` two or three, `aws_vpc.main` one), so that only that object is evaluated.
    fn resolve(
        &self,
        root: &str,
        root_span: Span,
        steps: &[Step],
    ) -> Result<Resolved, Box<Problem>>;

    /// Functions of this scope besides Terraform's own, by full name (`graph::referrers`, `provider::aws::arn_parse`); `None`: no such function.
    fn call(&self, _call: &Call<'_>) -> Option<Result<Value, CallError>> {
        None
    }

    /// Whether the expression is one of a rule, where an unset attribute is null: null counts as false in `!`, `&&`, `||` and as the condition
    /// of `? :`, and what follows a left operand that decides is not looked at. Terraform itself refuses null there, and in a configuration
    /// the right operand says whether the result is sensitive.
    fn is_of_rule(&self) -> bool {
        false
    }

    /// The names of the functions that `call` knows, for did-you-mean.
    fn function_names(&self) -> Vec<&'static str> {
        Vec::new()
    }
}

/// Where file functions read, and where texts that are parsed on the way are kept.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    pub tree: &'a dyn Tree,
    pub sources: &'a Sources,
    /// The directory of the root module in the tree: what Terraform's working directory is, and relative paths are relative to.
    pub directory: &'a str,
}

/// All that an evaluation needs.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub scope: &'a dyn Scope,
    pub files: Option<Files<'a>>,
    pub budget: &'a Budget,
}

impl std::fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Context")
            .field("files", &self.files)
            .field("budget", self.budget)
            .finish_non_exhaustive()
    }
}

/// One call of a function, its arguments evaluated and expanded.
#[derive(Clone, Copy, Debug)]
pub struct Call<'a> {
    pub name: &'a str,
    /// The whole call.
    pub span: Span,
    pub arguments: &'a [Value],
    pub context: &'a Context<'a>,
}

/// Why a function refuses its arguments.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallError {
    /// Zero-based number of the argument to blame, if one is.
    pub argument: Option<usize>,
    /// Lower case, no full stop, as it follows "`name()`: ".
    pub message: String,
    /// `Incomplete` for what may be there when Terraform runs, such as a file that a build makes.
    pub kind: ProblemKind,
}

impl CallError {
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            argument: None,
            message: message.into(),
            kind: ProblemKind::Error,
        }
    }

    pub fn argument(argument: usize, message: impl Into<String>) -> Self {
        Self {
            argument: Some(argument),
            message: message.into(),
            kind: ProblemKind::Error,
        }
    }
}
