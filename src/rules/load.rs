//! One rule file → one rule, or the problems for which it cannot be used. Names in expressions are checked in `check`.

use super::check;
use super::decode::Decoder;
use super::listed::List;
use super::locals;
use super::options::RuleOption;
use super::rule::{Condition, FindingBlock, Labels, Rule, Subjects};
use super::{Profile, RuleInfo};
use crate::finding::{Problem, Severity};
use crate::source::SourceFile;
use crate::syntax::{self, Ast, Block, Body, Item};
use crate::terraform::{self, constant};
use crate::value::convert::convert;
use std::sync::Arc;

const RULE_ARGUMENTS: &[&str] = &[
    "title",
    "severity",
    "profile",
    "resources",
    "data",
    "modules",
    "configuration",
    "states",
    "inventory",
    "changes",
    "references",
    "equivalent",
    "yields_to",
    "for_each",
    "when",
    "condition",
];
/// Arguments that say what a rule is asked about.
const SUBJECTS: [&str; 6] = [
    "resources",
    "data",
    "modules",
    "configuration",
    "states",
    "inventory",
];
/// What `changes` may name.
const ACTIONS: &[&str] = &[
    "create", "update", "replace", "delete", "forget", "drift", "no-op",
];
const RULE_BLOCKS: &[&str] = &["locals", "variable", "condition", "finding"];
const CONDITION_ARGUMENTS: &[&str] = &["for_each", "when", "condition"];
const FINDING_ARGUMENTS: &[&str] = &["at", "message", "help", "severity", "labels"];
const VARIABLE_ARGUMENTS: &[&str] = &["type", "default", "description"];

/// Reads a rule file and checks the names in its expressions.
pub(super) fn load(source: &Arc<SourceFile>) -> Result<Rule, Vec<Problem>> {
    let rule = load_unchecked(source)?;
    let problems = check::check(&rule);
    if problems.is_empty() {
        Ok(rule)
    } else {
        Err(problems)
    }
}

/// Reads a rule file. Its name is the stem of its path, its lesson the folder.
pub(super) fn load_unchecked(source: &Arc<SourceFile>) -> Result<Rule, Vec<Problem>> {
    let parsed = syntax::parse(source);
    if !parsed.problems.is_empty() {
        return Err(parsed.problems);
    }
    let ast = Arc::new(parsed.ast);
    let mut decoder = Decoder::default();
    let rule = read(&ast, source.path(), &mut decoder);
    match rule {
        Some(rule) if decoder.problems.is_empty() => Ok(rule),
        _ => Err(decoder.problems),
    }
}

fn read(ast: &Arc<Ast>, path: &str, decoder: &mut Decoder) -> Option<Rule> {
    let block = only_rule(ast, decoder)?;
    let body = block.body();
    decoder.known_items(body, RULE_ARGUMENTS, RULE_BLOCKS);
    let info = info(ast, block, path, decoder)?;
    let options = body
        .blocks_of("variable")
        .filter_map(|variable| option(variable, decoder))
        .collect();
    let conditions = conditions(block, decoder);
    let has_elements = conditions.iter().any(|asked| asked.for_each.is_some());
    Some(Rule {
        subjects: subjects(block, decoder)?,
        locals: locals::declared(ast, body, has_elements),
        options,
        when: body
            .attribute("when")
            .map(|attribute| attribute.value().id()),
        conditions,
        yields_to: decoder
            .strings(body, "yields_to")
            .into_iter()
            .map(Arc::from)
            .collect(),
        info,
        ast: Arc::clone(ast),
    })
}

fn only_rule<'a>(ast: &'a Ast, decoder: &mut Decoder) -> Option<Block<'a>> {
    let mut rule = None;
    for item in ast.body().items() {
        match item {
            Item::Block(block) if block.block_type() == "rule" && rule.is_none() => {
                rule = Some(block);
            }
            Item::Block(block) => decoder.error(
                block.header_span(),
                "a rule file holds one `rule` block and nothing else",
            ),
            Item::Attribute(attribute) => decoder.error(
                attribute.name_span(),
                "a rule file holds one `rule` block and nothing else",
            ),
        }
    }
    if rule.is_none() && decoder.problems.is_empty() {
        decoder.error(
            ast.body().span().head(),
            "there is no `rule` block in this rule file",
        );
    }
    rule
}

