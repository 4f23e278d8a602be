//! Laws of unknown inputs, by chance.

use super::{Names, ask, ask_with, unset};
use crate::expr::Budget;
use crate::value::convert::convert;
use crate::value::{Type, Value, equal};
use proptest::prelude::*;

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
