//! Words on a page: what is safe to print, how wide it is, where lines break, which colour it has.

use anstyle::{AnsiColor, Style};
use std::borrow::Cow;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// What a piece of text is; decides its colour.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tone {
    Error,
    Warning,
    Info,
    Undecided,
    /// A path with line and column.
    Place,
    Good,
    Quiet,
}

impl Tone {
    const fn style(self) -> Style {
        let style = Style::new();
        match self {
            Self::Error => color(AnsiColor::Red).bold(),
            Self::Warning => color(AnsiColor::Yellow).bold(),
            Self::Info => color(AnsiColor::Cyan).bold(),
            Self::Undecided => color(AnsiColor::Magenta).bold(),
            Self::Place => color(AnsiColor::Cyan),
            Self::Good => color(AnsiColor::Green).bold(),
            Self::Quiet => style.dimmed(),
        }
    }
}

const fn color(color: AnsiColor) -> Style {
    Style::new().fg_color(Some(anstyle::Color::Ansi(color)))
}

/// Colours text, or leaves it as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    pub(super) color: bool,
}

impl Paint {
    pub(super) fn tone(self, tone: Tone, text: &str) -> String {
        if self.color {
            let style = tone.style();
            format!("{style}{text}{style:#}")
        } else {
            text.to_owned()
        }
    }
}

/// Whether a terminal would obey the character instead of showing it. Line feeds and tabs count too.
///
/// Besides the control characters these are the ones that reorder text, with which a source can look like another one
/// (<https://trojansource.codes>).
pub(super) fn is_unsafe(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// The text in one line, with a visible stand-in for every unsafe character.
pub(in crate::report) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let shown = text.chars().map(|character| match character {
        '\n' | '\t' => ' ',
        unsafe_one if is_unsafe(unsafe_one) => '\u{fffd}',
        other => other,
    });
    Cow::Owned(shown.collect())
}

/// Columns that a character takes.
pub(super) fn columns(character: char) -> usize {
    character.width().unwrap_or(0)
}

/// Columns that a text takes.
pub(super) fn width(text: &str) -> usize {
    text.width()
}

/// The text in lines of at most `room` columns, of which the first line has `taken` already; broken at spaces only, so that names
/// and paths can be copied. A longer word has a line of its own.
pub(super) fn wrap(text: &str, taken: usize, room: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = taken;
    let mut is_empty = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let space = usize::from(!is_empty);
        match lines.last_mut() {
            Some(line) if is_empty || used + space + word.width() <= room => {
                if space == 1 {
                    line.push(' ');
                }
                line.push_str(word);
                used += space + word.width();
            }
            _ => {
                lines.push(word.to_owned());
                used = word.width();
            }
        }
        is_empty = false;
    }
    lines
}

/// `1 file`, `2 files`.
pub(in crate::report) fn count(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_spaces() {
        assert_eq!(wrap("one two three", 0, 7), ["one two", "three"]);
        assert_eq!(wrap("one two three", 1, 7), ["one", "two", "three"]);
        assert_eq!(
            wrap("unbreakable-word a b", 0, 4),
            ["unbreakable-word", "a b"]
        );
        assert_eq!(wrap("数据 数据", 0, 5), ["数据", "数据"]);
        assert_eq!(wrap("", 0, 5), [""]);
    }

    #[test]
    fn what_a_terminal_would_obey_is_shown_instead() {
        assert_eq!(printable("plain é 🎉"), "plain é 🎉");
        assert_eq!(
            printable("a\u{1b}[31mb\u{202e}c\nd"),
            "a\u{fffd}[31mb\u{fffd}c d"
        );
    }
}
