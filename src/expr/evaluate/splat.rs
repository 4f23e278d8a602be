//! `source[*].a` and `source.*.a`

use super::{Bound, Environment, mistake, unknown_because};
use crate::expr::Evaluated;
use crate::syntax::Expr;
use crate::value::convert::convert;
use crate::value::{Kind, Member, Origin, Reason, Type, Unknown, Value};
use std::sync::Arc;

impl Environment<'_> {
    /// Of a list or set: a list; of a tuple: a tuple; of null: nothing; of any other value: a tuple of that one.
    #[inline(never)]
    pub(super) fn splat(&self, expr: Expr<'_>, source: Expr<'_>, each: Expr<'_>) -> Evaluated {
        let value = self.value(source)?;
        if let Err(exhausted) = self.afford(value.as_sequence().map_or(1, <[Value]>::len)) {
            return Ok(self.given_up(exhausted, expr.span()));
        }
        let sensitive = value.is_sensitive();
        let origin = Origin::expression(expr.span());
        let result = match value.kind() {
            Kind::Null(Type::List(_) | Type::Set(_) | Type::Tuple(_)) => {
                return Err(mistake(
                    source.span(),
                    "a splat cannot be applied to a null sequence",
                ));
            }
            Kind::Null(_) => Value::tuple(Vec::new(), origin),
            Kind::Unknown(unknown) => {
                self.doubt().raise([&value]);
                self.unknown_splat(&value, unknown, expr, each)
            }
            Kind::List(element, values) | Kind::Set(element, values) => {
                self.list_splat(element, values, expr, each)?
            }
            Kind::Tuple(values) => Value::tuple(self.each_of(values, each)?, origin),
            _ => Value::tuple(self.each_of(std::slice::from_ref(&value), each)?, origin),
        };
        Ok(result.mark_sensitive(sensitive))
    }

    fn each_of(
        &self,
        values: &[Value],
        each: Expr<'_>,
    ) -> Result<Vec<Value>, Box<crate::finding::Problem>> {
        values.iter().map(|item| self.item(item, each)).collect()
    }

    fn item(&self, item: &Value, each: Expr<'_>) -> Evaluated {
        self.with(Bound::SplatItem(item), |inner| inner.value(each))
    }

    /// The type of what is done to an element of this type.
    fn item_type(&self, element: &Type, each: Expr<'_>) -> Type {
        let reason = Reason::Other("it is not read".into());
        let item = Value::unknown(
            Unknown::because(element.clone(), reason),
            Origin::expression(each.span()),
        );
        let outer = self.doubt().ignore();
        let result = self.item(&item, each);
        self.doubt().answer(outer);
        result.map_or(Type::Any, |value| value.ty())
    }

    fn list_splat(
        &self,
        element: &Type,
        values: &[Value],
        expr: Expr<'_>,
        each: Expr<'_>,
    ) -> Evaluated {
        let origin = Origin::expression(expr.span());
        let mut results = self.each_of(values, each)?;
        if let Err(exhausted) = self.walk(&results) {
            return Ok(self.given_up(exhausted, expr.span()));
        }
        let mut types = results.iter().map(Value::ty).filter(|ty| *ty != Type::Any);
        let Some(ty) = types.next() else {
            let ty = self.item_type(element, each);
            return Ok(Value::list(ty, results, origin));
        };
        if types.any(|other| other != ty) && !ty.has_any() {
            // Parts of unknown type make types differ that will be equal, and that is no mistake.
            if results.iter().all(|result| !result.ty().has_any()) {
                return Err(mistake(
                    each.span(),
                    "the elements of this splat have different types, so they make no list",
                ));
            }
            return Ok(Value::tuple(results, origin));
        }
        for result in &mut results {
            if let Ok(converted) = convert(result, &ty) {
                *result = converted;
            }
        }
        Ok(Value::list(ty, results, origin))
    }

    /// What is done to each of the elements as far as they are known; nothing, where it cannot be done to one of them.
    fn members_of(&self, unknown: &Unknown, each: Expr<'_>) -> Option<Arc<[Member]>> {
        let members = unknown.members.as_ref()?.iter();
        let results = members.map(|member| {
            Some(Member {
                value: self.item(&member.value, each).ok()?,
                certain: member.certain,
            })
        });
        results.collect()
    }

    fn unknown_splat(
        &self,
        value: &Value,
        unknown: &Unknown,
        expr: Expr<'_>,
        each: Expr<'_>,
    ) -> Value {
        let origin = Origin::expression(expr.span());
        match &unknown.ty {
            Type::List(element) | Type::Set(element) => {
                let mut result = Unknown::because_all(
                    Type::list(self.item_type(element, each)),
                    unknown.reasons.iter().cloned(),
                )
                .not_null();
                result.length = unknown.length;
                result.members = self.members_of(unknown, each);
                Value::unknown(result, origin)
            }
            Type::Any | Type::Tuple(_) => {
                let mut result = Unknown::because_all(Type::Any, unknown.reasons.iter().cloned());
                result.members = self.members_of(unknown, each);
                Value::unknown(result.not_null(), origin)
            }
            // Any other value counts as one element unless it is null.
            _ if unknown.not_null => self.item(value, each).map_or_else(
                |_| unknown_because(Type::Any, &[value], expr.span()),
                |item| Value::tuple(vec![item], origin),
            ),
            _ => unknown_because(Type::Any, &[value], expr.span()),
        }
    }
}
