//! The arguments of one call as a function sees them: converted, checked, without the marks that the wrapper takes care of.

use crate::expr::budget::Exhausted;
use crate::expr::{Call, CallError, Context};
use crate::value::{Fields, Member, Number, Origin, Reason, Type, Unknown, Value};
use std::sync::Arc;

/// Why a function has no result: the arguments are wrong, or the result cannot be known.
#[derive(Clone, Debug)]
pub(super) enum Refusal {
    Error(CallError),
    Unknown(Reason),
}

impl From<CallError> for Refusal {
    fn from(error: CallError) -> Self {
        Self::Error(error)
    }
}

impl From<Exhausted> for Refusal {
    fn from(exhausted: Exhausted) -> Self {
        Self::Unknown(exhausted.reason())
    }
}

/// The refusal that blames no argument.
pub(super) fn wrong(message: impl Into<String>) -> Refusal {
    CallError::new(message).into()
}

/// The refusal that blames one argument.
pub(super) fn wrong_argument(argument: usize, message: impl Into<String>) -> Refusal {
    CallError::argument(argument, message).into()
}

/// How many unknown elements are written out.
pub(super) const MOST_UNKNOWN: usize = 1024;

/// What a function is given.
#[derive(Debug)]
pub(super) struct Arguments<'a> {
    pub(super) call: &'a Call<'a>,
    pub(super) values: Vec<Value>,
    /// The type of the result, as `Returns` found it.
    pub(super) result: Type,
    /// Whether the result can be null.
    pub(super) nullable: bool,
}

/// Reading arguments.
impl<'a> Arguments<'a> {
    pub(super) fn context(&self) -> &'a Context<'a> {
        self.call.context
    }

    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&Value> {
        self.values.get(index)
    }

    /// The arguments from the one of this number on.
    pub(super) fn rest(&self, index: usize) -> &[Value] {
        self.values.get(index..).unwrap_or(&[])
    }

    pub(super) fn value(&self, index: usize) -> Result<&Value, Refusal> {
        self.get(index)
            .ok_or_else(|| wrong_argument(index, "a value is required"))
    }

    pub(super) fn text(&self, index: usize) -> Result<&str, Refusal> {
        self.get(index)
            .and_then(Value::as_str)
            .map(AsRef::as_ref)
            .ok_or_else(|| wrong_argument(index, "a string is required"))
    }

    pub(super) fn number(&self, index: usize) -> Result<&Number, Refusal> {
        self.get(index)
            .and_then(Value::as_number)
            .ok_or_else(|| wrong_argument(index, "a number is required"))
    }

    /// A whole number of 64 bits.
    pub(super) fn integer(&self, index: usize) -> Result<i64, Refusal> {
        self.number(index)?
            .as_i64()
            .ok_or_else(|| wrong_argument(index, "a whole number is required"))
    }

    /// The elements of a list, set or tuple.
    pub(super) fn sequence(&self, index: usize) -> Result<&[Value], Refusal> {
        self.get(index)
            .and_then(Value::as_sequence)
            .ok_or_else(|| wrong_argument(index, "a list, set or tuple is required"))
    }

    pub(super) fn fields(&self, index: usize) -> Result<&Fields, Refusal> {
        self.get(index)
            .and_then(Value::as_fields)
            .ok_or_else(|| wrong_argument(index, "a map or object is required"))
    }
}

