//! Unknown, partly known and sensitive arguments, budgets, and the origins of results.

use crate::expr::{Budget, Context, Files, Resolved, Scope, Step, evaluate};
use crate::finding::Problem;
use crate::source::{MemoryTree, Sources, Span};
use crate::syntax::parse_expression;
use crate::value::{Kind, Origin, Part, Reason, Symbol, Type, Unknown, Value};
use std::sync::Arc;

/// `arn`, `arns`, `pair`: a computed string, list of strings, tuple of a string and a number; `n`: an unknown number; `any`: an unknown of unknown type; `list`: an unknown list of strings; `map`: an unknown map.
struct Unknowns;

impl Scope for Unknowns {
    fn resolve(&self, root: &str, span: Span, _: &[Step]) -> Result<Resolved, Box<Problem>> {
        let because = |ty| {
            Unknown::because(
                ty,
                Reason::Variable {
                    name: Arc::from(root),
                    declared: None,
                },
            )
        };
        let attribute = |path: &str| {
            Arc::new(Symbol {
                instance: Arc::from("aws_s3_bucket.b"),
                path: Arc::from(path),
            })
        };
        let unknown = match root {
            "arn" => Unknown::computed(Type::String, attribute("arn")),
            "arns" => Unknown::computed(Type::list(Type::String), attribute("arns")),
            "pair" => {
                let pair = Type::Tuple([Type::String, Type::Number].into());
                Unknown::computed(pair, attribute("pair"))
            }
            "n" => because(Type::Number),
            "flag" => because(Type::Bool),
            "list" => because(Type::list(Type::String)),
            "map" => because(Type::map(Type::String)),
            _ => because(Type::Any),
        };
        Ok(Resolved {
            value: Value::unknown(unknown, Origin::expression(span)),
            steps: 0,
        })
    }
}

fn value_with(expression: &str, budget: &Budget) -> Result<Value, String> {
    let sources = Sources::new();
    let tree = MemoryTree::new([("t.tftpl", "x-${v}"), ("a.txt", "text")]);
    let file = sources.add("test", expression);
    let parsed = parse_expression(&file);
    assert!(parsed.problems.is_empty(), "{expression}");
    let context = Context {
        scope: &Unknowns,
        files: Some(Files {
            tree: &tree,
            sources: &sources,
            directory: "",
        }),
        budget,
    };
    evaluate(parsed.ast.expression(), &context).map_err(|problem| problem.message)
}

fn value(expression: &str) -> Value {
    value_with(expression, &Budget::default()).unwrap()
}

/// A value in a few characters: unknowns as `?type`, strings known in part as their pieces, `{s}` and `{json}` being holes.
fn shown(value: &Value) -> String {
    let all = |values: &[Value]| values.iter().map(shown).collect::<Vec<_>>().join(", ");
    let text = match value.kind() {
        Kind::Null(_) => "null".to_owned(),
        Kind::Bool(truth) => truth.to_string(),
        Kind::Number(number) => number.to_string(),
        Kind::String(text) => format!("{text:?}"),
        Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => {
            format!("[{}]", all(values))
        }
        Kind::Map(..) | Kind::Object(_) => {
            let fields: Vec<String> = value
                .as_fields()
                .unwrap()
                .iter()
                .map(|(name, value)| format!("{name}={}", shown(value)))
                .collect();
            format!("{{{}}}", fields.join(", "))
        }
        Kind::Unknown(unknown) => match &unknown.parts {
            None => format!("?{}", unknown.ty),
            Some(parts) => parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => text.to_string(),
                    Part::String(_) => "{s}".to_owned(),
                    Part::Json(_) => "{json}".to_owned(),
                })
                .collect(),
        },
    };
    if value.is_sensitive() {
        format!("secret {text}")
    } else {
        text
    }
}

