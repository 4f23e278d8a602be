//! What the console cannot be asked: unknown values, marks, origins, budgets. Known answers are in `tests/data/console.tsv`.

use crate::expr::{Budget, Call, CallError, Context, Evaluated, Resolved, Scope, Step, evaluate};
use crate::finding::Problem;
use crate::source::{Sources, Span};
use crate::syntax::parse_expression;
use crate::value::convert::convert;
use crate::value::{
    Fields, Kind, Origin, Part, Reason, Stop, Symbol, Type, Unknown, Value, equal, render_short,
};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Names with given values; `bucket` is a resource instance, the `…unknown` names are unknown, `secret` is sensitive.
struct Names {
    values: BTreeMap<&'static str, Value>,
}

fn somewhere() -> Origin {
    let file = Sources::new().add("names.tf", "");
    Origin::new(Span::new(file.id(), 7, 9), Stop::Local)
}

fn unset(name: &str, ty: Type) -> Value {
    let reason = Reason::Variable {
        name: Arc::from(name),
        declared: None,
    };
    Value::unknown(Unknown::because(ty, reason), somewhere())
}

fn computed(path: &str, ty: Type) -> Value {
    let symbol = Symbol {
        instance: Arc::from("aws_s3_bucket.logs"),
        path: Arc::from(path),
    };
    Value::unknown(Unknown::computed(ty, Arc::new(symbol)), somewhere())
}

fn fields(pairs: &[(&str, Value)]) -> Fields {
    pairs
        .iter()
        .map(|(name, value)| (Arc::from(*name), value.clone()))
        .collect()
}

fn text(value: &str) -> Value {
    Value::string(value, somewhere())
}

impl Names {
    fn new() -> Self {
        let bucket = Kind::Object(Arc::new(crate::value::Object {
            fields: fields(&[
                ("bucket", text("logs")),
                ("id", computed("id", Type::String)),
                (
                    "rules",
                    computed(
                        "rules",
                        Type::list(Type::object([(Arc::from("id"), Type::String)])),
                    ),
                ),
                ("tags", Value::null(Type::map(Type::String), somewhere())),
            ]),
            instance: Some(Arc::from("aws_s3_bucket.logs")),
        }));
        let partly = Value::object(
            fields(&[("known", text("k")), ("open", unset("open", Type::String))]),
            somewhere(),
        );
        Self {
            values: BTreeMap::from([
                ("bucket", Value::new(bucket, somewhere())),
                ("other", computed("other", Type::String)),
                ("partly", partly),
                ("unknown", unset("unknown", Type::Any)),
                ("flag", unset("flag", Type::Bool)),
                ("number", unset("number", Type::Number)),
                ("string", unset("string", Type::String)),
                ("strings", unset("strings", Type::list(Type::String))),
                ("secret", text("s3cret").mark_sensitive(true)),
                (
                    "secrets",
                    Value::tuple(vec![text("s3cret")], somewhere()).mark_sensitive(true),
                ),
            ]),
        }
    }
}

impl Scope for Names {
    fn resolve(&self, root: &str, span: Span, _: &[Step]) -> Result<Resolved, Box<Problem>> {
        match self.values.get(root) {
            Some(value) => Ok(Resolved {
                value: value.clone(),
                steps: 0,
            }),
            None => Err(Box::new(Problem::error(span, format!("no `{root}` here")))),
        }
    }

    fn call(&self, call: &Call<'_>) -> Option<Result<Value, CallError>> {
        let result = match (call.name, call.arguments) {
            ("test::first", [first, ..]) => Ok(first.clone()),
            ("test::count", arguments) => Ok(Value::number(
                arguments.len(),
                Origin::expression(call.span),
            )),
            ("test::refuse", [_, second]) => Err(CallError::argument(1, render_short(second, 20))),
            _ => return None,
        };
        Some(result)
    }

