//! Laws that hold for every fixture, whatever its rule says.

use super::support::{Case, built_in, check, fixture_cases};
use groundrules::finding::without_keys;
use groundrules::finding::{Finding, Undecided};
use groundrules::source::{MemoryTree, SourceFile, Sources, Span, Tree as _};
use groundrules::syntax::{self, Ast, Body, Item};
use groundrules::triage::Outcome;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a run says, without places.
type Verdicts = BTreeSet<(String, String, Vec<String>)>;

fn verdicts(outcome: &Outcome) -> Verdicts {
    let found = |finding: &Finding| {
        let addresses = finding.addresses.clone();
        (finding.rule.to_string(), finding.message.clone(), addresses)
    };
    let open = |undecided: &Undecided| {
        let mut reasons = undecided.reasons.to_vec();
        reasons.sort();
        let words = format!("undecided: {}", reasons.join("; "));
        (
            undecided.rule.to_string(),
            words,
            vec![undecided.address.to_string()],
        )
    };
    let findings = outcome.findings.iter().map(found);
    // One finding speaks of several instances of a block: these are verdicts of their own here.
    findings
        .chain(outcome.undecided.iter().map(open))
        .flat_map(|(rule, message, addresses)| {
            addresses
                .into_iter()
                .map(move |address| (rule.clone(), message.clone(), vec![address]))
        })
        .collect()
}

/// The fixture's files as another tree.
fn with_files(case: &Case, change: impl Fn(&str, &str) -> Vec<(String, String)>) -> MemoryTree {
    MemoryTree::new(case.files.iter().flat_map(|path| {
        match case.text(path) {
            Some(text) if path.ends_with(".tf") => change(path, &text)
                .into_iter()
                .map(|(path, text)| (path, text.into_bytes()))
                .collect(),
            _ => vec![(path.clone(), case.tree.read(path).unwrap())],
        }
    }))
}

fn run(case: &Case, tree: &MemoryTree) -> Outcome {
    let (sources, all) = built_in();
    check(tree, sources, case.rules.clone(), all)
}

