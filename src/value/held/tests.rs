use super::Store;
use crate::source::{Sources, Span};
use crate::value::{
    Kind, Member, Number, Object, Origin, Part, Reason, Stop, Symbol, Type, Unknown, Value,
};
use proptest::prelude::*;
use std::sync::Arc;

fn origins() -> impl Strategy<Value = Origin> {
    let file = Sources::new().add("main.tf", "x").id();
    let one = (0..9usize, 0..300u32, 0..40u32, any::<bool>()).prop_map(
        move |(stop, start, length, symbolic)| {
            let origin = Origin::new(Span::new(file, start, start + length), Stop::ALL[stop]);
            if symbolic {
                origin.with_symbol(symbol("id"))
            } else {
                origin
            }
        },
    );
    let one = one.boxed();
    (one.clone(), prop::option::of(one)).prop_map(|(origin, from)| match from {
        Some(from) => origin.after(from),
        None => origin,
    })
}

fn symbol(path: &str) -> Arc<Symbol> {
    Arc::new(Symbol {
        instance: Arc::from("aws_vpc.main"),
        path: Arc::from(path),
    })
}

fn unknowns() -> impl Strategy<Value = Unknown> {
    prop_oneof![
        Just(Unknown::computed(Type::String, symbol("arn"))),
        Just(Unknown::computed(Type::Any, symbol("arn")).not_null()),
        Just(Unknown::because(
            Type::Bool,
            Reason::Other(Arc::from("nobody knows"))
        )),
        Just(Unknown::because_all(
            Type::list(Type::String),
            [
                Reason::Computed {
                    symbol: symbol("id")
                },
                Reason::Data {
                    address: Arc::from("data.aws_vpc.a")
                },
            ],
        )),
        Just(Unknown {
            length: Some((1, None)),
            ..Unknown::because(Type::Any, Reason::Other(Arc::from("x")))
        }),
        Just(Unknown {
            length: Some((0, Some(300))),
            ..Unknown::because(Type::Any, Reason::Other(Arc::from("x")))
        }),
    ]
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Kind::Null(Type::map(Type::String))),
        any::<bool>().prop_map(Kind::Bool),
        any::<i64>().prop_map(|integer| Kind::Number(Number::from(integer))),
        Just(Kind::Number(Number::parse("0.1").unwrap())),
        Just(Kind::Number(Number::parse("1e300").unwrap())),
        ".{0,200}".prop_map(|text| Kind::String(Arc::from(text))),
        unknowns().prop_map(|unknown| Kind::Unknown(Arc::new(unknown))),
    ];
    let placed = |kind: BoxedStrategy<Kind>| {
        (kind, origins(), any::<bool>()).prop_map(|(kind, origin, sensitive)| {
            Value::new(kind, origin).mark_sensitive(sensitive)
        })
    };
    placed(leaf.boxed()).prop_recursive(3, 24, 4, move |inner| {
        let many = prop::collection::vec(inner.clone(), 0..4);
        let fields =
            prop::collection::btree_map("[ab]{1,2}".prop_map(Arc::from), inner.clone(), 0..4);
        let kind = prop_oneof![
            many.clone().prop_map(|values| Kind::Tuple(values.into())),
            many.clone()
                .prop_map(|values| Kind::List(Type::Any, values.into())),
            many.clone()
                .prop_map(|values| Kind::Set(Type::String, values.into())),
            fields
                .clone()
                .prop_map(|fields| Kind::Map(Type::Number, Arc::new(fields))),
            (fields, any::<bool>()).prop_map(|(fields, is_instance)| {
                let instance = is_instance.then(|| Arc::from("aws_vpc.main"));
                Kind::Object(Arc::new(Object { fields, instance }))
            }),
            (many.clone(), unknowns()).prop_map(|(values, unknown)| {
                let parts = values.into_iter().map(Part::Json);
                let parts: Vec<Part> = [Part::Text(Arc::from("a"))]
                    .into_iter()
                    .chain(parts)
                    .collect();
                Kind::Unknown(Arc::new(Unknown {
                    parts: Some(parts.into()),
                    ..unknown
                }))
            }),
            (many, unknowns()).prop_map(|(values, unknown)| {
                let members = values.into_iter().map(|value| Member {
                    certain: value.is_null(),
                    value,
                });
                Kind::Unknown(Arc::new(unknown.with_members(members.collect())))
            }),
        ];
        let decoded = (inner, origins())
            .prop_map(|(inner, origin)| Value::string("{}", origin).with_decoded(inner));
        prop_oneof![placed(kind.boxed()), decoded]
    })
}

proptest! {
    #[test]
    fn what_is_taken_out_is_what_was_packed(all in prop::collection::vec(values(), 1..4)) {
        let store = Store::default();
        let held: Vec<_> = all.iter().map(|value| store.pack(value)).collect();
        for (value, held) in all.iter().zip(&held) {
            prop_assert_eq!(format!("{:?}", held.get()), format!("{value:?}"));
        }
    }
}

#[test]
fn equal_values_are_packed_once_and_far_fewer_bytes_are_held() {
    let file = Sources::new().add("main.tf", "x");
    let origin = Origin::expression(file.whole());
    let names = (0..50).map(|index| Arc::from(format!("attribute_{index}")));
    let null = || Value::null(Type::String, origin.clone());
    let value = Value::object(names.map(|name| (name, null())).collect(), origin.clone());
    let store = Store::default();
    for _ in 0..3 {
        store.pack(&value);
    }
    let mut tables = store.0.tables.write().unwrap();
    assert_eq!(
        tables.add(super::write::packed(&value, &mut super::Tables::default())),
        0
    );
    assert!(tables.bytes(0).len() < 50 * 5 && tables.bytes(1).is_empty());
}
