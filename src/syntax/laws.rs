//! What holds for every text: no panic, no hang, and spans that lie where they should.

use super::ast::{Ast, NodeId, NodeKind};
use super::picture::{parsed, problems};
use super::{Parsed, parse_expression, parse_template};
use crate::source::Sources;
use proptest::prelude::*;
use std::fmt::Write as _;

/// A file with something of everything.
const SAMPLE: &str = r#"# comment
resource "aws_x" "y" {
  name  = "a-${var.x[0].b}-%{ if c }d%{ else }e%{ endif ~} f\n" // note
  count = !a && -b + 1.5e3 * (c ? d : e) >= 2 ? 1 : 0
  tags = merge({ a = 1, "b" : [1, 2,], (c) = null }, local.t...)
  list = [for k, v in x.*.y.0 : v[*].z if v != true]
  map  = { for k, v in x : k => v... }
  text = <<-EOT
    indented ${a ~}
      %{ for i in l }${i}%{ endfor }
    end
  EOT
  nested { a = provider::aws::f("é\u00e9") }
  /* block */
  dynamic "b" {
    content {}
  }
}
"#;

/// Checks that spans are on character boundaries, in order, and inside the span of the parent.
fn check_spans(ast: &Ast, id: NodeId) {
    let node = ast.nodes[id.0 as usize];
    let text = ast.source.text();
    assert!(node.start <= node.end, "{node:?}");
    assert!(text.get(node.start as usize..node.end as usize).is_some());
    if node.count == 0 {
        return;
    }
    let children = node.first as usize..(node.first + node.count) as usize;
    for &child in &ast.children[children] {
        let inner = ast.nodes[child.0 as usize];
        let label = ast.json && inner.kind == NodeKind::Label;
        let inside = node.start <= inner.start && inner.end <= node.end;
        assert!(inside || label, "{inner:?} in {node:?}");
        check_spans(ast, child);
    }
}

fn check(parsed: &Parsed) {
    check_spans(&parsed.ast, parsed.ast.root);
    let text = parsed.ast.source.text();
    for problem in &parsed.problems {
        for label in problem.primary.iter().chain(&problem.related) {
            let range = label.span.start as usize..label.span.end as usize;
            assert!(text.get(range).is_some(), "{problem:?}");
        }
    }
    for comment in parsed.ast.comments() {
        let text = parsed.ast.source().slice(*comment);
        assert!(text.starts_with(['#', '/']), "{text:?}");
    }
    // The views read every node without a panic.
    super::picture::of_expr(parsed.ast.expression());
    super::picture::of_body(parsed.ast.body());
}

fn check_all(text: &str) {
    check(&parsed("main.tf", text));
    check(&parsed("main.tf.json", text));
    check(&parsed("x.tfvars.json", text));
    let source = Sources::new().add("x", text);
    check(&parse_expression(&source));
    check(&parse_template(&source));
}

#[test]
fn the_sample_is_right() {
    let parsed = parsed("main.tf", SAMPLE);
    assert_eq!(problems(&parsed), "");
    assert_eq!(parsed.ast.comments().len(), 3);
    check(&parsed);
}

#[test]
fn every_prefix_and_every_gap_terminates() {
    for (at, character) in SAMPLE.char_indices() {
        let (head, tail) = SAMPLE.split_at(at);
        check_all(head);
        let gap = format!("{head}{}", tail.trim_start_matches(character));
        check_all(&gap);
    }
}

/// Nested and repeated things, thousands of them: an answer, not a crash, on the stack of a test thread.
#[test]
fn heaps_of_anything_terminate() {
    let many = 10_000;
    let pieces = [
        "(",
        "[",
        "{",
        "!",
        "-",
        "\"${",
        "%{if a}",
        "%{for a in b}",
        "${",
        "a{",
        "a{\n",
        "a \"b\" {\n",
        "a = {\n",
        "a.b",
        "a+",
        "a[*]",
        "[*]",
        ".*",
        ".0",
        "a?",
        "a?b:",
        "f(",
        "<<A\n",
        "x = <<A\n",
        "x = <<-A\n${",
        "\"",
        "x = \"\n",
        "/*",
        "}",
        "a = [\n",
        "a::",
        "x = \"${\n",
        "[for a in ",
        "{for a in b : a => ",
        "'",
        "$",
        "\\",
        "{\"a\":",
        "a=(",
    ];
    for piece in pieces {
        let text = piece.repeat(many);
        check(&parsed("main.tf", &format!("x = {text}")));
        check(&parsed("main.tf", &text));
        check(&parsed("main.tf.json", &text));
        check(&parse_template(&Sources::new().add("x", text)));
    }
    let mut heredocs = String::new();
    for index in 0..3_000 {
        writeln!(heredocs, "x{index} = <<A{index}").unwrap();
    }
    check(&parsed("main.tf", &heredocs));
}

#[test]
fn long_things_are_no_deep_things() {
    let text = format!("x = {{\n{}}}\n", "k = \"v${a}\"\n".repeat(80_000));
    assert_eq!(problems(&parsed("main.tf", &text)), "");
    let text = format!("x = <<-E\n{}E\n", "  l ${a}\n".repeat(100_000));
    assert_eq!(problems(&parsed("main.tf", &text)), "");
    let deep = |levels| {
        let text = format!("x = {}1{}\n", "[".repeat(levels), "]".repeat(levels));
        problems(&parsed("main.tf", &text))
    };
    assert_eq!(deep(190), "");
    assert_eq!(deep(210), "1:205 nested too deeply");
    let chain = |operands| {
        let text = format!("x = a{}\n", " + a".repeat(operands));
        problems(&parsed("main.tf", &text))
    };
    assert_eq!(chain(400), "");
    assert_eq!(chain(100_000), "1:5 expression too long");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_terminates(text in "\\PC{0,200}") {
        check_all(&text);
    }

    #[test]
    fn any_syntax_terminates(text in "([a-c]|\\n|\\r\\n|[ =\"{}\\[\\]().,:*?<>!&|+/%$~#'\\\\-]|<<A\n|A\n|for |in |if |\\$\\{|%\\{|else|endif|é|1){0,80}") {
        check_all(&text);
    }
}
