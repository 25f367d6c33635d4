//! Variants: which notations are read, what they mean, and what falls under what.

mod spellings;

use guidemark::kleene::Kleene;
use guidemark::syntax::tree::{Origin, RegionalKind};
use guidemark::vocabulary::variant::{
    Alteration, Change, Exon, GeneModel, LONGEST, NamedSet, Pattern, PatternForm, Significance, Transcript, covers,
    matches, overlaps, read, read_of, read_pattern,
};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

/// Genes as a vocabulary would declare them. Exon tables only where their ends are known from splice site notations:
/// EGFR NM_005228 exons 18 to 21 end with whole codons; MET exon 14 is c.2888 to c.3028 of NM_000245 and 18 codons
/// further on in NM_001127500; TP53 NM_000546 has its splice sites behind c.375, 559, 672, 782 and 919.
fn gene(symbol: &str) -> GeneModel {
    let exon = |(number, from, to): &(u32, u32, u32)| Exon { number: *number, from: *from, to: *to };
    let transcript = |name: &str, exons: &[(u32, u32, u32)]| Transcript {
        name: name.to_string(),
        exons: exons.iter().map(exon).collect(),
    };
    let mut gene = GeneModel { symbol: symbol.to_string(), ..GeneModel::default() };
    let mut named = Vec::new();
    match symbol {
        "EGFR" => {
            gene.also = vec!["HER1".to_string()];
            gene.transcripts =
                vec![transcript("NM_005228.5", &[(18, 688, 728), (19, 729, 761), (20, 762, 823), (21, 824, 875)])];
            named = vec![("classical", vec!["exon 19 deletion", "L858R"]), ("vIII", vec!["EGFR-intragenic"])];
        }
        "MET" => {
            gene.transcripts =
                vec![transcript("NM_000245.4", &[(14, 963, 1010)]), transcript("NM_001127500.3", &[(14, 981, 1028)])];
            named = vec![("exon 14 variants", vec!["exon 14 skipping", "D1010H", "D1010N", "D1010Y"])];
        }
        "TP53" => {
            gene.transcripts = vec![transcript(
                "NM_000546.6",
                &[(4, 33, 125), (5, 126, 187), (6, 187, 224), (7, 225, 261), (8, 261, 307)],
            )];
        }
        "BRAF" => named = vec![("class I", vec!["V600"]), ("class II", vec!["K601E", "L597Q", "fusion"])],
        "FLT3" => named = vec![("ITD", vec!["codons 560..640 duplication", "codons 560..640 insertion"])],
        "ALK" => gene.transcripts = vec![transcript("NM_004304.5", &[])],
        "TERT" => named = vec![("C228T", vec!["c.-124C>T"])],
        _ => {}
    }
    for (name, names) in named {
        let patterns = names.iter().map(|name| pattern(&gene, name)).collect();
        gene.named.push(NamedSet { name: name.to_string(), patterns });
    }
    gene
}

/// `germline truncation`, `exon 20 insertion except A763_Y764insFQEA`, `fusion with EML4`, or a form by its name.
fn pattern(gene: &GeneModel, text: &str) -> Pattern {
    if let Some((form, except)) = text.split_once(" except ") {
        return Pattern { except: vec![pattern(gene, except)], ..pattern(gene, form) };
    }
    let origins = [("germline ", Origin::Germline), ("somatic ", Origin::Somatic)];
    for (word, origin) in origins {
        if let Some(form) = text.strip_prefix(word) {
            return Pattern { origin: Some(origin), ..pattern(gene, form) };
        }
    }
    if let Some(partner) = text.strip_prefix("fusion with ") {
        return Pattern::new(PatternForm::Fusion { with: Some(partner.to_string()) });
    }
    match read_pattern(text, gene) {
        Ok(form) => Pattern::new(form),
        Err(problem) => panic!("pattern {text}: {problem}"),
    }
}

/// A change, perhaps with what is known of it: `E746K [germline, pathogenic]`.
fn alteration(gene: &GeneModel, text: &str) -> Alteration {
    let (change, suffix) = text.split_once(" [").unwrap_or((text, ""));
    let change = read_of(change, gene).unwrap_or_else(|problem| panic!("{change}: {problem}"));
    let mut alteration = Alteration::from(change);
    for word in suffix.trim_end_matches(']').split(", ").filter(|word| !word.is_empty()) {
        match word {
            "germline" => alteration.origin = Some(Origin::Germline),
            "somatic" => alteration.origin = Some(Origin::Somatic),
            word => alteration.significance = serde_json::from_value(word.into()).ok(),
        }
    }
    alteration
}

