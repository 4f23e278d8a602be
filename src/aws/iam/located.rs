//! Where the elements of a document stand in the source, when it is written as JSON in quotes, in a heredoc or in a template file.
//!
//! The structure of the written text is laid beside the structure of the value. An element that the source does not show gets the
//! place of the nearest one around it that it does show.

use super::json::{Json, Text};
use super::sought::Template;
use crate::source::{Sources, Span};
use crate::syntax::{self, Expr};
use crate::value::{Origin, Reason, Type, Unknown, Value};

/// The document with the places of its elements.
pub(super) fn with_places(json: Json, document: &Value, sources: &Sources) -> Json {
    // The farthest stop is the expression that made the text; nearer ones only pass it on.
    let stops: Vec<&Origin> = document.origin().chain().collect();
    let source = stops
        .iter()
        .rev()
        .find_map(|origin| structure(origin, sources));
    if let Some(source) = source {
        return place(json, &source, document.origin());
    }
    let mut stops = stops.iter().rev();
    let template = stops.find_map(|origin| Template::at(origin, sources));
    match template {
        Some(template) => template.with_places(json, document.origin()),
        None => json,
    }
}

/// The structure that a piece of source text shows, each node with its place; `None` when it shows none.
fn structure(origin: &Origin, sources: &Sources) -> Option<Json> {
    let span = origin.span;
    let source = sources.get(span.file);
    let written = source.slice(span);
    // A heredoc ends with the line break after its marker, which the span need not hold.
    let slice = Sources::new().add("expression", format!("{written}\n"));
    let parsed = match written.trim_start().bytes().next() {
        Some(b'"' | b'<') => syntax::parse_expression(&slice),
        // The text of a template file, or of a file that is read as it is.
        Some(b'{') => syntax::parse_template(&slice),
        _ => return None,
    };
    let whole = Whole {
        span,
        outside: origin.outside,
    };
    let shown = if parsed.problems.is_empty() {
        whole.literal(parsed.ast.expression())?
    } else {
        whole.plain(written)?
    };
    (!matches!(shown, Json::Leaf(_))).then_some(shown)
}

/// The piece of source text that is looked at.
#[derive(Clone, Copy)]
struct Whole {
    span: Span,
    /// Whether a part of it is not written in the configuration; which one is not known.
    outside: bool,
}

impl Whole {
    fn at(self, start: u32, end: u32) -> Origin {
        let base = self.span.start;
        Origin::expression(Span::new(self.span.file, base + start, base + end))
            .with_parts_from_outside(self.outside)
    }

    fn of(self, expr: Expr<'_>) -> Origin {
        let span = expr.span();
        self.at(span.start, span.end)
    }

    /// The structure of JSON text in a literal or a template.
    fn literal(self, expr: Expr<'_>) -> Option<Json> {
        self.parsed(&Written::read(self, expr)?)
    }

    /// The structure of JSON text that is no template: `${aws:username}` is a variable of the policy.
    fn plain(self, text: &str) -> Option<Json> {
        let mut written = Written::default();
        for (at, character) in text.char_indices() {
            let start = at as u32;
            written.push(character, (start, start + character.len_utf8() as u32));
        }
        self.parsed(&written)
    }

    fn parsed(self, written: &Written) -> Option<Json> {
        let parsed = written.text.parse(&|range| written.origin(self, range));
        parsed.ok()
    }
}

/// What the source does not show.
fn unseen(origin: Origin) -> Value {
    let reason = Reason::Other("it is computed".into());
    Value::unknown(Unknown::because(Type::Any, reason), origin)
}

/// The text of a literal and where its bytes stand.
#[derive(Default)]
struct Written {
    text: Text,
    /// For each known byte of the text, where its character starts and ends in the source text.
    places: Vec<(u32, u32)>,
}

impl Written {
    fn read(whole: Whole, expr: Expr<'_>) -> Option<Self> {
        let raw = expr.source_text();
        let base = expr.span().start;
        let quoted = raw.starts_with('"');
        let (start, end) = if quoted {
            (1, raw.len().checked_sub(1)?)
        } else if raw.starts_with("<<") {
            (raw.find('\n')? + 1, raw.trim_end().rfind('\n')?)
        } else {
            (0, raw.len())
        };
        let mut written = Self::default();
        let mut interpolated = expr.children().into_iter();
        let mut at = start;
        while at < end {
            let rest = raw.get(at..end)?;
            let character = rest.chars().next()?;
            if rest.starts_with("%{") {
                // A directive chooses between texts: the structure is not the one that is written.
                return None;
            }
            if rest.starts_with("${") {
                let hole = interpolated.next()?;
                written.text.push_hole(unseen(whole.of(hole)));
                let after = (hole.span().end - base) as usize;
                at = after + raw.get(after..end)?.find('}')? + 1;
                continue;
            }
            let (decoded, length) = match rest.as_bytes() {
                [b'\\', escaped, ..] if quoted => (unescaped(*escaped)?, 2),
                [b'$', b'$', b'{', ..] | [b'%', b'%', b'{', ..] => (character, 2),
                _ => (character, character.len_utf8()),
            };
            let place = base + at as u32;
            written.push(decoded, (place, place + length as u32));
            at += length;
        }
        Some(written)
    }

