//! Addresses of instances and modules, taken apart: `module.a["x"].aws_s3_bucket.logs[0]`.
//!
//! <https://developer.hashicorp.com/terraform/cli/state/resource-addressing>

use crate::terraform::InstanceKey;
use std::sync::Arc;

/// An address without the key at its end, and the key.
///
/// `None` when the brackets at the end hold neither a number nor a quoted text.
pub(super) fn split_key(address: &str) -> Option<(&str, InstanceKey)> {
    let Some(inner) = address.strip_suffix(']') else {
        return Some((address, InstanceKey::None));
    };
    let open = last_open_bracket(address)?;
    let key = inner.get(open + 1..)?;
    let key = if key.starts_with('"') {
        InstanceKey::Key(Arc::from(serde_json::from_str::<String>(key).ok()?))
    } else {
        InstanceKey::Index(key.parse().ok()?)
    };
    Some((address.get(..open)?, key))
}

/// The addresses of the module instances around and including a module, outermost first: `module.a["x"].module.b` → `module.a["x"]`, `module.a["x"].module.b`.
pub(super) fn modules(address: &str) -> Vec<&str> {
    let ends = dots(address).chain([address.len()]);
    // A step is the word `module`, then a name with its key: every second part ends one.
    ends.skip(1)
        .step_by(2)
        .filter_map(|end| address.get(..end))
        .collect()
}

/// The module calls on the way to a module, each with the key of its instance: `module.a["x"].module.b` → `a` with `"x"`, `b` without.
pub(super) fn steps(address: &str) -> impl Iterator<Item = (&str, InstanceKey)> {
    parts(address)
        .into_iter()
        .skip(1)
        .step_by(2)
        .map(|part| split_key(part).unwrap_or((part, InstanceKey::None)))
}

/// The module that calls a module, and the last call with its key: `module.a.module.b[0]` → `module.a` and `b[0]`; `None` for the root module.
pub(super) fn caller(address: &str) -> Option<(&str, &str)> {
    let around = modules(address);
    let caller = around.iter().rev().nth(1).copied().unwrap_or("");
    let call = parts(address).pop()?;
    (!address.is_empty()).then_some((caller, call))
}

/// What the dots separate, keys with the part before them.
pub(super) fn parts(address: &str) -> Vec<&str> {
    let ends: Vec<usize> = dots(address).chain([address.len()]).collect();
    let mut start = 0;
    let part = |end| {
        let part = address.get(start..end);
        start = end + 1;
        part
    };
    ends.into_iter().filter_map(part).collect()
}

/// A part without whatever brackets follow it.
pub(super) fn bare(part: &str) -> &str {
    part.split('[').next().unwrap_or(part)
}

/// An address inside a module.
pub(super) fn join(module: &str, relative: &str) -> String {
    if module.is_empty() {
        relative.to_owned()
    } else {
        format!("{module}.{relative}")
    }
}

/// The places of the dots that separate parts: not those inside of keys.
fn dots(address: &str) -> impl Iterator<Item = usize> {
    outside_quotes(address)
        .filter(|(_, character)| *character == '.')
        .map(|(place, _)| place)
}

fn last_open_bracket(address: &str) -> Option<usize> {
    outside_quotes(address)
        .filter(|(_, character)| *character == '[')
        .last()
        .map(|(place, _)| place)
}

fn outside_quotes(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quoted, mut escaped) = (false, false);
    text.char_indices().filter(move |(_, character)| {
        let outside = !quoted;
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ => {}
        }
        outside
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_split_off() {
        for (address, before, key) in [
            ("aws_vpc.a", "aws_vpc.a", InstanceKey::None),
            ("aws_vpc.a[12]", "aws_vpc.a", InstanceKey::Index(12)),
            (
                r#"module.m["a.b[0]"].aws_vpc.a["x\"]y"]"#,
                r#"module.m["a.b[0]"].aws_vpc.a"#,
                InstanceKey::Key(Arc::from(r#"x"]y"#)),
            ),
        ] {
            assert_eq!(split_key(address), Some((before, key)), "{address}");
        }
        assert_eq!(split_key("aws_vpc.a[x]"), None);
        assert_eq!(split_key("]"), None);
    }

    #[test]
    fn modules_are_taken_apart() {
        assert_eq!(
            modules(r#"module.a["x.module.y"].module.b[0]"#),
            [
                r#"module.a["x.module.y"]"#,
                r#"module.a["x.module.y"].module.b[0]"#
            ]
        );
        assert_eq!(modules("module.a"), ["module.a"]);
    }
}
