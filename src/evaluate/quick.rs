//! The quick way from a profile's text to its numbers: every piece of it that was met before is known by its text.
//!
//! Profiles of a cohort repeat each other: the same `"stage": "IVB"`, the same `{"biomarker": "KRAS", …}`. A piece is
//! read once, the careful way, and remembered with the numbers that came of it. A profile all of whose pieces are known
//! is put together from them. Whatever is out of the ordinary (an error, two results of one gene, a key given twice) is
//! read the careful way as a whole, so that both ways always say the same.

use super::{
    interned::{Interned, Known, intern, known},
    scan::Scan,
};
use crate::{
    compile::Plan,
    diagnostics::InputError,
    patient::{Knowledge, MAX_PROFILE_BYTES, Patient, Settings, read_patient, read_profile, resolve},
    text::Date,
    vocabulary::{Biomarker, DiseaseId, FactId, FromWhat, Implication, RegionId, ValueId},
};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// How many pieces are remembered before all are forgotten.
const MAX_PIECES: usize = 1 << 16;
/// How many bytes a piece may have to be remembered.
const MAX_PIECE_BYTES: usize = 4096;

/// Reads many profiles, and remembers their pieces.
#[derive(Clone, Debug)]
pub struct QuickReader<'p> {
    plan: &'p Plan,
    settings: Settings,
    pieces: Vec<Piece>,
    /// The number of each piece by its text.
    known: [FxHashMap<Box<str>, u32>; KINDS],
    /// In which profile each gene and marker was last met.
    met: FxHashMap<Biomarker, u64>,
    profiles: u64,
}

/// A profile's own name and its numbers.
#[derive(Clone, Debug)]
pub struct QuickProfile<'t> {
    /// What comes back with the answer.
    pub id: Option<Cow<'t, str>>,
    /// Its numbers.
    pub interned: Interned,
}

/// The kinds of pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Disease,
    Region,
    Fact,
    Result,
    Therapies,
    Specimens,
}

const KINDS: usize = 6;

impl Kind {
    /// A profile of nothing but this piece.
    fn profile(self, piece: &str) -> String {
        match self {
            Kind::Disease => format!("{{\"disease\":{piece}}}"),
            Kind::Region => format!("{{\"region\":{piece}}}"),
            Kind::Fact => format!("{{\"facts\":{{{piece}}}}}"),
            Kind::Result => format!("{{\"results\":[{piece}]}}"),
            Kind::Therapies => format!("{{\"therapies\":{piece}}}"),
            Kind::Specimens => format!("{{\"specimens\":{piece}}}"),
        }
    }
}

/// What a piece says.
#[derive(Clone, Debug)]
struct Piece {
    known: Known,
    region: Option<RegionId>,
    /// What the disease settles, the nearest diagnosis first.
    implied: Vec<Implication>,
    fact: Option<(FactId, Option<ValueId>)>,
    biomarkers: Vec<Biomarker>,
    /// The latest day in it; what is dated after the day of the report does not count.
    latest: Option<Date>,
}

