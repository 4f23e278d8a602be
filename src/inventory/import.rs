//! The `import` block that takes a resource into Terraform:
//! <https://developer.hashicorp.com/terraform/language/import>. Knows no provider; types and ids are given.

use super::found::Found;
use crate::value::quote;
use std::collections::BTreeMap;

/// What an import says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Import {
    /// The address to import to; its name is a proposal.
    pub to: String,
    pub id: String,
    /// Types that it may have instead: what is known of the resource does not tell.
    pub others: Vec<&'static str>,
}

impl Import {
    /// The block, as `terraform fmt` would write it; a comment names the types that it may have instead.
    pub fn block(&self) -> String {
        let doubt = match self.others.split_last() {
            None => String::new(),
            Some((last, [])) => format!("# it may be of type {last} instead\n"),
            Some((last, first)) => {
                let first = first.join(", ");
                format!("# it may be of type {first} or {last} instead\n")
            }
        };
        format!(
            "{doubt}import {{\n  to = {}\n  id = {}\n}}\n",
            self.to,
            quote(&self.id)
        )
    }
}

/// Gives names that no other resource of the same type has.
#[derive(Default, Debug)]
pub(super) struct Names {
    taken: BTreeMap<String, usize>,
}

impl Names {
    /// With the addresses that states have, so that a proposal is none of them.
    pub(super) fn new<'a>(addresses: impl Iterator<Item = &'a str>) -> Self {
        let root = addresses.map(|address| {
            let plain = address.split('[').next().unwrap_or(address);
            (plain.to_owned(), 1)
        });
        Self {
            taken: root.collect(),
        }
    }

    /// The import of a resource, where its type and its id are known.
    pub(super) fn import(&mut self, found: &Found) -> Result<Import, String> {
        let Some(known) = &found.known else {
            return Err("no import format is known for it".to_owned());
        };
        let id = known
            .import
            .clone()
            .map_err(|reason| match known.kind.terraform {
                Some(terraform) => format!("`{terraform}` {reason}"),
                None => format!("it {reason}"),
            })?;
        let Some((terraform, others)) = known.kind.terraform_for(found.engine()) else {
            return Err("no import format is known for it".to_owned());
        };
        let last = id.rsplit(['/', ':']).find(|piece| !piece.is_empty());
        let name = identifier(found.title.as_deref().or(last).unwrap_or("this"));
        let mut to = format!("{terraform}.{name}");
        let count = self.taken.entry(to.clone()).or_insert(0);
        *count += 1;
        let mut number = *count;
        while number > 1 {
            to = format!("{terraform}.{name}_{number}");
            if !self.taken.contains_key(&to) {
                self.taken.insert(to.clone(), 1);
                break;
            }
            number += 1;
        }
        Ok(Import { to, id, others })
    }
}

/// A text as a name of Terraform.
fn identifier(text: &str) -> String {
    let mut name = String::new();
    for character in text.chars().take(64) {
        if character.is_ascii_alphanumeric() {
            name.push(character.to_ascii_lowercase());
        } else if !name.ends_with('_') && !name.is_empty() {
            name.push('_');
        }
    }
    let name = name.trim_end_matches('_');
    match name.chars().next() {
        None => "this".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("r_{name}"),
        Some(_) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::syntax::{self, ExprKind};
    use proptest::prelude::*;

    #[test]
    fn names_are_those_of_terraform() {
        for (text, name) in [
            ("web-1", "web_1"),
            ("Team / API", "team_api"),
            ("50dc6c49", "r_50dc6c49"),
            ("--", "this"),
            ("größe", "gr_e"),
        ] {
            assert_eq!(identifier(text), name);
        }
    }

    proptest! {
        /// Whatever the id is, the block parses and says that id.
        #[test]
        fn blocks_are_valid(id in any::<String>()) {
            let import = Import { to: "aws_vpc.this".to_owned(), id, others: vec!["aws_default_vpc"] };
            let parsed = syntax::parse(&Sources::new().add("i.tf", import.block()));
            prop_assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
            let block = parsed.ast.body().blocks().next().unwrap();
            let ExprKind::String(text) = block.body().attribute("id").unwrap().value().kind() else {
                return Err(TestCaseError::fail("no text"));
            };
            prop_assert_eq!(text.as_ref(), &import.id);
        }
    }
}
