//! Guidemark for browsers and Node: what JavaScript can call. JSON goes in as text, and comes out as text.
//!
//! Every answer is an object that says whether it is one: `{"ok":true,…}`, or `{"ok":false}` with `errors` about an
//! input or `diagnostics` about rules. Nothing throws, and nothing here reads a clock, a file or the network: the day
//! comes in with the settings.

mod answers;
mod question;

use answers::Opened;
use wasm_bindgen::prelude::wasm_bindgen;

/// A rulebook that answers, or that says why it cannot.
#[wasm_bindgen]
pub struct Engine(Opened);

#[wasm_bindgen]
impl Engine {
    /// Reads a rulebook: `{"lung.guide": "guideline …", …}`, the files' names with their texts.
    #[wasm_bindgen(constructor)]
    pub fn new(name: &str, rules: &str) -> Engine {
        Engine(answers::open_rules(name, rules))
    }

    /// Takes a compiled rulebook, as `guidemark compile` writes it.
    pub fn compiled(plan: &[u8]) -> Engine {
        Engine(answers::open_plan(plan))
    }

    /// What the rulebook is and what is worth a look in it: `{ok, rulebook: {name, version, sha256}, diagnostics}`; or
    /// why it cannot answer, as every other method then says too.
    pub fn rulebook(&self) -> String {
        answers::rulebook(&self.0)
    }

    /// The report for a profile: `{ok, report}`. Settings: `{"today": "2026-11-22"}`, and `date`, `region` over the
    /// profile's.
    pub fn evaluate(&self, profile: &str, settings: &str) -> String {
        answers::evaluate(&self.0, profile, settings)
    }

    /// Why, why not: `{"why": NAME}` and `{"whyNot": NAME}` are answered by `{ok, explanation}`. The name is that of a
    /// drug, `class C`, a biomarker, a specialty or a rule. What if: `{"if": GIVEN}`, written as a case gives it, is
    /// answered by `{ok, changes}`.
    pub fn explain(&self, profile: &str, question: &str, settings: &str) -> String {
        answers::explain(&self.0, profile, question, settings)
    }

    /// What if: what changes in the report when a second profile takes the place of the first: `{ok, changes}`.
    pub fn changes(&self, before: &str, after: &str, settings: &str) -> String {
        answers::changes(&self.0, before, after, settings)
    }

    /// What is not known and could still change the report, most decisive first: `{ok, questions}`.
    pub fn questions(&self, profile: &str, settings: &str) -> String {
        answers::questions(&self.0, profile, settings)
    }

    /// Which assays to order for what is to be tested: `{ok, test_plan}`.
    #[wasm_bindgen(js_name = testPlan)]
    pub fn test_plan(&self, profile: &str, settings: &str) -> String {
        answers::test_plan(&self.0, profile, settings)
    }

    /// The report in a form to read: `text`, `patient`, `html`. `{ok, text}`.
    pub fn text(&self, profile: &str, settings: &str, form: &str) -> String {
        answers::text(&self.0, profile, settings, form)
    }

    /// What can be asked and answered: `{ok, vocabulary: {diseases, facts, biomarkers, drugs, …}}`.
    pub fn vocabulary(&self) -> String {
        answers::vocabulary(&self.0)
    }

    /// What a reported change of a gene is, and which rules speak of it: `{ok, variant}`.
    pub fn variant(&self, gene: &str, change: &str) -> String {
        answers::variant(&self.0, gene, change)
    }

    /// The cases and promises of a rulebook read from texts, each promise tried on so many random profiles too:
    /// `{ok, cases, promises}`.
    pub fn cases(&self, random: u32, settings: &str) -> String {
        answers::cases(&self.0, random, settings)
    }

    /// A rule as written, of a rulebook read from texts: `{ok, rule}`.
    pub fn rule(&self, name: &str) -> String {
        answers::rule(&self.0, name)
    }
}

/// What is wrong with the texts of a rulebook, or worth a look: `{ok, diagnostics}`.
#[wasm_bindgen]
pub fn check(rules: &str) -> String {
    answers::check(rules)
}

/// The one layout of a rule text: `{ok, text}`.
#[wasm_bindgen]
pub fn format(text: &str) -> String {
    answers::format(text)
}

/// The version of the engine, as `0.1.0`.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