    fn push(&mut self, character: char, place: (u32, u32)) {
        let mut buffer = [0; 4];
        let bytes = character.encode_utf8(&mut buffer);
        self.text.push(bytes);
        self.places.extend(bytes.bytes().map(|_| place));
    }

    fn origin(&self, whole: Whole, range: std::ops::Range<usize>) -> Origin {
        let first = self.places.get(range.start).copied();
        let last = self.places.get(range.end.saturating_sub(1)).copied();
        let (start, _) = first.or(last).unwrap_or_default();
        let (_, end) = last.unwrap_or_default();
        whole.at(start, end.max(start))
    }
}

/// The character of a one-letter escape of quoted templates; the others do not stand in documents.
const fn unescaped(letter: u8) -> Option<char> {
    match letter {
        b'"' => Some('"'),
        b'\\' => Some('\\'),
        b'n' => Some('\n'),
        b't' => Some('\t'),
        b'r' => Some('\r'),
        b'/' => Some('/'),
        _ => None,
    }
}

/// Gives the nodes of a document the places of the corresponding nodes of the source.
///
/// `given` is the origin that all nodes have for want of a better one; a node with another origin keeps it.
fn place(json: Json, source: &Json, given: &Origin) -> Json {
    match (json, source) {
        (Json::Leaf(value), Json::Leaf(shown)) => {
            let differs = matches!((value.as_str(), shown.as_str()), (Some(a), Some(b)) if a != b);
            if differs || value.origin() != given {
                Json::Leaf(value)
            } else {
                Json::Leaf(value.with_origin(shown.origin().clone()))
            }
        }
        (Json::Array(values, _), Json::Array(shown, origin)) if values.len() == shown.len() => {
            let pairs = values.into_iter().zip(shown);
            let values = pairs.map(|(value, shown)| place(value, shown, given));
            Json::Array(values.collect(), origin.clone())
        }
        (Json::Object(fields, _), object @ Json::Object(_, origin)) => {
            let fields = fields.into_iter().map(|(key, field)| {
                let name = key.as_str().map(ToString::to_string);
                let shown = name.and_then(|name| object.entry(&name));
                match shown {
                    Some((place_of_key, shown)) => {
                        let key = key.with_origin(place_of_key.origin().clone());
                        (key, place(field, shown, given))
                    }
                    None => (key, settle(field, origin, given)),
                }
            });
            Json::Object(fields.collect(), origin.clone())
        }
        (json, source) => settle(json, source.origin(), given),
    }
}

/// Gives everything in a node one place.
fn settle(json: Json, origin: &Origin, given: &Origin) -> Json {
    let better = |value: Value| {
        if value.origin() == given {
            value.with_origin(origin.clone())
        } else {
            value
        }
    };
    match json {
        Json::Leaf(value) => Json::Leaf(better(value)),
        Json::Array(values, _) => {
            let values = values.into_iter().map(|value| settle(value, origin, given));
            Json::Array(values.collect(), origin.clone())
        }
        Json::Object(fields, _) => Json::Object(
            fields
                .into_iter()
                .map(|(key, field)| (better(key), settle(field, origin, given)))
                .collect(),
            origin.clone(),
        ),
    }
}

#[cfg(test)]
mod tests {
    use crate::aws::iam::document::{Document, Elements, Statement};
    use crate::source::{Sources, Span};
    use crate::value::{Origin, Part, Reason, Type, Unknown, Value};

    /// The text of the configuration, and where in it the document stands: from the first `=` to the end.
    fn read(sources: &Sources, text: &str, value: impl Fn(Origin) -> Value) -> Vec<Statement> {
        let file = sources.add("main.tf", text);
        let start = text.find("= ").unwrap() as u32 + 2;
        let end = text.trim_end().len() as u32;
        let made = Origin::expression(Span::new(file.id(), start, end));
        let passed = sources.add("root.tf", "local.policy");
        let reference = Span::new(passed.id(), 0, 12);
        let origin = Origin::expression(reference).after(made);
        Document::read(&value(origin), sources).unwrap().statements
    }

    fn places(sources: &Sources, elements: &Elements) -> Vec<String> {
        let values = elements.values().iter();
        values
            .map(|value| sources.slice(value.origin().span))
            .collect()
    }

