//! Base64 of strings, and the escaping of URL queries.

use super::arguments::{Arguments, Refusal, wrong_argument};
use super::signature::{Function, Parameter, Want};
use crate::value::Value;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

const STR: Parameter = Parameter::new("str", Want::String);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("base64decode", &[STR], Want::String, decode),
    Function::new("base64encode", &[STR], Want::String, |arguments| {
        arguments.string(base64_text(arguments.text(0)?.as_bytes()))
    }),
    // The compressed bytes depend on the compressor; ours is not Go's.
    Function::new("base64gzip", &[STR], Want::String, |arguments| {
        Err(arguments.unknowable("compresses in a way that only Terraform knows"))
    }),
    Function::new("urlencode", &[STR], Want::String, |arguments| {
        arguments.string(url_query(arguments.text(0)?))
    }),
];

/// Go's standard decoder wants the padding, and does not look at the bits that no byte needs.
const STANDARD: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::RequireCanonical)
        .with_decode_allow_trailing_bits(true),
);

pub(super) fn base64_text(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes of a Base64 text; line ends in it do not count.
pub(super) fn base64_bytes(text: &str) -> Option<Vec<u8>> {
    let text: String = text
        .chars()
        .filter(|character| !matches!(character, '\r' | '\n'))
        .collect();
    STANDARD.decode(text).ok()
}

fn decode(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let bytes = base64_bytes(arguments.text(0)?)
        .ok_or_else(|| wrong_argument(0, "the string is not valid Base64"))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| wrong_argument(0, "the decoded bytes are not valid UTF-8"))?;
    arguments.string(text)
}

/// What Go's `url.QueryEscape` leaves as it is.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b' ');

fn url_query(text: &str) -> String {
    utf8_percent_encode(text, QUERY)
        .to_string()
        .replace(' ', "+")
}