fn info(ast: &Ast, block: Block<'_>, path: &str, decoder: &mut Decoder) -> Option<RuleInfo> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = file.strip_suffix(".hcl").unwrap_or(file);
    let lesson = folder.rsplit('/').next().unwrap_or("");
    match block.label(0) {
        Some((label, _)) if label == stem => {}
        Some((_, span)) => decoder.error(
            span,
            format!("the label of the rule must be the name of its file, `{stem}`"),
        ),
        None => decoder.error(
            block.type_span(),
            format!("the rule needs a label: `rule \"{stem}\"`"),
        ),
    }
    let documentation = documentation(ast, block);
    if documentation.is_empty() {
        decoder.error(
            block.header_span(),
            "the rule has no documentation: write it as a comment at the head of the file",
        );
    }
    let body = block.body();
    let title = decoder.required_string(body, "title", block.header_span());
    let severity = decoder.word(
        body,
        "severity",
        block.header_span(),
        Severity::parse,
        "`error`, `warning` or `info`",
    );
    let profile = decoder.word(
        body,
        "profile",
        block.header_span(),
        Profile::parse,
        "`core`, `strict` or `advisory`",
    );
    let references = decoder.strings(body, "references");
    let equivalent = decoder.strings(body, "equivalent");
    let options = body.blocks_of("variable").filter_map(|variable| {
        let (name, _) = variable.label(0)?;
        let description = variable.body().attribute("description")?.value();
        let description = constant(description).ok()?.as_str()?.to_string();
        Some((name.into_owned(), description))
    });
    let options = options.collect();
    let mut subjects = decoder.strings(body, "resources");
    subjects.extend(
        decoder
            .strings(body, "data")
            .into_iter()
            .map(|data_type| format!("data.{data_type}")),
    );
    let in_states = decoder.strings(body, "states").into_iter();
    subjects.extend(in_states.map(|pattern| format!("state.{pattern}")));
    if let Some(list) = body.attribute("inventory") {
        let list = constant(list.value()).ok();
        let list = list.and_then(|list| Some(format!("inventory.{}", list.as_str()?)));
        subjects.extend(list);
    }
    Some(RuleInfo {
        name: Arc::from(stem),
        lesson: Arc::from(lesson),
        title: title?,
        severity: severity?,
        profile: profile?,
        subjects,
        documentation,
        options,
        references,
        equivalent,
    })
}

