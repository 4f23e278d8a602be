//! A `Deny` that takes back what an `Allow` gives to everyone, for all but a few: "deny unless of my organisation".
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>: an explicit deny wins.

use super::marked;
use crate::aws::Truth;
use crate::aws::iam::document::{Elements, Statement};
use crate::aws::iam::restrict;
use crate::aws::wildcard;

/// Whether a statement denies all that another allows to all callers but those of a stated account, organisation, network or source.
///
/// One statement must do all of it: two that deny a half each are not put together.
pub(super) fn closes(deny: &Statement, allow: &Statement) -> Truth {
    deny.denies()
        .and(|| denies_everyone(deny))
        .and(|| Truth::all(deny.conditions.iter().map(restrict::spares_few)))
        .and(|| actions_covered(deny, allow))
        .and(|| resources_covered(deny, allow))
}

/// `Principal: *`, or `NotPrincipal`, which spares those that it names.
fn denies_everyone(deny: &Statement) -> Truth {
    let excluded = deny.not_principals.iter();
    let excluded = excluded.map(|principal| principal.identifiers.is_absent().negate());
    deny.names_everyone().or(|| Truth::any(excluded))
}

fn actions_covered(deny: &Statement, allow: &Statement) -> Truth {
    deny.covers_action("*").or(|| {
        let listed = allow.actions.all(|action| match action.as_str() {
            Some(action) => deny.covers_action(action),
            None => Truth::unknown(action),
        });
        nothing_around(&allow.not_actions).and(|| listed)
    })
}

fn resources_covered(deny: &Statement, allow: &Statement) -> Truth {
    // In trust policies and policies of secrets the resource is the one that carries the policy.
    let unnamed = allow
        .resources
        .is_absent()
        .and(|| allow.not_resources.is_absent());
    unnamed.or(|| deny.covers_resource("*")).or(|| {
        let listed = allow.resources.all(|resource| {
            let covered = deny
                .resources
                .any(|pattern| marked::covers(pattern, resource));
            covered.or(|| match resource.as_str() {
                Some(resource) => deny.covers_resource(resource),
                None => Truth::False,
            })
        });
        nothing_around(&allow.not_resources).and(|| listed)
    })
}

/// Whether nothing is allowed around exceptions (`NotAction`, `NotResource`), which only a `Deny` of all covers.
fn nothing_around(exceptions: &Elements) -> Truth {
    exceptions
        .is_absent()
        .and(|| exceptions.any(wildcard::is_everything).negate())
}
