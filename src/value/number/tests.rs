use super::*;
use proptest::prelude::*;

fn number(text: &str) -> Number {
    Number::parse(text).unwrap_or_else(|| panic!("`{text}` is a number"))
}

/// Each line was asked of `terraform console` 1.11.
#[test]
fn prints_as_terraform_does() {
    for (text, printed) in [
        ("0", "0"),
        ("0.1", "0.1"),
        ("1.", "1"),
        (".5", "0.5"),
        ("+1", "1"),
        ("01", "1"),
        ("-2.50", "-2.5"),
        ("1E+5", "100000"),
        ("1e-30", "0.000000000000000000000000000001"),
        ("9223372036854775807", "9223372036854775807"),
        ("9223372036854775808", "9223372036854775808"),
        ("-9223372036854775808", "-9223372036854775808"),
    ] {
        assert_eq!(number(text).to_string(), printed, "{text}");
    }
    assert_eq!(number("1e100").to_string(), format!("1{}", "0".repeat(100)));
    assert_eq!(
        number("1e-400").to_string(),
        format!("0.{}1", "0".repeat(399))
    );
}

#[test]
fn refuses_what_is_no_number() {
    for text in [
        "",
        ".",
        "-",
        "1_000",
        "0x10",
        " 1",
        "1 ",
        "- 1",
        "1e",
        "1..",
        "Inf",
        "NaN",
        "1e5.0",
        "١",
        "1e1000000000",
        "1e-99999999999999999999",
    ] {
        assert!(Number::parse(text).is_none(), "{text:?}");
    }
}

#[test]
fn computes_as_terraform_does() {
    let third = number("1").div(&number("3")).unwrap();
    assert_eq!(third.to_string(), format!("0.{}5", "3".repeat(154)));
    assert_eq!(third.mul(&number("3")).unwrap(), Number::ONE);
    let two_thirds = number("2").div(&number("3")).unwrap();
    assert_eq!(two_thirds.to_string(), format!("0.{}7", "6".repeat(153)));
    assert_eq!(number("0.1").add(&number("0.2")).unwrap(), number("0.3"));
    let seventh = number("123456789012345678901234567890")
        .div(&number("7"))
        .unwrap();
    assert_eq!(seventh.to_string(), "17636684144620811271604938270");
    for (left, right, rest) in [
        ("-5", "3", "-2"),
        ("5", "-3", "2"),
        ("5.5", "2", "1.5"),
        ("-7.5", "2", "-1.5"),
        ("5", "0", "5"),
        ("1e200", "7", "0"),
    ] {
        let computed = number(left).modulo(&number(right)).unwrap();
        assert_eq!(computed, number(rest), "{left} % {right}");
    }
}

#[test]
fn floats_of_the_machine_print_their_own_digits() {
    let power = |base: &str, exponent: &str| number(base).pow(&number(exponent)).unwrap();
    assert_eq!(power("2", "60").to_string(), "1152921504606847000");
    assert_eq!(power("10", "0.5").to_string(), "3.1622776601683795");
    assert_eq!(
        power("2", "0.5").mul(&Number::ONE).unwrap().to_string(),
        "1.4142135623730951454746218587388284504413604736328125"
    );
    assert_eq!(
        number("10").log(&number("3")).unwrap().to_string(),
        "2.095903274289385"
    );
    assert_eq!(power("2", "60"), number("1152921504606846976"));
    assert!(Number::from_f64(f64::NAN).is_none());
}

#[test]
fn rounds_and_splits() {
    for (text, floor, ceil, trunc) in [
        ("-2.5", "-3", "-2", "-2"),
        ("2.5", "2", "3", "2"),
        ("7", "7", "7", "7"),
        ("-0.1", "-1", "0", "0"),
    ] {
        let value = number(text);
        assert_eq!(value.floor(), number(floor), "{text}");
        assert_eq!(value.ceil(), number(ceil), "{text}");
        assert_eq!(value.trunc(), number(trunc), "{text}");
    }
}

#[test]
fn bases_round_trip() {
    let big = Number::parse_radix("7fffffffffffffffffffffffffffffffffffffff", 16).unwrap();
    assert_eq!(
        big.to_string(),
        "730750818665451459101842416358141509827966271487"
    );
    assert_eq!(
        big.to_radix(16).unwrap(),
        "7fffffffffffffffffffffffffffffffffffffff"
    );
    assert!(Number::parse_radix("12", 2).is_none());
    assert!(number("0.5").to_radix(10).is_none());
}

