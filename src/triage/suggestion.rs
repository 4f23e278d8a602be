//! Did-you-mean for names of rules and lessons.

/// The known name that a mistyped one is probably meant to be; `None` when nothing is near.
pub(super) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A name of user's text may be as long as his file; no rule is.
    if name.len() > 200 {
        return None;
    }
    let limit = (name.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .filter(|&(distance, _)| distance <= limit)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_near_names_are_suggested() {
        let known = ["s3-bucket-versioning", "s3-bucket-public", "rds-public"];
        assert_eq!(
            nearest("s3-bucket-versoning", known),
            Some("s3-bucket-versioning")
        );
        assert_eq!(nearest("rds-publik", known), Some("rds-public"));
        assert_eq!(nearest("vpc", known), None);
    }
}
