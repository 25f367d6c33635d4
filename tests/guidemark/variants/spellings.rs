//! What laboratories write beside the notations of HGVS: each spelling with what it means, and with what looks like it and
//! must not be taken for it.

use super::{check_table, gene, pattern};
use guidemark::vocabulary::variant::{NamedSet, matches, read, read_of, read_pattern};
use proptest::prelude::*;

/// The normal form of what is read of a gene, or all that is said against it.
fn outcome(symbol: &str, text: &str) -> String {
    match read_of(text, &gene(symbol)) {
        Ok(change) => change.normal_form(),
        Err(problem) => format!("{} ({})", problem.message, problem.help.unwrap_or_default()),
    }
}

/// Rows `GENE | text | normal form`; `!` before the third column: a refusal that says so.
fn check(table: &str) {
    let mut wrong = Vec::new();
    for row in table.lines().map(str::trim).filter(|row| !row.is_empty()) {
        let [symbol, text, expected] = row.splitn(3, '|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("{row}: three columns are needed");
        };
        let found = outcome(symbol, text);
        let refused = read_of(text, &gene(symbol)).is_err();
        let fits = match expected.strip_prefix('!') {
            Some(part) => refused && found.contains(part.trim()),
            None => !refused && found == expected,
        };
        if !fits {
            wrong.push(format!("{row}: is {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn exons_by_their_short_names() {
    check(
        "
        MET  | METex14                    | exon 14 skipping
        MET  | exon 13-15 fusion          | exon 14 skipping
        MET  | MET ex13-ex15 fusion       | exon 14 skipping
        MET  | exon 12-15 fusion          | ! no fusion of two
        ALK  | exon 13-15 fusion          | ! no fusion of two
        BRAF | V600E::V600E               | ! cannot be read
        MET  | METEx14                    | exon 14 skipping
        MET  | MET ex14                   | exon 14 skipping
        MET  | ex14                       | exon 14 skipping
        MET  | MET exon 14                | exon 14 skipping
        MET  | METΔ14                     | exon 14 skipping
        MET  | METΔex14                   | exon 14 skipping
        MET  | METex14del                 | exon 14 skipping
        MET  | MET exon 14 deletion       | exon 14 skipping
        MET  | ex14 positive              | exon 14 skipping
        MET  | skipping of exon 14        | exon 14 skipping
        MET  | exon 14 splice site mutation | exon 14 skipping
        MET  | exon 14 splice acceptor variant | exon 14 skipping
        MET  | exon 14 in-frame deletion  | exon 14 deletion
        MET  | exon 14 alteration         | exon 14 mutation
        MET  | exon 14 splice region variant | ! exon
        MET  | exon 15                    | ! what happens in the exon
        MET  | exon 15 deletion           | exon 15 deletion
        EGFR | exon 19                    | ! what happens in the exon
        EGFR | ex19                       | ! what happens in the exon
        EGFR | del19                      | exon 19 deletion
        EGFR | Del 19                     | exon 19 deletion
        EGFR | 19del                      | exon 19 deletion
        EGFR | 19 del                     | exon 19 deletion
        EGFR | Δ19                        | exon 19 deletion
        EGFR | EGFR 19del                 | exon 19 deletion
        EGFR | Ex19 del                   | exon 19 deletion
        EGFR | del ex19                   | exon 19 deletion
        EGFR | exon 19 deletions          | exon 19 deletion
        EGFR | exon 19 indel              | exon 19 mutation
        EGFR | exon 19 deletion-insertion | exon 19 mutation
        EGFR | exon-19 deletion           | exon 19 deletion
        EGFR | Exon 19: deletion          | exon 19 deletion
        EGFR | deletion in exon 19        | exon 19 deletion
        EGFR | deletion exon 19           | exon 19 deletion
        EGFR | deletion of exon 19        | ! cannot be read
        EGFR | ins20                      | exon 20 insertion
        EGFR | 20ins                      | exon 20 insertion
        EGFR | exon 20 ins                | exon 20 insertion
        EGFR | exon20ins                  | exon 20 insertion
        EGFR | 5del                       | ! cannot be read
        EGFR | 35del                      | ! cannot be read
        EGFR | 185delAG                   | ! cannot be read
        EGFR | 746del                     | ! cannot be read
        BRCA2 | 19del                     | ! cannot be read
        BRCA2 | del19                     | ! cannot be read
        EGFR | E19del                     | ! two ways
        EGFR | E19 del                    | ! two ways
        EGFR | E19-del                    | ! two ways
        EGFR | delE19                     | ! cannot be read
        EGFR | E19del (E746_A750)         | ! two ways
        KRAS | codons 12/13 mutation      | codons 12..13 mutation
        KRAS | codons 12 and 13 mutation  | codons 12..13 mutation
        KRAS | codons 12/61 mutation      | ! cannot be read
        ",
    );
    check_table(
        "
        MET  | METex14                    | exon 14 skipping   | yes
        MET  | METex14                    | amplification      | no
        MET  | exon 14 deletion           | exon 14 variants   | yes
        MET  | exon 14 in-frame deletion  | exon 14 skipping   | may be
        MET  | exon 14 mutation           | exon 14 skipping   | may be
        EGFR | del19                      | exon 19 deletion   | yes
        EGFR | del19                      | exon 20 insertion  | no
        EGFR | exon 19 indel              | exon 19 deletion   | may be
        EGFR | exon 19 indel              | exon 20 insertion  | no
        EGFR | del19                      | L858R              | no
        EGFR | ins20                      | exon 20 insertion  | yes
        EGFR | ins20                      | exon 20 deletion   | no
        EGFR | ins20                      | exon 20 insertion except A763_Y764insFQEA | may be
        ",
    );
    // Without the gene nothing says what the number counts.
    for text in ["19del", "del19", "ex14", "METex14", "G719X", "E13;A20"] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn a_change_with_its_place() {
    check(
        "
        EGFR | exon 21 L858R                    | p.L858R
        EGFR | L858R (exon 21)                  | p.L858R
        EGFR | EGFR exon 21 p.L858R mutation    | p.L858R
        EGFR | Exon 21: p.(Leu858Arg)           | p.L858R
        EGFR | p.L858R in exon 21               | p.L858R
        EGFR | exon 20 L858R                    | ! does not lie in exon 20
        EGFR | L858R (exon 19)                  | ! does not lie in exon 19
        EGFR | codon 858 L858R                  | p.L858R
        EGFR | codon 861 L858R                  | ! does not lie in codon 861
        EGFR | exon 19 deletion (E746_A750del)  | p.E746_A750del
        EGFR | Ex19 del (E746_A750)             | p.E746_A750del
        EGFR | exon 19 deletion E746-A750       | p.E746_A750del
        EGFR | Exon 19 deletion, p.E746_A750del (c.2235_2249del15) | p.E746_A750del
        EGFR | Exon 20 insertion (H773dup)      | p.H773dup
        EGFR | exon 20 insertion p.D770_N771insSVD | p.D770_N771insSVD
        EGFR | exon 20 insertion (L858R)        | ! not one change
        EGFR | exon 20 insertion (E746_A750del) | ! not one change
        EGFR | exon 20 insertion (D770_N771)    | ! cannot be read
        EGFR | exon 19 deletion (c.2240_2257del) | c.2240_2257del
        PIK3CA | exon 9 E545K                   | p.E545K
        KRAS | exon 2 codon 12 mutation         | codon 12 mutation
        MET  | exon 14 skipping (c.3028+1G>T)   | c.3028+1G>T
        MET  | exon 14 skipping (c.3028G>C)     | exon 14 skipping
        MET  | exon 14 skipping (p.D1010H)      | exon 14 skipping
        MET  | exon 14 skipping (p.Y1003F)      | ! not one change
        MET  | splice site 3028+1G>T            | c.3028+1G>T
        MET  | 2888-1G>C                        | c.2888-1G>C
        MET  | exon 14 (amplification)          | ! cannot be read
        TERT | promoter -124C>T                 | c.-124C>T
        TERT | -124C>T                          | c.-124C>T
        EGFR | promoter L858R                   | ! cannot be read
        ",
    );
    check_table(
        "
        EGFR | exon 21 L858R              | L858R              | yes
        EGFR | exon 21 L861Q              | L858R              | no
        EGFR | Ex19 del (E746_A750)       | exon 19 deletion   | yes
        EGFR | Ex19 del (E746_A750)       | exon 20 deletion   | no
        MET  | exon 14 skipping (c.3028G>C) | exon 14 skipping | yes
        MET  | c.3028G>C                  | exon 14 skipping   | may be
        ",
    );
}

#[test]
fn one_residue_and_several_changes() {
    check(
        "
        BRAF | V600E/K                    | V600
        BRAF | p.V600E/K                  | V600
        BRAF | V600E/V600K                | V600
        BRAF | V600E or V600K             | V600
        BRAF | Val600Glu/Lys              | V600
        EGFR | G719A/C/S                  | G719
        BRAF | V600E/*                    | ! cannot be read
        BRAF | V600E/Z                    | ! cannot be read
        EGFR | L858R or L861Q             | ! leaves open
        BRAF | V600X                      | V600
        BRAF | p.V600X                    | V600
        BRAF | p.Val600Xaa                | V600
        TP53 | p.Arg213Xaa                | R213
        TP53 | R213X                      | ! means a stop to some
        EGFR | L858X                      | ! means a stop to some
        TP53 | R213Stop                   | p.R213*
        TP53 | Arg213Stop                 | p.R213*
        EGFR | T790M/C797S                | ! report each change on its own, `p.T790M` and `p.C797S`
        EGFR | L858R;T790M                | ! report each change on its own, `p.L858R` and `p.T790M`
        EGFR | L858R + T790M              | ! report each change on its own
        EGFR | L858R, T790M               | ! report each change on its own
        EGFR | L858R and T790M            | ! report each change on its own
        EGFR | 19del/T790M                | ! report each change on its own, `exon 19 deletion` and `p.T790M`
        ",
    );
    check_table(
        "
        BRAF | V600E/K                    | V600               | yes
        BRAF | V600E/K                    | V600E              | may be
        BRAF | V600E/K                    | K601E              | no
        BRAF | V600X                      | truncation         | no
        EGFR | p.Gly719Xaa                | G719               | yes
        EGFR | p.Gly719Xaa                | L858R              | no
        ",
    );
}

#[test]
fn older_spellings_of_residues_and_nucleotides() {
    check(
        "
        EGFR | p.L747_P753>S              | p.L747_P753delinsS
        EGFR | L747-P753insS              | p.L747_P753delinsS
        EGFR | delL747-P753insS           | p.L747_P753delinsS
        EGFR | L747_P753insS              | ! neighbouring
        EGFR | D770-N771insSVD            | p.D770_N771insSVD
        EGFR | delE746-A750               | p.E746_A750del
        EGFR | del E746_A750              | p.E746_A750del
        EGFR | E746-A750del               | p.E746_A750del
        EGFR | E746–A750del               | p.E746_A750del
        EGFR | E746_A750 del              | p.E746_A750del
        EGFR | ΔE746-A750                 | p.E746_A750del
        EGFR | delK745                    | p.K745del
        EGFR | A750-E746del               | ! backwards
        EGFR | E746-A750                  | ! cannot be read
        EGFR | E746_A750                  | ! cannot be read
        EGFR | p.E746_A750del5            | p.E746_A750del
        EGFR | p.E746_A750del4            | ! fill the range
        EGFR | p.A767_V769dup3            | p.A767_V769dup
        EGFR | p.E746_A750delELREA        | p.E746_A750del
        BRAF | pV600E                     | p.V600E
        BRAF | p V600E                    | p.V600E
        BRAF | p. V600E                   | p.V600E
        BRAF | P.V600E                    | p.V600E
        BRAF | p.(V600E)                  | p.V600E
        BRAF | PV600E                     | ! cannot be read
        BRAF | c.1799 T>A                 | c.1799T>A
        BRAF | c.1799T > A                | c.1799T>A
        BRAF | c.1799T→A                  | c.1799T>A
        BRAF | c.T1799A                   | c.1799T>A
        BRAF | C.1799T>A                  | c.1799T>A
        BRAF | T1799A                     | p.T1799A
        BRAF | 1799T>A                    | ! `c.` before a nucleotide
        BRCA1 | 185delAG                  | ! which sequence the number counts
        EGFR | 2235-2249del               | ! cannot be read
        BRAF | BRAFV600E                  | p.V600E
        BRAF | BRAF-V600E                 | p.V600E
        BRAF | BRAF(V600E)                | p.V600E
        BRAF | V600E mutant               | p.V600E
        BRAF | V600E mutation detected    | p.V600E
        BRAF | V600E positive             | p.V600E
        BRAF | BRAF-mutated               | mutation
        TP53 | R97fs frameshift           | p.R97fs
        TP53 | R175H frameshift           | ! not one change
        ",
    );
    assert!(read("KRAS-G12C").is_err(), "without the gene the hyphen may join two of them");
}

#[test]
fn a_rule_asks_for_exactly_what_it_says() {
    let asked = |symbol: &str, text: &str| read_pattern(text, &gene(symbol)).map(|form| form.to_string());
    for (symbol, text, expected) in [
        ("EGFR", "p.L747_P753>S", "p.L747_P753delinsS"),
        ("EGFR", "delE746-A750", "p.E746_A750del"),
        ("EGFR", "c.T2573G", "c.2573T>G"),
        ("EGFR", "p.Gly719Xaa", "G719"),
        ("EGFR", "exon 19 deletions", "exon 19 deletion"),
    ] {
        assert_eq!(asked(symbol, text).as_deref(), Ok(expected), "{text}");
    }
    for (symbol, text) in [
        ("TP53", "frameshift"),
        ("TP53", "nonsense"),
        ("BRAF", "V600E/K"),
        ("BRAF", "V600E or V600K"),
        ("EGFR", "exon 19 indel"),
        ("EGFR", "exon 21 missense mutation"),
        ("MET", "exon 14 splice site mutation"),
        ("MET", "focal amplification"),
        ("MET", "high-level amplification"),
        ("EGFR", "L858R 23%"),
        ("EGFR", "L858R heterozygous"),
        ("ALK", "EML4-ALK variant 3"),
        ("ALK", "EML4(13)::ALK(20)"),
        ("ALK", "EML4ex13-ALKex20"),
        ("EGFR", "19del"),
        ("EGFR", "WT"),
    ] {
        assert!(asked(symbol, text).is_err(), "{text}");
    }
}

#[test]
fn two_levels_have_to_agree() {
    check(
        "
        EGFR | EGFR:NM_005228:exon21:c.2573T>G:p.L858R  | p.L858R
        EGFR | EGFR:NM_005228:exon21:c.T2573G:p.L858R   | p.L858R
        EGFR | EGFR:NM_005228:exon20:c.T2573G:p.L858R   | ! does not lie in exon 20
        EGFR | NM_005228.5:c.2573T>G p.Leu858Arg        | p.L858R
        EGFR | NM_005228.5(EGFR):c.2573T>G (p.Leu858Arg) | p.L858R
        EGFR | c.2573T>G; p.L858R                       | p.L858R
        EGFR | c.2573T>G/p.L858R                        | p.L858R
        EGFR | EGFR c.2573T>G, p.(Leu858Arg)            | p.L858R
        EGFR | c.2573T>G p.L861Q                        | ! not one change
        EGFR | p.L858R c.2582T>A                        | ! not one change
        EGFR | c.2235_2249del p.E746_A750del            | p.E746_A750del
        EGFR | c.2235_2249del p.L858R                   | ! not one change
        EGFR | c.2573T>G p.?                            | c.2573T>G
        EGFR | c.2573T>G                                | c.2573T>G
        EGFR | p.L858R (COSM6224)                       | p.L858R
        EGFR | p.LEU858ARG                              | ! two ways
        BRAF | VAL600GLU                                | ! cannot be read
        EGFR | p.VAL600                                 | ! cannot be read
        EGFR | FOO_BAR p.L858R                          | ! cannot be read
        BRAF | c.1799T>A (V600E)                        | p.V600E
        ",
    );
}

#[test]
fn nucleotides_alone_name_the_codon_to_ask_about() {
    for (text, expected) in [
        ("c.2573T>G", Some((858, 858))),
        ("c.2572_2573delinsAG", Some((858, 858))),
        ("c.2235_2249del", None),
        ("c.2310_2311insGGT", None),
        ("c.2235_2248del", None),
        ("c.3028+1G>T", None),
        ("c.3028+5G>T", None),
        ("c.-124C>T", None),
        ("c.2573=", None),
        ("p.L858R", None),
        ("c.2573T>G p.L858R", None),
        ("exon 19 deletion", None),
    ] {
        assert_eq!(read(text).expect(text).untold_codons(), expected, "{text}");
    }
}

#[test]
fn the_share_of_reads_beside_a_change() {
    check(
        "
        EGFR | L858R 23%                  | p.L858R
        EGFR | p.L858R (VAF 23 %)         | p.L858R
        EGFR | p.L858R (23.4%)            | p.L858R
        EGFR | p.L858R (23,4 %)           | p.L858R
        EGFR | p.L858R, VAF: 23%          | p.L858R
        EGFR | p.L858R VAF=0.23           | p.L858R
        EGFR | p.L858R (allele frequency 23%) | p.L858R
        EGFR | p.L858R 23% VAF            | p.L858R
        EGFR | exon 19 deletion 12%       | exon 19 deletion
        EGFR | p.L858R heterozygous       | p.L858R
        EGFR | L858R point mutation       | p.L858R
        EGFR | E746_A750del point mutation | ! cannot be read
        EGFR | L858R 0%                   | ! share of reads
        EGFR | L858R <1%                  | ! share of reads
        EGFR | L858R 101%                 | ! share of reads
        EGFR | L858R 23                   | ! cannot be read
        EGFR | 23%                        | ! share of reads
        ALK  | ALK rearrangement 12%      | ! share of reads
        ERBB2 | amplification 40%         | ! share of reads
        ",
    );
}

#[test]
fn fusions_with_their_breakpoints() {
    check(
        "
        ALK | EML4-ALK variant 3          | EML4::ALK
        ALK | EML4-ALK (v3a/b)            | EML4::ALK
        ALK | EML4-ALK fusion (Variant 1) | EML4::ALK
        ALK | EML4-ALK E13;A20            | EML4::ALK
        ALK | EML4-ALK (E6a/b;A20)        | EML4::ALK
        ALK | EML4-ALK (exon 13; exon 20) | EML4::ALK
        ALK | E13;A20                     | ?::ALK
        ALK | (E13:A20)                   | ?::ALK
        RET | KIF5B-RET K15;R12           | KIF5B::RET
        RET | E13;A20                     | ! cannot be read
        RET | KIF5B-RET (E13;A20)         | ! cannot be read
        ALK | EML4(13)::ALK(20)           | EML4::ALK
        ALK | EML4(13)-ALK(20)            | EML4::ALK
        ALK | EML4 exon 13 - ALK exon 20  | EML4::ALK
        ALK | EML4ex13-ALKex20            | EML4::ALK
        ALK | EML4--ALK                   | EML4::ALK
        ALK | EML4 - ALK                  | EML4::ALK
        ALK | EML4-ALK fusion detected    | EML4::ALK
        RET | RET fusion (KIF5B-RET)      | KIF5B::RET
        RET | RET fusion (partner unknown) | RET::?
        RET | RET-rearranged              | fusion
        RET | RET fusion (CD74-ROS1)      | ! not one change
        ALK | EML4-ALK (negative)         | ! was not found
        ALK | EML4-ALK (not detected)     | ! was not found
        ALK | EML4-ALK (whatever)         | ! cannot be read
        ALK | ALK: NEGATIVE               | ! was not found
        ALK | NO FUSION                   | ! was not found
        ALK | ALK:POSITIVE                | ! cannot be read
        KRAS | KRAS-MUT                   | mutation
        ALK | EML4(13)-ALK(20) fusion     | EML4::ALK
        ALK | ALK rearrangement intron 19 | ALK::?
        ALK | rearrangement intron 19     | fusion
        ALK | EML4-ALK intron 19          | EML4::ALK
        ALK | ALK fusion with EML4        | EML4::ALK
        ALK | fusion with EML4            | EML4::?
        ALK | fusion with something       | ! cannot be read
        ALK | L1196M intron 19            | ! cannot be read
        RET | KIF5B::RET (K15;R12)        | KIF5B::RET
        RET | KIF5B-RET.K15R12.COSF1232   | KIF5B::RET
        RET | KIF5B-RET.K15R12            | KIF5B::RET
        RET | KIF5B-RET.E13A20            | ! cannot be read
        ALK | EML4-ALK.E6bA20.AB374362    | EML4::ALK
        ALK | EML4-ALK.E13A20.COSF408.2   | EML4::ALK
        MET | MET-MET.M13M15              | exon 14 skipping
        EGFR | EGFR-EGFR.E1E8             | exons 2..7 skipping
        ",
    );
    check_table(
        "
        ALK | E13;A20                     | fusion             | yes
        ALK | E13;A20                     | fusion with EML4   | may be
        ALK | EML4(13)::ALK(20)           | fusion with EML4   | yes
        ALK | EML4(13)::ALK(20)           | fusion with KIF5B  | no
        ALK | EML4-ALK variant 3          | mutation           | no
        ",
    );
}

#[test]
fn copies_in_words() {
    check(
        "
        MET | high-level amplification    | amplification
        MET | High level amplification    | amplification
        MET | focal amplification         | amplification
        MET | copy number amplification   | amplification
        MET | MET-amplified               | amplification
        MET | low-level amplification     | gain
        MET | low-level gain              | gain
        MET | copy number gain            | gain
        MET | 12 copies                   | copy number 12
        MET | CN=12                       | copy number 12
        MET | copy number: 9.5            | copy number 9.5
        MET | amplification (CN 12)       | copy number 12
        MET | amplification (CN 6)        | amplification
        MET | gain (6 copies)             | copy number 6
        MET | amplification (CN 2)        | ! not one change
        MET | gain (CN 1)                 | ! not one change
        MET | no amplification            | ! was not found
        MET | not amplified               | ! was not found
        MET | amplification equivocal     | ! not certain
        MET | high low amplification      | ! cannot be read
        MET | copy number gain 45         | copy number 45
        MET | CN 45                       | copy number 45
        MET | CNV 45                      | copy number 45
        MET | CN gain                     | gain
        MET | CNV gain (8 copies)         | copy number 8
        MET | gain, 8 copies              | copy number 8
        MET | CNV: amplification          | amplification
        MET | amp                         | amplification
        MET | homozygous deletion         | homozygous deletion
        MET | loss (0 copies)             | copy number 0
        MET | gain (>8)                   | ! cannot be read
        MET | amplification, ratio 3.2    | ! cannot be read
        MET | deletion                    | ! how much is lost
        MET | heterozygous deletion       | ! how much is lost
        ",
    );
    check_table(
        "
        MET | high-level amplification    | amplification      | yes
        MET | high-level amplification    | exon 14 skipping   | no
        MET | low-level amplification     | amplification      | may be
        MET | amplification (CN 6)        | amplification      | yes
        MET | CN=6                        | amplification      | may be
        ",
    );
}

#[test]
fn what_laboratories_report() {
    check(
        "
        EGFR | EGFR exon19 p.E746_A750delELREA | p.E746_A750del
        EGFR | ex20ins                    | exon 20 insertion
        EGFR | T790M (cis)                | p.T790M
        EGFR | p.T790M, in trans          | p.T790M
        EGFR | exon 19 deletion (cis)     | exon 19 deletion
        MET  | amplification (cis)        | ! cannot be read
        MET  | MET exon 14 skipping       | exon 14 skipping
        MET  | MET c.3028+1G>A splice site | c.3028+1G>A
        MET  | splice site 3028+1G>A      | c.3028+1G>A
        KRAS | p.Gly12Cys (c.34G>T)       | p.G12C
        KRAS | c.34G>T p.G12C             | p.G12C
        KRAS | NM_004985.4:c.34G>T (p.Gly12Cys) | p.G12C
        BRAF | V600E/K                    | V600
        BRAF | non-V600                   | ! cannot be read
        BRCA1 | 185delAG                  | ! which sequence
        BRCA2 | 5946delT                  | ! which sequence
        BRCA1 | c.68_69delAG              | c.68_69del
        ",
    );
    // The name of a set, spelt out; a gene without that set has no such change.
    let mut flt3 = gene("EGFR");
    let itd = pattern(&flt3, "exon 20 insertion");
    flt3.named.push(NamedSet { name: "ITD".to_owned(), patterns: vec![itd] });
    for text in ["internal tandem duplication", "Internal tandem duplication (ITD)", "EGFR internal tandem duplication"]
    {
        assert_eq!(read_of(text, &flt3).map(|change| change.normal_form()).ok().as_deref(), Some("ITD"), "{text}");
        assert!(read_of(text, &gene("EGFR")).is_err(), "{text}");
    }
}

#[test]
fn what_is_no_change_says_where_it_belongs() {
    check(
        "
        EGFR | wild type                  | ! status `negative`
        EGFR | WT                         | ! status `negative`
        EGFR | EGFR wild-type             | ! status `negative`
        EGFR | not detected               | ! status `negative`
        EGFR | L858R not detected         | ! status `negative`
        EGFR | No mutation detected       | ! status `negative`
        EGFR | negative for L858R         | ! status `negative`
        EGFR | suspected L858R            | ! `inconclusive`
        EGFR | pending                    | ! `pending`
        EGFR | exon 19 deletion (-)       | ! status `negative`
        EGFR | L858R: –                   | ! status `negative`
        ALK  | EML4-ALK (-)               | ! status `negative`
        ALK  | rearrangement -            | ! status `negative`
        EGFR | L858R (pathogenic)         | ! `{ \"change\"
        EGFR | p.L858R VUS                | ! `{ \"change\"
        EGFR | T790M, germline            | ! `{ \"change\"
        BRCA2 | p.D2723H pathogenic variant | ! `{ \"change\"
        EGFR | p.L858R and more           | ! cannot be read
        ",
    );
}

#[test]
fn abbreviations_of_records() {
    check(
        "
        KRAS | G12C mut                   | p.G12C
        KRAS | KRAS G12C mut              | p.G12C
        KRAS | codon 12 mut               | codon 12 mutation
        KRAS | KRAS codon 12 mutation     | codon 12 mutation
        EGFR | Exon 19 Del.               | exon 19 deletion
        RET  | RET rearr.                 | RET::?
        ALK  | rearr                      | fusion
        ALK  | EML4-ALK V1                | EML4::ALK
        ALK  | EML4-ALK fusion, V3        | EML4::ALK
        KRAS | KRAS V14                   | V14
        ABL1 | e14a2                      | ?::ABL1
        ABL1 | b3a2                       | ?::ABL1
        ABL1 | BCR::ABL1 (e13a2)          | BCR::ABL1
        ABL1 | BCR-ABL1 e1a2              | BCR::ABL1
        ALK  | EML4-ALK (e13b20)          | ! cannot be read
        EGFR | e14a2                      | ! cannot be read
        ERBB2 | amplified x8              | amplification
        ERBB2 | amplification (8x)        | amplification
        ERBB2 | amplified x2              | ! cannot be read
        ERBB2 | x8                        | ! cannot be read
        EGFR | L858R x8                   | ! cannot be read
        EGFR | ND                         | ! *not done*
        EGFR | QNS                        | ! `insufficient`
        ",
    );
    // A codon without the change is one of its changes; which is open.
    check_table(
        "
        KRAS | codon 12 mut               | codon 12 mutation  | yes
        KRAS | codon 12 mut               | G12C               | may be
        ABL1 | e14a2                      | fusion             | yes
        ABL1 | e14a2                      | fusion with BCR    | may be
        ",
    );
}

/// Parts of reports in any order, joined by any sign.
fn jumble() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "EGFR",
        "MET",
        "ALK",
        "BRAF",
        "EML4",
        "exon",
        "ex",
        "19",
        "14",
        "exon 19",
        "ex14",
        "del",
        "ins",
        "deletion",
        "skipping",
        "p.L858R",
        "L858R",
        "T790M",
        "V600E",
        "V600",
        "K",
        "X",
        "c.2573T>G",
        "c.3028+1G>T",
        "E746",
        "A750",
        "E746_A750",
        "(",
        ")",
        "((",
        "%",
        "23",
        "23%",
        "VAF",
        "fusion",
        "E13",
        "A20",
        "variant",
        "3",
        "amplification",
        "copy number",
        "12",
        "Δ",
        "high",
        "level",
        "gain",
        "not",
        "WT",
        "or",
        "and",
        "é",
        "NM_005228.5",
        "mutation",
        "codon",
        "12/13",
        "_splice",
        "→",
    ]);
    let sign = prop::sample::select(vec!["", " ", " ", "-", "_", ":", "::", ";", "/", ", ", " (", ") ", "–", ">"]);
    prop::collection::vec((part, sign), 1..8)
        .prop_map(|parts| parts.into_iter().map(|(part, sign)| format!("{part}{sign}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    /// Whatever is made of parts of reports ends in a change that its normal form gives again, or in a refusal.
    #[test]
    fn parts_of_reports_in_any_order_are_read_or_refused(text in jumble()) {
        for symbol in ["EGFR", "MET", "ALK", "BRAF"] {
            let gene = gene(symbol);
            match read_of(&text, &gene) {
                Ok(change) => {
                    matches(&gene, &change.clone().into(), &pattern(&gene, "mutation"));
                    let normal = change.normal_form();
                    prop_assert!(read_of(&normal, &gene).is_ok(), "{text}: {normal}");
                    let says_not = text.split(|sign: char| !sign.is_ascii_alphanumeric()).any(|word| ["not", "WT"].contains(&word));
                    prop_assert!(!says_not, "{text}: {normal}");
                }
                Err(problem) => prop_assert!(!problem.message.is_empty()),
            }
        }
    }
}