/// Runs a law over all fixtures, side by side, and shows all that break it.
fn for_all(law: impl Fn(&Case) -> Vec<String> + Sync) {
    let cases = fixture_cases();
    assert!(cases.len() > 10, "only {} fixtures are found", cases.len());
    let broken: Vec<String> = cases
        .par_iter()
        .flat_map_iter(|case| {
            law(case)
                .into_iter()
                .map(|complaint| format!("{}: {complaint}", case.name))
        })
        .collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

fn difference(before: &Verdicts, after: &Verdicts) -> Vec<String> {
    let gone = before
        .difference(after)
        .map(|verdict| format!("gone: {verdict:?}"));
    let new = after
        .difference(before)
        .map(|verdict| format!("new: {verdict:?}"));
    gone.chain(new).collect()
}

/// The text cut after each block or argument of the file, so that a comment stays with what follows it.
fn pieces(path: &str, text: &str) -> Vec<String> {
    let sources = Sources::new();
    let file = sources.add(path, text);
    let parsed = syntax::parse(&file);
    let mut start = 0;
    let mut pieces = Vec::new();
    for item in parsed.ast.body().items() {
        let end = span_of(&item).end as usize;
        let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        if end > start {
            pieces.push(text[start..end].to_owned());
            start = end;
        }
    }
    pieces.push(text[start..].to_owned());
    pieces
}

fn span_of(item: &Item<'_>) -> Span {
    match item {
        Item::Attribute(attribute) => attribute.span(),
        Item::Block(block) => block.span(),
    }
}

#[test]
fn the_order_of_blocks_and_files_changes_nothing() {
    for_all(|case| {
        let before = verdicts(&run(case, &case.tree));
        let reversed = with_files(case, |path, text| {
            let reversed: Vec<String> = pieces(path, text).into_iter().rev().collect();
            vec![(path.to_owned(), reversed.join("\n"))]
        });
        // Each block in a file of its own, in an order of names that has nothing to do with that of the text.
        let scattered = with_files(case, |path, text| {
            let (directory, name) = path
                .rsplit_once('/')
                .map_or(("", path), |(directory, name)| (directory, name));
            let slash = if directory.is_empty() { "" } else { "/" };
            let scattered = pieces(path, text).into_iter().enumerate();
            scattered
                .map(|(number, piece)| {
                    (
                        format!("{directory}{slash}{:03}{name}", number * 37 % 101),
                        piece,
                    )
                })
                .collect()
        });
        [reversed, scattered]
            .iter()
            .flat_map(|tree| difference(&before, &verdicts(&run(case, tree))))
            .collect()
    });
}

#[test]
fn a_file_cut_anywhere_is_checked_all_the_same() {
    const CUTS: usize = 3;
    for_all(|case| {
        for path in &case.files {
            let bytes = case.tree.read(path).unwrap();
            for number in 1..=CUTS {
                // Anywhere: also in the middle of a character, which makes the file invalid UTF-8.
                let at = (bytes.len() * number / CUTS).saturating_sub(number * 7 + path.len());
                let mut tree = case.tree.clone();
                tree.insert(path.clone(), bytes[..at].to_vec());
                // The law is that this comes back; a panic fails the test with the name of the thread's case.
                let outcome = run(case, &tree);
                assert!(outcome.counts.files <= case.files.len());
            }
        }
        Vec::new()
    });
}

/// The span of the innermost attribute or block that a place stands in, and the column it starts in.
fn innermost(ast: &Ast, place: Span) -> Option<Span> {
    fn search(body: Body<'_>, place: Span) -> Option<Span> {
        body.items().find_map(|item| {
            let span = span_of(&item);
            if !span.contains(place.head()) {
                return None;
            }
            let inner = match item {
                Item::Block(block) => search(block.body(), place),
                Item::Attribute(_) => None,
            };
            inner.or(Some(span))
        })
    }
    search(ast.body(), place)
}

/// The file with a line put above the one that `offset` stands on.
fn with_line_above(file: &SourceFile, offset: u32, line: &str) -> String {
    let start = file.lines().start(file.position(offset).line) as usize;
    let (before, after) = file.text().split_at(start);
    format!("{before}{line}\n{after}")
}

fn place_of(sources: &Sources, finding: &Finding) -> (String, u32) {
    let file = sources.get(finding.primary.span.file);
    (
        file.path().to_owned(),
        file.position(finding.primary.span.start).line,
    )
}

#[test]
fn a_suppression_removes_what_stands_below_it_and_nothing_else() {
    for_all(|case| {
        let (sources, _) = built_in();
        let before = run(case, &case.tree);
        let mut complaints = Vec::new();
        let mut seen = BTreeSet::new();
        for finding in &before.findings {
            let file: Arc<SourceFile> = sources.get(finding.primary.span.file);
            let ast = syntax::parse(&file).ast;
            let Some(item) = innermost(&ast, finding.primary.span) else {
                continue;
            };
            if !file.path().ends_with(".tf") || !seen.insert((item, Arc::clone(&finding.rule))) {
                continue;
            }
            let line = file.position(item.start).line;
            let covered = |other: &&Finding| {
                let span = other.primary.span;
                other.rule == finding.rule
                    && (item.contains(span.head())
                        || (span.file == item.file && file.position(span.start).line == line))
            };
            // Another item may start on the same line; then the comment speaks of it too, and the law of this one.
            let expected = before.findings.iter().filter(covered).count();
            let comment = format!(
                "# groundrules:allow {} the law of suppressions",
                finding.rule
            );
            let mut tree = case.tree.clone();
            tree.insert(file.path(), with_line_above(&file, item.start, &comment));
            let after = run(case, &tree);
            if after.suppressed.len() != before.suppressed.len() + expected
                || after.findings.len() + expected != before.findings.len()
            {
                complaints.push(format!(
                    "{:?}: {expected} expected to go, {} of {} findings left, {} suppressed",
                    place_of(sources, finding),
                    after.findings.len(),
                    before.findings.len(),
                    after.suppressed.len()
                ));
            }
        }
        complaints
    });
}

#[test]
fn a_default_that_is_taken_away_makes_nothing_worse() {
    for_all(|case| {
        let wrong = |outcome: &Outcome| -> BTreeSet<(String, String)> {
            let findings = outcome.findings.iter();
            findings
                .flat_map(|finding| {
                    let addresses = finding.addresses.iter();
                    addresses.map(|address| (finding.rule.to_string(), without_keys(address)))
                })
                .collect()
        };
        let before = wrong(&run(case, &case.tree));
        let mut complaints = Vec::new();
        for path in case.files.iter().filter(|path| path.ends_with(".tf")) {
            let Some(text) = case.text(path) else {
                continue;
            };
            let sources = Sources::new();
            let ast = syntax::parse(&sources.add(path.as_str(), text.as_str())).ast;
            for variable in ast.body().blocks_of("variable") {
                let Some(default) = variable.body().attribute("default") else {
                    continue;
                };
                let span = default.span();
                let (before_it, after_it) =
                    (&text[..span.start as usize], &text[span.end as usize..]);
                let mut tree = case.tree.clone();
                tree.insert(path.clone(), format!("{before_it}{after_it}"));
                let after = wrong(&run(case, &tree));
                complaints.extend(after.difference(&before).map(|(rule, address)| {
                    format!(
                        "{path}: without `{}` there is a new finding {rule} at {address}",
                        &text[span.start as usize..span.end as usize]
                    )
                }));
            }
        }
        complaints
    });
}
