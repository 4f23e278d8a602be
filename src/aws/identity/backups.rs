//! Which selections of AWS Backup a resource falls under: named, by a pattern of ARNs, or by its tags.
//!
//! <https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html>. Knows the tags that the configuration gives, also by default of the
//! provider; those that a service puts on by itself it does not.

use super::companions;
use super::names;
use super::places;
use crate::aws::Truth;
use crate::aws::arn::Arn;
use crate::aws::wildcard::{self, Case};
use crate::graph::{Graph, HOLE, Join, NodeIndex, text_with_holes};
use crate::terraform::{Instance, InstanceKey};
use crate::value::{Reason, Value};

/// The resource that selects what is backed up.
pub const SELECTION: &str = "aws_backup_selection";

/// How a tag is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Comparison {
    Equals,
    Like,
}

/// Blocks of a `condition`: how they compare, and whether they take what matches.
const CONDITIONS: [(&str, Comparison, bool); 4] = [
    ("string_equals", Comparison::Equals, true),
    ("string_like", Comparison::Like, true),
    ("string_not_equals", Comparison::Equals, false),
    ("string_not_like", Comparison::Like, false),
];

/// The selections that take a resource, or why one may.
pub fn selections(graph: &Graph<'_>, node: NodeIndex) -> Join {
    let instance = graph.instance(node);
    let is_supported = companions(SELECTION, &instance.resource_type)
        .next()
        .is_some();
    let (mut found, mut reasons) = (Vec::new(), Vec::new());
    for &selection in graph.of_type(SELECTION).iter().filter(|_| is_supported) {
        let other = graph.instance(selection);
        // Where the number of both is unknown, there may be one selection for each.
        let doubt = other
            .exists_perhaps()
            .filter(|_| instance.key != InstanceKey::Unknown);
        match (takes(graph, selection, node), doubt) {
            (Truth::True, Some(why)) => reasons.push(why),
            (Truth::True, None) => found.push(selection),
            (Truth::Unknown(why), _) => reasons.extend(why),
            (Truth::False, _) => {}
        }
    }
    Join::any([Join::Known(found), Join::Unknown(reasons)])
}

fn takes(graph: &Graph<'_>, selection: NodeIndex, node: NodeIndex) -> Truth {
    let (selecting, instance) = (graph.instance(selection), graph.instance(node));
    if places::are_apart(selecting, instance) {
        return Truth::False;
    }
    let settings = &selecting.value.get();
    let in_list = |path: &str| is_in_list(graph, selection, path, node);
    let tagged = || any_tag(settings, instance);
    let included = match (has(settings, "resources"), has(settings, "selection_tag")) {
        (true, false) => in_list("resources"),
        (false, true) => tagged(),
        // Without either, all that AWS Backup supports.
        (false, false) => Truth::True,
        (true, true) => one_of_two(in_list("resources"), &tagged()),
    };
    included
        .and(|| conditions(settings, instance))
        .and(|| in_list("not_resources").negate())
}

/// What AWS Backup takes when a selection has `resources` and `selection_tag`, its pages do not say.
fn one_of_two(named: Truth, tagged: &Truth) -> Truth {
    if named == *tagged {
        return named;
    }
    let message = "whether AWS Backup takes what only one of `resources` and `selection_tag` names is not documented";
    Truth::Unknown(vec![Reason::Other(message.into())])
}

fn has(settings: &Value, name: &str) -> bool {
    settings
        .field(name)
        .is_some_and(|field| !parts(field).is_empty())
}

/// Whether an attribute of a selection names a resource: by reference, by its ARN, or by a pattern.
fn is_in_list(graph: &Graph<'_>, selection: NodeIndex, path: &str, node: NodeIndex) -> Truth {
    let instance = graph.instance(node);
    let named = graph.references(selection, path, Some(&instance.resource_type));
    if matches!(named, Join::Known(nodes) if nodes.contains(&node)) {
        return Truth::True;
    }
    let values = graph.values_at(selection, path).into_iter();
    Truth::any(values.map(|value| match text_with_holes(&value) {
        Some(text) if places::is_elsewhere(&text, graph.instance(selection), instance) => {
            Truth::False
        }
        Some(text) => is_about(&text, instance, &value),
        // What was read from another resource of the configuration names that one.
        None => Truth::because(value.reasons().into_iter().filter(|reason| match reason {
            Reason::Computed { symbol } => graph.find(&symbol.instance).is_none(),
            _ => true,
        })),
    }))
}

