//! From bytes to the value that [`super::write`] wrote.

use super::tables::Tables;
use super::write::tag;
use crate::source::Span;
use crate::value::{
    Fields, Kind, Member, Number, Object, Origin, Part, Reason, Stop, Symbol, Type, Unknown, Value,
};
use std::sync::Arc;

/// The value of the bytes; `None`: they were not written with these tables.
pub(super) fn unpacked(bytes: &[u8], tables: &Tables) -> Option<Value> {
    let mut reader = Reader {
        bytes,
        tables,
        origins: Vec::new(),
    };
    reader.value()
}

/// Whether the bytes are those of null.
pub(super) fn is_null(bytes: &[u8]) -> bool {
    bytes
        .first()
        .is_some_and(|head| head & tag::ALL == tag::NULL)
}

struct Reader<'t> {
    bytes: &'t [u8],
    tables: &'t Tables,
    origins: Vec<Origin>,
}

impl Reader<'_> {
    fn value(&mut self) -> Option<Value> {
        let head = self.byte()?;
        let origin = self.origin()?;
        let kind = self.kind(head)?;
        let value = Value::new(kind, origin).mark_sensitive(head & tag::SENSITIVE != 0);
        if head & tag::DECODED == 0 {
            return Some(value);
        }
        Some(value.with_decoded(self.value()?))
    }

    fn kind(&mut self, head: u8) -> Option<Kind> {
        Some(match head & tag::ALL {
            tag::NULL => Kind::Null(self.ty()?),
            tag::FALSE => Kind::Bool(false),
            tag::TRUE => Kind::Bool(true),
            tag::INTEGER => {
                let (integer, rest) = self.bytes.split_first_chunk::<8>()?;
                self.bytes = rest;
                Kind::Number(Number::from(i64::from_le_bytes(*integer)))
            }
            tag::NUMBER => {
                let number = self.length()?;
                Kind::Number(self.tables.numbers.get(number)?.clone())
            }
            tag::STRING => Kind::String(self.string()?),
            tag::LIST => Kind::List(self.ty()?, self.values()?),
            tag::SET => Kind::Set(self.ty()?, self.values()?),
            tag::MAP => Kind::Map(self.ty()?, Arc::new(self.fields()?)),
            tag::TUPLE => Kind::Tuple(self.values()?),
            tag::OBJECT => {
                let instance = self.maybe(Self::text)?;
                let fields = self.fields()?;
                Kind::Object(Arc::new(Object { fields, instance }))
            }
            tag::COMPUTED => {
                let ty = self.ty()?;
                let unknown = Unknown::computed(ty, self.symbol()?);
                Kind::Unknown(Arc::new(with_not_null(unknown, head)))
            }
            tag::UNKNOWN => Kind::Unknown(Arc::new(with_not_null(self.unknown()?, head))),
            _ => return None,
        })
    }

    fn unknown(&mut self) -> Option<Unknown> {
        let ty = self.ty()?;
        let reasons = self.many(|reader| {
            if let Some(symbol) = reader.maybe(Self::symbol)? {
                return Some(Reason::Computed { symbol });
            }
            let number = reader.number()? as u32;
            reader.tables.reasons.get(number).cloned()
        })?;
        Some(Unknown {
            ty,
            reasons: reasons.into(),
            symbol: self.maybe(Self::symbol)?,
            not_null: false,
            parts: self
                .maybe(|reader| reader.many(Self::part))?
                .map(Into::into),
            length: self.maybe(|reader| Some((reader.length()?, reader.maybe(Self::length)?)))?,
            members: self
                .maybe(|reader| reader.many(Self::member))?
                .map(Into::into),
        })
    }

    fn member(&mut self) -> Option<Member> {
        let certain = self.byte()? == 1;
        let value = self.value()?;
        Some(Member { value, certain })
    }

    fn part(&mut self) -> Option<Part> {
        Some(match self.byte()? {
            0 => Part::Text(self.string()?),
            1 => Part::String(self.value()?),
            _ => Part::Json(self.value()?),
        })
    }

    fn origin(&mut self) -> Option<Origin> {
        let back = self.length()?;
        if back > 0 {
            let index = self.origins.len().checked_sub(back)?;
            return self.origins.get(index).cloned();
        }
        let span = self.span()?;
        let stop = *Stop::ALL.get(self.length()?)?;
        let outside = self.length()? != 0;
        let symbol = self.maybe(Self::symbol)?;
        let from = self.maybe(Self::origin)?.map(Arc::new);
        let origin = Origin {
            span,
            stop,
            from,
            symbol,
            outside,
        };
        self.origins.push(origin.clone());
        Some(origin)
    }

    fn span(&mut self) -> Option<Span> {
        let file = self.number()? as u32;
        let file = *self.tables.files.get(file)?;
        let start = self.number()? as u32;
        let length = self.number()? as u32;
        Some(Span::new(file, start, start + length))
    }

    fn symbol(&mut self) -> Option<Arc<Symbol>> {
        let instance = self.text()?;
        let path = self.text()?;
        Some(Arc::new(Symbol { instance, path }))
    }

    fn values(&mut self) -> Option<Arc<[Value]>> {
        Some(self.many(Self::value)?.into())
    }

    fn fields(&mut self) -> Option<Fields> {
        let fields = self.many(|reader| Some((reader.text()?, reader.value()?)))?;
        Some(fields.into_iter().collect())
    }

    fn many<T>(&mut self, mut read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.length()?;
        (0..count).map(|_| read(self)).collect()
    }

    #[expect(
        clippy::option_option,
        reason = "the outer one says that the bytes end too soon, as everywhere here"
    )]
    fn maybe<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<Option<T>> {
        match self.byte()? {
            0 => Some(None),
            _ => read(self).map(Some),
        }
    }

    fn text(&mut self) -> Option<Arc<str>> {
        let number = self.number()? as u32;
        self.tables.texts.get(number).cloned()
    }

    fn string(&mut self) -> Option<Arc<str>> {
        let length = self.length()?;
        let (text, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        std::str::from_utf8(text).ok().map(Arc::from)
    }

    fn ty(&mut self) -> Option<Type> {
        let number = self.number()? as u32;
        self.tables.types.get(number).cloned()
    }

    fn length(&mut self) -> Option<usize> {
        usize::try_from(self.number()?).ok()
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        let mut shift = 0;
        loop {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
            shift += 7;
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*byte)
    }
}

fn with_not_null(unknown: Unknown, head: u8) -> Unknown {
    Unknown {
        not_null: head & tag::NOT_NULL != 0,
        ..unknown
    }
}
