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
    check::Subject,
    compile::{Place, Plan, Row},
    diagnostics::InputError,
    ordered::Map,
    patient::{Knowledge, MAX_PROFILE_BYTES, Patient, Settings, read_patient, read_profile, resolve},
    text::Date,
    vocabulary::{Biomarker, DiseaseId, FactId, FromWhat, Id, Implication, RegionId, ValueId},
};
use rustc_hash::{FxHashMap, FxHasher};
use std::{borrow::Cow, hash::Hasher, ops::Range};

/// How many pieces are remembered before all are forgotten.
const MAX_PIECES: usize = 1 << 16;
/// How many bytes a piece may have to be remembered.
const MAX_PIECE_BYTES: usize = 4096;

/// Reads many profiles, and remembers their pieces.
#[derive(Clone, Debug)]
pub struct QuickReader<'p> {
    plan: &'p Plan,
    settings: Settings,
    pieces: Pieces,
    /// In which profile each fact, gene and marker was last met, by its number among all of them.
    met: Vec<u64>,
    profiles: u64,
    /// The facts that are counted from the therapies where they are not given.
    counted: Vec<FactId>,
    /// The facts of the profile that is being read.
    facts: Vec<(FactId, Option<ValueId>)>,
}

/// All pieces that are known. What is looked at together stands together.
#[derive(Clone, Debug, Default)]
struct Pieces {
    pieces: Vec<Piece>,
    /// The number of each piece by the hash of its kind and text.
    by_hash: FxHashMap<u64, u32>,
    texts: String,
    rows: Vec<(Place, Row)>,
    /// The numbers of the facts, genes and markers that pieces are about.
    subjects: Vec<u32>,
    /// What few pieces say beside their rows.
    more: FxHashMap<u32, More>,
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
    kind: Kind,
    text: Range<u32>,
    rows: Range<u32>,
    subjects: Range<u32>,
    fact: Option<(FactId, Option<ValueId>)>,
    /// The latest day in it; what is dated after the day of the report does not count.
    latest: Option<Date>,
    /// Whether it says more than its rows.
    has_more: bool,
}

/// What a piece says beside its rows.
#[derive(Clone, Debug)]
struct More {
    region: Option<RegionId>,
    /// What is known less exactly than a row.
    known: Known,
    /// What the disease settles, the nearest diagnosis first.
    implied: Vec<Implication>,
}

/// A piece that was read, before it stands among the others.
struct Learned {
    piece: Piece,
    rows: Vec<(Place, Row)>,
    /// The numbers of the facts, genes and markers that it is about.
    subjects: Vec<u32>,
    more: More,
}

