//! Where a value came from: the expression that gave it, and the stops on the way to it.

use crate::source::Span;
use std::sync::Arc;

/// An attribute of a resource instance: what a computed value will be the value of.
///
/// Equal symbols stand for equal values, although neither is known before apply.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Symbol {
    /// The address of the instance, such as `module.a.aws_s3_bucket.logs["x"]`.
    pub instance: Arc<str>,
    /// The path of the attribute in it, such as `id` or `endpoint[0].address`.
    pub path: Arc<str>,
}

/// What kind of place a stop is; reports put it in words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Stop {
    /// An expression: a literal, a reference, a call.
    Expression,
    /// The `default` of a variable, or of an `optional()` attribute.
    Default,
    /// A line of a tfvars file.
    VariablesFile,
    /// `-var` or `TF_VAR_*`: the text is a made-up file.
    CommandLine,
    /// An argument of a module call.
    ModuleArgument,
    /// The value of a local.
    Local,
    /// The value of an output of a module.
    ModuleOutput,
    /// Nobody set it: the span is the header of the block that lacks it.
    Absent,
    /// A variable that has no value: the span is its declaration.
    Unset,
    /// An expression that nobody shows: a plan without its configuration does not say what locals are, or how a text was put together.
    Hidden,
}

impl Stop {
    pub const ALL: [Self; 10] = [
        Self::Expression,
        Self::Default,
        Self::VariablesFile,
        Self::CommandLine,
        Self::ModuleArgument,
        Self::Local,
        Self::ModuleOutput,
        Self::Absent,
        Self::Unset,
        Self::Hidden,
    ];

    /// A few words for a label.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Expression => "value comes from here",
            Self::Default => "default value",
            Self::VariablesFile => "set in a variables file",
            Self::CommandLine => "set from outside the configuration",
            Self::ModuleArgument => "passed by the module call",
            Self::Local => "local value",
            Self::ModuleOutput => "output of the module",
            Self::Absent => "not set here",
            Self::Unset => "variable without a value",
            Self::Hidden => "a plan does not show where it is written",
        }
    }
}

/// The place that gave a value, what that place is, and where the place had it from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    pub span: Span,
    pub stop: Stop,
    /// The stop before: for `bucket = var.name`, where the variable has its value from.
    pub from: Option<Arc<Origin>>,
    /// The instance attribute that was read at this place, if one was.
    pub symbol: Option<Arc<Symbol>>,
    /// For a text that is put together here: whether one of its parts is not written in the configuration.
    pub outside: bool,
}

impl Origin {
    pub const fn new(span: Span, stop: Stop) -> Self {
        Self {
            span,
            stop,
            outside: false,
            from: None,
            symbol: None,
        }
    }

    /// An expression that makes its own value.
    pub const fn expression(span: Span) -> Self {
        Self::new(span, Stop::Expression)
    }

    /// This place had the value from `from`.
    #[must_use]
    pub fn after(mut self, from: Self) -> Self {
        self.from = Some(Arc::new(from));
        self
    }

    #[must_use]
    pub fn with_symbol(mut self, symbol: Arc<Symbol>) -> Self {
        self.symbol = Some(symbol);
        self
    }

    /// Here a text was put together, and `outside` says whether a part of it is not written in the configuration.
    #[must_use]
    pub const fn with_parts_from_outside(mut self, outside: bool) -> Self {
        self.outside = outside;
        self
    }

    /// Whether the value, or a part of it, is not written in the configuration: set in a variables file or on the command line, or read from an instance.
    pub fn is_from_outside(&self) -> bool {
        self.chain().any(|origin| {
            origin.outside
                || origin.symbol.is_some()
                || matches!(origin.stop, Stop::VariablesFile | Stop::CommandLine)
        })
    }

    /// This origin and those before it, nearest first.
    pub fn chain(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |origin| origin.from.as_deref())
    }
}
