//! The names that declarations give: what may be one, and which are taken.

use super::content::Nested;
use crate::finding::Problem;

/// Names that a module call keeps for itself, so that no variable can have them.
const TAKEN: [&str; 8] = [
    "count",
    "depends_on",
    "for_each",
    "lifecycle",
    "locals",
    "providers",
    "source",
    "version",
];

/// Declarations whose labels are names.
const NAMED: [&str; 7] = [
    "check",
    "data",
    "ephemeral",
    "module",
    "output",
    "resource",
    "variable",
];

/// Whether a text is a name of the language: a letter or `_`, then letters, digits, `_` and `-`.
pub(super) fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters
        .next()
        .is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'))
}

/// Reports the labels of a declaration that cannot be its name.
pub(super) fn check(block: &Nested, problems: &mut Vec<Problem>) {
    let block_type = &*block.block_type;
    if !NAMED.contains(&block_type) {
        return;
    }
    for (label, span) in &block.labels {
        if !is_name(label) {
            let problem = Problem::error(*span, format!("`{label}` is not a name"));
            problems.push(problem.with_help(
                "a name begins with a letter or `_`, and has only letters, digits, `_` and `-`",
            ));
        } else if block_type == "variable" && TAKEN.contains(&&**label) {
            let message = format!("no variable can be called `{label}`");
            let problem = Problem::error(*span, message);
            problems.push(problem.with_help("module calls have an argument of this name"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_name;

    #[test]
    fn names() {
        for (text, expected) in [
            ("a", true),
            ("_a-1", true),
            ("größe", true),
            ("1a", false),
            ("-a", false),
            ("a.b", false),
            ("", false),
        ] {
            assert_eq!(is_name(text), expected, "{text}");
        }
    }
}
