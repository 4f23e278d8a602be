//! What an inventory found, as text: for people, programs, and Terraform. Code scanning gets the findings as those of any run (`sarif`).

mod human;
mod json;

pub use human::render as human;
pub use json::render as json;

use crate::inventory::Inventory;

/// The `import` blocks alone, as a file for Terraform.
pub fn imports(inventory: &Inventory) -> String {
    let blocks = inventory
        .surely_unmanaged()
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
