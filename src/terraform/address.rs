//! Addresses as `moved`, `removed` and `import` write them: `module.a["x"].aws_vpc.main[0]`.

use super::instance::{InstanceKey, Mode};
use super::module::{Name, resource_address};
use crate::source::Span;
use crate::syntax::{Expr, ExprKind};
use std::fmt::{self, Write as _};
use std::sync::Arc;

/// A key as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Key<'a> {
    Literal(Literal<'a>),
    /// Something to evaluate.
    Expression(Expr<'a>),
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Literal<'a> {
    Text(&'a str),
    Digits(&'a str),
}

/// One step on the way through modules: the name of a call and the key of an instance.
#[derive(Clone, Debug)]
pub(super) struct Part<'a, N> {
    pub(super) name: N,
    pub(super) key: Option<Key<'a>>,
}

/// The address of a resource or a module, of one instance or of all.
#[derive(Clone, Debug)]
pub(super) struct Address<'a> {
    pub(super) modules: Vec<Part<'a, Name>>,
    /// `None`: the last module itself is meant.
    pub(super) resource: Option<Part<'a, (Mode, Name, Name)>>,
    pub(super) span: Span,
}

/// A piece of a traversal.
enum Step<'a> {
    Name(&'a str),
    Key(Key<'a>),
}

impl<'a> Address<'a> {
    /// The address that an expression is; `None` where it is none.
    pub(super) fn read(expr: Expr<'a>) -> Option<Self> {
        let steps = steps(expr)?;
        let mut rest = steps.into_iter().peekable();
        let mut address = Self {
            modules: Vec::new(),
            resource: None,
            span: expr.span(),
        };
        let key_of = |rest: &mut std::iter::Peekable<std::vec::IntoIter<Step<'a>>>| {
            let is_key = matches!(rest.peek(), Some(Step::Key(_)));
            is_key.then(|| match rest.next() {
                Some(Step::Key(key)) => Some(key),
                _ => None,
            })?
        };
        let mut word = name(&rest.next()?)?;
        while word == "module" {
            let name = Arc::from(name(&rest.next()?)?);
            let key = key_of(&mut rest);
            address.modules.push(Part { name, key });
            match rest.next() {
                None => return Some(address),
                Some(next) => word = self::name(&next)?,
            }
        }
        let mode = match word {
            "data" => Mode::Data,
            "ephemeral" => Mode::Ephemeral,
            _ => Mode::Managed,
        };
        let kind = if mode == Mode::Managed && word != "resource" {
            word
        } else {
            name(&rest.next()?)?
        };
        let called = name(&rest.next()?)?;
        let key = key_of(&mut rest);
        address.resource = Some(Part {
            name: (mode, Arc::from(kind), Arc::from(called)),
            key,
        });
        rest.next().is_none().then_some(address)
    }

    /// The key of the object that is meant.
    pub(super) fn key(&self) -> Option<Key<'a>> {
        match &self.resource {
            Some(resource) => resource.key,
            None => self.modules.last()?.key,
        }
    }

    pub(super) fn has_keys(&self) -> bool {
        let of_modules = self.modules.iter().any(|module| module.key.is_some());
        of_modules || self.key().is_some()
    }
}

/// As Terraform writes it; a key that is to be evaluated as `[…]`.
impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        for module in &self.modules {
            // INVARIANT: writing to a string does not fail.
            let _ = write!(text, "module.{}{}.", module.name, shown(module.key));
        }
        match &self.resource {
            Some(resource) => {
                let (mode, kind, name) = &resource.name;
                text.push_str(&resource_address(*mode, kind, name));
                text.push_str(&shown(resource.key));
            }
            None => {
                text.pop();
            }
        }
        f.write_str(&text)
    }
}

fn shown(key: Option<Key<'_>>) -> String {
    match key {
        None => String::new(),
        Some(Key::Expression(_)) => "[…]".to_owned(),
        Some(Key::Literal(literal)) => literal
            .instance_key()
            .map_or_else(String::new, |key| key.to_string()),
    }
}

impl Literal<'_> {
    pub(super) fn instance_key(self) -> Option<InstanceKey> {
        match self {
            Self::Text(text) => Some(InstanceKey::Key(Arc::from(text))),
            Self::Digits(digits) => digits.parse().ok().map(InstanceKey::Index),
        }
    }
}

fn name<'a>(step: &Step<'a>) -> Option<&'a str> {
    match *step {
        Step::Name(name) => Some(name),
        Step::Key(_) => None,
    }
}

/// The steps of a traversal in order; `None` for any other expression.
fn steps(expr: Expr<'_>) -> Option<Vec<Step<'_>>> {
    let mut found = Vec::new();
    let mut root = expr;
    loop {
        root = match root.kind() {
            ExprKind::Variable(name) => {
                found.push(Step::Name(name));
                found.reverse();
                return Some(found);
            }
            ExprKind::GetAttr { object, name, .. } => {
                found.push(Step::Name(name));
                object
            }
            ExprKind::Index { collection, key } => {
                found.push(Step::Key(match key.kind() {
                    ExprKind::String(std::borrow::Cow::Borrowed(text)) => {
                        Key::Literal(Literal::Text(text))
                    }
                    ExprKind::Number(digits) => Key::Literal(Literal::Digits(digits)),
                    _ => Key::Expression(key),
                }));
                collection
            }
            ExprKind::LegacyIndex { collection, digits } => {
                found.push(Step::Key(Key::Literal(Literal::Digits(digits))));
                collection
            }
            _ => return None,
        };
    }
}
