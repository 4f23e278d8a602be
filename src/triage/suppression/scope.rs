//! What a suppression comment covers.
//!
//! A comment beside code speaks of its line; a comment on lines of its own speaks of the line directly below it (and below further
//! such comments). Where an attribute or a block starts on the line spoken of, all of it is covered: a policy in a heredoc has no
//! place for comments inside.

use crate::source::{SourceFile, Span};
use crate::syntax::{Ast, Body, Item};

/// The line that a comment speaks of, and what starts on it.
#[derive(Default, Debug)]
pub(super) struct Scope {
    line: Option<u32>,
    items: Vec<Span>,
}

impl Scope {
    /// Whether a place is covered; `line` is the one on which it starts.
    pub(super) fn covers(&self, place: Span, line: u32) -> bool {
        self.line == Some(line) || self.items.iter().any(|item| item.contains(place.head()))
    }
}

/// The comments and items of a file, for finding scopes.
#[derive(Debug)]
pub(super) struct Scopes<'a> {
    ast: &'a Ast,
    /// Attributes and blocks of every depth by the line on which they start, sorted.
    items: Vec<(u32, Span)>,
}

impl<'a> Scopes<'a> {
    pub(super) fn new(ast: &'a Ast) -> Self {
        let lines = ast.source().lines();
        let mut items = Vec::new();
        let mut waiting: Vec<Body<'a>> = vec![ast.body()];
        while let Some(body) = waiting.pop() {
            for item in body.items() {
                let span = match item {
                    Item::Attribute(attribute) => attribute.span(),
                    Item::Block(block) => {
                        waiting.push(block.body());
                        block.span()
                    }
                };
                items.push((lines.line(span.start), span));
            }
        }
        items.sort_unstable();
        Self { ast, items }
    }

    /// The scope of a comment of the file.
    pub(super) fn of(&self, comment: Span) -> Scope {
        let Some(line) = self.line_spoken_of(comment) else {
            return Scope::default();
        };
        let first = self.items.partition_point(|&(other, _)| other < line);
        let items = self
            .items
            .iter()
            .skip(first)
            .take_while(|&&(other, _)| other == line);
        Scope {
            line: Some(line),
            items: items.map(|&(_, span)| span).collect(),
        }
    }

    fn file(&self) -> &'a SourceFile {
        self.ast.source()
    }

    fn line_spoken_of(&self, comment: Span) -> Option<u32> {
        let lines = self.file().lines();
        let first = lines.line(comment.start);
        let last = lines.line(comment.end.saturating_sub(1).max(comment.start));
        if !self.is_without_code(lines.start(first), comment.start) {
            return Some(first);
        }
        if !self.is_without_code(comment.end, self.end_of(last)) {
            return Some(last);
        }
        (last + 1..=lines.count())
            .find(|&line| !self.is_comment_line(line))
            .filter(|&line| !self.is_without_code(lines.start(line), self.end_of(line)))
    }

    /// Whether a line holds a comment, or a part of one, and no code.
    fn is_comment_line(&self, line: u32) -> bool {
        let (start, end) = (self.file().lines().start(line), self.end_of(line));
        let comments = self.ast.comments();
        let next = comments.partition_point(|comment| comment.end <= start);
        comments
            .get(next)
            .is_some_and(|comment| comment.start <= end)
            && self.is_without_code(start, end)
    }

    /// Where the text of a line ends, before its line feed.
    fn end_of(&self, line: u32) -> u32 {
        let file = self.file();
        file.lines().start(line) + file.lines().text(file.text(), line).len() as u32
    }

    /// Whether there is nothing but comments and white space between two offsets.
    fn is_without_code(&self, start: u32, end: u32) -> bool {
        let is_blank = |from: u32, to: u32| {
            let between = self.file().text().get(from as usize..to as usize);
            between.is_none_or(|text| text.trim().is_empty())
        };
        let comments = self.ast.comments();
        let first = comments.partition_point(|comment| comment.end <= start);
        let mut at = start;
        for comment in comments.iter().skip(first) {
            if comment.start >= end {
                break;
            }
            if !is_blank(at, comment.start) {
                return false;
            }
            at = comment.end;
        }
        is_blank(at, end)
    }
}
