//! `fileset`: the files below a directory whose paths match a pattern of `*`, `**`, `?`, `[…]` and `{…}`.
//!
//! The patterns are those of Go's `doublestar`: `**` as a whole part of the path means any number of directories, and names that start with a
//! dot are names like any other.

use super::arguments::{Arguments, Refusal, wrong_argument};
use super::filesystem::{clean, files, locate, unreadable};
use super::signature::{Function, Parameter, Want};
use super::support;
use crate::source::{ReadError, Tree};
use crate::value::{Type, Value};
use std::collections::BTreeSet;

pub(super) const FUNCTIONS: &[Function] = &[Function::new(
    "fileset",
    &[
        Parameter::new("path", Want::String),
        Parameter::new("pattern", Want::String),
    ],
    Want::SetOfString,
    file_set,
)];

/// Alternatives in braces multiply; more than this many is no pattern that people write.
const MOST_ALTERNATIVES: usize = 256;

fn file_set(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let base = locate(arguments, 0)?;
    let tree = files(arguments)?.tree;
    let pattern = arguments.text(1)?;
    let patterns = match alternatives(pattern) {
        Some(patterns) => patterns,
        // Where there is nothing to compare with, Terraform does not find a mistake in the pattern.
        None if tree.list(&base).is_err() => Vec::new(),
        None => return Err(wrong_argument(1, "the pattern is not valid")),
    };
    let mut found = BTreeSet::new();
    for pattern in patterns {
        let pattern = clean(&pattern);
        let mut directory = base.clone();
        let mut shown = String::new();
        let mut parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
        while parts.first() == Some(&"..") {
            parts.remove(0);
            shown.push_str("../");
            directory = crate::source::join(&directory, "..").ok_or_else(|| {
                arguments.unknowable("leads out of the directory tree that is checked")
            })?;
        }
        if tree.list(&directory).is_err() {
            continue;
        }
        let compiled = parts
            .iter()
            .map(|part| Part::parse(part))
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| wrong_argument(1, "the pattern is not valid"))?;
        let mut walk = Walk {
            arguments,
            tree,
            found: &mut found,
        };
        walk.directory(&directory, &shown, &compiled)?;
    }
    let values = found
        .into_iter()
        .map(|path| arguments.string(path))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(support::set(Type::String, values, arguments.origin()))
}

struct Walk<'a> {
    arguments: &'a Arguments<'a>,
    tree: &'a dyn Tree,
    found: &'a mut BTreeSet<String>,
}

impl Walk<'_> {
    /// Looks for files below a directory of the tree; `shown` is its path as the result has it.
    fn directory(&mut self, path: &str, shown: &str, parts: &[Part]) -> Result<(), Refusal> {
        let Some((part, rest)) = parts.split_first() else {
            return Ok(());
        };
        let entries = match self.tree.list(path) {
            Ok(entries) => entries,
            Err(ReadError::NotFound | ReadError::NotAFile | ReadError::Outside) => return Ok(()),
            Err(error) => return Err(unreadable(path, &error)),
        };
        self.arguments.spend(1 + entries.len())?;
        let deep = *part == Part::AnyDirectories;
        if deep && !rest.is_empty() {
            self.directory(path, shown, rest)?;
        }
        for entry in entries {
            let inner = if path.is_empty() {
                entry.name.clone()
            } else {
                format!("{path}/{}", entry.name)
            };
            let inner_shown = format!("{shown}{}", entry.name);
            if entry.is_dir {
                let below = if deep {
                    parts
                } else if part.matches(&entry.name) {
                    rest
                } else {
                    continue;
                };
                let budget = self.arguments.context().budget;
                budget.deeper(|| self.directory(&inner, &format!("{inner_shown}/"), below))??;
            } else if rest.is_empty()
                && (deep || part.matches(&entry.name))
                && self.tree.is_file(&inner)
            {
                self.found.insert(inner_shown);
            }
        }
        Ok(())
    }
}

/// One part of a pattern, between slashes.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Part {
    AnyDirectories,
    Name(Vec<Piece>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Any,
    One,
    Character(char),
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
}

