//! Patterns with named pieces, `function:{name}`, and texts made of the pieces. Knows no AWS.

/// What the pieces of a pattern stand for in one text.
pub(super) type Pieces<'t> = Vec<(&'static str, &'t str)>;

/// The pieces of a text that has the form of a pattern: `{name}` is a piece without `/` and `:`, `{name*}` one with any character.
pub(super) fn matches<'t>(pattern: &'static str, text: &'t str) -> Option<Pieces<'t>> {
    let mut pieces = Vec::new();
    let (mut pattern, mut text) = (pattern, text);
    while let Some((literal, after)) = pattern.split_once('{') {
        text = text.strip_prefix(literal)?;
        let (name, rest) = after.split_once('}')?;
        let (name, is_any) = name
            .strip_suffix('*')
            .map_or((name, false), |name| (name, true));
        let next = rest.split('{').next().unwrap_or("");
        // The last piece reaches to the end; a piece of any characters as far as it can, another to what follows first.
        let end = match next {
            "" => text.len(),
            next if is_any => text.rfind(next)?,
            next => text.find(next)?,
        };
        let (piece, left) = text.split_at_checked(end)?;
        if piece.is_empty() || (!is_any && piece.contains(['/', ':'])) {
            return None;
        }
        pieces.push((name, piece));
        (pattern, text) = (rest, left);
    }
    (pattern == text).then_some(pieces)
}

/// A template with its pieces put in; `None` when one is not known.
pub(super) fn fill(template: &str, piece: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}')?;
        text.push_str(literal);
        text.push_str(&piece(name)?);
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_take_texts_apart() {
        for (pattern, text, expected) in [
            ("instance/{id}", "instance/i-1", Some(vec![("id", "i-1")])),
            ("instance/{id}", "instance/i-1/x", None),
            ("instance/{id}", "instance/", None),
            ("instance/{id}", "volume/i-1", None),
            ("{name}", "bucket", Some(vec![("name", "bucket")])),
            (
                "role/{path*}/{name}",
                "role/a/b/c",
                Some(vec![("path", "a/b"), ("name", "c")]),
            ),
            (
                "log-group:{name*}:*",
                "log-group:/a:b:*",
                Some(vec![("name", "/a:b")]),
            ),
            ("a:{x}:{y}", "a:1:2", Some(vec![("x", "1"), ("y", "2")])),
            ("fixed", "fixed", Some(vec![])),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn templates_are_filled() {
        let piece = |name: &str| (name == "a").then(|| "1".to_owned());
        assert_eq!(fill("x/{a}/{a}", piece).as_deref(), Some("x/1/1"));
        assert_eq!(fill("{b}", piece), None);
    }
}
