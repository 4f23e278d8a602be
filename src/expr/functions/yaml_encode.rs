//! `yamlencode`: values as YAML in the style of Terraform: strings in double quotes, texts of several lines as literal blocks.
//!
//! The state of the writer is that of libyaml's emitter, of which Terraform's is a port, so that spaces and line ends agree.

use super::arguments::{Arguments, Refusal, wrong};
use super::signature::{Function, Parameter, Want};
use crate::value::{Kind, Value};
use std::fmt::Write as _;

pub(super) const FUNCTIONS: &[Function] = &[Function::new(
    "yamlencode",
    &[Parameter::new("value", Want::Any).null().untyped()],
    Want::String,
    encode,
)];

fn encode(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let value = arguments.value(0)?;
    if !value.is_wholly_known() {
        return Ok(arguments.unknown_result());
    }
    let mut writer = Writer {
        arguments,
        out: String::new(),
        column: 0,
        indent: None,
        whitespace: true,
        indention: true,
        open_ended: false,
    };
    writer.node(value, Place::Root)?;
    writer.line();
    if writer.open_ended {
        writer.indicator("...", true, false, false);
        writer.line();
    }
    arguments.string(writer.out)
}

/// Where a node stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Root,
    Sequence,
    Mapping,
    SimpleKey,
}

/// Spaces for each level.
const INDENT: usize = 2;

/// The column after which a quoted text is folded.
const WIDTH: usize = 80;

struct Writer<'a> {
    arguments: &'a Arguments<'a>,
    out: String,
    column: usize,
    /// `None` before the root.
    indent: Option<usize>,
    /// Whether the last character separates, so that no space is needed.
    whitespace: bool,
    /// Whether only indention and indicators stand on the line.
    indention: bool,
    /// Whether the document could go on, so that its end must be marked.
    open_ended: bool,
}

