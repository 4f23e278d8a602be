//! The type that values of several types have in common, and which types convert to which; a port of go-cty's `convert.UnifyUnsafe`.
//!
//! Knows types only. That a string converts to a number is possible here; whether a certain string does is for `convert` to say.

#[cfg(test)]
mod tests;

use super::{ObjectType, Type};
use std::cell::Cell;
use std::cmp::Ordering;
use std::sync::Arc;

/// How many types one unification may look at: mixed lists and tuples are tried both ways at each level, which would double the work per level.
const FUEL: u32 = 200_000;

/// The most general type that all of the types convert to, as Terraform finds it for the branches of a conditional or the elements of a
/// `list(any)`; [`Type::Any`] when some of the types are not known yet and decide, or when there are no types; `None` when there is none.
pub fn unify(types: &[Type]) -> Option<Type> {
    let search = Search {
        fuel: Cell::new(FUEL),
    };
    search.unify(types.to_vec())
}

/// Whether a value of type `from` may convert to type `to`.
pub fn convertible(from: &Type, to: &Type) -> bool {
    match (from, to) {
        (Type::Any, _)
        | (_, Type::Any)
        | (Type::Bool | Type::Number | Type::String, Type::String)
        | (Type::String, Type::Bool | Type::Number)
        | (Type::Bool, Type::Bool)
        | (Type::Number, Type::Number) => true,
        (Type::List(from) | Type::Set(from), Type::List(to) | Type::Set(to))
        | (Type::Map(from), Type::Map(to)) => convertible(from, to),
        (Type::Tuple(from), Type::List(to) | Type::Set(to)) => {
            elements_convertible(from.iter(), to)
        }
        (Type::Object(from), Type::Map(to)) => elements_convertible(from.attributes.values(), to),
        (Type::Tuple(from), Type::Tuple(to)) => {
            from.len() == to.len()
                && from
                    .iter()
                    .zip(to.iter())
                    .all(|(from, to)| convertible(from, to))
        }
        (Type::Object(from), Type::Object(to)) => {
            to.attributes
                .iter()
                .all(|(name, to_type)| match from.attributes.get(name) {
                    Some(from_type) => convertible(from_type, to_type),
                    None => to.optional.contains(name),
                })
        }
        (Type::Map(from), Type::Object(to)) => to
            .attributes
            .iter()
            .all(|(name, to_type)| convertible(from, to_type) || to.optional.contains(name)),
        _ => false,
    }
}

fn elements_convertible<'a>(mut from: impl Iterator<Item = &'a Type> + Clone, to: &Type) -> bool {
    if *to == Type::Any {
        let types: Vec<Type> = from.cloned().collect();
        return types.is_empty() || unify(&types).is_some();
    }
    from.all(|from| convertible(from, to))
}

/// One search for a common type, and how much it may still look at.
struct Search {
    fuel: Cell<u32>,
}

impl Search {
    fn unify(&self, mut types: Vec<Type>) -> Option<Type> {
        let cost = u32::try_from(types.len()).unwrap_or(u32::MAX);
        self.fuel.set(self.fuel.get().checked_sub(cost)?);
        types.sort();
        types.dedup();
        match types.as_slice() {
            [] => return Some(Type::Any),
            [only] => return Some(only.clone()),
            _ => {}
        }
        let Kinds {
            primitive,
            map,
            list,
            set,
            object,
            tuple,
            any,
        } = Kinds::of(&types);
        if primitive {
            return preferred(&types);
        }
        match (map, list, set, object, tuple) {
            (true, false, false, false, false) => self.collections(&types, any, Type::map),
            (false, true, false, false, false) => self.collections(&types, any, Type::list),
            (false, false, true, false, false) => self.collections(&types, any, Type::set),
            (true, false, false, true, false) | (false, true, false, false, true) => self
                .structures_as_collections(&types)
                .or_else(|| preferred(&types)),
            (false, false, false, true, false) | (false, false, false, false, true) if any => {
                Some(Type::Any)
            }
            (false, false, false, true, false) => self.objects(&types),
            (false, false, false, false, true) => self.tuples(&types),
            (_, _, _, true, true) => None,
            _ => preferred(&types),
        }
    }

    /// Collections of one kind: the same kind, of the common type of their elements.
    fn collections(&self, types: &[Type], any: bool, make: fn(Type) -> Type) -> Option<Type> {
        if any {
            return Some(Type::Any);
        }
        let elements = types.iter().filter_map(Type::element).cloned().collect();
        self.unify(elements).map(make)
    }

    /// Maps among objects, or lists among tuples: the objects become a map, the tuples a list.
    fn structures_as_collections(&self, types: &[Type]) -> Option<Type> {
        let (structures, mut others): (Vec<Type>, Vec<Type>) = types
            .iter()
            .cloned()
            .partition(|ty| matches!(ty, Type::Object(_) | Type::Tuple(_)));
        others.push(self.as_collection(&structures)?);
        self.unify(others)
            .filter(|common| common.element().is_some())
            .filter(|common| types.iter().all(|ty| convertible(ty, common)))
    }

