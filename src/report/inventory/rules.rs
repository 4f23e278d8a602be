//! The rules that an inventory speaks for, as lists and SARIF describe them: they have no rule file, because no configuration breaks them.

use crate::finding::Severity;
use crate::rules::{Profile, RuleInfo};

pub(super) const LESSON: &str = "no-manual-resources";
pub(super) const UNMANAGED: &str = "inventory-not-in-state";
pub(super) const GONE: &str = "state-not-in-inventory";
pub(super) const UNUSED: &str = "inventory-ignore-unused";

const PAGE: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/inventory.md");

/// Name, title and documentation.
const RULES: [(&str, &str, &str); 3] = [
    (
        UNMANAGED,
        "resource is in the account and in no state",
        "A resource that somebody made by hand is in no review, no plan and no rebuild of the environment.\n\n\
         Adopt it with the `import` block that the finding gives, delete it, or list it with the reason why it stays.",
    ),
    (
        GONE,
        "resource is in a state and not in the account",
        "A resource that Terraform made was deleted by hand. The next apply makes it again, empty, or fails on what refers to it.\n\n\
         Apply, or take it out of the configuration and the state with a `removed` block.",
    ),
    (
        UNUSED,
        "entry of the ignore list covers nothing",
        "An entry that covers no resource any more hides the next one that gets such a name.\n\nRemove it.",
    ),
];

/// The rules of an inventory.
pub fn inventory_rules() -> Vec<RuleInfo> {
    let rules = RULES.into_iter();
    rules
        .map(|(name, title, documentation)| RuleInfo {
            name: name.into(),
            lesson: LESSON.into(),
            title: title.to_owned(),
            severity: Severity::Warning,
            profile: Profile::Advisory,
            subjects: vec!["inventory".to_owned()],
            documentation: documentation.to_owned(),
            references: vec![PAGE.to_owned()],
            options: Vec::new(),
            equivalent: Vec::new(),
        })
        .collect()
}
