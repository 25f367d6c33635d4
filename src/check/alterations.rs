//! Alterations as written to patterns that reported variants are matched with.

use crate::{
    diagnostics::{Code, Diagnostic},
    ordered::Set,
    syntax::tree::{Alteration, Form},
    vocabulary::variant::{GeneModel, Pattern, PatternForm, read_pattern},
};

/// The patterns of several alterations of one gene, and findings for those that mean nothing.
pub(super) fn resolve_all(
    alterations: &[Alteration],
    gene: &GeneModel,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Pattern> {
    alterations.iter().filter_map(|alteration| resolve(alteration, gene, diagnostics)).collect()
}

/// The pattern of an alteration of a gene, or a finding.
pub(super) fn resolve(alteration: &Alteration, gene: &GeneModel, diagnostics: &mut Vec<Diagnostic>) -> Option<Pattern> {
    let form = match &alteration.node.form {
        Form::Mutation => PatternForm::Mutation,
        Form::PathogenicVariant => PatternForm::PathogenicVariant,
        Form::Truncation => PatternForm::Truncation,
        Form::Amplification => PatternForm::Amplification,
        Form::HomozygousDeletion => PatternForm::HomozygousDeletion,
        Form::BiallelicLoss => PatternForm::BiallelicLoss,
        Form::Fusion(with) => PatternForm::Fusion { with: with.as_ref().map(|name| name.node.clone()) },
        Form::Codons(range, kind) => PatternForm::Codons { from: range.node.0, to: range.node.1, kind: *kind },
        Form::Exons(range, kind) => {
            let (from, to) = range.node;
            let declared = |exon| {
                gene.transcripts.iter().any(|transcript| transcript.exons.iter().any(|known| known.number == exon))
            };
            // Exon numbers without their gene (`detects exon 19 deletion` of any gene) are looked up gene by gene.
            if let Some(missing) = (from..=to).find(|exon| !gene.symbol.is_empty() && !declared(*exon)) {
                let message = format!("`{}` does not say which codons exon {missing} covers", gene.symbol);
                diagnostics.push(Diagnostic::error(Code::MissingExons, range.span, message).help(format!(
                    "{}add exon {missing} to the `exons` of gene `{}`",
                    known(gene),
                    gene.symbol
                )));
                return None;
            }
            PatternForm::Exons { from, to, kind: *kind }
        }
        Form::Named(name) => match read_pattern(&name.node, gene) {
            Ok(form) => form,
            Err(unreadable) => {
                let sets = gene.named.iter().map(|set| set.name.as_str());
                let mut diagnostic = Diagnostic::error(Code::UnreadableAlteration, name.span, unreadable.message);
                if let Some(help) = unreadable.help {
                    diagnostic = diagnostic.help(help);
                }
                diagnostics.push(diagnostic.suggest(&name.node, sets));
                return None;
            }
        },
    };
    let except = resolve_all(&alteration.node.except, gene, diagnostics);
    Some(Pattern { origin: alteration.node.origin, form, except })
}

/// The exons that are declared, for advice: the number may be a slip.
fn known(gene: &GeneModel) -> String {
    let numbers: Set<u32> =
        gene.transcripts.iter().flat_map(|transcript| &transcript.exons).map(|exon| exon.number).collect();
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    if numbers.is_empty() { String::new() } else { format!("it knows {}; ", numbers.join(", ")) }
}
