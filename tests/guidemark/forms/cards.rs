//! CDS Hooks 2.0.1: the rules of the specification for cards, and what the cards say.

use super::{ALL, BARE, EMPTY, RICH, SETTLED, hostile, is_uuid, report};
use guidemark::report::{Report, cds_hooks::cards, fhir};
use serde_json::Value;
use std::collections::BTreeSet;

fn list(report: &Report) -> Vec<Value> {
    cards(report)["cards"].as_array().unwrap().clone()
}

fn summaries(profile: &str) -> Vec<String> {
    let card = |card: &Value| format!("{}: {}", card["indicator"].as_str().unwrap(), card["summary"].as_str().unwrap());
    list(&report(profile)).iter().map(card).collect()
}

#[test]
fn cards_keep_the_specification() {
    for report in ALL.map(report).into_iter().chain([hostile()]) {
        let answer = cards(&report);
        assert_eq!(answer.as_object().unwrap().keys().collect::<Vec<_>>(), ["cards"], "no systemActions");
        let mut ids = BTreeSet::new();
        let cards = list(&report);
        assert!(cards.len() <= 11);
        for card in &cards {
            let summary = card["summary"].as_str().unwrap();
            assert!(!summary.is_empty() && summary.chars().count() < 140, "{summary}");
            assert!(["info", "warning", "critical"].contains(&card["indicator"].as_str().unwrap()));
            assert!(!card["source"]["label"].as_str().unwrap().is_empty());
            assert!(!card["detail"].as_str().unwrap().is_empty());
            assert!(is_uuid(card["uuid"].as_str().unwrap()));
            assert!(ids.insert(card["uuid"].to_string()), "a uuid stands twice");
            assert_eq!(card.get("suggestions").is_some(), card.get("selectionBehavior").is_some());
            for reason in card.get("overrideReasons").and_then(Value::as_array).into_iter().flatten() {
                for key in ["system", "code", "display"] {
                    assert!(!reason[key].as_str().unwrap().is_empty());
                }
            }
            for suggestion in card.get("suggestions").and_then(Value::as_array).into_iter().flatten() {
                assert!(!suggestion["label"].as_str().unwrap().is_empty());
                assert!(is_uuid(suggestion["uuid"].as_str().unwrap()));
                assert!(ids.insert(suggestion["uuid"].to_string()), "a uuid stands twice");
                let actions = suggestion["actions"].as_array().unwrap();
                assert!(!actions.is_empty());
                for action in actions {
                    assert_eq!(action["type"], "create");
                    assert!(!action["description"].as_str().unwrap().is_empty());
                    let resource = &action["resource"];
                    assert_eq!(resource["resourceType"], "ServiceRequest");
                    assert_eq!((&resource["status"], &resource["intent"]), (&"draft".into(), &"proposal".into()));
                }
            }
        }
    }
}

#[test]
fn what_must_wait_or_conflicts_is_critical_and_comes_first() {
    assert_eq!(
        summaries(RICH),
        [
            "critical: Rules disagree on secondinib with plainatin and firstinib with plainatin: decide first",
            "critical: First ALK: do not start any blocker yet",
            "warning: Test ALK",
            "info: Plan of tests: Sequencing",
            "info: Results awaited: KRAS",
            "info: Supported: firstinib",
            "info: Emerging, not yet standard: thirdinib",
            "warning: Avoid stopimab and plainatin",
            "info: 1 treatment undecided; most decisive: ALK and line",
            "info: Involve Genetic counselling",
            "info: Trials: 1; notes: 1",
        ]
    );
    assert_eq!(summaries(SETTLED), ["info: Supported: plainatin"]);
    // Nothing is known of a disease, so no rule is met and the disease is what to ask.
    assert!(summaries(EMPTY).iter().all(|summary| summary.starts_with("info: ")), "{:?}", summaries(EMPTY));
}

#[test]
fn tests_that_are_ordered_alike_are_suggested_together() {
    let cards = list(&report(BARE));
    let card = cards.iter().find(|card| card.get("suggestions").is_some()).unwrap();
    let suggestions = card["suggestions"].as_array().unwrap();
    let orders: Vec<(usize, &str)> = suggestions
        .iter()
        .map(|suggestion| (suggestion["actions"].as_array().unwrap().len(), suggestion["label"].as_str().unwrap()))
        .collect();
    assert_eq!(orders.len(), 2, "{orders:?}");
    assert!(
        orders
            .iter()
            .any(|(count, label)| *count == 3
                && label.ends_with("by NGS, on plasma or tissue, before first-line therapy")),
        "{orders:?}"
    );
    assert!(orders.contains(&(1, "Order PD-L1-TPS by IHC, on tissue")), "{orders:?}");
}

/// What a treatment rests on that the profile does not say stands before it, also in the bundle for FHIR.
#[test]
fn what_was_taken_for_granted_is_told() {
    let report = report(&SETTLED.replacen(r#", "method": "NGS""#, "", 1));
    assert_eq!(report.assumptions.len(), 1, "{:?}", report.assumptions);
    let told = "Taken for granted: no method is given for EGFR";
    let cards = list(&report);
    let supported =
        cards.iter().find(|card| card["summary"].as_str().is_some_and(|summary| summary.starts_with("Supported")));
    let detail = supported.and_then(|card| card["detail"].as_str()).expect("something is supported");
    assert!(detail.starts_with(&format!("- {told}")), "{detail}");
    assert!(fhir::bundle(&report).to_string().contains(told));
}

#[test]
fn texts_of_a_report_mean_no_markup_in_a_card() {
    for card in list(&hostile()) {
        let detail = card["detail"].as_str().unwrap();
        let escaped = |at: usize| detail[..at].ends_with('\\');
        for (at, _) in detail.match_indices("](").filter(|(at, _)| !escaped(*at)) {
            assert!(detail[at..].starts_with("](<https://"), "{}", &detail[at..]);
        }
        for (at, _) in detail.match_indices(['<', '*', '`']).filter(|(at, _)| !escaped(*at)) {
            let rest = &detail[at..];
            assert!(rest.starts_with("<https://") || rest.starts_with("**") || detail[..at].ends_with('*'), "{rest}");
        }
    }
}

#[test]
fn ids_depend_on_the_report_alone() {
    assert_eq!(cards(&report(RICH)), cards(&report(RICH)));
    let ids = |profile: &str| -> BTreeSet<String> {
        list(&report(profile)).iter().map(|card| card["uuid"].as_str().unwrap().to_owned()).collect()
    };
    assert!(ids(RICH).is_disjoint(&ids(BARE)));
}