#[test]
fn what_is_known_of_unknowns() {
    for (expression, expected) in [
        ("upper(n)", "?string"),
        ("length(list)", "?number"),
        ("length([arn, n])", "2"),
        ("length({a = arn})", "1"),
        ("keys({a = arn})", "[\"a\"]"),
        ("keys(map)", "?list(string)"),
        ("contains([\"x\", arn], \"x\")", "true"),
        ("contains([\"y\", arn], \"x\")", "?bool"),
        ("contains([arn], arn)", "true"),
        ("lookup({a = arn, b = 1}, \"b\", 0)", "1"),
        ("lookup(map, \"b\", \"\")", "?string"),
        ("element([arn, \"x\"], 1)", "\"x\""),
        ("element(arns, 0)", "?string"),
        ("element(pair, 1)", "?number"),
        ("element(pair, n)", "?any"),
        ("element(any, 0)", "?any"),
        ("merge(map, {a = \"x\"})", "?any"),
        ("concat([arn], [\"x\"])", "[?string, \"x\"]"),
        ("flatten([[arn], [\"x\"]])", "[?string, \"x\"]"),
        ("flatten([list])", "?any"),
        ("toset([arn, \"x\"])", "[\"x\", ?string]"),
        ("distinct([arn, \"x\"])", "?list(string)"),
        ("compact([arn, \"x\"])", "?list(string)"),
        ("alltrue([false, flag])", "false"),
        ("anytrue([true, flag])", "true"),
        ("alltrue([true, flag])", "?bool"),
        ("coalesce(null, arn)", "?string"),
        ("coalesce(\"x\", arn)", "\"x\""),
        ("coalesce(\"a-${arn}\", \"b\")", "a-{s}"),
        ("try(tostring(arn), \"\")", "?string"),
        ("startswith(\"a-${arn}\", \"a\")", "true"),
        ("startswith(\"a-${arn}\", \"b\")", "false"),
        ("startswith(\"a-${arn}\", \"a-b\")", "?bool"),
        ("endswith(\"${arn}/*\", \"/*\")", "true"),
        ("format(\"%s-x\", arn)", "{s}-x"),
        ("format(\"%03d-x\", n)", "{s}-x"),
        ("join(\"/\", [arn, \"x\"])", "{s}/x"),
        ("upper(\"a-${arn}\")", "A-{s}"),
        ("trimsuffix(\"${arn}/x\", \"/x\")", "?string"),
        (
            "jsonencode({a = arn, b = [\"${arn}/\\\"\", 1]})",
            "{\"a\":{json},\"b\":[\"{s}/\\\"\",1]}",
        ),
        (
            "jsondecode(jsonencode({a = arn, b = [\"${arn}/\\\"\", n]}))",
            "{a=?string, b=[{s}/\", ?number]}",
        ),
        ("jsondecode(any)", "?any"),
        ("templatefile(\"t.tftpl\", {v = arn})", "x-{s}"),
        ("timestamp()", "?string"),
        ("uuid()", "?string"),
        ("base64gzip(\"a\")", "?string"),
        ("file(\"/etc/passwd\")", "?string"),
        ("file(\"../x\")", "?string"),
        ("regexall(any, \"x\")", "?list(any)"),
        ("slice(list, 1, 3)", "[?string, ?string]"),
        ("slice(list, 0, 0)", "[]"),
        ("slice(list, 0, n)", "?list(string)"),
        ("slice(any, 0, 2)", "?any"),
        ("slice(list, 0, 100000)", "?list(string)"),
        ("length(slice(list, 0, 3))", "3"),
        ("try(slice(list, 0, 3), [])", "?any"),
        ("regexall(\"^[a-z]{2}-\", \"eu-${arn}\")", "[?string]"),
        ("regexall(\"^[a-z]{2}-$\", \"eu-${arn}\")", "?list(string)"),
        ("regexall(\"[a-z]{2}-\", \"eu-${arn}\")", "?list(string)"),
        ("regexall(\"^[0-9]\", \"eu-${arn}\")", "?list(string)"),
        ("regexall(\"^x|^eu\", \"eu-${arn}\")", "?list(string)"),
        ("cidrsubnet(arn, 8, 1)", "?string"),
        ("replace(\"a_B_c\", \"_B_\", arn)", "a{s}c"),
        ("replace(\"a_B_c\", \"_X_\", arn)", "a_B_c"),
        ("replace(\"x-${arn}-x\", \"x\", \"yy\")", "yy-{s}-yy"),
        ("replace(\"x-${arn}-x\", \"-\", any)", "x{s}{s}{s}x"),
        ("replace(\"aba${arn}aba\", \"aba\", \"z\")", "z{s}"),
        ("replace(\"abab${arn}cab\", \"abc\", \"z\")", "ab{s}ab"),
        ("replace(\"x${n}b${n}\", \"abc\", \"z\")", "x{s}{s}"),
        ("replace(\"x\", \"/x/\", arn)", "?string"),
        ("replace(arn, \"_B_\", \"b\")", "?string"),
        ("replace(\"a\", \"\", arn)", "?string"),
        ("replace(\"a\", arn, \"\")", "?string"),
    ] {
        assert_eq!(shown(&value(expression)), expected, "{expression}");
    }
}

