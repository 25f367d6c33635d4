//! Values and numbers as written to those that a fact or marker can take.

use crate::{
    diagnostics::{Code, Diagnostic},
    syntax::tree::Name,
    vocabulary::{Number, NumberDomain, ValueId, Values},
};

/// The value that a name means, or a finding that suggests one.
pub(super) fn find_value(name: &Name, values: &Values, of: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<ValueId> {
    let found = values.find(&name.node, false);
    if found.is_none() {
        let message = format!("`{of}` has no value `{}`", name.node);
        let finding = Diagnostic::error(Code::UnknownValue, name.span, message).help(values.choice());
        diagnostics.push(match values.nearest(&name.node, of) {
            Some(near) => finding.offer(near),
            None => finding,
        });
    }
    found
}

/// The number that a name means, within the declared range, or a finding.
pub(super) fn number(
    name: &Name,
    domain: &NumberDomain,
    of: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Number> {
    let Some(number) = name.node.parse().ok().and_then(Number::new) else {
        let message = format!("`{of}` is a number, and `{}` is none", name.node);
        let help = format!("{domain}, as in `{of} >= …` or `{of} < …`");
        diagnostics.push(Diagnostic::error(Code::WrongType, name.span, message).help(help));
        return None;
    };
    if !domain.holds(number) {
        let message = format!("{number} is no `{of}`: it is {domain}");
        diagnostics.push(Diagnostic::error(Code::OutOfRange, name.span, message));
        return None;
    }
    Some(number)
}
