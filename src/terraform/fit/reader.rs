//! Reads a block with the schema of one version, and notes what does not fit.

use super::super::body::{MAX_DEPTH, META, join, schema_of};
use super::super::content::{Argument, Content, Nested};
use super::{Misfit, MisfitKind, Written};
use crate::schema::{self, AttributeSchema, BlockSchema, Kind, Major};
use crate::source::Span;
use crate::value::Type;
use std::sync::Arc;

/// What does not fit in a block, by the schema of a version.
pub(super) fn read(written: Written<'_>, major: Major) -> Vec<Misfit> {
    let schema = match written.kind {
        Some(kind) => match schema::schema_of(major, kind, written.name) {
            Some(schema) => schema,
            None => return vec![unknown_type(written, kind)],
        },
        None => match schema::aws_provider(major) {
            Some(schema) => schema,
            None => return Vec::new(),
        },
    };
    let mut reader = Reader {
        written,
        whole: &schema,
        found: Vec::new(),
    };
    let why = written
        .kind
        .and_then(|kind| schema::deprecated_type(kind, written.name));
    if let Some(why) = why {
        let message = format!("{} is deprecated", written.words());
        reader.add(
            MisfitKind::Deprecated,
            written.name,
            written.header,
            message,
            Some(why.to_owned()),
        );
    }
    let place = Place {
        path: "",
        header: written.header,
        depth: 0,
    };
    reader.block(written.content, &schema, place);
    reader.found
}

/// What is Terraform's, or `OpenTofu`'s, own in a `provider` block, or kept for it and refused elsewhere.
const META_OF_PROVIDERS: [&str; 8] = [
    "alias",
    "version",
    "for_each",
    "count",
    "depends_on",
    "source",
    "lifecycle",
    "locals",
];

/// Reads one block with the schema of one version.
struct Reader<'a> {
    written: Written<'a>,
    whole: &'a BlockSchema,
    found: Vec<Misfit>,
}

/// The block in hand: where it is in the type, and where what it lacks is placed.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: &'a str,
    header: Span,
    depth: usize,
}