    fn function_names(&self) -> Vec<&'static str> {
        vec!["test::count", "test::first", "test::refuse"]
    }
}

fn ask_with(scope: &dyn Scope, budget: &Budget, expression: &str) -> Evaluated {
    let sources = Sources::new();
    let file = sources.add("question", expression);
    let parsed = parse_expression(&file);
    assert!(
        parsed.problems.is_empty(),
        "{expression}: {:?}",
        parsed.problems
    );
    let context = Context {
        scope,
        files: None,
        budget,
    };
    evaluate(parsed.ast.expression(), &context)
}

fn ask(expression: &str) -> Evaluated {
    ask_with(&Names::new(), &Budget::default(), expression)
}

/// The value on one line, with `?` and the type for unknowns.
fn shown(expression: &str) -> String {
    fn show(value: &Value) -> String {
        match value.kind() {
            _ if value.is_sensitive() => "secret".to_owned(),
            Kind::Unknown(unknown) => format!("?{}", unknown.ty),
            Kind::List(_, values) | Kind::Tuple(values) | Kind::Set(_, values) => {
                format!(
                    "[{}]",
                    values.iter().map(show).collect::<Vec<_>>().join(",")
                )
            }
            Kind::Map(..) | Kind::Object(_) => {
                let inner: Vec<String> = value
                    .as_fields()
                    .into_iter()
                    .flatten()
                    .map(|(name, value)| format!("{name}={}", show(value)))
                    .collect();
                format!("{{{}}}", inner.join(","))
            }
            _ => render_short(value, 100),
        }
    }
    match ask(expression) {
        Ok(value) => show(&value),
        Err(problem) => format!("error: {}", problem.message),
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table of known answers")]
fn unknown_values() {
    for (expression, answer) in [
        // three-valued logic, in either order
        ("false && flag", "false"),
        ("flag && false", "false"),
        ("true || flag", "true"),
        ("flag || true", "true"),
        ("true && flag", "?bool"),
        ("flag || false", "?bool"),
        ("!flag", "?bool"),
        ("unknown && false", "false"),
        // what decides excuses a mistake in the other operand, on either side
        ("false && {}.a", "false"),
        (
            "{}.a || true",
            "error: this object does not have an attribute named `a`",
        ),
        ("null || true", "error: an operand of `||` must not be null"),
        ("flag || {}.a || true", "true"),
        (
            "true && {}.a",
            "error: this object does not have an attribute named `a`",
        ),
        ("flag && {}.a", "?bool"),
        // arithmetic and comparison
        ("number + 1", "?number"),
        ("unknown * 2", "?number"),
        ("number > 1", "?bool"),
        ("-number", "?number"),
        ("number + null", "error: an operand of `+` must not be null"),
        (
            "flag + 1",
            "error: unsuitable operand of `+`: number required, but have bool",
        ),
        // equality
        ("string == \"a\"", "?bool"),
        ("string == null", "?bool"),
        ("(number + 1) == null", "false"),
        ("\"a${string}\" == \"b\"", "false"),
        ("\"a${string}z\" == \"abcy\"", "false"),
        ("\"a${string}\" != \"ab\"", "?bool"),
        ("string == 5", "false"),
        ("bucket.id == bucket.id", "true"),
        ("bucket.id == other", "?bool"),
        ("\"${bucket.id}/x\" == \"${bucket.id}/x\"", "true"),
        ("[bucket.id, 1] == [bucket.id, 2]", "false"),
        ("[string, 1] == [\"a\", 1]", "?bool"),
        // conditionals
        ("flag ? 1 : 2", "?number"),
        ("flag ? 1 : \"a\"", "?string"),
        ("flag ? 1 : 1", "1"),
        ("flag ? null : null", "null"),
        ("(flag ? 1 : 2) == null", "false"),
        ("flag ? {}.a : 1", "?any"),
        ("unknown ? [1] : [1, 2]", "?list(number)"),
        ("true ? string : 1", "?string"),
        ("true ? unknown : 1", "?any"),
        ("false ? unknown : 1", "1"),
        // steps
        ("unknown.a[0].b", "?any"),
        ("strings[0]", "?string"),
        (
            "strings.a",
            "error: a value of type list of string has no attribute `a`",
        ),
        ("string[0]", "error: a value of type string has no elements"),
        ("[1, 2][number]", "?any"),
        ("{ a = 1 }[string]", "?any"),
        ("partly.open", "?string"),
        ("partly.known", "\"k\""),
        ("bucket.rules[0].id", "?string"),
        (
            "bucket.rules[0].ids",
            "error: this object does not have an attribute named `ids`",
        ),
        (
            "bucket.tags.x",
            "error: this value is null, so it has no attribute `x`",
        ),
        // constructors
        ("[string, 1]", "[?string,1]"),
        ("{ a = string }", "{a=?string}"),
        ("{ (string) = 1, a = 2 }", "?any"),
        // for
        ("[for x in strings : x]", "?any"),
        (
            "[for x in string : x]",
            "error: a value of type string cannot be iterated over",
        ),
        ("[for x in [1, number] : x + 1]", "[2,?number]"),
        ("[for x in [1, number] : x if x > 1]", "?any"),
        ("[for x in [1, 2] : x if x > 1 && !flag]", "?any"),
        ("{ for x in [\"a\", string] : x => 1 }", "?any"),
        (
            "{ for k, v in partly : k => v }",
            "{known=\"k\",open=?string}",
        ),
        // splats
        ("strings[*]", "?list(string)"),
        ("unknown[*].a", "?any"),
        ("bucket.rules[*].id", "?list(string)"),
        ("bucket[*].id", "[?string]"),
        ("[partly, partly][*].open", "[?string,?string]"),
        // templates
        ("\"a${string}b\"", "?string"),
        ("\"${string}\"", "?string"),
        ("\"a${number}\"", "?string"),
        (
            "\"a${strings}\"",
            "error: this value cannot be part of a text: string required, but have list of string",
        ),
        ("\"%{if flag}a%{else}b%{endif}\"", "?string"),
        ("\"%{if flag}a%{else}a%{endif}!\"", "\"a!\""),
        ("\"%{for x in strings}a%{endfor}\"", "?string"),
        // try and can
        ("try(string, 1)", "?string"),
        ("try(partly, 1)", "{known=\"k\",open=?string}"),
        ("try(partly.none, 1)", "1"),
        ("can(partly)", "true"),
        ("can(partly.none)", "false"),
        ("can(unknown.a)", "?bool"),
        ("can(bucket.id)", "true"),
        ("can(bucket.rules[0])", "?bool"),
        ("can(\"a${bucket.id}\")", "?bool"),
        // what is known of the argument does not count when it may still be a mistake
        ("try({ a = 1, b = bucket.rules[0].id }, { a = 2 })", "?any"),
        (
            "try({ a = 1, b = bucket.id }, { a = 2 })",
            "{a=1,b=?string}",
        ),
        ("try({ a = 1, b = unknown.x }, null, \"never\")", "?any"),
        ("try(bucket.rules[0].id, \"none\")", "?string"),
        ("try(bucket.rules[0].id)", "?string"),
        ("try({ a = 1, b = bucket.rules[0].id })", "{a=1,b=?string}"),
        (
            "try({ a = 1, b = bucket.rules[0].id }, nowhere)",
            "{a=1,b=?string}",
        ),
        ("try({ a = 1, b = try(unknown.x, 2) }, 3)", "{a=1,b=?any}"),
        ("try({ a = 1, b = try(unknown.x, unknown.y) }, 3)", "?any"),
        (
            "try(true ? { a = bucket.id } : { a = bucket.rules[0].id }, 3)",
            "{a=?string}",
        ),
        (
            "try(false ? { a = bucket.id } : { a = bucket.rules[0].id }, 3)",
            "?any",
        ),
        ("try([{ a = 1 }, [for x in strings : x]], 3)", "?any"),
        ("try([\"a\", upper(string)], 3)", "?any"),
        ("try([\"a\", jsonencode([string])], 3)", "[\"a\",?string]"),
        (
            "try([\"a\", flatten([[string], \"b\"])], 3)",
            "[\"a\",[?string,\"b\"]]",
        ),
        ("try([\"a\", string == \"b\"], 3)", "[\"a\",?bool]"),
        ("try([\"a\", number + 1], 3)", "?any"),
        ("try([\"a\", \"b${string}\"], 3)", "?any"),
        ("try([\"a\", [1, 2][number]], 3)", "?any"),
        ("try([\"a\", [\"x\"][*], strings[*]], 3)", "?any"),
        // calls
        ("test::count(strings...)", "?any"),
        ("test::count(1, [2, 3]...)", "3"),
        ("test::first(partly)", "{known=\"k\",open=?string}"),
        (
            "test::refuse(1, 2)",
            "error: invalid value for argument 2 of `test::refuse`: 2",
        ),
        (
            "test::cuont()",
            "error: there is no function named `test::cuont`",
        ),
    ] {
        assert_eq!(shown(expression), answer, "{expression}");
    }
}

#[test]
fn sensitive_values() {
    for (expression, answer) in [
        ("secret", "secret"),
        ("\"a${secret}\"", "secret"),
        ("secret == \"x\"", "secret"),
        ("[secret, 1]", "[secret,1]"),
        ("[secret] == [1]", "secret"),
        ("[secret] == null", "false"),
        ("secrets[0]", "secret"),
        ("secrets[*]", "secret"),
        ("[for x in secrets : 1]", "secret"),
        ("[for x in [1] : x if secret == \"s3cret\"]", "secret"),
        ("{ for x in [1] : secret => x }", "secret"),
        ("{ (secret) = 1 }", "secret"),
        ("{ a = secret }", "{a=secret}"),
        ("secret == \"x\" ? 1 : 2", "secret"),
        ("true ? 1 : secret", "secret"),
        ("flag ? 1 : secret", "secret"),
        ("!(secret == \"x\") && true", "secret"),
        ("{ x = 1, s3cret = 2 }[secret]", "secret"),
    ] {
        assert_eq!(shown(expression), answer, "{expression}");
    }
}

#[test]
fn reasons_are_kept() {
    let value = ask("\"${string}-${number + 1}\" == \"x\" && flag").unwrap();
    let reasons: Vec<String> = value.reasons().iter().map(ToString::to_string).collect();
    assert_eq!(
        reasons,
        [
            "variable `flag` has no value",
            "variable `number` has no value",
            "variable `string` has no value"
        ]
    );
}

#[test]
fn partly_known_texts() {
    let value = ask("\"arn:${\"x-${bucket.id}\"}/*\"").unwrap();
    let parts = value.as_unknown().unwrap().parts.clone().unwrap();
    assert!(matches!(
        &*parts,
        [Part::Text(before), Part::String(id), Part::Text(after)]
            if &**before == "arn:x-" && &**after == "/*" && id.as_unknown().unwrap().symbol.is_some()
    ));
}

#[test]
fn origins_lead_from_the_reference_to_the_definition() {
    let value = ask("[bucket.bucket]").unwrap();
    let read = &value.as_sequence().unwrap()[0];
    let stops: Vec<_> = read
        .origin()
        .chain()
        .map(|origin| (origin.stop, origin.span.start, origin.span.end))
        .collect();
    assert_eq!(stops, [(Stop::Expression, 1, 14), (Stop::Local, 7, 9)]);
    let symbol = read.origin().symbol.as_deref().unwrap();
    assert_eq!(
        (&*symbol.instance, &*symbol.path),
        ("aws_s3_bucket.logs", "bucket")
    );
    let deep = ask("bucket.rules[0].id").unwrap();
    assert_eq!(
        &*deep.origin().symbol.as_deref().unwrap().path,
        "rules[0].id"
    );
    assert_eq!(deep.as_unknown().unwrap().symbol, deep.origin().symbol);
    let chosen = ask("true ? \"a\" : \"b\"").unwrap();
    assert_eq!(
        (chosen.origin().span.start, chosen.origin().span.end),
        (7, 10)
    );
}

#[test]
fn misspelt_names_get_help() {
    let help = |expression: &str| ask(expression).unwrap_err().help;
    assert_eq!(help("partly.knwon").unwrap(), "did you mean `known`?");
    assert_eq!(
        help("test::cuont()").unwrap(),
        "did you mean `test::count`?"
    );
    assert_eq!(help("partly.completely_else"), None);
}

#[test]
fn exhausted_budgets_give_unknowns() {
    let names = Names::new();
    let reason = |budget: &Budget, expression: &str| {
        let value = ask_with(&names, budget, expression).unwrap();
        value.reasons().into_iter().next().unwrap().to_string()
    };
    let steps = Budget::new(20, 1 << 20, 100);
    assert_eq!(
        reason(
            &steps,
            "[for x in [1, 2, 3, 4] : [for y in [1, 2, 3, 4] : x]]"
        ),
        "it exceeds the limit on evaluation steps"
    );
    let bytes = Budget::new(1000, 10, 100);
    assert_eq!(
        reason(&bytes, "\"${1}0123456789\""),
        "it exceeds the limit on the size of values"
    );
    let depth = Budget::new(1000, 1000, 3);
    assert_eq!(
        reason(&depth, "((((1))))"),
        "it exceeds the limit on the depth of expressions"
    );
}

/// A scope in which every name is the expression that is being evaluated, so that evaluation nests until the budget ends it.
struct Endless<'a> {
    expr: crate::syntax::Expr<'a>,
    budget: &'a Budget,
}

impl Scope for Endless<'_> {
    fn resolve(&self, _: &str, _: Span, _: &[Step]) -> Result<Resolved, Box<Problem>> {
        let context = Context {
            scope: self,
            files: None,
            budget: self.budget,
        };
        let value = evaluate(self.expr, &context)?;
        Ok(Resolved { value, steps: 0 })
    }
}