/// What `terraform console` answered for zeros and infinities; `None` where it says that there is no result.
#[test]
fn zeros_and_infinities() {
    type Operation = fn(&Number, &Number) -> Option<Number>;
    let table: &[(&str, Operation, &str, Option<&str>)] = &[
        ("1", Number::div, "0", Some("+Inf")),
        ("-1", Number::div, "0", Some("-Inf")),
        ("1", Number::div, "-0", Some("-Inf")),
        ("0", Number::div, "0", None),
        ("0", Number::div, "-5", Some("-0")),
        ("+Inf", Number::div, "+Inf", None),
        ("0", Number::div, "+Inf", Some("0")),
        ("1", Number::modulo, "0", Some("1")),
        ("+Inf", Number::modulo, "0", Some("+Inf")),
        ("+Inf", Number::modulo, "5", None),
        ("5", Number::modulo, "+Inf", None),
        ("-4", Number::modulo, "2", Some("0")),
        ("-0", Number::modulo, "5", Some("-0")),
        ("+Inf", Number::add, "1", Some("+Inf")),
        ("+Inf", Number::add, "-Inf", None),
        ("+Inf", Number::sub, "+Inf", None),
        ("+Inf", Number::mul, "0", None),
        ("+Inf", Number::mul, "-2", Some("-Inf")),
        ("-0", Number::add, "0", Some("0")),
        ("-0", Number::add, "-0", Some("-0")),
        ("-0", Number::sub, "0", Some("-0")),
        ("0", Number::sub, "0", Some("0")),
        ("-1", Number::mul, "0", Some("-0")),
        ("0.0", Number::mul, "-2.5", Some("-0")),
        ("0", Number::pow, "-1", Some("+Inf")),
        ("-0", Number::pow, "3", Some("-0")),
        ("10", Number::pow, "400", Some("+Inf")),
        ("+Inf", Number::pow, "-1", Some("0")),
        ("-2", Number::pow, "0.5", None),
        ("0", Number::log, "10", Some("-Inf")),
        ("0", Number::log, "0", None),
    ];
    let read = |text| {
        Number::parse(text)
            .or_else(|| Number::parse_infinity(text))
            .unwrap()
    };
    for (left, operation, right, answer) in table {
        let result = operation(&read(left), &read(right)).map(|result| result.to_string());
        assert_eq!(result.as_deref(), *answer, "{left} and {right}");
    }
    assert_eq!(number("0").neg().to_string(), "-0");
    assert_eq!(number("-0"), number("0"));
    assert_eq!(number("-0").abs().to_string(), "0");
    assert_eq!(number("-0.2").ceil().to_string(), "0");
    assert_eq!(read("-Inf").floor(), read("-Inf"));
    assert!(read("-inf") < number("-1e9999") && number("1e9999") < read("Inf"));
    assert!(!read("Inf").is_integer() && read("Inf").as_i64().is_none());
}

#[test]
fn growth_is_bounded() {
    let mut value = number("10");
    let stopped = (0..64).any(|_| match value.mul(&value) {
        Some(square) => {
            value = square;
            false
        }
        None => true,
    });
    assert!(stopped, "squaring for ever must end");
}

proptest! {
    #[test]
    fn text_round_trips(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
        let exact = Number::from_f64(value).unwrap();
        prop_assert_eq!(exact.as_f64().to_bits(), value.to_bits());
        prop_assert_eq!(number(&exact.to_string()).as_f64().to_bits(), value.to_bits());
    }

    #[test]
    fn order_and_hash_agree_over_forms(left in any::<i64>(), right in any::<i64>()) {
        prop_assert_eq!(Number::from(left).cmp(&Number::from(right)), left.cmp(&right));
        let same = number(&format!("{left}.0"));
        prop_assert_eq!(&same, &Number::from(left));
        prop_assert_eq!(same.as_i64(), Some(left));
    }

    #[test]
    fn quotient_and_product_are_inverse(left in -1_000_000i64..1_000_000, right in 1i64..1_000_000) {
        let product = Number::from(left).mul(&Number::from(right)).unwrap();
        prop_assert_eq!(product.div(&Number::from(right)).unwrap(), Number::from(left));
    }

    #[test]
    fn no_text_makes_it_panic(text in "[-+0-9.eE]{0,12}") {
        if let Some(value) = Number::parse(&text) {
            prop_assert_eq!(number(&value.to_string()), value);
        }
    }
}
