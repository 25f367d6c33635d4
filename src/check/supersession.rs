//! Which rule gives way to which: never in a circle, and never because of what is not known.

use super::{Rule, Ruleset, conditions::asks_knownness, names::Names};
use crate::{
    diagnostics::{Code, Diagnostic},
    vocabulary::RuleId,
};

/// Checks what rules supersede.
pub(super) fn check(rules: &Ruleset, names: &Names, diagnostics: &mut Vec<Diagnostic>) {
    for (id, rule) in rules.rules.iter().filter(|(_, rule)| !rule.supersedes.is_empty()) {
        let Some(place) = names.rules.place(&rule.name) else { continue };
        if let Some(through) = rule.supersedes.iter().find(|other| supersedes(**other, id, rules)) {
            let other = &rules.rules[*through].name;
            let way = if *through == id { String::new() } else { format!(", on the way through `{other}`") };
            let message = format!("the rule `{}` supersedes itself{way}", rule.name);
            let help = "where both hold, both would give way: say which of them comes first";
            diagnostics.push(Diagnostic::error(Code::CyclicDefinition, place, message).help(help));
        }
        let treats = |rule: &Rule| !(rule.actions.treatments.is_empty() && rule.actions.avoid.is_empty());
        let asks = std::iter::once(&rule.when).chain(&rule.unless).any(|when| asks_knownness(when, &rules.defines));
        if let (true, false, Some(other)) =
            (asks, treats(rule), rule.supersedes.iter().find(|other| treats(&rules.rules[**other])))
        {
            let message = format!(
                "the rule `{}` takes the place of `{}`, which treats or avoids, and depends on what is not known",
                rule.name, rules.rules[*other].name
            );
            let help = "ask for the fact itself; where silence may be taken for an answer, let the disease say so: \
                        `implies FACT VALUE from FACT VALUE`";
            diagnostics.push(Diagnostic::error(Code::TreatmentOnUnknown, place, message).help(help));
        }
    }
}

/// Whether one rule supersedes another, itself or through others.
fn supersedes(rule: RuleId, other: RuleId, rules: &Ruleset) -> bool {
    let mut seen = vec![rule];
    let mut next = 0;
    while let Some(at) = seen.get(next).copied() {
        if at == other {
            return true;
        }
        let more: Vec<RuleId> = rules.rules[at].supersedes.iter().copied().filter(|id| !seen.contains(id)).collect();
        seen.extend(more);
        next += 1;
    }
    false
}
