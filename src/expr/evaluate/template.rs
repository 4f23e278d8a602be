//! Templates: `"a-${b}"`, `%{ if … }`, `%{ for … }`.

use super::{Environment, left_to_the_provider, mistake};
use crate::expr::Evaluated;
use crate::finding::Problem;
use crate::source::Span;
use crate::syntax::{Expr, ExprKind, TemplatePart};
use crate::value::convert::convert;
use crate::value::{Kind, Origin, Part, Reason, Type, Unknown, Value, equal};
use std::sync::Arc;

/// A text that a directive makes is allocated and copied into the one around it, which takes longer than a node of an expression.
const STEPS_OF_A_TEXT: u64 = 12;

impl Environment<'_> {
    /// A template that is nothing but one interpolation is that value itself; every other one is a string.
    #[inline(never)]
    pub(super) fn template(&self, expr: Expr<'_>, parts: &[TemplatePart<'_>]) -> Evaluated {
        if let [TemplatePart::Interpolation(only)] = parts {
            return self.value(*only);
        }
        self.text(parts, expr.span())
    }

    fn text(&self, parts: &[TemplatePart<'_>], span: Span) -> Evaluated {
        let mut text = Text::default();
        self.write(parts, &mut text)?;
        let bytes = text.length + text.parts.len() * size_of::<Part>();
        match self.context.budget.allocate(bytes as u64) {
            Ok(()) => Ok(text.finish(span)),
            Err(exhausted) => Ok(self.given_up(exhausted, span)),
        }
    }

    /// A template inside a directive; a single interpolation is a string here too.
    fn inner_text(&self, expr: Expr<'_>) -> Evaluated {
        let budget = self.context.budget;
        if let Err(exhausted) = budget.spend(STEPS_OF_A_TEXT) {
            return Ok(self.given_up(exhausted, expr.span()));
        }
        match expr.kind() {
            ExprKind::Template(parts) => {
                let nested = || self.text(&parts, expr.span());
                match budget.deeper(nested) {
                    Ok(text) => text,
                    Err(exhausted) => Ok(self.given_up(exhausted, expr.span())),
                }
            }
            _ => self.value(expr),
        }
    }

    fn write(&self, parts: &[TemplatePart<'_>], text: &mut Text) -> Result<(), Box<Problem>> {
        for part in parts {
            match part {
                TemplatePart::Literal(literal) => text.literal(literal),
                TemplatePart::Interpolation(expr) => {
                    let value = self.value(*expr)?;
                    self.rely_on(&value, &Type::String);
                    text.value(&value, expr.span())?;
                }
                TemplatePart::If {
                    condition,
                    then,
                    otherwise,
                } => {
                    let chosen = self.directive_if(*condition, *then, *otherwise)?;
                    text.value(&chosen, then.span())?;
                }
                TemplatePart::For { header, body } => {
                    let tally = self.iterate(header, |inner, _| {
                        text.value(&inner.inner_text(*body)?, body.span())
                    })?;
                    text.sensitive |= tally.sensitive;
                    for open in tally.open {
                        // What the loop adds is not known, so neither is the text from here on.
                        let reasons = open.reasons();
                        let unknown = Unknown::because_all(Type::String, reasons).not_null();
                        text.unknown(&Value::unknown(unknown, open.origin().clone()));
                    }
                }
            }
        }
        Ok(())
    }

    fn directive_if(&self, condition: Expr<'_>, then: Expr<'_>, otherwise: Expr<'_>) -> Evaluated {
        let answer = self.condition(condition)?;
        let (chosen, sensitive) = match answer.as_bool() {
            Some(true) => (self.inner_text(then)?, self.would_be_sensitive(otherwise)),
            Some(false) => (self.inner_text(otherwise)?, self.would_be_sensitive(then)),
            None => {
                self.doubt().raise([&answer]);
                let (then, otherwise) = (self.inner_text(then), self.inner_text(otherwise));
                let marked = |text: &Evaluated| text.as_ref().is_ok_and(Value::is_sensitive);
                let sensitive = marked(&then) || marked(&otherwise);
                let text = match (then, otherwise) {
                    (Ok(then), Ok(otherwise)) if equal(&then, &otherwise) == Some(true) => then,
                    _ => Value::unknown(
                        Unknown::because_all(Type::String, answer.reasons()).not_null(),
                        Origin::expression(condition.span()),
                    ),
                };
                (text, sensitive)
            }
        };
        Ok(chosen.mark_sensitive(sensitive || answer.is_sensitive()))
    }

    /// Whether a text that is not taken would have been sensitive: Terraform looks at it all the same.
    fn would_be_sensitive(&self, text: Expr<'_>) -> bool {
        let outer = self.doubt().ignore();
        let value = self.inner_text(text);
        let _ = self.doubt().answer(outer);
        let value = value.ok().or_else(|| self.in_spite(text));
        value.is_some_and(|value| value.is_sensitive())
    }
}

/// A text in the making: known pieces joined, unknown ones between them.
#[derive(Default)]
struct Text {
    known: String,
    parts: Vec<Part>,
    reasons: Vec<Reason>,
    sensitive: bool,
    /// Whether a piece is not written in the configuration.
    outside: bool,
    /// Bytes of all known pieces.
    length: usize,
}

impl Text {
    fn literal(&mut self, literal: &str) {
        self.length += literal.len();
        self.known.push_str(literal);
    }

    fn value(&mut self, value: &Value, span: Span) -> Result<(), Box<Problem>> {
        if let Some(unknown) = left_to_the_provider(value, &Type::String, span) {
            self.unknown(&unknown);
            return Ok(());
        }
        if value.is_null() {
            return Err(mistake(
                span,
                "this value is null, and a null value cannot be part of a text",
            ));
        }
        let string = convert(value, &Type::String).map_err(|message| {
            mistake(
                span,
                format!("this value cannot be part of a text: {message}"),
            )
        })?;
        self.sensitive |= string.is_sensitive();
        self.outside |= value.origin().is_from_outside();
        match string.as_str() {
            Some(text) => self.literal(text),
            None => self.unknown(&string),
        }
        Ok(())
    }

    fn unknown(&mut self, string: &Value) {
        self.reasons.extend(string.reasons());
        let inner = string
            .as_unknown()
            .and_then(|unknown| unknown.parts.clone());
        let whole = [Part::String(string.clone())];
        for part in inner.as_deref().unwrap_or(&whole) {
            match part {
                Part::Text(text) => self.literal(text),
                unknown => {
                    self.flush();
                    self.parts.push(unknown.clone());
                }
            }
        }
    }

    /// Moves the known text so far into the parts.
    fn flush(&mut self) {
        if !self.known.is_empty() {
            let text = std::mem::take(&mut self.known);
            self.parts.push(Part::Text(text.into()));
        }
    }

    fn finish(mut self, span: Span) -> Value {
        let origin = Origin::expression(span).with_parts_from_outside(self.outside);
        let sensitive = self.sensitive;
        let value = if self.reasons.is_empty() {
            Value::string(self.known, origin)
        } else {
            self.flush();
            let mut unknown = Unknown::because_all(Type::String, self.reasons).not_null();
            unknown.parts = Some(self.parts.into());
            Value::new(Kind::Unknown(Arc::new(unknown)), origin)
        };
        value.mark_sensitive(sensitive)
    }
}
