//! What a function is called, takes and gives; how it is called is `invoke`'s.

use super::arguments::{Arguments, Refusal};
use crate::value::{Type, Value};

/// The type that a parameter asks for, or that a function always gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Want {
    Any,
    Bool,
    Number,
    String,
    ListOfAny,
    ListOfBool,
    ListOfNumber,
    ListOfString,
    SetOfAny,
    SetOfString,
    MapOfAny,
    /// `map(list(string))`: what `transpose` turns over.
    MapOfLists,
}

impl Want {
    pub(super) fn ty(self) -> Type {
        match self {
            Self::Any => Type::Any,
            Self::Bool => Type::Bool,
            Self::Number => Type::Number,
            Self::String => Type::String,
            Self::ListOfAny => Type::list(Type::Any),
            Self::ListOfBool => Type::list(Type::Bool),
            Self::ListOfNumber => Type::list(Type::Number),
            Self::ListOfString => Type::list(Type::String),
            Self::SetOfAny => Type::set(Type::Any),
            Self::SetOfString => Type::set(Type::String),
            Self::MapOfAny => Type::map(Type::Any),
            Self::MapOfLists => Type::map(Type::list(Type::String)),
        }
    }
}

/// What becomes of the sensitive marks of an argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Marks {
    /// All marks, however deep, are taken off and put on the result.
    Deep,
    /// The mark of the argument itself is put on the result; its elements keep theirs.
    Shallow,
    /// As `Shallow`, but the mark of a null is lost.
    ShallowUnlessNull,
    /// The function sees the argument as it is.
    Keep,
}

/// One parameter. By default null is refused, an unknown argument makes the result unknown, and marks go deep.
#[derive(Clone, Copy, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question of its own, asked of one parameter"
)]
pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) want: Want,
    pub(super) null: bool,
    pub(super) unknown: bool,
    /// Whether the function can deal with an argument of which not even the type is known.
    pub(super) untyped: bool,
    /// Whether texts that the function gives are this argument, changed, or pieces of it: they come from where it comes from.
    pub(super) source: bool,
    pub(super) marks: Marks,
}

impl Parameter {
    pub(super) const fn new(name: &'static str, want: Want) -> Self {
        Self {
            name,
            want,
            null: false,
            unknown: false,
            untyped: false,
            source: false,
            marks: Marks::Deep,
        }
    }

    pub(super) const fn null(mut self) -> Self {
        self.null = true;
        self
    }

    pub(super) const fn unknown(mut self) -> Self {
        self.unknown = true;
        self
    }

    pub(super) const fn untyped(mut self) -> Self {
        self.untyped = true;
        self
    }

    pub(super) const fn source(mut self) -> Self {
        self.source = true;
        self
    }

    pub(super) const fn marks(mut self, marks: Marks) -> Self {
        self.marks = marks;
        self
    }
}

/// How the type of the result is found before the function runs; mistakes that types alone show are refused there.
#[derive(Clone, Copy, Debug)]
pub(super) enum Returns {
    Always(Want),
    From(fn(&Arguments<'_>) -> Result<Type, Refusal>),
}

/// One function of the table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    pub(super) parameters: &'static [Parameter],
    pub(super) variadic: Option<Parameter>,
    pub(super) returns: Returns,
    /// Whether the result can be null, so that an unknown one may turn out to be.
    pub(super) nullable: bool,
    pub(super) run: fn(&Arguments<'_>) -> Result<Value, Refusal>,
}

impl Function {
    /// A function of fixed parameters that always gives the same type.
    pub(super) const fn new(
        name: &'static str,
        parameters: &'static [Parameter],
        returns: Want,
        run: fn(&Arguments<'_>) -> Result<Value, Refusal>,
    ) -> Self {
        Self {
            name,
            parameters,
            variadic: None,
            returns: Returns::Always(returns),
            nullable: false,
            run,
        }
    }

    /// A function whose result has a type that depends on the arguments.
    pub(super) const fn typed(
        name: &'static str,
        parameters: &'static [Parameter],
        returns: fn(&Arguments<'_>) -> Result<Type, Refusal>,
        run: fn(&Arguments<'_>) -> Result<Value, Refusal>,
    ) -> Self {
        Self {
            name,
            parameters,
            variadic: None,
            returns: Returns::From(returns),
            nullable: false,
            run,
        }
    }

    pub(super) const fn variadic(mut self, parameter: Parameter) -> Self {
        self.variadic = Some(parameter);
        self
    }

    pub(super) const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }

    /// The parameter that takes the argument of this number.
    pub(super) fn parameter(&self, index: usize) -> Option<&Parameter> {
        self.parameters.get(index).or(self.variadic.as_ref())
    }
}
