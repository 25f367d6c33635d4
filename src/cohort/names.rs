//! The names of rules as answers have them: in alphabetical order, as JSON writes them, and how often each was written.
//!
//! What one sheet of rules says is written from a list of its own, so that all of it lies together: a large rulebook has
//! names for hundreds of diseases, and a patient needs those of one.

use super::summary::Tally;
use crate::{
    compile::Plan,
    evaluate::{Found, RuleSet},
    vocabulary::{Id, RuleId},
};

/// How many bytes a short name has, with quotation marks and comma.
const SHORT: usize = 32;

/// The lists of all sheets that were met.
#[derive(Clone, Debug)]
pub(super) struct Lists<'p> {
    plan: &'p Plan,
    lists: Vec<Option<List>>,
}

/// The rules of a sheet.
#[derive(Clone, Debug)]
struct List {
    /// The rule of each of its places.
    rules: Vec<RuleId>,
    /// Which in the order of names it is.
    ranks: Vec<RuleId>,
    met: Vec<u64>,
    undetermined: Vec<u64>,
    /// Rules by their ranks, for the order.
    in_order: RuleSet,
    written: Written,
}

/// Names as JSON writes them, each with a comma, in one piece.
#[derive(Clone, Debug, Default)]
struct Written {
    text: Vec<u8>,
    /// Where each name begins, and where the last one ends.
    bounds: Vec<u32>,
}

impl<'p> Lists<'p> {
    /// None yet.
    pub fn new(plan: &'p Plan) -> Lists<'p> {
        Lists { plan, lists: Vec::new() }
    }

    /// Writes the verdicts of a profile, and counts them.
    pub fn write(&mut self, found: Found<'_>, out: &mut Vec<u8>) {
        let sheet = found.sheet();
        if self.lists.len() <= sheet {
            self.lists.resize(sheet + 1, None);
        }
        let Some(list) = self.lists.get_mut(sheet) else { return };
        let list = list.get_or_insert_with(|| List::of(self.plan, found.rules()));
        out.extend_from_slice(b"{\"met\":[");
        list.written.names(in_order(&mut list.in_order, &list.ranks, &mut list.met, found.met_places()), out);
        out.extend_from_slice(b"],\"undetermined\":[");
        list.written.names(in_order(&mut list.in_order, &list.ranks, &mut list.undetermined, found.open_places()), out);
        out.extend_from_slice(b"]}");
    }

    /// Adds what was counted.
    pub fn count(self, tally: &mut Tally) {
        for list in self.lists.into_iter().flatten() {
            for (rule, (met, undetermined)) in list.rules.into_iter().zip(list.met.into_iter().zip(list.undetermined)) {
                tally.rule(rule, met, undetermined);
            }
        }
    }
}

/// Some rules by their ranks, each of them counted.
#[inline]
fn in_order<'s>(
    set: &'s mut RuleSet,
    ranks: &[RuleId],
    counts: &mut [u64],
    places: impl Iterator<Item = usize>,
) -> &'s RuleSet {
    set.clear();
    for place in places {
        counts[place] += 1;
        set.insert(ranks[place]);
    }
    set
}

impl List {
    fn of(plan: &Plan, rules: &[RuleId]) -> List {
        let name = |place: usize| plan.ruleset.rules[rules[place]].name.as_str();
        let mut by_name: Vec<usize> = (0..rules.len()).collect();
        by_name.sort_by_key(|place| name(*place));
        let mut ranks = vec![RuleId::from_index(0); rules.len()];
        for (rank, place) in by_name.iter().enumerate() {
            ranks[*place] = RuleId::from_index(rank);
        }
        List {
            rules: rules.to_vec(),
            ranks,
            met: vec![0; rules.len()],
            undetermined: vec![0; rules.len()],
            in_order: RuleSet::of(rules.len()),
            written: Written::of(by_name.into_iter().map(name)),
        }
    }
}

impl Written {
    fn of<'n>(names: impl Iterator<Item = &'n str>) -> Written {
        let mut written = Written { text: Vec::new(), bounds: vec![0] };
        for name in names {
            // A string is always JSON.
            written.text.extend(serde_json::to_vec(name).unwrap_or_default());
            written.text.push(b',');
            written.bounds.push(written.text.len() as u32);
        }
        // So that behind every name there is as much as a short one may have.
        written.text.resize(written.text.len() + SHORT, b' ');
        written
    }

    /// Writes the names of some rules in their order, with commas between them.
    fn names(&self, ranks: &RuleSet, out: &mut Vec<u8>) {
        let before = out.len();
        for rank in ranks.iter() {
            let (start, end) = (self.bounds[rank.index()] as usize, self.bounds[rank.index() + 1] as usize);
            match self.text[start..].first_chunk::<SHORT>() {
                // So many bytes at once take less time than as many as it has.
                Some(chunk) if end - start <= SHORT => {
                    out.extend_from_slice(chunk);
                    out.truncate(out.len() - SHORT + (end - start));
                }
                _ => out.extend_from_slice(&self.text[start..end]),
            }
        }
        if out.len() > before {
            out.pop();
        }
    }
}
