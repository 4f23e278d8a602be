//! From a value to bytes. [`super::read`] is the other way; the two have the same order of parts.

use super::tables::Tables;
use crate::source::Span;
use crate::value::{
    Fields, Kind, Member, Origin, Part, Reason, Stop, Symbol, Type, Unknown, Value,
};
use std::sync::Arc;

/// What a value is, in the lower bits of its first byte.
pub(super) mod tag {
    pub(in super::super) const NULL: u8 = 0;
    pub(in super::super) const FALSE: u8 = 1;
    pub(in super::super) const TRUE: u8 = 2;
    pub(in super::super) const INTEGER: u8 = 3;
    pub(in super::super) const NUMBER: u8 = 4;
    pub(in super::super) const STRING: u8 = 5;
    pub(in super::super) const LIST: u8 = 6;
    pub(in super::super) const SET: u8 = 7;
    pub(in super::super) const MAP: u8 = 8;
    pub(in super::super) const TUPLE: u8 = 9;
    pub(in super::super) const OBJECT: u8 = 10;
    /// An attribute that is known after the apply, and nothing else is known of it.
    pub(in super::super) const COMPUTED: u8 = 11;
    pub(in super::super) const UNKNOWN: u8 = 12;
    pub(in super::super) const ALL: u8 = 0x0f;
    pub(in super::super) const SENSITIVE: u8 = 0x10;
    pub(in super::super) const DECODED: u8 = 0x20;
    pub(in super::super) const NOT_NULL: u8 = 0x40;
}

/// An origin is looked for among so many that were written before it: those of one block are the same, and stand near.
const ORIGINS_LOOKED_AT: usize = 48;

/// The bytes of a value.
pub(super) fn packed(value: &Value, tables: &mut Tables) -> Vec<u8> {
    let mut writer = Writer {
        tables,
        bytes: Vec::new(),
        origins: Vec::new(),
    };
    writer.value(value);
    writer.bytes
}

