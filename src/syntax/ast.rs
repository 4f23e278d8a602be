//! The tree: a flat table of nodes, and typed views over it.
//!
//! A node is a kind, a span and a run of children. Views (`Body`, `Block`, `Expr` …) are two words and cheap to copy;
//! they read names and literals straight from the text. The table is built by the parsers only.

use crate::source::{SourceFile, Span};
use std::borrow::Cow;
use std::sync::Arc;

/// Index of a node in its tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub(super) u32);

/// What a node is. The comment names the children, in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NodeKind {
    /// items: `Attribute` and `Block`; flag 1: an item could not be read
    Body,
    /// `Name`, expression
    Attribute,
    /// `Name`, `Label`…, `Body`
    Block,
    /// an identifier; leaf
    Name,
    /// a quoted or bare block label; leaf, the span includes the quotes
    Label,
    Null,
    True,
    False,
    /// leaf
    Number,
    /// parts: `Literal`, `Interpolation`, `If`, `For`; the span includes quotes or heredoc markers
    Template,
    /// a template of nothing but text, in quotes; leaf, the span includes the quotes
    String,
    /// text of a template; leaf
    Literal,
    /// expression
    Interpolation,
    /// condition, `Template`, and `Template` after `else` (always there, may be empty)
    If,
    /// [key `Name`,] value `Name`, collection, `Template`
    For,
    /// expression
    Parentheses,
    /// elements
    Tuple,
    /// key, value, key, value …
    Object,
    /// [key `Name`,] value `Name`, collection, element[, condition]; flags tell which
    ForTuple,
    /// [key `Name`,] value `Name`, collection, key, value[, condition]; flags tell which
    ForObject,
    /// condition, then, else
    Conditional,
    /// left, right; flag: operator
    Binary,
    /// operand; flag: operator
    Unary,
    /// an identifier that starts a traversal, or stands for a keyword; leaf
    Variable,
    /// object, `Name`
    GetAttr,
    /// collection, key
    Index,
    /// collection, `Name` (digits)
    LegacyIndex,
    /// source, and what is done to each element, whose innermost node is a `SplatItem`; flag 1: `[*]`, 0: `.*`
    Splat,
    /// leaf, empty span
    SplatItem,
    /// `Name` (with namespaces), arguments; flag 1: the last one is expanded (`...`)
    Call,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) kind: NodeKind,
    pub(super) flag: u8,
    /// Longest way down to a leaf; the parsers bound it, so that whoever walks the tree may recurse.
    pub(super) height: u16,
    pub(super) start: u32,
    pub(super) end: u32,
    /// Index of the first child in `Ast::children`; for a leaf with `TEXT_ASIDE`, an index into `Ast::texts`.
    pub(super) first: u32,
    pub(super) count: u32,
}

/// Flags of `Literal`, `Label` and `Name`: how the text of the leaf is to be read.
pub(super) mod text {
    /// as it stands
    pub(in crate::syntax) const RAW: u8 = 0;
    /// with the escapes of quoted strings (`\n`, `\u00e9`, `$${`, `%%{`)
    pub(in crate::syntax) const QUOTED: u8 = 1;
    /// with the escapes of heredocs (`$${`, `%%{`)
    pub(in crate::syntax) const HEREDOC: u8 = 2;
    /// in `Ast::texts`, because it stands nowhere in the file in this form (JSON escapes)
    pub(in crate::syntax) const ASIDE: u8 = 3;
}

/// Flags of `ForTuple`, `ForObject` and `For`.
pub(super) mod for_flag {
    pub(in crate::syntax) const KEY: u8 = 1;
    pub(in crate::syntax) const CONDITION: u8 = 2;
    /// `...` after the value of a `ForObject`: values are grouped by key
    pub(in crate::syntax) const GROUP: u8 = 4;
}

/// The tree of one file.
#[derive(Debug)]
pub struct Ast {
    pub(super) source: Arc<SourceFile>,
    pub(super) nodes: Vec<Node>,
    pub(super) children: Vec<NodeId>,
    pub(super) texts: Vec<Box<str>>,
    /// Spans of comments with their markers, in order of the text.
    pub(super) comments: Vec<Span>,
    pub(super) root: NodeId,
    pub(super) json: bool,
}

