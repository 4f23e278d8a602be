//! A module as it is written: what a directory declares, before anything is evaluated. Decoded once, shared by all its instances.

use super::content::{Content, ExprHandle, Nested};
use super::files::File;
use super::instance::Mode;
use super::type_constraint::Constraint;
use crate::finding::Problem;
use crate::source::Span;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A name of this configuration.
pub type Name = Arc<str>;

/// All that the files of a directory declare, override files merged.
#[derive(Debug, Default)]
pub struct Module {
    pub directory: Arc<str>,
    pub files: Vec<Arc<File>>,
    /// Paths of the files that set variables when this is a root module, lowest precedence first.
    pub variable_files: Vec<String>,
    pub variables: BTreeMap<Name, Variable>,
    pub locals: BTreeMap<Name, Local>,
    pub outputs: BTreeMap<Name, Output>,
    /// In order of files and texts.
    pub resources: Vec<Resource>,
    /// Places in `resources`, by mode, type and name.
    pub resource_index: BTreeMap<Mode, BTreeMap<Name, BTreeMap<Name, usize>>>,
    pub calls: BTreeMap<Name, ModuleCall>,
    pub providers: Vec<ProviderBlock>,
    pub requirements: Vec<Requirement>,
    /// `check` blocks: their assertions are evaluated for the mistakes in them.
    pub checks: Vec<Content>,
    /// `moved`, `removed` and `import` blocks, which change the state and not the configuration.
    pub statements: Vec<Nested>,
    /// Whether something in a file could not be read: what is not declared may have been.
    pub is_incomplete: bool,
    /// Mistakes that can be seen without evaluating.
    pub problems: Vec<Problem>,
}

impl Module {
    /// The place in `resources` of a resource.
    pub fn resource(&self, mode: Mode, resource_type: &str, name: &str) -> Option<usize> {
        self.resource_index
            .get(&mode)?
            .get(resource_type)?
            .get(name)
            .copied()
    }
}

#[derive(Debug)]
pub struct Variable {
    pub name: Name,
    pub header: Span,
    pub content: Content,
    pub constraint: Constraint,
    pub default: Option<ExprHandle>,
    pub nullable: bool,
    pub sensitive: bool,
}

#[derive(Debug)]
pub struct Local {
    pub name_span: Span,
    pub value: ExprHandle,
}

#[derive(Debug)]
pub struct Output {
    pub header: Span,
    pub content: Content,
}

/// A `resource`, `data` or `ephemeral` block.
#[derive(Debug)]
pub struct Resource {
    pub mode: Mode,
    pub resource_type: Name,
    pub name: Name,
    pub header: Span,
    pub span: Span,
    pub content: Content,
}

impl Resource {
    /// The address inside the module, without an instance key.
    pub fn address(&self) -> String {
        resource_address(self.mode, &self.resource_type, &self.name)
    }
}

/// `aws_vpc.main`, `data.aws_ami.base`.
pub fn resource_address(mode: Mode, resource_type: &str, name: &str) -> String {
    let prefix = match mode {
        Mode::Managed => "",
        Mode::Data => "data.",
        Mode::Ephemeral => "ephemeral.",
    };
    format!("{prefix}{resource_type}.{name}")
}

/// Where the files of a called module are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Location {
    /// A directory of the tree.
    Local(String),
    /// A local path that leads out of the tree.
    Outside,
    /// Fetched by `terraform init`: found through `.terraform/modules/modules.json`, if at all.
    Fetched,
    /// There is no source, or none that can be read without evaluating.
    Unreadable,
}

#[derive(Debug)]
pub struct ModuleCall {
    pub name: Name,
    pub header: Span,
    pub span: Span,
    pub content: Content,
    /// As written; empty when it is missing.
    pub source: Arc<str>,
    pub source_span: Span,
    pub location: Location,
}

/// A `provider` block.
#[derive(Debug)]
pub struct ProviderBlock {
    pub name: Name,
    pub alias: Option<Name>,
    pub header: Span,
    pub content: Content,
}

/// A version that the configuration asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Requirement {
    /// The local name of a provider; `None`: Terraform itself.
    pub provider: Option<Name>,
    /// `hashicorp/aws`, when it is written.
    pub source: Option<String>,
    /// `~> 5.0`; empty when only a source is written.
    pub version: String,
    /// The configurations that the module wants to be given: `aws.east`.
    pub aliases: Vec<String>,
    pub span: Span,
}