/// Making results.
impl Arguments<'_> {
    /// The origin of a value that the call itself makes.
    pub(super) fn origin(&self) -> Origin {
        Origin::expression(self.call.span)
    }

    /// Whether an argument, or an element of one, is not written in the configuration. Deeper parts are not asked.
    fn are_from_outside(&self) -> bool {
        let is = |value: &Value| value.origin().is_from_outside();
        self.call
            .arguments
            .iter()
            .any(|argument| is(argument) || argument.children().any(is))
    }

    pub(super) fn allocate(&self, bytes: usize) -> Result<(), Refusal> {
        Ok(self.context().budget.allocate(bytes as u64)?)
    }

    pub(super) fn spend(&self, steps: usize) -> Result<(), Refusal> {
        Ok(self.context().budget.spend(steps as u64)?)
    }

    pub(super) fn string(&self, text: impl AsRef<str>) -> Result<Value, Refusal> {
        self.allocate(text.as_ref().len() + size_of::<Value>())?;
        let origin = self
            .origin()
            .with_parts_from_outside(self.are_from_outside());
        Ok(Value::string(text, origin))
    }

    pub(super) fn bool(&self, value: bool) -> Value {
        Value::bool(value, self.origin())
    }

    pub(super) fn integer_value(&self, value: i64) -> Value {
        Value::number(value, self.origin())
    }

    pub(super) fn list(&self, element: Type, values: Vec<Value>) -> Result<Value, Refusal> {
        self.spend(values.len())?;
        Ok(Value::list(element, values, self.origin()))
    }

    pub(super) fn strings<S: AsRef<str>>(
        &self,
        texts: impl IntoIterator<Item = S>,
    ) -> Result<Value, Refusal> {
        let values = texts
            .into_iter()
            .map(|text| self.string(text))
            .collect::<Result<Vec<_>, _>>()?;
        self.list(Type::String, values)
    }

    /// The unknown result of a type: because of everything unknown in the arguments, on the trace of the first such argument.
    pub(super) fn unknown(&self, ty: Type) -> Value {
        Value::unknown(
            Unknown::because_all(ty, self.reasons()),
            self.unknown_origin(),
        )
    }

    /// The unknown result of the type that the function has, which is null only where the function can give null.
    pub(super) fn unknown_result(&self) -> Value {
        if self.nullable {
            self.unknown(self.result.clone())
        } else {
            self.unknown_not_null()
        }
    }

    /// As `unknown_result`, and not null whatever the function can give elsewhere.
    pub(super) fn unknown_not_null(&self) -> Value {
        Value::unknown(
            Unknown::because_all(self.result.clone(), self.reasons()).not_null(),
            self.unknown_origin(),
        )
    }

    /// An unknown string that is not null, because of everything unknown in the arguments.
    pub(super) fn unknown_text(&self) -> Value {
        Value::unknown(
            Unknown::because_all(Type::String, self.reasons()).not_null(),
            self.unknown_origin(),
        )
    }

    /// As `unknown_not_null`, with bounds on the number of elements. A list of a certain length is one of unknown elements, as in Terraform.
    pub(super) fn unknown_length(&self, least: usize, most: Option<usize>) -> Value {
        if let Type::List(element) = &self.result
            && most == Some(least)
            && least <= MOST_UNKNOWN
        {
            let each = self.unknown(Type::clone(element));
            return Value::list(Type::clone(element), vec![each; least], self.origin());
        }
        let mut unknown = Unknown::because_all(self.result.clone(), self.reasons()).not_null();
        unknown.length = Some((least, most));
        Value::unknown(unknown, self.unknown_origin())
    }

    /// As `unknown_not_null`, with what is known of the elements.
    pub(super) fn unknown_members(&self, members: Vec<Member>) -> Value {
        let unknown = Unknown::because_all(self.result.clone(), self.reasons()).not_null();
        Value::unknown(unknown.with_members(members), self.unknown_origin())
    }

    /// The result that is unknown because the function is what it is.
    pub(super) fn unknowable(&self, why: &str) -> Refusal {
        Refusal::Unknown(Reason::Function {
            name: Arc::from(self.call.name),
            why: Arc::from(why),
        })
    }

    fn reasons(&self) -> Vec<Reason> {
        let mut reasons: Vec<Reason> = self.values.iter().flat_map(Value::reasons).collect();
        if reasons.is_empty() {
            reasons.push(Reason::Function {
                name: Arc::from(self.call.name),
                why: Arc::from("has no known result"),
            });
        }
        reasons
    }

    fn unknown_origin(&self) -> Origin {
        match self.values.iter().find_map(first_unknown) {
            Some(value) => self.origin().after(value.origin().clone()),
            None => self.origin(),
        }
    }
}

/// The first unknown value in this one.
fn first_unknown(value: &Value) -> Option<&Value> {
    if value.is_unknown() {
        Some(value)
    } else {
        value.children().find_map(first_unknown)
    }
}
