//! What can be wrong with a text, in words. Knows no way back from an error; that is `recover`.

use super::{Abandoned, MAX_CHAIN, MAX_DEPTH, MAX_PROBLEMS, Parse, Parser};
use crate::finding::Problem;
use crate::source::Span;

/// What should have come next, and what the user can do.
pub(super) struct Expected {
    message: &'static str,
    help: &'static str,
}

const fn expected(message: &'static str, help: &'static str) -> Expected {
    Expected { message, help }
}

pub(super) const ITEM: Expected = expected(
    "argument or block definition required",
    "write `name = value`, or a block `name { … }`",
);
pub(super) const AFTER_NAME: Expected = expected(
    "argument or block definition required",
    "to set an argument, write an equals sign `=` after its name; a block has `{` there",
);
pub(super) const QUOTED_ARGUMENT: Expected = expected(
    "invalid argument name",
    "argument names are written without quotes",
);
pub(super) const HEADER: Expected = expected(
    "invalid block definition",
    "either a quoted block label or an opening brace `{` is expected here",
);
pub(super) const HEADER_LINE: Expected = expected(
    "invalid block definition",
    "the opening brace `{` of a block stands on the same line as its header",
);
pub(super) const HEADER_EQUALS: Expected = expected(
    "invalid block definition",
    "the equals sign `=` makes an argument; a block has no `=`, and an argument has no labels",
);
pub(super) const LABEL_TEMPLATE: Expected = expected(
    "template sequence in a block label",
    "block labels are plain text; to write a literal `$` or `%` before `{`, double it",
);
pub(super) const AFTER_ARGUMENT: Expected = expected(
    "missing newline after argument",
    "an argument ends with its line",
);
pub(super) const COMMA_AFTER_ARGUMENT: Expected = expected(
    "unexpected comma after argument",
    "arguments are separated by newlines, not by commas",
);
pub(super) const AFTER_BLOCK: Expected = expected(
    "missing newline after block definition",
    "a block ends with the line of its closing brace",
);
pub(super) const ONE_LINE_ITEM: Expected = expected(
    "argument definition required",
    "a block on a single line holds one argument; put nested blocks on lines of their own",
);
pub(super) const ONE_LINE_END: Expected = expected(
    "invalid single-line block",
    "a block on a single line holds one argument and is closed on that line; put several arguments on lines of their own",
);
pub(super) const STRAY_BRACE: Expected = expected(
    "closing brace without a block",
    "remove the brace `}`, or look for a block above that is closed too early",
);
pub(super) const EXPRESSION: Expected = expected(
    "invalid expression",
    "a value is expected here, such as a string, a number, a reference or a function call",
);
pub(super) const VALUE: Expected = expected(
    "missing value",
    "the value starts on the same line as the equals sign",
);
pub(super) const EXTRA_AFTER_EXPRESSION: Expected = expected(
    "extra characters after expression",
    "the expression is complete before this place",
);
pub(super) const CONDITIONAL_COLON: Expected = expected(
    "missing `:` in conditional",
    "a conditional is written `condition ? value : other`",
);
pub(super) const ATTRIBUTE_NAME: Expected = expected(
    "invalid attribute name",
    "an attribute name is required after a dot",
);
pub(super) const NESTED_SPLAT: Expected = expected(
    "nested splat not allowed",
    "after `.*` only attributes follow; use `[*]` for splats inside splats",
);
pub(super) const INDEX_END: Expected =
    expected("missing `]` after index", "an index is written `[key]`");
pub(super) const SPLAT_END: Expected =
    expected("missing `]` after `*`", "a splat is written `[*]`");
