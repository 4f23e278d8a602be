//! What the table of a tree is made of: nodes, their kinds and their flags. Knows no view.

/// Index of a node in its tree.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub(in crate::syntax) u32);

/// What a node is. The comment names the children, in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::syntax) enum NodeKind {
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
pub(in crate::syntax) struct Node {
    pub(in crate::syntax) kind: NodeKind,
    pub(in crate::syntax) flag: u8,
    /// Longest way down to a leaf; the parsers bound it, so that whoever walks the tree may recurse.
    pub(in crate::syntax) height: u16,
    pub(in crate::syntax) start: u32,
    pub(in crate::syntax) end: u32,
    /// Index of the first child in `Ast::children`; for a leaf with `TEXT_ASIDE`, an index into `Ast::texts`.
    pub(in crate::syntax) first: u32,
    pub(in crate::syntax) count: u32,
}

/// Flags of `Literal`, `Label` and `Name`: how the text of the leaf is to be read.
pub(in crate::syntax) mod text {
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
pub(in crate::syntax) mod for_flag {
    pub(in crate::syntax) const KEY: u8 = 1;
    pub(in crate::syntax) const CONDITION: u8 = 2;
    /// `...` after the value of a `ForObject`: values are grouped by key
    pub(in crate::syntax) const GROUP: u8 = 4;
}
