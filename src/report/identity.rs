//! Ids that depend on nothing but what a report says, so that a repeated report replaces the one before.

use super::model::Report;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// The id of a part of a report: a UUID of version 8 (RFC 9562, section 5.8), the first 16 bytes of the SHA-256 of
/// the report's provenance and the part's name.
pub(super) fn uuid(report: &Report, part: &[&str]) -> String {
    let provenance = &report.provenance;
    let date = provenance.date.to_string();
    let of_report = [
        report.id.as_deref().unwrap_or_default(),
        &provenance.rulebook,
        &provenance.version,
        &provenance.rulebook_sha256,
        &provenance.engine,
        &date,
        provenance.region.as_deref().unwrap_or_default(),
        &provenance.profile_sha256,
    ];
    let mut hash = Sha256::new();
    for text in of_report.iter().chain(part) {
        // The length keeps neighbours apart: "ab" and "c" are not "a" and "bc".
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    let mut uuid = String::with_capacity(36);
    for (position, byte) in hash.finalize().iter().take(16).enumerate() {
        if matches!(position, 4 | 6 | 8 | 10) {
            uuid.push('-');
        }
        let byte = match position {
            6 => byte & 0x0f | 0x80,
            8 => byte & 0x3f | 0x80,
            _ => *byte,
        };
        // Writing to a string cannot fail.
        let _ = write!(uuid, "{byte:02x}");
    }
    uuid
}
