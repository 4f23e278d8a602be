//! Small whole configurations made from a tape of bytes, so that `proptest` can make them smaller: the shorter the tape and the smaller
//! its bytes, the simpler the configuration. They are kept as bodies, and written in native syntax or as JSON.

use serde_json::{Map, Value as Json, json};
use std::fmt::Write as _;

/// Where choices come from; at its end everything is the simplest.
pub struct Tape<'a> {
    bytes: std::slice::Iter<'a, u8>,
}

impl<'a> Tape<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes: bytes.iter(),
        }
    }

    fn below(&mut self, most: usize) -> usize {
        usize::from(self.bytes.next().copied().unwrap_or(0)) % most.max(1)
    }

    fn of<T: Copy>(&mut self, pool: &[T]) -> T {
        pool[self.below(pool.len())]
    }
}

#[derive(Clone, Default, Debug)]
pub struct Body {
    /// Names and expressions in native syntax.
    pub arguments: Vec<(String, String)>,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
pub struct Block {
    pub kind: &'static str,
    pub labels: Vec<String>,
    pub body: Body,
}

/// One directory: blocks with the number of the file that each stands in.
#[derive(Clone, Default, Debug)]
pub struct Module {
    pub blocks: Vec<(usize, Block)>,
}

#[derive(Clone, Debug)]
pub struct Configuration {
    pub root: Module,
    pub child: Module,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Bool,
    Number,
    Text,
    Texts,
}

const KINDS: [Kind; 4] = [Kind::Bool, Kind::Number, Kind::Text, Kind::Texts];

impl Kind {
    const fn constraint(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Number => "number",
            Self::Text => "string",
            Self::Texts => "list(string)",
        }
    }

    const fn literals(self) -> [&'static str; 3] {
        match self {
            Self::Bool => ["true", "false", "null"],
            Self::Number => ["1", "0", "30"],
            Self::Text => ["\"a\"", "\"public-read\"", "\"0.0.0.0/0\""],
            Self::Texts => ["[\"0.0.0.0/0\"]", "[]", "[\"10.0.0.0/8\", \"a\"]"],
        }
    }
}

/// The names that expressions of a module can use.
#[derive(Default)]
struct Names {
    known: Vec<(Kind, String)>,
}

impl Names {
    fn expression(&self, kind: Kind, tape: &mut Tape<'_>, depth: usize) -> String {
        let fitting: Vec<&str> = self
            .known
            .iter()
            .filter(|(of, _)| *of == kind)
            .map(|(_, name)| name.as_str())
            .collect();
        match tape.below(if depth == 0 { 3 } else { 9 }) {
            1 | 2 if !fitting.is_empty() => tape.of(&fitting).to_owned(),
            0..=2 => tape.of(&kind.literals()).to_owned(),
            3 => {
                let condition = self.expression(Kind::Bool, tape, depth - 1);
                let yes = self.expression(kind, tape, depth - 1);
                let no = self.expression(kind, tape, depth - 1);
                format!("({condition} ? {yes} : {no})")
            }
            4 => {
                let first = self.expression(kind, tape, depth - 1);
                let second = self.expression(kind, tape, depth - 1);
                format!("try({first}, {second})")
            }
            _ => self.operation(kind, tape, depth - 1),
        }
    }

    fn operation(&self, kind: Kind, tape: &mut Tape<'_>, depth: usize) -> String {
        let mut operand = |kind| self.expression(kind, tape, depth);
        match kind {
            Kind::Bool => {
                let (left, right) = (operand(Kind::Bool), operand(Kind::Bool));
                let (text, other) = (operand(Kind::Text), operand(Kind::Text));
                let (list, number) = (operand(Kind::Texts), operand(Kind::Number));
                match tape.below(6) {
                    0 => format!("!{left}"),
                    1 => format!("({left} && {right})"),
                    2 => format!("({left} || {right})"),
                    3 => format!("({text} == {other})"),
                    4 => format!("contains({list}, {text})"),
                    _ => format!("({number} > 0)"),
                }
            }
            Kind::Number => {
                let (left, list) = (operand(Kind::Number), operand(Kind::Texts));
                if tape.below(2) == 0 {
                    format!("length({list})")
                } else {
                    format!("({left} + 1)")
                }
            }
            Kind::Text => {
                let (left, right) = (operand(Kind::Text), operand(Kind::Text));
                let list = operand(Kind::Texts);
                match tape.below(4) {
                    0 => format!("\"${{{left}}}\""),
                    1 => format!("\"${{{left}}}-${{{right}}}\""),
                    2 => format!("join(\",\", {list})"),
                    _ => format!("coalesce({left}, {right})"),
                }
            }
            Kind::Texts => {
                let (left, list) = (operand(Kind::Text), operand(Kind::Texts));
                let other = operand(Kind::Texts);
                match tape.below(4) {
                    0 => format!("[{left}]"),
                    1 => format!("concat({list}, {other})"),
                    2 => format!("[for x in {list} : x if x != {left}]"),
                    _ => format!("tolist(toset({list}))"),
                }
            }
        }
    }
}

