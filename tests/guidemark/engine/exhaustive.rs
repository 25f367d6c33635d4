//! Every small condition on every patient of a world of three questions, each answered yes, no, or not at all.

use guidemark::{
    evaluate::{Verdict, evaluate, reference},
    kleene::Kleene,
    patient::{Settings, read_profile, resolve},
    rulebook::Rulebook,
    text::Date,
};

const FACTS: [&str; 3] = ["a", "b", "c"];

/// A condition, and the value that truth tables give it.
#[derive(Clone)]
enum Condition {
    Fact(usize),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    TwoOf(Box<[Condition; 3]>),
}

impl Condition {
    fn text(&self) -> String {
        match self {
            Condition::Fact(fact) => format!("{} is yes", FACTS[*fact]),
            Condition::Not(part) => format!("not ({})", part.text()),
            Condition::And(first, second) => format!("({}) and ({})", first.text(), second.text()),
            Condition::Or(first, second) => format!("({}) or ({})", first.text(), second.text()),
            Condition::TwoOf(parts) => {
                format!("at least 2 of ({})", parts.each_ref().map(|part| part.text()).join(", "))
            }
        }
    }

    /// Kleene's tables, written out: -1 no, 0 not known, 1 yes.
    fn value(&self, patient: [i8; 3]) -> i8 {
        match self {
            Condition::Fact(fact) => patient[*fact],
            Condition::Not(part) => -part.value(patient),
            Condition::And(first, second) => first.value(patient).min(second.value(patient)),
            Condition::Or(first, second) => first.value(patient).max(second.value(patient)),
            Condition::TwoOf(parts) => {
                let mut values = parts.each_ref().map(|part| part.value(patient));
                values.sort_unstable();
                // The second largest: two hold if it does, and fewer can if it does not.
                values[1]
            }
        }
    }
}

/// Every condition of up to two operators.
fn conditions() -> Vec<Condition> {
    let facts: Vec<Condition> = (0..3).map(Condition::Fact).collect();
    let grow = |parts: &[Condition]| {
        let mut grown: Vec<Condition> = parts.iter().map(|part| Condition::Not(Box::new(part.clone()))).collect();
        for first in parts {
            for second in &facts {
                grown.push(Condition::And(Box::new(first.clone()), Box::new(second.clone())));
                grown.push(Condition::Or(Box::new(first.clone()), Box::new(second.clone())));
                grown.push(Condition::TwoOf(Box::new([first.clone(), second.clone(), Condition::Fact(2)])));
            }
        }
        grown
    };
    let one = grow(&facts);
    let two = grow(&one);
    facts.into_iter().chain(one).chain(two).collect()
}

#[test]
fn every_small_condition_on_every_patient() {
    let conditions = conditions();
    let mut text = "guideline g \"G\"\nsource s \"S\"\n  publisher P\n".to_owned();
    for fact in FACTS {
        text += &format!("fact {fact} \"F\"\n  yes or no\n  ask \"?\"\n");
    }
    for (number, condition) in conditions.iter().enumerate() {
        text += &format!("rule r{number} \"R\"\n  when {}\n  note \"n\"\n  cite s\n", condition.text());
    }
    let book = Rulebook::read("small", [("r.guide".to_owned(), text)]);
    let plan = book.compile().unwrap_or_else(|| panic!("{:?}", book.diagnostics));
    assert!(conditions.len() > 300, "{} conditions", conditions.len());
    let settings = Settings::on(Date::new(2026, 11, 22).expect("a day"));
    for number in 0..27_i8 {
        let patient = [number % 3 - 1, number / 3 % 3 - 1, number / 9 - 1];
        let known = FACTS.iter().zip(patient).filter(|(_, value)| *value != 0);
        let facts: Vec<String> = known.map(|(fact, value)| format!("\"{fact}\": {}", value == 1)).collect();
        let profile = format!("{{\"facts\": {{{}}}}}", facts.join(","));
        let profile = read_profile(&profile).expect("the profile is right");
        let resolved = resolve(&profile, &plan.ruleset.vocabulary, &settings).expect("the names are known");
        let (engine, slow) = (evaluate(&plan, &resolved).by_rule(&plan), reference::evaluate(&plan.ruleset, &resolved));
        assert_eq!(engine, slow);
        for ((_, verdict), condition) in engine.iter().zip(&conditions) {
            let expected = [Kleene::NotMet, Kleene::Undetermined, Kleene::Met][(condition.value(patient) + 1) as usize];
            assert_eq!(*verdict, Verdict::Applies(expected), "{} for {patient:?}", condition.text());
        }
    }
}
