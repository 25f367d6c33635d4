//! Which items there are, which clauses each has, how often a clause may stand and which must.

/// How often a clause may stand in an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// At most once.
    Once,
    /// Any number of times.
    Many,
    /// At most one of the clauses with this mark.
    Choice,
}

use Times::{Choice, Many, Once};

/// An item as the grammar knows it.
#[derive(Debug)]
pub struct ItemGrammar {
    /// Its keyword.
    pub keyword: &'static str,
    /// Its clauses, those first that an error names as examples.
    pub clauses: &'static [(&'static str, Times)],
    /// What must stand; each entry is met by any one of its clauses.
    pub needed: &'static [&'static [&'static str]],
    /// Whether a title must stand.
    pub titled: bool,
}

impl ItemGrammar {
    /// How often a clause may stand; nothing where the item has no such clause.
    pub fn clause(&self, word: &str) -> Option<Times> {
        self.clauses.iter().find(|(clause, _)| *clause == word).map(|(_, times)| *times)
    }

    /// The keyword with its article.
    pub fn with_article(&self) -> String {
        let article = if self.keyword.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} `{}`", self.keyword)
    }
}

/// The item that a keyword starts.
pub fn item(keyword: &str) -> Option<&'static ItemGrammar> {
    ITEMS.iter().find(|item| item.keyword == keyword)
}

const HEADER: &[(&str, Times)] = &[("version", Once), ("reviewed", Once), ("region", Once), ("amends", Once)];

const METHOD: &[(&str, Times)] = &[
    ("detects", Many),
    ("measures", Once),
    ("under", Once),
    ("also", Once),
    ("covers", Once),
    ("specimen", Once),
    ("negative", Once),
    ("turnaround", Once),
    ("companion", Many),
    ("available", Many),
];

const ASSAY: &[(&str, Times)] = &[
    ("method", Once),
    ("detects", Many),
    ("measures", Once),
    ("also", Once),
    ("covers", Once),
    ("specimen", Once),
    ("negative", Once),
    ("turnaround", Once),
    ("companion", Many),
    ("available", Many),
];

const RULE: &[(&str, Times)] = &[
    ("test", Many),
    ("treat", Many),
    ("cite", Once),
    ("from", Once),
    ("until", Once),
    ("emerging", Once),
    ("when", Once),
    ("unless", Once),
    ("avoid", Many),
    ("hold", Many),
    ("refer", Once),
    ("trial", Many),
    ("note", Many),
    ("grade", Once),
    ("supersedes", Once),
    ("because", Once),
    ("patient", Once),
];

/// Every item there is.
pub const ITEMS: &[ItemGrammar] = &[
    ItemGrammar { keyword: "guideline", clauses: HEADER, needed: &[], titled: true },
    ItemGrammar { keyword: "vocabulary", clauses: HEADER, needed: &[], titled: true },
    ItemGrammar {
        keyword: "source",
        clauses: &[
            ("publisher", Once),
            ("dated", Once),
            ("doi", Once),
            ("pmid", Once),
            ("link", Once),
            ("licence", Once),
        ],
        needed: &[&["publisher"]],
        titled: true,
    },
    ItemGrammar { keyword: "scale", clauses: &[("level", Many)], needed: &[&["level"]], titled: true },
    ItemGrammar { keyword: "region", clauses: &[("under", Once), ("also", Once)], needed: &[], titled: true },
    ItemGrammar {
        keyword: "disease",
        clauses: &[
            ("under", Once),
            ("also", Once),
            ("implies", Many),
            ("reads", Many),
            ("asks", Many),
            ("oncotree", Once),
            ("snomed", Once),
            ("icd10", Once),
            ("icdo3", Once),
            ("ncit", Once),
            ("uncoded", Once),
        ],
        needed: &[],
        titled: true,
    },
    ItemGrammar {
        keyword: "gene",
        clauses: &[
            ("also", Once),
            ("hgnc", Once),
            ("uncoded", Once),
            ("transcript", Many),
            ("exons", Many),
            ("named", Many),
            ("benign", Once),
            ("positive", Once),
        ],
        needed: &[],
        titled: false,
    },
    ItemGrammar { keyword: "group", clauses: &[("=", Once)], needed: &[&["="]], titled: false },
    ItemGrammar {
        keyword: "marker",
        clauses: &[
            ("values", Choice),
            ("levels", Choice),
            ("number", Choice),
            ("also", Once),
            ("loinc", Once),
            ("positive", Once),
            ("negative", Once),
            ("value", Many),
        ],
        needed: &[&["values", "levels", "number"]],
        titled: true,
    },
    ItemGrammar {
        keyword: "drug",
        clauses: &[
            ("class", Once),
            ("also", Once),
            ("rxnorm", Once),
            ("atc", Once),
            ("uncoded", Once),
            ("brand", Many),
        ],
        needed: &[],
        titled: false,
    },
    ItemGrammar {
        keyword: "class",
        clauses: &[("under", Once), ("also", Once), ("atc", Once)],
        needed: &[],
        titled: true,
    },
    ItemGrammar { keyword: "regimen", clauses: &[("of", Once), ("also", Once)], needed: &[&["of"]], titled: true },
    ItemGrammar { keyword: "method", clauses: METHOD, needed: &[], titled: true },
    ItemGrammar { keyword: "assay", clauses: ASSAY, needed: &[&["method"]], titled: true },
    ItemGrammar {
        keyword: "specimen",
        clauses: &[("also", Once), ("germline", Once), ("inconclusive", Once)],
        needed: &[],
        titled: true,
    },
    ItemGrammar { keyword: "specialty", clauses: &[("also", Once)], needed: &[], titled: true },
    ItemGrammar {
        keyword: "fact",
        clauses: &[
            ("one", Choice),
            ("yes", Choice),
            ("number", Choice),
            ("ask", Once),
            ("also", Once),
            ("counted", Once),
            ("loinc", Once),
            ("value", Many),
        ],
        needed: &[&["one", "number", "yes"], &["ask"]],
        titled: true,
    },
    ItemGrammar { keyword: "define", clauses: &[], needed: &[], titled: true },
    ItemGrammar { keyword: "rule", clauses: RULE, needed: &[&["when"]], titled: true },
    ItemGrammar { keyword: "replace", clauses: RULE, needed: &[&["when"]], titled: false },
    ItemGrammar {
        keyword: "case",
        clauses: &[("given", Once), ("expect", Many)],
        needed: &[&["given"], &["expect"]],
        titled: false,
    },
    ItemGrammar {
        keyword: "always",
        clauses: &[("given", Once), ("when", Once), ("then", Once)],
        needed: &[],
        titled: false,
    },
    ItemGrammar {
        keyword: "never",
        clauses: &[("given", Once), ("when", Once), ("then", Once)],
        needed: &[],
        titled: false,
    },
    ItemGrammar {
        keyword: "withdraw",
        clauses: &[("because", Once), ("cite", Once)],
        needed: &[&["because"], &["cite"]],
        titled: false,
    },
];

/// How a clause that needs more than its keyword is called in a message.
pub fn clause_name(word: &'static str) -> &'static str {
    match word {
        "one" => "one of",
        "yes" => "yes or no",
        "negative" => "negative inconclusive on",
        "=" => "= MEMBER, …",
        word => word,
    }
}
