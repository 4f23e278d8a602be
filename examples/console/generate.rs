//! Expressions by chance: mostly of the wanted type, now and then of another one, over all operators and functions.

use super::node::Node;
use super::pools::{Literals, SIGNATURES};

/// A fast generator of numbers by chance (splitmix64): the same seed, the same expressions.
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or(0) % most.max(1)
    }

    /// True once in so many times.
    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn of<'a, T>(&mut self, pool: &'a [T]) -> &'a T {
        &pool[self.below(pool.len())]
    }
}

/// Makes one expression after the other. Types are the letters of `pools`.
#[derive(Debug)]
pub struct Generator {
    chance: Chance,
    literals: Literals,
    names: Vec<String>,
}

const TYPES: [char; 9] = ['b', 'n', 's', 'L', 'N', 'l', 'e', 'm', 'o'];

impl Generator {
    pub fn new(seed: u64) -> Self {
        Self {
            chance: Chance::new(seed),
            literals: Literals::read(),
            names: Vec::new(),
        }
    }

    pub fn expression(&mut self) -> Node {
        let depth = 1 + self.chance.below(4);
        self.node('a', depth)
    }

    /// An expression of about this type.
    fn node(&mut self, ty: char, depth: usize) -> Node {
        let ty = match ty {
            'a' => *self.chance.of(&TYPES),
            _ if self.chance.once_in(14) => *self.chance.of(&TYPES),
            ty => ty,
        };
        if depth == 0 || self.chance.once_in(6) {
            return self.leaf(ty);
        }
        match self.chance.below(10) {
            0 => self.around(ty, depth - 1),
            1..=5 => self.call(ty, depth - 1),
            _ => self.constructed(ty, depth - 1),
        }
    }

    fn leaf(&mut self, ty: char) -> Node {
        if !self.names.is_empty() && !self.chance.once_in(3) {
            let name = self.chance.of(&self.names).clone();
            return Node::name(&name);
        }
        if self.chance.once_in(25) {
            return Node::leaf("null");
        }
        self.literal(ty)
    }

    fn literal(&mut self, letter: char) -> Node {
        Node::leaf(*self.chance.of(self.literals.of(letter)))
    }

    /// What can stand around an expression of any type.
    fn around(&mut self, ty: char, depth: usize) -> Node {
        let inner = self.node(ty, depth);
        match self.chance.below(11) {
            0 | 1 => {
                let condition = self.node('b', depth);
                let other = self.node(ty, depth);
                Node::new("(@ ? @ : @)", vec![condition, inner, other])
            }
            2 => {
                let other = self.node(ty, depth);
                Node::sequence("try(", vec![inner, other], ")")
            }
            3 => Node::new("sensitive(@)", vec![inner]),
            4 => Node::new("nonsensitive(@)", vec![inner]),
            5 => Node::new("{a = @}.a", vec![inner]),
            6 => Node::new("[@][0]", vec![inner]),
            7 => {
                let list = self.node('l', depth);
                let index = self.node('n', depth);
                Node::new("(@)[@]", vec![list, index])
            }
            8 => {
                let map = self.node('m', depth);
                let key = self.node('s', depth);
                Node::new("(@)[@]", vec![map, key])
            }
            9 => {
                let list = self.node('l', depth);
                let other = self.node(ty, depth);
                Node::new("element([@, @], length(@))", vec![inner, other, list])
            }
            _ => Node::new("(@)", vec![inner]),
        }
    }

