//! The text of a plan as it comes from shells and CI: what `terraform show -json` printed, before it is read. Knows nothing of plans.

/// What the wrapper of `hashicorp/setup-terraform` prints before each command's output.
/// <https://github.com/hashicorp/setup-terraform#inputs>
const WRAPPER: &[u8] = b"[command]";

/// The text in UTF-8 and without what a wrapper printed around it; what cannot be made plain stays as it is.
///
/// `>` of Windows PowerShell writes UTF-16 with a byte order mark. The wrapper that GitHub Actions put around `terraform` prints the command before
/// the output, and commands to the runner after it; the output itself is one line.
pub fn plain(bytes: Vec<u8>) -> Vec<u8> {
    let bytes = utf8(bytes);
    if !bytes.starts_with(WRAPPER) {
        return bytes;
    }
    let mut lines = bytes.split(|byte| *byte == b'\n').skip(1);
    let is_json = |line: &&[u8]| line.trim_ascii_start().starts_with(b"{");
    match lines.find(is_json) {
        Some(line) => line.to_vec(),
        None => bytes,
    }
}

/// Two bytes as a unit of UTF-16.
type Unit = fn([u8; 2]) -> u16;

fn utf8(bytes: Vec<u8>) -> Vec<u8> {
    let (rest, unit): (&[u8], Unit) = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => (rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => (rest, u16::from_be_bytes),
        _ => return bytes,
    };
    let (pairs, odd) = rest.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    match text {
        Ok(text) if odd.is_empty() => text.into_bytes(),
        _ => bytes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_made_plain() {
        let units = |text: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
            format!("\u{feff}{text}")
                .encode_utf16()
                .flat_map(bytes)
                .collect()
        };
        let text = r#"{"name":"ä→𝄞"}"#;
        for (bytes, wanted) in [
            (text.into(), text),
            (units(text, u16::to_le_bytes), text),
            (units(text, u16::to_be_bytes), text),
            (format!("[command]/bin/terraform-bin show -json tfplan\n{text}\n::set-output name=stderr::\n").into(), text),
            (format!("[command]/bin/terraform-bin show\r\n\r\n{text}\n").into(), text),
            (b"[command]".to_vec(), "[command]"),
            (Vec::new(), ""),
        ] {
            assert_eq!(String::from_utf8(plain(bytes)).unwrap(), wanted);
        }
    }

    #[test]
    fn what_cannot_be_made_plain_stays() {
        for bytes in [
            &b"\xff\xfe\x00"[..],
            b"\xff\xfe\x00\xd8",
            b"\xfe\xff\xdc\x00x\x00",
        ] {
            assert_eq!(plain(bytes.to_vec()), bytes);
        }
    }
}
