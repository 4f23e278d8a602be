//! Native configuration written again in JSON syntax, every item on the line that it has: what is said of the one is said of the other.
//!
//! <https://developer.hashicorp.com/terraform/language/syntax/json>

use super::support::{check, fixture_of, tree_of};
use groundrules::finding::Finding;
use groundrules::rules::RuleSet;
use groundrules::source::{MemoryTree, Sources, Tree as _};
use groundrules::syntax::{self, Block, Body, Expr, ExprKind, Item};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Arguments whose values are names, not expressions; JSON has them as plain strings.
const NAMES: [&str; 5] = [
    "depends_on",
    "ignore_changes",
    "provider",
    "providers",
    "replace_triggered_by",
];

/// Rules about what JSON does not tell apart: arguments and blocks.
const NATIVE: [&str; 1] = ["unsupported-argument"];

/// Writes JSON and keeps to the lines of what it is made of.
struct Twin<'t> {
    text: &'t str,
    out: String,
    line: usize,
    /// Whether an expression that is not of JSON takes several lines: its places move to its first line.
    folded: bool,
}

impl Twin<'_> {
    fn at(&mut self, offset: u32) {
        let line = self.text[..offset as usize].matches('\n').count();
        // Blocks of one type that do not stand together are written together.
        self.folded |= self.line > line;
        while self.line < line {
            self.out.push('\n');
            self.line += 1;
        }
    }

    fn quoted(&mut self, text: &str) {
        self.out.push_str(&serde_json::to_string(text).unwrap());
    }

    /// The items of a file as a list of objects with one member each, so that their order is kept.
    fn file(&mut self, body: Body<'_>) {
        self.out.push('[');
        for (index, item) in body.items().enumerate() {
            self.separate(index);
            if let Item::Block(block) = item {
                self.at(block.span().start);
                self.out.push('{');
                self.quoted(block.block_type());
                self.out.push(':');
                self.block(block);
                self.out.push('}');
            }
        }
        self.out.push(']');
    }

    /// A body as an object: arguments, and the blocks of one type as a list where the first of them stands.
    fn body(&mut self, body: Body<'_>, of: &str) {
        self.out.push('{');
        let mut listed = BTreeSet::new();
        let mut members = 0;
        for item in body.items() {
            match item {
                Item::Attribute(attribute) => {
                    self.separate(members);
                    self.at(attribute.span().start);
                    let name = attribute.name();
                    self.quoted(name);
                    self.out.push(':');
                    let of_names = matches!(
                        (of, name),
                        ("variable", "type") | ("moved" | "import" | "removed", _)
                    );
                    self.value(attribute.value(), of_names || NAMES.contains(&name));
                    members += 1;
                }
                Item::Block(block) if listed.insert(block.block_type()) => {
                    self.separate(members);
                    self.at(block.span().start);
                    self.quoted(block.block_type());
                    self.out.push_str(":[");
                    for (index, block) in body.blocks_of(block.block_type()).enumerate() {
                        self.separate(index);
                        self.at(block.span().start);
                        self.block(block);
                    }
                    self.out.push(']');
                    members += 1;
                }
                Item::Block(_) => {}
            }
        }
        self.out.push('}');
    }

    fn separate(&mut self, before: usize) {
        if before > 0 {
            self.out.push(',');
        }
    }

    /// The labels of a block as objects around its body.
    fn block(&mut self, block: Block<'_>) {
        let mut depth = 0;
        for (label, _) in block.labels() {
            self.out.push('{');
            self.quoted(&label);
            self.out.push(':');
            depth += 1;
        }
        self.body(block.body(), block.block_type());
        self.out.push_str(&"}".repeat(depth));
    }

    fn value(&mut self, expr: Expr<'_>, names: bool) {
        self.at(expr.span().start);
        match expr.kind() {
            ExprKind::Null => self.out.push_str("null"),
            ExprKind::Bool(value) => self.out.push_str(if value { "true" } else { "false" }),
            ExprKind::Number(digits) => self.out.push_str(digits),
            ExprKind::Tuple(elements) => {
                self.out.push('[');
                for (index, element) in elements.into_iter().enumerate() {
                    if index > 0 {
                        self.out.push(',');
                    }
                    self.value(element, names);
                }
                self.out.push(']');
            }
            ExprKind::Object(items) => {
                self.out.push('{');
                for (index, (key, value)) in items.into_iter().enumerate() {
                    if index > 0 {
                        self.out.push(',');
                    }
                    self.at(key.span().start);
                    match key.static_name() {
                        Some(name) => self.quoted(&name),
                        None => self.quoted(&format!("${{{}}}", key.source_text())),
                    }
                    self.out.push(':');
                    self.value(value, names);
                }
                self.out.push('}');
            }
            ExprKind::String(text) => {
                self.folded |= expr.source_text().contains('\n');
                self.quoted(&text.replace("${", "$${").replace("%{", "%%{"));
            }
            _ if names => self.quoted(expr.source_text()),
            _ => {
                let text = expr.source_text();
                self.folded |= text.contains('\n');
                self.quoted(&format!("${{{text}}}"));
            }
        }
    }
}