    fn call(&mut self, ty: char, depth: usize) -> Node {
        let fits = |result: char| {
            result == ty || result == 'a' || matches!((result, ty), ('L' | 'N', 'l') | ('o', 'm'))
        };
        let mut signatures = SIGNATURES
            .split_whitespace()
            .filter(|signature| signature.starts_with(fits));
        let count = signatures.clone().count();
        let Some(signature) = signatures.nth(self.chance.below(count)) else {
            return self.leaf(ty);
        };
        let mut parts = signature.split(':').skip(1);
        let name = parts.next().unwrap_or_default();
        let mut parameters: Vec<char> = Vec::new();
        for letter in parts.next().unwrap_or_default().chars() {
            match (letter, parameters.last().copied()) {
                ('*', Some(last)) => {
                    let more = self.chance.below(3);
                    parameters.extend(std::iter::repeat_n(last, more));
                }
                ('?', _) if self.chance.once_in(2) => drop(parameters.pop()),
                ('?', _) => {}
                _ => parameters.push(letter),
            }
        }
        if self.chance.once_in(60) {
            parameters.pop();
        } else if self.chance.once_in(80) {
            parameters.push('a');
        }
        let mut arguments: Vec<Node> = parameters
            .iter()
            .map(|&letter| self.argument(letter, depth))
            .collect();
        let close = if arguments.len() == 1 && self.chance.once_in(20) {
            arguments = vec![self.node('l', depth)];
            "...)"
        } else {
            ")"
        };
        Node::sequence(&format!("{name}("), arguments, close)
    }

    fn argument(&mut self, letter: char, depth: usize) -> Node {
        let depth = match letter {
            // Texts in a language of their own are hardly ever made by other functions.
            'a'..='b' | 'n' | 's' | 'L' | 'N' | 'l' | 'e' | 'm' | 'o' => depth,
            _ => 0,
        };
        if depth == 0 && !self.chance.once_in(20) && !TYPES.contains(&letter) && letter != 'a' {
            return self.literal(letter);
        }
        self.node(
            if TYPES.contains(&letter) || letter == 'a' {
                letter
            } else {
                's'
            },
            depth,
        )
    }

    fn constructed(&mut self, ty: char, depth: usize) -> Node {
        match ty {
            'b' => self.truth(depth),
            'n' => {
                let operator = *self.chance.of(&["+", "-", "*", "/", "%"]);
                let operands = vec![self.node('n', depth), self.node('n', depth)];
                if self.chance.once_in(6) {
                    return Node::new("(-(@))", vec![self.node('n', depth)]);
                }
                Node::new(&format!("(@ {operator} @)"), operands)
            }
            's' => self.template(depth),
            'm' | 'o' => self.mapping(ty, depth),
            _ => self.list(ty, depth),
        }
    }

    fn truth(&mut self, depth: usize) -> Node {
        let any = *self.chance.of(&TYPES);
        match self.chance.below(7) {
            0 => Node::new("(!@)", vec![self.node('b', depth)]),
            1 => Node::new("can(@)", vec![self.node(any, depth)]),
            2 | 3 => {
                let operator = *self.chance.of(&["==", "!="]);
                let operands = vec![self.node(any, depth), self.node(any, depth)];
                Node::new(&format!("(@ {operator} @)"), operands)
            }
            4 => {
                let operator = *self.chance.of(&["&&", "||"]);
                let operands = vec![self.node('b', depth), self.node('b', depth)];
                Node::new(&format!("(@ {operator} @)"), operands)
            }
            _ => {
                let operator = *self.chance.of(&["<", "<=", ">", ">="]);
                let operands = vec![self.node('n', depth), self.node('n', depth)];
                Node::new(&format!("(@ {operator} @)"), operands)
            }
        }
    }

    fn template(&mut self, depth: usize) -> Node {
        match self.chance.below(7) {
            6 => {
                // Terraform takes a template by name only.
                let children = vec![self.argument('I', 0), self.node('o', depth)];
                Node::new("[for t in [@] : templatestring(t, @)][0]", children)
                    .binding(vec!["t".to_owned()])
            }
            0 => Node::new("\"${@}\"", vec![self.node('a', depth)]),
            1 => {
                let children = vec![
                    self.node('b', depth),
                    self.node('s', depth),
                    self.node('s', depth),
                ];
                Node::new("\"a%{ if @ ~} ${@} %{ else } ${@}%{ endif } b\"", children)
            }
            2 => {
                let over = self.node('l', depth);
                let body = self.bound(&["i", "x"], 's', depth);
                Node::new("\"%{ for i, x in @ }<${@}>%{ endfor }\"", vec![over, body])
                    .binding(vec!["i".to_owned(), "x".to_owned()])
            }
            3 => {
                let children = vec![self.node('n', depth), self.node('b', depth)];
                Node::new("\"${@}-${@}\"", children)
            }
            _ => {
                let children = vec![self.node('s', depth), self.node('s', depth)];
                Node::new("\"${@} and ${~ @ ~} \"", children)
            }
        }
    }

