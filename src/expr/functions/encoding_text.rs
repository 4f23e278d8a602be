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
    Ascii,
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
    /// Terraform has it, and we do not.
    Other,
}

/// Names and aliases of IANA's register, in lower case, each followed by what they mean; a label of the web's standard stands for a table.
/// <https://www.iana.org/assignments/character-sets/character-sets.xhtml>
const NAMES: &[(&[&str], &str)] = &[
    (
        &[
            "iso-8859-2",
            "iso_8859-2:1987",
            "iso-ir-101",
            "iso_8859-2",
            "latin2",
            "l2",
            "csisolatin2",
        ],
        "iso-8859-2",
    ),
    (
        &[
            "iso-8859-3",
            "iso_8859-3:1988",
            "iso-ir-109",
            "iso_8859-3",
            "latin3",
            "l3",
            "csisolatin3",
        ],
        "iso-8859-3",
    ),
    (
        &[
            "iso-8859-4",
            "iso_8859-4:1988",
            "iso-ir-110",
            "iso_8859-4",
            "latin4",
            "l4",
            "csisolatin4",
        ],
        "iso-8859-4",
    ),
    (
        &[
            "iso-8859-5",
            "iso_8859-5:1988",
            "iso-ir-144",
            "iso_8859-5",
            "cyrillic",
            "csisolatincyrillic",
        ],
        "iso-8859-5",
    ),
    (
        &[
            "iso-8859-6",
            "iso_8859-6:1987",
            "iso-ir-127",
            "iso_8859-6",
            "ecma-114",
            "asmo-708",
            "arabic",
            "csisolatinarabic",
        ],
        "iso-8859-6",
    ),
    (
        &[
            "iso-8859-7",
            "iso_8859-7:1987",
            "iso-ir-126",
            "iso_8859-7",
            "elot_928",
            "ecma-118",
            "greek",
            "greek8",
            "csisolatingreek",
        ],
        "iso-8859-7",
    ),
    (
        &[
            "iso-8859-8",
            "iso_8859-8:1988",
            "iso-ir-138",
            "iso_8859-8",
            "hebrew",
            "csisolatinhebrew",
        ],
        "iso-8859-8",
    ),
    (
        &[
            "iso-8859-10",
            "iso-ir-157",
            "l6",
            "iso_8859-10:1992",
            "csisolatin6",
            "latin6",
        ],
        "iso-8859-10",
    ),
    (&["iso-8859-13", "csiso885913"], "iso-8859-13"),
    (
        &[
            "iso-8859-14",
            "iso-ir-199",
            "iso_8859-14:1998",
            "iso_8859-14",
            "latin8",
            "iso-celtic",
            "l8",
            "csiso885914",
        ],
        "iso-8859-14",
    ),
    (
        &["iso-8859-15", "iso_8859-15", "latin-9", "csiso885915"],
        "iso-8859-15",
    ),
    (
        &[
            "iso-8859-16",
            "iso-ir-226",
            "iso_8859-16:2001",
            "iso_8859-16",
            "latin10",
            "l10",
            "csiso885916",
        ],
        "iso-8859-16",
    ),
    (&["windows-874", "cswindows874"], "windows-874"),
    (&["windows-1250", "cswindows1250"], "windows-1250"),
    (&["windows-1251", "cswindows1251"], "windows-1251"),
    (&["windows-1252", "cswindows1252"], "windows-1252"),
    (&["windows-1253", "cswindows1253"], "windows-1253"),
    (&["windows-1254", "cswindows1254"], "windows-1254"),
    (&["windows-1255", "cswindows1255"], "windows-1255"),
    (&["windows-1256", "cswindows1256"], "windows-1256"),
    (&["windows-1257", "cswindows1257"], "windows-1257"),
    (&["windows-1258", "cswindows1258"], "windows-1258"),
    (&["shift_jis", "ms_kanji", "csshiftjis"], "shift_jis"),
    (
        &[
            "euc-jp",
            "extended_unix_code_packed_format_for_japanese",
            "cseucpkdfmtjapanese",
        ],
        "euc-jp",
    ),
    (&["iso-2022-jp", "csiso2022jp"], "iso-2022-jp"),
    (&["euc-kr", "cseuckr"], "euc-kr"),
    (&["gbk", "cp936", "ms936", "windows-936", "csgbk"], "gbk"),
    (&["gb18030", "csgb18030"], "gb18030"),
    (&["big5", "csbig5"], "big5"),
    (&["koi8-r", "cskoi8r"], "koi8-r"),
    (&["koi8-u", "cskoi8u"], "koi8-u"),
    (&["ibm866", "cp866", "866", "csibm866"], "ibm866"),
    (&["macintosh", "mac", "csmacintosh"], "macintosh"),
];

fn charset(arguments: &Arguments<'_>) -> Result<Charset, Refusal> {
    let name = arguments.text(1)?.to_ascii_lowercase();
    let utf16 = |big_endian, mark| Charset::Utf16 { big_endian, mark };
    Ok(match name.as_str() {
        "us-ascii" | "iso-ir-6" | "ansi_x3.4-1968" | "ansi_x3.4-1986" | "iso_646.irv:1991"
        | "iso646-us" | "us" | "ibm367" | "cp367" | "csascii" => Charset::Ascii,
        "utf-8" | "csutf8" => Charset::Utf8,
        "utf-16" | "csutf16" => utf16(true, true),
        "utf-16be" | "csutf16be" => utf16(true, false),
        "utf-16le" | "csutf16le" => utf16(false, false),
        "iso-8859-1" | "iso_8859-1:1987" | "iso-ir-100" | "iso_8859-1" | "latin1" | "l1"
        | "ibm819" | "cp819" | "csisolatin1" => Charset::Latin1,
        other => NAMES
            .iter()
            .find(|(names, _)| names.contains(&other))
            .and_then(|(_, label)| Encoding::for_label(label.as_bytes()))
            .map(Charset::Table)
            .or_else(|| is_other(other).then_some(Charset::Other))
            .ok_or_else(|| wrong_argument(1, format!("`{other}` is not a supported encoding")))?,
    })
}

/// Names of the register that Terraform may have and we have not.
fn is_other(name: &str) -> bool {
    let digits = |rest: &str| rest.bytes().all(|byte| byte.is_ascii_digit());
    [
        "ibm",
        "ibm0",
        "csibm",
        "iso-8859-6-",
        "iso-8859-8-",
        "iso-8859-9",
        "latin5",
        "l5",
        "tis-620",
    ]
    .iter()
    .filter_map(|start| name.strip_prefix(start))
    .any(|rest| digits(rest) || matches!(rest, "e" | "i"))
        || matches!(
            name,
            "cp437"
                | "437"
                | "hz-gb-2312"
                | "cp850"
                | "850"
                | "cp852"
                | "cp855"
                | "cp862"
                | "cp863"
                | "cp865"
                | "iso_8859-9"
                | "iso-ir-148"
        )
}

fn unavailable(arguments: &Arguments<'_>) -> Refusal {
    arguments.unknowable("does not know this encoding here")
}

fn encode(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let text = arguments.text(0)?;
    let bytes = match charset(arguments)? {
        Charset::Other => return Err(unavailable(arguments)),
        Charset::Ascii => text.is_ascii().then(|| text.as_bytes().to_vec()),
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
        Charset::Other => return Err(unavailable(arguments)),
        Charset::Ascii | Charset::Utf8 => String::from_utf8(bytes)
            .ok()
            .filter(|text| matches!(charset, Charset::Utf8) || text.is_ascii()),
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
