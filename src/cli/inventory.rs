//! `groundrules inventory`: from files that people name to a comparison, and from it to a report and an exit code.

use super::arguments::InventoryArguments;
use super::{output, rules};
use crate::inventory::{Inputs, Inventory};
use crate::plan::Refused;
use crate::report::inventory as report;
use crate::report::sarif::SarifOptions;
use crate::source::{ReadError, Tree as _};
use crate::source::{SourceFile, Sources, disk::Disk};
use std::path::Path;
use std::sync::Arc;

/// Compares what the arguments name.
pub(super) fn run(arguments: &InventoryArguments) -> Result<u8, String> {
    let sources = Sources::new();
    let mut inputs = Inputs::default();
    if arguments.states.is_empty() && arguments.plans.is_empty() {
        return Err("nothing to compare with: give `--state FILE` or `--plan FILE`".to_owned());
    }
    for path in &arguments.states {
        let file = read(path, &sources)?;
        inputs
            .add_state(&file)
            .map_err(|refused| refuse(path, &refused))?;
    }
    for path in &arguments.plans {
        let file = read(path, &sources)?;
        inputs
            .add_plan(&file, &sources)
            .map_err(|refused| refuse(path, &refused))?;
    }
    for path in &arguments.found {
        let file = read(path, &sources)?;
        inputs
            .add_found(&file)
            .map_err(|refused| refuse(path, &refused))?;
    }
    for path in &arguments.ignore_files {
        let file = read(path, &sources)?;
        if let Err(problems) = inputs.add_ignores(&file) {
            return Ok(rules::refuse_files(
                "the ignore list cannot be used",
                &problems,
                &sources,
            ));
        }
    }
    let inventory = inputs.compare();
    output::write(
        &render(arguments, &inventory, &sources),
        arguments.output.as_deref(),
    )?;
    Ok(u8::from(inventory.has_findings()))
}

fn render(arguments: &InventoryArguments, inventory: &Inventory, sources: &Sources) -> String {
    match arguments.format.as_str() {
        "json" => report::json(inventory),
        "sarif" => report::sarif(inventory, sources, &SarifOptions::default()),
        "imports" => report::imports(inventory),
        _ => report::human(inventory),
    }
}

/// The text of a file that a person names.
fn read(path: &Path, sources: &Sources) -> Result<Arc<SourceFile>, String> {
    let cannot = |error: &ReadError| format!("cannot read `{}`: {error}", path.display());
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let disk = Disk::new(directory.unwrap_or(Path::new("."))).map_err(|error| cannot(&error))?;
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| format!("`{}` is not a file", path.display()))?;
    let bytes = disk.read(name).map_err(|error| cannot(&error))?;
    let text = String::from_utf8(bytes).map_err(|error| not_text(path, error.as_bytes()))?;
    let shown = path.display().to_string().replace('\\', "/");
    Ok(sources.add(shown, text))
}

/// What a file is that is no UTF-8.
fn not_text(path: &Path, bytes: &[u8]) -> String {
    let path = path.display();
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return format!(
            "`{path}` is UTF-16, as PowerShell writes it\n  help: write UTF-8: `… | Out-File -Encoding utf8 FILE`"
        );
    }
    if bytes.starts_with(b"PK") {
        return format!(
            "`{path}` is a saved plan or a zip file\n  help: give what `terraform show -json FILE` prints"
        );
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        return format!(
            "`{path}` is compressed\n  help: `gunzip` it first; AWS Config writes its snapshots so"
        );
    }
    format!("`{path}` is not valid UTF-8")
}

fn refuse(path: &Path, Refused { message, help }: &Refused) -> String {
    format!("`{}` {message}\n  help: {help}", path.display())
}