/// The JSON of a file, and whether every place of it is on the line that it was on.
pub(crate) fn twin(path: &str, text: &str) -> Option<(String, bool)> {
    let sources = Sources::new();
    let parsed = syntax::parse(&sources.add(path, text));
    if !parsed.problems.is_empty() {
        return None;
    }
    let mut twin = Twin {
        text,
        out: String::new(),
        line: 0,
        folded: false,
    };
    twin.file(parsed.ast.body());
    Some((twin.out, !twin.folded))
}

fn verdicts(findings: &[Finding], sources: &Sources, lines: bool) -> BTreeSet<String> {
    let line = |finding: &Finding| {
        let file = sources.get(finding.primary.span.file);
        let line = file.position(finding.primary.span.start).line;
        format!("{}:{line}", file.path().trim_end_matches(".json"))
    };
    let verdict = |finding: &Finding| {
        let place = if lines { line(finding) } else { String::new() };
        format!(
            "{place} {} ({})",
            finding.message,
            finding.addresses.join(" ")
        )
    };
    findings.iter().map(verdict).collect()
}

#[test]
fn both_syntaxes_of_a_fixture_say_the_same_at_the_same_lines() {
    let sources = Sources::new();
    let set = RuleSet::embedded(&sources);
    let (mut wrong, mut with_lines) = (Vec::new(), 0);
    for rule in set.iter() {
        let (lesson, name) = (&rule.info.lesson, &rule.info.name);
        let path = fixture_of(lesson, name).filter(|path| path.is_file());
        let Some(path) = path.filter(|_| !NATIVE.contains(&name.as_ref())) else {
            continue;
        };
        let tree = tree_of(&path);
        let text = String::from_utf8(tree.read("main.tf").unwrap()).unwrap();
        let Some((json, lines)) = twin("main.tf", &text) else {
            continue;
        };
        let other = MemoryTree::new([("main.tf.json".to_owned(), json.into_bytes())]);
        let native = check(&tree, &sources, vec![Arc::clone(rule)], &set);
        let twin = check(&other, &sources, vec![Arc::clone(rule)], &set);
        let problems = twin
            .problems
            .iter()
            .map(|problem| format!("{name}: {}", problem.message));
        wrong.extend(problems);
        let before = verdicts(&native.findings, &sources, lines);
        let after = verdicts(&twin.findings, &sources, lines);
        wrong.extend(
            before
                .difference(&after)
                .map(|lost| format!("{name}: lost {lost}")),
        );
        wrong.extend(
            after
                .difference(&before)
                .map(|added| format!("{name}: added {added}")),
        );
        with_lines += usize::from(lines);
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
    assert!(
        with_lines >= 100,
        "{with_lines} fixtures are compared line by line"
    );
}
