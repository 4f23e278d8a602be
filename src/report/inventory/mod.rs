//! What an inventory found, as text: for people, programs, code scanning, and Terraform.

mod human;
mod json;
mod rules;
mod sarif;

pub use human::render as human;
pub use json::render as json;
pub use rules::inventory_rules;
pub use sarif::render as sarif;

use crate::inventory::Inventory;

/// The `import` blocks alone, as a file for Terraform.
pub fn imports(inventory: &Inventory) -> String {
    let blocks = inventory
        .unmanaged
        .iter()
        .map(|unmanaged| match &unmanaged.import {
            Ok(import) => import.block(),
            Err(reason) => format!(
                "# {}: {reason}\n",
                human::plain(&unmanaged.found.identity())
            ),
        });
    blocks.collect::<Vec<_>>().join("\n")
}