impl Reader<'_> {
    fn block(&mut self, content: &Content, schema: &BlockSchema, place: Place<'_>) {
        if place.depth > MAX_DEPTH || self.is_borrowed(place) {
            return;
        }
        let is_provider = self.written.kind.is_none();
        let of_terraform = |name: &str| {
            if is_provider {
                META_OF_PROVIDERS.contains(&name)
            } else {
                META.contains(&name) || name == "timeouts"
            }
        };
        let meta = |name: &str| place.depth == 0 && of_terraform(name);
        let arguments = content.arguments();
        for (name, argument) in arguments.iter().filter(|(name, _)| !meta(name)) {
            self.argument(name, argument, content, schema, place);
        }
        for (name, span) in content.block_types() {
            if !meta(&name) {
                self.blocks(&name, span, content, schema, place);
            }
        }
        for nested in &schema.blocks {
            // In JSON syntax a block is a member like any other.
            if content.has_json()
                && let Some(member) = arguments.get(&*nested.name)
            {
                self.blocks(&nested.name, member.name_span, content, schema, place);
            }
        }
        if !content.is_incomplete() {
            self.missing(content, schema, place);
        }
    }

    /// The statements of these two types are written down as those of another type: near enough to evaluate, too far off to judge
    /// (`docs/schema.md`).
    fn is_borrowed(&self, place: Place<'_>) -> bool {
        matches!(
            &**self.written.name,
            "aws_wafv2_web_acl" | "aws_wafv2_rule_group"
        ) && place.path.starts_with("rule.statement")
    }

    fn argument(
        &mut self,
        name: &str,
        argument: &Argument<'_>,
        content: &Content,
        schema: &BlockSchema,
        place: Place<'_>,
    ) {
        let span = argument.name_span;
        if let Some(attribute) = schema.attribute(name) {
            // What the provider alone decides, `Body` refuses.
            // What version 5 asks for, version 5 does not deprecate.
            if let Some(why) = attribute.deprecated
                && !attribute.required
            {
                self.deprecated(name, span, why);
            }
        } else if schema.block(name).is_some() {
            if !content.has_json() {
                let message = format!(
                    "`{name}` of {} is a block, not an argument",
                    self.owner(place)
                );
                let help = |_: &Self| Some(format!("write `{name} {{ … }}`"));
                self.refuse(MisfitKind::Unsupported, name, (span, place), message, help);
            }
        } else if !(content.has_json() && name == "dynamic") {
            let message = format!("{} has no argument `{name}`", self.owner(place));
            let help = |reader: &Self| reader.meant(name, schema, place);
            self.refuse(MisfitKind::Unsupported, name, (span, place), message, help);
        }
    }

    fn blocks(
        &mut self,
        name: &Arc<str>,
        span: Span,
        content: &Content,
        schema: &BlockSchema,
        place: Place<'_>,
    ) {
        if let Some(nested) = schema.block(name) {
            if let Some(why) = nested.deprecated {
                self.deprecated(name, span, why);
            }
            let blocks = content.nested_or_dynamic(name);
            if nested.max > 0
                && blocks.len() > nested.max as usize
                && !blocks.iter().any(Nested::is_dynamic)
                && let Some(last) = blocks.last()
            {
                let message = format!(
                    "too many `{name}` blocks: at most {} may stand here",
                    nested.max
                );
                self.add(MisfitKind::Unsupported, name, last.header, message, None);
            }
            self.inside(name, content, &nested.block, place);
        } else if let Some(attribute) = schema.attribute(name) {
            match as_block(attribute) {
                Some(inner) => self.inside(name, content, &inner, place),
                None if attribute.attribute_as_block() => {}
                None => {
                    let message = format!(
                        "`{name}` of {} is an argument, not a block",
                        self.owner(place)
                    );
                    let help = |_: &Self| Some(format!("write `{name} = …`"));
                    self.refuse(MisfitKind::Unsupported, name, (span, place), message, help);
                }
            }
        } else {
            let message = format!("{} has no block `{name}`", self.owner(place));
            let help = |reader: &Self| reader.meant(name, schema, place);
            self.refuse(MisfitKind::Unsupported, name, (span, place), message, help);
        }
    }

    /// The blocks of a name, and what `dynamic` blocks put in theirs.
    fn inside(&mut self, name: &str, content: &Content, schema: &BlockSchema, place: Place<'_>) {
        let path = join(place.path, name);
        for block in content.nested_or_dynamic(name) {
            let inner = |header| Place {
                path: &path,
                header,
                depth: place.depth + 1,
            };
            if block.is_dynamic() {
                for made in block.content.nested("content", 0) {
                    self.block(&made.content, schema, inner(made.header));
                }
            } else {
                self.block(&block.content, schema, inner(block.header));
            }
        }
    }

    fn missing(&mut self, content: &Content, schema: &BlockSchema, place: Place<'_>) {
        let written = |name: &str| {
            content.argument(name).is_some() || !content.nested_or_dynamic(name).is_empty()
        };
        for attribute in schema
            .attributes
            .iter()
            .filter(|attribute| attribute.required)
        {
            if !written(&attribute.name) {
                let message = format!(
                    "{} needs the argument `{}`",
                    self.owner(place),
                    attribute.name
                );
                self.refuse(
                    MisfitKind::Missing,
                    &attribute.name,
                    (place.header, place),
                    message,
                    |_| None,
                );
            }
        }
        for nested in schema.blocks.iter().filter(|nested| nested.min > 0) {
            if !written(&nested.name) {
                let message = format!("{} needs a block `{}`", self.owner(place), nested.name);
                self.add(
                    MisfitKind::Missing,
                    &nested.name,
                    place.header,
                    message,
                    None,
                );
            }
        }
    }

    fn deprecated(&mut self, name: &str, span: Span, why: &str) {
        let message = format!("`{name}` of {} is deprecated", self.written.words());
        let bare = why
            .strip_prefix(&format!("{name} is deprecated. "))
            .unwrap_or(why);
        self.add(
            MisfitKind::Deprecated,
            name,
            span,
            message,
            Some(lowered(bare)),
        );
    }

    fn add(
        &mut self,
        kind: MisfitKind,
        name: &str,
        span: Span,
        message: String,
        help: Option<String>,
    ) {
        self.found.push(Misfit {
            kind,
            name: Arc::from(name),
            span,
            message,
            help,
            certain: false,
        });
    }

    /// Adds what does not stand where it is written; what took its place in a later version is the best help.
    fn refuse(
        &mut self,
        kind: MisfitKind,
        name: &str,
        (span, place): (Span, Place<'_>),
        message: String,
        help: impl FnOnce(&Self) -> Option<String>,
    ) {
        let top = place.path.is_empty();
        let whole = self.written.kind.filter(|_| top);
        let instead = whole.and_then(|whole| schema::instead_of(whole, self.written.name, name));
        let help = instead.map(str::to_owned).or_else(|| help(self));
        self.add(kind, name, span, message, help);
    }

    /// The block in hand, in words.
    fn owner(&self, place: Place<'_>) -> String {
        if place.path.is_empty() {
            self.written.words()
        } else {
            format!("`{}` of {}", place.path, self.written.words())
        }
    }

    /// The same name in another block of the type, or a name like it in this one.
    fn meant(&self, name: &str, schema: &BlockSchema, place: Place<'_>) -> Option<String> {
        if let Some(near) = schema.nearest(name) {
            return Some(format!("did you mean `{near}`?"));
        }
        let mut places = Vec::new();
        homes(self.whole, name, "", 0, &mut places);
        let places: Vec<String> = places
            .into_iter()
            .filter(|path| path != place.path)
            .collect();
        match places.as_slice() {
            [only] if only.is_empty() => Some(format!("`{name}` belongs outside of this block")),
            [only] => Some(format!("`{name}` belongs into the block `{only}`")),
            [one, other] => Some(format!(
                "`{name}` belongs into one of the blocks `{one}` and `{other}`"
            )),
            _ => None,
        }
    }
}

