//! Nested blocks of a resource: lists, maps and single objects by the schema, or as they are written where there is none.

use super::body::{At, Body, MAX_DEPTH, join, lenient, unreadable};
use super::content::{Argument, Content, Nested};
use super::dynamic::Made;
use super::scope::ModuleScope;
use crate::expr::budget::Exhausted;
use crate::finding::Problem;
use crate::schema::{BlockSchema, NestedBlock, Nesting};
use crate::syntax::ExprKind;
use crate::value::{Fields, Kind, Member, Origin, Reason, Stop, Type, Unknown, Value};
use std::sync::Arc;

impl Body<'_, '_> {
    /// The value of the blocks of one type.
    pub(super) fn nested(
        &self,
        scope: &ModuleScope<'_, '_>,
        content: &Content,
        nested: &NestedBlock,
        argument: Option<&Argument<'_>>,
        at: At<'_>,
    ) -> Value {
        let blocks = content.nested_or_dynamic(&nested.name);
        if let Some(argument) =
            argument.filter(|argument| blocks.is_empty() && !is_empty_json(argument))
        {
            // `ingress = []`: the provider may declare it as an attribute in another version.
            let ty = Type::list(lenient(&nested.block.implied_type()));
            let value = self.evaluator.eval(scope, argument.value);
            return self.converted(
                &value,
                &ty,
                &format!("`{}`", nested.name),
                argument.value.span(),
            );
        }
        if blocks.is_empty() && content.is_incomplete() {
            return unreadable(nested.implied_type(), at);
        }
        if blocks.is_empty() {
            if nested.min > 0 {
                let message = format!("missing required block `{}`", nested.name);
                self.gap(|| Problem::incomplete(at.header, message));
            }
            return absent(nested, at);
        }
        if nested.nesting == Nesting::Map {
            return self.map_of_blocks(scope, &blocks, nested, at);
        }
        let value = self.elements(scope, &blocks, &nested.name, &nested.block, at);
        self.check_number(&value, nested, &blocks, at);
        match nested.nesting {
            Nesting::Single => single(&value, nested, at),
            Nesting::List | Nesting::Set | Nesting::Map => value,
        }
    }

    fn check_number(&self, value: &Value, nested: &NestedBlock, blocks: &[Nested], at: At<'_>) {
        let Some(number) = value.as_sequence().map(|values| values.len() as u32) else {
            return;
        };
        if self.judged && !blocks.iter().any(Nested::is_dynamic) {
            return;
        }
        if number < nested.min {
            let message = format!("missing required block `{}`", nested.name);
            self.evaluator
                .report
                .add(Problem::incomplete(at.header, message));
        }
        if nested.max > 0
            && number > nested.max
            && let Some(last) = blocks.last()
        {
            let message = format!(
                "too many `{}` blocks: at most {} may stand here",
                nested.name, nested.max
            );
            self.evaluator
                .report
                .add(Problem::incomplete(last.header, message));
        }
    }

    fn map_of_blocks(
        &self,
        scope: &ModuleScope<'_, '_>,
        blocks: &[Nested],
        nested: &NestedBlock,
        at: At<'_>,
    ) -> Value {
        let mut fields = Fields::new();
        for block in blocks {
            let key = block.label(0).cloned().unwrap_or_else(|| Arc::from(""));
            let path = join(at.path, &nested.name);
            let value = self.element(
                scope,
                block,
                &nested.block,
                At {
                    header: block.header,
                    path: &path,
                    depth: at.depth + 1,
                },
            );
            fields.insert(key, value);
        }
        Value::map(Type::Any, fields, Origin::expression(at.header))
    }

    /// Takes the room that the block made last needs off the budget.
    fn afford(&self, last: Option<&Member>) -> Result<(), Exhausted> {
        self.evaluator.afford(last.map(|member| &member.value))
    }

    /// Calls `add` for a block, or for each that a `dynamic` one makes; the reasons for which it is not known how many these are.
    fn made(
        &self,
        scope: &ModuleScope<'_, '_>,
        block: &Nested,
        name: &str,
        add: &mut dyn FnMut(&Made<'_, '_, '_>) -> Result<(), Exhausted>,
    ) -> Vec<Reason> {
        if block.is_dynamic() {
            return self.evaluator.dynamic(scope, block, name, add);
        }
        let room = add(&Made {
            scope,
            content: &block.content,
            header: block.header,
            certain: true,
        });
        room.err().map(Exhausted::reason).into_iter().collect()
    }

    /// The list of the objects of some blocks, `dynamic` ones expanded; unknown if it is not known how many there are.
    pub(super) fn elements(
        &self,
        scope: &ModuleScope<'_, '_>,
        blocks: &[Nested],
        name: &str,
        schema: &BlockSchema,
        at: At<'_>,
    ) -> Value {
        let path = join(at.path, name);
        let mut members = Vec::new();
        let mut reasons = Vec::new();
        for block in blocks {
            let mut add = |made: &Made<'_, '_, '_>| {
                let path = if made.certain && reasons.is_empty() {
                    format!("{path}[{}]", members.len())
                } else {
                    format!("{path}[*]")
                };
                let inner = At {
                    header: made.header,
                    path: &path,
                    depth: at.depth + 1,
                };
                let fields = self.block(made.scope, made.content, schema, inner);
                members.push(made.member(fields));
                self.afford(members.last())
            };
            let why = self.made(scope, block, name, &mut add);
            reasons.extend(why);
        }
        let origin = Origin::expression(blocks.first().map_or(at.header, |block| block.header));
        sequence(members, reasons, schema.implied_type(), origin)
    }