fn check_table(table: &str) -> usize {
    let mut wrong = Vec::new();
    let mut rows = 0;
    for row in table.lines().map(str::trim).filter(|row| !row.is_empty()) {
        let [symbol, change, asked, expected] = row.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("{row}: four columns are needed");
        };
        let gene = gene(symbol);
        let found = match matches(&gene, &alteration(&gene, change), &pattern(&gene, asked)) {
            Kleene::Met => "yes",
            Kleene::NotMet => "no",
            Kleene::Undetermined => "may be",
        };
        rows += 1;
        if found != expected {
            wrong.push(format!("{row}: is {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    rows
}

#[test]
fn small_variants() {
    let rows = check_table(
        "
        EGFR | p.L858R                      | L858R              | yes
        EGFR | L858R                        | p.Leu858Arg        | yes
        EGFR | p.(Leu858Arg)                | L858R              | yes
        EGFR | NP_005219.2:p.Leu858Arg      | L858R              | yes
        EGFR | ENSP00000275493.2:p.Leu858Arg | L858R             | yes
        EGFR | EGFR:p.L858R                 | L858R              | yes
        EGFR | EGFR p.L858R                 | L858R              | yes
        EGFR | EGFR L858R                   | L858R              | yes
        EGFR | c.2573T>G (p.Leu858Arg)      | L858R              | yes
        EGFR | NM_005228.5(EGFR):c.2573T>G (p.Leu858Arg) | L858R | yes
        EGFR | p.L858R, c.2573T>G           | L858R              | yes
        EGFR | p.L861Q                      | L858R              | no
        EGFR | p.L858M                      | L858R              | no
        EGFR | p.L858R                      | L858               | yes
        EGFR | p.L858R                      | mutation           | yes
        EGFR | p.L858R                      | exon 21 mutation   | yes
        EGFR | p.L858R                      | exon 20 mutation   | no
        EGFR | p.L858R                      | codons 850..860 mutation | yes
        EGFR | p.L858R                      | codon 857 mutation | no
        EGFR | p.L858R                      | classical          | yes
        EGFR | p.L858R                      | pathogenic variant | yes
        EGFR | p.L858R                      | truncation         | no
        EGFR | p.L858R                      | fusion             | no
        EGFR | p.L858R                      | amplification      | no
        EGFR | p.L858R                      | exon 21 deletion   | no
        EGFR | p.L858R                      | exon 22 mutation   | may be
        EGFR | p.T790M                      | exon 20 insertion  | no
        EGFR | p.T790M                      | exon 20 mutation   | yes
        EGFR | p.T790M                      | exon 22 insertion  | no
        EGFR | p.G719S                      | exon 18 mutation   | yes
        EGFR | p.L858=                      | mutation           | no
        EGFR | p.L858L                      | L858               | no
        EGFR | p.L858=                      | pathogenic variant | no
        EGFR | p.(=)                        | mutation           | no
        EGFR | p.?                          | mutation           | may be
        EGFR | p.?                          | L858R              | may be
        EGFR | p.?                          | exon 19 deletion   | may be
        EGFR | p.?                          | fusion             | no
        EGFR | p.L747?                      | exon 19 deletion   | may be
        EGFR | p.L747?                      | exon 20 insertion  | no
        EGFR | p.L858fs                     | truncation         | yes
        EGFR | p.L858fs                     | exon 21 mutation   | yes
        EGFR | p.E746fs                     | exon 19 deletion   | no
        EGFR | p.E746*                      | exon 19 deletion   | no
        EGFR | p.E746*                      | exon 19 mutation   | yes
        BRAF | p.V600E                      | V600E              | yes
        BRAF | p.V600E                      | V600               | yes
        BRAF | V600E mutation               | V600E              | yes
        BRAF | BRAF V600E mutation          | V600E              | yes
        BRAF | c.1799T>A(p.Val600Glu)       | V600E              | yes
        BRAF | c.1800G>A (p.Val600=)        | mutation           | no
        BRAF | p.V600K                      | V600               | yes
        BRAF | p.V600K                      | V600E              | no
        BRAF | p.V600E                      | class I            | yes
        BRAF | p.V600E                      | class II           | no
        BRAF | p.K601E                      | class II           | yes
        BRAF | p.K601E                      | V600               | no
        BRAF | p.V600_K601delinsE           | V600               | no
        BRAF | p.V600_K601delinsE           | V600E              | no
        BRAF | p.V600_K601delinsE           | codon 600 deletion | may be
        BRAF | p.V600_K601delinsE           | mutation           | yes
        BRAF | p.V600_K601delinsEN          | V600E              | may be
        BRAF | p.V600_K601delinsEN          | V600K              | no
        BRAF | p.V600_K601delinsEN          | V600               | may be
        BRAF | p.V600_K601delinsEK          | V600E              | yes
        BRAF | p.V600*                      | V600               | no
        BRAF | p.V600del                    | V600               | no
        BRAF | p.V600fs                     | V600               | no
        BRAF | p.A600E                      | V600               | no
        BRAF | V600 mutation                | V600               | yes
        BRAF | V600 mutation                | V600E              | may be
        BRAF | V600 mutation                | mutation           | yes
        BRAF | V600 mutation                | K601E              | no
        KRAS | p.G12C                       | codons 12..13 mutation | yes
        KRAS | p.G13D                       | codons 12..13 mutation | yes
        KRAS | p.Q61H                       | codons 12..13 mutation | no
        KRAS | p.G12_G13insG                | codons 12..13 mutation | yes
        KRAS | p.G13_V14insG                | codons 12..13 mutation | may be
        KRAS | p.G10dup                     | codons 12..13 mutation | no
        KRAS | p.G12C                       | G12D               | no
        KRAS | p.12_13GG>VC                 | codons 12..13 mutation | yes
        KRAS | p.GG12VC                     | G12                | may be
        KRAS | codon 12 mutation            | codons 12..13 mutation | yes
        KRAS | codon 12 mutation            | G12C               | may be
        KRAS | exon 2 mutation              | G12C               | may be
        PIK3CA | p.H1047R                   | H1047              | yes
        PIK3CA | p.E545K                    | H1047              | no
        PIK3CA | mutation                   | H1047R             | may be
        TP53 | p.R175H                      | exon 5 mutation    | yes
        TP53 | p.G187S                      | exon 5 mutation    | yes
        TP53 | p.G187S                      | exon 6 mutation    | yes
        TP53 | p.R213*                      | truncation         | yes
        TP53 | p.R213*                      | pathogenic variant | yes
        TP53 | p.W146_D148delins*           | truncation         | yes
        TP53 | p.M1?                        | mutation           | yes
        TP53 | p.M1?                        | truncation         | may be
        TP53 | p.M1V                        | truncation         | may be
        TP53 | p.M1V                        | M1                 | no
        TP53 | p.*394Gext*9                 | mutation           | yes
        TP53 | p.*394Gext*9                 | truncation         | no
        TP53 | p.X187_splice                | truncation         | may be
        TP53 | p.X187_splice                | mutation           | yes
        TP53 | p.X187_splice                | pathogenic variant | may be
        TP53 | c.559+1G>A                   | mutation           | yes
        TP53 | c.559+1G>A                   | truncation         | may be
        TP53 | c.559+1G>A [likely pathogenic] | pathogenic variant | yes
        TP53 | c.559+15G>A                  | mutation           | may be
        TP53 | c.559+400G>A                 | mutation           | no
        ERBB2 | p.Y772_A775dup              | codons 770..831 insertion | yes
        ERBB2 | p.A775_G776insYVMA          | codons 770..831 insertion | yes
        ERBB2 | p.A775_G776insYVMA          | codons 770..831 duplication | may be
        ERBB2 | p.A775_G776insYVMA          | Y772_A775dup       | may be
        ERBB2 | p.A775_G776insSVMA          | Y772_A775dup       | no
        ERBB2 | p.G776delinsVC              | codons 770..831 insertion | yes
        ERBB2 | p.S310F                     | codons 770..831 insertion | no
        ERBB2 | p.Y772_A775dup              | exon 20 insertion  | may be
        KIT  | p.W557_K558del               | codons 550..592 deletion | yes
        KIT  | p.V559D                      | codons 550..592 deletion | no
        KIT  | p.V559D                      | codons 550..592 mutation | yes
        KIT  | p.D816V                      | D816               | yes
        FLT3 | FLT3-ITD                     | ITD                | yes
        FLT3 | ITD                          | pathogenic variant | yes
        FLT3 | ITD                          | mutation           | yes
        FLT3 | p.Y597_E598insDYVDFREY       | ITD                | yes
        FLT3 | p.D835Y                      | ITD                | no
        ",
    );
    assert!(rows >= 110, "{rows}");
}

#[test]
fn in_frame_changes_of_an_exon() {
    check_table(
        "
        EGFR | p.E746_A750del               | exon 19 deletion   | yes
        EGFR | E746_A750del                 | exon 19 deletion   | yes
        EGFR | p.E746_A750delELREA          | exon 19 deletion   | yes
        EGFR | p.L747_T751delinsP           | exon 19 deletion   | yes
        EGFR | p.(Leu747_Pro753delinsSer)   | exon 19 deletion   | yes
        EGFR | p.(Glu746_Ala750del)         | exon 19 deletion   | yes
        EGFR | p.L747_A755delinsSMS         | exon 19 deletion   | yes
        EGFR | c.2235_2249del               | exon 19 deletion   | yes
        EGFR | c.2236_2250del               | exon 19 deletion   | yes
        EGFR | NM_005228.5:c.2240_2257del   | exon 19 deletion   | yes
        EGFR | ENST00000275493.2:c.2240_2263delinsCGATGT | exon 19 deletion | yes
        EGFR | c.2235_2248del               | exon 19 deletion   | no
        EGFR | c.2235_2249del               | E746_A750del       | may be
        EGFR | c.2235_2249del               | L858R              | no
        EGFR | exon 19 deletion             | exon 19 deletion   | yes
        EGFR | EGFR exon 19 deletion        | exon 19 deletion   | yes
        EGFR | ex19del                      | exon 19 deletion   | yes
        EGFR | Exon 19 Deletion             | classical          | yes
        EGFR | exon 19 deletion             | E746_A750del       | may be
        EGFR | exon 19 deletion             | exon 19 mutation   | yes
        EGFR | exon 19 deletion             | exon 19 insertion  | no
        EGFR | exon 19 deletion             | exon 20 insertion  | no
        EGFR | exon 19 deletion             | L858R              | no
        EGFR | exon 19 mutation             | exon 19 deletion   | may be
        EGFR | exon 19 deletion             | mutation           | yes
        EGFR | exon 19 deletion             | fusion             | no
        EGFR | p.E746_A750del               | exon 20 deletion   | no
        EGFR | p.E746_A750del               | exon 19 insertion  | no
        EGFR | p.E746_A750del               | exons 18..21 deletion | yes
        EGFR | p.A750_K754del               | E746_A750del       | no
        EGFR | p.746_750del                 | E746_A750del       | may be
        EGFR | p.L747_T751delinsQ           | L747_T751delinsP   | no
        EGFR | p.K728_E734del               | exon 19 deletion   | may be
        EGFR | p.E746_A750delinsIPVAI       | exon 19 deletion   | no
        EGFR | p.E746_A750delinsIPVAI       | exon 19 mutation   | yes
        EGFR | p.I744_K745insKIPVAI         | exon 19 insertion  | yes
        EGFR | p.D770_N771insSVD            | exon 20 insertion  | yes
        EGFR | p.H773dup                    | exon 20 insertion  | yes
        EGFR | p.H773dup                    | exon 20 duplication | yes
        EGFR | p.A767_V769dup               | exon 20 insertion  | yes
        EGFR | p.M766_A767insASV            | exon 20 insertion  | yes
        EGFR | p.N771delinsGY               | exon 20 insertion  | yes
        EGFR | p.A763_Y764insFQEA           | exon 20 insertion  | yes
        EGFR | p.E762_A763insFQE            | exon 20 insertion  | yes
        EGFR | p.D761_E762insEAFQ           | exon 20 insertion  | may be
        EGFR | p.D761_E762insEAFQ           | exon 19 insertion  | may be
        EGFR | p.P772_H773insPNP            | exon 20 insertion except A763_Y764insFQEA | yes
        EGFR | p.A763_Y764insFQEA           | exon 20 insertion except A763_Y764insFQEA | no
        EGFR | p.D770_N771insNPGF           | exon 20 insertion except A763_Y764insFQEA | yes
        EGFR | exon 20 insertion            | exon 20 insertion except A763_Y764insFQEA | may be
        EGFR | p.H773fs                     | exon 20 insertion  | no
        EGFR | p.S768I                      | exon 20 insertion  | no
        EGFR | p.D770_N771insG*             | exon 20 insertion  | no
        EGFR | p.D770_N771insG*             | truncation         | yes
        EGFR | c.2310_2311insGGT            | exon 20 insertion  | yes
        EGFR | c.2310_2311insGGTA           | exon 20 insertion  | no
        EGFR | c.2300_2308dup               | exon 20 insertion  | yes
        EGFR | c.2300_2308dup               | A767_V769dup       | may be
        EGFR | c.2573T>G                    | mutation           | may be
        EGFR | c.2573T>G                    | L858R              | may be
        EGFR | c.2573T>G                    | L861Q              | no
        EGFR | c.2573T>G                    | exon 21 mutation   | may be
        EGFR | c.2573T>G                    | exon 20 mutation   | no
        EGFR | c.2573T>G                    | c.2573T>G          | yes
        EGFR | c.2573T>G                    | c.2573T>A          | no
        EGFR | c.2573=                      | mutation           | no
        EGFR | c.*65del                     | mutation           | no
        TERT | c.-124C>T                    | c.-124C>T          | yes
        TERT | c.-146C>T                    | c.-124C>T          | no
        TERT | c.-124C>T                    | C228T              | yes
        TERT | C228T                        | C228T              | yes
        TERT | c.-124C>T                    | mutation           | no
        TERT | c.-124C>T                    | pathogenic variant | yes
        TERT | c.-57A>C                     | pathogenic variant | may be
        TP53 | c.451_459del                 | truncation         | no
        TP53 | c.452_460del                 | truncation         | may be
        TP53 | c.532del                     | truncation         | yes
        ",
    );
}

#[test]
fn exon_skipping() {
    check_table(
        "
        MET | p.X1010_splice                | exon 14 skipping   | yes
        MET | X1010_splice                  | exon 14 skipping   | yes
        MET | p.D1010_splice                | exon 14 skipping   | yes
        MET | p.X963_splice                 | exon 14 skipping   | yes
        MET | p.X1028_splice                | exon 14 skipping   | yes
        MET | p.X1008_splice                | exon 14 skipping   | yes
        MET | p.X1087_splice                | exon 14 skipping   | no
        MET | c.3028+1G>A                   | exon 14 skipping   | yes
        MET | c.3028+2T>C                   | exon 14 skipping   | yes
        MET | c.3028+3A>G                   | exon 14 skipping   | may be
        MET | c.3028+40A>G                  | exon 14 skipping   | no
        MET | c.3082+1G>T                   | exon 14 skipping   | yes
        MET | NM_001127500.3:c.3082+1G>T    | exon 14 skipping   | yes
        MET | NM_001127500:c.3082+1G>T      | exon 14 skipping   | yes
        MET | NM_000245.4:c.3082+1G>T       | exon 14 skipping   | no
        MET | NM_000245.3:c.3028+1G>A       | exon 14 skipping   | yes
        MET | c.2888-1G>C                   | exon 14 skipping   | yes
        MET | c.2888-2A>G                   | exon 14 skipping   | yes
        MET | c.2942-1G>C                   | exon 14 skipping   | yes
        MET | c.2888-5T>C                   | exon 14 skipping   | may be
        MET | c.2888-18_2888-7del           | exon 14 skipping   | may be
        MET | c.2888-40_2888-31del          | exon 14 skipping   | no
        MET | c.2888-16_2888-2del           | exon 14 skipping   | yes
        MET | c.2888-20_2900del             | exon 14 skipping   | yes
        MET | c.3028_3028+2del              | exon 14 skipping   | yes
        MET | c.3024_3028+7del              | exon 14 skipping   | yes
        MET | c.3028+1_3028+4delinsAG       | exon 14 skipping   | yes
        MET | c.2888-?_3028+?del            | exon 14 skipping   | yes
        MET | c.(2887+1_2888-1)_(3028+1_3029-1)del | exon 14 skipping | yes
        MET | c.2887+1G>A                   | exon 14 skipping   | no
        MET | c.3029-1G>C                   | exon 14 skipping   | no
        MET | c.3028G>C                     | exon 14 skipping   | may be
        MET | c.2990A>G                     | exon 14 skipping   | no
        MET | p.V963_D1010del               | exon 14 skipping   | yes
        MET | p.D963_D1010del               | exon 14 skipping   | yes
        MET | p.D1010H                      | exon 14 skipping   | no
        MET | p.D1010H                      | exon 14 variants   | yes
        MET | p.D1010N                      | exon 14 variants   | yes
        MET | p.T1010I                      | exon 14 skipping   | no
        MET | p.Y1003F                      | exon 14 skipping   | no
        MET | p.Y1003*                      | exon 14 skipping   | no
        MET | exon 14 skipping              | exon 14 skipping   | yes
        MET | MET exon 14 skipping          | exon 14 skipping   | yes
        MET | MET exon 14 skipping mutation | exon 14 skipping   | yes
        MET | METex14 skipping              | exon 14 skipping   | yes
        MET | exon 14 skipping              | mutation           | yes
        MET | exon 14 skipping              | amplification      | no
        MET | exon 14 mutation              | exon 14 skipping   | may be
        MET | c.3028+1G>T (p.?)             | exon 14 skipping   | yes
        MET | c.3028+1G>T (p.=)             | exon 14 skipping   | yes
        MET | amplification                 | exon 14 skipping   | no
        MET | c.3028+1G>T                   | exon 15 skipping   | may be
        ALK | c.3028+1G>T                   | exon 14 skipping   | may be
        ALK | c.3028+100G>T                 | exon 14 skipping   | no
        ",
    );
}

#[test]
fn fusions_and_copies() {
    check_table(
        "
        ALK | EML4::ALK                     | fusion             | yes
        ALK | EML4-ALK                      | fusion             | yes
        ALK | EML4-ALK fusion               | fusion with EML4   | yes
        ALK | EML4/ALK                      | fusion with EML4   | yes
        ALK | ALK-EML4                      | fusion with EML4   | yes
        ALK | ALK::EML4                     | EML4::ALK          | yes
        ALK | EML4–ALK                      | fusion with EML4   | yes
        ALK | EML4:ALK                      | fusion with EML4   | yes
        ALK | EML4-ALK (E13;A20)            | fusion with EML4   | yes
        ALK | EML4-ALK fusion - in frame    | fusion with EML4   | yes
        ALK | EML4-ALK fusion - out of frame | fusion            | may be
        ALK | KIF5B-ALK                     | fusion with EML4   | no
        ALK | KIF5B-ALK                     | EML4::ALK          | no
        ALK | ALK fusion                    | fusion             | yes
        ALK | ALK rearrangement             | fusion             | yes
        ALK | ALK fusion                    | fusion with EML4   | may be
        ALK | ?::ALK                        | fusion with EML4   | may be
        ALK | ALK-unknown                   | fusion             | yes
        ALK | fusion                        | fusion             | yes
        ALK | rearranged                    | fusion             | yes
        ALK | translocation                 | fusion with EML4   | may be
        ALK | EML4::ALK                     | mutation           | no
        ALK | EML4::ALK                     | pathogenic variant | no
        ALK | EML4::ALK                     | amplification      | no
        ALK | p.F1174L                      | fusion             | no
        ALK | NPM1-RET                      | fusion             | may be
        ALK | NKX2-1-ALK                    | fusion with NKX2-1 | yes
        ALK | HLA-A-ALK                     | fusion with HLA-A  | yes
        HLA-A | HLA-A fusion                | fusion             | yes
        BRAF | BRAF-BRAF                    | fusion             | no
        BRAF | BRAF-BRAF                    | mutation           | may be
        BRAF | KIAA1549:BRAF                | class II           | yes
        EGFR | EGFR-intragenic              | fusion             | no
        EGFR | EGFR-intragenic              | vIII               | yes
        EGFR | EGFRvIII                     | vIII               | yes
        EGFR | HER1 vIII                    | vIII               | yes
        EGFR | vIII                         | pathogenic variant | yes
        ERBB2 | amplification               | amplification      | yes
        ERBB2 | ERBB2 amplified             | amplification      | yes
        ERBB2 | AMP                         | amplification      | yes
        ERBB2 | gain                        | amplification      | may be
        ERBB2 | copy number 2               | amplification      | no
        ERBB2 | CN 3.9                      | amplification      | no
        ERBB2 | copy number 4               | amplification      | may be
        ERBB2 | copy number 9               | amplification      | may be
        ERBB2 | copy number 10              | amplification      | yes
        ERBB2 | amplification               | mutation           | no
        ERBB2 | amplification               | pathogenic variant | no
        BRCA2 | homozygous deletion         | homozygous deletion | yes
        BRCA2 | HOMDEL                      | homozygous deletion | yes
        BRCA2 | deep deletion               | pathogenic variant | yes
        BRCA2 | homozygous deletion         | biallelic loss     | yes
        BRCA2 | biallelic loss              | homozygous deletion | may be
        BRCA2 | biallelic loss              | pathogenic variant | yes
        BRCA2 | loss                        | homozygous deletion | may be
        BRCA2 | copy number 0               | homozygous deletion | yes
        BRCA2 | copy number 0.4             | homozygous deletion | may be
        BRCA2 | copy number 1               | homozygous deletion | no
        BRCA2 | homozygous deletion         | mutation           | no
        BRCA2 | p.S1982fs                   | biallelic loss     | may be
        BRCA2 | p.S1982fs                   | homozygous deletion | no
        ",
    );
}

#[test]
fn significance_and_origin() {
    check_table(
        "
        BRCA2 | p.Ser1982ArgfsTer22         | pathogenic variant | yes
        BRCA2 | p.S1982fs [uncertain]       | pathogenic variant | no
        BRCA2 | p.S1982fs [likely benign]   | mutation           | no
        BRCA2 | p.S1982fs [benign]          | truncation         | no
        BRCA2 | p.D2723H                    | pathogenic variant | may be
        BRCA2 | p.D2723H [pathogenic]       | pathogenic variant | yes
        BRCA2 | p.D2723H [likely pathogenic] | pathogenic variant | yes
        BRCA2 | p.D2723H                    | mutation           | yes
        BRCA2 | p.S1982fs [germline]        | germline pathogenic variant | yes
        BRCA2 | p.S1982fs [somatic]         | germline pathogenic variant | no
        BRCA2 | p.S1982fs                   | germline pathogenic variant | may be
        BRCA2 | p.D2723H [germline]         | germline pathogenic variant | may be
        BRCA2 | p.S1982fs                   | somatic mutation   | may be
        BRCA2 | p.S1982fs                   | pathogenic variant except germline mutation | may be
        BRCA2 | p.S1982fs [somatic]         | pathogenic variant except germline mutation | yes
        BRCA2 | p.S1982Rfs*22               | S1982fs            | yes
        BRCA2 | p.S1982fs                   | S1982Rfs*22        | may be
        BRCA2 | p.S1982Rfs*22               | S1982Rfs*23        | no
        BRCA2 | truncating mutation         | pathogenic variant | yes
        BRCA2 | mutation                    | pathogenic variant | may be
        BRCA2 | pathogenic variant          | pathogenic variant | yes
        BRCA2 | pathogenic variant          | truncation         | may be
        BRCA2 | p.K3326*                    | truncation         | yes
        BRCA2 | p.K3326* [benign]           | truncation         | no
        ",
    );
}

/// Each shape that real tables use, by an example of our own: the normal form that it is read to, or a refusal.
#[test]
fn table_shapes() {
    let shapes = [
        ("p.L858R", Some("p.L858R"), "substitution"),
        ("p.R213*", Some("p.R213*"), "nonsense"),
        ("p.R97Pfs*23", Some("p.R97Pfs*23"), "frameshift in full"),
        ("p.D1010_splice", Some("p.X1010_splice"), "the residue beside a splice site says nothing"),
        ("p.R97fs", Some("p.R97fs"), "frameshift in short"),
        ("p.K550del", Some("p.K550del"), "deletion of one residue"),
        ("p.E746_A750del", Some("p.E746_A750del"), "deletion of several"),
        ("p.L747_T751delinsP", Some("p.L747_T751delinsP"), "replacement"),
        ("p.-888", Some("p.?"), "the table has no place for the change in the protein"),
        ("p.A767_V769dup", Some("p.A767_V769dup"), "duplication of several"),
        ("p.L20?", Some("p.L20?"), "an unknown change at a known place"),
        ("p.L858=", Some("p.L858="), "silent"),
        ("p.H773dup", Some("p.H773dup"), "duplication of one"),
        ("p.*394Gext*9", Some("p.*394Gext*9"), "lost stop in full"),
        ("p.600_601VK>E", Some("p.V600_K601delinsE"), "old notation of a replacement: the residues fill the range"),
        ("p.D770_N771insSVD", Some("p.D770_N771insSVD"), "insertion"),
        ("p.*445E", Some("p.*445Eext*?"), "the stop becomes a residue: the protein goes on"),
        ("p..", Some("p.?"), "the table gives nothing"),
        ("p.W60_K68delins*", Some("p.W60_K68delins*"), "replaced by a stop"),
        ("p.770_771insG", Some("p.770_771insG"), "insertion, the residues beside it not named"),
        ("p.-9fs", Some("p.?"), "the frame is lost at a place that is not known"),
        ("p.S661_E662delinsF*", Some("p.S661_E662delinsF*"), "replaced, then a stop"),
        ("p.L15Pfs*?", Some("p.L15Pfs"), "where the new frame stops is not known"),
        ("p.P159delinsHT", Some("p.P159delinsHT"), "one residue replaced by several"),
        ("p.*25*", Some("p.*25?"), "something at the stop codon, without an effect that the table could name"),
        ("p.L67_K68ins*", Some("p.L67_K68ins*"), "a stop inserted"),
        ("p.*214Lfs*9", Some("p.*214Lext*?"), "the frame lost at the stop: the protein goes on"),
        ("p.K522-", Some("p.K522?"), "reference residues without what becomes of them"),
        ("p.*168fs*", Some("p.*168ext*?"), "as above"),
        ("p.*369Qext*?", Some("p.*369Qext*?"), "lost stop, the new one not known"),
        ("p.E746_A750delELREA", Some("p.E746_A750del"), "the residues deleted are named and fill the range"),
        ("p.Ldel", Some("p.?"), "a deletion whose number is lost"),
        ("p.L20_?30", Some("p.L20?"), "an end that is not known"),
        ("p.600_601VK>E*", Some("p.V600_K601delinsE*"), "old notation with a stop"),
        ("p.600_601VK>*", Some("p.V600_K601delins*"), "old notation of a stop"),
        ("p.S472_*473delinsFL", Some("p.S472_*473delinsFL"), "replacement across the stop"),
        ("p.K68delins*", Some("p.K68*"), "a stop for one residue is nonsense"),
        ("p.600_600V>*", Some("p.V600*"), "old notation of nonsense"),
        ("p.K68delinsN*", Some("p.K68delinsN*"), "one residue replaced, then a stop"),
        ("p.?", Some("p.?"), "not known"),
        ("p.*214fs", Some("p.*214ext*?"), "the frame lost at the stop"),
        ("p.S661_E662delinsF*L", Some("p.S661_E662delinsF*"), "nothing behind a stop is translated"),
        ("p.L*K*delext*?", None, "no place, several stops: nonsense"),
        ("p.**1fs", None, "two stops before one number"),
        ("p.Q61K*", Some("p.Q61delinsK*"), "one residue replaced, then a stop"),
        ("p.K68delinsN*L", Some("p.K68delinsN*"), "nothing behind a stop is translated"),
        ("p.L67_K68insN*L", Some("p.L67_K68insN*"), "nothing behind a stop is translated"),
        ("p.WE761*K", Some("p.W761_E762delins*"), "two residues, the first becomes a stop"),
        ("p.600_601VK>*E", Some("p.V600_K601delins*"), "nothing behind a stop is translated"),
        ("p.600_601VK>**", Some("p.V600_K601delins*"), "nothing behind a stop is translated"),
        ("p.470_473S*LK>F", Some("p.470?"), "old notation across the stop: what follows is open"),
        ("p.S*9del", Some("p.S9?"), "the stop and more are gone: what follows is open"),
        ("p.746_750del", Some("p.746_750del"), "deletion, the residues not named"),
        ("p.L67_K68insN*", Some("p.L67_K68insN*"), "insertion with a stop"),
    ];
    for (text, expected, why) in shapes {
        let found = read(text).map(|change| change.normal_form()).ok();
        assert_eq!(found.as_deref(), expected, "{text}: {why}");
    }
}

#[test]
fn refused_with_help() {
    let refused = [
        ("", "empty", "laboratory"),
        ("NC_000007.14:g.55191822T>G", "cannot be read", "`p.` or `c.`"),
        ("m.3243A>G", "cannot be read", "`p.` or `c.`"),
        ("NR_001566.1:n.48A>G", "cannot be read", "`p.` or `c.`"),
        ("r.76a>u", "cannot be read", "`p.` or `c.`"),
        ("rs121434568", "cannot be read", "rs number"),
        ("t(2;5)(p23;q35)", "cannot be read", ""),
        ("p.G719X", "cannot be read", "`*` for a stop"),
        ("R213X", "cannot be read", "`*` for a stop"),
        ("c.IVS3+1G>A", "cannot be read", "c.3028+1G>T"),
        ("p.[Ser68Arg;Asn594del]", "cannot be read", "on its own"),
        ("l858r", "cannot be read", "capital"),
        ("p.A750_E746del", "backwards", "lower"),
        ("p.D770_Y780insG", "neighbouring", "both sides"),
        ("p.E746_A750delELR", "fill the range", ""),
        ("c.2249_2235del", "backwards", "lower"),
        ("c.2235_2249del16", "fill the range", ""),
        ("c.135_130insT", "backwards", ""),
        ("c.100_105insT", "neighbouring", ""),
        ("c.0A>G", "cannot be read", ""),
        ("c.100A>A", "itself", "="),
        ("p.L0R", "cannot be read", ""),
        ("p.Z100A", "cannot be read", ""),
        ("p.L858", "", ""),
        ("METex14", "cannot be read", ""),
        ("ITD", "cannot be read", ""),
        ("FLT3-ITD", "cannot be read", ""),
        ("negative", "cannot be read", ""),
        ("EGFR", "cannot be read", ""),
        ("CDKN2A", "cannot be read", ""),
        ("100del", "cannot be read", ""),
        ("746_750del", "cannot be read", ""),
        ("REF:?", "cannot be read", ""),
        ("ARID1A", "cannot be read", ""),
        ("copy number many", "cannot be read", ""),
        ("KRAS-G12C", "", ""),
    ];
    for (text, message, help) in refused {
        match read(text) {
            Err(problem) => {
                assert!(problem.message.contains(message), "{text}: {}", problem.message);
                assert!(problem.help.clone().unwrap_or_default().contains(help), "{text}: {:?}", problem.help);
            }
            Ok(change) => panic!("{text} is read as {}", change.normal_form()),
        }
    }
    assert!(read(&"L".repeat(LONGEST + 1)).is_err());
}

#[test]
fn every_spelling_has_one_normal_form() {
    let spellings = [
        (
            "p.L858R",
            &["L858R", "p.Leu858Arg", "p.(Leu858Arg)", " p.L858R\n", "p.L858_L858delinsR", "p.L858delinsR"][..],
        ),
        ("p.E746_A750del", &["E746_A750del", "p.Glu746_Ala750del", "p.E746_A750delELREA", "p.(E746_A750del)"]),
        ("p.R97Pfs*23", &["p.Arg97ProfsTer23", "p.Arg97Profs*23", "R97PfsX23"]),
        ("p.R97fs", &["p.Arg97fs", "p.R97fs*?", "p.R97fs*", "p.Arg97fsTer"]),
        ("p.*110Qext*17", &["p.Ter110GlnextTer17", "p.*110Glnext*17", "p.Ter110Glnext*17"]),
        ("p.M1ext-5", &["p.Met1ext-5"]),
        ("p.M1?", &["p.Met1?", "M1?"]),
        ("p.0", &["p.0?", "p.0"]),
        ("p.K2025_Q2026delinsN*", &["p.KQ2025N*", "p.LysGln2025AsnTer"]),
        ("p.L747_T751delinsP", &["p.Leu747_Thr751delinsPro", "p.L747_T751delLREATinsP"]),
        ("c.2235_2249del", &["c.2235_2249delGGAATTAAGAGAAGC", "c.2235_2249del15"]),
        ("NM_000245.4:c.3028+1G>T", &["NM_000245.4(MET):c.3028+1G>T", "MET NM_000245.4:c.3028+1G>T"]),
        (
            "EML4::ALK",
            &["EML4-ALK", "EML4-ALK fusion", "EML4/ALK", "EML4:ALK", "EML4-ALK (E6;A20)", "EML4-ALK rearrangement"],
        ),
        ("?::ALK", &["unknown-ALK"]),
        ("KDM6A-intragenic", &["KDM6A-KDM6A", "KDM6A::KDM6A"]),
        ("ALK::?", &["ALK fusion", "ALK rearranged", "ALK-unknown"]),
        ("fusion", &["rearrangement", "Translocation", "gene fusion"]),
        ("exon 19 deletion", &["EGFR exon 19 deletion", "Exon 19 in-frame deletion", "ex19del", "exon 19  del"]),
        ("exons 18..21 mutation", &["exons 18-21 mutation", "exons 18..21 mutation"]),
        ("amplification", &["AMP", "amplified", "ERBB2 amplification"]),
        ("copy number 9.5", &["CN 9.5", "copy number 9.50", "copy number of 9.5"]),
        ("homozygous deletion", &["HOMDEL", "deep deletion"]),
    ];
    for (normal, spellings) in spellings {
        for spelling in spellings.iter().chain([&normal]) {
            let found = read(spelling).map(|change| change.normal_form());
            assert_eq!(found.as_deref(), Ok(normal), "{spelling}");
        }
    }
}

#[test]
fn gene_and_reference_are_kept() {
    let change = read("NM_005228.5(EGFR):c.2573T>G (p.Leu858Arg)").expect("a common form");
    assert_eq!((change.gene.as_deref(), change.reference.as_deref()), (Some("EGFR"), Some("NM_005228.5")));
    let change = read("LRG_304t1:c.2573T>G").expect("a common form");
    assert_eq!((change.gene.as_deref(), change.reference.as_deref()), (None, Some("LRG_304t1")));
    let change = read("BRAF V600E").expect("a common form");
    assert_eq!((change.gene.as_deref(), change.reference.as_deref()), (Some("BRAF"), None));
}

#[test]
fn a_set_wins_over_a_change_of_the_same_name() {
    assert_eq!(read_pattern("C228T", &gene("TERT")), Ok(PatternForm::Set("C228T".to_string())));
    assert!(matches!(read_pattern("C228T", &gene("EGFR")), Ok(PatternForm::Change(_))));
    assert_eq!(
        read_pattern("v600", &gene("BRAF")).err().and_then(|problem| problem.help),
        Some("residues are capital letters, as in `L858R`".to_string())
    );
    assert!(read_pattern("copy number 9", &gene("ERBB2")).is_err());
}

#[test]
fn sets_that_name_themselves_end() {
    let mut gene = gene("BRAF");
    for name in ["one", "two"] {
        let members = ["one", "two", "one", "two"].map(|name| Pattern::new(PatternForm::Set(name.to_string())));
        gene.named.push(NamedSet { name: name.to_string(), patterns: members.to_vec() });
    }
    let asked = Pattern::new(PatternForm::Set("one".to_string()));
    assert_eq!(matches(&gene, &alteration(&gene, "p.V600E"), &asked), Kleene::Undetermined);
    assert!(overlaps(&gene, &asked, &pattern(&gene, "V600E")));
    assert!(!covers(&gene, &asked, &pattern(&gene, "V600E")));
}

#[test]
fn truncation_by_notation() {
    for (text, expected) in [
        ("p.R213*", Kleene::Met),
        ("p.R97fs", Kleene::Met),
        ("c.532del", Kleene::Met),
        ("truncating mutation", Kleene::Met),
        ("p.X187_splice", Kleene::Undetermined),
        ("c.559+1G>A", Kleene::Undetermined),
        ("mutation", Kleene::Undetermined),
        ("p.R175H", Kleene::NotMet),
        ("amplification", Kleene::NotMet),
    ] {
        let change = read(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        assert_eq!(change.truncates(), expected, "{text}");
    }
}

#[test]
fn what_covers_what() {
    for (symbol, detected, asked, expected) in [
        ("EGFR", "mutation", "L858R", true),
        ("EGFR", "mutation", "exon 19 deletion", true),
        ("EGFR", "mutation", "classical", true),
        ("EGFR", "mutation", "truncation", true),
        ("EGFR", "L858R", "mutation", false),
        ("EGFR", "mutation", "fusion", false),
        ("EGFR", "mutation", "amplification", false),
        ("EGFR", "classical", "L858R", true),
        ("EGFR", "classical", "L861Q", false),
        ("EGFR", "exon 19 deletion", "E746_A750del", true),
        ("EGFR", "exon 19 mutation", "exon 19 deletion", true),
        ("EGFR", "exon 19 deletion", "exon 19 mutation", false),
        ("EGFR", "exons 18..21 mutation", "exon 20 insertion", true),
        ("EGFR", "exons 18..21 mutation", "L858R", true),
        ("EGFR", "exon 20 insertion", "exon 20 duplication", true),
        ("EGFR", "codons 720..880 mutation", "exon 20 insertion", true),
        ("EGFR", "exon 20 insertion except A763_Y764insFQEA", "exon 20 insertion", false),
        ("EGFR", "exon 20 insertion", "exon 20 insertion except A763_Y764insFQEA", true),
        ("EGFR", "exon 20 insertion except A763_Y764insFQEA", "exon 20 insertion except A763_Y764insFQEA", true),
        ("EGFR", "germline mutation", "mutation", false),
        ("EGFR", "mutation", "germline mutation", true),
        ("MET", "mutation", "exon 14 skipping", false),
        ("MET", "exon 14 skipping", "c.3028+1G>T", true),
        ("MET", "mutation", "c.3028+1G>T", true),
        ("ALK", "fusion", "fusion with EML4", true),
        ("ALK", "fusion", "EML4::ALK", true),
        ("ALK", "fusion with EML4", "fusion", false),
        ("BRAF", "V600", "V600E", true),
        ("BRAF", "V600E", "V600", false),
        ("BRCA2", "pathogenic variant", "truncation", true),
        ("BRCA2", "pathogenic variant", "mutation", false),
        ("BRCA2", "mutation", "pathogenic variant", false),
        ("BRCA2", "biallelic loss", "homozygous deletion", true),
        ("BRCA2", "amplification", "homozygous deletion", false),
    ] {
        let gene = gene(symbol);
        let found = covers(&gene, &pattern(&gene, detected), &pattern(&gene, asked));
        assert_eq!(found, expected, "{symbol}: {detected} covers {asked}");
    }
}

#[test]
fn what_overlaps_what() {
    for (symbol, first, second, expected) in [
        ("EGFR", "exon 19 deletion", "L858R", false),
        ("EGFR", "exon 19 deletion", "exon 19 insertion", false),
        ("EGFR", "exon 19 deletion", "exon 20 deletion", false),
        ("EGFR", "exon 19 mutation", "exon 20 mutation", true),
        ("EGFR", "exon 19 deletion", "E746_A750del", true),
        ("EGFR", "L858", "L858R", true),
        ("EGFR", "L858", "truncation", false),
        ("EGFR", "L858", "L861", false),
        ("EGFR", "mutation", "fusion", false),
        ("EGFR", "mutation", "pathogenic variant", true),
        ("EGFR", "classical", "T790M", false),
        ("EGFR", "classical", "exon 19 mutation", true),
        ("EGFR", "germline mutation", "somatic mutation", false),
        ("EGFR", "exon 20 insertion except H773dup", "H773dup", false),
        ("ALK", "fusion with EML4", "fusion with KIF5B", false),
        ("ALK", "fusion", "EML4::ALK", true),
        ("ERBB2", "amplification", "homozygous deletion", false),
        ("BRCA2", "biallelic loss", "truncation", true),
    ] {
        let gene = gene(symbol);
        let (first_pattern, second_pattern) = (pattern(&gene, first), pattern(&gene, second));
        assert_eq!(overlaps(&gene, &first_pattern, &second_pattern), expected, "{symbol}: {first}, {second}");
        assert_eq!(overlaps(&gene, &second_pattern, &first_pattern), expected, "{symbol}: {second}, {first}");
    }
}

#[test]
fn changes_and_patterns_survive_json() {
    let gene = gene("EGFR");
    for text in ["p.R97Pfs*23", "NM_000245.4:c.2888-?_3028+?del", "EML4::ALK", "copy number 9.5", "exon 19 deletion"] {
        let change = read(text).expect(text);
        let json = serde_json::to_string(&change).expect("serialisable");
        assert_eq!(serde_json::from_str::<Change>(&json).expect(&json), change);
    }
    let asked = pattern(&gene, "exon 20 insertion except A763_Y764insFQEA");
    let json = serde_json::to_string(&asked).expect("serialisable");
    assert_eq!(serde_json::from_str::<Pattern>(&json).expect(&json), asked);
    assert_eq!(serde_json::to_value(Significance::LikelyPathogenic).expect("serialisable"), "likely pathogenic");
}

/// Notations of every kind, near one another so that they meet.
fn notation() -> impl Strategy<Value = String> {
    let residue = || prop::sample::select("ACDEFGHIKLMNPQRSTVWY".chars().collect::<Vec<_>>());
    let sequence = || prop::collection::vec(residue(), 1..4).prop_map(String::from_iter);
    let site = || (residue(), 740_u32..775).prop_map(|(residue, codon)| (residue, codon));
    let base = || prop::sample::select(vec!['A', 'C', 'G', 'T']);
    prop_oneof![
        (site(), residue()).prop_map(|((old, codon), new)| format!("p.{old}{codon}{new}")),
        site().prop_map(|(old, codon)| format!("p.{old}{codon}*")),
        (site(), residue(), 0_u32..20)
            .prop_map(|((old, codon), new, length)| format!("p.{old}{codon}{new}fs*{}", length + 1)),
        (site(), residue(), 0_u32..8, prop::sample::select(vec!["del", "dup"])).prop_map(
            |((old, codon), last, length, edit)| match length {
                0 => format!("p.{old}{codon}{edit}"),
                length => format!("p.{old}{codon}_{last}{}{edit}", codon + length),
            }
        ),
        (site(), residue(), sequence())
            .prop_map(|((old, codon), next, new)| format!("p.{old}{codon}_{next}{}ins{new}", codon + 1)),
        (site(), residue(), 1_u32..8, sequence()).prop_map(|((old, codon), last, length, new)| format!(
            "p.{old}{codon}_{last}{}delins{new}",
            codon + length
        )),
        (740_u32..775).prop_map(|codon| format!("X{codon}_splice")),
        (site()).prop_map(|(old, codon)| format!("p.{old}{codon}?")),
        (2200_u32..2320, base(), base())
            .prop_filter("something changes", |(_, old, new)| old != new)
            .prop_map(|(at, old, new)| format!("c.{at}{old}>{new}")),
        (2200_u32..2320, 1_u32..20, prop::sample::select(vec!["del", "dup", "inv", "delinsTAG"]))
            .prop_map(|(at, length, edit)| format!("c.{at}_{}{edit}", at + length)),
        (2200_u32..2320, -30_i32..30, base())
            .prop_filter("in an intron", |(_, offset, _)| *offset != 0)
            .prop_map(|(at, offset, base)| format!("c.{at}{offset:+}{base}>N")),
        prop::sample::select(vec![
            "p.?",
            "p.=",
            "p.0",
            "p.M1?",
            "EML4::EGFR",
            "EGFR fusion",
            "fusion",
            "EGFR-intragenic",
            "amplification",
            "gain",
            "loss",
            "homozygous deletion",
            "biallelic loss",
            "copy number 0",
            "copy number 3",
            "copy number 12",
            "mutation",
            "truncation",
            "pathogenic variant",
            "exon 19 deletion",
            "exon 20 insertion",
            "exon 19 mutation",
            "exon 20 duplication",
            "exon 19 skipping",
            "codons 745..750 mutation",
            "L747",
        ])
        .prop_map(str::to_string),
    ]
}

/// Forms of every kind over the same codons.
fn form() -> impl Strategy<Value = PatternForm> {
    let kind = || {
        prop::sample::select(vec![
            RegionalKind::Mutation,
            RegionalKind::Deletion,
            RegionalKind::Insertion,
            RegionalKind::Duplication,
        ])
    };
    prop_oneof![
        notation().prop_filter_map("no pattern", |text| read_pattern(&text, &gene("EGFR")).ok()),
        (735_u32..775, 0_u32..40, prop::option::of(kind())).prop_map(|(from, length, kind)| PatternForm::Codons {
            from,
            to: from + length,
            kind
        }),
        (18_u32..22, 0_u32..3, kind()).prop_map(|(from, length, kind)| PatternForm::Exons {
            from,
            to: from + length,
            kind
        }),
        (18_u32..22).prop_map(|exon| PatternForm::Exons { from: exon, to: exon, kind: RegionalKind::Skipping }),
        (740_u32..775, prop::option::of(Just('L')))
            .prop_map(|(codon, residue)| PatternForm::MissenseAt { residue, codon }),
        prop::sample::select(vec!["classical", "vIII", "none"]).prop_map(|name| PatternForm::Set(name.to_string())),
        prop::option::of(Just("EML4".to_string())).prop_map(|with| PatternForm::Fusion { with }),
    ]
}

fn any_pattern() -> impl Strategy<Value = Pattern> {
    let origin = || prop::sample::select(vec![None, None, Some(Origin::Germline), Some(Origin::Somatic)]);
    let plain = || (origin(), form()).prop_map(|(origin, form)| Pattern { origin, form, except: Vec::new() });
    (plain(), prop::collection::vec(plain(), 0..2)).prop_map(|(pattern, except)| Pattern { except, ..pattern })
}

fn any_alteration() -> impl Strategy<Value = Alteration> {
    let significance =
        prop::sample::select(vec![None, None, Some(Significance::Pathogenic), Some(Significance::Benign)]);
    let origin = prop::sample::select(vec![None, Some(Origin::Germline), Some(Origin::Somatic)]);
    (notation(), significance, origin).prop_filter_map("not read", |(text, significance, origin)| {
        Some(Alteration { change: read(&text).ok()?, significance, origin })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn no_text_panics(text in "\\PC{0,40}", near in "(p\\.|c\\.|NM_0\\.1:)?[A-Z*?(]{0,3}[0-9]{0,11}[-+_*?0-9]{0,4}(del|dup|ins|fs|ext|_splice|>|=|::|-)?[A-Za-z*0-9)]{0,5}") {
        for text in [text, near] {
            if let Ok(change) = read(&text) {
                let gene = gene("EGFR");
                for asked in ["mutation", "exon 19 deletion", "exon 19 skipping", "pathogenic variant", "fusion"] {
                    matches(&gene, &change.clone().into(), &pattern(&gene, asked));
                }
                let normal = change.normal_form();
                prop_assert_eq!(read(&normal).map(|again| again.kind), Ok(change.kind), "{}", normal);
            }
        }
    }

    #[test]
    fn every_notation_is_read_and_normal_forms_stay(text in notation()) {
        let change = read(&text);
        prop_assert!(change.is_ok(), "{text}: {change:?}");
        let normal = change.map(|change| change.normal_form()).unwrap_or_default();
        prop_assert_eq!(read(&normal).map(|change| change.normal_form()), Ok(normal));
    }

    /// What matches a pattern matches every pattern that covers it, and two patterns that it matches overlap.
    #[test]
    fn comparisons_keep_what_matches(alteration in any_alteration()) {
        let (pool, gene) = (pool(), gene("EGFR"));
        let met: Vec<bool> =
            pool.patterns.iter().map(|pattern| matches(&gene, &alteration, pattern) == Kleene::Met).collect();
        for first in (0..met.len()).filter(|first| met[*first]) {
            for (second, second_met) in met.iter().enumerate() {
                let names = || format!("{alteration:?}\n{:?}\n{:?}", pool.patterns[first], pool.patterns[second]);
                prop_assert!(*second_met || !pool.covered[first][second], "covers: {}", names());
                prop_assert!(!second_met || pool.overlapping[first][second], "overlaps: {}", names());
            }
        }
    }
}

/// Patterns of every kind, and how they compare.
struct Pool {
    patterns: Vec<Pattern>,
    /// Whether the second covers the first.
    covered: Vec<Vec<bool>>,
    overlapping: Vec<Vec<bool>>,
}

fn pool() -> &'static Pool {
    static POOL: std::sync::OnceLock<Pool> = std::sync::OnceLock::new();
    POOL.get_or_init(|| {
        let gene = gene("EGFR");
        let mut runner = proptest::test_runner::TestRunner::deterministic();
        let drawn = prop::collection::vec(any_pattern(), 300).new_tree(&mut runner).expect("a strategy").current();
        let plain = [
            "mutation",
            "truncation",
            "pathogenic variant",
            "classical",
            "fusion",
            "fusion with EML4",
            "amplification",
            "homozygous deletion",
            "biallelic loss",
            "exon 19 mutation",
            "exon 19 deletion",
            "exon 20 insertion",
            "exon 20 duplication",
            "exons 18..21 mutation",
            "exons 19..20 deletion",
            "exon 19 skipping",
            "L747",
            "codons 740..775 mutation",
            "codons 740..775 insertion",
            "codons 740..760 deletion",
            "EGFR-intragenic",
            "mutation except exon 19 deletion",
            "exon 19 mutation except L747",
            "germline mutation",
            "somatic truncation",
        ];
        let patterns: Vec<Pattern> = plain.iter().map(|name| pattern(&gene, name)).chain(drawn).collect();
        let table = |holds: &dyn Fn(&Pattern, &Pattern) -> bool| -> Vec<Vec<bool>> {
            patterns.iter().map(|first| patterns.iter().map(|second| holds(first, second)).collect()).collect()
        };
        let covered = table(&|first, second| covers(&gene, second, first));
        let overlapping = table(&|first, second| overlaps(&gene, first, second));
        Pool { patterns: patterns.clone(), covered, overlapping }
    })
}

#[test]
fn overlap_has_no_order() {
    let pool = pool();
    let mut compared = 0;
    for first in 0..pool.patterns.len() {
        assert!(pool.covered[first][first], "{:?}", pool.patterns[first]);
        for second in 0..pool.patterns.len() {
            assert_eq!(pool.overlapping[first][second], pool.overlapping[second][first]);
            compared += usize::from(first != second && pool.covered[first][second]);
        }
    }
    assert!(compared > 1000, "too few patterns cover one another for the properties to mean anything: {compared}");
}
