//! What a value is: known, null, or unknown for a stated reason; where it came from; whether it is sensitive.
//!
//! Knows no syntax and no Terraform block. Conversion and unification of types are in `convert`.

pub mod convert;
mod equal;
mod held;
mod number;
mod origin;
mod render;
mod set;
mod types;
mod unify;
mod unknown;

pub use equal::equal;
pub use held::{Held, Store};
pub use number::{Decimal, Number};
pub use origin::{Origin, Stop, Symbol};
pub use render::{quote, quote_with, render, render_short};
pub use set::compare;
pub use types::{ObjectType, Type};
pub use unify::{convertible, unify};
pub use unknown::{Member, Part, Reason, Unknown};

use std::collections::BTreeMap;
use std::sync::Arc;

/// Attribute or key → value, ordered by key as Terraform orders them.
pub type Fields = BTreeMap<Arc<str>, Value>;

/// A value, where it came from, and its marks. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Value {
    kind: Kind,
    origin: Origin,
    sensitive: bool,
    size: u32,
    decoded: Option<Arc<Value>>,
}

/// What a value is. Collections hold at least the type of their elements, so that an empty one has a type.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Null of a type ([`Type::Any`] for a bare `null`).
    Null(Type),
    Bool(bool),
    Number(Number),
    /// In Unicode normal form C.
    String(Arc<str>),
    List(Type, Arc<[Value]>),
    /// Ordered and without repetition, as Terraform iterates over it.
    Set(Type, Arc<[Value]>),
    Map(Type, Arc<Fields>),
    Tuple(Arc<[Value]>),
    Object(Arc<Object>),
    Unknown(Arc<Unknown>),
}

impl Kind {
    /// How many values there are in a value of this kind, itself included; no more than `u32::MAX`.
    fn size(&self) -> u32 {
        let sum = |sizes: &mut dyn Iterator<Item = u32>| sizes.fold(1, u32::saturating_add);
        match self {
            Self::Null(_) | Self::Bool(_) | Self::Number(_) | Self::String(_) => 1,
            Self::List(_, values) | Self::Set(_, values) | Self::Tuple(values) => {
                sum(&mut values.iter().map(Value::size))
            }
            Self::Map(_, fields) => sum(&mut fields.values().map(Value::size)),
            Self::Object(object) => sum(&mut object.fields.values().map(Value::size)),
            Self::Unknown(unknown) => {
                let parts = unknown.parts.iter().flat_map(|parts| parts.iter());
                let members = unknown.members.iter().flat_map(|members| members.iter());
                let members = members.map(|member| member.value.size());
                sum(&mut parts.map(|_| 1).chain(members))
            }
        }
    }
}

/// An object value; an instance of a resource carries its identity, so that analyses find it again.
#[derive(Clone, Debug, Default)]
pub struct Object {
    pub fields: Fields,
    /// The address of the resource instance that this object is, if it is one.
    pub instance: Option<Arc<str>>,
}

/// Constructors: each takes the origin (invariant I6).
impl Value {
    pub fn new(kind: Kind, origin: Origin) -> Self {
        Self {
            size: kind.size(),
            kind,
            origin,
            sensitive: false,
            decoded: None,
        }
    }

    pub fn null(ty: Type, origin: Origin) -> Self {
        Self::new(Kind::Null(ty), origin)
    }

    pub fn bool(value: bool, origin: Origin) -> Self {
        Self::new(Kind::Bool(value), origin)
    }

    pub fn number(value: impl Into<Number>, origin: Origin) -> Self {
        Self::new(Kind::Number(value.into()), origin)
    }

    /// A string; brought into normal form C, as Terraform does.
    pub fn string(value: impl AsRef<str>, origin: Origin) -> Self {
        use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
        let value = value.as_ref();
        let text: Arc<str> = if value.is_ascii() || is_nfc_quick(value.chars()) == IsNormalized::Yes
        {
            Arc::from(value)
        } else {
            Arc::from(value.nfc().collect::<String>())
        };
        Self::new(Kind::String(text), origin)
    }

    pub fn list(element: Type, values: Vec<Self>, origin: Origin) -> Self {
        Self::new(Kind::List(element, values.into()), origin)
    }

    pub fn tuple(values: Vec<Self>, origin: Origin) -> Self {
        Self::new(Kind::Tuple(values.into()), origin)
    }