struct Writer<'t> {
    tables: &'t mut Tables,
    bytes: Vec<u8>,
    /// Those written so far; a later value says which one it has.
    origins: Vec<Origin>,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value) {
        let flag = |flag: u8, is: bool| if is { flag } else { 0 };
        let not_null = value.as_unknown().is_some_and(|unknown| unknown.not_null);
        let kind = kind_tag(value.kind());
        self.bytes.push(
            kind | flag(tag::SENSITIVE, value.is_sensitive())
                | flag(tag::DECODED, value.decoded().is_some())
                | flag(tag::NOT_NULL, not_null),
        );
        self.origin(value.origin());
        self.kind(value.kind());
        if let Some(decoded) = value.decoded() {
            self.value(decoded);
        }
    }

    fn kind(&mut self, kind: &Kind) {
        match kind {
            Kind::Null(ty) => self.ty(ty),
            Kind::Bool(_) => {}
            Kind::Number(number) => {
                if let Some(integer) = number.small() {
                    self.bytes.extend(integer.to_le_bytes());
                } else {
                    self.number(self.tables.numbers.len() as u64);
                    self.tables.numbers.push(number.clone());
                }
            }
            Kind::String(text) => self.string(text),
            Kind::List(element, values) | Kind::Set(element, values) => {
                self.ty(element);
                self.values(values);
            }
            Kind::Map(element, fields) => {
                self.ty(element);
                self.fields(fields);
            }
            Kind::Tuple(values) => self.values(values),
            Kind::Object(object) => {
                self.maybe(object.instance.as_ref(), Self::text);
                self.fields(&object.fields);
            }
            Kind::Unknown(unknown) => match plain_symbol(unknown) {
                Some(symbol) => {
                    self.ty(&unknown.ty);
                    self.symbol(symbol);
                }
                None => self.unknown(unknown),
            },
        }
    }

    fn unknown(&mut self, unknown: &Unknown) {
        self.ty(&unknown.ty);
        self.number(unknown.reasons.len() as u64);
        for reason in unknown.reasons.iter() {
            let symbol = match reason {
                Reason::Computed { symbol } => Some(symbol),
                _ => None,
            };
            self.maybe(symbol, Self::symbol);
            if symbol.is_none() {
                let number = self.tables.reasons.number(reason);
                self.number(u64::from(number));
            }
        }
        self.maybe(unknown.symbol.as_ref(), Self::symbol);
        self.maybe(unknown.parts.as_ref(), |writer, parts| {
            writer.number(parts.len() as u64);
            parts.iter().for_each(|part| writer.part(part));
        });
        self.maybe(unknown.length.as_ref(), |writer, (least, most)| {
            writer.number(*least as u64);
            writer.maybe(most.as_ref(), |writer, most| writer.number(*most as u64));
        });
        self.maybe(unknown.members.as_ref(), |writer, members| {
            writer.number(members.len() as u64);
            for Member { value, certain } in members.iter() {
                writer.bytes.push(u8::from(*certain));
                writer.value(value);
            }
        });
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Text(text) => {
                self.bytes.push(0);
                self.string(text);
            }
            Part::String(value) => {
                self.bytes.push(1);
                self.value(value);
            }
            Part::Json(value) => {
                self.bytes.push(2);
                self.value(value);
            }
        }
    }

    fn origin(&mut self, origin: &Origin) {
        let before = self.origins.iter().rev().take(ORIGINS_LOOKED_AT);
        let found = before.enumerate().find(|(_, one)| *one == origin);
        if let Some((back, _)) = found {
            self.number(back as u64 + 1);
            return;
        }
        self.number(0);
        self.span(origin.span);
        let stop = Stop::ALL.iter().position(|stop| *stop == origin.stop);
        self.number(stop.unwrap_or(0) as u64);
        self.number(u64::from(origin.outside));
        self.maybe(origin.symbol.as_ref(), Self::symbol);
        self.maybe(origin.from.as_deref(), Self::origin);
        self.origins.push(origin.clone());
    }

    fn span(&mut self, span: Span) {
        let file = self.tables.files.number(&span.file);
        self.number(u64::from(file));
        self.number(u64::from(span.start));
        self.number(u64::from(span.end.saturating_sub(span.start)));
    }

    fn symbol(&mut self, symbol: &Arc<Symbol>) {
        self.text(&symbol.instance);
        self.text(&symbol.path);
    }

    fn values(&mut self, values: &[Value]) {
        self.number(values.len() as u64);
        for value in values {
            self.value(value);
        }
    }

    fn fields(&mut self, fields: &Fields) {
        self.number(fields.len() as u64);
        for (name, value) in fields {
            self.text(name);
            self.value(value);
        }
    }

    fn maybe<T: ?Sized>(&mut self, thing: Option<&T>, write: impl FnOnce(&mut Self, &T)) {
        self.bytes.push(u8::from(thing.is_some()));
        if let Some(thing) = thing {
            write(self, thing);
        }
    }

    /// A text that many values have.
    fn text(&mut self, text: &Arc<str>) {
        let number = self.tables.texts.number(text);
        self.number(u64::from(number));
    }

    /// A text that this value alone has.
    fn string(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.bytes.extend(text.as_bytes());
    }

    fn ty(&mut self, ty: &Type) {
        let number = self.tables.types.number(ty);
        self.number(u64::from(number));
    }

    /// Seven bits a byte, the least first; the highest bit says that more follow.
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push((number & 0x7f) as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }
}

fn kind_tag(kind: &Kind) -> u8 {
    match kind {
        Kind::Null(_) => tag::NULL,
        Kind::Bool(false) => tag::FALSE,
        Kind::Bool(true) => tag::TRUE,
        Kind::Number(number) if number.small().is_some() => tag::INTEGER,
        Kind::Number(_) => tag::NUMBER,
        Kind::String(_) => tag::STRING,
        Kind::List(..) => tag::LIST,
        Kind::Set(..) => tag::SET,
        Kind::Map(..) => tag::MAP,
        Kind::Tuple(_) => tag::TUPLE,
        Kind::Object(_) => tag::OBJECT,
        Kind::Unknown(unknown) if plain_symbol(unknown).is_some() => tag::COMPUTED,
        Kind::Unknown(_) => tag::UNKNOWN,
    }
}

/// The attribute that an unknown is, if that is all that is known of it.
fn plain_symbol(unknown: &Unknown) -> Option<&Arc<Symbol>> {
    let symbol = unknown.symbol.as_ref()?;
    let [Reason::Computed { symbol: reason }] = &*unknown.reasons else {
        return None;
    };
    let nothing_else =
        unknown.parts.is_none() && unknown.length.is_none() && unknown.members.is_none();
    (reason == symbol && nothing_else).then_some(symbol)
}
