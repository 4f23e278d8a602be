//! What can be said on the command line; clap makes help and errors of it.

use crate::finding::Severity;
use crate::report::Format;
use crate::rules::Profile;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Checks Terraform for AWS before `terraform apply`: private subnets, encryption, Multi-AZ, least privilege.
///
/// groundrules evaluates the configuration as Terraform does, without network, credentials or `terraform` itself.
#[derive(Parser, Debug)]
#[command(
    name = "groundrules",
    version,
    max_term_width = 100,
    arg_required_else_help = true
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    Check(CheckArguments),
    Explain(ExplainArguments),
    Inventory(InventoryArguments),
    Rules(RulesArguments),
}

/// Check directories or files of Terraform configuration, or a plan
///
/// A directory is searched for root modules: those that no other module calls. Each is evaluated with its variables files
/// (`terraform.tfvars`, `*.auto.tfvars`, `TF_VAR_*`) and everything it calls. A file is checked in its module, and reported on alone.
/// A plan (`terraform show -json tfplan`) decides what the configuration leaves open, and is reported on at the lines of the configuration
/// that stands beside it.
#[derive(Args, Debug)]
#[command(
    after_help = "Exit codes: 0 clean, 1 findings at or above --fail-on, 2 could not do the work (syntax errors included)."
)]
#[command(after_long_help = "\
Examples:
  groundrules check                                   the tree below the current directory
  groundrules check envs/prod --var-file prod.tfvars  one root module, with its variables
  groundrules check main.tf                           one file, as a pre-commit hook does
  groundrules check --select encryption-at-rest       one lesson
  groundrules check --format sarif --output out.sarif for code scanning
  terraform show -json tfplan | groundrules check -   a plan, at the lines of the configuration here
  groundrules check envs/prod --state prod.tfstate    also what its state holds and the configuration no longer declares
  groundrules check --undecided                       also what could not be decided, and why

Exit codes:
  0  clean
  1  findings at or above --fail-on
  2  could not do the work: unreadable or broken files, wrong arguments")]
pub(super) struct CheckArguments {
    /// Directories or files to check; or one plan in JSON, `-` for standard input
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,

    /// The directory with the configuration of a plan; beside the plan by default
    #[arg(long, value_name = "DIR")]
    pub(super) config: Option<PathBuf>,

    /// A state of the root module that PATH names, raw or as `terraform show -json` prints it: what the configuration no longer declares is found
    #[arg(long = "state", value_name = "FILE")]
    pub(super) states: Vec<PathBuf>,

    /// The least severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "warning", value_parser = fail_on())]
    pub(super) fail_on: FailOn,

    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format())]
    pub(super) format: Format,

    /// Write the report to a file; the summary still goes to the terminal
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,

    /// List what could not be decided, with the reasons
    #[arg(long)]
    pub(super) undecided: bool,

    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto", value_parser = ["auto", "always", "never"])]
    pub(super) color: String,

    #[command(flatten)]
    pub(super) rules: RuleArguments,

    #[command(flatten)]
    pub(super) inputs: InputArguments,
}

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Rules")]
pub(super) struct RuleArguments {
    /// Run only these rules or lessons
    #[arg(long, value_name = "RULE|LESSON", value_delimiter = ',')]
    pub(super) select: Vec<String>,

    /// Leave out these rules or lessons
    #[arg(long, value_name = "RULE|LESSON", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,

    /// Which rules run: `strict` brings core too, `advisory` all
    #[arg(long, value_name = "PROFILE", default_value = "core", value_parser = profile())]
    pub(super) profile: Profile,

    /// A directory with rules of your own, in the form `LESSON/RULE.hcl`
    #[arg(long = "rules", value_name = "DIR")]
    pub(super) directories: Vec<PathBuf>,

    /// Set an option of a rule, as `groundrules explain RULE` names it
    #[arg(long = "option", value_name = "RULE.NAME=VALUE", value_parser = name_and_value)]
    pub(super) options: Vec<(String, String)>,
}

#[derive(Args, Debug)]
#[command(next_help_heading = "Configuration")]
pub(super) struct InputArguments {
    /// Set a variable of the root modules
    #[arg(long = "var", value_name = "NAME=VALUE", value_parser = name_and_value)]
    pub(super) variables: Vec<(String, String)>,