/// The paths of the blocks that have something of a name.
fn homes(schema: &BlockSchema, name: &str, path: &str, depth: usize, into: &mut Vec<String>) {
    // A name that more than a few blocks have leads nowhere.
    if depth > MAX_DEPTH || into.len() > 2 {
        return;
    }
    if schema
        .attribute(name)
        .is_some_and(AttributeSchema::settable)
        || schema.block(name).is_some()
    {
        into.push(path.to_owned());
    }
    for nested in &schema.blocks {
        homes(
            &nested.block,
            name,
            &join(path, &nested.name),
            depth + 1,
            into,
        );
    }
}

fn unknown_type(written: Written<'_>, kind: Kind) -> Misfit {
    let what = match kind {
        Kind::Resource => "resource",
        Kind::DataSource => "data source",
        Kind::Ephemeral => "ephemeral resource",
    };
    let name = written.name;
    let other = match kind {
        Kind::Resource if schema::data_source(name).is_some() => {
            Some(format!("there is a data source `{name}`"))
        }
        Kind::DataSource if schema::resource(name).is_some() => {
            Some(format!("there is a resource `{name}`"))
        }
        _ => None,
    };
    Misfit {
        kind: MisfitKind::Unsupported,
        name: Arc::clone(name),
        span: written.header,
        message: format!("there is no {what} type `{name}`"),
        help: other
            .or_else(|| schema::instead_of(kind, name, "").map(str::to_owned))
            .or_else(|| schema::nearest(kind, name).map(|near| format!("did you mean `{near}`?"))),
        certain: false,
    }
}

/// The inside of an attribute that may be written as blocks.
fn as_block(attribute: &AttributeSchema) -> Option<BlockSchema> {
    match &attribute.ty {
        Type::List(element) | Type::Set(element) if attribute.attribute_as_block() => {
            match &**element {
                Type::Object(object) => Some(schema_of(object)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// A sentence of the provider's in the form of a help: small at the start, no full stop.
fn lowered(text: &str) -> String {
    let text = text.trim_end_matches('.');
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(characters).collect()
}
