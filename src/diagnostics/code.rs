//! Every code that a finding can carry, with the page that explains it.

use serde::{Serialize, Serializer};
use std::{fmt, str::FromStr};

macro_rules! codes {
    ($($(#[doc = $doc:literal])* $variant:ident = $slug:literal,)*) => {
        /// The stable name of a kind of finding: a slug that never changes its meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $doc])* $variant,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &[Code] = &[$(Code::$variant),*];

            /// The slug, as `unknown-name`.
            pub fn slug(self) -> &'static str {
                match self { $(Code::$variant => $slug,)* }
            }

            /// The page that explains it, in Markdown.
            pub fn page(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("../../docs/diagnostics/", $slug, ".md")),)* }
            }
        }
    };
}

codes! {
    // Reading rule text.
    /// A character that no rule text has outside quotes: `exon 14–15` with a dash.
    UnexpectedCharacter = "unexpected-character",
    /// A string that its line does not end: `title "Osimertinib`.
    UnterminatedString = "unterminated-string",
    /// Something else than the grammar asks for here.
    UnexpectedToken = "unexpected-token",
    /// A line in column 0 that starts with no item keyword: `rul x`.
    UnknownItem = "unknown-item",
    /// An indented line that belongs to no item.
    StrayIndentation = "stray-indentation",
    /// A clause that this kind of item does not have: `treat` in a `drug`.
    UnknownClause = "unknown-clause",
    /// A clause that may stand once and stands twice.
    DuplicateClause = "duplicate-clause",
    /// A clause without which the item means nothing: a rule without `when`.
    MissingClause = "missing-clause",
    /// `a and b or c` without parentheses.
    MixedAndOr = "mixed-and-or",
    /// More than 64 levels of parentheses.
    NestingTooDeep = "nesting-too-deep",
    /// A number out of the range that can be written.
    InvalidNumber = "invalid-number",
    /// No day of the calendar.
    InvalidDate = "invalid-date",
    /// A range whose end lies before its start.
    InvalidRange = "invalid-range",
    /// A file or an input larger than is read.
    TooLarge = "too-large",
    // Checking a rulebook.
    /// A name that nothing declares.
    UnknownName = "unknown-name",
    /// A name that is declared as something else: a drug where a gene is asked for.
    WrongKind = "wrong-kind",
    /// A name declared twice.
    DuplicateName = "duplicate-name",
    /// A name that stands for two things.
    AmbiguousName = "ambiguous-name",
    /// Something defined by itself.
    CyclicDefinition = "cyclic-definition",
    /// A value that the fact or marker does not have.
    UnknownValue = "unknown-value",
    /// A comparison of something that has no order, or a value where a number is asked for.
    WrongType = "wrong-type",
    /// Another unit than the declared one.
    WrongUnit = "wrong-unit",
    /// A number outside the declared range.
    OutOfRange = "out-of-range",
    /// A treatment that depends on what is not known.
    TreatmentOnUnknown = "treatment-on-unknown",
    /// A recommendation without a source.
    MissingCitation = "missing-citation",
    /// A recommendation without a grade.
    MissingGrade = "missing-grade",
    /// A recommendation without a text for the clinician or the patient.
    MissingText = "missing-text",
    /// A vocabulary entry without the code that its kind has.
    MissingCode = "missing-code",
    /// A rule that recommends nothing.
    NothingRecommended = "nothing-recommended",
    /// A time that ends before it starts, or an emerging option that never ends.
    InvalidPeriod = "invalid-period",
    /// A definition or source that nothing uses.
    Unused = "unused",
    /// A treatment that turns on a biomarker which no rule asks to test.
    UntestedBiomarker = "untested-biomarker",
    /// An alteration that cannot be read.
    UnreadableAlteration = "unreadable-alteration",
    /// A pattern that the declared exons of the gene cannot answer.
    MissingExons = "missing-exons",
    /// `withdraw` or `replace` in a file that amends nothing, or of a rule of another guideline.
    InvalidAmendment = "invalid-amendment",
    // Examples and promises.
    /// A case that does not come out as expected.
    CaseFailed = "case-failed",
    /// A promise with a profile that breaks it.
    PromiseBroken = "promise-broken",
    // Reading a profile.
    /// Text that is no JSON.
    InvalidJson = "invalid-json",
    /// A key that profiles do not have.
    UnknownKey = "unknown-key",
    /// A key that stands twice in one object.
    DuplicateKey = "duplicate-key",
    /// A key that is needed here.
    MissingKey = "missing-key",
    /// `null`: an unknown is left out.
    NullValue = "null-value",
    /// A JSON value of another kind than this place takes.
    WrongJsonType = "wrong-json-type",
    /// A result that says two things at once.
    ContradictoryResult = "contradictory-result",
    /// A compiled rulebook that this engine cannot read.
    InvalidPlan = "invalid-plan",
}

/// A text that is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownCode;

impl FromStr for Code {
    type Err = UnknownCode;

    fn from_str(slug: &str) -> Result<Code, UnknownCode> {
        Code::ALL.iter().copied().find(|code| code.slug() == slug).ok_or(UnknownCode)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.slug())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.slug())
    }
}
