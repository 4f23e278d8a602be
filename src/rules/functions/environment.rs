//! Guesses from the names and tags of an instance whether it is one for trials. Knows that it guesses: only severities follow from it.

use crate::terraform::Instance;
use crate::value::{Part, Value};

/// Words that call an environment one for trials; the first is what each is reported as.
const WORDS: &[&[&str]] = &[
    &["dev", "development"],
    &["test", "testing"],
    &["qa"],
    &["sandbox"],
    &["staging", "stage"],
];

/// Arguments by which people name a resource in AWS.
const NAMES: &[&str] = &[
    "broker_name",
    "bucket",
    "cluster_identifier",
    "cluster_identifier_prefix",
    "cluster_name",
    "domain_name",
    "function_name",
    "identifier",
    "identifier_prefix",
    "name",
    "name_prefix",
    "replication_group_id",
];

/// Tags that speak of the environment, in lower case.
const TAGS: &[&str] = &["env", "environment", "name", "stage", "workspace"];

/// The word by which the names or tags of an instance call it one for trials.
pub(super) fn of(instance: &Instance) -> Option<&'static str> {
    let mut names = NAMES.iter().filter_map(|name| instance.value.field(name));
    let provider = instance.meta.field("provider");
    let own = instance.value.field("tags");
    let tags = [
        own.as_ref(),
        provider
            .as_ref()
            .and_then(|provider| provider.field("default_tags")),
    ];
    let mut tags = tags
        .into_iter()
        .flatten()
        .filter_map(Value::as_fields)
        .flatten()
        .filter(|(key, _)| TAGS.contains(&key.to_lowercase().as_str()))
        .map(|(_, value)| value);
    let by_name = names.find_map(|value| word(&known(&value)));
    by_name.or_else(|| tags.find_map(|value| word(&known(value))))
}

/// The text of a value; an `x` for what is unknown in it, so that a word beside it does not pass for a whole one.
fn known(value: &Value) -> String {
    match (value.as_str(), value.as_unknown()) {
        (Some(text), _) => text.to_string(),
        (None, Some(unknown)) => unknown
            .parts
            .iter()
            .flat_map(|parts| parts.iter())
            .map(|part| match part {
                Part::Text(text) => text.as_ref(),
                Part::String(_) | Part::Json(_) => "x",
            })
            .collect(),
        (None, None) => String::new(),
    }
}

fn word(text: &str) -> Option<&'static str> {
    let text = text.to_lowercase();
    let mut words = text.split(|character: char| !character.is_alphanumeric());
    words.find_map(|word| {
        let synonyms = WORDS.iter().find(|synonyms| synonyms.contains(&word))?;
        synonyms.first().copied()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_alone() {
        for (text, expected) in [
            ("dev", Some("dev")),
            ("shop-staging-db", Some("staging")),
            ("shop_qa", Some("qa")),
            ("Development", Some("dev")),
            ("devices", None),
            ("latest", None),
            ("production", None),
            ("xdev", None),
            ("", None),
        ] {
            assert_eq!(word(text), expected, "{text}");
        }
    }
}