    const JSON: &str =
        r#"{"Statement": [{"Effect": "Allow", "Action": ["s3:*", "ec2:*"], "Resource": "é"}]}"#;

    #[test]
    fn elements_of_a_heredoc() {
        let sources = Sources::new();
        let text = format!("policy = <<-EOT\n    {JSON}\n    EOT\n");
        let statements = read(&sources, &text, |origin| Value::string(JSON, origin));
        assert_eq!(
            places(&sources, &statements[0].actions),
            [r#""s3:*""#, r#""ec2:*""#]
        );
        assert_eq!(places(&sources, &statements[0].resources), [r#""é""#]);
        assert!(
            sources
                .slice(statements[0].origin.span)
                .starts_with(r#"{"Effect""#)
        );
    }

    #[test]
    fn elements_of_a_quoted_text() {
        let sources = Sources::new();
        let text = format!("policy = \"{}\"", JSON.replace('"', "\\\""));
        let statements = read(&sources, &text, |origin| Value::string(JSON, origin));
        assert_eq!(
            places(&sources, &statements[0].actions),
            [r#"\"s3:*\""#, r#"\"ec2:*\""#]
        );
    }

    #[test]
    fn elements_around_an_interpolation() {
        let sources = Sources::new();
        let text = r#"policy = <<EOT
{"Statement": [{"Effect": "${upper("x")}", "Resource": "${aws_s3_bucket.b.arn}/*", "Action": "s3:*"}]}
EOT
"#;
        let statements = read(&sources, text, |origin| {
            let reason = Reason::Other("it is made at apply".into());
            let hole = Value::unknown(
                Unknown::because(Type::String, reason.clone()),
                origin.clone(),
            );
            let parts = [
                Part::Text(r#"{"Statement": [{"Effect": "Allow", "Resource": ""#.into()),
                Part::String(hole),
                Part::Text(r#"/*", "Action": "s3:*"}]}"#.into()),
            ];
            let unknown = Unknown {
                parts: Some(parts.into()),
                ..Unknown::because(Type::String, reason)
            };
            Value::unknown(unknown, origin)
        });
        assert_eq!(places(&sources, &statements[0].actions), [r#""s3:*""#]);
        assert_eq!(
            places(&sources, &statements[0].resources),
            [r#""${aws_s3_bucket.b.arn}/*""#]
        );
        assert_eq!(
            sources.slice(statements[0].effect.origin().span),
            r#""${upper("x")}""#
        );
    }

    /// A template that chooses between texts: what stands in it once is found, and nothing else.
    #[test]
    fn elements_of_a_template_with_directives() {
        for quoted in [false, true] {
            let sources = Sources::new();
            let template = r#"{"Statement": [{"Effect": "Allow", %{ if x }"Action": ["s3:*", "ec2:*"],%{ else }"Action": "ec2:*",%{ endif } "Resource": "é"}]}"#;
            let text = if quoted {
                format!("policy = \"{}\"", template.replace('"', "\\\""))
            } else {
                format!("policy = <<-EOT\n    {template}\n    EOT\n")
            };
            let statements = read(&sources, &text, |origin| Value::string(JSON, origin));
            let [actions, resources] = [&statements[0].actions, &statements[0].resources]
                .map(|elements| places(&sources, elements));
            let quote = if quoted { "\\\"" } else { "\"" };
            assert_eq!(actions[0], format!("{quote}s3:*{quote}"));
            assert_eq!(actions[1], "local.policy");
            assert_eq!(resources, [format!("{quote}é{quote}")]);
        }
    }

    /// Where the source does not show the structure of the value, the place is the one that the document has.
    #[test]
    fn a_text_that_shows_something_else_is_left_alone() {
        for written in [
            "file(\"policy.json\")",
            "\"%{ if x }{%{ endif }}\"",
            "\"[]\"",
            "<<EOT\nnot json\nEOT",
        ] {
            let sources = Sources::new();
            let text = format!("policy = {written}");
            let statements = read(&sources, &text, |origin| Value::string(JSON, origin));
            assert_eq!(
                places(&sources, &statements[0].resources).len(),
                1,
                "{written}"
            );
        }
        let sources = Sources::new();
        let statements = read(&sources, "policy = file(\"x\")", |origin| {
            Value::string(JSON, origin)
        });
        assert_eq!(places(&sources, &statements[0].resources), ["local.policy"]);
    }

    #[test]
    fn a_document_of_another_value_is_not_pointed_into() {
        let sources = Sources::new();
        let text = format!("policy = <<EOT\n{}\nEOT\n", JSON.replace("s3:*", "s3:Get*"));
        let statements = read(&sources, &text, |origin| Value::string(JSON, origin));
        assert_eq!(
            places(&sources, &statements[0].actions),
            ["local.policy", r#""ec2:*""#]
        );
    }
}