/// Operators with two operands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum BinaryOp {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

impl BinaryOp {
    pub(super) const ALL: [Self; 13] = [
        Self::Or,
        Self::And,
        Self::Equal,
        Self::NotEqual,
        Self::Less,
        Self::LessOrEqual,
        Self::Greater,
        Self::GreaterOrEqual,
        Self::Add,
        Self::Subtract,
        Self::Multiply,
        Self::Divide,
        Self::Modulo,
    ];

    /// As it is written.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Or => "||",
            Self::And => "&&",
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
        }
    }
}

/// Operators with one operand; the flag of a `Unary` node is 0 or 1 in this order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum UnaryOp {
    Not,
    Negate,
}

impl Ast {
    pub fn source(&self) -> &Arc<SourceFile> {
        &self.source
    }

    /// Whether the text is JSON syntax: then a nested block may stand as an attribute whose value is an object or a list of objects.
    pub const fn is_json(&self) -> bool {
        self.json
    }

    /// The body of the file; empty for a tree that is one expression.
    pub const fn body(&self) -> Body<'_> {
        Body {
            ast: self,
            id: self.root,
        }
    }

    /// The expression of a tree made by `parse_expression` or `parse_template`.
    pub const fn expression(&self) -> Expr<'_> {
        Expr {
            ast: self,
            id: self.root,
        }
    }

    /// The body with this id, for those who keep ids instead of views.
    pub const fn body_at(&self, id: NodeId) -> Body<'_> {
        Body { ast: self, id }
    }

    /// The expression at a node of this tree, as [`Expr::id`] gave it.
    pub const fn expression_at(&self, id: NodeId) -> Expr<'_> {
        Expr { ast: self, id }
    }

    /// Spans of comments, with their markers, in order of the text.
    pub fn comments(&self) -> &[Span] {
        &self.comments
    }

    /// How many nodes the tree has.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "INVARIANT: ids are made by the parser of this tree"
    )]
    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    fn span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        Span::new(self.source.id(), node.start, node.end)
    }

    fn kids(&self, id: NodeId) -> &[NodeId] {
        let node = self.node(id);
        let first = node.first as usize;
        self.children
            .get(first..first + node.count as usize)
            .unwrap_or(&[])
    }

    /// The child at a place; the node itself when the tree is malformed, which the parsers never make it.
    fn kid(&self, id: NodeId, index: usize) -> NodeId {
        self.kids(id).get(index).copied().unwrap_or(id)
    }

    /// The text of a leaf as it stands in the file or aside.
    fn raw(&self, id: NodeId) -> &str {
        let node = self.node(id);
        if node.flag == text::ASIDE {
            self.texts.get(node.first as usize).map_or("", |text| text)
        } else {
            self.source
                .text()
                .get(node.start as usize..node.end as usize)
                .unwrap_or("")
        }
    }
}

/// A run of items between braces, or a whole file.
#[derive(Clone, Copy, Debug)]
pub struct Body<'a> {
    ast: &'a Ast,
    id: NodeId,
}

