//! Cedar (cedar-policy): each rule a policy, each profile a request; the rules that are met are the policies that the
//! answer gives as its reasons.
//!
//! The disease is the resource, in a hierarchy of entities, and stands in the scope of the policy. Everything else is
//! the context. Cedar has no null: what is not known is the text `unknown` for lists of values, and absent for numbers
//! and truth values, whose comparisons are guarded. Cedar has no floating-point numbers, so the workload has none
//! either.

use super::written::{Infix, quoted, wanted};
use crate::{
    Failure,
    engine::Engine,
    workload::{
        Domain, Field, Known, Profile, Role, Workload,
        fields::DISEASE,
        logic::{Plain, Range},
    },
};
use cedar_policy::{
    Authorizer, Context, Entities, Entity, EntityUid, Policy, PolicyId, PolicySet, Request, RestrictedExpression,
};
use std::collections::HashSet;

/// What the table calls it.
pub const NAME: &str = "cedar-policy";

/// Parsed policies, the hierarchy of diseases, and the profiles as requests.
pub struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    requests: Vec<Request>,
}

impl Cedar {
    /// The rules and profiles of a workload.
    pub fn new(workload: &Workload) -> Result<Cedar, Failure> {
        let fields = &workload.fields;
        let diseases = fields.get(DISEASE).ok_or("no field")?;
        let language = Infix { fields, and: " && ", or: " || ", test: &comparison };
        let mut policies = PolicySet::new();
        for (number, rule) in workload.rules.iter().enumerate() {
            let named = rule.disease.and_then(|disease| diseases.values().get(usize::from(disease)));
            let scope = named.map_or_else(String::new, |(name, _)| format!(" in Disease::\"{name}\""));
            let condition = language.write(&rule.normal(fields));
            let text = format!("permit(principal, action, resource{scope}) when {{ {condition} }};");
            let policy = Policy::parse(Some(PolicyId::new(number.to_string())), &text);
            policies.add(policy.map_err(|error| format!("{text}: {error:?}"))?)?;
        }
        let mut entities = Vec::new();
        for (name, parent) in diseases.values() {
            let parent = parent.and_then(|parent| diseases.values().get(usize::from(parent)));
            let parents = parent.map(|(name, _)| disease(name)).transpose()?;
            entities.push(Entity::new_no_attrs(disease(name)?, parents.into_iter().collect::<HashSet<_>>()));
        }
        let requests = workload.profiles.iter().map(|profile| request(fields, profile)).collect::<Result<_, _>>()?;
        Ok(Cedar {
            authorizer: Authorizer::new(),
            policies,
            entities: Entities::from_entities(entities, None).map_err(|error| format!("{error:?}"))?,
            requests,
        })
    }
}

fn disease(name: &str) -> Result<EntityUid, Failure> {
    format!("Disease::\"{name}\"").parse().map_err(|error| format!("{error:?}").into())
}

fn request(fields: &[Field], profile: &Profile) -> Result<Request, Failure> {
    let mut pairs = Vec::new();
    let mut resource = "unknown";
    for (field, known) in fields.iter().zip(&profile.known) {
        let name = |at: u8| field.values().get(usize::from(at)).map_or("unknown", |(name, _)| *name);
        let value = match (known, &field.domain) {
            (Some(Known::Number(number)), _) => RestrictedExpression::new_long(*number),
            (Some(Known::Value(at)), _) if field.role == Role::Disease => {
                resource = name(*at);
                continue;
            }
            (Some(Known::Value(at)), _) if field.role == Role::Flag => {
                RestrictedExpression::new_bool(name(*at) == "yes")
            }
            (Some(Known::Value(at)), _) => RestrictedExpression::new_string(name(*at).to_owned()),
            (None, Domain::Values(_)) if !matches!(field.role, Role::Flag | Role::Disease) => {
                RestrictedExpression::new_string("unknown".to_owned())
            }
            (None, _) => continue,
        };
        pairs.push((field.name.to_owned(), value));
    }
    let context = Context::from_pairs(pairs).map_err(|error| format!("{error:?}"))?;
    let entity = |text: &str| text.parse::<EntityUid>().map_err(|error| Failure::from(format!("{error:?}")));
    let request =
        Request::new(entity("User::\"clinic\"")?, entity("Action::\"apply\"")?, disease(resource)?, context, None);
    request.map_err(|error| format!("{error:?}").into())
}

fn comparison(field: &Field, test: &Plain) -> String {
    let name = field.name;
    match &test.range {
        Range::AtLeast(bound) => format!("(context has {name} && context.{name} >= {bound})"),
        Range::Below(bound) => format!("(context has {name} && context.{name} < {bound})"),
        Range::OneOf(values) => match (field.role, wanted(field, values), quoted(field, values, '"').as_slice()) {
            (Role::Flag, Some(true), _) => format!("(context has {name} && context.{name})"),
            (Role::Flag, Some(false), _) => format!("(context has {name} && !context.{name})"),
            (_, _, [one]) => format!("context.{name} == {one}"),
            (_, _, many) => format!("[{}].contains(context.{name})", many.join(", ")),
        },
    }
}

impl Engine for Cedar {
    fn name(&self) -> &'static str {
        NAME
    }

    fn met(&mut self, profile: usize, met: &mut Vec<u32>) -> Result<(), Failure> {
        let request = self.requests.get(profile).ok_or("no such profile")?;
        let answer = self.authorizer.is_authorized(request, &self.policies, &self.entities);
        if let Some(error) = answer.diagnostics().errors().next() {
            return Err(error.to_string().into());
        }
        for policy in answer.diagnostics().reason() {
            met.push(AsRef::<str>::as_ref(policy).parse()?);
        }
        met.sort_unstable();
        Ok(())
    }
}