pub(super) const PARENTHESIS_END: Expected = expected(
    "missing `)`",
    "the parenthesis is not closed before this place",
);
pub(super) const FUNCTION_NAME: Expected = expected(
    "missing function name",
    "`::` is followed by a name, as in `provider::aws::arn_parse(…)`",
);
pub(super) const CALL_START: Expected = expected(
    "missing `(` after function name",
    "a name with `::` is a function, and a function is called with parentheses",
);
pub(super) const ARGUMENT_SEPARATOR: Expected = expected(
    "missing `,` between arguments",
    "the arguments of a function are separated by commas",
);
pub(super) const EXPANSION_END: Expected = expected(
    "missing `)` after `...`",
    "the expanded argument is the last one",
);
pub(super) const ELEMENT_SEPARATOR: Expected = expected(
    "missing `,` between elements",
    "the elements of a list are separated by commas",
);
pub(super) const ENTRY_SEPARATOR: Expected = expected(
    "missing newline or `,` between entries",
    "the entries of an object are separated by newlines or commas",
);
pub(super) const KEY_SEPARATOR: Expected = expected(
    "missing `=` after key",
    "an entry is written `key = value`; a key with dots or spaces stands in quotes",
);
pub(super) const FOR_NAME: Expected = expected(
    "missing name after `for`",
    "write `for value in collection` or `for key, value in collection`",
);
pub(super) const FOR_IN: Expected = expected(
    "missing `in` after the names of `for`",
    "write `for value in collection` or `for key, value in collection`",
);
pub(super) const FOR_COLON: Expected = expected(
    "missing `:` after the collection of `for`",
    "write `[for value in collection : result]`",
);
pub(super) const FOR_ARROW: Expected = expected(
    "missing `=>` in `for` that makes an object",
    "write `{for value in collection : key => result}`",
);
pub(super) const FOR_TUPLE_KEY: Expected = expected(
    "key in `for` that makes a list",
    "`=>` belongs into braces: `{for value in collection : key => result}`",
);
pub(super) const FOR_TUPLE_GROUP: Expected = expected(
    "`...` in `for` that makes a list",
    "grouping belongs into braces: `{for value in collection : key => result...}`",
);
pub(super) const FOR_END: Expected = expected(
    "extra characters after `for`",
    "the `for` expression is complete before this place",
);
pub(super) const INTERPOLATION_END: Expected = expected(
    "extra characters after interpolation expression",
    "close the interpolation with `}`; text of another language with `${` in it is written `$${`",
);
pub(super) const DIRECTIVE_END: Expected = expected(
    "extra characters in template directive",
    "close the directive with `}`; text of another language with `%{` in it is written `%%{`",
);
pub(super) const DIRECTIVE: Expected = expected(
    "invalid template directive",
    "`%{` is followed by `if`, `else`, `endif`, `for` or `endfor`; text of another language with `%{` in it is written `%%{`",
);
pub(super) const SECOND_ELSE: Expected = expected(
    "second `else` directive",
    "an `if` directive has one `else`",
);
pub(super) const HEREDOC_MARKER: Expected = expected(
    "invalid heredoc",
    "a heredoc starts with `<<EOT` or `<<-EOT`, without quotes and spaces",
);
pub(super) const HEREDOC_LINE: Expected = expected(
    "invalid heredoc",
    "nothing follows the heredoc marker on its line, no space and no comment either",
);
pub(super) const CARRIAGE_RETURN: Expected = expected(
    "invalid character",
    "a carriage return stands only before a newline",
);
pub(super) const QUOTED_NEWLINE: Expected = expected(
    "newline in quoted string",
    "close the string with `\"`; for text of several lines use `\\n` or a heredoc `<<EOT`",
);
pub(super) const ESCAPE: Expected = expected(
    "invalid escape sequence",
    "the escapes are `\\n`, `\\r`, `\\t`, `\\\"`, `\\\\`, `\\uNNNN` and `\\UNNNNNNNN`; a backslash itself is written `\\\\`",
);
pub(super) const NUMBER: Expected = expected(
    "invalid number",
    "a number has digits, at most one `.` and at most one exponent",
);

const BITWISE: Expected = expected(
    "unsupported operator",
    "there are no bitwise operators; the boolean ones are `&&`, `||` and `!`",
);
const SINGLE_QUOTE: Expected = expected("invalid character", "strings stand in double quotes `\"`");
const BACKTICK: Expected = expected(
    "invalid character",
    "for text of several lines use a heredoc `<<EOT`",
);
const SEMICOLON: Expected = expected(
    "invalid character",
    "arguments and blocks are separated by newlines, elements by commas",
);
const CURLY_QUOTE: Expected = expected(
    "invalid character",
    "replace the curly quote by a straight one `\"`",
);
const FOREIGN: Expected = expected(
    "invalid character",
    "this character is not used in the language",
);

