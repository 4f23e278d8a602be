//! The words of a suppression comment: `groundrules:allow RULE[,RULE…] reason… [until=YYYY-MM-DD]`.
//!
//! Knows neither rules nor scopes.

use crate::source::{SourceFile, Span};
use jiff::civil::Date;

const PREFIX: &str = "groundrules:";
const UNTIL: &str = "until=";

/// A suppression as it is written.
#[derive(Debug)]
pub(super) struct Directive {
    /// From `groundrules:` to the last word.
    pub(super) span: Span,
    /// At least one name, each with its place.
    pub(super) rules: Vec<(String, Span)>,
    /// May be empty, which is a mistake that the caller reports.
    pub(super) reason: String,
    pub(super) until: Option<(Date, Span)>,
}

/// A comment that is meant for us but says nothing we understand.
#[derive(PartialEq, Eq, Debug)]
pub(super) struct Malformed {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) help: String,
}

/// Whether a text can hold a directive at all.
pub(super) fn is_possible(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), PREFIX.as_bytes()).is_some()
}

/// The directives of a comment: each of its lines that starts with `groundrules:`.
pub(super) fn directives(file: &SourceFile, comment: Span) -> Vec<Result<Directive, Malformed>> {
    let text = file.slice(comment);
    let is_block = text.starts_with("/*");
    let mut found = Vec::new();
    let mut start = comment.start;
    for line in text.split_inclusive('\n') {
        let words = words(Span::new(comment.file, start, comment.end), line, is_block);
        start += line.len() as u32;
        if let [first, rest @ ..] = words.as_slice()
            && let Some(verb) = first.text.strip_prefix(PREFIX)
        {
            found.push(read(*first, verb, rest));
        }
    }
    found
}

#[derive(Clone, Copy, Debug)]
struct Word<'a> {
    text: &'a str,
    span: Span,
}

/// The words of one line of a comment, without markers; `at` starts where the line starts.
fn words(at: Span, line: &str, is_block: bool) -> Vec<Word<'_>> {
    let marker = |c: char| match c {
        '#' | '/' => true,
        '*' => is_block,
        other => other.is_whitespace(),
    };
    let content = line.trim_start_matches(marker);
    let mut start = at.start + (line.len() - content.len()) as u32;
    let content = if is_block {
        content.trim_end().trim_end_matches("*/")
    } else {
        content
    };
    let mut words = Vec::new();
    for piece in content.split_inclusive(char::is_whitespace) {
        let text = piece.trim_end();
        if !text.is_empty() {
            let span = Span::new(at.file, start, start + text.len() as u32);
            words.push(Word { text, span });
        }
        start += piece.len() as u32;
    }
    words
}

fn read(first: Word<'_>, verb: &str, rest: &[Word<'_>]) -> Result<Directive, Malformed> {
    let span = first
        .span
        .to(rest.last().map_or(first.span, |last| last.span));
    if verb != "allow" {
        let message = format!("`{}` is not a directive", first.text);
        return Err(misunderstood(first.span, message));
    }
    let (rules, rest) = rule_names(rest);
    if rules.is_empty() {
        let message = "the suppression names no rule".to_owned();
        return Err(misunderstood(span, message));
    }
    let mut until = None;
    let mut reason = Vec::new();
    for word in rest {
        match word.text.strip_prefix(UNTIL) {
            Some(date) => until = Some((parse_date(date, word.span)?, word.span)),
            None => reason.push(word.text),
        }
    }
    let reason = reason.join(" ");
    Ok(Directive {
        span,
        rules,
        // `-- because` and `: because` are read as `because`.
        reason: reason
            .trim_start_matches(|c: char| !c.is_alphanumeric() && "-–—: ".contains(c))
            .to_owned(),
        until,
    })
}

fn misunderstood(span: Span, message: String) -> Malformed {
    Malformed {
        span,
        message,
        help: "write `groundrules:allow RULE reason`, with `until=YYYY-MM-DD` if it is for a time"
            .to_owned(),
    }
}

