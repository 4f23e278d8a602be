//! Terms with parts between brackets: tuples, objects, `for`, function calls.

use super::problem;
use super::{Parse, Parser};
use crate::syntax::ast::{NodeId, NodeKind, for_flag, text};

impl Parser<'_> {
    pub(super) fn tuple(&mut self) -> Parse<NodeId> {
        let start = self.pos;
        self.pos += 1;
        let outer = std::mem::replace(&mut self.free_lines, true);
        self.skip_space();
        let tuple = if self.sees_word("for") {
            self.for_tuple(start)?
        } else {
            let mark = self.tree.mark();
            self.elements(start)?;
            self.tree
                .finish(NodeKind::Tuple, 0, (start, self.pos), mark)
        };
        self.free_lines = outer;
        Ok(tuple)
    }

    fn elements(&mut self, start: usize) -> Parse<()> {
        loop {
            self.skip_space();
            if self.eat(b']') {
                return Ok(());
            }
            if self.at_end() {
                return self.fail(self.unclosed(start, &problem::ELEMENT_SEPARATOR));
            }
            let element = self.expression()?;
            self.tree.wait(element);
            match self.peek() {
                b',' => self.pos += 1,
                b']' => {}
                _ => return self.fail(self.unclosed(start, &problem::ELEMENT_SEPARATOR)),
            }
        }
    }

    pub(super) fn object(&mut self) -> Parse<NodeId> {
        let start = self.pos;
        self.pos += 1;
        let outer = std::mem::replace(&mut self.free_lines, true);
        self.skip_space();
        let object = if self.sees_word("for") {
            self.for_object(start)?
        } else {
            let mark = self.tree.mark();
            self.entries(start)?;
            self.tree
                .finish(NodeKind::Object, 0, (start, self.pos), mark)
        };
        self.free_lines = outer;
        Ok(object)
    }

    fn entries(&mut self, start: usize) -> Parse<()> {
        loop {
            self.free_lines = true;
            self.skip_space();
            self.free_lines = false;
            if self.eat(b'}') {
                return Ok(());
            }
            if self.at_end() {
                return self.fail(self.unclosed(start, &problem::ENTRY_SEPARATOR));
            }
            let key = self.expression()?;
            match self.peek() {
                b'=' | b':' => self.pos += 1,
                _ => return self.fail(self.unclosed(start, &problem::KEY_SEPARATOR)),
            }
            let value = self.expression()?;
            self.tree.wait(key);
            self.tree.wait(value);
            match self.peek() {
                b',' => self.pos += 1,
                b'}' | b'\n' => {}
                _ if self.at_line_end() && !self.at_end() => {}
                _ => return self.fail(self.unclosed(start, &problem::ENTRY_SEPARATOR)),
            }
        }
    }

    fn for_tuple(&mut self, start: usize) -> Parse<NodeId> {
        let mark = self.tree.mark();
        let mut flags = self.for_header()?;
        self.for_colon()?;
        let element = self.expression()?;
        if self.sees(b"=>") {
            let at = self.span(self.pos, self.pos + 2);
            return self.fail(self.expected_at(&problem::FOR_TUPLE_KEY, at));
        }
        if self.sees(b"...") {
            let at = self.span(self.pos, self.pos + 3);
            return self.fail(self.expected_at(&problem::FOR_TUPLE_GROUP, at));
        }
        self.tree.wait(element);
        flags |= self.for_condition()?;
        if !self.eat(b']') {
            return self.fail(self.unclosed(start, &problem::FOR_END));
        }
        Ok(self
            .tree
            .finish(NodeKind::ForTuple, flags, (start, self.pos), mark))
    }

    fn for_object(&mut self, start: usize) -> Parse<NodeId> {
        let mark = self.tree.mark();
        let mut flags = self.for_header()?;
        self.for_colon()?;
        let key = self.expression()?;
        self.tree.wait(key);
        if !self.sees(b"=>") {
            return self.fail(self.unexpected(&problem::FOR_ARROW));
        }
        self.pos += 2;
        let value = self.expression()?;
        self.tree.wait(value);
        if self.sees(b"...") {
            self.pos += 3;
            self.skip_space();
            flags |= for_flag::GROUP;
        }
        flags |= self.for_condition()?;
        if !self.eat(b'}') {
            return self.fail(self.unclosed(start, &problem::FOR_END));
        }
        Ok(self
            .tree
            .finish(NodeKind::ForObject, flags, (start, self.pos), mark))
    }

    /// `for key, value in collection`, from its first word; the names and the collection wait. Returns the flags.
    pub(super) fn for_header(&mut self) -> Parse<u8> {
        self.pos += "for".len();
        self.for_name()?;
        let mut flags = 0;
        if self.eat(b',') {
            flags = for_flag::KEY;
            self.for_name()?;
        }
        if !self.sees_word("in") {
            return self.fail(self.unexpected(&problem::FOR_IN));
        }
        self.pos += "in".len();
        let collection = self.expression()?;
        self.tree.wait(collection);
        Ok(flags)
    }

    fn for_name(&mut self) -> Parse<()> {
        self.skip_space();
        let Some(start) = self.identifier() else {
            return self.fail(self.unexpected(&problem::FOR_NAME));
        };
        let name = self.tree.leaf(NodeKind::Name, text::RAW, start, self.pos);
        self.tree.wait(name);
        self.skip_space();
        Ok(())
    }

    fn for_colon(&mut self) -> Parse<()> {
        if self.eat(b':') {
            return Ok(());
        }
        self.fail(self.unexpected(&problem::FOR_COLON))
    }

    fn for_condition(&mut self) -> Parse<u8> {
        if !self.sees_word("if") {
            return Ok(0);
        }
        self.pos += "if".len();
        let condition = self.expression()?;
        self.tree.wait(condition);
        Ok(for_flag::CONDITION)
    }

    /// A function call; the first word of its name is read and ends at `end`.
    pub(super) fn call(&mut self, start: usize, end: usize) -> Parse<NodeId> {
        let mark = self.tree.mark();
        let name = self.function_name(start, end)?;
        self.tree.wait(name);
        let open = self.pos;
        self.pos += 1;
        let outer = std::mem::replace(&mut self.free_lines, true);
        let expanded = self.arguments(open)?;
        self.free_lines = outer;
        Ok(self
            .tree
            .finish(NodeKind::Call, u8::from(expanded), (start, self.pos), mark))
    }

    /// The name of a function with its namespaces, up to the parenthesis.
    fn function_name(&mut self, start: usize, mut end: usize) -> Parse<NodeId> {
        let mut spaced = None;
        while self.sees(b"::") {
            let so_far = spaced.get_or_insert_with(|| self.slice(start, end).to_owned());
            self.pos += 2;
            self.skip_space();
            let Some(word) = self.identifier() else {
                return self.fail(self.unexpected(&problem::FUNCTION_NAME));
            };
            end = self.pos;
            so_far.push_str("::");
            so_far.push_str(self.slice(word, end));
            self.skip_space();
        }
        if self.peek() != b'(' {
            return self.fail(self.unexpected(&problem::CALL_START));
        }
        let name = self.tree.leaf(NodeKind::Name, text::RAW, start, end);
        // White space is allowed around `::`, but is no part of the name.
        if let Some(name_text) = spaced.filter(|text| text != self.slice(start, end)) {
            let aside = self.tree.text(&name_text);
            let node = self.tree.node_mut(name);
            node.flag = text::ASIDE;
            node.first = aside;
        }
        Ok(name)
    }

    /// Arguments up to the closing parenthesis; tells whether the last one is expanded.
    fn arguments(&mut self, open: usize) -> Parse<bool> {
        loop {
            self.skip_space();
            if self.eat(b')') {
                return Ok(false);
            }
            if self.at_end() {
                return self.fail(self.unclosed(open, &problem::ARGUMENT_SEPARATOR));
            }
            let argument = self.expression()?;
            self.tree.wait(argument);
            match self.peek() {
                b',' => self.pos += 1,
                b')' => {}
                b'.' if self.sees(b"...") => {
                    self.pos += 3;
                    self.skip_space();
                    if self.eat(b')') {
                        return Ok(true);
                    }
                    return self.fail(self.unclosed(open, &problem::EXPANSION_END));
                }
                _ => return self.fail(self.unclosed(open, &problem::ARGUMENT_SEPARATOR)),
            }
        }
    }
}
