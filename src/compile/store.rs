//! A plan as a file: one line of text that says what it is, and behind it the plan as Postcard writes it.
//!
//! The checksum in the first line is that of the rest. It tells a damaged file from a sound one, so that the numbers in
//! a plan can be trusted to point at something; it does not tell who made the file.

use super::{FORMAT, Plan};
use crate::diagnostics::{Code, InputError};
use crate::vocabulary::{
    AssayId, ClassId, DefineId, DiseaseId, DrugId, FactId, GeneId, GroupId, GuidelineId, MarkerId, MethodId, RegimenId,
    RegionId, RuleId, ScaleId, SourceDocumentId, SpecialtyId, SpecimenId,
};

/// The largest plan that is read, in bytes.
pub const MAX_PLAN_BYTES: usize = 256 << 20;

/// The words that a plan file begins with; the number of its format and the checksum follow.
const MARK: &str = "guidemark plan ";

impl Plan {
    /// Whether a file is meant to be a plan.
    pub fn is_plan(file: &[u8]) -> bool {
        file.starts_with(MARK.as_bytes())
    }

    /// The content of a plan file.
    ///
    /// # Errors
    /// None that a plan made by [`compile`](super::compile) can meet.
    pub fn write(&self) -> Result<Vec<u8>, InputError> {
        let body = postcard::to_allocvec(&(counts(self), self))
            .map_err(|error| InputError::new(Code::InvalidPlan, "", format!("the plan cannot be written: {error}")))?;
        let mut file = format!("{MARK}{FORMAT} {}\n", checksum(&body)).into_bytes();
        file.extend(body);
        Ok(file)
    }

    /// Reads a plan file.
    ///
    /// # Errors
    /// A file that is no plan, is larger than [`MAX_PLAN_BYTES`], has another [`FORMAT`], or is damaged.
    pub fn read(file: &[u8]) -> Result<Plan, InputError> {
        let invalid = |message: &str| InputError::new(Code::InvalidPlan, "", message);
        let damaged = || {
            let error = invalid("the compiled rulebook is damaged: it does not fit the checksum in its first line");
            error.help("copy it again, or compile its rules again")
        };
        if file.len() > MAX_PLAN_BYTES {
            let message = format!("the plan has {} bytes; at most {MAX_PLAN_BYTES} are read", file.len());
            return Err(invalid(&message));
        }
        let (format, sum, body) = parts(file).ok_or_else(|| invalid("this is no compiled rulebook"))?;
        if format != FORMAT {
            let message =
                format!("the rulebook was compiled to format {format}, and this engine reads format {FORMAT}");
            return Err(invalid(&message).help("compile its rules again with this version of guidemark"));
        }
        if sum != checksum(body) {
            return Err(damaged());
        }
        // A checksum tells of damage, not of malice: a number that points at nothing must not be followed.
        let (counted, rest) = postcard::take_from_bytes::<Vec<u32>>(body).map_err(|_| damaged())?;
        expect(&counted);
        let read = postcard::take_from_bytes::<Plan>(rest);
        expect(&[]);
        match read {
            Ok((plan, [])) if counts(&plan) == counted && plan.is_sound() => Ok(plan.with_conditions().indexed()),
            _ => Err(damaged()),
        }
    }
}

/// What tells a damaged plan from a sound one, as 16 digits.
///
/// Eight bytes at a time and no cryptography: a module that has just been loaded takes a tenth of a second and more for a
/// SHA-256 of two megabytes. Each step maps the sums before it one to one, so that one piece that differs always shows.
pub fn checksum(bytes: &[u8]) -> String {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let step = |sum: u64, piece: u64| (sum ^ piece).wrapping_mul(FACTOR).rotate_left(29);
    let (pieces, rest) = bytes.as_chunks::<8>();
    let sum = pieces.iter().fold(bytes.len() as u64, |sum, piece| step(sum, u64::from_le_bytes(*piece)));
    let sum = rest.iter().fold(sum, |sum, byte| step(sum, u64::from(*byte)));
    // The last pieces have reached the high bits alone.
    let sum = (sum ^ sum >> 32).wrapping_mul(FACTOR);
    format!("{:016x}", sum ^ sum >> 29)
}

/// The format and the checksum that the first line names, and what follows it.
fn parts(file: &[u8]) -> Option<(u32, &str, &[u8])> {
    let end = file.iter().position(|byte| *byte == b'\n')?;
    let (line, body) = file.split_at(end);
    let (format, sum) = std::str::from_utf8(line).ok()?.strip_prefix(MARK)?.split_once(' ')?;
    Some((format.parse().ok()?, sum, body.get(1..)?))
}

/// What each kind of id is an id of.
macro_rules! tables {
    ($($id:ident: $($table:ident).+)*) => {
        /// How long each table is.
        fn counts(plan: &Plan) -> Vec<u32> {
            vec![$(plan.ruleset.$($table).+.len() as u32),*]
        }

        /// Has ids checked against these lengths while they are read; without lengths, against none.
        fn expect(counts: &[u32]) {
            let mut counts = counts.iter().copied();
            $($id::count().set(counts.next().unwrap_or(u32::MAX));)*
        }
    };
}

tables! {
    RegionId: vocabulary.regions
    DiseaseId: vocabulary.diseases
    GeneId: vocabulary.genes
    GroupId: vocabulary.groups
    MarkerId: vocabulary.markers
    DrugId: vocabulary.drugs
    ClassId: vocabulary.classes
    RegimenId: vocabulary.regimens
    MethodId: vocabulary.methods
    AssayId: vocabulary.assays
    SpecimenId: vocabulary.specimens
    SpecialtyId: vocabulary.specialties
    FactId: vocabulary.facts
    ScaleId: vocabulary.scales
    SourceDocumentId: vocabulary.sources
    GuidelineId: vocabulary.guidelines
    DefineId: defines
    RuleId: rules
}
