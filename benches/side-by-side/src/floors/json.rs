//! The same lines of JSON, read and no more.
//!
//! Into typed structs, as whoever knows all names beforehand would; token by token, keeping nothing; and by a scanner
//! that looks at many bytes at once.

use crate::Failure;
use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, Visitor},
};
use std::fmt;

/// A profile of the workload, typed by hand: names are known beforehand, texts borrow from the line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "reading it is what is measured")]
struct Profile<'a> {
    id: &'a str,
    disease: Option<&'a str>,
    date: &'a str,
    #[serde(borrow)]
    facts: Facts<'a>,
    results: Vec<TestResult<'a>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "reading it is what is measured")]
struct Facts<'a> {
    stage: Option<&'a str>,
    setting: Option<&'a str>,
    histology: Option<&'a str>,
    smoking: Option<&'a str>,
    sex: Option<&'a str>,
    side: Option<&'a str>,
    risk: Option<&'a str>,
    phase: Option<&'a str>,
    response: Option<&'a str>,
    menopause: Option<&'a str>,
    sensitivity: Option<&'a str>,
    age: Option<f64>,
    performance: Option<f64>,
    line: Option<f64>,
    clearance: Option<f64>,
    platelets: Option<f64>,
    lesions: Option<f64>,
    ejection_fraction: Option<f64>,
    resectable: Option<bool>,
    brain_metastases: Option<bool>,
    measurable: Option<bool>,
    radiation_before: Option<bool>,
    node_positive: Option<bool>,
    transplant_eligible: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "reading it is what is measured")]
struct TestResult<'a> {
    biomarker: &'a str,
    status: Option<&'a str>,
    #[serde(borrow)]
    value: Option<Scalar<'a>>,
    alterations: Option<Vec<&'a str>>,
}

/// A number or a text, told apart by its first byte and not by trying one after the other.
#[expect(dead_code, reason = "reading it is what is measured")]
enum Scalar<'a> {
    Number(f64),
    Text(&'a str),
}

impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Scalar<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a number or a text")
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Scalar<'de>, E> {
                Ok(Scalar::Number(number))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar<'de>, E> {
                Ok(Scalar::Number(number as f64))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar<'de>, E> {
                Ok(Scalar::Number(number as f64))
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Scalar<'de>, E> {
                Ok(Scalar::Text(text))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// Reads a line into typed structs. The number of results, so that nothing is left out.
///
/// # Errors
/// A line that is no profile.
pub fn typed(line: &str) -> Result<usize, Failure> {
    let profile: Profile<'_> = serde_json::from_str(line)?;
    Ok(std::hint::black_box(profile).results.len())
}

/// Reads a line token by token and keeps nothing.
///
/// # Errors
/// A line that is no JSON.
pub fn skipped(line: &str) -> Result<(), Failure> {
    std::hint::black_box(serde_json::from_str::<IgnoredAny>(line)?);
    Ok(())
}

/// A scanner of many bytes at once (simd-json), with the space that it uses again for every line.
#[derive(Default)]
pub struct Scanner {
    bytes: Vec<u8>,
    buffers: simd_json::Buffers,
}

impl Scanner {
    /// Scans a line to a tape of its values, which keeps the texts where they stand.
    ///
    /// # Errors
    /// A line that is no JSON.
    pub fn scan(&mut self, line: &str) -> Result<usize, Failure> {
        // It unescapes in place, so that it needs bytes of its own.
        self.bytes.clear();
        self.bytes.extend_from_slice(line.as_bytes());
        let tape = simd_json::to_tape_with_buffers(&mut self.bytes, &mut self.buffers)?;
        Ok(std::hint::black_box(tape).0.len())
    }
}
