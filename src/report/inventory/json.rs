//! An inventory as JSON, version 1; `docs/inventory.md` says what the fields hold.

use crate::inventory::{Found, Gone, Inventory};
use crate::report::shapes::{Said, Tool, pretty};
use crate::source::Sources;
use crate::triage::Outcome;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: Tool,
    unmanaged: Vec<UnmanagedShape<'a>>,
    gone: Vec<GoneShape<'a>>,
    owned: Vec<LeftOut<'a>>,
    ignored: Vec<LeftOut<'a>>,
    unused_ignores: Vec<IgnoreShape<'a>>,
    not_covered: &'a BTreeMap<&'static str, usize>,
    exports: Vec<ExportShape<'a>>,
    /// What the rules say of the lists, as in the report of `check`.
    #[serde(flatten)]
    said: Said<'a>,
    summary: Summary,
}

#[derive(Serialize)]
struct FoundShape<'a> {
    identity: String,
    arn: Option<&'a str>,
    service: String,
    terraform_type: Option<&'static str>,
    name: Option<&'a str>,
    region: Option<&'a str>,
    account: Option<&'a str>,
    file: &'a str,
}

#[derive(Serialize)]
struct UnmanagedShape<'a> {
    #[serde(flatten)]
    found: FoundShape<'a>,
    import: Option<ImportShape<'a>>,
    no_import: Option<&'a str>,
}

#[derive(Serialize)]
struct ImportShape<'a> {
    to: &'a str,
    id: &'a str,
    block: String,
}

#[derive(Serialize)]
struct GoneShape<'a> {
    address: &'a str,
    resource_type: &'a str,
    arn: Option<&'a str>,
    id: Option<&'a str>,
    file: &'a str,
}

#[derive(Serialize)]
struct LeftOut<'a> {
    #[serde(flatten)]
    found: FoundShape<'a>,
    reason: &'a str,
}

#[derive(Serialize)]
struct IgnoreShape<'a> {
    arn: &'a str,
    reason: &'a str,
    file: &'a str,
}

#[derive(Serialize)]
struct ExportShape<'a> {
    file: &'a str,
    source: &'static str,
    partial: bool,
}

#[derive(Serialize)]
struct Summary {
    found: usize,
    managed: usize,
    unmanaged: usize,
    owned: usize,
    ignored: usize,
    gone: usize,
    states: usize,
    unnamed: usize,
}

/// Indented JSON that ends in a newline.
pub fn render(inventory: &Inventory, outcome: &Outcome, sources: &Sources) -> String {
    pretty(&document(inventory, outcome, sources))
}

fn document<'a>(inventory: &'a Inventory, outcome: &'a Outcome, sources: &Sources) -> Document<'a> {
    let unmanaged = inventory
        .surely_unmanaged()
        .iter()
        .map(|unmanaged| UnmanagedShape {
            found: shape(&unmanaged.found),
            import: unmanaged.import.as_ref().ok().map(|import| ImportShape {
                to: &import.to,
                id: &import.id,
                block: import.block(),
            }),
            no_import: unmanaged.import.as_ref().err().map(String::as_str),
        });
    let gone = inventory.surely_gone().iter().map(gone);
    Document {
        version: 1,
        tool: Tool::THIS,
        unmanaged: unmanaged.collect(),
        gone: gone.collect(),
        owned: inventory
            .owned
            .iter()
            .map(|(found, reason)| left_out(found, reason))
            .collect(),
        ignored: inventory
            .ignored
            .iter()
            .map(|(found, reason)| left_out(found, reason))
            .collect(),
        unused_ignores: (inventory.surely_unused().iter())
            .map(|ignore| IgnoreShape {
                arn: &ignore.pattern,
                reason: &ignore.reason,
                file: &ignore.file,
            })
            .collect(),
        not_covered: &inventory.not_covered,
        exports: (inventory.exports.iter())
            .map(|(file, source)| ExportShape {
                file,
                source: source.name(),
                partial: inventory.partial.contains(file),
            })
            .collect(),
        said: Said::new(outcome, sources),
        summary: Summary {
            found: inventory.found,
            managed: inventory.managed,
            unmanaged: inventory.surely_unmanaged().len(),
            owned: inventory.owned.len(),
            ignored: inventory.ignored.len(),
            gone: inventory.surely_gone().len(),
            states: inventory.states,
            unnamed: inventory.unnamed,
        },
    }
}

fn gone(gone: &Gone) -> GoneShape<'_> {
    GoneShape {
        address: &gone.held.address,
        resource_type: &gone.held.resource_type,
        arn: gone.held.arn.as_deref(),
        id: gone.held.id.as_deref(),
        file: &gone.held.file,
    }
}

fn left_out<'a>(found: &'a Found, reason: &'a str) -> LeftOut<'a> {
    LeftOut {
        found: shape(found),
        reason,
    }
}

fn shape(found: &Found) -> FoundShape<'_> {
    FoundShape {
        identity: found.identity(),
        arn: found.arn.as_deref(),
        service: found.service(),
        terraform_type: found.terraform(),
        name: found.title.as_deref(),
        region: found.region.as_deref(),
        account: found.account.as_deref(),
        file: &found.file,
    }
}
