//! "Did you mean": the known name that is nearest to a misspelt one.

/// The candidate that is so near that a slip of the fingers explains the difference.
pub(super) fn nearest<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The help line for a misspelt name.
pub(super) fn help<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(name, candidates).map(|near| format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_slips_are_suggested() {
        let names = ["bucket", "region", "tags"];
        assert_eq!(nearest("buckte", names), Some("bucket"));
        assert_eq!(nearest("tag", names), Some("tags"));
        assert_eq!(nearest("encryption", names), None);
    }
}