/// One item of a body.
#[derive(Clone, Copy, Debug)]
pub enum Item<'a> {
    Attribute(Attribute<'a>),
    Block(Block<'a>),
}

impl<'a> Body<'a> {
    pub const fn ast(self) -> &'a Ast {
        self.ast
    }

    /// The node, for those who keep ids instead of views.
    pub const fn id(self) -> NodeId {
        self.id
    }

    pub fn span(self) -> Span {
        self.ast.span(self.id)
    }

    /// Whether an item of this body could not be read: what is missing here may have been written.
    pub fn is_incomplete(self) -> bool {
        self.ast.node(self.id).flag == 1
    }

    /// The items in the order of the text.
    pub fn items(self) -> impl Iterator<Item = Item<'a>> {
        let ast = self.ast;
        ast.kids(self.id)
            .iter()
            .filter_map(move |&id| match ast.node(id).kind {
                NodeKind::Attribute => Some(Item::Attribute(Attribute { ast, id })),
                NodeKind::Block => Some(Item::Block(Block { ast, id })),
                _ => None,
            })
    }

    pub fn attributes(self) -> impl Iterator<Item = Attribute<'a>> {
        self.items().filter_map(|item| match item {
            Item::Attribute(attribute) => Some(attribute),
            Item::Block(_) => None,
        })
    }

    pub fn blocks(self) -> impl Iterator<Item = Block<'a>> {
        self.items().filter_map(|item| match item {
            Item::Block(block) => Some(block),
            Item::Attribute(_) => None,
        })
    }

    /// The first attribute of this name.
    pub fn attribute(self, name: &str) -> Option<Attribute<'a>> {
        self.attributes().find(|attribute| attribute.name() == name)
    }

    /// The blocks of this type.
    pub fn blocks_of(self, block_type: &'a str) -> impl Iterator<Item = Block<'a>> {
        self.blocks()
            .filter(move |block| block.block_type() == block_type)
    }
}

/// `name = value`.
#[derive(Clone, Copy, Debug)]
pub struct Attribute<'a> {
    ast: &'a Ast,
    id: NodeId,
}

impl<'a> Attribute<'a> {
    pub fn name(self) -> &'a str {
        self.ast.raw(self.ast.kid(self.id, 0))
    }

    pub fn name_span(self) -> Span {
        self.ast.span(self.ast.kid(self.id, 0))
    }

    pub fn value(self) -> Expr<'a> {
        Expr {
            ast: self.ast,
            id: self.ast.kid(self.id, 1),
        }
    }

    pub fn span(self) -> Span {
        self.ast.span(self.id)
    }
}

/// `type "label" { … }`.
#[derive(Clone, Copy, Debug)]
pub struct Block<'a> {
    ast: &'a Ast,
    id: NodeId,
}

impl<'a> Block<'a> {
    pub fn block_type(self) -> &'a str {
        self.ast.raw(self.ast.kid(self.id, 0))
    }

    pub fn type_span(self) -> Span {
        self.ast.span(self.ast.kid(self.id, 0))
    }

    /// The labels, decoded, with their spans (quotes included).
    pub fn labels(self) -> impl Iterator<Item = (Cow<'a, str>, Span)> {
        let ast = self.ast;
        let kids = ast.kids(self.id);
        let labels = kids.get(1..kids.len().saturating_sub(1)).unwrap_or(&[]);
        labels
            .iter()
            .map(move |&id| (quoted_text(ast, id), ast.span(id)))
    }

    /// One label.
    pub fn label(self, index: usize) -> Option<(Cow<'a, str>, Span)> {
        self.labels().nth(index)
    }

    pub fn body(self) -> Body<'a> {
        let last = self.ast.kids(self.id).len().saturating_sub(1);
        Body {
            ast: self.ast,
            id: self.ast.kid(self.id, last),
        }
    }

    pub fn span(self) -> Span {
        self.ast.span(self.id)
    }

    /// Type and labels: what a reader knows the block by.
    pub fn header_span(self) -> Span {
        let start = self.type_span();
        self.labels()
            .last()
            .map_or(start, |(_, label)| start.to(label))
    }
}

/// The text of a `Label` or `String`, without quotes and escapes.
fn quoted_text(ast: &Ast, id: NodeId) -> Cow<'_, str> {
    let raw = ast.raw(id);
    match ast.node(id).flag {
        text::QUOTED => unescape(quoted_content(raw), text::QUOTED),
        _ => Cow::Borrowed(raw),
    }
}

/// A text without the quotes around it.
pub(super) fn quoted_content(quoted: &str) -> &str {
    let content = quoted.strip_prefix('"').unwrap_or(quoted);
    content.strip_suffix('"').unwrap_or(content)
}

/// An expression.
#[derive(Clone, Copy, Debug)]
pub struct Expr<'a> {
    ast: &'a Ast,
    id: NodeId,
}

