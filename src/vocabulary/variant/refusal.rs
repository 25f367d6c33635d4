//! Why a text could not be read as a change, after the likeliest mistake.

use super::change::Unreadable;
use super::protein::read_codon;
use super::read::read_described;

/// Words that say that there is no change.
const NOTHING_FOUND: [&str; 17] = [
    "no",
    "not",
    "none",
    "negative",
    "neg",
    "absent",
    "wildtype",
    "wt",
    "wild",
    "undetected",
    "unmutated",
    "nonmutated",
    "unamplified",
    "nonamplified",
    "normal",
    "excluded",
    "without",
];
/// Words that say that it is not known whether there is one.
const OPEN: [&str; 15] = [
    "equivocal",
    "inconclusive",
    "indeterminate",
    "suspected",
    "suspicious",
    "possible",
    "probable",
    "unclear",
    "borderline",
    "pending",
    "failed",
    "insufficient",
    "untested",
    "qns",
    "questionable",
];
/// Words that say what a change means, or where it came from.
const MEANING: [&str; 12] = [
    "pathogenic",
    "benign",
    "vus",
    "uncertain",
    "significance",
    "somatic",
    "germline",
    "inherited",
    "tier",
    "class",
    "likely",
    "clinvar",
];

/// Where it is said what a change means.
pub(super) const MEANING_BESIDE: &str = "what a change means and where it came from stand beside it: `{ \"change\": …, \"significance\": …, \"origin\": … }`";

/// A text that says that nothing was found, or that nobody knows: the status of a result, and no change. In capitals
/// such a word looks like a gene (`NO FUSION`), so this is asked before anything is read.
pub(super) fn no_change(text: &str) -> Option<Unreadable> {
    let says = |words: &[&str]| {
        text.split(|letter: char| !letter.is_ascii_alphanumeric())
            .any(|word| words.iter().any(|one| word.eq_ignore_ascii_case(one)))
    };
    let (what, help) = if says(&NOTHING_FOUND) || ends_with_minus(text) {
        ("it says that something was not found", "give the result the status `negative`, and no alterations")
    } else if says(&OPEN) {
        (
            "it says that this is not certain",
            "give the result the status `inconclusive`, `pending`, `insufficient` or `failed`, and no alterations",
        )
    } else {
        return None;
    };
    Some(Unreadable::new(format!("`{}` cannot be read as a change: {what}", shown(text)), help))
}

/// `exon 19 deletion (-)`, `EML4-ALK: –`; a dash right behind a residue (`p.K522-`) is no such sign.
fn ends_with_minus(text: &str) -> bool {
    let sign = text.trim_end_matches([')', ']', ' ', '.']).strip_suffix(['-', '–', '—', '−']);
    sign.is_some_and(|before| before.ends_with(['(', '[', ' ', ':']))
}

fn shown(text: &str) -> String {
    text.chars().take(60).collect()
}

/// `185delAG`, `5382insC`: numbers that may count another sequence than HGVS does.
fn is_counted_deletion(text: &str) -> bool {
    let rest = text.trim_start_matches(|digit: char| digit.is_ascii_digit());
    rest.len() < text.len() && ["del", "ins", "dup"].iter().any(|edit| rest.starts_with(edit))
}

/// Why nothing could read it.
pub(super) fn refusal(text: &str) -> Unreadable {
    let described = text.rsplit_once(':').map_or(text, |(_, described)| described);
    let body = described.strip_prefix("p.").unwrap_or(described);
    let says = |words: &[&str]| {
        text.split(|letter: char| !letter.is_ascii_alphanumeric())
            .any(|word| words.iter().any(|one| word.eq_ignore_ascii_case(one)))
    };
    let lower = text.to_ascii_lowercase();
    let help = if text.eq_ignore_ascii_case("nd") {
        "`ND` is *not detected* to some and *not done* to others: give the status `negative`, or leave the result out"
    } else if let Some("g." | "m." | "n." | "o." | "r.") = described.get(..2) {
        "without its reference sequence this says nothing about the protein: report the `p.` or `c.` form"
    } else if text.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("rs"))
        && text.bytes().skip(2).all(|byte| byte.is_ascii_digit())
    {
        "an rs number names a place, not a change: report the `p.` or `c.` form"
    } else if body.strip_suffix('X').or(body.strip_suffix("Xaa")).is_some_and(|site| read_codon(site).is_some()) {
        "`X` means a stop to some and any residue to others: write `*` for a stop, and the residue or the codon alone \
         otherwise"
    } else if described.contains("IVS") {
        "count from the coding sequence instead of the intron, as in `c.3028+1G>T`"
    } else if ["del(", "dup(", "gain("].iter().any(|start| text.starts_with(start)) {
        "a change of a chromosome is a result of its own, and its name the `biomarker`"
    } else if ["t(", "inv(", "ins("].iter().any(|start| text.starts_with(start)) {
        "name the genes instead of the chromosome bands, as in `GENE1::GENE2`"
    } else if described.contains(['[', ';']) {
        "report each change on its own"
    } else if read_described(&text.to_ascii_uppercase()).is_some() || read_codon(&text.to_ascii_uppercase()).is_some() {
        "residues are capital letters, as in `L858R`"
    } else if is_counted_deletion(text) {
        "say which sequence the number counts: `c.` before a nucleotide as HGVS counts it, `p.` before a residue"
    } else if ["deletion", "deleted"].iter().any(|word| lower.ends_with(word)) && !says(&["exon"]) {
        "say how much is lost: `homozygous deletion`, `loss` where it is not known, or `exon 19 deletion` for a part"
    } else if text.contains('>') && read_described(&format!("c.{text}")).is_some() {
        "say which sequence the number counts: `c.` before a nucleotide, `p.` before a residue"
    } else if says(&MEANING) {
        MEANING_BESIDE
    } else if text.contains('%') {
        "the share of reads stands beside the change of a residue or nucleotide, as in `L858R 23%`, or in \
         `allele_fraction`"
    } else if says(&["or"]) {
        "it leaves open what was found: report that, or its class, as in `V600` for one of the changes of a codon"
    } else if says(&["exon"]) || text.starts_with("ex") {
        "say what happens in the exon, as in `exon 19 deletion`, `exon 20 insertion` or `exon 14 skipping`"
    } else {
        "write a change as in `p.L858R`, `p.E746_A750del`, `c.3028+1G>T`, `GENE1::GENE2`, `amplification` or \
         `exon 19 deletion`"
    };
    Unreadable::new(format!("`{}` cannot be read as a change", shown(text)), help)
}