/// The comment lines before the rule, without their markers.
fn documentation(ast: &Ast, block: Block<'_>) -> String {
    let start = block.span().start;
    let lines = ast
        .comments()
        .iter()
        .take_while(|comment| comment.end <= start)
        .map(|comment| {
            let line = ast.source().slice(*comment).trim_end();
            let line = line
                .strip_prefix('#')
                .or_else(|| line.strip_prefix("//"))
                .unwrap_or(line);
            line.strip_prefix(' ').unwrap_or(line)
        });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn subjects(block: Block<'_>, decoder: &mut Decoder) -> Option<Subjects> {
    let body = block.body();
    let given: Vec<_> = SUBJECTS
        .iter()
        .filter_map(|name| body.attribute(name))
        .collect();
    let [first] = given.as_slice() else {
        let known = SUBJECTS.map(|name| format!("`{name}`")).join(", ");
        let message = format!("a rule says with exactly one of {known} what it is asked about");
        decoder.error(block.header_span(), message);
        return None;
    };
    match first.name() {
        "modules" => Some(Subjects::Modules),
        "configuration" => Some(Subjects::Configuration),
        "inventory" => {
            let list = decoder.word(
                body,
                "inventory",
                first.span(),
                |word| {
                    let mut lists = List::INVENTORY.into_iter();
                    lists.find(|list| list.name() == word)
                },
                "`unmanaged`, `gone` or `unused-ignores`",
            )?;
            let patterns = vec![Arc::from("*")];
            Some(Subjects::Listed { list, patterns })
        }
        name => {
            let prefix = if name == "data" { "data." } else { "" };
            let patterns = decoder
                .strings(body, name)
                .into_iter()
                .map(|pattern| Arc::from(format!("{prefix}{pattern}")))
                .collect::<Vec<_>>();
            if patterns.is_empty() {
                decoder.error(first.span(), format!("`{name}` names no type"));
            }
            match body.attribute("changes") {
                None if name == "states" => Some(Subjects::Listed {
                    list: List::State,
                    patterns,
                }),
                None => Some(Subjects::Instances(patterns)),
                Some(changes) => {
                    let actions = decoder.strings(body, "changes");
                    for action in &actions {
                        if !ACTIONS.contains(&action.as_str()) {
                            let problem = Problem::error(
                                changes.value().span(),
                                format!("there is no action `{action}`"),
                            );
                            decoder
                                .problems
                                .push(problem.with_suggestion(action, ACTIONS.iter().copied()));
                        }
                    }
                    Some(Subjects::Changes {
                        actions: actions.into_iter().map(Arc::from).collect(),
                        patterns,
                    })
                }
            }
        }
    }
}

fn option(variable: Block<'_>, decoder: &mut Decoder) -> Option<RuleOption> {
    let body = variable.body();
    decoder.known_items(body, VARIABLE_ARGUMENTS, &[]);
    let Some((name, _)) = variable.label(0) else {
        decoder.error(variable.type_span(), "a `variable` needs a label");
        return None;
    };
    if body.attribute("description").is_none() {
        decoder.error(
            variable.header_span(),
            format!("option `{name}` has no description"),
        );
    }
    let Some(default) = body.attribute("default") else {
        decoder.error(
            variable.header_span(),
            format!("option `{name}` has no default"),
        );
        return None;
    };
    let Some(constraint) = body.attribute("type") else {
        decoder.error(
            variable.header_span(),
            format!("option `{name}` has no type"),
        );
        return None;
    };
    let ty = match terraform::type_of(constraint.value()) {
        Ok(ty) => ty,
        Err(problem) => {
            decoder.problems.push(problem);
            return None;
        }
    };
    let name = Arc::from(name.as_ref());
    match constant(default.value()).map(|value| convert(&value, &ty)) {
        Ok(Ok(value)) => Some(RuleOption { name, ty, value }),
        Ok(Err(message)) => {
            let message = format!("the default of option `{name}` is not of its type: {message}");
            decoder.error(default.value().span(), message);
            None
        }
        Err(problem) => {
            decoder.problems.push(*problem);
            None
        }
    }
}

fn conditions(block: Block<'_>, decoder: &mut Decoder) -> Vec<Condition> {
    let body = block.body();
    let mut conditions = Vec::new();
    if body.attribute("condition").is_some() {
        conditions.extend(condition(String::new(), body, block, decoder));
    }
    for labelled in body.blocks_of("condition") {
        decoder.known_items(labelled.body(), CONDITION_ARGUMENTS, &["finding"]);
        match labelled.label(0) {
            Some((label, _)) => conditions.extend(condition(
                label.into_owned(),
                labelled.body(),
                labelled,
                decoder,
            )),
            None => decoder.error(labelled.type_span(), "a `condition` block needs a label"),
        }
    }
    if conditions.is_empty() && decoder.problems.is_empty() {
        decoder.error(block.header_span(), "the rule has no `condition`");
    }
    conditions
}

fn condition(
    label: String,
    body: Body<'_>,
    block: Block<'_>,
    decoder: &mut Decoder,
) -> Option<Condition> {
    let Some(test) = body.attribute("condition") else {
        decoder.error(block.header_span(), "`condition` is missing");
        return None;
    };
    // The `when` of a rule stands beside its single condition; the rule itself keeps it, so that it is asked once.
    let when = if label.is_empty() {
        None
    } else {
        body.attribute("when")
    };
    Some(Condition {
        label,
        for_each: body
            .attribute("for_each")
            .map(|attribute| attribute.value().id()),
        when: when.map(|attribute| attribute.value().id()),
        holds: test.value().id(),
        finding: finding(body, block, decoder)?,
    })
}

fn finding(body: Body<'_>, owner: Block<'_>, decoder: &mut Decoder) -> Option<FindingBlock> {
    let mut blocks = body.blocks_of("finding");
    let (Some(block), None) = (blocks.next(), blocks.next()) else {
        decoder.error(
            owner.header_span(),
            "a condition has exactly one `finding` block",
        );
        return None;
    };
    let body = block.body();
    decoder.known_items(body, FINDING_ARGUMENTS, &[]);
    let id = |name: &str| body.attribute(name).map(|attribute| attribute.value().id());
    let Some(message) = id("message") else {
        decoder.error(block.header_span(), "the finding has no `message`");
        return None;
    };
    let labels = match body.attribute("labels") {
        None => Labels::Places(Vec::new()),
        Some(attribute) => match attribute.value().kind() {
            syntax::ExprKind::Object(items) => {
                let items = items.iter();
                Labels::Places(items.map(|(text, value)| (text.id(), value.id())).collect())
            }
            _ => Labels::Steps(attribute.value().id()),
        },
    };
    Some(FindingBlock {
        at: id("at"),
        message,
        help: id("help"),
        severity: id("severity"),
        labels,
    })
}