#[test]
fn marks_travel() {
    for (expression, expected) in [
        ("upper(sensitive(\"a\"))", "secret \"A\""),
        ("join(\",\", [sensitive(\"a\"), \"b\"])", "secret \"a,b\""),
        ("concat([sensitive(1)], [2])", "[secret 1, 2]"),
        ("merge(sensitive({a = 1}), {b = 2})", "secret {a=1, b=2}"),
        ("values({a = sensitive(1)})", "[secret 1]"),
        ("nonsensitive(sensitive(1))", "1"),
        ("jsonencode({a = sensitive(arn)})", "secret {\"a\":{json}}"),
        ("zipmap([sensitive(\"a\")], [1])", "secret {a=1}"),
        ("lookup({a = 1}, sensitive(\"a\"))", "secret 1"),
    ] {
        assert_eq!(shown(&value(expression)), expected, "{expression}");
    }
}

#[test]
fn a_symbol_survives_what_changes_nothing() {
    for expression in [
        "tostring(arn)",
        "format(\"%s\", arn)",
        "join(\"\", [arn])",
        "element([arn], 0)",
        "element(arns, 0)",
        "element(pair, 3)",
        "merge({a = arn}, {b = 1}).a",
        "jsondecode(jsonencode({a = arn})).a",
        "one([arn])",
        "nonsensitive(sensitive(arn))",
        "replace(\"_B_\", \"_B_\", arn)",
        "jsondecode(replace(jsonencode({a = \"_B_\"}), \"_B_\", arn)).a",
        "jsondecode(replace(jsonencode({a = arn, b = \"_B_\"}), \"_B_\", \"x\")).a",
    ] {
        let value = value(expression);
        let unknown = value.as_unknown().unwrap();
        assert!(unknown.symbol.is_some(), "{expression}");
    }
}

/// Which element of a list of unknown length it is, is known of the first alone.
#[test]
fn a_symbol_names_the_element() {
    for (expression, path) in [
        ("element(arns, 0)", Some("arns[0]")),
        ("element(arns, 1)", None),
        ("element(arns, -1)", None),
        ("element(slice(arns, 0, 2), 3)", Some("arns[1]")),
        ("element(pair, 2)", Some("pair[0]")),
        ("element(list, 0)", None),
    ] {
        let value = value(expression);
        let symbol = value.as_unknown().unwrap().symbol.as_ref();
        assert_eq!(symbol.map(|symbol| &*symbol.path), path, "{expression}");
        let first = value.origin().chain().last().unwrap();
        assert_eq!(
            first.span.start,
            expression
                .rfind("arns")
                .unwrap_or(first.span.start as usize) as u32,
            "{expression}"
        );
    }
}

/// A text that is made of another one leads to where that one was written.
#[test]
fn a_text_made_of_another_comes_from_there() {
    for (expression, text) in [
        ("split(\",\", \"a,b\")", "\"a,b\""),
        ("split(\",\", lower(\"A,B\"))", "\"A,B\""),
        ("split(\"\", \"ab\")", "\"ab\""),
        ("upper(\"a\")", "\"a\""),
        ("trimprefix(\"ab\", \"a\")", "\"ab\""),
        ("substr(\"ab\", 0, 1)", "\"ab\""),
        ("replace(\"ab\", \"a\", \"c\")", "\"ab\""),
        ("join(\",\", [\"a\"])", "join(\",\", [\"a\"])"),
        ("startswith(\"ab\", \"a\")", "startswith(\"ab\", \"a\")"),
    ] {
        let value = value(expression);
        let element = value.as_sequence().map_or(&value, |values| &values[0]);
        let first = element.origin().chain().last().unwrap().span;
        let place = expression.get(first.start as usize..first.end as usize);
        assert_eq!(place, Some(text), "{expression}");
    }
}