/// Names with commas between them, with or without spaces, and the words after the last one.
fn rule_names<'a, 'b>(words: &'b [Word<'a>]) -> (Vec<(String, Span)>, &'b [Word<'a>]) {
    let mut names = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let mut start = word.span.start;
        for piece in word.text.split_inclusive(',') {
            let name = piece.trim_end_matches(',');
            if !name.is_empty() {
                let span = Span::new(word.span.file, start, start + name.len() as u32);
                names.push((name.to_owned(), span));
            }
            start += piece.len() as u32;
        }
        let next_is_comma = words
            .get(index + 1)
            .is_some_and(|next| next.text.starts_with(','));
        if !word.text.ends_with(',') && !next_is_comma {
            return (names, words.get(index + 1..).unwrap_or_default());
        }
    }
    (names, &[])
}

/// Only the one form that cannot be misread: `jiff` would take others too.
fn parse_date(text: &str, span: Span) -> Result<Date, Malformed> {
    let is_plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    is_plain
        .then(|| text.parse().ok())
        .flatten()
        .ok_or_else(|| Malformed {
            span,
            message: format!("`{text}` is not a date"),
            help: "write the last day on which the suppression holds as `until=YYYY-MM-DD`"
                .to_owned(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// Rules, reason and date of a comment, each as the file has them; or the message.
    fn show(comment: &str) -> Vec<String> {
        let sources = Sources::new();
        let text = format!("é {comment}");
        let file = sources.add("a.tf", text.as_str());
        let span = Span::new(file.id(), 3, text.len() as u32);
        directives(&file, span)
            .into_iter()
            .map(|directive| match directive {
                Ok(found) => {
                    for (name, span) in &found.rules {
                        assert_eq!(file.slice(*span), name);
                    }
                    let names: Vec<_> = found.rules.iter().map(|rule| rule.0.as_str()).collect();
                    let until = found.until.map_or(String::new(), |(date, span)| {
                        assert_eq!(file.slice(span), format!("until={date}"));
                        format!(" @{date}")
                    });
                    format!("{}: {}{until}", names.join("+"), found.reason)
                }
                Err(wrong) => format!("{} | {}", wrong.message, file.slice(wrong.span)),
            })
            .collect()
    }

    #[test]
    fn comments_of_all_kinds() {
        let table: &[(&str, &[&str])] = &[
            ("# groundrules:allow a-b a reason", &["a-b: a reason"]),
            ("//groundrules:allow a -- why", &["a: why"]),
            ("/* groundrules:allow a why */", &["a: why"]),
            (
                "/*\n * groundrules:allow a why\n * groundrules:allow b until=2026-01-02 so\n */",
                &["a: why", "b: so @2026-01-02"],
            ),
            (
                "## groundrules:allow a,b, c , d why not\r\n",
                &["a+b+c+d: why not"],
            ),
            (
                "# groundrules:allow a x until=2026-12-31 y",
                &["a: x y @2026-12-31"],
            ),
            ("# groundrules:allow a", &["a: "]),
            (
                "# groundrules:allow a -- until=2026-12-31",
                &["a:  @2026-12-31"],
            ),
            ("# see groundrules:allow a why", &[]),
            ("# ordinary", &[]),
            (
                "# groundrules:allow",
                &["the suppression names no rule | groundrules:allow"],
            ),
            (
                "# groundrules:allow ,",
                &["the suppression names no rule | groundrules:allow ,"],
            ),
            (
                "# groundrules:ignore a why",
                &["`groundrules:ignore` is not a directive | groundrules:ignore"],
            ),
            (
                "# groundrules: allow a why",
                &["`groundrules:` is not a directive | groundrules:"],
            ),
            (
                "# groundrules:allow a why until=2026-02-30",
                &["`2026-02-30` is not a date | until=2026-02-30"],
            ),
            (
                "# groundrules:allow a why until=20260203",
                &["`20260203` is not a date | until=20260203"],
            ),
            (
                "# groundrules:allow a why until=soon",
                &["`soon` is not a date | until=soon"],
            ),
        ];
        for (comment, expected) in table {
            assert_eq!(show(comment), *expected, "{comment:?}");
        }
    }
}