#[test]
fn the_depth_of_the_default_budget_fits_a_small_stack() {
    let run = || {
        for expression in [
            "x",
            "[for y in [1] : x]",
            "{ for y in [1] : y => x }",
            "true ? x : 1",
            "\"a${x}\"",
            "\"%{for y in [1]}%{if true}a${x}%{endif}%{endfor}\"",
            "[1][*] == [x][*]",
            "{ a = [{ b = x }] }",
            "!(1 + x > 2 && x == 1)",
            "try(x, 1)",
            "upper(x)",
        ] {
            let sources = Sources::new();
            let file = sources.add("question", expression);
            let parsed = parse_expression(&file);
            assert!(parsed.problems.is_empty(), "{expression}");
            let budget = Budget::new(20_000, 1 << 24, 250);
            let scope = Endless {
                expr: parsed.ast.expression(),
                budget: &budget,
            };
            let context = Context {
                scope: &scope,
                files: None,
                budget: &budget,
            };
            // Whether a mistake or an unknown comes out does not matter here, but something does.
            let answered = evaluate(parsed.ast.expression(), &context).is_ok();
            assert!(
                answered || expression.contains('!') || expression.contains('a'),
                "{expression}"
            );
        }
    };
    let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
    thread.spawn(run).unwrap().join().unwrap();
}

