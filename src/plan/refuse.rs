//! What a file is that is no plan, in words that say what to run instead.

use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How to make what is wanted.
const HELP: &str =
    "make one with `terraform plan -out tfplan` and `terraform show -json tfplan > tfplan.json`";

/// So many objects are never too many; beyond them there is one for so many bytes, where plans of Terraform have one in 60 bytes.
const OBJECTS_AT_LEAST: usize = 1_000_000;
const BYTES_OF_AN_OBJECT: usize = 16;
/// What to do with a state.
const OF_STATE: &str = "`groundrules check DIR --state FILE` compares it with the configuration in DIR, `groundrules inventory --state FILE --found EXPORT` with an account; \
     a plan is made with `terraform plan -out tfplan` and `terraform show -json tfplan > tfplan.json`";

/// Why a text was refused, and what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// Lower case, no full stop; follows the path and a colon.
    pub message: String,
    pub help: String,
}

impl Refused {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: HELP.to_owned(),
        }
    }

    fn with_help(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }
}

/// What a text is that serde could not read as a plan.
pub(super) fn unreadable(text: &[u8], error: &serde_json::Error) -> Refused {
    if let Some(other) = something_else(text.trim_ascii_start()) {
        return other;
    }
    if error.is_eof() {
        let (line, column) = (error.line(), error.column());
        return Refused::with_help(
            format!("ends in the middle, at line {line} column {column}"),
            "write the file again; `terraform show -json` may have been interrupted",
        );
    }
    if let Err(error) = std::str::from_utf8(text) {
        return Refused::with_help(
            format!("is not UTF-8 at byte {}", error.valid_up_to() + 1),
            "write the file as `terraform show -json` prints it",
        );
    }
    Refused::new(format!("is not the JSON of a plan: {error}"))
}

/// What a text is that does not start as a plan does.
fn something_else(start: &[u8]) -> Option<Refused> {
    if start.starts_with(b"PK\x03\x04") {
        return Some(Refused::with_help(
            "is a saved plan, not its JSON",
            "run `terraform show -json FILE` and check what it prints",
        ));
    }
    if start.is_empty() {
        return Some(Refused::new("is empty"));
    }
    if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
        return Some(Refused::with_help(
            "is UTF-16, and broken",
            "write UTF-8: `terraform show -json tfplan | Out-File -Encoding utf8 tfplan.json`",
        ));
    }
    if start.starts_with(b"\x1f\x8b") {
        return Some(Refused::with_help(
            "is compressed with gzip",
            "run `gunzip -c FILE | groundrules check -`",
        ));
    }
    if !start.starts_with(b"{") {
        let head = String::from_utf8_lossy(start.get(..4096).unwrap_or(start));
        if [
            "Terraform used",
            "Terraform will perform",
            "OpenTofu",
            "Refreshing state",
            "No changes.",
        ]
        .iter()
        .any(|words| head.contains(words))
        {
            return Some(Refused::new(
                "is the text that `terraform plan` prints, not JSON",
            ));
        }
        return Some(Refused::new("is not JSON"));
    }
    let head = start.get(..4096).unwrap_or(start);
    if head.windows(8).any(|part| part == b"\"@level\"") {
        return Some(Refused::new(
            "is the log of `terraform plan -json`, not a plan",
        ));
    }
    None
}

/// Refuses a text that is made to take many times its size: no Terraform writes objects of a few bytes each by the million.
pub(super) fn dense(text: &[u8]) -> Result<(), Refused> {
    let objects = memchr::memchr_iter(b'{', text).count();
    if objects <= OBJECTS_AT_LEAST + text.len() / BYTES_OF_AN_OBJECT {
        return Ok(());
    }
    Err(Refused::new(format!(
        "has {objects} objects in {} bytes, which no plan has",
        text.len()
    )))
}

/// What JSON without a plan's members is; `None`: it is a plan.
pub(super) fn foreign(text: &[u8]) -> Option<Refused> {
    let members: BTreeMap<Cow<'_, str>, &RawValue> = match serde_json::from_slice(text) {
        Ok(members) => members,
        Err(error) => return Some(unreadable(text, &error)),
    };
    let has = |name: &str| members.contains_key(name);
    if has("resource_changes") || has("planned_values") {
        return None;
    }
    Some(if has("lineage") || (has("serial") && has("version")) {
        Refused::with_help("is a state file, not a plan", OF_STATE)
    } else if has("provider_schemas") {
        Refused::new("is what `terraform providers schema -json` prints, not a plan")
    } else if has("format_version") && (has("values") || members.len() <= 2) {
        Refused::with_help(
            "is a state (`terraform show -json` without a plan), not a plan",
            OF_STATE,
        )
    } else if has("diagnostics") && has("valid") {
        Refused::new("is what `terraform validate -json` prints, not a plan")
    } else if has("format_version") {
        // An empty plan has nothing else to show.
        return None;
    } else {
        Refused::new(
            "is JSON, but not of a plan: it has neither `resource_changes` nor `planned_values`",
        )
    })
}

/// Whether a version of the format can be read: all of major versions 0 and 1.
pub(super) fn version(version: Option<&str>) -> Result<(), Refused> {
    let major = version.and_then(|version| version.split('.').next()?.parse::<u64>().ok());
    match major {
        Some(0 | 1) => Ok(()),
        Some(_) => Err(Refused::with_help(
            format!(
                "has format version {}, and this program reads 0 and 1",
                version.unwrap_or_default()
            ),
            "update groundrules, or make the plan with an older Terraform",
        )),
        None => Err(Refused::with_help(
            "says no `format_version`, as every plan does",
            "keep that member when you filter or redact what `terraform show -json` prints",
        )),
    }
}
