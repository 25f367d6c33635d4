//! Profiles and reports survive being written as JSON and read again.

use super::{ALL, hostile, report};
use guidemark::{
    patient::{
        Concept, DetailedAlteration, Outcome, Profile, ReportedAlteration, Scalar, TestResult, Therapy, read_profile,
    },
    report::Report,
    syntax::tree::{Origin, ResultStatus},
    text::Date,
};
use proptest::{option, prelude::*};
use std::borrow::Cow;

fn text() -> impl Strategy<Value = Cow<'static, str>> {
    "[a-zA-Z0-9é<][a-zA-Z0-9 :.*\"\\\\é<>]{0,11}".prop_map(Cow::Owned)
}

fn date() -> impl Strategy<Value = Date> {
    (0..30_000u32).prop_map(|days| Date::from_days_since_1970(days).unwrap())
}

fn concept() -> impl Strategy<Value = Concept<'static>> {
    prop_oneof![
        text().prop_map(Concept::Name),
        (text(), text()).prop_map(|(system, code)| Concept::Code { system, code })
    ]
}

fn scalar() -> impl Strategy<Value = Scalar<'static>> {
    prop_oneof![
        any::<bool>().prop_map(Scalar::Bool),
        (-1e9..1e9f64).prop_map(Scalar::Number),
        text().prop_map(Scalar::Text)
    ]
}

fn alteration() -> impl Strategy<Value = ReportedAlteration<'static>> {
    let detailed = (text(), option::of(0.0..=1.0), option::of(0.0..100.0)).prop_map(|(change, fraction, copies)| {
        ReportedAlteration::Detailed(DetailedAlteration {
            change,
            allele_fraction: fraction,
            copy_number: copies,
            origin: Some(Origin::Somatic),
            significance: None,
        })
    });
    prop_oneof![text().prop_map(ReportedAlteration::Text), detailed]
}

fn result() -> impl Strategy<Value = TestResult<'static>> {
    let statuses = [ResultStatus::Positive, ResultStatus::Negative, ResultStatus::Pending, ResultStatus::Insufficient];
    (
        concept(),
        option::of(proptest::sample::select(statuses.to_vec())),
        option::of(scalar()),
        option::of(prop::collection::vec(alteration(), 0..3)),
        option::of(text()),
        option::of(date()),
    )
        .prop_map(|(biomarker, status, value, alterations, method, date)| TestResult {
            biomarker: Some(biomarker),
            status,
            value,
            alterations,
            method,
            date,
            ..TestResult::default()
        })
}

fn therapy() -> impl Strategy<Value = Therapy<'static>> {
    (concept(), option::of(1..20u32), any::<bool>()).prop_map(|(drug, line, progressed)| Therapy {
        drug: Some(drug),
        line,
        outcome: progressed.then_some(Outcome::Progression),
        date: None,
    })
}

pub fn profile() -> impl Strategy<Value = Profile<'static>> {
    (
        option::of(text()),
        option::of(concept()),
        option::of(date()),
        prop::collection::btree_map(text(), scalar(), 0..4),
        prop::collection::vec(result(), 0..4),
        option::of(prop::collection::vec(therapy(), 0..3)),
        option::of(prop::collection::vec(text(), 0..3)),
    )
        .prop_map(|(id, disease, date, facts, results, therapies, specimens)| Profile {
            id,
            disease,
            date,
            region: None,
            facts,
            results,
            therapies,
            specimens,
        })
}

proptest! {
    #[test]
    fn a_profile_is_read_as_it_was_written(profile in profile()) {
        let json = serde_json::to_string(&profile).unwrap();
        let by_serde: Profile<'_> = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&by_serde, &profile);
        let by_reader = read_profile(&json);
        prop_assert_eq!(by_reader.as_ref().ok(), Some(&profile), "{}: {:?}", json, by_reader);
    }
}

#[test]
fn a_report_is_read_as_it_was_written() {
    for report in ALL.map(report).into_iter().chain([hostile()]) {
        let json = serde_json::to_string(&report).unwrap();
        let read: Report = serde_json::from_str(&json).unwrap();
        assert_eq!(read, report);
        assert_eq!(serde_json::to_string(&read).unwrap(), json);
    }
}