#[test]
fn long_chains_are_no_depth() {
    let sum = ask(&vec!["1"; 450].join(" + ")).unwrap();
    assert_eq!(sum.as_number().unwrap().as_i64(), Some(450));
    let steps = ask(&format!("unknown{}", ".a".repeat(450))).unwrap();
    assert!(steps.is_unknown());
}

/// Expressions over `a` and `b`, most of them without mistakes.
fn any_expression() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("a".to_owned()),
        Just("b".to_owned()),
        Just("1".to_owned()),
        Just("2".to_owned()),
        Just("true".to_owned()),
        Just("\"x\"".to_owned()),
        Just("null".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let pair = || (inner.clone(), inner.clone());
        prop_oneof![
            pair().prop_map(|(left, right)| format!("({left} == {right})")),
            pair().prop_map(|(left, right)| format!("({left} && {right})")),
            pair().prop_map(|(left, right)| format!("({left} || {right})")),
            pair().prop_map(|(left, right)| format!("({left} + {right})")),
            pair().prop_map(|(left, right)| format!("({left} < {right})")),
            pair().prop_map(|(left, right)| format!("[{left}, {right}]")),
            pair().prop_map(|(left, right)| format!("{{ p = {left}, q = {right} }}")),
            pair().prop_map(|(left, right)| format!("[for x in [{left}] : {right}]")),
            pair().prop_map(|(left, right)| format!("[for x in [1] : {left} if {right}]")),
            pair().prop_map(|(left, right)| format!("\"<${{{left}}}${{{right}}}\"")),
            (inner.clone(), pair())
                .prop_map(|(condition, (left, right))| format!("({condition} ? {left} : {right})")),
            inner.clone().prop_map(|inner| format!("!{inner}")),
            inner.clone().prop_map(|inner| format!("[{inner}][*]")),
            inner.prop_map(|inner| format!("{{ k = {inner} }}.k")),
        ]
    })
}