    fn element(
        &self,
        scope: &ModuleScope<'_, '_>,
        block: &Nested,
        schema: &BlockSchema,
        at: At<'_>,
    ) -> Value {
        Value::object(
            self.block(scope, &block.content, schema, at),
            Origin::expression(block.header),
        )
    }

    /// Attributes as they are written, blocks as lists of objects, without those that are skipped: for types that no schema describes.
    pub(super) fn as_written(
        &self,
        scope: &ModuleScope<'_, '_>,
        content: &Content,
        skipped: &[&str],
    ) -> Fields {
        let mut fields = Fields::new();
        let skip = |name: &str| skipped.contains(&name);
        for (name, argument) in content.arguments() {
            if !skip(&name) {
                fields.insert(
                    Arc::from(&*name),
                    self.evaluator.eval(scope, argument.value),
                );
            }
        }
        for (name, span) in content.block_types() {
            if !skip(&name) {
                let at = At {
                    header: span,
                    path: "",
                    depth: 0,
                };
                fields.insert(
                    Arc::clone(&name),
                    self.list_as_written(scope, content, &name, at),
                );
            }
        }
        fields
    }

    pub(super) fn list_as_written(
        &self,
        scope: &ModuleScope<'_, '_>,
        content: &Content,
        name: &str,
        at: At<'_>,
    ) -> Value {
        let mut members = Vec::new();
        let mut reasons = Vec::new();
        if at.depth > MAX_DEPTH {
            return sequence(members, reasons, Type::Any, Origin::expression(at.header));
        }
        for block in content.nested_or_dynamic(name) {
            let mut add = |made: &Made<'_, '_, '_>| {
                members.push(made.member(self.as_written(made.scope, made.content, &[])));
                self.afford(members.last())
            };
            let why = self.made(scope, &block, name, &mut add);
            reasons.extend(why);
        }
        let element = members
            .first()
            .map_or(Type::Any, |member: &Member| member.value.ty());
        sequence(members, reasons, element, Origin::expression(at.header))
    }
}

impl Made<'_, '_, '_> {
    fn member(&self, fields: Fields) -> Member {
        Member {
            value: Value::object(fields, Origin::expression(self.header)),
            certain: self.certain,
        }
    }
}

/// The value of blocks of which there is none.
fn absent(nested: &NestedBlock, at: At<'_>) -> Value {
    let origin = Origin::new(at.header, Stop::Absent);
    let ty = nested.block.implied_type();
    match nested.nesting {
        Nesting::Single => Value::null(ty, origin),
        Nesting::List | Nesting::Set => Value::list(ty, Vec::new(), origin),
        Nesting::Map => Value::map(ty, Fields::new(), origin),
    }
}

/// The value of a block of which there is one at most: the first of the list of them.
fn single(blocks: &Value, nested: &NestedBlock, at: At<'_>) -> Value {
    match (blocks.as_sequence(), blocks.as_unknown()) {
        (Some(values), _) => values
            .first()
            .cloned()
            .unwrap_or_else(|| absent(nested, at)),
        (None, Some(unknown)) => {
            let reasons = unknown.reasons.iter().cloned();
            let unknown = Unknown::because_all(nested.block.implied_type(), reasons);
            blocks.with_kind(Kind::Unknown(Arc::new(unknown)))
        }
        (None, None) => blocks.clone(),
    }
}

/// The blocks as a list; or an unknown list, if there are reasons for which their number is unknown, of which it is known what the blocks are like.
fn sequence(members: Vec<Member>, reasons: Vec<Reason>, element: Type, origin: Origin) -> Value {
    if reasons.is_empty() {
        let values = members.into_iter().map(|member| member.value).collect();
        return Value::list(element, values, origin);
    }
    // Where not all blocks were looked at, the others may be like anything.
    let cut_short =
        |reason: &Reason| matches!(reason, Reason::Budget { .. } | Reason::Mistake { .. });
    if reasons.iter().any(cut_short) {
        let unknown = Unknown::because_all(Type::list(element), reasons).not_null();
        return Value::unknown(unknown, origin);
    }
    let certain = members.iter().filter(|member| member.certain).count();
    let unknown = Unknown {
        length: Some((certain, None)),
        not_null: true,
        ..Unknown::because_all(Type::list(element), reasons).with_members(members)
    };
    Value::unknown(unknown, origin)
}

/// In JSON syntax an empty array stands for no block.
fn is_empty_json(argument: &Argument<'_>) -> bool {
    argument.value.ast().is_json()
        && match argument.value.kind() {
            ExprKind::Tuple(elements) => elements.is_empty(),
            ExprKind::Null => true,
            _ => false,
        }
}