    pub fn map(element: Type, fields: Fields, origin: Origin) -> Self {
        Self::new(Kind::Map(element, Arc::new(fields)), origin)
    }

    pub fn object(fields: Fields, origin: Origin) -> Self {
        Self::new(
            Kind::Object(Arc::new(Object {
                fields,
                instance: None,
            })),
            origin,
        )
    }

    pub fn unknown(unknown: Unknown, origin: Origin) -> Self {
        Self::new(Kind::Unknown(Arc::new(unknown)), origin)
    }

    #[must_use]
    pub fn with_origin(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// Marks the value as sensitive when `sensitive` is true; a mark is never taken away by this.
    #[must_use]
    pub fn mark_sensitive(mut self, sensitive: bool) -> Self {
        self.sensitive |= sensitive;
        self
    }

    /// Remembers the value that this string encodes as JSON: its parts keep their origins and what is known of them.
    #[must_use]
    pub fn with_decoded(mut self, decoded: Self) -> Self {
        self.decoded = Some(Arc::new(decoded));
        self
    }

    /// Takes the mark away, as `nonsensitive` does.
    #[must_use]
    pub fn without_mark(mut self) -> Self {
        self.sensitive = false;
        self
    }
}

/// Values made from others.
impl Value {
    /// Another value in the place of this one: origin and mark stay.
    #[must_use]
    pub fn with_kind(&self, kind: Kind) -> Self {
        // A text that is only retyped still encodes what it encoded.
        let text = matches!(kind, Kind::String(_) | Kind::Unknown(_));
        Self {
            size: kind.size(),
            kind,
            origin: self.origin.clone(),
            sensitive: self.sensitive,
            decoded: self.decoded.clone().filter(|_| text),
        }
    }

    /// An object in the place of this value; it stays the resource instance that this value is.
    #[must_use]
    pub fn with_object(&self, fields: Fields) -> Self {
        self.with_kind(Kind::Object(Arc::new(Object {
            fields,
            instance: self.instance().cloned(),
        })))
    }

    /// The fields of a map or an object, each changed without changing its type; `kind` of any other value as it is.
    pub(crate) fn map_fields(&self, change: impl Fn(&str, &Self) -> Self) -> Kind {
        let changed = |fields: &Fields| -> Fields {
            fields
                .iter()
                .map(|(name, value)| (Arc::clone(name), change(name, value)))
                .collect()
        };
        match &self.kind {
            Kind::Map(element, fields) => Kind::Map(element.clone(), Arc::new(changed(fields))),
            Kind::Object(object) => Kind::Object(Arc::new(Object {
                fields: changed(&object.fields),
                instance: object.instance.clone(),
            })),
            other => other.clone(),
        }
    }
}

/// Questions.
impl Value {
    pub const fn kind(&self) -> &Kind {
        &self.kind
    }

    pub const fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Whether this value itself is marked; its elements have marks of their own.
    pub const fn is_sensitive(&self) -> bool {
        self.sensitive
    }

    /// Whether this value or anything in it is marked.
    pub fn contains_sensitive(&self) -> bool {
        let of_unknown = || {
            let members = self
                .as_unknown()
                .and_then(|unknown| unknown.members.as_ref());
            members.is_some_and(|members| {
                members
                    .iter()
                    .any(|member| member.value.contains_sensitive())
            })
        };
        self.sensitive || self.children().any(Self::contains_sensitive) || of_unknown()
    }

    /// How many values there are in this one, itself included: what it costs to walk it. A value that stands in it twice counts twice,
    /// although it is there once in memory.
    pub const fn size(&self) -> u32 {
        self.size
    }

    /// The value that this string is the JSON encoding of, when it was made by encoding one.
    pub const fn decoded(&self) -> Option<&Arc<Self>> {
        self.decoded.as_ref()
    }

