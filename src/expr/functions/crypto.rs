//! Hashes, UUIDs, and the secrets that no run can foresee. Hashes of files are in `filesystem`.

use super::arguments::{Arguments, Refusal, wrong, wrong_argument};
use super::encoding::base64_text;
use super::signature::{Function, Parameter, Want};
use crate::value::Value;
use sha2::Digest as _;
use std::fmt::Write as _;

const STR: Parameter = Parameter::new("str", Want::String);

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("base64sha256", &[STR], Want::String, |arguments| {
        arguments.string(base64_sha256(arguments.text(0)?.as_bytes()))
    }),
    Function::new("base64sha512", &[STR], Want::String, |arguments| {
        arguments.string(base64_sha512(arguments.text(0)?.as_bytes()))
    }),
    Function::new("bcrypt", &[STR], Want::String, bcrypt)
        .variadic(Parameter::new("cost", Want::Number)),
    Function::new("md5", &[STR], Want::String, |arguments| {
        arguments.string(md5(arguments.text(0)?.as_bytes()))
    }),
    Function::new(
        "rsadecrypt",
        &[
            Parameter::new("ciphertext", Want::String),
            Parameter::new("privatekey", Want::String),
        ],
        Want::String,
        rsa_decrypt,
    ),
    Function::new("sha1", &[STR], Want::String, |arguments| {
        arguments.string(sha1(arguments.text(0)?.as_bytes()))
    }),
    Function::new("sha256", &[STR], Want::String, |arguments| {
        arguments.string(sha256(arguments.text(0)?.as_bytes()))
    }),
    Function::new("sha512", &[STR], Want::String, |arguments| {
        arguments.string(sha512(arguments.text(0)?.as_bytes()))
    }),
    Function::new("uuid", &[], Want::String, |arguments| {
        Err(arguments.unknowable("has a new result in every run"))
    }),
    Function::new(
        "uuidv5",
        &[
            Parameter::new("namespace", Want::String),
            Parameter::new("name", Want::String),
        ],
        Want::String,
        uuid_v5,
    ),
];

pub(super) fn md5(bytes: &[u8]) -> String {
    hex(&md5::Md5::digest(bytes))
}

pub(super) fn sha1(bytes: &[u8]) -> String {
    hex(&sha1::Sha1::digest(bytes))
}

pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(&sha2::Sha256::digest(bytes))
}

pub(super) fn sha512(bytes: &[u8]) -> String {
    hex(&sha2::Sha512::digest(bytes))
}

/// The hash itself in Base64, not its hexadecimal text.
pub(super) fn base64_sha256(bytes: &[u8]) -> String {
    base64_text(&sha2::Sha256::digest(bytes))
}

pub(super) fn base64_sha512(bytes: &[u8]) -> String {
    base64_text(&sha2::Sha512::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // INVARIANT: writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The salt is random; only what Terraform would refuse is known.
fn bcrypt(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    if arguments.len() > 2 {
        return Err(wrong("takes no more than two arguments"));
    }
    if arguments.len() == 2 {
        let cost = arguments.integer(1)?;
        if cost > 31 {
            return Err(wrong_argument(1, "the cost must not be greater than 31"));
        }
    }
    if arguments.text(0)?.len() > 72 {
        return Err(wrong_argument(0, "the string is longer than 72 bytes"));
    }
    Err(arguments.unknowable("has a new result in every run"))
}

fn rsa_decrypt(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    if super::encoding::base64_bytes(arguments.text(0)?).is_none() {
        return Err(wrong_argument(0, "the ciphertext must be Base64"));
    }
    if !arguments.text(1)?.contains("-----BEGIN ") {
        return Err(wrong_argument(1, "the private key must be in PEM format"));
    }
    Err(arguments.unknowable("is not decrypted by groundrules"))
}

fn uuid_v5(arguments: &Arguments<'_>) -> Result<Value, Refusal> {
    let namespace = match arguments.text(0)? {
        "dns" => uuid::Uuid::NAMESPACE_DNS,
        "url" => uuid::Uuid::NAMESPACE_URL,
        "oid" => uuid::Uuid::NAMESPACE_OID,
        "x500" => uuid::Uuid::NAMESPACE_X500,
        text => parse_uuid(text).ok_or_else(|| {
            wrong_argument(
                0,
                format!("`{text}` is neither `dns`, `url`, `oid`, `x500` nor a UUID"),
            )
        })?,
    };
    let id = uuid::Uuid::new_v5(&namespace, arguments.text(1)?.as_bytes());
    arguments.string(id.hyphenated().to_string())
}

/// The forms of UUIDs that Terraform reads: plain hexadecimal, hyphens, braces, and `urn:uuid:`.
fn parse_uuid(text: &str) -> Option<uuid::Uuid> {
    uuid::Uuid::parse_str(text).ok()
}
