//! Function calls, and the two functions that see their arguments unevaluated: `try` and `can`.

use super::{Environment, may_be_null, mistake, unknown_because};
use crate::expr::{Call, CallError, Evaluated, functions};
use crate::finding::Problem;
use crate::finding::did_you_mean;
use crate::source::Span;
use crate::syntax::{Expr, ExprKind};
use crate::value::{Kind, Member, Origin, Reason, Type, Unknown, Value};

/// Functions that Terraform had once, and names that other languages have: what to write instead.
const INSTEAD: [(&str, &str); 12] = [
    (
        "get_env",
        "set a variable through `TF_VAR_…`; `get_env` is a function of Terragrunt",
    ),
    (
        "find_in_parent_folders",
        "`find_in_parent_folders` is a function of Terragrunt",
    ),
    ("env", "set a variable through `TF_VAR_…`"),
    ("ifelse", "write `condition ? then : otherwise`"),
    ("len", "use `length(…)`"),
    (
        "list",
        "Terraform has it no more: write `tolist([…])`, or only `[…]`",
    ),
    (
        "map",
        "Terraform has it no more: write `tomap({…})`, or only `{…}`",
    ),
    ("size", "use `length(…)`"),
    ("ternary", "write `condition ? then : otherwise`"),
    ("tolower", "use `lower(…)`"),
    ("toupper", "use `upper(…)`"),
    ("typeof", "use `type(…)` in `terraform console`"),
];

/// The namespace in which Terraform's own functions can be called too.
const CORE: &str = "core::";

/// Functions that put what is in their arguments elsewhere without a look at it: that such a part is unknown makes no mistake of a call.
/// Others may refuse the value that it turns out to be.
const INDIFFERENT: [&str; 11] = [
    "concat",
    "element",
    "flatten",
    "jsonencode",
    "keys",
    "length",
    "lookup",
    "merge",
    "one",
    "reverse",
    "values",
];

impl Environment<'_> {
    #[inline(never)]
    pub(super) fn call(&self, expr: Expr<'_>) -> Evaluated {
        let ExprKind::Call {
            name,
            name_span,
            arguments,
            expand_last,
        } = expr.kind()
        else {
            return Err(mistake(expr.span(), "this is no call"));
        };
        let plain = name.strip_prefix(CORE).unwrap_or(name);
        match plain {
            "try" if !expand_last => return self.try_first(expr, &arguments),
            "can" if !expand_last => return self.can(expr, &arguments),
            _ => {}
        }
        let mut values = Vec::with_capacity(arguments.len());
        for argument in &arguments {
            values.push(self.value(*argument)?);
        }
        if expand_last && let Some(last) = values.pop() {
            let span = arguments
                .last()
                .map_or(expr.span(), |argument| argument.span());
            let Some(more) = expansion(&last, span)? else {
                self.doubt().raise([&last]);
                let unknown = unknown_because(Type::Any, &[&last], expr.span());
                return Ok(unknown.mark_sensitive(last.is_sensitive()));
            };
            values.extend_from_slice(more);
        }
        let call = Call {
            name: plain,
            span: expr.span(),
            arguments: &values,
            context: self.context,
        };
        let result = functions::call(&call)
            .or_else(|| self.context.scope.call(&Call { name, ..call }))
            .ok_or_else(|| self.no_function(name, name_span))?;
        self.doubt_call(plain, &values, &result);
        result.map_err(|error| refused(name, &error, &arguments, expr.span()))
    }

    /// Notes the arguments that the function may refuse when all of them is known.
    #[inline(never)]
    fn doubt_call(&self, name: &str, arguments: &[Value], result: &Result<Value, CallError>) {
        if result.as_ref().is_ok_and(|value| !value.is_wholly_known()) {
            let careful = !INDIFFERENT.contains(&name);
            let relied_on = |value: &&Value| value.is_unknown() || careful;
            self.doubt().raise(arguments.iter().filter(relied_on));
        }
    }

    /// The first argument that is no mistake, whatever its unknown parts will be. What is unknown of it stays unknown, and what is known stays
    /// known: unlike Terraform, which answers with a wholly unknown value as long as anything in it is unknown.
    /// When it may still turn out to be a mistake, the result is any of the arguments up to the first that is certain.
    fn try_first(&self, expr: Expr<'_>, arguments: &[Expr<'_>]) -> Evaluated {
        let mut mistakes = Vec::new();
        let mut possible = Vec::new();
        let mut doubts = Vec::new();
        for argument in arguments {
            let (result, doubt) = self.attempt(*argument);
            match result {
                Ok(value) => possible.push(value),
                Err(problem) => {
                    mistakes.push(problem);
                    continue;
                }
            }
            if doubt.is_empty() {
                return Ok(any_of(possible, doubts, expr.span()));
            }
            doubts.extend(doubt);
        }
        if !possible.is_empty() {
            self.doubt().because(doubts.iter().cloned());
            return Ok(any_of(possible, doubts, expr.span()));
        }
        Err(nothing_to_try(mistakes, expr.span()))
    }

    /// What comes of an argument, and why it may still be a mistake.
    fn attempt(&self, argument: Expr<'_>) -> (Evaluated, Vec<Reason>) {
        let outer = self.doubt().ask();
        let result = self.value(argument);
        (result, self.doubt().answer(outer))
    }

    /// Whether the argument is no mistake. What is unknown may still turn out to be one.
    fn can(&self, expr: Expr<'_>, arguments: &[Expr<'_>]) -> Evaluated {
        let &[argument] = arguments else {
            return Err(mistake(
                expr.span(),
                "`can()`: exactly one argument is required",
            ));
        };
        let origin = Origin::expression(expr.span());
        let (result, doubt) = self.attempt(argument);
        let is_mistake = result.is_err();
        if is_mistake || doubt.is_empty() {
            return Ok(Value::bool(!is_mistake, origin));
        }
        let unknown = Unknown::because_all(Type::Bool, doubt).not_null();
        Ok(Value::unknown(unknown, origin))
    }

    fn no_function(&self, name: &str, span: Span) -> Box<Problem> {
        let mut problem = mistake(span, format!("there is no function named `{name}`"));
        let scope_names = self.context.scope.function_names();
        let names = functions::names()
            .iter()
            .copied()
            .chain(["can", "try"])
            .chain(scope_names);
        let instead = INSTEAD.iter().find(|(absent, _)| *absent == name);
        problem.help = instead
            .map(|(_, help)| (*help).to_owned())
            .or_else(|| did_you_mean(name, names));
        problem
    }
}