/// `for` in brackets or braces, without its results.
#[derive(Clone, Copy, Debug)]
pub struct For<'a> {
    /// The name for keys or indices, if one is given.
    pub key: Option<&'a str>,
    pub value: &'a str,
    pub collection: Expr<'a>,
    pub condition: Option<Expr<'a>>,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum ExprKind<'a> {
    Null,
    Bool(bool),
    /// Digits as they are written.
    Number(&'a str),
    /// A template of nothing but text, decoded.
    String(Cow<'a, str>),
    /// A template with at least one part that is not text.
    Template(Vec<TemplatePart<'a>>),
    Parentheses(Expr<'a>),
    Tuple(Vec<Expr<'a>>),
    /// Keys and values in the order of the text; a key that is a bare name is a [`ExprKind::Variable`] and stands for that name.
    Object(Vec<(Expr<'a>, Expr<'a>)>),
    ForTuple {
        header: For<'a>,
        element: Expr<'a>,
    },
    ForObject {
        header: For<'a>,
        key: Expr<'a>,
        value: Expr<'a>,
        group: bool,
    },
    Conditional {
        condition: Expr<'a>,
        then: Expr<'a>,
        otherwise: Expr<'a>,
    },
    Binary {
        operator: BinaryOp,
        left: Expr<'a>,
        right: Expr<'a>,
    },
    Unary {
        operator: UnaryOp,
        operand: Expr<'a>,
    },
    /// The name that a traversal starts with.
    Variable(&'a str),
    GetAttr {
        object: Expr<'a>,
        name: &'a str,
        name_span: Span,
    },
    Index {
        collection: Expr<'a>,
        key: Expr<'a>,
    },
    /// `a.0`; digits as they are written.
    LegacyIndex {
        collection: Expr<'a>,
        digits: &'a str,
    },
    /// `source[*]…` (`full`) or `source.*…`: `each` is done to every element; its innermost node is [`ExprKind::SplatItem`].
    Splat {
        source: Expr<'a>,
        each: Expr<'a>,
        full: bool,
    },
    SplatItem,
    Call {
        name: &'a str,
        name_span: Span,
        arguments: Vec<Expr<'a>>,
        expand_last: bool,
    },
}

/// A piece of a template.
#[derive(Clone, Debug)]
pub enum TemplatePart<'a> {
    /// Text, decoded, indentation and trimmed white space already taken away.
    Literal(Cow<'a, str>),
    Interpolation(Expr<'a>),
    /// `then` and `otherwise` are template expressions.
    If {
        condition: Expr<'a>,
        then: Expr<'a>,
        otherwise: Expr<'a>,
    },
    For {
        header: For<'a>,
        body: Expr<'a>,
    },
}

impl<'a> Expr<'a> {
    pub const fn ast(self) -> &'a Ast {
        self.ast
    }

    /// The node, as a key for caches that belong to one tree.
    pub const fn id(self) -> NodeId {
        self.id
    }

    pub fn span(self) -> Span {
        self.ast.span(self.id)
    }

    /// The text as written.
    pub fn source_text(self) -> &'a str {
        let node = self.ast.node(self.id);
        self.ast
            .source
            .text()
            .get(node.start as usize..node.end as usize)
            .unwrap_or("")
    }

    const fn at(self, id: NodeId) -> Self {
        Self { ast: self.ast, id }
    }

    fn kid(self, index: usize) -> Self {
        self.at(self.ast.kid(self.id, index))
    }

    fn text(self) -> &'a str {
        self.ast.raw(self.id)
    }

    /// What the expression is.
    pub fn kind(self) -> ExprKind<'a> {
        let node = self.ast.node(self.id);
        let kids = self.ast.kids(self.id);
        match node.kind {
            NodeKind::Null => ExprKind::Null,
            NodeKind::True => ExprKind::Bool(true),
            NodeKind::False => ExprKind::Bool(false),
            NodeKind::Number => ExprKind::Number(self.text()),
            NodeKind::String => ExprKind::String(quoted_text(self.ast, self.id)),
            NodeKind::Template | NodeKind::Literal => self.template(),
            NodeKind::Parentheses => ExprKind::Parentheses(self.kid(0)),
            NodeKind::Tuple => ExprKind::Tuple(kids.iter().map(|&id| self.at(id)).collect()),
            NodeKind::Object => ExprKind::Object(
                kids.chunks_exact(2)
                    .filter_map(|pair| match pair {
                        &[key, value] => Some((self.at(key), self.at(value))),
                        _ => None,
                    })
                    .collect(),
            ),
            NodeKind::ForTuple => {
                let (header, next) = self.for_header(1);
                ExprKind::ForTuple {
                    header,
                    element: self.kid(next),
                }
            }
            NodeKind::ForObject => {
                let (header, next) = self.for_header(2);
                let group = node.flag & for_flag::GROUP != 0;
                ExprKind::ForObject {
                    header,
                    key: self.kid(next),
                    value: self.kid(next + 1),
                    group,
                }
            }
            NodeKind::Conditional => ExprKind::Conditional {
                condition: self.kid(0),
                then: self.kid(1),
                otherwise: self.kid(2),
            },
            NodeKind::Binary => {
                let operator = BinaryOp::ALL
                    .get(node.flag as usize)
                    .copied()
                    .unwrap_or(BinaryOp::Equal);
                ExprKind::Binary {
                    operator,
                    left: self.kid(0),
                    right: self.kid(1),
                }
            }
            NodeKind::Unary => {
                let operator = if node.flag == UnaryOp::Not as u8 {
                    UnaryOp::Not
                } else {
                    UnaryOp::Negate
                };
                ExprKind::Unary {
                    operator,
                    operand: self.kid(0),
                }
            }
            NodeKind::GetAttr => ExprKind::GetAttr {
                object: self.kid(0),
                name: self.kid(1).text(),
                name_span: self.kid(1).span(),
            },
            NodeKind::Index => ExprKind::Index {
                collection: self.kid(0),
                key: self.kid(1),
            },
            NodeKind::LegacyIndex => ExprKind::LegacyIndex {
                collection: self.kid(0),
                digits: self.kid(1).text(),
            },
            NodeKind::Splat => ExprKind::Splat {
                source: self.kid(0),
                each: self.kid(1),
                full: node.flag == 1,
            },
            NodeKind::SplatItem => ExprKind::SplatItem,
            NodeKind::Call => ExprKind::Call {
                name: self.kid(0).text(),
                name_span: self.kid(0).span(),
                arguments: kids.iter().skip(1).map(|&id| self.at(id)).collect(),
                expand_last: node.flag == 1,
            },
            // INVARIANT: the parsers put no other kind where an expression stands.
            NodeKind::Variable
            | NodeKind::Name
            | NodeKind::Label
            | NodeKind::Body
            | NodeKind::Attribute
            | NodeKind::Block
            | NodeKind::Interpolation
            | NodeKind::If
            | NodeKind::For => ExprKind::Variable(self.text()),
        }
    }

    fn for_header(self, results: usize) -> (For<'a>, usize) {
        let flag = self.ast.node(self.id).flag;
        let has_key = flag & for_flag::KEY != 0;
        let first = usize::from(has_key);
        let key = has_key.then(|| self.kid(0).text());
        let condition = (flag & for_flag::CONDITION != 0).then(|| self.kid(first + 2 + results));
        (
            For {
                key,
                value: self.kid(first).text(),
                collection: self.kid(first + 1),
                condition,
            },
            first + 2,
        )
    }

    fn literal(self) -> Cow<'a, str> {
        unescape(self.text(), self.ast.node(self.id).flag)
    }

    fn template(self) -> ExprKind<'a> {
        if self.ast.node(self.id).kind == NodeKind::Literal {
            return ExprKind::String(self.literal());
        }
        let kids = self.ast.kids(self.id);
        match kids {
            [] => return ExprKind::String(Cow::Borrowed("")),
            &[only] if self.ast.node(only).kind == NodeKind::Literal => {
                return ExprKind::String(self.at(only).literal());
            }
            _ => {}
        }
        if kids
            .iter()
            .all(|&id| self.ast.node(id).kind == NodeKind::Literal)
        {
            return ExprKind::String(Cow::Owned(
                kids.iter().map(|&id| self.at(id).literal()).collect(),
            ));
        }
        ExprKind::Template(kids.iter().map(|&id| self.at(id).part()).collect())
    }

    fn part(self) -> TemplatePart<'a> {
        match self.ast.node(self.id).kind {
            NodeKind::Interpolation => TemplatePart::Interpolation(self.kid(0)),
            NodeKind::If => TemplatePart::If {
                condition: self.kid(0),
                then: self.kid(1),
                otherwise: self.kid(2),
            },
            NodeKind::For => {
                let (header, body) = self.for_header(1);
                TemplatePart::For {
                    header,
                    body: self.kid(body),
                }
            }
            _ => TemplatePart::Literal(self.literal()),
        }
    }

    /// The name, when the expression is a bare name or a quoted text without interpolation: a static object key, a block reference.
    pub fn static_name(self) -> Option<Cow<'a, str>> {
        match self.kind() {
            ExprKind::Variable(name) => Some(Cow::Borrowed(name)),
            ExprKind::String(text) => Some(text),
            _ => None,
        }
    }

    /// The expressions directly inside this one, in order of the text.
    pub fn children(self) -> Vec<Self> {
        fn walk<'a>(expr: Expr<'a>, into: &mut Vec<Expr<'a>>) {
            for &id in expr.ast.kids(expr.id) {
                match expr.ast.node(id).kind {
                    NodeKind::Name | NodeKind::Label | NodeKind::Literal | NodeKind::SplatItem => {}
                    NodeKind::Interpolation | NodeKind::If | NodeKind::For => {
                        walk(expr.at(id), into);
                    }
                    _ => into.push(expr.at(id)),
                }
            }
        }
        let mut into = Vec::new();
        walk(self, &mut into);
        into
    }
}

