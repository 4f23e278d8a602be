//! What is known of a result when something in the expression is not.

use super::{ask, shown};
use crate::value::Part;

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
