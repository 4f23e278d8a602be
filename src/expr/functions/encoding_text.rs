//! `textencodebase64`, `textdecodebase64`: strings in other character encodings.
//!
//! Encodings are named as in IANA's register; one that we do not have gives an unknown, since Terraform may know it.

use super::arguments::{Arguments, Refusal, wrong_argument};
use super::encoding::{base64_bytes, base64_text};
use super::signature::{Function, Parameter, Want};
use crate::value::Value;
use encoding_rs::Encoding;

const ENCODING: Parameter = Parameter::new("encoding", Want::String);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new(
        "textdecodebase64",
        &[Parameter::new("source", Want::String), ENCODING],
        Want::String,
        decode,
    ),
    Function::new(
        "textencodebase64",
        &[Parameter::new("string", Want::String), ENCODING],
        Want::String,
        encode,
    ),
];

/// How to read and write an encoding.
#[derive(Clone, Copy, Debug)]
enum Charset {
    Utf8,
    /// Byte order; whether a mark decides it and is written.
    Utf16 {
        big_endian: bool,
        mark: bool,
    },
    /// A character is a byte of the same number.
    Latin1,
    /// One of the tables of the web's encoding standard.
    Table(&'static Encoding),
}

fn charset(arguments: &Arguments<'_>) -> Result<Charset, Refusal> {
    let name = arguments.text(1)?.to_ascii_lowercase();
    let found = match name.as_str() {
        "utf-8" | "csutf8" => Charset::Utf8,
        "utf-16" | "csutf16" => Charset::Utf16 {
            big_endian: true,
            mark: true,
        },
        "utf-16be" | "csutf16be" => Charset::Utf16 {
            big_endian: true,
            mark: false,
        },
        "utf-16le" | "csutf16le" => Charset::Utf16 {
            big_endian: false,
            mark: false,
        },
        "iso-8859-1" | "iso_8859-1:1987" | "iso-ir-100" | "iso_8859-1" | "latin1" | "l1"
        | "ibm819" | "cp819" | "csisolatin1" => Charset::Latin1,
        // Terraform takes the register's names, which the web's labels are wider than.
        "utf8" | "unicode" | "ascii" | "x-user-defined" | "replacement" => {
            return Err(unsupported(&name));
        }
        // In the register, but not among what Terraform can read.
        "us-ascii" => return Err(arguments.unknowable("does not know this encoding here")),
        other => match Encoding::for_label_no_replacement(other.as_bytes()) {
            Some(encoding) => Charset::Table(encoding),
            None if is_plausible(other) => {
                return Err(arguments.unknowable("does not know this encoding here"));
            }
            None => return Err(unsupported(&name)),
        },
    };
    Ok(found)
}

/// Families of the register that the web's standard lacks.
fn is_plausible(name: &str) -> bool {
    ["ibm", "cp", "iso", "ebcdic", "windows", "cs", "utf", "mac"]
        .iter()
        .any(|family| name.starts_with(family))
}

fn unsupported(name: &str) -> Refusal {
    wrong_argument(1, format!("`{name}` is not a supported encoding"))
}

fn encode(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let text = arguments.text(0)?;
    let bytes = match charset(arguments)? {
        Charset::Utf8 => Some(text.as_bytes().to_vec()),
        Charset::Utf16 { big_endian, mark } => Some(utf16(text, big_endian, mark)),
        Charset::Latin1 => text
            .chars()
            .map(|character| u8::try_from(u32::from(character)).ok())
            .collect(),
        Charset::Table(encoding) => {
            let (bytes, _, failed) = encoding.encode(text);
            (!failed).then(|| bytes.into_owned())
        }
    };
    let bytes = bytes.ok_or_else(|| {
        wrong_argument(
            0,
            "the string has characters that the encoding cannot represent",
        )
    })?;
    arguments.string(base64_text(&bytes))
}

fn utf16(text: &str, big_endian: bool, mark: bool) -> Vec<u8> {
    mark.then_some(0xfeff)
        .into_iter()
        .chain(text.encode_utf16())
        .flat_map(|unit| {
            if big_endian {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            }
        })
        .collect()
}

fn decode(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let charset = charset(arguments)?;
    let bytes = base64_bytes(arguments.text(0)?)
        .ok_or_else(|| wrong_argument(0, "the source is not valid Base64"))?;
    let text = match charset {
        Charset::Utf8 => String::from_utf8(bytes).ok(),
        Charset::Utf16 { big_endian, mark } => from_utf16(&bytes, big_endian, mark),
        Charset::Latin1 => Some(bytes.iter().map(|&byte| char::from(byte)).collect()),
        Charset::Table(encoding) => encoding
            .decode_without_bom_handling_and_without_replacement(&bytes)
            .map(std::borrow::Cow::into_owned),
    };
    let text = text
        .filter(|text| !text.contains('\u{fffd}'))
        .ok_or_else(|| {
            wrong_argument(
                0,
                "the source has symbols that the encoding does not define",
            )
        })?;
    arguments.string(text)
}

fn from_utf16(bytes: &[u8], big_endian: bool, mark: bool) -> Option<String> {
    let (bytes, big_endian) = match bytes {
        [0xfe, 0xff, rest @ ..] if mark => (rest, true),
        [0xff, 0xfe, rest @ ..] if mark => (rest, false),
        _ if mark => return None,
        _ => (bytes, big_endian),
    };
    let (pairs, odd) = bytes.as_chunks::<2>();
    if !odd.is_empty() {
        return None;
    }
    let units = pairs.iter().map(|&pair| {
        if big_endian {
            u16::from_be_bytes(pair)
        } else {
            u16::from_le_bytes(pair)
        }
    });
    char::decode_utf16(units).collect::<Result<_, _>>().ok()
}
