//! Which instance attributes a value was read from: in its origins, in what is unknown in it, in what it encodes.

use crate::value::{Part, Symbol, Value};

/// Calls `found` with the path of each place inside `value` (without indices) and each instance attribute read there.
pub(super) fn walk(value: &Value, found: &mut dyn FnMut(&str, &Symbol)) {
    let mut path = String::new();
    visit(value, &mut path, found);
}

fn visit(value: &Value, path: &mut String, found: &mut dyn FnMut(&str, &Symbol)) {
    symbols(value, &mut |symbol| found(path, symbol));
    if let Some(decoded) = value.decoded() {
        inside(decoded, &mut |symbol| found(path, symbol));
    }
    if let Some(fields) = value.as_fields() {
        let length = path.len();
        for (name, field) in fields {
            if length > 0 {
                path.push('.');
            }
            path.push_str(name);
            visit(field, path, found);
            path.truncate(length);
        }
    } else {
        for child in value.children() {
            visit(child, path, found);
        }
    }
}

/// The symbols of one value and of all values in it.
pub(super) fn inside(value: &Value, found: &mut dyn FnMut(&Symbol)) {
    symbols(value, found);
    for child in value.children() {
        inside(child, found);
    }
}

/// The symbols of one value, not of its elements.
fn symbols(value: &Value, found: &mut dyn FnMut(&Symbol)) {
    for origin in value.origin().chain() {
        if let Some(symbol) = &origin.symbol {
            found(symbol);
        }
    }
    let Some(unknown) = value.as_unknown() else {
        return;
    };
    if let Some(symbol) = &unknown.symbol {
        found(symbol);
    }
    for member in unknown.members.iter().flat_map(|members| members.iter()) {
        inside(&member.value, found);
    }
    for part in unknown.parts.iter().flat_map(|parts| parts.iter()) {
        if let Part::String(hole) | Part::Json(hole) = part {
            inside(hole, found);
        }
    }
}