impl<'p> QuickReader<'p> {
    /// For one plan, one day and one place.
    pub fn new(plan: &'p Plan, settings: Settings) -> QuickReader<'p> {
        let (pieces, known) = Default::default();
        QuickReader { plan, settings, pieces, known, met: FxHashMap::default(), profiles: 0 }
    }

    /// Reads a profile.
    ///
    /// # Errors
    /// All that is wrong with it, as [`read_patient`] says it.
    pub fn read<'t>(&mut self, text: &'t str) -> Result<QuickProfile<'t>, Vec<InputError>> {
        if let Some(profile) = self.assemble(text) {
            return Ok(profile);
        }
        let patient = read_patient(text, &self.plan.ruleset.vocabulary, &self.settings)?;
        let interned = intern(self.plan, &patient);
        Ok(QuickProfile { id: patient.id.map(Cow::Owned), interned })
    }

    /// The profile put together from its pieces, where nothing about it is out of the ordinary.
    fn assemble<'t>(&mut self, text: &'t str) -> Option<QuickProfile<'t>> {
        if text.len() > MAX_PROFILE_BYTES {
            return None;
        }
        self.profiles += 1;
        if self.pieces.len() >= MAX_PIECES {
            self.pieces.clear();
            self.known = Default::default();
        }
        let mut id = None;
        let mut date = None;
        let mut disease = None;
        let mut facts: Vec<(FactId, Option<ValueId>)> = Vec::with_capacity(40);
        let mut latest: Option<Date> = None;
        let mut seen = 0_u32;
        let mut all = Interned::unknown(self.plan, self.settings.today, None);
        let mut scan = Scan::new(text);
        scan.members(|name, value, _| {
            let key = TOP.iter().position(|known| *known == name)?;
            // A key given twice is an error.
            if seen >> key & 1 == 1 {
                return None;
            }
            seen |= 1 << key;
            match name {
                "id" => id = Some(string(value)?),
                "date" => date = Some(value.strip_prefix('"')?.strip_suffix('"')?.parse::<Date>().ok()?),
                "disease" => disease = Some(self.piece(Kind::Disease, value)?),
                "region" => {
                    let piece = self.piece(Kind::Region, value)?;
                    all.region = self.pieces[piece].region;
                }
                "facts" => {
                    let mut inner = Scan::new(value);
                    inner.members(|_, _, member| {
                        let piece = self.piece(Kind::Fact, member)?;
                        let piece = &self.pieces[piece];
                        let fact = piece.fact?;
                        if facts.iter().any(|(known, _)| *known == fact.0) {
                            return None;
                        }
                        facts.push(fact);
                        all.add(&piece.known);
                        Some(())
                    })?;
                }
                "results" => {
                    let mut inner = Scan::new(value);
                    inner.elements(|element| {
                        let piece = self.piece(Kind::Result, element)?;
                        let piece = &self.pieces[piece];
                        // Several results of one thing are to be weighed together.
                        for biomarker in &piece.biomarkers {
                            if self.met.insert(*biomarker, self.profiles) == Some(self.profiles) {
                                return None;
                            }
                        }
                        latest = latest.max(piece.latest);
                        all.add(&piece.known);
                        Some(())
                    })?;
                }
                "therapies" => {
                    let piece = self.piece(Kind::Therapies, value)?;
                    let piece = &self.pieces[piece];
                    latest = latest.max(piece.latest);
                    all.add(&piece.known);
                }
                _ => {
                    self.piece(Kind::Specimens, value)?;
                }
            }
            Some(())
        })?;
        if !scan.is_at_end() {
            return None;
        }
        all.date = self.settings.date.or(date).unwrap_or(self.settings.today);
        if self.settings.region.is_some() {
            let name = serde_json::to_string(self.settings.region.as_deref()?).ok()?;
            let piece = self.piece(Kind::Region, &name)?;
            all.region = self.pieces[piece].region;
        }
        if latest.is_some_and(|latest| latest > all.date) {
            return None;
        }
        if let Some(piece) = disease {
            let piece = &self.pieces[piece];
            all.add(&piece.known);
            self.settle(&piece.implied, &facts, &mut all)?;
        }
        Some(QuickProfile { id, interned: all })
    }

    /// Facts that the diagnosis settles: those that are not given, or less exactly.
    fn settle(&self, implied: &[Implication], given: &[(FactId, Option<ValueId>)], all: &mut Interned) -> Option<()> {
        let is_given = |fact: FactId| given.iter().any(|(known, _)| *known == fact);
        let may_be = |fact: FactId, implied: ValueId| match given.iter().find(|(known, _)| *known == fact) {
            None | Some((_, None)) => true,
            Some((_, Some(given))) => {
                let values = self.plan.ruleset.vocabulary.facts[fact].domain.values();
                values.is_some_and(|values| values.hierarchy.is_under(implied, *given))
            }
        };
        let mut settled: Vec<FactId> = Vec::new();
        for Implication { fact, value: implied, only } in implied {
            if settled.contains(fact) {
                continue;
            }
            if let Some(only) = only {
                let from = given.iter().find(|(known, _)| *known == only.fact);
                let domain = &self.plan.ruleset.vocabulary.facts[only.fact].domain;
                if from.is_none() || only.unless.is_some_and(is_given) || !may_be(*fact, *implied) {
                    continue;
                }
                match (from, only.what, domain.values()) {
                    (Some((_, Some(from))), FromWhat::Value(value), Some(values)) => {
                        if !values.hierarchy.is_under(*from, value) {
                            continue;
                        }
                    }
                    // Which numbers are enough is not known of pieces.
                    _ => return None,
                }
            }
            settled.push(*fact);
            let values = self.plan.ruleset.vocabulary.facts[*fact].domain.values()?;
            if let Some((_, given)) = given.iter().find(|(known, _)| known == fact) {
                let given = (*given)?;
                if values.hierarchy.is_under(given, *implied) {
                    continue;
                }
                // A value that the diagnosis excludes is an error.
                if !values.hierarchy.is_under(*implied, given) {
                    return None;
                }
            }
            if let Some(slot) = self.plan.rows().fact(*fact) {
                let row = self.plan.rows().value(slot, *implied)?;
                all.rows[slot as usize] = self.plan.places().row(slot, row);
            }
        }
        Some(())
    }

    /// The number of a piece.
    fn piece(&mut self, kind: Kind, text: &str) -> Option<usize> {
        if let Some(known) = self.known[kind as usize].get(text) {
            return Some(*known as usize);
        }
        if text.len() > MAX_PIECE_BYTES {
            return None;
        }
        let piece = self.read_piece(kind, text)?;
        let number = self.pieces.len();
        self.pieces.push(piece);
        self.known[kind as usize].insert(text.into(), number as u32);
        Some(number)
    }

    fn read_piece(&self, kind: Kind, text: &str) -> Option<Piece> {
        let text = kind.profile(text);
        let profile = read_profile(&text).ok()?;
        // A text that closes what encloses it and goes on is no piece.
        let pieces = usize::from(profile.disease.is_some())
            + usize::from(profile.region.is_some())
            + profile.facts.len()
            + profile.results.len()
            + usize::from(profile.therapies.is_some())
            + usize::from(profile.specimens.is_some());
        if pieces != 1 || profile.id.is_some() || profile.date.is_some() {
            return None;
        }
        let results = profile.results.iter().map(|result| result.date);
        let therapies = profile.therapies.iter().flatten().map(|therapy| therapy.date);
        let latest = results.chain(therapies).max().flatten();
        let settings = Settings::on(Date::new(9999, 12, 31)?);
        let patient = resolve(&profile, &self.plan.ruleset.vocabulary, &settings).ok()?;
        // What some names mean depends on the disease, which a piece of a profile does not know.
        if patient.turns_on_disease {
            return None;
        }
        let mut piece = Piece {
            known: known(self.plan, &patient),
            region: patient.region,
            implied: Vec::new(),
            fact: None,
            biomarkers: biomarkers(self.plan, &patient),
            latest,
        };
        match kind {
            Kind::Disease => {
                piece.implied = implied(self.plan, patient.disease?);
                // What it settles depends on what else is known.
                piece.known = Known::default();
                piece.known.rows.extend(self.plan.disease_row(patient.disease?));
            }
            Kind::Fact => {
                let (fact, knowledge) = patient.facts.into_iter().next()?;
                let value = match knowledge {
                    Knowledge::Values(values) => values.first().copied(),
                    Knowledge::Numbers(_) => None,
                };
                piece.fact = Some((fact, value));
            }
            _ => {}
        }
        Some(piece)
    }
}