/// Decodes the escapes of a literal; borrows when there is none. Invalid escapes are reported by the parser and kept as they stand here.
pub(super) fn unescape(raw: &str, how: u8) -> Cow<'_, str> {
    let quoted = how == text::QUOTED;
    if matches!(how, text::RAW | text::ASIDE)
        || memchr::memchr3(b'\\', b'$', b'%', raw.as_bytes()).is_none()
    {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = memchr::memchr3(b'\\', b'$', b'%', rest.as_bytes()) {
        let (plain, marked) = rest.split_at(at);
        out.push_str(plain);
        let mut characters = marked.chars();
        let Some(marker) = characters.next() else {
            break;
        };
        let after = characters.as_str();
        let (decoded, used) = match marker {
            '\\' if quoted => escape(after),
            '$' | '%' if doubled(marked, marker) => (Some(marker), 1),
            _ => (None, 0),
        };
        // `$${` and `%%{` give their marker once, and then the brace as text.
        out.push(decoded.unwrap_or(marker));
        rest = after.get(used..).unwrap_or("");
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Whether the text starts with `$${` or `%%{`.
fn doubled(text: &str, marker: char) -> bool {
    let mut characters = text.chars();
    characters.next() == Some(marker)
        && characters.next() == Some(marker)
        && characters.next() == Some('{')
}

/// The character of an escape after its backslash, and how many bytes it takes.
fn escape(after: &str) -> (Option<char>, usize) {
    let code = |digits: usize| {
        let value = after
            .get(1..=digits)
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
            .and_then(char::from_u32);
        (value, if value.is_some() { digits + 1 } else { 0 })
    };
    match after.as_bytes().first() {
        Some(b'n') => (Some('\n'), 1),
        Some(b'r') => (Some('\r'), 1),
        Some(b't') => (Some('\t'), 1),
        Some(b'"') => (Some('"'), 1),
        Some(b'\\') => (Some('\\'), 1),
        Some(b'u') => code(4),
        Some(b'U') => code(8),
        _ => (None, 0),
    }
}
