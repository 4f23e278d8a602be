//! `yamldecode`: one YAML document to a value, with anchors, aliases, merge keys and the standard tags.

use super::arguments::{Arguments, Refusal, wrong_argument};
use super::signature::{Function, Parameter, Want};
use super::support;
use super::yaml_scalar::{Scalar, resolve};
use crate::expr::budget::Exhausted;
use crate::value::{Fields, Type, Value};
use std::collections::BTreeMap;
use std::sync::Arc;
use yaml_rust2::parser::{Event, Parser, Tag};
use yaml_rust2::scanner::TScalarStyle;

pub(super) const FUNCTIONS: &[Function] = &[Function::typed(
    "yamldecode",
    &[Parameter::new("src", Want::String)],
    |_| Ok(Type::Any),
    decode,
)
.nullable()];

fn wrong_text(what: impl std::fmt::Display) -> Refusal {
    wrong_argument(0, format!("the YAML text is wrong: {what}"))
}

fn decode(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let text = arguments.text(0)?;
    arguments.spend(text.len())?;
    let mut reader = Reader {
        arguments,
        parser: Parser::new_from_str(text),
        anchors: BTreeMap::new(),
    };
    reader.next()?;
    if reader.next()? != Event::DocumentStart {
        return Err(wrong_text("there is no document"));
    }
    let first = reader.next()?;
    let value = reader.node(first)?;
    if reader.next()? != Event::DocumentEnd {
        return Err(wrong_text("there is more after the value"));
    }
    if reader.next()? != Event::StreamEnd {
        return Err(wrong_text("only one document is allowed"));
    }
    Ok(value)
}

struct Reader<'a> {
    arguments: &'a Arguments<'a>,
    parser: Parser<std::str::Chars<'a>>,
    anchors: BTreeMap<usize, Value>,
}

/// The short name of a standard tag, or the full one; the tag `!` is none.
fn tag_name(tag: Option<&Tag>) -> Option<String> {
    let tag = tag?;
    let full = format!("{}{}", tag.handle, tag.suffix);
    let short = full
        .strip_prefix("tag:yaml.org,2002:")
        .or_else(|| full.strip_prefix("!!"));
    match short {
        Some(short) => Some(short.to_owned()),
        None if full == "!" => None,
        None => Some(full),
    }
}

impl Reader<'_> {
    fn next(&mut self) -> Result<Event, Refusal> {
        self.arguments.spend(1)?;
        match self.parser.next_token() {
            Ok((event, _)) => Ok(event),
            // Terraform's parser lets a tab follow a colon, ours does not.
            Err(error) if error.info().contains("whitespace") => Err(self
                .arguments
                .unknowable("meets white space that only Terraform reads")),
            // Terraform's parser reads ten thousand levels, ours some hundreds.
            Err(error) if error.info().contains("recursion limit") => Err(Exhausted::Depth.into()),
            Err(error) => Err(wrong_text(error)),
        }
    }

    fn node(&mut self, event: Event) -> Result<Value, Refusal> {
        let budget = self.arguments.context().budget;
        match event {
            Event::Alias(anchor) => self.alias(anchor),
            Event::Scalar(text, style, anchor, tag) => {
                let value = self.scalar(&text, style, tag.as_ref())?;
                Ok(self.anchored(anchor, value))
            }
            Event::SequenceStart(anchor, tag) => {
                check_tag(tag.as_ref(), "seq")?;
                let value = budget.deeper(|| self.sequence())??;
                Ok(self.anchored(anchor, value))
            }
            Event::MappingStart(anchor, tag) => {
                check_tag(tag.as_ref(), "map")?;
                let value = budget.deeper(|| self.mapping())??;
                Ok(self.anchored(anchor, value))
            }
            _ => Err(wrong_text("a value is missing")),
        }
    }

    fn anchored(&mut self, anchor: usize, value: Value) -> Value {
        if anchor > 0 {
            self.anchors.insert(anchor, value.clone());
        }
        value
    }

    /// Each use costs as much as the value is large: aliases of aliases grow without bound in little text.
    fn alias(&self, anchor: usize) -> Result<Value, Refusal> {
        let value = self
            .anchors
            .get(&anchor)
            .ok_or_else(|| wrong_text("an alias refers to what it is in"))?;
        let budget = self.arguments.context().budget;
        budget.walk(value)?;
        budget.copy(value)?;
        Ok(value.clone())
    }

    fn scalar(&self, text: &str, style: TScalarStyle, tag: Option<&Tag>) -> Result<Value, Refusal> {
        let tag = tag_name(tag);
        let value = resolve(
            self.arguments,
            Scalar {
                text,
                tag: tag.as_deref(),
                quoted: matches!(
                    style,
                    TScalarStyle::SingleQuoted | TScalarStyle::DoubleQuoted
                ),
            },
        )?;
        // What a block holds is a string, although Terraform looks for other meanings first.
        if tag.is_none() && matches!(style, TScalarStyle::Literal | TScalarStyle::Folded) {
            return support::convert(&value, &Type::String).map_err(wrong_text);
        }
        Ok(value)
    }

    fn sequence(&mut self) -> Result<Value, Refusal> {
        let mut values = Vec::new();
        loop {
            match self.next()? {
                Event::SequenceEnd => break,
                event => values.push(self.node(event)?),
            }
        }
        Ok(Value::tuple(values, self.arguments.origin()))
    }

    fn mapping(&mut self) -> Result<Value, Refusal> {
        let mut fields = Fields::new();
        loop {
            match self.next()? {
                Event::MappingEnd => break,
                Event::Scalar(text, _, _, tag) if is_merge(&text, tag.as_ref()) => {
                    let event = self.next()?;
                    merge(&mut fields, &self.node(event)?)?;
                }
                Event::Scalar(text, style, anchor, tag) => {
                    let key = self.key(&text, style, tag.as_ref())?;
                    if anchor > 0 {
                        let value = Value::string(&key, self.arguments.origin());
                        self.anchored(anchor, value);
                    }
                    let event = self.next()?;
                    let value = self.node(event)?;
                    fields.insert(key, value);
                }
                _ => return Err(wrong_text("a key of a mapping must be a string")),
            }
        }
        Ok(Value::object(fields, self.arguments.origin()))
    }

    fn key(&self, text: &str, style: TScalarStyle, tag: Option<&Tag>) -> Result<Arc<str>, Refusal> {
        let value = self.scalar(text, style, tag)?;
        let value = support::convert(&value, &Type::String).map_err(wrong_text)?;
        value
            .as_str()
            .cloned()
            .ok_or_else(|| wrong_text("a key of a mapping must not be null"))
    }
}

fn check_tag(tag: Option<&Tag>, allowed: &str) -> Result<(), Refusal> {
    match tag_name(tag) {
        Some(tag) if tag != allowed => Err(wrong_text(format!(
            "the tag `{tag}` does not fit this value"
        ))),
        _ => Ok(()),
    }
}

fn is_merge(text: &str, tag: Option<&Tag>) -> bool {
    match tag_name(tag) {
        None => text == "<<",
        Some(tag) => tag == "merge",
    }
}

/// Takes in the fields of a mapping; Terraform 1.11 does not merge sequences of mappings.
fn merge(fields: &mut Fields, value: &Value) -> Result<(), Refusal> {
    let more = value
        .as_fields()
        .ok_or_else(|| wrong_text("only a mapping can be merged into a mapping"))?;
    fields.extend(
        more.iter()
            .map(|(name, value)| (Arc::clone(name), value.clone())),
    );
    Ok(())
}