    /// A variables file for the root modules
    #[arg(long = "var-file", value_name = "FILE")]
    pub(super) var_files: Vec<PathBuf>,

    /// The workspace, as `terraform.workspace`
    #[arg(long, value_name = "NAME", default_value = "default")]
    pub(super) workspace: String,

    /// The directory that nothing is read outside of; the repository by default
    #[arg(long, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,

    /// The day that suppressions are judged on; today by default
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<jiff::civil::Date>,

    /// How many threads to use; all cores by default
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<usize>,
}

/// Show what a rule is about, why, and what to do
#[derive(Args, Debug)]
pub(super) struct ExplainArguments {
    /// The name of the rule
    #[arg(value_name = "RULE")]
    pub(super) rule: String,

    /// A directory with rules of your own
    #[arg(long = "rules", value_name = "DIR")]
    pub(super) directories: Vec<PathBuf>,
}

/// List what exists in an account and in no state, and what is in a state and gone
///
/// Compares states and plans with exports that AWS tools write; asks no cloud. Each resource that somebody made by hand comes with the
/// `import` block that adopts it. What AWS makes by itself, and what a managed resource or a stack owns, is left out, and so is what
/// the settings of the tree (`.groundrules.hcl`) say stays outside.
#[derive(Args, Debug)]
#[command(after_long_help = "\
Examples:
  aws resourcegroupstaggingapi get-resources > found.json
  terraform state pull > state.json
  groundrules inventory --state state.json --found found.json
  groundrules inventory --state a.json --state b.json --found found.json --format imports --output imports.tf

Exit codes:
  0  everything that was found is in a state, owned or ignored, and nothing is gone
  1  something is unmanaged or gone, or an entry of the ignore list covers nothing, at or above --fail-on
  2  could not do the work: unreadable or foreign files, wrong arguments; what can be read is compared")]
pub(super) struct InventoryArguments {
    /// A state: raw (`terraform state pull`) or `terraform show -json`
    #[arg(long = "state", value_name = "FILE", num_args = 1..)]
    pub(super) states: Vec<PathBuf>,

    /// A plan in JSON; what it starts from and what it plans counts as managed
    #[arg(long = "plan", value_name = "FILE", num_args = 1..)]
    pub(super) plans: Vec<PathBuf>,

    /// What the account holds: an export of the Resource Groups Tagging API, AWS Config, Resource Explorer, or CSV with a column of ARNs
    #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
    pub(super) found: Vec<PathBuf>,

    /// What stays outside of Terraform, with reasons: `ignore { arn = "…*" reason = "…" }`; beside what the settings (`.groundrules.hcl`) say
    #[arg(long = "ignore-file", value_name = "FILE")]
    pub(super) ignore_files: Vec<PathBuf>,

    /// The least severity that makes the exit code 1
    #[arg(long, value_name = "SEVERITY", default_value = "warning", value_parser = fail_on())]
    pub(super) fail_on: FailOn,

    /// A directory with rules of your own
    #[arg(long = "rules", value_name = "DIR")]
    pub(super) directories: Vec<PathBuf>,

    /// How to report; `imports` are the `import` blocks alone
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = ["human", "json", "sarif", "imports"])]
    pub(super) format: String,

    /// Write the report to a file
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// List the rules
#[derive(Args, Debug)]
pub(super) struct RulesArguments {
    /// How to list
    #[arg(long, value_name = "FORMAT", default_value = "table", value_parser = ["table", "json"])]
    pub(super) format: String,

    #[command(flatten)]
    pub(super) rules: RuleArguments,
}

/// The least severity that fails a run; `None`: findings never do.
#[derive(Clone, Copy, Debug)]
pub(super) struct FailOn(pub(super) Option<Severity>);

fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    PossibleValuesParser::new(["error", "warning", "info", "never"])
        .map(|word| FailOn(Severity::parse(&word)))
}

fn format() -> impl TypedValueParser<Value = Format> {
    let words = Format::ALL.map(|format| PossibleValue::new(format.name()));
    PossibleValuesParser::new(words).map(|word| Format::parse(&word).unwrap_or(Format::Human))
}

fn profile() -> impl TypedValueParser<Value = Profile> {
    PossibleValuesParser::new(["core", "strict", "advisory"])
        .map(|word| Profile::parse(&word).unwrap_or(Profile::Core))
}

fn name_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("must be NAME=VALUE".to_owned()),
    }
}
