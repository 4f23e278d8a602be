use super::*;
use proptest::prelude::*;

fn object(attributes: &[(&str, Type)]) -> Type {
    Type::object(
        attributes
            .iter()
            .map(|(name, ty)| (Arc::from(*name), ty.clone())),
    )
}

fn tuple(elements: &[Type]) -> Type {
    Type::Tuple(elements.into())
}

#[test]
fn common_types() {
    use Type::{Any, Bool, Number, String};
    for (types, common) in [
        (vec![], Some(Any)),
        (vec![Number, String, Bool], Some(String)),
        (vec![Number, Bool], None),
        (vec![Any, Number], Some(Number)),
        (
            vec![Type::list(Number), Type::list(String)],
            Some(Type::list(String)),
        ),
        (
            vec![Type::list(Number), tuple(&[String])],
            Some(Type::list(String)),
        ),
        (vec![Type::list(Number), Any], Some(Any)),
        (
            vec![tuple(&[Number]), tuple(&[String])],
            Some(tuple(&[String])),
        ),
        (
            vec![tuple(&[Number]), tuple(&[String, String])],
            Some(Type::list(String)),
        ),
        (vec![tuple(&[]), tuple(&[String])], Some(Type::list(String))),
        (vec![tuple(&[]), object(&[])], None),
        (vec![String, tuple(&[])], None),
        (
            vec![object(&[("a", Number)]), object(&[("a", String)])],
            Some(object(&[("a", String)])),
        ),
        (
            vec![object(&[("a", Number)]), object(&[("b", String)])],
            Some(Type::map(String)),
        ),
        (
            vec![object(&[("a", Number)]), object(&[("b", tuple(&[]))])],
            None,
        ),
        (
            vec![object(&[("a", Number)]), Type::map(String)],
            Some(Type::map(String)),
        ),
        (
            vec![Type::set(Number), Type::list(Number)],
            Some(Type::list(Number)),
        ),
    ] {
        assert_eq!(unify(&types), common, "{types:?}");
    }
}

fn any_type() -> impl Strategy<Value = Type> {
    let leaf = prop_oneof![
        Just(Type::Any),
        Just(Type::Bool),
        Just(Type::Number),
        Just(Type::String)
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(Type::list),
            inner.clone().prop_map(Type::set),
            inner.clone().prop_map(Type::map),
            prop::collection::vec(inner.clone(), 0..3).prop_map(|types| Type::Tuple(types.into())),
            prop::collection::btree_map("[ab]", inner, 0..3).prop_map(|fields| {
                Type::object(fields.into_iter().map(|(name, ty)| (Arc::from(name), ty)))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn unification_is_commutative_and_reached(left in any_type(), right in any_type()) {
        let common = unify(&[left.clone(), right.clone()]);
        prop_assert_eq!(&common, &unify(&[right.clone(), left.clone()]));
        if let Some(common) = common {
            prop_assert!(convertible(&left, &common), "{} to {}", left, common);
            prop_assert!(convertible(&right, &common), "{} to {}", right, common);
        }
    }

    #[test]
    fn a_type_unifies_with_itself(ty in any_type()) {
        prop_assert_eq!(unify(&[ty.clone(), ty.clone()]), Some(ty));
    }
}
