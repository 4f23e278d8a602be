//! `moved`, `removed` and `import` blocks: whether what they say of the state fits what is declared.
//!
//! Knows no state: whether there is anything to move or to remove is not asked.
//! <https://developer.hashicorp.com/terraform/language/modules/develop/refactoring>

use super::address::{Address, Key};
use super::content::Nested;
use super::evaluator::{Evaluator, ModuleInstance};
use super::expand::{Repetition, Shape};
use super::instance::{InstanceKey, Mode, Statement};
use super::scope::ModuleScope;
use crate::finding::Problem;
use crate::syntax::ExprKind;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A `moved` block.
struct Move<'a> {
    from: Address<'a>,
    to: Address<'a>,
}

impl Evaluator<'_> {
    /// Checks the blocks of a module that change the state.
    pub(super) fn check_statements(&self, module: &Rc<ModuleInstance>) {
        let mut moves = Vec::new();
        for block in &module.module.statements {
            match &*block.block_type {
                "moved" => moves.extend(self.moved(block)),
                "removed" => self.removed(module, block),
                "import" => self.import(module, block),
                _ => {}
            }
            self.note(module, block);
        }
        for each in &moves {
            self.check_move(module, each);
        }
        self.check_together(&moves);
        self.check_imports_together(module);
    }

    /// Keeps what a block says of a state.
    fn note(&self, module: &ModuleInstance, block: &Nested) {
        let to = match &*block.block_type {
            "moved" => written(block, "to"),
            "removed" => None,
            _ => return,
        };
        let Some(from) = written(block, "from") else {
            return;
        };
        self.statements.borrow_mut().push(Statement {
            from: module.absolute(&from),
            to: to.map(|to| module.absolute(&to)),
        });
    }

    /// The address that an argument is.
    fn address<'b>(&self, block: &'b Nested, name: &str) -> Option<Address<'b>> {
        let value = block.content.argument(name)?.value;
        let address = Address::read(value);
        // JSON syntax writes the address as a text, which is not read here.
        if address.is_none() && !value.ast().is_json() {
            let message = format!("`{name}` must be the address of a resource or a module");
            let help = "such as `aws_vpc.main`, `aws_vpc.main[0]` or `module.network`";
            self.report
                .add(Problem::error(value.span(), message).with_help(help));
        }
        address
    }

    fn moved<'b>(&self, block: &'b Nested) -> Option<Move<'b>> {
        let found = (self.address(block, "from"), self.address(block, "to"));
        let (Some(from), Some(to)) = found else {
            return None;
        };
        if from.resource.is_some() != to.resource.is_some() {
            let message = "a resource moves to a resource, and a module to a module";
            self.report.add(Problem::error(block.header, message));
            return None;
        }
        if from.to_string() == to.to_string() {
            let message = format!("`{from}` is moved to itself");
            self.report.add(Problem::error(block.header, message));
            return None;
        }
        Some(Move { from, to })
    }

    fn check_move(&self, module: &Rc<ModuleInstance>, each: &Move<'_>) {
        let Move { from, to } = each;
        // Without keys on both sides the whole is meant, and else the instance that has none.
        let whole = from.key().is_none() && to.key().is_none();
        if self.exists(module, from, whole) == Some(true) {
            let message = format!("`{from}` is still declared, so it cannot be moved to `{to}`");
            self.report.add(Problem::error(from.span, message));
        }
    }

    /// What no two `moved` blocks of a module may say.
    fn check_together(&self, moves: &[Move<'_>]) {
        let mut by_from: BTreeMap<String, &Move<'_>> = BTreeMap::new();
        let mut by_to: BTreeMap<String, &Move<'_>> = BTreeMap::new();
        for each in moves {
            let (from, to) = (each.from.to_string(), each.to.to_string());
            if let Some(before) = by_from.get(&from) {
                self.ambiguous(each, before, &format!("`{from}` is moved to two places"));
            }
            if let Some(before) = by_to.get(&to) {
                self.ambiguous(each, before, &format!("two things are moved to `{to}`"));
            }
            by_from.entry(from).or_insert(each);
            by_to.entry(to).or_insert(each);
        }
        for start in by_from.keys() {
            let mut at = start.clone();
            let mut way = vec![format!("`{start}`")];
            while let Some(next) = by_from.get(&at).map(|each| each.to.to_string()) {
                way.push(format!("`{next}`"));
                // Said once, at the first of the round.
                if next <= *start || way.len() > by_from.len() + 1 {
                    break;
                }
                at = next;
            }
            if way.len() > 1
                && way.first() == way.last()
                && let Some(first) = by_from.get(start)
            {
                let message = format!("moves in a circle: {}", way.join(" → "));
                self.report.add(Problem::error(first.from.span, message));
            }
        }
    }

    fn ambiguous(&self, each: &Move<'_>, before: &Move<'_>, message: &str) {
        let problem = Problem::error(each.from.span, message);
        self.report
            .add(problem.with_related(before.from.span, "the other one is here"));
    }

    fn removed(&self, module: &Rc<ModuleInstance>, block: &Nested) {
        let Some(from) = self.address(block, "from") else {
            return;
        };
        let data = from
            .resource
            .as_ref()
            .is_some_and(|resource| resource.name.0 != Mode::Managed);
        let message = if from.has_keys() {
            "a whole resource or module is removed, not one of its instances".to_owned()
        } else if data {
            "only managed resources and modules can be removed".to_owned()
        } else if self.exists(module, &from, true) == Some(true) {
            format!("`{from}` is still declared, so it cannot be removed")
        } else {
            return;
        };
        self.report.add(Problem::error(from.span, message));
    }

    /// Whether the configuration declares something: as a `whole`, or exactly the instance. `None`: not known.
    fn exists(
        &self,
        module: &Rc<ModuleInstance>,
        address: &Address<'_>,
        whole: bool,
    ) -> Option<bool> {
        let mut at = Rc::clone(module);
        let last = address.modules.len();
        for (index, part) in address.modules.iter().enumerate() {
            if !at.module.calls.contains_key(&part.name) {
                return Some(false);
            }
            let call = self.noted(self.call(&at, &part.name, address.span))?;
            if address.resource.is_none() && index + 1 == last && whole {
                return Some(true);
            }
            let keys = call.instances.iter().map(|instance| &instance.key);
            let all = whole && part.key.is_none();
            if !(has_key(keys, part.key)? || all) {
                return Some(false);
            }
            let wanted = literal_key(part.key)?;
            let mut instances = call.instances.iter();
            let found = instances.find(|instance| instance.key == wanted || whole)?;
            if address.resource.is_none() && index + 1 == last {
                return Some(true);
            }
            at = self.module(found.module?)?;
        }
        let resource = address.resource.as_ref()?;
        let (mode, kind, name) = &resource.name;
        let Some(index) = at.module.resource(*mode, kind, name) else {
            return Some(false);
        };
        if whole {
            return Some(true);
        }
        let expanded = self.noted(self.resource(&at, index, address.span))?;
        if matches!(expanded.shape, Shape::Unknown(_)) {
            return None;
        }
        has_key(expanded.instances.iter().map(|(key, _)| key), resource.key)
    }

    fn import(&self, module: &Rc<ModuleInstance>, block: &Nested) {
        if module.caller.is_some() {
            let message = "an `import` block stands only in the root module";
            self.report.add(Problem::error(block.header, message));
            return;
        }
        let Some(to) = self.address(block, "to") else {
            return;
        };
        let managed = to.resource.as_ref().filter(|to| to.name.0 == Mode::Managed);
        if managed.is_none() {
            let message = "only a managed resource can be imported";
            self.report.add(Problem::error(to.span, message));
            return;
        }
        let (id, identity) = (
            block.content.argument("id"),
            block.content.argument("identity"),
        );
        if id.is_none() && identity.is_none() && !block.content.is_incomplete() {
            let message = "an `import` block needs the argument `id`";
            self.report.add(Problem::error(block.header, message));
        }
        let repetitions = match block.content.argument("for_each") {
            None => vec![Repetition::None],
            Some(for_each) => {
                let scope = ModuleScope::new(self, module, &Repetition::None);
                self.repetitions(&scope, &for_each)
            }
        };
        for repetition in repetitions {
            let scope = ModuleScope::new(self, module, &repetition);
            if let Some(id) = &id {
                self.check_id(&scope, id.value);
            }
            self.check_target(&scope, &to);
        }
    }

    fn check_id(&self, scope: &ModuleScope<'_, '_>, expr: crate::syntax::Expr<'_>) {
        let id = self.eval(scope, expr);
        let computed =
            |reason: &crate::value::Reason| matches!(reason, crate::value::Reason::Computed { .. });
        let why = if id.is_null() {
            "it is null"
        } else if id.as_str().is_some_and(|id| id.is_empty()) {
            "it is empty"
        } else if id.is_unknown() && id.reasons().iter().all(computed) {
            "it is known only after apply"
        } else if id.is_unknown()
            || crate::value::convert::convert(&id, &crate::value::Type::String).is_ok()
        {
            return;
        } else {
            "a text is needed"
        };
        let message = format!("invalid `id` of an import: {why}");
        self.report.add(Problem::error(expr.span(), message));
    }

    /// What an import is to become must be declared.
    fn check_target(&self, scope: &ModuleScope<'_, '_>, to: &Address<'_>) {
        let exists = match to.key() {
            Some(Key::Expression(key)) => {
                let key = self.eval(scope, key);
                let Some(key) = super::expand::key_of(&key) else {
                    return;
                };
                self.has_instance(scope.module, to, &key)
            }
            _ => self.exists(scope.module, to, false),
        };
        if exists != Some(false) {
            return;
        }
        if self.exists(scope.module, to, true) == Some(true) {
            let message = format!("`{to}` is no instance that the configuration declares");
            self.report.add(Problem::error(to.span, message));
        } else {
            let message = format!("`{to}` is imported and not declared");
            self.report
                .add(Problem::incomplete(to.span, message).with_help(
                    "declare it, or have it written by `terraform plan -generate-config-out=FILE`",
                ));
        }
    }

    /// Whether a resource of this module has an instance; `None`: not known.
    fn has_instance(
        &self,
        module: &Rc<ModuleInstance>,
        to: &Address<'_>,
        key: &InstanceKey,
    ) -> Option<bool> {
        let (mode, kind, name) = &to.resource.as_ref()?.name;
        if !to.modules.is_empty() {
            return None;
        }
        let Some(index) = module.module.resource(*mode, kind, name) else {
            return Some(false);
        };
        let expanded = self.noted(self.resource(module, index, to.span))?;
        (!matches!(expanded.shape, Shape::Unknown(_))).then(|| expanded.instance(key).is_some())
    }

    fn check_imports_together(&self, module: &ModuleInstance) {
        let mut seen = BTreeMap::new();
        let imports = module.module.statements.iter();
        for block in imports.filter(|block| &*block.block_type == "import") {
            let to = block.content.argument("to");
            let Some(to) = to.and_then(|to| Address::read(to.value)) else {
                continue;
            };
            let text = to.to_string();
            if text.contains('…') {
                continue;
            }
            if let Some(&before) = seen.get(&text) {
                let problem = Problem::error(to.span, format!("`{text}` is imported twice"));
                self.report
                    .add(problem.with_related(before, "the first import is here"));
            } else {
                seen.insert(text, to.span);
            }
        }
    }
}

/// The address in an argument; JSON syntax writes it as a text.
fn written(block: &Nested, name: &str) -> Option<String> {
    let value = block.content.argument(name)?.value;
    match value.kind() {
        ExprKind::String(text) if value.ast().is_json() => Some(text.trim().to_owned()),
        _ => Some(Address::read(value)?.to_string()),
    }
}

/// The key that is written; `None` where it must be evaluated.
fn literal_key(key: Option<Key<'_>>) -> Option<InstanceKey> {
    match key {
        None => Some(InstanceKey::None),
        Some(Key::Literal(literal)) => literal.instance_key(),
        Some(Key::Expression(_)) => None,
    }
}

/// Whether a key is one of those; `None`: not known.
fn has_key<'k>(
    keys: impl IntoIterator<Item = &'k InstanceKey>,
    wanted: Option<Key<'_>>,
) -> Option<bool> {
    let wanted = literal_key(wanted)?;
    let mut found = false;
    for key in keys {
        if *key == InstanceKey::Unknown {
            return None;
        }
        found |= *key == wanted;
    }
    Some(found)
}
