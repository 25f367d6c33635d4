//! A rule that reports name: the same in each of them, so it is made once and written once.

use super::model::Authority;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};
use std::{cmp::Ordering, ops::Deref, sync::Arc};

/// A rule with its [`Authority`], shared by all that name it.
#[derive(Clone, Debug)]
pub struct RuleReference(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    authority: Authority,
    /// The same as JSON, which is most of what is written of a report.
    written: Option<Box<RawValue>>,
}

impl From<Authority> for RuleReference {
    fn from(authority: Authority) -> RuleReference {
        let written = to_raw_value(&authority).ok();
        RuleReference(Arc::new(Shared { authority, written }))
    }
}

impl Deref for RuleReference {
    type Target = Authority;

    fn deref(&self) -> &Authority {
        &self.0.authority
    }
}

impl PartialEq for RuleReference {
    fn eq(&self, other: &RuleReference) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self == **other
    }
}

impl Eq for RuleReference {}

impl PartialOrd for RuleReference {
    fn partial_cmp(&self, other: &RuleReference) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RuleReference {
    fn cmp(&self, other: &RuleReference) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl Serialize for RuleReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0.written {
            Some(written) => written.serialize(serializer),
            None => self.0.authority.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for RuleReference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RuleReference, D::Error> {
        Authority::deserialize(deserializer).map(RuleReference::from)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for RuleReference {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Authority::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Authority::json_schema(generator)
    }
}
