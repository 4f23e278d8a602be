//! Which files of a directory make up a module, and their parsed texts.

use crate::finding::{Label, Problem, ProblemKind};
use crate::source::disk::CONFIGURATION_ENDINGS;
use crate::source::{Entry, SourceFile, Sources, Span, Tree, join};
use crate::syntax::{self, Ast};
use std::collections::BTreeSet;
use std::sync::Arc;

/// One parsed file.
#[derive(Debug)]
pub struct File {
    pub path: Arc<str>,
    pub source: Arc<SourceFile>,
    pub ast: Arc<Ast>,
    /// Whether the file is an override file, merged over the others.
    pub is_override: bool,
    /// What is wrong with its bytes or its syntax.
    pub problems: Vec<Problem>,
}

/// The names of the files of a directory that Terraform or `OpenTofu` would read, in the order in which they are merged:
/// the plain files by name, then the override files by name.
#[derive(PartialEq, Eq, Debug, Default)]
pub struct FileNames {
    pub plain: Vec<String>,
    pub overrides: Vec<String>,
    /// `terraform.tfvars`, `terraform.tfvars.json`, then `*.auto.tfvars(.json)` by name.
    pub variables: Vec<String>,
}

/// Whether the name is that of a configuration file: neither hidden nor an editor's backup.
pub fn is_configuration(name: &str) -> bool {
    stem(name).is_some()
}

/// The name without its ending.
fn stem(name: &str) -> Option<&str> {
    let backup = name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'));
    if backup {
        return None;
    }
    CONFIGURATION_ENDINGS
        .iter()
        .find_map(|ending| name.strip_suffix(ending))
}

#[expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "Terraform's endings are in lower case"
)]
/// Sorts the entries of a directory. A `.tofu` file shadows the `.tf` file of the same name, as `OpenTofu` has it.
pub fn select(entries: &[Entry]) -> FileNames {
    let names: BTreeSet<&str> = entries
        .iter()
        .filter(|entry| !entry.is_dir)
        .map(|entry| entry.name.as_str())
        .collect();
    let mut files = FileNames::default();
    for &name in &names {
        let Some(stem) = stem(name) else { continue };
        let shadow = if name.ends_with(".tf") {
            Some(format!("{stem}.tofu"))
        } else if name.ends_with(".tf.json") {
            Some(format!("{stem}.tofu.json"))
        } else {
            None
        };
        if shadow.is_some_and(|shadow| names.contains(shadow.as_str())) {
            continue;
        }
        if stem == "override" || stem.ends_with("_override") {
            files.overrides.push(name.to_owned());
        } else {
            files.plain.push(name.to_owned());
        }
    }
    let fixed = ["terraform.tfvars", "terraform.tfvars.json"];
    let automatic = names
        .iter()
        .copied()
        .filter(|name| name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json"))
        .filter(|name| !name.starts_with('.'));
    files.variables = fixed
        .into_iter()
        .filter(|name| names.contains(name))
        .chain(automatic)
        .map(str::to_owned)
        .collect();
    files
}

/// Reads and parses one file. What goes wrong is among its problems; then the tree is of what could be read.
pub fn read(tree: &dyn Tree, sources: &Sources, path: &str, is_override: bool) -> File {
    let mut problems = Vec::new();
    let text = match tree.read(path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => return invalid_utf8(sources, path, is_override, &error),
        },
        Err(error) => {
            problems.push(Problem {
                kind: ProblemKind::Error,
                message: format!("cannot read `{path}`: {error}"),
                help: None,
                primary: None,
                related: Vec::new(),
            });
            String::new()
        }
    };
    let source = sources.add(path, text);
    let parsed = syntax::parse(&source);
    problems.extend(parsed.problems);
    File {
        path: Arc::from(path),
        source,
        ast: Arc::new(parsed.ast),
        is_override,
        problems,
    }
}

/// A file whose bytes are not UTF-8: its text is what stands before the first wrong byte, so that the place can be shown; none of it counts.
fn invalid_utf8(
    sources: &Sources,
    path: &str,
    is_override: bool,
    error: &std::string::FromUtf8Error,
) -> File {
    let at = error.utf8_error().valid_up_to();
    let good = error.as_bytes().get(..at).unwrap_or(&[]);
    let source = sources.add(path, String::from_utf8_lossy(good).into_owned());
    let ast = syntax::parse(&sources.add("<empty>", "")).ast;
    let span = Span::new(source.id(), at as u32, at as u32);
    let problem = Problem {
        kind: ProblemKind::Error,
        message: format!("`{path}` is not valid UTF-8 from byte {at} on"),
        help: Some("save the file as UTF-8".to_owned()),
        primary: Some(Label::new(span, "")),
        related: Vec::new(),
    };
    File {
        path: Arc::from(path),
        source,
        ast: Arc::new(ast),
        is_override,
        problems: vec![problem],
    }
}

/// A path of a file in a directory of the tree.
pub fn path_in(directory: &str, name: &str) -> String {
    join(directory, name).unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_module() {
        let names = [
            "b.tf",
            "a.tf.json",
            "main.tf",
            "main.tofu",
            "x_override.tf",
            "override.tf.json",
            ".hidden.tf",
            "old.tf~",
            "#edit.tf#",
            "readme.md",
            "z.auto.tfvars",
            "a.auto.tfvars.json",
            "terraform.tfvars",
        ];
        let entries: Vec<Entry> = names
            .iter()
            .map(|name| Entry {
                name: (*name).to_owned(),
                is_dir: false,
            })
            .collect();
        let files = select(&entries);
        assert_eq!(files.plain, ["a.tf.json", "b.tf", "main.tofu"]);
        assert_eq!(files.overrides, ["override.tf.json", "x_override.tf"]);
        assert_eq!(
            files.variables,
            ["terraform.tfvars", "a.auto.tfvars.json", "z.auto.tfvars"]
        );
    }
}