/// The keys of a profile.
const TOP: [&str; 8] = ["id", "disease", "date", "region", "facts", "results", "therapies", "specimens"];

/// The genes and markers of a patient that rules ask about.
fn biomarkers(plan: &Plan, patient: &Patient) -> Vec<Biomarker> {
    let genes = patient.genes.keys().map(|gene| Biomarker::Gene(*gene));
    let markers = patient.markers.keys().map(|marker| Biomarker::Marker(*marker));
    genes
        .chain(markers)
        .filter(|biomarker| !plan.about(crate::check::Subject::Biomarker(*biomarker)).is_empty())
        .collect()
}

/// What a disease settles, the nearest diagnosis first.
fn implied(plan: &Plan, disease: DiseaseId) -> Vec<Implication> {
    let diseases = &plan.ruleset.vocabulary.diseases;
    let up = std::iter::successors(Some(disease), |at| diseases[*at].under).take(diseases.len());
    let mut settled: Vec<Implication> = Vec::new();
    for implied in up.flat_map(|at| &diseases[at].implies) {
        if settled.iter().all(|known| known.fact != implied.fact || known.only.is_some()) {
            settled.push(*implied);
        }
    }
    settled
}

/// A JSON string.
fn string(value: &str) -> Option<Cow<'_, str>> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    let plain = inner.bytes().all(|byte| byte >= 0x20 && byte != b'\\' && byte != b'"');
    if plain { Some(Cow::Borrowed(inner)) } else { serde_json::from_str(value).ok().map(Cow::Owned) }
}
