//! JSON of ASCII alone: JavaScript takes such a text over as it is, where any other letter has all of it decoded.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::io::{Result, Write};

/// A value as JSON in which what is not ASCII is escaped.
pub fn to_string(value: &impl Serialize) -> Option<String> {
    let mut written = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut written, Ascii)).ok()?;
    String::from_utf8(written).ok()
}

/// Compact JSON, escaped.
struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, to: &mut W, fragment: &str) -> Result<()> {
        write(to, fragment)
    }

    // In JSON only strings hold what is not ASCII.
    fn write_raw_fragment<W: ?Sized + Write>(&mut self, to: &mut W, fragment: &str) -> Result<()> {
        write(to, fragment)
    }
}

fn write<W: ?Sized + Write>(to: &mut W, text: &str) -> Result<()> {
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (plain, other) = rest.split_at(at);
        to.write_all(plain.as_bytes())?;
        let mut letters = other.chars();
        if let Some(letter) = letters.next() {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                write!(to, "\\u{unit:04x}")?;
            }
        }
        rest = letters.as_str();
    }
    to.write_all(rest.as_bytes())
}
