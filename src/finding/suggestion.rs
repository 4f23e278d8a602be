//! Did you mean: the known name that a misspelt one is nearest to.

/// Longer names are nobody's slip: a name of the user's may be as long as his file.
const LONGEST: usize = 200;

/// The candidate with the fewest slips of the fingers, the first one among equals; `None` if it would be a wild guess, or if
/// the name is a candidate itself.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if name.len() > LONGEST {
        return None;
    }
    let letters = name.chars().count();
    let limit = tolerated_slips(letters);
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(letters) <= limit)
        .map(|candidate| (strsim::osa_distance(name, candidate), candidate))
        .filter(|&(slips, _)| slips <= limit)
        .min_by_key(|&(slips, _)| slips)
        .filter(|&(slips, _)| slips > 0)
        .map(|(_, candidate)| candidate)
}

/// The help line of a problem: "did you mean `bucket`?"
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(name, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

/// A letter in four may be wrong, three at most, and never all: beyond that, another word was meant.
fn tolerated_slips(letters: usize) -> usize {
    letters.div_ceil(4).min(3).min(letters.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_meant_and_does_not_guess() {
        let names = ["arn", "bucket", "bucket_prefix", "id", "rds-public"];
        for (name, meant) in [
            ("ar", Some("arn")),
            ("buckt", Some("bucket")),
            ("bukcet", Some("bucket")),
            ("Bucket", Some("bucket")),
            ("bucket_perfix", Some("bucket_prefix")),
            ("rds-publik", Some("rds-public")),
            // the name itself
            ("bucket", None),
            ("", None),
            ("i", None),
            ("vpc", None),
            ("versioning", None),
        ] {
            assert_eq!(nearest(name, names), meant, "{name}");
        }
        assert_eq!(nearest("bat", ["cat", "hat"]), Some("cat"));
        assert_eq!(
            did_you_mean("buckt", names).as_deref(),
            Some("did you mean `bucket`?")
        );
    }

    #[test]
    fn very_long_names_cost_nothing() {
        let long = "x".repeat(1_000_000);
        let other = format!("{long}x");
        assert_eq!(nearest(&long, [other.as_str()]), None);
    }
}