    /// The map that all objects, or the list that all tuples, convert to.
    fn as_collection(&self, types: &[Type]) -> Option<Type> {
        let mut elements = Vec::new();
        let mut make: fn(Type) -> Type = Type::list;
        for ty in types {
            match ty {
                Type::Object(object) => {
                    make = Type::map;
                    elements.extend(object.attributes.values().cloned());
                }
                Type::Tuple(tuple) => elements.extend(tuple.iter().cloned()),
                _ => {}
            }
        }
        if elements.is_empty() {
            return None;
        }
        let collection = make(self.unify(elements)?);
        types
            .iter()
            .all(|ty| convertible(ty, &collection))
            .then_some(collection)
    }

    /// Objects with the same attributes: an object; otherwise a map.
    fn objects(&self, types: &[Type]) -> Option<Type> {
        let objects: Vec<&Arc<ObjectType>> = types
            .iter()
            .filter_map(|ty| match ty {
                Type::Object(object) => Some(object),
                _ => None,
            })
            .collect();
        let first = objects.first()?;
        let same_names = objects
            .iter()
            .all(|object| object.attributes.keys().eq(first.attributes.keys()));
        if !same_names {
            return self.as_collection(types);
        }
        let mut attributes = Vec::with_capacity(first.attributes.len());
        for name in first.attributes.keys() {
            let across = objects
                .iter()
                .filter_map(|object| object.attributes.get(name).cloned())
                .collect();
            attributes.push((Arc::clone(name), self.unify(across)?));
        }
        let common = Type::object(attributes);
        if types.iter().all(|ty| convertible(ty, &common)) {
            Some(common)
        } else {
            self.as_collection(types)
        }
    }

    /// Tuples of the same length: a tuple; otherwise a list.
    fn tuples(&self, types: &[Type]) -> Option<Type> {
        let tuples: Vec<&[Type]> = types
            .iter()
            .filter_map(|ty| match ty {
                Type::Tuple(elements) => Some(&**elements),
                _ => None,
            })
            .collect();
        let length = tuples.first()?.len();
        if tuples.iter().any(|tuple| tuple.len() != length) {
            return self.as_collection(types);
        }
        let mut elements = Vec::with_capacity(length);
        for index in 0..length {
            let across = tuples
                .iter()
                .filter_map(|tuple| tuple.get(index).cloned())
                .collect();
            elements.push(self.unify(across)?);
        }
        let common = Type::Tuple(elements.into());
        if types.iter().all(|ty| convertible(ty, &common)) {
            Some(common)
        } else {
            self.as_collection(types)
        }
    }
}

/// The first of the types, most general first, that all the others convert to.
fn preferred(types: &[Type]) -> Option<Type> {
    let mut ranked: Vec<&Type> = types.iter().collect();
    ranked.sort_by_key(|ty| {
        types
            .iter()
            .filter(|other| generality(ty, other) == Ordering::Greater)
            .count()
    });
    ranked
        .into_iter()
        .find(|wanted| types.iter().all(|ty| convertible(ty, wanted)))
        .cloned()
}

/// Which kinds occur among types.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a set of kinds, matched as a whole"
)]
struct Kinds {
    any: bool,
    primitive: bool,
    list: bool,
    set: bool,
    map: bool,
    tuple: bool,
    object: bool,
}

impl Kinds {
    fn of(types: &[Type]) -> Self {
        let mut kinds = Self::default();
        for ty in types {
            let kind = match ty {
                Type::Any => &mut kinds.any,
                Type::Bool | Type::Number | Type::String => &mut kinds.primitive,
                Type::List(_) => &mut kinds.list,
                Type::Set(_) => &mut kinds.set,
                Type::Map(_) => &mut kinds.map,
                Type::Tuple(_) => &mut kinds.tuple,
                Type::Object(_) => &mut kinds.object,
            };
            *kind = true;
        }
        kinds
    }
}

/// `Less` when `left` is more general than `right`, so that it is preferred.
fn generality(left: &Type, right: &Type) -> Ordering {
    /// A string holds every primitive; a list every tuple, a map every object, and a tuple or list more than a set; nothing is known of `any`.
    fn rank(ty: &Type) -> u8 {
        match ty {
            Type::String | Type::List(_) | Type::Map(_) => 0,
            Type::Bool | Type::Number | Type::Tuple(_) | Type::Object(_) => 1,
            Type::Set(_) => 2,
            Type::Any => 3,
        }
    }
    match (left, right) {
        (Type::List(left), Type::List(right))
        | (Type::Set(left), Type::Set(right))
        | (Type::Map(left), Type::Map(right)) => generality(left, right),
        _ => rank(left).cmp(&rank(right)),
    }
}