#[inline(never)]
#[expect(clippy::vec_box, reason = "problems come boxed, and few are there")]
fn nothing_to_try(mistakes: Vec<Box<Problem>>, span: Span) -> Box<Problem> {
    if mistakes.is_empty() {
        return mistake(span, "`try()`: at least one argument is required");
    }
    let mut problem = Problem::error(span, "no argument of `try` is without mistake");
    for earlier in mistakes {
        if let Some(label) = earlier.primary {
            problem = problem.with_related(label.span, earlier.message);
        }
    }
    Box::new(problem)
}

/// One of several values, nobody knows which for the reasons in `doubts`.
fn any_of(mut possible: Vec<Value>, doubts: Vec<Reason>, span: Span) -> Value {
    if possible.len() < 2
        && let Some(only) = possible.pop()
    {
        return only;
    }
    let mut types = possible.iter().map(Value::ty);
    let ty = types.next().filter(|first| types.all(|ty| ty == *first));
    let mut unknown = Unknown {
        not_null: !possible.iter().any(may_be_null),
        ..Unknown::because_all(ty.unwrap_or(Type::Any), doubts)
    };
    let members: Option<Vec<_>> = possible.iter().map(Value::members).collect();
    if let Some(members) = members {
        let perhaps = members.into_iter().flatten().map(|(value, _)| Member {
            value: value.clone(),
            certain: false,
        });
        unknown = unknown.with_members(perhaps.collect());
    }
    // Where the first one was read is where it most likely comes from.
    let origin = Origin::expression(span);
    let origin = match possible.first() {
        Some(first) => origin.after(first.origin().clone()),
        None => origin,
    };
    Value::unknown(unknown, origin).mark_sensitive(possible.iter().any(Value::contains_sensitive))
}

/// The values of an expanded argument; `None` when they are unknown.
fn expansion(value: &Value, span: Span) -> Result<Option<&[Value]>, Box<Problem>> {
    match value.kind() {
        Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => Ok(Some(values)),
        Kind::Unknown(unknown)
            if matches!(
                unknown.ty,
                Type::Any | Type::List(_) | Type::Set(_) | Type::Tuple(_)
            ) =>
        {
            Ok(None)
        }
        Kind::Null(_) => Err(mistake(span, "the expanded argument must not be null")),
        _ => Err(mistake(
            span,
            format!(
                "only a list, set or tuple can be expanded into arguments, and this is {}",
                value.ty().friendly()
            ),
        )),
    }
}

/// The mistake of a call that a function refuses, at the argument to blame.
fn refused(name: &str, error: &CallError, arguments: &[Expr<'_>], span: Span) -> Box<Problem> {
    let mut problem = match error.argument {
        Some(number) => {
            // Expanded arguments stand where the last one stands.
            let place = arguments.get(number).or(arguments.last());
            mistake(
                place.map_or(span, |argument| argument.span()),
                format!(
                    "invalid value for argument {} of `{name}`: {}",
                    number + 1,
                    error.message
                ),
            )
        }
        None => mistake(span, format!("`{name}()`: {}", error.message)),
    };
    problem.kind = error.kind;
    problem
}
