//! Spans as people and programs count them: path, lines and columns from one. Knows no format.

use crate::source::{Position, SourceFile, Sources, Span};
use std::sync::Arc;

/// A span with its text at hand, clamped to that text.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) file: Arc<SourceFile>,
    /// Byte offsets on character boundaries, `from <= to <= text.len()`.
    pub(super) from: usize,
    pub(super) to: usize,
}

impl Place {
    pub(super) fn of(sources: &Sources, span: Span) -> Self {
        let file = sources.get(span.file);
        let from = boundary(file.text(), span.start as usize);
        let to = boundary(file.text(), span.end as usize).max(from);
        Self { file, from, to }
    }

    pub(super) fn path(&self) -> &str {
        self.file.path()
    }

    /// The path from the root of the repository, of which `prefix` leads to the root of the run.
    pub(super) fn path_below(&self, prefix: &str) -> String {
        match prefix.trim_matches('/') {
            "" => self.path().to_owned(),
            prefix => format!("{prefix}/{}", self.path()),
        }
    }

    pub(super) fn start(&self) -> Position {
        self.file.position(self.from as u32)
    }

    /// Exclusive.
    pub(super) fn end(&self) -> Position {
        self.file.position(self.to as u32)
    }

    pub(super) fn text(&self) -> &str {
        self.file.text().get(self.from..self.to).unwrap_or("")
    }
}

/// The character boundary at or before an offset.
fn boundary(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_clamped_to_whole_characters_of_the_text() {
        let sources = Sources::new();
        let file = sources.add("a.tf", "é = 1\n");
        let place = Place::of(&sources, Span::new(file.id(), 1, 99));
        assert_eq!((place.from, place.to), (0, 7));
        let backwards = Place::of(&sources, Span::new(file.id(), 5, 2));
        assert_eq!((backwards.from, backwards.to), (5, 5));
        assert_eq!(place.end(), Position { line: 2, column: 1 });
    }
}
