//! Small configurations in memory: files → addresses, values, problems.

mod bodies;
mod data_sources;
mod instances;
mod mistakes;
mod modules;
mod plans;
mod provider_versions;
mod providers;
mod variables;

use super::{Configuration, DataSources, Inputs, NoDataSources, Project};
use crate::finding::Problem;
use crate::source::{MemoryTree, Sources};
use crate::value::{Value, render_short};
use std::fmt::Write as _;

type Files<'a> = &'a [(&'a str, &'a str)];

struct Run {
    configuration: Configuration,
    problems: Vec<Problem>,
    roots: Vec<String>,
}

fn run_with(files: Files<'_>, inputs: &Inputs, data: &dyn DataSources) -> Run {
    let tree = MemoryTree::new(files.iter().map(|&(path, text)| (path, text)));
    let sources = Sources::new();
    let directories: std::collections::BTreeSet<String> = files
        .iter()
        .filter(|(path, _)| !path.contains(".terraform") && super::files::is_configuration(path))
        .map(|(path, _)| {
            path.rsplit_once('/')
                .map_or("", |(directory, _)| directory)
                .to_owned()
        })
        .collect();
    let directories: Vec<String> = directories.into_iter().collect();
    let project = Project::load(&tree, &sources, &directories);
    let roots = project.roots();
    let configuration = project.evaluate(&roots[0], inputs, data);
    let mut problems = project.problems();
    problems.extend(configuration.problems.iter().cloned());
    Run {
        configuration,
        problems,
        roots,
    }
}

fn run(files: Files<'_>) -> Run {
    run_with(files, &Inputs::default(), &NoDataSources)
}

fn main(text: &str) -> Run {
    run(&[("main.tf", text)])
}

impl Run {
    fn addresses(&self) -> Vec<&str> {
        self.configuration
            .instances
            .iter()
            .map(|instance| &*instance.address)
            .collect()
    }

    fn messages(&self) -> Vec<&str> {
        self.problems
            .iter()
            .map(|problem| problem.message.as_str())
            .collect()
    }

    fn output(&self, name: &str) -> &Value {
        self.configuration
            .outputs
            .iter()
            .find(|(output, _)| &**output == name)
            .map(|(_, value)| value)
            .unwrap()
    }

    fn shown(&self, output: &str) -> String {
        render_short(self.output(output), 1000)
    }

    fn value(&self, address: &str) -> Value {
        let found = self
            .configuration
            .instances
            .iter()
            .find(|instance| &*instance.address == address);
        found
            .unwrap_or_else(|| panic!("{address} among {:?}", self.addresses()))
            .value
            .get()
    }

    fn attribute(&self, address: &str, path: &[&str]) -> Value {
        path.iter().fold(self.value(address), |value, step| {
            match step.parse::<usize>() {
                Ok(index) => value.as_sequence().unwrap()[index].clone(),
                Err(_) => value
                    .field(step)
                    .unwrap_or_else(|| panic!("{step} in {value:?}"))
                    .clone(),
            }
        })
    }

    fn text(&self, address: &str, path: &[&str]) -> String {
        render_short(&self.attribute(address, path), 1000)
    }
}

/// A module that puts values out: what each expression gives.
fn outputs(prelude: &str, expressions: &[(&str, &str)]) {
    let mut text = prelude.to_owned();
    for (index, (expression, _)) in expressions.iter().enumerate() {
        writeln!(text, "\noutput \"o{index}\" {{ value = {expression} }}").unwrap();
    }
    let run = main(&text);
    for (index, (expression, expected)) in expressions.iter().enumerate() {
        assert_eq!(
            run.shown(&format!("o{index}")),
            *expected,
            "{expression}; {:?}",
            run.messages()
        );
    }
}