impl<'p> QuickReader<'p> {
    /// For one plan, one day and one place.
    pub fn new(plan: &'p Plan, settings: Settings) -> QuickReader<'p> {
        let vocabulary = &plan.ruleset.vocabulary;
        let subjects = vocabulary.facts.len() + vocabulary.genes.len() + vocabulary.markers.len();
        let pieces = Pieces::default();
        let counted = vocabulary.facts.iter().filter(|(_, fact)| fact.is_counted).map(|(fact, _)| fact).collect();
        QuickReader { plan, settings, pieces, met: vec![0; subjects], profiles: 0, counted, facts: Vec::new() }
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
        if self.pieces.pieces.len() >= MAX_PIECES {
            self.pieces = Pieces::default();
        }
        self.facts.clear();
        let mut id = None;
        let mut date = None;
        let mut disease = None;
        let mut latest: Option<Date> = None;
        let mut has_therapies = false;
        let mut seen = 0_u32;
        let mut all = Interned::unknown(self.plan, self.settings.today, None);
        let mut scan = Scan::new(text);
        scan.members(|scan, name, _| {
            let key = TOP.iter().position(|known| *known == name)?;
            // A key given twice is an error.
            if seen >> key & 1 == 1 {
                return None;
            }
            seen |= 1 << key;
            match name {
                "id" => id = Some(string(scan.value()?)?),
                "date" => date = Some(scan.value()?.strip_prefix('"')?.strip_suffix('"')?.parse::<Date>().ok()?),
                "disease" => disease = Some(self.piece(Kind::Disease, scan.value()?, &mut all)?),
                "region" => {
                    let piece = self.piece(Kind::Region, scan.value()?, &mut all)?;
                    all.region = self.more(piece).and_then(|more| more.region);
                }
                "facts" => scan.members(|scan, _, start| {
                    scan.value()?;
                    let piece = self.piece(Kind::Fact, scan.since(start)?, &mut all)?;
                    self.facts.push(self.pieces.pieces[piece].fact?);
                    Some(())
                })?,
                "results" => scan.elements(|element| {
                    let piece = self.piece(Kind::Result, element, &mut all)?;
                    latest = latest.max(self.pieces.pieces[piece].latest);
                    Some(())
                })?,
                "therapies" => {
                    has_therapies = true;
                    let piece = self.piece(Kind::Therapies, scan.value()?, &mut all)?;
                    latest = latest.max(self.pieces.pieces[piece].latest);
                }
                _ => {
                    self.piece(Kind::Specimens, scan.value()?, &mut all)?;
                }
            }
            Some(())
        })?;
        let is_given = |fact: &FactId| self.facts.iter().any(|(given, _)| given == fact);
        if !scan.is_at_end() || has_therapies && !self.counted.iter().all(is_given) {
            return None;
        }
        all.date = self.settings.date.or(date).unwrap_or(self.settings.today);
        if self.settings.region.is_some() {
            let name = serde_json::to_string(self.settings.region.as_deref()?).ok()?;
            let piece = self.piece(Kind::Region, &name, &mut all)?;
            all.region = self.more(piece).and_then(|more| more.region);
        }
        if latest.is_some_and(|latest| latest > all.date) {
            return None;
        }
        if let Some(piece) = disease {
            let implied = self.more(piece).map_or(&[][..], |more| &more.implied);
            self.settle(implied, &self.facts, &mut all)?;
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

    /// The number of a piece. What it says is added to a profile, of which no other piece is about the same: several
    /// results of one thing are to be weighed together.
    #[inline]
    fn piece(&mut self, kind: Kind, text: &str, all: &mut Interned) -> Option<usize> {
        let mut hash = FxHasher::default();
        hash.write_u8(kind as u8);
        hash.write(text.as_bytes());
        let hash = hash.finish();
        let number = match self.pieces.by_hash.get(&hash) {
            Some(known) => *known as usize,
            None => self.learn(kind, text, hash)?,
        };
        let pieces = &self.pieces;
        let piece = &pieces.pieces[number];
        let text_of = piece.text.start as usize..piece.text.end as usize;
        if piece.kind != kind || pieces.texts.as_bytes().get(text_of) != Some(text.as_bytes()) {
            return None;
        }
        for subject in &pieces.subjects[piece.subjects.start as usize..piece.subjects.end as usize] {
            if std::mem::replace(&mut self.met[*subject as usize], self.profiles) == self.profiles {
                return None;
            }
        }
        all.put(&pieces.rows[piece.rows.start as usize..piece.rows.end as usize]);
        if piece.has_more {
            all.add(&self.more(number)?.known);
        }
        Some(number)
    }

    fn more(&self, piece: usize) -> Option<&More> {
        self.pieces.more.get(&(piece as u32))
    }

    #[cold]
    fn learn(&mut self, kind: Kind, text: &str, hash: u64) -> Option<usize> {
        if text.len() > MAX_PIECE_BYTES {
            return None;
        }
        let Learned { mut piece, mut rows, subjects, more } = self.read_piece(kind, text)?;
        let pieces = &mut self.pieces;
        let number = pieces.pieces.len();
        let since = |start: usize, end: usize| start as u32..end as u32;
        pieces.texts.push_str(text);
        piece.text = since(pieces.texts.len() - text.len(), pieces.texts.len());
        pieces.rows.append(&mut rows);
        piece.rows = since(pieces.rows.len() - piece.rows.len(), pieces.rows.len());
        piece.subjects = since(pieces.subjects.len(), pieces.subjects.len() + subjects.len());
        pieces.subjects.extend(subjects);
        if piece.has_more {
            pieces.more.insert(number as u32, more);
        }
        pieces.pieces.push(piece);
        pieces.by_hash.insert(hash, number as u32);
        Some(number)
    }

    fn read_piece(&self, kind: Kind, piece: &str) -> Option<Learned> {
        let text = kind.profile(piece);
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
        let mut patient = resolve(&profile, &self.plan.ruleset.vocabulary, &settings).ok()?;
        // What some names mean depends on the disease, which a piece of a profile does not know.
        if patient.turns_on_disease {
            return None;
        }
        // What is counted from the therapies depends on which facts are given.
        if kind == Kind::Therapies {
            patient.facts = Map::new();
        }
        let mut known = known(self.plan, &patient);
        let (mut subjects, mut fact, mut settled) = (biomarkers(self.plan, &patient), None, Vec::new());
        match kind {
            Kind::Disease => {
                settled = implied(self.plan, patient.disease?);
                // What it settles depends on what else is known.
                known = Known::default();
                known.rows.extend(self.plan.disease_row(patient.disease?));
            }
            Kind::Fact => {
                let (given, knowledge) = patient.facts.into_iter().next()?;
                let value = match knowledge {
                    Knowledge::Values(values) => values.first().copied(),
                    Knowledge::Numbers(_) => None,
                };
                fact = Some((given, value));
                subjects = vec![given.index() as u32];
            }
            _ => {}
        }
        let rows = std::mem::take(&mut known.rows);
        let has_more = !known.is_empty() || !settled.is_empty() || patient.region.is_some();
        let none = 0..0;
        let of_rows = 0..rows.len() as u32;
        let piece = Piece { kind, text: none.clone(), rows: of_rows, subjects: none, fact, latest, has_more };
        let more = More { region: patient.region, known, implied: settled };
        Some(Learned { piece, rows, subjects, more })
    }
}

/// The keys of a profile.
const TOP: [&str; 8] = ["id", "disease", "date", "region", "facts", "results", "therapies", "specimens"];

/// The numbers of the genes and markers of a patient that rules ask about.
fn biomarkers(plan: &Plan, patient: &Patient) -> Vec<u32> {
    let vocabulary = &plan.ruleset.vocabulary;
    let (facts, genes) = (vocabulary.facts.len(), vocabulary.genes.len());
    let is_asked = |biomarker| !plan.about(Subject::Biomarker(biomarker)).is_empty();
    let of_genes = patient.genes.keys().filter(|gene| is_asked(Biomarker::Gene(**gene)));
    let of_markers = patient.markers.keys().filter(|marker| is_asked(Biomarker::Marker(**marker)));
    let of_genes = of_genes.map(|gene| (facts + gene.index()) as u32);
    of_genes.chain(of_markers.map(|marker| (facts + genes + marker.index()) as u32)).collect()
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