    pub const fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null(_))
    }

    pub const fn is_unknown(&self) -> bool {
        matches!(self.kind, Kind::Unknown(_))
    }

    /// Whether neither this value nor anything in it is unknown.
    pub fn is_wholly_known(&self) -> bool {
        !self.is_unknown() && self.children().all(Self::is_wholly_known)
    }

    pub const fn as_unknown(&self) -> Option<&Arc<Unknown>> {
        match &self.kind {
            Kind::Unknown(unknown) => Some(unknown),
            _ => None,
        }
    }

    pub const fn as_bool(&self) -> Option<bool> {
        match self.kind {
            Kind::Bool(value) => Some(value),
            _ => None,
        }
    }

    pub const fn as_str(&self) -> Option<&Arc<str>> {
        match &self.kind {
            Kind::String(text) => Some(text),
            _ => None,
        }
    }

    pub const fn as_number(&self) -> Option<&Number> {
        match &self.kind {
            Kind::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The elements of a list, set or tuple.
    pub fn as_sequence(&self) -> Option<&[Self]> {
        match &self.kind {
            Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => Some(values),
            _ => None,
        }
    }

    /// The fields of a map or an object.
    pub fn as_fields(&self) -> Option<&Fields> {
        match &self.kind {
            Kind::Map(_, fields) => Some(fields),
            Kind::Object(object) => Some(&object.fields),
            _ => None,
        }
    }

    /// The fields of a map or an object, for whoever needs nothing else of it.
    pub fn into_fields(self) -> Option<Fields> {
        match self.kind {
            Kind::Map(_, fields) => Some(Arc::unwrap_or_clone(fields)),
            Kind::Object(object) => Some(Arc::unwrap_or_clone(object).fields),
            _ => None,
        }
    }

    /// One field of a map or an object.
    pub fn field(&self, name: &str) -> Option<&Self> {
        self.as_fields()?.get(name)
    }

    /// The address of the instance that this object is.
    pub fn instance(&self) -> Option<&Arc<str>> {
        match &self.kind {
            Kind::Object(object) => object.instance.as_ref(),
            _ => None,
        }
    }

    /// The values directly inside this one, in order.
    pub fn children(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        match &self.kind {
            Kind::List(_, values) | Kind::Set(_, values) | Kind::Tuple(values) => {
                Box::new(values.iter())
            }
            Kind::Map(_, fields) => Box::new(fields.values()),
            Kind::Object(object) => Box::new(object.fields.values()),
            Kind::Null(_)
            | Kind::Bool(_)
            | Kind::Number(_)
            | Kind::String(_)
            | Kind::Unknown(_) => Box::new(std::iter::empty()),
        }
    }

    /// The elements of a list, set or tuple, each with whether it is certainly there: all of a known one, and what is known of an unknown one.
    /// `None`: nothing is known of the elements.
    pub fn members(&self) -> Option<Vec<(&Self, bool)>> {
        if let Some(unknown) = self.as_unknown() {
            let members = unknown.members.as_ref()?.iter();
            return Some(
                members
                    .map(|member| (&member.value, member.certain))
                    .collect(),
            );
        }
        let values = self.as_sequence()?.iter();
        Some(values.map(|value| (value, true)).collect())
    }

    /// The type of the value.
    pub fn ty(&self) -> Type {
        match &self.kind {
            Kind::Null(ty) => ty.clone(),
            Kind::Bool(_) => Type::Bool,
            Kind::Number(_) => Type::Number,
            Kind::String(_) => Type::String,
            Kind::List(element, _) => Type::list(element.clone()),
            Kind::Set(element, _) => Type::set(element.clone()),
            Kind::Map(element, _) => Type::map(element.clone()),
            Kind::Tuple(values) => Type::Tuple(values.iter().map(Self::ty).collect()),
            Kind::Object(object) => Type::object(
                object
                    .fields
                    .iter()
                    .map(|(name, value)| (Arc::clone(name), value.ty())),
            ),
            Kind::Unknown(unknown) => unknown.ty.clone(),
        }
    }

    /// Every reason for which this value or a part of it is unknown; sorted, without repetition.
    pub fn reasons(&self) -> Vec<Reason> {
        fn collect(value: &Value, into: &mut Vec<Reason>) {
            if let Some(unknown) = value.as_unknown() {
                into.extend(unknown.reasons.iter().cloned());
                // What is inside of the elements does not matter here, as it does not for a list of which nothing is known.
                let members = unknown.members.iter().flat_map(|members| members.iter());
                let open = members.filter_map(|member| member.value.as_unknown());
                open.for_each(|unknown| into.extend(unknown.reasons.iter().cloned()));
            }
            value.children().for_each(|child| collect(child, into));
        }
        let mut reasons = Vec::new();
        collect(self, &mut reasons);
        Reason::distinct(reasons)
    }
}
