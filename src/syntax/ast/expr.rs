//! Views of expressions and templates.

use super::Ast;
use super::literal::{quoted_text, unescape};
use super::node::{NodeId, NodeKind, for_flag};
use super::operator::{BinaryOp, UnaryOp};
use crate::source::Span;
use std::borrow::Cow;

/// An expression.
#[derive(Clone, Copy, Debug)]
pub struct Expr<'a> {
    pub(super) ast: &'a Ast,
    pub(super) id: NodeId,
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
