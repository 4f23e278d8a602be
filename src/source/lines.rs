//! Offsets to lines and columns. Knows three kinds of columns: bytes, characters, UTF-16 units.

/// A one-based line and a one-based column counted in Unicode characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// The starts of the lines of one text. A line ends after `\n`; `\r\n` counts as one end.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    pub fn new(text: &str) -> Self {
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1);
        Self {
            starts: std::iter::once(0).chain(newlines).collect(),
        }
    }

    /// How many lines there are; a text that ends in a newline has an empty last one.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The one-based number of the line that holds the offset.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// The offset at which a one-based line starts; the last start for lines beyond the end.
    pub fn start(&self, line: u32) -> u32 {
        let last = self.starts.last().copied().unwrap_or(0);
        self.starts
            .get(line.saturating_sub(1) as usize)
            .copied()
            .unwrap_or(last)
    }

    /// The text of a one-based line, without its end.
    pub fn text<'a>(&self, text: &'a str, line: u32) -> &'a str {
        let start = self.start(line) as usize;
        let end = self
            .starts
            .get(line as usize)
            .map_or(text.len(), |&next| next as usize);
        text.get(start..end)
            .unwrap_or("")
            .trim_end_matches(['\n', '\r'])
    }

    /// Line and column of an offset, the column in Unicode characters.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let before = text
            .get(self.start(line) as usize..offset as usize)
            .unwrap_or("");
        Position {
            line,
            column: before.chars().count() as u32 + 1,
        }
    }

    /// Zero-based line and UTF-16 column, as the language server protocol counts.
    pub fn utf16(&self, text: &str, offset: u32) -> (u32, u32) {
        let line = self.line(offset);
        let before = text
            .get(self.start(line) as usize..offset as usize)
            .unwrap_or("");
        (line - 1, before.chars().map(|c| c.len_utf16() as u32).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let text = "a\r\nbé🎉x\n";
        let index = LineIndex::new(text);
        assert_eq!(index.count(), 3);
        let x = text.find('x').unwrap() as u32;
        assert_eq!(index.position(text, x), Position { line: 2, column: 4 });
        assert_eq!(index.utf16(text, x), (1, 4));
        assert_eq!(index.text(text, 2), "bé🎉x");
        assert_eq!(
            index.position(text, text.len() as u32),
            Position { line: 3, column: 1 }
        );
    }
}
