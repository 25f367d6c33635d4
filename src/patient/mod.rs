//! Profiles to patients: JSON read with a place for every error, names resolved, what is known apart from what is not.

mod doubts;
pub mod given;
mod history;
mod known;
mod named;
mod panels;
mod profile;
mod read;
mod resolve;
mod results;
mod values;

pub use known::{
    Coverage, GeneResult, GivenTherapy, HowKnown, Knowledge, MarkerResult, NotUsed, Patient, ReadAlteration, Taken,
};
pub(crate) use named::fused_genes;
pub use profile::{
    Concept, DetailedAlteration, Finding, Outcome, Profile, ReportedAlteration, Scalar, TestResult, Therapy,
};
pub use read::{MAX_PROFILE_BYTES, read_patient, read_profile, read_settings};
pub use resolve::{Settings, resolve};
