//! Inline expectations: comments in a fixture that say what the rule reports there.
//!
//! `# gone: "text" in ADDRESS` speaks of what is in no configuration: in the plan of the fixture alone (`tfplan.json`), its state, its export or its list.
//! `# expect: "text" in ADDRESS`, `# origin: "text"`, `# undecided: "text"`; after code on the same line, on a line of its own before the code,
//! or after `^^^` under the code for exact columns.

use groundrules::finding::Label;
use groundrules::source::{SourceFile, Sources, Span};
use groundrules::syntax;
use groundrules::terraform::files::is_configuration;
use groundrules::triage::Outcome;
use std::sync::Arc;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Expect,
    /// A finding on an instance that only the plan has.
    Gone,
    Origin,
    Undecided,
}

/// What one comment expects.
#[derive(Debug)]
struct Expectation {
    kind: Kind,
    file: Arc<str>,
    line: u32,
    /// Start and end column, one-based, when a caret line gives them.
    columns: Option<(u32, u32)>,
    text: String,
    address: Option<String>,
    /// Where the comment itself stands.
    own_line: u32,
}

/// All expectations of a fixture, and whether it says that it is clean or always decided.
#[derive(Default, Debug)]
pub(crate) struct Expectations {
    list: Vec<Expectation>,
    pub clean: bool,
    pub always_decided: bool,
}

impl Expectations {
    /// Reads the comments of a file.
    pub(crate) fn read(&mut self, file: &Arc<SourceFile>) {
        let parsed = syntax::parse(file);
        let comment_lines: Vec<u32> = parsed
            .ast
            .comments()
            .iter()
            .filter(|span| is_alone(file, **span))
            .map(|span| file.position(span.start).line)
            .collect();
        for &span in parsed.ast.comments() {
            let text = file.slice(span).trim_start_matches(['#', '/']).trim_end();
            match text.trim() {
                "clean" => self.clean = true,
                text if text.starts_with("decided:") => self.always_decided = true,
                // One line may have several: `# expect: "a" # expect: "b"`.
                _ => self.list.extend(
                    text.split(" # expect:")
                        .enumerate()
                        .map(|(index, part)| match index {
                            0 => part.to_owned(),
                            _ => format!(" expect:{part}"),
                        })
                        .filter_map(|part| expectation(file, span, &part, &comment_lines)),
                ),
            }
        }
    }

    pub(crate) fn count(&self, word: &str) -> usize {
        let kinds: &[Kind] = if word == "expect" {
            &[Kind::Expect, Kind::Gone]
        } else {
            &[Kind::Undecided]
        };
        self.list
            .iter()
            .filter(|expectation| kinds.contains(&expectation.kind))
            .count()
    }

    /// Compares with what was reported, exhaustively both ways; the differences, each with the comment to paste.
    pub(crate) fn compare(&self, outcome: &Outcome, sources: &Sources) -> Vec<String> {
        let mut differences = Vec::new();
        let mut used = vec![false; self.list.len()];
        for finding in &outcome.findings {
            let found = self.take(&mut used, |expectation| {
                expectation.finds(sources, &finding.primary)
                    && finding.message.contains(&expectation.text)
                    && expectation
                        .address
                        .as_ref()
                        .is_none_or(|address| finding.addresses.contains(address))
            });
            if !found {
                differences.push(unexpected(
                    sources,
                    finding.primary.span,
                    "expect",
                    &finding.message,
                ));
            }
        }
        for undecided in &outcome.undecided {
            let found = self.take(&mut used, |expectation| {
                expectation.kind == Kind::Undecided
                    && expectation.matches(sources, &Label::new(undecided.span, ""))
                    && undecided
                        .reasons
                        .iter()
                        .any(|reason| reason.contains(&expectation.text))
            });
            if !found {
                differences.push(unexpected(
                    sources,
                    undecided.span,
                    "undecided",
                    &undecided.reasons.join("; "),
                ));
            }
        }
        for problem in &outcome.problems {
            let place = problem
                .primary
                .as_ref()
                .map_or_else(String::new, |label| place(sources, label.span));
            differences.push(format!(
                "{place}: the fixture has a problem: {}",
                problem.message
            ));
        }
        let related = |expectation: &Expectation| {
            let mut labels = outcome.findings.iter().flat_map(|finding| &finding.related);
            labels.any(|label| {
                expectation.matches(sources, label) && label.message.contains(&expectation.text)
            })
        };
        for (expectation, used) in self.list.iter().zip(used) {
            let met = used || (expectation.kind == Kind::Origin && related(expectation));
            if !met {
                let Expectation {
                    kind,
                    file,
                    own_line,
                    text,
                    ..
                } = expectation;
                differences.push(format!(
                    "{file}:{own_line}: nothing is reported for `{kind:?}: \"{text}\"`"
                ));
            }
        }
        differences
    }

