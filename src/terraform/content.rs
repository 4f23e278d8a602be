//! What stands between the braces of a block, the same for native and JSON syntax, and with override files laid over it.
//!
//! Content keeps its trees alive, so that a decoded module can be shared without borrowing. Knows no schema.

use crate::source::Span;
use crate::syntax::{Ast, Expr, ExprKind, NodeId};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// An expression that keeps its tree alive.
#[derive(Clone, Debug)]
pub struct ExprHandle {
    ast: Arc<Ast>,
    id: NodeId,
}

impl ExprHandle {
    pub fn get(&self) -> Expr<'_> {
        self.ast.expression_at(self.id)
    }

    pub fn span(&self) -> Span {
        self.get().span()
    }
}

/// How a layer is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    /// A body: native syntax, or the top of a JSON file.
    Body,
    /// An object of JSON syntax.
    Object,
}

#[derive(Clone, Debug)]
struct Layer {
    ast: Arc<Ast>,
    id: NodeId,
    shape: Shape,
}

/// The inside of a block. Later layers come from override files and win name by name.
#[derive(Clone, Default, Debug)]
pub struct Content {
    layers: Vec<Layer>,
}

/// `name = value`.
#[derive(Clone, Debug)]
pub struct Argument<'a> {
    pub name: Cow<'a, str>,
    pub name_span: Span,
    pub value: Expr<'a>,
    ast: &'a Arc<Ast>,
}

impl Argument<'_> {
    pub fn handle(&self) -> ExprHandle {
        ExprHandle {
            ast: Arc::clone(self.ast),
            id: self.value.id(),
        }
    }
}

/// A block inside content: `type "label" { … }`, or what stands for it in JSON.
#[derive(Clone, Debug)]
pub struct Nested {
    pub block_type: Arc<str>,
    pub labels: Vec<(Arc<str>, Span)>,
    /// Type and labels.
    pub header: Span,
    pub span: Span,
    pub content: Content,
}

impl Nested {
    pub fn label(&self, index: usize) -> Option<&Arc<str>> {
        self.labels.get(index).map(|(text, _)| text)
    }

    /// Whether this is `dynamic "name"`.
    pub fn is_dynamic(&self) -> bool {
        &*self.block_type == "dynamic"
    }
}

impl Layer {
    fn is_incomplete(&self) -> bool {
        self.shape == Shape::Body && self.ast.body_at(self.id).is_incomplete()
    }

    /// All `name = value` of the layer, in order of the text.
    fn arguments(&self) -> Vec<Argument<'_>> {
        let ast = &self.ast;
        let make = move |name, name_span, value| Argument {
            name,
            name_span,
            value,
            ast,
        };
        match self.shape {
            Shape::Body => ast
                .body_at(self.id)
                .attributes()
                .map(|a| make(Cow::Borrowed(a.name()), a.name_span(), a.value()))
                .filter(|a| !self.is_comment(a))
                .collect(),
            Shape::Object => match ast.expression_at(self.id).kind() {
                ExprKind::Object(entries) => entries
                    .into_iter()
                    .filter_map(|(key, value)| Some(make(key.static_name()?, key.span(), value)))
                    .filter(|a| !self.is_comment(a))
                    .collect(),
                _ => Vec::new(),
            },
        }
    }

    /// In JSON syntax a property `//` is a comment.
    fn is_comment(&self, argument: &Argument<'_>) -> bool {
        self.ast.is_json() && argument.name == "//"
    }

    fn argument(&self, name: &str) -> Option<Argument<'_>> {
        match self.shape {
            Shape::Body => self.ast.body_at(self.id).attribute(name).map(|a| Argument {
                name: Cow::Borrowed(a.name()),
                name_span: a.name_span(),
                value: a.value(),
                ast: &self.ast,
            }),
            Shape::Object => self.arguments().into_iter().find(|a| a.name == name),
        }
    }

    /// The blocks of a type, with so many labels in JSON syntax (native syntax shows how many there are).
    fn nested(&self, block_type: &str, labels: usize, into: &mut Vec<Nested>) {
        if self.shape == Shape::Body {
            let blocks = self.ast.body_at(self.id).blocks();
            into.extend(
                blocks
                    .filter(|block| block.block_type() == block_type)
                    .map(|block| self.native(block)),
            );
        }
        if self.ast.is_json()
            && let Some(argument) = self.argument(block_type)
        {
            let block_type: Arc<str> = Arc::from(block_type);
            let start = (argument.name_span, Vec::new());
            self.json(&block_type, labels, argument.value, start, into);
        }
    }

    fn native(&self, block: crate::syntax::Block<'_>) -> Nested {
        Nested {
            block_type: Arc::from(block.block_type()),
            labels: block
                .labels()
                .map(|(text, span)| (Arc::from(&*text), span))
                .collect(),
            header: block.header_span(),
            span: block.span(),
            content: Content::one(&self.ast, block.body().id(), Shape::Body),
        }
    }

    /// Walks through the objects of the labels; an array stands for several blocks at any level.
    fn json(
        &self,
        block_type: &Arc<str>,
        labels: usize,
        value: Expr<'_>,
        (header, found): (Span, Vec<(Arc<str>, Span)>),
        into: &mut Vec<Nested>,
    ) {
        match value.kind() {
            ExprKind::Tuple(elements) => {
                for element in elements {
                    self.json(block_type, labels, element, (header, found.clone()), into);
                }
            }
            ExprKind::Object(entries) if found.len() < labels => {
                for (key, value) in entries {
                    let name = key.static_name().unwrap_or(Cow::Borrowed(""));
                    if name == "//" {
                        continue;
                    }
                    let mut found = found.clone();
                    found.push((Arc::from(&*name), key.span()));
                    self.json(block_type, labels, value, (key.span(), found), into);
                }
            }
            ExprKind::Object(_) => into.push(Nested {
                block_type: Arc::clone(block_type),
                labels: found,
                header,
                span: value.span(),
                content: Content::one(&self.ast, value.id(), Shape::Object),
            }),
            _ => {}
        }
    }
}