impl Part {
    fn parse(text: &str) -> Option<Self> {
        if text == "**" {
            return Some(Self::AnyDirectories);
        }
        let mut pieces = Vec::new();
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            pieces.push(match character {
                '*' => Piece::Any,
                '?' => Piece::One,
                '[' => class(&mut characters)?,
                '\\' => Piece::Character(characters.next()?),
                _ => Piece::Character(character),
            });
        }
        Some(Self::Name(pieces))
    }

    fn matches(&self, name: &str) -> bool {
        let Self::Name(pieces) = self else {
            return true;
        };
        let name: Vec<char> = name.chars().collect();
        // `reached[n]`: the pieces so far match the first `n` characters.
        let mut reached = vec![false; name.len() + 1];
        if let Some(start) = reached.first_mut() {
            *start = true;
        }
        for piece in pieces {
            let mut next = vec![false; name.len() + 1];
            let mut before = false;
            for (index, slot) in next.iter_mut().enumerate() {
                let here = reached.get(index).copied().unwrap_or(false);
                if *piece == Piece::Any {
                    before |= here;
                    *slot = before;
                } else {
                    let previous = index.checked_sub(1);
                    *slot = before
                        && previous
                            .and_then(|at| name.get(at))
                            .is_some_and(|&c| piece.takes(c));
                    before = here;
                }
            }
            reached = next;
        }
        reached.last() == Some(&true)
    }
}

impl Piece {
    fn takes(&self, character: char) -> bool {
        match self {
            Self::Any | Self::One => true,
            Self::Character(wanted) => *wanted == character,
            Self::Class { negated, ranges } => {
                let inside = ranges
                    .iter()
                    .any(|&(low, high)| (low..=high).contains(&character));
                inside != *negated
            }
        }
    }
}

fn class(characters: &mut std::str::Chars<'_>) -> Option<Piece> {
    let mut ranges = Vec::new();
    let mut next = characters.next()?;
    let negated = matches!(next, '^' | '!');
    if negated {
        next = characters.next()?;
    }
    loop {
        if next == ']' {
            // A class must hold something.
            return (!ranges.is_empty()).then_some(Piece::Class { negated, ranges });
        }
        let low = if next == '\\' {
            characters.next()?
        } else {
            next
        };
        next = characters.next()?;
        let mut high = low;
        if next == '-' {
            high = match characters.next()? {
                '\\' => characters.next()?,
                ']' => return None,
                other => other,
            };
            next = characters.next()?;
        }
        ranges.push((low, high));
    }
}

/// The patterns without braces that a pattern with braces stands for.
fn alternatives(pattern: &str) -> Option<Vec<String>> {
    let mut work = vec![pattern.to_owned()];
    let mut done = Vec::new();
    while let Some(pattern) = work.pop() {
        if work.len() + done.len() > MOST_ALTERNATIVES {
            return None;
        }
        match split_braces(&pattern) {
            Braces::None => done.push(pattern),
            Braces::Open => return None,
            Braces::Choices {
                before,
                choices,
                after,
            } => work.extend(
                choices
                    .into_iter()
                    .map(|choice| format!("{before}{choice}{after}")),
            ),
        }
    }
    Some(done)
}

/// The first braces of a pattern.
enum Braces<'a> {
    None,
    /// They are not closed.
    Open,
    Choices {
        before: &'a str,
        choices: Vec<&'a str>,
        after: &'a str,
    },
}

fn split_braces(pattern: &str) -> Braces<'_> {
    // All offsets are those of ASCII characters in the pattern.
    let piece = |from: usize, to: usize| pattern.get(from..to).unwrap_or("");
    let mut depth = 0u32;
    let mut open = 0;
    let mut start = 0;
    let mut choices = Vec::new();
    let mut escaped = false;
    let mut bracket = false;
    for (at, character) in pattern.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match character {
            '\\' => escaped = true,
            '[' => bracket = true,
            ']' => bracket = false,
            _ if bracket => {}
            '{' => {
                if depth == 0 {
                    open = at;
                    start = at + 1;
                }
                depth += 1;
            }
            ',' if depth == 1 => {
                choices.push(piece(start, at));
                start = at + 1;
            }
            '}' if depth > 0 => {
                depth -= 1;
                if depth == 0 {
                    choices.push(piece(start, at));
                    return Braces::Choices {
                        before: piece(0, open),
                        choices,
                        after: piece(at + 1, pattern.len()),
                    };
                }
            }
            _ => {}
        }
    }
    if depth == 0 {
        Braces::None
    } else {
        Braces::Open
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match() {
        for (pattern, name, matches) in [
            ("*.tf", "main.tf", true),
            ("*.tf", "main.tfvars", false),
            ("*", ".hidden", true),
            ("a**b", "axyb", true),
            ("?", "é", true),
            ("[a-c]x", "bx", true),
            ("[^a-c]x", "bx", false),
            ("\\*", "*", true),
            ("\\*", "a", false),
            ("", "", true),
        ] {
            let part = Part::parse(pattern).unwrap();
            assert_eq!(part.matches(name), matches, "{pattern} {name}");
        }
        assert!(Part::parse("[").is_none());
    }

    #[test]
    fn braces_multiply() {
        let mut found = alternatives("{a,b}/{c,{d,e}}").unwrap();
        found.sort();
        assert_eq!(found, ["a/c", "a/d", "a/e", "b/c", "b/d", "b/e"]);
        assert!(alternatives("{a").is_none());
    }
}
