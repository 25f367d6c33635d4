// A small rulebook: one disease, one fact, one gene, one drug, two rules.

export const vocabulary = `vocabulary words "Words"
  version 1.0

region HERE "Here"
disease tumour "Tumour"
specialty genetics "Genetics"

gene EGFR "epidermal growth factor receptor"
marker score "Score"
  number 0..100 %
fact age "Age"
  number 0..130 years
  ask "How old is the patient?"
drug osimertinib
source trial "A trial"
  publisher "Somebody"
scale evidence "Evidence"
  level high "Sure"
`;

export const rule = (name, condition, action = "treat osimertinib") => `rule ${name} "Rule ${name}"
  when ${condition}
  ${action}
  grade evidence high
  cite trial
  because "The trial shows it."
  patient "It helps."
`;

const header = `guideline small "Small"
  version 1.0

`;

export const rules = `${rule("mutated", "disease is tumour and EGFR has L858R")}
${rule("elderly", "age >= 70 years", "refer genetics")}`;

export const files = (text = rules) => JSON.stringify({ "rules.guide": header + text, "words.guide": vocabulary });

export const profile = (more = {}) =>
  JSON.stringify({ disease: "tumour", results: [{ biomarker: "EGFR", alterations: ["p.L858R"] }], ...more });
