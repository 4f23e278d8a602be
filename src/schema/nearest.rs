//! Did you mean: the nearest of some names.

use strsim::osa_distance;

/// The candidate with the fewest typing errors, the first one among equals; `None` if it would be a wild guess, or if
/// `name` is a candidate itself.
pub(super) fn nearest<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = tolerated_errors(name);
    candidates
        .filter(|candidate| candidate.len().abs_diff(name.len()) <= limit)
        .map(|candidate| (osa_distance(name, candidate), candidate))
        .filter(|(errors, _)| *errors <= limit)
        .min_by_key(|(errors, _)| *errors)
        .filter(|(errors, _)| *errors > 0)
        .map(|(_, candidate)| candidate)
}

/// One error in a short word, three in the longest: beyond that, another word was meant.
const fn tolerated_errors(name: &str) -> usize {
    match name.len() {
        0..3 => 0,
        3..8 => 1,
        8..16 => 2,
        _ => 3,
    }
}