const FILES: usize = 3;

impl Configuration {
    pub fn new(tape: &mut Tape<'_>) -> Self {
        let mut child = Module::default();
        let mut names = Names::default();
        child.declare(tape, &mut names, 3);
        child.resources(tape, &names, "inner");
        let mut output = Body::default();
        output.set("value", names.expression(Kind::Text, tape, 1));
        child.push(tape, "output", &["out"], output);
        let inputs: Vec<(Kind, String)> = names
            .known
            .iter()
            .filter_map(|(kind, name)| Some((*kind, name.strip_prefix("var.")?.to_owned())))
            .collect();

        let mut root = Module::default();
        let mut names = Names::default();
        root.declare(tape, &mut names, 4);
        let mut call = Body::default();
        call.set("source", "\"./child\"");
        if tape.below(3) == 1 {
            call.set("count", names.expression(Kind::Number, tape, 1));
        } else {
            names.known.push((Kind::Text, "module.m.out".to_owned()));
        }
        for (kind, name) in inputs {
            // The child's own expressions do not use what the call gives back.
            let outer = Names {
                known: names
                    .known
                    .iter()
                    .filter(|(_, name)| name != "module.m.out")
                    .cloned()
                    .collect(),
            };
            if tape.below(3) != 2 {
                call.set(&name, outer.expression(kind, tape, 1));
            }
        }
        root.push(tape, "module", &["m"], call);
        root.resources(tape, &names, "outer");
        Self { root, child }
    }

    /// The files of both directories.
    pub fn files(&self, json: bool) -> Vec<(String, String)> {
        let mut files = self.root.files("", json);
        files.extend(self.child.files("child/", json));
        files
    }
}

impl Body {
    fn set(&mut self, name: &str, expression: impl Into<String>) {
        self.arguments.push((name.to_owned(), expression.into()));
    }

    fn native(&self, out: &mut String, indent: usize) {
        let space = "  ".repeat(indent);
        for (name, expression) in &self.arguments {
            let _ = writeln!(out, "{space}{name} = {expression}");
        }
        for block in &self.blocks {
            block.native(out, indent);
        }
    }

    fn json(&self) -> Map<String, Json> {
        let mut fields = Map::new();
        for (name, expression) in &self.arguments {
            fields.insert(name.clone(), json!(format!("${{{expression}}}")));
        }
        for block in &self.blocks {
            block.insert_into(&mut fields);
        }
        fields
    }
}

impl Block {
    fn native(&self, out: &mut String, indent: usize) {
        let space = "  ".repeat(indent);
        let _ = write!(out, "{space}{}", self.kind);
        for label in &self.labels {
            let _ = write!(out, " \"{label}\"");
        }
        out.push_str(" {\n");
        self.body.native(out, indent + 1);
        let _ = writeln!(out, "{space}}}");
    }

    /// As a property of the kind, with an object for each label, and a list of bodies.
    fn insert_into(&self, fields: &mut Map<String, Json>) {
        let mut body = self.body.json();
        // These are no expressions.
        for name in ["default", "source", "type"] {
            let literal = self.body.arguments.iter().find(|(of, _)| of == name);
            if let Some((_, text)) = literal.filter(|_| matches!(self.kind, "variable" | "module"))
            {
                let json = serde_json::from_str(text).unwrap_or_else(|_| json!(text));
                body.insert(name.to_owned(), json);
            }
        }
        let mut place = fields;
        let mut names: Vec<&str> = vec![self.kind];
        names.extend(self.labels.iter().map(String::as_str));
        let last = names.pop().unwrap();
        for name in names {
            let inner = place.entry(name).or_insert_with(|| json!({}));
            place = inner.as_object_mut().unwrap();
        }
        if self.kind == "locals" {
            let locals = place.entry(last).or_insert_with(|| json!({}));
            locals.as_object_mut().unwrap().extend(body);
        } else {
            let bodies = place.entry(last).or_insert_with(|| json!([]));
            bodies.as_array_mut().unwrap().push(Json::Object(body));
        }
    }
}

impl Module {
    fn push(&mut self, tape: &mut Tape<'_>, kind: &'static str, labels: &[&str], body: Body) {
        let labels = labels.iter().map(|&label| label.to_owned()).collect();
        let block = Block { kind, labels, body };
        self.blocks.push((tape.below(FILES), block));
    }

