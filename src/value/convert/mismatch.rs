//! Why a value is not of a type, in Terraform's words.

use crate::value::Type;
use crate::value::unify::convertible;
use std::fmt;

/// Why a value is not of a type, and where in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Mismatch {
    /// The steps from the outermost value to the one that does not fit, each as it is named in a message: "element 0", "attribute `x`".
    path: Vec<String>,
    message: String,
}

impl Mismatch {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            path: Vec::new(),
            message: message.into(),
        }
    }

    pub(super) fn inside(mut self, step: impl FnOnce() -> String) -> Self {
        self.path.insert(0, step());
        self
    }
}

/// "element 0: attribute `x`: a number is required"
impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in &self.path {
            write!(f, "{step}: ")?;
        }
        f.write_str(&self.message)
    }
}

/// What an attribute is named by in messages.
pub(super) fn attribute_step(name: &str) -> String {
    format!("attribute `{name}`")
}

pub(super) fn missing_message(names: &[&str]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [only] => format!("attribute {only} is required"),
        [first, second] => format!("attributes {first} and {second} are required"),
        [first @ .., last] => format!("attributes {}, and {last} are required", first.join(", ")),
        [] => String::new(),
    }
}

/// Says why no value of one type is of another.
pub(super) fn mismatch(from: &Type, want: &Type) -> Mismatch {
    match (from, want) {
        (Type::Tuple(_), Type::List(element)) if **element == Type::Any => {
            Mismatch::new("all list elements must have the same type")
        }
        (Type::Tuple(_), Type::Set(element)) if **element == Type::Any => {
            Mismatch::new("all set elements must have the same type")
        }
        (Type::Object(_), Type::Map(element)) if **element == Type::Any => {
            Mismatch::new("all map elements must have the same type")
        }
        (Type::List(from) | Type::Set(from), Type::List(to)) => {
            mismatch(from, to).inside(|| "incorrect list element type".to_owned())
        }
        (Type::List(from) | Type::Set(from), Type::Set(to)) => {
            mismatch(from, to).inside(|| "incorrect set element type".to_owned())
        }
        (Type::Map(from), Type::Map(to)) => {
            mismatch(from, to).inside(|| "incorrect map element type".to_owned())
        }
        (Type::Object(from), Type::Object(to)) => {
            let missing: Vec<&str> = to
                .attributes
                .keys()
                .filter(|name| !from.attributes.contains_key(*name) && !to.optional.contains(*name))
                .map(AsRef::as_ref)
                .collect();
            if !missing.is_empty() {
                return Mismatch::new(missing_message(&missing));
            }
            to.attributes
                .iter()
                .find_map(|(name, to)| {
                    let from = from.attributes.get(name)?;
                    (!convertible(from, to))
                        .then(|| mismatch(from, to).inside(|| attribute_step(name)))
                })
                .unwrap_or_else(|| Mismatch::new("incorrect object attributes"))
        }
        (Type::Bool | Type::Number, Type::Bool | Type::Number) => Mismatch::new(format!(
            "{} required, but have {}",
            want.friendly(),
            from.friendly()
        )),
        _ if from.is_primitive() != want.is_primitive() => Mismatch::new(format!(
            "{} required, but have {}",
            friendly_constraint(want),
            from.friendly()
        )),
        _ => Mismatch::new(format!("{} required", friendly_constraint(want))),
    }
}

/// `any` reads as "of any single type" in messages.
fn friendly_constraint(ty: &Type) -> String {
    match ty {
        Type::List(element) if **element == Type::Any => "list of any single type".to_owned(),
        Type::Set(element) if **element == Type::Any => "set of any single type".to_owned(),
        Type::Map(element) if **element == Type::Any => "map of any single type".to_owned(),
        _ => ty.friendly(),
    }
}
