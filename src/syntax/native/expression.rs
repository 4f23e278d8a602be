//! Expressions: conditionals, operators by precedence, and single terms.

use super::problem;
use super::{MAX_CHAIN, Parse, Parser};
use crate::syntax::ast::{BinaryOp, NodeId, NodeKind, UnaryOp, text};

/// How strongly a binary operator binds; a higher number binds more strongly.
const fn precedence(operator: BinaryOp) -> u8 {
    match operator {
        BinaryOp::Or => 1,
        BinaryOp::And => 2,
        BinaryOp::Equal | BinaryOp::NotEqual => 3,
        BinaryOp::Less | BinaryOp::LessOrEqual | BinaryOp::Greater | BinaryOp::GreaterOrEqual => 4,
        BinaryOp::Add | BinaryOp::Subtract => 5,
        BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Modulo => 6,
    }
}

impl Parser<'_> {
    /// Any expression, after white space.
    pub(super) fn expression(&mut self) -> Parse<NodeId> {
        self.enter()?;
        self.skip_space();
        let condition = self.operation(1)?;
        let expression = if self.peek() == b'?' {
            self.conditional(condition)?
        } else {
            condition
        };
        self.depth -= 1;
        Ok(expression)
    }

    /// The rest of a conditional, from its question mark.
    fn conditional(&mut self, condition: NodeId) -> Parse<NodeId> {
        self.pos += 1;
        let then = self.expression()?;
        self.skip_space();
        if !self.eat(b':') {
            return self.fail(self.unexpected(&problem::CONDITIONAL_COLON));
        }
        let otherwise = self.expression()?;
        self.over(
            NodeKind::Conditional,
            0,
            self.extent(condition, otherwise),
            &[condition, then, otherwise],
        )
    }

    /// Operands joined by operators that bind at least as strongly as `least`; white space after them is passed.
    fn operation(&mut self, least: u8) -> Parse<NodeId> {
        let mut left = self.operand()?;
        loop {
            self.skip_space();
            let Some(operator) = self.operator() else {
                return Ok(left);
            };
            let strength = precedence(operator);
            if strength < least {
                return Ok(left);
            }
            self.pos += operator.symbol().len();
            self.skip_space();
            let right = self.operation(strength + 1)?;
            let span = self.extent(left, right);
            left = self.over(NodeKind::Binary, operator as u8, span, &[left, right])?;
        }
    }

    /// The binary operator that comes next.
    #[inline]
    fn operator(&self) -> Option<BinaryOp> {
        let second = self.peek_second();
        let longer = second == b'=';
        Some(match self.peek() {
            b'|' if second == b'|' => BinaryOp::Or,
            b'&' if second == b'&' => BinaryOp::And,
            b'=' if longer => BinaryOp::Equal,
            b'!' if longer => BinaryOp::NotEqual,
            b'<' if longer => BinaryOp::LessOrEqual,
            b'<' => BinaryOp::Less,
            b'>' if longer => BinaryOp::GreaterOrEqual,
            b'>' => BinaryOp::Greater,
            b'+' => BinaryOp::Add,
            b'-' => BinaryOp::Subtract,
            b'*' => BinaryOp::Multiply,
            b'/' => BinaryOp::Divide,
            b'%' => BinaryOp::Modulo,
            _ => return None,
        })
    }

    /// A term with the operators before it and the steps after it.
    fn operand(&mut self) -> Parse<NodeId> {
        let operator = match self.peek() {
            b'-' => UnaryOp::Negate,
            b'!' => UnaryOp::Not,
            _ => {
                let term = self.term()?;
                return self.traversal(term);
            }
        };
        let start = self.pos;
        self.enter()?;
        self.pos += 1;
        self.skip_space();
        let operand = self.operand()?;
        self.depth -= 1;
        let end = self.tree.node(operand).end as usize;
        self.over(NodeKind::Unary, operator as u8, (start, end), &[operand])
    }

    fn term(&mut self) -> Parse<NodeId> {
        if let Some(start) = self.identifier() {
            return self.named_term(start);
        }
        match self.peek() {
            b'"' => self.quoted_template(),
            b'0'..=b'9' => Ok(self.number()),
            b'[' => self.tuple(),
            b'{' => self.object(),
            b'(' => self.parentheses(),
            b'<' if self.peek_second() == b'<' => self.heredoc(),
            _ if self.at_line_end() => self.fail(self.unexpected(&problem::VALUE)),
            _ => self.fail(self.unexpected(&problem::EXPRESSION)),
        }
    }

    /// A keyword, a function call or a variable; its name is already read.
    #[inline]
    fn named_term(&mut self, start: usize) -> Parse<NodeId> {
        let end = self.pos;
        self.skip_space();
        if self.peek() == b'(' || self.sees(b"::") {
            return self.call(start, end);
        }
        let kind = match self.slice(start, end) {
            "true" => NodeKind::True,
            "false" => NodeKind::False,
            "null" => NodeKind::Null,
            _ => NodeKind::Variable,
        };
        Ok(self.tree.leaf(kind, text::RAW, start, end))
    }

    fn number(&mut self) -> NodeId {
        let start = self.pos;
        self.pos = self.number_end();
        if !plain_number(self.slice(start, self.pos)) {
            let span = self.span(start, self.pos);
            let problem = self.expected_at(&problem::NUMBER, span);
            self.note(problem);
        }
        self.tree.leaf(NodeKind::Number, text::RAW, start, self.pos)
    }

    /// Where the number that starts here ends. Like HCL's scanner this takes digits, dots and exponents in any order
    /// as long as they do not end in a dot; `plain_number` tells the numbers among them.
    pub(super) fn number_end(&self) -> usize {
        let mut end = self.pos;
        let mut ahead = self.pos;
        loop {
            match self.at(ahead) {
                b'0'..=b'9' => ahead += 1,
                b'.' => {
                    ahead += 1;
                    continue;
                }
                b'e' | b'E' => {
                    let sign = usize::from(matches!(self.at(ahead + 1), b'+' | b'-'));
                    if !self.at(ahead + 1 + sign).is_ascii_digit() {
                        return end;
                    }
                    ahead += 2 + sign;
                }
                _ => return end,
            }
            end = ahead;
        }
    }

    fn parentheses(&mut self) -> Parse<NodeId> {
        let start = self.pos;
        self.pos += 1;
        let outer = std::mem::replace(&mut self.free_lines, true);
        let inner = self.expression()?;
        if self.peek() != b')' {
            return self.fail(self.unclosed(start, &problem::PARENTHESIS_END));
        }
        self.pos += 1;
        self.free_lines = outer;
        self.over(NodeKind::Parentheses, 0, (start, self.pos), &[inner])
    }

    /// A node over expressions, unless the tree gets too high.
    #[inline]
    pub(super) fn over(
        &mut self,
        kind: NodeKind,
        flag: u8,
        span: (usize, usize),
        children: &[NodeId],
    ) -> Parse<NodeId> {
        let node = self.tree.over(kind, flag, span, children);
        if self.tree.node(node).height > MAX_CHAIN {
            return self.fail(self.too_long(span.0));
        }
        Ok(node)
    }

    /// From the start of one node to the end of another.
    #[inline]
    pub(super) fn extent(&self, first: NodeId, last: NodeId) -> (usize, usize) {
        let start = self.tree.node(first).start as usize;
        (start, self.tree.node(last).end as usize)
    }
}

/// Whether a number has at most one dot and at most one exponent, in this order.
fn plain_number(number: &str) -> bool {
    let mut parts = number.splitn(2, ['e', 'E']);
    let mantissa = parts.next().unwrap_or("");
    let exponent = parts.next().unwrap_or("");
    mantissa.matches('.').count() <= 1 && !exponent.contains(['.', 'e', 'E'])
}
