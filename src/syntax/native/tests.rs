//! What the parser makes of texts: trees for right ones, problems for wrong ones.

use crate::syntax::picture::{expression, file, of_body, parsed, problems, template};

#[test]
fn expressions_become_trees() {
    let table = [
        ("1", "1"),
        ("1.5e-3", "1.5e-3"),
        ("a + b * c - d", "(- (+ a (* b c)) d)"),
        ("a || b && c == d", "(|| a (&& b (== c d)))"),
        ("a < b == c >= d", "(== (< a b) (>= c d))"),
        ("!a == -b.c", "(== (Not a) (Negate b.c))"),
        ("(a\n+ b)", "(p (+ a b))"),
        ("a ? b : c ? d : e", "(? a b (? c d e))"),
        ("a.b[0].c[\"k\"].0", "a.b[0].c[\"k\"].#0"),
        ("a.*.b.0.c[1]", "(a.* @.b.#0.c)[1]"),
        ("a[*].b[0][*].c", "(a[*] (@.b[0][*] @.c))"),
        ("f(a, b...)", "(f a b...)"),
        ("f(\n  a,\n  b,\n)", "(f a b)"),
        (
            "provider::aws::arn_parse(x)",
            "(provider::aws::arn_parse x)",
        ),
        ("p :: f (x)", "(p::f x)"),
        ("[]", "[]"),
        ("[1, 2,]", "[1 2]"),
        ("{}", "{}"),
        (
            "{ a = 1, \"b\" : 2\n (c) = 3\n 4 = 5, \"${d}x\" = 6 }",
            "{a:1 \"b\":2 (p c):3 4:5 (t $d \"x\"):6}",
        ),
        ("{ a = 1, a = 2 }", "{a:1 a:2}"),
        ("[for x in y : x]", "(for[x in y] x)"),
        (
            "[for k, v in y : v if v != null]",
            "(for[k v in y if (!= v null)] v)",
        ),
        (
            "{\n for k, v in y :\n k => v... if v\n}",
            "(for{k v in y if v} k v...)",
        ),
        ("\"\"", "\"\""),
        ("\"a\"", "\"a\""),
        ("\"${a}\"", "(t $a)"),
        ("\" ${~ a ~} \"", "(t \"\" $a \"\")"),
        ("\"a${b}c\"", "(t \"a\" $b \"c\")"),
        ("\"$${a} %%{b} $a $$b $\"", "\"${a} %{b} $a $$b $\""),
        (
            "\"\\n\\t\\\"\\\\\\u00e9\\U0001f600\"",
            "\"\\n\\t\\\"\\\\é😀\"",
        ),
        ("\"a\\n ${~ b ~} \\t c\"", "(t \"a\" $b \"c\")"),
        (
            "\"%{ if a }b%{ else }c%{ endif }\"",
            "(t (if a \"b\" \"c\"))",
        ),
        ("\"%{if a}b%{endif}\"", "(t (if a \"b\" \"\"))"),
        (
            "\"%{ for k, v in a }${v},%{ endfor }\"",
            "(t (for k v in a (t $v \",\")))",
        ),
        ("é-1.ü", "é-1.ü"),
        ("a /* x */ + # y\n b", "(+ a b)"),
        ("\"a\".b", "\"a\".b"),
        ("a-b", "a-b"),
        ("a - b", "(- a b)"),
    ];
    for (text, tree) in table {
        assert_eq!(expression(text), tree, "{text}");
    }
}

#[test]
fn heredocs_become_templates() {
    let table = [
        ("<<EOT\na\n  b\nEOT\n", "\"a\\n  b\\n\""),
        ("<<EOT\nEOT\n", "\"\""),
        (
            "<<-EOT\n    a\n      b\n\n    c\n  EOT\n",
            "\"a\\n  b\\n\\nc\\n\"",
        ),
        (
            "<<-EOT\n    ${a}\n      b\n    EOT\n",
            "(t \"\" $a \"\\n\" \"  b\\n\")",
        ),
        ("<<-EOT\n  a\n${b}\n  EOT\n", "(t \"  a\\n\" $b \"\\n\")"),
        (
            "<<EOT\na\n%{ if b ~}\n  c\n%{ endif ~}\nEOT\n",
            "(t \"a\\n\" (if b \"  c\\n\" \"\") \"\")",
        ),
        ("<<EOT\r\na\r\nEOT\r\n", "\"a\\r\\n\""),
        ("<<EOT\n$${a} \\n\nEOT\n", "\"${a} \\\\n\\n\""),
    ];
    for (text, tree) in table {
        assert_eq!(expression(text), tree, "{text}");
    }
}

#[test]
fn bare_templates_are_read_whole() {
    let table = [
        ("", "\"\""),
        (
            "a \"b\" \\n ${c}\n",
            "(t \"a \\\"b\\\" \\\\n \" $c \"\\n\")",
        ),
        ("$", "\"$\""),
        ("${a}", "(t $a)"),
    ];
    for (text, tree) in table {
        assert_eq!(template(text), tree, "{text}");
    }
}

#[test]
fn files_become_bodies() {
    let table = [
        ("", ""),
        ("\u{feff}a = 1", "(a = 1)"),
        ("a = 1\r\nb = 2\r\n", "(a = 1) (b = 2)"),
        (
            "resource \"x\" y {\n  a = 1 # c\n\n  b {}\n  c { d = 1 }\n}\n",
            "[resource \"x\" \"y\" (a = 1) [b] [c (d = 1)]]",
        ),
        ("a = <<EOT\nx\nEOT\nb = 1\n", "(a = \"x\\n\") (b = 1)"),
        ("a \"b\\n$${c}\" {\n}\n", "[a \"b\\n${c}\"]"),
    ];
    for (text, tree) in table {
        let parsed = parsed("main.tf", text);
        assert_eq!(problems(&parsed), "", "{text}");
        assert_eq!(of_body(parsed.ast.body()), tree, "{text}");
    }
}

