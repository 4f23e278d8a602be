//! The settings of a tree, `.groundrules.hcl`: what people decided for it. Knows no disk.
//!
//! ```hcl
//! inventory {
//!   ignore {
//!     arn    = "arn:aws:s3:::legacy-*"
//!     reason = "moves to the archive account in March"
//!   }
//! }
//! ```

use crate::finding::Problem;
use crate::inventory::Ignore;
use crate::source::{SourceFile, Tree, join};
use crate::syntax::{self, Item};
use std::sync::Arc;

/// The name of the file.
pub const FILE: &str = ".groundrules.hcl";

/// What a settings file says.
#[derive(Clone, Default, Debug)]
pub struct Settings {
    /// What an inventory leaves out, with the reasons.
    pub ignores: Vec<Ignore>,
}

impl Settings {
    /// The path of the settings that hold for a directory: its own, or those of the nearest directory around it in the tree.
    pub fn find(tree: &dyn Tree, directory: &str) -> Option<String> {
        let mut around = Some(directory);
        while let Some(directory) = around {
            let path = join(directory, FILE).filter(|path| tree.is_file(path));
            if path.is_some() {
                return path;
            }
            around = match directory.rsplit_once('/') {
                Some((outer, _)) => Some(outer),
                None => (!directory.is_empty()).then_some(""),
            };
        }
        None
    }

    /// Reads a settings file; what it does not know is a problem at its place.
    pub fn read(file: &Arc<SourceFile>) -> Result<Self, Vec<Problem>> {
        const HELP: &str = "the settings hold one block, `inventory`";
        let parsed = syntax::parse(file);
        let mut problems = parsed.problems;
        let mut settings = Self::default();
        let mut first = None;
        for item in parsed.ast.body().items() {
            let (name, span, what) = match item {
                Item::Block(block) if block.block_type() == "inventory" => {
                    if let Some((_, label)) = block.label(0) {
                        problems.push(Problem::error(label, "`inventory` has no label"));
                    }
                    if let Some(first) = first {
                        let problem =
                            Problem::error(block.header_span(), "`inventory` stands twice");
                        problems.push(problem.with_related(first, "the first one is here"));
                    }
                    first = first.or(Some(block.header_span()));
                    let entries = Ignore::list(block.body(), file.path(), &mut problems);
                    settings.ignores.extend(entries);
                    continue;
                }
                Item::Block(block) => (block.block_type(), block.type_span(), "block"),
                Item::Attribute(attribute) => (attribute.name(), attribute.name_span(), "argument"),
            };
            let message = format!("the settings have no {what} `{name}`");
            let problem = Problem::error(span, message).with_help(HELP);
            problems.push(problem.with_suggestion(name, ["inventory"]));
        }
        if problems.is_empty() {
            Ok(settings)
        } else {
            Err(problems)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{MemoryTree, Sources};

    #[test]
    fn the_nearest_file_of_the_tree_holds() {
        let tree = MemoryTree::new([
            (".groundrules.hcl", ""),
            ("a/b/.groundrules.hcl", ""),
            ("a/c/main.tf", ""),
        ]);
        for (directory, expected) in [
            ("", ".groundrules.hcl"),
            ("a", ".groundrules.hcl"),
            ("a/c", ".groundrules.hcl"),
            ("a/b", "a/b/.groundrules.hcl"),
            ("a/b/c/d", "a/b/.groundrules.hcl"),
        ] {
            assert_eq!(
                Settings::find(&tree, directory).as_deref(),
                Some(expected),
                "{directory}"
            );
        }
        assert_eq!(
            Settings::find(&MemoryTree::new([("a.tf", "")]), "a/b"),
            None
        );
    }

    #[test]
    fn what_settings_say() {
        let sources = Sources::new();
        let read = |text: &str| Settings::read(&sources.add(FILE, text));
        let settings =
            read("inventory {\n  ignore {\n    arn = \"a\"\n    reason = \"r\"\n  }\n}\n").unwrap();
        assert_eq!(settings.ignores.len(), 1);
        assert!(read("").unwrap().ignores.is_empty());
        for (text, said, help) in [
            (
                "inventori {\n}",
                "no block `inventori`",
                "did you mean `inventory`?",
            ),
            (
                "profile = \"strict\"",
                "no argument `profile`",
                "hold one block",
            ),
            (
                "inventory {\n  ignored {\n  }\n}",
                "only `ignore` blocks",
                "did you mean `ignore`?",
            ),
            ("inventory {\n}\ninventory {\n}", "stands twice", ""),
            ("inventory \"x\" {\n}", "no label", ""),
            (
                "inventory {\n  ignore {\n    arn = \"a\"\n  }\n}",
                "gives no `reason`",
                "write why",
            ),
        ] {
            let problems = read(text).unwrap_err();
            let found = problems
                .iter()
                .find(|problem| problem.message.contains(said));
            let found = found.unwrap_or_else(|| panic!("{text}: {problems:?}"));
            assert!(found.primary.is_some(), "{text}");
            assert!(
                found.help.as_deref().unwrap_or("").contains(help),
                "{text}: {found:?}"
            );
        }
    }
}