/// Whether `known` is among the values that `open` may turn out to be.
fn covers(open: &Value, known: &Value) -> bool {
    if let Some(unknown) = open.as_unknown() {
        let null_fits = !unknown.not_null || !known.is_null();
        let text_fits = known
            .as_str()
            .is_none_or(|text| text.starts_with(unknown.prefix()));
        return null_fits && text_fits;
    }
    if open.children().count() != known.children().count() {
        return false;
    }
    match (open.as_sequence(), open.as_fields()) {
        // As in HCL, a conditional does not convert its result as long as the type of the other branch is unknown.
        (None, None) => match (open.is_null(), known.is_null()) {
            (false, false) => convert(open, &Type::String)
                .ok()
                .zip(convert(known, &Type::String).ok())
                .is_some_and(|(open, known)| equal(&open, &known) == Some(true)),
            (open, known) => open == known,
        },
        _ => open
            .children()
            .zip(known.children())
            .all(|(open, known)| covers(open, known)),
    }
}

proptest! {
    #[test]
    fn an_unknown_input_only_opens_the_result(
        expression in any_expression(),
        a in prop_oneof![Just("true"), Just("1"), Just("\"x\""), Just("[1]")],
        b in prop_oneof![Just("false"), Just("2"), Just("\"y\"")],
    ) {
        let mut names = Names::new();
        names.values.insert("a", ask(a).unwrap());
        names.values.insert("b", ask(b).unwrap());
        let known = ask_with(&names, &Budget::default(), &expression);
        let ty = names.values.get("a").map_or(Type::Any, Value::ty);
        names.values.insert("a", unset("a", ty));
        let open = ask_with(&names, &Budget::default(), &expression);
        if let (Ok(known), Ok(open)) = (&known, &open) {
            prop_assert!(covers(open, known), "{expression}: {open:?} does not cover {known:?}");
        }
        // What is a mistake here is one whatever `a` is, except that a branch of a conditional has no type when it is a mistake itself.
        if let (Ok(known), Err(problem)) = (&known, &open)
            && !expression.contains('?')
        {
            prop_assert!(false, "{expression}: {} although it can be {known:?}", problem.message);
        }
    }
}
