//! Did you mean: the known name that a misspelt one is nearest to.

/// The candidate nearest to the name, when one is near enough to be meant. The first in order wins among equals.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A third of the letters may be wrong: `buckt` is `bucket`, `id` is not `arn`.
    let limit = name.chars().count().div_ceil(3).min(4);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let distance = strsim::osa_distance(name, candidate);
        if distance <= limit && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// The help line of a problem: "did you mean `bucket`?"
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(name, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_is_meant() {
        let names = ["arn", "bucket", "bucket_prefix", "id"];
        for (name, meant) in [
            ("buckt", Some("bucket")),
            ("Bucket", Some("bucket")),
            ("ar", Some("arn")),
            ("versioning", None),
        ] {
            assert_eq!(nearest(name, names), meant, "{name}");
        }
    }
}