#[test]
fn documents_keep_their_values_where_strings_are_replaced() {
    let document = "jsonencode({a = [\"_B_\", 1], b = \"<${n}/_B_\", _B_ = true, c = list})";
    for (wanted, with, expected) in [
        (
            "_B_",
            "\"x\"",
            Some("{a=[\"x\", 1], b=<{s}/x, c=?list(string), x=true}"),
        ),
        (
            "_C_",
            "arn",
            Some("{_B_=true, a=[\"_B_\", 1], b=<{s}/_B_, c=?list(string)}"),
        ),
        // A key is not known, or there twice; quotes; what stands outside of strings too; what may be in `\u003c`.
        ("_B_", "arn", None),
        ("_B_", "\"a\"", None),
        ("_B_", "\"\\\"\"", None),
        ("true", "\"1\"", None),
        ("c/_", "\"1\"", None),
    ] {
        let replaced = value(&format!("replace({document}, \"{wanted}\", {with})"));
        let document = replaced.decoded().map(|decoded| shown(decoded));
        assert_eq!(document.as_deref(), expected, "{wanted} {with}");
    }
}

#[test]
fn what_is_too_large_is_unknown() {
    for expression in [
        "setproduct(range(1000), range(1000), range(1000), range(1000))",
        "format(\"%999999999s\", \"x\")",
        "indent(999999999, \"\\n\\n\")",
        "replace(join(\"\", formatlist(\"%s\", range(1000))), \"\", join(\"\", formatlist(\"%01000d\", range(1000))))",
    ] {
        let value = value(expression);
        let unknown = value.as_unknown().unwrap_or_else(|| panic!("{expression}"));
        assert!(
            unknown
                .reasons
                .iter()
                .any(|reason| matches!(reason, Reason::Budget { .. })),
            "{expression}"
        );
    }
    let bomb = (1..30).fold("a0: &a0 [1, 1]\\n".to_owned(), |text, level| {
        let before = level - 1;
        format!("{text}a{level}: &a{level} [*a{before}, *a{before}]\\n")
    });
    let value = value_with(
        &format!("yamldecode(\"{bomb}\")"),
        &Budget::new(1_000_000, 64 * 1024 * 1024, 400),
    );
    assert!(value.unwrap().is_unknown());
}

#[test]
fn details_of_sensitive_arguments_are_not_told() {
    let message = value_with("parseint(sensitive(\"hunter2\"), 10)", &Budget::default());
    assert!(!message.unwrap_err().contains("hunter2"));
}

#[test]
fn every_function_of_terraform_is_there() {
    let names = super::names();
    assert!(names.is_sorted());
    // `terraform metadata functions` of 1.11 has 118 names, of which `try` and `can` are the evaluator's; three are the built-in provider's.
    assert_eq!(names.len(), 118 - 2 + 3);
}

#[test]
fn values_as_hcl() {
    for (expression, expected) in [
        (
            "provider::terraform::encode_tfvars({a=1, bbb=\"x\", c=[1,{z=1,yy=\"q\"}], d={}, e=[], f=null})",
            "a   = 1\nbbb = \"x\"\nc = [1, {\n  yy = \"q\"\n  z  = 1\n}]\nd = {}\ne = []\nf = null\n",
        ),
        (
            "provider::terraform::encode_expr([[1,2],{},[{}],{a=[]}])",
            "[[1, 2], {}, [{}], {\n  a = []\n}]",
        ),
        (
            "provider::terraform::encode_expr({\"a b\"=1, c={long_name=1, x=2, y={z=1,zz=[{a=1,bb=2}]}, w=3}})",
            "{\n  \"a b\" = 1\n  c = {\n    long_name = 1\n    w         = 3\n    x         = 2\n    y = {\n      z = 1\n      zz = [{\n        a  = 1\n        bb = 2\n      }]\n    }\n  }\n}",
        ),
    ] {
        assert_eq!(
            value(expression).as_str().map(AsRef::as_ref),
            Some(expected)
        );
    }
    let decoded = "provider::terraform::decode_tfvars(\"a = 1\\nb = {x = [true]}\\n\")";
    assert_eq!(shown(&value(decoded)), "{a=1, b={x=[true]}}");
    let call = "provider::terraform::decode_tfvars(\"a = upper(\\\"x\\\")\")";
    assert!(value_with(call, &Budget::default()).is_err());
}