impl Parser<'_> {
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, start as u32, end as u32)
    }

    /// Notes a problem after which parsing goes on.
    #[cold]
    pub(super) fn note(&mut self, problem: Problem) {
        match self.problems.len() {
            _ if self.silent => {}
            len if len < MAX_PROBLEMS => self.problems.push(problem),
            MAX_PROBLEMS => {
                let last = Problem::error(self.here(), "too many syntax errors")
                    .with_help("further syntax errors of this file are not told");
                self.problems.push(last);
            }
            _ => {}
        }
    }

    /// Notes a problem that ends the item at hand.
    #[cold]
    pub(super) fn fail<T>(&mut self, problem: Problem) -> Parse<T> {
        self.note(problem);
        Err(Abandoned)
    }

    /// What is expected is not what comes next.
    #[cold]
    pub(super) fn unexpected(&self, expected: &Expected) -> Problem {
        let told = self.foreign().unwrap_or(expected);
        self.expected_at(told, self.here())
    }

    /// As `unexpected`, where something that was opened before is still to be closed.
    #[cold]
    pub(super) fn unclosed(&self, open: usize, expected: &Expected) -> Problem {
        let opener = self.span(open, open + self.character(open).map_or(0, char::len_utf8));
        if self.at_end() {
            let text = self.slice(opener.start as usize, opener.end as usize);
            return Problem::error(opener, format!("unclosed `{text}`"))
                .with_help("the file ends before it is closed");
        }
        self.unexpected(expected)
            .with_related(opener, "opened here")
    }

    /// A `${` or `%{` that is not closed.
    #[cold]
    pub(super) fn unclosed_sequence(&self, start: usize, expected: &Expected) -> Problem {
        let opener = self.span(start, start + 2);
        if self.at_end() {
            let text = self.slice(start, start + 2);
            return Problem::error(opener, format!("unclosed `{text}`"))
                .with_help("close it with `}`");
        }
        self.unexpected(expected)
            .with_related(opener, "opened here")
    }

    #[cold]
    #[expect(
        clippy::unused_self,
        reason = "reads like its neighbours at the place of use"
    )]
    pub(super) fn expected_at(&self, expected: &Expected, span: Span) -> Problem {
        Problem::error(span, expected.message).with_help(expected.help)
    }

    /// A character that stands for a mistake of its own, whatever is expected at its place.
    fn foreign(&self) -> Option<&'static Expected> {
        let second = self.peek_second();
        match self.character(self.pos)? {
            '\'' => Some(&SINGLE_QUOTE),
            '`' => Some(&BACKTICK),
            ';' => Some(&SEMICOLON),
            '“' | '”' | '„' | '‘' | '’' => Some(&CURLY_QUOTE),
            '^' => Some(&BITWISE),
            '~' if second != b'}' => Some(&BITWISE),
            '&' if second != b'&' => Some(&BITWISE),
            '|' if second != b'|' => Some(&BITWISE),
            '\r' if second == b'\n' => None,
            '@' | '$' | '\\' => Some(&FOREIGN),
            c if c.is_ascii() && !c.is_ascii_control() || matches!(c, '\n' | '\t') => None,
            c if unicode_ident::is_xid_start(c) => None,
            _ => Some(&FOREIGN),
        }
    }

    /// The word or character that comes next; empty at the end of the text.
    pub(super) fn here(&self) -> Span {
        let start = self.pos.min(self.bytes.len());
        let rest = self.slice(start, self.bytes.len());
        let word = |c: &char| *c == '_' || *c == '-' || unicode_ident::is_xid_continue(*c);
        let length: usize = match rest.chars().next() {
            None | Some('\n' | '\r') => 0,
            Some(first) if word(&first) => rest.chars().take_while(word).map(char::len_utf8).sum(),
            Some(first) => first.len_utf8(),
        };
        self.span(start, start + length)
    }

    pub(super) fn too_deep(&self) -> Problem {
        Problem::error(self.here(), "nested too deeply")
            .with_help(format!("at most {MAX_DEPTH} levels are read"))
    }

    pub(super) fn too_long(&self, start: usize) -> Problem {
        Problem::error(self.span(start, self.pos), "expression too long").with_help(format!(
            "at most {MAX_CHAIN} operators or steps in a row are read"
        ))
    }

    pub(super) fn endless_comment(&self) -> Problem {
        Problem::error(self.span(self.pos, self.pos + 2), "unterminated comment")
            .with_help("close the comment with `*/`")
    }

    pub(super) fn endless_string(&self, start: usize) -> Problem {
        Problem::error(self.span(start, start + 1), "unterminated string")
            .with_help("the file ends before the closing quote `\"`")
    }

    pub(super) fn endless_heredoc(&self, start: usize, marker: Span) -> Problem {
        let name = self.slice(marker.start as usize, marker.end as usize);
        let opener = self.span(start, marker.end as usize);
        Problem::error(opener, "unterminated heredoc").with_help(format!(
            "it ends with a line of nothing but `{name}`, and that line ends with a newline"
        ))
    }

    pub(super) fn unclosed_block(&self, header: Span, brace: usize) -> Problem {
        let name = self.slice(header.start as usize, header.end as usize);
        Problem::error(self.span(brace, brace + 1), "unclosed block")
            .with_label("opened here")
            .with_help(
                "there is no closing brace `}` for this block; it may be missing further down",
            )
            .with_related(header, format!("the block `{name}`"))
    }

    pub(super) fn redefined(&self, name: Span, first: Span) -> Problem {
        let text = self.slice(name.start as usize, name.end as usize);
        Problem::error(name, format!("argument `{text}` is set twice"))
            .with_help("each argument is set only once in a block")
            .with_related(first, "first set here")
    }

    pub(super) fn chained_index(&self, span: Span) -> Problem {
        let digits = self.slice(span.start as usize, span.end as usize);
        let brackets = digits.replace('.', "][");
        Problem::error(span, "invalid legacy index").with_help(format!("write `[{brackets}]`"))
    }
}
