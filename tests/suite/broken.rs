//! Small configurations with a mistake each, or none: what real Terraform says of them (`scripts/broken-record`) beside what we say.
//!
//! `UPDATE=1 cargo test --test suite broken` renews our lines; a case in which only one of the two refuses needs a line `differs: reason`.

use crate::support;
use groundrules::finding::ProblemKind;
use groundrules::source::{MemoryTree, Sources};
use groundrules::terraform::{Inputs, NoDataSources, Project};
use std::fmt::Write as _;

/// One configuration and what is said of it.
struct Case<'a> {
    name: &'a str,
    /// The lines between the name and the files, but ours.
    settings: Vec<&'a str>,
    ours: Vec<&'a str>,
    files: Vec<(&'a str, &'a str)>,
}

impl<'a> Case<'a> {
    fn parse(text: &'a str) -> Self {
        let mut parts = text.split("--- ");
        let mut lines = parts.next().unwrap_or("").lines();
        let name = lines.next().unwrap_or("");
        let (ours, settings) = lines.partition(|line| line.starts_with("groundrules: "));
        Self {
            name,
            settings,
            ours,
            files: parts.filter_map(|part| part.split_once('\n')).collect(),
        }
    }

    /// What we say: the problems of the whole configuration.
    fn answer(&self) -> Vec<String> {
        let tree = MemoryTree::new(self.files.iter().copied());
        let sources = Sources::new();
        let project = Project::load(&tree, &sources, &support::directories(&tree));
        let configuration = project.evaluate("", &Inputs::default(), &NoDataSources);
        let problems = project.problems().into_iter().chain(configuration.problems);
        let mut lines: Vec<String> = problems
            .map(|problem| {
                let kind = match problem.kind {
                    ProblemKind::Error => "",
                    ProblemKind::Warning => "warning: ",
                    ProblemKind::Incomplete => "gap: ",
                };
                let help = problem.help.map(|help| format!(" ({help})"));
                let help = help.unwrap_or_default();
                format!("groundrules: {kind}{}{help}", problem.message)
            })
            .collect();
        let refuses = |line: &String| !line.starts_with("groundrules: warning: ");
        if !lines.iter().any(refuses) {
            lines.insert(0, "groundrules: accepts".to_owned());
        }
        lines
    }

    fn differs(&self, ours: &[String]) -> bool {
        let theirs = self.settings.contains(&"terraform: accepts");
        let explained = self
            .settings
            .iter()
            .any(|line| line.starts_with("differs: "));
        let same = theirs == ours.iter().any(|line| line == "groundrules: accepts");
        same == explained
    }

    fn text(&self, ours: &[String]) -> String {
        let mut text = format!("=== {}\n", self.name);
        for line in &self.settings {
            let _ = writeln!(text, "{line}");
        }
        for line in ours {
            let _ = writeln!(text, "{line}");
        }
        for (path, content) in &self.files {
            let _ = write!(text, "--- {path}\n{content}");
        }
        text
    }
}

#[test]
fn broken_configurations_are_refused_as_terraform_refuses_them() {
    let directory = support::root().join("fixtures/broken");
    let mut wrong = Vec::new();
    let mut cases = 0;
    let tables = support::files_below(&directory).into_iter();
    for file in tables.filter(|file| file.ends_with(".txt")) {
        let path = directory.join(&file);
        let text = std::fs::read_to_string(&path).unwrap();
        let mut renewed = String::new();
        for case in text.split("=== ").skip(1).map(Case::parse) {
            cases += 1;
            let ours = case.answer();
            if case.differs(&ours) {
                wrong.push(format!(
                    "{file}: {}\n  {}\n  {}",
                    case.name,
                    case.settings.join("\n  "),
                    ours.join("\n  ")
                ));
            } else if case.ours != ours && std::env::var_os("UPDATE").is_none() {
                wrong.push(format!(
                    "{file}: {}: we say something else now:\n  {}",
                    case.name,
                    ours.join("\n  ")
                ));
            }
            renewed.push_str(&case.text(&ours));
        }
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, renewed).unwrap();
        }
    }
    assert!(cases >= 200, "only {cases} cases");
    assert!(
        wrong.is_empty(),
        "{} of {cases} are judged in another way:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
