//! What JSON files become.

use crate::source::{Sources, Span};
use crate::syntax::picture::{of_body, of_expr, parsed, problems};
use crate::syntax::{Body, parse_expression_at};

#[test]
fn configurations_become_blocks() {
    let table = [
        ("{}", ""),
        (
            r#"{"//": "x", "locals": {"a": 1, "//": 2, "b": [true, null, -1.5e3]}}"#,
            "[locals (a = 1) (b = [true null (Negate 1.5e3)])]",
        ),
        (
            r#"{"resource": {"x": {"y": {"a": {"k": "v"}, "lifecycle": {"precondition": [{"condition": "${a}"}]}}, "z": {}}}}"#,
            r#"[resource "x" "y" (a = {"k":"v"}) [lifecycle [precondition (condition = (t $a))]]] [resource "x" "z"]"#,
        ),
        (
            r#"{"resource": [{"x": [{"y": [{"count": 1}, {"count": 2}]}]}]}"#,
            r#"[resource "x" "y" (count = 1)] [resource "x" "y" (count = 2)]"#,
        ),
        (
            r#"{"data": {"x": {"y": {"dynamic": {"s": {"for_each": [], "content": {"dynamic": {"t": {"content": {"a": 1}}}}}}}}}}"#,
            r#"[data "x" "y" [dynamic "s" (for_each = []) [content [dynamic "t" [content (a = 1)]]]]]"#,
        ),
        (
            r#"{"terraform": {"required_version": ">= 1", "required_providers": {"aws": {"version": "5"}}, "backend": {"s3": {"bucket": "b"}}}}"#,
            r#"[terraform (required_version = ">= 1") [required_providers (aws = {"version":"5"})] [backend "s3" (bucket = "b")]]"#,
        ),
        (
            r#"{"odd": {"a": 1}, "plain": 2}"#,
            "[odd (a = 1)] (plain = 2)",
        ),
    ];
    for (text, tree) in table {
        let parsed = parsed("main.tf.json", text);
        assert_eq!(problems(&parsed), "", "{text}");
        assert!(parsed.ast.is_json());
        assert_eq!(of_body(parsed.ast.body()), tree, "{text}");
    }
}