impl Writer<'_> {
    fn put(&mut self, character: char) {
        self.out.push(character);
        self.column += 1;
    }

    fn put_break(&mut self) {
        self.out.push('\n');
        self.column = 0;
    }

    fn line(&mut self) {
        let indent = self.indent.unwrap_or(0);
        if !self.indention || self.column > indent || (self.column == indent && !self.whitespace) {
            self.put_break();
        }
        while self.column < indent {
            self.put(' ');
        }
        self.whitespace = true;
        self.indention = true;
    }

    fn indicator(&mut self, text: &str, needs_space: bool, whitespace: bool, indention: bool) {
        if needs_space && !self.whitespace {
            self.put(' ');
        }
        text.chars().for_each(|character| self.put(character));
        self.whitespace = whitespace;
        self.indention &= indention;
        self.open_ended = false;
    }

    /// Runs something one level deeper.
    fn indented<T>(&mut self, flow: bool, indentless: bool, run: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.indent;
        self.indent = Some(match before {
            None if flow => INDENT,
            None => 0,
            Some(indent) if indentless => indent,
            Some(indent) => indent + INDENT,
        });
        let result = run(self);
        self.indent = before;
        result
    }

    fn node(&mut self, value: &Value, place: Place) -> Result<(), Refusal> {
        self.arguments.spend(1)?;
        match value.kind() {
            Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => {
                if values.is_empty() {
                    self.empty("[", "]");
                    return Ok(());
                }
                let indentless = place == Place::Mapping && !self.indention;
                self.indented(false, indentless, |writer| writer.sequence(values))
            }
            Kind::Map(..) | Kind::Object(_) => {
                if value.children().next().is_none() {
                    self.empty("{", "}");
                    return Ok(());
                }
                self.indented(false, false, |writer| writer.mapping(value))
            }
            _ => self.scalar(value, place),
        }
    }

    fn empty(&mut self, open: &str, close: &str) {
        self.indicator(open, true, true, false);
        self.indicator(close, false, false, false);
    }

    fn sequence(&mut self, values: &[Value]) -> Result<(), Refusal> {
        for value in values {
            self.line();
            self.indicator("-", true, false, true);
            self.node(value, Place::Sequence)?;
        }
        Ok(())
    }

    fn mapping(&mut self, value: &Value) -> Result<(), Refusal> {
        for (name, value) in value.as_fields().into_iter().flatten() {
            self.line();
            // A key on several lines, or a long one, is marked as a key.
            if name.contains(is_break) || name.len() > 128 {
                self.indicator("?", true, false, true);
                self.indented(true, false, |writer| writer.text(name, Place::Mapping))?;
                self.line();
                self.indicator(":", true, false, true);
            } else {
                self.indented(true, false, |writer| writer.text(name, Place::SimpleKey))?;
                self.indicator(":", false, false, false);
            }
            self.node(value, Place::Mapping)?;
        }
        Ok(())
    }

    fn scalar(&mut self, value: &Value, place: Place) -> Result<(), Refusal> {
        self.indented(true, false, |writer| match value.kind() {
            Kind::Null(_) => {
                writer.plain("null", place);
                Ok(())
            }
            Kind::Bool(truth) => {
                writer.plain(if *truth { "true" } else { "false" }, place);
                Ok(())
            }
            Kind::Number(number) => {
                writer.plain(&number.to_string(), place);
                Ok(())
            }
            Kind::String(text) => writer.text(text, place),
            _ => Err(wrong("the value is not wholly known")),
        })
    }

    fn plain(&mut self, text: &str, place: Place) {
        if !self.whitespace {
            self.put(' ');
        }
        text.chars().for_each(|character| self.put(character));
        self.whitespace = false;
        self.indention = false;
        if place == Place::Root {
            self.open_ended = true;
        }
    }

    fn text(&mut self, text: &str, place: Place) -> Result<(), Refusal> {
        self.arguments.allocate(text.len())?;
        if text.contains('\n') && place != Place::SimpleKey && block_allowed(text) {
            self.literal(text);
        } else {
            self.quoted(text, place != Place::SimpleKey);
        }
        Ok(())
    }

    fn literal(&mut self, text: &str) {
        self.indicator("|", true, false, false);
        if text.starts_with(|first| first == ' ' || is_break(first)) {
            self.indicator("2", false, false, false);
        }
        let mut backwards = text.chars().rev();
        let last = backwards.next().is_some_and(is_break);
        let more = backwards.next().is_none_or(is_break);
        if !last {
            self.indicator("-", false, false, false);
        } else if more {
            self.indicator("+", false, false, false);
        }
        self.put_break();
        self.indention = true;
        self.whitespace = true;
        let mut breaks = true;
        for character in text.chars() {
            if is_break(character) {
                self.out.push(character);
                self.column = 0;
                self.indention = true;
                breaks = true;
            } else {
                if breaks {
                    self.line();
                }
                self.put(character);
                self.indention = false;
                breaks = false;
            }
        }
    }

    /// Long texts go on on the next line where there is a space.
    fn quoted(&mut self, text: &str, folds: bool) {
        self.indicator("\"", true, false, false);
        let mut characters = text.chars().peekable();
        let mut first = true;
        let mut after_space = false;
        while let Some(character) = characters.next() {
            let next = characters.peek().copied();
            let inside = !first && next.is_some();
            first = false;
            let space = character == ' ';
            if space && folds && !after_space && inside && self.column > WIDTH {
                self.line();
                if next == Some(' ') {
                    self.put('\\');
                }
            } else if is_printable(character)
                && !is_break(character)
                && !matches!(character, '"' | '\\')
            {
                self.put(character);
            } else {
                escape(character)
                    .chars()
                    .for_each(|character| self.put(character));
            }
            after_space = space;
        }
        self.indicator("\"", false, false, false);
        self.whitespace = false;
        self.indention = false;
    }
}

fn is_break(character: char) -> bool {
    matches!(character, '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What libyaml prints as it is: no tab, and nothing beyond the basic plane.
fn is_printable(character: char) -> bool {
    matches!(
        character,
        '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}'
    )
}

/// Whether a literal block can hold the text: nothing unprintable, no space before a line end or at the very end.
fn block_allowed(text: &str) -> bool {
    let space_at_end = text.ends_with(' ');
    let space_before_break = text
        .chars()
        .zip(text.chars().skip(1))
        .any(|(first, second)| first == ' ' && is_break(second));
    !space_at_end && !space_before_break && text.chars().all(is_printable)
}

fn escape(character: char) -> String {
    let short = match character {
        '\0' => '0',
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\t' => 't',
        '\n' => 'n',
        '\u{b}' => 'v',
        '\u{c}' => 'f',
        '\r' => 'r',
        '\u{1b}' => 'e',
        '"' => '"',
        '\\' => '\\',
        '\u{85}' => 'N',
        '\u{a0}' => '_',
        '\u{2028}' => 'L',
        '\u{2029}' => 'P',
        _ => {
            let code = u32::from(character);
            let mut text = String::new();
            // INVARIANT: writing to a string does not fail.
            let _ = match code {
                0..=0xff => write!(text, "\\x{code:02X}"),
                0x100..=0xffff => write!(text, "\\u{code:04X}"),
                _ => write!(text, "\\U{code:08X}"),
            };
            return text;
        }
    };
    format!("\\{short}")
}
