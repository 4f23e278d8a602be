//! What goes along with a result: the sensitive mark, the origin, and help where it is a mistake.

use super::{ask, shown};
use crate::value::Stop;

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
