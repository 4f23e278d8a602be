//! What a plan does, in the words of reports: counts, and the changes with the dangerous ones first.

/// A plan that was checked.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct PlanSummary {
    /// What reports call the plan.
    pub path: String,
    /// The version of Terraform, or of `OpenTofu`, that made it.
    pub terraform_version: Option<String>,
    pub counts: PlanCounts,
    /// All changes but reads and what stays as it is, the dangerous ones first.
    pub changes: Vec<PlannedChange>,
}

/// How many instances have which action; a replacement counts once.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct PlanCounts {
    pub created: usize,
    pub changed: usize,
    pub replaced: usize,
    pub destroyed: usize,
    /// Out of the state, not out of the account.
    pub forgotten: usize,
    /// Changed outside of Terraform.
    pub drifted: usize,
}

/// One change of a plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlannedChange {
    pub address: String,
    /// `create`, `update`, `replace`, `delete`, `forget` or `drift`.
    pub action: &'static str,
    /// Whether data goes with the instance.
    pub holds_data: bool,
    /// Of a replacement: the new one is there before the old one goes.
    pub create_first: bool,
    /// Whether it is not the instance itself but what an interrupted replacement left of it.
    pub deposed: bool,
    /// Terraform's own word for why.
    pub reason: Option<String>,
    /// Where the instance was before.
    pub previous_address: Option<String>,
    /// The attributes that force a replacement, or, for other changes of what is there, those that change.
    pub attributes: Vec<ChangedAttribute>,
}

/// An attribute before and after; secrets are masked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangedAttribute {
    pub path: String,
    pub before: String,
    pub after: String,
    /// Whether it forces the replacement.
    pub forces_replacement: bool,
}