impl Content {
    /// Whether something in it could not be read, so that what is missing may have been written.
    pub fn is_incomplete(&self) -> bool {
        self.layers.iter().any(Layer::is_incomplete)
    }

    /// The whole of a file.
    pub fn file(ast: &Arc<Ast>) -> Self {
        Self::one(ast, ast.body().id(), Shape::Body)
    }

    fn one(ast: &Arc<Ast>, id: NodeId, shape: Shape) -> Self {
        Self {
            layers: vec![Layer {
                ast: Arc::clone(ast),
                id,
                shape,
            }],
        }
    }

    /// Lays the content of an override block over this one.
    pub fn overlay(&mut self, over: Self) {
        self.layers.extend(over.layers);
    }

    /// Whether every layer is JSON syntax, where a block may stand as an argument.
    pub fn has_json(&self) -> bool {
        self.layers.iter().any(|layer| layer.ast.is_json())
    }

    /// All arguments by name.
    pub fn arguments(&self) -> BTreeMap<Cow<'_, str>, Argument<'_>> {
        self.layers
            .iter()
            .flat_map(Layer::arguments)
            .map(|argument| (argument.name.clone(), argument))
            .collect()
    }

    pub fn argument(&self, name: &str) -> Option<Argument<'_>> {
        self.layers
            .iter()
            .rev()
            .find_map(|layer| layer.argument(name))
    }

    pub fn handle(&self, name: &str) -> Option<ExprHandle> {
        self.argument(name).map(|argument| argument.handle())
    }

    /// The blocks of a type, of the last layer that has any. `labels` says how many labels they have.
    pub fn nested(&self, block_type: &str, labels: usize) -> Vec<Nested> {
        self.last_layer(|layer, into| layer.nested(block_type, labels, into))
    }

    /// The blocks of a type and the `dynamic` blocks that make such blocks, in order of the text.
    pub fn nested_or_dynamic(&self, block_type: &str) -> Vec<Nested> {
        self.last_layer(|layer, into| {
            layer.nested(block_type, 0, into);
            if block_type != "dynamic" {
                let mut dynamic = Vec::new();
                layer.nested("dynamic", 1, &mut dynamic);
                into.extend(
                    dynamic
                        .into_iter()
                        .filter(|block| block.label(0).is_some_and(|label| &**label == block_type)),
                );
                into.sort_by_key(|block| block.header.start);
            }
        })
    }

    fn last_layer(&self, collect: impl Fn(&Layer, &mut Vec<Nested>)) -> Vec<Nested> {
        let mut found = Vec::new();
        for layer in self.layers.iter().rev() {
            collect(layer, &mut found);
            if !found.is_empty() {
                break;
            }
        }
        found
    }

    /// The types of the blocks that stand here, with the place of the first of each; `dynamic` blocks count as what they make.
    pub fn block_types(&self) -> BTreeMap<Arc<str>, Span> {
        let mut types = BTreeMap::new();
        for layer in self
            .layers
            .iter()
            .filter(|layer| layer.shape == Shape::Body)
        {
            for block in layer.ast.body_at(layer.id).blocks() {
                let (name, span) = match block.block_type() {
                    "dynamic" => block
                        .label(0)
                        .unwrap_or((Cow::Borrowed("dynamic"), block.type_span())),
                    name => (Cow::Borrowed(name), block.type_span()),
                };
                types.entry(Arc::from(&*name)).or_insert(span);
            }
        }
        types
    }
}