#[test]
fn variable_files_become_attributes() {
    let parsed = parsed("x.tfvars.json", r#"{"resource": {"a": "b"}, "c": ["d"]}"#);
    assert_eq!(problems(&parsed), "");
    assert_eq!(
        of_body(parsed.ast.body()),
        r#"(resource = {"a":"b"}) (c = ["d"])"#
    );
}

#[test]
fn strings_are_templates() {
    let table = [
        (r#""a${b.c}d""#, r#"(t "a" $b.c "d")"#),
        (r#""${f(\"x\\n\")}""#, r#"(t $(f "x\n"))"#),
        (r#""\"${\"a\"}\"""#, r#"(t "\"" $"a" "\"")"#),
        (r#""$${a} \n\u00e9\ud83d\ude00""#, r#""${a} \né😀""#),
        (r#""\u0024{a}""#, "(t $a)"),
        (r#""%{ if a }\n%{ endif }""#, r#"(t (if a "\n" ""))"#),
        (r#""\\${a}""#, r#"(t "\\" $a)"#),
    ];
    for (value, tree) in table {
        let text = format!(r#"{{"locals": {{"v": {value}}}}}"#);
        let parsed = parsed("main.tf.json", &text);
        assert_eq!(problems(&parsed), "", "{text}");
        let tree = format!("[locals (v = {tree})]");
        assert_eq!(of_body(parsed.ast.body()), tree, "{text}");
    }
}

#[test]
fn spans_lead_into_the_file() {
    let text = r#"{"locals": {"v": "\n${f(\"x\", long)}"}}"#;
    let parsed = parsed("main.tf.json", text);
    let value = parsed.ast.body().blocks().next().unwrap().body();
    let value = value.attribute("v").unwrap().value();
    assert_eq!(value.source_text(), r#""\n${f(\"x\", long)}""#);
    let call = value.children()[0];
    assert_eq!(call.source_text(), r#"f(\"x\", long)"#);
    assert_eq!(call.children()[1].source_text(), "long");
}

#[test]
fn names_of_blocks_stand_at_their_last_label() {
    let text = r#"{"resource": {"x": {"y": {}, "z": {}}}}"#;
    let parsed = parsed("main.tf.json", text);
    let headers = parsed.ast.body().blocks().map(|block| {
        let source = parsed.ast.source();
        (
            block.block_type(),
            source.slice(block.header_span()),
            source.slice(block.span()),
        )
    });
    let headers: Vec<_> = headers.collect();
    assert_eq!(headers[0], ("resource", "y", r#""y": {}"#));
    assert_eq!(headers[1], ("resource", "z", r#""z": {}"#));
}

#[test]
fn contents_of_strings_are_expressions_when_asked() {
    let table = [
        (r#"["aws_x.y", 1]"#, "aws_x.y", "aws_x.y"),
        (r#"["a[\"k\"]"]"#, r#"a[\"k\"]"#, r#"a["k"]"#),
    ];
    for (text, content, tree) in table {
        let source = Sources::new().add("main.tf.json", text);
        let start = text.find(content).unwrap() as u32;
        let span = Span::new(source.id(), start, start + content.len() as u32);
        let parsed = parse_expression_at(&source, span);
        assert_eq!(problems(&parsed), "");
        assert_eq!(of_expr(parsed.ast.expression()), tree);
        assert_eq!(parsed.ast.expression().span(), span);
    }
}

#[test]
fn wrong_json_is_told_and_what_came_before_is_kept() {
    let table = [
        ("", "1:1 invalid JSON value", ""),
        (
            "{\"locals\": {\"a\": 1,}}",
            "1:20 missing member name in JSON object",
            "[locals (a = 1)]",
        ),
        (
            "{\"locals\": {\"a\": 1",
            "1:12 unclosed `{`",
            "[locals (a = 1)]",
        ),
        ("{\"a\": 01}", "1:7 invalid JSON number", ""),
        (
            "{\"a\": 1} x",
            "1:10 extra characters after JSON value",
            "(a = 1)",
        ),
        (
            "{\"a\": 1 \"b\": 2}",
            "1:9 missing `,` or `}`",
            "(a = 1) (b = 2)",
        ),
        ("{\"a\": \"b\nc\"}", "1:7 unterminated JSON string", ""),
        ("{\"a\": \"\\q\"}", "1:8 invalid escape in JSON string", ""),
        ("{'a': 1}", "1:2 missing member name in JSON object", ""),
        ("[1]", "1:2 invalid block in JSON syntax", ""),
        ("{\"locals\": 1}", "1:12 invalid block in JSON syntax", ""),
        (
            "{\"a\": \"x\\n${b\"}",
            "1:11 unclosed `${`",
            "(a = \"x\\n${b\")",
        ),
    ];
    for (text, messages, tree) in table {
        let parsed = parsed("main.tf.json", text);
        assert_eq!(problems(&parsed), messages, "{text}");
        assert_eq!(of_body(parsed.ast.body()), tree, "{text}");
    }
    let deep = parsed("x.tf.json", &"[".repeat(100_000));
    assert!(problems(&deep).ends_with("nested too deeply"));
}

/// The last label of the blocks that say that something in them is lost, so that nobody takes it for absent.
fn gaps(body: Body<'_>) -> Vec<String> {
    let blocks = body.blocks().flat_map(|block| {
        let name = block.labels().last().map_or_else(
            || block.block_type().to_owned(),
            |(label, _)| label.into_owned(),
        );
        let own = block.body().is_incomplete().then_some(name);
        own.into_iter()
            .chain(gaps(block.body()))
            .collect::<Vec<_>>()
    });
    blocks.collect()
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table")]
fn what_follows_an_error_is_read() {
    let table: [(&str, &str, &str, &[&str]); _] = [
        // scalars
        (
            "{'a': 1, 'b': 2}",
            "1:2 missing member name in JSON object; 1:10 missing member name in JSON object",
            "",
            &[],
        ),
        (
            r#"{"a": foo, "b": 2}"#,
            "1:7 invalid JSON value",
            "(b = 2)",
            &[],
        ),
        (
            r#"{"a": f({"x": [1, 2]}), "b": 2}"#,
            "1:7 invalid JSON value",
            "(b = 2)",
            &[],
        ),
        (
            r#"{"a": 01, "b": 2}"#,
            "1:7 invalid JSON number",
            "(b = 2)",
            &[],
        ),
        (
            r#"{"a": "\q", "b": 2}"#,
            "1:8 invalid escape in JSON string",
            "(b = 2)",
            &[],
        ),
        (
            "{\"a\": \"x\ty\tz\", \"b\": 2}",
            "1:9 invalid character in JSON string; 1:11 invalid character in JSON string",
            "(b = 2)",
            &[],
        ),
        // a string that is not closed, on a line of its own
        (
            "{\"a\": {\"k\":\n\"x\n}, \"b\": 2}",
            "2:1 unterminated JSON string",
            "[a] (b = 2)",
            &["a"],
        ),
        // names and separators
        (
            r#"{"a" 1, "b": 2}"#,
            "1:6 missing `:` after member name",
            "(b = 2)",
            &[],
        ),
        (
            r#"{"a": 1,, "b": 2}"#,
            "1:9 missing member name in JSON object",
            "(a = 1) (b = 2)",
            &[],
        ),
        (
            r#"{"locals": {"a": 1,}, "b": 2}"#,
            "1:20 missing member name in JSON object",
            "[locals (a = 1)] (b = 2)",
            &["locals"],
        ),
        (
            r#"{"locals": {"a": [1,]}, "b": 2}"#,
            "1:21 invalid JSON value",
            "[locals] (b = 2)",
            &["locals"],
        ),
        (
            r#"{"locals": {"a": [1 2], "c": 3}, "b": 2}"#,
            "1:21 missing `,` or `]`",
            "[locals (c = 3)] (b = 2)",
            &["locals"],
        ),
        (
            r#"{"locals": {"a": ["1" "2"]}, "b": 2}"#,
            "1:23 missing `,` or `]`",
            r#"[locals (a = ["1" "2"])] (b = 2)"#,
            &[],
        ),
        (
            r#"{"locals": {"a": [1, 2}, "b": 2}"#,
            "1:23 missing `,` or `]`",
            "[locals] (b = 2)",
            &["locals"],
        ),
        (
            "{\n// a comment, and more\n\"a\": 1,\n\"b\": 2}",
            "2:1 missing member name in JSON object; 2:15 missing member name in JSON object",
            "(b = 2)",
            &[],
        ),
        // what is broken in one resource says nothing of its neighbour
        (
            r#"{"resource": {"x": {"y": {"a": 1, "n": {"k": nil}}, "z": {"a": 1}}}, "b": 2}"#,
            "1:46 invalid JSON value",
            r#"[resource "x" "y" (a = 1)] [resource "x" "z" (a = 1)] (b = 2)"#,
            &["y"],
        ),
        // brackets that do not agree: only what stands before the error is believed
        (
            r#"{"a": foo, "locals": {"c": 3, "b": 2}"#,
            "1:7 invalid JSON value",
            "",
            &[],
        ),
        (
            r#"{"a": 1, "locals": {"c": 3}}, "b": foo}"#,
            "1:29 extra characters after JSON value",
            "(a = 1) [locals (c = 3)]",
            &[],
        ),
    ];
    for (text, messages, tree, lost) in table {
        let parsed = parsed("main.tf.json", text);
        assert_eq!(problems(&parsed).replace('\n', "; "), messages, "{text}");
        assert_eq!(of_body(parsed.ast.body()), tree, "{text}");
        assert_eq!(gaps(parsed.ast.body()), lost, "{text}");
    }
    let nothing_like_json = parsed("main.tf.json", &"x, ".repeat(100_000));
    assert_eq!(problems(&nothing_like_json), "1:1 invalid JSON value");
    let many = parsed("main.tf.json", &format!("[{}1]", "x, ".repeat(100_000)));
    assert_eq!(problems(&many), "1:2 invalid JSON value");
}