    /// Variables and locals.
    fn declare(&mut self, tape: &mut Tape<'_>, names: &mut Names, most: usize) {
        for number in 0..tape.below(most + 1) {
            let kind = tape.of(&KINDS);
            let name = format!("v{number}");
            let mut body = Body::default();
            body.set("type", kind.constraint());
            if tape.below(4) != 3 {
                body.set("default", tape.of(&kind.literals()));
            }
            self.push(tape, "variable", &[&name], body);
            names.known.push((kind, format!("var.{name}")));
        }
        for number in 0..tape.below(most + 1) {
            let kind = tape.of(&KINDS);
            let mut body = Body::default();
            body.set(&format!("l{number}"), names.expression(kind, tape, 2));
            self.push(tape, "locals", &[], body);
            names.known.push((kind, format!("local.l{number}")));
        }
    }

    fn resources(&mut self, tape: &mut Tape<'_>, names: &Names, prefix: &str) {
        for number in 0..=tape.below(3) {
            let name = format!("{prefix}{number}");
            let mut body = Body::default();
            match tape.below(6) {
                1 => body.set("count", names.expression(Kind::Number, tape, 1)),
                2 => {
                    let over = names.expression(Kind::Texts, tape, 1);
                    body.set("for_each", format!("toset({over})"));
                }
                _ => {}
            }
            let resource = tape.of(&RESOURCES);
            for (argument, kind) in resource.arguments {
                if tape.below(4) != 0 {
                    body.set(argument, names.expression(*kind, tape, 2));
                }
            }
            if resource.name == "aws_security_group" {
                body.blocks.push(ingress(tape, names));
            }
            self.push(tape, "resource", &[resource.name, &name], body);
        }
    }

    fn files(&self, directory: &str, json: bool) -> Vec<(String, String)> {
        let texts = (0..FILES).map(|file| {
            let blocks = self.blocks.iter().filter(|(number, _)| *number == file);
            if json {
                let mut fields = Map::new();
                blocks.for_each(|(_, block)| block.insert_into(&mut fields));
                let text = serde_json::to_string_pretty(&Json::Object(fields)).unwrap();
                (format!("{directory}f{file}.tf.json"), text)
            } else {
                let mut text = String::new();
                blocks.for_each(|(_, block)| block.native(&mut text, 0));
                (format!("{directory}f{file}.tf"), text)
            }
        });
        texts.collect()
    }
}

#[derive(Clone, Copy)]
struct Resource {
    name: &'static str,
    arguments: &'static [(&'static str, Kind)],
}

/// Types and arguments that core rules look at.
const RESOURCES: [Resource; 6] = [
    Resource {
        name: "aws_ebs_volume",
        arguments: &[
            ("availability_zone", Kind::Text),
            ("encrypted", Kind::Bool),
            ("size", Kind::Number),
        ],
    },
    Resource {
        name: "aws_db_instance",
        arguments: &[
            ("instance_class", Kind::Text),
            ("storage_encrypted", Kind::Bool),
            ("publicly_accessible", Kind::Bool),
            ("multi_az", Kind::Bool),
            ("backup_retention_period", Kind::Number),
        ],
    },
    Resource {
        name: "aws_security_group",
        arguments: &[("name", Kind::Text), ("description", Kind::Text)],
    },
    Resource {
        name: "aws_instance",
        arguments: &[
            ("ami", Kind::Text),
            ("instance_type", Kind::Text),
            ("associate_public_ip_address", Kind::Bool),
        ],
    },
    Resource {
        name: "aws_elasticache_replication_group",
        arguments: &[
            ("replication_group_id", Kind::Text),
            ("description", Kind::Text),
            ("at_rest_encryption_enabled", Kind::Bool),
            ("transit_encryption_enabled", Kind::Bool),
            ("automatic_failover_enabled", Kind::Bool),
        ],
    },
    Resource {
        name: "aws_subnet",
        arguments: &[
            ("vpc_id", Kind::Text),
            ("cidr_block", Kind::Text),
            ("map_public_ip_on_launch", Kind::Bool),
        ],
    },
];

/// Written out, or made by a dynamic block.
fn ingress(tape: &mut Tape<'_>, names: &Names) -> Block {
    let mut body = Body::default();
    let dynamic = tape.below(2) == 1;
    body.set("from_port", names.expression(Kind::Number, tape, 1));
    body.set("to_port", names.expression(Kind::Number, tape, 1));
    body.set("protocol", "\"tcp\"");
    let ranges = if dynamic {
        "[ingress.value]".to_owned()
    } else {
        names.expression(Kind::Texts, tape, 1)
    };
    body.set("cidr_blocks", ranges);
    if !dynamic {
        return Block {
            kind: "ingress",
            labels: Vec::new(),
            body,
        };
    }
    let mut outer = Body::default();
    outer.set("for_each", names.expression(Kind::Texts, tape, 1));
    outer.blocks.push(Block {
        kind: "content",
        labels: Vec::new(),
        body,
    });
    Block {
        kind: "dynamic",
        labels: vec!["ingress".to_owned()],
        body: outer,
    }
}
