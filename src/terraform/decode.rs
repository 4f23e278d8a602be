//! From the parsed files of a directory to a [`Module`]. Evaluates nothing but what must be literal.

use super::content::{Content, Nested};
use super::files::File;
use super::instance::Mode;
use super::literals::{check_constraint, finish_call, finish_variable, literal, requirement};
use super::module::{
    Local, Location, Module, ModuleCall, Name, Output, ProviderBlock, Requirement, Resource,
    Variable, resource_address,
};
use super::type_constraint::Constraint;
use super::{grammar, names, settings};
use crate::finding::Problem;
use crate::source::{Sources, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The blocks that may stand at the top of a file, and how many labels they have.
const TOP: [(&str, usize); 15] = [
    ("action", 2),
    ("check", 1),
    ("data", 2),
    ("ephemeral", 2),
    ("import", 0),
    ("locals", 0),
    ("module", 1),
    ("moved", 0),
    ("output", 1),
    ("provider", 1),
    ("removed", 0),
    ("resource", 2),
    ("terraform", 0),
    ("variable", 1),
    ("language", 0),
];

/// Decodes the files of a directory; `files` has the plain files first, then the override files.
pub(super) fn decode(
    directory: &str,
    files: Vec<Arc<File>>,
    variable_files: Vec<String>,
    sources: &Sources,
) -> Module {
    let mut decoder = Decoder {
        sources,
        module: Module {
            directory: Arc::from(directory),
            variable_files,
            ..Module::default()
        },
        seen: BTreeMap::new(),
        over: false,
    };
    for file in &files {
        decoder.over = file.is_override;
        decoder.file(file);
    }
    decoder.finish(files)
}

struct Decoder<'a> {
    sources: &'a Sources,
    module: Module,
    /// What is declared already, by what Terraform calls it: the place of the first declaration.
    seen: BTreeMap<String, Span>,
    /// Whether the file at hand is an override file.
    over: bool,
}