    fn take(&self, used: &mut [bool], matches: impl Fn(&Expectation) -> bool) -> bool {
        let found = self
            .list
            .iter()
            .enumerate()
            .position(|(index, expectation)| !used[index] && matches(expectation));
        if let Some(index) = found {
            used[index] = true;
        }
        found.is_some()
    }
}

impl Expectation {
    /// Whether a finding with this label is what is expected, as far as its place goes.
    fn finds(&self, sources: &Sources, primary: &Label) -> bool {
        match self.kind {
            Kind::Expect => self.matches(sources, primary),
            Kind::Gone => !is_configuration(&sources.path(primary.span)),
            Kind::Origin | Kind::Undecided => false,
        }
    }

    fn matches(&self, sources: &Sources, label: &Label) -> bool {
        let file = sources.get(label.span.file);
        let (start, end) = (
            file.position(label.span.start),
            file.position(label.span.end),
        );
        file.path() == self.file.as_ref()
            && start.line == self.line
            && self.columns.is_none_or(|(first, last)| {
                start.column == first && (end.line > start.line || end.column == last)
            })
    }
}

fn is_alone(file: &SourceFile, comment: Span) -> bool {
    let start = file.lines().start(file.position(comment.start).line);
    file.slice(Span::new(comment.file, start, comment.start))
        .trim()
        .is_empty()
}

fn expectation(
    file: &SourceFile,
    span: Span,
    text: &str,
    comment_lines: &[u32],
) -> Option<Expectation> {
    let own_line = file.position(span.start).line;
    let carets = text.trim_start().starts_with('^').then(|| {
        let raw = file.slice(span);
        let before = raw.find('^').unwrap_or(0);
        let count = raw.chars().filter(|c| *c == '^').count() as u32;
        let first = file.position(span.start).column + raw[..before].chars().count() as u32;
        (first, first + count)
    });
    let words = text.trim_start().trim_start_matches('^').trim_start();
    // `expect+3:` speaks of the third line further on: a heredoc has no room for comments.
    let (words, further) = match words
        .split_once('+')
        .filter(|(word, _)| matches!(*word, "expect" | "origin"))
    {
        Some((word, rest)) => {
            let (count, rest) = rest.split_once(':')?;
            (format!("{word}:{rest}"), count.parse().ok()?)
        }
        None => (words.to_owned(), 0),
    };
    let (kind, rest) = [
        ("expect:", Kind::Expect),
        ("gone:", Kind::Gone),
        ("origin:", Kind::Origin),
        ("undecided:", Kind::Undecided),
    ]
    .into_iter()
    .find_map(|(word, kind)| words.strip_prefix(word).map(|rest| (kind, rest.trim())))?;
    // The text ends at the quote before ` in ADDRESS`, or at the last one: both text and address may hold quotes.
    let quoted = rest.strip_prefix('"').and_then(|rest| {
        let end = rest.find("\" in ").or_else(|| rest.rfind('"'))?;
        Some((&rest[..end], &rest[end + 1..]))
    });
    let (message, rest) = match quoted {
        Some((message, rest)) => (message.to_owned(), rest.trim()),
        None => (String::new(), rest),
    };
    let line = if kind == Kind::Gone {
        own_line
    } else if carets.is_some() {
        (1..own_line)
            .rev()
            .find(|line| !comment_lines.contains(line))?
    } else if is_alone(file, span) {
        (own_line + 1..=file.lines().count()).find(|line| {
            !comment_lines.contains(line)
                && !file.lines().text(file.text(), *line).trim().is_empty()
        })?
    } else {
        own_line
    } + further;
    let address = rest
        .strip_prefix("in ")
        .map(|address| address.trim().to_owned());
    Some(Expectation {
        kind,
        file: Arc::from(file.path()),
        line,
        columns: carets,
        text: message,
        address,
        own_line,
    })
}

fn place(sources: &Sources, span: Span) -> String {
    let file = sources.get(span.file);
    format!("{}:{}", file.path(), file.position(span.start).line)
}

fn unexpected(sources: &Sources, span: Span, word: &str, message: &str) -> String {
    format!(
        "{}: not expected; paste `# {word}: \"{message}\"`",
        place(sources, span)
    )
}