    fn mapping(&mut self, ty: char, depth: usize) -> Node {
        let any = *self.chance.of(&TYPES);
        match self.chance.below(6) {
            0 => {
                let over = self.node(if ty == 'm' { 'm' } else { 'l' }, depth);
                let body = self.bound(&["k", "v"], any, depth);
                Node::new("{for k, v in @ : k => @}", vec![over, body])
                    .binding(vec!["k".to_owned(), "v".to_owned()])
            }
            1 => {
                let over = self.node('l', depth);
                let key = self.bound(&["x"], 's', depth);
                let body = self.bound(&["x"], any, depth);
                let condition = self.bound(&["x"], 'b', depth);
                Node::new(
                    "{for x in @ : @ => @... if @}",
                    vec![over, key, body, condition],
                )
                .binding(vec!["x".to_owned()])
            }
            2 => Node::new(
                "tomap({a = @, b = @})",
                vec![self.node(any, depth), self.node(any, depth)],
            ),
            3 => Node::new(
                "{(@) = @}",
                vec![self.node('s', depth), self.node(any, depth)],
            ),
            _ => Node::new(
                "{a = @, b = @}",
                vec![self.node('a', depth), self.node('a', depth)],
            ),
        }
    }

    fn list(&mut self, ty: char, depth: usize) -> Node {
        let element = match ty {
            'L' => 's',
            'N' => 'n',
            _ => *self.chance.of(&TYPES),
        };
        match self.chance.below(8) {
            0 => {
                let over = self.node('a', depth);
                let body = self.bound(&["k", "x"], element, depth);
                let condition = self.bound(&["k", "x"], 'b', depth);
                Node::new("[for k, x in @ : @ if @]", vec![over, body, condition])
                    .binding(vec!["k".to_owned(), "x".to_owned()])
            }
            1 => {
                let over = self.node('l', depth);
                let body = self.bound(&["x"], element, depth);
                Node::new("[for x in @ : @]", vec![over, body]).binding(vec!["x".to_owned()])
            }
            2 => Node::new("@[*]", vec![self.parenthesised('a', depth)]),
            3 => {
                let pattern = *self.chance.of(&[
                    "[@, @][*].a",
                    "[@, @].*.a",
                    "[@, @][*][0]",
                    "[@, @][*][\"a\"]",
                ]);
                Node::new(pattern, vec![self.node('o', depth), self.node('o', depth)])
            }
            4 => Node::new(
                if ty == 'e' { "toset(@)" } else { "tolist(@)" },
                vec![self.node('l', depth)],
            ),
            _ => {
                let count = self.chance.below(4);
                let elements = (0..count).map(|_| self.node(element, depth)).collect();
                Node::sequence(
                    if ty == 'e' { "toset([" } else { "[" },
                    elements,
                    if ty == 'e' { "])" } else { "]" },
                )
            }
        }
    }

    fn parenthesised(&mut self, ty: char, depth: usize) -> Node {
        Node::new("(@)", vec![self.node(ty, depth)])
    }

    /// An expression that can use some names.
    fn bound(&mut self, names: &[&str], ty: char, depth: usize) -> Node {
        let before = self.names.len();
        self.names.extend(names.iter().map(|&name| name.to_owned()));
        let node = self.node(ty, depth);
        self.names.truncate(before);
        node
    }
}
