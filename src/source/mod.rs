//! Bytes, paths, spans and lines: what a text is and where things stand in it.
//!
//! Knows nothing of HCL, Terraform or terminals. `disk` is the only reader of disks.

pub mod disk;
mod lines;
mod tree;

pub use lines::{LineIndex, Position};
pub use tree::{Entry, MemoryTree, ReadError, Tree, join};

use std::sync::{Arc, OnceLock, RwLock};

/// Names one text of a run; an index into [`Sources`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FileId(u32);

/// A range of bytes in one text: `start` inclusive, `end` exclusive, both on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub const fn new(file: FileId, start: u32, end: u32) -> Self {
        Self { file, start, end }
    }

    /// The empty span at the start of this one.
    #[must_use]
    pub const fn head(self) -> Self {
        Self::new(self.file, self.start, self.start)
    }

    /// The span from the start of this one to the end of `other` (of the same text).
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self::new(
            self.file,
            self.start.min(other.start),
            self.end.max(other.end),
        )
    }

    /// Whether `other` lies inside this span.
    pub fn contains(self, other: Self) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }
}

/// One text: its path as reports show it, and its content.
#[derive(Debug)]
pub struct SourceFile {
    id: FileId,
    path: Arc<str>,
    text: Arc<str>,
    lines: OnceLock<LineIndex>,
}

impl SourceFile {
    pub fn id(&self) -> FileId {
        self.id
    }

    /// The path as reports show it: relative to the root of the run, with `/` as separator.
    pub fn path(&self) -> &str {
        &self.path
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The place of the whole text.
    pub fn whole(&self) -> Span {
        Span::new(self.id, 0, self.text.len() as u32)
    }

    /// The text of a span; empty when the span does not lie in this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text
            .get(span.start as usize..span.end as usize)
            .unwrap_or("")
    }

    /// Line starts, computed at the first question.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// One-based line and column (in Unicode characters) of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        self.lines().position(&self.text, offset)
    }
}

/// All texts of a run. Grows only; a [`FileId`] stays valid.
#[derive(Debug, Default)]
pub struct Sources {
    files: RwLock<Vec<Arc<SourceFile>>>,
}

impl Sources {
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a text in and returns it with its new id.
    pub fn add(&self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Arc<SourceFile> {
        let mut files = self
            .files
            .write()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let file = Arc::new(SourceFile {
            id: FileId(files.len() as u32),
            path: path.into(),
            text: text.into(),
            lines: OnceLock::new(),
        });
        files.push(Arc::clone(&file));
        file
    }

    /// As [`Self::add`], but a text that is there under the same path keeps its id.
    pub fn add_once(&self, path: &str, text: String) -> Arc<SourceFile> {
        let files = self
            .files
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let known = files
            .iter()
            .rev()
            .find(|file| file.path() == path && file.text() == text);
        if let Some(known) = known {
            return Arc::clone(known);
        }
        drop(files);
        self.add(path, text)
    }

    /// The text with this id.
    ///
    /// # Panics
    /// When the id belongs to another run: a mistake in this program.
    pub fn get(&self, id: FileId) -> Arc<SourceFile> {
        let files = self
            .files
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        #[expect(
            clippy::indexing_slicing,
            reason = "INVARIANT: ids are handed out by `add` of the same run"
        )]
        Arc::clone(&files[id.0 as usize])
    }

    /// The path of a span's text.
    pub fn path(&self, span: Span) -> Arc<str> {
        Arc::clone(&self.get(span.file).path)
    }

    /// The text of a span.
    pub fn slice(&self, span: Span) -> String {
        self.get(span.file).slice(span).to_owned()
    }

    /// A key that orders spans by path and place, independent of the order of reading.
    pub fn order(&self, span: Span) -> (Arc<str>, u32, u32) {
        (self.path(span), span.start, span.end)
    }
}