#[test]
fn wrong_files_are_told_and_the_rest_is_kept() {
    let table = [
        ("a = 'b'\nc = 1\n", "1:5 invalid character", "(c = 1)"),
        (
            "a = 1 b = 2\nc = 3\n",
            "1:7 missing newline after argument",
            "(c = 3)",
        ),
        ("a =\nb = 1\n", "1:4 missing value", "(b = 1)"),
        ("a = 1;\nb = 1\n", "1:6 invalid character", "(b = 1)"),
        (
            "a = \"b\nc = \"d\"\n",
            "1:7 newline in quoted string",
            "(c = \"d\")",
        ),
        (
            "a = \"b\n b c\"\nc = 1\n",
            "1:7 newline in quoted string",
            "(c = 1)",
        ),
        ("a = 1\na = 2\n", "2:1 argument `a` is set twice", "(a = 1)"),
        (
            "a = \"\\d\"\n",
            "1:6 invalid escape sequence",
            "(a = \"\\\\d\")",
        ),
        (
            "a {\n  b = [1\n  c = 2\n}\nd {}\n",
            "3:3 missing `,` between elements",
            "[a (c = 2)] [d]",
        ),
        (
            "a \"b\" {\n  c = 1\n\na \"d\" {\n  e = 1\n}\n",
            "1:7 unclosed block",
            "[a \"b\" (c = 1)] [a \"d\" (e = 1)]",
        ),
        (
            "a \"b\" {\n  c = {\n    d = 1\n\na \"e\" {\n}\n",
            "5:3 missing `=` after key\n1:7 unclosed block",
            "[a \"b\"] [a \"e\"]",
        ),
        (
            "a = <<EOT\n x\n\nb \"c\" {\n}\n",
            "1:5 unterminated heredoc",
            "[b \"c\"]",
        ),
        (
            "a \"b\"\n{\n c = 1\n}\n",
            "1:6 invalid block definition",
            "[a \"b\" (c = 1)]",
        ),
        ("}\na = 1\n", "1:1 closing brace without a block", "(a = 1)"),
        (
            "a { b = 1, c = 2 }\nd = 1\n",
            "1:10 invalid single-line block",
            "(d = 1)",
        ),
        (
            "a = f(1\n\nb \"c\" {\n}\n",
            "3:1 missing `,` between arguments",
            "[b \"c\"]",
        ),
        (
            "a {\n  b = 1\n  /* c\n}\n",
            "3:3 unterminated comment",
            "[a (b = 1)]",
        ),
        (
            "a \"b {\n  c = 1\n}\nd = 1\n",
            "1:7 newline in quoted string",
            "(d = 1)",
        ),
        (
            "a \"b\" {\n c = <<EOT\n  x\n}\n\na \"d\" {\n}\n",
            "2:6 unterminated heredoc",
            "[a \"b\"] [a \"d\"]",
        ),
        (
            "a = <<EOT\nx\ry\nEOT\n",
            "2:2 invalid character",
            "(a = \"x\\ry\\n\")",
        ),
        ("a = <<EOT\nx\nEOT", "1:5 unterminated heredoc", ""),
        ("a = x.0.1\n", "1:7 invalid legacy index", "(a = x.#0.1)"),
        ("a = 1.2.3\n", "1:5 invalid number", "(a = 1.2.3)"),
        (
            "a = \"%{ if b }\"\nc = 1\n",
            "1:6 unclosed `if` directive",
            "(c = 1)",
        ),
        (
            "a = \"%{ endif }\"\n",
            "1:6 unexpected `endif` directive",
            "",
        ),
        (
            "a = \"%{ for x in y }%{ endif }\"\n",
            "1:21 unexpected `endif` directive",
            "",
        ),
        ("a = \"%{ fi }\"\n", "1:9 invalid template directive", ""),
        (
            "a = \"${b\"\nc = 1\n",
            "1:9 extra characters after interpolation expression",
            "(c = 1)",
        ),
        ("a = b & c\n", "1:7 unsupported operator", ""),
        ("a = “b”\n", "1:5 invalid character", ""),
        (
            "a = {\n  b = 1 c = 2\n}\nd = 1\n",
            "2:9 missing newline or `,` between entries",
            "(d = 1)",
        ),
        (
            "a = [for x in y : x => z]\n",
            "1:21 key in `for` that makes a list",
            "",
        ),
        ("a = x.*.*\n", "1:9 nested splat not allowed", ""),
        ("a = f(b..., c)\n", "1:11 missing `)` after `...`", ""),
        (
            "a: 1\nb = 1\n",
            "1:2 argument or block definition required",
            "(b = 1)",
        ),
        ("\"a\" = 1\nb = 1\n", "1:1 invalid argument name", "(b = 1)"),
        (
            "a \"${b}\" {\n}\n",
            "1:4 template sequence in a block label",
            "[a \"${b}\"]",
        ),
        (
            "a {} b {}\nc {}\n",
            "1:6 missing newline after block definition",
            "[a] [c]",
        ),
        (
            "a = 1, \nb = 1\n",
            "1:6 unexpected comma after argument",
            "(b = 1)",
        ),
        ("a = 1 /* b\n", "1:7 unterminated comment", "(a = 1)"),
    ];
    for (text, messages, tree) in table {
        assert_eq!(problems(&parsed("main.tf", text)), messages, "{text}");
        assert_eq!(file(text), tree, "{text}");
    }
}