/// Whether a pattern of ARNs, in which [`HOLE`] stands for what is not known, is about an instance.
fn is_about(pattern: &str, instance: &Instance, value: &Value) -> Truth {
    if pattern == "*" {
        return Truth::True;
    }
    let Some(arn) = Arn::parse(pattern) else {
        return Truth::False;
    };
    let forms = names::of(&instance.resource_type).map_or(&[][..], |named| named.forms);
    let resources = forms.iter().filter_map(|form| {
        let (service, resource) = form.strip_prefix("arn:")?.split_once(':')?;
        (service == arn.service).then(|| fill(resource, instance))
    });
    Truth::any(resources.map(|(resource, reasons)| {
        if wildcard::covers(arn.resource, &resource, Case::Sensitive) {
            return Truth::True;
        }
        let is_made_by_aws = |reason: &Reason| matches!(reason, Reason::Computed { .. });
        // A name that AWS makes nobody has written down beforehand, but a pattern may fit it.
        let may_fit = arn.resource.contains(['*', HOLE]) || !reasons.iter().all(is_made_by_aws);
        let widest = |text: &str| text.replace(HOLE, "*");
        let (one, other) = (widest(arn.resource), widest(&resource));
        if may_fit && wildcard::overlaps(&one, &other, Case::Sensitive) {
            Truth::because(value.reasons().into_iter().chain(reasons))
        } else {
            Truth::False
        }
    }))
}

/// What an ARN says of an instance, with [`HOLE`] for what is not known, and why it is not.
fn fill(form: &str, instance: &Instance) -> (String, Vec<Reason>) {
    let mut pieces = form.split('{');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    let mut reasons = Vec::new();
    for piece in pieces {
        let (hole, rest) = piece.split_once('}').unwrap_or((piece, ""));
        let value = instance.value.field(hole);
        match value.as_ref().and_then(text_with_holes) {
            Some(known) => text.push_str(&known),
            None => text.push(HOLE),
        }
        reasons.extend(value.as_ref().map(Value::reasons).unwrap_or_default());
        text.push_str(rest);
    }
    (text, reasons)
}

/// Whether one of the tags that a selection asks for is there.
fn any_tag(settings: &Value, instance: &Instance) -> Truth {
    let blocks = settings.field("selection_tag").into_iter().flat_map(parts);
    Truth::any(blocks.map(|block| has_tag(block, instance, Comparison::Equals)))
}

/// Whether all conditions hold.
fn conditions(settings: &Value, instance: &Instance) -> Truth {
    let blocks = settings.field("condition").into_iter().flat_map(parts);
    Truth::all(blocks.map(|block| {
        let tests = CONDITIONS.iter().flat_map(|(name, comparison, wanted)| {
            let tests = block.field(name).into_iter().flat_map(parts);
            tests.map(move |test| (test, *comparison, *wanted))
        });
        let tests = tests.map(|(test, comparison, wanted)| {
            let has = has_tag(test, instance, comparison);
            if wanted { has } else { has.negate() }
        });
        Truth::all(
            tests.chain(
                [Truth::unknown(block).negate()]
                    .into_iter()
                    .filter(|_| block.is_unknown()),
            ),
        )
    }))
}

/// The elements of a list, or the unknown that stands for them.
fn parts(list: &Value) -> Vec<&Value> {
    match list.as_sequence() {
        Some(elements) => elements.iter().collect(),
        None if list.is_unknown() => vec![list],
        None => Vec::new(),
    }
}

/// Whether an instance has the tag that a block with `key` and `value` is about.
fn has_tag(block: &Value, instance: &Instance, comparison: Comparison) -> Truth {
    if block.is_unknown() {
        return Truth::unknown(block);
    }
    let (Some(key), Some(wanted)) = (block.field("key"), block.field("value")) else {
        return Truth::False;
    };
    let (Some(name), Some(text)) = (key.as_str(), wanted.as_str()) else {
        return Truth::unknown(key).or(|| Truth::unknown(wanted));
    };
    let name = name.strip_prefix("aws:ResourceTag/").unwrap_or(name);
    match tag(name, instance) {
        Err(reasons) => Truth::because(reasons),
        Ok(None) => Truth::False,
        Ok(Some(tag)) => match (comparison, tag.as_str()) {
            (Comparison::Like, Some(tag)) => wildcard::covers(text, tag, Case::Sensitive).into(),
            (Comparison::Like, None) => Truth::unknown(&tag),
            (Comparison::Equals, _) => wildcard::value_equals(&tag, text, Case::Sensitive),
        },
    }
}

/// The tag of this name, from the resource or from its provider; the reasons why there may be one.
fn tag(name: &str, instance: &Instance) -> Result<Option<Value>, Vec<Reason>> {
    let own = instance.value.field("tags");
    let provider = instance.meta.field("provider");
    let defaults = provider
        .as_ref()
        .and_then(|provider| provider.field("default_tags"));
    let mut reasons = Vec::new();
    for tags in [own.as_ref(), defaults].into_iter().flatten() {
        match tags.as_fields() {
            Some(fields) => {
                if let Some(tag) = fields.get(name) {
                    return Ok(Some(tag.clone()));
                }
            }
            None => reasons.extend(tags.reasons()),
        }
        // A tag of the resource may hide one of the provider.
        if !reasons.is_empty() {
            return Err(reasons);
        }
    }
    Ok(None)
}