impl Decoder<'_> {
    fn file(&mut self, file: &File) {
        let content = Content::file(&file.ast);
        self.check_top(&content);
        let mut blocks: Vec<(Nested, usize)> = Vec::new();
        for (block_type, labels) in TOP {
            let found = content.nested(block_type, labels);
            blocks.extend(found.into_iter().map(|block| (block, labels)));
        }
        blocks.sort_by_key(|(block, _)| block.header.start);
        for (block, labels) in blocks {
            if block.labels.len() == labels {
                grammar::check(&block, self.over, &mut self.module.problems);
                names::check(&block, &mut self.module.problems);
                settings::check(&block, &mut self.module.problems);
                self.block(block);
            } else {
                let block_type = &block.block_type;
                let message = match labels {
                    0 => format!("a `{block_type}` block has no labels"),
                    1 => format!("a `{block_type}` block has one label: its name"),
                    _ => format!("a `{block_type}` block has two labels: type and name"),
                };
                self.problem(Problem::error(block.header, message));
            }
        }
    }

    fn check_top(&mut self, content: &Content) {
        let known = || TOP.iter().map(|(name, _)| *name);
        for (name, span) in content.block_types() {
            if !known().any(|known| *known == *name) {
                let message = format!("unsupported block type `{name}`");
                self.problem(Problem::error(span, message).with_suggestion(&name, known()));
            }
        }
        for argument in content.arguments().into_values() {
            if !(content.has_json() && known().any(|known| *known == argument.name)) {
                let message = format!("unsupported argument `{}`", argument.name);
                let help = "a file consists of blocks; a value of its own stands in `locals`";
                self.problem(Problem::error(argument.name_span, message).with_help(help));
            }
        }
    }

    fn block(&mut self, block: Nested) {
        let first = block.label(0).cloned().unwrap_or_else(|| Arc::from(""));
        let second = block.label(1).cloned().unwrap_or_else(|| Arc::from(""));
        match &*block.block_type {
            "resource" => self.resource(Mode::Managed, first, second, block),
            "data" => self.resource(Mode::Data, first, second, block),
            "ephemeral" => self.resource(Mode::Ephemeral, first, second, block),
            "module" => self.call(first, block),
            "variable" => self.variable(first, block),
            "output" => self.output(first, block),
            "provider" => self.provider(first, block),
            "locals" => self.locals(&block),
            "terraform" => self.terraform(&block),
            "check" => self.check(&first, &block),
            "import" | "moved" | "removed" => self.module.statements.push(block),
            _ => {}
        }
    }

    /// Whether something is to be declared now: neither an override nor a second declaration.
    fn is_new(&mut self, what: &str, header: Span) -> bool {
        match (self.seen.get(what), self.over) {
            (None, false) => {
                self.seen.insert(what.to_owned(), header);
                true
            }
            (Some(_), true) => false,
            (None, true) => {
                let message = format!("there is no {what} to override");
                let problem = Problem::error(header, message);
                self.problem(
                    problem.with_help("an override file changes what another file declares"),
                );
                false
            }
            (Some(&before), false) => {
                let problem = Problem::error(header, format!("duplicate {what}"));
                self.problem(problem.with_related(before, "declared here already"));
                false
            }
        }
    }

    fn resource(&mut self, mode: Mode, resource_type: Name, name: Name, block: Nested) {
        let what = format!(
            "resource `{}`",
            resource_address(mode, &resource_type, &name)
        );
        if self.is_new(&what, block.header) {
            let index = self.module.resources.len();
            self.module
                .resource_index
                .entry(mode)
                .or_default()
                .entry(Arc::clone(&resource_type))
                .or_default()
                .insert(Arc::clone(&name), index);
            self.module.resources.push(Resource {
                mode,
                resource_type,
                name,
                header: block.header,
                span: block.span,
                content: block.content,
            });
        } else if self.over
            && let Some(index) = self.module.resource(mode, &resource_type, &name)
            && let Some(resource) = self.module.resources.get_mut(index)
        {
            resource.content.overlay(block.content);
        }
    }

    fn call(&mut self, name: Name, block: Nested) {
        if self.is_new(&format!("module call `{name}`"), block.header) {
            let call = ModuleCall {
                name: Arc::clone(&name),
                header: block.header,
                span: block.span,
                content: block.content,
                source: Arc::from(""),
                source_span: block.header,
                location: Location::Unreadable,
            };
            self.module.calls.insert(name, call);
        } else if self.over
            && let Some(call) = self.module.calls.get_mut(&name)
        {
            call.content.overlay(block.content);
        }
    }

    fn variable(&mut self, name: Name, block: Nested) {
        if self.is_new(&format!("variable `{name}`"), block.header) {
            let variable = Variable {
                name: Arc::clone(&name),
                header: block.header,
                content: block.content,
                constraint: Constraint::any(),
                default: None,
                nullable: true,
                sensitive: false,
            };
            self.module.variables.insert(name, variable);
        } else if self.over
            && let Some(variable) = self.module.variables.get_mut(&name)
        {
            variable.content.overlay(block.content);
        }
    }

    fn output(&mut self, name: Name, block: Nested) {
        if self.is_new(&format!("output `{name}`"), block.header) {
            let output = Output {
                header: block.header,
                content: block.content,
            };
            self.module.outputs.insert(name, output);
        } else if self.over
            && let Some(output) = self.module.outputs.get_mut(&name)
        {
            output.content.overlay(block.content);
        }
    }

    fn provider(&mut self, name: Name, block: Nested) {
        for reserved in ["count", "depends_on", "source"] {
            if let Some(argument) = block.content.argument(reserved) {
                let message = format!("a provider has no argument `{reserved}`");
                self.problem(Problem::error(argument.name_span, message));
            }
        }
        if let Some(alias) = block.content.argument("alias")
            && !literal(alias.value).is_some_and(|alias| names::is_name(&alias))
        {
            let message = "the alias of a provider is a name in quotes";
            self.problem(Problem::error(alias.value.span(), message));
        }
        let alias = block
            .content
            .argument("alias")
            .and_then(|alias| alias.value.static_name())
            .map(|alias| Name::from(&*alias));
        let full = alias
            .as_ref()
            .map_or_else(|| name.to_string(), |alias| format!("{name}.{alias}"));
        if self.is_new(&format!("provider configuration `{full}`"), block.header) {
            self.module.providers.push(ProviderBlock {
                name,
                alias,
                header: block.header,
                content: block.content,
            });
        } else if self.over
            && let Some(provider) = self
                .module
                .providers
                .iter_mut()
                .find(|provider| provider.name == name && provider.alias == alias)
        {
            provider.content.overlay(block.content);
        }
    }

    fn locals(&mut self, block: &Nested) {
        for argument in block.content.arguments().into_values() {
            let name: Name = Arc::from(&*argument.name);
            if self.is_new(&format!("local value `{name}`"), argument.name_span) || self.over {
                let local = Local {
                    name_span: argument.name_span,
                    value: argument.handle(),
                };
                self.module.locals.insert(name, local);
            }
        }
    }

    fn check(&mut self, name: &str, block: &Nested) {
        if !self.is_new(&format!("check `{name}`"), block.header) {
            return;
        }
        for data in block.content.nested("data", 2) {
            if let (Some(data_type), Some(name)) = (data.label(0).cloned(), data.label(1).cloned())
            {
                self.resource(Mode::Data, data_type, name, data);
            }
        }
        self.module.checks.push(block.content.clone());
    }

    fn terraform(&mut self, block: &Nested) {
        if !self.over {
            for providers in block.content.nested("required_providers", 0) {
                self.is_new("`required_providers` block", providers.header);
            }
        }
        let requirements = &mut self.module.requirements;
        if let Some(version) = block.content.argument("required_version") {
            requirements.retain(|requirement| !self.over || requirement.provider.is_some());
            check_constraint(version.value, &mut self.module.problems);
            requirements.push(Requirement {
                provider: None,
                source: None,
                aliases: Vec::new(),
                version: literal(version.value).unwrap_or_default(),
                span: version.value.span(),
            });
        }
        for providers in block.content.nested("required_providers", 0) {
            for argument in providers.content.arguments().into_values() {
                let provider: Name = Arc::from(&*argument.name);
                requirements.retain(|requirement| {
                    !self.over || requirement.provider.as_ref() != Some(&provider)
                });
                let problems = &mut self.module.problems;
                requirements.push(requirement(provider, argument.value, problems));
            }
        }
    }

    fn problem(&mut self, problem: Problem) {
        self.module.problems.push(problem);
    }

    /// Reads what must be literal, now that the override files are merged.
    fn finish(mut self, files: Vec<Arc<File>>) -> Module {
        let mut problems = Vec::new();
        for variable in self.module.variables.values_mut() {
            finish_variable(variable, self.sources, &mut problems);
        }
        let mut calls = std::mem::take(&mut self.module.calls);
        for call in calls.values_mut() {
            finish_call(call, &self.module, &mut problems);
        }
        self.module.calls = calls;
        for output in self.module.outputs.values() {
            if output.content.argument("value").is_none() && !output.content.is_incomplete() {
                problems.push(Problem::error(output.header, "an output needs a `value`"));
            }
        }
        self.module.problems.extend(problems);
        self.module.is_incomplete = files.iter().any(|file| !file.problems.is_empty());
        self.module.files = files;
        self.module
    }
}
